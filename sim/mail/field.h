/* field.h - a header section, octet by octet (RFC 5322, 2.2)
 *
 * Nothing is copied or decoded here: a field is known by where it stands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Offsets into the text that was searched. */
typedef struct
{
  gsize start;       /* of the name */
  gsize name_len;
  gsize value;       /* behind the colon */
  gsize end;         /* behind the line end of its last line */
} MailField;

/* Behind the LF of the line that starts at @at, or the end. */
gsize    mail_line_end     (const guint8 *data, gsize size, gsize at);

/* The octets of a field's name if a field begins at @at, else 0. @colon: where the colon stands. */
gsize    mail_field_name   (const guint8 *data, gsize end, gsize at, gsize *colon);

/* The field that begins at @at, with the lines that it is folded into. FALSE: there is none. */
gboolean mail_field_next   (const guint8 *data, gsize size, gsize at, MailField *out);

/* Letter case does not count. */
gboolean mail_field_is     (const MailField *self, const guint8 *data, const char *name);

/* The first field of that name in the section from @at on. */
gboolean mail_field_find   (const guint8 *data, gsize size, gsize at, const char *name, MailField *out);

/* The value without its line ends and without blanks around; NUL becomes a question mark. (transfer full) */
char    *mail_field_unfold (const guint8 *value, gsize len);

/* Where the header section that begins at @at ends: behind the empty line, or before the first line that is no field. */
gsize    mail_header_end   (const guint8 *data, gsize size, gsize at);

G_END_DECLS

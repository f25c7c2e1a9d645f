/* part.h - the MIME tree of a message (RFC 2045, 2046), by the octets where its parts stand
 *
 * A part is told by three offsets into the message; no body is ever copied to find
 * it. The root is the message itself. Any octets have a tree: what makes no sense
 * is taken for text/plain (RFC 2045, 5.2), and never lost.
 *
 *   header               body                  end
 *   v                    v                     v
 *   Content-Type: ..CRLF CRLF the body's octets  CRLF --boundary
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/mail/message.h"

G_BEGIN_DECLS

#define MAIL_PART_DEPTH_MAX      50       /* a part deeper than that is application/octet-stream */
#define MAIL_PART_COUNT_MAX      10000    /* in one message; what follows belongs to the last */
#define MAIL_PART_PARAMETERS_MAX 100      /* of one field */

typedef enum
{
  MAIL_PART_LEAF,
  MAIL_PART_MULTIPART,   /* children: at least one part */
  MAIL_PART_MESSAGE      /* message/rfc822: one child, the message in it, which has its own header */
} MailPartKind;

typedef struct
{
  char *name;            /* lower case; ends with '*' if the value is in RFC 2231's form: charset'language'text%20 */
  char *value;           /* unquoted; octets as they came */
} MailParameter;

typedef struct _MailPart MailPart;

struct _MailPart
{
  MailPartKind kind;
  MailPart    *parent;       /* NULL: the root */
  GPtrArray   *children;     /* MailPart; NULL: a leaf */
  gsize        header;       /* offsets into the message */
  gsize        body;         /* behind the empty line */
  gsize        end;          /* the line end before a boundary belongs to the boundary */
  guint        lines;        /* line ends in the body */
  char        *type;         /* "text", lower case; never NULL */
  char        *subtype;      /* "plain", lower case; never NULL */
  gboolean     implied;      /* no Content-Type, or none that can be read: type and subtype are the default */
  GArray      *parameters;   /* MailParameter; never NULL */
  char        *encoding;     /* "base64", lower case; "7bit" if none is told */
  char        *id;           /* Content-ID, as it came; or NULL, as all that follow */
  char        *description;
  char        *md5;
  char        *disposition;  /* "attachment", lower case */
  GArray      *disposition_parameters;   /* MailParameter; never NULL */
  char        *language;     /* "el, ru" */
  char        *location;
};

/* Made when it is first asked for, and kept; borrowed. */
const MailPart *mail_message_get_root      (MailMessage *self);

/* As IMAP counts (RFC 9051, 6.4.5.1): { 2, 1 } is the first part of the second; the parts of a message in part 3 are
 * 3.1, 3.2 ...; the only part of what is no multipart is 1. No numbers: the root. NULL: there is no such part. */
const MailPart *mail_part_find             (const MailPart *root, const guint *numbers, gsize n);

gboolean        mail_part_is               (const MailPart *self, const char *type, const char *subtype);  /* NULL: any */
/* Octets as they came; NULL: none. */
const char     *mail_part_get_parameter    (const MailPart *self, const char *name);
/* The file's name, decoded (RFC 2231 or, as many do, RFC 2047), UTF-8 without folders; NULL: none. (transfer full) */
char           *mail_part_dup_file_name    (const MailPart *self);
/* The body's octets with their transfer encoding undone. */
GBytes         *mail_part_decode           (const MailPart *self, MailMessage *message);
/* The same as UTF-8 with LF, whatever its type. (transfer full) */
char           *mail_part_dup_text         (const MailPart *self, MailMessage *message);

/* For message.c. */
MailPart       *mail_part_new              (const guint8 *data, gsize size);
void            mail_part_free             (MailPart *self);

G_END_DECLS

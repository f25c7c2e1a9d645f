/* tokens.h - IMAP's grammar (RFC 9051, 9): a scanner over one whole command or response
 *
 * A command is scanned when all of it has come: its line, with each literal
 * ("{5}\r\nhello") in its place. The scanner never reads behind the end, never
 * recurses deeper than IMAP_DEPTH_MAX, and copies what it returns. After a
 * function has returned FALSE the scanner's @error says what was wanted.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define IMAP_DEPTH_MAX   50
#define IMAP_LINE_MAX    65536    /* octets of a command without its literals */

typedef struct
{
  const guint8 *p;
  const guint8 *end;
  gboolean      utf8;     /* UTF8=ACCEPT or rev2 is enabled: strings may be UTF-8, names are */
  const char   *error;    /* static */
} ImapScanner;

void     imap_scanner_init     (ImapScanner *self, const guint8 *bytes, gsize len, gboolean utf8);
gboolean imap_scan_end         (ImapScanner *self);                     /* nothing is left */
gboolean imap_scan_char        (ImapScanner *self, char c);             /* exactly that one */
gboolean imap_scan_peek        (const ImapScanner *self, char c);       /* does not move */
gboolean imap_scan_space       (ImapScanner *self);                     /* one blank */
/* The word, in any letter case, with no atom character after it. Does not move if it is not there. */
gboolean imap_scan_word        (ImapScanner *self, const char *word);
gboolean imap_scan_tag         (ImapScanner *self, char **out);
gboolean imap_scan_atom        (ImapScanner *self, char **out);
gboolean imap_scan_string      (ImapScanner *self, GBytes **out);       /* quoted or literal */
gboolean imap_scan_literal8   (ImapScanner *self, GBytes **out);       /* a literal, also as ~{5} (RFC 9051, 4.3.1) */
gboolean imap_scan_nstring     (ImapScanner *self, GBytes **out);       /* or NIL: *out is NULL */
gboolean imap_scan_astring     (ImapScanner *self, GBytes **out);
/* The same without NUL, as text. */
gboolean imap_scan_text        (ImapScanner *self, char **out);         /* an astring */
/* A mailbox's name in UTF-8 (decoded from modified UTF-7 unless @utf8; INBOX in capitals). */
gboolean imap_scan_mailbox     (ImapScanner *self, char **out);
/* With the wildcards * and %, decoded. */
gboolean imap_scan_pattern     (ImapScanner *self, char **out);
gboolean imap_scan_number      (ImapScanner *self, guint32 *out);
gboolean imap_scan_nz_number   (ImapScanner *self, guint32 *out);
gboolean imap_scan_number64    (ImapScanner *self, guint64 *out);       /* up to 63 bits */
/* "5-Mar-2024": days since 1970. "\" 5-Mar-2024 10:00:00 +0200\"": Unix seconds. */
gboolean imap_scan_date        (ImapScanner *self, gint64 *days);
gboolean imap_scan_date_time   (ImapScanner *self, gint64 *seconds);

/* ---- modified UTF-7 (RFC 3501, 5.1.3) ---- */
char    *imap_utf7_decode      (const char *text);   /* NULL: it is none, or not in its one form. (transfer full) */
char    *imap_utf7_encode      (const char *utf8);   /* (transfer full) */

/* ---- writing ---- */
/* As an atom where it may be one, else quoted, else as a literal (in which case CR LF stand inside). Without NUL. */
void     imap_write_astring    (GString *out, const char *text, gsize len, gboolean utf8);
void     imap_write_nstring    (GString *out, const char *text, gssize len, gboolean utf8);   /* NULL: NIL */
void     imap_write_mailbox    (GString *out, const char *name, gboolean utf8);
void     imap_write_date_time  (GString *out, gint64 seconds);   /* always +0000 */

G_END_DECLS

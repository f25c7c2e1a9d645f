/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/imap/tokens.h"

#include <string.h>

void
imap_scanner_init (ImapScanner *self, const guint8 *bytes, gsize len, gboolean utf8)
{
  if (bytes == NULL)            /* nothing, as empty arrays have it */
    bytes = (const guint8 *) "";
  *self = (ImapScanner) { .p = bytes, .end = bytes + len, .utf8 = utf8 };
}

static gboolean
wanted (ImapScanner *self, const char *what)
{
  self->error = what;
  return FALSE;
}

/* ---- characters ---- */

static gboolean
is_atom_char (guint8 c)
{
  return c > ' ' && c < 127 && strchr ("(){%*\"\\]", c) == NULL;
}

static gboolean
is_astring_char (guint8 c)
{
  return is_atom_char (c) || c == ']';
}

static gboolean
is_tag_char (guint8 c)
{
  return is_astring_char (c) && c != '+';
}

static gboolean
is_list_char (guint8 c)
{
  return is_astring_char (c) || c == '%' || c == '*';
}

gboolean
imap_scan_end (ImapScanner *self)
{
  return self->p == self->end || wanted (self, "Nothing more is expected here");
}

gboolean
imap_scan_peek (const ImapScanner *self, char c)
{
  return self->p < self->end && *self->p == (guint8) c;
}

gboolean
imap_scan_char (ImapScanner *self, char c)
{
  if (!imap_scan_peek (self, c))
    return wanted (self, c == '(' ? "( is missing" : c == ')' ? ") is missing" : c == ']' ? "] is missing"
                         : "Another character is expected here");
  self->p++;
  return TRUE;
}

gboolean
imap_scan_space (ImapScanner *self)
{
  if (!imap_scan_peek (self, ' '))
    return wanted (self, self->p == self->end ? "Something is missing" : "A blank is missing");
  self->p++;
  return TRUE;
}

gboolean
imap_scan_word (ImapScanner *self, const char *word)
{
  gsize len = strlen (word);

  if ((gsize) (self->end - self->p) < len || g_ascii_strncasecmp ((const char *) self->p, word, len) != 0
      || ((gsize) (self->end - self->p) > len && is_atom_char (self->p[len])))
    return wanted (self, "Another word is expected here");
  self->p += len;
  return TRUE;
}

/* One or more characters of a kind. */
static gboolean
scan_run (ImapScanner *self, gboolean (*is_one) (guint8), const char **start, gsize *len)
{
  const guint8 *p = self->p;

  while (p < self->end && is_one (*p))
    p++;
  *start = (const char *) self->p;
  *len = p - self->p;
  self->p = p;
  return *len > 0;
}

gboolean
imap_scan_tag (ImapScanner *self, char **out)
{
  const char *start;
  gsize len;

  if (!scan_run (self, is_tag_char, &start, &len))
    return wanted (self, "A tag is missing");
  *out = g_strndup (start, len);
  return TRUE;
}

gboolean
imap_scan_atom (ImapScanner *self, char **out)
{
  const char *start;
  gsize len;

  if (!scan_run (self, is_atom_char, &start, &len))
    return wanted (self, "A word is missing");
  *out = g_strndup (start, len);
  return TRUE;
}

/* ---- strings ---- */

/* "a \"b\"" */
static gboolean
scan_quoted (ImapScanner *self, GBytes **out)
{
  g_autoptr (GByteArray) text = g_byte_array_new ();
  const guint8 *p = self->p + 1;

  for (; p < self->end && *p != '"'; p++)
    {
      if (*p == '\\' && ++p < self->end && *p != '"' && *p != '\\')
        return wanted (self, "After a backslash only \" or a backslash may stand");
      if (p == self->end)
        break;
      if (*p == '\0' || *p == '\r' || *p == '\n')
        return wanted (self, "NUL and line ends may not stand between quotes");
      if (*p > 127 && !self->utf8)
        return wanted (self, "Only ASCII may stand between quotes");
      g_byte_array_append (text, p, 1);
    }
  if (p >= self->end)
    return wanted (self, "A closing quote is missing");
  if (self->utf8 && !g_utf8_validate_len ((const char *) text->data, text->len, NULL))
    return wanted (self, "Text between quotes is UTF-8");
  self->p = p + 1;
  *out = g_byte_array_free_to_bytes (g_steal_pointer (&text));
  return TRUE;
}

/* {5}CRLF, {5+}CRLF, then so many octets */
static gboolean
scan_literal (ImapScanner *self, GBytes **out)
{
  guint64 len = 0;
  const guint8 *p = self->p + 1;

  for (; p < self->end && g_ascii_isdigit (*p) && len <= G_MAXUINT32; p++)
    len = len * 10 + (*p - '0');
  if (p == self->p + 1)
    return wanted (self, "A literal's size is missing");
  if (p < self->end && *p == '+')
    p++;
  if (self->end - p < 3 || p[0] != '}' || p[1] != '\r' || p[2] != '\n')
    return wanted (self, "A literal's size ends with } at the end of a line");
  p += 3;
  if ((guint64) (self->end - p) < len)
    return wanted (self, "A literal is shorter than its size");
  *out = g_bytes_new (p, len);
  self->p = p + len;
  return TRUE;
}

gboolean
imap_scan_string (ImapScanner *self, GBytes **out)
{
  if (imap_scan_peek (self, '"'))
    return scan_quoted (self, out);
  if (imap_scan_peek (self, '{'))
    return scan_literal (self, out);
  return wanted (self, "A quoted string or a literal is missing");
}

gboolean
imap_scan_literal8 (ImapScanner *self, GBytes **out)
{
  if (imap_scan_peek (self, '~') && self->end - self->p > 1 && self->p[1] == '{')
    self->p++;
  if (imap_scan_peek (self, '{'))
    return scan_literal (self, out);
  return wanted (self, "A literal is missing");
}

gboolean
imap_scan_nstring (ImapScanner *self, GBytes **out)
{
  if (!imap_scan_word (self, "NIL"))
    return imap_scan_string (self, out);
  *out = NULL;
  return TRUE;
}

static gboolean
scan_run_or_string (ImapScanner *self, gboolean (*is_one) (guint8), const char *what, GBytes **out)
{
  const char *start;
  gsize len;

  if (imap_scan_peek (self, '"') || imap_scan_peek (self, '{'))
    return imap_scan_string (self, out);
  if (!scan_run (self, is_one, &start, &len))
    return wanted (self, what);
  *out = g_bytes_new (start, len);
  return TRUE;
}

gboolean
imap_scan_astring (ImapScanner *self, GBytes **out)
{
  return scan_run_or_string (self, is_astring_char, "A string is missing", out);
}

/* Takes @bytes. */
static gboolean
to_text (ImapScanner *self, GBytes *bytes, char **out)
{
  gsize len;
  const char *p = g_bytes_get_data (bytes, &len);
  gboolean good = len == 0 || g_utf8_validate_len (p, len, NULL);

  if (good)
    *out = g_strndup (len > 0 ? p : "", len);
  g_bytes_unref (bytes);
  return good || wanted (self, "Text is UTF-8 without NUL");
}

gboolean
imap_scan_text (ImapScanner *self, char **out)
{
  GBytes *bytes;

  return imap_scan_astring (self, &bytes) && to_text (self, bytes, out);
}

/* ---- mailboxes ---- */

static gboolean
scan_name (ImapScanner *self, gboolean (*is_one) (guint8), char **out)
{
  g_autofree char *name = NULL;
  GBytes *bytes;

  if (!scan_run_or_string (self, is_one, "A mailbox is missing", &bytes) || !to_text (self, bytes, &name))
    return FALSE;
  *out = self->utf8 ? g_steal_pointer (&name) : imap_utf7_decode (name);
  return *out != NULL || wanted (self, "A mailbox's name is in modified UTF-7");
}

gboolean
imap_scan_mailbox (ImapScanner *self, char **out)
{
  char *name;

  if (!scan_name (self, is_astring_char, &name))
    return FALSE;
  if (g_ascii_strcasecmp (name, "INBOX") == 0)
    memcpy (name, "INBOX", 5);
  *out = name;
  return TRUE;
}

gboolean
imap_scan_pattern (ImapScanner *self, char **out)
{
  return scan_name (self, is_list_char, out);
}

/* ---- numbers ---- */

static gboolean
scan_up_to (ImapScanner *self, guint64 max, guint64 *out)
{
  const guint8 *p = self->p;
  guint64 n = 0;

  for (; p < self->end && g_ascii_isdigit (*p); p++)
    {
      guint digit = *p - '0';

      if (n > (max - digit) / 10)
        return wanted (self, "A number is too large");
      n = n * 10 + digit;
    }
  if (p == self->p)
    return wanted (self, "A number is missing");
  self->p = p;
  *out = n;
  return TRUE;
}

gboolean
imap_scan_number (ImapScanner *self, guint32 *out)
{
  guint64 n;

  if (!scan_up_to (self, G_MAXUINT32, &n))
    return FALSE;
  *out = (guint32) n;
  return TRUE;
}

gboolean
imap_scan_nz_number (ImapScanner *self, guint32 *out)
{
  if (imap_scan_peek (self, '0'))
    return wanted (self, "A number from 1 on is missing");
  return imap_scan_number (self, out);
}

gboolean
imap_scan_number64 (ImapScanner *self, guint64 *out)
{
  return scan_up_to (self, G_MAXINT64, out);
}

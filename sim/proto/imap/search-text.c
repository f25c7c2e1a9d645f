/* Text in messages, as people read it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/search-private.h"

#include "sim/core/text.h"
#include "sim/mail/field.h"
#include "sim/mail/words.h"

#include <string.h>

#define JULIAN_OF_1970 719163      /* GDate counts from the year 1 */

/* ---- folded ----------------------------------------------------------------- */

/* Letter case undone and accents taken apart (RFC 5051). @text: valid UTF-8. (transfer full) */
static char *
fold (const char *text)
{
  g_autofree char *folded = NULL;

  if (!sim_text_is_8bit ((const guint8 *) text, strlen (text)))
    return g_ascii_strdown (text, -1);
  folded = g_utf8_casefold (text, -1);
  return g_utf8_normalize (folded, -1, G_NORMALIZE_ALL);
}

Needle *
imap_needle_new (const char *utf8, gsize len)
{
  Needle *self = g_new0 (Needle, 1);
  g_autofree char *text = g_strndup (len > 0 ? utf8 : "", len);

  self->folded = fold (text);
  self->len = strlen (self->folded);
  self->ascii = !sim_text_is_8bit ((const guint8 *) self->folded, self->len);
  for (guint i = 0; i < 256; i++)
    self->skip[i] = self->len;
  for (gsize i = 0; i + 1 < self->len; i++)
    {
      guchar c = self->folded[i];

      self->skip[c] = self->len - 1 - i;
      self->skip[(guchar) g_ascii_toupper (c)] = self->len - 1 - i;
    }
  return self;
}

void
imap_needle_free (Needle *self)
{
  g_free (self->folded);
  g_free (self);
}

/* In octets as they stand; only ASCII letters have two cases here. */
static gboolean
is_in_octets (const Needle *self, const guint8 *data, gsize len)
{
  if (self->len == 0)
    return TRUE;
  for (gsize at = self->len - 1; at < len; at += self->skip[data[at]])
    if (g_ascii_tolower (data[at]) == self->folded[self->len - 1]
        && g_ascii_strncasecmp ((const char *) data + at + 1 - self->len, self->folded, self->len) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_in_text (const Needle *self, const char *utf8)
{
  g_autofree char *folded = NULL;

  if (self->ascii && !sim_text_is_8bit ((const guint8 *) utf8, strlen (utf8)))
    return is_in_octets (self, (const guint8 *) utf8, strlen (utf8));
  folded = fold (utf8);
  return strstr (folded, self->folded) != NULL;
}

/* ---- headers ---------------------------------------------------------------- */

static gboolean
is_in_value (const Needle *self, const guint8 *data, const MailField *field)
{
  g_autofree char *raw = mail_field_unfold (data + field->value, field->end - field->value);
  g_autofree char *text = mail_words_decode (raw);

  return is_in_text (self, text);
}

gboolean
imap_text_in_field (const Needle *self, MailMessage *message, const char *name)
{
  const guint8 *data = g_bytes_get_data (mail_message_get_bytes (message), NULL);
  gsize end = mail_message_header_size (message);
  MailField field;

  for (gsize at = 0; mail_field_find (data, end, at, name, &field); at = field.end)
    if (is_in_value (self, data, &field))
      return TRUE;
  return FALSE;
}

/* Nothing is encoded there, and a word is found as it stands: no line is folded within a word. */
static gboolean
is_word_in_plain_text (const Needle *self, const guint8 *data, gsize len)
{
  return self->ascii && strpbrk (self->folded, " \t\r\n:") == NULL && !sim_text_is_8bit (data, len) && memchr (data, 0, len) == NULL
         && g_strstr_len ((const char *) data, (gssize) len, "=?") == NULL;
}

/* In "Name: value" of any field. */
static gboolean
is_in_header (const Needle *self, const guint8 *data, gsize start, gsize end)
{
  MailField field;

  if (start < end && is_word_in_plain_text (self, data + start, end - start))
    return is_in_octets (self, data + start, end - start);
  for (gsize at = start; at < end && mail_field_next (data, end, at, &field); at = field.end)
    {
      g_autofree char *raw = mail_field_unfold (data + field.value, field.end - field.value);
      g_autofree char *decoded = mail_words_decode (raw);
      g_autofree char *line = g_strdup_printf ("%.*s: %s", (int) field.name_len, (const char *) data + field.start, decoded);

      if (is_in_text (self, line))
        return TRUE;
    }
  return FALSE;
}

/* ---- bodies ----------------------------------------------------------------- */

/* In these charsets an octet below 128 is that character of ASCII. */
static gboolean
extends_ascii (const char *charset)
{
  static const char * const names[] = { "us-ascii", "utf-8", "iso-8859-", "windows-125", "koi8-" };

  if (charset == NULL)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strncasecmp (charset, names[i], strlen (names[i])) == 0)
      return TRUE;
  return FALSE;
}

/* Pictures and other data are no text. */
static gboolean
is_text (const MailPart *part)
{
  return mail_part_is (part, "text", NULL) || mail_part_is (part, "message", NULL);
}

static gboolean
is_in_leaf (const Needle *self, const MailPart *part, MailMessage *message)
{
  const guint8 *data = g_bytes_get_data (mail_message_get_bytes (message), NULL);
  gsize len = part->end - part->body;
  gboolean encoded = g_str_equal (part->encoding, "base64") || g_str_equal (part->encoding, "quoted-printable");
  g_autofree char *text = NULL;

  if (!is_text (part) || len == 0)
    return FALSE;
  if (self->ascii && !encoded && strchr (self->folded, '\n') == NULL && !sim_text_is_8bit (data + part->body, len)
      && extends_ascii (mail_part_get_parameter (part, "charset")))
    return is_in_octets (self, data + part->body, len);
  text = mail_part_dup_text (part, message);
  return is_in_text (self, text);
}

static gboolean
is_in_part (const Needle *self, const MailPart *part, MailMessage *message)
{
  const guint8 *data = g_bytes_get_data (mail_message_get_bytes (message), NULL);

  if (part->children == NULL)
    return is_in_leaf (self, part, message);
  for (guint i = 0; i < part->children->len; i++)
    {
      const MailPart *child = g_ptr_array_index (part->children, i);

      /* The header of a message inside belongs to the body of the one around it. */
      if (part->kind == MAIL_PART_MESSAGE && is_in_header (self, data, child->header, child->body))
        return TRUE;
      if (is_in_part (self, child, message))
        return TRUE;
    }
  return FALSE;
}

gboolean
imap_text_in_body (const Needle *self, MailMessage *message)
{
  return self->len == 0 || is_in_part (self, mail_message_get_root (message), message);
}

gboolean
imap_text_anywhere (const Needle *self, MailMessage *message)
{
  const guint8 *data = g_bytes_get_data (mail_message_get_bytes (message), NULL);

  return is_in_header (self, data, 0, mail_message_header_size (message)) || imap_text_in_body (self, message);
}

/* ---- dates ------------------------------------------------------------------ */

/* Over blanks, commas and (comments). */
static const char *
skip_blank (const char *p)
{
  guint depth = 0;

  for (; *p != '\0'; p++)
    if (*p == '(')
      depth++;
    else if (*p == ')' && depth > 0)
      depth--;
    else if (depth == 0 && *p != ' ' && *p != '\t' && *p != ',')
      break;
  return p;
}

static guint
take_number (const char **p, guint *digits)
{
  guint n = 0;

  for (*digits = 0; g_ascii_isdigit (**p) && *digits < 5; (*p)++, (*digits)++)
    n = n * 10 + (guint) (**p - '0');
  *p = skip_blank (*p);
  return n;
}

/* "[Tue,] 5 Mar 2024" (RFC 5322, 3.3; years of two and three digits: 4.3) */
static gboolean
read_day (const char *text, GDate *date)
{
  static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
  const char *p = skip_blank (text);
  guint day, year, digits, month = 0;

  while (g_ascii_isalpha (*p))
    p++;
  p = skip_blank (p);
  day = take_number (&p, &digits);
  for (guint i = 0; i < 12; i++)
    if (g_ascii_strncasecmp (p, months + 3 * i, 3) == 0)
      month = i + 1;
  while (g_ascii_isalpha (*p))
    p++;
  p = skip_blank (p);
  year = take_number (&p, &digits);
  if (digits == 2)
    year += year < 50 ? 2000 : 1900;
  else if (digits == 3)
    year += 1900;
  if (digits < 2 || !g_date_valid_dmy (day, month, year))
    return FALSE;
  g_date_set_dmy (date, day, month, year);
  return TRUE;
}

gboolean
imap_sent_day (MailMessage *message, gint64 *days)
{
  const guint8 *data = g_bytes_get_data (mail_message_get_bytes (message), NULL);
  g_autofree char *text = NULL;
  MailField field;
  GDate date;

  if (!mail_field_find (data, mail_message_header_size (message), 0, "Date", &field))
    return FALSE;
  text = mail_field_unfold (data + field.value, field.end - field.value);
  g_date_clear (&date, 1);
  if (!read_day (text, &date))
    return FALSE;
  *days = (gint64) g_date_get_julian (&date) - JULIAN_OF_1970;
  return TRUE;
}

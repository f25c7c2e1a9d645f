/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/mail/words.h"

#include <string.h>

#define WORD_MAX   75   /* octets of an encoded word (RFC 2047, 2) */
#define WORD_FRAME 12   /* =?UTF-8?B??= */
#define WORD_LEAST 24   /* with less room than this on a line a word starts on the next */
#define PLAIN_MAX  450  /* a longer word cannot be folded: it is encoded, and so cut */
#define BLANKS_MAX 72   /* a line of nothing but blanks must not come about */

static gboolean
is_plain_word (const char *word, gsize len)
{
  if (len > PLAIN_MAX || g_strstr_len (word, len, "=?") != NULL)
    return FALSE;
  for (gsize i = 0; i < len; i++)
    if (word[i] < 33 || word[i] > 126)
      return FALSE;
  return TRUE;
}

/* Letters that need no =XX in any place where an encoded word may stand (RFC 2047, 5). */
static gboolean
is_q_safe (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("!*+-/", c) != NULL);
}

static gsize
q_length (const char *text, gsize len)
{
  gsize sum = 0;

  for (gsize i = 0; i < len; i++)
    sum += is_q_safe (text[i]) || text[i] == ' ' ? 1 : 3;
  return sum;
}

static void
append_q (GString *out, const char *text, gsize len)
{
  for (gsize i = 0; i < len; i++)
    {
      if (text[i] == ' ')
        g_string_append_c (out, '_');
      else if (is_q_safe (text[i]))
        g_string_append_c (out, text[i]);
      else
        g_string_append_printf (out, "=%02X", (guint8) text[i]);
    }
}

/* How much of @text, in whole characters, fits into @room octets once encoded. */
static gsize
fitting (const char *text, gsize len, gsize room, gboolean base64)
{
  gsize used = 0;

  while (used < len)
    {
      gsize next = g_utf8_next_char (text + used) - text;
      gsize size = base64 ? (next + 2) / 3 * 4 : q_length (text, next);

      if (size > room)
        break;
      used = next;
    }
  return used;
}

static void
new_line (MailFold *self)
{
  g_string_append (self->out, "\r\n");
  self->column = 0;
}

static void
put (MailFold *self, const char *text, gsize len)
{
  g_string_append_len (self->out, text, len);
  self->column += len;
}

/* Encoded words with a blank before each; blanks between neighbours vanish when they are read. */
static void
put_encoded (MailFold *self, const char *text, gsize len)
{
  gboolean base64 = (len + 2) / 3 * 4 < q_length (text, len);

  self->fresh = FALSE;
  while (len > 0)
    {
      gsize room, n;

      if (self->column + 1 + WORD_LEAST > MAIL_LINE_GOOD)
        new_line (self);
      room = MIN (MAIL_LINE_GOOD - self->column - 1, WORD_MAX) - WORD_FRAME;
      n = fitting (text, len, room, base64);
      put (self, " ", 1);
      put (self, base64 ? "=?UTF-8?B?" : "=?UTF-8?Q?", 10);
      if (base64)
        {
          g_autofree char *code = g_base64_encode ((const guint8 *) text, n);

          put (self, code, strlen (code));
        }
      else
        {
          append_q (self->out, text, n);
          self->column += q_length (text, n);
        }
      put (self, "?=", 2);
      text += n;
      len -= n;
    }
}

/* A word with the blanks before it, at least one. */
static void
put_plain (MailFold *self, gsize blanks, const char *word, gsize len)
{
  blanks = CLAMP (blanks, 1, BLANKS_MAX);
  if (self->column + blanks + len > MAIL_LINE_GOOD && !self->fresh)
    new_line (self);
  for (gsize i = 0; i < blanks; i++)
    put (self, " ", 1);
  put (self, word, len);
  self->fresh = FALSE;
}

/* Valid UTF-8 without blanks at its ends, in which every white space is a blank. (transfer full) */
static char *
clean (const char *text)
{
  char *copy = g_utf8_make_valid (text, -1);

  g_strdelimit (copy, "\t\r\n\v\f", ' ');
  return g_strstrip (copy);
}

/* ---- read ----------------------------------------------------------------- */

static gboolean
is_utf8_name (const char *charset)
{
  return charset == NULL || charset[0] == '\0' || g_ascii_strcasecmp (charset, "utf-8") == 0
         || g_ascii_strcasecmp (charset, "us-ascii") == 0;
}

/* Names that reach iconv: a slash would give it orders. */
static gboolean
is_charset_name (const char *charset)
{
  for (; *charset != '\0'; charset++)
    if (!g_ascii_isalnum (*charset) && strchr ("-_.:+()", *charset) == NULL)
      return FALSE;
  return TRUE;
}

static void
append_converted (GString *out, GIConv converter, const guint8 *bytes, gsize len)
{
  char *in = (char *) bytes;

  while (len > 0)
    {
      char buffer[256];
      char *to = buffer;
      gsize room = sizeof buffer;
      gsize before = len;
      gboolean failed = g_iconv (converter, &in, &len, &to, &room) == (gsize) -1;

      g_string_append_len (out, buffer, to - buffer);
      if (failed && len == before && to == buffer)    /* no text: go on behind it */
        {
          g_string_append (out, "\xEF\xBF\xBD");
          g_iconv (converter, NULL, NULL, NULL, NULL);
          in++;
          len--;
        }
    }
}

char *
mail_charset_to_utf8 (const guint8 *bytes, gsize len, const char *charset)
{
  GIConv converter = (GIConv) -1;
  GString *out;
  char *text;

  if (!is_utf8_name (charset) && is_charset_name (charset))
    converter = g_iconv_open ("UTF-8", charset);
  if (converter == (GIConv) -1)
    return g_utf8_make_valid (len > 0 ? (const char *) bytes : "", len);
  out = g_string_sized_new (len);
  append_converted (out, converter, bytes, len);
  g_iconv_close (converter);
  text = g_utf8_make_valid (out->str, out->len);
  g_string_free (out, TRUE);
  return text;
}

typedef struct
{
  const char *charset;     /* and its length */
  gsize       charset_len;
  char        encoding;    /* 'B' or 'Q' */
  const char *text;
  gsize       len;
  const char *end;
} Word;

/* =?charset*language?encoding?text?= (RFC 2047, 2; RFC 2231, 5) */
static gboolean
read_word (const char *p, Word *out)
{
  const char *q;

  out->charset = p + 2;
  q = out->charset + strcspn (out->charset, "? ");
  out->charset_len = strcspn (out->charset, "*? ");
  if (q == out->charset || *q != '?')
    return FALSE;
  out->encoding = g_ascii_toupper (q[1]);
  if ((out->encoding != 'B' && out->encoding != 'Q') || q[2] != '?')
    return FALSE;
  out->text = q + 3;
  out->len = strcspn (out->text, "?");
  out->end = out->text + out->len + 2;
  return strncmp (out->text + out->len, "?=", 2) == 0;
}

static void
append_q_decoded (GByteArray *out, const char *text, gsize len)
{
  for (gsize i = 0; i < len; i++)
    {
      guint8 c = text[i] == '_' ? ' ' : text[i];

      if (c == '=' && i + 2 < len && g_ascii_isxdigit (text[i + 1]) && g_ascii_isxdigit (text[i + 2]))
        {
          c = g_ascii_xdigit_value (text[i + 1]) * 16 + g_ascii_xdigit_value (text[i + 2]);
          i += 2;
        }
      g_byte_array_append (out, &c, 1);
    }
}

static void
append_decoded (GByteArray *out, const Word *word)
{
  g_autofree char *code = NULL;
  guchar *bytes;
  gsize len;

  if (word->encoding == 'Q')
    {
      append_q_decoded (out, word->text, word->len);
      return;
    }
  code = g_strndup (word->text, word->len);
  bytes = g_base64_decode (code, &len);
  g_byte_array_append (out, bytes, len);
  g_free (bytes);
}

/* Neighbours of one charset are read as one: some senders cut characters in two. Returns where they end. */
static const char *
append_words (GString *out, Word word)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *charset = g_strndup (word.charset, word.charset_len);
  g_autofree char *text = NULL;
  const char *end;
  Word next;

  for (;;)
    {
      append_decoded (bytes, &word);
      end = word.end;
      next.charset = end + strspn (end, " \t\r\n");
      if (next.charset == end || strncmp (next.charset, "=?", 2) != 0 || !read_word (next.charset, &next))
        break;
      end += strspn (end, " \t\r\n");    /* blanks between words are not text (6.2) */
      if (next.charset_len != strlen (charset)
          || g_ascii_strncasecmp (next.charset, charset, next.charset_len) != 0)
        break;
      word = next;
    }
  text = mail_charset_to_utf8 (bytes->data, bytes->len, charset);
  g_string_append (out, text);
  return end;
}

char *
mail_words_decode (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *out = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0';)
    {
      Word word;

      if (p[0] == '=' && p[1] == '?' && read_word (p, &word))
        p = append_words (out, word);
      else
        g_string_append_c (out, *p++);
    }
  return g_string_free (out, FALSE);
}

/* ---- written -------------------------------------------------------------- */

void
mail_fold_begin (MailFold *self, GString *out, const char *name)
{
  self->out = out;
  self->column = 0;
  put (self, name, strlen (name));
  put (self, ":", 1);
  self->fresh = TRUE;
}

void
mail_fold_token (MailFold *self, const char *token)
{
  put_plain (self, 1, token, strlen (token));
}

void
mail_fold_text (MailFold *self, const char *text)
{
  g_autofree char *copy = clean (text);
  const char *first = NULL;   /* of the words that must be encoded */
  const char *last = NULL;    /* behind them */
  const char *p;

  for (p = copy; *p != '\0';)
    {
      const char *word = p + strspn (p, " ");
      gsize len = strcspn (word, " ");

      if (!is_plain_word (word, len))
        {
          if (first == NULL)
            first = word;
          last = word + len;
        }
      p = word + len;
    }
  for (p = copy; *p != '\0';)
    {
      gsize blanks = strspn (p, " ");
      const char *word = p + blanks;
      gsize len = strcspn (word, " ");

      if (word == first)
        {
          put_encoded (self, first, last - first);
          p = last;
        }
      else
        {
          put_plain (self, blanks, word, len);
          p = word + len;
        }
    }
}

/* What may stand in a phrase without quotes: the atext of RFC 5322, 3.2.3, and blanks. */
static gboolean
is_phrase_char (char c)
{
  return g_ascii_isalnum (c) || (c != '\0' && strchr ("!#$%&'*+-/=?^_`{|}~ ", c) != NULL);
}

void
mail_fold_phrase (MailFold *self, const char *text)
{
  g_autofree char *copy = clean (text);
  g_autoptr (GString) quoted = NULL;
  gboolean atoms = TRUE;

  if (copy[0] == '\0')
    return;
  for (const char *p = copy; *p != '\0'; p++)
    {
      if ((*p < 33 || *p > 126) && *p != ' ')
        {
          put_encoded (self, copy, strlen (copy));
          return;
        }
      atoms = atoms && is_phrase_char (*p);
    }
  if (strlen (copy) > PLAIN_MAX || strstr (copy, "=?") != NULL)
    {
      put_encoded (self, copy, strlen (copy));
      return;
    }
  if (atoms)
    {
      mail_fold_token (self, copy);
      return;
    }
  quoted = g_string_new ("\"");
  for (const char *p = copy; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (quoted, '\\');
      g_string_append_c (quoted, *p);
    }
  g_string_append_c (quoted, '"');
  mail_fold_token (self, quoted->str);
}

void
mail_fold_glue (MailFold *self, const char *text)
{
  put (self, text, strlen (text));
}

void
mail_fold_end (MailFold *self)
{
  new_line (self);
}

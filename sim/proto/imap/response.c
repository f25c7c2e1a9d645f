/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/imap/response.h"

#include "sim/proto/imap/set.h"

#include <string.h>

/* ---- walking ---------------------------------------------------------------- */

static gboolean
is_at (const ImapWalk *self, char c)
{
  return self->p < self->end && *self->p == (guint8) c;
}

gboolean
imap_walk_char (ImapWalk *self, char c)
{
  gboolean there = is_at (self, c);

  self->p += there ? 1 : 0;
  return there;
}

char *
imap_walk_text (const guint8 *start, const guint8 *end)
{
  return g_utf8_make_valid (end > start ? (const char *) start : "", end - start);
}

/* A word's end. A bracket of its own, as in BODY[HEADER.FIELDS (DATE)], belongs to it. */
static const guint8 *
word_end (const ImapWalk *self)
{
  const guint8 *p = self->p;
  gboolean inside = FALSE;

  for (; p < self->end; p++)
    if (*p == '[')
      inside = TRUE;
    else if (*p == ']')
      inside = FALSE;
    else if (!inside && (*p == ' ' || *p == '(' || *p == ')' || *p == '"' || *p == '{'))
      break;
  return p;
}

char *
imap_walk_word (ImapWalk *self)
{
  const guint8 *start = self->p;

  self->p = word_end (self);
  return imap_walk_text (start, self->p);
}

gboolean
imap_walk_number (ImapWalk *self, guint64 *out)
{
  const guint8 *start = self->p;
  guint64 n = 0;

  for (; self->p < self->end && g_ascii_isdigit (*self->p); self->p++)
    {
      if (n > (G_MAXUINT64 - 9) / 10)
        return FALSE;
      n = n * 10 + (guint64) (*self->p - '0');
    }
  *out = n;
  return self->p > start;
}

/* Behind the closing quote. */
static const guint8 *
quoted_end (const ImapWalk *self)
{
  const guint8 *p = self->p + 1;

  while (p < self->end && *p != '"')
    p += *p == '\\' && p + 1 < self->end ? 2 : 1;
  return p < self->end ? p + 1 : NULL;
}

/* {5}CRLFhello: @content is told. Behind it; NULL: it is none. */
static const guint8 *
literal_end (const ImapWalk *self, const guint8 **content)
{
  ImapWalk walk = *self;
  guint64 len;

  imap_walk_char (&walk, '~');
  if (!imap_walk_char (&walk, '{') || !imap_walk_number (&walk, &len))
    return NULL;
  imap_walk_char (&walk, '+');
  if (!imap_walk_char (&walk, '}') || !imap_walk_char (&walk, '\r') || !imap_walk_char (&walk, '\n')
      || len > (guint64) (walk.end - walk.p))
    return NULL;
  *content = walk.p;
  return walk.p + len;
}

static gboolean
is_literal (const ImapWalk *self)
{
  return is_at (self, '{') || (self->end - self->p > 1 && self->p[0] == '~' && self->p[1] == '{');
}

/* Something that is no list. */
static gboolean
skip_one (ImapWalk *self)
{
  const guint8 *content;
  const guint8 *end = is_at (self, '"') ? quoted_end (self) : is_literal (self) ? literal_end (self, &content) : word_end (self);

  if (end == NULL || end == self->p)
    return FALSE;
  self->p = end;
  return TRUE;
}

gboolean
imap_walk_skip (ImapWalk *self)
{
  guint depth = 0;

  do
    {
      if (imap_walk_char (self, '('))
        depth++;
      else if (depth > 0 && imap_walk_char (self, ')'))
        depth--;
      else if (!(depth > 0 && imap_walk_char (self, ' ')) && !skip_one (self))
        return FALSE;
    }
  while (depth > 0);
  return TRUE;
}

gboolean
imap_walk_string (ImapWalk *self, GBytes **out)
{
  const guint8 *start = self->p;
  const guint8 *content;
  gboolean literal = is_literal (self);

  if (literal && literal_end (self, &content) != NULL)
    {
      self->p = literal_end (self, &content);
      *out = g_bytes_new_from_bytes (self->bytes, content - self->first, self->p - content);
      return TRUE;
    }
  if (literal || !skip_one (self))
    return FALSE;
  if (*start == '"')
    {
      GByteArray *text = g_byte_array_new ();

      for (const guint8 *p = start + 1; p + 1 < self->p; p++)
        {
          p += *p == '\\' && p + 2 < self->p ? 1 : 0;
          g_byte_array_append (text, p, 1);
        }
      *out = g_byte_array_free_to_bytes (text);
    }
  else if (self->p - start == 3 && g_ascii_strncasecmp ((const char *) start, "NIL", 3) == 0)
    *out = NULL;
  else
    *out = g_bytes_new (start, self->p - start);
  return TRUE;
}

/* ---- status: OK NO BAD PREAUTH BYE ------------------------------------------- */

/* "[CODE ...] text" (RFC 9051, 7.1) */
static void
read_status (ImapResponse *self, ImapWalk *walk)
{
  if (is_at (walk, '['))
    {
      const guint8 *start = walk->p + 1;
      const guint8 *p = start;
      gboolean quoted = FALSE;

      for (; p < walk->end && (quoted || *p != ']'); p++)
        if (*p == '"')
          quoted = !quoted;
      if (p < walk->end)
        {
          self->code = imap_walk_text (start, p);
          walk->p = p + 1;
          imap_walk_char (walk, ' ');
        }
    }
  g_free (self->text);
  self->text = imap_walk_text (walk->p, walk->end);
}

/* ---- LIST, LSUB, STATUS ------------------------------------------------------ */

static char *
read_mailbox (ImapWalk *walk, gboolean utf8)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *raw = NULL;
  char *name;
  const guint8 *data;
  gsize len;

  if (!imap_walk_string (walk, &bytes))
    return NULL;
  if (bytes == NULL)                   /* a mailbox that is called NIL */
    return g_strdup ("NIL");
  data = g_bytes_get_data (bytes, &len);
  raw = imap_walk_text (data, data + len);
  name = utf8 ? g_strdup (raw) : imap_utf7_decode (raw);
  if (name == NULL)
    name = g_steal_pointer (&raw);
  if (g_ascii_strcasecmp (name, "INBOX") == 0)
    memcpy (name, "INBOX", 5);
  return name;
}

/* (\HasNoChildren) "/" INBOX */
static void
read_list (ImapResponse *self, ImapWalk *walk, gboolean utf8)
{
  const guint8 *start = walk->p;
  g_autoptr (GBytes) separator = NULL;

  if (!is_at (walk, '(') || !imap_walk_skip (walk))
    return;
  self->attributes = imap_walk_text (start + 1, walk->p - 1);
  if (!imap_walk_char (walk, ' ') || !imap_walk_string (walk, &separator) || !imap_walk_char (walk, ' '))
    return;
  if (separator != NULL && g_bytes_get_size (separator) == 1)
    self->separator = *(const char *) g_bytes_get_data (separator, NULL);
  self->mailbox = read_mailbox (walk, utf8);
}

/* INBOX (MESSAGES 3 UNSEEN 1) */
static void
read_mailbox_status (ImapResponse *self, ImapWalk *walk, gboolean utf8)
{
  const guint8 *start;

  self->mailbox = read_mailbox (walk, utf8);
  imap_walk_char (walk, ' ');
  start = walk->p;
  if (self->mailbox != NULL && is_at (walk, '(') && imap_walk_skip (walk))
    self->attributes = imap_walk_text (start + 1, walk->p - 1);
}

/* ---- SEARCH, ESEARCH --------------------------------------------------------- */

static void
add_number (ImapResponse *self, guint64 number)
{
  guint32 n = (guint32) number;

  if (number > 0 && number <= G_MAXUINT32 && self->numbers->len < IMAP_RESPONSE_NUMBERS_MAX)
    g_array_append_val (self->numbers, n);
}

static void
read_search (ImapResponse *self, ImapWalk *walk)
{
  guint64 number;

  self->numbers = g_array_new (FALSE, FALSE, sizeof (guint32));
  while (imap_walk_number (walk, &number))
    {
      add_number (self, number);
      imap_walk_char (walk, ' ');
    }
}

/* "2,10:11" */
static void
read_set (ImapResponse *self, ImapWalk *walk)
{
  guint64 first, last;

  while (imap_walk_number (walk, &first))
    {
      last = first;
      if (imap_walk_char (walk, ':') && !imap_walk_number (walk, &last))
        return;
      for (guint64 n = MIN (first, last); n <= MAX (first, last) && self->numbers->len < IMAP_RESPONSE_NUMBERS_MAX
                                          && n <= G_MAXUINT32; n++)
        add_number (self, n);
      if (!imap_walk_char (walk, ','))
        return;
    }
}

/* (TAG "A1") UID MIN 2 ALL 2,10:11 */
static void
read_esearch (ImapResponse *self, ImapWalk *walk)
{
  self->numbers = g_array_new (FALSE, FALSE, sizeof (guint32));
  if (is_at (walk, '(') && !imap_walk_skip (walk))
    return;
  while (imap_walk_char (walk, ' ') || walk->p < walk->end)
    {
      g_autofree char *name = imap_walk_word (walk);

      if (g_ascii_strcasecmp (name, "UID") == 0)
        continue;
      if (*name == '\0' || !imap_walk_char (walk, ' '))
        return;
      if (g_ascii_strcasecmp (name, "ALL") == 0)
        read_set (self, walk);
      else if (!imap_walk_skip (walk))
        return;
    }
}

/* ---- a whole response --------------------------------------------------------- */

static gboolean
is_named (const ImapResponse *self, const char *name)
{
  return g_str_equal (self->name, name);
}

ImapStatus
imap_response_get_status (const ImapResponse *self)
{
  return is_named (self, "OK") ? IMAP_STATUS_OK : is_named (self, "NO") ? IMAP_STATUS_NO
         : is_named (self, "BAD") ? IMAP_STATUS_BAD : IMAP_STATUS_NONE;
}

static gboolean
is_status (const ImapResponse *self)
{
  return imap_response_get_status (self) != IMAP_STATUS_NONE || is_named (self, "PREAUTH") || is_named (self, "BYE");
}

/* Behind "* " or the tag. NULL: it is none. */
static ImapResponse *
read_response (ImapWalk *walk, gboolean utf8)
{
  ImapResponse *self = g_new0 (ImapResponse, 1);
  g_autofree char *word = NULL;
  const guint8 *start = walk->p;
  guint64 number;

  if (imap_walk_number (walk, &number) && number <= G_MAXUINT32 && imap_walk_char (walk, ' '))
    self->number = (guint32) number;
  else
    walk->p = start;
  word = imap_walk_word (walk);
  self->name = g_ascii_strup (word, -1);
  imap_walk_char (walk, ' ');
  self->text = is_named (self, "FETCH") ? g_strdup ("") : imap_walk_text (walk->p, walk->end);
  if (*self->name == '\0')
    g_clear_pointer (&self, imap_response_free);
  else if (is_status (self))
    read_status (self, walk);
  else if (is_named (self, "FETCH"))
    imap_response_read_fetch (self, walk);
  else if (is_named (self, "LIST") || is_named (self, "LSUB"))
    read_list (self, walk, utf8);
  else if (is_named (self, "STATUS"))
    read_mailbox_status (self, walk, utf8);
  else if (is_named (self, "SEARCH"))
    read_search (self, walk);
  else if (is_named (self, "ESEARCH"))
    read_esearch (self, walk);
  return self;
}

ImapSaid
imap_response_parse (GBytes *bytes, gboolean utf8, char **tag, ImapResponse **out)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (bytes, &len);
  ImapWalk walk = { bytes, data, data, len > 0 ? data + len : data };

  *tag = NULL;
  if (len == 0)
    return IMAP_SAID_NONSENSE;
  if (imap_walk_char (&walk, '+'))
    {
      imap_walk_char (&walk, ' ');
      *out = g_new0 (ImapResponse, 1);
      (*out)->name = g_strdup ("+");
      (*out)->text = imap_walk_text (walk.p, walk.end);
      return IMAP_SAID_CONTINUE;
    }
  *tag = imap_walk_word (&walk);
  if (**tag == '\0' || !imap_walk_char (&walk, ' '))
    return IMAP_SAID_NONSENSE;
  *out = read_response (&walk, utf8);
  if (*out == NULL)
    return IMAP_SAID_NONSENSE;
  if (g_str_equal (*tag, "*"))
    return IMAP_SAID_UNTAGGED;
  if (imap_response_get_status (*out) != IMAP_STATUS_NONE)
    return IMAP_SAID_TAGGED;
  g_clear_pointer (out, imap_response_free);
  return IMAP_SAID_NONSENSE;
}

void
imap_response_free (ImapResponse *self)
{
  g_free (self->name);
  g_free (self->code);
  g_free (self->text);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->section);
  g_free (self->structure);
  g_free (self->envelope);
  g_free (self->internal_date);
  g_free (self->mailbox);
  g_free (self->attributes);
  g_clear_pointer (&self->numbers, g_array_unref);
  g_free (self);
}

/* SEARCH's keys as they are asked for (RFC 9051, 9: search-key; RFC 3501, 9)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/search-private.h"

#include <string.h>

typedef enum { ARG_NONE, ARG_TEXT, ARG_FIELD, ARG_DATE, ARG_OCTETS, ARG_KEYWORD, ARG_UIDS, ARG_KEY, ARG_TWO_KEYS } Argument;

static const struct
{
  const char *word;
  KeyKind     kind;
  Argument    argument;
  guint       flag;
  const char *field;
} keys[] =
{
  { "ALL",        KEY_ALL,        ARG_NONE,     0, NULL },
  { "ANSWERED",   KEY_FLAG,       ARG_NONE,     MAIL_FLAG_ANSWERED, NULL },
  { "BCC",        KEY_HEADER,     ARG_TEXT,     0, "Bcc" },
  { "BEFORE",     KEY_BEFORE,     ARG_DATE,     0, NULL },
  { "BODY",       KEY_BODY,       ARG_TEXT,     0, NULL },
  { "CC",         KEY_HEADER,     ARG_TEXT,     0, "Cc" },
  { "DELETED",    KEY_FLAG,       ARG_NONE,     MAIL_FLAG_DELETED, NULL },
  { "DRAFT",      KEY_FLAG,       ARG_NONE,     MAIL_FLAG_DRAFT, NULL },
  { "FLAGGED",    KEY_FLAG,       ARG_NONE,     MAIL_FLAG_FLAGGED, NULL },
  { "FROM",       KEY_HEADER,     ARG_TEXT,     0, "From" },
  { "HEADER",     KEY_HEADER,     ARG_FIELD,    0, NULL },
  { "KEYWORD",    KEY_KEYWORD,    ARG_KEYWORD,  0, NULL },
  { "LARGER",     KEY_LARGER,     ARG_OCTETS,   0, NULL },
  { "NEW",        KEY_NEW,        ARG_NONE,     0, NULL },
  { "NOT",        KEY_NOT,        ARG_KEY,      0, NULL },
  { "OLD",        KEY_OLD,        ARG_NONE,     0, NULL },
  { "ON",         KEY_ON,         ARG_DATE,     0, NULL },
  { "OR",         KEY_OR,         ARG_TWO_KEYS, 0, NULL },
  { "RECENT",     KEY_RECENT,     ARG_NONE,     0, NULL },
  { "SEEN",       KEY_FLAG,       ARG_NONE,     MAIL_FLAG_SEEN, NULL },
  { "SENTBEFORE", KEY_SENTBEFORE, ARG_DATE,     0, NULL },
  { "SENTON",     KEY_SENTON,     ARG_DATE,     0, NULL },
  { "SENTSINCE",  KEY_SENTSINCE,  ARG_DATE,     0, NULL },
  { "SINCE",      KEY_SINCE,      ARG_DATE,     0, NULL },
  { "SMALLER",    KEY_SMALLER,    ARG_OCTETS,   0, NULL },
  { "SUBJECT",    KEY_HEADER,     ARG_TEXT,     0, "Subject" },
  { "TEXT",       KEY_TEXT,       ARG_TEXT,     0, NULL },
  { "TO",         KEY_HEADER,     ARG_TEXT,     0, "To" },
  { "UID",        KEY_UIDS,       ARG_UIDS,     0, NULL },
  { "UNANSWERED", KEY_UNFLAG,     ARG_NONE,     MAIL_FLAG_ANSWERED, NULL },
  { "UNDELETED",  KEY_UNFLAG,     ARG_NONE,     MAIL_FLAG_DELETED, NULL },
  { "UNDRAFT",    KEY_UNFLAG,     ARG_NONE,     MAIL_FLAG_DRAFT, NULL },
  { "UNFLAGGED",  KEY_UNFLAG,     ARG_NONE,     MAIL_FLAG_FLAGGED, NULL },
  { "UNKEYWORD",  KEY_UNKEYWORD,  ARG_KEYWORD,  0, NULL },
  { "UNSEEN",     KEY_UNFLAG,     ARG_NONE,     MAIL_FLAG_SEEN, NULL },
};

typedef struct
{
  ImapScanner *scanner;
  gboolean     utf8;      /* the charset of strings */
  guint        n_keys;
} Reader;

static Key *scan_key (Reader *self, guint depth);

static gboolean
wrong (Reader *self, const char *what)
{
  self->scanner->error = what;
  return FALSE;
}

/* ---- keys ------------------------------------------------------------------- */

static Key *
key_new (KeyKind kind)
{
  Key *self = g_new0 (Key, 1);

  self->kind = kind;
  if (kind == KEY_AND || kind == KEY_OR || kind == KEY_NOT)
    self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) imap_key_free);
  return self;
}

void
imap_key_free (Key *self)
{
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_clear_pointer (&self->set, g_array_unref);
  g_clear_pointer (&self->needle, imap_needle_free);
  g_free (self->name);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Key, imap_key_free)

/* ---- arguments -------------------------------------------------------------- */

static gboolean
scan_needle (Reader *self, Key *key)
{
  g_autoptr (GBytes) bytes = NULL;
  const char *text;
  gsize len;

  if (!imap_scan_space (self->scanner) || !imap_scan_astring (self->scanner, &bytes))
    return FALSE;
  text = g_bytes_get_data (bytes, &len);
  for (gsize i = 0; i < len && !self->utf8; i++)
    if ((guchar) text[i] > 127)
      return wrong (self, "Text that is not ASCII wants CHARSET UTF-8");
  if (len > 0 && !g_utf8_validate_len (text, len, NULL))
    return wrong (self, "The text is not in its charset");
  key->needle = imap_needle_new (text, len);
  return TRUE;
}

static gboolean
scan_field (Reader *self, Key *key)
{
  if (!imap_scan_space (self->scanner) || !imap_scan_text (self->scanner, &key->name))
    return FALSE;
  if (!mail_field_name_is_valid (key->name))
    return wrong (self, "No header field can have that name");
  return scan_needle (self, key);
}

/* The date may stand in quotes. */
static gboolean
scan_date (Reader *self, Key *key)
{
  return imap_scan_space (self->scanner) && imap_scan_date (self->scanner, &key->number);
}

static gboolean
scan_octets (Reader *self, Key *key)
{
  guint64 number;

  if (!imap_scan_space (self->scanner) || !imap_scan_number64 (self->scanner, &number))
    return FALSE;
  key->number = (gint64) number;
  return TRUE;
}

static gboolean
scan_keys (Reader *self, Key *parent, guint n, guint depth)
{
  for (guint i = 0; i < n; i++)
    {
      Key *child;

      if (!imap_scan_space (self->scanner))
        return FALSE;
      child = scan_key (self, depth + 1);
      if (child == NULL)
        return FALSE;
      g_ptr_array_add (parent->children, child);
    }
  return TRUE;
}

static gboolean
scan_argument (Reader *self, Key *key, Argument argument, guint depth)
{
  switch (argument)
    {
    case ARG_TEXT:
      return scan_needle (self, key);
    case ARG_FIELD:
      return scan_field (self, key);
    case ARG_DATE:
      return scan_date (self, key);
    case ARG_OCTETS:
      return scan_octets (self, key);
    case ARG_KEYWORD:
      return imap_scan_space (self->scanner) && imap_scan_atom (self->scanner, &key->name);
    case ARG_UIDS:
      return imap_scan_space (self->scanner) && imap_scan_set (self->scanner, &key->set, &key->saved);
    case ARG_KEY:
      return scan_keys (self, key, 1, depth);
    case ARG_TWO_KEYS:
      return scan_keys (self, key, 2, depth);
    case ARG_NONE:
    default:
      return TRUE;
    }
}

/* ---- one key, and several --------------------------------------------------- */

/* What is quick to answer is asked first. */
static int
by_cost (gconstpointer a, gconstpointer b)
{
  const Key *one = *(Key * const *) a;
  const Key *two = *(Key * const *) b;
  guint x = one->children != NULL ? KEY_SMALLER : one->kind;
  guint y = two->children != NULL ? KEY_SMALLER : two->kind;

  return (x > y) - (x < y);
}

/* Keys up to the end or to a bracket. */
static Key *
scan_all (Reader *self, guint depth)
{
  g_autoptr (Key) all = key_new (KEY_AND);

  do
    {
      Key *key = scan_key (self, depth);

      if (key == NULL)
        return NULL;
      g_ptr_array_add (all->children, key);
    }
  while (imap_scan_peek (self->scanner, ' ') && imap_scan_space (self->scanner));
  g_ptr_array_sort (all->children, by_cost);
  return g_steal_pointer (&all);
}

static Key *
scan_brackets (Reader *self, guint depth)
{
  g_autoptr (Key) key = NULL;

  imap_scan_char (self->scanner, '(');
  key = scan_all (self, depth + 1);
  return key != NULL && imap_scan_char (self->scanner, ')') ? g_steal_pointer (&key) : NULL;
}

static Key *
scan_numbers (Reader *self)
{
  g_autoptr (Key) key = key_new (KEY_NUMBERS);

  return imap_scan_set (self->scanner, &key->set, &key->saved) ? g_steal_pointer (&key) : NULL;
}

static Key *
scan_word (Reader *self, guint depth)
{
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autoptr (Key) key = NULL;

      if (!imap_scan_word (self->scanner, keys[i].word))
        continue;
      key = key_new (keys[i].kind);
      key->flag = keys[i].flag;
      key->name = g_strdup (keys[i].field);
      return scan_argument (self, key, keys[i].argument, depth) ? g_steal_pointer (&key) : NULL;
    }
  wrong (self, "No search key has that name");
  return NULL;
}

static Key *
scan_key (Reader *self, guint depth)
{
  const guint8 *p = self->scanner->p;

  if (depth > IMAP_DEPTH_MAX || ++self->n_keys > IMAP_SEARCH_KEYS_MAX)
    {
      wrong (self, "Too many search keys, or too deep in brackets");
      return NULL;
    }
  if (p == self->scanner->end)
    {
      wrong (self, "A search key is missing");
      return NULL;
    }
  if (*p == '(')
    return scan_brackets (self, depth);
  if (g_ascii_isdigit (*p) || *p == '*' || *p == '$')
    return scan_numbers (self);
  return scan_word (self, depth);
}

/* ---- RETURN, CHARSET --------------------------------------------------------- */

static const struct { const char *word; ImapSearchReturn bit; } returns[] =
{
  { "MIN", IMAP_RETURN_MIN },
  { "MAX", IMAP_RETURN_MAX },
  { "ALL", IMAP_RETURN_ALL },
  { "COUNT", IMAP_RETURN_COUNT },
  { "SAVE", IMAP_RETURN_SAVE },
};

static gboolean
scan_return (Reader *self, guint *mask)
{
  if (!imap_scan_space (self->scanner) || !imap_scan_char (self->scanner, '('))
    return FALSE;
  while (!imap_scan_peek (self->scanner, ')'))
    {
      guint bit = 0;

      if (*mask != 0 && !imap_scan_space (self->scanner))
        return FALSE;
      for (guint i = 0; i < G_N_ELEMENTS (returns) && bit == 0; i++)
        if (imap_scan_word (self->scanner, returns[i].word))
          bit = returns[i].bit;
      if (bit == 0)
        return wrong (self, "No such thing can be returned");
      *mask |= bit;
    }
  if (*mask == 0)
    *mask = IMAP_RETURN_ALL;               /* RFC 9051, 6.4.4 */
  return imap_scan_char (self->scanner, ')') && imap_scan_space (self->scanner);
}

static ImapSearchResult
scan_charset (Reader *self)
{
  g_autofree char *name = NULL;

  if (!imap_scan_space (self->scanner) || !imap_scan_text (self->scanner, &name) || !imap_scan_space (self->scanner))
    return IMAP_SEARCH_BAD;
  self->utf8 = g_ascii_strcasecmp (name, "UTF-8") == 0;
  return self->utf8 || g_ascii_strcasecmp (name, "US-ASCII") == 0 ? IMAP_SEARCH_OK : IMAP_SEARCH_BAD_CHARSET;
}

ImapSearchResult
imap_search_scan (ImapScanner *scanner, ImapSearch **out)
{
  g_autoptr (ImapSearch) self = g_new0 (ImapSearch, 1);
  Reader reader = { scanner, scanner->utf8, 0 };
  ImapSearchResult result;

  self->asked_return = imap_scan_word (scanner, "RETURN");
  if (self->asked_return && !scan_return (&reader, &self->returns))
    return IMAP_SEARCH_BAD;
  if (imap_scan_word (scanner, "CHARSET"))
    {
      result = scan_charset (&reader);
      if (result != IMAP_SEARCH_OK)
        return result;
    }
  self->key = scan_all (&reader, 0);
  if (self->key == NULL || !imap_scan_end (scanner))
    return IMAP_SEARCH_BAD;
  *out = g_steal_pointer (&self);
  return IMAP_SEARCH_OK;
}

void
imap_search_free (ImapSearch *self)
{
  g_clear_pointer (&self->key, imap_key_free);
  g_free (self);
}

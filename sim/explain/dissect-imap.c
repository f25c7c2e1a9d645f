/* dissect-imap.c - lines of IMAP (RFC 9051, 9; RFC 3501, 9)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/explain/dissect-private.h"

#include <string.h>

/* ---- Tokens ------------------------------------------------------------- */

static void
pass_quoted (Dissect *self)
{
  self->at++;
  for (; self->at < self->len && self->text[self->at] != '"'; self->at++)
    if (self->text[self->at] == '\\' && self->at + 1 < self->len)
      self->at++;
  if (self->at < self->len)
    self->at++;
}

/* An atom; what stands in its square brackets belongs to it: BODY[HEADER.FIELDS (FROM TO)]<0.100>. */
static void
pass_atom (Dissect *self)
{
  guint depth = 0;

  for (; self->at < self->len; self->at++)
    {
      char c = self->text[self->at];

      if (depth == 0 && (c == ' ' || c == '(' || c == ')'))
        break;
      if (c == '[')
        depth++;
      else if (c == ']' && depth > 0)
        depth--;
    }
}

/* A list with all that is in it. */
static void
pass_list (Dissect *self)
{
  guint depth = 0;

  while (self->at < self->len)
    {
      char c = self->text[self->at];

      if (c == '"')
        {
          pass_quoted (self);
          continue;
        }
      self->at++;
      if (c == '(')
        depth++;
      else if (c == ')' && --depth == 0)
        break;
    }
}

/* An atom, a string, a literal or a whole list is one part. */
static void
take_token (Dissect *self, ExplainPartKind kind)
{
  gsize start;

  dissect_skip (self, " ");
  start = self->at;
  if (self->at >= self->len)
    return;
  if (self->text[start] == '{')
    {
      pass_atom (self);
      dissect_add (self, start, self->at, EXPLAIN_PART_LITERAL);
      return;
    }
  if (self->text[start] == '"')
    pass_quoted (self);
  else if (self->text[start] == '(')
    pass_list (self);
  else
    pass_atom (self);
  /* A closing parenthesis too many. */
  if (self->at == start)
    self->at++;
  dissect_add (self, start, self->at, kind);
}

static gboolean
is_list (Dissect *self)
{
  dissect_skip (self, " ");
  return self->at < self->len && self->text[self->at] == '(';
}

/* A list of tokens, each of which is a part; or one token. */
static void
take_each (Dissect *self, ExplainPartKind kind)
{
  guint depth = 0;

  if (!is_list (self))
    {
      take_token (self, kind);
      return;
    }
  while (self->at < self->len)
    {
      char c = self->text[self->at];

      if (c == '(' || c == ')')
        {
          self->at++;
          depth = c == '(' ? depth + 1 : depth - 1;
          if (depth == 0)
            return;
        }
      else if (c == ' ')
        self->at++;
      else
        take_token (self, kind);
    }
}

static void
take_all (Dissect *self, ExplainPartKind kind)
{
  for (dissect_skip (self, " "); self->at < self->len; dissect_skip (self, " "))
    take_each (self, kind);
}

/* ---- Commands ----------------------------------------------------------- */

/* What stands behind a verb, in its order; the last one goes on to the end. */
#define END EXPLAIN_N_PARTS

static const struct { const char *verb; ExplainPartKind words[4]; } arguments[] = {
  { "LOGIN",        { EXPLAIN_PART_USER, EXPLAIN_PART_PASSWORD, END } },
  { "AUTHENTICATE", { EXPLAIN_PART_MECHANISM, EXPLAIN_PART_SECRET, END } },
  { "SELECT",       { EXPLAIN_PART_FOLDER, EXPLAIN_PART_PARAMETER, END } },
  { "EXAMINE",      { EXPLAIN_PART_FOLDER, EXPLAIN_PART_PARAMETER, END } },
  { "CREATE",       { EXPLAIN_PART_FOLDER, EXPLAIN_PART_PARAMETER, END } },
  { "DELETE",       { EXPLAIN_PART_FOLDER, END } },
  { "RENAME",       { EXPLAIN_PART_FOLDER, EXPLAIN_PART_FOLDER, END } },
  { "SUBSCRIBE",    { EXPLAIN_PART_FOLDER, END } },
  { "UNSUBSCRIBE",  { EXPLAIN_PART_FOLDER, END } },
  { "LSUB",         { EXPLAIN_PART_FOLDER, EXPLAIN_PART_PATTERN, END } },
  { "STATUS",       { EXPLAIN_PART_FOLDER, EXPLAIN_PART_ITEM, END } },
  { "GETQUOTAROOT", { EXPLAIN_PART_FOLDER, END } },
  { "GETQUOTA",     { EXPLAIN_PART_NAME, END } },
  { "FETCH",        { EXPLAIN_PART_SET, EXPLAIN_PART_ITEM, END } },
  { "STORE",        { EXPLAIN_PART_SET, EXPLAIN_PART_ITEM, EXPLAIN_PART_FLAG, END } },
  { "COPY",         { EXPLAIN_PART_SET, EXPLAIN_PART_FOLDER, END } },
  { "MOVE",         { EXPLAIN_PART_SET, EXPLAIN_PART_FOLDER, END } },
  { "EXPUNGE",      { EXPLAIN_PART_SET, END } },
  { "ENABLE",       { EXPLAIN_PART_KEYWORD, END } },
  { "ID",           { EXPLAIN_PART_VALUE, END } },
};

/* What follows a search key. */
static const struct { const char *key; ExplainPartKind words[3]; } keys[] = {
  { "BCC", { EXPLAIN_PART_VALUE, END } }, { "BODY", { EXPLAIN_PART_VALUE, END } }, { "CC", { EXPLAIN_PART_VALUE, END } },
  { "FROM", { EXPLAIN_PART_VALUE, END } }, { "KEYWORD", { EXPLAIN_PART_FLAG, END } }, { "SUBJECT", { EXPLAIN_PART_VALUE, END } },
  { "TEXT", { EXPLAIN_PART_VALUE, END } }, { "TO", { EXPLAIN_PART_VALUE, END } }, { "UNKEYWORD", { EXPLAIN_PART_FLAG, END } },
  { "HEADER", { EXPLAIN_PART_FIELD, EXPLAIN_PART_VALUE, END } }, { "CHARSET", { EXPLAIN_PART_VALUE, END } },
  { "BEFORE", { EXPLAIN_PART_DATE, END } }, { "ON", { EXPLAIN_PART_DATE, END } }, { "SINCE", { EXPLAIN_PART_DATE, END } },
  { "SENTBEFORE", { EXPLAIN_PART_DATE, END } }, { "SENTON", { EXPLAIN_PART_DATE, END } }, { "SENTSINCE", { EXPLAIN_PART_DATE, END } },
  { "LARGER", { EXPLAIN_PART_COUNT, END } }, { "SMALLER", { EXPLAIN_PART_COUNT, END } }, { "UID", { EXPLAIN_PART_SET, END } },
  { "RETURN", { EXPLAIN_PART_ITEM, END } },
};

static gboolean
is_key (const char *text, gsize len, const char *key)
{
  return strlen (key) == len && g_ascii_strncasecmp (text, key, len) == 0;
}

static void
dissect_search (Dissect *self)
{
  while (self->at < self->len)
    {
      gsize start, len;

      dissect_skip (self, " ()");
      start = self->at;
      if (self->at >= self->len)
        return;
      if (g_ascii_isdigit (self->text[start]) || self->text[start] == '*' || self->text[start] == '$')
        {
          take_token (self, EXPLAIN_PART_SET);
          continue;
        }
      take_token (self, EXPLAIN_PART_KEY);
      len = self->at - start;
      for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
        if (is_key (self->text + start, len, keys[i].key))
          for (gsize word = 0; keys[i].words[word] != END; word++)
            take_each (self, keys[i].words[word]);
    }
}

/* LIST [(SUBSCRIBED)] reference pattern [RETURN (STATUS (UNSEEN))] */
static void
dissect_list (Dissect *self)
{
  if (is_list (self))
    take_each (self, EXPLAIN_PART_KEYWORD);
  take_token (self, EXPLAIN_PART_FOLDER);
  take_each (self, EXPLAIN_PART_PATTERN);
  take_token (self, EXPLAIN_PART_WORD);
  take_all (self, EXPLAIN_PART_ITEM);
}

/* APPEND folder [(flags)] ["date"] {n} */
static void
dissect_append (Dissect *self)
{
  take_token (self, EXPLAIN_PART_FOLDER);
  if (is_list (self))
    take_each (self, EXPLAIN_PART_FLAG);
  take_all (self, EXPLAIN_PART_DATE);
}

static void
dissect_command (Dissect *self)
{
  const char *verb = self->line->verb;
  gboolean uid = g_str_has_prefix (verb, "UID ");

  if (strcmp (verb, "DONE") != 0)
    {
      dissect_take (self, " ", EXPLAIN_PART_TAG);
      dissect_skip (self, " ");
    }

  gsize start = self->at;

  while (self->at < self->len && self->text[self->at] != ' ')
    self->at++;
  if (uid && self->at < self->len)
    {
      self->at++;
      while (self->at < self->len && self->text[self->at] != ' ')
        self->at++;
      verb += strlen ("UID ");
    }
  dissect_add (self, start, self->at, EXPLAIN_PART_VERB);
  dissect_skip (self, " ");

  if (strcmp (verb, "SEARCH") == 0)
    dissect_search (self);
  else if (strcmp (verb, "LIST") == 0)
    dissect_list (self);
  else if (strcmp (verb, "APPEND") == 0)
    dissect_append (self);
  else
    {
      for (gsize i = 0; i < G_N_ELEMENTS (arguments); i++)
        if (strcmp (verb, arguments[i].verb) == 0)
          {
            gsize word = 0;

            for (; arguments[i].words[word + 1] != END; word++)
              take_token (self, arguments[i].words[word]);
            take_all (self, arguments[i].words[word]);
          }
      take_all (self, EXPLAIN_PART_ARGUMENT);
    }
}

/* ---- Responses ---------------------------------------------------------- */

static void
dissect_status (Dissect *self)
{
  dissect_skip (self, " ");
  if (self->at < self->len && self->text[self->at] == '[')
    {
      gsize start = self->at;

      while (self->at < self->len && self->text[self->at++] != ']')
        ;
      dissect_add (self, start, self->at, EXPLAIN_PART_RESPONSE_CODE);
      dissect_skip (self, " ");
    }
  dissect_rest (self, EXPLAIN_PART_TEXT);
}

/* (FLAGS (\Seen) UID 7 BODY[] {310} */
static void
dissect_fetched (Dissect *self)
{
  dissect_skip (self, " (");
  while (self->at < self->len)
    {
      gsize start;

      dissect_skip (self, " )");
      start = self->at;
      if (start >= self->len)
        return;
      take_token (self, EXPLAIN_PART_ITEM);
      if (is_key (self->text + start, self->at - start, "FLAGS"))
        take_each (self, EXPLAIN_PART_FLAG);
      else
        take_token (self, EXPLAIN_PART_VALUE);
    }
}

/* STATUS folder (MESSAGES 3 UNSEEN 1): items and values in turn. */
static void
dissect_pairs (Dissect *self)
{
  dissect_skip (self, " (");
  while (self->at < self->len)
    {
      take_token (self, EXPLAIN_PART_ITEM);
      take_token (self, EXPLAIN_PART_VALUE);
      dissect_skip (self, " )");
    }
}

static void
dissect_untagged (Dissect *self)
{
  gsize start;

  if (dissect_is_digits (self, " "))
    {
      dissect_take (self, " ", EXPLAIN_PART_NUMBER);
      dissect_skip (self, " ");
      start = self->at;
      dissect_take (self, " ", EXPLAIN_PART_STATUS);
      if (is_key (self->text + start, self->at - start, "FETCH"))
        dissect_fetched (self);
      else
        dissect_rest (self, EXPLAIN_PART_TEXT);
      return;
    }
  start = self->at;
  dissect_take (self, " ", EXPLAIN_PART_STATUS);

  gsize len = self->at - start;
  const char *word = self->text + start;

  dissect_skip (self, " ");
  if (is_key (word, len, "CAPABILITY") || is_key (word, len, "ENABLED"))
    take_all (self, EXPLAIN_PART_KEYWORD);
  else if (is_key (word, len, "FLAGS"))
    take_all (self, EXPLAIN_PART_FLAG);
  else if (is_key (word, len, "SEARCH"))
    take_all (self, EXPLAIN_PART_NUMBER);
  else if (is_key (word, len, "LIST") || is_key (word, len, "LSUB"))
    {
      take_each (self, EXPLAIN_PART_FLAG);
      take_token (self, EXPLAIN_PART_SEPARATOR);
      take_token (self, EXPLAIN_PART_FOLDER);
      take_all (self, EXPLAIN_PART_VALUE);
    }
  else if (is_key (word, len, "STATUS") || is_key (word, len, "QUOTA"))
    {
      take_token (self, is_key (word, len, "STATUS") ? EXPLAIN_PART_FOLDER : EXPLAIN_PART_NAME);
      dissect_pairs (self);
    }
  else if (is_key (word, len, "QUOTAROOT"))
    {
      take_token (self, EXPLAIN_PART_FOLDER);
      take_all (self, EXPLAIN_PART_NAME);
    }
  else if (is_key (word, len, "ESEARCH"))
    {
      if (is_list (self))
        take_token (self, EXPLAIN_PART_TAG);
      dissect_pairs (self);
    }
  else if (is_key (word, len, "NAMESPACE") || is_key (word, len, "ID"))
    while (self->at < self->len)
      take_token (self, EXPLAIN_PART_VALUE);
  else
    dissect_status (self);
}

static void
dissect_response (Dissect *self)
{
  if (dissect_is (self, "*"))
    {
      dissect_take (self, " ", EXPLAIN_PART_UNTAGGED);
      dissect_skip (self, " ");
      dissect_untagged (self);
    }
  else if (dissect_is (self, "+"))
    {
      dissect_take (self, " ", EXPLAIN_PART_CONTINUE);
      dissect_skip (self, " ");
      dissect_rest (self, strcmp (self->line->verb, "AUTHENTICATE") == 0 ? EXPLAIN_PART_VALUE : EXPLAIN_PART_TEXT);
    }
  else
    {
      dissect_take (self, " ", EXPLAIN_PART_TAG);
      dissect_skip (self, " ");
      dissect_take (self, " ", EXPLAIN_PART_STATUS);
      dissect_status (self);
    }
}

void
dissect_imap (Dissect *self, SimSide side)
{
  if (self->line->kind == EXPLAIN_LINE_CONTENT)
    dissect_message (self);
  else if (self->line->kind == EXPLAIN_LINE_REST && side == SIM_SIDE_SERVER)
    dissect_fetched (self);
  else if (self->line->kind == EXPLAIN_LINE_REST)
    take_all (self, EXPLAIN_PART_ARGUMENT);
  else if (self->line->kind == EXPLAIN_LINE_RESPONSE)
    dissect_rest (self, EXPLAIN_PART_SECRET);
  else if (side == SIM_SIDE_CLIENT)
    dissect_command (self);
  else
    dissect_response (self);
}

/* dissect.c - the parts of a line: what all protocols share, and DNS
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/explain/dissect-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* TRANSLATORS: the names of parts of a protocol line; each stands beneath its part, so keep them short. */
static const char * const names[EXPLAIN_N_PARTS] = {
  [EXPLAIN_PART_VERB] = NC_("part", "command"),
  [EXPLAIN_PART_WORD] = NC_("part", "fixed word"),
  [EXPLAIN_PART_HOST] = NC_("part", "host name"),
  [EXPLAIN_PART_LOCAL] = NC_("part", "local part"),
  [EXPLAIN_PART_DOMAIN] = NC_("part", "domain"),
  [EXPLAIN_PART_NULL_PATH] = NC_("part", "no address"),
  [EXPLAIN_PART_ROUTE] = NC_("part", "route (obsolete)"),
  [EXPLAIN_PART_PARAMETER] = NC_("part", "parameter"),
  [EXPLAIN_PART_VALUE] = NC_("part", "value"),
  [EXPLAIN_PART_MECHANISM] = NC_("part", "mechanism"),
  [EXPLAIN_PART_SECRET] = NC_("part", "login data"),
  [EXPLAIN_PART_ARGUMENT] = NC_("part", "argument"),
  [EXPLAIN_PART_COUNT] = NC_("part", "octets"),
  [EXPLAIN_PART_DOT] = NC_("part", "end mark"),
  [EXPLAIN_PART_CODE] = NC_("part", "reply code"),
  [EXPLAIN_PART_MORE] = NC_("part", "goes on"),
  [EXPLAIN_PART_ENHANCED] = NC_("part", "enhanced code"),
  [EXPLAIN_PART_KEYWORD] = NC_("part", "extension"),
  [EXPLAIN_PART_TEXT] = NC_("part", "text for people"),
  [EXPLAIN_PART_FIELD] = NC_("part", "header field"),
  [EXPLAIN_PART_FIELD_BODY] = NC_("part", "its content"),
  [EXPLAIN_PART_STUFFED] = NC_("part", "added dot"),
  [EXPLAIN_PART_QUESTION] = NC_("part", "type asked for"),
  [EXPLAIN_PART_NAME] = NC_("part", "name"),
  [EXPLAIN_PART_TTL] = NC_("part", "valid for (s)"),
  [EXPLAIN_PART_TYPE] = NC_("part", "record type"),
  [EXPLAIN_PART_DATA] = NC_("part", "record data"),
  [EXPLAIN_PART_STATUS] = NC_("part", "outcome"),
  [EXPLAIN_PART_RESPONSE_CODE] = NC_("part", "response code"),
  [EXPLAIN_PART_NUMBER] = NC_("part", "number"),
  [EXPLAIN_PART_LINES] = NC_("part", "lines"),
  [EXPLAIN_PART_UNIQUE] = NC_("part", "unique id"),
  [EXPLAIN_PART_USER] = NC_("part", "user name"),
  [EXPLAIN_PART_PASSWORD] = NC_("part", "password"),
  [EXPLAIN_PART_DIGEST] = NC_("part", "digest"),
  [EXPLAIN_PART_TIMESTAMP] = NC_("part", "time stamp"),
  [EXPLAIN_PART_TAG] = NC_("part", "tag"),
  [EXPLAIN_PART_UNTAGGED] = NC_("part", "untagged"),
  [EXPLAIN_PART_CONTINUE] = NC_("part", "go on"),
  [EXPLAIN_PART_SET] = NC_("part", "sequence set"),
  [EXPLAIN_PART_FOLDER] = NC_("part", "folder"),
  [EXPLAIN_PART_PATTERN] = NC_("part", "pattern"),
  [EXPLAIN_PART_ITEM] = NC_("part", "item"),
  [EXPLAIN_PART_FLAG] = NC_("part", "flag"),
  [EXPLAIN_PART_KEY] = NC_("part", "search key"),
  [EXPLAIN_PART_DATE] = NC_("part", "date"),
  [EXPLAIN_PART_LITERAL] = NC_("part", "literal follows"),
  [EXPLAIN_PART_SEPARATOR] = NC_("part", "separator"),
};

const char *
explain_part_name (ExplainPartKind kind)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, "part", names[kind]);
}

void
dissect_add (Dissect *self, gsize start, gsize end, ExplainPartKind kind)
{
  ExplainPart part = { start, end - start, kind };

  if (end > start)
    g_array_append_val (self->parts, part);
}

void
dissect_skip (Dissect *self, const char *set)
{
  while (self->at < self->len && self->text[self->at] != '\0' && strchr (set, self->text[self->at]) != NULL)
    self->at++;
}

gboolean
dissect_take (Dissect *self, const char *stop, ExplainPartKind kind)
{
  gsize start = self->at;

  while (self->at < self->len && (self->text[self->at] == '\0' || strchr (stop, self->text[self->at]) == NULL))
    self->at++;
  dissect_add (self, start, self->at, kind);
  return self->at > start;
}

void
dissect_rest (Dissect *self, ExplainPartKind kind)
{
  dissect_add (self, self->at, self->len, kind);
  self->at = self->len;
}

gboolean
dissect_is (const Dissect *self, const char *word)
{
  gsize len = strlen (word);

  return self->len - self->at >= len && g_ascii_strncasecmp (self->text + self->at, word, len) == 0;
}

gboolean
dissect_is_digits (const Dissect *self, const char *stop)
{
  gsize at = self->at;

  while (at < self->len && g_ascii_isdigit (self->text[at]))
    at++;
  return at > self->at && (at == self->len || strchr (stop, self->text[at]) != NULL);
}

void
dissect_message (Dissect *self)
{
  gsize start = self->at, colon = start;

  if (self->len > start + 1 && self->text[start] == '.' && self->text[start + 1] == '.')
    {
      dissect_add (self, start, start + 1, EXPLAIN_PART_STUFFED);
      return;
    }
  while (colon < self->len && self->text[colon] > ' ' && self->text[colon] != ':' && self->text[colon] < 127)
    colon++;
  if (colon == start || colon >= self->len || self->text[colon] != ':')
    return;
  dissect_add (self, start, colon, EXPLAIN_PART_FIELD);
  self->at = colon + 1;
  dissect_skip (self, " ");
  dissect_rest (self, EXPLAIN_PART_FIELD_BODY);
}

/* "MX? univ.example" */
static void
dissect_question (Dissect *self)
{
  dissect_take (self, "? ", EXPLAIN_PART_QUESTION);
  dissect_skip (self, "? ");
  dissect_rest (self, EXPLAIN_PART_NAME);
}

/* "univ.example. 3600 MX 10 mx.univ.example.; ..." or "NXDOMAIN univ.example." */
static void
dissect_answer (Dissect *self)
{
  gsize end = self->at;

  while (end < self->len && self->text[end] != ' ')
    end++;
  if (end == self->at || self->text[end - 1] != '.')
    {
      dissect_take (self, " ", EXPLAIN_PART_STATUS);
      dissect_skip (self, " ");
      dissect_rest (self, EXPLAIN_PART_NAME);
      return;
    }
  while (self->at < self->len)
    {
      dissect_take (self, " ", EXPLAIN_PART_NAME);
      dissect_skip (self, " ");
      dissect_take (self, " ", EXPLAIN_PART_TTL);
      dissect_skip (self, " ");
      dissect_take (self, " ", EXPLAIN_PART_TYPE);
      dissect_skip (self, " ");
      dissect_take (self, ";", EXPLAIN_PART_DATA);
      dissect_skip (self, "; ");
    }
}

GArray *
explain_dissect (const char *protocol, SimSide side, const ExplainLine *line, const char *text, gsize len)
{
  Dissect self = { text, len, 0, g_array_new (FALSE, FALSE, sizeof (ExplainPart)), line };

  while (self.len > 0 && (text[self.len - 1] == '\n' || text[self.len - 1] == '\r'))
    self.len--;
  if (protocol != NULL && strcmp (protocol, "dns") == 0 && side == SIM_SIDE_CLIENT)
    dissect_question (&self);
  else if (protocol != NULL && strcmp (protocol, "dns") == 0)
    dissect_answer (&self);
  else if (protocol != NULL && g_str_has_prefix (protocol, "pop3"))
    dissect_pop3 (&self, side);
  else if (protocol != NULL && g_str_has_prefix (protocol, "imap"))
    dissect_imap (&self, side);
  else
    dissect_smtp (&self, side);
  return self.parts;
}

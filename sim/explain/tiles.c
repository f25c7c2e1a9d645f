/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/explain/tiles.h"

#include "sim/explain/catalog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
fill_tile (ExplainDigit *out, const char *word, const char *name, const char *text)
{
  out->digit = g_strdup (word);
  out->name = g_strdup (name);
  out->text = g_strdup (text != NULL ? text : "");
}

/* The words of a line, without the brackets of a code: "A1", "NO", "[TRYCREATE]", ... */
static char **
words_of (const SimEntry *entry)
{
  g_autofree char *line = g_strndup ((const char *) entry->bytes, MIN (entry->len, 200));
  g_autofree char *valid = g_utf8_make_valid (g_strchomp (line), -1);

  return g_strsplit (valid, " ", 5);
}

/* "[UIDNEXT" of "[UIDNEXT 7] ..." -> "UIDNEXT". NULL: it is no code. (transfer full) */
static char *
code_of_word (const char *word)
{
  return word != NULL && word[0] == '[' ? g_ascii_strup (word + 1, (gssize) strcspn (word + 1, "]")) : NULL;
}

/* What the answer is an answer to. */
static void
fill_command (ExplainDigit *out, const char *family, const ExplainLine *line)
{
  ExplainTopic topic;

  if (line->kind == EXPLAIN_LINE_GREETING || line->verb[0] == '\0')
    /* TRANSLATORS: heading of a tile, like “Outcome” */
    fill_tile (out, "—", C_("reply-digit", "Asked for"), line->kind == EXPLAIN_LINE_GREETING ? _("Nobody has asked: the server speaks first.")
                                                                                          : _("Nobody has asked for it."));
  else
    {
      explain_topic_findf (&topic, "%s command %s", family, line->verb);
      fill_tile (out, line->verb, C_("reply-digit", "Asked for"), topic.title);
    }
}

static gboolean
tiles_of_pop3 (const SimEntry *entry, const ExplainLine *line, ExplainDigit out[3])
{
  g_auto (GStrv) words = words_of (entry);
  gboolean ok = words[0] != NULL && g_ascii_strcasecmp (words[0], "+OK") == 0;
  gboolean bad = words[0] != NULL && g_ascii_strcasecmp (words[0], "-ERR") == 0;
  g_autofree char *code = NULL;
  ExplainTopic topic;

  if ((!ok && !bad) || (line->kind != EXPLAIN_LINE_REPLY && line->kind != EXPLAIN_LINE_GREETING))
    return FALSE;
  fill_tile (&out[0], ok ? "+OK" : "-ERR", C_("reply-digit", "Outcome"), ok ? _("Done. The next command may come.") : _("Not done. Nothing has changed."));
  fill_command (&out[1], "POP3", line);
  code = code_of_word (words[1]);
  explain_topic_findf (&topic, "POP3 %s", code != NULL ? code : "");
  fill_tile (&out[2], code != NULL ? code : "—", C_("reply-digit", "Precisely"), code != NULL ? topic.title : _("No code in brackets; the text is for people."));
  return TRUE;
}

static const char *
text_of_outcome (const char *word)
{
  if (strcmp (word, "OK") == 0)
    return _("Done.");
  if (strcmp (word, "NO") == 0)
    return _("Not done: the server could not or would not.");
  if (strcmp (word, "BAD") == 0)
    return _("Not understood: the command is wrong.");
  if (strcmp (word, "BYE") == 0)
    return _("The server ends the session.");
  if (strcmp (word, "PREAUTH") == 0)
    return _("Already logged in.");
  return NULL;
}

static gboolean
tiles_of_imap (const SimEntry *entry, const ExplainLine *line, ExplainDigit out[3])
{
  g_auto (GStrv) words = words_of (entry);
  guint n = g_strv_length (words), at = 1;
  g_autofree char *word = NULL, *code = NULL;
  gboolean plus, star;
  ExplainTopic topic;

  if (n == 0 || line->kind == EXPLAIN_LINE_CONTENT || line->kind == EXPLAIN_LINE_REST)
    return FALSE;
  plus = strcmp (words[0], "+") == 0;
  star = strcmp (words[0], "*") == 0;
  if (n > 2 && words[1][0] != '\0' && strspn (words[1], "0123456789") == strlen (words[1]))
    at = 2;
  word = g_ascii_strup (n > at && !plus ? words[at] : "", -1);
  code = n > at + 1 && !plus ? code_of_word (words[at + 1]) : NULL;

  /* TRANSLATORS: heading of a tile: to which command a line belongs */
  fill_tile (&out[0], words[0], C_("reply-digit", "Belongs to"),
             plus ? _("The command that is being sent: go on.") : star ? _("No command alone: a report.") : _("The command with this tag."));
  if (plus)
    fill_tile (&out[1], "+", C_("reply-digit", "Outcome"), _("Halfway: the server waits for more."));
  else if (text_of_outcome (word) != NULL)
    fill_tile (&out[1], word, C_("reply-digit", "Outcome"), text_of_outcome (word));
  else
    {
      explain_topic_findf (&topic, "IMAP response %s", word);
      fill_tile (&out[1], word, C_("reply-digit", "About"), topic.title);
    }
  if (code != NULL)
    {
      explain_topic_findf (&topic, "IMAP %s", code);
      fill_tile (&out[2], code, C_("reply-digit", "Precisely"), topic.title);
    }
  else
    fill_command (&out[2], "IMAP", line);
  return TRUE;
}

gboolean
explain_tiles (const char *protocol, const SimEntry *entry, const ExplainLine *line, ExplainDigit out[3])
{
  memset (out, 0, 3 * sizeof *out);
  if (entry->kind != SIM_ENTRY_SAID || entry->side != SIM_SIDE_SERVER || protocol == NULL || strcmp (protocol, "dns") == 0)
    return FALSE;
  if (g_str_has_prefix (protocol, "pop3"))
    return tiles_of_pop3 (entry, line, out);
  if (g_str_has_prefix (protocol, "imap"))
    return tiles_of_imap (entry, line, out);
  return explain_digits (explain_reply_code (entry->bytes, entry->len), out);
}

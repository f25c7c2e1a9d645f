/* explain-imap.c - lines of IMAP (RFC 9051, RFC 3501)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/explain/explain-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The words of a response: "A1", "NO", "TRYCREATE" of "A1 NO [TRYCREATE] no such folder". */
typedef struct
{
  char *tag;
  char *word;    /* upper case; of "* 3 EXISTS" EXISTS */
  char *code;    /* upper case; or NULL */
} Words;

static void
clear_words (Words *words)
{
  g_free (words->tag);
  g_free (words->word);
  g_free (words->code);
}

static void
read_words (const SimEntry *entry, Words *out)
{
  g_autofree char *line = g_strndup ((const char *) entry->bytes, MIN (entry->len, 200));
  g_auto (GStrv) parts = g_strsplit_set (g_strchomp (line), " \r\n", 4);
  guint n = g_strv_length (parts), at = 1;

  /* A number comes before EXISTS, EXPUNGE and FETCH. */
  if (n > 2 && parts[1][0] != '\0' && strspn (parts[1], "0123456789") == strlen (parts[1]))
    at = 2;
  out->tag = g_strdup (n > 0 ? parts[0] : "");
  out->word = g_ascii_strup (n > at ? parts[at] : "", -1);
  out->code = n > at + 1 && parts[at + 1][0] == '[' ? g_ascii_strup (parts[at + 1] + 1, strcspn (parts[at + 1] + 1, "]")) : NULL;
}

static gboolean
is_status (const char *word)
{
  return strcmp (word, "OK") == 0 || strcmp (word, "NO") == 0 || strcmp (word, "BAD") == 0 || strcmp (word, "BYE") == 0 ||
         strcmp (word, "PREAUTH") == 0;
}

static void
fill_client (const ExplainLine *line, Explanation *out)
{
  ExplainTopic topic;

  if (line->kind == EXPLAIN_LINE_RESPONSE)
    {
      explain_fill_from (out, _("Response: the client answers the server’s challenge"), "IMAP challenge answer");
      return;
    }
  if (!explain_topic_findf (&topic, "IMAP command %s", line->verb))
    explain_topic_find ("IMAP command unknown", &topic);
  explain_fill (out, explain_heading (EXPLAIN_CLASS_CLIENT), &topic);
}

/* OK, NO, BAD, BYE, PREAUTH: what it is, and what its code adds. */
static void
fill_status (const Words *words, const char *manner, Explanation *out)
{
  ExplainTopic topic, code = { NULL };

  if (!explain_topic_findf (&topic, "IMAP %s %s", words->word, manner))
    explain_topic_findf (&topic, "IMAP %s", words->word);
  if (words->code != NULL && explain_topic_findf (&code, "IMAP %s", words->code))
    {
      g_autofree char *text = g_strdup_printf ("%s\n%s: %s", topic.text, words->code, code.text);
      ExplainTopic both = { code.key, code.title, text, code.rfc };

      explain_fill (out, explain_heading_of_code (out->klass, words->code), &both);
    }
  else
    explain_fill (out, explain_heading_of_code (out->klass, words->code), &topic);
}

static void
fill_untagged (const Words *words, Explanation *out)
{
  ExplainTopic topic;

  if (!explain_topic_findf (&topic, "IMAP response %s", words->word))
    explain_topic_find ("IMAP response OTHER", &topic);
  explain_fill (out, _("Untagged: the server reports something"), &topic);
}

static void
fill_server (const SimEntry *entry, const ExplainLine *line, Explanation *out)
{
  Words words;

  read_words (entry, &words);
  if (line->kind == EXPLAIN_LINE_CONTINUE)
    explain_fill_from (out, explain_heading (EXPLAIN_CLASS_MORE), strcmp (line->verb, "IDLE") == 0 ? "IMAP + IDLE" : "IMAP +");
  else if (is_status (words.word))
    fill_status (&words, line->kind == EXPLAIN_LINE_GREETING ? "greeting" : strcmp (words.tag, "*") == 0 ? "untagged" : "tagged", out);
  else if (strcmp (words.tag, "*") == 0)
    fill_untagged (&words, out);
  else
    explain_fill_from (out, explain_heading (EXPLAIN_CLASS_NONE), "Reply unknown");
  clear_words (&words);
}

void
explain_imap (const SimEntry *entry, const ExplainLine *line, Explanation *out)
{
  gboolean client = entry->side == SIM_SIDE_CLIENT;

  if (line->kind == EXPLAIN_LINE_CONTENT)
    {
      out->klass = client ? EXPLAIN_CLASS_CLIENT : EXPLAIN_CLASS_NONE;
      explain_fill_from (out, _("Literal: as many octets as were announced"), client ? "IMAP literal sent" : "IMAP literal");
    }
  else if (line->kind == EXPLAIN_LINE_REST)
    {
      out->klass = client ? EXPLAIN_CLASS_CLIENT : EXPLAIN_CLASS_NONE;
      explain_fill_from (out, _("The line goes on after the literal"), "IMAP rest");
    }
  else if (client)
    fill_client (line, out);
  else
    fill_server (entry, line, out);
}

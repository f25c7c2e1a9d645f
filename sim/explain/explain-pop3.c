/* explain-pop3.c - lines of POP3 (RFC 1939, 2449)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/explain/explain-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static gboolean
is_ok (const SimEntry *entry)
{
  return entry->len >= 3 && g_ascii_strncasecmp ((const char *) entry->bytes, "+OK", 3) == 0;
}

/* "IN-USE" of "-ERR [IN-USE] locked", upper case. (transfer full) NULL: none stands there. */
static char *
code_of (const SimEntry *entry)
{
  g_autofree char *line = g_strndup ((const char *) entry->bytes, entry->len);
  char *open = strchr (line, ' ');
  char *close;

  if (open == NULL || open[1] != '[' || (close = strchr (open, ']')) == NULL)
    return NULL;
  return g_ascii_strup (open + 2, close - open - 2);
}

static void
fill_client (const ExplainLine *line, Explanation *out)
{
  const char *heading = explain_heading (EXPLAIN_CLASS_CLIENT);
  ExplainTopic topic;

  if (line->kind == EXPLAIN_LINE_RESPONSE)
    {
      explain_fill_from (out, _("Response: the client answers the server’s challenge"), "POP3 response");
      return;
    }
  if (!explain_topic_findf (&topic, "POP3 command %s", line->verb))
    explain_topic_find ("POP3 command unknown", &topic);
  explain_fill (out, heading, &topic);
}

/* A line of an answer that has many. */
static void
fill_listing (const SimEntry *entry, const ExplainLine *line, Explanation *out)
{
  ExplainTopic topic = { NULL };
  char word[24];

  if (strcmp (line->verb, "CAPA") == 0)
    {
      gsize n = 0;

      for (gsize i = 0; i < entry->len && n < sizeof word - 1 && (g_ascii_isalnum (entry->bytes[i]) || entry->bytes[i] == '-'); i++)
        word[n++] = g_ascii_toupper (entry->bytes[i]);
      word[n] = '\0';
      if (!explain_topic_findf (&topic, "POP3 capability %s", word))
        explain_topic_find ("POP3 capability OTHER", &topic);
      explain_fill (out, _("Offer: what this server can do besides"), &topic);
      return;
    }
  if (!explain_topic_findf (&topic, "POP3 line %s", line->verb))
    explain_topic_find ("POP3 line LIST", &topic);
  explain_fill (out, _("A further line of the answer"), &topic);
}

static void
fill_status (const SimEntry *entry, const ExplainLine *line, Explanation *out)
{
  const char *status = is_ok (entry) ? "+OK" : "-ERR";
  g_autofree char *code = code_of (entry);
  ExplainTopic topic;

  if ((code == NULL || !explain_topic_findf (&topic, "POP3 %s", code)) &&
      !explain_topic_findf (&topic, "POP3 %s %s", status, line->kind == EXPLAIN_LINE_GREETING ? "greeting" : line->verb))
    explain_topic_findf (&topic, "POP3 %s", status);
  explain_fill (out, explain_heading_of_code (out->klass, code), &topic);
}

void
explain_pop3 (const SimEntry *entry, const ExplainLine *line, Explanation *out)
{
  gboolean status = is_ok (entry) || (entry->len >= 4 && g_ascii_strncasecmp ((const char *) entry->bytes, "-ERR", 4) == 0);

  switch (line->kind)
    {
    case EXPLAIN_LINE_COMMAND:
    case EXPLAIN_LINE_RESPONSE:
      fill_client (line, out);
      break;
    case EXPLAIN_LINE_CONTENT:
      out->klass = EXPLAIN_CLASS_NONE;
      explain_fill_from (out, _("Message: what the server hands over"), "POP3 message");
      break;
    case EXPLAIN_LINE_DOT:
      out->klass = EXPLAIN_CLASS_OK;
      explain_fill_from (out, _("The end of the answer"), "POP3 dot");
      break;
    case EXPLAIN_LINE_LISTING:
      out->klass = EXPLAIN_CLASS_NONE;
      fill_listing (entry, line, out);
      break;
    case EXPLAIN_LINE_CONTINUE:
      explain_fill_from (out, explain_heading (EXPLAIN_CLASS_MORE), "POP3 +");
      break;
    default:
      if (status)
        fill_status (entry, line, out);
      else
        explain_fill_from (out, explain_heading (EXPLAIN_CLASS_NONE), "Reply unknown");
    }
}

/* explain-smtp.c - lines of SMTP, submission and LMTP
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/explain/explain-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* "5.1.1" of "550 5.1.1 No such user". NULL: none stands there. */
static char *
enhanced_of (const SimEntry *entry)
{
  g_autofree char *rest = NULL;
  gsize len;

  if (entry->len < 9)
    return NULL;
  rest = g_strndup ((const char *) entry->bytes + 4, entry->len - 4);
  len = strspn (rest, "0123456789.");
  if (strchr (" \r\n", rest[len]) == NULL)
    return NULL;
  rest[len] = '\0';

  g_autofree char *known = explain_enhanced (rest);
  return known != NULL ? g_steal_pointer (&rest) : NULL;
}

/* Adds what the enhanced code says beyond the reply code: failures only, 2.y.z repeats the reply. */
static void
add_enhanced (Explanation *out, const SimEntry *entry)
{
  g_autofree char *enhanced = enhanced_of (entry);
  ExplainTopic topic;

  if (enhanced == NULL || enhanced[0] == '2' || g_str_has_suffix (enhanced, ".0.0"))
    return;
  if (explain_topic_findf (&topic, "Enhanced X%s", enhanced + 1) && topic.text != NULL)
    {
      g_autofree char *before = out->text;
      out->text = g_strdup_printf ("%s\n%s: %s", before, enhanced, topic.text);
    }
}

/* A line of the answer to EHLO after the first one: "250-SIZE 1000000". */
static gboolean
fill_keyword (Explanation *out, const SimEntry *entry)
{
  char keyword[32];
  gsize n = 0;
  ExplainTopic topic;

  for (gsize i = 4; i < entry->len && n < sizeof keyword - 1 && (g_ascii_isalnum (entry->bytes[i]) || entry->bytes[i] == '-'); i++)
    keyword[n++] = g_ascii_toupper (entry->bytes[i]);
  keyword[n] = '\0';
  if (!explain_topic_findf (&topic, "Keyword %s", keyword))
    explain_topic_find ("Keyword other", &topic);
  explain_fill (out, _("Offer: what this server can do besides"), &topic);
  return TRUE;
}

static void
fill_reply (Explanation *out, const SimEntry *entry, const ExplainLine *line)
{
  int code = explain_reply_code (entry->bytes, entry->len);
  ExplainTopic topic, special;

  if (code == 250 && !line->first && (strcmp (line->verb, "EHLO") == 0 || strcmp (line->verb, "LHLO") == 0) &&
      fill_keyword (out, entry))
    return;

  if (!explain_topic_findf (&topic, "SMTP %d", code))
    explain_topic_findf (&topic, "Class %d", code / 100);
  if (explain_topic_findf (&special, "SMTP %d %s", code, line->kind == EXPLAIN_LINE_GREETING ? "greeting" : line->verb))
    {
      if (special.rfc == NULL)
        special.rfc = topic.rfc;
      topic = special;
    }
  explain_fill (out, explain_heading (out->klass), &topic);
  add_enhanced (out, entry);
}

/* MAIL FROM:<>, the path of a bounce. */
static gboolean
has_null_path (const SimEntry *entry)
{
  return g_strstr_len ((const char *) entry->bytes, (gssize) entry->len, "<>") != NULL;
}

/* BDAT 86 LAST */
static gboolean
is_last_piece (const SimEntry *entry)
{
  g_autofree char *line = g_ascii_strup ((const char *) entry->bytes, (gssize) entry->len);

  return g_str_has_suffix (g_strchomp (line), " LAST");
}

static void
fill_client (Explanation *out, const SimEntry *entry, const ExplainLine *line)
{
  const char *heading = explain_heading (EXPLAIN_CLASS_CLIENT);
  ExplainTopic topic;

  switch (line->kind)
    {
    case EXPLAIN_LINE_CONTENT:
      explain_fill_from (out, _("Message: what is sent on inside the envelope"), "Command message");
      return;
    case EXPLAIN_LINE_DOT:
      explain_fill_from (out, heading, "Command .");
      return;
    case EXPLAIN_LINE_RESPONSE:
      explain_fill_from (out, _("Response: the client answers the server’s challenge"), "Command AUTH response");
      return;
    default:
      break;
    }

  if (strcmp (line->verb, "MAIL") == 0 && has_null_path (entry))
    explain_topic_find ("Command MAIL <>", &topic);
  else if (strcmp (line->verb, "BDAT") == 0 && is_last_piece (entry))
    explain_topic_find ("Command BDAT LAST", &topic);
  else if (!explain_topic_findf (&topic, "Command %s", line->verb))
    explain_topic_find ("Command unknown", &topic);
  explain_fill (out, heading, &topic);
}

void
explain_smtp (const SimEntry *entry, const ExplainLine *line, Explanation *out)
{
  if (entry->side == SIM_SIDE_CLIENT)
    fill_client (out, entry, line);
  else if (explain_reply_code (entry->bytes, entry->len) != 0)
    fill_reply (out, entry, line);
  else
    explain_fill_from (out, explain_heading (EXPLAIN_CLASS_NONE), "Reply unknown");
}

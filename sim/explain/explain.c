/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/explain/explain.h"

#include "sim/core/text.h"
#include "sim/explain/catalog.h"
#include "sim/explain/dialogue.h"
#include "sim/trace/scene.h"

#include <glib/gi18n-lib.h>
#include <string.h>

G_DEFINE_QUARK (explain-error-quark, explain_error)

void
explanation_clear (Explanation *self)
{
  g_clear_pointer (&self->heading, g_free);
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->rfc, g_free);
  self->klass = EXPLAIN_CLASS_NONE;
}

/* ---- Classes ------------------------------------------------------------ */

static gboolean
begins_with (const SimEntry *entry, const char *word)
{
  gsize len = strlen (word);

  return entry->len >= len && g_ascii_strncasecmp ((const char *) entry->bytes, word, len) == 0 &&
         (entry->len == len || strchr (" \r\n", entry->bytes[len]) != NULL);
}

/* The word after an IMAP response's tag or star. */
static ExplainClass
class_of_imap (const SimEntry *entry)
{
  const guint8 *blank = memchr (entry->bytes, ' ', MIN (entry->len, 32));

  if (blank == NULL)
    return EXPLAIN_CLASS_NONE;

  SimEntry rest = *entry;
  rest.bytes = blank + 1;
  rest.len = entry->len - (gsize) (rest.bytes - entry->bytes);
  if (begins_with (&rest, "OK"))
    return EXPLAIN_CLASS_OK;
  if (begins_with (&rest, "NO") || begins_with (&rest, "BAD"))
    return EXPLAIN_CLASS_NO;
  return EXPLAIN_CLASS_NONE;
}

/* "univ.example. 3600 MX 10 mx.univ.example.": an absolute name stands first. */
static gboolean
is_dns_record (const SimEntry *entry)
{
  const guint8 *blank = memchr (entry->bytes, ' ', entry->len);

  return blank != NULL && blank > entry->bytes && blank[-1] == '.';
}

static ExplainClass
class_of_said (const SimEntry *entry)
{
  static const ExplainClass by_digit[] = { EXPLAIN_CLASS_OK, EXPLAIN_CLASS_MORE, EXPLAIN_CLASS_LATER, EXPLAIN_CLASS_NO };
  int code;

  if (entry->side == SIM_SIDE_CLIENT)
    return EXPLAIN_CLASS_CLIENT;
  if ((code = explain_reply_code (entry->bytes, entry->len)) != 0)
    return by_digit[code / 100 - 2];
  if (begins_with (entry, "+OK"))
    return EXPLAIN_CLASS_OK;
  if (begins_with (entry, "-ERR") || begins_with (entry, "NXDOMAIN"))
    return EXPLAIN_CLASS_NO;
  if (begins_with (entry, "+"))
    return EXPLAIN_CLASS_MORE;
  if (begins_with (entry, "SERVFAIL") || begins_with (entry, "REFUSED"))
    return EXPLAIN_CLASS_LATER;
  return is_dns_record (entry) ? EXPLAIN_CLASS_OK : class_of_imap (entry);
}

ExplainClass
explain_entry_class (const SimEntry *entry)
{
  const char *rule = entry->rule != NULL ? entry->rule : "";

  switch (entry->kind)
    {
    case SIM_ENTRY_SAID:
      return class_of_said (entry);
    case SIM_ENTRY_STORED:
      return strcmp (rule, "store:mailbox") == 0 ? EXPLAIN_CLASS_OK : EXPLAIN_CLASS_NONE;
    case SIM_ENTRY_NOTE:
      if (strcmp (rule, "queue:sent") == 0)
        return EXPLAIN_CLASS_OK;
      if (strcmp (rule, "queue:deferred") == 0)
        return EXPLAIN_CLASS_LATER;
      if (strcmp (rule, "queue:failed") == 0 || strcmp (rule, "queue:bounced") == 0)
        return EXPLAIN_CLASS_NO;
      return EXPLAIN_CLASS_NONE;
    case SIM_ENTRY_SEGMENT:
    case SIM_ENTRY_ARRIVED:
      return entry->packet != NULL && (entry->packet->flags & SIM_PACKET_RST) ? EXPLAIN_CLASS_NO : EXPLAIN_CLASS_NONE;
    case SIM_ENTRY_LOST:
      return EXPLAIN_CLASS_LATER;
    case SIM_ENTRY_CLOSED:
      return rule[0] == '\0' || g_str_has_suffix (rule, ":closed") ? EXPLAIN_CLASS_NONE : EXPLAIN_CLASS_LATER;
    default:
      return EXPLAIN_CLASS_NONE;
    }
}

/* What a reply of this class amounts to, for the inspector's heading. */
static const char *
heading_of_class (ExplainClass klass)
{
  switch (klass)
    {
    case EXPLAIN_CLASS_CLIENT:
      return _("Command: the client asks, the server has to answer");
    case EXPLAIN_CLASS_OK:
      return _("Success: it is done, carry on");
    case EXPLAIN_CLASS_MORE:
      return _("Halfway: the server waits for the rest");
    case EXPLAIN_CLASS_LATER:
      return _("Temporary failure: keep it and try again");
    case EXPLAIN_CLASS_NO:
      return _("Permanent failure: trying the same again will not help");
    default:
      return _("Information");
    }
}

/* ---- Putting an explanation together ------------------------------------ */

/* "RFC 5321, 4.1.1.4" of "rfc5321:4.1.1.4" and of "rfc5321:4.1.1.4-dot". */
static char *
rfc_of_rule (const char *rule)
{
  const char *colon;

  if (rule == NULL || !g_str_has_prefix (rule, "rfc") || (colon = strchr (rule, ':')) == NULL)
    return NULL;

  int number = (int) (colon - rule - 3);
  int section = (int) strcspn (colon + 1, "-");

  if (section == 0)
    return g_strdup_printf ("RFC %.*s", number, rule + 3);
  return g_strdup_printf ("RFC %.*s, %.*s", number, rule + 3, section, colon + 1);
}

static void
fill (Explanation *out, const char *heading, const ExplainTopic *topic)
{
  g_free (out->heading);
  out->heading = g_strdup (heading);
  g_free (out->title);
  out->title = g_strdup (topic->title != NULL ? topic->title : "");
  g_free (out->text);
  out->text = g_strdup (topic->text != NULL ? topic->text : "");
  g_free (out->rfc);
  out->rfc = g_strdup (topic->rfc);
}

static void
fill_from (Explanation *out, const char *heading, const char *key)
{
  ExplainTopic topic;

  explain_topic_find (key, &topic);
  fill (out, heading, &topic);
}

/* ---- SMTP --------------------------------------------------------------- */

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
  fill (out, _("Offer: what this server can do besides"), &topic);
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
  fill (out, heading_of_class (out->klass), &topic);
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
  const char *heading = heading_of_class (EXPLAIN_CLASS_CLIENT);
  ExplainTopic topic;

  switch (line->kind)
    {
    case EXPLAIN_LINE_CONTENT:
      fill_from (out, _("Message: what is sent on inside the envelope"), "Command message");
      return;
    case EXPLAIN_LINE_DOT:
      fill_from (out, heading, "Command .");
      return;
    case EXPLAIN_LINE_RESPONSE:
      fill_from (out, _("Response: the client answers the server’s challenge"), "Command AUTH response");
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
  fill (out, heading, &topic);
}

static void
explain_smtp (const SimTrace *trace, guint index, const SimEntry *entry, Explanation *out)
{
  ExplainLine line;

  explain_dialogue_line (trace, index, &line);
  if (entry->side == SIM_SIDE_CLIENT)
    fill_client (out, entry, &line);
  else if (explain_reply_code (entry->bytes, entry->len) != 0)
    fill_reply (out, entry, &line);
  else
    fill_from (out, heading_of_class (EXPLAIN_CLASS_NONE), "Reply unknown");
}

/* ---- DNS ---------------------------------------------------------------- */

/* The first word of "NXDOMAIN name" and "MX? name"; the third of "name 3600 MX 10 host". (transfer full) */
static char *
dns_word (const SimEntry *entry, guint nth)
{
  g_autofree char *line = g_strndup ((const char *) entry->bytes, entry->len);
  g_auto (GStrv) words = g_strsplit (line, " ", (int) nth + 2);

  return g_strdup (g_strv_length (words) > nth ? words[nth] : "");
}

static void
explain_dns (const SimEntry *entry, Explanation *out)
{
  g_autofree char *word = dns_word (entry, 0);
  ExplainTopic topic;

  if (entry->side == SIM_SIDE_CLIENT)
    {
      word[strcspn (word, "?")] = '\0';
      if (!explain_topic_findf (&topic, "DNS %s question", word))
        explain_topic_find ("DNS question", &topic);
      fill (out, _("Question to the name server"), &topic);
      return;
    }
  if (!explain_topic_findf (&topic, "DNS %s", word))
    {
      g_autofree char *type = dns_word (entry, 2);

      if (!explain_topic_findf (&topic, "DNS %s answer", type))
        explain_topic_find ("DNS answer", &topic);
    }
  fill (out, _("Answer of the name server"), &topic);
}

/* ---- Packets and connections -------------------------------------------- */

static const char *
key_of_packet (const SimEntry *entry)
{
  const SimPacket *packet = entry->packet;

  if (packet == NULL)
    return "Packet data";
  if (packet->protocol == SIM_PROTOCOL_UDP)
    return "Packet UDP";
  if (packet->flags & SIM_PACKET_RST)
    return "Packet RST";
  if (packet->flags & SIM_PACKET_SYN)
    return packet->flags & SIM_PACKET_ACK ? "Packet SYN-ACK" : "Packet SYN";
  if (entry->flags & SIM_ENTRY_AGAIN)
    return "Packet again";
  if (packet->flags & SIM_PACKET_FIN)
    return "Packet FIN";
  return entry->len > 0 ? "Packet data" : "Packet ACK";
}

static void
explain_opened (const SimEntry *entry, Explanation *out)
{
  ExplainTopic topic;

  if (!explain_topic_findf (&topic, "Connection %s", entry->rule != NULL ? entry->rule : ""))
    explain_topic_find ("Connection", &topic);
  fill (out, _("Connection"), &topic);
}

static void
explain_closed (const SimEntry *entry, Explanation *out)
{
  ExplainTopic topic;

  if (!explain_topic_findf (&topic, "Connection %s", entry->rule != NULL ? entry->rule : ""))
    explain_topic_find ("Connection closed", &topic);
  fill (out, _("Connection"), &topic);
}

/* ---- States ------------------------------------------------------------- */

char *
explain_state (const char *machine, int state)
{
  ExplainTopic topic;

  if (machine == NULL || !explain_topic_findf (&topic, "State %s %d", machine, state))
    return NULL;
  return g_strdup (topic.title);
}

/* A state's name as a heading. */
static char *
upper_first (const char *name)
{
  const char *second = name[0] != '\0' ? g_utf8_next_char (name) : name;
  g_autofree char *first = g_utf8_strup (name, second - name);

  return g_strconcat (first, second, NULL);
}

static void
explain_move (const SimTrace *trace, const SimEntry *entry, Explanation *out)
{
  const char *machine = entry->side == SIM_SIDE_CLIENT ? "smtp-client" : "smtp-server";
  g_autofree char *from = explain_state (machine, entry->from);
  ExplainTopic topic;

  explain_topic_findf (&topic, "State %s %d", machine, entry->to);
  if (topic.title == NULL)
    explain_topic_find ("State other", &topic);
  fill (out, entry->side == SIM_SIDE_CLIENT ? _("The client’s session changes its state")
                                            : _("The server’s session changes its state"), &topic);
  if (from != NULL)
    {
      g_autofree char *text = out->text;

      /* TRANSLATORS: %1$s and %2$s are names of states of a protocol session, such as “waits for recipients”; %3$s is a sentence. */
      out->text = g_strdup_printf (_("From “%1$s” to “%2$s”. %3$s"), from, out->title, text);
    }

  g_autofree char *name = out->title;
  out->title = upper_first (name);
}

/* ---- Stored messages and verdicts --------------------------------------- */

static void
explain_verdict (const SimEntry *entry, Explanation *out)
{
  const char *heading = entry->kind == SIM_ENTRY_STORED ? _("The message lies here now") : _("What became of the message");
  ExplainTopic topic;

  if (!explain_topic_findf (&topic, "Verdict %s", entry->rule != NULL ? entry->rule : ""))
    explain_topic_find (entry->kind == SIM_ENTRY_STORED ? "Verdict stored" : "Verdict note", &topic);
  fill (out, heading, &topic);
}

/* ---- Any entry ---------------------------------------------------------- */

static void
explain_said (const SimTrace *trace, guint index, const SimEntry *entry, Explanation *out)
{
  SimConnection connection = { 0 };

  if (entry->conn != 0)
    sim_trace_get_connection (trace, entry->conn, &connection);
  if (g_strcmp0 (connection.protocol, "dns") == 0)
    explain_dns (entry, out);
  else if (entry->conn != 0)
    explain_smtp (trace, index, entry, out);
  else
    fill_from (out, heading_of_class (out->klass), "Reply unknown");
}

void
explain_entry (const SimTrace *trace, guint index, Explanation *out)
{
  SimEntry entry;

  *out = (Explanation) { EXPLAIN_CLASS_NONE };
  sim_trace_get (trace, index, &entry);
  out->klass = explain_entry_class (&entry);

  switch (entry.kind)
    {
    case SIM_ENTRY_OPENED:
      explain_opened (&entry, out);
      break;
    case SIM_ENTRY_SAID:
      explain_said (trace, index, &entry, out);
      break;
    case SIM_ENTRY_SEGMENT:
      fill_from (out, _("On the wire"), key_of_packet (&entry));
      break;
    case SIM_ENTRY_ARRIVED:
      fill_from (out, _("On the wire"), "Packet arrived");
      break;
    case SIM_ENTRY_LOST:
      fill_from (out, _("On the wire"), "Packet lost");
      break;
    case SIM_ENTRY_MOVE:
      explain_move (trace, &entry, out);
      break;
    case SIM_ENTRY_STORED:
    case SIM_ENTRY_NOTE:
      explain_verdict (&entry, out);
      break;
    case SIM_ENTRY_CLOSED:
      explain_closed (&entry, out);
      break;
    default:
      g_assert_not_reached ();
    }

  if (out->rfc == NULL || entry.kind == SIM_ENTRY_MOVE)
    {
      char *rfc = rfc_of_rule (entry.rule);

      if (rfc != NULL)
        {
          g_free (out->rfc);
          out->rfc = rfc;
        }
    }
}

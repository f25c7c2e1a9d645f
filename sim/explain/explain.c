/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/explain/explain.h"

#include "sim/explain/catalog.h"
#include "sim/explain/explain-private.h"
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
  if (begins_with (&rest, "OK") || begins_with (&rest, "PREAUTH"))
    return EXPLAIN_CLASS_OK;
  /* An untagged NO is a warning; the command goes on. */
  if (begins_with (&rest, "NO") || begins_with (&rest, "BAD"))
    return entry->bytes[0] == '*' ? EXPLAIN_CLASS_LATER : EXPLAIN_CLASS_NO;
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

ExplainClass
explain_step_class (const SimTrace *trace, const SimStep *step)
{
  ExplainClass klass;
  SimEntry entry, line;

  sim_trace_get (trace, step->entry, &entry);
  klass = explain_entry_class (&entry);
  if (step->n_lines < 2 || entry.kind != SIM_ENTRY_SAID || entry.side != SIM_SIDE_SERVER ||
      (klass != EXPLAIN_CLASS_NONE && entry.bytes[0] != '*'))
    return klass;
  for (guint i = step->entry + 1; i < step->cursor; i++)
    {
      sim_trace_get (trace, i, &line);
      if (line.kind == SIM_ENTRY_SAID && line.conn == entry.conn && line.side == SIM_SIDE_SERVER && !(line.flags & SIM_ENTRY_LITERAL) &&
          explain_entry_class (&line) != EXPLAIN_CLASS_NONE)
        klass = explain_entry_class (&line);
    }
  return klass;
}

const char *
explain_heading (ExplainClass klass)
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

const char *
explain_heading_of_code (ExplainClass klass, const char *code)
{
  static const char * const passing[] = { "IN-USE", "LOGIN-DELAY", "SYS/TEMP", "INUSE", "UNAVAILABLE", "EXPUNGEISSUED", NULL };

  if (klass != EXPLAIN_CLASS_NO)
    return explain_heading (klass);
  if (code != NULL && g_strv_contains (passing, code))
    return _("Refused for now: the same may work later");
  return _("Refused: the command was not carried out");
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

void
explain_fill (Explanation *out, const char *heading, const ExplainTopic *topic)
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

void
explain_fill_from (Explanation *out, const char *heading, const char *key)
{
  ExplainTopic topic;

  explain_topic_find (key, &topic);
  explain_fill (out, heading, &topic);
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
      explain_fill (out, _("Question to the name server"), &topic);
      return;
    }
  if (!explain_topic_findf (&topic, "DNS %s", word))
    {
      g_autofree char *type = dns_word (entry, 2);

      if (!explain_topic_findf (&topic, "DNS %s answer", type))
        explain_topic_find ("DNS answer", &topic);
    }
  explain_fill (out, _("Answer of the name server"), &topic);
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
  explain_fill (out, _("Connection"), &topic);
}

static void
explain_closed (const SimEntry *entry, Explanation *out)
{
  ExplainTopic topic;

  if (!explain_topic_findf (&topic, "Connection %s", entry->rule != NULL ? entry->rule : ""))
    explain_topic_find ("Connection closed", &topic);
  explain_fill (out, _("Connection"), &topic);
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

const char *
explain_machine (const SimTrace *trace, guint32 conn, SimSide side)
{
  SimConnection connection = { 0 };

  if (conn != 0)
    sim_trace_get_connection (trace, conn, &connection);
  if (connection.protocol != NULL && g_str_has_prefix (connection.protocol, "pop3"))
    return side == SIM_SIDE_CLIENT ? "pop3-client" : "pop3-server";
  if (connection.protocol != NULL && g_str_has_prefix (connection.protocol, "imap"))
    return side == SIM_SIDE_CLIENT ? "imap-client" : "imap-server";
  return side == SIM_SIDE_CLIENT ? "smtp-client" : "smtp-server";
}

static void
explain_move (const SimTrace *trace, const SimEntry *entry, Explanation *out)
{
  const char *machine = explain_machine (trace, entry->conn, entry->side);
  g_autofree char *from = explain_state (machine, entry->from);
  ExplainTopic topic;

  explain_topic_findf (&topic, "State %s %d", machine, entry->to);
  if (topic.title == NULL)
    explain_topic_find ("State other", &topic);
  explain_fill (out, entry->side == SIM_SIDE_CLIENT ? _("The client’s session changes its state")
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

/* Folders, and what people do: nothing becomes of a message. */
static gboolean
is_of_message (const SimEntry *entry)
{
  static const char * const others[] = { "folder:", "mail:offline", "mail:online", "act:" };

  for (guint i = 0; entry->rule != NULL && i < G_N_ELEMENTS (others); i++)
    if (g_str_has_prefix (entry->rule, others[i]))
      return FALSE;
  return TRUE;
}

static void
explain_verdict (const SimEntry *entry, Explanation *out)
{
  const char *heading = entry->kind == SIM_ENTRY_STORED ? _("The message lies here now") : _("What became of the message");
  ExplainTopic topic;

  if (!explain_topic_findf (&topic, "Verdict %s", entry->rule != NULL ? entry->rule : ""))
    explain_topic_find (entry->kind == SIM_ENTRY_STORED ? "Verdict stored" : "Verdict note", &topic);
  explain_fill (out, is_of_message (entry) || topic.title == NULL ? heading : topic.title, &topic);
}

/* ---- Any entry ---------------------------------------------------------- */

/* @context may be NULL: then the connection is read from its beginning. */
static void
explain_said (const SimTrace *trace, ExplainContext *context, guint index, const SimEntry *entry, Explanation *out)
{
  SimConnection connection = { 0 };
  ExplainLine line;

  if (entry->conn == 0)
    {
      explain_fill_from (out, explain_heading (out->klass), "Reply unknown");
      return;
    }
  sim_trace_get_connection (trace, entry->conn, &connection);
  if (g_strcmp0 (connection.protocol, "dns") == 0)
    {
      explain_dns (entry, out);
      return;
    }
  if (context != NULL)
    explain_context_line (context, index, &line);
  else
    explain_dialogue_line (trace, index, &line);
  if (connection.protocol != NULL && g_str_has_prefix (connection.protocol, "pop3"))
    explain_pop3 (entry, &line, out);
  else if (connection.protocol != NULL && g_str_has_prefix (connection.protocol, "imap"))
    explain_imap (entry, &line, out);
  else
    explain_smtp (entry, &line, out);
}

static void
explain_any (const SimTrace *trace, ExplainContext *context, guint index, Explanation *out)
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
      explain_said (trace, context, index, &entry, out);
      break;
    case SIM_ENTRY_SEGMENT:
      explain_fill_from (out, _("On the wire"), key_of_packet (&entry));
      break;
    case SIM_ENTRY_ARRIVED:
      explain_fill_from (out, _("On the wire"), "Packet arrived");
      break;
    case SIM_ENTRY_LOST:
      explain_fill_from (out, _("On the wire"), "Packet lost");
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

void
explain_entry (const SimTrace *trace, guint index, Explanation *out)
{
  explain_any (trace, NULL, index, out);
}

void
explain_context_entry (ExplainContext *context, guint index, Explanation *out)
{
  explain_any (explain_context_get_trace (context), context, index, out);
}

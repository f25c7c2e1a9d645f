/* words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/words.h"

#include "sim/proto/rules.h"
#include "sim/trace/roles.h"

#include <glib/gi18n-lib.h>
#include <string.h>

const char *
ehlo_words_host (const SimTrace *trace, guint host)
{
  const SimTraceHost *h = sim_trace_get_host (trace, host);

  if (h->label == NULL || h->label[0] == '\0')
    return h->name;
  return g_dgettext (GETTEXT_PACKAGE, h->label);
}

const char *
ehlo_words_phase (SimPhase phase)
{
  switch (phase)
    {
    case SIM_PHASE_LOOKUP: return C_("phase", "Look-up");
    case SIM_PHASE_GREETING: return C_("phase", "Greeting");
    case SIM_PHASE_ENVELOPE: return C_("phase", "Envelope");
    case SIM_PHASE_DATA: return C_("phase", "Data");
    case SIM_PHASE_MAILBOX: return C_("phase", "Mailbox");
    case SIM_PHASE_QUIT: return C_("phase", "Goodbye");
    case SIM_PHASE_NONE: break;
    }
  return "";
}

const char *
ehlo_words_purpose (const SimTrace *trace, guint32 conn)
{
  SimConnection connection;

  sim_trace_get_connection (trace, conn, &connection);
  if (g_strcmp0 (connection.protocol, "submission") == 0)
    return C_("connection", "Submission");
  if (g_strcmp0 (connection.protocol, "lmtp") == 0)
    return C_("connection", "Local delivery");
  if (g_strcmp0 (connection.protocol, "dns") == 0)
    return C_("connection", "Name look-up");
  if (g_strcmp0 (connection.protocol, "pop3") == 0)
    return C_("connection", "Fetching by POP3");
  if (g_strcmp0 (connection.protocol, "imap") == 0)
    return C_("connection", "Mailbox by IMAP");
  if (sim_trace_get_host (trace, connection.client)->roles & SIM_ROLE_PERSON)
    return C_("connection", "By hand");
  return C_("connection", "Relay");
}

char *
ehlo_words_connection (const SimTrace *trace, guint32 conn)
{
  SimConnection connection;

  sim_trace_get_connection (trace, conn, &connection);
  /* TRANSLATORS: the client's name, the server's name, the port */
  return g_strdup_printf (_("%s → %s, port %u"), ehlo_words_host (trace, connection.client),
                          ehlo_words_host (trace, connection.server), connection.port);
}

/* Line @i of a literal, as sim_trace_dup_said() would show it. */
static char *
literal_line (const SimEntry *entry, guint i)
{
  const guint8 *at = entry->bytes, *end = entry->bytes + entry->len;
  SimEntry line = *entry;

  for (; i > 0 && at < end; i--)
    {
      const guint8 *feed = memchr (at, '\n', end - at);

      at = feed != NULL ? feed + 1 : end;
    }

  const guint8 *feed = at < end ? memchr (at, '\n', end - at) : NULL;

  line.bytes = at;
  line.len = (feed != NULL ? feed + 1 : end) - at;
  return sim_trace_dup_said (&line, FALSE);
}

char *
ehlo_words_content (const SimTrace *trace, const SimEntry *entry)
{
  g_autofree char *size = ehlo_words_size (entry->len);
  SimConnection connection;

  sim_trace_get_connection (trace, entry->conn, &connection);
  if (g_strcmp0 (connection.protocol, "imap") == 0)
    /* TRANSLATORS: an IMAP literal on its way, and its size */
    return g_strdup_printf (_("literal, %s"), size);
  /* TRANSLATORS: a message on its way, and its size */
  return g_strdup_printf (_("the message, %s"), size);
}

char *
ehlo_words_line (const SimTrace *trace, guint index)
{
  SimEntry entry;
  Explanation explanation = { 0 };
  char *text;

  sim_trace_get (trace, index, &entry);
  if (entry.kind == SIM_ENTRY_SAID && (entry.flags & SIM_ENTRY_LITERAL))
    return literal_line (&entry, 0);
  if (entry.kind == SIM_ENTRY_SAID)
    return sim_trace_dup_said (&entry, FALSE);
  explain_entry (trace, index, &explanation);
  text = g_strdup (explanation.title != NULL ? explanation.title : explanation.heading != NULL ? explanation.heading : "");
  explanation_clear (&explanation);
  return text;
}

char *
ehlo_words_step_line (const SimTrace *trace, const SimStep *step, guint i)
{
  SimEntry first, entry;

  if (i == 0)
    return ehlo_words_line (trace, step->entry);
  sim_trace_get (trace, step->entry, &first);
  if (first.flags & SIM_ENTRY_LITERAL)
    {
      guint n = 0;

      for (gsize k = 0; k < first.len; k++)
        n += first.bytes[k] == '\n';
      if (i < n)
        return literal_line (&first, i);
      i -= n - 1;                       /* IMAP: the rest of the response */
    }
  for (guint at = step->entry + 1; at < sim_trace_length (trace); at++)
    {
      sim_trace_get (trace, at, &entry);
      if (entry.kind == SIM_ENTRY_SAID && entry.conn == first.conn && entry.side == first.side && --i == 0)
        return sim_trace_dup_said (&entry, FALSE);
    }
  return g_strdup ("");
}

gboolean
ehlo_words_ends (const SimTrace *trace, const SimEntry *entry, guint *from, guint *to)
{
  SimConnection connection;

  if (entry->conn == 0 || entry->kind == SIM_ENTRY_STORED || entry->kind == SIM_ENTRY_NOTE)
    return FALSE;
  sim_trace_get_connection (trace, entry->conn, &connection);
  *from = entry->side == SIM_SIDE_SERVER ? connection.server : connection.client;
  *to = entry->side == SIM_SIDE_SERVER ? connection.client : connection.server;
  return TRUE;
}

char *
ehlo_words_sentence (const SimTrace *trace, const SimSteps *lines, guint step)
{
  g_autofree char *text = NULL;
  SimEntry entry;
  guint from, to;

  if (step == 0)
    return g_strdup (_("Nothing has happened yet"));
  sim_trace_get (trace, sim_steps_get (lines, step)->entry, &entry);
  text = ehlo_words_line (trace, sim_steps_get (lines, step)->entry);
  if (ehlo_words_ends (trace, &entry, &from, &to))
    /* TRANSLATORS: step 5 of 38, who speaks, to whom, what is said */
    return g_strdup_printf (_("Step %u of %u, %s → %s: %s"), step, sim_steps_length (lines), ehlo_words_host (trace, from),
                            ehlo_words_host (trace, to), text);
  /* TRANSLATORS: step 5 of 38, where, what happens there */
  return g_strdup_printf (_("Step %u of %u, %s: %s"), step, sim_steps_length (lines), ehlo_words_host (trace, entry.actor), text);
}

char *
ehlo_words_packet (const SimTrace *trace, guint segment, const char *text, gboolean lost)
{
  SimEntry entry;
  guint from, to;

  sim_trace_get (trace, segment, &entry);
  if (!ehlo_words_ends (trace, &entry, &from, &to))
    return g_strdup (text);
  /* TRANSLATORS: a packet: who sends it, to whom, its flags and numbers */
  return g_strdup_printf (lost ? _("Packet, %s → %s, lost: %s") : _("Packet, %s → %s: %s"), ehlo_words_host (trace, from),
                          ehlo_words_host (trace, to), text);
}

char *
ehlo_words_time (SimTime time)
{
  /* TRANSLATORS: units of time: milliseconds, seconds, minutes, hours, days */
  if (time < SIM_TIME_SECOND)
    return g_strdup_printf (_("%.0f ms"), (double) time / SIM_TIME_MILLISECOND);
  if (time < SIM_TIME_MINUTE)
    return g_strdup_printf (_("%.3f s"), (double) time / SIM_TIME_SECOND);
  if (time < 2 * SIM_TIME_HOUR)
    return g_strdup_printf (_("%.0f min"), (double) time / SIM_TIME_MINUTE);
  if (time < 2 * SIM_TIME_DAY)
    return g_strdup_printf (_("%.0f h"), (double) time / SIM_TIME_HOUR);
  return g_strdup_printf (_("%.0f d"), (double) time / SIM_TIME_DAY);
}

char *
ehlo_words_clock (SimTime time)
{
  gint64 ms = time / SIM_TIME_MILLISECOND;

  return g_strdup_printf ("%02d:%02d:%02d.%03d", (int) (ms / 3600000), (int) (ms / 60000 % 60), (int) (ms / 1000 % 60), (int) (ms % 1000));
}

char *
ehlo_words_wait (SimTime time)
{
  g_autofree char *length = ehlo_words_time (time);

  if (time < SIM_TIME_MINUTE)
    {
      g_free (length);
      length = g_strdup_printf (_("%.0f s"), (double) time / SIM_TIME_SECOND);
    }
  /* TRANSLATORS: a length of time, "30 min" */
  return g_strdup_printf (_("… %s later"), length);
}

char *
ehlo_words_size (gsize octets)
{
  /* TRANSLATORS: units of size: thousands and millions of bytes */
  if (octets >= 1000000)
    return g_strdup_printf (_("%.1f MB"), (double) octets / 1e6);
  if (octets >= 1000)
    return g_strdup_printf (_("%.1f kB"), (double) octets / 1e3);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u byte", "%u bytes", octets), (guint) octets);
}

const char *
ehlo_words_state (const SimTrace *trace, guint32 conn, SimSide side, int state)
{
  const SimMachine *machine;
  SimConnection connection;
  char name[32];

  sim_trace_get_connection (trace, conn, &connection);
  /* Submission and LMTP are spoken by the machines of SMTP. */
  g_snprintf (name, sizeof name, "%s-%s",
              g_strcmp0 (connection.protocol, "submission") == 0 || g_strcmp0 (connection.protocol, "lmtp") == 0 ? "smtp" : connection.protocol,
              side == SIM_SIDE_CLIENT ? "client" : "server");
  machine = sim_machine_find (name);
  return machine != NULL && state >= 0 ? sim_machine_state_name (machine, state) : NULL;
}

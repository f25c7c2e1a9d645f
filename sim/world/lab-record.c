/* Who said what: for the trace, and for a spectator
 *
 * What a client sends is cut into lines here once more, because a session does
 * not tell what it has understood. A message is one literal, as in a lesson.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/lab-private.h"

#include "sim/trace/roles.h"

#include <string.h>

#define LINE_MAX_KEPT  (8 * 1024)       /* of a line that no session will take */
#define LITERAL_PART   (1024 * 1024)    /* a larger message is several literals */
#define CLIENTS_MAX    1000             /* hosts in the trace; further clients share the last */

gboolean
lab_is_watched (const SimLab *self)
{
  return self->trace != NULL || (self->funcs != NULL && self->funcs->said != NULL);
}

/* ---- hosts ---- */

static const guint roles[SIM_LAB_N_SERVICES] = {
  [SIM_LAB_SMTP] = SIM_ROLE_MTA, [SIM_LAB_SUBMISSION] = SIM_ROLE_MSA, [SIM_LAB_LMTP] = SIM_ROLE_MDA,
  [SIM_LAB_POP3] = SIM_ROLE_MS, [SIM_LAB_IMAP] = SIM_ROLE_MS
};

/* The servers, once all services are open. */
static void
add_hosts (SimLab *self)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      LabPart *part = g_ptr_array_index (self->parts, i);
      guint32 address = 0;
      guint mask = 0;

      for (guint j = 0; j < self->services->len; j++)
        {
          LabService *service = g_ptr_array_index (self->services, j);

          if (service->part != part)
            continue;
          mask |= roles[service->kind];
          address = service->address;
        }
      if (mask != 0)
        part->trace_host = sim_trace_add_host (self->trace, part->host, NULL, address, mask | SIM_ROLE_MDA);
    }
  self->hosts_added = TRUE;
}

static guint
client_host (LabVisit *visit)
{
  SimLab *lab = visit->service->lab;
  guint host = GPOINTER_TO_UINT (g_hash_table_lookup (lab->clients, visit->address));
  guint n = g_hash_table_size (lab->clients);
  g_autofree char *name = NULL;

  if (host > 0)
    return host - 1;
  if (n >= CLIENTS_MAX)
    return sim_trace_n_hosts (lab->trace) - 1;
  name = n == 0 ? g_strdup ("client") : g_strdup_printf ("client%u", n + 1);
  host = sim_trace_add_host (lab->trace, name, NULL, visit->ipv4, SIM_ROLE_MUA);
  g_hash_table_insert (lab->clients, g_strdup (visit->address), GUINT_TO_POINTER (host + 1));
  return host;
}

/* ---- entries ---- */

static SimEntry
new_entry (LabVisit *visit, SimTime now, SimEntryKind kind, SimSide side)
{
  return (SimEntry) { .time = now - visit->service->lab->start, .kind = kind, .side = side, .conn = visit->conn,
                      .actor = side == SIM_SIDE_CLIENT ? visit->trace_host : visit->service->part->trace_host };
}

static guint
add (LabVisit *visit, const SimEntry *entry)
{
  SimLab *lab = visit->service->lab;
  gsize entries, payload;

  sim_trace_memory (lab->trace, &entries, &payload);
  if (payload + entry->len > LAB_RECORD_MAX || sim_trace_length (lab->trace) >= LAB_ENTRIES_MAX)
    lab->full = TRUE;
  return lab->full ? 0 : sim_trace_add (lab->trace, entry);
}

/* One SAID entry. */
static void
say (LabVisit *visit, SimTime now, SimSide side, const guint8 *bytes, gsize len, SimEntryFlags flags)
{
  SimLab *lab = visit->service->lab;
  SimEntry entry = new_entry (visit, now, SIM_ENTRY_SAID, side);

  entry.bytes = bytes;
  entry.len = len;
  entry.flags = flags;
  if (visit->recorded)
    {
      guint index;

      entry.cause = side == SIM_SIDE_CLIENT ? visit->last_said : visit->last_heard;
      index = add (visit, &entry);
      if (side == SIM_SIDE_CLIENT)
        visit->last_heard = index;
      else
        visit->last_said = index;
    }
  if (lab->funcs != NULL && lab->funcs->said != NULL)
    lab->funcs->said (lab->owner, &entry);
}

static void
say_literal (LabVisit *visit, SimTime now, gsize len)
{
  gboolean secret = visit->service->kind == SIM_LAB_IMAP && imap_server_is_secret (sim_socket_get_session (visit->socket));

  if (len > 0)
    say (visit, now, SIM_SIDE_CLIENT, visit->literal->data, len, SIM_ENTRY_LITERAL | (secret ? SIM_ENTRY_SECRET : 0));
  g_byte_array_remove_range (visit->literal, 0, len);
}

/* The message has ended, or will never; the lone dot is a line of its own. */
static void
end_literal (LabVisit *visit, SimTime now)
{
  GByteArray *literal = visit->literal;
  gsize len = literal->len;

  if (len == 0)
    return;
  if ((len == 3 || (len > 3 && literal->data[len - 4] == '\n')) && memcmp (literal->data + len - 3, ".\r\n", 3) == 0)
    {
      say_literal (visit, now, len - 3);
      say (visit, now, SIM_SIDE_CLIENT, literal->data, 3, 0);
      g_byte_array_set_size (literal, 0);
    }
  else
    say_literal (visit, now, len);
}

static gboolean
is_word (const char *text, gsize len, const char *word)
{
  gsize n = strlen (word);

  return len > n && g_ascii_strncasecmp (text, word, n) == 0 && text[n] == ' ';
}

static gboolean
is_secret (LabVisit *visit, const GByteArray *line)
{
  const SimSession *session = sim_socket_get_session (visit->socket);
  const char *text = (const char *) line->data;

  switch (visit->service->kind)
    {
    case SIM_LAB_POP3:
      return session->state == POP3_SERVER_AUTH || is_word (text, line->len, "PASS") || is_word (text, line->len, "AUTH");
    case SIM_LAB_IMAP:
      return imap_server_is_secret (sim_socket_get_session (visit->socket)) || imap_line_is_secret (line->data, line->len);
    default:
      return session->state == SMTP_SERVER_AUTH || is_word (text, line->len, "AUTH");
    }
}

static void
end_line (LabVisit *visit, SimTime now)
{
  if (visit->line->len > 0)
    say (visit, now, SIM_SIDE_CLIENT, visit->line->data, visit->line->len,
         is_secret (visit, visit->line) ? SIM_ENTRY_SECRET : 0);
  g_byte_array_set_size (visit->line, 0);
}

/* Octets that BDAT or a literal has announced: what they say is no command. */
static guint64
get_expected (LabVisit *visit)
{
  SimSession *session = sim_socket_get_session (visit->socket);

  switch (visit->service->kind)
    {
    case SIM_LAB_POP3:
      return 0;
    case SIM_LAB_IMAP:
      return imap_server_get_expected (session);
    default:
      return smtp_server_get_expected (session);
    }
}

static gsize
hear_chunk (LabVisit *visit, SimTime now, const guint8 *bytes, gsize len)
{
  guint64 expected = get_expected (visit);
  gsize taken = MIN (len, expected);

  if (taken == 0)
    return 0;
  g_byte_array_append (visit->literal, bytes, taken);
  if (taken == expected || visit->literal->len >= LITERAL_PART)
    say_literal (visit, now, visit->literal->len);
  return taken;
}

static void
hear_text (LabVisit *visit, SimTime now, const guint8 *bytes, gsize len)
{
  gboolean ends = bytes[len - 1] == '\n';

  g_byte_array_append (visit->literal, bytes, len);
  if (visit->literal->len >= LITERAL_PART && ends && bytes[0] != '.')
    say_literal (visit, now, visit->literal->len);
  else if (visit->literal->len >= 2 * LITERAL_PART)     /* a line without end */
    say_literal (visit, now, visit->literal->len);
}

void
lab_record_heard (LabVisit *visit, SimTime now, const guint8 *bytes, gsize len)
{
  gsize chunk;

  if (visit->service->kind <= SIM_LAB_LMTP && sim_socket_get_session (visit->socket)->state == SMTP_SERVER_DATA)
    {
      hear_text (visit, now, bytes, len);
      return;
    }
  chunk = hear_chunk (visit, now, bytes, len);
  bytes += chunk;
  len -= chunk;
  if (len == 0)
    return;
  end_literal (visit, now);
  if (visit->line->len < LINE_MAX_KEPT)
    g_byte_array_append (visit->line, bytes, MIN (len, LINE_MAX_KEPT - visit->line->len));
  if (bytes[len - 1] == '\n')
    end_line (visit, now);
}

void
lab_record_said (LabVisit *visit, SimTime now, const guint8 *bytes, gsize len, SimOutputFlags flags)
{
  end_literal (visit, now);
  if (flags & SIM_OUTPUT_LITERAL)
    {
      say (visit, now, SIM_SIDE_SERVER, bytes, len, SIM_ENTRY_LITERAL);
      return;
    }
  while (len > 0)
    {
      const guint8 *lf = memchr (bytes, '\n', len);
      gsize part = lf != NULL ? (gsize) (lf - bytes) + 1 : len;

      say (visit, now, SIM_SIDE_SERVER, bytes, part, part < len ? SIM_ENTRY_MORE : 0);
      bytes += part;
      len -= part;
    }
}

void
lab_record_moved (LabVisit *visit, SimTime now, const SimOutput *output)
{
  SimEntry entry = new_entry (visit, now, SIM_ENTRY_MOVE, SIM_SIDE_SERVER);

  if (!visit->recorded)
    return;
  end_literal (visit, now);
  entry.cause = visit->last_heard;
  entry.from = output->from;
  entry.to = output->to;
  entry.rule = output->what;
  add (visit, &entry);
}

void
lab_record_message (LabVisit *visit, SimTime now)
{
  end_literal (visit, now);
}

/* The form of scene.h. */
void
lab_record_stored (LabVisit *visit, SimTime now, const char *id, const MailAddress *from, const MailAddress *to,
                   const char *mailbox, guint uid, MailMessage *message)
{
  g_autofree char *sender = mail_address_to_text (from);
  g_autofree char *recipient = mail_address_to_text (to);
  g_autoptr (GString) text = g_string_new (NULL);
  SimEntry entry = new_entry (visit, now, SIM_ENTRY_STORED, SIM_SIDE_NONE);
  gsize len;
  const char *bytes = g_bytes_get_data (mail_message_get_bytes (message), &len);

  g_string_append_printf (text, "id=%s from=<%s> to=<%s> mailbox=%s uid=%u\r\n", id, sender, recipient, mailbox, uid);
  g_string_append_len (text, bytes, len);
  entry.conn = 0;
  entry.cause = visit->last_heard;
  entry.rule = "store:mailbox";
  entry.bytes = (const guint8 *) text->str;
  entry.len = text->len;
  add (visit, &entry);
}

void
lab_record_opened (LabVisit *visit, SimTime now)
{
  SimLab *lab = visit->service->lab;

  visit->line = g_byte_array_new ();
  visit->literal = g_byte_array_new ();
  if (lab->trace != NULL && !lab->full)
    {
      SimPacket packet = { .from_address = visit->ipv4, .to_address = visit->service->address, .from_port = visit->port,
                           .to_port = sim_listener_get_port (visit->service->listener), .protocol = SIM_PROTOCOL_TCP };
      SimEntry entry;

      visit->trace_host = client_host (visit);      /* stands on the left of the servers */
      if (!lab->hosts_added)
        add_hosts (lab);
      entry = new_entry (visit, now, SIM_ENTRY_OPENED, SIM_SIDE_CLIENT);
      entry.cause = SIM_CAUSE_NONE;
      entry.conn = sim_trace_n_connections (lab->trace) + 1;
      entry.from = visit->trace_host;
      entry.to = visit->service->part->trace_host;
      entry.rule = sim_lab_service_name (visit->service->kind);
      entry.packet = &packet;
      visit->last_heard = visit->last_said = add (visit, &entry);
      visit->recorded = !lab->full;
    }
}

void
lab_record_closed (LabVisit *visit, SimTime now, SimCloseReason why)
{
  static const char * const rules[] = { "tcp:closed", "tcp:refused", "tcp:reset", "tcp:timeout" };
  SimEntry entry = new_entry (visit, now, SIM_ENTRY_CLOSED, SIM_SIDE_CLIENT);

  if (visit->line == NULL)
    return;
  end_literal (visit, now);
  end_line (visit, now);
  if (!visit->recorded)
    return;
  entry.cause = visit->last_said;
  entry.rule = rules[why];
  add (visit, &entry);
}

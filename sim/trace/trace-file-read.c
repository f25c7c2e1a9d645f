/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/trace/trace-file.h"

#include "sim/trace/trace-file-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Payloads, with their copies, may take so many times the memory of the file, and this much at any rate. */
#define UNPACKED_TIMES 64
#define UNPACKED_MORE  (16 * 1024 * 1024)

#define HOSTS_MAX  10000
#define ROLES_MASK 0xFF
#define STATE_MAX  0xFFFF

typedef struct
{
  const guint8 *data;
  gsize         len;
  gsize         at;
  GError      **error;
  SimTrace     *trace;
  GPtrArray    *rules;      /* owned strings; rule N is [N - 1] */
  GByteArray   *payload;    /* of the entry that is being read */
  guint         conns;      /* connections opened so far */
  guint         hosts;
  TraceGuess    guess;
  SimEntry      before;
  guint         index;
} Reader;

/* @what: translated. Always FALSE; the first fault is reported. */
static gboolean
fault_at (Reader *self, gsize at, const char *what)
{
  g_autofree char *offset = g_strdup_printf ("%" G_GSIZE_FORMAT, at);

  if (self->error != NULL && *self->error == NULL)
    /* TRANSLATORS: the first %s is a number of bytes from the start of the file, the second what is wrong there */
    g_set_error (self->error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, _("the trace file is damaged at byte %s: %s"),
                 offset, what);
  return FALSE;
}

static gboolean
fault (Reader *self, const char *what)
{
  return fault_at (self, self->at, what);
}

static gboolean
get_octet (Reader *self, guint8 *out)
{
  if (self->at >= self->len)
    return fault (self, _("it ends too early"));
  *out = self->data[self->at++];
  return TRUE;
}

/* A number of at most @max. */
static gboolean
get (Reader *self, guint64 max, guint64 *out)
{
  gsize start = self->at;
  guint64 value = 0;
  guint8 octet = 0;

  for (guint shift = 0;; shift += 7)
    {
      if (!get_octet (self, &octet))
        return FALSE;
      if (shift == 63 && octet > 1)
        return fault_at (self, start, _("a number is too large"));
      value |= (guint64) (octet & 0x7F) << shift;
      if ((octet & 0x80) == 0)
        break;
    }
  if (value > max)
    return fault_at (self, start, _("a number is too large"));
  *out = value;
  return TRUE;
}

static gboolean
get_u32 (Reader *self, guint32 *out)
{
  guint64 value;

  if (!get (self, G_MAXUINT32, &value))
    return FALSE;
  *out = value;
  return TRUE;
}

static gboolean
get_u16 (Reader *self, guint16 *out)
{
  guint64 value;

  if (!get (self, G_MAXUINT16, &value))
    return FALSE;
  *out = value;
  return TRUE;
}

/* @len octets that lie in the file. */
static gboolean
get_octets (Reader *self, guint64 len, const guint8 **out)
{
  if (len > self->len - self->at)
    return fault (self, _("it ends too early"));
  *out = self->data + self->at;
  self->at += len;
  return TRUE;
}

/* Readable UTF-8 of at most @max octets. (transfer full) */
static gboolean
get_string (Reader *self, guint64 len, gsize max, char **out)
{
  gsize start = self->at;
  const guint8 *bytes = NULL;

  if (len > max)
    return fault (self, _("a text is too long"));
  if (!get_octets (self, len, &bytes))
    return FALSE;
  if (!g_utf8_validate ((const char *) bytes, len, NULL))
    return fault_at (self, start, _("a text is not UTF-8"));
  for (guint64 i = 0; i < len; i++)
    if (g_ascii_iscntrl (bytes[i]))
      return fault_at (self, start, _("a text has a control character"));
  *out = g_strndup ((const char *) bytes, len);
  return TRUE;
}

/* NULL: it is missing. (transfer full) */
static gboolean
get_text (Reader *self, char **out)
{
  guint64 len;

  *out = NULL;
  if (!get (self, G_MAXUINT32, &len))
    return FALSE;
  return len == 0 || get_string (self, len - 1, TRACE_RULE_MAX, out);
}

/* ---- the head ------------------------------------------------------------- */

static gboolean
read_host (Reader *self)
{
  g_autofree char *name = NULL;
  g_autofree char *label = NULL;
  guint32 address;
  guint64 roles;
  gsize start = self->at;

  if (!get_text (self, &name) || !get_text (self, &label) || !get_u32 (self, &address)
      || !get (self, ROLES_MASK, &roles))
    return FALSE;
  if (name == NULL || name[0] == '\0')
    return fault_at (self, start, _("a host has no name"));
  sim_trace_add_host (self->trace, name, label, address, roles);
  return TRUE;
}

static gboolean
read_head (Reader *self)
{
  g_autofree char *id = NULL;
  g_autoptr (GBytes) scenario = NULL;
  guint64 seed, size, hosts;

  self->at = strlen (TRACE_MAGIC);
  if (!get (self, G_MAXUINT64, &seed) || !get_text (self, &id) || !get (self, G_MAXUINT32, &size))
    return FALSE;
  if (size > 0)
    {
      const guint8 *text = NULL;

      if (!get_octets (self, size - 1, &text))
        return FALSE;
      scenario = g_bytes_new (text, size - 1);
    }
  sim_trace_set_seed (self->trace, seed);
  sim_trace_set_scenario (self->trace, id, scenario);
  if (!get (self, HOSTS_MAX, &hosts))
    return FALSE;
  self->hosts = hosts;
  for (guint i = 0; i < self->hosts; i++)
    if (!read_host (self))
      return FALSE;
  return TRUE;
}

/* ---- payload -------------------------------------------------------------- */

/* Payloads that the trace keeps once count once: what is bounded is the memory. */
static gboolean
has_room (Reader *self, guint64 len)
{
  gsize entries, payload;

  sim_trace_memory (self->trace, &entries, &payload);
  /* No product: it might overflow. */
  if (payload + len > UNPACKED_MORE && (payload + len - UNPACKED_MORE) / UNPACKED_TIMES > self->len)
    return fault (self, _("the payload is too large for a file of this size"));
  return TRUE;
}

/* A copy out of an earlier entry: where it lies in the trace. */
static gboolean
read_copy (Reader *self, guint64 len, const guint8 **out)
{
  gsize start = self->at;
  guint64 back, offset;
  SimEntry source;

  if (!get (self, self->index, &back) || !get (self, G_MAXUINT32, &offset))
    return FALSE;
  if (back == 0)
    return fault_at (self, start, _("a payload is a copy of itself"));
  sim_trace_get (self->trace, self->index - back, &source);
  if (offset > source.len || len > source.len - offset)
    return fault_at (self, start, _("a payload is a copy of what is not there"));
  *out = source.bytes + offset;
  return TRUE;
}

static gboolean
read_pieces (Reader *self, guint64 total, SimEntry *entry)
{
  guint64 left = total;
  const guint8 *first = NULL;    /* what the pieces so far are, if they lie side by side in the trace */
  const guint8 *next = NULL;

  g_byte_array_set_size (self->payload, 0);
  while (left > 0)
    {
      gsize start = self->at;
      const guint8 *bytes = NULL;
      guint64 head, n;

      if (!get (self, G_MAXUINT64, &head))
        return FALSE;
      n = head >> 1;
      if (n == 0 || n > left)
        return fault_at (self, start, _("a piece of a payload has a wrong length"));
      if ((head & 1) != 0 ? !read_copy (self, n, &bytes) : !get_octets (self, n, &bytes))
        return FALSE;
      first = (head & 1) == 0 ? NULL : left == total ? bytes : bytes == next ? first : NULL;
      next = bytes + n;
      g_byte_array_append (self->payload, bytes, n);
      left -= n;
    }
  entry->bytes = first != NULL ? first : self->payload->data;   /* the trace keeps its own octets once */
  return TRUE;
}

static gboolean
read_payload (Reader *self, guint8 marks, SimEntry *entry)
{
  gsize start = self->at;
  guint64 len;

  if ((marks & (MARK_WHOLE | MARK_PIECES)) == 0)
    return TRUE;
  if ((marks & MARK_WHOLE) != 0 && (marks & MARK_PIECES) != 0)
    return fault (self, _("an entry has two payloads"));
  if (!get (self, G_MAXUINT32 - 1, &len))
    return FALSE;
  if (len == 0 || entry->kind == SIM_ENTRY_OPENED || entry->kind == SIM_ENTRY_MOVE
      || entry->kind == SIM_ENTRY_ARRIVED || entry->kind == SIM_ENTRY_LOST)
    return fault_at (self, start, _("an entry cannot have this payload"));
  if (!has_room (self, len))
    return FALSE;
  entry->len = len;
  return (marks & MARK_WHOLE) != 0 ? get_octets (self, len, &entry->bytes) : read_pieces (self, len, entry);
}

/* ---- entries -------------------------------------------------------------- */

static gboolean
read_rule (Reader *self, const char **out)
{
  guint64 number, len;
  char *rule;

  if (!get (self, self->rules->len + 1, &number))
    return FALSE;
  if (number == 0)
    return fault (self, _("a rule has no number"));
  if (number > self->rules->len)
    {
      if (number > TRACE_RULES_MAX)
        return fault (self, _("there are too many rules"));
      if (!get (self, TRACE_RULE_MAX, &len) || !get_string (self, len, TRACE_RULE_MAX, &rule))
        return FALSE;
      g_ptr_array_add (self->rules, rule);
    }
  *out = g_ptr_array_index (self->rules, number - 1);
  return TRUE;
}

static gboolean
read_time (Reader *self, SimTime since, SimTime *out)
{
  guint64 difference;

  if (!get (self, G_MAXUINT64, &difference))
    return FALSE;
  *out = (SimTime) ((guint64) since + trace_unzigzag (difference));
  return TRUE;
}

static gboolean
read_packet (Reader *self, SimEntry *entry, SimPacket *packet)
{
  guint8 marks = 0;

  trace_guess_packet (&self->guess, entry, packet);
  if (!get_octet (self, &marks))
    return FALSE;
  if ((marks & ~PACKET_ALL) != 0)
    return fault (self, _("a packet has unknown marks"));
  if ((marks & PACKET_ENDS)
      && !(get_u32 (self, &packet->from_address) && get_u32 (self, &packet->to_address)
           && get_u16 (self, &packet->from_port) && get_u16 (self, &packet->to_port)))
    return FALSE;
  if (((marks & PACKET_SEQ) && !get_u32 (self, &packet->seq))
      || ((marks & PACKET_ACK) && !get_u32 (self, &packet->ack))
      || ((marks & PACKET_WINDOW) && !get_u16 (self, &packet->window))
      || ((marks & PACKET_FLAGS) && !get_octet (self, &packet->flags))
      || ((marks & PACKET_PROTOCOL) && !get_octet (self, &packet->protocol)))
    return FALSE;
  entry->packet = packet;
  return read_time (self, entry->time, &entry->until);
}

static gboolean
read_pair (Reader *self, guint64 max, SimEntry *entry)
{
  guint64 from, to;

  if (!get (self, max, &from) || !get (self, max, &to))
    return FALSE;
  entry->from = from;
  entry->to = to;
  return TRUE;
}

static gboolean
read_note (Reader *self, gboolean has_until, SimEntry *entry)
{
  guint64 about;

  /* The entry it speaks of, plus one; it came before. */
  if (!get (self, MIN (self->index, G_MAXINT32), &about))
    return FALSE;
  entry->from = (int) about - 1;
  return !has_until || read_time (self, entry->time, &entry->until);
}

static gboolean
read_kind (Reader *self, gboolean has_until, SimEntry *entry, SimPacket *packet)
{
  SimEntry sent;

  switch (entry->kind)
    {
    case SIM_ENTRY_OPENED:
      if (entry->conn != self->conns + 1 || entry->rule == NULL)
        return fault (self, _("a connection is opened out of turn"));
      self->conns++;
      return read_pair (self, self->hosts - 1, entry) && read_packet (self, entry, packet);
    case SIM_ENTRY_SEGMENT:
      return read_packet (self, entry, packet);
    case SIM_ENTRY_ARRIVED:
    case SIM_ENTRY_LOST:
      if (entry->cause == self->index)
        return fault (self, _("a packet arrives that was never sent"));
      sim_trace_get (self->trace, entry->cause, &sent);
      if (sent.kind != SIM_ENTRY_SEGMENT)
        return fault (self, _("a packet arrives that was never sent"));
      return TRUE;
    case SIM_ENTRY_MOVE:
      return read_pair (self, STATE_MAX, entry);
    case SIM_ENTRY_NOTE:
      return read_note (self, has_until, entry);
    default:
      return TRUE;
    }
}

static gboolean
read_cause (Reader *self, guint mark, SimEntry *entry)
{
  guint64 back = mark == CAUSE_LAST ? 1 : 0;

  if (mark == CAUSE_BACK && !get (self, self->index, &back))
    return FALSE;
  if (back > self->index || (mark == CAUSE_SAME && self->index == 0))
    return fault (self, _("an entry is caused by one that is not there"));
  entry->cause = mark == CAUSE_SAME ? self->before.cause : self->index - back;
  return TRUE;
}

/* What every entry has. */
static gboolean
read_common (Reader *self, guint8 head, guint8 marks, SimEntry *entry)
{
  guint64 since;
  guint16 actor;
  guint8 flags = 0;

  if (entry->kind > SIM_ENTRY_CLOSED || entry->side > SIM_SIDE_SERVER
      || ((head & HEAD_UNTIL) != 0 && entry->kind != SIM_ENTRY_NOTE))
    return fault (self, _("an entry is of an unknown kind"));
  if (marks & MARK_TIME)
    {
      if (!get (self, (guint64) (SIM_TIME_NEVER - self->before.time), &since))
        return FALSE;
      entry->time += since;
    }
  if (!read_cause (self, (marks & MARK_CAUSE) >> 1, entry))
    return FALSE;
  if (marks & MARK_ACTOR)
    {
      if (!get_u16 (self, &actor))
        return FALSE;
      entry->actor = actor;
    }
  if ((marks & MARK_CONN) && !get_u32 (self, &entry->conn))
    return FALSE;
  if ((head & HEAD_FLAGS) && !get_octet (self, &flags))
    return FALSE;
  entry->flags = flags;
  if ((marks & MARK_RULE) && !read_rule (self, &entry->rule))
    return FALSE;
  if (entry->actor >= self->hosts)
    return fault (self, _("an entry names a host that is not there"));
  if (entry->conn > self->conns + (entry->kind == SIM_ENTRY_OPENED)
      || (entry->conn == 0 && entry->kind != SIM_ENTRY_STORED && entry->kind != SIM_ENTRY_NOTE
          && entry->kind != SIM_ENTRY_MOVE))
    return fault (self, _("an entry names a connection that is not there"));
  if ((flags & ~(SIM_ENTRY_LITERAL | SIM_ENTRY_SECRET | SIM_ENTRY_MORE | SIM_ENTRY_AGAIN)) != 0)
    return fault (self, _("an entry has unknown marks"));
  return TRUE;
}

static gboolean
read_entry (Reader *self)
{
  SimEntry entry = { .time = self->before.time, .actor = self->before.actor, .conn = self->before.conn };
  SimPacket packet = { 0 };
  guint8 head = 0, marks = 0;

  if (!get_octet (self, &head) || !get_octet (self, &marks))
    return FALSE;
  entry.kind = head & HEAD_KIND;
  entry.side = (head & HEAD_SIDE) >> 4;
  if (!read_common (self, head, marks, &entry)
      || !read_kind (self, (head & HEAD_UNTIL) != 0, &entry, &packet)
      || !read_payload (self, marks, &entry))
    return FALSE;
  if (entry.packet != NULL)
    trace_guess_note (&self->guess, &entry);
  sim_trace_add (self->trace, &entry);
  self->before = entry;
  return TRUE;
}

static gboolean
read_entries (Reader *self)
{
  guint64 length;

  if (!get (self, G_MAXUINT32 - 2, &length))
    return FALSE;
  for (self->index = 0; self->index < length; self->index++)
    if (!read_entry (self))
      return FALSE;
  return TRUE;
}

static gboolean
read_sum (Reader *self)
{
  guint64 sum;
  gsize at = self->at;

  if (self->len - self->at < TRACE_SUM_SIZE)
    return fault_at (self, self->len, _("it ends too early"));
  memcpy (&sum, self->data + at, TRACE_SUM_SIZE);
  self->at += TRACE_SUM_SIZE;
  if (self->at != self->len)
    return fault (self, _("more follows than belongs to it"));
  if (GUINT64_FROM_LE (sum) != trace_file_sum (self->data, at))
    return fault_at (self, at, _("its sum is wrong"));
  return TRUE;
}

SimTrace *
sim_trace_from_bytes (GBytes *bytes, GError **error)
{
  g_autoptr (SimTrace) trace = NULL;
  Reader self = { .error = error };
  gboolean done;

  self.data = g_bytes_get_data (bytes, &self.len);
  if (!sim_trace_is_trace (self.data, self.len))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                   _("this is no trace file, or one of another version of the program"));
      return NULL;
    }
  trace = sim_trace_new ();
  self.trace = trace;
  self.rules = g_ptr_array_new_with_free_func (g_free);
  self.payload = g_byte_array_new ();
  trace_guess_init (&self.guess);
  done = read_head (&self) && read_entries (&self) && read_sum (&self);
  trace_guess_clear (&self.guess);
  g_byte_array_unref (self.payload);
  g_ptr_array_unref (self.rules);
  return done ? g_steal_pointer (&trace) : NULL;
}

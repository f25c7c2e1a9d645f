/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/trace/trace-file.h"

#include "sim/trace/trace-file-private.h"

#include <string.h>

#define COPY_LEAST 8     /* octets that are worth a copy */
#define HASHED     16    /* octets of a line by which it is found again */

/* Where a line stands in an earlier payload. */
typedef struct
{
  guint entry;
  guint offset;
} Place;

typedef struct
{
  GByteArray     *out;
  const SimTrace *trace;
  GHashTable     *rules;    /* string -> number; looked up only */
  GHashTable     *lines;    /* hash of a line's start -> Place; looked up only */
  GArray         *follow;   /* Place by conn and side: behind the last copy */
  TraceGuess      guess;
  SimEntry        before;
  guint           index;
} Writer;

static void
put (Writer *self, guint64 value)
{
  guint8 octets[10];
  guint n = 0;

  do
    {
      octets[n] = (value & 0x7F) | (value > 0x7F ? 0x80 : 0);
      value >>= 7;
      n++;
    }
  while (value != 0);
  g_byte_array_append (self->out, octets, n);
}

static void
put_octet (Writer *self, guint8 octet)
{
  g_byte_array_append (self->out, &octet, 1);
}

static void
put_octets (Writer *self, const guint8 *bytes, gsize len)
{
  if (len > 0)
    g_byte_array_append (self->out, bytes, len);
}

/* A text that may be missing. */
static void
put_text (Writer *self, const char *text)
{
  gsize len = text != NULL ? strlen (text) : 0;

  put (self, text != NULL ? len + 1 : 0);
  put_octets (self, (const guint8 *) text, len);
}

/* ---- payload -------------------------------------------------------------- */

static guint64
hash_line (const guint8 *bytes, gsize len)
{
  return trace_file_sum (bytes, MIN (len, HASHED));
}

static gsize
line_length (const guint8 *bytes, gsize len)
{
  const guint8 *lf = memchr (bytes, '\n', len);

  return lf != NULL ? (gsize) (lf - bytes) + 1 : len;
}

/* The octets at @place and at @bytes that are equal. */
static gsize
equal_length (const Writer *self, const Place *place, const guint8 *bytes, gsize len)
{
  SimEntry entry;
  gsize n = 0;

  if (place->entry >= self->index)
    return 0;
  sim_trace_get (self->trace, place->entry, &entry);
  if (place->offset >= entry.len)
    return 0;
  len = MIN (len, entry.len - place->offset);
  while (n < len && entry.bytes[place->offset + n] == bytes[n])
    n++;
  return n;
}

static Place *
follow_of (Writer *self, const SimEntry *entry)
{
  guint i = entry->conn * 2 + (entry->side == SIM_SIDE_SERVER);

  if (i >= self->follow->len)
    g_array_set_size (self->follow, i + 1);
  return &g_array_index (self->follow, Place, i);
}

/* Where @bytes stood before, and how many of them; 0: nowhere. */
static gsize
find_copy (Writer *self, const SimEntry *entry, const guint8 *bytes, gsize len, Place *out)
{
  const Place *follow = follow_of (self, entry);
  guint64 hash = hash_line (bytes, len);
  const Place *place = g_hash_table_lookup (self->lines, &hash);
  gsize n = equal_length (self, follow, bytes, len);
  gsize m = place != NULL ? equal_length (self, place, bytes, len) : 0;

  if (MAX (n, m) < MIN (COPY_LEAST, len))
    return 0;
  *out = n >= m ? *follow : *place;
  return MAX (n, m);
}

static void
note_place (Writer *self, const guint8 *bytes, gsize len, Place place)
{
  guint64 hash = hash_line (bytes, len);

  if (len >= COPY_LEAST)
    g_hash_table_insert (self->lines, g_memdup2 (&hash, sizeof hash), g_memdup2 (&place, sizeof place));
}

/* Remembers where the lines of @entry begin; the last place of a line wins. */
static void
note_lines (Writer *self, const SimEntry *entry)
{
  for (gsize at = 0; at < entry->len; at += line_length (entry->bytes + at, entry->len - at))
    note_place (self, entry->bytes + at, entry->len - at, (Place) { self->index, at });
}

/* Pieces: length * 2, + 1 for a copy; then the octets, or the entry (how far back) and the offset. */
static gboolean
put_pieces (Writer *self, const SimEntry *entry)
{
  gsize fresh = 0;    /* octets before @at that no piece has yet */
  gboolean copied = FALSE;
  gsize at = 0;

  while (at < entry->len)
    {
      Place place;
      gsize n = find_copy (self, entry, entry->bytes + at, entry->len - at, &place);

      if (n == 0)
        {
          n = line_length (entry->bytes + at, entry->len - at);
          fresh += n;
          at += n;
          continue;
        }
      if (fresh > 0)
        {
          put (self, fresh << 1);
          put_octets (self, entry->bytes + at - fresh, fresh);
          fresh = 0;
        }
      put (self, n << 1 | 1);
      put (self, self->index - place.entry);
      put (self, place.offset);
      if (at == 0)        /* a packet may begin within a line, and be sent again */
        note_place (self, entry->bytes, entry->len, place);
      place.offset += n;
      *follow_of (self, entry) = place;
      copied = TRUE;
      at += n;
    }
  if (copied && fresh > 0)
    {
      put (self, fresh << 1);
      put_octets (self, entry->bytes + at - fresh, fresh);
    }
  return copied;
}

/* Returns the mark of what was written. */
static guint8
put_payload (Writer *self, const SimEntry *entry)
{
  gsize before = self->out->len;
  guint8 mark = MARK_PIECES;

  put (self, entry->len);
  if (!put_pieces (self, entry))
    {
      g_byte_array_set_size (self->out, before);
      put (self, entry->len);
      put_octets (self, entry->bytes, entry->len);
      mark = MARK_WHOLE;
    }
  if (entry->kind != SIM_ENTRY_SEGMENT || mark == MARK_WHOLE)
    note_lines (self, entry);
  return mark;
}

/* ---- entries -------------------------------------------------------------- */

static void
put_rule (Writer *self, const char *rule)
{
  gpointer number;
  guint next = g_hash_table_size (self->rules) + 1;

  if (g_hash_table_lookup_extended (self->rules, rule, NULL, &number))
    {
      put (self, GPOINTER_TO_UINT (number));
      return;
    }
  put (self, next);
  put (self, strlen (rule));
  put_octets (self, (const guint8 *) rule, strlen (rule));
  g_hash_table_insert (self->rules, (gpointer) rule, GUINT_TO_POINTER (next));
}

static void
put_packet (Writer *self, const SimEntry *entry)
{
  const SimPacket *p = entry->packet;
  SimPacket guess;
  guint8 marks = 0;

  trace_guess_packet (&self->guess, entry, &guess);
  if (p->from_address != guess.from_address || p->to_address != guess.to_address
      || p->from_port != guess.from_port || p->to_port != guess.to_port)
    marks |= PACKET_ENDS;
  marks |= (p->seq != guess.seq ? PACKET_SEQ : 0) | (p->ack != guess.ack ? PACKET_ACK : 0)
           | (p->window != guess.window ? PACKET_WINDOW : 0) | (p->flags != guess.flags ? PACKET_FLAGS : 0)
           | (p->protocol != guess.protocol ? PACKET_PROTOCOL : 0);
  put_octet (self, marks);
  if (marks & PACKET_ENDS)
    {
      put (self, p->from_address);
      put (self, p->to_address);
      put (self, p->from_port);
      put (self, p->to_port);
    }
  if (marks & PACKET_SEQ)
    put (self, p->seq);
  if (marks & PACKET_ACK)
    put (self, p->ack);
  if (marks & PACKET_WINDOW)
    put (self, p->window);
  if (marks & PACKET_FLAGS)
    put_octet (self, p->flags);
  if (marks & PACKET_PROTOCOL)
    put_octet (self, p->protocol);
  put (self, trace_zigzag ((guint64) entry->until - (guint64) entry->time));
  trace_guess_note (&self->guess, entry);
}

static guint
cause_mark (const Writer *self, const SimEntry *entry)
{
  if (entry->cause == self->index)
    return CAUSE_ROOT;
  if (entry->cause + 1 == self->index)
    return CAUSE_LAST;
  return entry->cause == self->before.cause ? CAUSE_SAME : CAUSE_BACK;
}

static gboolean
has_payload (const SimEntry *entry)
{
  return entry->len > 0 && entry->kind != SIM_ENTRY_ARRIVED && entry->kind != SIM_ENTRY_LOST;
}

static void
put_kind (Writer *self, const SimEntry *entry)
{
  switch (entry->kind)
    {
    case SIM_ENTRY_OPENED:
      put (self, entry->from);
      put (self, entry->to);
      put_packet (self, entry);
      break;
    case SIM_ENTRY_SEGMENT:
      put_packet (self, entry);
      break;
    case SIM_ENTRY_MOVE:
      put (self, entry->from);
      put (self, entry->to);
      break;
    case SIM_ENTRY_NOTE:
      /* Plus one, as it may be -1. */
      put (self, (guint64) ((gint64) entry->from + 1));
      if (entry->until != 0)
        put (self, trace_zigzag ((guint64) entry->until - (guint64) entry->time));
      break;
    default:
      break;
    }
}

static void
put_entry (Writer *self)
{
  SimEntry entry;
  guint cause;
  guint8 marks;
  gsize marks_at;

  sim_trace_get (self->trace, self->index, &entry);
  cause = cause_mark (self, &entry);
  put_octet (self, entry.kind | entry.side << 4 | (entry.flags != 0 ? HEAD_FLAGS : 0)
                     | (entry.kind == SIM_ENTRY_NOTE && entry.until != 0 ? HEAD_UNTIL : 0));
  marks = (entry.time != self->before.time ? MARK_TIME : 0) | cause << 1
          | (entry.actor != self->before.actor ? MARK_ACTOR : 0)
          | (entry.conn != self->before.conn ? MARK_CONN : 0) | (entry.rule != NULL ? MARK_RULE : 0);
  marks_at = self->out->len;
  put_octet (self, marks);
  if (marks & MARK_TIME)
    put (self, (guint64) entry.time - (guint64) self->before.time);
  if (cause == CAUSE_BACK)
    put (self, self->index - entry.cause);
  if (marks & MARK_ACTOR)
    put (self, entry.actor);
  if (marks & MARK_CONN)
    put (self, entry.conn);
  if (entry.flags != 0)
    put_octet (self, entry.flags);
  if (entry.rule != NULL)
    put_rule (self, entry.rule);
  put_kind (self, &entry);
  if (has_payload (&entry))
    {
      marks |= put_payload (self, &entry);
      self->out->data[marks_at] = marks;
    }
  self->before = entry;
}

static void
put_head (Writer *self)
{
  GBytes *scenario = sim_trace_get_scenario (self->trace);
  guint n_hosts = sim_trace_n_hosts (self->trace);

  put_octets (self, (const guint8 *) TRACE_MAGIC, strlen (TRACE_MAGIC));
  put (self, sim_trace_get_seed (self->trace));
  put_text (self, sim_trace_get_id (self->trace));
  put (self, scenario != NULL ? g_bytes_get_size (scenario) + 1 : 0);
  if (scenario != NULL)
    put_octets (self, g_bytes_get_data (scenario, NULL), g_bytes_get_size (scenario));
  put (self, n_hosts);
  for (guint i = 0; i < n_hosts; i++)
    {
      const SimTraceHost *host = sim_trace_get_host (self->trace, i);

      put_text (self, host->name);
      put_text (self, host->label);
      put (self, host->address);
      put (self, host->roles);
    }
}

GBytes *
sim_trace_to_bytes (const SimTrace *trace)
{
  Writer self = { .trace = trace };
  guint length = sim_trace_length (trace);
  guint64 sum;

  self.out = g_byte_array_new ();
  self.rules = g_hash_table_new (g_str_hash, g_str_equal);
  self.lines = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self.follow = g_array_new (FALSE, TRUE, sizeof (Place));
  trace_guess_init (&self.guess);
  put_head (&self);
  put (&self, length);
  for (self.index = 0; self.index < length; self.index++)
    put_entry (&self);
  sum = GUINT64_TO_LE (trace_file_sum (self.out->data, self.out->len));
  put_octets (&self, (const guint8 *) &sum, TRACE_SUM_SIZE);
  trace_guess_clear (&self.guess);
  g_array_unref (self.follow);
  g_hash_table_unref (self.lines);
  g_hash_table_unref (self.rules);
  return g_byte_array_free_to_bytes (self.out);
}

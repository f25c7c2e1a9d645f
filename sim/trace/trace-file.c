/* trace-file.c - the octets of a trace file
 *
 *   "EHLOTRACE 1\n"
 *   seed, id, scenario, hosts, number of entries, entries
 *   8 octets: a sum over all octets before, lowest first
 *
 * Numbers are LEB128: seven bits an octet, lowest first. Texts have their length in front; one that may be
 * missing has its length plus one, and 0 says that it is. An entry has two octets of marks (HEAD_, MARK_)
 * and then only what its marks and its kind ask for:
 *
 *   time since the entry before, cause (how far back), actor, conn, flags, rule, what its kind has, payload
 *
 * A rule is its number, counted by first use; the next free number introduces a new one. A packet says
 * only what could not be guessed from the packets before it. A payload stands there as it is, or as
 * pieces of which some are copies out of earlier entries: what a wire carries was said before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/trace/trace-file.h"

#include "sim/trace/trace-file-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ---- what packets are likely to say --------------------------------------- */

void
trace_guess_init (TraceGuess *self)
{
  self->rows = g_array_new (FALSE, TRUE, sizeof (TraceGuessRow));
}

void
trace_guess_clear (TraceGuess *self)
{
  g_array_unref (self->rows);
}

static TraceGuessRow *
row_of (TraceGuess *self, const SimEntry *entry)
{
  guint i = entry->conn * 2 + (entry->side == SIM_SIDE_SERVER);

  if (i >= self->rows->len)
    g_array_set_size (self->rows, i + 1);
  return &g_array_index (self->rows, TraceGuessRow, i);
}

void
trace_guess_packet (TraceGuess *self, const SimEntry *entry, SimPacket *out)
{
  const TraceGuessRow *own = row_of (self, entry);
  SimEntry other = *entry;
  const TraceGuessRow *peer;

  *out = own->last;
  out->seq = own->next_seq;
  other.side = entry->side == SIM_SIDE_SERVER ? SIM_SIDE_CLIENT : SIM_SIDE_SERVER;
  peer = row_of (self, &other);
  own = row_of (self, entry);      /* the rows may have moved */
  if (!own->seen && peer->seen)
    {
      *out = peer->last;
      out->from_address = peer->last.to_address;
      out->to_address = peer->last.from_address;
      out->from_port = peer->last.to_port;
      out->to_port = peer->last.from_port;
      out->seq = 0;
    }
  if (peer->seen)
    out->ack = peer->next_seq;
}

void
trace_guess_note (TraceGuess *self, const SimEntry *entry)
{
  TraceGuessRow *row = row_of (self, entry);

  row->seen = TRUE;
  row->last = *entry->packet;
  row->next_seq = entry->packet->seq + entry->len
                  + ((entry->packet->flags & (SIM_PACKET_SYN | SIM_PACKET_FIN)) != 0);
}

guint64
trace_file_sum (const guint8 *bytes, gsize len)
{
  guint64 hash = G_GUINT64_CONSTANT (14695981039346656037);     /* FNV-1a */

  for (gsize i = 0; i < len; i++)
    hash = (hash ^ bytes[i]) * G_GUINT64_CONSTANT (1099511628211);
  return hash;
}

/* ---- files ---------------------------------------------------------------- */

gboolean
sim_trace_is_trace (const guint8 *bytes, gsize len)
{
  return len >= strlen (TRACE_MAGIC) && memcmp (bytes, TRACE_MAGIC, strlen (TRACE_MAGIC)) == 0;
}

gboolean
sim_trace_save (const SimTrace *trace, const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = sim_trace_to_bytes (trace);

  /* Written beside @path and moved over it once it is on the disk. */
  return g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0666, error);
}

SimTrace *
sim_trace_load (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *shown = NULL;
  SimTrace *trace;
  char *data;
  gsize len;

  if (!g_file_get_contents (path, &data, &len, error))
    return NULL;
  bytes = g_bytes_new_take (data, len);
  trace = sim_trace_from_bytes (bytes, error);
  if (trace == NULL)
    {
      shown = g_filename_display_name (path);
      g_prefix_error (error, "%s: ", shown);
    }
  return trace;
}

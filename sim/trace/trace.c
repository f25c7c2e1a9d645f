/* trace.c - entries of 32 bytes; texts, packets and rare numbers in tables beside them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/trace/trace.h"

#include "sim/core/text.h"

#include <string.h>

#define BLOCK_SIZE (64 * 1024)
#define NOTHING    G_MAXUINT32

typedef struct
{
  SimTime time;
  guint32 cause;
  guint32 conn;
  guint16 actor;
  guint16 rule;        /* index in rules; 0: none */
  guint8  kind;
  guint8  side;
  guint8  flags;
  guint8  unused;
  guint32 slice;       /* index in slices or NOTHING */
  guint32 extra;       /* MOVE: from and to. With a packet: index in packets. NOTE: index in notes */
} Packed;

G_STATIC_ASSERT (sizeof (Packed) == 32);

typedef struct { const guint8 *bytes; gsize len; } Slice;
typedef struct { SimPacket packet; SimTime until; } PacketRow;
typedef struct { SimTime until; gint32 about; } NoteRow;
typedef struct { guint8 *data; gsize used, size; } Block;

struct _SimTrace
{
  grefcount   ref_count;
  char       *id;
  GBytes     *scenario;
  guint64     seed;
  GPtrArray  *hosts;        /* SimTraceHost */
  GArray     *entries;      /* Packed */
  GArray     *slices;       /* Slice */
  GArray     *packets;      /* PacketRow */
  GArray     *notes;        /* NoteRow */
  GArray     *connections;  /* SimConnection */
  GArray     *blocks;       /* Block: the payload */
  gsize       payload;
  GPtrArray  *rules;        /* owned strings; [0] is NULL */
  GHashTable *rule_numbers; /* looked up only, never walked */
  guint       cause;
};

static void
free_host (gpointer data)
{
  SimTraceHost *host = data;

  g_free (host->name);
  g_free (host->label);
  g_free (host);
}

static void
clear_block (gpointer data)
{
  g_free (((Block *) data)->data);
}

SimTrace *
sim_trace_new (void)
{
  SimTrace *self = g_new0 (SimTrace, 1);

  g_ref_count_init (&self->ref_count);
  self->hosts = g_ptr_array_new_with_free_func (free_host);
  self->entries = g_array_new (FALSE, FALSE, sizeof (Packed));
  self->slices = g_array_new (FALSE, FALSE, sizeof (Slice));
  self->packets = g_array_new (FALSE, FALSE, sizeof (PacketRow));
  self->notes = g_array_new (FALSE, FALSE, sizeof (NoteRow));
  self->connections = g_array_new (FALSE, FALSE, sizeof (SimConnection));
  self->blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  g_array_set_clear_func (self->blocks, clear_block);
  self->rules = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->rules, NULL);
  self->rule_numbers = g_hash_table_new (g_str_hash, g_str_equal);
  self->cause = SIM_CAUSE_NONE;
  return self;
}

SimTrace *
sim_trace_ref (SimTrace *self)
{
  g_ref_count_inc (&self->ref_count);
  return self;
}

void
sim_trace_unref (SimTrace *self)
{
  if (!g_ref_count_dec (&self->ref_count))
    return;
  g_free (self->id);
  g_clear_pointer (&self->scenario, g_bytes_unref);
  g_ptr_array_unref (self->hosts);
  g_array_unref (self->entries);
  g_array_unref (self->slices);
  g_array_unref (self->packets);
  g_array_unref (self->notes);
  g_array_unref (self->connections);
  g_array_unref (self->blocks);
  g_hash_table_unref (self->rule_numbers);
  g_ptr_array_unref (self->rules);
  g_free (self);
}

void
sim_trace_set_scenario (SimTrace *self, const char *id, GBytes *text)
{
  char *old_id = self->id;
  GBytes *old = self->scenario;

  self->id = g_strdup (id);
  self->scenario = text != NULL ? g_bytes_ref (text) : NULL;
  g_free (old_id);
  g_clear_pointer (&old, g_bytes_unref);
}

const char *
sim_trace_get_id (const SimTrace *self)
{
  return self->id;
}

GBytes *
sim_trace_get_scenario (const SimTrace *self)
{
  return self->scenario;
}

void
sim_trace_set_seed (SimTrace *self, guint64 seed)
{
  self->seed = seed;
}

guint64
sim_trace_get_seed (const SimTrace *self)
{
  return self->seed;
}

guint
sim_trace_add_host (SimTrace *self, const char *name, const char *label, guint32 address, guint roles)
{
  SimTraceHost *host = g_new0 (SimTraceHost, 1);

  g_return_val_if_fail (self->hosts->len < G_MAXUINT16, 0);

  host->name = g_strdup (name);
  host->label = g_strdup (label);
  host->address = address;
  host->roles = roles;
  g_ptr_array_add (self->hosts, host);
  return self->hosts->len - 1;
}

guint
sim_trace_n_hosts (const SimTrace *self)
{
  return self->hosts->len;
}

const SimTraceHost *
sim_trace_get_host (const SimTrace *self, guint host)
{
  g_return_val_if_fail (host < self->hosts->len, NULL);

  return g_ptr_array_index (self->hosts, host);
}

/* A copy of @bytes that stays, or @bytes themselves if they lie in a late block. */
static const guint8 *
keep (SimTrace *self, const guint8 *bytes, gsize len)
{
  Block *block = NULL;

  for (guint n = self->blocks->len, i = n; i > 0 && i + 4 > n; i--)
    {
      block = &g_array_index (self->blocks, Block, i - 1);
      if (bytes >= block->data && bytes + len <= block->data + block->used)
        return bytes;
    }
  block = self->blocks->len > 0 ? &g_array_index (self->blocks, Block, self->blocks->len - 1) : NULL;
  if (block == NULL || block->size - block->used < len)
    {
      Block fresh = { NULL, 0, len > BLOCK_SIZE ? len : BLOCK_SIZE };

      fresh.data = g_malloc (fresh.size);
      g_array_append_val (self->blocks, fresh);
      block = &g_array_index (self->blocks, Block, self->blocks->len - 1);
    }
  memcpy (block->data + block->used, bytes, len);
  block->used += len;
  self->payload += len;
  return block->data + block->used - len;
}

static guint32
add_slice (SimTrace *self, const guint8 *bytes, gsize len)
{
  Slice slice = { NULL, len };

  if (len == 0)
    return NOTHING;
  slice.bytes = keep (self, bytes, len);
  g_array_append_val (self->slices, slice);
  return self->slices->len - 1;
}

static guint16
rule_number (SimTrace *self, const char *rule)
{
  gpointer number;
  char *copy;

  if (rule == NULL)
    return 0;
  if (g_hash_table_lookup_extended (self->rule_numbers, rule, NULL, &number))
    return GPOINTER_TO_UINT (number);
  g_return_val_if_fail (self->rules->len < G_MAXUINT16, 0);
  copy = g_strdup (rule);
  g_ptr_array_add (self->rules, copy);
  g_hash_table_insert (self->rule_numbers, copy, GUINT_TO_POINTER (self->rules->len - 1));
  return self->rules->len - 1;
}

static guint32
add_packet (SimTrace *self, const SimEntry *entry)
{
  PacketRow row = { .until = entry->until };

  if (entry->packet != NULL)
    row.packet = *entry->packet;
  g_array_append_val (self->packets, row);
  return self->packets->len - 1;
}

static void
add_connection (SimTrace *self, const SimEntry *entry, guint index)
{
  SimConnection connection = { .opened = index };

  g_return_if_fail (entry->conn == self->connections->len + 1);
  connection.client = entry->from;
  connection.server = entry->to;
  if (entry->packet != NULL)
    {
      connection.client_port = entry->packet->from_port;
      connection.port = entry->packet->to_port;
      connection.transport = entry->packet->protocol;
    }
  connection.protocol = g_ptr_array_index (self->rules, rule_number (self, entry->rule));
  g_array_append_val (self->connections, connection);
}

guint
sim_trace_add (SimTrace *self, const SimEntry *entry)
{
  guint index = self->entries->len;
  Packed packed = { .time = entry->time, .conn = entry->conn, .actor = entry->actor,
                    .kind = entry->kind, .side = entry->side, .flags = entry->flags,
                    .slice = NOTHING, .extra = NOTHING };
  guint cause = entry->cause == SIM_CAUSE_CURRENT ? self->cause : entry->cause;

  packed.cause = cause < index ? cause : index;
  packed.rule = rule_number (self, entry->rule);
  switch (entry->kind)
    {
    case SIM_ENTRY_ARRIVED:
    case SIM_ENTRY_LOST:
      {
        const Packed *sent = &g_array_index (self->entries, Packed, packed.cause);

        g_return_val_if_fail (packed.cause < index && sent->kind == SIM_ENTRY_SEGMENT, 0);
        packed.slice = sent->slice;
        packed.extra = sent->extra;
        break;
      }
    case SIM_ENTRY_SEGMENT:
      packed.slice = add_slice (self, entry->bytes, entry->len);
      packed.extra = add_packet (self, entry);
      break;
    case SIM_ENTRY_OPENED:
      packed.extra = add_packet (self, entry);
      add_connection (self, entry, index);
      break;
    case SIM_ENTRY_MOVE:
      packed.extra = (guint32) entry->from << 16 | (entry->to & 0xffff);
      break;
    case SIM_ENTRY_NOTE:
      {
        NoteRow row = { entry->until, entry->from };

        packed.slice = add_slice (self, entry->bytes, entry->len);
        packed.extra = self->notes->len;
        g_array_append_val (self->notes, row);
        break;
      }
    case SIM_ENTRY_SAID:
    case SIM_ENTRY_STORED:
    case SIM_ENTRY_CLOSED:
      packed.slice = add_slice (self, entry->bytes, entry->len);
      break;
    }
  g_array_append_val (self->entries, packed);
  return index;
}

guint
sim_trace_length (const SimTrace *self)
{
  return self->entries->len;
}

void
sim_trace_get (const SimTrace *self, guint index, SimEntry *out)
{
  const Packed *packed;

  g_return_if_fail (index < self->entries->len);

  packed = &g_array_index (self->entries, Packed, index);
  *out = (SimEntry) { .time = packed->time, .kind = packed->kind, .side = packed->side,
                      .flags = packed->flags, .cause = packed->cause, .actor = packed->actor,
                      .conn = packed->conn, .bytes = (const guint8 *) "" };
  out->rule = g_ptr_array_index (self->rules, packed->rule);
  if (packed->slice != NOTHING)
    {
      const Slice *slice = &g_array_index (self->slices, Slice, packed->slice);

      out->bytes = slice->bytes;
      out->len = slice->len;
    }
  switch (out->kind)
    {
    case SIM_ENTRY_OPENED:
    case SIM_ENTRY_SEGMENT:
    case SIM_ENTRY_ARRIVED:
    case SIM_ENTRY_LOST:
      out->packet = &g_array_index (self->packets, PacketRow, packed->extra).packet;
      out->until = g_array_index (self->packets, PacketRow, packed->extra).until;
      if (out->kind == SIM_ENTRY_OPENED)
        {
          const SimConnection *connection = &g_array_index (self->connections, SimConnection, packed->conn - 1);

          out->from = connection->client;
          out->to = connection->server;
        }
      break;
    case SIM_ENTRY_MOVE:
      out->from = packed->extra >> 16;
      out->to = packed->extra & 0xffff;
      break;
    case SIM_ENTRY_NOTE:
      out->until = g_array_index (self->notes, NoteRow, packed->extra).until;
      out->from = g_array_index (self->notes, NoteRow, packed->extra).about;
      break;
    case SIM_ENTRY_SAID:
    case SIM_ENTRY_STORED:
    case SIM_ENTRY_CLOSED:
      break;
    }
}

void
sim_trace_set_cause (SimTrace *self, guint cause)
{
  self->cause = cause;
}

guint
sim_trace_get_cause (const SimTrace *self)
{
  return self->cause;
}

guint
sim_trace_n_connections (const SimTrace *self)
{
  return self->connections->len;
}

void
sim_trace_get_connection (const SimTrace *self, guint32 conn, SimConnection *out)
{
  g_return_if_fail (conn > 0 && conn <= self->connections->len);

  *out = g_array_index (self->connections, SimConnection, conn - 1);
}

guint
sim_trace_at (const SimTrace *self, SimTime when)
{
  guint low = 0, high = self->entries->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->entries, Packed, middle).time <= when)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static guint64
mix (guint64 hash, guint64 value)
{
  hash = (hash ^ value) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return hash ^ hash >> 29;
}

static guint64
mix_bytes (guint64 hash, const guint8 *bytes, gsize len)
{
  guint64 word;

  hash = mix (hash, len);
  for (; len >= sizeof word; bytes += sizeof word, len -= sizeof word)
    {
      memcpy (&word, bytes, sizeof word);
      hash = mix (hash, GUINT64_FROM_LE (word));
    }
  for (word = 0; len > 0; len--)
    word = word << 8 | bytes[len - 1];
  return mix (hash, word);
}

static guint64
mix_text (guint64 hash, const char *text)
{
  return text == NULL ? mix (hash, 0) : mix_bytes (hash, (const guint8 *) text, strlen (text));
}

guint64
sim_trace_fingerprint (const SimTrace *self)
{
  guint64 hash = mix (G_GUINT64_CONSTANT (0x45484c4f), self->seed);

  for (guint i = 0; i < self->hosts->len; i++)
    {
      const SimTraceHost *host = g_ptr_array_index (self->hosts, i);

      hash = mix_text (hash, host->name);
      hash = mix_text (hash, host->label);
      hash = mix (hash, (guint64) host->address << 32 | host->roles);
    }
  for (guint i = 0; i < self->entries->len; i++)
    {
      SimEntry e;

      sim_trace_get (self, i, &e);
      hash = mix (hash, e.time);
      hash = mix (hash, e.until);
      hash = mix (hash, (guint64) e.cause << 32 | e.conn);
      hash = mix (hash, (guint64) e.actor << 24 | e.kind << 16 | e.side << 8 | e.flags);
      hash = mix (hash, (guint64) (guint32) e.from << 32 | (guint32) e.to);
      hash = mix_text (hash, e.rule);
      hash = mix_bytes (hash, e.bytes, e.len);
      if (e.packet != NULL)
        {
          hash = mix (hash, (guint64) e.packet->from_address << 32 | e.packet->to_address);
          hash = mix (hash, (guint64) e.packet->seq << 32 | e.packet->ack);
          hash = mix (hash, (guint64) e.packet->from_port << 48 | (guint64) e.packet->to_port << 32
                              | (guint32) e.packet->window << 16 | e.packet->flags << 8 | e.packet->protocol);
        }
    }
  return hash;
}

void
sim_trace_memory (const SimTrace *self, gsize *entries, gsize *payload)
{
  *entries = self->entries->len * sizeof (Packed) + self->slices->len * sizeof (Slice)
             + self->packets->len * sizeof (PacketRow) + self->notes->len * sizeof (NoteRow)
             + self->connections->len * sizeof (SimConnection);
  *payload = self->payload;
}

/* How many octets of a secret line are shown: a verb and a mechanism, never the rest. */
static gsize
open_part (const guint8 *bytes, gsize len)
{
  const guint8 *mechanism;

  if (len < 5 || g_ascii_strncasecmp ((const char *) bytes, "AUTH ", 5) != 0)
    return 0;
  mechanism = memchr (bytes + 5, ' ', len - 5);
  return mechanism == NULL ? len : (gsize) (mechanism - bytes) + 1;
}

static char *
dup_line (const guint8 *bytes, gsize len, gboolean mask)
{
  gsize shown = mask ? open_part (bytes, len) : len;
  g_autofree char *text = sim_text_escape (bytes, shown);

  return shown < len ? g_strconcat (text, "********", NULL) : g_steal_pointer (&text);
}

static gsize
without_end (const guint8 *bytes, gsize len)
{
  return len >= 2 && bytes[len - 2] == '\r' && bytes[len - 1] == '\n' ? len - 2 : len;
}

char *
sim_trace_dup_said (const SimEntry *entry, gboolean secrets)
{
  return dup_line (entry->bytes, without_end (entry->bytes, entry->len),
                   (entry->flags & SIM_ENTRY_SECRET) != 0 && !secrets);
}

char **
sim_trace_dup_lines (const SimEntry *entry, gboolean secrets)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  const guint8 *p = entry->bytes;
  gsize left = entry->len;

  if ((entry->flags & SIM_ENTRY_LITERAL) == 0)
    g_ptr_array_add (lines, sim_trace_dup_said (entry, secrets));
  else
    while (left > 0)
      {
        const guint8 *lf = memchr (p, '\n', left);
        gsize len = lf != NULL ? (gsize) (lf - p) + 1 : left;

        g_ptr_array_add (lines, dup_line (p, without_end (p, len), FALSE));
        p += len;
        left -= len;
      }
  g_ptr_array_add (lines, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&lines), FALSE);
}

const char *
sim_entry_kind_name (SimEntryKind kind)
{
  static const char * const names[] =
  {
    "opened", "said", "segment", "arrived", "lost", "move", "stored", "note", "closed"
  };

  g_return_val_if_fail (kind < G_N_ELEMENTS (names), "");

  return names[kind];
}

/* Any trace as a capture: what is written is read again block by block, packet by packet.
 *
 * The input is a trace file whose sum is set right; the epoch stands where the sum was.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/export/pcapng.h"
#include "sim/trace/trace-file-private.h"
#include "sim/trace/trace-file.h"

#include <string.h>

#define IP_HEADER 20

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct
{
  const guint8 *data;
  gsize         len;
  gsize         at;
} Reader;

static guint
le16 (const guint8 *at)
{
  return at[0] | (guint) at[1] << 8;
}

static guint32
le32 (const guint8 *at)
{
  return le16 (at) | le16 (at + 2) << 16;
}

static guint
be16 (const guint8 *at)
{
  return (guint) at[0] << 8 | at[1];
}

static guint32
be32 (const guint8 *at)
{
  return be16 (at) << 16 | be16 (at + 2);
}

/* The body of the next block, which is to be of @type; there has to be one. */
static Reader
next_block (Reader *file, guint32 type)
{
  const guint8 *block = file->data + file->at;
  guint32 len;

  g_assert_cmpuint (file->len - file->at, >=, 12);
  len = le32 (block + 4);
  g_assert_cmphex (le32 (block), ==, type);
  g_assert_cmpuint (len % 4, ==, 0);
  g_assert_cmpuint (len, >=, 12);
  g_assert_cmpuint (len, <=, file->len - file->at);
  g_assert_cmpuint (le32 (block + len - 4), ==, len);
  file->at += len;
  return (Reader) { block + 8, len - 12, 0 };
}

/* Options, or the records of a block of names: code, length, value, padding of zeros, up to the code 0,
 * which ends the block. Returns how many. */
static guint
read_options (Reader *body)
{
  guint n = 0;

  for (;; n++)
    {
      const guint8 *option = body->data + body->at;
      guint len;

      g_assert_cmpuint (body->len - body->at, >=, 4);
      len = le16 (option + 2);
      body->at += 4;
      if (le16 (option) == 0)
        break;
      g_assert_cmpuint (body->len - body->at, >=, (len + 3) & ~3u);
      for (guint i = len; i % 4 != 0; i++)
        g_assert_cmpuint (option[4 + i], ==, 0);
      body->at += (len + 3) & ~3u;
    }
  g_assert_cmpuint (body->at, ==, body->len);
  return n;
}

static guint32
fold (guint32 total, const guint8 *octets, gsize len)
{
  for (gsize i = 0; i < len; i++)
    total += i % 2 == 0 ? (guint32) octets[i] << 8 : octets[i];
  while (total >> 16 != 0)
    total = (total & 0xffff) + (total >> 16);
  return total;
}

/* A TCP header of 20 octets, or 24 where the packet says how much it takes; or a UDP header. */
static gsize
check_transport (const guint8 *part, gsize len, const SimPacket *packet)
{
  g_assert_cmpuint (be16 (part), ==, packet->from_port);
  g_assert_cmpuint (be16 (part + 2), ==, packet->to_port);
  if (packet->protocol == SIM_PROTOCOL_UDP)
    {
      g_assert_cmpuint (be16 (part + 4), ==, len);
      g_assert_cmpuint (be16 (part + 6), !=, 0);
      return 8;
    }
  g_assert_cmpuint (be32 (part + 4), ==, packet->seq);
  g_assert_cmpuint (be32 (part + 8), ==, packet->flags & SIM_PACKET_ACK ? packet->ack : 0);
  g_assert_cmpuint (part[13], ==, packet->flags);
  g_assert_cmpuint (be16 (part + 14), ==, packet->window);
  g_assert_cmpuint (part[12] >> 4, ==, packet->flags & SIM_PACKET_SYN ? 6 : 5);
  return (part[12] >> 4) * 4;
}

static void
check_packet (Reader body, const SimEntry *entry, guint64 epoch)
{
  const guint8 *ip = body.data + 20;
  gsize len, header;

  g_assert_cmpuint (body.len, >=, 20 + IP_HEADER + 8);
  len = le32 (body.data + 12);
  g_assert_cmpuint (le32 (body.data), ==, 0);
  g_assert_cmpuint ((guint64) le32 (body.data + 4) << 32 | le32 (body.data + 8), ==,
                    epoch * (guint64) SIM_TIME_SECOND + (guint64) entry->time);
  g_assert_cmpuint (le32 (body.data + 16), ==, len);
  g_assert_cmpuint (body.len, ==, 20 + (len + 3) / 4 * 4);

  g_assert_cmphex (ip[0], ==, 0x45);
  g_assert_cmpuint (be16 (ip + 2), ==, len);
  g_assert_cmpuint (ip[9], ==, entry->packet->protocol);
  g_assert_cmphex (be32 (ip + 12), ==, entry->packet->from_address);
  g_assert_cmphex (be32 (ip + 16), ==, entry->packet->to_address);
  g_assert_cmphex (fold (0, ip, IP_HEADER), ==, 0xffff);
  g_assert_cmphex (fold (fold (ip[9] + (guint32) (len - IP_HEADER), ip + 12, 8), ip + IP_HEADER, len - IP_HEADER), ==, 0xffff);

  header = IP_HEADER + check_transport (ip + IP_HEADER, len - IP_HEADER, entry->packet);
  g_assert_cmpuint (len, >=, header);
  g_assert_cmpuint (len - header, <=, entry->len);
  if (len - header < entry->len)               /* more than a packet can hold: no packet of ours is so long */
    g_assert_cmpuint (len, >, G_MAXUINT16 - 64);
  g_assert_true (len == header || memcmp (ip + header, entry->bytes, len - header) == 0);
}

static void
check_file (const SimTrace *trace, gint64 epoch)
{
  g_autoptr (GBytes) bytes = sim_pcapng_new (trace, epoch);
  g_autoptr (GBytes) again = sim_pcapng_new (trace, epoch);
  Reader file = { g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), 0 };
  Reader body = next_block (&file, 0x0a0d0d0a);
  guint n_names = 0;

  g_assert_true (g_bytes_equal (bytes, again));
  g_assert_cmphex (le32 (body.data), ==, 0x1a2b3c4d);
  body.at = 16;
  read_options (&body);
  body = next_block (&file, 1);
  g_assert_cmpuint (le16 (body.data), ==, 101);
  body.at = 8;
  read_options (&body);
  body = next_block (&file, 4);
  for (guint i = 0; i < sim_trace_n_hosts (trace); i++)
    n_names += strlen (sim_trace_get_host (trace, i)->name) < 256;
  g_assert_cmpuint (read_options (&body), ==, n_names);

  for (guint i = 0; i < sim_trace_length (trace); i++)
    {
      SimEntry entry;

      sim_trace_get (trace, i, &entry);
      if (entry.kind == SIM_ENTRY_SEGMENT)
        check_packet (next_block (&file, 6), &entry, epoch > 0 ? (guint64) epoch : 0);
    }
  g_assert_cmpuint (file.at, ==, file.len);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (SimTrace) trace = NULL;
  guint8 *copy;
  gint64 epoch;
  guint64 sum;

  if (size < TRACE_SUM_SIZE)
    return 0;
  copy = g_memdup2 (data, size);
  memcpy (&epoch, copy + size - TRACE_SUM_SIZE, sizeof epoch);
  epoch = GINT64_FROM_LE (epoch);
  sum = GUINT64_TO_LE (trace_file_sum (copy, size - TRACE_SUM_SIZE));
  memcpy (copy + size - TRACE_SUM_SIZE, &sum, sizeof sum);
  bytes = g_bytes_new_take (copy, size);
  trace = sim_trace_from_bytes (bytes, NULL);
  if (trace != NULL)
    check_file (trace, epoch);
  return 0;
}

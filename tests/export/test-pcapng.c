/* A capture file read back, block by block.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/export/pcapng.h"

#include "sim/world/world.h"

#include <string.h>

typedef struct
{
  const guint8 *data;
  gsize         len;
  gsize         at;
} File;

static guint16
le16 (const guint8 *at)
{
  return at[0] | at[1] << 8;
}

static guint32
le32 (const guint8 *at)
{
  return le16 (at) | (guint32) le16 (at + 2) << 16;
}

static guint16
be16 (const guint8 *at)
{
  return at[0] << 8 | at[1];
}

static guint32
be32 (const guint8 *at)
{
  return (guint32) be16 (at) << 16 | be16 (at + 2);
}

/* The body of the next block; NULL at the end. */
static const guint8 *
next_block (File *file, guint32 *type, guint32 *body)
{
  const guint8 *block = file->data + file->at;
  guint32 len;

  if (file->at == file->len)
    return NULL;
  g_assert_cmpuint (file->at + 12, <=, file->len);
  len = le32 (block + 4);
  g_assert_cmpuint (len % 4, ==, 0);
  g_assert_cmpuint (file->at + len, <=, file->len);
  g_assert_cmpuint (le32 (block + len - 4), ==, len);
  *type = le32 (block);
  *body = len - 12;
  file->at += len;
  return block + 8;
}

static guint16
folded_sum (const guint8 *octets, gsize len, guint32 total)
{
  for (gsize i = 0; i < len; i++)
    total += i % 2 == 0 ? octets[i] << 8 : octets[i];
  while (total >> 16 != 0)
    total = (total & 0xffff) + (total >> 16);
  return total;
}

static void
check_transport (const guint8 *ip, gsize len, const SimEntry *entry)
{
  const guint8 *part = ip + 20;
  gsize header = 8;
  guint32 pseudo = folded_sum (ip + 12, 8, ip[9] + (len - 20));

  g_assert_cmpuint (be16 (part), ==, entry->packet->from_port);
  g_assert_cmpuint (be16 (part + 2), ==, entry->packet->to_port);
  g_assert_cmpuint (folded_sum (part, len - 20, pseudo), ==, 0xffff);
  if (ip[9] == 6)
    {
      header = part[12] / 16 * 4;
      g_assert_cmpuint (header, ==, entry->packet->flags & SIM_PACKET_SYN ? 24 : 20);
      g_assert_cmpuint (be32 (part + 4), ==, entry->packet->seq);
      g_assert_cmpuint (be32 (part + 8), ==, entry->packet->ack);
      g_assert_cmpuint (part[13], ==, entry->packet->flags);
      g_assert_cmpuint (be16 (part + 14), ==, entry->packet->window);
    }
  else
    g_assert_cmpuint (be16 (part + 4), ==, len - 20);
  g_assert_cmpmem (part + header, len - 20 - header, entry->bytes, entry->len);
}

static void
check_packet (const guint8 *body, guint32 body_len, const SimEntry *entry, gint64 epoch)
{
  guint64 when = (guint64) le32 (body + 4) << 32 | le32 (body + 8);
  guint32 len = le32 (body + 12);
  const guint8 *ip = body + 20;

  g_assert_cmpuint (le32 (body), ==, 0);
  g_assert_cmpuint (when, ==, epoch * SIM_TIME_SECOND + entry->time);
  g_assert_cmpuint (le32 (body + 16), ==, len);
  g_assert_cmpuint (body_len, ==, 20 + (len + 3) / 4 * 4);
  g_assert_cmpuint (ip[0], ==, 0x45);
  g_assert_cmpuint (be16 (ip + 2), ==, len);
  g_assert_cmpuint (folded_sum (ip, 20, 0), ==, 0xffff);
  g_assert_cmpuint (ip[9], ==, entry->packet->protocol);
  g_assert_cmpuint (be32 (ip + 12), ==, entry->packet->from_address);
  g_assert_cmpuint (be32 (ip + 16), ==, entry->packet->to_address);
  check_transport (ip, len, entry);
}

static SimTrace *
play (const char *id, gint64 *epoch)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SimScenario) lesson = sim_scenario_lesson (id, &error);

  g_assert_no_error (error);
  *epoch = lesson->epoch;
  return sim_world_play (lesson, lesson->seed, SIM_TIME_NEVER);
}

/* The next entry that put a packet on a wire. */
static gboolean
next_segment (const SimTrace *trace, guint *at, SimEntry *entry)
{
  while (*at < sim_trace_length (trace))
    {
      sim_trace_get (trace, (*at)++, entry);
      if (entry->kind == SIM_ENTRY_SEGMENT)
        return TRUE;
    }
  return FALSE;
}

static void
test_each_packet_once (void)
{
  gint64 epoch;
  g_autoptr (SimTrace) trace = play ("first-letter", &epoch);
  g_autoptr (GBytes) bytes = sim_pcapng_new (trace, epoch);
  File file = { NULL, 0, 0 };
  const guint8 *body;
  guint32 type, len;
  SimEntry entry;
  guint at = 0, packets = 0;

  file.data = g_bytes_get_data (bytes, &file.len);
  for (guint n = 0; (body = next_block (&file, &type, &len)) != NULL; n++)
    {
      static const guint32 first[] = { 0x0a0d0d0a, 1, 4 };

      if (n < G_N_ELEMENTS (first))
        {
          g_assert_cmphex (type, ==, first[n]);
          continue;
        }
      g_assert_cmpuint (type, ==, 6);
      g_assert_true (next_segment (trace, &at, &entry));
      check_packet (body, len, &entry, epoch);
      packets++;
    }
  g_assert_false (next_segment (trace, &at, &entry));
  g_assert_cmpuint (packets, >, 50);
}

static void
test_interface (void)
{
  g_autoptr (SimTrace) trace = sim_trace_new ();
  g_autoptr (GBytes) bytes = sim_pcapng_new (trace, 0);
  File file = { NULL, 0, 0 };
  guint32 type, len;
  const guint8 *body;
  guint at = 8;

  file.data = g_bytes_get_data (bytes, &file.len);
  body = next_block (&file, &type, &len);
  g_assert_cmphex (le32 (body), ==, 0x1a2b3c4d);
  g_assert_cmpuint (le16 (body + 4), ==, 1);
  body = next_block (&file, &type, &len);
  g_assert_cmpuint (le16 (body), ==, 101);
  while (le16 (body + at) != 9)          /* if_tsresol */
    {
      g_assert_cmpuint (le16 (body + at), !=, 0);
      at += 4 + (le16 (body + at + 2) + 3) / 4 * 4;
      g_assert_cmpuint (at, <, len);
    }
  g_assert_cmpuint (body[at + 4], ==, 9);
}

static void
test_names (void)
{
  gint64 epoch;
  g_autoptr (SimTrace) trace = play ("first-letter", &epoch);
  g_autoptr (GBytes) bytes = sim_pcapng_new (trace, epoch);
  File file = { NULL, 0, 0 };
  guint32 type = 0, len;
  const guint8 *body = NULL;
  guint at = 0;

  file.data = g_bytes_get_data (bytes, &file.len);
  while (type != 4)
    body = next_block (&file, &type, &len);
  for (guint i = 0; i < sim_trace_n_hosts (trace); i++)
    {
      const SimTraceHost *host = sim_trace_get_host (trace, i);

      g_assert_cmpuint (le16 (body + at), ==, 1);
      g_assert_cmpuint (be32 (body + at + 4), ==, host->address);
      g_assert_cmpstr ((const char *) body + at + 8, ==, host->name);
      at += 4 + (le16 (body + at + 2) + 3) / 4 * 4;
    }
  g_assert_cmpuint (le32 (body + at), ==, 0);
}

/* A trace file may hold what no stream sends. */
static void
test_longest_packet (void)
{
  g_autoptr (SimTrace) trace = sim_trace_new ();
  g_autofree guint8 *data = g_malloc0 (100000);
  SimPacket packet = { 0xc0000201, 0xc0000202, 1000, 25, 1, 2, 65535, SIM_PACKET_ACK, SIM_PROTOCOL_TCP };
  SimEntry entry = { .kind = SIM_ENTRY_SEGMENT, .side = SIM_SIDE_CLIENT, .cause = SIM_CAUSE_NONE, .bytes = data,
                     .len = 100000, .packet = &packet };
  File file = { NULL, 0, 0 };
  guint32 type = 0, len;
  const guint8 *body = NULL;

  sim_trace_add (trace, &entry);
  packet.protocol = SIM_PROTOCOL_UDP;
  sim_trace_add (trace, &entry);
  {
    g_autoptr (GBytes) bytes = sim_pcapng_new (trace, -5);
    guint packets = 0;

    file.data = g_bytes_get_data (bytes, &file.len);
    while ((body = next_block (&file, &type, &len)) != NULL)
      {
        if (type != 6)
          continue;
        packets++;
        g_assert_cmpuint (le32 (body + 12), ==, be16 (body + 22));
        g_assert_cmpuint (le32 (body + 12), >, 65000);
      }
    g_assert_cmpuint (packets, ==, 2);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/pcapng/each-packet-once-as-sent", test_each_packet_once);
  g_test_add_func ("/export/pcapng/nanoseconds-and-raw-packets", test_interface);
  g_test_add_func ("/export/pcapng/hosts-have-names", test_names);
  g_test_add_func ("/export/pcapng/no-packet-is-longer-than-its-header-can-say", test_longest_packet);
  return g_test_run ();
}

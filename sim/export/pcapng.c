/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/export/pcapng.h"

#include "sim/net/stream.h"

#include <string.h>

enum { BLOCK_SECTION = 0x0a0d0d0a, BLOCK_INTERFACE = 1, BLOCK_NAMES = 4, BLOCK_PACKET = 6 };

#define LINK_TYPE_RAW   101      /* the packet begins with its IP header */
#define BYTE_ORDER_MAGIC 0x1a2b3c4d
#define OPTION_NAME     2        /* of the interface */
#define OPTION_TSRESOL  9
#define OPTION_PROGRAM  4        /* of the section */
#define NAME_IPV4       1

#define IP_HEADER       20
#define UDP_HEADER      8
#define TCP_HEADER      20
#define MSS_OPTION      4
#define TIME_TO_LIVE    64
#define DONT_FRAGMENT   0x4000

/* ---- little-endian blocks -------------------------------------------------- */

static void
put16 (GByteArray *out, guint16 value)
{
  const guint8 octets[] = { value & 255, value >> 8 };

  g_byte_array_append (out, octets, sizeof octets);
}

static void
put32 (GByteArray *out, guint32 value)
{
  put16 (out, value & 0xffff);
  put16 (out, value >> 16);
}

static void
pad (GByteArray *out)
{
  static const guint8 zeros[4];

  g_byte_array_append (out, zeros, -out->len & 3);
}

static void
put_option (GByteArray *out, guint16 code, const void *data, guint16 len)
{
  put16 (out, code);
  put16 (out, len);
  g_byte_array_append (out, data, len);
  pad (out);
}

/* Writes type and a length that end_block() makes true; returns where the block begins. */
static guint
begin_block (GByteArray *out, guint32 type)
{
  put32 (out, type);
  put32 (out, 0);
  return out->len - 8;
}

static void
end_block (GByteArray *out, guint start)
{
  guint32 len;

  pad (out);
  len = GUINT32_TO_LE (out->len - start + 4);
  memcpy (out->data + start + 4, &len, sizeof len);
  g_byte_array_append (out, (const guint8 *) &len, sizeof len);
}

static void
put_section (GByteArray *out)
{
  guint start = begin_block (out, BLOCK_SECTION);

  put32 (out, BYTE_ORDER_MAGIC);
  put16 (out, 1);                /* version 1.0 */
  put16 (out, 0);
  put32 (out, 0xffffffff);       /* the length of the section is not said */
  put32 (out, 0xffffffff);
  put_option (out, OPTION_PROGRAM, "Ehlo", 4);
  put32 (out, 0);                /* end of options */
  end_block (out, start);
}

static void
put_interface (GByteArray *out)
{
  static const guint8 nanoseconds = 9;
  guint start = begin_block (out, BLOCK_INTERFACE);

  put16 (out, LINK_TYPE_RAW);
  put16 (out, 0);
  put32 (out, 0);                /* packets are whole */
  put_option (out, OPTION_NAME, "ehlo", 4);
  put_option (out, OPTION_TSRESOL, &nanoseconds, 1);
  put32 (out, 0);
  end_block (out, start);
}

static void
put_names (GByteArray *out, const SimTrace *trace)
{
  guint start = begin_block (out, BLOCK_NAMES);

  for (guint i = 0; i < sim_trace_n_hosts (trace); i++)
    {
      const SimTraceHost *host = sim_trace_get_host (trace, i);
      gsize len = strlen (host->name) + 1;
      guint32 address = GUINT32_TO_BE (host->address);

      if (len > 256)
        continue;
      put16 (out, NAME_IPV4);
      put16 (out, sizeof address + len);
      g_byte_array_append (out, (const guint8 *) &address, sizeof address);
      g_byte_array_append (out, (const guint8 *) host->name, len);
      pad (out);
    }
  put32 (out, 0);                /* end of records */
  end_block (out, start);
}

/* ---- packets: network byte order ------------------------------------------- */

static void
set16 (guint8 *at, guint16 value)
{
  at[0] = value >> 8;
  at[1] = value & 255;
}

static void
set32 (guint8 *at, guint32 value)
{
  set16 (at, value >> 16);
  set16 (at + 2, value & 0xffff);
}

static guint32
sum (guint32 start, const guint8 *octets, gsize len)
{
  for (gsize i = 0; i < len; i++)
    start += i % 2 == 0 ? octets[i] << 8 : octets[i];
  return start;
}

/* RFC 1071. A packet of 65535 octets sums up to less than 2^31. */
static guint16
checksum (guint32 total)
{
  while (total >> 16 != 0)
    total = (total & 0xffff) + (total >> 16);
  return ~total & 0xffff;
}

/* The sum over the addresses, the protocol and the length (RFC 9293, 3.1; RFC 768). */
static guint32
pseudo_header (const SimPacket *packet, gsize len)
{
  return (packet->from_address >> 16) + (packet->from_address & 0xffff)
         + (packet->to_address >> 16) + (packet->to_address & 0xffff) + packet->protocol + len;
}

static void
make_ip (guint8 *ip, const SimPacket *packet, gsize len, guint16 number)
{
  memset (ip, 0, IP_HEADER);
  ip[0] = 4 << 4 | IP_HEADER / 4;
  set16 (ip + 2, len);
  set16 (ip + 4, number);
  set16 (ip + 6, DONT_FRAGMENT);
  ip[8] = TIME_TO_LIVE;
  ip[9] = packet->protocol;
  set32 (ip + 12, packet->from_address);
  set32 (ip + 16, packet->to_address);
  set16 (ip + 10, checksum (sum (0, ip, IP_HEADER)));
}

static gsize
make_udp (guint8 *udp, const SimPacket *packet, const guint8 *bytes, gsize len)
{
  guint16 check;

  set16 (udp, packet->from_port);
  set16 (udp + 2, packet->to_port);
  set16 (udp + 4, UDP_HEADER + len);
  set16 (udp + 6, 0);
  if (len > 0)
    memcpy (udp + UDP_HEADER, bytes, len);
  check = checksum (sum (pseudo_header (packet, UDP_HEADER + len), udp, UDP_HEADER + len));
  set16 (udp + 6, check != 0 ? check : 0xffff);      /* 0 would say: there is none */
  return UDP_HEADER + len;
}

static gsize
make_tcp (guint8 *tcp, const SimPacket *packet, const guint8 *bytes, gsize len)
{
  gsize header = packet->flags & SIM_PACKET_SYN ? TCP_HEADER + MSS_OPTION : TCP_HEADER;

  memset (tcp, 0, header);
  set16 (tcp, packet->from_port);
  set16 (tcp + 2, packet->to_port);
  set32 (tcp + 4, packet->seq);
  set32 (tcp + 8, packet->flags & SIM_PACKET_ACK ? packet->ack : 0);
  tcp[12] = header / 4 << 4;
  tcp[13] = packet->flags;
  set16 (tcp + 14, packet->window);
  if (packet->flags & SIM_PACKET_SYN)
    {
      tcp[TCP_HEADER] = 2;
      tcp[TCP_HEADER + 1] = MSS_OPTION;
      set16 (tcp + TCP_HEADER + 2, SIM_STREAM_MSS);
    }
  if (len > 0)
    memcpy (tcp + header, bytes, len);
  set16 (tcp + 16, checksum (sum (pseudo_header (packet, header + len), tcp, header + len)));
  return header + len;
}

static void
put_packet (GByteArray *out, const SimEntry *entry, guint64 epoch, guint16 number)
{
  const gsize most = G_MAXUINT16 - IP_HEADER - TCP_HEADER - MSS_OPTION;   /* nobody sends more than MSS */
  guint8 data[G_MAXUINT16];
  gsize len = entry->len < most ? entry->len : most;
  guint64 when = epoch * (guint64) SIM_TIME_SECOND + (guint64) entry->time;
  guint start = begin_block (out, BLOCK_PACKET);

  if (entry->packet->protocol == SIM_PROTOCOL_UDP)
    len = IP_HEADER + make_udp (data + IP_HEADER, entry->packet, entry->bytes, len);
  else
    len = IP_HEADER + make_tcp (data + IP_HEADER, entry->packet, entry->bytes, len);
  make_ip (data, entry->packet, len, number);
  put32 (out, 0);                /* the interface */
  put32 (out, when >> 32);
  put32 (out, when & 0xffffffff);
  put32 (out, len);
  put32 (out, len);
  g_byte_array_append (out, data, len);
  end_block (out, start);
}

GBytes *
sim_pcapng_new (const SimTrace *trace, gint64 epoch)
{
  GByteArray *out = g_byte_array_new ();
  guint16 number = 0;

  put_section (out);
  put_interface (out);
  put_names (out, trace);
  for (guint i = 0; i < sim_trace_length (trace); i++)
    {
      SimEntry entry;

      sim_trace_get (trace, i, &entry);
      if (entry.kind == SIM_ENTRY_SEGMENT)
        put_packet (out, &entry, epoch > 0 ? epoch : 0, number++);
    }
  return g_byte_array_free_to_bytes (out);
}

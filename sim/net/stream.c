/* stream.c - TCP, as much of it as honest mail traffic shows
 *
 * Positions in a stream are counted from 0 (the SYN is at -1) in 64 bits and
 * turned into sequence numbers only where a packet is written or read. One state
 * machine, and so one long file; its buffers (outgo, intake) and its pace have
 * their own.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/net/stream.h"

#include "sim/core/random.h"
#include "sim/net/intake.h"
#include "sim/net/outgo.h"
#include "sim/net/pace.h"

#define SYN_TRIES       6                           /* gives up after 63 s */
#define TRIES           9                           /* gives up after some five minutes */

struct _SimStream
{
  SimNet    *net;
  guint      host;
  SimSide    side;
  guint32    conn;
  SimPacket  base;            /* addresses and ports of what we send */
  SimTime    opened;
  const SimStreamFuncs *funcs;
  gpointer   owner;
  guint      cut : 1;
  guint      established : 1;
  guint      close_wanted : 1; /* FIN after the last byte */
  guint      fin_sent : 1;
  guint      fin_acked : 1;
  guint      eof_known : 1;   /* the peer's FIN has come in order */
  guint      eof_told : 1;    /* and the owner, who has taken all before it, knows */
  guint      ack_owed : 1;
  guint      dead : 1;
  guint      busy : 1;        /* inside an owner's function: not freed now */
  guint      delivering : 1;
  guint      probing : 1;     /* the peer has closed its window: the timer asks whether it is open again */

  guint32    isn;
  guint32    peer_isn;
  SimOutgo   outgo;
  gint64     sent;            /* highest position sent */
  gint64     acked;
  gint64     resend;          /* position to send next; below `sent` after a time-out */
  SimIntake  intake;
  guint16    advertised;      /* the window that was told last */
  gint64     peer_window;     /* the window that the peer told last */
  gint64     peer_fin;        /* position of the peer's FIN; -1: unknown */

  SimPace    pace;
  SimEventId timer;
  guint      tries;
  gint64     timed;           /* position whose acknowledgement is being timed; -1: none */
  SimTime    timed_since;
};

static void on_timer (gpointer data, SimTime now);

static SimStream *
new_stream (SimNet *net, guint32 conn, guint host, SimSide side)
{
  SimStream *self = g_new0 (SimStream, 1);
  g_autofree char *name = NULL;
  SimRandom random;

  self->net = net;
  self->conn = conn;
  self->host = host;
  self->side = side;
  self->opened = sim_engine_now (sim_net_get_engine (net));
  sim_outgo_init (&self->outgo);
  sim_intake_init (&self->intake);
  self->peer_fin = -1;
  self->timed = -1;
  sim_pace_init (&self->pace);
  name = g_strdup_printf ("isn:%u:%d", conn, side);
  sim_random_init (&random, sim_net_get_seed (net), name);
  self->isn = (guint32) sim_random_next (&random);
  sim_net_set_stream (net, conn, side, self);
  return self;
}

void
sim_stream_free (SimStream *self)
{
  if (self->timer != 0)
    sim_engine_cancel (sim_net_get_engine (self->net), self->timer);
  sim_net_set_stream (self->net, self->conn, self->side, NULL);
  sim_outgo_clear (&self->outgo);
  sim_intake_clear (&self->intake);
  g_free (self);
}

static SimTime
now_of (const SimStream *self)
{
  return sim_engine_now (sim_net_get_engine (self->net));
}

static void
stop_timer (SimStream *self)
{
  if (self->timer != 0)
    sim_engine_cancel (sim_net_get_engine (self->net), self->timer);
  self->timer = 0;
}

static void
start_timer (SimStream *self)
{
  stop_timer (self);
  self->timer = sim_engine_at (sim_net_get_engine (self->net), now_of (self) + self->pace.timeout, on_timer, self);
}

static guint
send_packet (SimStream *self, guint8 flags, gint64 position, const guint8 *bytes, gsize len,
             guint cause, gboolean again)
{
  SimPacket packet = self->base;

  packet.flags = flags;
  packet.seq = self->isn + 1 + (guint32) position;
  if (flags & SIM_PACKET_ACK)
    {
      packet.ack = self->peer_isn + 1 + (guint32) self->intake.received + (self->eof_known ? 1 : 0);
      self->ack_owed = FALSE;
    }
  packet.window = self->advertised = sim_intake_window (&self->intake, SIM_STREAM_MSS);
  return sim_net_send (self->net, self->conn, self->side, &packet, bytes, len, cause, again, self->cut);
}

/* The connection is over for this end: tell the owner, once. */
static void
finish (SimStream *self, SimCloseReason why)
{
  static const char * const rules[] = { "tcp:closed", "tcp:refused", "tcp:reset", "tcp:timeout" };
  SimEntry entry = { .time = now_of (self), .kind = SIM_ENTRY_CLOSED, .side = self->side,
                     .cause = SIM_CAUSE_CURRENT, .actor = self->host, .conn = self->conn, .rule = rules[why] };

  if (self->dead)
    return;
  self->dead = TRUE;
  stop_timer (self);
  if (why == SIM_CLOSE_DONE)
    {
      SimPacket last = self->base;

      last.flags = SIM_PACKET_ACK;
      last.seq = self->isn + 2 + (guint32) self->outgo.written;
      last.ack = self->peer_isn + 2 + (guint32) self->intake.received;
      last.window = SIM_INTAKE_SIZE;
      sim_net_set_last (self->net, self->conn, self->side, &last);
    }
  sim_net_set_stream (self->net, self->conn, self->side, NULL);
  if (why != SIM_CLOSE_DONE || self->side == SIM_SIDE_CLIENT)
    sim_trace_add (sim_net_get_trace (self->net), &entry);
  if (self->funcs != NULL)
    self->funcs->closed (self->owner, now_of (self), why);
}

static void
finish_if_done (SimStream *self)
{
  if (self->fin_acked && self->eof_told)
    finish (self, SIM_CLOSE_DONE);
}

/* Sends up to @limit bytes from @position, in one segment; returns how many. */
static gsize
send_bytes (SimStream *self, gint64 position, gsize limit, gboolean again)
{
  g_autofree guint8 *copy = NULL;
  guint8 flags = SIM_PACKET_ACK;
  gsize len;
  guint said;
  const guint8 *bytes = sim_outgo_gather (&self->outgo, position, limit, &len, &said, &copy);

  if (position + (gint64) len == self->outgo.written)
    flags |= SIM_PACKET_PSH;
  send_packet (self, flags, position, bytes, len, said, again);
  return len;
}

/* Nothing is on its way that would bring an answer, and the peer takes no more: ask again later, or both
 * would wait for ever if the word that the window is open got lost (RFC 9293, 3.8.6.1). */
static void
await_window (SimStream *self)
{
  if (self->acked == self->sent && self->timer == 0)
    {
      self->probing = TRUE;
      start_timer (self);
    }
}

/* One octet into the closed window. */
static void
probe (SimStream *self)
{
  self->tries = 0;                                      /* as long as it answers, it is there */
  send_bytes (self, self->acked, 1, FALSE);
  self->sent = self->resend = self->acked + 1;
  start_timer (self);
}

/* Sends what the windows allow. */
static void
transmit (SimStream *self)
{
  if (!self->established || self->dead)
    return;
  while (self->resend < self->outgo.written)
    {
      gint64 window = self->pace.window < self->peer_window ? self->pace.window : self->peer_window;
      gint64 open = self->acked + window - self->resend;
      gint64 left = self->outgo.written - self->resend;
      gsize limit = left < SIM_STREAM_MSS ? left : SIM_STREAM_MSS;
      gboolean again = self->resend < self->sent;

      if (again && self->sent - self->resend < (gint64) limit)
        limit = self->sent - self->resend;
      if (open < (gint64) limit)
        {
          await_window (self);
          break;
        }
      if (self->timed < 0 && !again)
        {
          self->timed = self->resend + limit;
          self->timed_since = now_of (self);
        }
      self->resend += send_bytes (self, self->resend, limit, again);
      if (self->sent < self->resend)
        self->sent = self->resend;
      if (self->timer == 0)
        start_timer (self);
    }
  if (self->close_wanted && !self->fin_sent && self->resend == self->outgo.written)
    {
      self->fin_sent = TRUE;
      send_packet (self, SIM_PACKET_FIN | SIM_PACKET_ACK, self->outgo.written, NULL, 0, SIM_CAUSE_CURRENT, FALSE);
      if (self->timer == 0)
        start_timer (self);
    }
}

/* Sends the oldest segment that is not acknowledged. */
static void
send_oldest (SimStream *self)
{
  gint64 flight = self->sent - self->acked;

  self->timed = -1;
  send_bytes (self, self->acked, flight < SIM_STREAM_MSS ? flight : SIM_STREAM_MSS, TRUE);
}

static void
send_syn (SimStream *self, gboolean again)
{
  send_packet (self, self->side == SIM_SIDE_CLIENT ? SIM_PACKET_SYN : SIM_PACKET_SYN | SIM_PACKET_ACK,
               -1, NULL, 0, SIM_CAUSE_CURRENT, again);
  start_timer (self);
}

static void
give_up (SimStream *self)
{
  finish (self, SIM_CLOSE_TIMEOUT);
  sim_stream_free (self);
}

static void
on_timer (gpointer data, SimTime now)
{
  SimStream *self = data;

  self->timer = 0;
  sim_trace_set_cause (sim_net_get_trace (self->net), SIM_CAUSE_NONE);
  if (self->probing && self->acked == self->sent && self->acked < self->outgo.written)
    {
      self->probing = FALSE;
      probe (self);
      return;
    }
  if (++self->tries >= (self->established ? TRIES : SYN_TRIES))
    {
      give_up (self);
      return;
    }
  self->timed = -1;                                     /* Karn: never time what was sent twice */
  sim_pace_timed_out (&self->pace, self->acked, self->sent);
  if (!self->established)
    {
      send_syn (self, TRUE);
      return;
    }
  self->resend = self->acked;
  if (self->acked < self->outgo.written)
    {
      transmit (self);
      if (self->resend == self->acked)                  /* a probe was lost, or its answer */
        {
          send_oldest (self);
          self->resend = self->sent;
        }
    }
  else if (self->fin_sent)
    send_packet (self, SIM_PACKET_FIN | SIM_PACKET_ACK, self->outgo.written, NULL, 0, SIM_CAUSE_CURRENT, TRUE);
  if (self->timer == 0)
    start_timer (self);
}

static void
take_progress (SimStream *self, SimTime now, gint64 position)
{
  gint64 gained = position - self->acked;

  if (self->timed >= 0 && position >= self->timed)
    {
      sim_pace_measured (&self->pace, now - self->timed_since);
      self->timed = -1;
    }
  self->tries = 0;
  self->acked = position;
  if (self->resend < position)
    self->resend = position;
  sim_outgo_forget (&self->outgo, position);
  if (sim_pace_acked (&self->pace, position, gained) && self->acked < self->sent)
    send_oldest (self);
  if (self->acked < self->outgo.written && self->funcs != NULL && self->funcs->progress != NULL)
    self->funcs->progress (self->owner, now);
}

static void
take_ack (SimStream *self, SimTime now, const SimPacket *packet, gsize len)
{
  gint64 end = self->sent + (self->fin_sent ? 1 : 0);
  gint64 position = self->acked + (gint32) (packet->ack - (self->isn + 1 + (guint32) self->acked));
  gboolean same_window = packet->window == self->peer_window;

  if (position > end)                                   /* for what was never sent */
    return;
  if (position >= self->acked)
    self->peer_window = packet->window;
  if (packet->window < SIM_STREAM_MSS)                  /* it is busy, not gone */
    self->tries = 0;
  if (self->fin_sent && position == self->outgo.written + 1)
    {
      self->fin_acked = TRUE;
      position = self->outgo.written;
    }
  if (position > self->acked)
    {
      take_progress (self, now, position);
      stop_timer (self);
    }
  else if (position == self->acked && self->acked < self->sent && len == 0
           && (packet->flags & (SIM_PACKET_SYN | SIM_PACKET_FIN)) == 0 && same_window
           && sim_pace_duplicate (&self->pace, self->acked, self->sent))
    {
      send_oldest (self);
      start_timer (self);
    }
  if (self->fin_acked)
    stop_timer (self);
  else if (self->timer == 0 && (self->acked < self->sent || self->fin_sent))
    start_timer (self);
}

/* Hands over what has come in order, as long as the owner wants it. */
static void
deliver (SimStream *self, SimTime now)
{
  const guint8 *bytes;
  gsize len;

  if (self->delivering)
    return;
  self->delivering = TRUE;
  while (!self->dead && self->funcs != NULL
         && (self->funcs->wants == NULL || self->funcs->wants (self->owner))
         && sim_intake_next (&self->intake, &bytes, &len))
    self->funcs->data (self->owner, now, bytes, len);
  if (!self->dead && self->eof_known && !self->eof_told && self->intake.taken == self->peer_fin)
    {
      self->eof_told = TRUE;
      if (self->funcs != NULL)
        self->funcs->eof (self->owner, now);
    }
  self->delivering = FALSE;
}

static void
take_handshake (SimStream *self, SimTime now, const SimPacket *packet)
{
  if (self->side == SIM_SIDE_CLIENT)
    {
      if ((packet->flags & (SIM_PACKET_SYN | SIM_PACKET_ACK)) != (SIM_PACKET_SYN | SIM_PACKET_ACK)
          || packet->ack != self->isn + 1)
        return;
      self->peer_isn = packet->seq;
      self->ack_owed = TRUE;
    }
  else if ((packet->flags & SIM_PACKET_ACK) == 0 || packet->ack != self->isn + 1)
    {
      if (packet->flags & SIM_PACKET_SYN)               /* our answer was lost */
        send_syn (self, TRUE);
      return;
    }
  stop_timer (self);
  if (self->tries == 0)
    sim_pace_measured (&self->pace, now - self->opened);
  self->tries = 0;
  self->established = TRUE;
  self->peer_window = packet->window;
  if (self->side == SIM_SIDE_CLIENT)                    /* the third packet goes before all else */
    send_packet (self, SIM_PACKET_ACK, 0, NULL, 0, SIM_CAUSE_CURRENT, FALSE);
  if (self->funcs != NULL)
    self->funcs->opened (self->owner, now);
}

static void
take_established (SimStream *self, SimTime now, const SimPacket *packet, const guint8 *bytes, gsize len)
{
  gint64 start = self->intake.received + (gint32) (packet->seq - (self->peer_isn + 1 + (guint32) self->intake.received));

  if (packet->flags & SIM_PACKET_SYN)                   /* SYN ACK again: our ACK was lost */
    {
      self->ack_owed = TRUE;
      return;
    }
  if (packet->flags & SIM_PACKET_ACK)
    take_ack (self, now, packet, len);
  if (packet->flags & SIM_PACKET_FIN)
    {
      self->peer_fin = start + len;
      self->ack_owed = TRUE;
    }
  if (len > 0)
    {
      self->ack_owed = TRUE;
      sim_intake_add (&self->intake, start, bytes, len);
    }
  if (self->peer_fin >= 0 && self->intake.received == self->peer_fin)
    self->eof_known = TRUE;
  deliver (self, now);
}

void
sim_stream_take (SimStream *self, SimTime now, const SimPacket *packet, const guint8 *bytes, gsize len)
{
  self->busy = TRUE;
  if (packet->flags & SIM_PACKET_RST)
    finish (self, self->established ? SIM_CLOSE_RESET : SIM_CLOSE_REFUSED);
  else if (self->established)
    take_established (self, now, packet, bytes, len);
  else
    {
      take_handshake (self, now, packet);
      if (self->established && !self->dead && (packet->flags & SIM_PACKET_SYN) == 0)
        take_established (self, now, packet, bytes, len);
    }
  if (!self->dead)
    {
      transmit (self);
      if (self->ack_owed)
        send_packet (self, SIM_PACKET_ACK, self->sent + (self->fin_sent ? 1 : 0), NULL, 0,
                     SIM_CAUSE_CURRENT, FALSE);
      finish_if_done (self);
    }
  self->busy = FALSE;
  if (self->dead)
    sim_stream_free (self);
}

SimStream *
sim_stream_connect (SimNet *net, guint host, guint32 address, guint16 port, const char *protocol)
{
  int server = sim_net_find_host (net, address);
  guint16 client_port = sim_net_new_port (net, host);
  guint32 conn = sim_net_open (net, host, server < 0 ? host : (guint) server, client_port, port,
                               SIM_PROTOCOL_TCP, protocol);
  SimStream *self = new_stream (net, conn, host, SIM_SIDE_CLIENT);

  self->base = (SimPacket) { sim_trace_get_host (sim_net_get_trace (net), host)->address, address,
                             client_port, port, 0, 0, 0, 0, SIM_PROTOCOL_TCP };
  send_syn (self, FALSE);
  return self;
}

SimStream *
sim_stream_accept (SimNet *net, guint32 conn, guint host, const SimPacket *syn)
{
  SimStream *self = new_stream (net, conn, host, SIM_SIDE_SERVER);

  self->base = (SimPacket) { syn->to_address, syn->from_address, syn->to_port, syn->from_port,
                             0, 0, 0, 0, SIM_PROTOCOL_TCP };
  self->peer_isn = syn->seq;
  return self;
}

void
sim_stream_start (SimStream *self)
{
  if (!self->dead)
    send_syn (self, FALSE);
}

const char *
sim_close_reason_text (SimCloseReason why)
{
  static const char * const texts[] =
  {
    "Connection lost", "Connection refused", "Connection reset", "Connection timed out"
  };

  return texts[why];
}

void
sim_stream_set_owner (SimStream *self, const SimStreamFuncs *funcs, gpointer owner)
{
  self->funcs = funcs;
  self->owner = owner;
}

guint32
sim_stream_get_conn (const SimStream *self)
{
  return self->conn;
}

SimSide
sim_stream_get_side (const SimStream *self)
{
  return self->side;
}

guint
sim_stream_get_host (const SimStream *self)
{
  return self->host;
}

guint32
sim_stream_get_peer_address (const SimStream *self)
{
  return self->base.to_address;
}

void
sim_stream_write (SimStream *self, const guint8 *bytes, gsize len, guint said)
{
  g_return_if_fail (!self->close_wanted);

  if (len > 0 && !self->dead)
    sim_outgo_add (&self->outgo, bytes, len, said);
}

void
sim_stream_write_own (SimStream *self, GBytes *bytes, guint said)
{
  g_return_if_fail (!self->close_wanted);

  if (self->dead || g_bytes_get_size (bytes) == 0)
    g_bytes_unref (bytes);
  else
    sim_outgo_add_own (&self->outgo, bytes, said);
}

void
sim_stream_flush (SimStream *self)
{
  if (!self->busy)                                      /* else sim_stream_take() does it at its end */
    transmit (self);
}

void
sim_stream_resume (SimStream *self)
{
  if (self->dead || self->delivering || self->intake.taken == self->intake.received)
    return;
  deliver (self, now_of (self));
  if (self->busy || self->dead)
    return;
  transmit (self);
  /* RFC 9293, 3.8.6.2.2: tell of a window that has opened, but not of every octet. */
  if (!self->dead && self->advertised < 2 * SIM_STREAM_MSS
      && sim_intake_window (&self->intake, SIM_STREAM_MSS) >= 2 * SIM_STREAM_MSS)
    send_packet (self, SIM_PACKET_ACK, self->sent + (self->fin_sent ? 1 : 0), NULL, 0, SIM_CAUSE_CURRENT, FALSE);
  finish_if_done (self);
  if (self->dead)
    sim_stream_free (self);
}

void
sim_stream_close (SimStream *self)
{
  self->close_wanted = TRUE;
  sim_stream_flush (self);
}

void
sim_stream_abort (SimStream *self)
{
  if (self->dead)
    return;
  send_packet (self, SIM_PACKET_RST | SIM_PACKET_ACK, self->sent, NULL, 0, SIM_CAUSE_CURRENT, FALSE);
  finish (self, SIM_CLOSE_RESET);
  if (!self->busy)
    sim_stream_free (self);
}

void
sim_stream_cut (SimStream *self)
{
  self->cut = TRUE;
}

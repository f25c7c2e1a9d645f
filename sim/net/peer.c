/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/net/peer.h"

#include "sim/net/pump.h"

#include <string.h>

struct _SimPeer
{
  SimNet     *net;
  SimStream  *stream;
  SimSession *session;
  const SimPeerFuncs *funcs;
  gpointer    owner;
  guint32     conn;
  SimSide     side;
  guint       host;
  SimEventId  timer;
  SimTime     timer_at;
  guint       pumping : 1;
  guint       aborted : 1;
};

static SimEntry
new_entry (const SimPeer *self, SimTime now, SimEntryKind kind)
{
  return (SimEntry) { .time = now, .kind = kind, .side = self->side, .cause = SIM_CAUSE_CURRENT,
                      .actor = self->host, .conn = self->conn };
}

/* How long the first line of @bytes is. CRLF ends it; an LF that stands alone is an octet of the line
 * (RFC 5321, 2.3.8), which is how one sees it when somebody sends one. */
static gsize
line_length (const guint8 *bytes, gsize len)
{
  gsize n = 0;

  while (n < len)
    {
      const guint8 *lf = memchr (bytes + n, '\n', len - n);

      if (lf == NULL)
        return len;
      n = (gsize) (lf - bytes) + 1;
      if (n >= 2 && lf[-1] == '\r')
        return n;
    }
  return len;
}

/* One SAID entry for each line, so that replies can be folded and counted. */
static void
say (SimPeer *self, SimTime now, const guint8 *bytes, gsize len, SimEntryFlags flags)
{
  SimTrace *trace = sim_net_get_trace (self->net);
  SimEntry entry = new_entry (self, now, SIM_ENTRY_SAID);
  SimEntry kept;
  guint said;

  entry.bytes = bytes;
  entry.len = len;
  entry.flags = flags;
  said = sim_trace_add (trace, &entry);
  sim_trace_get (trace, said, &kept);
  if (self->stream != NULL)
    sim_stream_write (self->stream, kept.bytes, kept.len, said);
}

static void
on_send (gpointer data, SimTime now, const SimOutput *output)
{
  SimPeer *self = data;
  gsize len;
  const guint8 *bytes = g_bytes_get_data (output->bytes, &len);
  SimEntryFlags secret = output->flags & SIM_OUTPUT_SECRET ? SIM_ENTRY_SECRET : 0;

  if (output->flags & SIM_OUTPUT_LITERAL)
    {
      say (self, now, bytes, len, SIM_ENTRY_LITERAL | secret);
      return;
    }
  while (len > 0)
    {
      gsize part = line_length (bytes, len);

      say (self, now, bytes, part, secret | (part < len ? SIM_ENTRY_MORE : 0));
      bytes += part;
      len -= part;
    }
}

static void
on_move (gpointer data, SimTime now, const SimOutput *output)
{
  SimPeer *self = data;
  SimEntry entry = new_entry (self, now, SIM_ENTRY_MOVE);

  entry.from = output->from;
  entry.to = output->to;
  entry.rule = output->what;
  sim_trace_add (sim_net_get_trace (self->net), &entry);
}

static void
on_ask (gpointer data, SimTime now, const SimOutput *output)
{
  SimPeer *self = data;

  self->funcs->ask (self->owner, self, now, output);
}

static void
on_start_tls (gpointer data, SimTime now)
{
  /* The simulated TLS layer comes with its own lessons; until then no server offers it. */
}

static void
on_close (gpointer data, SimTime now)
{
  SimPeer *self = data;

  if (self->stream != NULL)
    sim_stream_close (self->stream);
}

static const SimTransport transport = { on_send, on_move, on_ask, on_start_tls, on_close };

static void
on_timer (gpointer data, SimTime now)
{
  SimPeer *self = data;

  self->timer = 0;
  sim_trace_set_cause (sim_net_get_trace (self->net), SIM_CAUSE_NONE);
  sim_session_expire (self->session, now);
  sim_peer_pump (self, now);
}

static void
set_timer (SimPeer *self)
{
  SimEngine *engine = sim_net_get_engine (self->net);
  SimTime deadline = sim_session_deadline (self->session);

  if (self->timer != 0 && self->timer_at == deadline)
    return;
  if (self->timer != 0)
    sim_engine_cancel (engine, self->timer);
  self->timer = 0;
  self->timer_at = deadline;
  if (deadline != SIM_TIME_NEVER)
    self->timer = sim_engine_at (engine, deadline > sim_engine_now (engine) ? deadline : sim_engine_now (engine),
                                 on_timer, self);
}

static void
on_opened (gpointer data, SimTime now)
{
  SimPeer *self = data;

  sim_session_open (self->session, now);
  sim_peer_pump (self, now);
}

static void
on_data (gpointer data, SimTime now, const guint8 *bytes, gsize len)
{
  SimPeer *self = data;

  sim_session_feed (self->session, now, bytes, len);
  sim_peer_pump (self, now);
}

static void
on_eof (gpointer data, SimTime now)
{
  SimPeer *self = data;

  sim_session_eof (self->session, now);
  sim_peer_pump (self, now);
}

static void
on_closed (gpointer data, SimTime now, SimCloseReason why)
{
  SimPeer *self = data;

  self->stream = NULL;
  if (why != SIM_CLOSE_DONE)
    {
      sim_session_eof (self->session, now);
      sim_peer_pump (self, now);
    }
  self->funcs->gone (self->owner, self, now, why);
  sim_peer_free (self);
}

static gboolean
on_wants (gpointer data)
{
  SimPeer *self = data;

  /* What comes after the session's end is read and forgotten. */
  return !self->session->open || sim_session_wants_input (self->session);
}

static void
on_progress (gpointer data, SimTime now)
{
  SimPeer *self = data;

  sim_session_progress (self->session, now);
  set_timer (self);
}

static const SimStreamFuncs stream_funcs = { on_opened, on_data, on_eof, on_closed, on_progress, on_wants };

SimPeer *
sim_peer_new (SimNet *net, SimStream *stream, SimSession *session, const SimPeerFuncs *funcs, gpointer owner)
{
  SimPeer *self = g_new0 (SimPeer, 1);

  self->net = net;
  self->stream = stream;
  self->session = session;
  self->funcs = funcs;
  self->owner = owner;
  self->conn = sim_stream_get_conn (stream);
  self->side = sim_stream_get_side (stream);
  self->host = sim_stream_get_host (stream);
  self->timer_at = SIM_TIME_NEVER;
  sim_stream_set_owner (stream, &stream_funcs, self);
  return self;
}

void
sim_peer_free (SimPeer *self)
{
  if (self->timer != 0)
    sim_engine_cancel (sim_net_get_engine (self->net), self->timer);
  if (self->stream != NULL)
    sim_stream_set_owner (self->stream, NULL, NULL);
  sim_session_free (self->session);
  g_free (self);
}

SimSession *
sim_peer_get_session (SimPeer *self)
{
  return self->session;
}

SimStream *
sim_peer_get_stream (SimPeer *self)
{
  return self->stream;
}

void
sim_peer_pump (SimPeer *self, SimTime now)
{
  if (self->pumping)
    return;
  self->pumping = TRUE;
  sim_pump (self->session, now, &transport, self);
  self->pumping = FALSE;
  set_timer (self);
  if (self->aborted && self->stream != NULL)
    sim_stream_abort (self->stream);          /* frees the peer */
  else if (self->stream != NULL)
    {
      sim_stream_flush (self->stream);
      sim_stream_resume (self->stream);       /* may free the peer */
    }
}

void
sim_peer_abort (SimPeer *self)
{
  if (self->pumping)
    self->aborted = TRUE;
  else if (self->stream != NULL)
    sim_stream_abort (self->stream);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/session.h"

#include <glib/gprintf.h>
#include <string.h>

void
sim_session_init (SimSession *self, const SimSessionClass *klass)
{
  self->klass = klass;
  self->deadline = SIM_TIME_NEVER;
  self->state = 0;
  self->open = TRUE;
  g_queue_init (&self->outputs);
}

static void
push (SimSession *self, SimOutput output)
{
  if (!self->open)          /* nothing comes out after CLOSE */
    {
      sim_output_clear (&output);
      return;
    }
  if (output.kind == SIM_OUTPUT_CLOSE)
    {
      self->open = FALSE;
      self->deadline = SIM_TIME_NEVER;
    }
  g_queue_push_tail (&self->outputs, g_memdup2 (&output, sizeof output));
}

void
sim_session_send (SimSession *self, SimOutputFlags flags, GBytes *bytes)
{
  push (self, (SimOutput) { .kind = SIM_OUTPUT_SEND, .flags = flags, .bytes = bytes });
}

void
sim_session_sendf (SimSession *self, SimOutputFlags flags, const char *format, ...)
{
  va_list args;
  char *text;
  int len;

  va_start (args, format);
  len = g_vasprintf (&text, format, args);
  va_end (args);
  sim_session_send (self, flags, g_bytes_new_take (text, len));
}

void
sim_session_move (SimSession *self, const char *rule, int to)
{
  int from = self->state;

  if (to == from)
    return;
  self->state = to;
  push (self, (SimOutput) { .kind = SIM_OUTPUT_MOVE, .what = rule, .from = from, .to = to });
}

void
sim_session_ask (SimSession *self, const char *what, GBytes *bytes)
{
  push (self, (SimOutput) { .kind = SIM_OUTPUT_ASK, .what = what, .bytes = bytes });
}

void
sim_session_start_tls (SimSession *self)
{
  push (self, (SimOutput) { .kind = SIM_OUTPUT_START_TLS });
}

void
sim_session_close (SimSession *self)
{
  push (self, (SimOutput) { .kind = SIM_OUTPUT_CLOSE });
}

void
sim_session_open (SimSession *self, SimTime now)
{
  self->klass->open (self, now);
}

void
sim_session_feed (SimSession *self, SimTime now, const guint8 *data, gsize len)
{
  if (self->open && len > 0)
    self->klass->feed (self, now, data, len);
}

gboolean
sim_session_wants_input (const SimSession *self)
{
  return self->open && (self->klass->backlog == NULL || self->klass->backlog (self) < SIM_SESSION_BACKLOG);
}

void
sim_session_eof (SimSession *self, SimTime now)
{
  if (self->open)
    self->klass->eof (self, now);
}

void
sim_session_secured (SimSession *self, SimTime now)
{
  if (self->open && self->klass->secured != NULL)
    self->klass->secured (self, now);
}

SimTime
sim_session_deadline (const SimSession *self)
{
  return self->open ? self->deadline : SIM_TIME_NEVER;
}

void
sim_session_expire (SimSession *self, SimTime now)
{
  if (self->open && self->deadline <= now)
    self->klass->expire (self, now);
}

void
sim_session_progress (SimSession *self, SimTime now)
{
  if (self->open && self->deadline != SIM_TIME_NEVER && self->klass->progress != NULL)
    self->klass->progress (self, now);
}

gboolean
sim_session_next (SimSession *self, SimOutput *output)
{
  SimOutput *head = g_queue_pop_head (&self->outputs);

  if (head == NULL)
    return FALSE;
  *output = *head;
  g_free (head);
  return TRUE;
}

void
sim_output_clear (SimOutput *output)
{
  g_clear_pointer (&output->bytes, g_bytes_unref);
}

void
sim_session_free (SimSession *self)
{
  SimOutput output;

  while (sim_session_next (self, &output))
    sim_output_clear (&output);
  self->klass->free (self);
}

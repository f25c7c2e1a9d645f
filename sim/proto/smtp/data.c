/* The message, from 354 to the lone dot; chunk.c uses the same parts
 *
 * A message with a fault is read to its end, for only there may it be refused;
 * the first fault that is found decides the reply.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/smtp/server-private.h"

#include "sim/core/text.h"

#include <string.h>

/* Another server might take "LF . LF" for the end and the rest for commands:
 * SMTP smuggling. RFC 5321, 2.3.8: neither may stand alone. */
static const SmtpReply bare = { 554, "5.6.0", "A message may hold CR and LF only together" };

/* RFC 5321, 4.5.3.1.9 names 500 for a line that is too long. */
static const SmtpReply too_long = { 500, "5.6.0", "Line too long" };

/* RFC 1870, 6.3 */
static const SmtpReply too_large = { 552, "5.3.4", "Message too large for this server" };

/* RFC 6152, 3: octets above 127 may be sent only to a server that offers
 * 8BITMIME. To one that does they are welcome even if MAIL did not announce
 * them: nothing is lost by that, and real servers do the same. */
static const SmtpReply eight_bit = { 554, "5.6.1", "This server does not take 8-bit messages" };

/* RFC 5321, 2.3.8, 4.5.2: clients must not send it. Later on IMAP could not show it in a literal. */
static const SmtpReply nul = { 554, "5.6.0", "A message may not hold NUL" };

static void
find_fault (SmtpServer *self, const SmtpReply *fault)
{
  if (self->fault == NULL)
    self->fault = fault;
  g_byte_array_set_size (self->message, 0);     /* it will not be needed */
}

/* RFC 2033, 4.2: LMTP has a reply for each recipient that was accepted. */
static guint
n_replies (SmtpServer *self)
{
  return self->config.dialect == SMTP_DIALECT_LMTP ? self->envelope->recipients->len : 1;
}

static void
leave (SmtpServer *self)
{
  const char *event = self->end_event;

  smtp_server_reset (self);
  smtp_server_enter (self, smtp_server_row (self, event));
}

static void
dot_answered (SmtpServer *self, const SmtpReply *reply)
{
  if (smtp_server_closed_by (self, reply))
    return;
  if (++self->n_answers < n_replies (self))
    self->pending = dot_answered;               /* the next answer is for the next recipient */
  else
    leave (self);
}

void
smtp_server_message_end (SmtpServer *self)
{
  if (self->fault != NULL)
    {
      for (guint i = n_replies (self); i > 0; i--)
        smtp_server_reply_with (self, self->fault);
      leave (self);
      return;
    }
  smtp_server_ask (self, "message", g_byte_array_free_to_bytes (self->message), dot_answered);
  self->message = g_byte_array_new ();
}

void
smtp_server_message_begin (SmtpServer *self, const char *end_event)
{
  self->end_event = end_event;
  g_byte_array_set_size (self->message, 0);
  self->fault = NULL;
  self->n_answers = 0;
  self->after_bare = FALSE;
  self->after_cr = FALSE;
  self->line_len = 0;
}

void
smtp_server_fault_line (SmtpServer *self)
{
  find_fault (self, &too_long);
}

void
smtp_server_fault_bare (SmtpServer *self)
{
  find_fault (self, &bare);
}

void
smtp_server_message_add (SmtpServer *self, const guint8 *text, gsize len)
{
  gsize limit = self->config.max_size > 0 ? self->config.max_size : SMTP_MESSAGE_MAX;
  const guint8 *zero;
  gsize room;

  if (self->fault != NULL)
    return;
  /* The first octet at fault decides, so it does not matter how a line was cut. */
  room = MIN (len, limit - self->message->len);
  zero = room > 0 ? memchr (text, '\0', room) : NULL;
  if (zero != NULL)
    room = (gsize) (zero - text);
  if (!smtp_server_offers (self, SMTP_EXT_8BITMIME) && sim_text_is_8bit (text, room))
    find_fault (self, &eight_bit);
  else if (zero != NULL)
    find_fault (self, &nul);
  else if (room < len)
    find_fault (self, &too_large);
  else
    g_byte_array_append (self->message, text, len);
}

/* Programs that send a file as it lies there end lines with LF alone; some servers take that. None may take
 * a dot in such a line for anything: what one server reads as text another reads as the end. */
static gboolean
may_be_bare (const SmtpServer *self, const guint8 *line, gsize len)
{
  return self->config.take_bare_lf && !(len == 1 && line[0] == '.');
}

void
smtp_server_data_line (SmtpServer *self, SimLineKind kind, const guint8 *line, gsize len)
{
  gboolean after_crlf = !self->after_bare;
  gboolean was_dot = len == 1 && line[0] == '.';

  self->after_bare = self->lines.bare;
  if (kind == SIM_LINE_WHOLE && after_crlf && len == 1 && line[0] == '.')
    {
      smtp_server_message_end (self);
      return;
    }
  if (kind == SIM_LINE_WHOLE && len > 0 && line[0] == '.')
    {
      line++;                                   /* RFC 5321, 4.5.2 */
      len--;
    }
  if (kind == SIM_LINE_TOO_LONG || len + 2 > SMTP_TEXT_LINE_MAX)
    find_fault (self, &too_long);
  else if (memchr (line, '\r', len) != NULL || (kind == SIM_LINE_BARE && !may_be_bare (self, line, len))
           || (!after_crlf && len == 0 && was_dot))
    find_fault (self, &bare);
  else
    {
      smtp_server_message_add (self, line, len);
      smtp_server_message_add (self, (const guint8 *) "\r\n", 2);
    }
}

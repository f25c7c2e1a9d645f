/* BDAT: the message in counted pieces (RFC 3030, 2)
 *
 * The octets follow the command at once, whatever the server thinks of it, and
 * so those of a refused BDAT are thrown away before the refusal is said. No dot
 * is doubled and none ends anything; but lines are lines here too, because
 * BINARYMIME is not offered.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/smtp/server-private.h"

#include <string.h>

#define DIGITS_MAX 19       /* of a piece's size: fits into 64 bits */

/* chunk-size [SP "LAST"] */
static gboolean
read_size (const char *args, guint64 *size, gboolean *last)
{
  gsize digits = strspn (args, "0123456789");
  const char *rest = args + digits;

  if (digits == 0 || digits > DIGITS_MAX)
    return FALSE;
  *size = g_ascii_strtoull (args, NULL, 10);
  *last = *rest != '\0';
  if (*rest == '\0')
    return TRUE;
  rest += strspn (rest, " ");
  return rest > args + digits && g_ascii_strcasecmp (rest, "LAST") == 0;
}

static void
say_refusal (SmtpServer *self)
{
  g_autofree char *text = g_steal_pointer (&self->discard_reply);
  g_autofree char *storage = NULL;
  SmtpReply reply = { 0 };

  if (!smtp_reply_parse (text, &reply, &storage))
    return;
  if (reply.code == 421)
    smtp_server_closed_by (self, &reply);
  else
    smtp_server_refuse (self, reply.code, reply.enhanced, reply.text);
}

gboolean
smtp_server_bdat_refuse (SmtpServer *self, const char *args, const SmtpReply *reply)
{
  gboolean last;

  if (!read_size (args, &self->discard, &last))
    {
      self->discard = 0;
      return FALSE;
    }
  g_free (self->discard_reply);
  self->discard_reply = g_strdup_printf ("%d %s%s%s", reply->code, reply->enhanced != NULL ? reply->enhanced : "",
                                         reply->enhanced != NULL ? " " : "",
                                         reply->text != NULL ? reply->text : "");
  if (self->discard == 0)
    say_refusal (self);
  return TRUE;
}

/* A part of a line, or the rest of one. */
static void
take_text (SmtpServer *self, const guint8 *text, gsize len)
{
  gsize room = SMTP_TEXT_LINE_MAX - 2 - MIN (self->line_len, SMTP_TEXT_LINE_MAX - 2);

  smtp_server_message_add (self, text, MIN (len, room));
  if (len > room)
    smtp_server_fault_line (self);
  self->line_len += len;
}

/* CR LF may be cut in two: the CR is added when the LF has come. */
static void
take_octets (SmtpServer *self, const guint8 *data, gsize len)
{
  gsize i = 0;

  while (i < len)
    {
      gsize n = 0;

      if (self->after_cr)
        {
          self->after_cr = FALSE;
          if (data[i] != '\n')
            smtp_server_fault_bare (self);
          else
            {
              smtp_server_message_add (self, (const guint8 *) "\r\n", 2);
              self->line_len = 0;
              i++;
            }
          continue;
        }
      while (i + n < len && data[i + n] != '\r' && data[i + n] != '\n')
        n++;
      if (n > 0)
        take_text (self, data + i, n);
      i += n;
      if (i == len)
        break;
      if (data[i] == '\n')
        smtp_server_fault_bare (self);
      else
        self->after_cr = TRUE;
      i++;
    }
}

static void
end_of_chunk (SmtpServer *self)
{
  const SimRule *row = smtp_server_row (self, "<chunk>");
  g_autofree char *octets = NULL;

  if (self->chunk_last)
    {
      if (self->after_cr)
        smtp_server_fault_bare (self);
      else if (self->line_len > 0)              /* RFC 5321, 2.3.8: the last line ends like each other */
        smtp_server_message_add (self, (const guint8 *) "\r\n", 2);
      smtp_server_message_end (self);
      return;
    }
  if (self->fault != NULL)
    {
      const SmtpReply *fault = self->fault;

      /* RFC 3030, 2: the transaction has failed; pieces already on their way get 503. */
      smtp_server_reset (self);
      smtp_server_reply_with (self, fault);
      smtp_server_enter (self, smtp_server_row (self, "<failed>"));
      return;
    }
  octets = g_strdup_printf ("%" G_GUINT64_FORMAT, self->chunk_size);
  smtp_server_reply_row (self, row, octets);
  smtp_server_enter (self, row);
}

gboolean
smtp_server_chunk (SmtpServer *self)
{
  gboolean discarding = self->discard_reply != NULL;
  guint64 *left = discarding ? &self->discard : &self->chunk_left;
  gsize len;
  const guint8 *data = sim_lines_peek (&self->lines, &len);

  if (len > *left)
    len = *left;
  if (!discarding)
    take_octets (self, data, len);
  sim_lines_take (&self->lines, len);
  *left -= len;
  if (*left > 0)
    return FALSE;
  if (discarding)
    say_refusal (self);
  else
    end_of_chunk (self);
  return TRUE;
}

void
smtp_server_bdat (SmtpServer *self, const SimRule *row, const char *args)
{
  guint64 size;
  gboolean last;

  if (!read_size (args, &size, &last))
    {
      smtp_server_refuse (self, 501, "5.5.4", "Syntax: BDAT octets or BDAT octets LAST");
      return;
    }
  if (self->base.state == SMTP_SERVER_RCPT)
    smtp_server_message_begin (self, "<last>");
  self->chunk_size = self->chunk_left = size;
  self->chunk_last = last;
  smtp_server_enter (self, row);
  if (size == 0)
    end_of_chunk (self);
}

/* The mail transaction: MAIL, RCPT, DATA or BDAT, the message, RSET
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/smtp/client-private.h"

#include "sim/core/dots.h"

#include <string.h>

/* ---- results ---- */

static void
keep_reply (SmtpReply *to, char **storage, const SmtpReply *from)
{
  gsize enhanced = from->enhanced != NULL ? strlen (from->enhanced) + 1 : 0;
  gsize text = from->text != NULL ? strlen (from->text) + 1 : 0;
  char *copy = g_malloc0 (enhanced + text + 1);

  if (enhanced > 0)
    memcpy (copy, from->enhanced, enhanced);
  if (text > 0)
    memcpy (copy + enhanced, from->text, text);
  g_free (*storage);
  *storage = copy;
  to->code = from->code;
  to->enhanced = enhanced > 0 ? copy : NULL;
  to->text = copy + enhanced;
}

static void
decide (SmtpRecipient *recipient, const SmtpReply *reply)
{
  keep_reply (&recipient->reply, &recipient->reply_storage, reply);
}

/* Who has no reply of their own yet shares @reply. */
void
smtp_client_decide_rest (SmtpClient *self, const SmtpReply *reply)
{
  for (guint i = 0; i < self->result.recipients->len; i++)
    {
      SmtpRecipient *recipient = g_ptr_array_index (self->result.recipients, i);

      if (recipient->reply.text == NULL)
        decide (recipient, reply);
    }
}

void
smtp_client_decide_all (SmtpClient *self, const SmtpReply *reply)
{
  keep_reply (&self->result.reply, &self->result_storage, reply);
}

/* ---- the mail transaction ---- */

static void
go_by_reply (SmtpClient *self, const SmtpReply *reply)
{
  smtp_client_go (self, reply->code / 100 == 2 ? "<2yz>" : reply->code / 100 == 4 ? "<4yz>" : "<5yz>");
}

static void
send_rcpt (SmtpClient *self, guint i)
{
  const SmtpRecipient *recipient = g_ptr_array_index (self->tried, i);
  g_autofree char *path = mail_address_to_text (&recipient->address);
  g_autoptr(GString) line = g_string_new (NULL);

  g_string_append_printf (line, "RCPT TO:<%s>", path);
  if (self->extensions & SMTP_EXT_DSN)
    {
      g_autofree char *notify = mail_notify_to_text (recipient->notify);

      if (recipient->notify != 0)
        g_string_append_printf (line, " NOTIFY=%s", notify);
      if (recipient->orcpt != NULL)
        g_string_append_printf (line, " ORCPT=%s", recipient->orcpt);
    }
  sim_session_sendf (&self->base, 0, "%s\r\n", line->str);
}

static void
send_mail (SmtpClient *self)
{
  g_autoptr(GString) line = g_string_new (NULL);
  g_autofree char *from = mail_address_to_text (&self->envelope->from);

  g_string_append_printf (line, "MAIL FROM:<%s>", from);
  if (self->extensions & SMTP_EXT_SIZE)
    g_string_append_printf (line, " SIZE=%" G_GSIZE_FORMAT, self->size);
  if (self->eight_bit)
    g_string_append (line, " BODY=8BITMIME");
  if (self->utf8)
    g_string_append (line, " SMTPUTF8");
  if ((self->extensions & SMTP_EXT_DSN) && self->envelope->ret != MAIL_RETURN_UNSAID)
    g_string_append (line, self->envelope->ret == MAIL_RETURN_FULL ? " RET=FULL" : " RET=HDRS");
  if ((self->extensions & SMTP_EXT_DSN) && self->envelope->envid != NULL)
    g_string_append_printf (line, " ENVID=%s", self->envelope->envid);
  sim_session_sendf (&self->base, 0, "%s\r\n", line->str);
  smtp_client_go (self, "MAIL");
  if (!self->grouped)
    return;
  for (guint i = 0; i < self->tried->len; i++)
    send_rcpt (self, i);
  if (!self->chunked)
    sim_session_sendf (&self->base, 0, "DATA\r\n");
}

static void
finish (SmtpClient *self, const SmtpReply *reply)
{
  go_by_reply (self, reply);
  smtp_client_ask_next (self);
}

static void
send_rset (SmtpClient *self)
{
  sim_session_sendf (&self->base, 0, "RSET\r\n");
  smtp_client_go (self, "RSET");
}

/* The next piece, which ends with a line where it can, and counts octets where not. */
static void
send_chunk (SmtpClient *self)
{
  gsize size;
  const char *data = g_bytes_get_data (self->content, &size);
  gsize left = size - self->chunk_start;
  gsize len = left;
  gboolean last;

  if (self->config.chunk_size > 0 && left > self->config.chunk_size)
    {
      const char *lf = g_strrstr_len (data + self->chunk_start, self->config.chunk_size, "\n");

      len = lf != NULL ? (gsize) (lf + 1 - data) - self->chunk_start : self->config.chunk_size;
    }
  last = len == left;
  sim_session_sendf (&self->base, 0, "BDAT %" G_GSIZE_FORMAT "%s\r\n", len, last ? " LAST" : "");
  if (len > 0)
    sim_session_send (&self->base, SIM_OUTPUT_LITERAL, g_bytes_new_from_bytes (self->content, self->chunk_start, len));
  self->chunk_start += len;
  smtp_client_go (self, last ? "BDAT LAST" : "BDAT");
}

void
smtp_client_take_mail_reply (SmtpClient *self, const SmtpReply *reply)
{
  self->mail_accepted = reply->code / 100 == 2;
  if (!self->mail_accepted)
    {
      smtp_client_decide_all (self, reply);
      smtp_client_decide_rest (self, reply);
    }
  if (self->grouped)
    smtp_client_go (self, "RCPT");
  else if (self->mail_accepted)
    {
      send_rcpt (self, self->current);
      smtp_client_go (self, "RCPT");
    }
  else
    finish (self, reply);
}

void
smtp_client_take_rcpt_reply (SmtpClient *self, const SmtpReply *reply)
{
  SmtpRecipient *recipient = g_ptr_array_index (self->tried, self->current);

  self->current++;
  if (self->mail_accepted)
    {
      if (reply->code / 100 == 2)
        self->n_accepted++;
      else
        {
          decide (recipient, reply);
          smtp_client_decide_all (self, reply);
        }
    }
  if (self->current < self->tried->len)
    {
      if (!self->grouped)
        send_rcpt (self, self->current);
      smtp_client_go (self, "RCPT");
      return;
    }
  self->current = 0;
  if (self->grouped && !self->chunked)
    smtp_client_go (self, "DATA");
  else if (self->n_accepted > 0 && self->chunked)
    send_chunk (self);
  else if (self->n_accepted > 0)
    {
      sim_session_sendf (&self->base, 0, "DATA\r\n");
      smtp_client_go (self, "DATA");
    }
  else
    send_rset (self);
}

void
smtp_client_take_data_reply (SmtpClient *self, const SmtpReply *reply)
{
  if (reply->code / 100 == 3)
    {
      if (self->n_accepted == 0 && self->config.dialect == SMTP_DIALECT_LMTP)
        {
          /* RFC 2033, 4.2 forbids it, and no reply will follow the dot. */
          smtp_client_break_off_bad (self, "The server wants a message for nobody");
          return;
        }
      if (self->n_accepted > 0 && g_bytes_get_size (self->content) > 0)
        sim_session_send (&self->base, SIM_OUTPUT_LITERAL, g_bytes_ref (self->content));
      sim_session_sendf (&self->base, 0, ".\r\n");    /* alone if nobody is to have it: RFC 2920, 3.1 */
      smtp_client_go (self, "<354>");
      return;
    }
  if (self->n_accepted > 0)
    {
      smtp_client_decide_all (self, reply);
      smtp_client_decide_rest (self, reply);
    }
  if (self->mail_accepted)
    send_rset (self);             /* the server still has the transaction open */
  else
    finish (self, reply);
}

void
smtp_client_take_chunk_reply (SmtpClient *self, const SmtpReply *reply)
{
  if (reply->code / 100 == 2)
    {
      send_chunk (self);
      return;
    }
  /* RFC 3030, 2: no further piece may be sent. */
  smtp_client_decide_all (self, reply);
  smtp_client_decide_rest (self, reply);
  send_rset (self);
}

void
smtp_client_take_message_reply (SmtpClient *self, const SmtpReply *reply)
{
  if (self->n_accepted > 0)
    smtp_client_decide_all (self, reply);
  if (self->n_accepted > 0 && self->config.dialect == SMTP_DIALECT_LMTP)
    {
      SmtpRecipient *recipient;

      do                          /* the next who was accepted */
        recipient = g_ptr_array_index (self->result.recipients, self->current++);
      while (recipient->reply.text != NULL);
      decide (recipient, reply);
      if (--self->n_accepted > 0)
        return;
    }
  smtp_client_decide_rest (self, reply);
  finish (self, reply);
}

void
smtp_client_take_rset_reply (SmtpClient *self, const SmtpReply *reply)
{
  finish (self, reply);
}

/* A new result with these recipients, nobody decided. */
static void
start_result (SmtpClient *self, GPtrArray *to)
{
  g_autoptr(SmtpEnvelope) fresh = smtp_envelope_new ();

  for (guint i = 0; i < to->len; i++)
    {
      const SmtpRecipient *given = g_ptr_array_index (to, i);
      SmtpRecipient *recipient = smtp_envelope_add (fresh, &given->address);

      recipient->notify = given->notify;
      recipient->orcpt = g_strdup (given->orcpt);
    }
  g_ptr_array_unref (self->result.recipients);
  self->result.recipients = g_ptr_array_ref (fresh->recipients);
}

static void
keep_envelope (SmtpClient *self, const SmtpEnvelope *envelope)
{
  if (self->envelope != NULL)
    smtp_envelope_free (self->envelope);
  self->envelope = smtp_envelope_new ();
  mail_address_clear (&self->envelope->from);
  self->envelope->from.local = g_strdup (envelope->from.local);
  self->envelope->from.domain = g_strdup (envelope->from.domain);
  self->envelope->ret = envelope->ret;
  self->envelope->envid = g_strdup (envelope->envid);
}

static gboolean
is_ascii (const MailAddress *address)
{
  return g_str_is_ascii (address->local) && g_str_is_ascii (address->domain);
}

static gboolean
has_ascii_header (MailMessage *message)
{
  const guint8 *data = g_bytes_get_data (mail_message_get_bytes (message), NULL);
  gsize len = mail_message_header_size (message);

  for (gsize i = 0; i < len; i++)
    if (data[i] > 127)
      return FALSE;
  return TRUE;
}

/* What the server's extensions do not allow is refused here, in its place (RFC 6152, 3; RFC 6531, 3.2). */
static void
decide_beforehand (SmtpClient *self, gboolean wide_message)
{
  static const SmtpReply seven_bit = { 554, "5.6.3", "The next server does not take 8-bit messages" };
  static const SmtpReply ascii_address = { 553, "5.6.7", "The next server takes no addresses beyond ASCII" };
  static const SmtpReply ascii_message = { 550, "5.6.7", "The next server takes no senders or header fields beyond ASCII" };
  const SmtpReply *all = NULL;

  g_ptr_array_set_size (self->tried, 0);
  /* The first of them could not be helped by another encoding: it is the better reason. */
  if (wide_message && !(self->extensions & SMTP_EXT_SMTPUTF8))
    all = &ascii_message;
  else if (self->eight_bit && !(self->extensions & SMTP_EXT_8BITMIME))
    all = &seven_bit;
  for (guint i = 0; i < self->result.recipients->len; i++)
    {
      SmtpRecipient *recipient = g_ptr_array_index (self->result.recipients, i);

      gboolean ascii = is_ascii (&recipient->address);

      if (all == NULL && (ascii || (self->extensions & SMTP_EXT_SMTPUTF8)))
        {
          self->utf8 = self->utf8 || !ascii;
          g_ptr_array_add (self->tried, recipient);
        }
      else
        {
          const SmtpReply *reply = all != NULL ? all : &ascii_address;

          decide (recipient, reply);
          smtp_client_decide_all (self, reply);
        }
    }
}

void
smtp_client_submit_envelope (SimSession *session, SimTime now, const SmtpEnvelope *envelope, MailMessage *message)
{
  SmtpClient *self = (SmtpClient *) session;
  const guint8 *bytes;
  gsize len, n_dots;

  g_return_if_fail (envelope->recipients->len > 0);
  start_result (self, envelope->recipients);
  if (!session->open)
    {
      /* The server went away between the question and this answer. */
      smtp_client_decide_rest (self, &self->result.reply);
      return;
    }
  g_return_if_fail (session->state == SMTP_CLIENT_READY);
  smtp_client_decide_all (self, &(SmtpReply) { 0, NULL, NULL });
  keep_envelope (self, envelope);
  self->chunked = self->config.chunking && (self->extensions & SMTP_EXT_CHUNKING) != 0;
  g_clear_pointer (&self->content, g_bytes_unref);
  bytes = g_bytes_get_data (mail_message_get_bytes (message), &len);
  self->content = sim_dots_stuff (bytes, len, !self->chunked, &n_dots);
  self->size = g_bytes_get_size (self->content) - n_dots;
  self->chunk_start = 0;
  self->eight_bit = mail_message_is_8bit (message);
  self->utf8 = !is_ascii (&envelope->from) || !has_ascii_header (message);
  self->grouped = (self->extensions & SMTP_EXT_PIPELINING) && !self->config.no_pipelining;
  self->mail_accepted = FALSE;
  self->current = 0;
  self->n_accepted = 0;
  decide_beforehand (self, self->utf8);
  if (self->tried->len == 0)
    {
      smtp_client_ask_next (self);
      return;
    }
  send_mail (self);
  smtp_client_set_deadline (self, now);
  smtp_client_digest (self, now);
}

void
smtp_client_submit (SimSession *session, SimTime now, const MailAddress *from, GPtrArray *to, MailMessage *message)
{
  g_autoptr(SmtpEnvelope) envelope = smtp_envelope_new ();

  mail_address_clear (&envelope->from);
  envelope->from = (MailAddress) { g_strdup (from->local), g_strdup (from->domain) };
  for (guint i = 0; i < to->len; i++)
    smtp_envelope_add (envelope, g_ptr_array_index (to, i));
  smtp_client_submit_envelope (session, now, envelope, message);
}

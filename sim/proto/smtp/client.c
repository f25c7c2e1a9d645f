/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/smtp/client.h"

#include "sim/core/lines.h"

#include <string.h>

#define REPLY_LINE_MAX 4096       /* RFC 5321, 4.5.3.1.5 says 512; servers say more */

#define IN(state)   SIM_STATE (SMTP_CLIENT_##state)
#define OPEN        (IN (START) | IN (EHLO) | IN (HELO) | IN (AUTH) | IN (READY) | IN (MAIL) | IN (RCPT) \
                     | IN (DATA) | IN (MESSAGE) | IN (RSET) | IN (QUIT))

/* A state is the command whose reply is waited for. Verbs are commands that are
 * sent (in a group: whose turn to be answered has come) and, in angle brackets,
 * what comes in. */
static const SimRule rules[] =
{
  { "EHLO",      IN (START),                 0, SMTP_CLIENT_EHLO, NULL, "rfc5321:4.1.1.1" },
  { "LHLO",      IN (START),                 0, SMTP_CLIENT_EHLO, NULL, "rfc2033:4.1" },
  { "HELO",      IN (START) | IN (EHLO),     0, SMTP_CLIENT_HELO, NULL, "rfc5321:4.1.1.1-helo" },
  { "AUTH",      IN (EHLO),      SMTP_EXT_AUTH, SMTP_CLIENT_AUTH, NULL, "rfc4954:4" },
  { "<334>",     IN (AUTH),                  0, SIM_STATE_SAME, NULL, "rfc4954:4-challenge" },
  { "MAIL",      IN (READY),                 0, SMTP_CLIENT_MAIL, NULL, "rfc5321:4.1.1.2" },
  { "RCPT",      IN (MAIL),                  0, SMTP_CLIENT_RCPT, NULL, "rfc5321:4.1.1.3" },
  { "RCPT",      IN (RCPT),                  0, SIM_STATE_SAME, NULL, "rfc5321:4.1.1.3" },
  { "DATA",      IN (RCPT),                  0, SMTP_CLIENT_DATA, NULL, "rfc5321:4.1.1.4" },
  { "<354>",     IN (DATA),                  0, SMTP_CLIENT_MESSAGE, NULL, "rfc5321:4.1.1.4-354" },
  { "RSET",      IN (RCPT) | IN (DATA),      0, SMTP_CLIENT_RSET, NULL, "rfc5321:4.1.1.5" },
  { "<2yz>",     IN (EHLO) | IN (HELO) | IN (AUTH) | IN (MESSAGE) | IN (RSET),
                                             0, SMTP_CLIENT_READY, NULL, "rfc5321:4.2.1-2yz" },
  { "<4yz>",     IN (MAIL) | IN (DATA) | IN (MESSAGE) | IN (RSET),
                                             0, SMTP_CLIENT_READY, NULL, "rfc5321:4.2.1-4yz" },
  { "<5yz>",     IN (MAIL) | IN (DATA) | IN (MESSAGE) | IN (RSET),
                                             0, SMTP_CLIENT_READY, NULL, "rfc5321:4.2.1-5yz" },
  { "QUIT",      IN (START) | IN (EHLO) | IN (HELO) | IN (AUTH) | IN (READY),
                                             0, SMTP_CLIENT_QUIT, NULL, "rfc5321:4.1.1.10" },
  { "<221>",     IN (QUIT),                  0, SMTP_CLIENT_CLOSED, NULL, "rfc5321:4.1.1.10-221" },
  { "<421>",     OPEN,                       0, SMTP_CLIENT_CLOSED, NULL, "rfc5321:3.8" },
  { "<eof>",     OPEN,                       0, SMTP_CLIENT_CLOSED, NULL, "rfc5321:3.8-lost" },
  { "<timeout>", OPEN & ~IN (READY),         0, SMTP_CLIENT_CLOSED, NULL, "rfc5321:4.5.3.2" },
  { "<bad>",     OPEN,                       0, SMTP_CLIENT_CLOSED, NULL, "rfc5321:4.2" },
};

static const char * const state_names[] =
{
  "start", "ehlo", "helo", "auth", "ready", "mail", "rcpt", "data", "message", "rset", "quit", "closed", NULL
};

const SimMachine smtp_client_machine = { "smtp-client", state_names, rules, G_N_ELEMENTS (rules) };

/* How long a state waits for its reply: RFC 5321, 4.5.3.2. The message is
 * handed over whole, so the time between its blocks (4.5.3.2.5) has no place. */
static const SimTime patience[] =
{
  [SMTP_CLIENT_START]   = 5 * SIM_TIME_MINUTE,    /* 4.5.3.2.1 */
  [SMTP_CLIENT_EHLO]    = 5 * SIM_TIME_MINUTE,
  [SMTP_CLIENT_HELO]    = 5 * SIM_TIME_MINUTE,
  [SMTP_CLIENT_AUTH]    = 5 * SIM_TIME_MINUTE,
  [SMTP_CLIENT_READY]   = 0,                      /* the owner's time */
  [SMTP_CLIENT_MAIL]    = 5 * SIM_TIME_MINUTE,    /* 4.5.3.2.2 */
  [SMTP_CLIENT_RCPT]    = 5 * SIM_TIME_MINUTE,    /* 4.5.3.2.3 */
  [SMTP_CLIENT_DATA]    = 2 * SIM_TIME_MINUTE,    /* 4.5.3.2.4 */
  [SMTP_CLIENT_MESSAGE] = 10 * SIM_TIME_MINUTE,   /* 4.5.3.2.6 */
  [SMTP_CLIENT_RSET]    = 5 * SIM_TIME_MINUTE,
  [SMTP_CLIENT_QUIT]    = 5 * SIM_TIME_MINUTE,
  [SMTP_CLIENT_CLOSED]  = 0,
};

typedef struct
{
  SimSession       base;
  char            *host;
  char            *user;
  char            *password;
  SmtpClientConfig config;         /* its strings are the above */
  SimLines         lines;
  SmtpReplyReader  reader;
  guint64          reached;        /* bit i: row i has run */

  guint            extensions;
  gboolean         auth_plain;
  gboolean         responded;      /* a 334 was answered */

  SmtpClientResult result;
  char            *result_storage;
  char            *from;           /* of the message: text of the path */
  GBytes          *content;        /* stuffed; without the lone dot */
  gsize            size;           /* before stuffing */
  gboolean         eight_bit;
  gboolean         grouped;        /* MAIL, RCPT and DATA were sent together */
  gboolean         mail_accepted;
  guint            current;        /* recipient whose reply comes next */
  guint            n_accepted;     /* recipients */
} SmtpClient;

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
static void
decide_rest (SmtpClient *self, const SmtpReply *reply)
{
  for (guint i = 0; i < self->result.recipients->len; i++)
    {
      SmtpRecipient *recipient = g_ptr_array_index (self->result.recipients, i);

      if (recipient->reply.text == NULL)
        decide (recipient, reply);
    }
}

static void
decide_all (SmtpClient *self, const SmtpReply *reply)
{
  keep_reply (&self->result.reply, &self->result_storage, reply);
}

/* ---- outputs ---- */

static const SimRule *
row_for (SmtpClient *self, const char *verb)
{
  const SimRule *row = sim_machine_row (&smtp_client_machine, verb, self->base.state);

  g_assert (row != NULL && (row->legal & SIM_STATE (self->base.state)));
  return row;
}

static void
go (SmtpClient *self, const char *verb)
{
  const SimRule *row = row_for (self, verb);

  self->reached |= G_GUINT64_CONSTANT (1) << (row - rules);
  if (row->next != SIM_STATE_SAME)
    sim_session_move (&self->base, row->rule, row->next);
  if (row->next == SMTP_CLIENT_CLOSED)
    sim_session_close (&self->base);
}

static void
go_by_reply (SmtpClient *self, const SmtpReply *reply)
{
  go (self, reply->code / 100 == 2 ? "<2yz>" : reply->code / 100 == 4 ? "<4yz>" : "<5yz>");
}

static void
ask_next (SmtpClient *self)
{
  sim_session_ask (&self->base, "next", NULL);
}

static void
tell_failed (SmtpClient *self, const SmtpReply *reply)
{
  decide_all (self, reply);
  decide_rest (self, reply);
  sim_session_ask (&self->base, "failed", NULL);
}

/* The connection is of no more use. */
static void
break_off (SmtpClient *self, const char *verb, const SmtpReply *reply)
{
  if (self->base.state != SMTP_CLIENT_QUIT)
    tell_failed (self, reply);
  go (self, verb);
}

static void
break_off_bad (SmtpClient *self, const char *text)
{
  break_off (self, "<bad>", &(SmtpReply) { 0, NULL, text });
}

/* The session cannot do its work, but the server is well: it hears QUIT. */
static void
give_up (SmtpClient *self, const SmtpReply *reply)
{
  tell_failed (self, reply);
  sim_session_sendf (&self->base, 0, "QUIT\r\n");
  go (self, "QUIT");
}

/* ---- greeting, EHLO, AUTH ---- */

static void
send_hello (SmtpClient *self, const char *verb)
{
  sim_session_sendf (&self->base, 0, "%s %s\r\n", verb, self->host);
  go (self, verb);
}

static void
send_credentials (SmtpClient *self, const char *before)
{
  g_autoptr(GByteArray) message = g_byte_array_new ();
  g_autofree char *text = NULL;

  g_byte_array_append (message, (const guint8 *) "", 1);
  g_byte_array_append (message, (const guint8 *) self->user, strlen (self->user) + 1);
  g_byte_array_append (message, (const guint8 *) self->password, strlen (self->password));
  text = g_base64_encode (message->data, message->len);
  sim_session_sendf (&self->base, SIM_OUTPUT_SECRET, "%s%s\r\n", before, text);
}

static void
take_extensions (SmtpClient *self, const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    {
      g_auto(GStrv) words = g_strsplit (lines[i], " ", -1);
      guint extension = words[0] != NULL ? smtp_extension_from_name (words[0]) : 0;

      self->extensions |= extension;
      for (guint j = 1; extension == SMTP_EXT_AUTH && words[j] != NULL; j++)
        self->auth_plain = self->auth_plain || g_ascii_strcasecmp (words[j], "PLAIN") == 0;
    }
}

/* EHLO or HELO was accepted. */
static void
introduced (SmtpClient *self)
{
  if (self->user == NULL)
    {
      go (self, "<2yz>");
      ask_next (self);
    }
  else if (self->auth_plain)
    {
      send_credentials (self, "AUTH PLAIN ");
      go (self, "AUTH");
    }
  else
    give_up (self, &(SmtpReply) { 0, NULL, "The server does not offer AUTH PLAIN" });
}

static void
take_greeting (SmtpClient *self, const SmtpReply *reply)
{
  if (reply->code / 100 != 2)
    give_up (self, reply);                        /* RFC 5321, 3.1: QUIT is still said */
  else if (self->config.dialect == SMTP_DIALECT_LMTP)
    send_hello (self, "LHLO");
  else
    send_hello (self, self->config.helo_only ? "HELO" : "EHLO");
}

static void
take_hello_reply (SmtpClient *self, const SmtpReply *reply)
{
  gboolean ehlo = self->base.state == SMTP_CLIENT_EHLO;

  if (reply->code / 100 == 2)
    {
      if (ehlo)
        take_extensions (self, reply->text);
      introduced (self);
    }
  else if (reply->code / 100 == 5 && ehlo && self->config.dialect != SMTP_DIALECT_LMTP)
    send_hello (self, "HELO");                    /* RFC 5321, 3.2 */
  else
    give_up (self, reply);
}

static void
take_auth_reply (SmtpClient *self, const SmtpReply *reply)
{
  if (reply->code == 334 && !self->responded)
    {
      self->responded = TRUE;                     /* it did not want the initial response */
      send_credentials (self, "");
      go (self, "<334>");
    }
  else if (reply->code / 100 == 2)
    {
      go (self, "<2yz>");
      ask_next (self);
    }
  else if (reply->code / 100 == 3)
    break_off_bad (self, "The server asks for more than AUTH PLAIN has");
  else
    give_up (self, reply);
}

/* ---- the mail transaction ---- */

static void
send_rcpt (SmtpClient *self, guint i)
{
  const SmtpRecipient *recipient = g_ptr_array_index (self->result.recipients, i);
  g_autofree char *path = mail_address_to_text (&recipient->address);

  sim_session_sendf (&self->base, 0, "RCPT TO:<%s>\r\n", path);
}

static void
send_mail (SmtpClient *self)
{
  g_autoptr(GString) line = g_string_new (NULL);

  g_string_append_printf (line, "MAIL FROM:<%s>", self->from);
  if (self->extensions & SMTP_EXT_SIZE)
    g_string_append_printf (line, " SIZE=%" G_GSIZE_FORMAT, self->size);
  if (self->eight_bit)
    g_string_append (line, " BODY=8BITMIME");
  sim_session_sendf (&self->base, 0, "%s\r\n", line->str);
  go (self, "MAIL");
  if (!self->grouped)
    return;
  for (guint i = 0; i < self->result.recipients->len; i++)
    send_rcpt (self, i);
  sim_session_sendf (&self->base, 0, "DATA\r\n");
}

static void
finish (SmtpClient *self, const SmtpReply *reply)
{
  go_by_reply (self, reply);
  ask_next (self);
}

static void
send_rset (SmtpClient *self)
{
  sim_session_sendf (&self->base, 0, "RSET\r\n");
  go (self, "RSET");
}

static void
take_mail_reply (SmtpClient *self, const SmtpReply *reply)
{
  self->mail_accepted = reply->code / 100 == 2;
  if (!self->mail_accepted)
    {
      decide_all (self, reply);
      decide_rest (self, reply);
    }
  if (self->grouped)
    go (self, "RCPT");
  else if (self->mail_accepted)
    {
      send_rcpt (self, 0);
      go (self, "RCPT");
    }
  else
    finish (self, reply);
}

static void
take_rcpt_reply (SmtpClient *self, const SmtpReply *reply)
{
  SmtpRecipient *recipient = g_ptr_array_index (self->result.recipients, self->current);

  self->current++;
  if (self->mail_accepted)
    {
      if (reply->code / 100 == 2)
        self->n_accepted++;
      else
        {
          decide (recipient, reply);
          decide_all (self, reply);
        }
    }
  if (self->current < self->result.recipients->len)
    {
      if (!self->grouped)
        send_rcpt (self, self->current);
      go (self, "RCPT");
      return;
    }
  self->current = 0;
  if (self->grouped)
    go (self, "DATA");
  else if (self->n_accepted > 0)
    {
      sim_session_sendf (&self->base, 0, "DATA\r\n");
      go (self, "DATA");
    }
  else
    send_rset (self);
}

static void
take_data_reply (SmtpClient *self, const SmtpReply *reply)
{
  if (reply->code / 100 == 3)
    {
      if (self->n_accepted == 0 && self->config.dialect == SMTP_DIALECT_LMTP)
        {
          /* RFC 2033, 4.2 forbids it, and no reply will follow the dot. */
          break_off_bad (self, "The server wants a message for nobody");
          return;
        }
      if (self->n_accepted > 0 && g_bytes_get_size (self->content) > 0)
        sim_session_send (&self->base, SIM_OUTPUT_LITERAL, g_bytes_ref (self->content));
      sim_session_sendf (&self->base, 0, ".\r\n");    /* alone if nobody is to have it: RFC 2920, 3.1 */
      go (self, "<354>");
      return;
    }
  if (self->n_accepted > 0)
    {
      decide_all (self, reply);
      decide_rest (self, reply);
    }
  if (self->mail_accepted)
    send_rset (self);             /* the server still has the transaction open */
  else
    finish (self, reply);
}

static void
take_message_reply (SmtpClient *self, const SmtpReply *reply)
{
  if (self->n_accepted > 0)
    decide_all (self, reply);
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
  decide_rest (self, reply);
  finish (self, reply);
}

static void
take_rset_reply (SmtpClient *self, const SmtpReply *reply)
{
  finish (self, reply);
}

/* ---- replies ---- */

/* May a reply of that first digit come in that state? */
static gboolean
is_expected (SmtpClient *self, const SmtpReply *reply)
{
  guint digit = reply->code / 100;

  switch ((SmtpClientState) self->base.state)
    {
    case SMTP_CLIENT_AUTH:
      return TRUE;
    case SMTP_CLIENT_DATA:
      return digit != 2;
    case SMTP_CLIENT_READY:
    case SMTP_CLIENT_CLOSED:
      return FALSE;
    case SMTP_CLIENT_START:
    case SMTP_CLIENT_EHLO:
    case SMTP_CLIENT_HELO:
    case SMTP_CLIENT_MAIL:
    case SMTP_CLIENT_RCPT:
    case SMTP_CLIENT_MESSAGE:
    case SMTP_CLIENT_RSET:
    case SMTP_CLIENT_QUIT:
    default:
      return digit != 3;
    }
}

static void
take_reply (SmtpClient *self, const SmtpReply *reply)
{
  static void (* const take[]) (SmtpClient *self, const SmtpReply *reply) =
  {
    [SMTP_CLIENT_START]   = take_greeting,
    [SMTP_CLIENT_EHLO]    = take_hello_reply,
    [SMTP_CLIENT_HELO]    = take_hello_reply,
    [SMTP_CLIENT_AUTH]    = take_auth_reply,
    [SMTP_CLIENT_MAIL]    = take_mail_reply,
    [SMTP_CLIENT_RCPT]    = take_rcpt_reply,
    [SMTP_CLIENT_DATA]    = take_data_reply,
    [SMTP_CLIENT_MESSAGE] = take_message_reply,
    [SMTP_CLIENT_RSET]    = take_rset_reply,
  };

  if (reply->code == 421)
    break_off (self, "<421>", reply);             /* RFC 5321, 3.8: at any time */
  else if (!is_expected (self, reply))
    break_off_bad (self, "The server gave a reply that has no place here");
  else if (self->base.state == SMTP_CLIENT_QUIT)
    go (self, "<221>");
  else
    take[self->base.state] (self, reply);
}

static void
set_deadline (SmtpClient *self, SimTime now)
{
  SimTime wait = patience[self->base.state];

  self->base.deadline = self->base.open && wait > 0 ? now + wait : SIM_TIME_NEVER;
}

static void
take_line (SmtpClient *self, SimTime now, SimLineKind kind, const guint8 *line, gsize len)
{
  SmtpReplyReader reader;

  if (kind != SIM_LINE_WHOLE)
    {
      break_off_bad (self, kind == SIM_LINE_BARE ? "The server ended a line with LF alone"
                                                 : "The server's line is too long");
      return;
    }
  switch (smtp_reply_reader_line (&self->reader, line, len))
    {
    case SMTP_READ_MORE:
      return;
    case SMTP_READ_BAD:
      break_off_bad (self, "The server's line is no SMTP reply");
      return;
    case SMTP_READ_DONE:
    default:
      break;
    }
  reader = self->reader;
  smtp_reply_reader_init (&self->reader);
  take_reply (self, &(SmtpReply) { reader.code, reader.enhanced, reader.text->str });
  smtp_reply_reader_clear (&reader);
  set_deadline (self, now);
}

/* ---- the message on the wire ---- */

/* Doubles dots at the start of lines (RFC 5321, 4.5.2). A CR or LF that stands
 * alone becomes a line's end: neither may be sent (2.3.8). */
static GBytes *
stuff (GBytes *message, gsize *size)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (message, &len);
  GByteArray *wire = g_byte_array_sized_new (len + len / 32 + 2);
  gboolean line_start = TRUE;
  gsize n_dots = 0;

  for (gsize i = 0; i < len; i++)
    {
      if (data[i] == '\r' || data[i] == '\n')
        {
          if (data[i] == '\r' && i + 1 < len && data[i + 1] == '\n')
            i++;
          g_byte_array_append (wire, (const guint8 *) "\r\n", 2);
          line_start = TRUE;
          continue;
        }
      if (line_start && data[i] == '.')
        {
          g_byte_array_append (wire, (const guint8 *) ".", 1);
          n_dots++;
        }
      g_byte_array_append (wire, &data[i], 1);
      line_start = FALSE;
    }
  if (!line_start)
    g_byte_array_append (wire, (const guint8 *) "\r\n", 2);
  *size = wire->len - n_dots;
  return g_byte_array_free_to_bytes (wire);
}

/* ---- the session ---- */

static void
client_open (SimSession *session, SimTime now)
{
  set_deadline ((SmtpClient *) session, now);
}

/* While "next" is open, input waits. */
static void
digest (SmtpClient *self, SimTime now)
{
  SimLineKind kind;
  const guint8 *line;
  gsize len;

  while (self->base.open && self->base.state != SMTP_CLIENT_READY
         && (kind = sim_lines_next (&self->lines, REPLY_LINE_MAX, &line, &len)) != SIM_LINE_NONE)
    take_line (self, now, kind, line, len);
}

static void
client_feed (SimSession *session, SimTime now, const guint8 *data, gsize len)
{
  SmtpClient *self = (SmtpClient *) session;

  sim_lines_feed (&self->lines, data, len);
  digest (self, now);
}

static void
client_eof (SimSession *session, SimTime now)
{
  break_off ((SmtpClient *) session, "<eof>", &(SmtpReply) { 0, NULL, "The server closed the connection" });
}

static void
client_expire (SimSession *session, SimTime now)
{
  break_off ((SmtpClient *) session, "<timeout>", &(SmtpReply) { 0, NULL, "The server did not answer in time" });
}

static void
client_free (SimSession *session)
{
  SmtpClient *self = (SmtpClient *) session;

  sim_lines_clear (&self->lines);
  smtp_reply_reader_clear (&self->reader);
  g_ptr_array_unref (self->result.recipients);
  g_free (self->result_storage);
  g_free (self->from);
  g_clear_pointer (&self->content, g_bytes_unref);
  g_free (self->host);
  g_free (self->user);
  g_free (self->password);
  g_free (self);
}

static const SimSessionClass client_class =
{
  .name = "smtp-client",
  .state_names = state_names,
  .open = client_open,
  .feed = client_feed,
  .eof = client_eof,
  .expire = client_expire,
  .free = client_free,
};

/* A new result with these recipients, nobody decided. */
static void
start_result (SmtpClient *self, GPtrArray *to)
{
  g_autoptr(SmtpEnvelope) fresh = smtp_envelope_new ();

  g_ptr_array_unref (self->result.recipients);
  self->result.recipients = g_ptr_array_ref (fresh->recipients);
  for (guint i = 0; i < to->len; i++)
    {
      const MailAddress *address = g_ptr_array_index (to, i);
      SmtpRecipient *recipient = g_new0 (SmtpRecipient, 1);

      recipient->address.local = g_strdup (address->local);
      recipient->address.domain = g_strdup (address->domain);
      g_ptr_array_add (self->result.recipients, recipient);
    }
}

SimSession *
smtp_client_new (const SmtpClientConfig *config)
{
  SmtpClient *self = g_new0 (SmtpClient, 1);

  G_STATIC_ASSERT (G_N_ELEMENTS (rules) <= 64);
  sim_session_init (&self->base, &client_class);
  self->config = *config;
  self->config.host = self->host = g_strdup (config->host);
  self->config.user = self->user = g_strdup (config->user);
  self->config.password = self->password = g_strdup (config->password != NULL ? config->password : "");
  sim_lines_init (&self->lines);
  smtp_reply_reader_init (&self->reader);
  self->result.recipients = g_ptr_array_new ();
  return &self->base;
}

void
smtp_client_submit (SimSession *session, SimTime now, const MailAddress *from, GPtrArray *to, MailMessage *message)
{
  SmtpClient *self = (SmtpClient *) session;

  g_return_if_fail (to->len > 0);
  if (!session->open)
    {
      /* The server went away between the question and this answer. */
      start_result (self, to);
      decide_rest (self, &self->result.reply);
      return;
    }
  g_return_if_fail (session->state == SMTP_CLIENT_READY);
  start_result (self, to);
  decide_all (self, &(SmtpReply) { 0, NULL, NULL });
  g_free (self->from);
  self->from = mail_address_to_text (from);
  g_clear_pointer (&self->content, g_bytes_unref);
  self->content = stuff (mail_message_get_bytes (message), &self->size);
  self->eight_bit = mail_message_is_8bit (message);
  self->grouped = (self->extensions & SMTP_EXT_PIPELINING) && !self->config.no_pipelining;
  self->mail_accepted = FALSE;
  self->current = 0;
  self->n_accepted = 0;
  if (self->eight_bit && !(self->extensions & SMTP_EXT_8BITMIME))
    {
      /* RFC 6152, 3: it may not be sent as it is, and nobody rewrites it here. */
      const SmtpReply reply = { 554, "5.6.3", "The next server does not take 8-bit messages" };

      decide_all (self, &reply);
      decide_rest (self, &reply);
      ask_next (self);
      return;
    }
  send_mail (self);
  set_deadline (self, now);
  digest (self, now);
}

void
smtp_client_quit (SimSession *session, SimTime now)
{
  SmtpClient *self = (SmtpClient *) session;

  if (!session->open)
    return;
  g_return_if_fail (session->state == SMTP_CLIENT_READY);
  sim_session_sendf (session, 0, "QUIT\r\n");
  go (self, "QUIT");
  set_deadline (self, now);
  digest (self, now);
}

const SmtpClientResult *
smtp_client_get_result (SimSession *session)
{
  return &((SmtpClient *) session)->result;
}

guint
smtp_client_get_extensions (SimSession *session)
{
  return ((SmtpClient *) session)->extensions;
}

guint64
smtp_client_get_reached (SimSession *session)
{
  return ((SmtpClient *) session)->reached;
}

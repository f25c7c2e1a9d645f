/* send.c - ehlo send: our client at a real server's door
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cli/cli.h"
#include "app/cli/dial.h"
#include "sim/mail/message.h"
#include "sim/proto/smtp/client.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LETTER_MAX (256 * 1024 * 1024)

typedef struct
{
  char  *server;
  char  *tls;
  char  *auth;
  char  *from;
  char **to;
} Options;

typedef struct
{
  MailAddress   from;
  GPtrArray    *to;          /* MailAddress */
  MailMessage  *message;
  SimSession   *session;
  gboolean      submitted;
  gboolean      told;        /* the result has been looked at */
  gboolean      all_well;
} Send;

static void
free_address (gpointer data)
{
  mail_address_clear (data);
  g_free (data);
}

static void
send_clear (Send *self)
{
  mail_address_clear (&self->from);
  g_clear_pointer (&self->to, g_ptr_array_unref);
  g_clear_pointer (&self->message, mail_message_unref);
}

/* ---- the result ---- */

/* "550 5.1.1 No such user", or why there was no reply. */
static char *
reply_text (const SmtpReply *reply)
{
  if (reply->code == 0)
    return g_strdup (reply->text != NULL ? reply->text : "");
  return g_strdup_printf ("%d %s%s%s", reply->code, reply->enhanced != NULL ? reply->enhanced : "",
                          reply->enhanced != NULL ? " " : "", reply->text != NULL ? reply->text : "");
}

static void
tell (const char *about, const SmtpReply *reply)
{
  g_autofree char *text = reply_text (reply);

  g_strdelimit (text, "\n", ' ');
  ehlo_cli_error ("%s: %s", about, text);
}

static void
look_at_result (Send *self)
{
  const SmtpClientResult *result = smtp_client_get_result (self->session);
  guint refused = 0;

  if (self->told)
    return;
  self->told = TRUE;
  for (guint i = 0; i < result->recipients->len; i++)
    {
      const SmtpRecipient *recipient = g_ptr_array_index (result->recipients, i);
      g_autofree char *address = mail_address_to_text (&recipient->address);

      if (recipient->reply.code / 100 == 2)
        continue;
      refused++;
      tell (address, &recipient->reply);
    }
  self->all_well = self->submitted && refused == 0;
  if (!self->submitted)
    tell (_("the letter was not sent"), &result->reply);
}

static void
on_ask (gpointer owner, SimTime now, const SimOutput *question)
{
  Send *self = owner;

  if (!g_str_equal (question->what, "next"))
    look_at_result (self);                      /* "failed" needs no answer */
  else if (!self->submitted)
    {
      self->submitted = TRUE;
      smtp_client_submit (self->session, now, &self->from, self->to, self->message);
    }
  else
    {
      look_at_result (self);
      smtp_client_quit (self->session, now);
    }
}

/* ---- the connection ---- */

static int
deliver (Send *self, GSocketConnectable *server, const Options *options)
{
  g_autofree char *name = NULL;
  g_autofree char *user = NULL;
  const char *password;
  SmtpClientConfig config = { .dialect = options->auth != NULL ? SMTP_DIALECT_SUBMISSION : SMTP_DIALECT_SMTP };
  int fd = ehlo_dial_connect (server, options->server, &name);

  if (fd < 0)
    return EHLO_EXIT_FAULT;
  ehlo_dial_login (options->auth, &user, &password);
  config.host = name;
  config.user = user;
  config.password = password;
  self->session = smtp_client_new (&config);
  ehlo_dial_run (fd, self->session, on_ask, self);
  return self->all_well ? EHLO_EXIT_OK : EHLO_EXIT_FAULT;
}

/* ---- the arguments ---- */

static gboolean
parse_path (const char *text, MailAddress *out)
{
  if (*text == '\0' || g_str_equal (text, "<>"))
    {
      *out = (MailAddress) { g_strdup (""), g_strdup ("") };
      return TRUE;
    }
  return mail_address_parse (text, out);
}

static MailMessage *
read_letter (const char *path, GError **error)
{
  g_autoptr (GBytes) bytes = NULL;
  MailMessage *letter;
  char *text;
  gsize len;

  if (!g_file_get_contents (path, &text, &len, error))
    return NULL;
  bytes = g_bytes_new_take (text, len);
  if (len > LETTER_MAX)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", path, _("the letter is larger than any server takes"));
      return NULL;
    }
  letter = mail_message_parse (bytes, error);
  if (letter == NULL)
    g_prefix_error (error, "%s: ", path);
  return letter;
}

static int
run (const char *path, const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketConnectable) server = NULL;
  Send self = { .all_well = FALSE };
  int status;

  if (!ehlo_dial_check ("send", &(EhloDialOptions) { options->server, options->tls, options->auth }, &server, &status))
    return status;
  if (options->from == NULL || options->to == NULL)
    return ehlo_cli_usage ("send", "%s", _("from whom and to whom? --from A --to B"));
  if (!parse_path (options->from, &self.from))
    return ehlo_cli_usage ("send", _("'%s' is no address"), options->from);
  self.to = g_ptr_array_new_with_free_func (free_address);
  for (guint i = 0; options->to[i] != NULL; i++)
    {
      MailAddress *address = g_new0 (MailAddress, 1);

      g_ptr_array_add (self.to, address);
      if (!mail_address_parse (options->to[i], address))
        {
          status = ehlo_cli_usage ("send", _("'%s' is no address"), options->to[i]);
          send_clear (&self);
          return status;
        }
    }
  self.message = read_letter (path, &error);
  if (self.message == NULL)
    {
      ehlo_cli_error ("%s", error->message);
      status = EHLO_EXIT_FAULT;
    }
  else
    status = deliver (&self, server, options);
  send_clear (&self);
  return status;
}

int
ehlo_cli_send (int argc, char **argv)
{
  Options o = { NULL, NULL, NULL, NULL, NULL };
  const GOptionEntry entries[] =
  {
    { "server", 0, 0, G_OPTION_ARG_STRING, &o.server, N_("Deliver to this server"), "HOST:PORT" },
    { "tls", 0, 0, G_OPTION_ARG_STRING, &o.tls, N_("Encrypt: none, starttls or implicit"), "HOW" },
    { "auth", 0, 0, G_OPTION_ARG_STRING, &o.auth, N_("Log in"), "USER:PASSWORD" },
    { "from", 0, 0, G_OPTION_ARG_STRING, &o.from, N_("The envelope's sender; empty: nobody, as in a bounce"), "A" },
    { "to", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o.to, N_("A recipient; may be repeated"), "B" },
    { NULL, 0, 0, 0, NULL, NULL, NULL }
  };
  int status;

  if (ehlo_cli_options (&argc, &argv, entries, "send FILE.eml",
                        _("Delivers a letter to a real server and shows the dialogue. Ends well only if every recipient was accepted."), &status))
    {
      if (argc < 2)
        status = ehlo_cli_usage ("send", "%s", _("which letter? A file such as letter.eml"));
      else if (argc > 2)
        status = ehlo_cli_usage ("send", _("one letter at a time, not also '%s'"), argv[2]);
      else
        status = run (argv[1], &o);
    }
  g_free (o.server);
  g_free (o.tls);
  g_free (o.auth);
  g_free (o.from);
  g_strfreev (o.to);
  return status;
}

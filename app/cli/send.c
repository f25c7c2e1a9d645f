/* send.c - ehlo send: our client at a real server's door
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cli/cli.h"
#include "app/cli/dialogue.h"
#include "sim/mail/message.h"
#include "sim/net/socket.h"
#include "sim/proto/smtp/client.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define CONNECT_PATIENCE 30      /* seconds */
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
  GMainLoop    *loop;
  EhloDialogue *dialogue;
  SimSession   *session;
  GByteArray   *line;        /* of the server's, so far */
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
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->dialogue, ehlo_dialogue_free);
  g_clear_pointer (&self->line, g_byte_array_unref);
}

/* ---- the dialogue ---- */

static void
show (Send *self, SimSide side, const guint8 *bytes, gsize len, SimEntryFlags flags)
{
  SimEntry entry = { .kind = SIM_ENTRY_SAID, .side = side, .bytes = bytes, .len = len, .flags = flags };

  ehlo_dialogue_said (self->dialogue, "", &entry);
}

static void
on_said (gpointer owner, SimSocket *socket, SimTime now, const SimOutput *output)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (output->bytes, &len);

  if (output->flags & SIM_OUTPUT_LITERAL)
    {
      show (owner, SIM_SIDE_CLIENT, bytes, len, SIM_ENTRY_LITERAL);
      return;
    }
  while (len > 0)
    {
      const guint8 *lf = memchr (bytes, '\n', len);
      gsize part = lf != NULL ? (gsize) (lf - bytes) + 1 : len;

      show (owner, SIM_SIDE_CLIENT, bytes, part, output->flags & SIM_OUTPUT_SECRET ? SIM_ENTRY_SECRET : 0);
      bytes += part;
      len -= part;
    }
}

static void
on_heard (gpointer owner, SimSocket *socket, SimTime now, const guint8 *bytes, gsize len)
{
  Send *self = owner;

  g_byte_array_append (self->line, bytes, len);
  if (bytes[len - 1] != '\n' && self->line->len < 8192)
    return;
  show (self, SIM_SIDE_SERVER, self->line->data, self->line->len, 0);
  g_byte_array_set_size (self->line, 0);
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
on_ask (gpointer owner, SimSocket *socket, SimTime now, const SimOutput *question)
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

static void
on_gone (gpointer owner, SimSocket *socket, SimTime now, SimCloseReason why)
{
  Send *self = owner;

  if (self->line->len > 0)
    show (self, SIM_SIDE_SERVER, self->line->data, self->line->len, 0);
  look_at_result (self);
  g_main_loop_quit (self->loop);
}

static const SimSocketFuncs socket_funcs = { on_ask, on_heard, on_said, NULL, NULL, on_gone };

/* ---- the connection ---- */

/* RFC 5321, 4.1.3: who has no name of their own says their address. */
static char *
own_name (GSocketConnection *connection)
{
  g_autoptr (GSocketAddress) local = g_socket_connection_get_local_address (connection, NULL);
  g_autofree char *text = NULL;
  GInetAddress *address;

  if (local == NULL || !G_IS_INET_SOCKET_ADDRESS (local))
    return g_strdup ("[127.0.0.1]");
  address = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (local));
  text = g_inet_address_to_string (address);
  return g_strdup_printf ("[%s%s]", g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 ? "IPv6:" : "", text);
}

/* The descriptor of a new connection; -1: @error says why there is none. */
static int
dial (GSocketConnectable *server, char **name, GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  int fd;

  g_socket_client_set_timeout (client, CONNECT_PATIENCE);
  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect (client, server, NULL, error);
  if (connection == NULL)
    return -1;
  *name = own_name (connection);
  fd = fcntl (g_socket_get_fd (g_socket_connection_get_socket (connection)), F_DUPFD_CLOEXEC, 3);
  if (fd < 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, g_strerror (errno));
  return fd;
}

static int
deliver (Send *self, GSocketConnectable *server, const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  g_autofree char *user = NULL;
  const char *colon = options->auth != NULL ? strchr (options->auth, ':') : NULL;
  SmtpClientConfig config = { .dialect = colon != NULL ? SMTP_DIALECT_SUBMISSION : SMTP_DIALECT_SMTP };
  int fd = dial (server, &name, &error);

  if (fd < 0)
    {
      ehlo_cli_error ("%s: %s", options->server, error->message);
      return EHLO_EXIT_FAULT;
    }
  config.host = name;
  if (colon != NULL)
    {
      config.user = user = g_strndup (options->auth, colon - options->auth);
      config.password = colon + 1;
    }
  self->loop = g_main_loop_new (NULL, FALSE);
  self->dialogue = ehlo_dialogue_new (STDERR_FILENO, TRUE);
  self->line = g_byte_array_new ();
  self->session = smtp_client_new (&config);
  sim_socket_open (sim_socket_new (fd, self->session, &socket_funcs, self));
  if (!self->told)
    g_main_loop_run (self->loop);
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

  if (options->server == NULL)
    return ehlo_cli_usage ("send", "%s", _("which server? --server HOST:PORT"));
  server = g_network_address_parse (options->server, 0, &error);
  if (server == NULL || g_network_address_get_port (G_NETWORK_ADDRESS (server)) == 0)
    return ehlo_cli_usage ("send", _("'%s' is no HOST:PORT"), options->server);
  if (options->tls != NULL && (g_str_equal (options->tls, "starttls") || g_str_equal (options->tls, "implicit")))
    return ehlo_cli_usage ("send", "%s", _("this version sends without TLS only: --tls none"));
  if (options->tls != NULL && !g_str_equal (options->tls, "none"))
    return ehlo_cli_usage ("send", _("--tls is none, starttls or implicit, not '%s'"), options->tls);
  if (options->auth != NULL && (strchr (options->auth, ':') == NULL || *options->auth == ':'))
    return ehlo_cli_usage ("send", "%s", _("--auth wants USER:PASSWORD"));
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
    {
      signal (SIGPIPE, SIG_IGN);
      status = deliver (&self, server, options);
    }
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

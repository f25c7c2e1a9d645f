/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/dial.h"

#include "app/cli/cli.h"
#include "app/cli/dialogue.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define CONNECT_PATIENCE 30      /* seconds */
#define LINE_SHOWN_MAX 8192

typedef struct
{
  EhloDialAsk   ask;
  gpointer      owner;
  GMainLoop    *loop;
  EhloDialogue *dialogue;
  GByteArray   *line;        /* of the server's, so far */
  gboolean      gone;
} Dial;

/* ---- the dialogue ---- */

static void
show (Dial *self, SimSide side, const guint8 *bytes, gsize len, SimEntryFlags flags)
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
  Dial *self = owner;

  g_byte_array_append (self->line, bytes, len);
  if (bytes[len - 1] != '\n' && self->line->len < LINE_SHOWN_MAX)
    return;
  show (self, SIM_SIDE_SERVER, self->line->data, self->line->len, 0);
  g_byte_array_set_size (self->line, 0);
}

static void
on_ask (gpointer owner, SimSocket *socket, SimTime now, const SimOutput *question)
{
  Dial *self = owner;

  self->ask (self->owner, now, question);
}

static void
on_gone (gpointer owner, SimSocket *socket, SimTime now, SimCloseReason why)
{
  Dial *self = owner;

  if (self->line->len > 0)
    show (self, SIM_SIDE_SERVER, self->line->data, self->line->len, 0);
  self->gone = TRUE;
  g_main_loop_quit (self->loop);
}

static const SimSocketFuncs socket_funcs = { on_ask, on_heard, on_said, NULL, NULL, on_gone };

void
ehlo_dial_run (int fd, SimSession *session, EhloDialAsk ask, gpointer owner)
{
  Dial self = { .ask = ask, .owner = owner };

  signal (SIGPIPE, SIG_IGN);
  self.loop = g_main_loop_new (NULL, FALSE);
  self.dialogue = ehlo_dialogue_new (STDERR_FILENO, TRUE);
  self.line = g_byte_array_new ();
  sim_socket_open (sim_socket_new (fd, session, &socket_funcs, &self));
  if (!self.gone)
    g_main_loop_run (self.loop);
  g_main_loop_unref (self.loop);
  ehlo_dialogue_free (self.dialogue);
  g_byte_array_unref (self.line);
}

/* ---- the connection ---- */

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

static int
dial (GSocketConnectable *server, char **own, GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  int fd;

  g_socket_client_set_timeout (client, CONNECT_PATIENCE);
  g_socket_client_set_enable_proxy (client, FALSE);
  connection = g_socket_client_connect (client, server, NULL, error);
  if (connection == NULL)
    return -1;
  fd = fcntl (g_socket_get_fd (g_socket_connection_get_socket (connection)), F_DUPFD_CLOEXEC, 3);
  if (fd < 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, g_strerror (errno));
  else if (own != NULL)
    *own = own_name (connection);
  return fd;
}

int
ehlo_dial_connect (GSocketConnectable *server, const char *name, char **own)
{
  g_autoptr (GError) error = NULL;
  int fd = dial (server, own, &error);

  if (fd < 0)
    ehlo_cli_error ("%s: %s", name, error->message);
  return fd;
}

/* ---- the arguments ---- */

void
ehlo_dial_login (const char *auth, char **user, const char **password)
{
  const char *colon = auth != NULL ? strchr (auth, ':') : NULL;

  *user = colon != NULL ? g_strndup (auth, colon - auth) : NULL;
  *password = colon != NULL ? colon + 1 : NULL;
}

gboolean
ehlo_dial_check (const char *command, const EhloDialOptions *options, GSocketConnectable **server, int *status)
{
  const char *tls = options->tls;
  const char *auth = options->auth;

  *server = NULL;
  if (options->server == NULL)
    *status = ehlo_cli_usage (command, "%s", _("which server? --server HOST:PORT"));
  else if ((*server = g_network_address_parse (options->server, 0, NULL)) == NULL
           || g_network_address_get_port (G_NETWORK_ADDRESS (*server)) == 0)
    *status = ehlo_cli_usage (command, _("'%s' is no HOST:PORT"), options->server);
  else if (tls != NULL && (g_str_equal (tls, "starttls") || g_str_equal (tls, "implicit")))
    *status = ehlo_cli_usage (command, "%s", _("this version works without TLS only: --tls none"));
  else if (tls != NULL && !g_str_equal (tls, "none"))
    *status = ehlo_cli_usage (command, _("--tls is none, starttls or implicit, not '%s'"), tls);
  else if (auth != NULL && (strchr (auth, ':') == NULL || *auth == ':'))
    *status = ehlo_cli_usage (command, "%s", _("--auth wants USER:PASSWORD"));
  else
    return TRUE;
  g_clear_object (server);
  return FALSE;
}

/* fetch.c - ehlo fetch: our client takes letters from a real server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cli/cli.h"
#include "app/cli/fetch-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  char    *server;
  char    *proto;
  char    *tls;
  char    *auth;
  char    *folder;
  gboolean remove;
  char    *output;
} Options;

/* ---- letters ---- */

static gboolean
write_all (int fd, const char *data, gsize len)
{
  while (len > 0)
    {
      gssize n = write (fd, data, len);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      data += n;
      len -= (gsize) n;
    }
  return fsync (fd) == 0;
}

/* Gives a finished file its name, unless that is taken. FALSE: errno says why. */
static gboolean
give_name (const char *temporary, const char *path)
{
  if (link (temporary, path) == 0)
    return TRUE;
  if (errno != EPERM && errno != EOPNOTSUPP && errno != ENOSYS)
    return FALSE;
  if (g_file_test (path, G_FILE_TEST_EXISTS))      /* a file system without links */
    {
      errno = EEXIST;
      return FALSE;
    }
  return g_rename (temporary, path) == 0;
}

static gboolean
write_letter (EhloFetch *self, const char *temporary, GBytes *letter, char **path)
{
  gsize len;
  const char *data = g_bytes_get_data (letter, &len);
  int fd = g_open (temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
  gboolean good = fd >= 0 && write_all (fd, data, len);
  int failure = errno;

  if (fd >= 0 && close (fd) != 0 && good)
    {
      good = FALSE;
      failure = errno;
    }
  while (good)
    {
      g_autofree char *name = g_strdup_printf ("%u.eml", self->next++);

      g_free (*path);
      *path = g_build_filename (self->output, name, NULL);
      good = give_name (temporary, *path);
      failure = errno;
      if (good)
        break;
      good = failure == EEXIST;                    /* the next number then */
    }
  g_unlink (temporary);
  errno = failure;
  return good;
}

gboolean
ehlo_fetch_write (EhloFetch *self, GBytes *letter)
{
  g_autofree char *temporary = g_build_filename (self->output, ".ehlo-fetch.part", NULL);
  g_autofree char *path = NULL;

  if (!write_letter (self, temporary, letter, &path))
    {
      self->told = TRUE;
      ehlo_cli_error ("%s: %s", path != NULL ? path : temporary, g_strerror (errno));
      return FALSE;
    }
  g_print ("%s\n", path);
  return TRUE;
}

void
ehlo_fetch_fail (EhloFetch *self, const char *about, const char *code, const char *text)
{
  g_autofree char *bracket = code != NULL ? g_strdup_printf ("[%s] ", code) : g_strdup ("");

  if (!self->told)
    ehlo_cli_error ("%s: %s%s", about, bracket, text);
  self->told = TRUE;
}

/* ---- the arguments ---- */

static int
fetch (const Options *options, GSocketConnectable *server, gboolean imap)
{
  EhloFetch self = { .folder = options->folder != NULL ? options->folder : "INBOX", .output = options->output,
                     .remove = options->remove, .next = 1 };
  int fd;

  if (g_mkdir_with_parents (options->output, 0700) != 0)
    {
      ehlo_cli_error ("%s: %s", options->output, g_strerror (errno));
      return EHLO_EXIT_FAULT;
    }
  fd = ehlo_dial_connect (server, options->server, NULL);
  if (fd < 0)
    return EHLO_EXIT_FAULT;
  ehlo_dial_login (options->auth, &self.user, &self.password);
  if (imap)
    ehlo_fetch_imap (&self, fd);
  else
    ehlo_fetch_pop3 (&self, fd);
  g_free (self.user);
  return self.done && !self.told ? EHLO_EXIT_OK : EHLO_EXIT_FAULT;
}

static int
run (const Options *options)
{
  g_autoptr (GSocketConnectable) server = NULL;
  gboolean imap = g_strcmp0 (options->proto, "imap") == 0;
  int status;

  if (!ehlo_dial_check ("fetch", &(EhloDialOptions) { options->server, options->tls, options->auth }, &server, &status))
    return status;
  if (options->proto == NULL)
    return ehlo_cli_usage ("fetch", "%s", _("by which protocol? --proto pop3 or --proto imap"));
  if (!imap && !g_str_equal (options->proto, "pop3"))
    return ehlo_cli_usage ("fetch", _("--proto is pop3 or imap, not '%s'"), options->proto);
  if (options->auth == NULL)
    return ehlo_cli_usage ("fetch", "%s", _("whose letters? --auth USER:PASSWORD"));
  if (options->folder != NULL && !imap)
    return ehlo_cli_usage ("fetch", "%s", _("POP3 knows one mailbox only: --folder goes with --proto imap"));
  if (options->folder != NULL && !g_utf8_validate (options->folder, -1, NULL))
    return ehlo_cli_usage ("fetch", "%s", _("a folder's name is UTF-8"));
  if (options->output == NULL)
    return ehlo_cli_usage ("fetch", "%s", _("where to? -o FOLDER"));
  return fetch (options, server, imap);
}

int
ehlo_cli_fetch (int argc, char **argv)
{
  Options o = { NULL, NULL, NULL, NULL, NULL, FALSE, NULL };
  const GOptionEntry entries[] =
  {
    { "server", 0, 0, G_OPTION_ARG_STRING, &o.server, N_("Fetch from this server"), "HOST:PORT" },
    { "proto", 0, 0, G_OPTION_ARG_STRING, &o.proto, N_("Speak pop3 or imap"), "PROTOCOL" },
    { "tls", 0, 0, G_OPTION_ARG_STRING, &o.tls, N_("Encrypt: none, starttls or implicit"), "HOW" },
    { "auth", 0, 0, G_OPTION_ARG_STRING, &o.auth, N_("Log in"), "USER:PASSWORD" },
    { "folder", 0, 0, G_OPTION_ARG_STRING, &o.folder, N_("The mailbox at an IMAP server; INBOX if none is named"), "F" },
    { "delete", 0, 0, G_OPTION_ARG_NONE, &o.remove, N_("Remove from the server what has been written"), NULL },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &o.output, N_("Write letters into this folder: 1.eml, 2.eml ..."), "FOLDER" },
    { NULL, 0, 0, 0, NULL, NULL, NULL }
  };
  int status;

  if (ehlo_cli_options (&argc, &argv, entries, "fetch",
                        _("Takes the letters of a mailbox from a real server and shows the dialogue. No file is written over."), &status))
    {
      if (argc > 1)
        status = ehlo_cli_usage ("fetch", _("what is '%s'?"), argv[1]);
      else
        status = run (&o);
    }
  g_free (o.server);
  g_free (o.proto);
  g_free (o.tls);
  g_free (o.auth);
  g_free (o.folder);
  g_free (o.output);
  return status;
}

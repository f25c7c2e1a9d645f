/* serve.c - ehlo serve: real mail programs at the door
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cli/cli.h"
#include "app/cli/dialogue.h"
#include "sim/trace/trace-file.h"
#include "sim/world/lab.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define FILES_WANTED 4096

typedef struct
{
  char    *listen;
  char    *ports[SIM_LAB_N_SERVICES];   /* by SimLabService */
  char    *domain;
  char   **users;
  char    *quota;
  char    *host;
  char    *record;
  gboolean require_tls;
  gboolean once;
  gboolean quiet;
  char    *later[6];            /* options whose time has not come */
} Options;

typedef struct
{
  const Options *options;
  GMainLoop     *loop;
  SimLab        *lab;
  EhloDialogue  *dialogue;      /* NULL: --quiet */
} Serve;

static const char * const later_names[] = { "submissions", "pop3s", "imaps", "cert", "key", NULL };

static void
options_clear (Options *self)
{
  g_free (self->listen);
  for (guint i = 0; i < SIM_LAB_N_SERVICES; i++)
    g_free (self->ports[i]);
  g_free (self->domain);
  g_strfreev (self->users);
  g_free (self->quota);
  g_free (self->host);
  g_free (self->record);
  for (guint i = 0; later_names[i] != NULL; i++)
    g_free (self->later[i]);
}

/* ---- the spectator ---- */

static gboolean
close_ports (gpointer data)
{
  Serve *self = data;

  sim_lab_close_ports (self->lab);
  return G_SOURCE_REMOVE;
}

static void
on_opened (gpointer owner, guint32 conn, const char *client, const char *service, guint16 port)
{
  Serve *self = owner;

  if (self->options->once && conn == 1)
    g_idle_add_full (G_PRIORITY_HIGH, close_ports, self, NULL);
  if (self->dialogue != NULL)
    {
      g_autofree char *line = g_strdup_printf ("# %u %s -> %s:%u", conn, client, service, port);

      ehlo_dialogue_line (self->dialogue, line);
    }
}

static void
on_said (gpointer owner, const SimEntry *entry)
{
  Serve *self = owner;
  char prefix[16];

  g_snprintf (prefix, sizeof prefix, "#%u ", entry->conn);
  ehlo_dialogue_said (self->dialogue, prefix, entry);
}

static void
on_closed (gpointer owner, guint32 conn, SimCloseReason why)
{
  Serve *self = owner;

  if (self->options->once && sim_lab_n_open (self->lab) == 0)
    g_main_loop_quit (self->loop);
}

static gboolean
on_signal (gpointer data)
{
  g_main_loop_quit (data);
  return G_SOURCE_CONTINUE;
}

/* ---- reading the options ---- */

static gboolean
parse_number (const char *text, guint64 max, guint64 *out)
{
  return g_ascii_string_to_unsigned (text, 10, 0, max, out, NULL);
}

static GInetAddress *
parse_address (const char *text)
{
  return g_inet_address_new_from_string (g_ascii_strcasecmp (text, "localhost") == 0 ? "127.0.0.1" : text);
}

/* EHLO_EXIT_OK, or a message has been written. */
static int
check_options (const Options *options)
{
  guint64 number;
  const char *domain = options->domain;

  for (guint i = 0; later_names[i] != NULL; i++)
    if (options->later[i] != NULL)
      /* TRANSLATORS: %s is the name of an option, such as imap. */
      return ehlo_cli_usage ("serve", _("--%s is not there yet: this version serves without TLS"), later_names[i]);
  for (guint i = 0; i < SIM_LAB_N_SERVICES; i++)
    if (options->ports[i] != NULL && !parse_number (options->ports[i], G_MAXUINT16, &number))
      return ehlo_cli_usage ("serve", _("'%s' is no port; write a number up to 65535, or 0 for any free one"), options->ports[i]);
  if (options->quota != NULL && (!parse_number (options->quota, G_MAXSSIZE, &number) || number == 0))
    return ehlo_cli_usage ("serve", _("'%s' is no quota; write a number of bytes"), options->quota);
  if (domain != NULL && !mail_domain_is_valid (domain, strlen (domain)))
    return ehlo_cli_usage ("serve", _("'%s' is no domain"), domain);
  return EHLO_EXIT_OK;
}

static int
add_users (SimLab *lab, const Options *options)
{
  for (guint i = 0; options->users != NULL && options->users[i] != NULL; i++)
    {
      const char *colon = strchr (options->users[i], ':');
      g_autofree char *name = colon != NULL ? g_strndup (options->users[i], colon - options->users[i]) : NULL;

      if (colon == NULL || colon[1] == '\0' || *name == '\0')
        return ehlo_cli_usage ("serve", "%s", _("--user wants NAME:PASSWORD"));
      if (!sim_lab_add_user (lab, name, colon + 1))
        /* TRANSLATORS: %s is what was given as a user's name. */
        return ehlo_cli_usage ("serve", _("'%s' cannot be a user's name, or is given twice"), name);
    }
  return EHLO_EXIT_OK;
}

/* The lesson's host of that name; -1: each protocol's first one. */
static gboolean
find_host (SimScenario *scenario, const char *name, int *host)
{
  *host = name != NULL ? sim_scenario_find_host (scenario, name) : -1;
  if (name == NULL || *host >= 0)
    return TRUE;
  ehlo_cli_error (_("the lesson has no host named '%s'"), name);
  return FALSE;
}

static SimScenario *
load_scenario (const char *name, GError **error)
{
  if (g_file_test (name, G_FILE_TEST_EXISTS))
    return sim_scenario_load (name, error);
  if (strchr (name, '/') != NULL || g_str_has_suffix (name, ".scenario"))
    {
      g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, _("%s: there is no such file"), name);
      return NULL;
    }
  return sim_scenario_lesson (name, error);
}

static gboolean
take_lesson (SimLab *lab, const char *name, const Options *options)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SimScenario) scenario = load_scenario (name, &error);
  int host;

  if (scenario == NULL)
    {
      ehlo_cli_error ("%s", error->message);
      return FALSE;
    }
  if (!find_host (scenario, options->host, &host))
    return FALSE;
  sim_lab_set_scenario (lab, scenario, host);
  return TRUE;
}

/* ---- serving ---- */

/* Opens what was asked for, or what there usually is. "ready smtp=2525 ..."; NULL: a message has been written. */
static char *
open_services (SimLab *lab, const Options *options, GInetAddress *address)
{
  static const guint16 usual[SIM_LAB_N_SERVICES] = { [SIM_LAB_SMTP] = 2525, [SIM_LAB_SUBMISSION] = 2587, [SIM_LAB_POP3] = 2110,
                                                     [SIM_LAB_IMAP] = 2143 };
  g_autoptr (GString) ready = g_string_new ("ready");
  gboolean named = FALSE;

  for (guint i = 0; i < SIM_LAB_N_SERVICES; i++)
    named = named || options->ports[i] != NULL;
  for (guint i = 0; i < SIM_LAB_N_SERVICES; i++)
    {
      const char *service = sim_lab_service_name (i);
      g_autoptr (GError) error = NULL;
      guint64 port = usual[i];

      if (named ? options->ports[i] == NULL : usual[i] == 0 || !sim_lab_offers (lab, i))
        continue;
      if (!sim_lab_offers (lab, i))
        {
          /* TRANSLATORS: %s is a service: smtp, submission, lmtp, pop3 or imap. */
          ehlo_cli_error (_("the lesson has no host that offers %s"), service);
          return NULL;
        }
      if (named)
        parse_number (options->ports[i], G_MAXUINT16, &port);
      port = sim_lab_listen (lab, i, address, port, &error);
      if (port == 0)
        {
          ehlo_cli_error ("%s: %s", service, error->message);
          return NULL;
        }
      g_string_append_printf (ready, " %s=%u", service, (guint) port);
    }
  if (g_str_equal (ready->str, "ready"))
    {
      ehlo_cli_error ("%s", _("the lesson has no host that takes mail"));
      return NULL;
    }
  return g_string_free (g_steal_pointer (&ready), FALSE);
}

/* A connection is an open file. */
static void
allow_many_files (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= FILES_WANTED)
    return;
  limit.rlim_cur = MIN (limit.rlim_max, FILES_WANTED);
  setrlimit (RLIMIT_NOFILE, &limit);
}

static int
save_record (SimLab *lab, const char *path)
{
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    return EHLO_EXIT_OK;
  if (sim_lab_record_is_full (lab))
    ehlo_cli_error ("%s", _("the record was full; what came later is not in it"));
  if (sim_trace_save (sim_lab_get_trace (lab), path, &error))
    return EHLO_EXIT_OK;
  ehlo_cli_error ("%s", error->message);
  return EHLO_EXIT_FAULT;
}

static int
serve (Serve *self, GInetAddress *address)
{
  g_autofree char *ready = open_services (self->lab, self->options, address);
  guint interrupt, terminate;

  if (ready == NULL)
    return EHLO_EXIT_FAULT;
  interrupt = g_unix_signal_add (SIGINT, on_signal, self->loop);
  terminate = g_unix_signal_add (SIGTERM, on_signal, self->loop);
  puts (ready);
  fflush (stdout);
  g_main_loop_run (self->loop);
  g_source_remove (interrupt);
  g_source_remove (terminate);
  sim_lab_stop (self->lab);
  return save_record (self->lab, self->options->record);
}

static int
run (const char *lesson, const Options *options)
{
  static const SimLabFuncs watched = { on_opened, on_said, on_closed };
  static const SimLabFuncs quiet = { on_opened, NULL, on_closed };
  Serve self = { .options = options };
  SimLabConfig config = { .domain = options->domain != NULL ? options->domain : "mail.example",
                          .require_tls = options->require_tls, .record = options->record != NULL };
  const char *listen = options->listen != NULL ? options->listen : "127.0.0.1";
  g_autoptr (GInetAddress) address = parse_address (listen);
  guint64 quota = 0;
  int status = check_options (options);

  if (status != EHLO_EXIT_OK)
    return status;
  if (address == NULL)
    return ehlo_cli_usage ("serve", _("'%s' is no address; write one such as 127.0.0.1"), listen);
  if (options->host != NULL && lesson == NULL)
    return ehlo_cli_usage ("serve", "%s", _("--host names a host of a lesson; which lesson?"));
  if (options->domain != NULL && lesson != NULL)
    return ehlo_cli_usage ("serve", "%s", _("the domain comes from the lesson; leave --domain out"));
  if (options->quota != NULL && parse_number (options->quota, G_MAXSSIZE, &quota))
    config.quota = quota;
  self.lab = sim_lab_new (&config, options->quiet ? &quiet : &watched, &self);
  self.loop = g_main_loop_new (NULL, FALSE);
  if (!options->quiet)
    self.dialogue = ehlo_dialogue_new (STDOUT_FILENO, FALSE);
  if (lesson != NULL && !take_lesson (self.lab, lesson, options))
    status = EHLO_EXIT_FAULT;
  if (status == EHLO_EXIT_OK)
    status = add_users (self.lab, options);
  if (status == EHLO_EXIT_OK)
    {
      allow_many_files ();
      signal (SIGPIPE, SIG_IGN);
      status = serve (&self, address);
    }
  sim_lab_free (self.lab);
  g_clear_pointer (&self.dialogue, ehlo_dialogue_free);
  g_main_loop_unref (self.loop);
  return status;
}

int
ehlo_cli_serve (int argc, char **argv)
{
  Options o = { NULL };
  const GOptionEntry entries[] =
  {
    { "listen", 0, 0, G_OPTION_ARG_STRING, &o.listen, N_("Take connections at this address (127.0.0.1)"), "ADDR" },
    { "smtp", 0, 0, G_OPTION_ARG_STRING, &o.ports[SIM_LAB_SMTP], N_("Serve SMTP at this port (2525); 0 is any free one"), "PORT" },
    { "submission", 0, 0, G_OPTION_ARG_STRING, &o.ports[SIM_LAB_SUBMISSION], N_("Serve submission at this port (2587)"), "PORT" },
    { "lmtp", 0, 0, G_OPTION_ARG_STRING, &o.ports[SIM_LAB_LMTP], N_("Serve LMTP at this port"), "PORT" },
    { "pop3", 0, 0, G_OPTION_ARG_STRING, &o.ports[SIM_LAB_POP3], N_("Serve POP3 at this port (2110)"), "PORT" },
    { "imap", 0, 0, G_OPTION_ARG_STRING, &o.ports[SIM_LAB_IMAP], N_("Serve IMAP at this port (2143)"), "PORT" },
    { "domain", 0, 0, G_OPTION_ARG_STRING, &o.domain, N_("Take mail for this domain (mail.example)"), "D" },
    { "user", 0, 0, G_OPTION_ARG_STRING_ARRAY, &o.users, N_("Add a user with a mailbox; may be repeated"), "NAME:PASSWORD" },
    { "quota", 0, 0, G_OPTION_ARG_STRING, &o.quota, N_("Let no mailbox grow larger"), "BYTES" },
    { "require-tls", 0, 0, G_OPTION_ARG_NONE, &o.require_tls, N_("Take no password in clear"), NULL },
    { "host", 0, 0, G_OPTION_ARG_STRING, &o.host, N_("Be this host of the lesson"), "NAME" },
    { "once", 0, 0, G_OPTION_ARG_NONE, &o.once, N_("End after the first connection"), NULL },
    { "record", 0, 0, G_OPTION_ARG_FILENAME, &o.record, N_("Write a trace of it all to FILE at the end"), "FILE" },
    { "quiet", 0, 0, G_OPTION_ARG_NONE, &o.quiet, N_("Do not show the dialogues"), NULL },
    { later_names[0], 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &o.later[0], NULL, NULL },
    { later_names[1], 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &o.later[1], NULL, NULL },
    { later_names[2], 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &o.later[2], NULL, NULL },
    { later_names[3], 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &o.later[3], NULL, NULL },
    { later_names[4], 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_STRING, &o.later[4], NULL, NULL },
    { NULL, 0, 0, 0, NULL, NULL, NULL }
  };
  int status;

  if (ehlo_cli_options (&argc, &argv, entries, "serve [LESSON|FILE]",
                        _("Serves real mail programs and shows what they say. Mail lives in memory until the end. "
                          "Users, mailboxes and settings may come from a lesson."), &status))
    status = argc > 2 ? ehlo_cli_usage ("serve", _("one lesson at a time, not also '%s'"), argv[2]) : run (argv[1], &o);
  options_clear (&o);
  return status;
}

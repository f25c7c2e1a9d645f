/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/world/lab-private.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define MAX_CONNECTIONS 1000
#define MAX_PER_ADDRESS  100

#define BASE_EXTENSIONS (SMTP_EXT_SIZE | SMTP_EXT_PIPELINING | SMTP_EXT_8BITMIME | SMTP_EXT_ENHANCED \
                         | SMTP_EXT_SMTPUTF8 | SMTP_EXT_CHUNKING | SMTP_EXT_HELP)

/* ---- what is served ---- */

LabPart *
lab_part_new (const char *host, char **domains)
{
  LabPart *self = g_new0 (LabPart, 1);

  self->host = g_strdup (host);
  self->domains = g_strdupv (domains);
  self->extensions = BASE_EXTENSIONS;
  return self;
}

void
lab_part_free (gpointer data)
{
  LabPart *self = data;

  g_free (self->host);
  g_strfreev (self->domains);
  g_clear_pointer (&self->faults, g_ptr_array_unref);
  g_free (self);
}

static void
service_free (gpointer data)
{
  LabService *self = data;

  g_clear_pointer (&self->listener, sim_listener_free);
  g_free (self);
}

const char *
sim_lab_service_name (SimLabService service)
{
  static const char * const names[SIM_LAB_N_SERVICES] = {
    [SIM_LAB_SMTP] = "smtp", [SIM_LAB_SUBMISSION] = "submission", [SIM_LAB_LMTP] = "lmtp", [SIM_LAB_POP3] = "pop3",
    [SIM_LAB_IMAP] = "imap"
  };

  return names[service];
}

/* What a client hears that must go. (transfer full) */
static char *
farewell (const LabService *service, const char *why)
{
  switch (service->kind)
    {
    case SIM_LAB_POP3:
      return g_strdup_printf ("-ERR [SYS/TEMP] %s\r\n", why);
    case SIM_LAB_IMAP:
      return g_strdup_printf ("* BYE [UNAVAILABLE] %s\r\n", why);
    default:                                    /* RFC 5321, 3.8 */
      return g_strdup_printf ("421 4.3.2 %s %s\r\n", service->part->host, why);
    }
}

/* ---- connections ---- */

void
lab_answer (LabVisit *visit, SimTime now, int code, const char *enhanced, const char *text)
{
  SmtpReply reply = { code, enhanced, text };

  smtp_server_answer (sim_socket_get_session (visit->socket), now, &reply);
}

void
lab_dismiss (LabVisit *visit, const char *why)
{
  g_autofree char *line = farewell (visit->service, why);

  if (visit->line != NULL)
    lab_record_said (visit, sim_socket_now (), (const guint8 *) line, strlen (line), 0);
  sim_socket_dismiss (visit->socket, line);
}

static void
set_held (LabVisit *visit, gsize held)
{
  SimLab *lab = visit->service->lab;

  lab->coming += held - visit->held;
  visit->held = held;
}

static guint
count_address (SimLab *self, const char *address, int change)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->addresses, address)) + change;

  if (n == 0)
    g_hash_table_remove (self->addresses, address);
  else if (change != 0)
    g_hash_table_insert (self->addresses, g_strdup (address), GUINT_TO_POINTER (n));
  return n;
}

static void
visit_free (LabVisit *self)
{
  SimLab *lab = self->service->lab;
  LabVisit *last = g_ptr_array_index (lab->visits, lab->visits->len - 1);

  set_held (self, 0);
  lab_access_leave (self);
  count_address (lab, self->address, -1);
  last->place = self->place;
  lab->visits->pdata[self->place] = last;
  g_ptr_array_set_size (lab->visits, lab->visits->len - 1);
  if (self->delay != 0)
    g_source_remove (self->delay);
  g_clear_pointer (&self->line, g_byte_array_unref);
  g_clear_pointer (&self->literal, g_byte_array_unref);
  g_free (self->counts);
  g_free (self->address);
  g_free (self);
}

static void
on_ask (gpointer owner, SimSocket *socket, SimTime now, const SimOutput *question)
{
  LabVisit *visit = owner;

  if (g_str_equal (question->what, "command"))
    lab_judge_command (visit, now, question->bytes);
  else if (visit->service->kind <= SIM_LAB_LMTP)
    lab_mail_ask (visit, now, question);
  else
    lab_access_ask (visit, now, question);
}

static void
on_heard (gpointer owner, SimSocket *socket, SimTime now, const guint8 *bytes, gsize len)
{
  lab_record_heard (owner, now, bytes, len);
}

static void
on_said (gpointer owner, SimSocket *socket, SimTime now, const SimOutput *output)
{
  gsize len;
  const guint8 *bytes = g_bytes_get_data (output->bytes, &len);

  lab_record_said (owner, now, bytes, len, output->flags);
}

static void
on_moved (gpointer owner, SimSocket *socket, SimTime now, const SimOutput *output)
{
  lab_record_moved (owner, now, output);
}

/* Many messages may come at the same time; together they must find room. */
static void
on_fed (gpointer owner, SimSocket *socket, SimTime now)
{
  LabVisit *visit = owner;
  SimLab *lab = visit->service->lab;

  if (visit->service->kind <= SIM_LAB_LMTP)
    set_held (visit, smtp_server_get_held (sim_socket_get_session (socket)));
  else if (visit->service->kind == SIM_LAB_IMAP)
    set_held (visit, imap_server_get_held (sim_socket_get_session (socket)));
  if (lab->coming > LAB_COMING_MAX && visit->held > LAB_SMALL)
    lab_dismiss (visit, "Too much mail is coming in, try again later");
}

static void
on_gone (gpointer owner, SimSocket *socket, SimTime now, SimCloseReason why)
{
  LabVisit *visit = owner;
  SimLab *lab = visit->service->lab;
  guint32 conn = visit->conn;

  lab_record_closed (visit, now, why);
  visit_free (visit);
  if (lab->funcs != NULL && lab->funcs->closed != NULL)
    lab->funcs->closed (lab->owner, conn, why);
}

static const SimSocketFuncs quiet_funcs = { .ask = on_ask, .fed = on_fed, .gone = on_gone };
static const SimSocketFuncs watched_funcs = { on_ask, on_heard, on_said, on_moved, on_fed, on_gone };

/* No two sessions have the same challenge. */
static guint64
new_challenge (void)
{
  return (guint64) g_random_int () << 32 | g_random_int ();
}

static SimSession *
new_pop3_session (const LabService *service)
{
  const SimLab *lab = service->lab;
  Pop3ServerConfig config = { .host = service->part->host, .mechanisms = SASL_PLAIN | SASL_LOGIN | SASL_CRAM_MD5, .apop = TRUE,
                              .challenge = new_challenge (), .require_tls = lab->config.require_tls, .expire = -1,
                              .no_uidl = service->part->no_uidl, .ask_commands = service->part->faults != NULL };

  return pop3_server_new (&config);
}

static SimSession *
new_imap_session (const LabService *service)
{
  const SimLab *lab = service->lab;
  ImapServerConfig config = { .host = service->part->host, .mechanisms = SASL_PLAIN | SASL_LOGIN | SASL_CRAM_MD5,
                              .challenge = new_challenge (), .login_disabled = lab->config.require_tls,
                              .max_literal = service->part->max_size, .epoch = lab->epoch,
                              .no_idle = service->part->no_idle, .rev1_only = service->part->rev1_only,
                              .ask_commands = service->part->faults != NULL };

  return imap_server_new (&config);
}

static SimSession *
new_smtp_session (const LabService *service)
{
  const SimLab *lab = service->lab;
  const LabPart *part = service->part;
  gboolean submission = service->kind == SIM_LAB_SUBMISSION;
  SmtpServerConfig config = { .host = part->host, .dialect = (SmtpDialect) service->kind, .max_size = part->max_size,
                              .max_recipients = part->max_recipients, .no_ehlo = part->no_ehlo,
                              .require_auth = submission, .take_bare_lf = TRUE,
                              .mechanisms = SASL_PLAIN | SASL_LOGIN | SASL_CRAM_MD5,
                              .challenge = new_challenge () };

  config.extensions = part->extensions & ~(guint) (SMTP_EXT_AUTH | SMTP_EXT_STARTTLS | SMTP_EXT_DSN | SMTP_EXT_ETRN | SMTP_EXT_EXPN
                                                   | SMTP_EXT_VRFY);
  if (submission && !lab->config.require_tls)
    config.extensions |= SMTP_EXT_AUTH;         /* clear passwords are offered only where they are taken */
  if (service->kind == SIM_LAB_LMTP)
    config.extensions |= SMTP_EXT_PIPELINING | SMTP_EXT_ENHANCED;      /* RFC 2033, 5 */
  config.ask_commands = (submission && lab->config.require_tls) || part->faults != NULL;
  return smtp_server_new (&config);
}

static SimSession *
new_session (const LabService *service)
{
  switch (service->kind)
    {
    case SIM_LAB_POP3:
      return new_pop3_session (service);
    case SIM_LAB_IMAP:
      return new_imap_session (service);
    default:
      return new_smtp_session (service);
    }
}

/* The greeting of who has no time: RFC 5321, 3.1 and 4.2.2. */
static void
turn_away (const LabService *service, int fd)
{
  g_autofree char *line = farewell (service, "Too many connections, try again later");

  if (send (fd, line, strlen (line), MSG_NOSIGNAL | MSG_DONTWAIT) > 0)
    shutdown (fd, SHUT_WR);
  close (fd);
}

static guint32
to_ipv4 (GInetAddress *address)
{
  guint32 bytes;

  if (g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV4)
    return 0;
  memcpy (&bytes, g_inet_address_to_bytes (address), sizeof bytes);
  return GUINT32_FROM_BE (bytes);
}

static void
on_accept (gpointer owner, int fd, GInetSocketAddress *peer)
{
  LabService *service = owner;
  SimLab *lab = service->lab;
  GInetAddress *address = g_inet_socket_address_get_address (peer);
  g_autofree char *text = g_inet_address_to_string (address);
  gboolean loopback = g_inet_address_get_is_loopback (address);
  LabVisit *visit;

  if (lab->visits->len >= lab->config.max_connections
      || (!loopback && count_address (lab, text, 0) >= lab->config.max_per_address))
    {
      turn_away (service, fd);
      return;
    }
  visit = g_new0 (LabVisit, 1);
  visit->service = service;
  visit->place = lab->visits->len;
  visit->conn = ++lab->n_conns;
  visit->ipv4 = to_ipv4 (address);
  visit->port = g_inet_socket_address_get_port (peer);
  visit->loopback = loopback;
  visit->address = g_steal_pointer (&text);
  if (service->part->faults != NULL)
    visit->counts = g_new0 (guint, service->part->faults->len);
  g_ptr_array_add (lab->visits, visit);
  count_address (lab, visit->address, 1);
  if (lab->funcs != NULL && lab->funcs->opened != NULL)
    lab->funcs->opened (lab->owner, visit->conn, visit->address, sim_lab_service_name (service->kind),
                        sim_listener_get_port (service->listener));
  if (lab_is_watched (lab))
    lab_record_opened (visit, sim_socket_now ());
  visit->socket = sim_socket_new (fd, new_session (service), visit->line != NULL ? &watched_funcs : &quiet_funcs, visit);
  sim_socket_open (visit->socket);
}

/* ---- the lab ---- */

SimLab *
sim_lab_new (const SimLabConfig *config, const SimLabFuncs *funcs, gpointer owner)
{
  SimLab *self = g_new0 (SimLab, 1);
  char *domains[] = { (char *) config->domain, NULL };
  LabPart *part = lab_part_new (config->domain, domains);

  self->config = *config;
  self->config.domain = self->domain = g_strdup (config->domain);
  if (self->config.max_size == 0)
    self->config.max_size = SIM_LAB_MESSAGE_MAX;
  if (self->config.max_connections == 0)
    self->config.max_connections = MAX_CONNECTIONS;
  if (self->config.max_per_address == 0)
    self->config.max_per_address = MAX_PER_ADDRESS;
  self->funcs = funcs;
  self->owner = owner;
  self->start = sim_socket_now ();
  self->users = sim_directory_new ();
  self->epoch = g_get_real_time () / G_USEC_PER_SEC - self->start / SIM_TIME_SECOND;
  self->accounts = g_ptr_array_new_with_free_func (lab_account_free);
  self->copies = g_hash_table_new (NULL, NULL);
  self->parts = g_ptr_array_new_with_free_func (lab_part_free);
  self->services = g_ptr_array_new_with_free_func (service_free);
  self->visits = g_ptr_array_new ();
  self->addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->clients = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (config->record)
    self->trace = sim_trace_new ();
  part->max_size = self->config.max_size;
  g_ptr_array_add (self->parts, part);
  for (guint i = 0; i < SIM_LAB_N_SERVICES; i++)
    self->by_service[i] = part;
  return self;
}

void
sim_lab_free (SimLab *self)
{
  sim_lab_stop (self);
  g_ptr_array_unref (self->visits);
  g_ptr_array_unref (self->services);
  g_ptr_array_unref (self->parts);
  g_ptr_array_unref (self->accounts);
  g_hash_table_unref (self->copies);
  sim_directory_free (self->users);
  g_hash_table_unref (self->addresses);
  g_hash_table_unref (self->clients);
  g_clear_pointer (&self->trace, sim_trace_unref);
  g_free (self->domain);
  g_free (self);
}

gboolean
sim_lab_add_user (SimLab *self, const char *name, const char *password)
{
  g_autofree char *whole = strchr (name, '@') != NULL ? g_strdup (name) : g_strconcat (name, "@", self->domain, NULL);
  MailAddress address;
  gboolean known = FALSE;

  if (!mail_address_parse (whole, &address))
    return FALSE;
  for (guint i = 0; i < sim_directory_length (self->users) && !known; i++)
    known = mail_address_equal (&sim_directory_get (self->users, i)->address, &address);
  mail_address_clear (&address);
  if (known)
    return FALSE;
  sim_directory_add (self->users, whole, password, self->config.quota, NULL);
  lab_add_accounts (self);
  return TRUE;
}

gboolean
sim_lab_offers (const SimLab *self, SimLabService service)
{
  return self->by_service[service] != NULL;
}

guint16
sim_lab_listen (SimLab *self, SimLabService kind, GInetAddress *address, guint16 port, GError **error)
{
  LabService *service;

  g_return_val_if_fail (sim_lab_offers (self, kind), 0);

  service = g_new0 (LabService, 1);
  service->lab = self;
  service->kind = kind;
  service->part = self->by_service[kind];
  service->address = to_ipv4 (address);
  service->listener = sim_listener_new (address, port, on_accept, service, error);
  if (service->listener == NULL)
    {
      service_free (service);
      return 0;
    }
  g_ptr_array_add (self->services, service);
  return sim_listener_get_port (service->listener);
}

void
sim_lab_close_ports (SimLab *self)
{
  for (guint i = 0; i < self->services->len; i++)
    g_clear_pointer (&((LabService *) g_ptr_array_index (self->services, i))->listener, sim_listener_free);
}

void
sim_lab_stop (SimLab *self)
{
  sim_lab_close_ports (self);
  while (self->visits->len > 0)
    {
      LabVisit *visit = g_ptr_array_index (self->visits, self->visits->len - 1);
      guint before = self->visits->len;

      lab_dismiss (visit, "Service is closing down");
      if (self->visits->len == before)                    /* the peer still talks */
        sim_socket_abort (visit->socket);
    }
}

guint
sim_lab_n_open (const SimLab *self)
{
  return self->visits->len;
}

SimTrace *
sim_lab_get_trace (SimLab *self)
{
  return self->trace;
}

gboolean
sim_lab_record_is_full (const SimLab *self)
{
  return self->full;
}

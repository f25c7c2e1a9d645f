/* scenario-hosts.c - the world of a lesson file: hosts, links, users, records
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/scenario-reader.h"
#include "sim/core/text.h"
#include "sim/proto/sasl/sasl.h"
#include "sim/proto/smtp/smtp.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_HOSTS     64
#define MAX_LINKS     256
#define MAX_USERS     1000
#define MAX_RECORDS   1000
#define MAX_LISTS     200

/* 2024-03-05T08:00:00Z: some day at school. */
#define DEFAULT_EPOCH G_GINT64_CONSTANT (1709625600)

/* Of A in [Link A B] towards B, and back: A is the subscriber of dsl and the like. */
static const struct
{
  const char *name;
  SimTime     latency;
  guint64     ab, ba;
} profiles[] = {
  { "lan", SIM_TIME_MILLISECOND / 2, 1000000000, 1000000000 },
  { "wan", 12 * SIM_TIME_MILLISECOND, 1000000000, 1000000000 },
  { "dsl", 15 * SIM_TIME_MILLISECOND, 1000000, 16000000 },
  { "mobile", 45 * SIM_TIME_MILLISECOND, 5000000, 20000000 },
  { "dial-up", 90 * SIM_TIME_MILLISECOND, 33600, 56000 },
  { "satellite", 270 * SIM_TIME_MILLISECOND, 1000000, 10000000 },
};

void
sim_read_scenario (SimReader *self)
{
  SimScenario *scenario = self->scenario;
  guint64 number;

  g_free (scenario->title);
  scenario->title = sim_read_people (self, "Title");
  scenario->summary = sim_read_people (self, "Summary");
  scenario->protocols = sim_read_list (self, "Protocols");
  scenario->level = sim_read_number (self, "Level", 1, 3, &number) ? (guint) number : 1;
  scenario->order = sim_read_number (self, "Order", 0, 9999, &number) ? (guint) number : 9999;
  scenario->seed = sim_read_number (self, "Seed", 0, G_MAXUINT64, &number) ? number : 1;
  scenario->epoch = DEFAULT_EPOCH;
  sim_read_epoch (self, "Epoch", &scenario->epoch);
  g_strfreev (scenario->applied);
  scenario->applied = sim_read_list (self, "Variants");
}

static guint
read_roles (SimReader *self)
{
  g_auto (GStrv) list = sim_read_list (self, "Roles");
  const char *names[8];
  gsize n_names = 0;
  guint roles = 0;

  for (guint role = 1; sim_role_name (role) != NULL && n_names < G_N_ELEMENTS (names); role <<= 1)
    names[n_names++] = sim_role_name (role);
  for (char **word = list; *word != NULL; word++)
    {
      guint role = sim_role_from_name (*word);

      roles |= role != 0 ? role : SIM_ROLE_UNKNOWN;
      if (role == 0)
        sim_fault_add_near (self->faults, sim_source_key_line (self->group, "Roles"),
                            sim_text_suggest (*word, names, n_names),
                            strpbrk (*word, ", \t") != NULL
                              ? _("'%s' is no role; the parts of a list are parted by ';'")
                              : _("no role is named '%s'"),
                            *word);
    }
  return list[0] != NULL ? roles : SIM_ROLE_UNKNOWN;
}

static guint
read_extensions (SimReader *self, guint roles)
{
  g_auto (GStrv) list = NULL;
  const char *names[32];
  gsize n_names = 0;
  guint extensions = 0;

  if (!sim_source_has_key (self->group, "Extensions"))
    return SMTP_EXT_SIZE | SMTP_EXT_PIPELINING | SMTP_EXT_8BITMIME | SMTP_EXT_ENHANCED | SMTP_EXT_HELP
           | ((roles & SIM_ROLE_MSA) != 0 ? SMTP_EXT_AUTH : 0);
  list = sim_read_list (self, "Extensions");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *name = smtp_extension_name ((SmtpExtensions) (1u << i));

      if (name != NULL)
        names[n_names++] = name;
    }
  for (char **word = list; *word != NULL; word++)
    {
      guint extension = smtp_extension_from_name (*word);

      extensions |= extension;
      if (extension == 0)
        sim_fault_add_near (self->faults, sim_source_key_line (self->group, "Extensions"),
                            sim_text_suggest (*word, names, n_names),
                            strpbrk (*word, ", \t") != NULL
                              ? _("'%s' is no EHLO keyword; the parts of a list are parted by ';'")
                              : _("no EHLO keyword is named '%s'"),
                            *word);
    }
  return extensions;
}

static guint
read_mechanisms (SimReader *self, gboolean *apop)
{
  g_auto (GStrv) list = sim_read_list (self, "Auth");
  guint mechanisms = 0;

  for (char **word = list; *word != NULL; word++)
    {
      guint mechanism = sasl_from_name (*word);

      mechanisms |= mechanism;
      if (g_ascii_strcasecmp (*word, "APOP") == 0)
        *apop = TRUE;
      else if (mechanism == 0)
        sim_fault_add (self->faults, sim_source_key_line (self->group, "Auth"),
                       _("no way to log in is named '%s'; there are PLAIN, LOGIN, CRAM-MD5 and APOP"), *word);
    }
  return mechanisms;
}

/* What the message store offers, and what it is too old for. */
static void
read_access (SimReader *self, SimHostSpec *host)
{
  g_auto (GStrv) offers = sim_read_list (self, "Access");
  g_auto (GStrv) lacks = sim_read_list (self, "Lacks");

  host->pop3 = host->imap = offers[0] == NULL;
  for (char **word = offers; *word != NULL; word++)
    if (strcmp (*word, "pop3") == 0)
      host->pop3 = TRUE;
    else if (strcmp (*word, "imap") == 0)
      host->imap = TRUE;
    else
      sim_fault_add (self->faults, sim_source_key_line (self->group, "Access"),
                     _("%s: '%s' is not known; there are %s"), "Access", *word, "pop3, imap");
  for (char **word = lacks; *word != NULL; word++)
    if (strcmp (*word, "UIDL") == 0)
      host->no_uidl = TRUE;
    else if (strcmp (*word, "IDLE") == 0)
      host->no_idle = TRUE;
    else if (strcmp (*word, "IMAP4rev2") == 0)
      host->rev1_only = TRUE;
    else
      sim_fault_add (self->faults, sim_source_key_line (self->group, "Lacks"),
                     _("%s: '%s' is not known; there are %s"), "Lacks", *word, "UIDL, IDLE, IMAP4rev2");
}

static void
check_domains (SimReader *self, const char *key, char **domains)
{
  for (char **domain = domains; *domain != NULL; domain++)
    if (!mail_domain_is_valid (*domain, strlen (*domain)))
      sim_fault_add (self->faults, sim_source_key_line (self->group, key),
                     /* TRANSLATORS: a key and a word that should be a domain name. */
                     _("%s: '%s' is no domain name"), key, *domain);
}

static char *
read_icon (SimReader *self, guint roles)
{
  static const char *const icons[] = { "laptop", "phone", "server", "dns" };
  guint icon;

  if (sim_read_word (self, "Icon", icons, G_N_ELEMENTS (icons), &icon))
    return g_strdup (icons[icon]);
  if ((roles & (SIM_ROLE_MUA | SIM_ROLE_PERSON)) != 0)
    return g_strdup ("laptop");
  return g_strdup ((roles & ~SIM_ROLE_DNS) == 0 && roles != 0 ? "dns" : "server");
}

void
sim_read_host_group (SimReader *self)
{
  static const char *const speaks[] = { "EHLO", "HELO" };
  SimScenario *scenario = self->scenario;
  const char *name = self->group->args[0];
  g_autofree char *address = NULL;
  SimHostSpec *host;
  guint64 number;
  guint word;
  int same;

  if (!sim_reader_has_room (self, scenario->hosts, MAX_HOSTS, "Host"))
    return;
  if (!mail_domain_is_valid (name, strlen (name)))
    sim_fault_add (self->faults, self->group->line, _("'%s' is no host name; write it like mail.school.example"), name);
  same = sim_scenario_find_host (scenario, name);
  if (same >= 0)
    sim_fault_add (self->faults, self->group->line,
                   /* TRANSLATORS: a host's name and a line number. */
                   _("host '%s' is already in line %u; letter case does not count"), name,
                   ((const SimHostSpec *) g_ptr_array_index (scenario->hosts, (guint) same))->line);

  host = g_new0 (SimHostSpec, 1);
  g_ptr_array_add (scenario->hosts, host);
  host->name = g_strdup (name);
  host->line = self->group->line;
  host->label = sim_read_people (self, "Label");
  host->label_key = sim_read_string (self, "Label");
  if (host->label == NULL)
    host->label = g_strdup (name);
  if (host->label_key == NULL)
    host->label_key = g_strdup (name);
  host->roles = read_roles (self);
  host->icon = read_icon (self, host->roles);
  host->domains = sim_read_list (self, "Domains");
  check_domains (self, "Domains", host->domains);
  host->extensions = read_extensions (self, host->roles);
  sim_read_size (self, "MaxSize", &host->max_size);
  if (sim_read_number (self, "MaxRecipients", 1, 100000, &number))
    host->max_recipients = (guint) number;
  if (sim_read_word (self, "Speaks", speaks, G_N_ELEMENTS (speaks), &word))
    host->helo_only = word == 1;
  sim_read_flag (self, "Relay", &host->open_relay);
  host->cache = TRUE;
  sim_read_flag (self, "Cache", &host->cache);
  host->retry = 30 * SIM_TIME_MINUTE;
  sim_read_duration (self, "Retry", &host->retry);
  host->expire = 5 * SIM_TIME_DAY;
  sim_read_duration (self, "Expire", &host->expire);
  host->delay = 4 * SIM_TIME_HOUR;
  sim_read_duration (self, "Delay", &host->delay);
  if (sim_read_number (self, "MaxHops", 1, 1000, &number))
    host->max_hops = (guint) number;
  host->mechanisms = read_mechanisms (self, &host->apop);
  read_access (self, host);
  sim_read_size (self, "Chunks", &host->chunk_size);

  if ((host->roles & (SIM_ROLE_MTA | SIM_ROLE_MS | SIM_ROLE_UNKNOWN)) == 0 && host->domains[0] != NULL)
    sim_fault_add (self->faults, sim_source_key_line (self->group, "Domains"),
                   _("only a host with the role mta or ms has domains"));
  if (host->retry == 0)
    sim_fault_add (self->faults, sim_source_key_line (self->group, "Retry"), _("Retry must be longer than 0"));

  address = sim_read_string (self, "Address");
  if (address != NULL && !sim_ipv4_parse (address, &host->address))
    sim_fault_add (self->faults, sim_source_key_line (self->group, "Address"),
                   _("'%s' is no IPv4 address; write it like 192.0.2.1"), address);
}

void
sim_read_host_references (SimReader *self)
{
  int index = sim_scenario_find_host (self->scenario, self->group->args[0]);
  SimHostSpec *host;
  int other;

  if (index < 0)
    return;
  host = g_ptr_array_index (self->scenario->hosts, (guint) index);
  /* A second host of that name, in other letters, was reported already. */
  if (host->line != self->group->line)
    return;
  if (sim_read_host (self, "Resolver", SIM_ROLE_DNS, &other))
    host->resolver = sim_read_string (self, "Resolver");
  if (sim_read_host (self, "Deliver", SIM_ROLE_MDA, &other))
    host->deliver = sim_read_string (self, "Deliver");
  if (sim_read_host (self, "Smarthost", SIM_ROLE_MSA | SIM_ROLE_MTA, &other))
    host->smarthost = sim_read_string (self, "Smarthost");
}

static void
read_bandwidth (SimReader *self, SimLinkSpec *link)
{
  g_auto (GStrv) list = sim_read_list (self, "Bandwidth");
  guint n = g_strv_length (list);

  if (!sim_source_has_key (self->group, "Bandwidth"))
    return;
  if (n < 1 || n > 2 || !sim_rate_parse (list[0], &link->bandwidth_ab)
      || !sim_rate_parse (list[n - 1], &link->bandwidth_ba))
    sim_fault_add (self->faults, sim_source_key_line (self->group, "Bandwidth"),
                   _("Bandwidth is one number of bits a second, or two (there;back): 56k, 10M, 1M;16M"));
}

#define LEAST_QUEUE   1500
#define LARGEST_QUEUE (1024 * 1024 * 1024)

/* "10s-1m": from then to then. */
static gboolean
parse_span (const char *text, SimSpan *out)
{
  g_auto (GStrv) ends = g_strsplit (text, "-", 2);

  return g_strv_length (ends) == 2 && sim_duration_parse (ends[0], SIM_DURATION_TEN_YEARS, &out->since)
         && sim_duration_parse (ends[1], SIM_DURATION_TEN_YEARS, &out->until) && out->since < out->until;
}

static void
read_down (SimReader *self, SimLinkSpec *link)
{
  g_auto (GStrv) list = sim_read_list (self, "Down");

  link->down = g_array_new (FALSE, FALSE, sizeof (SimSpan));
  for (guint i = 0; list[i] != NULL; i++)
    {
      SimSpan span;

      if (parse_span (list[i], &span))
        g_array_append_val (link->down, span);
      else
        sim_fault_add (self->faults, sim_source_key_line (self->group, "Down"),
                       _("Down: '%s' is no span of time; write 10s-2m, or several with ; between them"), list[i]);
    }
}

static void
read_limits (SimReader *self, SimLinkSpec *link)
{
  sim_read_duration (self, "Jitter", &link->jitter);
  if (link->jitter > SIM_TIME_MINUTE)
    sim_fault_add (self->faults, sim_source_key_line (self->group, "Jitter"), _("Jitter is at most a minute"));
  if (sim_read_size (self, "Queue", &link->queue) && (link->queue < LEAST_QUEUE || link->queue > LARGEST_QUEUE))
    sim_fault_add (self->faults, sim_source_key_line (self->group, "Queue"),
                   _("Queue is at least 1500 octets, the longest packet, and at most 1024M"));
  read_down (self, link);
}

void
sim_read_link (SimReader *self)
{
  const char *names[G_N_ELEMENTS (profiles)];
  g_autofree char *loss = sim_read_string (self, "Loss");
  SimLinkSpec *link;
  guint profile = 0;
  int a, b;

  for (gsize i = 0; i < G_N_ELEMENTS (profiles); i++)
    names[i] = profiles[i].name;
  a = sim_reader_host (self, self->group->line, self->group->args[0]);
  b = sim_reader_host (self, self->group->line, self->group->args[1]);
  if (!sim_reader_has_room (self, self->scenario->links, MAX_LINKS, "Link"))
    return;

  link = g_new0 (SimLinkSpec, 1);
  link->line = self->group->line;
  sim_read_word (self, "Profile", names, G_N_ELEMENTS (names), &profile);
  link->latency = profiles[profile].latency;
  link->bandwidth_ab = profiles[profile].ab;
  link->bandwidth_ba = profiles[profile].ba;
  sim_read_duration (self, "Latency", &link->latency);
  read_bandwidth (self, link);
  read_limits (self, link);
  if (loss != NULL && (!sim_percent_parse (loss, &link->loss) || link->loss > 900000))
    sim_fault_add (self->faults, sim_source_key_line (self->group, "Loss"),
                   _("Loss: '%s' is no percentage from 0 to 90; write 5 or 0.5"), loss);

  if (a >= 0 && a == b)
    sim_fault_add (self->faults, self->group->line, _("a link joins two different hosts"));
  for (guint i = 0; a >= 0 && b >= 0 && i < self->scenario->links->len; i++)
    {
      const SimLinkSpec *other = g_ptr_array_index (self->scenario->links, i);

      if ((other->a == (guint) a && other->b == (guint) b) || (other->a == (guint) b && other->b == (guint) a))
        sim_fault_add (self->faults, self->group->line, _("these two hosts are already linked in line %u"), other->line);
    }
  if (a < 0 || b < 0)
    {
      self->bad_link = TRUE;
      g_array_unref (link->down);
      g_free (link);
      return;
    }
  link->a = (guint) a;
  link->b = (guint) b;
  g_ptr_array_add (self->scenario->links, link);
}

/* HOST or HOST:PORT; without the key the only msa there is. */
static void
read_submission (SimReader *self, SimUserSpec *user)
{
  guint found = 0;
  gboolean unknown = FALSE;

  user->submission = -1;
  user->submission_port = 587;
  if (sim_source_is_given (self->group, "Submission"))
    {
      sim_reader_server (self, "Submission", SIM_ROLE_MSA | SIM_ROLE_MTA, &user->submission, &user->submission_port);
      return;
    }
  for (guint i = 0; i < self->scenario->hosts->len; i++)
    {
      const SimHostSpec *spec = g_ptr_array_index (self->scenario->hosts, i);

      unknown = unknown || (spec->roles & SIM_ROLE_UNKNOWN) != 0;
      if ((spec->roles & SIM_ROLE_MSA) != 0)
        user->submission = (int) i, found++;
    }
  if (found != 1)
    user->submission = unknown ? SIM_FAULTY : -1;
}

/* FALSE: a fault was added. */
static gboolean
check_address (SimReader *self, guint line, const char *text)
{
  MailAddress parsed = { NULL, NULL };

  if (mail_address_parse (text, &parsed))
    {
      mail_address_clear (&parsed);
      return TRUE;
    }
  sim_fault_add (self->faults, line, _("'%s' is no mail address; write it like anna@school.example"), text);
  return FALSE;
}

/* The address after @key, or NULL. */
static char *
read_address (SimReader *self, const char *key)
{
  g_autofree char *text = sim_read_string (self, key);

  if (text == NULL || !check_address (self, sim_source_key_line (self->group, key), text))
    return NULL;
  return g_steal_pointer (&text);
}

void
sim_read_mailing_list (SimReader *self)
{
  const char *text = self->group->args[0];
  SimListSpec *list;

  if (!sim_reader_has_room (self, self->scenario->lists, MAX_LISTS, "List") || !check_address (self, self->group->line, text))
    return;
  list = g_new0 (SimListSpec, 1);
  g_ptr_array_add (self->scenario->lists, list);
  list->line = self->group->line;
  list->address = g_strdup (text);
  list->members = sim_read_list (self, "Members");
  for (char **member = list->members; *member != NULL; member++)
    check_address (self, sim_source_key_line (self->group, "Members"), *member);
  list->owner = read_address (self, "Owner");
}

void
sim_read_user (SimReader *self)
{
  SimScenario *scenario = self->scenario;
  const char *text = self->group->args[0];
  MailAddress address = { NULL, NULL };
  SimUserSpec *user;

  if (!sim_reader_has_room (self, scenario->users, MAX_USERS, "User"))
    return;
  if (!check_address (self, self->group->line, text) || !mail_address_parse (text, &address))
    return;
  user = g_new0 (SimUserSpec, 1);
  user->line = self->group->line;
  user->address = g_strdup (text);
  user->name = sim_read_people (self, "Name");
  if (user->name == NULL)
    user->name = g_strdup (address.local);
  user->password = sim_read_string (self, "Password");
  sim_read_size (self, "Quota", &user->quota);
  user->aliases = sim_read_list (self, "Aliases");
  for (char **alias = user->aliases; *alias != NULL; alias++)
    {
      g_autofree char *whole = strchr (*alias, '@') == NULL
                                 ? g_strconcat (*alias, "@", address.domain, NULL)
                                 : g_strdup (*alias);

      check_address (self, sim_source_key_line (self->group, "Aliases"), whole);
    }
  user->forward = read_address (self, "Forward");
  if (sim_source_has_key (self->group, "Moved"))
    {
      g_free (user->forward);
      user->forward = read_address (self, "Moved");
      user->moved = TRUE;
    }
  user->host = sim_source_is_given (self->group, "Host") ? SIM_FAULTY : -1;
  sim_read_host (self, "Host", SIM_ROLE_MUA, &user->host);
  read_submission (self, user);

  g_ptr_array_add (scenario->users, user);
  mail_address_clear (&address);
}

/* "10 mx.univ.example" */
static gboolean
mx_is_fine (const char *value)
{
  const char *blank = strchr (value, ' ');
  g_autofree char *digits = NULL;
  guint64 preference;

  if (blank == NULL)
    return FALSE;
  digits = g_strndup (value, (gsize) (blank - value));
  while (*blank == ' ')
    blank++;
  return g_ascii_string_to_unsigned (digits, 10, 0, 65535, &preference, NULL)
         && (strcmp (blank, ".") == 0 || mail_domain_is_valid (blank, strlen (blank)));
}

void
sim_read_record (SimReader *self)
{
  static const char *const types[] = { "A", "AAAA", "CNAME", "MX", "NS", "TXT" };
  const SimSourceGroup *group = self->group;
  guint line = sim_source_key_line (group, "Value");
  SimRecordSpec *record;
  gboolean known = FALSE;

  if (!sim_reader_has_room (self, self->scenario->records, MAX_RECORDS, "Record"))
    return;
  record = g_new0 (SimRecordSpec, 1);
  g_ptr_array_add (self->scenario->records, record);
  record->line = group->line;
  record->name = g_strdup (group->args[0]);
  record->type = g_strdup (group->args[1]);
  record->values = sim_read_list (self, "Value");
  record->ttl = SIM_TIME_HOUR;
  sim_read_duration (self, "TTL", &record->ttl);
  sim_read_duration (self, "Fails", &record->fails);

  if (!mail_domain_is_valid (record->name, strlen (record->name)))
    sim_fault_add (self->faults, group->line, _("'%s' is no domain name"), record->name);
  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    known = known || strcmp (types[i], record->type) == 0;
  if (!known)
    sim_fault_add_near (self->faults, group->line, sim_text_suggest (record->type, types, G_N_ELEMENTS (types)),
                        _("no record type is named '%s'; there are A, AAAA, CNAME, MX, NS and TXT"), record->type);

  for (char **value = record->values; *value != NULL; value++)
    {
      guint32 address;

      if (strcmp (record->type, "A") == 0 && !sim_ipv4_parse (*value, &address))
        sim_fault_add (self->faults, line, _("'%s' is no IPv4 address; write it like 192.0.2.1"), *value);
      else if (strcmp (record->type, "AAAA") == 0)
        {
          g_autoptr (GInetAddress) six = g_inet_address_new_from_string (*value);

          if (six == NULL || g_inet_address_get_family (six) != G_SOCKET_FAMILY_IPV6)
            sim_fault_add (self->faults, line, _("'%s' is no IPv6 address; write it like 2001:db8::1"), *value);
        }
      else if (strcmp (record->type, "MX") == 0 && !mx_is_fine (*value))
        sim_fault_add (self->faults, line,
                       _("'%s' is no MX value; write preference and host, like 10 mx.univ.example"), *value);
      else if ((strcmp (record->type, "CNAME") == 0 || strcmp (record->type, "NS") == 0)
               && !mail_domain_is_valid (*value, strlen (*value)))
        sim_fault_add (self->faults, line, _("'%s' is no domain name"), *value);
    }
}

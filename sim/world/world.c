/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/world/world.h"

#include "sim/actors/access.h"
#include "sim/actors/mda.h"
#include "sim/actors/mta.h"
#include "sim/actors/mua.h"
#include "sim/actors/name-server.h"
#include "sim/actors/person.h"
#include "sim/world/fault-rule.h"

#define DNS_TTL 3600

typedef struct
{
  SimWorld         *world;
  const SimActSpec *spec;
  gboolean          begun;
  SimEventId        event;
} Act;

struct _SimWorld
{
  SimScenario  *scenario;
  SimStage      stage;
  SimDirectory *users;
  DnsZone      *zone;
  GPtrArray    *failures;      /* Failure */
  GPtrArray    *faults;        /* by host: GPtrArray of SimFaultRule */
  GPtrArray    *name_servers;
  GPtrArray    *mailboxes;     /* SimMailboxes by host, or NULL */
  GPtrArray    *mdas;
  GPtrArray    *mtas;
  GPtrArray    *accesses;
  GPtrArray    *accounts;      /* SimMua by account */
  GPtrArray    *muas;          /* SimMua by user, or NULL: of those who only send */
  GPtrArray    *persons;       /* SimPerson by host, or NULL */
  GPtrArray    *acts;          /* Act */
};

static const SimHostSpec *
host_at (const SimWorld *self, guint i)
{
  return g_ptr_array_index (self->scenario->hosts, i);
}

/* The index of a host that is named in another's settings; @otherwise where none is named. */
static int
named_host (const SimWorld *self, const char *name, int otherwise)
{
  return name != NULL ? sim_scenario_find_host (self->scenario, name) : otherwise;
}

static int
only_host_with (const SimWorld *self, guint role)
{
  for (guint i = 0; i < self->scenario->hosts->len; i++)
    if (host_at (self, i)->roles & role)
      return i;
  return -1;
}

static void
build_hosts_and_links (SimWorld *self)
{
  for (guint i = 0; i < self->scenario->hosts->len; i++)
    {
      const SimHostSpec *host = host_at (self, i);

      sim_trace_add_host (self->stage.trace, host->name, host->label_key, host->address,
                          host->roles | (g_str_equal (host->icon, "phone") ? SIM_HOST_PHONE : 0));
      if (host->cache)
        g_hash_table_insert (self->stage.caches, GUINT_TO_POINTER (i), dns_cache_new ());
    }
  for (guint i = 0; i < self->scenario->links->len; i++)
    {
      const SimLinkSpec *link = g_ptr_array_index (self->scenario->links, i);
      SimLinkConfig config = { link->latency, { link->bandwidth_ab, link->bandwidth_ba }, link->loss,
                               link->jitter, link->queue, (const SimSpan *) link->down->data, link->down->len };

      sim_net_add_link (self->stage.net, link->a, link->b, &config);
    }
}

/* Whether the server files what this user sends: one account that says so is enough. */
static gboolean
is_filed (const SimWorld *self, guint user)
{
  for (guint i = 0; i < self->scenario->accounts->len; i++)
    {
      const SimAccountSpec *account = g_ptr_array_index (self->scenario->accounts, i);

      if (account->user == (int) user && account->sent == SIM_SENT_SERVER)
        return TRUE;
    }
  return FALSE;
}

static void
build_users (SimWorld *self)
{
  for (guint i = 0; i < self->scenario->users->len; i++)
    {
      const SimUserSpec *user = g_ptr_array_index (self->scenario->users, i);

      sim_directory_add (self->users, user->address, user->password, user->quota, user->aliases);
      sim_directory_set_name (self->users, user->name);
      sim_directory_set_forward (self->users, user->forward, user->moved);
      sim_directory_set_files_sent (self->users, is_filed (self, i));
    }
  for (guint i = 0; i < self->scenario->lists->len; i++)
    {
      const SimListSpec *list = g_ptr_array_index (self->scenario->lists, i);

      sim_directory_add_list (self->users, list->address, list->members, list->owner);
    }
}

typedef struct
{
  SimWorld   *world;
  const char *name;
} Failure;

static void
end_failure (gpointer data, SimTime now)
{
  Failure *self = data;

  dns_zone_set_failing (self->world->zone, self->name, FALSE);
}

static void
fail_until (SimWorld *self, const char *name, SimTime until)
{
  Failure *failure = g_new (Failure, 1);

  *failure = (Failure) { self, name };
  g_ptr_array_add (self->failures, failure);
  dns_zone_set_failing (self->zone, name, TRUE);
  sim_engine_at (self->stage.engine, until, end_failure, failure);
}

/* The records of the file, and the address of every host. */
static void
build_zone (SimWorld *self)
{
  for (guint i = 0; i < self->scenario->hosts->len; i++)
    {
      const SimHostSpec *host = host_at (self, i);
      g_autofree char *address = sim_address_to_text (host->address);

      dns_zone_add (self->zone, host->name, DNS_TYPE_A, DNS_TTL, address, NULL);
    }
  for (guint i = 0; i < self->scenario->records->len; i++)
    {
      const SimRecordSpec *record = g_ptr_array_index (self->scenario->records, i);

      for (guint j = 0; record->values[j] != NULL; j++)
        dns_zone_add (self->zone, record->name, dns_type_from_name (record->type), record->ttl / SIM_TIME_SECOND,
                      record->values[j], NULL);
      dns_zone_add_name (self->zone, record->name);
      if (record->fails > 0)
        fail_until (self, record->name, record->fails);
    }
}

static void
build_faults (SimWorld *self)
{
  for (guint i = 0; i < self->scenario->hosts->len; i++)
    g_ptr_array_add (self->faults, g_ptr_array_new_with_free_func ((GDestroyNotify) sim_fault_rule_free));
  for (guint i = 0; i < self->scenario->faults->len; i++)
    {
      const SimFaultSpec *spec = g_ptr_array_index (self->scenario->faults, i);

      g_ptr_array_add (g_ptr_array_index (self->faults, spec->host), sim_fault_rule_new (spec));
    }
}

static void
build_mta (SimWorld *self, guint i)
{
  const SimHostSpec *host = host_at (self, i);
  SimMtaConfig config = {
    .host = i,
    .relays = (host->roles & SIM_ROLE_MTA) != 0,
    .takes_submission = (host->roles & SIM_ROLE_MSA) != 0,
    .domains = host->domains,
    .extensions = host->extensions,
    .max_size = host->max_size,
    .max_recipients = host->max_recipients,
    .helo_only = host->helo_only,
    .open_relay = host->open_relay,
    .resolver = named_host (self, host->resolver, only_host_with (self, SIM_ROLE_DNS)),
    .deliver = named_host (self, host->deliver, host->roles & SIM_ROLE_MDA ? (int) i : only_host_with (self, SIM_ROLE_MDA)),
    .smarthost = named_host (self, host->smarthost, -1),
    .retry = host->retry,
    .expire = host->expire,
    .delay = host->delay,
    .max_hops = host->max_hops,
    .mechanisms = host->mechanisms,
    .chunk_size = host->chunk_size,
    .mailboxes = g_ptr_array_index (self->mailboxes, i)
  };

  g_ptr_array_add (self->mtas, sim_mta_new (&self->stage, &config, self->users, g_ptr_array_index (self->faults, i)));
}

/* The mailboxes of the domains whose mail is sent to this host. */
static SimMailboxes *
build_mailboxes (SimWorld *self, guint i)
{
  const SimHostSpec *host = host_at (self, i);
  g_autoptr (GPtrArray) domains = g_ptr_array_new ();
  SimMailboxes *mailboxes;

  for (guint j = 0; j < self->scenario->hosts->len; j++)
    {
      const SimHostSpec *other = host_at (self, j);
      gboolean ours = j == i || (other->deliver != NULL && g_ascii_strcasecmp (other->deliver, host->name) == 0);

      for (guint k = 0; ours && other->domains[k] != NULL; k++)
        g_ptr_array_add (domains, other->domains[k]);
    }
  g_ptr_array_add (domains, NULL);
  mailboxes = sim_mailboxes_new (&self->stage, i, (char **) domains->pdata, self->users);
  return mailboxes;
}

static void
build_mda (SimWorld *self, guint i)
{
  const SimHostSpec *host = host_at (self, i);
  SimMdaConfig config = { i, host->extensions, host->max_size };

  g_ptr_array_add (self->mdas, sim_mda_new (&self->stage, &config, self->users,
                                            g_ptr_array_index (self->mailboxes, i),
                                            g_ptr_array_index (self->faults, i)));
}

static void act_done (gpointer owner, guint tag, SimTime now);

static SimMuaConfig
mua_config (const SimWorld *self, const SimUserSpec *user, guint host)
{
  const SimHostSpec *spec = host_at (self, host);
  SimMuaConfig config = { .outbox = { .host = host, .address = user->address, .password = user->password,
                                      .helo_only = spec->helo_only, .server = user->submission,
                                      .port = user->submission_port, .retry = spec->retry, .expire = spec->expire,
                                      .resolver = named_host (self, spec->resolver, -1),
                                      .mechanisms = spec->mechanisms },
                          .apop = spec->apop };

  return config;
}

/* A mail program for each account, and one for each user who only sends. */
static void
build_muas (SimWorld *self)
{
  for (guint i = 0; i < self->scenario->accounts->len; i++)
    {
      const SimAccountSpec *account = g_ptr_array_index (self->scenario->accounts, i);
      SimMuaConfig config = mua_config (self, g_ptr_array_index (self->scenario->users, account->user), account->host);

      config.incoming = account->incoming;
      config.server = account->server;
      config.port = account->port;
      config.policy = account->policy;
      config.days = account->days;
      config.sent = account->sent;
      g_ptr_array_add (self->accounts, sim_mua_new (&self->stage, &config, act_done, self));
    }
  for (guint i = 0; i < self->scenario->users->len; i++)
    {
      const SimUserSpec *user = g_ptr_array_index (self->scenario->users, i);
      SimMuaConfig config;

      if (user->host >= 0 && user->submission >= 0)
        {
          config = mua_config (self, user, user->host);
          g_ptr_array_add (self->muas, sim_mua_new (&self->stage, &config, act_done, self));
        }
      else
        g_ptr_array_add (self->muas, NULL);
    }
}

/* The mailboxes in which a user's mail lies; those that mail programs get at come first. */
static MailStore *
find_store (SimWorld *self, guint user)
{
  static const guint roles[] = { SIM_ROLE_MS, SIM_ROLE_MDA };

  for (guint r = 0; r < G_N_ELEMENTS (roles); r++)
    for (guint i = 0; i < self->mailboxes->len; i++)
      {
        SimMailboxes *mailboxes = g_ptr_array_index (self->mailboxes, i);
        MailStore *store = mailboxes != NULL && (host_at (self, i)->roles & roles[r])
                             ? sim_mailboxes_get_store (mailboxes, user) : NULL;

        if (store != NULL)
          return store;
      }
  return NULL;
}

/* What lies there before anything happens. */
static void
fill_mailboxes (SimWorld *self)
{
  for (guint i = 0; i < self->scenario->mailboxes->len; i++)
    {
      const SimMailboxSpec *spec = g_ptr_array_index (self->scenario->mailboxes, i);
      MailStore *store = find_store (self, spec->user);

      if (store != NULL)
        sim_mailbox_spec_fill (spec, store, 0);
    }
}

static void
build_access (SimWorld *self, guint i)
{
  const SimHostSpec *host = host_at (self, i);
  SimAccessConfig config = { .host = i, .pop3 = host->pop3, .imap = host->imap, .mechanisms = host->mechanisms,
                             .apop = host->apop, .no_uidl = host->no_uidl, .no_idle = host->no_idle,
                             .rev1_only = host->rev1_only };

  g_ptr_array_add (self->accesses, sim_access_new (&self->stage, &config, self->users,
                                                   g_ptr_array_index (self->mailboxes, i),
                                                   g_ptr_array_index (self->faults, i)));
}

static void
build_actors (SimWorld *self)
{
  for (guint i = 0; i < self->scenario->hosts->len; i++)
    {
      guint roles = host_at (self, i)->roles;

      g_ptr_array_add (self->mailboxes, roles & (SIM_ROLE_MDA | SIM_ROLE_MS) ? build_mailboxes (self, i) : NULL);
      if (roles & SIM_ROLE_DNS)
        g_ptr_array_add (self->name_servers, sim_name_server_new (&self->stage, i, self->zone));
      if (roles & SIM_ROLE_MDA)
        build_mda (self, i);
      if (roles & (SIM_ROLE_MTA | SIM_ROLE_MSA))
        build_mta (self, i);
      g_ptr_array_add (self->persons, roles & SIM_ROLE_PERSON
                                      ? sim_person_new (&self->stage, i, act_done, self) : NULL);
    }
  fill_mailboxes (self);
  for (guint i = 0; i < self->scenario->hosts->len; i++)
    if (host_at (self, i)->roles & SIM_ROLE_MS)
      build_access (self, i);
  build_muas (self);
}

static void
free_address (gpointer data)
{
  mail_address_clear (data);
  g_free (data);
}

static MailAddress *
parse_address (const char *text)
{
  MailAddress *address = g_new0 (MailAddress, 1);

  if (!mail_address_parse (text, address))
    *address = (MailAddress) { g_strdup (""), g_strdup ("") };
  return address;
}

static SimMua *
mua_of (SimWorld *self, const SimActSpec *spec)
{
  return spec->account >= 0 ? g_ptr_array_index (self->accounts, spec->account)
                            : g_ptr_array_index (self->muas, spec->user);
}

static void
act_send (SimWorld *self, const SimActSpec *spec, guint tag, SimTime now)
{
  const SimMessageSpec *message = g_ptr_array_index (self->scenario->messages, spec->message);
  char **to = spec->to != NULL && spec->to[0] != NULL ? spec->to : message->to;
  const char *from = spec->from != NULL ? spec->from : message->from;
  g_autoptr (GPtrArray) recipients = g_ptr_array_new_with_free_func (free_address);
  MailAddress *sender = parse_address (from);

  for (guint i = 0; to[i] != NULL; i++)
    g_ptr_array_add (recipients, parse_address (to[i]));
  sim_mua_send (mua_of (self, spec), now, sender, recipients, message->message,
                spec->notify, spec->ret, tag);
  free_address (sender);
}

static void
act_begin (gpointer data, SimTime now)
{
  Act *act = data;
  SimWorld *self = act->world;
  const SimActSpec *spec = act->spec;
  guint tag;

  act->event = 0;
  act->begun = TRUE;
  g_ptr_array_find (self->acts, act, &tag);
  sim_trace_set_cause (self->stage.trace, SIM_CAUSE_NONE);
  sim_trace_set_cause (self->stage.trace, sim_stage_note (&self->stage, spec->host, "act:begin", G_MAXUINT, 0,
                                                          "act=%u", spec->number));
  if (spec->kind == SIM_ACT_SEND)
    act_send (self, spec, tag, now);
  else if (spec->kind == SIM_ACT_MUA)
    sim_mua_do (mua_of (self, spec), now, &spec->job, tag);
  else
    sim_person_type (g_ptr_array_index (self->persons, spec->host), spec->server, spec->port,
                     (const char * const *) spec->lines, tag);
}

/* An act is over: those that wait for it begin, a moment later. */
static void
act_done (gpointer owner, guint tag, SimTime now)
{
  SimWorld *self = owner;

  for (guint i = 0; i < self->acts->len; i++)
    {
      Act *act = g_ptr_array_index (self->acts, i);

      if (!act->begun && act->event == 0 && act->spec->after == (int) tag)
        act->event = sim_engine_at (self->stage.engine, now + act->spec->at, act_begin, act);
    }
}

static void
plan_acts (SimWorld *self)
{
  for (guint i = 0; i < self->scenario->acts->len; i++)
    {
      Act *act = g_new0 (Act, 1);

      act->world = self;
      act->spec = g_ptr_array_index (self->scenario->acts, i);
      g_ptr_array_add (self->acts, act);
      if (act->spec->after < 0)
        act->event = sim_engine_at (self->stage.engine, act->spec->at, act_begin, act);
    }
}

SimWorld *
sim_world_new (SimScenario *scenario, guint64 seed)
{
  SimWorld *self = g_new0 (SimWorld, 1);

  self->scenario = sim_scenario_ref (scenario);
  self->stage.engine = sim_engine_new ();
  self->stage.trace = sim_trace_new ();
  self->stage.seed = seed;
  self->stage.epoch = scenario->epoch;
  self->stage.net = sim_net_new (self->stage.engine, self->stage.trace, seed);
  sim_trace_set_scenario (self->stage.trace, scenario->id, scenario->source);
  sim_trace_set_seed (self->stage.trace, seed);
  self->users = sim_directory_new ();
  self->zone = dns_zone_new ();
  self->failures = g_ptr_array_new_with_free_func (g_free);
  self->stage.caches = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) dns_cache_free);
  self->faults = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  self->name_servers = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_name_server_free);
  self->mailboxes = g_ptr_array_new ();
  self->mdas = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_mda_free);
  self->mtas = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_mta_free);
  self->accesses = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_access_free);
  self->accounts = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_mua_free);
  self->muas = g_ptr_array_new ();
  self->persons = g_ptr_array_new ();
  self->acts = g_ptr_array_new_with_free_func (g_free);
  build_hosts_and_links (self);
  build_users (self);
  build_zone (self);
  build_faults (self);
  build_actors (self);
  plan_acts (self);
  return self;
}

void
sim_world_free (SimWorld *self)
{
  for (guint i = 0; i < self->muas->len; i++)
    if (g_ptr_array_index (self->muas, i) != NULL)
      sim_mua_free (g_ptr_array_index (self->muas, i));
  for (guint i = 0; i < self->persons->len; i++)
    if (g_ptr_array_index (self->persons, i) != NULL)
      sim_person_free (g_ptr_array_index (self->persons, i));
  g_ptr_array_unref (self->muas);
  g_ptr_array_unref (self->accounts);
  g_ptr_array_unref (self->accesses);
  g_ptr_array_unref (self->persons);
  g_ptr_array_unref (self->mtas);
  g_ptr_array_unref (self->mdas);
  for (guint i = 0; i < self->mailboxes->len; i++)
    if (g_ptr_array_index (self->mailboxes, i) != NULL)
      sim_mailboxes_free (g_ptr_array_index (self->mailboxes, i));
  g_ptr_array_unref (self->mailboxes);
  g_ptr_array_unref (self->name_servers);
  g_ptr_array_unref (self->acts);
  sim_net_free (self->stage.net);
  g_ptr_array_unref (self->faults);
  dns_zone_free (self->zone);
  g_ptr_array_unref (self->failures);
  g_hash_table_unref (self->stage.caches);
  sim_directory_free (self->users);
  sim_trace_unref (self->stage.trace);
  sim_engine_free (self->stage.engine);
  sim_scenario_unref (self->scenario);
  g_free (self);
}

gboolean
sim_world_run (SimWorld *self, guint n_entries, SimTime until)
{
  while (sim_trace_length (self->stage.trace) < n_entries && sim_engine_next (self->stage.engine) <= until)
    if (!sim_engine_step (self->stage.engine))
      return FALSE;
  return sim_engine_pending (self->stage.engine) > 0;
}

SimTrace *
sim_world_get_trace (SimWorld *self)
{
  return self->stage.trace;
}

SimTrace *
sim_world_play (SimScenario *scenario, guint64 seed, SimTime until)
{
  g_autoptr (SimWorld) world = sim_world_new (scenario, seed);

  sim_world_run (world, G_MAXUINT, until);
  return sim_trace_ref (sim_world_get_trace (world));
}

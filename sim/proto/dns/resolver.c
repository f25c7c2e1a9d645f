/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/dns/resolver.h"

#include "sim/proto/dns/name.h"

#include <string.h>

#define TRIES      3
#define FIRST_WAIT (5 * SIM_TIME_SECOND)
#define TCP_WAIT   (90 * SIM_TIME_SECOND)   /* longer than a SYN is repeated */
#define CHAIN_MAX  16

struct _DnsResolver
{
  gboolean   mail;
  SimRandom *random;
  DnsCache  *cache;
  gboolean   done;
  guint      exchange;    /* mail: whose addresses are asked for, once the exchanges are known */

  /* the question that is out */
  char      *name;
  guint      type;
  guint16    id;
  guint      n_ids;
  guint      tries;
  gboolean   tcp;
  SimTime    deadline;
  GBytes    *to_send;

  DnsResult  result;
};

const char *
dns_outcome_name (DnsOutcome outcome)
{
  static const char * const names[] = { "found", "no-name", "no-data", "null-mx", "no-address", "temporary" };

  return names[outcome];
}

static void
exchange_free (gpointer data)
{
  DnsExchange *self = data;

  g_free (self->name);
  g_array_unref (self->addresses);
  g_free (self);
}

static DnsResolver *
resolver_new (const char *name, guint type, guint16 id)
{
  DnsResolver *self;
  char *tidy = dns_name_tidy (name);

  g_return_val_if_fail (tidy != NULL, NULL);
  self = g_new0 (DnsResolver, 1);
  self->name = tidy;
  self->type = type;
  self->id = id;
  self->deadline = SIM_TIME_NEVER;
  self->result.records = g_ptr_array_new_with_free_func ((GDestroyNotify) dns_record_free);
  self->result.exchanges = g_ptr_array_new_with_free_func (exchange_free);
  return self;
}

DnsResolver *
dns_resolver_new_lookup (const char *name, DnsType type, guint16 id)
{
  return resolver_new (name, type, id);
}

DnsResolver *
dns_resolver_new_mail (const char *domain, guint16 id, SimRandom *random)
{
  DnsResolver *self = resolver_new (domain, DNS_TYPE_MX, id);

  if (self == NULL)
    return NULL;
  self->mail = TRUE;
  self->random = random;
  return self;
}

void
dns_resolver_free (DnsResolver *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_clear_pointer (&self->to_send, g_bytes_unref);
  g_ptr_array_unref (self->result.records);
  g_ptr_array_unref (self->result.exchanges);
  g_free (self);
}

static void take_answer (DnsResolver *self, SimTime now, const DnsMessage *answer);

/* ---- questions ------------------------------------------------------------ */

static void
send_query (DnsResolver *self, SimTime now)
{
  g_autoptr (DnsMessage) query = dns_message_new_query (self->id, self->name, self->type);

  g_clear_pointer (&self->to_send, g_bytes_unref);
  self->to_send = dns_message_encode (query, DNS_UDP_MAX, NULL);
  self->deadline = now + (self->tcp ? TCP_WAIT : FIRST_WAIT << self->tries);
  self->tries++;
}

static void
ask (DnsResolver *self, SimTime now, const char *name, guint type)
{
  const DnsMessage *known;

  if (self->n_ids > 0)
    {
      char *copy = g_strdup (name);      /* @name may be ours */

      g_free (self->name);
      self->name = copy;
      self->type = type;
      self->id++;
    }
  self->n_ids++;
  self->tries = 0;
  self->tcp = FALSE;
  known = self->cache != NULL ? dns_cache_get (self->cache, now, self->name, self->type) : NULL;
  if (known != NULL)
    take_answer (self, now, known);
  else
    send_query (self, now);
}

static void
finish (DnsResolver *self, DnsOutcome outcome)
{
  self->result.outcome = outcome;
  self->deadline = SIM_TIME_NEVER;
  self->done = TRUE;
}

/* ---- answers -------------------------------------------------------------- */

/* Where the CNAMEs of @answer lead from @name; borrowed. */
static const char *
follow (const DnsMessage *answer, const char *name)
{
  for (guint n = 0; n < CHAIN_MAX; n++)
    {
      const char *next = NULL;

      for (guint i = 0; i < answer->answers->len && next == NULL; i++)
        {
          const DnsRecord *record = g_ptr_array_index (answer->answers, i);

          if (record->type == DNS_TYPE_CNAME && dns_name_equal (record->name, name))
            next = record->target;
        }
      if (next == NULL)
        break;
      name = next;
    }
  return name;
}

static DnsOutcome
judge (const DnsMessage *answer, const GPtrArray *records)
{
  if (answer->rcode == DNS_RCODE_NXDOMAIN)
    return DNS_NO_NAME;
  if (answer->rcode != DNS_RCODE_NOERROR)
    return DNS_TEMPORARY;
  if (records->len == 0 && answer->truncated)
    return DNS_TEMPORARY;
  return records->len > 0 ? DNS_FOUND : DNS_NO_DATA;
}

/* The records of @answer that are asked for; those behind TC are done without. */
static GPtrArray *
pick (const DnsMessage *answer, const char *name, guint type)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) dns_record_free);
  const char *last = type == DNS_TYPE_CNAME ? name : follow (answer, name);

  for (guint i = 0; i < answer->answers->len; i++)
    {
      const DnsRecord *record = g_ptr_array_index (answer->answers, i);

      if ((record->type == type || type == DNS_TYPE_ANY) && record->klass == DNS_CLASS_IN
          && dns_name_equal (record->name, last))
        g_ptr_array_add (found, dns_record_copy (record));
    }
  return found;
}

static void
add_addresses (GArray *addresses, const GPtrArray *records, const char *name)
{
  for (guint i = 0; i < records->len; i++)
    {
      const DnsRecord *record = g_ptr_array_index (records, i);

      if (record->type == DNS_TYPE_A && record->klass == DNS_CLASS_IN
          && (name == NULL || dns_name_equal (record->name, name)))
        g_array_append_val (addresses, record->address);
    }
}

static DnsExchange *
add_exchange (DnsResolver *self, const char *name, guint preference)
{
  DnsExchange *exchange = g_new0 (DnsExchange, 1);

  exchange->name = g_strdup (name);
  exchange->preference = preference;
  exchange->outcome = DNS_NO_DATA;
  exchange->addresses = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_ptr_array_add (self->result.exchanges, exchange);
  return exchange;
}

/* ---- mail ----------------------------------------------------------------- */

/* By preference; equal ones as they came. A few records at most: the sort is stable. */
static void
sort_by_preference (GPtrArray *records)
{
  for (guint i = 1; i < records->len; i++)
    for (guint j = i; j > 0; j--)
      {
        gpointer *pair = records->pdata + j - 1;

        if (((DnsRecord *) pair[0])->preference <= ((DnsRecord *) pair[1])->preference)
          break;
        gpointer first = pair[0];
        pair[0] = pair[1];
        pair[1] = first;
      }
}

/* RFC 5321, 5.1: hosts of one preference are tried in random order. */
static void
shuffle_equals (GPtrArray *records, SimRandom *random)
{
  for (guint start = 0, end; start < records->len; start = end)
    {
      const DnsRecord *first = g_ptr_array_index (records, start);

      for (end = start + 1; end < records->len; end++)
        if (((DnsRecord *) g_ptr_array_index (records, end))->preference != first->preference)
          break;
      for (guint i = end - start; i > 1; i--)
        {
          guint other = start + sim_random_below (random, i);
          gpointer last = records->pdata[start + i - 1];

          records->pdata[start + i - 1] = records->pdata[other];
          records->pdata[other] = last;
        }
    }
}

/* Asks for the next exchange without an address, or ends. */
static void
next_exchange (DnsResolver *self, SimTime now)
{
  GPtrArray *exchanges = self->result.exchanges;
  DnsOutcome outcome = DNS_NO_ADDRESS;

  for (; self->exchange < exchanges->len; self->exchange++)
    {
      DnsExchange *exchange = g_ptr_array_index (exchanges, self->exchange);

      if (exchange->addresses->len == 0)
        {
          ask (self, now, exchange->name, DNS_TYPE_A);
          return;
        }
    }
  for (guint i = 0; i < exchanges->len; i++)
    {
      const DnsExchange *exchange = g_ptr_array_index (exchanges, i);

      if (exchange->outcome == DNS_FOUND)
        outcome = DNS_FOUND;
      else if (exchange->outcome == DNS_TEMPORARY && outcome == DNS_NO_ADDRESS)
        outcome = DNS_TEMPORARY;
      else if (self->result.implicit)
        outcome = exchange->outcome;
    }
  finish (self, outcome);
}

static void
take_mx (DnsResolver *self, SimTime now, const DnsMessage *answer, DnsOutcome outcome)
{
  GPtrArray *records = self->result.records;

  if (outcome == DNS_NO_DATA)
    {
      self->result.implicit = TRUE;
      add_exchange (self, follow (answer, self->name), 0);
      next_exchange (self, now);
      return;
    }
  if (outcome != DNS_FOUND)
    {
      finish (self, outcome);
      return;
    }
  if (records->len == 1 && strcmp (((DnsRecord *) records->pdata[0])->target, ".") == 0)
    {
      finish (self, DNS_NULL_MX);
      return;
    }
  sort_by_preference (records);
  if (self->random != NULL)
    shuffle_equals (records, self->random);
  for (guint i = 0; i < records->len; i++)
    {
      const DnsRecord *record = g_ptr_array_index (records, i);
      DnsExchange *exchange;

      if (strcmp (record->target, ".") == 0)      /* beside others it means nothing (RFC 7505, 3) */
        continue;
      exchange = add_exchange (self, record->target, record->preference);
      add_addresses (exchange->addresses, answer->additional, exchange->name);
      if (exchange->addresses->len > 0)
        exchange->outcome = DNS_FOUND;
    }
  next_exchange (self, now);
}

/* The answer to a question is there; NULL: none came in time. */
static void
take_answer (DnsResolver *self, SimTime now, const DnsMessage *answer)
{
  g_autoptr (GPtrArray) records = NULL;
  DnsOutcome outcome = DNS_TEMPORARY;

  self->deadline = SIM_TIME_NEVER;
  g_clear_pointer (&self->to_send, g_bytes_unref);
  self->result.rcode = answer != NULL ? answer->rcode : DNS_RCODE_NOERROR;
  if (answer != NULL)
    {
      records = pick (answer, self->name, self->type);
      outcome = judge (answer, records);
    }
  if (self->mail && self->result.exchanges->len > 0)
    {
      DnsExchange *exchange = g_ptr_array_index (self->result.exchanges, self->exchange);

      exchange->outcome = outcome;
      if (outcome == DNS_FOUND)
        add_addresses (exchange->addresses, records, NULL);
      self->exchange++;
      next_exchange (self, now);
      return;
    }
  if (outcome == DNS_FOUND)
    {
      g_ptr_array_unref (self->result.records);
      self->result.records = g_steal_pointer (&records);
    }
  if (self->mail)
    take_mx (self, now, answer, outcome);
  else
    {
      if (self->type == DNS_TYPE_MX)
        sort_by_preference (self->result.records);
      finish (self, outcome);
    }
}

/* ---- the owner's calls ---------------------------------------------------- */

void
dns_resolver_start (DnsResolver *self, SimTime now)
{
  g_return_if_fail (self->n_ids == 0);
  ask (self, now, self->name, self->type);
}

void
dns_resolver_set_cache (DnsResolver *self, DnsCache *cache)
{
  g_return_if_fail (self->n_ids == 0);
  self->cache = cache;
}

GBytes *
dns_resolver_next (DnsResolver *self)
{
  return g_steal_pointer (&self->to_send);
}

gboolean
dns_resolver_wants_tcp (const DnsResolver *self)
{
  return !self->done && self->tcp;
}

gboolean
dns_resolver_feed (DnsResolver *self, SimTime now, const guint8 *data, gsize len)
{
  g_autoptr (DnsMessage) answer = NULL;

  if (self->done || self->n_ids == 0)
    return FALSE;
  answer = dns_message_decode (data, len, NULL);
  if (answer == NULL || !answer->response || answer->id != self->id || answer->opcode != 0)
    return FALSE;
  /* A server that could not read the question need not repeat it. */
  if (answer->name == NULL && answer->rcode == DNS_RCODE_NOERROR)
    return FALSE;
  if (answer->name != NULL
      && (answer->type != self->type || answer->klass != DNS_CLASS_IN || !dns_name_equal (answer->name, self->name)))
    return FALSE;
  if (answer->truncated && !self->tcp)
    {
      self->tcp = TRUE;
      self->tries = 0;
      send_query (self, now);
      return TRUE;
    }
  if (self->cache != NULL)
    dns_cache_put (self->cache, now, answer);
  take_answer (self, now, answer);
  return TRUE;
}

SimTime
dns_resolver_deadline (const DnsResolver *self)
{
  return self->deadline;
}

void
dns_resolver_expire (DnsResolver *self, SimTime now)
{
  if (self->done || now < self->deadline)
    return;
  if (self->tries < TRIES && !self->tcp)
    send_query (self, now);
  else
    take_answer (self, now, NULL);
}

void
dns_resolver_broken (DnsResolver *self, SimTime now)
{
  if (!self->done && self->tcp)
    take_answer (self, now, NULL);
}

gboolean
dns_resolver_is_done (const DnsResolver *self)
{
  return self->done;
}

const DnsResult *
dns_resolver_get_result (const DnsResolver *self)
{
  return self->done ? &self->result : NULL;
}

guint
dns_resolver_n_ids (const DnsResolver *self)
{
  return self->n_ids;
}

/* topology-flight.c - what is on its way, and who answers for a letter
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/topology-private.h"

#include "app/draw/words.h"
#include "sim/trace/roles.h"

#include <string.h>

#define MAX_ENTRIES_SEEN 400    /* how far an answer is looked for from what it answers for */
#define SLIP_HALF        15.0
#define SLIP_LETTERS     12
#define ABOVE            42.0    /* a slip that has no room on its link, above the hosts' middle */

static gboolean
is_answer (const SimEntry *entry, guint host, guint cause)
{
  return entry->kind == SIM_ENTRY_SAID && entry->side == SIM_SIDE_SERVER && entry->actor == host && entry->cause == cause
    && (entry->flags & SIM_ENTRY_MORE) == 0 && explain_entry_class (entry) == EXPLAIN_CLASS_OK;
}

/* The answer that takes responsibility for a stored message: of those with the same cause, that at the same place
 * (LMTP answers for each recipient). G_MAXUINT: nobody waits for one. */
static guint
find_answer (const SimTrace *trace, guint stored)
{
  SimEntry self, entry;
  guint before = 0, first, last;

  sim_trace_get (trace, stored, &self);
  if (self.cause >= stored)
    return G_MAXUINT;
  first = MAX (self.cause + 1, stored > MAX_ENTRIES_SEEN ? stored - MAX_ENTRIES_SEEN : 0);
  last = MIN (sim_trace_length (trace), stored + MAX_ENTRIES_SEEN);
  for (guint i = first; i < stored; i++)
    {
      sim_trace_get (trace, i, &entry);
      before += entry.kind == SIM_ENTRY_STORED && entry.actor == self.actor && entry.cause == self.cause;
    }
  for (guint i = first; i < last; i++)
    {
      sim_trace_get (trace, i, &entry);
      if (is_answer (&entry, self.actor, self.cause) && before-- == 0)
        return i;
    }
  return G_MAXUINT;
}

gboolean
topology_is_pending (const TopologyMaker *maker, guint stored)
{
  guint answer = find_answer (maker->trace, stored), step;

  if (answer == G_MAXUINT)
    return FALSE;
  if (answer >= maker->cursor)
    return TRUE;
  step = sim_steps_at (maker->lines, maker->cursor);
  return maker->flight < 1 && step > 0 && sim_steps_get (maker->lines, step)->entry == answer;
}

/* Whether the answer at @index is one that takes responsibility. */
static gboolean
takes_over (const SimTrace *trace, guint index, const SimEntry *answer)
{
  guint first = MAX (answer->cause, index > MAX_ENTRIES_SEEN ? index - MAX_ENTRIES_SEEN : 0);

  if (!is_answer (answer, answer->actor, answer->cause) || answer->cause >= index)
    return FALSE;
  for (guint i = index; i-- > first;)
    {
      SimEntry entry;

      sim_trace_get (trace, i, &entry);
      if (entry.kind == SIM_ENTRY_STORED && entry.actor == answer->actor && entry.cause == answer->cause && find_answer (trace, i) == index)
        return TRUE;
    }
  return FALSE;
}

/* The word at @at of a line and where the next one begins. */
static gsize
word_len (const SimEntry *entry, gsize at)
{
  gsize len = 0;

  while (at + len < entry->len && len < SLIP_LETTERS && g_ascii_isgraph (entry->bytes[at + len]) && entry->bytes[at + len] != '-')
    len++;
  return len;
}

static char *
slip_text (const SimEntry *entry, const char *protocol)
{
  gsize at = 0, len;

  if (entry->flags & SIM_ENTRY_LITERAL)
    return ehlo_words_size (entry->len);
  len = word_len (entry, 0);
  /* IMAP: not the tag, nor the number of the message of which something is told. */
  while (g_strcmp0 (protocol, "imap") == 0 && at + len + 1 < entry->len && entry->bytes[at + len] == ' '
         && (at == 0 || g_ascii_isdigit (entry->bytes[at])) && g_ascii_isalnum (entry->bytes[at + len + 1]))
    {
      at += len + 1;
      len = word_len (entry, at);
    }
  return g_strndup ((const char *) entry->bytes + at, len);
}

/* Between a host's pile and the next one's. */
static void
add_letter (const TopologyMaker *maker, guint from, guint to, gboolean copy)
{
  const TopologyHost *a = &g_array_index (maker->layout->hosts, TopologyHost, from), *b = &g_array_index (maker->layout->hosts, TopologyHost, to);
  double t = CLAMP (maker->flight, 0, 1);

  if (t >= 1)
    return;
  maker->layout->letter = (TopologyLetter) { TRUE, copy, a->letters_x + (b->letters_x - a->letters_x) * t, a->y - 27 * a->scale };
}

static void
place_slip (const TopologyMaker *maker, const TopologyLink *link)
{
  TopologySlip *slip = &maker->layout->slip;
  double length = link->x2 - link->x1, start, end, t = CLAMP (maker->flight, 0, 1);
  gboolean straight = link->bend >= link->y1;
  /* It must not lie on a lock. */
  gboolean above = straight && link->y1 == link->y2
    && (length < slip->width + 30 || (link->chip != NULL && ABS (link->chip_y + 10.5 - link->y1) < SLIP_HALF + 10));

  /* It starts at its sender's side and comes to rest short of the receiver, both in view. */
  start = MIN (slip->width / 2 / MAX (length, 1), 0.5);
  /* On an arc further on: the link's chip stands on its top. */
  end = CLAMP (straight ? 0.66 : 0.84, 0.5, MAX (1 - start, 0.5));
  if (!straight && link->chip != NULL)
    end = CLAMP (0.5 + (slip->width + link->chip_width + 8) / 2 / MAX (length, 1), end, 1);
  t = start + (end - start) * t;
  topology_point_at (link, slip->right ? t : 1 - t, &slip->x, &slip->y);
  if (above)
    slip->y = MAX (maker->y - ABOVE, SLIP_HALF + 2);
  /* Beside the cloud, not on it. */
  if (link->kind == TOPOLOGY_LINK_LOOKUP && ehlo_lanes_is_cloud (maker->trace, link->b))
    slip->x = MIN (slip->x, link->x2 - slip->width / 2);
  else if (link->kind == TOPOLOGY_LINK_LOOKUP && ehlo_lanes_is_cloud (maker->trace, link->a))
    slip->x = MAX (slip->x, link->x1 + slip->width / 2);
  slip->x = CLAMP (slip->x, slip->width / 2 + 2, MAX (maker->width - slip->width / 2 - 2, slip->width / 2 + 2));
}

void
topology_add_flight (const TopologyMaker *maker)
{
  TopologySlip *slip = &maker->layout->slip;
  const TopologyLink *link;
  SimConnection connection;
  SimEntry entry;
  guint from, to, step = sim_steps_at (maker->lines, maker->cursor);

  if (!topology_current_entry (maker, &entry) || entry.kind != SIM_ENTRY_SAID || !ehlo_words_ends (maker->trace, &entry, &from, &to) || from == to)
    return;
  link = topology_find_link (maker, MIN (from, to), MAX (from, to));
  if (link == NULL)
    return;
  sim_trace_get_connection (maker->trace, entry.conn, &connection);
  slip->shown = TRUE;
  slip->klass = step > 0 ? explain_step_class (maker->trace, sim_steps_get (maker->lines, step)) : explain_entry_class (&entry);
  slip->right = maker->lanes->x[to] > maker->lanes->x[from];
  slip->text = connection.transport == SIM_PROTOCOL_UDP ? g_strdup ("DNS") : slip_text (&entry, connection.protocol);
  slip->width = maker->measure (maker->data, EHLO_FONT_MONO_SLIP, slip->text) + (slip->klass > EXPLAIN_CLASS_CLIENT ? 44 : 34);
  place_slip (maker, link);
  if ((entry.flags & SIM_ENTRY_LITERAL) && entry.side == SIM_SIDE_SERVER)
    add_letter (maker, from, to, TRUE);
  else if (takes_over (maker->trace, sim_steps_get (maker->lines, step)->entry, &entry))
    add_letter (maker, to, from, FALSE);
}

static const char *
role_in (const TopologyMaker *maker, guint host, guint32 conn)
{
  guint roles = sim_trace_get_host (maker->trace, host)->roles;
  SimConnection connection;

  sim_trace_get_connection (maker->trace, conn, &connection);
  if ((connection.client != host && connection.server != host) || connection.transport == SIM_PROTOCOL_UDP || (roles & SIM_ROLE_PERSON))
    return NULL;
  if (g_strcmp0 (connection.protocol, "submission") == 0)
    return connection.client == host ? "MUA" : "MSA";
  if (g_strcmp0 (connection.protocol, "smtp") == 0)
    return connection.server == host || (roles & (SIM_ROLE_MSA | SIM_ROLE_MTA)) ? "MTA" : "MUA";
  if (g_strcmp0 (connection.protocol, "lmtp") == 0)
    return connection.client == host ? "MTA" : "MDA";
  return connection.client == host ? "MUA" : "MS";
}

const char *
topology_role_of (const TopologyMaker *maker, guint host)
{
  static const struct { guint role; const char *name; } names[] = {
    { SIM_ROLE_MUA, "MUA" }, { SIM_ROLE_MTA, "MTA" }, { SIM_ROLE_MSA, "MSA" }, { SIM_ROLE_MDA, "MDA" }, { SIM_ROLE_MS, "MS" },
  };
  guint roles = sim_trace_get_host (maker->trace, host)->roles;
  const char *role = NULL;
  SimEntry entry;

  if (topology_current_entry (maker, &entry) && entry.conn != 0)
    role = role_in (maker, host, entry.conn);
  for (guint i = sim_scene_n_connections (maker->scene); role == NULL && i-- > 0;)
    role = role_in (maker, host, sim_scene_get_connection (maker->scene, i)->conn);
  for (guint i = 0; role == NULL && i < G_N_ELEMENTS (names); i++)
    if (roles & names[i].role)
      role = names[i].name;
  return role;
}

/* machine-place.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/machine-place.h"

#include <string.h>

#define MAX_STATES 32   /* bits of a mask */

const SimMachine *
machine_of (const char *protocol, SimSide side)
{
  static const struct { const char *protocol, *machine; } families[] = {
    { "submission", "smtp" }, { "lmtp", "smtp" }, { "smtp", "smtp" }, { "pop3", "pop3" }, { "imap", "imap" },
  };

  for (guint i = 0; protocol != NULL && side != SIM_SIDE_NONE && i < G_N_ELEMENTS (families); i++)
    if (g_str_has_prefix (protocol, families[i].protocol))
      {
        g_autofree char *name = g_strconcat (families[i].machine, side == SIM_SIDE_CLIENT ? "-client" : "-server", NULL);

        return sim_machine_find (name);
      }
  return NULL;
}

gboolean
machine_place_at (const SimTrace *trace, guint32 conn, SimSide side, guint after, guint cursor, MachinePlace *out)
{
  SimConnection connection;

  if (conn == 0 || conn > sim_trace_n_connections (trace))
    return FALSE;
  sim_trace_get_connection (trace, conn, &connection);
  *out = (MachinePlace) { machine_of (connection.protocol, side), 0, -1, NULL, FALSE };
  if (out->machine == NULL || connection.opened >= cursor)
    return FALSE;
  for (guint i = MIN (cursor, sim_trace_length (trace)); i > connection.opened; i--)
    {
      SimEntry entry;

      sim_trace_get (trace, i - 1, &entry);
      if (entry.kind != SIM_ENTRY_MOVE || entry.conn != conn || entry.side != side)
        continue;
      out->state = entry.to;
      out->from = entry.from;
      out->rule = entry.rule;
      out->now = i - 1 >= after;
      break;
    }
  /* A saved run may say anything. */
  if (sim_machine_state_name (out->machine, out->state) == NULL || out->state >= MAX_STATES)
    return FALSE;
  return TRUE;
}

guint32
machine_connection (const SimTrace *trace, guint cursor)
{
  for (guint i = MIN (cursor, sim_trace_length (trace)); i > 0; i--)
    {
      SimConnection connection;
      SimEntry entry;

      sim_trace_get (trace, i - 1, &entry);
      if (entry.conn == 0)
        continue;
      sim_trace_get_connection (trace, entry.conn, &connection);
      if (machine_of (connection.protocol, SIM_SIDE_SERVER) != NULL)
        return entry.conn;
    }
  return 0;
}

/* What is known only to be refused, as TURN is, is no command that anybody may say. */
static gboolean
is_refused (const SimRule *rule)
{
  return rule->reply != NULL && rule->reply[0] == '5' && rule->next < 0;
}

gboolean
machine_is_command (const SimRule *rule)
{
  return rule->verb[0] != '<' && !is_refused (rule);
}

guint
machine_open_states (const SimMachine *machine)
{
  guint mask = 0;

  for (gsize i = 0; i < machine->n_rules; i++)
    mask |= machine->rules[i].legal;
  return mask;
}

gboolean
machine_reads_commands (const SimMachine *machine, int state)
{
  for (gsize i = 0; i < machine->n_rules; i++)
    if (machine_is_command (&machine->rules[i]) && (machine->rules[i].legal & SIM_STATE (state)))
      return TRUE;
  return FALSE;
}

static gboolean
has_verb (const GPtrArray *verbs, const char *verb)
{
  for (guint i = 0; i < verbs->len; i++)
    if (g_str_equal (g_ptr_array_index (verbs, i), verb))
      return TRUE;
  return FALSE;
}

/* The states in which @verb is legal. */
static guint
legal_states (const SimMachine *machine, const char *verb)
{
  guint mask = 0;

  for (gsize i = 0; i < machine->n_rules; i++)
    if (g_str_equal (machine->rules[i].verb, verb))
      mask |= machine->rules[i].legal;
  return mask;
}

GPtrArray *
machine_verbs (const SimMachine *machine, int state, gboolean legal)
{
  GPtrArray *verbs = g_ptr_array_new ();

  for (gsize i = 0; i < machine->n_rules; i++)
    {
      const SimRule *rule = &machine->rules[i];

      if (!machine_is_command (rule) || has_verb (verbs, rule->verb))
        continue;
      if (((legal_states (machine, rule->verb) & SIM_STATE (state)) != 0) == legal)
        g_ptr_array_add (verbs, (gpointer) rule->verb);
    }
  return verbs;
}

gboolean
machine_needs (const SimMachine *machine, int state, const char *verb)
{
  for (gsize i = 0; i < machine->n_rules; i++)
    if (g_str_equal (machine->rules[i].verb, verb) && (machine->rules[i].legal & SIM_STATE (state)) && machine->rules[i].needs == 0)
      return FALSE;
  return TRUE;
}

static guint
count_states (guint mask)
{
  guint n = 0;

  for (; mask != 0; mask &= mask - 1)
    n++;
  return n;
}

/* From how many states a row leads away: the fewer, the more it is made for this one. */
static guint
breadth (const SimRule *rule)
{
  return count_states (rule->legal) + (machine_is_command (rule) ? 0 : MAX_STATES) + (rule->needs != 0 ? 2 * MAX_STATES : 0);
}

GPtrArray *
machine_way (const SimMachine *machine, int state, const char *verb)
{
  guint goal = legal_states (machine, verb), seen = SIM_STATE (state);
  int queue[MAX_STATES], before[MAX_STATES];
  const SimRule *by[MAX_STATES] = { NULL };
  guint first = 0, n = 0;

  queue[n++] = state;
  for (; first < n && (goal & SIM_STATE (queue[first])) == 0; first++)
    for (guint wide = 1; wide <= 4 * MAX_STATES; wide++)
      for (gsize i = 0; i < machine->n_rules; i++)
        {
          const SimRule *rule = &machine->rules[i];

          if (breadth (rule) != wide || (rule->legal & SIM_STATE (queue[first])) == 0 || rule->next < 0 || (seen & SIM_STATE (rule->next)))
            continue;
          seen |= SIM_STATE (rule->next);
          before[rule->next] = queue[first];
          by[rule->next] = rule;
          queue[n++] = rule->next;
        }
  if (first == n)
    return NULL;

  GPtrArray *way = g_ptr_array_new ();

  for (int at = queue[first]; at != state; at = before[at])
    g_ptr_array_insert (way, 0, (gpointer) by[at]->verb);
  return way;
}

const char *
machine_refusal (const SimMachine *machine)
{
  if (!g_str_has_suffix (machine->name, "-server"))
    return NULL;
  if (g_str_has_prefix (machine->name, "pop3"))
    return "-ERR";
  return g_str_has_prefix (machine->name, "imap") ? "BAD" : "503";
}

/* pin.c - finds where a lesson's notes stand in a trace
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/world.h"

#include "sim/core/text.h"
#include "sim/proto/smtp/client.h"
#include "sim/proto/smtp/server.h"

#include <string.h>

static gboolean
begins_with_word (const SimEntry *entry, const char *word)
{
  gsize len = strlen (word);

  return entry->len >= len && g_ascii_strncasecmp ((const char *) entry->bytes, word, len) == 0
         && (entry->len == len || !g_ascii_isalnum (entry->bytes[len]));
}

static gboolean
is_state (const SimEntry *entry, const char *name)
{
  const SimMachine *machine = entry->side == SIM_SIDE_CLIENT ? &smtp_client_machine : &smtp_server_machine;

  const char *state = sim_machine_state_name (machine, entry->to);

  return state != NULL && g_ascii_strcasecmp (state, name) == 0;
}

static gboolean
is_place (const SimEntry *entry, const char *place)
{
  return entry->rule != NULL && g_str_has_prefix (entry->rule, "store:")
         && g_str_equal (entry->rule + strlen ("store:"), place);
}

static gboolean
is_act (const SimEntry *entry, const char *number)
{
  g_autofree char *act = sim_text_field ((const char *) entry->bytes, entry->len, "act");

  return g_strcmp0 (entry->rule, "act:begin") == 0 && (number[0] == '\0' || g_strcmp0 (act, number) == 0);
}

/* Whether @entry is what @note waits for; @goes_on: it continues a reply. */
static gboolean
is_it (const SimNoteSpec *note, const SimEntry *entry, gboolean goes_on)
{
  gboolean any = note->what == NULL || note->what[0] == '\0';

  if (note->host >= 0 && entry->actor != (guint) note->host)
    return FALSE;
  switch (note->on)
    {
    case SIM_ON_OPENED:
      return entry->kind == SIM_ENTRY_OPENED && (any || g_strcmp0 (entry->rule, note->what) == 0);
    case SIM_ON_COMMAND:
      return entry->kind == SIM_ENTRY_SAID && entry->side == SIM_SIDE_CLIENT
             && (any || begins_with_word (entry, note->what));
    case SIM_ON_REPLY:
      return entry->kind == SIM_ENTRY_SAID && entry->side == SIM_SIDE_SERVER && !goes_on
             && (any || begins_with_word (entry, note->what));
    case SIM_ON_STATE:
      return entry->kind == SIM_ENTRY_MOVE && (any || is_state (entry, note->what));
    case SIM_ON_STORED:
      return entry->kind == SIM_ENTRY_STORED && (any || is_place (entry, note->what));
    case SIM_ON_NOTE:
      return entry->kind == SIM_ENTRY_NOTE && entry->from >= 0 && (any || g_strcmp0 (entry->rule, note->what) == 0);
    case SIM_ON_ACT:
      return entry->kind == SIM_ENTRY_NOTE && is_act (entry, note->what);
    case SIM_ON_START:
    case SIM_ON_END:
      break;
    }
  return FALSE;
}

/* The entry that settles a question asked at entry @at. */
static guint
find_answer (const SimTrace *trace, SimNoteAsk ask, guint at)
{
  SimEntry asked = { .conn = 0 };
  SimEntry entry;

  if (ask == SIM_ASK_NOTHING)
    return G_MAXUINT;
  if (at != G_MAXUINT)
    sim_trace_get (trace, at, &asked);
  for (guint i = at == G_MAXUINT ? 0 : at + 1; i < sim_trace_length (trace); i++)
    {
      gboolean here;

      sim_trace_get (trace, i, &entry);
      here = asked.conn == 0 || entry.conn == asked.conn;
      if ((ask == SIM_ASK_REPLY && here && entry.kind == SIM_ENTRY_SAID && entry.side == SIM_SIDE_SERVER)
          || (ask == SIM_ASK_STATE && here && entry.kind == SIM_ENTRY_MOVE && entry.side == SIM_SIDE_SERVER)
          || (ask == SIM_ASK_PLACE && entry.kind == SIM_ENTRY_STORED))
        return i;
    }
  return G_MAXUINT;
}

static int
compare_pinned (gconstpointer a, gconstpointer b)
{
  const SimPinned *x = a, *y = b;
  guint at_x = x->entry + 1, at_y = y->entry + 1;       /* before everything: 0 */

  if (at_x != at_y)
    return at_x < at_y ? -1 : 1;
  return (x->note->number > y->note->number) - (x->note->number < y->note->number);
}

GArray *
sim_world_pin_notes (const SimScenario *scenario, const SimTrace *trace)
{
  guint n = scenario->notes->len;
  guint length = sim_trace_length (trace);
  GArray *pinned = g_array_new (FALSE, FALSE, sizeof (SimPinned));
  g_autofree guint *seen = g_new0 (guint, n + 1);
  gboolean goes_on = FALSE;

  for (guint i = 0; i < n; i++)
    {
      SimPinned pin = { g_ptr_array_index (scenario->notes, i), G_MAXUINT, G_MAXUINT };

      if (pin.note->on == SIM_ON_END && length > 0)
        pin.entry = length - 1;
      if (pin.note->on == SIM_ON_START || pin.note->on == SIM_ON_END)
        g_array_append_val (pinned, pin);
    }
  for (guint i = 0; i < length; i++)
    {
      SimEntry entry;

      sim_trace_get (trace, i, &entry);
      for (guint j = 0; j < n; j++)
        {
          SimPinned pin = { g_ptr_array_index (scenario->notes, j), i, G_MAXUINT };

          if (is_it (pin.note, &entry, goes_on) && ++seen[j] == (pin.note->nth > 0 ? pin.note->nth : 1))
            g_array_append_val (pinned, pin);
        }
      if (entry.kind == SIM_ENTRY_SAID)
        goes_on = (entry.flags & SIM_ENTRY_MORE) != 0;
    }
  for (guint i = 0; i < pinned->len; i++)
    {
      SimPinned *pin = &g_array_index (pinned, SimPinned, i);

      pin->answer = find_answer (trace, pin->note->ask, pin->entry);
    }
  g_array_sort (pinned, compare_pinned);
  return pinned;
}

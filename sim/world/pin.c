/* pin.c - finds where a lesson's notes stand in a trace
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/world.h"

#include "sim/core/text.h"
#include "sim/proto/rules.h"
#include "sim/trace/scene.h"

#include <string.h>

static gboolean
is_protocol (const SimTrace *trace, const SimEntry *entry, const char *name)
{
  SimConnection connection;

  if (entry->conn == 0)
    return FALSE;
  sim_trace_get_connection (trace, entry->conn, &connection);
  return g_strcmp0 (connection.protocol, name) == 0;
}

static gboolean
begins_with_word (const SimEntry *entry, gsize at, const char *word)
{
  gsize len = strlen (word);

  return entry->len >= at + len && g_ascii_strncasecmp ((const char *) entry->bytes + at, word, len) == 0
         && (entry->len == at + len || !g_ascii_isalnum (entry->bytes[at + len]));
}

/* Where the word behind the one at @at begins; the line's end: there is none. */
static gsize
next_word (const SimEntry *entry, gsize at)
{
  while (at < entry->len && entry->bytes[at] != ' ' && entry->bytes[at] != '\r')
    at++;
  while (at < entry->len && entry->bytes[at] == ' ')
    at++;
  return at;
}

/* IMAP: "a3 UID FETCH 1 FLAGS": the verb stands behind the tag, and UID before some verbs. */
static gboolean
is_imap_command (const SimEntry *entry, const char *verb)
{
  gsize at = next_word (entry, 0);

  return begins_with_word (entry, at, verb)
         || (begins_with_word (entry, at, "UID") && begins_with_word (entry, next_word (entry, at), verb))
         || (begins_with_word (entry, 0, "DONE") && g_ascii_strcasecmp (verb, "DONE") == 0);
}

/* IMAP: "a3 OK done", "* LIST ...", "* 3 EXISTS", "+ go on". */
static gboolean
is_imap_answer (const SimEntry *entry, const char *word)
{
  gsize at = next_word (entry, 0);

  if (strcmp (word, "+") == 0)
    return entry->len > 0 && entry->bytes[0] == '+';
  return begins_with_word (entry, at, word)
         || (entry->bytes[0] == '*' && at < entry->len && g_ascii_isdigit (entry->bytes[at])
             && begins_with_word (entry, next_word (entry, at), word));
}

/* "[IN-USE]": a code wherever it stands in the line, with or without arguments. */
static gboolean
has_code (const SimEntry *entry, const char *code)
{
  gsize len = strlen (code) - 1;          /* without the bracket at its end */

  for (gsize i = 0; i + len < entry->len; i++)
    if (g_ascii_strncasecmp ((const char *) entry->bytes + i, code, len) == 0
        && (entry->bytes[i + len] == ']' || entry->bytes[i + len] == ' '))
      return TRUE;
  return FALSE;
}

static gboolean
is_command (const SimTrace *trace, const SimEntry *entry, const char *verb)
{
  if ((entry->flags & SIM_ENTRY_LITERAL) != 0)
    return FALSE;
  return is_protocol (trace, entry, "imap") ? is_imap_command (entry, verb) : begins_with_word (entry, 0, verb);
}

static gboolean
is_reply (const SimTrace *trace, const SimEntry *entry, const char *word)
{
  if ((entry->flags & SIM_ENTRY_LITERAL) != 0)
    return FALSE;
  if (word[0] == '[')
    return has_code (entry, word);
  return is_protocol (trace, entry, "imap") ? is_imap_answer (entry, word) : begins_with_word (entry, 0, word);
}

/* The machine of a session, by the protocol of its connection; submission and LMTP are dialects of SMTP. */
static const SimMachine *
machine_of (const SimTrace *trace, const SimEntry *entry)
{
  const char *protocol = is_protocol (trace, entry, "pop3") ? "pop3" : is_protocol (trace, entry, "imap") ? "imap" : "smtp";
  g_autofree char *name = g_strdup_printf ("%s-%s", protocol, entry->side == SIM_SIDE_CLIENT ? "client" : "server");

  return sim_machine_find (name);
}

static gboolean
is_state (const SimTrace *trace, const SimEntry *entry, const char *name)
{
  const SimMachine *machine = machine_of (trace, entry);
  const char *state = machine != NULL ? sim_machine_state_name (machine, entry->to) : NULL;

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
is_it (const SimTrace *trace, const SimNoteSpec *note, const SimEntry *entry, gboolean goes_on)
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
             && (any || is_command (trace, entry, note->what));
    case SIM_ON_REPLY:
      return entry->kind == SIM_ENTRY_SAID && entry->side == SIM_SIDE_SERVER
             && (!goes_on || is_protocol (trace, entry, "imap")) && (any || is_reply (trace, entry, note->what));
    case SIM_ON_STATE:
      return entry->kind == SIM_ENTRY_MOVE && (any || is_state (trace, entry, note->what));
    case SIM_ON_STORED:
      return entry->kind == SIM_ENTRY_STORED && (any || is_place (entry, note->what));
    case SIM_ON_NOTE:
      return entry->kind == SIM_ENTRY_NOTE && g_strcmp0 (entry->rule, "act:begin") != 0
             && (any || g_strcmp0 (entry->rule, note->what) == 0);
    case SIM_ON_ACT:
      return entry->kind == SIM_ENTRY_NOTE && is_act (entry, note->what);
    case SIM_ON_START:
    case SIM_ON_END:
      break;
    }
  return FALSE;
}

/* The line with the code of the answer to command @asked. IMAP: the one with its tag; untagged ones come before. */
static gboolean
is_answer_to (const SimTrace *trace, const SimEntry *asked, const SimEntry *entry)
{
  gsize tag = asked->conn != 0 && asked->side == SIM_SIDE_CLIENT ? next_word (asked, 0) : 0;

  if (entry->kind != SIM_ENTRY_SAID || entry->side != SIM_SIDE_SERVER || (entry->flags & SIM_ENTRY_LITERAL) != 0)
    return FALSE;
  if (!is_protocol (trace, entry, "imap"))
    return TRUE;
  if (tag == 0 || tag >= asked->len)
    return entry->len > 0 && entry->bytes[0] != '*';
  return entry->len > tag && memcmp (entry->bytes, asked->bytes, tag) == 0;
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
      if ((ask == SIM_ASK_REPLY && here && is_answer_to (trace, &asked, &entry))
          || (ask == SIM_ASK_STATE && here && entry.kind == SIM_ENTRY_MOVE && entry.side == SIM_SIDE_SERVER)
          || (ask == SIM_ASK_PLACE && entry.kind == SIM_ENTRY_STORED)
          || (ask == SIM_ASK_COPIES && asked.conn != 0 && here && entry.kind == SIM_ENTRY_CLOSED))
        return i;
    }
  return ask == SIM_ASK_COPIES && sim_trace_length (trace) > 0 ? sim_trace_length (trace) - 1 : G_MAXUINT;
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

          if (is_it (trace, pin.note, &entry, goes_on) && ++seen[j] == (pin.note->nth > 0 ? pin.note->nth : 1))
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

/* The code or word of an answer: "250", "+OK", "NO". */
static char *
answer_word (const SimTrace *trace, const SimEntry *entry)
{
  gsize at = is_protocol (trace, entry, "imap") && entry->len > 0 && entry->bytes[0] != '+' ? next_word (entry, 0) : 0;
  gsize end = at;

  while (end < entry->len && strchr (" -\r\n", entry->bytes[end]) == NULL)
    end++;
  if (at == 0 && entry->len > 4 && memcmp (entry->bytes, "-ERR", 4) == 0)
    end = 4;
  return sim_text_escape (entry->bytes + at, end - at);
}

/* The hosts at which mail lies in mailboxes and on devices after @n_entries. */
static char *
answer_copies (SimTrace *trace, guint n_entries)
{
  g_autoptr (SimScene) scene = sim_scene_new ();
  g_autoptr (GString) hosts = g_string_new (NULL);

  for (guint i = 0; i < n_entries; i++)
    {
      SimEntry entry;

      sim_trace_get (trace, i, &entry);
      sim_scene_apply (scene, &entry, i);
    }
  for (guint host = 0; host < sim_trace_n_hosts (trace); host++)
    for (guint i = 0; i < sim_scene_n_copies (scene); i++)
      {
        const SimSceneCopy *copy = sim_scene_get_copy (scene, i);

        if (copy->host != host || (copy->place != SIM_PLACE_MAILBOX && copy->place != SIM_PLACE_LOCAL))
          continue;
        g_string_append_printf (hosts, "%s%s", hosts->len > 0 ? "+" : "", sim_trace_get_host (trace, host)->name);
        break;
      }
  return g_strdup (hosts->len > 0 ? hosts->str : "none");
}

char *
sim_pinned_dup_answer (const SimPinned *self, SimTrace *trace)
{
  const SimMachine *machine;
  SimEntry entry;

  if (self->answer == G_MAXUINT)
    return NULL;
  sim_trace_get (trace, self->answer, &entry);
  switch (self->note->ask)
    {
    case SIM_ASK_REPLY:
      return answer_word (trace, &entry);
    case SIM_ASK_STATE:
      machine = machine_of (trace, &entry);
      return g_strdup (machine != NULL ? sim_machine_state_name (machine, entry.to) : NULL);
    case SIM_ASK_PLACE:
      return g_strdup (sim_trace_get_host (trace, entry.actor)->name);
    case SIM_ASK_COPIES:
      return answer_copies (trace, self->answer + 1);
    case SIM_ASK_NOTHING:
      break;
    }
  return NULL;
}

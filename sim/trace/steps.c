/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/trace/steps.h"

#include <string.h>

/* What must be remembered of a connection while its lines are put into phases. */
typedef struct
{
  SimPhase  phase;     /* of the last command */
  GArray   *awaited;   /* SimPhase of commands whose reply has not come */
  gboolean  replying;  /* the last line was not the last of its reply */
  gboolean  literal;   /* the server's last line is a literal: what follows belongs to the same response */
} Dialogue;

struct _SimSteps
{
  GArray        *steps;       /* SimStep */
  SimGranularity granularity;
  GArray        *dialogues;   /* Dialogue, by connection */
  guint          n_seen;      /* entries */
};

static void
clear_dialogue (gpointer data)
{
  g_array_unref (((Dialogue *) data)->awaited);
}

static Dialogue *
dialogue_of (GArray *dialogues, guint32 conn)
{
  while (dialogues->len < conn)
    {
      Dialogue fresh = { SIM_PHASE_GREETING, g_array_new (FALSE, FALSE, sizeof (SimPhase)), FALSE, FALSE };

      g_array_append_val (dialogues, fresh);
    }
  return &g_array_index (dialogues, Dialogue, conn - 1);
}

static gboolean
has_verb (const SimEntry *entry, const char *verb)
{
  gsize len = strlen (verb);

  return entry->len >= len && g_ascii_strncasecmp ((const char *) entry->bytes, verb, len) == 0;
}

static SimPhase
phase_of_command (const Dialogue *dialogue, const SimEntry *entry)
{
  if (entry->flags & SIM_ENTRY_LITERAL)
    return SIM_PHASE_DATA;
  if (has_verb (entry, "MAIL") || has_verb (entry, "RCPT") || has_verb (entry, "RSET"))
    return SIM_PHASE_ENVELOPE;
  if (has_verb (entry, "DATA"))
    return SIM_PHASE_DATA;
  if (has_verb (entry, "QUIT"))
    return SIM_PHASE_QUIT;
  if (has_verb (entry, "EHLO") || has_verb (entry, "HELO") || has_verb (entry, "LHLO"))
    return SIM_PHASE_GREETING;
  return dialogue->phase;
}

/* POP3 and IMAP: a login, then work, then good-bye. IMAP's commands have a tag in front. */
static SimPhase
phase_at_mailbox (Dialogue *dialogue, const SimEntry *entry, gboolean tagged)
{
  static const char *const greeting[] = { "CAPA", "USER", "PASS", "APOP", "AUTH", "STLS", "LOGIN", "ENABLE", "ID", "STARTTLS" };
  static const char *const leaving[] = { "QUIT", "LOGOUT" };
  const guint8 *blank = tagged && entry->len > 0 ? memchr (entry->bytes, ' ', entry->len) : NULL;
  SimEntry command = *entry;

  if (entry->side != SIM_SIDE_CLIENT || (entry->flags & SIM_ENTRY_LITERAL))
    return dialogue->phase;
  if (blank != NULL)
    {
      command.len -= (gsize) (blank + 1 - command.bytes);
      command.bytes = blank + 1;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (greeting); i++)
    if (dialogue->phase == SIM_PHASE_GREETING && has_verb (&command, greeting[i]))
      return SIM_PHASE_GREETING;
  for (gsize i = 0; i < G_N_ELEMENTS (leaving); i++)
    if (has_verb (&command, leaving[i]))
      return dialogue->phase = SIM_PHASE_QUIT;
  /* A response to a challenge is no command. */
  if (dialogue->phase == SIM_PHASE_GREETING && (entry->flags & SIM_ENTRY_SECRET))
    return SIM_PHASE_GREETING;
  return dialogue->phase = SIM_PHASE_MAILBOX;
}

static SimPhase
phase_of (GArray *dialogues, const SimEntry *entry, const SimConnection *connection)
{
  Dialogue *dialogue = dialogue_of (dialogues, entry->conn);
  SimPhase phase = dialogue->phase;

  if (connection->transport == SIM_PROTOCOL_UDP)
    return SIM_PHASE_LOOKUP;
  if (g_strcmp0 (connection->protocol, "pop3") == 0 || g_strcmp0 (connection->protocol, "imap") == 0)
    return phase_at_mailbox (dialogue, entry, connection->protocol[0] == 'i');
  if (entry->side == SIM_SIDE_CLIENT)
    {
      phase = dialogue->phase = phase_of_command (dialogue, entry);
      if ((entry->flags & SIM_ENTRY_LITERAL) == 0)
        g_array_append_val (dialogue->awaited, phase);
    }
  else
    {
      if (dialogue->awaited->len > 0)
        phase = g_array_index (dialogue->awaited, SimPhase, 0);
      if ((entry->flags & SIM_ENTRY_MORE) == 0 && dialogue->awaited->len > 0)
        g_array_remove_index (dialogue->awaited, 0);
    }
  return phase;
}

static guint
count_lines (const SimEntry *entry)
{
  guint n = 0;

  if ((entry->flags & SIM_ENTRY_LITERAL) == 0)
    return 1;
  for (gsize i = 0; i < entry->len; i++)
    n += entry->bytes[i] == '\n';
  return n;
}

static gboolean
is_verdict (const SimEntry *entry)
{
  return entry->kind == SIM_ENTRY_STORED
         || (entry->kind == SIM_ENTRY_NOTE
             && (entry->from >= 0
                 || (entry->rule != NULL && !g_str_has_prefix (entry->rule, "act:"))));
}

/* Ten messages that get the same flag at once are one step, and so is what lies in the mailboxes from the beginning. */
static gboolean
joins (const SimTrace *trace, const SimStep *last, const SimEntry *entry, guint index)
{
  SimEntry before;

  sim_trace_get (trace, last->entry, &before);
  if (!is_verdict (&before) || before.kind != entry->kind || before.actor != entry->actor || before.time != entry->time
      || before.rule == NULL || g_strcmp0 (before.rule, entry->rule) != 0)
    return FALSE;
  if (g_str_equal (entry->rule, "store:mailbox"))
    return before.cause == last->entry && entry->cause == index;
  return g_str_equal (entry->rule, "store:local") || g_str_equal (entry->rule, "mail:flags")
         || g_str_equal (entry->rule, "mail:removed") || g_str_has_prefix (entry->rule, "folder:");
}

/* A connection that did not end by both saying good-bye. */
static gboolean
is_broken (const SimEntry *entry)
{
  return entry->kind == SIM_ENTRY_CLOSED && entry->rule != NULL && !g_str_has_suffix (entry->rule, ":closed");
}

/* Whether a server's line belongs to the step of its line before. In IMAP untagged responses that come together are one
 * step, and the tagged one another; what follows a literal belongs to it. */
static gboolean
goes_on (Dialogue *dialogue, const SimEntry *entry, gboolean imap)
{
  gboolean replying = dialogue->replying, after_literal = dialogue->literal;

  if (entry->side != SIM_SIDE_SERVER)
    return FALSE;
  dialogue->replying = (entry->flags & SIM_ENTRY_MORE) != 0;
  if (!imap)
    return replying;
  dialogue->literal = (entry->flags & SIM_ENTRY_LITERAL) != 0;
  if (after_literal)
    {
      dialogue->replying = FALSE;               /* the next response is a step of its own */
      return !dialogue->literal;
    }
  return replying && entry->len > 2 && entry->bytes[0] == '*' && entry->bytes[1] == ' ';
}

/* Adds the stops of the finest granularity among the entries that were not seen yet; their cursors are set later. */
static void
collect_lines (SimSteps *self, const SimTrace *trace, GArray *steps)
{
  guint length = sim_trace_length (trace);

  for (; self->n_seen < length; self->n_seen++)
    {
      SimEntry entry;
      SimStep step = { self->n_seen, 0, 1, SIM_PHASE_NONE, 0 };

      sim_trace_get (trace, self->n_seen, &entry);
      step.conn = entry.conn;
      if (entry.kind == SIM_ENTRY_SAID)
        {
          SimConnection connection;

          sim_trace_get_connection (trace, entry.conn, &connection);
          step.phase = phase_of (self->dialogues, &entry, &connection);
          step.n_lines = count_lines (&entry);
          if (goes_on (dialogue_of (self->dialogues, entry.conn), &entry, g_strcmp0 (connection.protocol, "imap") == 0)
              && steps->len > 0 && g_array_index (steps, SimStep, steps->len - 1).conn == entry.conn)
            g_array_index (steps, SimStep, steps->len - 1).n_lines++;
          else
            g_array_append_val (steps, step);
        }
      else if (is_broken (&entry)
               || (is_verdict (&entry)
                   && (steps->len == 0
                       || !joins (trace, &g_array_index (steps, SimStep, steps->len - 1), &entry, self->n_seen))))
        g_array_append_val (steps, step);
    }
}

/* Step n lasts until the entry of step n + 1, but for the moves just before it. */
static void
set_cursors (const SimTrace *trace, GArray *steps, guint first)
{
  guint length = sim_trace_length (trace);

  for (guint i = first; i < steps->len; i++)
    {
      SimStep *step = &g_array_index (steps, SimStep, i);

      step->cursor = length;
      if (i + 1 < steps->len)
        {
          SimEntry entry;

          step->cursor = g_array_index (steps, SimStep, i + 1).entry;
          while (step->cursor > step->entry + 1)
            {
              sim_trace_get (trace, step->cursor - 1, &entry);
              if (entry.kind != SIM_ENTRY_MOVE)
                break;
              step->cursor--;
            }
        }
    }
}

/* Whether a coarser granularity stops at line @i. */
static gboolean
stops_at (const SimTrace *trace, const GArray *lines, guint i, SimGranularity granularity)
{
  const SimStep *line = &g_array_index (lines, SimStep, i);
  const SimStep *next = i + 1 < lines->len ? line + 1 : NULL;
  SimEntry entry;

  if (granularity == SIM_STEP_LINE || next == NULL)
    return TRUE;
  sim_trace_get (trace, line->entry, &entry);
  switch (granularity)
    {
    case SIM_STEP_COMMAND:
      return is_verdict (&entry) || is_broken (&entry) || entry.side == SIM_SIDE_SERVER;
    case SIM_STEP_PHASE:
      return next->conn != line->conn || next->phase != line->phase;
    case SIM_STEP_MESSAGE:
      return is_verdict (&entry);
    case SIM_STEP_LINE:
      break;
    }
  return TRUE;
}

SimSteps *
sim_steps_new (const SimTrace *trace, SimGranularity granularity)
{
  SimSteps *self = g_new0 (SimSteps, 1);
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (SimStep));

  self->granularity = granularity;
  self->dialogues = g_array_new (FALSE, FALSE, sizeof (Dialogue));
  g_array_set_clear_func (self->dialogues, clear_dialogue);
  collect_lines (self, trace, lines);
  set_cursors (trace, lines, 0);
  if (granularity == SIM_STEP_LINE)
    {
      self->steps = lines;
      return self;
    }
  self->steps = g_array_new (FALSE, FALSE, sizeof (SimStep));
  for (guint i = 0; i < lines->len; i++)
    if (stops_at (trace, lines, i, granularity))
      g_array_append_val (self->steps, g_array_index (lines, SimStep, i));
  g_array_unref (lines);
  return self;
}

void
sim_steps_grow (SimSteps *self, const SimTrace *trace)
{
  guint known = self->steps->len;

  g_return_if_fail (self->granularity == SIM_STEP_LINE);

  collect_lines (self, trace, self->steps);
  set_cursors (trace, self->steps, known > 0 ? known - 1 : 0);
}

void
sim_steps_free (SimSteps *self)
{
  g_array_unref (self->dialogues);
  g_array_unref (self->steps);
  g_free (self);
}

guint
sim_steps_length (const SimSteps *self)
{
  return self->steps->len;
}

const SimStep *
sim_steps_get (const SimSteps *self, guint n)
{
  g_return_val_if_fail (n > 0 && n <= self->steps->len, NULL);

  return &g_array_index (self->steps, SimStep, n - 1);
}

guint
sim_steps_at (const SimSteps *self, guint n_entries)
{
  guint low = 0, high = self->steps->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->steps, SimStep, middle).cursor <= n_entries)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

guint
sim_steps_of_entry (const SimSteps *self, guint entry)
{
  guint low = 0, high = self->steps->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->steps, SimStep, middle).entry <= entry)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

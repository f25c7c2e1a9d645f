/* player.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/model/player.h"

#include "sim/explain/explain.h"

/* How long a step is looked at while playing at speed 1. */
#define STEP_MILLISECONDS 1300

struct _EhloPlayer
{
  GObject        parent;
  SimScenario   *scenario;
  SimTrace      *trace;
  SimReplay     *replay;
  ExplainContext *context;     /* of the trace */
  SimSteps      *lines;
  SimSteps      *steps;        /* of the granularity */
  GArray        *notes;        /* SimPinned, or NULL */
  GArray        *failures;     /* guint: lines that are 4yz or 5yz */
  GArray        *bookmarks;    /* guint: lines, in order */
  gboolean       pause_on_failures;
  gboolean       hide_coming;
  gboolean       show_notes;
  guint          cursor;
  gboolean       came_forward;
  SimGranularity granularity;
  double         speed;
  guint          timer;        /* 0: not playing */
};

enum { PROP_0, PROP_GRANULARITY, PROP_SPEED, PROP_PLAYING, PROP_PAUSE_ON_FAILURES, PROP_HIDE_COMING, PROP_N_BOOKMARKS, PROP_SHOW_NOTES, N_PROPS };
enum { LOADED, GROWN, MOVED, N_SIGNALS };
static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (EhloPlayer, ehlo_player, G_TYPE_OBJECT)

static void
drop_run (EhloPlayer *self)
{
  g_clear_pointer (&self->steps, sim_steps_free);
  g_clear_pointer (&self->lines, sim_steps_free);
  g_clear_pointer (&self->replay, sim_replay_free);
  g_clear_pointer (&self->context, explain_context_free);
  g_clear_pointer (&self->notes, g_array_unref);
  g_clear_pointer (&self->failures, g_array_unref);
  g_clear_pointer (&self->trace, sim_trace_unref);
  g_clear_pointer (&self->scenario, sim_scenario_unref);
}

static void
ehlo_player_dispose (GObject *object)
{
  EhloPlayer *self = EHLO_PLAYER (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  drop_run (self);
  G_OBJECT_CLASS (ehlo_player_parent_class)->dispose (object);
}

static void
ehlo_player_finalize (GObject *object)
{
  g_array_unref (EHLO_PLAYER (object)->bookmarks);
  G_OBJECT_CLASS (ehlo_player_parent_class)->finalize (object);
}

static void
ehlo_player_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  EhloPlayer *self = EHLO_PLAYER (object);

  switch (id)
    {
    case PROP_GRANULARITY: g_value_set_uint (value, self->granularity); break;
    case PROP_SPEED: g_value_set_double (value, self->speed); break;
    case PROP_PLAYING: g_value_set_boolean (value, self->timer != 0); break;
    case PROP_PAUSE_ON_FAILURES: g_value_set_boolean (value, self->pause_on_failures); break;
    case PROP_SHOW_NOTES: g_value_set_boolean (value, self->show_notes); break;
    case PROP_HIDE_COMING: g_value_set_boolean (value, self->hide_coming); break;
    case PROP_N_BOOKMARKS: g_value_set_uint (value, self->bookmarks->len); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
ehlo_player_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  EhloPlayer *self = EHLO_PLAYER (object);

  switch (id)
    {
    case PROP_GRANULARITY: ehlo_player_set_granularity (self, g_value_get_uint (value)); break;
    case PROP_SPEED: ehlo_player_set_speed (self, g_value_get_double (value)); break;
    case PROP_PLAYING: ehlo_player_set_playing (self, g_value_get_boolean (value)); break;
    case PROP_PAUSE_ON_FAILURES: ehlo_player_set_pause_on_failures (self, g_value_get_boolean (value)); break;
    case PROP_HIDE_COMING: ehlo_player_set_hide_coming (self, g_value_get_boolean (value)); break;
    case PROP_SHOW_NOTES: ehlo_player_set_show_notes (self, g_value_get_boolean (value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
ehlo_player_class_init (EhloPlayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->dispose = ehlo_player_dispose;
  object_class->finalize = ehlo_player_finalize;
  object_class->get_property = ehlo_player_get_property;
  object_class->set_property = ehlo_player_set_property;
  props[PROP_GRANULARITY] = g_param_spec_uint ("granularity", NULL, NULL, SIM_STEP_LINE, SIM_STEP_MESSAGE, SIM_STEP_LINE, flags);
  props[PROP_SPEED] = g_param_spec_double ("speed", NULL, NULL, 0.1, 16, 1, flags);
  props[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, flags);
  props[PROP_PAUSE_ON_FAILURES] = g_param_spec_boolean ("pause-on-failures", NULL, NULL, TRUE, flags);
  props[PROP_SHOW_NOTES] = g_param_spec_boolean ("show-notes", NULL, NULL, TRUE, flags);
  props[PROP_HIDE_COMING] = g_param_spec_boolean ("hide-coming", NULL, NULL, FALSE, flags);
  props[PROP_N_BOOKMARKS] = g_param_spec_uint ("n-bookmarks", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[LOADED] = g_signal_new ("loaded", EHLO_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[GROWN] = g_signal_new ("grown", EHLO_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MOVED] = g_signal_new ("moved", EHLO_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ehlo_player_init (EhloPlayer *self)
{
  self->speed = 1;
  self->pause_on_failures = TRUE;
  self->show_notes = TRUE;
  self->bookmarks = g_array_new (FALSE, FALSE, sizeof (guint));
}

static gboolean
is_failure (EhloPlayer *self, guint line)
{
  return explain_step_class (self->trace, sim_steps_get (self->lines, line)) >= EXPLAIN_CLASS_LATER;
}

/* Among the lines from @first on. */
static void
find_failures (EhloPlayer *self, guint first)
{
  if (self->failures == NULL)
    self->failures = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = first; i <= sim_steps_length (self->lines); i++)
    if (is_failure (self, i))
      g_array_append_val (self->failures, i);
}

/* What is pinned to the entries of @line: after the last one of the line before. */
static const SimPinned *
notes_at (EhloPlayer *self, guint line, guint *n)
{
  const SimPinned *first = NULL;
  guint after, until;

  *n = 0;
  if (self->notes == NULL || !self->show_notes)
    return NULL;
  until = line > 0 ? sim_steps_get (self->lines, line)->cursor : 0;
  after = line > 1 ? sim_steps_get (self->lines, line - 1)->cursor : 0;
  for (guint i = 0; i < self->notes->len; i++)
    {
      const SimPinned *pinned = &g_array_index (self->notes, SimPinned, i);

      if (line == 0 ? pinned->entry != G_MAXUINT : pinned->entry == G_MAXUINT || pinned->entry < after || pinned->entry >= until)
        continue;
      if (first == NULL)
        first = pinned;
      *n = (guint) (pinned - first) + 1;
    }
  return first;
}

static gboolean
is_asked_at (EhloPlayer *self, guint line)
{
  guint n;
  const SimPinned *notes = notes_at (self, line, &n);

  for (guint i = 0; i < n; i++)
    if (notes[i].note->ask != SIM_ASK_NOTHING)
      return TRUE;
  return FALSE;
}

/* Play stops where there is something to think about, also in the middle of a long step. The first such line after
 * @line, up to @last; 0: none. */
static guint
find_stop (EhloPlayer *self, guint line, guint last)
{
  while (++line <= last)
    if (is_asked_at (self, line) || (self->pause_on_failures && is_failure (self, line)))
      return line;
  return 0;
}

static gboolean
on_tick (gpointer data)
{
  EhloPlayer *self = data;
  guint step = MIN (ehlo_player_get_step (self) + 1, sim_steps_length (self->steps));
  guint cursor = step > 0 ? sim_steps_get (self->steps, step)->cursor : 0;
  guint stop = find_stop (self, ehlo_player_get_line (self), sim_steps_at (self->lines, cursor));

  if (stop > 0)
    ehlo_player_go_to_line (self, stop);
  else
    ehlo_player_go_to_step (self, step);
  if (self->timer == 0)
    return G_SOURCE_REMOVE;
  if (stop == 0 && self->cursor < sim_trace_length (self->trace))
    return G_SOURCE_CONTINUE;
  self->timer = 0;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PLAYING]);
  return G_SOURCE_REMOVE;
}

static void
start_timer (EhloPlayer *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add ((guint) (STEP_MILLISECONDS / self->speed), on_tick, self);
}

EhloPlayer *
ehlo_player_new (void)
{
  return g_object_new (EHLO_TYPE_PLAYER, NULL);
}

void
ehlo_player_load (EhloPlayer *self, SimScenario *scenario, SimTrace *trace)
{
  g_return_if_fail (trace != NULL);

  ehlo_player_set_playing (self, FALSE);
  sim_trace_ref (trace);
  if (scenario != NULL)
    sim_scenario_ref (scenario);
  drop_run (self);
  self->trace = trace;
  self->scenario = scenario;
  self->replay = sim_replay_new (trace);
  self->context = explain_context_new (trace);
  self->lines = sim_steps_new (trace, SIM_STEP_LINE);
  self->steps = sim_steps_new (trace, self->granularity);
  if (scenario != NULL)
    self->notes = sim_world_pin_notes (scenario, trace);
  find_failures (self, 1);
  g_array_set_size (self->bookmarks, 0);
  self->cursor = 0;
  self->came_forward = FALSE;
  g_signal_emit (self, signals[LOADED], 0);
  g_signal_emit (self, signals[MOVED], 0);
}

void
ehlo_player_grow (EhloPlayer *self)
{
  guint known = self->lines != NULL ? sim_steps_length (self->lines) : 0;

  g_return_if_fail (self->trace != NULL);

  sim_steps_grow (self->lines, self->trace);
  if (self->granularity == SIM_STEP_LINE)
    sim_steps_grow (self->steps, self->trace);
  else
    {
      sim_steps_free (self->steps);
      self->steps = sim_steps_new (self->trace, self->granularity);
    }
  find_failures (self, known + 1);
  g_signal_emit (self, signals[GROWN], 0);
}

SimScenario *
ehlo_player_get_scenario (EhloPlayer *self)
{
  return self->scenario;
}

SimTrace *
ehlo_player_get_trace (EhloPlayer *self)
{
  return self->trace;
}

ExplainContext *
ehlo_player_get_context (EhloPlayer *self)
{
  return self->context;
}

const SimSteps *
ehlo_player_get_lines (EhloPlayer *self)
{
  return self->lines;
}

const SimScene *
ehlo_player_get_scene (EhloPlayer *self)
{
  return self->replay != NULL ? sim_replay_seek (self->replay, self->cursor) : NULL;
}

guint
ehlo_player_get_cursor (EhloPlayer *self)
{
  return self->cursor;
}

guint
ehlo_player_get_line (EhloPlayer *self)
{
  return self->lines != NULL ? sim_steps_at (self->lines, self->cursor) : 0;
}

guint
ehlo_player_get_step (EhloPlayer *self)
{
  return self->steps != NULL ? sim_steps_at (self->steps, self->cursor) : 0;
}

guint
ehlo_player_get_n_steps (EhloPlayer *self)
{
  return self->steps != NULL ? sim_steps_length (self->steps) : 0;
}

SimTime
ehlo_player_get_time (EhloPlayer *self)
{
  guint line = ehlo_player_get_line (self);
  SimEntry entry;

  if (line == 0)
    return 0;
  sim_trace_get (self->trace, sim_steps_get (self->lines, line)->entry, &entry);
  return entry.time;
}

gboolean
ehlo_player_came_forward (EhloPlayer *self)
{
  return self->came_forward;
}

const SimPinned *
ehlo_player_get_notes (EhloPlayer *self, guint *n)
{
  return notes_at (self, ehlo_player_get_line (self), n);
}

void
ehlo_player_set_show_notes (EhloPlayer *self, gboolean show)
{
  if (show == self->show_notes)
    return;
  self->show_notes = show;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SHOW_NOTES]);
}

gboolean
ehlo_player_get_show_notes (EhloPlayer *self)
{
  return self->show_notes;
}

gboolean
ehlo_player_is_asked (EhloPlayer *self)
{
  return is_asked_at (self, ehlo_player_get_line (self));
}

void
ehlo_player_set_cursor (EhloPlayer *self, guint n_entries)
{
  guint before = ehlo_player_get_line (self);

  if (self->trace == NULL)
    return;
  n_entries = MIN (n_entries, sim_trace_length (self->trace));
  if (n_entries == self->cursor)
    return;
  self->cursor = n_entries;
  self->came_forward = ehlo_player_get_line (self) == before + 1;
  g_signal_emit (self, signals[MOVED], 0);
}

void
ehlo_player_go_to_step (EhloPlayer *self, guint step)
{
  if (self->steps == NULL)
    return;
  step = MIN (step, sim_steps_length (self->steps));
  ehlo_player_set_cursor (self, step > 0 ? sim_steps_get (self->steps, step)->cursor : 0);
}

void
ehlo_player_go_to_line (EhloPlayer *self, guint line)
{
  if (self->lines == NULL)
    return;
  line = MIN (line, sim_steps_length (self->lines));
  ehlo_player_set_cursor (self, line > 0 ? sim_steps_get (self->lines, line)->cursor : 0);
}

void
ehlo_player_move (EhloPlayer *self, int steps)
{
  guint step = ehlo_player_get_step (self);

  if (self->steps == NULL)
    return;
  if (steps >= 0)
    {
      ehlo_player_go_to_step (self, step + (guint) steps);
      return;
    }
  /* Between two stops, "back" first goes to the one that lies behind. */
  if (step > 0 && sim_steps_get (self->steps, step)->cursor < self->cursor)
    step++;
  ehlo_player_go_to_step (self, step > (guint) -steps ? step - (guint) -steps : 0);
}

void
ehlo_player_move_phase (EhloPlayer *self, int direction)
{
  SimSteps *phases;
  guint at;

  if (self->trace == NULL)
    return;
  phases = sim_steps_new (self->trace, SIM_STEP_PHASE);
  at = sim_steps_at (phases, self->cursor);
  if (direction > 0)
    at++;
  else if (at > 0 && sim_steps_get (phases, at)->cursor >= self->cursor)
    at--;
  at = MIN (at, sim_steps_length (phases));
  ehlo_player_set_cursor (self, at > 0 ? sim_steps_get (phases, at)->cursor : 0);
  sim_steps_free (phases);
}

/* To the next, or the previous, of some lines that are in order. */
static void
move_among (EhloPlayer *self, const GArray *lines, int direction)
{
  guint line = ehlo_player_get_line (self), target = 0;

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      guint at = g_array_index (lines, guint, i);

      if (direction < 0 && at < line)
        target = at;
      if (direction > 0 && at > line)
        {
          target = at;
          break;
        }
    }
  if (target > 0)
    ehlo_player_go_to_line (self, target);
}

void
ehlo_player_move_failure (EhloPlayer *self, int direction)
{
  move_among (self, self->failures, direction);
}

void
ehlo_player_move_bookmark (EhloPlayer *self, int direction)
{
  move_among (self, self->bookmarks, direction);
}

const guint *
ehlo_player_get_bookmarks (EhloPlayer *self, guint *n)
{
  *n = self->bookmarks->len;
  return (const guint *) self->bookmarks->data;
}

void
ehlo_player_toggle_bookmark (EhloPlayer *self, guint line)
{
  guint at = 0;

  if (self->lines == NULL || line == 0 || line > sim_steps_length (self->lines))
    return;
  while (at < self->bookmarks->len && g_array_index (self->bookmarks, guint, at) < line)
    at++;
  if (at < self->bookmarks->len && g_array_index (self->bookmarks, guint, at) == line)
    g_array_remove_index (self->bookmarks, at);
  else
    g_array_insert_val (self->bookmarks, at, line);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_N_BOOKMARKS]);
}

gboolean
ehlo_player_get_hide_coming (EhloPlayer *self)
{
  return self->hide_coming;
}

void
ehlo_player_set_hide_coming (EhloPlayer *self, gboolean hide)
{
  if (hide == self->hide_coming)
    return;
  self->hide_coming = hide;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_HIDE_COMING]);
}

gboolean
ehlo_player_get_pause_on_failures (EhloPlayer *self)
{
  return self->pause_on_failures;
}

void
ehlo_player_set_pause_on_failures (EhloPlayer *self, gboolean pause)
{
  if (pause == self->pause_on_failures)
    return;
  self->pause_on_failures = pause;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PAUSE_ON_FAILURES]);
}

SimGranularity
ehlo_player_get_granularity (EhloPlayer *self)
{
  return self->granularity;
}

void
ehlo_player_set_granularity (EhloPlayer *self, SimGranularity granularity)
{
  if (granularity == self->granularity)
    return;
  self->granularity = granularity;
  if (self->trace != NULL)
    {
      g_clear_pointer (&self->steps, sim_steps_free);
      self->steps = sim_steps_new (self->trace, granularity);
    }
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_GRANULARITY]);
}

double
ehlo_player_get_speed (EhloPlayer *self)
{
  return self->speed;
}

void
ehlo_player_set_speed (EhloPlayer *self, double speed)
{
  self->speed = CLAMP (speed, 0.1, 16);
  if (self->timer != 0)
    start_timer (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SPEED]);
}

gboolean
ehlo_player_get_playing (EhloPlayer *self)
{
  return self->timer != 0;
}

void
ehlo_player_set_playing (EhloPlayer *self, gboolean playing)
{
  if (playing == (self->timer != 0) || (playing && self->trace == NULL))
    return;
  if (playing)
    {
      if (self->cursor >= sim_trace_length (self->trace))
        ehlo_player_set_cursor (self, 0);
      start_timer (self);
    }
  else
    g_clear_handle_id (&self->timer, g_source_remove);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_PLAYING]);
}

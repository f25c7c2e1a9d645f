/* comparison.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/comparison.h"

#include "sim/trace/roles.h"
#include "sim/world/world.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static int
find_host (const SimTrace *trace, const char *name)
{
  for (guint i = 0; i < sim_trace_n_hosts (trace); i++)
    if (strcmp (sim_trace_get_host (trace, i)->name, name) == 0)
      return (int) i;
  return -1;
}

/* What tells this run from another one of the same lesson. */
static void
name_run (SimRun *run)
{
  SimScenario *scenario = run->scenario;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  for (char **id = scenario != NULL ? scenario->applied : NULL; id != NULL && *id != NULL; id++)
    {
      int at = sim_scenario_find_variant (scenario, *id);
      const SimVariantSpec *variant = at >= 0 ? g_ptr_array_index (scenario->variants, at) : NULL;

      if (variant == NULL)
        continue;
      g_strv_builder_add (names, variant->name);
      if (run->detail == NULL)
        run->detail = g_strdup (variant->detail);
    }
  all = g_strv_builder_end (names);
  if (all[0] != NULL)
    run->name = g_strdup (all[0]);
  else
    run->name = g_strdup (scenario != NULL ? scenario->title : sim_trace_get_id (run->trace) != NULL ? sim_trace_get_id (run->trace) : _("A saved run"));
}

static guint
measured_host (const SimScenario *scenario, const SimTrace *trace)
{
  return scenario != NULL && scenario->compare_host >= 0 ? (guint) scenario->compare_host : sim_tally_host (trace);
}

SimComparison *
sim_comparison_new (SimScenario *a, SimTrace *trace_a, SimScenario *b, SimTrace *trace_b, GError **error)
{
  guint host_a = measured_host (a, trace_a);
  int host_b;
  SimComparison *self;

  if (host_a == G_MAXUINT)
    {
      g_set_error_literal (error, SIM_SCENARIO_ERROR, SIM_SCENARIO_ERROR_UNKNOWN, _("nobody opens a connection, so there is nothing to compare"));
      return NULL;
    }
  host_b = find_host (trace_b, sim_trace_get_host (trace_a, host_a)->name);
  if (host_b < 0)
    {
      g_set_error (error, SIM_SCENARIO_ERROR, SIM_SCENARIO_ERROR_UNKNOWN,
                   /* TRANSLATORS: %s is a host's name */
                   _("the second run has no host '%s' whose share could be measured"), sim_trace_get_host (trace_a, host_a)->name);
      return NULL;
    }
  self = g_new0 (SimComparison, 1);
  for (guint i = 0; i < 2; i++)
    {
      SimRun *run = &self->runs[i];

      run->scenario = i == 0 ? a : b;
      if (run->scenario != NULL)
        sim_scenario_ref (run->scenario);
      run->trace = sim_trace_ref (i == 0 ? trace_a : trace_b);
      run->lines = sim_steps_new (run->trace, SIM_STEP_LINE);
      run->tally = sim_tally_new (run->trace, i == 0 ? host_a : (guint) host_b);
      name_run (run);
    }
  self->rows = sim_align_new (&(SimAlignRun) { self->runs[0].trace, self->runs[0].lines, host_a },
                              &(SimAlignRun) { self->runs[1].trace, self->runs[1].lines, (guint) host_b });
  return self;
}

SimComparison *
sim_comparison_of (SimScenario *scenario, const char *const *a, const char *const *b, guint64 seed, GError **error)
{
  g_autoptr (SimScenario) first = NULL, second = NULL;
  g_autoptr (SimTrace) trace_a = NULL, trace_b = NULL;

  if (a == NULL)
    a = (const char *const *) scenario->compare_a;
  if (b == NULL)
    b = (const char *const *) scenario->compare_b;
  if (a == NULL || b == NULL)
    {
      g_set_error (error, SIM_SCENARIO_ERROR, SIM_SCENARIO_ERROR_UNKNOWN,
                   /* TRANSLATORS: the ID of a lesson */
                   _("'%s' does not say which of its variants are to be compared"), scenario->id);
      return NULL;
    }
  first = sim_scenario_vary (scenario, a, error);
  if (first != NULL)
    second = sim_scenario_vary (scenario, b, error);
  if (second == NULL)
    return NULL;
  trace_a = sim_world_play (first, seed, SIM_TIME_NEVER);
  trace_b = sim_world_play (second, seed, SIM_TIME_NEVER);
  return sim_comparison_new (first, trace_a, second, trace_b, error);
}

void
sim_comparison_free (SimComparison *self)
{
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&self->runs[i].scenario, sim_scenario_unref);
      sim_trace_unref (self->runs[i].trace);
      sim_steps_free (self->runs[i].lines);
      sim_tally_free (self->runs[i].tally);
      g_free (self->runs[i].name);
      g_free (self->runs[i].detail);
    }
  g_array_unref (self->rows);
  g_free (self);
}

guint
sim_comparison_step (const SimComparison *self, guint run, guint row)
{
  for (guint i = MIN (row, self->rows->len); i-- > 0;)
    {
      const SimAlignRow *at = &g_array_index (self->rows, SimAlignRow, i);
      guint step = run == 0 ? at->a : at->b;

      if (step > 0)
        return step;
    }
  return 0;
}

guint
sim_comparison_cursor (const SimComparison *self, guint run, guint row)
{
  guint step = sim_comparison_step (self, run, row);

  if (row >= self->rows->len)
    return sim_trace_length (self->runs[run].trace);
  return step > 0 ? sim_steps_get (self->runs[run].lines, step)->cursor : 0;
}

SimTime
sim_comparison_time (const SimComparison *self, guint run, guint step)
{
  SimEntry entry;

  if (step == 0)
    return 0;
  sim_trace_get (self->runs[run].trace, sim_steps_get (self->runs[run].lines, step)->entry, &entry);
  return entry.time - self->runs[run].tally->start;
}

gboolean
sim_comparison_reads (const SimComparison *self)
{
  return self->runs[0].tally->opened < SIM_TIME_NEVER || self->runs[1].tally->opened < SIM_TIME_NEVER;
}

static SimScene *
scene_at_end (const SimTrace *trace)
{
  SimScene *scene = sim_scene_new ();

  for (guint i = 0; i < sim_trace_length (trace); i++)
    {
      SimEntry entry;

      sim_trace_get (trace, i, &entry);
      sim_scene_apply (scene, &entry, i);
    }
  return scene;
}

static gsize
size_of (const SimTrace *trace, const SimSceneCopy *copy)
{
  g_auto (SimStored) stored = { 0 };
  SimEntry entry;

  sim_trace_get (trace, copy->stored, &entry);
  return sim_stored_parse (&entry, &stored) ? stored.len : 0;
}

guint64
sim_comparison_disk (const SimComparison *self, guint run)
{
  const SimTrace *trace = self->runs[run].trace;
  g_autoptr (SimScene) scene = scene_at_end (trace);
  guint64 octets = 0;

  for (guint i = 0; i < sim_scene_n_copies (scene); i++)
    {
      const SimSceneCopy *copy = sim_scene_get_copy (scene, i);

      if (copy->host != self->runs[run].tally->host && (copy->place == SIM_PLACE_MAILBOX || copy->place == SIM_PLACE_QUEUE))
        octets += size_of (trace, copy);
    }
  return octets;
}

static SimStock
take_stock (const SimScene *scene, guint host)
{
  SimStock stock = { 0, 0, 0 };

  for (guint i = 0; i < sim_scene_n_copies (scene); i++)
    {
      const SimSceneCopy *copy = sim_scene_get_copy (scene, i);

      if (copy->host != host)
        continue;
      stock.messages++;
      stock.read += (copy->flags & MAIL_FLAG_SEEN) != 0 || copy->opened;
      stock.partly += copy->have != SIM_HAVE_ALL;
    }
  return stock;
}

SimStock
sim_comparison_stock (const SimComparison *self, guint run, const char *host)
{
  int at = find_host (self->runs[run].trace, host);
  g_autoptr (SimScene) scene = NULL;

  if (at < 0)
    return (SimStock) { 0, 0, 0 };
  scene = scene_at_end (self->runs[run].trace);
  return take_stock (scene, (guint) at);
}

char **
sim_comparison_places (const SimComparison *self)
{
  const SimTrace *trace = self->runs[0].trace;
  g_autoptr (SimScene) first = scene_at_end (trace), second = scene_at_end (self->runs[1].trace);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < sim_trace_n_hosts (trace); i++)
    {
      const SimTraceHost *host = sim_trace_get_host (trace, i);
      int other = find_host (self->runs[1].trace, host->name);

      if ((host->roles & SIM_ROLE_MUA) || take_stock (first, i).messages > 0 || (other >= 0 && take_stock (second, (guint) other).messages > 0))
        g_strv_builder_add (names, host->name);
    }
  return g_strv_builder_end (names);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/trace/replay.h"

#define INTERVAL 1024   /* entries between two checkpoints: a seek folds at most so many */

struct _SimReplay
{
  SimTrace  *trace;
  SimScene  *scene;         /* where the last seek ended */
  GPtrArray *checkpoints;   /* SimScene after i * INTERVAL entries */
};

SimReplay *
sim_replay_new (SimTrace *trace)
{
  SimReplay *self = g_new0 (SimReplay, 1);

  self->trace = sim_trace_ref (trace);
  self->scene = sim_scene_new ();
  self->checkpoints = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_scene_free);
  g_ptr_array_add (self->checkpoints, sim_scene_new ());
  return self;
}

void
sim_replay_free (SimReplay *self)
{
  sim_trace_unref (self->trace);
  sim_scene_free (self->scene);
  g_ptr_array_unref (self->checkpoints);
  g_free (self);
}

static void
fold (SimReplay *self, SimScene *scene, guint n_entries)
{
  SimEntry entry;

  for (guint i = sim_scene_n_entries (scene); i < n_entries; i++)
    {
      sim_trace_get (self->trace, i, &entry);
      sim_scene_apply (scene, &entry, i);
    }
}

const SimScene *
sim_replay_seek (SimReplay *self, guint n_entries)
{
  guint length = sim_trace_length (self->trace);
  guint nearest, here;

  if (n_entries > length)
    n_entries = length;
  while (self->checkpoints->len * INTERVAL <= n_entries)
    {
      SimScene *next = sim_scene_copy (g_ptr_array_index (self->checkpoints, self->checkpoints->len - 1));

      fold (self, next, self->checkpoints->len * INTERVAL);
      g_ptr_array_add (self->checkpoints, next);
    }

  nearest = n_entries / INTERVAL;
  here = sim_scene_n_entries (self->scene);
  if (here > n_entries || here < nearest * INTERVAL)
    {
      sim_scene_free (self->scene);
      self->scene = sim_scene_copy (g_ptr_array_index (self->checkpoints, nearest));
    }
  fold (self, self->scene, n_entries);
  return self->scene;
}

/* replay.h - a trace that can be entered anywhere
 *
 * Keeps copies of the scene at intervals, so that any entry is reached by a short
 * fold from the copy before it: backwards costs what forwards costs.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/trace/scene.h"

G_BEGIN_DECLS

typedef struct _SimReplay SimReplay;

SimReplay      *sim_replay_new   (SimTrace *trace);           /* holds a reference */
void            sim_replay_free  (SimReplay *self);

/* The scene after the first @n_entries (0: before anything happened); more than
 * there are: all. Valid until the next call. */
const SimScene *sim_replay_seek  (SimReplay *self, guint n_entries);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimReplay, sim_replay_free)

G_END_DECLS

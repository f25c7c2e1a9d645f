/* lanes.h - where the hosts' lifelines stand
 *
 * The map is the head of the ladder: both ask here, so that each host stands
 * exactly over its line. Pure: the same trace, width and fonts give the same lanes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/measure.h"
#include "sim/trace/steps.h"

G_BEGIN_DECLS

#define EHLO_GUTTER 58.0   /* step numbers stand left of it */

typedef struct
{
  guint   n;
  double *x;       /* of each host's line */
  double *room;    /* how wide a host's name may be */
} EhloLanes;

EhloLanes *ehlo_lanes_new  (const SimTrace *trace, const SimSteps *lines, double width, EhloMeasure measure, gpointer data);

/* TRUE if the host only answers for names: on the map it is a cloud above the links, and links pass under it. */
gboolean   ehlo_lanes_is_cloud (const SimTrace *trace, guint host);

void       ehlo_lanes_free (EhloLanes *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EhloLanes, ehlo_lanes_free)

G_END_DECLS

/* machine-layout.h - a protocol's state machine, drawn from its rule table
 *
 * The states stand below each other, in the order in which a session meets them.
 * Beside each one stand the commands and events that lead away from it; each of
 * these lines runs to the rail of the state it leads to, and the rail's arrow
 * ends at that state. What is legal nearly everywhere is said once, at the end.
 * So nothing overlaps, whatever the table. The current state is lit and the last
 * transition is marked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/machine-place.h"
#include "app/draw/sheet.h"

G_BEGIN_DECLS

#define MACHINE_LEAST_WIDTH 340.0   /* readable from here on */

/* @place: what is lit; its state is -1 for a machine that does not run. @with_card: first what is allowed now, and what is not
 * and why. @lit_y: where the lit state stands; or NULL. */
EhloSheet *machine_layout_new (const MachinePlace *place, gboolean with_card, double width, EhloMeasure measure, gpointer measure_data,
                               double *lit_y);

G_END_DECLS

/* engine.h - the clock and the agenda of a simulated world
 *
 * The engine knows only "call this at that time". The same calls give the same
 * run, byte for byte: events at equal times run in the order in which they were
 * scheduled. One world, one thread. Scheduling, running and cancelling cost, taken
 * together, O(log n) at most, and allocate nothing once the agenda has reached its
 * largest size.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef gint64  SimTime;                    /* nanoseconds since the world began */
typedef guint64 SimEventId;                 /* never 0, never used again */
typedef struct _SimEngine SimEngine;
typedef void (*SimEventFunc) (gpointer target, SimTime now);

#define SIM_TIME_NEVER       G_MAXINT64
#define SIM_TIME_MICROSECOND ((SimTime) 1000)
#define SIM_TIME_MILLISECOND ((SimTime) 1000000)
#define SIM_TIME_SECOND      ((SimTime) 1000000000)
#define SIM_TIME_MINUTE      (60 * SIM_TIME_SECOND)
#define SIM_TIME_HOUR        (60 * SIM_TIME_MINUTE)
#define SIM_TIME_DAY         (24 * SIM_TIME_HOUR)

SimEngine  *sim_engine_new     (void);
void        sim_engine_free    (SimEngine       *self);
SimTime     sim_engine_now     (const SimEngine *self);

/* Calls @func at @when, which is not in the past. @target is borrowed: it must
 * outlive the event, or its owner cancels the event first. */
SimEventId  sim_engine_at      (SimEngine       *self,
                                SimTime          when,
                                SimEventFunc     func,
                                gpointer         target);

/* FALSE: @id has run, was cancelled, or never was; nothing has changed. */
gboolean    sim_engine_cancel  (SimEngine       *self,
                                SimEventId       id);

/* Runs the next event. FALSE: there was none, and nothing has changed. */
gboolean    sim_engine_step    (SimEngine       *self);

/* The time of the next event, SIM_TIME_NEVER if there is none. */
SimTime     sim_engine_next    (const SimEngine *self);

/* How many events wait. */
guint       sim_engine_pending (const SimEngine *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimEngine, sim_engine_free)

G_END_DECLS

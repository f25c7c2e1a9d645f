/* source.h - what a person names on the command line: a lesson, a lesson file, a variant of one, a saved trace
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/world/world.h"

G_BEGIN_DECLS

typedef struct
{
  SimScenario *scenario;   /* NULL: a trace whose lesson could not be read */
  SimTrace    *trace;
} EhloSource;

/* Loads @name, which may be LESSON:VARIANT+VARIANT, and, unless it is a saved trace, runs it. @seed: NULL for the file's own. The error
 * names the place; several faults are a line each. */
gboolean ehlo_source_load  (const char *name, const guint64 *seed, SimTime until, EhloSource *out, GError **error);
void     ehlo_source_clear (EhloSource *self);

G_END_DECLS

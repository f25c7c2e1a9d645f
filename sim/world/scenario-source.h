/* scenario-source.h - a lesson file by its lines
 *
 * GKeyFile knows no lines, stops at its first fault and merges duplicates. So the
 * file is read by lines first: encoding, syntax, unknown and duplicate groups and
 * keys, limits. What is left is clean and goes to a GKeyFile for its values.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/world/scenario-keys.h"

G_BEGIN_DECLS

#define SIM_SOURCE_MAX_BYTES   (1024 * 1024)
#define SIM_SOURCE_MAX_LINES   20000
#define SIM_SOURCE_MAX_LINE    32768    /* octets of one line */
#define SIM_SOURCE_MAX_GROUPS  2000

typedef struct
{
  char *name;      /* as in the file, with its locale: "Title[el]" */
  guint line;      /* from 1 */
} SimSourceKey;

typedef struct
{
  const SimGroupRow *row;
  char              *name;   /* "Host mx.univ.example", single blanks; the group in `values` */
  char             **args;   /* "mx.univ.example" */
  guint              line;
  GPtrArray         *keys;   /* SimSourceKey, in the order of the file */
  GPtrArray         *bad;    /* char *: keys that are there or were meant, in faulty lines */
} SimSourceGroup;

typedef struct
{
  GPtrArray *groups;   /* SimSourceGroup, in the order of the file */
  GKeyFile  *values;
  gboolean   scenario_meant;   /* [Scenario] is there, misspelled */
} SimSource;

/* @faults: GPtrArray of SimFault. NULL: not even the lines can be told apart. */
SimSource *sim_source_read     (GBytes *bytes, GPtrArray *faults);
void       sim_source_free     (SimSource *self);

/* The line of a key; the group's own where there is no such key. */
guint      sim_source_key_line (const SimSourceGroup *group, const char *key);
gboolean   sim_source_has_key  (const SimSourceGroup *group, const char *key);
/* The same, or it stands in a line that is faulty and was reported. */
gboolean   sim_source_is_given (const SimSourceGroup *group, const char *key);

/* Adds a fault: one line of clean text whatever the file's words hold. */
void       sim_fault_add       (GPtrArray *faults, guint line, const char *format, ...) G_GNUC_PRINTF (3, 4);
/* The same, and asks whether @meant was meant, unless that is NULL. */
void       sim_fault_add_near  (GPtrArray *faults, guint line, const char *meant, const char *format, ...) G_GNUC_PRINTF (4, 5);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimSource, sim_source_free)

G_END_DECLS

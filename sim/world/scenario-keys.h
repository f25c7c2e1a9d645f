/* scenario-keys.h - the groups and keys of a lesson file, as a table
 *
 * The table is what the reader checks by, what it suggests from and what the
 * documentation is compared with.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SIM_KEY_REQUIRED = 1 << 0,
  SIM_KEY_PEOPLE   = 1 << 1,  /* people read it: Key[el]= is allowed, and the catalog is asked */
  SIM_KEY_LIST     = 1 << 2,  /* parts by ';' */
  SIM_KEY_NUMBERED = 1 << 3,  /* Key1, Key2, ... */
  SIM_KEY_EMPTY    = 1 << 4,  /* may be present without a value */
  SIM_KEY_RAW      = 1 << 5   /* holds a line of the file: its escapes are judged where it is put */
} SimKeyFlags;

typedef struct
{
  const char *name;
  guint       flags;   /* SimKeyFlags */
} SimKeyRow;

typedef struct
{
  const char      *kind;      /* "Host" */
  guint            n_args;
  const char      *usage;     /* "[Host NAME]" */
  gboolean         any_key;   /* further keys are fine: header fields of a [Message] */
  const SimKeyRow *keys;
  gsize            n_keys;
} SimGroupRow;

const SimGroupRow *sim_scenario_groups   (gsize *n_groups);
const SimGroupRow *sim_group_find        (const char *kind);            /* NULL: none */

/* The row of a key as it stands in a file, without its locale. NULL: none. */
const SimKeyRow   *sim_group_find_key    (const SimGroupRow *row, const char *name);

/* What was perhaps meant; NULL: nothing is near. */
const char        *sim_group_suggest     (const char *kind);
const char        *sim_group_suggest_key (const SimGroupRow *row, const char *name);

G_END_DECLS

/* world.h - a reference model of a mail store: as simple as can be, and nothing of the real one in it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint32 uid;
  guint   flags;      /* bits by place in world_flags */
} WorldItem;

typedef struct
{
  char    *name;
  guint32  validity;
  guint32  next;
  GArray  *items;     /* WorldItem */
  gboolean gone;
} WorldFolder;

typedef struct
{
  GPtrArray *all;       /* WorldFolder, also those that are gone */
  guint32    validity;  /* of the next folder */
} World;

#define WORLD_SEEN     1u
#define WORLD_DELETED  2u
#define WORLD_N_FLAGS  8
extern const char * const world_flags[WORLD_N_FLAGS];

World       *world_new       (guint32 validity);
void         world_free      (World *self);
WorldFolder *world_find      (World *self, const char *name);
gboolean     world_create    (World *self, const char *name);
gboolean     world_delete    (World *self, const char *name);
gboolean     world_rename    (World *self, const char *from, const char *to);
guint32      world_append    (WorldFolder *folder, guint flags);
WorldItem   *world_item      (WorldFolder *folder, guint32 uid);    /* NULL: none */
void         world_remove    (WorldFolder *folder, guint32 uid);

G_END_DECLS

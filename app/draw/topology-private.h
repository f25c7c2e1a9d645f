/* topology-private.h - what the makers of the map's parts share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/topology-layout.h"

G_BEGIN_DECLS

#define TOPOLOGY_HOST_HALF  34.0    /* where links begin, at scale 1 */
#define TOPOLOGY_NAME_LINE  16.0
#define TOPOLOGY_CLOUD_Y    15.0
#define TOPOLOGY_CLOUD_HALF 18.0

typedef struct
{
  const SimTrace  *trace;
  const SimScene  *scene;     /* NULL while only the height is asked */
  const SimSteps  *lines;
  const EhloLanes *lanes;
  EhloMeasure      measure;
  gpointer         data;
  guint            cursor;
  double           flight;
  double           width;
  double           y;         /* of the hosts' middle */
  double           scale;     /* of their pictures */
  gboolean         crowded;   /* names stand at several depths */
  TopologyLayout  *layout;
} TopologyMaker;

/* A host's name in lines, and where they stand. */
typedef struct
{
  char    *lines[TOPOLOGY_NAME_LINES];
  guint    n_lines;
  double   x, y;        /* middle of the first line */
  double   width;
  guint    depth;
} TopologyName;

/* By host; none of a cloud. @crowded: they do not fit side by side. @bottom: below the last line. */
GArray       *topology_names_new     (const TopologyMaker *maker, double top, gboolean *crowded, double *bottom);

/* The entry of the current step; FALSE: before anything happened. */
gboolean      topology_current_entry (const TopologyMaker *maker, SimEntry *entry);

void          topology_add_links     (const TopologyMaker *maker);
TopologyLink *topology_find_link     (const TopologyMaker *maker, guint a, guint b);
gboolean      topology_has_arcs      (const SimTrace *trace);
/* Where on its link, or on the arc of its link, something stands at @t from 0 to 1, counted from its left end. */
void          topology_point_at      (const TopologyLink *link, double t, double *x, double *y);

/* The slip and the letter that fly. */
void          topology_add_flight    (const TopologyMaker *maker);
/* Whether the server that stored a copy has not answered for it at the cursor, or is just answering. */
gboolean      topology_is_pending    (const TopologyMaker *maker, guint stored);
/* "MTA": what a host is in the connection of the current step, else in one that is open, else at all. */
const char   *topology_role_of       (const TopologyMaker *maker, guint host);

G_END_DECLS

/* topology-layout.h - the map: hosts, links, the letter, and what flies
 *
 * Each host stands over its lifeline. Commands and replies fly as slips; the
 * envelope stays with the host that holds the letter and flies only with the
 * letter itself. Pure: see ladder-layout.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/glyphs.h"
#include "app/draw/lanes.h"
#include "sim/trace/scene.h"

G_BEGIN_DECLS

typedef struct
{
  EhloHostIcon icon;
  gboolean     active;     /* takes part in the current step */
  gboolean     cloud;      /* small, above the links, its name at the right, or */
  gboolean     below;      /* below, if there is no room */
  double       x, y;
  char        *name;
  char        *name2;      /* its second line, or NULL */
  char        *address;
  char        *address2;
  double       name_y, address_y, counter_y;   /* middles of the first lines */
  guint        waiting;    /* messages in its outbox or queue */
  guint        delivered;  /* messages in its mailboxes */
  guint fetched;          /* copies on a device */
  ExplainClass badge;      /* of the last verdict on a waiting message */
  char        *counter;    /* "1 in the queue", or NULL */
} TopologyHost;

typedef enum { TOPOLOGY_LINK_UNUSED, TOPOLOGY_LINK_PLAIN, TOPOLOGY_LINK_TLS, TOPOLOGY_LINK_LOOKUP } TopologyLinkKind;

typedef struct
{
  TopologyLinkKind kind;
  guint            a, b;        /* hosts, a left of b */
  double           x1, y1, x2, y2;
  double           bend;        /* y of the highest point of an arc over hosts between; equal to y1: straight */
  char            *chip;        /* "plain text", or NULL */
  double           chip_x, chip_y, chip_width;   /* its middle and top */
} TopologyLink;

typedef struct
{
  gboolean     shown;
  gboolean     letter;     /* an envelope, not a slip */
  gboolean     right;      /* flies to the right */
  ExplainClass klass;
  double       x, y, width;
  char        *text;       /* "452", "RCPT" */
} TopologySlip;

typedef struct
{
  double       width, height;
  GArray      *hosts;      /* TopologyHost */
  GArray      *links;      /* TopologyLink */
  TopologySlip slip;
} TopologyLayout;

/* How high the map of this trace is at a width: names may need two lines. */
double          topology_height      (const SimTrace *trace, const SimSteps *lines, double width, EhloMeasure measure, gpointer measure_data);

/* @scene: after @cursor entries. @flight: how far the current slip has come, 0 to 1. */
TopologyLayout *topology_layout_new  (const SimTrace *trace, const SimScene *scene, const SimSteps *lines, guint cursor, double flight,
                                      double width, EhloMeasure measure, gpointer measure_data);
void            topology_layout_free (TopologyLayout *self);
void            topology_paint       (const TopologyLayout *self, cairo_t *cr, const EhloTheme *theme);
char           *topology_to_text     (const TopologyLayout *self);      /* (transfer full) */
int             topology_pick        (const TopologyLayout *self, double x, double y);   /* a host, or -1 */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TopologyLayout, topology_layout_free)

G_END_DECLS

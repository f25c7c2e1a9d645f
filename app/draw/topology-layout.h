/* topology-layout.h - the map: hosts, links, the letter, and what flies
 *
 * Each host stands over its lifeline. Commands, replies and the message's text
 * fly as slips; the envelope stays with the host that is responsible for the
 * letter and flies with the answer by which the next one becomes so (RFC 5321,
 * 4.1.1.4). Pure: see ladder-layout.h.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/glyphs.h"
#include "app/draw/lanes.h"
#include "sim/trace/scene.h"

G_BEGIN_DECLS

#define TOPOLOGY_NAME_LINES 3

typedef struct
{
  EhloHostIcon icon;
  gboolean     active;     /* takes part in the current step */
  gboolean     cloud;      /* small, above the links, its name at the right, or */
  gboolean     below;      /* below, if there is no room */
  gboolean     hidden;     /* a cloud that nobody asks now */
  double       x, y;
  double       scale;      /* of its picture: 1, less where hosts stand close */
  const char  *role;       /* "MTA": what it is now, in RFC 5598's words; NULL: nothing of that */
  char        *names[TOPOLOGY_NAME_LINES];   /* lines of its name, never cut; NULL after the last */
  double       name_x;     /* middle of the lines */
  double       names_width, names_height;    /* of the lines together, where leaders of others may run behind them; else 0 */
  gboolean     leader;     /* the name stands deeper than others: a line leads to it */
  char        *address;
  char        *address2;
  double       letters_x;  /* middle of the pile of its letters: beside its picture, and whole in view */
  double       name_y, address_y, counter_x, counter_y;   /* middles of the first lines */
  guint        waiting;    /* messages in its outbox or queue */
  guint        delivered;  /* messages in its mailboxes */
  guint        fetched;    /* copies on a device */
  guint        pending;    /* of all these, those that it has not answered for yet */
  ExplainClass badge;      /* of the last verdict on a waiting message */
  char        *tally;      /* "1 in the queue", or NULL */
  char        *counter;    /* the same as far as it has room; a number alone where hosts stand close; or NULL */
} TopologyHost;

typedef enum { TOPOLOGY_LINK_UNUSED, TOPOLOGY_LINK_PLAIN, TOPOLOGY_LINK_TLS, TOPOLOGY_LINK_LOOKUP } TopologyLinkKind;

typedef struct
{
  TopologyLinkKind kind;
  gboolean         busy;        /* the current step runs over it */
  guint            a, b;        /* hosts, a left of b */
  double           x1, y1, x2, y2;
  double           bend;        /* y of the highest point of an arc over hosts between; equal to y1: straight */
  char            *chip;        /* "plain text", or NULL */
  double           chip_x, chip_y, chip_width;   /* its middle and top */
} TopologyLink;

typedef struct
{
  gboolean     shown;
  gboolean     right;      /* flies to the right */
  ExplainClass klass;
  double       x, y, width;
  char        *text;       /* "452", "RCPT"; of a message its size */
} TopologySlip;

/* A letter between two hosts: with the answer that takes responsibility for it, or a copy that a mail program fetches. */
typedef struct
{
  gboolean     shown;
  gboolean     copy;       /* the original stays where it is */
  double       x, y;
} TopologyLetter;

typedef struct
{
  double         width, height;
  GArray        *hosts;    /* TopologyHost */
  GArray        *links;    /* TopologyLink */
  TopologySlip   slip;
  TopologyLetter letter;
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

/* What a host is and has, and what a link is, as sentences for those who do not see the map. (transfer full) */
char           *topology_describe_host (const TopologyLayout *self, const SimTrace *trace, guint host);
char           *topology_describe_link (const TopologyLayout *self, const SimTrace *trace, guint link);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TopologyLayout, topology_layout_free)

G_END_DECLS

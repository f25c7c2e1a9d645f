/* topology-links.c - the lines between hosts, and what is written at them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/topology-private.h"

#include "app/draw/words.h"

#include <glib/gi18n-lib.h>

#define CHIP_HEIGHT 21.0
#define LOCK_WIDTH  26.0    /* of a chip without a word */

TopologyLink *
topology_find_link (const TopologyMaker *maker, guint a, guint b)
{
  for (guint i = 0; i < maker->layout->links->len; i++)
    {
      TopologyLink *link = &g_array_index (maker->layout->links, TopologyLink, i);

      if (link->a == a && link->b == b)
        return link;
    }
  return NULL;
}

/* Whether a host stands in the way of a straight link. */
static gboolean
is_blocked (const SimTrace *trace, guint a, guint b)
{
  for (guint host = a + 1; host < b; host++)
    if (!ehlo_lanes_is_cloud (trace, host))
      return TRUE;
  return FALSE;
}

static TopologyLink *
add_link (const TopologyMaker *maker, guint a, guint b)
{
  gboolean left = ehlo_lanes_is_cloud (maker->trace, a), right = ehlo_lanes_is_cloud (maker->trace, b);
  TopologyLink link = { .kind = TOPOLOGY_LINK_UNUSED, .a = a, .b = b, .y1 = maker->y, .y2 = maker->y };

  link.x1 = maker->lanes->x[a] + TOPOLOGY_HOST_HALF * maker->scale;
  link.x2 = maker->lanes->x[b] - TOPOLOGY_HOST_HALF * maker->scale;


  if (left)
    {
      link.x1 = maker->lanes->x[a] + TOPOLOGY_CLOUD_HALF;
      link.y1 = TOPOLOGY_CLOUD_Y;
    }
  if (right)
    {
      link.x2 = maker->lanes->x[b] - TOPOLOGY_CLOUD_HALF;
      link.y2 = TOPOLOGY_CLOUD_Y;
    }
  /* From a host's shoulder up to the cloud, not through its neighbours. */
  if (left != right && !left)
    link.y1 -= 14;
  if (left != right && left)
    link.y2 -= 14;
  link.bend = !left && !right && is_blocked (maker->trace, a, b) ? maker->y - 46 : link.y1;
  g_array_append_val (maker->layout->links, link);
  return topology_find_link (maker, a, b);
}

/* A link is there from the beginning, grey until something flows over it; look-ups show only while they happen. */
static void
add_all_links (const TopologyMaker *maker)
{
  SimEntry entry;
  gboolean any = topology_current_entry (maker, &entry);

  for (guint32 conn = 1; conn <= sim_trace_n_connections (maker->trace); conn++)
    {
      SimConnection connection;
      TopologyLink *link;
      guint a, b;

      sim_trace_get_connection (maker->trace, conn, &connection);
      if (connection.transport == SIM_PROTOCOL_UDP && (!any || entry.conn != conn))
        continue;
      a = MIN (connection.client, connection.server);
      b = MAX (connection.client, connection.server);
      if (a == b)
        continue;
      link = topology_find_link (maker, a, b);
      if (link == NULL)
        link = add_link (maker, a, b);
      link->busy = link->busy || (any && entry.conn == conn && entry.kind != SIM_ENTRY_STORED && entry.kind != SIM_ENTRY_NOTE);
      if (connection.transport == SIM_PROTOCOL_UDP)
        link->kind = TOPOLOGY_LINK_LOOKUP;
      else if (connection.opened < maker->cursor)
        link->kind = TOPOLOGY_LINK_PLAIN;
    }
}

void
topology_point_at (const TopologyLink *link, double t, double *x, double *y)
{
  /* A quadratic curve through the bend, or a straight line. */
  double control = link->bend < link->y1 ? 2 * link->bend - link->y1 : (link->y1 + link->y2) / 2;

  *x = link->x1 + (link->x2 - link->x1) * t;
  *y = (1 - t) * (1 - t) * link->y1 + 2 * t * (1 - t) * control + t * t * link->y2;
}

static double
half_name (const TopologyMaker *maker, guint host)
{
  const TopologyHost *h = &g_array_index (maker->layout->hosts, TopologyHost, host);
  double most = 0;

  for (guint i = 0; i < TOPOLOGY_NAME_LINES && h->names[i] != NULL; i++)
    most = MAX (most, maker->measure (maker->data, EHLO_FONT_BODY_BOLD, h->names[i]));
  return most / 2 + 4;
}

/* Whether the chip of @link would stand on one that is already placed. */
static gboolean
is_crowded (const TopologyMaker *maker, const TopologyLink *link)
{
  for (guint i = 0; i < maker->layout->links->len; i++)
    {
      const TopologyLink *other = &g_array_index (maker->layout->links, TopologyLink, i);

      if (other->chip != NULL && ABS (other->chip_x - link->chip_x) < (other->chip_width + link->chip_width) / 2 + 4
          && ABS (other->chip_y - link->chip_y) < CHIP_HEIGHT + 2)
        return TRUE;
    }
  return FALSE;
}

/* Whether a chip of its width has room under the link, between the names of its ends. */
static gboolean
fits_below (const TopologyMaker *maker, TopologyLink *link)
{
  double left = maker->lanes->x[link->a] + half_name (maker, link->a) + link->chip_width / 2;
  double right = maker->lanes->x[link->b] - half_name (maker, link->b) - link->chip_width / 2;

  if (left > right || maker->crowded)
    return FALSE;
  link->chip_x = CLAMP (link->chip_x, left, right);
  link->chip_y = link->y1 + 18;
  return TRUE;
}

/* Under the middle of a straight link, or on top of an arc; where the hosts' names leave no room, above the link, or
 * else without its word, and if even that has no room below, on the line: then slips fly above it. */
static void
add_chip (const TopologyMaker *maker, TopologyLink *link)
{
  double gap = maker->lanes->x[link->b] - maker->lanes->x[link->a];
  const char *word = link->kind == TOPOLOGY_LINK_TLS ? "TLS" : _("plain text");
  gboolean arc = link->bend < link->y1;

  link->chip_width = maker->measure (maker->data, EHLO_FONT_AXIS_BOLD, word) + 38;
  link->chip_x = (link->x1 + link->x2) / 2;
  /* A short arc has room for a lock beside the slip, no more. */
  if (arc && gap >= link->chip_width + 200)
    link->chip_y = link->bend - CHIP_HEIGHT / 2;
  else if (!arc && fits_below (maker, link))
    ;
  else if (!arc && gap > link->chip_width + 98 && link->b == link->a + 1)
    link->chip_y = link->y1 - 38;
  else
    {
      word = "";
      link->chip_width = LOCK_WIDTH;
      if (arc)
        link->chip_y = link->bend - CHIP_HEIGHT / 2;
      else if (!fits_below (maker, link))
        link->chip_y = link->y1 - CHIP_HEIGHT / 2;
    }
  if (!is_crowded (maker, link))
    link->chip = g_strdup (word);
}

/* The chip of the link that is in use first: it must have room. */
static void
add_chips (const TopologyMaker *maker)
{
  TopologyLink *used = NULL;
  SimEntry entry;
  guint from, to;

  if (topology_current_entry (maker, &entry) && ehlo_words_ends (maker->trace, &entry, &from, &to) && from != to)
    used = topology_find_link (maker, MIN (from, to), MAX (from, to));
  if (used != NULL && (used->kind == TOPOLOGY_LINK_PLAIN || used->kind == TOPOLOGY_LINK_TLS))
    add_chip (maker, used);
  for (guint i = 0; i < maker->layout->links->len; i++)
    {
      TopologyLink *link = &g_array_index (maker->layout->links, TopologyLink, i);

      if (link != used && (link->kind == TOPOLOGY_LINK_PLAIN || link->kind == TOPOLOGY_LINK_TLS))
        add_chip (maker, link);
    }
}

gboolean
topology_has_arcs (const SimTrace *trace)
{
  for (guint32 conn = 1; conn <= sim_trace_n_connections (trace); conn++)
    {
      SimConnection connection;

      sim_trace_get_connection (trace, conn, &connection);
      if (connection.transport == SIM_PROTOCOL_TCP
          && is_blocked (trace, MIN (connection.client, connection.server), MAX (connection.client, connection.server)))
        return TRUE;
    }
  return FALSE;
}


void
topology_add_links (const TopologyMaker *maker)
{
  add_all_links (maker);
  add_chips (maker);
}

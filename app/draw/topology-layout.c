/* topology-layout.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/topology-layout.h"

#include "app/draw/words.h"
#include "sim/trace/roles.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define TOP           46.0    /* middle of the hosts' pictures */
#define TOP_ARCS      62.0
#define NAME_LINE     16.0
#define ADDRESS_LINE  14.0
#define HOST_HALF     34.0    /* where links begin */
#define CLOUD_Y       15.0
#define CLOUD_HALF    18.0
#define CHIP_HEIGHT   21.0
#define LOCK_WIDTH    26.0    /* of a chip without a word */

typedef struct
{
  const SimTrace  *trace;
  const SimScene  *scene;
  const SimSteps  *lines;
  const EhloLanes *lanes;
  EhloMeasure      measure;
  gpointer         data;
  guint            cursor;
  double           flight;
  double           y;         /* of the hosts' middle */
  TopologyLayout  *layout;
} Maker;

static void
clear_host (gpointer data)
{
  TopologyHost *host = data;

  g_free (host->name);
  g_free (host->name2);
  g_free (host->address);
  g_free (host->address2);
  g_free (host->counter);
}

static void
clear_link (gpointer data)
{
  g_free (((TopologyLink *) data)->chip);
}

static EhloHostIcon
icon_of (guint roles)
{
  if (roles & SIM_ROLE_DNS)
    return EHLO_HOST_DNS;
  if (roles & (SIM_ROLE_MSA | SIM_ROLE_MTA))
    return EHLO_HOST_SERVER;
  if (roles & (SIM_ROLE_MDA | SIM_ROLE_MS))
    return EHLO_HOST_MAILBOX;
  if (roles & SIM_ROLE_PERSON)
    return EHLO_HOST_PERSON;
  return EHLO_HOST_LAPTOP;
}

/* The entry of the current step; FALSE: before anything happened. */
static gboolean
current_entry (const Maker *maker, SimEntry *entry)
{
  guint step = sim_steps_at (maker->lines, maker->cursor);

  if (step == 0)
    return FALSE;
  sim_trace_get (maker->trace, sim_steps_get (maker->lines, step)->entry, entry);
  return TRUE;
}

static ExplainClass
badge_of (const Maker *maker, const SimSceneCopy *copy)
{
  SimEntry entry;

  if (copy->last_note == G_MAXUINT)
    return EXPLAIN_CLASS_NONE;
  sim_trace_get (maker->trace, copy->last_note, &entry);
  if (g_strcmp0 (entry.rule, "queue:deferred") == 0)
    return EXPLAIN_CLASS_LATER;
  if (g_strcmp0 (entry.rule, "queue:failed") == 0 || g_strcmp0 (entry.rule, "queue:bounced") == 0)
    return EXPLAIN_CLASS_NO;
  return EXPLAIN_CLASS_NONE;
}

static void
count_copies (const Maker *maker, guint host, TopologyHost *out)
{
  for (guint i = 0; i < sim_scene_n_copies (maker->scene); i++)
    {
      const SimSceneCopy *copy = sim_scene_get_copy (maker->scene, i);

      if (copy->host != host)
        continue;
      if (copy->place == SIM_PLACE_MAILBOX)
        {
          out->delivered++;
          continue;
        }
      if (copy->place == SIM_PLACE_LOCAL)
        {
          out->fetched++;
          continue;
        }
      out->waiting++;
      if (badge_of (maker, copy) > out->badge)
        out->badge = badge_of (maker, copy);
    }
}

static char *
counter_of (const Maker *maker, guint host, const TopologyHost *counts)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  gboolean outbox = (sim_trace_get_host (maker->trace, host)->roles & (SIM_ROLE_MSA | SIM_ROLE_MTA)) == 0;

  if (counts->waiting > 0)
    g_ptr_array_add (parts, outbox
      ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u in the outbox", "%u in the outbox", counts->waiting), counts->waiting)
      : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u in the queue", "%u in the queue", counts->waiting), counts->waiting));
  if (counts->delivered > 0)
    g_ptr_array_add (parts, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u in the mailbox", "%u in the mailboxes",
                                                          counts->delivered), counts->delivered));
  if (counts->fetched > 0)
    /* TRANSLATORS: how many messages a mail program has copies of, on the computer or phone where it runs. */
    g_ptr_array_add (parts, g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u on the device", "%u on the device",
                                                          counts->fetched), counts->fetched));
  if (parts->len == 0)
    return NULL;
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **) parts->pdata);
}

/* In one line if there is room, else in two, cut if even that is too wide. */
static void
two_lines (const Maker *maker, EhloFont font, const char *text, const char *breaks, double room, char **first, char **second)
{
  gsize at = 0;
  double width;

  if (maker->measure (maker->data, font, text) > room)
    at = ehlo_measure_halve (maker->measure, maker->data, font, text, breaks, &width);
  if (at == 0)
    {
      *first = ehlo_measure_fit (maker->measure, maker->data, font, text, room);
      return;
    }

  g_autofree char *head = g_strndup (text, at);

  *first = ehlo_measure_fit (maker->measure, maker->data, font, g_strchomp (head), room);
  *second = ehlo_measure_fit (maker->measure, maker->data, font, text + at, room);
}

/* From beside the cloud to the next host's picture. */
static double
cloud_room (const Maker *maker, guint host)
{
  double right = host + 1 < maker->lanes->n ? maker->lanes->x[host + 1] - 27 : maker->layout->width - 4;

  return right - maker->lanes->x[host] - 19;
}

static void
add_hosts (const Maker *maker)
{
  SimEntry entry;
  gboolean any = current_entry (maker, &entry);
  guint from = G_MAXUINT, to = G_MAXUINT;

  if (any && !ehlo_words_ends (maker->trace, &entry, &from, &to))
    from = to = entry.actor;
  for (guint i = 0; i < sim_trace_n_hosts (maker->trace); i++)
    {
      const SimTraceHost *host = sim_trace_get_host (maker->trace, i);
      const char *name = ehlo_words_host (maker->trace, i);
      double room = maker->lanes->room[i];
      TopologyHost out = { .icon = icon_of (host->roles), .active = i == from || i == to, .x = maker->lanes->x[i], .y = maker->y };

      out.cloud = ehlo_lanes_is_cloud (maker->trace, i);
      if (out.cloud)
        {
          out.y = CLOUD_Y;
          room = cloud_room (maker, i);
          out.below = i + 1 == maker->lanes->n;
          if (out.below)
            room = maker->lanes->room[i];
          if (maker->measure (maker->data, EHLO_FONT_AXIS, name) > room)
            name = maker->measure (maker->data, EHLO_FONT_AXIS, "DNS") > room ? "" : "DNS";
        }
      two_lines (maker, out.cloud ? EHLO_FONT_AXIS : EHLO_FONT_BODY_BOLD, name, " ", room, &out.name, &out.name2);
      if (!out.cloud && !g_str_equal (name, host->name))
        two_lines (maker, EHLO_FONT_MONO_AXIS, host->name, ".", room, &out.address, &out.address2);
      out.name_y = out.y + 37;
      out.address_y = out.name_y + (out.name2 != NULL ? NAME_LINE : 0) + 17;
      out.counter_y = out.address_y + (out.address == NULL ? 0 : out.address2 != NULL ? 2 * ADDRESS_LINE : ADDRESS_LINE) + 3;
      count_copies (maker, i, &out);

      g_autofree char *counter = counter_of (maker, i, &out);

      if (counter != NULL)
        out.counter = ehlo_measure_fit (maker->measure, maker->data, EHLO_FONT_AXIS_BOLD, counter, room);
      g_array_append_val (maker->layout->hosts, out);
    }
}

static TopologyLink *
find_link (const Maker *maker, guint a, guint b)
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
add_link (const Maker *maker, guint a, guint b)
{
  gboolean left = ehlo_lanes_is_cloud (maker->trace, a), right = ehlo_lanes_is_cloud (maker->trace, b);
  TopologyLink link = { TOPOLOGY_LINK_UNUSED, a, b, maker->lanes->x[a] + HOST_HALF, maker->y, maker->lanes->x[b] - HOST_HALF, maker->y };

  if (left)
    {
      link.x1 = maker->lanes->x[a] + CLOUD_HALF;
      link.y1 = CLOUD_Y;
    }
  if (right)
    {
      link.x2 = maker->lanes->x[b] - CLOUD_HALF;
      link.y2 = CLOUD_Y;
    }
  /* From a host's shoulder up to the cloud, not through its neighbours. */
  if (left != right && !left)
    link.y1 -= 14;
  if (left != right && left)
    link.y2 -= 14;
  link.bend = !left && !right && is_blocked (maker->trace, a, b) ? maker->y - 46 : link.y1;
  g_array_append_val (maker->layout->links, link);
  return find_link (maker, a, b);
}

/* A link is there from the beginning, grey until something flows over it; look-ups show only while they happen. */
static void
add_links (const Maker *maker)
{
  SimEntry entry;
  gboolean any = current_entry (maker, &entry);

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
      link = find_link (maker, a, b);
      if (link == NULL)
        link = add_link (maker, a, b);
      if (connection.transport == SIM_PROTOCOL_UDP)
        link->kind = TOPOLOGY_LINK_LOOKUP;
      else if (connection.opened < maker->cursor)
        link->kind = TOPOLOGY_LINK_PLAIN;
    }
}

/* Where on its link, or on the arc of its link, something stands at @t from 0 to 1, counted from its left end. */
static void
point_at (const TopologyLink *link, double t, double *x, double *y)
{
  /* A quadratic curve through the bend, or a straight line. */
  double control = link->bend < link->y1 ? 2 * link->bend - link->y1 : (link->y1 + link->y2) / 2;

  *x = link->x1 + (link->x2 - link->x1) * t;
  *y = (1 - t) * (1 - t) * link->y1 + 2 * t * (1 - t) * control + t * t * link->y2;
}

static double
half_name (const Maker *maker, guint host)
{
  const TopologyHost *h = &g_array_index (maker->layout->hosts, TopologyHost, host);

  double first = maker->measure (maker->data, EHLO_FONT_BODY_BOLD, h->name);
  double second = h->name2 != NULL ? maker->measure (maker->data, EHLO_FONT_BODY_BOLD, h->name2) : 0;

  return MAX (first, second) / 2 + 4;
}

/* Whether the chip of @link would stand on one that is already placed. */
static gboolean
is_crowded (const Maker *maker, const TopologyLink *link)
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

/* Under the middle of a straight link, or on top of an arc; where the hosts' names leave no room, above the link, or
 * else without its word. */
static void
add_chip (const Maker *maker, TopologyLink *link)
{
  double gap = maker->lanes->x[link->b] - maker->lanes->x[link->a], left, right;
  const char *word = link->kind == TOPOLOGY_LINK_TLS ? "TLS" : _("plain text");

  link->chip_width = maker->measure (maker->data, EHLO_FONT_AXIS_BOLD, word) + 38;
  link->chip_x = (link->x1 + link->x2) / 2;
  left = maker->lanes->x[link->a] + half_name (maker, link->a) + link->chip_width / 2;
  right = maker->lanes->x[link->b] - half_name (maker, link->b) - link->chip_width / 2;
  if (link->bend < link->y1)
    {
      link->chip_y = link->bend - CHIP_HEIGHT / 2;
      /* A short arc has room for a lock beside the slip, no more. */
      if (gap < link->chip_width + 200)
        {
          link->chip_width = LOCK_WIDTH;
          word = "";
        }
    }
  else if (left <= right)
    {
      link->chip_x = CLAMP (link->chip_x, left, right);
      link->chip_y = link->y1 + 18;
    }
  else if (gap > link->chip_width + 98 && link->b == link->a + 1)   /* no cloud is there */
    link->chip_y = link->y1 - 38;
  else if (gap > 2 * HOST_HALF + LOCK_WIDTH)
    {
      link->chip_width = LOCK_WIDTH;
      link->chip_y = link->y1 + 6;
      word = "";
    }
  else
    return;
  if (!is_crowded (maker, link))
    link->chip = g_strdup (word);
}

/* The chip of the link that is in use first: it must have room. */
static void
add_chips (const Maker *maker)
{
  TopologyLink *used = NULL;
  SimEntry entry;
  guint from, to;

  if (current_entry (maker, &entry) && ehlo_words_ends (maker->trace, &entry, &from, &to) && from != to)
    used = find_link (maker, MIN (from, to), MAX (from, to));
  if (used != NULL && (used->kind == TOPOLOGY_LINK_PLAIN || used->kind == TOPOLOGY_LINK_TLS))
    add_chip (maker, used);
  for (guint i = 0; i < maker->layout->links->len; i++)
    {
      TopologyLink *link = &g_array_index (maker->layout->links, TopologyLink, i);

      if (link != used && (link->kind == TOPOLOGY_LINK_PLAIN || link->kind == TOPOLOGY_LINK_TLS))
        add_chip (maker, link);
    }
}

static char *
slip_text (const SimEntry *entry)
{
  gsize len = 0;

  while (len < entry->len && len < 8 && g_ascii_isgraph (entry->bytes[len]) && entry->bytes[len] != '-')
    len++;
  return g_strndup ((const char *) entry->bytes, len);
}

static void
add_slip (const Maker *maker)
{
  TopologySlip *slip = &maker->layout->slip;
  double start, end, t = CLAMP (maker->flight, 0, 1);
  SimEntry entry;
  guint from, to;

  if (!current_entry (maker, &entry) || entry.kind != SIM_ENTRY_SAID || !ehlo_words_ends (maker->trace, &entry, &from, &to) || from == to)
    return;

  const TopologyLink *link = find_link (maker, MIN (from, to), MAX (from, to));

  if (link == NULL)
    return;
  slip->shown = TRUE;
  slip->klass = explain_entry_class (&entry);
  slip->right = maker->lanes->x[to] > maker->lanes->x[from];
  slip->letter = (entry.flags & SIM_ENTRY_LITERAL) != 0;
  slip->text = slip->letter ? g_strdup ("") : link->kind == TOPOLOGY_LINK_LOOKUP ? g_strdup ("DNS") : slip_text (&entry);
  slip->width = slip->letter ? 34
    : maker->measure (maker->data, EHLO_FONT_MONO_SLIP, slip->text) + (slip->klass > EXPLAIN_CLASS_CLIENT ? 44 : 34);
  /* It starts at its sender's side and comes to rest short of the receiver, both in view. */
  start = slip->width / 2 / MAX (link->x2 - link->x1, 1);
  start = MIN (start, 0.5);
  /* On an arc further on: the link's chip stands on its top. */
  end = CLAMP (link->bend < link->y1 ? 0.84 : 0.66, 0.5, MAX (1 - start, 0.5));
  t = start + (end - start) * t;
  point_at (link, slip->right ? t : 1 - t, &slip->x, &slip->y);
}

static gboolean
has_arcs (const SimTrace *trace)
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

/* Room for a counter is kept even where nothing lies: the map must not jump. */
static double
height_of (const SimTrace *trace, const EhloLanes *lanes, EhloMeasure measure, gpointer data)
{
  double height = 0;

  for (guint i = 0; i < lanes->n; i++)
    {
      const char *name = ehlo_words_host (trace, i), *address = sim_trace_get_host (trace, i)->name;
      double lines = 0;

      if (ehlo_lanes_is_cloud (trace, i))
        continue;
      if (measure (data, EHLO_FONT_BODY_BOLD, name) > lanes->room[i])
        lines += NAME_LINE;
      if (measure (data, EHLO_FONT_MONO_AXIS, address) > lanes->room[i])
        lines += ADDRESS_LINE;
      height = MAX (height, lines);
    }
  return (has_arcs (trace) ? TOP_ARCS : TOP) + height + 82;
}

double
topology_height (const SimTrace *trace, const SimSteps *lines, double width, EhloMeasure measure, gpointer measure_data)
{
  g_autoptr (EhloLanes) lanes = ehlo_lanes_new (trace, lines, width, measure, measure_data);

  return height_of (trace, lanes, measure, measure_data);
}

TopologyLayout *
topology_layout_new (const SimTrace *trace, const SimScene *scene, const SimSteps *lines, guint cursor, double flight, double width,
                     EhloMeasure measure, gpointer measure_data)
{
  TopologyLayout *self = g_new0 (TopologyLayout, 1);
  g_autoptr (EhloLanes) lanes = ehlo_lanes_new (trace, lines, width, measure, measure_data);
  Maker maker = { trace, scene, lines, lanes, measure, measure_data, cursor, flight, has_arcs (trace) ? TOP_ARCS : TOP, self };

  self->width = width;
  self->height = height_of (trace, lanes, measure, measure_data);
  self->hosts = g_array_new (FALSE, FALSE, sizeof (TopologyHost));
  g_array_set_clear_func (self->hosts, clear_host);
  self->links = g_array_new (FALSE, FALSE, sizeof (TopologyLink));
  g_array_set_clear_func (self->links, clear_link);
  add_hosts (&maker);
  add_links (&maker);
  add_chips (&maker);
  add_slip (&maker);
  return self;
}

void
topology_layout_free (TopologyLayout *self)
{
  g_array_unref (self->hosts);
  g_array_unref (self->links);
  g_free (self->slip.text);
  g_free (self);
}

char *
topology_to_text (const TopologyLayout *self)
{
  static const char * const kinds[] = { "unused", "plain", "tls", "lookup" };
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "map %.1f x %.1f\n", self->width, self->height);
  for (guint i = 0; i < self->hosts->len; i++)
    {
      const TopologyHost *host = &g_array_index (self->hosts, TopologyHost, i);

      g_string_append_printf (text, "host %u icon=%d x=%.1f \"%s|%s\" \"%s|%s\" waiting=%u delivered=%u badge=%d%s \"%s\"\n", i, host->icon, host->x,
                              host->name, host->name2 != NULL ? host->name2 : "", host->address != NULL ? host->address : "",
                              host->address2 != NULL ? host->address2 : "", host->waiting, host->delivered, host->badge, host->active ? " active" : "",
                              host->counter != NULL ? host->counter : "");
    }
  for (guint i = 0; i < self->links->len; i++)
    {
      const TopologyLink *link = &g_array_index (self->links, TopologyLink, i);

      g_string_append_printf (text, "link %u-%u %s %.1f,%.1f>%.1f,%.1f bend=%.1f \"%s\"\n", link->a, link->b, kinds[link->kind],
                              link->x1, link->y1, link->x2, link->y2, link->bend, link->chip != NULL ? link->chip : "");
    }
  if (self->slip.shown)
    g_string_append_printf (text, "%s %s klass=%d at %.1f,%.1f \"%s\"\n", self->slip.letter ? "letter" : "slip", self->slip.right ? ">" : "<",
                            self->slip.klass, self->slip.x, self->slip.y, self->slip.text);
  return g_string_free (text, FALSE);
}

int
topology_pick (const TopologyLayout *self, double x, double y)
{
  for (guint i = 0; i < self->hosts->len; i++)
    {
      const TopologyHost *host = &g_array_index (self->hosts, TopologyHost, i);

      if (ABS (x - host->x) < (host->cloud ? 18 : 40) && y > host->y - 30 && (!host->cloud || y < host->y + 12))
        return (int) i;
    }
  return -1;
}

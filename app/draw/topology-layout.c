/* topology-layout.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/topology-private.h"

#include "app/draw/words.h"
#include "sim/trace/roles.h"

#include <glib/gi18n-lib.h>

#define TOP           46.0    /* middle of the hosts' pictures */
#define TOP_TIGHT     62.0    /* with room for arcs, and for slips above the links */
#define TIGHT         150.0   /* hosts that stand closer have no room for a slip between them */
#define ROOMY         84.0    /* hosts that stand closer have smaller pictures */
#define LEAST_SCALE   0.55
#define ADDRESS_LINE  14.0
#define BADGE_ROOM    11.0    /* beside a pile of letters, for the verdict on them */
#define COUNTER_ROOM  24.0    /* the same, and for how many they are */

static void
clear_host (gpointer data)
{
  TopologyHost *host = data;

  for (guint line = 0; line < TOPOLOGY_NAME_LINES; line++)
    g_free (host->names[line]);
  g_free (host->address);
  g_free (host->address2);
  g_free (host->tally);
  g_free (host->counter);
}

static void
clear_link (gpointer data)
{
  g_free (((TopologyLink *) data)->chip);
}

gboolean
topology_current_entry (const TopologyMaker *maker, SimEntry *entry)
{
  guint step = sim_steps_at (maker->lines, maker->cursor);

  if (step == 0)
    return FALSE;
  sim_trace_get (maker->trace, sim_steps_get (maker->lines, step)->entry, entry);
  return TRUE;
}

static ExplainClass
badge_of (const TopologyMaker *maker, const SimSceneCopy *copy)
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
count_copies (const TopologyMaker *maker, guint host, TopologyHost *out)
{
  for (guint i = 0; i < sim_scene_n_copies (maker->scene); i++)
    {
      const SimSceneCopy *copy = sim_scene_get_copy (maker->scene, i);

      if (copy->host != host)
        continue;
      out->pending += topology_is_pending (maker, copy->stored);
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
counter_of (const TopologyMaker *maker, guint host, const TopologyHost *counts)
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

/* From beside the cloud to the next host's picture. */
static double
cloud_room (const TopologyMaker *maker, guint host)
{
  double right = host + 1 < maker->lanes->n ? maker->lanes->x[host + 1] - 27 : maker->width - 4;

  return right - maker->lanes->x[host] - 19;
}

/* How close hosts that have a picture stand. */
static double
least_gap (const SimTrace *trace, const EhloLanes *lanes)
{
  double least = G_MAXDOUBLE, before = -1;

  for (guint i = 0; i < lanes->n; i++)
    {
      if (ehlo_lanes_is_cloud (trace, i))
        continue;
      if (before >= 0)
        least = MIN (least, lanes->x[i] - before);
      before = lanes->x[i];
    }
  return least;
}

static TopologyMaker
make_maker (const SimTrace *trace, const EhloLanes *lanes, double width, EhloMeasure measure, gpointer data)
{
  double gap = least_gap (trace, lanes);
  TopologyMaker maker = { .trace = trace, .lanes = lanes, .measure = measure, .data = data, .width = width, .flight = 1 };

  maker.scale = CLAMP (gap / ROOMY, LEAST_SCALE, 1);
  maker.y = gap < TIGHT || topology_has_arcs (trace) ? TOP_TIGHT : TOP;
  return maker;
}

static double
names_top (const TopologyMaker *maker)
{
  return maker->y + 21 * maker->scale + 16;
}

static void
add_cloud (const TopologyMaker *maker, guint i, TopologyHost *out)
{
  const char *name = ehlo_words_host (maker->trace, i);
  double room = cloud_room (maker, i);

  out->y = TOPOLOGY_CLOUD_Y;
  out->hidden = !out->active;
  out->below = i + 1 == maker->lanes->n;
  if (out->below)
    room = maker->lanes->room[i];
  if (maker->measure (maker->data, EHLO_FONT_AXIS, name) > room)
    name = maker->measure (maker->data, EHLO_FONT_AXIS, "DNS") > room ? "" : "DNS";
  out->names[0] = g_strdup (name);
  out->name_x = out->x;
  out->name_y = out->y + 20;
}

static void
add_address (const TopologyMaker *maker, guint i, TopologyHost *out)
{
  const char *address = sim_trace_get_host (maker->trace, i)->name;
  double room = maker->lanes->room[i], width;
  gsize at = 0;

  if (maker->crowded || g_str_equal (ehlo_words_host (maker->trace, i), address))
    return;
  if (maker->measure (maker->data, EHLO_FONT_MONO_AXIS, address) > room)
    at = ehlo_measure_halve (maker->measure, maker->data, EHLO_FONT_MONO_AXIS, address, ".", &width);
  if (at == 0)
    {
      out->address = ehlo_measure_fit (maker->measure, maker->data, EHLO_FONT_MONO_AXIS, address, room);
      return;
    }

  g_autofree char *head = g_strndup (address, at);

  out->address = ehlo_measure_fit (maker->measure, maker->data, EHLO_FONT_MONO_AXIS, head, room);
  out->address2 = ehlo_measure_fit (maker->measure, maker->data, EHLO_FONT_MONO_AXIS, address + at, room);
}

static void
add_counter (const TopologyMaker *maker, guint i, TopologyHost *out)
{
  guint n = out->waiting + out->delivered + out->fetched;

  out->tally = counter_of (maker, i, out);
  if (maker->crowded)
    out->counter = n > 1 ? g_strdup_printf ("%u", n) : NULL;
  else if (out->tally != NULL)
    out->counter = ehlo_measure_fit (maker->measure, maker->data, EHLO_FONT_AXIS_BOLD, out->tally, MAX (maker->lanes->room[i], 40));
}

static void
add_host (const TopologyMaker *maker, guint i, TopologyName *name, TopologyHost *out)
{
  guint n_lines = MAX (name->n_lines, 1);

  for (guint line = 0; line < TOPOLOGY_NAME_LINES; line++)
    out->names[line] = g_steal_pointer (&name->lines[line]);
  out->name_x = name->x;
  out->name_y = name->y;
  out->leader = name->depth > 0;
  if (maker->crowded)
    {
      out->names_width = name->width;
      out->names_height = n_lines * TOPOLOGY_NAME_LINE;
    }
  out->role = topology_role_of (maker, i);
  add_address (maker, i, out);
  count_copies (maker, i, out);
  add_counter (maker, i, out);
  out->address_y = out->name_y + (n_lines - 1) * TOPOLOGY_NAME_LINE + 17;
  out->counter_y = out->address_y + (out->address == NULL ? 0 : out->address2 != NULL ? 2 * ADDRESS_LINE : ADDRESS_LINE) + 3;
  out->counter_x = out->x;
  out->letters_x = MIN (out->x + 32 * maker->scale, maker->width - 15 * maker->scale - (maker->crowded ? COUNTER_ROOM : BADGE_ROOM));
  if (maker->crowded)
    {
      out->counter_x = out->letters_x + 18;
      out->counter_y = maker->y - 27 * maker->scale;
    }
}

static void
add_hosts (const TopologyMaker *maker, GArray *names)
{
  SimEntry entry;
  gboolean any = topology_current_entry (maker, &entry);
  guint from = G_MAXUINT, to = G_MAXUINT;

  if (any && !ehlo_words_ends (maker->trace, &entry, &from, &to))
    from = to = entry.actor;
  for (guint i = 0; i < sim_trace_n_hosts (maker->trace); i++)
    {
      TopologyHost out = { .icon = ehlo_glyph_icon (sim_trace_get_host (maker->trace, i)->roles), .active = i == from || i == to,
                           .cloud = ehlo_lanes_is_cloud (maker->trace, i), .x = maker->lanes->x[i], .y = maker->y, .scale = maker->scale };

      if (out.cloud)
        add_cloud (maker, i, &out);
      else
        add_host (maker, i, &g_array_index (names, TopologyName, i), &out);
      g_array_append_val (maker->layout->hosts, out);
    }
}

/* Below names, addresses, and a counter: room for that is kept even where nothing lies, for the map must not jump. */
static double
height_of (const TopologyMaker *maker, double bottom)
{
  double addresses = 0;

  if (maker->crowded)
    return bottom + 8;
  for (guint i = 0; i < maker->lanes->n; i++)
    {
      const char *address = sim_trace_get_host (maker->trace, i)->name;

      if (!ehlo_lanes_is_cloud (maker->trace, i) && maker->measure (maker->data, EHLO_FONT_MONO_AXIS, address) > maker->lanes->room[i])
        addresses = ADDRESS_LINE;
    }
  return bottom + 37 + addresses;
}

double
topology_height (const SimTrace *trace, const SimSteps *lines, double width, EhloMeasure measure, gpointer measure_data)
{
  g_autoptr (EhloLanes) lanes = ehlo_lanes_new (trace, lines, width, measure, measure_data);
  TopologyMaker maker = make_maker (trace, lanes, width, measure, measure_data);
  g_autoptr (GArray) names = NULL;
  double bottom;

  names = topology_names_new (&maker, names_top (&maker), &maker.crowded, &bottom);
  return height_of (&maker, bottom);
}

TopologyLayout *
topology_layout_new (const SimTrace *trace, const SimScene *scene, const SimSteps *lines, guint cursor, double flight, double width,
                     EhloMeasure measure, gpointer measure_data)
{
  TopologyLayout *self = g_new0 (TopologyLayout, 1);
  g_autoptr (EhloLanes) lanes = ehlo_lanes_new (trace, lines, width, measure, measure_data);
  TopologyMaker maker = make_maker (trace, lanes, width, measure, measure_data);
  g_autoptr (GArray) names = NULL;
  double bottom;

  maker.scene = scene;
  maker.lines = lines;
  maker.cursor = cursor;
  maker.flight = flight;
  maker.layout = self;
  names = topology_names_new (&maker, names_top (&maker), &maker.crowded, &bottom);
  self->width = width;
  self->height = height_of (&maker, bottom);
  self->hosts = g_array_new (FALSE, FALSE, sizeof (TopologyHost));
  g_array_set_clear_func (self->hosts, clear_host);
  self->links = g_array_new (FALSE, FALSE, sizeof (TopologyLink));
  g_array_set_clear_func (self->links, clear_link);
  add_hosts (&maker, names);
  topology_add_links (&maker);
  topology_add_flight (&maker);
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

int
topology_pick (const TopologyLayout *self, double x, double y)
{
  for (guint i = 0; i < self->hosts->len; i++)
    {
      const TopologyHost *host = &g_array_index (self->hosts, TopologyHost, i);

      if (!host->hidden && ABS (x - host->x) < (host->cloud ? 18 : 40 * host->scale) && y > host->y - 30
          && (!host->cloud || y < host->y + 12))
        return (int) i;
    }
  return -1;
}

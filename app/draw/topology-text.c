/* topology-text.c - the map's layout as lines of text: what tests compare
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/topology-layout.h"

static const char *
some (const char *text)
{
  return text != NULL ? text : "";
}

static void
host_to_text (GString *text, guint i, const TopologyHost *host)
{
  g_string_append_printf (text, "host %u icon=%d x=%.1f \"%s|%s|%s\" at %.1f,%.1f \"%s|%s\"", i, host->icon, host->x, some (host->names[0]),
                          some (host->names[1]), some (host->names[2]), host->name_x, host->name_y, some (host->address), some (host->address2));
  g_string_append_printf (text, " %s waiting=%u delivered=%u fetched=%u pending=%u badge=%d%s%s \"%s\"\n", host->role != NULL ? host->role : "-",
                          host->waiting, host->delivered, host->fetched, host->pending, host->badge, host->active ? " active" : "",
                          host->hidden ? " hidden" : "", some (host->counter));
}

char *
topology_to_text (const TopologyLayout *self)
{
  static const char * const kinds[] = { "unused", "plain", "tls", "lookup" };
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "map %.1f x %.1f\n", self->width, self->height);
  for (guint i = 0; i < self->hosts->len; i++)
    host_to_text (text, i, &g_array_index (self->hosts, TopologyHost, i));
  for (guint i = 0; i < self->links->len; i++)
    {
      const TopologyLink *link = &g_array_index (self->links, TopologyLink, i);

      g_string_append_printf (text, "link %u-%u %s%s %.1f,%.1f>%.1f,%.1f bend=%.1f \"%s\"\n", link->a, link->b, kinds[link->kind],
                              link->busy ? " busy" : "", link->x1, link->y1, link->x2, link->y2, link->bend, some (link->chip));
    }
  if (self->slip.shown)
    g_string_append_printf (text, "slip %s klass=%d at %.1f,%.1f \"%s\"\n", self->slip.right ? ">" : "<", self->slip.klass, self->slip.x,
                            self->slip.y, self->slip.text);
  if (self->letter.shown)
    g_string_append_printf (text, "letter%s at %.1f,%.1f\n", self->letter.copy ? " copy" : "", self->letter.x, self->letter.y);
  return g_string_free (text, FALSE);
}

/* topology-text.c - the map in words: for tests, and for those who do not see it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/topology-layout.h"

#include "app/draw/words.h"

#include <glib/gi18n-lib.h>

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

char *
topology_describe_host (const TopologyLayout *self, const SimTrace *trace, guint host)
{
  const TopologyHost *h = &g_array_index (self->hosts, TopologyHost, host);
  const char *name = ehlo_words_host (trace, host), *address = sim_trace_get_host (trace, host)->name;
  GString *text = g_string_new (name);

  if (!g_str_equal (name, address))
    g_string_append_printf (text, ", %s", address);
  if (h->role != NULL)
    g_string_append_printf (text, ", %s", h->role);
  if (h->tally != NULL)
    g_string_append_printf (text, ", %s", h->tally);
  return g_string_free (text, FALSE);
}

char *
topology_describe_link (const TopologyLayout *self, const SimTrace *trace, guint link)
{
  const TopologyLink *l = &g_array_index (self->links, TopologyLink, link);
  const char *a = ehlo_words_host (trace, l->a), *b = ehlo_words_host (trace, l->b);

  switch (l->kind)
    {
    /* TRANSLATORS: the line between two hosts, and what it is like */
    case TOPOLOGY_LINK_PLAIN: return g_strdup_printf (_("Between %s and %s: plain text"), a, b);
    case TOPOLOGY_LINK_TLS: return g_strdup_printf (_("Between %s and %s: encrypted with TLS"), a, b);
    case TOPOLOGY_LINK_LOOKUP: return g_strdup_printf (_("Between %s and %s: a name look-up"), a, b);
    case TOPOLOGY_LINK_UNUSED: break;
    }
  return g_strdup_printf (_("Between %s and %s: not used yet"), a, b);
}

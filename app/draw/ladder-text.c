/* ladder-text.c - a ladder's layout as lines of text: what tests compare
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/ladder-layout.h"

#include "app/draw/words.h"

static const char * const states[] = { "done", "current", "coming" };

static void
item_to_text (GString *text, const LadderItem *item)
{
  static const char * const kinds[] = { "arrow", "note", "line", "packet", "header", "phase", "gap" };
  static const char * const classes[] = { "-", "client", "ok", "more", "later", "no" };

  g_string_append_printf (text, "%s %s %s step=%u y=%.1f+%.1f x=%.1f>%.1f%s%s text=%.1f+%.1f \"%s\"", kinds[item->kind],
                          states[item->state], classes[item->klass], item->step, item->y, item->height, item->x1, item->x2,
                          item->dashed ? " dashed" : "", item->crossed ? " crossed" : "", item->text_x, item->text_width, item->text);
  if (item->drop > 0)
    g_string_append_printf (text, " drop=%.1f", item->drop);
  if (item->band > 0)
    g_string_append_printf (text, " band=%.1f", item->band);
  if (item->dim)
    g_string_append (text, " dim");
  if (item->hit != LADDER_NO_HIT)
    g_string_append (text, item->hit == LADDER_HIT_HERE ? " hit-here" : " hit");
  if (item->more != NULL)
    g_string_append_printf (text, " more=%.1f+%.1f \"%s\"", item->more_x, item->more_width, item->more);
  if (item->time != NULL)
    g_string_append_printf (text, " time=%.1f \"%s\"", item->time_x, item->time);
  if (item->delta != NULL)
    g_string_append_printf (text, " delta=%.1f \"%s\"", item->delta_x, item->delta);
  if (item->range != NULL)
    g_string_append_printf (text, " detail=%.1f \"%s\" range=%.1f \"%s\"%s", item->detail_x, item->detail != NULL ? item->detail : "",
                            item->more_x, item->range, item->folded ? " folded" : "");
  g_string_append_c (text, '\n');
}

char *
ladder_to_text (const LadderLayout *self)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "ladder %.1f x %.1f\n", self->width, self->height);
  for (guint i = 0; i < self->n_lanes; i++)
    g_string_append_printf (text, "lane %u x=%.1f%s\n", i, self->lanes[i], self->busy[i] ? " busy" : "");
  for (guint i = 0; i < self->brackets->len; i++)
    {
      const LadderBracket *bracket = &g_array_index (self->brackets, LadderBracket, i);

      g_string_append_printf (text, "bracket %s %s x=%.1f y=%.1f>%.1f\n", ehlo_words_phase (bracket->phase), states[bracket->state],
                              bracket->x, bracket->y1, bracket->y2);
    }
  for (guint i = 0; i < self->strips->len; i++)
    {
      const LadderStrip *strip = &g_array_index (self->strips, LadderStrip, i);

      g_string_append_printf (text, "strip %u %s %s y=%.1f>%.1f%s\n", strip->lane, strip->name, states[strip->state], strip->y1, strip->y2,
                              strip->named ? " named" : "");
    }
  for (guint i = 0; i < self->items->len; i++)
    item_to_text (text, &g_array_index (self->items, LadderItem, i));
  return g_string_free (text, FALSE);
}

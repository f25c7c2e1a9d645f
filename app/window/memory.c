/* memory.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/memory.h"

#include "app/window/settings.h"

#define WIDTH  1366
#define HEIGHT 768

/* Runs with bookmarks; those that nobody has touched for longest are forgotten first. */
#define MAX_RUNS 200

void
ehlo_memory_restore_size (GtkWindow *window)
{
  gtk_window_set_default_size (window, ehlo_settings_get_size ("window-width", WIDTH), ehlo_settings_get_size ("window-height", HEIGHT));
  if (ehlo_settings_get_flag ("maximized", FALSE))
    gtk_window_maximize (window);
}

void
ehlo_memory_keep_size (GtkWindow *window)
{
  int width, height;

  ehlo_settings_set_flag ("maximized", gtk_window_is_maximized (window));
  if (gtk_window_is_maximized (window) || gtk_window_is_fullscreen (window))
    return;
  gtk_window_get_default_size (window, &width, &height);
  if (width <= 0 || height <= 0)
    return;
  ehlo_settings_set_size ("window-width", width);
  ehlo_settings_set_size ("window-height", height);
}

char *
ehlo_memory_dup_place (guint *line)
{
  g_autofree char *name = ehlo_settings_dup_text ("lesson", "");
  g_autoptr (GVariant) value = ehlo_settings_get_value ("line");

  *line = value != NULL ? g_variant_get_uint32 (value) : 0;
  return name[0] != '\0' ? g_steal_pointer (&name) : NULL;
}

void
ehlo_memory_keep_place (const char *name, guint line)
{
  ehlo_settings_set_text ("lesson", name);
  ehlo_settings_set_value ("line", g_variant_new_uint32 (line));
}

void
ehlo_memory_restore_bookmarks (const char *name, EhloPlayer *player)
{
  g_autoptr (GVariant) all = ehlo_settings_get_value ("bookmarks");
  g_autoptr (GVariant) own = all != NULL ? g_variant_lookup_value (all, name, G_VARIANT_TYPE ("au")) : NULL;
  const guint32 *lines;
  gsize n;

  if (own == NULL)
    return;
  lines = g_variant_get_fixed_array (own, &n, sizeof (guint32));
  for (gsize i = 0; i < n; i++)
    ehlo_player_toggle_bookmark (player, lines[i]);
}

void
ehlo_memory_keep_bookmarks (const char *name, EhloPlayer *player)
{
  g_autoptr (GVariant) all = ehlo_settings_get_value ("bookmarks");
  GVariantBuilder builder;
  const guint *lines;
  guint n;

  if (all == NULL)
    return;
  lines = ehlo_player_get_bookmarks (player, &n);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sau}"));
  if (n > 0)
    g_variant_builder_add (&builder, "{s@au}", name, g_variant_new_fixed_array (G_VARIANT_TYPE_UINT32, lines, n, sizeof (guint32)));
  for (gsize i = 0; i < MIN (g_variant_n_children (all), MAX_RUNS); i++)
    {
      g_autoptr (GVariant) entry = g_variant_get_child_value (all, i);
      g_autoptr (GVariant) key = g_variant_get_child_value (entry, 0);

      if (!g_str_equal (g_variant_get_string (key, NULL), name))
        g_variant_builder_add_value (&builder, entry);
    }
  ehlo_settings_set_value ("bookmarks", g_variant_builder_end (&builder));
}

gboolean
ehlo_memory_is_finished (const char *name)
{
  g_autoptr (GVariant) all = ehlo_settings_get_value ("finished");
  g_autofree const char **names = all != NULL ? g_variant_get_strv (all, NULL) : NULL;

  return names != NULL && g_strv_contains (names, name);
}

void
ehlo_memory_keep_finished (const char *name)
{
  g_autoptr (GVariant) all = ehlo_settings_get_value ("finished");
  GVariantBuilder builder;

  if (all == NULL || ehlo_memory_is_finished (name))
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("as"));
  for (gsize i = 0; i < g_variant_n_children (all); i++)
    {
      g_autoptr (GVariant) entry = g_variant_get_child_value (all, i);

      g_variant_builder_add_value (&builder, entry);
    }
  g_variant_builder_add (&builder, "s", name);
  ehlo_settings_set_value ("finished", g_variant_builder_end (&builder));
}

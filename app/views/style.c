/* style.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/style.h"

static GtkCssProvider *base_provider;
static GtkCssProvider *dark_provider;
static GtkCssProvider *zoom_provider;
static double zoom_now = 1;
static gboolean is_dark;

static gboolean
measure_dark (void)
{
  GtkWidget *probe = g_object_ref_sink (gtk_label_new (NULL));
  GdkRGBA ground;
  gboolean dark = FALSE;

  if (gtk_style_context_lookup_color (gtk_widget_get_style_context (probe), "theme_bg_color", &ground))
    dark = 0.2126 * ground.red + 0.7152 * ground.green + 0.0722 * ground.blue < 0.5;
  g_object_unref (probe);
  return dark;
}

static void
sync_style (void)
{
  GdkDisplay *display = gdk_display_get_default ();

  is_dark = measure_dark ();
  gtk_style_context_remove_provider_for_display (display, GTK_STYLE_PROVIDER (dark_provider));
  if (is_dark)
    gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (dark_provider), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
}

void
ehlo_style_init (void)
{
  GtkSettings *settings = gtk_settings_get_default ();

  if (base_provider != NULL)
    return;
  base_provider = gtk_css_provider_new ();
  dark_provider = gtk_css_provider_new ();
  zoom_provider = gtk_css_provider_new ();
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (zoom_provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 2);
  gtk_css_provider_load_from_resource (base_provider, "/org/ehlo/Ehlo/style.css");
  gtk_css_provider_load_from_resource (dark_provider, "/org/ehlo/Ehlo/style-dark.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (base_provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  g_signal_connect_after (settings, "notify::gtk-theme-name", G_CALLBACK (sync_style), NULL);
  g_signal_connect_after (settings, "notify::gtk-application-prefer-dark-theme", G_CALLBACK (sync_style), NULL);
  sync_style ();
}

gboolean
ehlo_style_is_dark (void)
{
  return is_dark;
}

EhloTheme
ehlo_style_theme (GtkWidget *widget)
{
  EhloTheme theme = is_dark ? *ehlo_theme_dark () : *ehlo_theme_light ();

  theme.fonts = gtk_widget_get_pango_context (widget);
  return theme;
}

void
ehlo_style_set_zoom (double zoom)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *css = NULL;

  zoom_now = CLAMP (zoom, 0.8, 2);
  css = g_strdup_printf (".ehlo .content { font-size: %sem; }", g_ascii_formatd (number, sizeof number, "%.3f", 0.92 * zoom_now));
  gtk_css_provider_load_from_data (zoom_provider, css, -1);
}

double
ehlo_style_get_zoom (void)
{
  return zoom_now;
}

const char *
ehlo_style_class (ExplainClass klass)
{
  static const char * const names[] = { "none", "client", "ok", "more", "later", "no" };

  return names[klass];
}

void
ehlo_style_focus (GtkWidget *widget, GtkSnapshot *snapshot)
{
  if (gtk_widget_has_visible_focus (widget))
    gtk_snapshot_render_focus (snapshot, gtk_widget_get_style_context (widget), 1, 1, gtk_widget_get_width (widget) - 2,
                               gtk_widget_get_height (widget) - 2);
}

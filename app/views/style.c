/* style.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/style.h"

#include <string.h>

/* With this, 11 px become 18: on a picture 2 m wide they can be read from 8 m. */
#define PROJECTOR_SCALE 1.65

/* From the weakest to the strongest. */
enum { SHEET_BASE, SHEET_DARK, SHEET_CONTRAST, SHEET_CONTRAST_DARK, SHEET_PROJECTOR, SHEET_ZOOM, N_SHEETS };

static const char * const sheet_names[] = { "style.css", "style-dark.css", "style-contrast.css", "style-contrast-dark.css", "style-projector.css" };

static GtkCssProvider *sheets[N_SHEETS];
static gboolean looks[EHLO_N_LOOKS];
static double chosen_size = 1;
static gboolean is_dark;
static gboolean is_contrast;

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

/* Themes say it in their names: Default-hc, Default-hc-dark, HighContrast, HighContrastInverse. */
static gboolean
measure_contrast (void)
{
  g_autofree char *name = g_strdup (g_getenv ("GTK_THEME"));

  if (name == NULL)
    g_object_get (gtk_settings_get_default (), "gtk-theme-name", &name, NULL);
  return name != NULL && (strstr (name, "-hc") != NULL || g_ascii_strncasecmp (name, "HighContrast", 12) == 0);
}

static void
use_sheet (guint sheet, gboolean use)
{
  GdkDisplay *display = gdk_display_get_default ();

  gtk_style_context_remove_provider_for_display (display, GTK_STYLE_PROVIDER (sheets[sheet]));
  if (!use)
    return;
  if (sheet < SHEET_ZOOM && !g_object_get_data (G_OBJECT (sheets[sheet]), "loaded"))
    {
      g_autofree char *path = g_strconcat ("/org/ehlo/Ehlo/", sheet_names[sheet], NULL);

      gtk_css_provider_load_from_resource (sheets[sheet], path);
      g_object_set_data (G_OBJECT (sheets[sheet]), "loaded", GINT_TO_POINTER (TRUE));
    }
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (sheets[sheet]), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + sheet);
}

static void
sync_style (void)
{
  is_dark = measure_dark ();
  is_contrast = measure_contrast ();
  /* A dark theme may be forced upon the program; what is projected stays light. */
  use_sheet (SHEET_DARK, is_dark && !looks[EHLO_LOOK_PROJECTOR]);
  use_sheet (SHEET_CONTRAST, is_contrast);
  use_sheet (SHEET_CONTRAST_DARK, is_contrast && is_dark && !looks[EHLO_LOOK_PROJECTOR]);
  use_sheet (SHEET_PROJECTOR, looks[EHLO_LOOK_PROJECTOR]);
}

static void
resize_all (GtkWidget *widget)
{
  gtk_widget_queue_resize (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    resize_all (child);
}

static void
sync_size (void)
{
  GListModel *windows = gtk_window_get_toplevels ();
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *css = NULL;

  css = g_strdup_printf (".ehlo .content { font-size: %sem; }",
                         g_ascii_formatd (number, sizeof number, "%.3f", 0.92 * ehlo_style_get_zoom ()));
  gtk_css_provider_load_from_data (sheets[SHEET_ZOOM], css, -1);
  /* The drawings have their new size at once, the texts only with the next frame: nothing that was measured holds. */
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      resize_all (window);
    }
}

/* GTK's own settings carry what was chosen; what was not chosen is the desktop's again. */
static void
sync_settings (void)
{
  GtkSettings *settings = gtk_settings_get_default ();

  if (looks[EHLO_LOOK_CONTRAST])
    g_object_set (settings, "gtk-theme-name", "Default-hc", NULL);
  else
    gtk_settings_reset_property (settings, "gtk-theme-name");
  if (looks[EHLO_LOOK_PROJECTOR])
    g_object_set (settings, "gtk-application-prefer-dark-theme", FALSE, NULL);
  else if (looks[EHLO_LOOK_DARK])
    g_object_set (settings, "gtk-application-prefer-dark-theme", TRUE, NULL);
  else
    gtk_settings_reset_property (settings, "gtk-application-prefer-dark-theme");
  /* Projectors wash dark colours out, also those of a theme that is dark by itself. */
  if (looks[EHLO_LOOK_PROJECTOR] && measure_dark ())
    g_object_set (settings, "gtk-theme-name", looks[EHLO_LOOK_CONTRAST] ? "Default-hc" : "Default", NULL);
  if (looks[EHLO_LOOK_STILL])
    g_object_set (settings, "gtk-enable-animations", FALSE, NULL);
  else
    gtk_settings_reset_property (settings, "gtk-enable-animations");
}

void
ehlo_style_init (void)
{
  GtkSettings *settings = gtk_settings_get_default ();

  if (sheets[SHEET_BASE] != NULL)
    return;
  for (guint i = 0; i < N_SHEETS; i++)
    sheets[i] = gtk_css_provider_new ();
  use_sheet (SHEET_BASE, TRUE);
  use_sheet (SHEET_ZOOM, TRUE);
  g_signal_connect_after (settings, "notify::gtk-theme-name", G_CALLBACK (sync_style), NULL);
  g_signal_connect_after (settings, "notify::gtk-application-prefer-dark-theme", G_CALLBACK (sync_style), NULL);
  sync_style ();
}

void
ehlo_style_set_look (EhloLook look, gboolean on)
{
  if (looks[look] == on)
    return;
  looks[look] = on;
  sync_settings ();
  sync_style ();
  sync_size ();
}

gboolean
ehlo_style_is_dark (void)
{
  return is_dark;
}

gboolean
ehlo_style_is_contrast (void)
{
  return is_contrast;
}

gboolean
ehlo_style_is_projector (void)
{
  return looks[EHLO_LOOK_PROJECTOR];
}

gboolean
ehlo_style_is_still (void)
{
  gboolean animations;

  g_object_get (gtk_settings_get_default (), "gtk-enable-animations", &animations, NULL);
  return !animations;
}

EhloTheme
ehlo_style_theme (GtkWidget *widget)
{
  EhloTheme theme = *ehlo_theme_get (is_dark, is_contrast, looks[EHLO_LOOK_PROJECTOR]);

  theme.fonts = gtk_widget_get_pango_context (widget);
  return theme;
}

void
ehlo_style_set_size (double size)
{
  chosen_size = CLAMP (size, 0.8, 2);
  sync_size ();
}

double
ehlo_style_get_size (void)
{
  return chosen_size;
}

double
ehlo_style_get_zoom (void)
{
  return chosen_size * (looks[EHLO_LOOK_PROJECTOR] ? PROJECTOR_SCALE : 1);
}

GdkCursor *
ehlo_style_ring_cursor (void)
{
  enum { SIZE = 32 };
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, SIZE, SIZE);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (GdkCursor) fallback = gdk_cursor_new_from_name ("default", NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  /* White around the ring, so that it is seen on everything. */
  cairo_arc (cr, SIZE / 2.0, SIZE / 2.0, 12, 0, 2 * G_PI);
  cairo_set_line_width (cr, 6);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_stroke_preserve (cr);
  cairo_set_line_width (cr, 4);
  cairo_set_source_rgb (cr, 0.56, 0.06, 0.21);
  cairo_stroke (cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface), (gsize) cairo_image_surface_get_stride (surface) * SIZE);
  texture = gdk_memory_texture_new (SIZE, SIZE, GDK_MEMORY_DEFAULT, bytes, cairo_image_surface_get_stride (surface));
  cairo_surface_destroy (surface);
  return gdk_cursor_new_from_texture (texture, SIZE / 2, SIZE / 2, fallback);
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

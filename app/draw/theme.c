/* theme.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/theme.h"

static const EhloTheme light = {
  {
    [EHLO_COLOR_WINDOW] = 0xf6f5f4,      [EHLO_COLOR_BASE] = 0xffffff,       [EHLO_COLOR_BORDER] = 0xcdc7c2,
    [EHLO_COLOR_LINE] = 0xe6e3e0,        [EHLO_COLOR_ROW] = 0xdcebfb,        [EHLO_COLOR_INK] = 0x241f31,
    [EHLO_COLOR_DIM] = 0x5c5962,         [EHLO_COLOR_GHOST] = 0x676470,      [EHLO_COLOR_GHOST_LINE] = 0xbdb9c0,
    [EHLO_COLOR_ACCENT] = 0x1a5fb4,      [EHLO_COLOR_ON_ACCENT] = 0xffffff,  [EHLO_COLOR_OK] = 0x0b7668,
    [EHLO_COLOR_MORE] = 0x17479e,        [EHLO_COLOR_LATER] = 0x8a5200,      [EHLO_COLOR_NO] = 0x8f0f35,
    [EHLO_COLOR_CLIENT] = 0x4b3b8f,      [EHLO_COLOR_OK_TINT] = 0xe0f3ef,    [EHLO_COLOR_MORE_TINT] = 0xe3ecfb,
    [EHLO_COLOR_LATER_TINT] = 0xfbeed6,  [EHLO_COLOR_NO_TINT] = 0xfbe4ea,    [EHLO_COLOR_CLIENT_TINT] = 0xedeaf8,
    [EHLO_COLOR_PAPER] = 0xfffaf0,       [EHLO_COLOR_PAPER_LINE] = 0x8a7a55, [EHLO_COLOR_HOST] = 0xffffff,
    [EHLO_COLOR_LANE] = 0x8d8993,        [EHLO_COLOR_FIRST] = 0xa3410a,       [EHLO_COLOR_SECOND] = 0x24599c,
    [EHLO_COLOR_FIRST_TINT] = 0xfbe9de,  [EHLO_COLOR_SECOND_TINT] = 0xe0eaf8,
  }
};

static const EhloTheme dark = {
  {
    [EHLO_COLOR_WINDOW] = 0x2b2b2e,      [EHLO_COLOR_BASE] = 0x1e1e20,       [EHLO_COLOR_BORDER] = 0x151516,
    [EHLO_COLOR_LINE] = 0x323236,        [EHLO_COLOR_ROW] = 0x22384f,        [EHLO_COLOR_INK] = 0xf4f3f5,
    [EHLO_COLOR_DIM] = 0xbdbac2,         [EHLO_COLOR_GHOST] = 0xa8a5ae,      [EHLO_COLOR_GHOST_LINE] = 0x55535a,
    [EHLO_COLOR_ACCENT] = 0x84b4f0,      [EHLO_COLOR_ON_ACCENT] = 0x10202f,  [EHLO_COLOR_OK] = 0x86f2dc,
    [EHLO_COLOR_MORE] = 0x84b4f0,        [EHLO_COLOR_LATER] = 0xf5c451,      [EHLO_COLOR_NO] = 0xff8597,
    [EHLO_COLOR_CLIENT] = 0xc9bdff,      [EHLO_COLOR_OK_TINT] = 0x123f38,    [EHLO_COLOR_MORE_TINT] = 0x1b3556,
    [EHLO_COLOR_LATER_TINT] = 0x463408,  [EHLO_COLOR_NO_TINT] = 0x52202b,    [EHLO_COLOR_CLIENT_TINT] = 0x34305a,
    [EHLO_COLOR_PAPER] = 0xfff4dc,       [EHLO_COLOR_PAPER_LINE] = 0x6d5f3d, [EHLO_COLOR_HOST] = 0x333337,
    [EHLO_COLOR_LANE] = 0x8f8c96,        [EHLO_COLOR_FIRST] = 0xffab73,       [EHLO_COLOR_SECOND] = 0x8fc0ff,
    [EHLO_COLOR_FIRST_TINT] = 0x4a2c18,  [EHLO_COLOR_SECOND_TINT] = 0x1f3654,
  }
};

static const EhloTheme contrast_light = {
  {
    [EHLO_COLOR_WINDOW] = 0xffffff,      [EHLO_COLOR_BASE] = 0xffffff,       [EHLO_COLOR_BORDER] = 0x000000,
    [EHLO_COLOR_LINE] = 0x8d8993,        [EHLO_COLOR_ROW] = 0xffffff,        [EHLO_COLOR_INK] = 0x000000,
    [EHLO_COLOR_DIM] = 0x000000,         [EHLO_COLOR_GHOST] = 0x4a474e,      [EHLO_COLOR_GHOST_LINE] = 0x77747c,
    [EHLO_COLOR_ACCENT] = 0x17479e,      [EHLO_COLOR_ON_ACCENT] = 0xffffff,  [EHLO_COLOR_OK] = 0x085a4f,
    [EHLO_COLOR_MORE] = 0x17479e,        [EHLO_COLOR_LATER] = 0x6b3f00,      [EHLO_COLOR_NO] = 0x8f0f35,
    [EHLO_COLOR_CLIENT] = 0x3d2f7a,      [EHLO_COLOR_OK_TINT] = 0xffffff,    [EHLO_COLOR_MORE_TINT] = 0xffffff,
    [EHLO_COLOR_LATER_TINT] = 0xffffff,  [EHLO_COLOR_NO_TINT] = 0xffffff,    [EHLO_COLOR_CLIENT_TINT] = 0xffffff,
    [EHLO_COLOR_PAPER] = 0xffffff,       [EHLO_COLOR_PAPER_LINE] = 0x000000, [EHLO_COLOR_HOST] = 0xffffff,
    [EHLO_COLOR_LANE] = 0x000000,        [EHLO_COLOR_FIRST] = 0x7a2f00,       [EHLO_COLOR_SECOND] = 0x17479e,
    [EHLO_COLOR_FIRST_TINT] = 0xffffff,  [EHLO_COLOR_SECOND_TINT] = 0xffffff,
  },
  2
};

static const EhloTheme contrast_dark = {
  {
    [EHLO_COLOR_WINDOW] = 0x000000,      [EHLO_COLOR_BASE] = 0x000000,       [EHLO_COLOR_BORDER] = 0xffffff,
    [EHLO_COLOR_LINE] = 0x8f8c96,        [EHLO_COLOR_ROW] = 0x000000,        [EHLO_COLOR_INK] = 0xffffff,
    [EHLO_COLOR_DIM] = 0xffffff,         [EHLO_COLOR_GHOST] = 0xc4c1c9,      [EHLO_COLOR_GHOST_LINE] = 0x8f8c96,
    [EHLO_COLOR_ACCENT] = 0x9cc4f5,      [EHLO_COLOR_ON_ACCENT] = 0x000000,  [EHLO_COLOR_OK] = 0x86f2dc,
    [EHLO_COLOR_MORE] = 0x9cc4f5,        [EHLO_COLOR_LATER] = 0xf5c451,      [EHLO_COLOR_NO] = 0xff9aa9,
    [EHLO_COLOR_CLIENT] = 0xd3c9ff,      [EHLO_COLOR_OK_TINT] = 0x000000,    [EHLO_COLOR_MORE_TINT] = 0x000000,
    [EHLO_COLOR_LATER_TINT] = 0x000000,  [EHLO_COLOR_NO_TINT] = 0x000000,    [EHLO_COLOR_CLIENT_TINT] = 0x000000,
    [EHLO_COLOR_PAPER] = 0xffffff,       [EHLO_COLOR_PAPER_LINE] = 0x000000, [EHLO_COLOR_HOST] = 0x000000,
    [EHLO_COLOR_LANE] = 0xffffff,        [EHLO_COLOR_FIRST] = 0xffb98a,       [EHLO_COLOR_SECOND] = 0x9cc4f5,
    [EHLO_COLOR_FIRST_TINT] = 0x000000,  [EHLO_COLOR_SECOND_TINT] = 0x000000,
  },
  2
};

/* The light theme, on pure white, with lanes in ink: pale lines do not reach the last row. */
static const EhloTheme projector = {
  {
    [EHLO_COLOR_WINDOW] = 0xffffff,      [EHLO_COLOR_BASE] = 0xffffff,       [EHLO_COLOR_BORDER] = 0x8d8993,
    [EHLO_COLOR_LINE] = 0xe6e3e0,        [EHLO_COLOR_ROW] = 0xdcebfb,        [EHLO_COLOR_INK] = 0x000000,
    [EHLO_COLOR_DIM] = 0x3d3a43,         [EHLO_COLOR_GHOST] = 0x5c5962,      [EHLO_COLOR_GHOST_LINE] = 0x9a96a0,
    [EHLO_COLOR_ACCENT] = 0x1a5fb4,      [EHLO_COLOR_ON_ACCENT] = 0xffffff,  [EHLO_COLOR_OK] = 0x0b7668,
    [EHLO_COLOR_MORE] = 0x17479e,        [EHLO_COLOR_LATER] = 0x8a5200,      [EHLO_COLOR_NO] = 0x8f0f35,
    [EHLO_COLOR_CLIENT] = 0x4b3b8f,      [EHLO_COLOR_OK_TINT] = 0xe0f3ef,    [EHLO_COLOR_MORE_TINT] = 0xe3ecfb,
    [EHLO_COLOR_LATER_TINT] = 0xfbeed6,  [EHLO_COLOR_NO_TINT] = 0xfbe4ea,    [EHLO_COLOR_CLIENT_TINT] = 0xedeaf8,
    [EHLO_COLOR_PAPER] = 0xfffaf0,       [EHLO_COLOR_PAPER_LINE] = 0x5f5338, [EHLO_COLOR_HOST] = 0xffffff,
    [EHLO_COLOR_LANE] = 0x241f31,        [EHLO_COLOR_FIRST] = 0xa3410a,       [EHLO_COLOR_SECOND] = 0x24599c,
    [EHLO_COLOR_FIRST_TINT] = 0xfbe9de,  [EHLO_COLOR_SECOND_TINT] = 0xe0eaf8,
  },
  2
};

const EhloTheme *
ehlo_theme_light (void)
{
  return &light;
}

const EhloTheme *
ehlo_theme_dark (void)
{
  return &dark;
}

const EhloTheme *
ehlo_theme_get (gboolean is_dark, gboolean is_contrast, gboolean is_projector)
{
  if (is_contrast)
    return is_dark && !is_projector ? &contrast_dark : &contrast_light;
  if (is_projector)
    return &projector;
  return is_dark ? &dark : &light;
}

void
ehlo_theme_set_source (const EhloTheme *self, cairo_t *cr, EhloColor color, double alpha)
{
  guint32 rgb = self->colors[color];

  cairo_set_source_rgba (cr, ((rgb >> 16) & 0xff) / 255.0, ((rgb >> 8) & 0xff) / 255.0, (rgb & 0xff) / 255.0, alpha);
}

EhloColor
ehlo_theme_class (ExplainClass klass)
{
  switch (klass)
    {
    case EXPLAIN_CLASS_CLIENT: return EHLO_COLOR_CLIENT;
    case EXPLAIN_CLASS_OK: return EHLO_COLOR_OK;
    case EXPLAIN_CLASS_MORE: return EHLO_COLOR_MORE;
    case EXPLAIN_CLASS_LATER: return EHLO_COLOR_LATER;
    case EXPLAIN_CLASS_NO: return EHLO_COLOR_NO;
    case EXPLAIN_CLASS_NONE: break;
    }
  return EHLO_COLOR_INK;
}

EhloColor
ehlo_theme_class_tint (ExplainClass klass)
{
  switch (klass)
    {
    case EXPLAIN_CLASS_CLIENT: return EHLO_COLOR_CLIENT_TINT;
    case EXPLAIN_CLASS_OK: return EHLO_COLOR_OK_TINT;
    case EXPLAIN_CLASS_MORE: return EHLO_COLOR_MORE_TINT;
    case EXPLAIN_CLASS_LATER: return EHLO_COLOR_LATER_TINT;
    case EXPLAIN_CLASS_NO: return EHLO_COLOR_NO_TINT;
    case EXPLAIN_CLASS_NONE: break;
    }
  return EHLO_COLOR_LINE;
}

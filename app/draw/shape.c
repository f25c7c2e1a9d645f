/* shape.c - two generations: what was not asked for during a whole one is dropped
 *
 * Kept are Pango's glyph runs and not its layouts, which would keep the context
 * alive that owns them. The runs know their text: a PDF stays searchable.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/shape.h"

#include <string.h>

#define LIMIT       2000
#define ASCII_FIRST ' '
#define ASCII_LAST  '~'

/* The glyph of an ASCII character. */
typedef struct
{
  PangoItem     *item;      /* its font; NULL: it has no single glyph, or is of another font or width than the rest */
  PangoGlyphInfo glyph;
  int            advance;   /* in Pango's units, as all below */
  int            height, baseline;
} Letter;

typedef struct
{
  GHashTable *young;    /* EhloShape by itself */
  GHashTable *old;
  EhloShape  *single;   /* the last one, where nothing is remembered */
  guint       limit;
  guint       serial;   /* of the context */
  Letter    **letters[EHLO_N_FONTS];   /* ASCII_FIRST to ASCII_LAST; NULL: not asked for yet */
} Shapes;

const EhloFontFace ehlo_fonts[EHLO_N_FONTS] = {
  [EHLO_FONT_AXIS] = { 11, FALSE, FALSE },     [EHLO_FONT_AXIS_BOLD] = { 11, FALSE, TRUE },
  [EHLO_FONT_SMALL] = { 12, FALSE, FALSE },    [EHLO_FONT_SMALL_BOLD] = { 12, FALSE, TRUE },
  [EHLO_FONT_BODY] = { 13, FALSE, FALSE },     [EHLO_FONT_BODY_BOLD] = { 13, FALSE, TRUE },
  [EHLO_FONT_MONO_AXIS] = { 11, TRUE, FALSE }, [EHLO_FONT_MONO] = { 12.5, TRUE, FALSE },
  [EHLO_FONT_MONO_BOLD] = { 12.5, TRUE, TRUE }, [EHLO_FONT_MONO_SLIP] = { 15, TRUE, TRUE },
};

static guint
hash (gconstpointer key)
{
  const EhloShape *shape = key;

  return g_str_hash (shape->text) * EHLO_N_FONTS + shape->font;
}

static gboolean
equal (gconstpointer a, gconstpointer b)
{
  const EhloShape *one = a, *other = b;

  return one->font == other->font && g_str_equal (one->text, other->text);
}

static void
shape_free (gpointer data)
{
  EhloShape *self = data;

  g_slist_free_full (self->runs, (GDestroyNotify) pango_glyph_item_free);
  g_free (self->text);
  g_free (self);
}

static GHashTable *
make_generation (void)
{
  return g_hash_table_new_full (hash, equal, NULL, shape_free);
}

static void
forget_letters (Shapes *self)
{
  for (guint font = 0; font < EHLO_N_FONTS; font++)
    {
      for (guint i = 0; self->letters[font] != NULL && i <= ASCII_LAST - ASCII_FIRST; i++)
        if (self->letters[font][i] != NULL)
          {
            g_clear_pointer (&self->letters[font][i]->item, pango_item_free);
            g_free (self->letters[font][i]);
          }
      g_clear_pointer (&self->letters[font], g_free);
    }
}

static void
shapes_free (gpointer data)
{
  Shapes *self = data;

  forget_letters (self);

  g_hash_table_unref (self->young);
  g_hash_table_unref (self->old);
  g_clear_pointer (&self->single, shape_free);
  g_free (self);
}

static Shapes *
get_shapes (PangoContext *context)
{
  static GQuark quark = 0;
  Shapes *self;

  if (quark == 0)
    quark = g_quark_from_static_string ("ehlo-shapes");
  self = g_object_get_qdata (G_OBJECT (context), quark);
  if (self == NULL)
    {
      self = g_new0 (Shapes, 1);
      self->young = make_generation ();
      self->old = make_generation ();
      self->limit = LIMIT;
      self->serial = pango_context_get_serial (context);
      g_object_set_qdata_full (G_OBJECT (context), quark, self, shapes_free);
    }
  if (self->serial != pango_context_get_serial (context))
    {
      g_hash_table_remove_all (self->young);
      g_hash_table_remove_all (self->old);
      forget_letters (self);
      self->serial = pango_context_get_serial (context);
    }
  return self;
}

static PangoLayout *
make_layout (PangoContext *context, EhloFont font, const char *text)
{
  PangoLayout *layout = pango_layout_new (context);
  PangoFontDescription *description = pango_font_description_copy (pango_context_get_font_description (context));

  if (ehlo_fonts[font].mono)
    pango_font_description_set_family_static (description, "monospace");
  else if (pango_font_description_get_family (description) == NULL)
    pango_font_description_set_family_static (description, "sans");
  pango_font_description_set_absolute_size (description, ehlo_fonts[font].size * PANGO_SCALE);
  pango_font_description_set_weight (description, ehlo_fonts[font].bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (layout, description);
  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_set_text (layout, text, -1);
  pango_font_description_free (description);
  return layout;
}

static EhloShape *
make_shape (PangoContext *context, EhloFont font, const char *text)
{
  g_autoptr (PangoLayout) layout = make_layout (context, font, text);
  EhloShape *self = g_new0 (EhloShape, 1);
  int width;

  self->font = font;
  self->text = g_strdup (text);
  pango_layout_get_size (layout, &width, NULL);
  pango_layout_get_pixel_size (layout, &self->pixel_width, &self->pixel_height);
  self->width = (double) width / PANGO_SCALE;
  self->baseline = (double) pango_layout_get_baseline (layout) / PANGO_SCALE;
  for (GSList *l = pango_layout_get_line_readonly (layout, 0)->runs; l != NULL; l = l->next)
    self->runs = g_slist_prepend (self->runs, pango_glyph_item_copy (l->data));
  self->runs = g_slist_reverse (self->runs);
  return self;
}

/* How many letters a text has that can be put together from single ones: ASCII where all are equally wide, digits
 * elsewhere; 0: it cannot. Letters are not joined then, which protocol text must not be. */
static gsize
quick_length (EhloFont font, const char *text)
{
  gsize len = 0;

  while (ehlo_fonts[font].mono ? text[len] >= ASCII_FIRST && text[len] <= ASCII_LAST : g_ascii_isdigit (text[len]))
    len++;
  return text[len] == '\0' ? len : 0;
}

static void
fill_letter (Letter *letter, PangoContext *context, EhloFont font, char c)
{
  g_autoptr (PangoLayout) layout = make_layout (context, font, (char[]) { c, '\0' });
  const GSList *runs = pango_layout_get_line_readonly (layout, 0)->runs;
  const PangoGlyphItem *run = runs != NULL && runs->next == NULL ? runs->data : NULL;

  pango_layout_get_size (layout, &letter->advance, &letter->height);
  letter->baseline = pango_layout_get_baseline (layout);
  if (run == NULL || run->glyphs->num_glyphs != 1 || (run->glyphs->glyphs[0].glyph & PANGO_GLYPH_UNKNOWN_FLAG))
    return;
  letter->item = pango_item_copy (run->item);
  letter->glyph = run->glyphs->glyphs[0];
}

/* NULL: this font has no such letter to put texts together from. */
static const Letter *
get_letter (Shapes *shapes, PangoContext *context, EhloFont font, char c)
{
  Letter **all = shapes->letters[font], *letter;

  if (all == NULL)
    all = shapes->letters[font] = g_new0 (Letter *, ASCII_LAST - ASCII_FIRST + 1);
  letter = all[c - ASCII_FIRST];
  if (G_UNLIKELY (letter == NULL))
    {
      letter = all[c - ASCII_FIRST] = g_new0 (Letter, 1);
      fill_letter (letter, context, font, c);
      /* A font may call itself monospaced and not be so. */
      if (c != '0' && letter->item != NULL)
        {
          const Letter *zero = get_letter (shapes, context, font, '0');

          if (zero == NULL || zero->advance != letter->advance || zero->item->analysis.font != letter->item->analysis.font)
            g_clear_pointer (&letter->item, pango_item_free);
        }
    }
  return letter->item != NULL ? letter : NULL;
}

/* NULL: it cannot be put together. */
static EhloShape *
make_quickly (Shapes *shapes, PangoContext *context, EhloFont font, const char *text)
{
  gsize len = quick_length (font, text);
  PangoGlyphItem *run;
  const Letter *zero;
  EhloShape *self;

  for (gsize i = 0; i < len; i++)
    if (get_letter (shapes, context, font, text[i]) == NULL)
      len = 0;
  if (len == 0)
    return NULL;
  zero = get_letter (shapes, context, font, '0');
  run = g_slice_new0 (PangoGlyphItem);   /* as pango_glyph_item_free() expects */
  run->item = pango_item_copy (zero->item);
  run->item->length = run->item->num_chars = (int) len;
  run->glyphs = pango_glyph_string_new ();
  pango_glyph_string_set_size (run->glyphs, (int) len);
  for (gsize i = 0; i < len; i++)
    {
      run->glyphs->glyphs[i] = shapes->letters[font][text[i] - ASCII_FIRST]->glyph;
      run->glyphs->log_clusters[i] = (int) i;
    }
  self = g_new0 (EhloShape, 1);
  self->font = font;
  self->text = g_strdup (text);
  self->runs = g_slist_prepend (NULL, run);
  self->width = (double) (len * zero->advance) / PANGO_SCALE;
  self->pixel_width = PANGO_PIXELS_CEIL ((int) len * zero->advance);
  self->pixel_height = PANGO_PIXELS_CEIL (zero->height);
  self->baseline = (double) zero->baseline / PANGO_SCALE;
  return self;
}

const EhloShape *
ehlo_shape_get (PangoContext *context, EhloFont font, const char *text)
{
  Shapes *shapes = get_shapes (context);
  const EhloShape key = { font, (char *) text };
  EhloShape *shape = g_hash_table_lookup (shapes->young, &key);

  if (shape != NULL)
    return shape;
  if (shapes->limit == 0)
    {
      g_clear_pointer (&shapes->single, shape_free);
      return shapes->single = make_shape (context, font, text);
    }
  if (g_hash_table_steal_extended (shapes->old, &key, NULL, (gpointer *) &shape) == FALSE)
    shape = make_quickly (shapes, context, font, text);
  if (shape == NULL)
    shape = make_shape (context, font, text);
  if (g_hash_table_size (shapes->young) >= MAX (shapes->limit / 2, 1))
    {
      GHashTable *dropped = shapes->old;

      g_hash_table_remove_all (dropped);
      shapes->old = shapes->young;
      shapes->young = dropped;
    }
  g_hash_table_add (shapes->young, shape);
  return shape;
}

double
ehlo_shape_width (PangoContext *context, EhloFont font, const char *text)
{
  Shapes *shapes = get_shapes (context);
  const Letter * const *letters = (const Letter * const *) shapes->letters[font];
  const char *at = text;

  if (shapes->limit == 0 || !ehlo_fonts[font].mono || letters == NULL)
    return ehlo_shape_get (context, font, text)->width;
  while (*at >= ASCII_FIRST && *at <= ASCII_LAST && letters[*at - ASCII_FIRST] != NULL && letters[*at - ASCII_FIRST]->item != NULL)
    at++;
  /* A letter that is new is looked for while the text is made. */
  if (*at != '\0' || at == text)
    return ehlo_shape_get (context, font, text)->width;
  return (double) ((at - text) * letters['0' - ASCII_FIRST]->advance) / PANGO_SCALE;
}

void
ehlo_shape_paint (const EhloShape *self, cairo_t *cr, double x, double y)
{
  gboolean with_text = cairo_surface_has_show_text_glyphs (cairo_get_target (cr));

  for (GSList *l = self->runs; l != NULL; l = l->next)
    {
      PangoGlyphItem *run = l->data;
      const PangoGlyphString *string = run->glyphs;
      g_autofree cairo_glyph_t *glyphs = NULL;
      double start = x;
      gboolean known = TRUE;
      int n = 0;

      if (!with_text)
        glyphs = g_new (cairo_glyph_t, string->num_glyphs);
      for (int i = 0; i < string->num_glyphs; i++)
        {
          const PangoGlyphGeometry *place = &string->glyphs[i].geometry;

          known = known && !(string->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG);
          if (glyphs != NULL && string->glyphs[i].glyph != PANGO_GLYPH_EMPTY)
            glyphs[n++] = (cairo_glyph_t) { string->glyphs[i].glyph, x + (double) place->x_offset / PANGO_SCALE,
                                          y + self->baseline + (double) place->y_offset / PANGO_SCALE };
          x += (double) place->width / PANGO_SCALE;
        }
      /* Straight to Cairo where Pango would add nothing: no text behind the glyphs, no box for one that no font has. */
      if (glyphs != NULL && known)
        {
          cairo_set_scaled_font (cr, pango_cairo_font_get_scaled_font (PANGO_CAIRO_FONT (run->item->analysis.font)));
          cairo_show_glyphs (cr, glyphs, n);
          continue;
        }
      cairo_move_to (cr, start, y + self->baseline);
      pango_cairo_show_glyph_item (cr, self->text, run);
    }
  cairo_new_path (cr);
}

void
ehlo_shape_limit (PangoContext *context, guint limit)
{
  Shapes *shapes = get_shapes (context);

  shapes->limit = limit;
  g_hash_table_remove_all (shapes->young);
  g_hash_table_remove_all (shapes->old);
}

guint
ehlo_shape_count (PangoContext *context)
{
  const Shapes *shapes = get_shapes (context);

  return g_hash_table_size (shapes->young) + g_hash_table_size (shapes->old);
}

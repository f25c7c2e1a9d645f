/* glyph.h - a reply class's shape as a widget, the size of a letter or larger
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "sim/explain/explain.h"

G_BEGIN_DECLS

#define EHLO_TYPE_GLYPH (ehlo_glyph_get_type ())
G_DECLARE_FINAL_TYPE (EhloGlyph, ehlo_glyph, EHLO, GLYPH, GtkWidget)

GtkWidget *ehlo_glyph_new       (int size);
void       ehlo_glyph_set_class (EhloGlyph *self, ExplainClass klass);   /* a command: a small pointer */

G_END_DECLS

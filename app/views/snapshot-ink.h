/* snapshot-ink.h - what app/draw paints, as render nodes
 *
 * Texts, rectangles and straight lines become nodes of their own, which every
 * renderer paints straight into its target; only what is left (heads of arrows,
 * small pictures) is a Cairo node, no larger than itself.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What is painted into the context goes to @snapshot, until it is ended. */
cairo_t *ehlo_snapshot_ink_begin (GtkSnapshot *snapshot);
void     ehlo_snapshot_ink_end   (cairo_t *cr);

G_END_DECLS

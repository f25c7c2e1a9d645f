/* parts-layout.h - a protocol line taken apart: each part underlined, its name beneath
 *
 * A pure function of line, parts and width. Sizes are pixels at zoom 1.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/measure.h"
#include "sim/explain/dissect.h"

G_BEGIN_DECLS

typedef struct
{
  double          x;
  double          y;          /* top */
  double          width;      /* of what is written; the name may be wider */
  char           *text;       /* as it is written: one too long for a row ends with "…" */
  const char     *name;       /* in the reader's language; NULL: what stands between the parts */
  gboolean        again;      /* the part before, in the same row, has this name already: it is not written once more */
  ExplainPartKind kind;
} PartsCell;

typedef struct
{
  GArray *cells;              /* PartsCell */
  double  width;
  double  height;
} PartsLayout;

PartsLayout *parts_layout_new  (const char *text, const GArray *parts, double width, EhloMeasure measure, gpointer data);
void         parts_layout_free (PartsLayout *self);

/* One sentence for assistive technology: "MAIL: command; FROM:: fixed word". (transfer full) */
char        *parts_layout_sentence (const PartsLayout *self);

void         parts_paint       (const PartsLayout *self, cairo_t *cr, const EhloTheme *theme);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PartsLayout, parts_layout_free)

G_END_DECLS

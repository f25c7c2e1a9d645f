/* export-choice.h - what of a run goes to paper, to a file or to the clipboard
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "app/draw/page.h"
#include "app/model/player.h"

G_BEGIN_DECLS

typedef enum
{
  EHLO_RANGE_ALL,
  EHLO_RANGE_SO_FAR,       /* up to the current step */
  EHLO_RANGE_CONNECTION,   /* the current one */
  EHLO_RANGE_STEP          /* the current step, as long as the granularity makes it */
} EhloRange;

typedef struct
{
  EhloPageView   view;
  EhloRange      range;
  EhloPageFormat format;
} EhloExportChoice;

/* Which lines of the run those are; FALSE: none. */
gboolean   ehlo_export_range       (EhloPlayer *player, EhloRange range, guint *from, guint *to);

/* Its title is borrowed from the player; FALSE: there is nothing to draw. */
gboolean   ehlo_export_choice_spec (const EhloExportChoice *self, EhloPlayer *player, EhloPageSpec *spec);

/* "first-letter-ladder.pdf"; @compare: "first-letter-compare.pdf". (transfer full) */
char      *ehlo_export_choice_name (const EhloExportChoice *self, EhloPlayer *player, gboolean compare);

/* Rows of names and lists that change *@choice, which outlives them. EHLO_RANGE_STEP is not offered. */
GtkWidget *ehlo_export_choice_grid (EhloExportChoice *choice, gboolean with_what, gboolean with_format);

G_END_DECLS

/* ladder-private.h - what the makers of a ladder's parts share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/ladder-layout.h"

G_BEGIN_DECLS

#define LADDER_EDGE         8.0
#define LADDER_STRIP_HALF   6.5    /* of a strip with its name on it */
#define LADDER_NARROW_HALF  2.5

/* What the layout is made from, so that helpers need not take eight arguments. */
typedef struct
{
  const SimTrace      *trace;
  const SimSteps      *lines;
  const LadderRows    *rows;
  const LadderOptions *options;
  const EhloLanes     *lanes;
  EhloMeasure          measure;
  gpointer             data;
  guint                current;   /* step */
  guint                cursor;
  double               width;
  LadderLayout        *layout;
} LadderMaker;

/* The item of one row, appended. */
void        ladder_add_item     (const LadderMaker *maker, guint row);
/* Beside the items that are there. */
void        ladder_add_brackets (const LadderMaker *maker);
void        ladder_add_strips   (const LadderMaker *maker);

LadderState ladder_state_of     (const LadderMaker *maker, guint step);
/* How far an arrow keeps from the middle of the lifeline at its left, or right. */
double      ladder_left_half    (const LadderMaker *maker);
double      ladder_right_half   (const LadderMaker *maker);

G_END_DECLS

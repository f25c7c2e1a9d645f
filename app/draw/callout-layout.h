/* callout-layout.h - where a card with a pointer stands beside what it speaks of
 *
 * Below it if there is room, else above it; never over it as long as it fits on one
 * side. Pure; pixels.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define CALLOUT_POINTER 9.0   /* its height */
#define CALLOUT_MARGIN  6.0   /* to the edges */

typedef struct
{
  double x, y, width, height;
} CalloutBox;

typedef enum
{
  CALLOUT_BELOW,    /* the pointer is at the card's top */
  CALLOUT_ABOVE,
  CALLOUT_FREE      /* it speaks of nothing that is seen: no pointer */
} CalloutSide;

typedef struct
{
  CalloutBox  card;      /* with the room of its pointer */
  CalloutSide side;
  double      pointer;   /* x of its tip, from the card's left edge */
} CalloutPlace;

/* @width, @height: of the room. @anchor: the row that must stay free; @x: where on it the pointer points; NULL: none is seen.
 * @card_height: without the pointer. */
void callout_place (double width, double height, const CalloutBox *anchor, double x, double card_width, double card_height, CalloutPlace *out);

G_END_DECLS

/* callout-layout.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/callout-layout.h"

/* The pointer keeps away from the card's round corners. */
#define CORNER 18.0

void
callout_place (double width, double height, const CalloutBox *anchor, double x, double card_width, double card_height, CalloutPlace *out)
{
  double least = CALLOUT_MARGIN, most = MAX (width - card_width - CALLOUT_MARGIN, CALLOUT_MARGIN);
  double above, below;

  *out = (CalloutPlace) { { 0, 0, card_width, card_height }, CALLOUT_FREE, 0 };
  if (anchor == NULL)
    {
      out->card.x = CLAMP ((width - card_width) / 2, least, most);
      out->card.y = MAX (height - card_height - 2 * CALLOUT_MARGIN, 0);
      return;
    }
  out->card.height += CALLOUT_POINTER;
  above = anchor->y - CALLOUT_MARGIN;
  below = height - (anchor->y + anchor->height) - CALLOUT_MARGIN;
  out->side = below >= out->card.height || below >= above ? CALLOUT_BELOW : CALLOUT_ABOVE;
  out->card.x = CLAMP (x - card_width / 2, least, most);
  out->card.y = out->side == CALLOUT_BELOW ? anchor->y + anchor->height : anchor->y - out->card.height;
  /* Where neither side is high enough the card is seen whole. */
  out->card.y = CLAMP (out->card.y, 0, MAX (height - out->card.height, 0));
  out->pointer = CLAMP (x - out->card.x, CORNER, MAX (card_width - CORNER, CORNER));
}

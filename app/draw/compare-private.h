/* compare-private.h - what the parts of the comparison share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/compare-layout.h"

extern const EhloColor compare_colors[2];
extern const EhloColor compare_tints[2];

/* Received or sent octets: whichever are more of what happens. */
CompareFigure compare_main_figure (const SimComparison *comparison);

/* In one line around @middle, or in two where it has no room; cut if even that is too little. */
void          compare_two_lines   (EhloSheet *sheet, EhloFont font, EhloColor color, double x, double middle, double room, const char *text);

/* "85 ms", "34.9 s". (transfer full) */
char         *compare_time_text   (SimTime time);

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

/* "85 ms", "34.9 s". (transfer full) */
char         *compare_time_text   (SimTime time);

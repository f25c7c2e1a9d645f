/* sheet-check.h - what holds for every sheet: nothing overlaps, nothing is cut, everything can be read out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/sheet.h"

/* Fails the test with the sheet's text if it does not hold. @what: said in the message. */
void sheet_check (const EhloSheet *sheet, const char *what);

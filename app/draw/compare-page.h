/* compare-page.h - a comparison as a document: the totals first, then the ladders
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/compare-layout.h"
#include "app/draw/document.h"

G_BEGIN_DECLS

/* NULL: @error says why. */
GBytes *ehlo_compare_page_new (const SimComparison *comparison, EhloPageFormat format, GError **error);

G_END_DECLS

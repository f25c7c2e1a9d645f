/* ledger.h - the entries of a run that speak of stored messages, found once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/trace/trace.h"

G_BEGIN_DECLS

typedef struct _EhloLedger EhloLedger;

EhloLedger  *ehlo_ledger_new   (SimTrace *trace);    /* holds a reference */
void         ehlo_ledger_free  (EhloLedger *self);

/* Indices of the STORED entries, and of the NOTEs that speak of one, below @cursor: in their order, @n of them. The trace may
 * have grown meanwhile. Valid until the next call. */
const guint *ehlo_ledger_until (EhloLedger *self, guint cursor, guint *n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EhloLedger, ehlo_ledger_free)

G_END_DECLS

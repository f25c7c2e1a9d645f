/* fault-rule.h - a lesson's fault as the servers of a world or of the lab want it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/actors/faults.h"
#include "sim/world/scenario.h"

G_BEGIN_DECLS

/* (transfer full) */
SimFaultRule *sim_fault_rule_new (const SimFaultSpec *spec);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/world/fault-rule.h"

SimFaultRule *
sim_fault_rule_new (const SimFaultSpec *spec)
{
  static const SimMisdeed misdeeds[] = { SIM_MISDEED_REPLY, SIM_MISDEED_DELAY, SIM_MISDEED_DROP, SIM_MISDEED_CUT };
  SimFaultRule *rule = g_new0 (SimFaultRule, 1);

  rule->verb = g_strdup (spec->verb);
  rule->argument = g_strdup (spec->argument);
  rule->nth = spec->nth;
  rule->first = spec->first;
  rule->what = misdeeds[spec->what];
  rule->reply = g_strdup (spec->reply);
  rule->delay = spec->delay;
  return rule;
}

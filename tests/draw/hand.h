/* hand.h - a run written by hand, for tests of drawings: nothing has to be simulated
 *
 * Anna submits a letter, the name server is asked, the letter is relayed to two
 * recipients of whom one is put off and one is unknown, and half an hour passes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/trace/trace.h"

SimTrace *hand_trace (void);   /* (transfer full) */

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/net/pump.h"

void
sim_pump (SimSession *session, SimTime now, const SimTransport *type, gpointer transport)
{
  SimOutput output;

  while (sim_session_next (session, &output))
    {
      switch (output.kind)
        {
        case SIM_OUTPUT_SEND:
          type->send (transport, now, &output);
          break;
        case SIM_OUTPUT_MOVE:
          type->move (transport, now, &output);
          break;
        case SIM_OUTPUT_ASK:
          type->ask (transport, now, &output);
          break;
        case SIM_OUTPUT_START_TLS:
          type->start_tls (transport, now);
          break;
        case SIM_OUTPUT_CLOSE:
          type->close (transport, now);
          break;
        }
      sim_output_clear (&output);
    }
}

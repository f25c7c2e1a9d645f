/* agenda-ns3.cc - the agenda of ns-3, for bench-engine; built where ns-3 is installed
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/bench/agenda.h"

#include <ns3/object-factory.h>
#include <ns3/simulator.h>

#include <vector>

/* The simulator itself is a singleton. */
struct Ns3
{
  guint                     turn = 0;
  guint                     left = 0;
  guint                     expired = 0;
  std::vector<ns3::EventId> timers{ TIMER_LIFE };
};

static void
count (Ns3 *self)
{
  if (--self->left == 0)
    ns3::Simulator::Stop ();
}

static void
hold (Ns3 *self)
{
  ns3::Simulator::Schedule (ns3::NanoSeconds (bench_delay (self->turn++)), &hold, self);
  count (self);
}

static void
expire (Ns3 *self)
{
  self->expired++;
}

static void
tick (Ns3 *self)
{
  guint turn = self->turn++;
  ns3::EventId &timer = self->timers[turn % TIMER_LIFE];

  if (turn >= TIMER_LIFE && bench_is_cancelled (turn - TIMER_LIFE))
    timer.Cancel ();
  timer = ns3::Simulator::Schedule (ns3::NanoSeconds (TIMER_TIME + bench_delay (turn)), &expire, self);
  ns3::Simulator::Schedule (ns3::NanoSeconds (TICK_GAP), &tick, self);
  count (self);
}

static gpointer
make ()
{
  ns3::ObjectFactory factory ("ns3::PriorityQueueScheduler");

  ns3::Simulator::SetScheduler (factory);
  return new Ns3;
}

static void
destroy (gpointer self)
{
  delete static_cast<Ns3 *> (self);
  ns3::Simulator::Destroy ();
}

static void
start_hold (gpointer data, guint n)
{
  Ns3 *self = static_cast<Ns3 *> (data);

  while (n-- > 0)
    ns3::Simulator::Schedule (ns3::NanoSeconds (bench_delay (self->turn++)), &hold, self);
}

static void
start_ticks (gpointer data)
{
  ns3::Simulator::Schedule (ns3::NanoSeconds (TICK_GAP), &tick, static_cast<Ns3 *> (data));
}

static void
run (gpointer data, guint n)
{
  static_cast<Ns3 *> (data)->left = n;
  ns3::Simulator::Run ();
}

static SimTime
now (gpointer)
{
  return ns3::Simulator::Now ().GetNanoSeconds ();
}

static guint
n_expired (gpointer data)
{
  return static_cast<Ns3 *> (data)->expired;
}

const Agenda bench_ns3 = { "ns-3", make, destroy, start_hold, start_ticks, run, now, n_expired };

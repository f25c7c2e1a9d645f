/* ledger.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/model/ledger.h"

struct _EhloLedger
{
  SimTrace *trace;
  guint     read;      /* entries that were looked at */
  GArray   *entries;   /* guint */
};

EhloLedger *
ehlo_ledger_new (SimTrace *trace)
{
  EhloLedger *self = g_new0 (EhloLedger, 1);

  self->trace = sim_trace_ref (trace);
  self->entries = g_array_new (FALSE, FALSE, sizeof (guint));
  return self;
}

void
ehlo_ledger_free (EhloLedger *self)
{
  sim_trace_unref (self->trace);
  g_array_unref (self->entries);
  g_free (self);
}

const guint *
ehlo_ledger_until (EhloLedger *self, guint cursor, guint *n)
{
  guint low = 0, high;

  for (; self->read < sim_trace_length (self->trace); self->read++)
    {
      SimEntry entry;

      sim_trace_get (self->trace, self->read, &entry);
      if (entry.kind == SIM_ENTRY_STORED || (entry.kind == SIM_ENTRY_NOTE && entry.from >= 0))
        g_array_append_val (self->entries, self->read);
    }
  for (high = self->entries->len; low < high;)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->entries, guint, middle) < cursor)
        low = middle + 1;
      else
        high = middle;
    }
  *n = low;
  return (const guint *) (gpointer) self->entries->data;
}

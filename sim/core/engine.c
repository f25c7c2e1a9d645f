/* engine.c - a 4-ary heap of 16-byte keys over a table of events
 *
 * A key holds the time and, in one number, the order of scheduling and the slot
 * of the event; comparing two keys therefore also settles ties. Slots know where
 * their key stands, so that cancelling removes it at once. Nothing is freed while
 * the engine lives: slots that are free form a list.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/core/engine.h"

#include <string.h>

#define SLOT_BITS 24                           /* 16 million events may wait at once */
#define SLOT_MASK ((1u << SLOT_BITS) - 1)
#define NO_SLOT   G_MAXUINT32

typedef struct
{
  SimTime when;
  guint64 order;                               /* sequence << SLOT_BITS | slot */
} Key;

typedef struct
{
  SimEventFunc func;
  gpointer     target;
  guint64      sequence;                       /* 0: free */
  guint32      place;                          /* in the heap; of a free slot: the next free one */
} Slot;

struct _SimEngine
{
  SimTime  now;
  guint64  last_sequence;
  Key     *heap;
  guint    n_heap;
  Slot    *slots;
  guint    n_slots;                            /* ever used */
  guint    size;                               /* of both arrays */
  guint32  free_slot;
};

SimEngine *
sim_engine_new (void)
{
  SimEngine *self = g_new0 (SimEngine, 1);

  self->free_slot = NO_SLOT;
  return self;
}

void
sim_engine_free (SimEngine *self)
{
  g_free (self->heap);
  g_free (self->slots);
  g_free (self);
}

SimTime
sim_engine_now (const SimEngine *self)
{
  return self->now;
}

static inline gboolean
before (const Key *a, const Key *b)
{
  return a->when < b->when || (a->when == b->when && a->order < b->order);
}

static inline void
put (SimEngine *self, guint place, Key key)
{
  self->heap[place] = key;
  self->slots[key.order & SLOT_MASK].place = place;
}

static void
sift_up (SimEngine *self, guint place, Key key)
{
  while (place > 0)
    {
      guint parent = (place - 1) / 4;

      if (!before (&key, &self->heap[parent]))
        break;
      put (self, place, self->heap[parent]);
      place = parent;
    }
  put (self, place, key);
}

static void
sift_down (SimEngine *self, guint place, Key key)
{
  for (;;)
    {
      guint child = place * 4 + 1;
      guint end = child + 4;
      guint least = child;

      if (child >= self->n_heap)
        break;
      if (end > self->n_heap)
        end = self->n_heap;
      for (guint i = child + 1; i < end; i++)
        if (before (&self->heap[i], &self->heap[least]))
          least = i;
      if (!before (&self->heap[least], &key))
        break;
      put (self, place, self->heap[least]);
      place = least;
    }
  put (self, place, key);
}

static void
remove_key (SimEngine *self, guint place)
{
  Key last = self->heap[--self->n_heap];

  if (place == self->n_heap)
    return;
  if (place > 0 && before (&last, &self->heap[(place - 1) / 4]))
    sift_up (self, place, last);
  else
    sift_down (self, place, last);
}

static guint32
take_slot (SimEngine *self)
{
  guint32 slot = self->free_slot;

  if (slot != NO_SLOT)
    {
      self->free_slot = self->slots[slot].place;
      return slot;
    }
  if (self->n_slots == self->size)
    {
      g_assert (self->size <= SLOT_MASK / 2);
      self->size = self->size == 0 ? 64 : self->size * 2;
      self->heap = g_renew (Key, self->heap, self->size);
      self->slots = g_renew (Slot, self->slots, self->size);
    }
  return self->n_slots++;
}

static void
give_slot (SimEngine *self, guint32 slot)
{
  self->slots[slot].sequence = 0;
  self->slots[slot].place = self->free_slot;
  self->free_slot = slot;
}

SimEventId
sim_engine_at (SimEngine *self, SimTime when, SimEventFunc func, gpointer target)
{
  guint32 slot;
  Key key;

  g_return_val_if_fail (when >= self->now, 0);
  g_return_val_if_fail (func != NULL, 0);

  slot = take_slot (self);
  key.when = when;
  key.order = ++self->last_sequence << SLOT_BITS | slot;
  self->slots[slot] = (Slot) { func, target, self->last_sequence, 0 };
  sift_up (self, self->n_heap++, key);
  return key.order;
}

gboolean
sim_engine_cancel (SimEngine *self, SimEventId id)
{
  guint32 slot = id & SLOT_MASK;

  /* A free slot has sequence 0, which no event has. */
  if (id >> SLOT_BITS == 0 || slot >= self->n_slots || self->slots[slot].sequence != id >> SLOT_BITS)
    return FALSE;
  remove_key (self, self->slots[slot].place);
  give_slot (self, slot);
  return TRUE;
}

gboolean
sim_engine_step (SimEngine *self)
{
  Key first;
  Slot event;

  if (self->n_heap == 0)
    return FALSE;

  first = self->heap[0];
  event = self->slots[first.order & SLOT_MASK];
  remove_key (self, 0);
  give_slot (self, first.order & SLOT_MASK);   /* before the call: it may schedule or cancel */
  self->now = first.when;
  event.func (event.target, self->now);
  return TRUE;
}

SimTime
sim_engine_next (const SimEngine *self)
{
  return self->n_heap > 0 ? self->heap[0].when : SIM_TIME_NEVER;
}

guint
sim_engine_pending (const SimEngine *self)
{
  return self->n_heap;
}

/* engine.c - a small 4-ary heap fed by radix buckets
 *
 * Keys of 16 octets hold the time and, in one number, the order of scheduling and
 * the slot of the event; comparing two keys therefore also settles ties.
 *
 *   the heap      every key before the horizon; its root is the next event
 *   the buckets   all later keys, in no order. A bucket is a level and a digit: the
 *                 highest digit (of DIGIT_BITS bits) in which the time differs from
 *                 the base, and that digit. Lower levels, and in a level lower
 *                 digits, are earlier.
 *
 * When the heap is empty, the first bucket feeds it. One that is longer than a
 * chunk is first scattered over the levels below, so a key is written about three
 * times, each time at the end of something, before it reaches a heap that is small
 * enough for the nearest cache. Keys at the same time share a bucket for ever.
 *
 * Cancelling frees the slot and leaves the key behind, which is known by its slot
 * holding something else. When such keys are the majority, all are swept out.
 * Everything grows together in grow(), and what can be needed at most for so many
 * slots is there from then on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/core/engine.h"

#define SLOT_BITS  24                          /* 16 million events may wait at once */
#define SLOT_MASK  ((1u << SLOT_BITS) - 1)
#define DIGIT_BITS 6                           /* the digits of a level fill a guint64 */
#define N_DIGITS   (1 << DIGIT_BITS)
#define N_LEVELS   11                          /* 66 bits */
#define CHUNK_KEYS 15                          /* 256 octets with its head */
#define STALE_MIN  64                          /* so many may always stay */
#define NONE       G_MAXUINT32

typedef struct
{
  guint64 when;                                /* never negative; no sign here lets the horizon lie past SIM_TIME_NEVER */
  guint64 order;                               /* sequence << SLOT_BITS | slot: the id */
} Key;

typedef struct
{
  guint64      id;                             /* 0: free */
  SimEventFunc func;
  union
  {
    gpointer target;
    guint32  next;                             /* of a free slot: the next free one */
  };
} Slot;

typedef struct
{
  guint32 next;                                /* in the same bucket, or free; only the first one is not full */
  guint32 n;
  Key     keys[CHUNK_KEYS];
} Chunk;

struct _SimEngine
{
  SimTime  now;
  guint64  last_sequence;
  guint64  horizon;                            /* heap: before it; buckets: at or after it */
  guint64  base;                               /* not after any key in a bucket */
  gboolean hole;                               /* the root has run: the next key may take its place */
  guint    n_heap;
  guint    n_live;
  guint    n_stale;                            /* keys of cancelled events */
  guint    n_slots;                            /* ever used */
  guint    n_chunks;                           /* ever used */
  guint    size;                               /* of the slots */
  guint32  free_slot;
  guint32  free_chunk;
  Key     *heap;
  Slot    *slots;
  Chunk   *chunks;
  guint    levels;                             /* mask: levels that have a bucket */
  guint64  digits[N_LEVELS];                   /* mask: digits that have a bucket */
  guint32  buckets[N_LEVELS][N_DIGITS];        /* first chunk; valid where digits says so */
};

SimEngine *
sim_engine_new (void)
{
  SimEngine *self = g_new0 (SimEngine, 1);

  self->free_slot = NONE;
  self->free_chunk = NONE;
  return self;
}

void
sim_engine_free (SimEngine *self)
{
  g_free (self->heap);
  g_free (self->slots);
  g_free (self->chunks);
  g_free (self);
}

SimTime
sim_engine_now (const SimEngine *self)
{
  return self->now;
}

/* ---- slots and chunks -------------------------------------------------------- */

/* Keys that are there at most: of all events, of those cancelled, and one that has just run.
 * Chunks at most: the full ones, one not full for each bucket, and one that is being emptied. */
static void
grow (SimEngine *self)
{
  guint n_keys;

  g_assert (self->size <= SLOT_MASK / 2);
  self->size = self->size == 0 ? 64 : self->size * 2;
  n_keys = 2 * self->size + STALE_MIN + 2;
  self->slots = g_renew (Slot, self->slots, self->size);
  self->heap = g_renew (Key, self->heap, n_keys);
  self->chunks = g_renew (Chunk, self->chunks, n_keys / CHUNK_KEYS + MIN (n_keys, N_LEVELS * N_DIGITS) + 1);
}

static inline guint32
take_slot (SimEngine *self)
{
  guint32 slot = self->free_slot;

  if (slot != NONE)
    {
      self->free_slot = self->slots[slot].next;
      return slot;
    }
  if (self->n_slots == self->size)
    grow (self);
  return self->n_slots++;
}

static inline void
give_slot (SimEngine *self, guint32 slot)
{
  self->slots[slot].id = 0;
  self->slots[slot].next = self->free_slot;
  self->free_slot = slot;
}

static inline gboolean
is_live (const SimEngine *self, const Key *key)
{
  return self->slots[key->order & SLOT_MASK].id == key->order;
}

static inline guint32
take_chunk (SimEngine *self)
{
  guint32 chunk = self->free_chunk;

  if (chunk == NONE)
    return self->n_chunks++;
  self->free_chunk = self->chunks[chunk].next;
  return chunk;
}

/* Gives a chunk back and returns the one behind it. */
static inline guint32
give_chunk (SimEngine *self, guint32 chunk)
{
  guint32 next = self->chunks[chunk].next;

  self->chunks[chunk].next = self->free_chunk;
  self->free_chunk = chunk;
  return next;
}

/* ---- the heap ---------------------------------------------------------------- */

static inline gboolean
before (const Key *a, const Key *b)
{
  return (a->when < b->when) | ((a->when == b->when) & (a->order < b->order));
}

static inline void
sift_up (SimEngine *self, guint place, Key key)
{
  Key *heap = self->heap;

  while (place > 0 && before (&key, &heap[(place - 1) / 4]))
    {
      heap[place] = heap[(place - 1) / 4];
      place = (place - 1) / 4;
    }
  heap[place] = key;
}

static inline void
sift_down (SimEngine *self, guint place, Key key)
{
  Key *heap = self->heap;

  for (;;)
    {
      guint child = place * 4 + 1;
      guint end = child + 4 < self->n_heap ? child + 4 : self->n_heap;
      guint least = child;

      if (child >= end)
        break;
      for (guint i = child + 1; i < end; i++)
        least = before (&heap[i], &heap[least]) ? i : least;
      if (!before (&heap[least], &key))
        break;
      heap[place] = heap[least];
      place = least;
    }
  heap[place] = key;
}

static inline void
drop_root (SimEngine *self)
{
  self->hole = FALSE;
  if (--self->n_heap > 0)
    sift_down (self, 0, self->heap[self->n_heap]);
}

/* ---- the buckets ------------------------------------------------------------- */

static inline void
append (SimEngine *self, guint level, guint digit, Key key)
{
  guint64 bit = (guint64) 1 << digit;
  guint32 first = NONE;
  Chunk *chunk;

  if ((self->digits[level] & bit) != 0)
    first = self->buckets[level][digit];
  if (first == NONE || self->chunks[first].n == CHUNK_KEYS)
    {
      guint32 fresh = take_chunk (self);

      self->chunks[fresh].next = first;
      self->chunks[fresh].n = 0;
      self->buckets[level][digit] = first = fresh;
      self->digits[level] |= bit;
      self->levels |= 1u << level;
    }
  chunk = &self->chunks[first];
  chunk->keys[chunk->n++] = key;
}

/* @key->when is not before the base. */
static inline void
throw_in (SimEngine *self, Key key)
{
  guint level = (63 - (guint) __builtin_clzll ((key.when ^ self->base) | 1)) / DIGIT_BITS;

  append (self, level, (key.when >> (level * DIGIT_BITS)) % N_DIGITS, key);
}

/* Takes the bucket out and returns its first chunk. */
static inline guint32
detach (SimEngine *self, guint level, guint digit)
{
  self->digits[level] &= ~((guint64) 1 << digit);
  if (self->digits[level] == 0)
    self->levels &= ~(1u << level);
  return self->buckets[level][digit];
}

/* One chunk, or many at the same time, go to the heap, which is empty. Base and horizon close in on them. */
static void
fill_heap (SimEngine *self, guint32 chunk)
{
  guint64 first = G_MAXUINT64, last = 0;

  while (chunk != NONE)
    {
      const Chunk *from = &self->chunks[chunk];

      for (guint i = 0; i < from->n; i++)
        {
          Key key = from->keys[i];

          __builtin_prefetch (&self->slots[key.order & SLOT_MASK], 1);
          first = key.when < first ? key.when : first;
          last = key.when > last ? key.when : last;
          sift_up (self, self->n_heap++, key);
        }
      chunk = give_chunk (self, chunk);
    }
  self->base = first;
  self->horizon = last + 1;
}

/* Moves the keys of a bucket to the levels below @level. */
static void
scatter (SimEngine *self, guint32 chunk, guint level)
{
  self->base = self->chunks[chunk].keys[0].when & ~(((guint64) 1 << (level * DIGIT_BITS)) - 1);
  while (chunk != NONE)
    {
      const Chunk *from = &self->chunks[chunk];

      if (from->next != NONE)
        __builtin_prefetch (&self->chunks[from->next]);
      for (guint i = 0; i < from->n; i++)
        throw_in (self, from->keys[i]);
      chunk = give_chunk (self, chunk);
    }
}

/* FALSE: there are no keys in the buckets. */
static gboolean
feed (SimEngine *self)
{
  while (self->levels != 0)
    {
      guint level = (guint) __builtin_ctz (self->levels);
      guint32 first = detach (self, level, (guint) __builtin_ctzll (self->digits[level]));

      if (level == 0 || self->chunks[first].next == NONE)
        {
          fill_heap (self, first);
          return TRUE;
        }
      scatter (self, first, level);
    }
  return FALSE;
}

/* ---- both -------------------------------------------------------------------- */

static void
sweep_heap (SimEngine *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n_heap; i++)
    if (is_live (self, &self->heap[i]))
      self->heap[n++] = self->heap[i];
  self->n_heap = n;
  self->hole = FALSE;
  for (guint i = (n + 2) / 4; i-- > 0;)
    sift_down (self, i, self->heap[i]);
}

static void
sweep_bucket (SimEngine *self, guint level, guint digit)
{
  guint32 chunk = detach (self, level, digit);

  while (chunk != NONE)
    {
      const Chunk *from = &self->chunks[chunk];

      for (guint i = 0; i < from->n; i++)
        if (is_live (self, &from->keys[i]))
          append (self, level, digit, from->keys[i]);
      chunk = give_chunk (self, chunk);
    }
}

/* Forgets the keys of all cancelled events. */
static void
sweep (SimEngine *self)
{
  sweep_heap (self);
  for (guint level = 0; level < N_LEVELS; level++)
    for (guint64 left = self->digits[level]; left != 0; left &= left - 1)
      sweep_bucket (self, level, (guint) __builtin_ctzll (left));
  self->n_stale = 0;
}

/* Makes the root the next event. FALSE: there is none. */
static inline gboolean
settle (SimEngine *self)
{
  if (self->hole)
    drop_root (self);
  while (self->n_heap > 0 || feed (self))
    {
      if (G_LIKELY (is_live (self, &self->heap[0])))
        return TRUE;
      drop_root (self);
      self->n_stale--;
    }
  return FALSE;
}

SimEventId
sim_engine_at (SimEngine *self, SimTime when, SimEventFunc func, gpointer target)
{
  guint32 slot;
  Key key;

  g_return_val_if_fail (when >= self->now, 0);
  g_return_val_if_fail (func != NULL, 0);

  slot = take_slot (self);
  key.when = (guint64) when;
  key.order = ++self->last_sequence << SLOT_BITS | slot;
  self->slots[slot] = (Slot) { key.order, func, { target } };
  self->n_live++;
  if (key.when >= self->horizon)
    throw_in (self, key);
  else if (self->hole)
    {
      self->hole = FALSE;
      sift_down (self, 0, key);
    }
  else
    sift_up (self, self->n_heap++, key);
  return key.order;
}

gboolean
sim_engine_cancel (SimEngine *self, SimEventId id)
{
  guint32 slot = id & SLOT_MASK;

  if (id == 0 || slot >= self->n_slots || self->slots[slot].id != id)
    return FALSE;
  give_slot (self, slot);
  self->n_live--;
  if (++self->n_stale > self->n_live + STALE_MIN)
    sweep (self);
  return TRUE;
}

gboolean
sim_engine_step (SimEngine *self)
{
  Slot event;
  guint32 slot;

  if (!settle (self))
    return FALSE;

  slot = self->heap[0].order & SLOT_MASK;
  event = self->slots[slot];
  self->now = (SimTime) self->heap[0].when;
  self->hole = TRUE;
  self->n_live--;
  give_slot (self, slot);                      /* before the call: it may schedule or cancel */
  event.func (event.target, self->now);
  return TRUE;
}

SimTime
sim_engine_next (const SimEngine *self)
{
  /* What waits and in which order stays as it is; only where it stands may change. */
  return settle ((SimEngine *) self) ? (SimTime) self->heap[0].when : SIM_TIME_NEVER;
}

guint
sim_engine_pending (const SimEngine *self)
{
  return self->n_live;
}

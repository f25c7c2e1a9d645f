/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/trace/payload.h"

#include <string.h>

/* A place is the number of a page and the offset in it. */
#define PAGE_BITS  16
#define PAGE_SIZE  ((gsize) 1 << PAGE_BITS)
#define PAGES_MAX  65535     /* the place behind them would be SIM_PLACE_NONE */
#define LATE       3         /* how many blocks back one looks for bytes that were kept before */

/* One piece of memory: a page, or more of them for long bytes. */
typedef struct
{
  guint8 *data;
  gsize   used;
  gsize   size;
  guint   page;              /* number of the first one */
} Block;

static void
clear_block (gpointer data)
{
  g_free (((Block *) data)->data);
}

static Block *
add_block (SimPayload *self, gsize len)
{
  gsize n_pages = (len + PAGE_SIZE - 1) / PAGE_SIZE;
  Block block = { NULL, 0, n_pages * PAGE_SIZE, self->pages->len };

  block.data = g_malloc (block.size);
  for (gsize i = 0; i < n_pages; i++)
    g_ptr_array_add (self->pages, block.data + i * PAGE_SIZE);
  g_array_append_val (self->blocks, block);
  return &g_array_index (self->blocks, Block, self->blocks->len - 1);
}

static guint32
place_of (const Block *block, const guint8 *bytes)
{
  gsize offset = bytes - block->data;
  gsize page = block->page + (offset >> PAGE_BITS);

  return page < PAGES_MAX ? page << PAGE_BITS | (offset & (PAGE_SIZE - 1)) : SIM_PLACE_NONE;
}

void
sim_payload_init (SimPayload *self)
{
  self->blocks = g_array_new (FALSE, FALSE, sizeof (Block));
  g_array_set_clear_func (self->blocks, clear_block);
  self->pages = g_ptr_array_new ();
  self->size = 0;
}

void
sim_payload_clear (SimPayload *self)
{
  g_array_unref (self->blocks);
  g_ptr_array_unref (self->pages);
}

const guint8 *
sim_payload_keep (SimPayload *self, const guint8 *bytes, gsize len, guint32 *place)
{
  Block *block = NULL;
  guint8 *kept;

  *place = 0;
  if (len == 0)
    return NULL;
  for (guint n = self->blocks->len, i = n; i > 0 && i + LATE >= n + 1; i--)
    {
      block = &g_array_index (self->blocks, Block, i - 1);
      if (bytes >= block->data && bytes + len <= block->data + block->used)
        {
          *place = place_of (block, bytes);
          return bytes;
        }
    }
  block = self->blocks->len > 0 ? &g_array_index (self->blocks, Block, self->blocks->len - 1) : NULL;
  if (block == NULL || block->size - block->used < len)
    block = add_block (self, len);
  kept = block->data + block->used;
  memcpy (kept, bytes, len);
  block->used += len;
  self->size += len;
  *place = place_of (block, kept);
  return kept;
}

const guint8 *
sim_payload_at (const SimPayload *self, guint32 place)
{
  return (const guint8 *) g_ptr_array_index (self->pages, place >> PAGE_BITS) + (place & (PAGE_SIZE - 1));
}

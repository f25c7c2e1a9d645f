/* payload.h - the octets of a trace: kept once, never moved, found by a number of 32 bits
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define SIM_PLACE_NONE G_MAXUINT32

typedef struct
{
  GArray    *blocks;
  GPtrArray *pages;   /* where each page begins */
  gsize      size;    /* octets kept */
} SimPayload;

void          sim_payload_init  (SimPayload *self);
void          sim_payload_clear (SimPayload *self);

/* A copy of @bytes that stays, or @bytes themselves if they lie among the last ones kept. @place: their
 * number, SIM_PLACE_NONE if there are none left (after 4 GB). NULL if @len is 0. */
const guint8 *sim_payload_keep  (SimPayload *self, const guint8 *bytes, gsize len, guint32 *place);
const guint8 *sim_payload_at    (const SimPayload *self, guint32 place);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/trace/trace.h"

#include <string.h>

static guint64
mix (guint64 hash, guint64 value)
{
  hash = (hash ^ value) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return hash ^ hash >> 29;
}

static guint64
mix_bytes (guint64 hash, const guint8 *bytes, gsize len)
{
  guint64 word;

  hash = mix (hash, len);
  for (; len >= sizeof word; bytes += sizeof word, len -= sizeof word)
    {
      memcpy (&word, bytes, sizeof word);
      hash = mix (hash, GUINT64_FROM_LE (word));
    }
  for (word = 0; len > 0; len--)
    word = word << 8 | bytes[len - 1];
  return mix (hash, word);
}

static guint64
mix_text (guint64 hash, const char *text)
{
  return text == NULL ? mix (hash, 0) : mix_bytes (hash, (const guint8 *) text, strlen (text));
}

guint64
sim_trace_fingerprint (const SimTrace *self)
{
  guint64 hash = mix (G_GUINT64_CONSTANT (0x45484c4f), sim_trace_get_seed (self));

  for (guint i = 0; i < sim_trace_n_hosts (self); i++)
    {
      const SimTraceHost *host = sim_trace_get_host (self, i);

      hash = mix_text (hash, host->name);
      hash = mix_text (hash, host->label);
      hash = mix (hash, (guint64) host->address << 32 | host->roles);
    }
  for (guint i = 0; i < sim_trace_length (self); i++)
    {
      SimEntry e;

      sim_trace_get (self, i, &e);
      hash = mix (hash, e.time);
      hash = mix (hash, e.until);
      hash = mix (hash, (guint64) e.cause << 32 | e.conn);
      hash = mix (hash, (guint64) e.actor << 24 | e.kind << 16 | e.side << 8 | e.flags);
      hash = mix (hash, (guint64) (guint32) e.from << 32 | (guint32) e.to);
      hash = mix_text (hash, e.rule);
      hash = mix_bytes (hash, e.bytes, e.len);
      if (e.packet != NULL)
        {
          hash = mix (hash, (guint64) e.packet->from_address << 32 | e.packet->to_address);
          hash = mix (hash, (guint64) e.packet->seq << 32 | e.packet->ack);
          hash = mix (hash, (guint64) e.packet->from_port << 48 | (guint64) e.packet->to_port << 32
                              | (guint32) e.packet->window << 16 | e.packet->flags << 8 | e.packet->protocol);
        }
    }
  return hash;
}

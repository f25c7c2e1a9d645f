/* envelope.h - the envelope of a dialogue as far as it has come
 *
 * What MAIL and RCPT have said on a connection since the last MAIL, and what was
 * answered: what the servers see, not the letter inside (RFC 5321, 3.3).
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/explain/explain.h"

G_BEGIN_DECLS

typedef struct
{
  char        *address;
  ExplainClass klass;     /* of the reply; NONE: not answered yet */
} EhloRecipient;

typedef struct
{
  char      *from;        /* NULL: no MAIL yet; "": the null reverse-path */
  GPtrArray *recipients;  /* EhloRecipient */
} EhloEnvelope;

/* (transfer full) NULL: the connection speaks no SMTP, or @conn is 0. */
EhloEnvelope *ehlo_envelope_at   (const SimTrace *trace, guint32 conn, guint cursor);
void          ehlo_envelope_free (EhloEnvelope *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EhloEnvelope, ehlo_envelope_free)

G_END_DECLS

/* roles.h - what a host is, in RFC 5598's words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  SIM_ROLE_MUA    = 1 << 0,  /* mail user agent: a person's mail program */
  SIM_ROLE_MSA    = 1 << 1,  /* mail submission agent, port 587 */
  SIM_ROLE_MTA    = 1 << 2,  /* mail transfer agent, port 25 */
  SIM_ROLE_MDA    = 1 << 3,  /* mail delivery agent with its mailboxes, LMTP */
  SIM_ROLE_DNS    = 1 << 4,  /* name server */
  SIM_ROLE_PERSON = 1 << 5,  /* a person who types commands by hand */
  SIM_ROLE_MS     = 1 << 6,  /* message store: mail programs get at the mailboxes, ports 110 and 143 */
  SIM_HOST_PHONE  = 1 << 7   /* no role, and not in lesson files: it is drawn as a phone */
} SimRole;

/* "mua" ... as lesson files spell it; 0: no such role. */
guint       sim_role_from_name (const char *name);
const char *sim_role_name      (SimRole role);      /* one role */

G_END_DECLS

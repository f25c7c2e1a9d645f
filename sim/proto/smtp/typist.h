/* typist.h - a person who types SMTP by hand
 *
 * Sends prepared lines one by one, each when the reply to the one before has come
 * whole. Between a 354 and the lone dot the lines are sent without waiting.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/proto/smtp/smtp.h"

G_BEGIN_DECLS

/* @lines are copied. Closes when the server does, or after the last reply. */
SimSession *smtp_typist_new (const char * const *lines);

G_END_DECLS

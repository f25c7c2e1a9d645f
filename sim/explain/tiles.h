/* tiles.h - a server's line in three tiles: how it came out, what about, what precisely
 *
 * SMTP has three digits for that; POP3 and IMAP have words.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/explain/explain.h"

G_BEGIN_DECLS

/* @entry: a SAID entry, @line: of explain_context_line(), @protocol: as in SimConnection. FALSE: it is no reply; @out is all NULL then.
 * To be cleared by explain_digits_clear(). */
gboolean explain_tiles (const char *protocol, const SimEntry *entry, const ExplainLine *line, ExplainDigit out[3]);

G_END_DECLS

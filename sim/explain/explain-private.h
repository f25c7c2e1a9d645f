/* explain-private.h - what the files that explain share, a file a protocol
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/explain/catalog.h"
#include "sim/explain/explain.h"

G_BEGIN_DECLS

/* What a reply of this class amounts to, for the inspector's heading. */
const char *explain_heading   (ExplainClass klass);

/* The same for POP3 and IMAP, whose codes say whether waiting helps. @code: "IN-USE", or NULL. */
const char *explain_heading_of_code (ExplainClass klass, const char *code);

void        explain_fill      (Explanation *out, const char *heading, const ExplainTopic *topic);
void        explain_fill_from (Explanation *out, const char *heading, const char *key);

/* A SAID entry; @out->klass is known. */
void        explain_smtp      (const SimEntry *entry, const ExplainLine *line, Explanation *out);
void        explain_pop3      (const SimEntry *entry, const ExplainLine *line, Explanation *out);
void        explain_imap      (const SimEntry *entry, const ExplainLine *line, Explanation *out);

G_END_DECLS

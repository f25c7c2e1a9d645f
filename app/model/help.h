/* help.h - the help pages: short texts, in the reader's language
 *
 * They are key files in data/help/, translated as lessons and explanations are.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *name;     /* "looking": of its file */
  const char *title;    /* to be translated */
} EhloHelpPage;

typedef struct
{
  char *title;          /* NULL: it has none */
  char *text;
} EhloHelpSection;

/* All pages, ended by a name that is NULL. */
extern const EhloHelpPage ehlo_help_pages[];

/* What a page says, in the language that holds now: EhloHelpSection. A glossary is in the order of its words. The page
 * must be one of ehlo_help_pages. (transfer full) */
GPtrArray *ehlo_help_read    (const char *name);

/* A whole lesson to begin with, as a file has it. (transfer full) */
char      *ehlo_help_example (void);

G_END_DECLS

/* settings.h - what is remembered, with or without an installed schema
 *
 * The schema is looked for beside the program first (the build folder), then
 * where it was installed. Without one, defaults hold and nothing is remembered.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char    *ehlo_settings_dup_language (void);                 /* "" : the desktop's. (transfer full) */
void     ehlo_settings_set_language (const char *language);
gboolean ehlo_settings_get_dark     (void);
void     ehlo_settings_set_dark     (gboolean dark);
gboolean ehlo_settings_get_side     (void);
void     ehlo_settings_set_side     (gboolean side);

/* Pixels, of the key "side-width" or "transcript-height"; @otherwise without a schema. */
int      ehlo_settings_get_size     (const char *key, int otherwise);
void     ehlo_settings_set_size     (const char *key, int size);

G_END_DECLS

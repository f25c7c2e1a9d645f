/* settings.h - what is remembered, with or without an installed schema
 *
 * The schema is looked for beside the program first (the build folder), then
 * where it was installed. Without one, or where an older one lacks a key,
 * @otherwise holds and nothing is remembered. The keys and what they mean:
 * data/org.ehlo.Ehlo.gschema.xml.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean  ehlo_settings_get_flag   (const char *key, gboolean otherwise);
void      ehlo_settings_set_flag   (const char *key, gboolean flag);
int       ehlo_settings_get_size   (const char *key, int otherwise);        /* pixels */
void      ehlo_settings_set_size   (const char *key, int size);
double    ehlo_settings_get_number (const char *key, double otherwise);
void      ehlo_settings_set_number (const char *key, double number);
char     *ehlo_settings_dup_text   (const char *key, const char *otherwise);   /* (transfer full) */
void      ehlo_settings_set_text   (const char *key, const char *text);

/* Of any other type. NULL: there is no such key. (transfer full) */
GVariant *ehlo_settings_get_value  (const char *key);
/* Sinks @value, which is of the key's type. */
void      ehlo_settings_set_value  (const char *key, GVariant *value);

G_END_DECLS

/* memory.h - where somebody was: lesson and line, bookmarks, lessons seen to their end, the window
 *
 * A run is named by its lesson's id, or by its file's URI.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "app/model/player.h"

G_BEGIN_DECLS

/* Before the window is shown, and when it is closed. */
void      ehlo_memory_restore_size (GtkWindow *window);
void      ehlo_memory_keep_size    (GtkWindow *window);

/* The run that was open last, NULL: none; and its line. (transfer full) */
char     *ehlo_memory_dup_place    (guint *line);
void      ehlo_memory_keep_place   (const char *name, guint line);

/* Marks the lines that were marked in this run; stores those that are. */
void      ehlo_memory_restore_bookmarks (const char *name, EhloPlayer *player);
void      ehlo_memory_keep_bookmarks    (const char *name, EhloPlayer *player);

void      ehlo_memory_keep_finished (const char *name);
gboolean  ehlo_memory_is_finished   (const char *name);

G_END_DECLS

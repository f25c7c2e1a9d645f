/* inspector-parts.h - the sections of the inspector, each a function of where we are
 *
 * A section hides itself where it has nothing to say.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "app/model/player.h"
#include "sim/explain/explain.h"

G_BEGIN_DECLS

/* What the sections tell of. */
typedef struct
{
  EhloPlayer        *player;
  const SimStep     *step;         /* NULL: before the first */
  const SimEntry    *entry;
  const ExplainLine *line;         /* of a SAID entry; else NULL */
  const char        *protocol;     /* of the connection; or NULL */
  const Explanation *explanation;
} InspectorFacts;

/* Three tiles: digits or words. */
GtkWidget *inspector_tiles_new     (void);
gboolean   inspector_tiles_show    (GtkWidget *tiles, const InspectorFacts *facts);   /* FALSE: it is no reply */

/* Enhanced code and reference; FALSE: there is no such code. */
GtkWidget *inspector_code_new      (void);
gboolean   inspector_code_show     (GtkWidget *code, const InspectorFacts *facts);
/* The reference alone. */
GtkWidget *inspector_rfc_new       (void);

/* The line taken apart; grammar, states and replies of a command. */
GtkWidget *inspector_command_new   (void);
void       inspector_command_show  (GtkWidget *command, const InspectorFacts *facts, gboolean with_parts);

GtkWidget *inspector_envelope_new  (void);
void       inspector_envelope_show (GtkWidget *envelope, const InspectorFacts *facts);

/* Folds: octets, a line for the shell, what the standard says. */
GtkWidget *inspector_folds_new     (void);
void       inspector_folds_show    (GtkWidget *folds, const InspectorFacts *facts);
/* Where there is room the standard's words are open. */
void       inspector_folds_set_roomy (GtkWidget *folds, gboolean roomy);

/* What will happen next, in one sentence. (transfer full) */
char      *inspector_next          (EhloPlayer *player);

/* For the sections: */
GtkWidget *inspector_label         (const char *text, const char *css, gboolean wrap);
GtkWidget *inspector_box           (GtkWidget *parent, GtkOrientation orientation, int spacing);
void       inspector_set_class     (GtkWidget *widget, ExplainClass klass, const char *suffix);

G_END_DECLS

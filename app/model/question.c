/* question.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/model/question.h"

#include "app/draw/words.h"
#include "sim/proto/rules.h"

#include <glib/gi18n-lib.h>

static char *
host_label (SimTrace *trace, const char *name)
{
  for (guint host = 0; host < sim_trace_n_hosts (trace); host++)
    if (g_ascii_strcasecmp (sim_trace_get_host (trace, host)->name, name) == 0)
      return g_strdup (ehlo_words_host (trace, host));
  return g_strdup (name);
}

/* "mail.univ.example+phone.univ.example" */
static char *
host_labels (SimTrace *trace, const char *names)
{
  g_auto (GStrv) parts = g_strsplit (names, "+", -1);

  if (g_ascii_strcasecmp (names, "none") == 0)
    /* TRANSLATORS: one of the answers to: where do copies of the letter lie? */
    return g_strdup (_("Nowhere"));
  for (char **part = parts; *part != NULL; part++)
    {
      char *label = host_label (trace, *part);

      g_free (*part);
      *part = label;
    }
  return g_strjoinv (" + ", parts);
}

/* A state's or a host's name for people; a reply's word as it is. */
static char *
shown (ExplainContext *context, SimNoteAsk ask, const SimEntry *entry, const char *key)
{
  SimTrace *trace = explain_context_get_trace (context);

  if (ask == SIM_ASK_STATE)
    {
      const char *name = explain_machine (trace, entry->conn, entry->side);
      const SimMachine *machine = sim_machine_find (name);

      for (int state = 0; machine != NULL && machine->state_names[state] != NULL; state++)
        if (g_ascii_strcasecmp (machine->state_names[state], key) == 0)
          {
            char *title = explain_state (name, state);

            return title != NULL ? title : g_strdup (key);
          }
    }
  if (ask == SIM_ASK_PLACE)
    return host_label (trace, key);
  return ask == SIM_ASK_COPIES ? host_labels (trace, key) : g_strdup (key);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  return g_ascii_strcasecmp (*(char * const *) a, *(char * const *) b);
}

EhloQuestion *
ehlo_question_new (const SimScenario *scenario, ExplainContext *context, const SimPinned *pinned)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GStrvBuilder) choices = g_strv_builder_new ();
  g_autofree char *right = NULL;
  EhloQuestion *self;
  Explanation explanation = { 0 };
  SimEntry entry;
  gboolean listed = FALSE;

  if (pinned->note->ask == SIM_ASK_NOTHING || pinned->answer == G_MAXUINT)
    return NULL;
  self = g_new0 (EhloQuestion, 1);
  sim_trace_get (explain_context_get_trace (context), pinned->answer, &entry);
  right = sim_pinned_dup_answer (pinned, explain_context_get_trace (context));
  if (right == NULL)
    right = g_strdup ("");
  for (guint i = 0; pinned->note->choices[i] != NULL; i++)
    {
      listed |= g_ascii_strcasecmp (pinned->note->choices[i], right) == 0;
      g_ptr_array_add (keys, g_strdup (pinned->note->choices[i]));
    }
  if (!listed)
    g_ptr_array_add (keys, g_strdup (right));
  g_ptr_array_sort (keys, compare);
  for (guint i = 0; i < keys->len; i++)
    {
      g_autofree char *text = shown (context, pinned->note->ask, &entry, g_ptr_array_index (keys, i));

      if (g_ascii_strcasecmp (g_ptr_array_index (keys, i), right) == 0)
        self->right = i;
      g_strv_builder_add (choices, text);
    }
  self->choices = g_strv_builder_end (choices);
  if (pinned->note->ask == SIM_ASK_COPIES)
    {
      self->truth = g_strdup (_("That is where mail lies then"));
      return self;
    }
  explain_context_entry (context, pinned->answer, &explanation);
  self->truth = g_steal_pointer (&explanation.title);
  explanation_clear (&explanation);
  return self;
}

void
ehlo_question_free (EhloQuestion *self)
{
  g_strfreev (self->choices);
  g_free (self->truth);
  g_free (self);
}

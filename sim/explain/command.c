/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/explain/command.h"

#include "sim/explain/catalog.h"
#include "sim/explain/explain.h"
#include "sim/proto/rules.h"

#include <string.h>

/* How explanations and tables of a protocol are called. */
static const struct
{
  const char *prefix;      /* of SimConnection's protocol; "": any */
  const char *topic;
  const char *reply;
  const char *machine;
  const char *otherwise;
  const char *any;         /* a command that is allowed wherever commands are read */
} families[] = {
  { "pop3", "POP3 command", "POP3", "pop3-server", "-ERR", "QUIT" },
  { "imap", "IMAP command", "IMAP", "imap-server", "BAD", "NOOP" },
  { "",     "Command",      "SMTP", "smtp-server", "503", "NOOP" },
};

static gsize
family_of (const char *protocol)
{
  gsize i = 0;

  while (!g_str_has_prefix (protocol, families[i].prefix))
    i++;
  return i;
}

/* All states in which @verb is allowed. */
static guint
legal_states (const SimMachine *machine, const char *verb)
{
  guint legal = 0;

  for (gsize i = 0; i < machine->n_rules; i++)
    if (g_ascii_strcasecmp (machine->rules[i].verb, verb) == 0)
      legal |= machine->rules[i].legal;
  return legal;
}

static char **
names_of_states (const SimMachine *machine, guint legal)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (int state = 0; machine->state_names[state] != NULL; state++)
    if (legal & SIM_STATE (state))
      {
        g_autofree char *name = explain_state (machine->name, state);

        g_strv_builder_add (builder, name != NULL ? name : machine->state_names[state]);
      }
  return g_strv_builder_end (builder);
}

gboolean
explain_command (const char *protocol, const char *verb, ExplainCommand *out)
{
  gsize family = family_of (protocol);
  const SimMachine *machine = sim_machine_find (families[family].machine);
  const char *row = g_str_has_prefix (verb, "UID ") ? verb + strlen ("UID ") : verb;
  ExplainTopic topic;
  guint legal;

  *out = (ExplainCommand) { NULL };
  if (verb[0] == '\0' || strcmp (verb, "unknown") == 0 || !explain_topic_findf (&topic, "%s %s", families[family].topic, verb))
    return FALSE;
  out->grammar = topic.grammar;
  out->replies = g_strsplit (topic.replies != NULL ? topic.replies : "", " ", -1);
  out->otherwise = families[family].otherwise;
  legal = machine != NULL ? legal_states (machine, verb) : 0;
  if (legal == 0 && machine != NULL)
    legal = legal_states (machine, strcmp (verb, ".") == 0 ? "<dot>" : row);
  if (legal == 0)
    return TRUE;
  out->states = names_of_states (machine, legal);
  out->everywhere = (legal & legal_states (machine, families[family].any)) == legal_states (machine, families[family].any);
  return TRUE;
}

void
explain_command_clear (ExplainCommand *self)
{
  g_strfreev (self->states);
  g_strfreev (self->replies);
  *self = (ExplainCommand) { NULL };
}

const char *
explain_reply_title (const char *protocol, const char *reply)
{
  ExplainTopic topic;

  return explain_topic_findf (&topic, "%s %s", families[family_of (protocol)].reply, reply) ? topic.title : NULL;
}

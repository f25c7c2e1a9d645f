/* scenario-story.c - what goes wrong and what is told in a lesson file: faults and notes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/scenario-reader.h"
#include "sim/core/text.h"
#include "sim/proto/rules.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_FAULTS     500
#define MAX_NOTES      500
#define MAX_NTH        100000

/* ---- faults ---- */

/* Words by single or several blanks. */
static char **
split (const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, " \t", -1);
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (char **part = parts; *part != NULL; part++)
    if (**part != '\0')
      g_strv_builder_add (words, *part);
  return g_strv_builder_end (words);
}

static gboolean
read_count (const char *word, guint *out)
{
  guint64 number;

  if (word == NULL || !g_ascii_isdigit (*word) || !g_ascii_string_to_unsigned (word, 10, 1, MAX_NTH, &number, NULL))
    return FALSE;
  *out = (guint) number;
  return TRUE;
}

/* [first K] command VERB [N] | [first K] recipient TEXT */
static gboolean
parse_when (const char *text, SimFaultSpec *fault)
{
  g_auto (GStrv) all = split (text);
  char **words = all;

  if (words[0] != NULL && strcmp (words[0], "first") == 0)
    {
      if (words[1] == NULL || !read_count (words[1], &fault->first))
        return FALSE;
      words += 2;
    }
  if (words[0] == NULL || words[1] == NULL)
    return FALSE;
  if (strcmp (words[0], "recipient") == 0 && words[2] == NULL)
    {
      fault->verb = g_strdup ("RCPT");
      fault->argument = g_strdup (words[1]);
      return TRUE;
    }
  if (strcmp (words[0], "command") == 0 && (words[2] == NULL || (words[3] == NULL && read_count (words[2], &fault->nth))))
    {
      fault->verb = g_ascii_strup (words[1], -1);
      return TRUE;
    }
  return FALSE;
}

/* "452 4.2.2 Mailbox full": a code that is no success of another kind than its enhanced code says. */
static gboolean
reply_is_fine (const char *text)
{
  gsize len = strlen (text);

  if (len < 5 || len > 400 || text[0] < '2' || text[0] > '5' || text[1] < '0' || text[1] > '5'
      || !g_ascii_isdigit (text[2]) || text[3] != ' ')
    return FALSE;
  for (const char *p = text; *p; p++)
    if (*p < 0x20 || *p > 0x7e)
      return FALSE;
  /* X.Y.Z: the class is the first digit (RFC 2034, 4). */
  if (g_ascii_isdigit (text[4]) && text[5] == '.' && g_ascii_isdigit (text[6]))
    return text[4] == text[0];
  return TRUE;
}

/* "-ERR [SYS/TEMP] Try again later", "NO [UNAVAILABLE] Not now", "BAD What?": of POP3 and IMAP */
static gboolean
other_reply_is_fine (const char *text)
{
  static const char *const words[] = { "-ERR ", "NO ", "BAD " };

  for (const char *p = text; *p; p++)
    if (*p < 0x20 || *p > 0x7e)
      return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_str_has_prefix (text, words[i]) && text[strlen (words[i])] != '\0' && strlen (text) <= 400)
      return TRUE;
  return FALSE;
}

/* reply CODE TEXT | delay TIME | drop | cut */
static gboolean
parse_what (const char *text, SimFaultSpec *fault)
{
  if (g_str_has_prefix (text, "reply "))
    {
      fault->what = SIM_FAULT_REPLY;
      fault->reply = g_strstrip (g_strdup (text + strlen ("reply ")));
      return reply_is_fine (fault->reply) || other_reply_is_fine (fault->reply);
    }
  if (g_str_has_prefix (text, "delay "))
    {
      g_autofree char *duration = g_strstrip (g_strdup (text + strlen ("delay ")));

      fault->what = SIM_FAULT_DELAY;
      return sim_duration_parse (duration, SIM_DURATION_TEN_YEARS, &fault->delay);
    }
  fault->what = strcmp (text, "drop") == 0 ? SIM_FAULT_DROP : SIM_FAULT_CUT;
  return strcmp (text, "drop") == 0 || strcmp (text, "cut") == 0;
}

void
sim_read_fault (SimReader *self)
{
  g_autofree char *when = sim_read_string (self, "When");
  g_autofree char *what = sim_read_string (self, "What");
  SimFaultSpec *fault;

  if (!sim_reader_has_room (self, self->scenario->faults, MAX_FAULTS, "Fault"))
    return;
  fault = g_new0 (SimFaultSpec, 1);
  fault->line = self->group->line;
  fault->host = -1;
  g_ptr_array_add (self->scenario->faults, fault);
  sim_reader_number (self);
  sim_read_host (self, "Host", SIM_ROLE_MSA | SIM_ROLE_MTA | SIM_ROLE_MDA | SIM_ROLE_MS, &fault->host);
  if (when != NULL && !parse_when (when, fault))
    sim_fault_add (self->faults, sim_source_key_line (self->group, "When"),
                   _("When: '%s' is not understood; write command RCPT, command RCPT 2, recipient olga@ or first 2 command RCPT"), when);
  if (what != NULL && !parse_what (what, fault))
    sim_fault_add (self->faults, sim_source_key_line (self->group, "What"),
                   _("What: '%s' is not understood; write reply 452 4.2.2 Mailbox full, delay 5s, drop or cut"), what);
}

/* ---- notes ---- */

static const struct
{
  const char *word;
  SimNoteOn   on;
  gboolean    has_what;
} pins[] = {
  { "start", SIM_ON_START, FALSE },
  { "opened", SIM_ON_OPENED, TRUE },
  { "command", SIM_ON_COMMAND, TRUE },
  { "reply", SIM_ON_REPLY, TRUE },
  { "state", SIM_ON_STATE, TRUE },
  { "stored", SIM_ON_STORED, TRUE },
  { "note", SIM_ON_NOTE, TRUE },
  { "act", SIM_ON_ACT, TRUE },
  { "end", SIM_ON_END, FALSE },
};

static gboolean
is_one_of (const char *word, const GPtrArray *words)
{
  for (guint i = 0; i < words->len; i++)
    if (g_ascii_strcasecmp (word, g_ptr_array_index (words, i)) == 0)
      return TRUE;
  return FALSE;
}

/* Verbs (or states) of all machines. What people type counts too: a slip may be what a lesson is about. */
static void
collect_words (const SimScenario *scenario, gboolean states, GPtrArray *out)
{
  for (const SimMachine *const *machine = sim_machines (); *machine != NULL; machine++)
    {
      for (gsize i = 0; !states && i < (*machine)->n_rules; i++)
        if ((*machine)->rules[i].verb[0] != '<')
          g_ptr_array_add (out, (gpointer) (*machine)->rules[i].verb);
      for (const char *const *name = (*machine)->state_names; states && *name != NULL; name++)
        g_ptr_array_add (out, (gpointer) *name);
    }
  for (guint i = 0; !states && i < scenario->acts->len; i++)
    {
      const SimActSpec *act = g_ptr_array_index (scenario->acts, i);

      for (char **line = act->lines; line != NULL && *line != NULL; line++)
        {
          g_autofree char *verb = g_strndup (*line, strcspn (*line, " "));
          g_ptr_array_add (out, (gpointer) g_intern_string (verb));
        }
    }
}

static void
check_word (SimReader *self, const char *key, const char *word, const GPtrArray *known, const char *message)
{
  const char *meant = sim_text_suggest (word, (const char *const *) known->pdata, known->len);

  if (known->len == 0 || is_one_of (word, known))
    return;
  sim_fault_add_near (self->faults, sim_source_key_line (self->group, key), meant, "%s", message);
}

static void
add_words (GPtrArray *list, const char *const *words, gsize n_words)
{
  for (gsize i = 0; i < n_words; i++)
    g_ptr_array_add (list, (gpointer) words[i]);
}

static void
check_state (SimReader *self, const char *key, const char *state)
{
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  /* TRANSLATORS: %s is the name of a protocol's state. */
  g_autofree char *message = g_strdup_printf (_("no state is named '%s'"), state);

  collect_words (self->scenario, TRUE, known);
  check_word (self, key, state, known, message);
}

/* "+OK", "OK", "[IN-USE]", in any letter case */
static gboolean
is_answer (const char *word)
{
  static const char *const words[] = { "+ok", "-err", "+", "ok", "no", "bad", "bye", "preauth", "exists", "expunge", "fetch",
                                       "list", "lsub", "status", "search", "esearch", "capability", "flags", "namespace",
                                       "recent", "quota", "quotaroot", "id", "enabled" };
  gsize len = strlen (word);

  if (len > 2 && word[0] == '[' && word[len - 1] == ']')
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (word, words[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_code (const char *word)
{
  return strlen (word) == 3 && word[0] >= '2' && word[0] <= '5' && g_ascii_isdigit (word[1]) && g_ascii_isdigit (word[2]);
}

static void
check_pin (SimReader *self, const SimNoteSpec *note)
{
  static const char *const places[] = { "outbox", "queue", "mailbox", "local" };
  static const char *const verdicts[] = { "queue:sent", "queue:deferred", "queue:failed", "queue:bounced", "queue:notified",
                                           "queue:expanded", "queue:removed", "mail:flags", "mail:opened", "mail:removed",
                                           "mail:offline", "mail:online", "mail:failed", "folder:created",
                                           "folder:deleted", "folder:renamed" };
  static const char *const protocols[] = { "smtp", "submission", "lmtp", "dns", "pop3", "imap" };
  g_autoptr (GPtrArray) known = g_ptr_array_new ();
  g_autofree char *message = NULL;
  guint line = sim_source_key_line (self->group, "On");

  switch (note->on)
    {
    case SIM_ON_START:
    case SIM_ON_END:
      return;
    case SIM_ON_OPENED:
      add_words (known, protocols, G_N_ELEMENTS (protocols));
      message = g_strdup_printf (_("On: '%s' is no protocol; there are %s"), note->what, "smtp, submission, lmtp, dns, pop3, imap");
      break;
    case SIM_ON_COMMAND:
      collect_words (self->scenario, FALSE, known);
      /* TRANSLATORS: %s is the first word of a protocol command. */
      message = g_strdup_printf (_("no command is named '%s'"), note->what);
      break;
    case SIM_ON_STATE:
      check_state (self, "On", note->what);
      return;
    case SIM_ON_STORED:
      add_words (known, places, G_N_ELEMENTS (places));
      message = g_strdup_printf (_("On: '%s' is no place; there are %s"), note->what, "outbox, queue, mailbox, local");
      break;
    case SIM_ON_NOTE:
      if (!g_str_has_prefix (note->what, "queue") && !g_str_has_prefix (note->what, "mail")
          && !g_str_has_prefix (note->what, "folder") && strchr (note->what, ':') != NULL)
        return;
      add_words (known, verdicts, G_N_ELEMENTS (verdicts));
      message = g_strdup_printf (_("On: '%s' is no verdict; there are %s"), note->what,
                                 "queue:sent, queue:deferred, queue:failed, queue:bounced, queue:removed");
      break;
    case SIM_ON_REPLY:
      if (!is_code (note->what) && !is_answer (note->what))
        sim_fault_add (self->faults, line,
                       _("On: '%s' is no reply; write 250 for SMTP, +OK or -ERR for POP3, OK, NO, BAD or EXISTS for IMAP, "
                         "or a code like [IN-USE]"), note->what);
      return;
    case SIM_ON_ACT:
      for (guint i = 0; i < self->scenario->acts->len; i++)
        {
          const SimActSpec *act = g_ptr_array_index (self->scenario->acts, i);
          g_autofree char *number = g_strdup_printf ("%u", act->number);

          if (strcmp (number, note->what) == 0)
            return;
        }
      /* TRANSLATORS: %s is the number of an [Act N] group. */
      sim_fault_add (self->faults, line, _("there is no [Act %s]"), note->what);
      return;
    }
  check_word (self, "On", note->what, known, message);
}

/* WORD [WHAT] [N] */
static gboolean
parse_on (const char *text, SimNoteSpec *note)
{
  g_auto (GStrv) words = split (text);
  guint n = g_strv_length (words);

  note->nth = 1;
  note->what = g_strdup ("");
  for (gsize i = 0; n > 0 && i < G_N_ELEMENTS (pins); i++)
    if (strcmp (words[0], pins[i].word) == 0)
      {
        note->on = pins[i].on;
        if (!pins[i].has_what)
          return n == 1;
        if (n < 2 || n > 3)
          return FALSE;
        g_free (note->what);
        /* Verbs have no letter case (RFC 5321, 2.4); the rest is written small. */
        note->what = note->on == SIM_ON_COMMAND ? g_ascii_strup (words[1], -1) : g_ascii_strdown (words[1], -1);
        return n == 2 || read_count (words[2], &note->nth);
      }
  return FALSE;
}

/* "mail.univ.example+phone.univ.example", or "none" */
static void
check_hosts (SimReader *self, const char *choice)
{
  g_auto (GStrv) hosts = g_strsplit (choice, "+", -1);

  for (char **host = hosts; strcmp (choice, "none") != 0 && *host != NULL; host++)
    sim_reader_host (self, sim_source_key_line (self->group, "Choices"), *host);
}

static void
read_question (SimReader *self, SimNoteSpec *note)
{
  static const char *const asks[] = { "reply", "state", "place", "copies" };
  static const SimNoteAsk answers[] = { SIM_ASK_REPLY, SIM_ASK_STATE, SIM_ASK_PLACE, SIM_ASK_COPIES };
  static const char *const of_ask[] = { "Question", "Choices" };
  guint ask = 0;

  note->choices = sim_read_list (self, "Choices");
  note->question = sim_read_people (self, "Question");
  if (!sim_source_has_key (self->group, "Ask"))
    {
      for (gsize i = 0; i < G_N_ELEMENTS (of_ask); i++)
        if (sim_source_has_key (self->group, of_ask[i]))
          sim_fault_add (self->faults, sim_source_key_line (self->group, of_ask[i]), _("%s has no meaning without Ask"), of_ask[i]);
      return;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (of_ask); i++)
    if (!sim_source_is_given (self->group, of_ask[i]))
      sim_fault_add (self->faults, self->group->line, _("[%s] needs the key %s"), self->group->name, of_ask[i]);
  if (!sim_read_word (self, "Ask", asks, G_N_ELEMENTS (asks), &ask))
    return;
  note->ask = answers[ask];
  for (char **choice = note->choices; *choice != NULL; choice++)
    if (note->ask == SIM_ASK_REPLY && !is_code (*choice) && !is_answer (*choice))
      sim_fault_add (self->faults, sim_source_key_line (self->group, "Choices"),
                     _("Choices: '%s' is no reply; write 250, +OK, -ERR, OK, NO or BAD"), *choice);
    else if (note->ask == SIM_ASK_STATE)
      check_state (self, "Choices", *choice);
    else if (note->ask == SIM_ASK_PLACE)
      sim_reader_host (self, sim_source_key_line (self->group, "Choices"), *choice);
    else if (note->ask == SIM_ASK_COPIES)
      check_hosts (self, *choice);
}

/* A claim of textbooks, put right: all three keys, or none. */
static void
read_claim (SimReader *self, SimNoteSpec *note)
{
  static const char *const keys[] = { "Claim", "Standard", "Rfc" };
  guint given = 0;

  note->claim = sim_read_people (self, "Claim");
  note->standard = sim_read_people (self, "Standard");
  note->rfc = sim_read_string (self, "Rfc");
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    given += sim_source_is_given (self->group, keys[i]);
  for (gsize i = 0; given > 0 && i < G_N_ELEMENTS (keys); i++)
    if (!sim_source_is_given (self->group, keys[i]))
      sim_fault_add (self->faults, self->group->line, _("[%s] needs the key %s"), self->group->name, keys[i]);
  if (note->rfc != NULL && !g_regex_match_simple ("^RFC [1-9][0-9]{0,4}(, .{1,40})?$", note->rfc, 0, 0))
    sim_fault_add (self->faults, sim_source_key_line (self->group, "Rfc"),
                   _("Rfc: '%s' is not understood; write RFC 1939, 6"), note->rfc);
}

void
sim_read_note (SimReader *self)
{
  g_autofree char *on = sim_read_string (self, "On");
  SimNoteSpec *note;

  if (!sim_reader_has_room (self, self->scenario->notes, MAX_NOTES, "Note"))
    return;
  note = g_new0 (SimNoteSpec, 1);
  note->number = sim_reader_number (self);
  note->line = self->group->line;
  note->host = -1;
  note->text = sim_read_people (self, "Text");
  g_ptr_array_add (self->scenario->notes, note);
  sim_read_host (self, "Host", 0, &note->host);
  read_question (self, note);
  read_claim (self, note);
  if (on == NULL)
    note->what = g_strdup ("");
  else if (parse_on (on, note))
    check_pin (self, note);
  else
    sim_fault_add (self->faults, sim_source_key_line (self->group, "On"),
                   _("On: '%s' is not understood; write start, opened dns, command RCPT 2, reply 354, state data, "
                     "stored mailbox, note queue:deferred, act 1 or end"),
                   on);
}

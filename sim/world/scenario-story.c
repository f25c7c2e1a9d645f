/* scenario-story.c - what happens in a lesson file: acts, faults, notes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/scenario-reader.h"
#include "sim/core/text.h"
#include "sim/proto/rules.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ACTS       500
#define MAX_FAULTS     500
#define MAX_NOTES      500
#define MAX_LINES      2000
#define MAX_LINE_TYPED 2000
#define MAX_NTH        100000

static gboolean
has_room (SimReader *self, const GPtrArray *list, guint max, const char *kind)
{
  if (list->len < max)
    return TRUE;
  sim_fault_add (self->faults, self->group->line, _("too many [%s] groups; at most %u"), kind, max);
  return FALSE;
}

/* The N of [Act N]; 0: none, and a fault. */
static guint
read_group_number (SimReader *self)
{
  guint64 number;

  /* No sign, no leading zero: 1 and 01 would be two groups. */
  if (g_ascii_isdigit (self->group->args[0][0]) && self->group->args[0][0] != '0'
      && g_ascii_string_to_unsigned (self->group->args[0], 10, 1, 99999, &number, NULL))
    return (guint) number;
  sim_fault_add (self->faults, self->group->line,
                 /* TRANSLATORS: the word after the kind of a group, as in [Act N]. */
                 _("'%s' is no number; write it like [%s 1]"), self->group->args[0], self->group->row->kind);
  return 0;
}

static void
check_addresses (SimReader *self, const char *key, char **addresses)
{
  for (char **address = addresses; *address != NULL; address++)
    {
      MailAddress parsed = { NULL, NULL };

      if (mail_address_parse (*address, &parsed))
        mail_address_clear (&parsed);
      else
        sim_fault_add (self->faults, sim_source_key_line (self->group, key),
                       _("'%s' is no mail address; write it like anna@school.example"), *address);
    }
}

/* ---- acts ---- */

/* Who sends: a user who has a mail program. */
static void
read_sender (SimReader *self, SimActSpec *act, const char *who)
{
  const GPtrArray *users = self->scenario->users;
  g_autofree const char **names = g_new (const char *, users->len + 1);
  guint line = sim_source_key_line (self->group, "Who");
  const SimUserSpec *user;

  for (guint i = 0; i < users->len; i++)
    {
      names[i] = ((const SimUserSpec *) g_ptr_array_index (users, i))->address;
      if (act->user < 0 && g_ascii_strcasecmp (names[i], who) == 0)
        act->user = (int) i;
    }
  if (act->user < 0)
    {
      sim_fault_add_near (self->faults, line, sim_text_suggest (who, names, users->len),
                          /* TRANSLATORS: %s is a mail address. */
                          _("no user has the address '%s'"), who);
      return;
    }
  user = g_ptr_array_index (users, (guint) act->user);
  act->host = user->host;
  act->server = user->submission;
  act->port = user->submission_port;
  if (user->host == -1)
    sim_fault_add (self->faults, line, _("%s has no mail program; [User %s] needs a Host= with the role mua"), who, user->address);
  else if (user->submission == -1)
    sim_fault_add (self->faults, line, _("%s does not know where to send; [User %s] needs a Submission="), who, user->address);
}

static void
read_act_message (SimReader *self, SimActSpec *act)
{
  const GPtrArray *messages = self->scenario->messages;
  g_autofree const char **names = g_new (const char *, messages->len + 1);
  g_autofree char *id = sim_read_string (self, "Message");

  if (id == NULL)
    {
      if (!sim_source_is_given (self->group, "Message"))
        sim_fault_add (self->faults, self->group->line, _("[%s] needs the key %s"), self->group->name, "Message");
      return;
    }
  for (guint i = 0; i < messages->len; i++)
    {
      names[i] = ((const SimMessageSpec *) g_ptr_array_index (messages, i))->id;
      if (strcmp (names[i], id) == 0)
        act->message = (int) i;
    }
  if (act->message < 0)
    sim_fault_add_near (self->faults, sim_source_key_line (self->group, "Message"),
                        sim_text_suggest (id, names, messages->len),
                        /* TRANSLATORS: %s is the ID of a [Message ID] group. */
                        _("no message has the ID '%s'"), id);
}

/* What the sender wants to be told, and how much should come back (RFC 3461). */
static void
read_notify (SimReader *self, SimActSpec *act)
{
  static const char *const returns[] = { "FULL", "HDRS" };
  g_autofree char *notify = sim_read_string (self, "Notify");
  guint ret;

  if (notify != NULL && !mail_notify_parse (notify, &act->notify))
    sim_fault_add (self->faults, sim_source_key_line (self->group, "Notify"),
                   _("Notify is NEVER, or some of SUCCESS, FAILURE and DELAY parted by commas"));
  if (sim_read_word (self, "Return", returns, G_N_ELEMENTS (returns), &ret))
    act->ret = ret == 0 ? MAIL_RETURN_FULL : MAIL_RETURN_HEADERS;
}

static void
read_envelope (SimReader *self, SimActSpec *act)
{
  act->from = sim_read_string (self, "From");
  if (act->from != NULL && *act->from != '\0' && strcmp (act->from, "<>") != 0)
    {
      char *one[] = { act->from, NULL };
      check_addresses (self, "From", one);
    }
  if (sim_source_has_key (self->group, "To"))
    {
      act->to = sim_read_list (self, "To");
      check_addresses (self, "To", act->to);
    }
  if (act->message >= 0 && (act->to == NULL || act->to[0] == NULL))
    {
      const SimMessageSpec *spec = g_ptr_array_index (self->scenario->messages, (guint) act->message);

      if (spec->to != NULL && spec->to[0] == NULL)
        sim_fault_add (self->faults, self->group->line,
                       /* TRANSLATORS: %s is the ID of a [Message ID] group. */
                       _("message '%s' goes to nobody; it needs a To, Cc or Bcc, or the act a To"), spec->id);
    }
}

static int
by_number (gconstpointer a, gconstpointer b)
{
  const SimSourceKey *first = *(const SimSourceKey *const *) a;
  const SimSourceKey *second = *(const SimSourceKey *const *) b;

  return atoi (first->name + strlen ("Line")) - atoi (second->name + strlen ("Line"));
}

/* Line1, Line2, ... without a gap, in whatever order the file has them. */
static void
read_lines (SimReader *self, SimActSpec *act)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new ();
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  int expected = 1;

  for (guint i = 0; i < self->group->keys->len; i++)
    {
      SimSourceKey *key = g_ptr_array_index (self->group->keys, i);

      if (g_str_has_prefix (key->name, "Line"))
        g_ptr_array_add (keys, key);
    }
  g_ptr_array_sort (keys, by_number);
  if (keys->len == 0 && !sim_source_is_given (self->group, "Line1"))
    sim_fault_add (self->faults, self->group->line, _("[%s] needs the key %s"), self->group->name, "Line1");
  if (keys->len > MAX_LINES)
    {
      sim_fault_add (self->faults, self->group->line, _("too many lines to type; at most %u"), (guint) MAX_LINES);
      return;
    }
  for (guint i = 0; i < keys->len; i++)
    {
      const SimSourceKey *key = g_ptr_array_index (keys, i);
      g_autofree char *line = sim_read_string (self, key->name);
      int number = atoi (key->name + strlen ("Line"));

      if (number != expected && !(number == expected + 1 && self->group->bad->len > 0))
        sim_fault_add (self->faults, key->line,
                       /* TRANSLATORS: two numbers: Line5 is there, Line4 is not. */
                       _("Line%d without a Line%d before it"), number, expected);
      expected = number + 1;
      /* A bare LF may be what a lesson is about. */
      if (strchr (line, '\r') != NULL || strlen (line) > MAX_LINE_TYPED)
        sim_fault_add (self->faults, key->line, _("%s: one line of at most %u octets"), key->name, (guint) MAX_LINE_TYPED);
      g_strv_builder_add (lines, line);
    }
  act->lines = g_strv_builder_end (lines);
}

static void
read_typist (SimReader *self, SimActSpec *act, const char *who)
{
  guint line = sim_source_key_line (self->group, "Who");
  guint64 port;

  act->host = sim_reader_host (self, line, who);
  if (act->host >= 0
      && (((const SimHostSpec *) g_ptr_array_index (self->scenario->hosts, (guint) act->host))->roles
          & (SIM_ROLE_PERSON | SIM_ROLE_UNKNOWN)) == 0)
    sim_fault_add (self->faults, line, _("%s: host '%s' would need one of these roles: %s"), "Who", who, "person");
  if (!sim_source_is_given (self->group, "Server"))
    sim_fault_add (self->faults, self->group->line, _("[%s] needs the key %s"), self->group->name, "Server");
  sim_read_host (self, "Server", SIM_ROLE_MSA | SIM_ROLE_MTA | SIM_ROLE_MDA, &act->server);
  act->port = sim_read_number (self, "Port", 1, 65535, &port) ? (guint16) port : 25;
  read_lines (self, act);
}

/* Keys that belong to the other kind of act. */
static void
refuse_keys (SimReader *self, const char *const *keys, gsize n_keys, const char *kind)
{
  for (gsize i = 0; i < n_keys; i++)
    if (sim_source_has_key (self->group, keys[i]))
      sim_fault_add (self->faults, sim_source_key_line (self->group, keys[i]),
                     /* TRANSLATORS: a key; then send or type, words of the file that stay as they are. */
                     _("%s has no meaning with Do=%s"), keys[i], kind);
}

void
sim_read_act (SimReader *self)
{
  static const char *const kinds[] = { "send", "type" };
  static const char *const of_type[] = { "Server", "Port", "Line1" };
  static const char *const of_send[] = { "Message", "From", "To", "Notify", "Return" };
  g_autofree char *who = sim_read_string (self, "Who");
  SimActSpec *act;
  guint kind = 0;

  if (!has_room (self, self->scenario->acts, MAX_ACTS, "Act"))
    return;
  act = g_new0 (SimActSpec, 1);
  act->number = read_group_number (self);
  act->line = self->group->line;
  act->after = act->user = act->host = act->message = act->server = -1;
  g_ptr_array_add (self->scenario->acts, act);
  sim_read_duration (self, "At", &act->at);
  if (!sim_read_word (self, "Do", kinds, G_N_ELEMENTS (kinds), &kind) || who == NULL)
    return;
  act->kind = kind == 0 ? SIM_ACT_SEND : SIM_ACT_TYPE;
  if (act->kind == SIM_ACT_SEND)
    {
      refuse_keys (self, of_type, G_N_ELEMENTS (of_type), kinds[kind]);
      read_sender (self, act, who);
      read_act_message (self, act);
      read_envelope (self, act);
      read_notify (self, act);
    }
  else
    {
      refuse_keys (self, of_send, G_N_ELEMENTS (of_send), kinds[kind]);
      read_typist (self, act, who);
    }
}

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

/* reply CODE TEXT | delay TIME | drop | cut */
static gboolean
parse_what (const char *text, SimFaultSpec *fault)
{
  if (g_str_has_prefix (text, "reply "))
    {
      fault->what = SIM_FAULT_REPLY;
      fault->reply = g_strstrip (g_strdup (text + strlen ("reply ")));
      return reply_is_fine (fault->reply);
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

  if (!has_room (self, self->scenario->faults, MAX_FAULTS, "Fault"))
    return;
  fault = g_new0 (SimFaultSpec, 1);
  fault->line = self->group->line;
  fault->host = -1;
  g_ptr_array_add (self->scenario->faults, fault);
  read_group_number (self);
  sim_read_host (self, "Host", SIM_ROLE_MSA | SIM_ROLE_MTA | SIM_ROLE_MDA, &fault->host);
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

static gboolean
is_code (const char *word)
{
  return strlen (word) == 3 && word[0] >= '2' && word[0] <= '5' && g_ascii_isdigit (word[1]) && g_ascii_isdigit (word[2]);
}

static void
check_pin (SimReader *self, const SimNoteSpec *note)
{
  static const char *const places[] = { "outbox", "queue", "mailbox" };
  static const char *const verdicts[] = { "queue:sent", "queue:deferred", "queue:failed", "queue:bounced", "queue:notified",
                                           "queue:expanded", "queue:removed" };
  static const char *const protocols[] = { "smtp", "submission", "lmtp", "dns" };
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
      message = g_strdup_printf (_("On: '%s' is no protocol; there are %s"), note->what, "smtp, submission, lmtp, dns");
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
      message = g_strdup_printf (_("On: '%s' is no place; there are %s"), note->what, "outbox, queue, mailbox");
      break;
    case SIM_ON_NOTE:
      if (!g_str_has_prefix (note->what, "queue") && strchr (note->what, ':') != NULL)
        return;
      add_words (known, verdicts, G_N_ELEMENTS (verdicts));
      message = g_strdup_printf (_("On: '%s' is no verdict; there are %s"), note->what,
                                 "queue:sent, queue:deferred, queue:failed, queue:bounced, queue:removed");
      break;
    case SIM_ON_REPLY:
      if (!is_code (note->what))
        sim_fault_add (self->faults, line, _("On: '%s' is no reply code; it has three digits, like 250"), note->what);
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

static void
read_question (SimReader *self, SimNoteSpec *note)
{
  static const char *const asks[] = { "reply", "state", "place" };
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
  note->ask = ask == 0 ? SIM_ASK_REPLY : ask == 1 ? SIM_ASK_STATE : SIM_ASK_PLACE;
  for (char **choice = note->choices; *choice != NULL; choice++)
    if (note->ask == SIM_ASK_REPLY && !is_code (*choice))
      sim_fault_add (self->faults, sim_source_key_line (self->group, "Choices"),
                     _("Choices: '%s' is no reply code; it has three digits, like 250"), *choice);
    else if (note->ask == SIM_ASK_STATE)
      check_state (self, "Choices", *choice);
    else if (note->ask == SIM_ASK_PLACE)
      sim_reader_host (self, sim_source_key_line (self->group, "Choices"), *choice);
}

void
sim_read_note (SimReader *self)
{
  g_autofree char *on = sim_read_string (self, "On");
  SimNoteSpec *note;

  if (!has_room (self, self->scenario->notes, MAX_NOTES, "Note"))
    return;
  note = g_new0 (SimNoteSpec, 1);
  note->number = read_group_number (self);
  note->line = self->group->line;
  note->host = -1;
  note->text = sim_read_people (self, "Text");
  g_ptr_array_add (self->scenario->notes, note);
  sim_read_host (self, "Host", 0, &note->host);
  read_question (self, note);
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

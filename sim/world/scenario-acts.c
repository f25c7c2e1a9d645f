/* scenario-acts.c - what people do in a lesson file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/scenario-reader.h"
#include "sim/core/text.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

#define MAX_ACTS       500
#define MAX_LINES      2000
#define MAX_LINE_TYPED 2000

/* Keys that some acts have and others do not. */
enum
{
  KEY_DEVICE   = 1 << 0,
  KEY_MESSAGE  = 1 << 1,
  KEY_FOLDER   = 1 << 2,
  KEY_TARGET   = 1 << 3,
  KEY_FLAGS    = 1 << 4,
  KEY_SEARCH   = 1 << 5,
  KEY_ENVELOPE = 1 << 6,
  KEY_TYPING   = 1 << 7
};

static const struct { const char *key; guint bit; } act_keys[] = {
  { "Device", KEY_DEVICE }, { "Message", KEY_MESSAGE }, { "Folder", KEY_FOLDER }, { "Target", KEY_TARGET },
  { "Flags", KEY_FLAGS }, { "Search", KEY_SEARCH }, { "From", KEY_ENVELOPE }, { "To", KEY_ENVELOPE },
  { "Notify", KEY_ENVELOPE }, { "Return", KEY_ENVELOPE }, { "Server", KEY_TYPING }, { "Port", KEY_TYPING },
  { "Line1", KEY_TYPING },
};

#define OF_LETTER (KEY_DEVICE | KEY_MESSAGE | KEY_FOLDER)

static const struct
{
  const char *word;
  SimActKind  kind;
  SimMuaDo    what;
  guint       keys;
  guint       required;
  gboolean    imap;       /* only that protocol can do it */
} kinds[] = {
  { "send", SIM_ACT_SEND, 0, KEY_DEVICE | KEY_MESSAGE | KEY_ENVELOPE, KEY_MESSAGE, FALSE },
  { "type", SIM_ACT_TYPE, 0, KEY_TYPING, 0, FALSE },
  { "check", SIM_ACT_MUA, SIM_MUA_CHECK, KEY_DEVICE | KEY_FOLDER, 0, FALSE },
  { "read", SIM_ACT_MUA, SIM_MUA_READ, OF_LETTER, 0, FALSE },
  { "delete", SIM_ACT_MUA, SIM_MUA_DELETE, OF_LETTER, 0, FALSE },
  { "flag", SIM_ACT_MUA, SIM_MUA_FLAG, OF_LETTER | KEY_FLAGS, KEY_FLAGS, FALSE },
  { "move", SIM_ACT_MUA, SIM_MUA_MOVE, OF_LETTER | KEY_TARGET, KEY_TARGET, FALSE },
  { "copy", SIM_ACT_MUA, SIM_MUA_COPY, OF_LETTER | KEY_TARGET, KEY_TARGET, TRUE },
  { "create-folder", SIM_ACT_MUA, SIM_MUA_CREATE, KEY_DEVICE | KEY_FOLDER, KEY_FOLDER, FALSE },
  { "rename-folder", SIM_ACT_MUA, SIM_MUA_RENAME, KEY_DEVICE | KEY_FOLDER | KEY_TARGET, KEY_FOLDER | KEY_TARGET, FALSE },
  { "delete-folder", SIM_ACT_MUA, SIM_MUA_REMOVE, KEY_DEVICE | KEY_FOLDER, KEY_FOLDER, FALSE },
  { "subscribe", SIM_ACT_MUA, SIM_MUA_SUBSCRIBE, KEY_DEVICE | KEY_FOLDER, KEY_FOLDER, TRUE },
  { "unsubscribe", SIM_ACT_MUA, SIM_MUA_UNSUBSCRIBE, KEY_DEVICE | KEY_FOLDER, KEY_FOLDER, TRUE },
  { "search", SIM_ACT_MUA, SIM_MUA_SEARCH, KEY_DEVICE | KEY_FOLDER | KEY_SEARCH, KEY_SEARCH, TRUE },
  { "offline", SIM_ACT_MUA, SIM_MUA_OFFLINE, KEY_DEVICE, 0, FALSE },
  { "online", SIM_ACT_MUA, SIM_MUA_ONLINE, KEY_DEVICE, 0, FALSE },
  { "watch", SIM_ACT_MUA, SIM_MUA_WATCH, KEY_DEVICE, 0, TRUE },
  { "unwatch", SIM_ACT_MUA, SIM_MUA_UNWATCH, KEY_DEVICE, 0, TRUE },
};

static const SimAccountSpec *
account_at (const SimReader *self, int i)
{
  return g_ptr_array_index (self->scenario->accounts, (guint) i);
}

/* The device: the one that is named, or the first on which the user has an account. FALSE: a fault was added. */
static gboolean
find_account (SimReader *self, SimActSpec *act)
{
  g_autofree char *device = sim_read_string (self, "Device");
  int host = -1;

  if (device != NULL)
    {
      host = sim_reader_host (self, sim_source_key_line (self->group, "Device"), device);
      if (host < 0)
        return FALSE;
    }
  for (guint i = 0; act->account < 0 && i < self->scenario->accounts->len; i++)
    if (account_at (self, (int) i)->user == act->user && (host < 0 || account_at (self, (int) i)->host == host))
      act->account = (int) i;
  if (host >= 0 && act->account < 0)
    {
      const SimUserSpec *user = g_ptr_array_index (self->scenario->users, (guint) act->user);

      sim_fault_add (self->faults, sim_source_key_line (self->group, "Device"),
                     /* TRANSLATORS: an address, a host, and again the same two as they stand in a group. */
                     _("%s has no account on '%s'; an [Account %s %s] is missing"), user->address, device, user->address,
                     device);
      return FALSE;
    }
  return TRUE;
}

/* Who sends: a user who has a mail program. */
static void
read_sender (SimReader *self, SimActSpec *act, const char *who)
{
  guint line = sim_source_key_line (self->group, "Who");
  const SimUserSpec *user;

  act->user = sim_reader_user (self, line, who);
  if (act->user < 0)
    return;
  user = g_ptr_array_index (self->scenario->users, (guint) act->user);
  if (!find_account (self, act))
    return;
  /* Who has a Host= writes there, unless another device is named. */
  if (user->host >= 0 && !sim_source_has_key (self->group, "Device")
      && (act->account < 0 || account_at (self, act->account)->host != user->host))
    {
      act->account = -1;
      for (guint i = 0; i < self->scenario->accounts->len; i++)
        if (account_at (self, (int) i)->user == act->user && account_at (self, (int) i)->host == user->host)
          act->account = (int) i;
    }
  act->host = act->account >= 0 ? account_at (self, act->account)->host : user->host;
  act->server = user->submission;
  act->port = user->submission_port;
  if (act->host == -1)
    sim_fault_add (self->faults, line, _("%s has no mail program; [User %s] needs a Host= with the role mua"), who, user->address);
  else if (user->submission == -1)
    sim_fault_add (self->faults, line, _("%s does not know where to send; [User %s] needs a Submission="), who, user->address);
}

static void
read_act_message (SimReader *self, SimActSpec *act)
{
  g_autofree char *id = sim_read_string (self, "Message");

  if (id != NULL)
    act->message = sim_reader_message (self, sim_source_key_line (self->group, "Message"), id);
}

/* The subject by which the letter is found on the device. */
static void
read_letter (SimReader *self, SimActSpec *act)
{
  g_autofree char *id = sim_read_string (self, "Message");
  const SimMessageSpec *spec;

  if (id == NULL)
    return;
  if (strcmp (id, "all") == 0)
    {
      act->job.subject = g_strdup ("*");
      return;
    }
  act->message = sim_reader_message (self, sim_source_key_line (self->group, "Message"), id);
  if (act->message < 0)
    return;
  spec = g_ptr_array_index (self->scenario->messages, (guint) act->message);
  if (spec->message != NULL && spec->subject == NULL)
    sim_fault_add (self->faults, sim_source_key_line (self->group, "Message"),
                   /* TRANSLATORS: %s is the ID of a [Message ID] group. */
                   _("message '%s' has no subject, by which it could be found"), id);
  act->job.subject = g_strdup (spec->subject);
}

static char *
read_folder (SimReader *self, const char *key)
{
  g_autofree char *name = sim_read_string (self, key);

  if (name == NULL)
    return NULL;
  if (mail_store_check_name (name) != MAIL_STORE_OK)
    sim_fault_add (self->faults, sim_source_key_line (self->group, key),
                   _("%s: no folder can be called '%s'"), key, name);
  return g_steal_pointer (&name);
}

static void
read_job (SimReader *self, SimActSpec *act, const char *who, gsize kind)
{
  guint line = sim_source_key_line (self->group, "Who");

  act->job.what = kinds[kind].what;
  act->job.folder = read_folder (self, "Folder");
  act->job.to = read_folder (self, "Target");
  act->job.keys = sim_read_string (self, "Search");
  sim_reader_flags (self, "Flags", &act->job.set, &act->job.clear);
  if (kinds[kind].keys & KEY_MESSAGE)
    read_letter (self, act);
  act->user = sim_reader_user (self, line, who);
  if (act->user < 0 || !find_account (self, act))
    return;
  if (act->account < 0)
    {
      sim_fault_add (self->faults, line, _("%s has no account; an [Account %s HOST] is missing"), who, who);
      return;
    }
  act->host = account_at (self, act->account)->host;
  act->server = account_at (self, act->account)->server;
  if (kinds[kind].imap && account_at (self, act->account)->incoming == SIM_INCOMING_POP3)
    sim_fault_add (self->faults, sim_source_key_line (self->group, "Do"), _("%s has no meaning with %s"), kinds[kind].word,
                   "Incoming=pop3");
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
      sim_reader_addresses (self, "From", one);
    }
  if (sim_source_has_key (self->group, "To"))
    {
      act->to = sim_read_list (self, "To");
      sim_reader_addresses (self, "To", act->to);
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
  sim_read_host (self, "Server", SIM_ROLE_MSA | SIM_ROLE_MTA | SIM_ROLE_MDA | SIM_ROLE_MS, &act->server);
  act->port = sim_read_number (self, "Port", 1, 65535, &port) ? (guint16) port : 25;
  read_lines (self, act);
}

/* Keys that belong to other kinds of act, and those that are missing. */
static void
check_keys (SimReader *self, gsize kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (act_keys); i++)
    {
      const char *key = act_keys[i].key;

      if ((kinds[kind].keys & act_keys[i].bit) == 0 && sim_source_has_key (self->group, key))
        sim_fault_add (self->faults, sim_source_key_line (self->group, key),
                       /* TRANSLATORS: a key; then send or type, words of the file that stay as they are. */
                       _("%s has no meaning with Do=%s"), key, kinds[kind].word);
      if ((kinds[kind].required & act_keys[i].bit) != 0 && !sim_source_is_given (self->group, key))
        sim_fault_add (self->faults, self->group->line, _("[%s] needs the key %s"), self->group->name, key);
    }
}

void
sim_read_act (SimReader *self)
{
  const char *words[G_N_ELEMENTS (kinds)];
  g_autofree char *who = sim_read_string (self, "Who");
  SimActSpec *act;
  guint kind = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    words[i] = kinds[i].word;
  if (!sim_reader_has_room (self, self->scenario->acts, MAX_ACTS, "Act"))
    return;
  act = g_new0 (SimActSpec, 1);
  act->number = sim_reader_number (self);
  act->line = self->group->line;
  act->after = act->user = act->host = act->message = act->server = act->account = -1;
  g_ptr_array_add (self->scenario->acts, act);
  sim_read_duration (self, "At", &act->at);
  if (!sim_read_word (self, "Do", words, G_N_ELEMENTS (words), &kind) || who == NULL)
    return;
  act->kind = kinds[kind].kind;
  check_keys (self, kind);
  switch (act->kind)
    {
    case SIM_ACT_SEND:
      read_sender (self, act, who);
      read_act_message (self, act);
      read_envelope (self, act);
      read_notify (self, act);
      break;
    case SIM_ACT_TYPE:
      read_typist (self, act, who);
      break;
    case SIM_ACT_MUA:
      read_job (self, act, who, kind);
      break;
    }
}

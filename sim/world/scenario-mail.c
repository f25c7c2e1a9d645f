/* scenario-mail.c - mail programs and mailboxes of a lesson file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/scenario-reader.h"
#include "sim/actors/access.h"
#include "sim/core/text.h"
#include "sim/mail/attach.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_ACCOUNTS   200
#define MAX_MAILBOXES  500
#define MAX_GENERATED  20000
#define MAX_ALL_OCTETS (256 * 1024 * 1024)   /* of all generated letters of a folder */
#define LARGE          (64 * 1024)           /* a letter of so many octets has an attachment */

static const char *const incoming_words[] = { "pop3", "imap" };

/* ---- accounts ---- */

static void
read_policy (SimReader *self, SimAccountSpec *account)
{
  static const char *const pop3[] = { "delete", "keep", "headers" };
  static const SimPolicy pop3_policies[] = { SIM_POLICY_DELETE, SIM_POLICY_KEEP, SIM_POLICY_HEADERS };
  static const char *const imap[] = { "headers", "text", "all" };
  static const SimPolicy imap_policies[] = { SIM_POLICY_HEADERS, SIM_POLICY_TEXT, SIM_POLICY_ALL };
  gboolean is_pop3 = account->incoming == SIM_INCOMING_POP3;
  guint word;

  account->policy = is_pop3 ? SIM_POLICY_DELETE : SIM_POLICY_HEADERS;
  if (sim_read_word (self, "Policy", is_pop3 ? pop3 : imap, 3, &word))
    account->policy = is_pop3 ? pop3_policies[word] : imap_policies[word];
}

static void
read_sent (SimReader *self, SimAccountSpec *account)
{
  static const char *const words[] = { "none", "local", "append", "server" };
  guint word;

  account->sent = account->incoming == SIM_INCOMING_IMAP ? SIM_SENT_APPEND : SIM_SENT_LOCAL;
  if (!sim_read_word (self, "Sent", words, G_N_ELEMENTS (words), &word))
    return;
  account->sent = (SimSent) word;
  if (account->sent == SIM_SENT_APPEND && account->incoming == SIM_INCOMING_POP3)
    sim_fault_add (self->faults, sim_source_key_line (self->group, "Sent"),
                   /* TRANSLATORS: a key with its value, and another key with its value. */
                   _("%s has no meaning with %s"), "Sent=append", "Incoming=pop3");
}

/* The host named, or the only one with the role. */
static void
read_server (SimReader *self, SimAccountSpec *account)
{
  guint found = 0;

  account->port = account->incoming == SIM_INCOMING_POP3 ? SIM_POP3_PORT : SIM_IMAP_PORT;
  account->server = -1;
  if (sim_source_is_given (self->group, "Server"))
    {
      sim_reader_server (self, "Server", SIM_ROLE_MS, &account->server, &account->port);
      return;
    }
  for (guint i = 0; i < self->scenario->hosts->len; i++)
    {
      const SimHostSpec *host = g_ptr_array_index (self->scenario->hosts, i);

      if ((host->roles & SIM_ROLE_MS) == 0)
        continue;
      account->server = (int) i;
      found++;
    }
  if (found != 1)
    sim_fault_add (self->faults, self->group->line,
                   _("there is no host with the role ms, or there are several; [%s] needs a Server="), self->group->name);
}

/* The server must offer the protocol. */
static void
check_offer (SimReader *self, const SimAccountSpec *account)
{
  const SimHostSpec *server;
  gboolean pop3 = account->incoming == SIM_INCOMING_POP3;

  if (account->server < 0)
    return;
  server = g_ptr_array_index (self->scenario->hosts, (guint) account->server);
  if ((server->roles & SIM_ROLE_MS) != 0 && !(pop3 ? server->pop3 : server->imap))
    sim_fault_add (self->faults, sim_source_key_line (self->group, "Incoming"),
                   /* TRANSLATORS: the name of a host, and pop3 or imap. */
                   _("host '%s' does not offer %s; see its Access="), server->name, incoming_words[pop3 ? 0 : 1]);
}

void
sim_read_account (SimReader *self)
{
  SimAccountSpec *account;
  const SimHostSpec *host;
  guint64 days;
  guint word = 0;

  if (!sim_reader_has_room (self, self->scenario->accounts, MAX_ACCOUNTS, "Account"))
    return;
  account = g_new0 (SimAccountSpec, 1);
  g_ptr_array_add (self->scenario->accounts, account);
  account->line = self->group->line;
  account->user = sim_reader_user (self, self->group->line, self->group->args[0]);
  account->host = sim_reader_host (self, self->group->line, self->group->args[1]);
  if (account->host >= 0)
    {
      host = g_ptr_array_index (self->scenario->hosts, (guint) account->host);
      if ((host->roles & (SIM_ROLE_MUA | SIM_ROLE_UNKNOWN)) == 0)
        sim_fault_add (self->faults, self->group->line, _("%s: host '%s' would need one of these roles: %s"), "Account",
                       host->name, "mua");
    }
  if (!sim_read_word (self, "Incoming", incoming_words, G_N_ELEMENTS (incoming_words), &word))
    {
      account->server = -1;
      return;
    }
  account->incoming = word == 0 ? SIM_INCOMING_POP3 : SIM_INCOMING_IMAP;
  read_server (self, account);
  check_offer (self, account);
  read_policy (self, account);
  if (sim_read_number (self, "Days", 1, 3650, &days))
    {
      account->days = (guint) days;
      if (account->policy != SIM_POLICY_KEEP)
        sim_fault_add (self->faults, sim_source_key_line (self->group, "Days"), _("%s has no meaning without %s"), "Days",
                       "Policy=keep");
    }
  read_sent (self, account);
}

/* ---- flags ---- */

gboolean
sim_flag_parse (const char *word, guint *out)
{
  g_autofree char *name = g_strconcat ("\\", word, NULL);

  *out = sim_flags_from_text (name);
  return *out != 0;
}

void
sim_reader_flags (SimReader *self, const char *key, guint *set, guint *clear)
{
  g_auto (GStrv) list = sim_read_list (self, key);

  for (char **word = list; *word != NULL; word++)
    {
      gboolean minus = **word == '-';
      guint flag;

      if (!sim_flag_parse (*word + (minus ? 1 : 0), &flag) || (minus && clear == NULL))
        sim_fault_add (self->faults, sim_source_key_line (self->group, key),
                       _("%s: no flag is named '%s'; there are %s"), key, *word, "Seen, Answered, Flagged, Deleted, Draft");
      else if (minus)
        *clear |= flag;
      else
        *set |= flag;
    }
}

/* ---- what lies there from the beginning ---- */

static void
add_letter (SimMailboxSpec *mailbox, MailMessage *message, SimTime when)
{
  g_ptr_array_add (mailbox->letters, mail_message_ref (message));
  g_array_append_val (mailbox->times, when);
}

/* A letter as it lies in a mailbox has a date; one that a mail program is to send gets it when it is sent. */
static MailMessage *
with_date (SimReader *self, MailMessage *message, SimTime when)
{
  g_autofree char *date = NULL;

  if (mail_message_count_headers (message, "Date") > 0)
    return mail_message_ref (message);
  date = mail_date_to_text (self->scenario->epoch + when / SIM_TIME_SECOND);
  return mail_message_with_header (message, "Date", date);
}

static void
read_letters (SimReader *self, SimMailboxSpec *mailbox)
{
  g_auto (GStrv) ids = sim_read_list (self, "Messages");
  guint n = g_strv_length (ids);

  for (guint i = 0; i < n; i++)
    {
      int index = sim_reader_message (self, sim_source_key_line (self->group, "Messages"), ids[i]);
      const SimMessageSpec *spec = index >= 0 ? g_ptr_array_index (self->scenario->messages, (guint) index) : NULL;
      SimTime when = -(SimTime) (n - i) * SIM_TIME_HOUR;
      g_autoptr (MailMessage) dated = NULL;

      if (spec == NULL || spec->message == NULL)
        continue;
      dated = with_date (self, spec->message, when);
      add_letter (mailbox, dated, when);
    }
}

/* Lines of plain words, so many octets. */
static char *
make_text (gsize size)
{
  static const char *const line = "This line stands for what people write to each other in a week of mail.\n";
  GString *text = g_string_sized_new (size + strlen (line));

  while (text->len < size)
    g_string_append (text, line);
  return g_string_free (text, FALSE);
}

static MailMessage *
make_letter (const char *from, const char *to, guint number, guint count, gsize size, const char *date, const char *id)
{
  g_autofree char *subject = g_strdup_printf ("Message %u of %u", number, count);
  const char *fields[] = { "From", from, "To", to, "Subject", subject, "Date", date, "Message-ID", id, NULL };
  gboolean large = size >= LARGE;
  gsize rest = size > 400 ? size - 400 : 0;
  g_autofree char *body = make_text (large ? 1000 : rest);
  g_autoptr (MailMessage) message = mail_message_compose (fields, body, FALSE);
  MailAttachment attachment = { "photo.jpg", rest / 78 * 57 };

  return large ? mail_message_attach (message, &attachment, 1) : g_steal_pointer (&message);
}

static void
generate (SimReader *self, SimMailboxSpec *mailbox, guint count, const GArray *sizes, SimTime period, const char *from)
{
  const SimUserSpec *user = g_ptr_array_index (self->scenario->users, (guint) mailbox->user);

  for (guint i = 0; i < count; i++)
    {
      SimTime when = -(period / count) * (SimTime) (count - i);
      g_autofree char *date = mail_date_to_text (self->scenario->epoch + when / SIM_TIME_SECOND);
      g_autofree char *id = g_strdup_printf ("<week.%u.%s>", i + 1, user->address);
      g_autoptr (MailMessage) letter = make_letter (from, user->address, i + 1, count,
                                                    g_array_index (sizes, gsize, i % sizes->len), date, id);

      add_letter (mailbox, letter, when);
    }
}

static void
read_generated (SimReader *self, SimMailboxSpec *mailbox)
{
  g_autofree char *from = sim_read_string (self, "From");
  g_autoptr (GArray) sizes = g_array_new (FALSE, FALSE, sizeof (gsize));
  g_auto (GStrv) words = sim_read_list (self, "Sizes");
  SimTime period = 7 * SIM_TIME_DAY;
  guint64 count;
  guint64 all = 0;

  for (char **word = words; *word != NULL; word++)
    {
      gsize size;

      if (!sim_size_parse (*word, &size) || size > SIM_LETTER_LIMIT)
        sim_fault_add (self->faults, sim_source_key_line (self->group, "Sizes"),
                       _("%s: '%s' is no size; write octets, 500k or 10M"), "Sizes", *word);
      else
        g_array_append_val (sizes, size);
    }
  sim_read_duration (self, "Period", &period);
  if (from != NULL)
    {
      char *one[] = { from, NULL };
      sim_reader_addresses (self, "From", one);
    }
  if (!sim_read_number (self, "Count", 1, MAX_GENERATED, &count) || mailbox->user < 0)
    return;
  if (sizes->len == 0)
    {
      gsize usual = 3000;
      g_array_append_val (sizes, usual);
    }
  for (guint i = 0; i < count; i++)
    all += g_array_index (sizes, gsize, i % sizes->len);
  if (all > MAX_ALL_OCTETS)
    {
      sim_fault_add (self->faults, sim_source_key_line (self->group, "Count"),
                     _("these messages are too much together; at most %u octets"), (guint) MAX_ALL_OCTETS);
      return;
    }
  generate (self, mailbox, (guint) count, sizes, period, from != NULL ? from : "friends@elsewhere.example");
}

void
sim_read_mailbox (SimReader *self)
{
  static const char *const uses[] = { "none", "archive", "drafts", "junk", "sent", "trash" };
  const char *slash = strchr (self->group->args[0], '/');
  g_autofree char *address = slash != NULL ? g_strndup (self->group->args[0], (gsize) (slash - self->group->args[0])) : NULL;
  SimMailboxSpec *mailbox;
  guint use;

  if (!sim_reader_has_room (self, self->scenario->mailboxes, MAX_MAILBOXES, "Mailbox"))
    return;
  if (slash == NULL || mail_store_check_name (slash + 1) != MAIL_STORE_OK)
    {
      sim_fault_add (self->faults, self->group->line,
                     _("'%s' is no folder of a mailbox; write it like anna@school.example/INBOX"), self->group->args[0]);
      return;
    }
  mailbox = g_new0 (SimMailboxSpec, 1);
  g_ptr_array_add (self->scenario->mailboxes, mailbox);
  mailbox->line = self->group->line;
  mailbox->user = sim_reader_user (self, self->group->line, address);
  mailbox->folder = g_strdup (slash + 1);
  mailbox->letters = g_ptr_array_new_with_free_func ((GDestroyNotify) mail_message_unref);
  mailbox->times = g_array_new (FALSE, FALSE, sizeof (SimTime));
  if (sim_read_word (self, "Use", uses, G_N_ELEMENTS (uses), &use))
    mailbox->use = (MailUse) use;
  sim_reader_flags (self, "Flags", &mailbox->flags, NULL);
  read_generated (self, mailbox);
  read_letters (self, mailbox);
}

void
sim_mailbox_spec_fill (const SimMailboxSpec *self, MailStore *store, SimTime start)
{
  MailBox *box = mail_store_find (store, self->folder);

  if (box == NULL)
    {
      mail_store_create (store, self->folder, self->use, &box);
      mail_store_subscribe (store, self->folder, TRUE);
    }
  for (guint i = 0; box != NULL && i < self->letters->len; i++)
    mail_box_append (box, g_ptr_array_index (self->letters, i), self->flags, start + g_array_index (self->times, SimTime, i));
}

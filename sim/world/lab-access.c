/* The mailboxes, and the lab's answers to POP3 and IMAP
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/lab-private.h"

#include <string.h>

/* ---- accounts ---- */

/* Changes are told when everybody who is at work has finished. */
static gboolean
on_wake (gpointer data)
{
  LabAccount *self = data;
  g_autoptr (GPtrArray) watchers = g_ptr_array_copy (self->watchers, NULL, NULL);
  SimTime now = sim_socket_now ();

  self->wake = 0;
  for (guint i = 0; i < watchers->len; i++)
    {
      LabVisit *visit = g_ptr_array_index (watchers, i);

      if (!g_ptr_array_find (self->watchers, visit, NULL))      /* has gone meanwhile */
        continue;
      imap_server_wake (sim_socket_get_session (visit->socket), now);
      sim_socket_pump (visit->socket);
    }
  return G_SOURCE_REMOVE;
}

static void
changed (LabAccount *self)
{
  if (self->wake == 0 && self->watchers->len > 0)
    self->wake = g_idle_add (on_wake, self);
}

/* A message that lies in several mailboxes takes its room once. */
static void
on_added (gpointer owner, MailBox *box, const MailItem *item)
{
  LabAccount *self = owner;
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->lab->copies, item->message));

  if (n == 0)
    self->lab->stored += mail_message_get_size (item->message);
  g_hash_table_insert (self->lab->copies, item->message, GUINT_TO_POINTER (n + 1));
  changed (self);
}

static void
on_removed (gpointer owner, MailBox *box, const MailItem *item)
{
  LabAccount *self = owner;
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->lab->copies, item->message));

  if (n > 1)
    g_hash_table_insert (self->lab->copies, item->message, GUINT_TO_POINTER (n - 1));
  else
    {
      g_hash_table_remove (self->lab->copies, item->message);
      self->lab->stored -= mail_message_get_size (item->message);
    }
  changed (self);
}

static void
on_flags (gpointer owner, MailBox *box, const MailItem *item)
{
  changed (owner);
}

static void
on_deleted (gpointer owner, MailBox *box)
{
  changed (owner);
}

static const MailStoreFuncs store_funcs = { .added = on_added, .flags = on_flags, .removed = on_removed, .deleted = on_deleted };

void
lab_account_free (gpointer data)
{
  LabAccount *self = data;

  if (self->wake != 0)
    g_source_remove (self->wake);
  mail_store_watch (self->store, NULL, NULL);
  mail_store_unref (self->store);
  g_ptr_array_unref (self->watchers);
  g_free (self);
}

void
lab_add_accounts (SimLab *self)
{
  while (self->accounts->len < sim_directory_length (self->users))
    {
      LabAccount *account = g_new0 (LabAccount, 1);

      account->lab = self;
      account->store = mail_store_new (1 + self->accounts->len);
      account->watchers = g_ptr_array_new ();
      mail_store_set_quota (account->store, sim_directory_get (self->users, self->accounts->len)->quota);
      mail_store_watch (account->store, &store_funcs, account);
      g_ptr_array_add (self->accounts, account);
    }
}

MailStore *
lab_get_store (const SimLab *self, int user)
{
  return ((LabAccount *) g_ptr_array_index (self->accounts, user))->store;
}

/* ---- logins ---- */

static gboolean
is_login_of (const SimDirectoryUser *user, const char *name)
{
  g_autofree char *address = mail_address_to_text (&user->address);

  return g_ascii_strcasecmp (address, name) == 0 || g_str_equal (user->address.local, name);
}

int
lab_login (const SimLab *self, GBytes *question)
{
  const char *name = sasl_get_user (question);

  for (guint i = 0; i < sim_directory_length (self->users); i++)
    {
      const SimDirectoryUser *user = sim_directory_get (self->users, i);

      if (user->password != NULL && is_login_of (user, name) && sasl_matches (question, user->password))
        return (int) i;
    }
  return -1;
}

static void
accept_pop3 (LabVisit *visit, SimTime now, LabAccount *account)
{
  SimSession *session = sim_socket_get_session (visit->socket);
  MailBox *maildrop = mail_store_get_inbox (account->store);

  if (!mail_box_lock (maildrop))
    {
      pop3_server_refuse (session, now, "IN-USE", "Another session has this maildrop");
      return;
    }
  visit->account = account;
  pop3_server_accept (session, now, maildrop);
}

static void
accept_imap (LabVisit *visit, SimTime now, LabAccount *account)
{
  visit->account = account;
  g_ptr_array_add (account->watchers, visit);
  imap_server_accept (sim_socket_get_session (visit->socket), now, account->store);
}

/* The only question that is left is "auth". */
void
lab_access_ask (LabVisit *visit, SimTime now, const SimOutput *question)
{
  SimLab *lab = visit->service->lab;
  SimSession *session = sim_socket_get_session (visit->socket);
  int user = lab_login (lab, question->bytes);
  LabAccount *account = user >= 0 ? g_ptr_array_index (lab->accounts, user) : NULL;

  if (visit->service->kind == SIM_LAB_POP3 && account != NULL)
    accept_pop3 (visit, now, account);
  else if (visit->service->kind == SIM_LAB_POP3)
    pop3_server_refuse (session, now, "AUTH", "Wrong user or password");
  else if (account != NULL)
    accept_imap (visit, now, account);
  else
    imap_server_refuse (session, now, "AUTHENTICATIONFAILED", "Wrong user or password");
}

void
lab_access_leave (LabVisit *visit)
{
  LabAccount *account = g_steal_pointer (&visit->account);

  if (account == NULL)
    return;
  if (visit->service->kind == SIM_LAB_POP3)
    mail_box_unlock (mail_store_get_inbox (account->store));
  else
    g_ptr_array_remove_fast (account->watchers, visit);
}

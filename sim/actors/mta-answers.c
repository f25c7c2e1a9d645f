/* What an MTA tells about addresses: RCPT, VRFY, EXPN, ETRN
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/actors/mta-private.h"

#include <string.h>

#define MAX_SHOWN 50            /* lines of an answer; the reader of replies stops at 100 */

gboolean
sim_mta_is_own (const SimMta *self, const MailAddress *address)
{
  return address->domain[0] == '\0' || sim_mta_is_local (self, address->domain)
         || g_ascii_strcasecmp (address->domain, sim_stage_host_name (self->stage, self->config.host)) == 0;
}

/* "[192.0.2.25]" is this host (RFC 5321, 4.1.3). */
static gboolean
is_own_literal (const SimMta *self, const char *domain)
{
  g_autofree char *address = sim_address_to_text (sim_stage_address (self->stage, self->config.host));
  g_autofree char *literal = g_strdup_printf ("[%s]", address);

  return g_str_equal (domain, literal);
}

/* <postmaster> and addresses at the host's own name belong to the first own domain. */
MailAddress
sim_mta_canonical (const SimMta *self, const MailAddress *address)
{
  MailAddress copy = { g_strdup (address->local), NULL };
  gboolean own = sim_mta_is_own (self, address) || is_own_literal (self, address->domain);

  if (own && !sim_mta_is_local (self, address->domain) && self->config.domains[0] != NULL)
    copy.domain = g_strdup (self->config.domains[0]);
  else
    copy.domain = g_strdup (address->domain);
  return copy;
}

static void
answer_forward (SimVisit *visit, SimTime now, const SimDirectoryUser *user)
{
  g_autofree char *text = g_strdup_printf (user->moved ? "User has moved; please try <%s>"
                                                       : "User not local; will forward to <%s>", user->forward);

  if (user->moved)
    sim_visit_answer (visit, now, 551, "5.1.6", text);
  else
    sim_visit_answer (visit, now, 251, "2.1.5", text);
}

static void
answer_own_recipient (SimMta *self, SimVisit *visit, SimTime now, const MailAddress *target)
{
  int number = sim_directory_find (self->users, target);
  const SimDirectoryUser *user = number >= 0 ? sim_directory_get (self->users, number) : NULL;

  if (user != NULL && user->forward != NULL)
    answer_forward (visit, now, user);
  else if (user != NULL || sim_directory_find_list (self->users, target) != NULL)
    sim_visit_answer (visit, now, 250, "2.1.5", "Recipient ok");
  else
    sim_visit_answer (visit, now, 550, "5.1.1", "No such user here");
}

void
sim_mta_recipient (SimMta *self, SimVisit *visit, SimTime now, const char *path)
{
  SimSession *session = sim_visit_get_session (visit);
  gboolean trusted = smtp_server_get_dialect (session) == SMTP_DIALECT_SUBMISSION
                     || smtp_server_get_user (session) != NULL || self->config.open_relay;
  MailAddress address = { NULL, NULL };
  MailAddress target = { NULL, NULL };

  if (g_ascii_strcasecmp (path, "postmaster") == 0)
    address = (MailAddress) { g_strdup (path), g_strdup ("") };
  else if (!mail_address_parse (path, &address))
    {
      sim_visit_answer (visit, now, 553, "5.1.3", "Mailbox address syntax not understood");
      return;
    }
  target = sim_mta_canonical (self, &address);
  if (sim_mta_is_own (self, &target))
    answer_own_recipient (self, visit, now, &target);
  else if (trusted)
    sim_visit_answer (visit, now, 250, "2.1.5", "Recipient ok, will relay");
  else
    sim_visit_answer (visit, now, 550, "5.7.1", "Relaying denied");
  mail_address_clear (&address);
  mail_address_clear (&target);
}

/* ---- VRFY and EXPN ---- */

/* "Bob Miller <bob@b.example>"; a name that is no ASCII is left out, for a reply is. */
static void
append_user (GString *text, const SimDirectoryUser *user)
{
  g_autofree char *address = mail_address_to_text (&user->address);
  gboolean plain = user->name != NULL && g_str_is_ascii (user->name);

  g_string_append_printf (text, "%s%s<%s>", plain ? user->name : "", plain ? " " : "", address);
}

/* Without angle brackets around it. */
static char *
bare_word (const char *word)
{
  gsize len = strlen (word);

  return len >= 2 && word[0] == '<' && word[len - 1] == '>' ? g_strndup (word + 1, len - 2) : g_strdup (word);
}

/* The list that @word names, at any of the own domains where it has none. */
static const SimDirectoryList *
find_list (SimMta *self, const char *word)
{
  MailAddress address = { NULL, NULL };
  const SimDirectoryList *list = NULL;

  if (mail_address_parse (word, &address))
    list = sim_mta_is_own (self, &address) ? sim_directory_find_list (self->users, &address) : NULL;
  else
    for (guint i = 0; self->config.domains[i] != NULL && list == NULL; i++)
      list = sim_directory_find_list (self->users,
                                      &(MailAddress) { (char *) word, self->config.domains[i] });
  mail_address_clear (&address);
  return list;
}

static gboolean
is_elsewhere (SimMta *self, const char *word)
{
  MailAddress address = { NULL, NULL };
  gboolean elsewhere = mail_address_parse (word, &address) && !sim_mta_is_own (self, &address);

  mail_address_clear (&address);
  return elsewhere;
}

static void
answer_users (SimMta *self, SimVisit *visit, SimTime now, const GArray *users)
{
  const SimDirectoryUser *first = sim_directory_get (self->users, g_array_index (users, int, 0));
  g_autoptr (GString) text = g_string_new (NULL);

  if (users->len == 1 && first->forward != NULL)
    {
      answer_forward (visit, now, first);
      return;
    }
  if (users->len == 1)
    {
      append_user (text, first);
      sim_visit_answer (visit, now, 250, "2.1.5", text->str);
      return;
    }
  g_string_append (text, "Ambiguous; possibilities are");           /* RFC 5321, 3.5.1 */
  for (guint i = 0; i < users->len && i < MAX_SHOWN; i++)
    {
      g_string_append_c (text, '\n');
      append_user (text, sim_directory_get (self->users, g_array_index (users, int, i)));
    }
  sim_visit_answer (visit, now, 553, "5.1.4", text->str);
}

void
sim_mta_verify (SimMta *self, SimVisit *visit, SimTime now, const char *word)
{
  g_autofree char *name = bare_word (word);
  g_autoptr (GArray) users = sim_directory_search (self->users, name, self->config.domains);

  if (users->len > 0)
    answer_users (self, visit, now, users);
  else if (find_list (self, name) != NULL)
    sim_visit_answer (visit, now, 550, "5.2.4", "That is a mailing list, not a user; ask EXPN");
  else if (is_elsewhere (self, name))
    sim_visit_answer (visit, now, 252, "2.5.2", "Cannot verify, but will take mail and try to deliver it");
  else
    sim_visit_answer (visit, now, 550, "5.1.1", "No such user here");
}

void
sim_mta_expand (SimMta *self, SimVisit *visit, SimTime now, const char *word)
{
  g_autofree char *name = bare_word (word);
  const SimDirectoryList *list = find_list (self, name);
  g_autoptr (GArray) users = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; list != NULL && list->members[i] != NULL && i < MAX_SHOWN; i++)
    {
      MailAddress address = { NULL, NULL };
      int user = mail_address_parse (list->members[i], &address) ? sim_directory_find (self->users, &address) : -1;

      if (i > 0)
        g_string_append_c (text, '\n');
      if (user >= 0 && mail_address_equal (&sim_directory_get (self->users, user)->address, &address))
        append_user (text, sim_directory_get (self->users, user));
      else
        g_string_append_printf (text, "<%s>", list->members[i]);
      mail_address_clear (&address);
    }
  if (text->len > 0)
    {
      sim_visit_answer (visit, now, 250, "2.1.5", text->str);
      return;
    }
  users = sim_directory_search (self->users, name, self->config.domains);
  if (users->len > 0)
    sim_visit_answer (visit, now, 550, "5.2.4", "That is a user, not a mailing list; ask VRFY");
  else
    sim_visit_answer (visit, now, 550, "5.1.1", "No such mailing list here");
}

/* ---- ETRN (RFC 1985, 5.2, 5.3) ---- */

void
sim_mta_etrn (SimMta *self, SimVisit *visit, SimTime now, const char *word)
{
  gboolean subdomains = word[0] == '@';
  const char *domain = word + (subdomains ? 1 : 0);
  g_autofree char *text = NULL;
  guint n;

  if (word[0] == '#')
    {
      sim_visit_answer (visit, now, 458, "4.3.0", "Unable to queue messages: there is no queue of that name");
      return;
    }
  if (sim_mta_is_local (self, domain))
    {
      text = g_strdup_printf ("Node %s not allowed: its mail is delivered here", domain);
      sim_visit_answer (visit, now, 459, "4.7.1", text);
      return;
    }
  n = sim_relay_release (self, domain, subdomains);
  if (n == 0)
    text = g_strdup_printf ("No messages waiting for node %s", domain);
  else
    text = g_strdup_printf ("%u pending messages for node %s started", n, domain);
  sim_visit_answer (visit, now, n == 0 ? 251 : 253, "2.0.0", text);
}

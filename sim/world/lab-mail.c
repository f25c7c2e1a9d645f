/* The lab's answers to SMTP and LMTP: logins, recipients, delivery
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/lab-private.h"

#include <string.h>

/* ---- who is meant ---- */

static gboolean
is_own_domain (const LabPart *part, const char *domain)
{
  if (*domain == '\0' || g_ascii_strcasecmp (domain, part->host) == 0)
    return TRUE;
  for (guint i = 0; part->domains[i] != NULL; i++)
    if (g_ascii_strcasecmp (domain, part->domains[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_listed_domain (const LabPart *part, const char *domain)
{
  for (guint i = 0; part->domains[i] != NULL; i++)
    if (g_ascii_strcasecmp (domain, part->domains[i]) == 0)
      return TRUE;
  return FALSE;
}

/* Postmaster is always there (RFC 5321, 4.5.1), be there another user or not. */
static int
find_postmaster (SimLab *self, const MailAddress *address)
{
  g_autofree char *text = NULL;

  if (g_ascii_strcasecmp (address->local, "postmaster") != 0)
    return -1;
  text = mail_address_to_text (address);
  sim_directory_add (self->users, text, NULL, self->config.quota, NULL);
  lab_add_accounts (self);
  return sim_directory_length (self->users) - 1;
}

int
lab_find_user (SimLab *self, const LabPart *part, const MailAddress *address, gboolean *own)
{
  MailAddress target = *address;
  int user;

  *own = is_own_domain (part, address->domain);
  if (!*own)
    return -1;
  if (!is_listed_domain (part, target.domain) && part->domains[0] != NULL)
    target.domain = part->domains[0];
  user = sim_directory_find (self->users, &target);
  return user >= 0 || *target.domain == '\0' ? user : find_postmaster (self, &target);
}

static void
answer_recipient (LabVisit *visit, SimTime now, GBytes *bytes)
{
  SimLab *lab = visit->service->lab;
  gsize len;
  const char *text = g_bytes_get_data (bytes, &len);
  g_autofree char *path = g_strndup (text, len);
  MailAddress address = { NULL, NULL };
  gboolean own;
  int user;

  if (g_ascii_strcasecmp (path, "postmaster") == 0)
    address = (MailAddress) { g_strdup (path), g_strdup ("") };
  else if (!mail_address_parse (path, &address))
    {
      lab_answer (visit, now, 553, "5.1.3", "Mailbox address syntax not understood");
      return;
    }
  user = lab_find_user (lab, visit->service->part, &address, &own);
  if (user >= 0)
    {
      gsize size = smtp_server_get_envelope (sim_socket_get_session (visit->socket))->size;

      if (!mail_store_has_room (lab_get_store (lab, user), size))
        lab_answer (visit, now, 452, "4.2.2", "Mailbox full");
      else
        lab_answer (visit, now, 250, "2.1.5", "Recipient ok");
    }
  else if (own)
    lab_answer (visit, now, 550, "5.1.1", "No such user here");
  else
    lab_answer (visit, now, 550, "5.7.1", "Relaying denied");
  mail_address_clear (&address);
}

/* ---- logins ---- */

static void
answer_login (LabVisit *visit, SimTime now, GBytes *question)
{
  if (lab_login (visit->service->lab, question) >= 0)
    lab_answer (visit, now, 235, "2.7.0", "Authentication successful");
  else
    lab_answer (visit, now, 535, "5.7.8", "Authentication credentials invalid");
}

/* ---- delivery ---- */

/* RFC 5321, 4.4: the trace fields that final delivery puts in front. @to: NULL where there are several. */
static char *
make_trace_fields (LabVisit *visit, const SmtpEnvelope *envelope, const MailAddress *to, const char *id)
{
  SimSession *session = sim_socket_get_session (visit->socket);
  const char *peer = smtp_server_get_peer (session);
  const char *with = visit->service->kind == SIM_LAB_LMTP ? "LMTP"
                     : !smtp_server_used_ehlo (session) ? "SMTP"
                     : smtp_server_get_user (session) != NULL ? "ESMTPA" : "ESMTP";
  g_autofree char *from = mail_address_to_text (&envelope->from);
  g_autofree char *date = mail_date_to_text (g_get_real_time () / G_USEC_PER_SEC);
  g_autofree char *recipient = to != NULL ? mail_address_to_text (to) : NULL;

  return g_strdup_printf ("Return-Path: <%s>\r\n"
                          "Received: from %s ([%s%s])\r\n by %s with %s id %s%s%s%s;\r\n %s\r\n",
                          from, peer != NULL ? peer : "unknown", visit->ipv4 != 0 ? "" : "IPv6:", visit->address,
                          visit->service->part->host, with, id,
                          recipient != NULL ? "\r\n for <" : "", recipient != NULL ? recipient : "",
                          recipient != NULL ? ">" : "", date);
}

static MailMessage *
make_final (const char *fields, MailMessage *message)
{
  g_autoptr (MailMessage) bare = mail_message_without_header (message, "Return-Path");
  gsize len;
  const guint8 *bytes = g_bytes_get_data (mail_message_get_bytes (bare), &len);
  gsize n = strlen (fields);
  guint8 *whole = g_malloc (n + len);
  g_autoptr (GBytes) all = NULL;

  memcpy (whole, fields, n);
  if (len > 0)
    memcpy (whole + n, bytes, len);
  all = g_bytes_new_take (whole, n + len);
  return mail_message_new (all);
}

static void
append (LabVisit *visit, SimTime now, int user, const char *id, const SmtpEnvelope *envelope,
        const MailAddress *to, MailMessage *message)
{
  SimLab *lab = visit->service->lab;
  guint32 uid = mail_box_append (mail_store_get_inbox (lab_get_store (lab, user)), message, 0, now);

  if (visit->recorded)
    {
      g_autofree char *address = mail_address_to_text (&sim_directory_get (lab->users, user)->address);
      g_autofree char *where = g_strdup_printf ("%s/INBOX", address);

      lab_record_stored (visit, now, id, &envelope->from, to, where, uid, message);
    }
}

/* NULL: there is room for @size octets. */
static const SmtpReply *
find_room (const SimLab *self, int user, gsize size)
{
  static const SmtpReply too_large = { 552, "5.2.2", "Message larger than the mailbox quota" };
  static const SmtpReply full = { 452, "4.2.2", "Mailbox full" };
  static const SmtpReply no_room = { 452, "4.3.1", "Insufficient system storage" };
  gsize quota = sim_directory_get (self->users, user)->quota;

  if (quota > 0 && size > quota)
    return &too_large;
  if (!mail_store_has_room (lab_get_store (self, user), size))
    return &full;
  return self->stored + size > LAB_STORE_MAX || !mail_store_has_places (lab_get_store (self, user), 1) ? &no_room : NULL;
}

static const SmtpRecipient *
recipient_at (const SmtpEnvelope *envelope, guint i)
{
  return g_ptr_array_index (envelope->recipients, i);
}

/* SMTP has one reply for all, so all get it or nobody; who is named twice gets it once. */
static void
deliver_to_all (LabVisit *visit, SimTime now, const SmtpEnvelope *envelope, MailMessage *message, const char *id)
{
  SimLab *lab = visit->service->lab;
  guint n = envelope->recipients->len;
  g_autofree char *fields = make_trace_fields (visit, envelope, n == 1 ? &recipient_at (envelope, 0)->address : NULL, id);
  g_autoptr (MailMessage) copy = make_final (fields, message);
  g_autofree int *users = g_new (int, n);
  char text[64];
  gboolean own;

  for (guint i = 0; i < n; i++)
    {
      const SmtpReply *refusal;

      users[i] = lab_find_user (lab, visit->service->part, &recipient_at (envelope, i)->address, &own);
      refusal = find_room (lab, users[i], mail_message_get_size (copy));
      if (refusal != NULL)
        {
          lab_answer (visit, now, refusal->code, refusal->enhanced, refusal->text);
          return;
        }
    }
  for (guint i = 0; i < n; i++)
    {
      gboolean again = FALSE;

      for (guint j = 0; j < i && !again; j++)
        again = users[j] == users[i];
      if (!again)
        append (visit, now, users[i], id, envelope, &recipient_at (envelope, i)->address, copy);
    }
  g_snprintf (text, sizeof text, "Message accepted and delivered as %s", id);
  lab_answer (visit, now, 250, "2.0.0", text);
}

/* RFC 2033, 4.2: a reply for each. */
static void
deliver_to_each (LabVisit *visit, SimTime now, const SmtpEnvelope *envelope, MailMessage *message, const char *id)
{
  SimLab *lab = visit->service->lab;
  guint n = envelope->recipients->len;

  for (guint i = 0; i < n; i++)
    {
      const MailAddress *to = &recipient_at (envelope, i)->address;
      g_autofree char *fields = make_trace_fields (visit, envelope, to, id);
      g_autoptr (MailMessage) copy = make_final (fields, message);
      gboolean own;
      int user = lab_find_user (lab, visit->service->part, to, &own);
      const SmtpReply *refusal = find_room (lab, user, mail_message_get_size (copy));
      g_autofree char *text = NULL;
      g_autofree char *address = NULL;

      if (refusal != NULL)
        {
          lab_answer (visit, now, refusal->code, refusal->enhanced, refusal->text);
          continue;
        }
      append (visit, now, user, id, envelope, to, copy);
      address = mail_address_to_text (to);
      text = g_strdup_printf ("<%s> delivered", address);
      lab_answer (visit, now, 250, "2.1.5", text);    /* the last one ends the transaction */
    }
}

static void
take_message (LabVisit *visit, SimTime now, GBytes *bytes)
{
  SimSession *session = sim_socket_get_session (visit->socket);
  const SmtpEnvelope *envelope = smtp_server_get_envelope (session);
  gboolean lmtp = visit->service->kind == SIM_LAB_LMTP;
  g_autoptr (MailMessage) message = mail_message_new (bytes);
  char id[16];

  if (visit->recorded)
    lab_record_message (visit, now);
  if (mail_message_count_headers (message, "Received") >= LAB_HOPS_MAX)
    {
      for (guint n = lmtp ? envelope->recipients->len : 1; n > 0; n--)
        lab_answer (visit, now, 554, "5.4.6", "Too many hops: this message goes in a circle");
      return;
    }
  g_snprintf (id, sizeof id, "L%04u", ++visit->service->lab->last_id);
  if (lmtp)
    deliver_to_each (visit, now, envelope, message, id);
  else
    deliver_to_all (visit, now, envelope, message, id);
}

void
lab_mail_ask (LabVisit *visit, SimTime now, const SimOutput *question)
{
  if (g_str_equal (question->what, "sender"))
    lab_answer (visit, now, 250, "2.1.0", "Sender ok");
  else if (g_str_equal (question->what, "recipient"))
    answer_recipient (visit, now, question->bytes);
  else if (g_str_equal (question->what, "message"))
    take_message (visit, now, question->bytes);
  else if (g_str_equal (question->what, "auth"))
    answer_login (visit, now, question->bytes);
  else if (g_str_equal (question->what, "verify"))
    lab_answer (visit, now, 252, "2.5.2", "Cannot verify, but will take mail and try to deliver it");
  else
    lab_answer (visit, now, 502, "5.5.1", "Command not implemented");
}

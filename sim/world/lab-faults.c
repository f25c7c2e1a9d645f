/* What stands before a command: TLS first, and the misdeeds of a lesson's server
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/lab-private.h"

#include "sim/actors/faults.h"

#include <string.h>

/* The command has its usual effect. */
static void
go_on (LabVisit *visit, SimTime now)
{
  SimSession *session = sim_socket_get_session (visit->socket);

  if (visit->service->kind == SIM_LAB_POP3)
    pop3_server_go_on (session, now);
  else if (visit->service->kind == SIM_LAB_IMAP)
    imap_server_go_on (session, now);
  else
    lab_answer (visit, now, 0, NULL, NULL);
}

/* It gets @text, "452 4.2.2 Mailbox full" or "[IN-USE] Maildrop is locked", instead. FALSE: @text is no reply. */
static gboolean
answer_with (LabVisit *visit, SimTime now, const char *text)
{
  SimSession *session = sim_socket_get_session (visit->socket);
  const char *end = *text == '[' ? strchr (text, ']') : NULL;
  g_autofree char *code = end != NULL ? g_strndup (text + 1, end - text - 1) : NULL;
  const char *rest = end != NULL ? end + 1 + strspn (end + 1, " ") : text;
  g_autofree char *storage = NULL;
  SmtpReply reply;

  switch (visit->service->kind)
    {
    case SIM_LAB_POP3:
      pop3_server_refuse (session, now, code, rest);
      return TRUE;
    case SIM_LAB_IMAP:
      imap_server_refuse (session, now, code, rest);
      return TRUE;
    default:
      if (!smtp_reply_parse (text, &reply, &storage))
        return FALSE;
      smtp_server_answer (session, now, &reply);
      return TRUE;
    }
}

static gboolean
on_delay_over (gpointer data)
{
  LabVisit *visit = data;

  visit->delay = 0;
  go_on (visit, sim_socket_now ());
  sim_socket_pump (visit->socket);
  sim_socket_hold (visit->socket, FALSE);
  return G_SOURCE_REMOVE;
}

static gboolean
answer_fault (LabVisit *visit, SimTime now, const SimFaultRule *rule)
{
  switch (rule->what)
    {
    case SIM_MISDEED_REPLY:
      return answer_with (visit, now, rule->reply);
    case SIM_MISDEED_DELAY:
      sim_socket_hold (visit->socket, TRUE);
      visit->delay = g_timeout_add ((guint) MIN (rule->delay / SIM_TIME_MILLISECOND, G_MAXINT32), on_delay_over, visit);
      return TRUE;
    case SIM_MISDEED_DROP:
    case SIM_MISDEED_CUT:
      sim_socket_abort (visit->socket);
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
is_command (const char *line, gsize len, const char *verb)
{
  gsize n = strlen (verb);

  return len >= n && g_ascii_strncasecmp (line, verb, n) == 0 && (len == n || line[n] == ' ');
}

void
lab_judge_command (LabVisit *visit, SimTime now, GBytes *bytes)
{
  GPtrArray *faults = visit->service->part->faults;
  SimFaultRule *rule;
  gsize len;
  const char *line = g_bytes_get_data (bytes, &len);

  if (visit->service->lab->config.require_tls && visit->service->kind == SIM_LAB_SUBMISSION)
    {
      if (is_command (line, len, "AUTH"))       /* RFC 4954, 6 */
        {
          lab_answer (visit, now, 538, "5.7.11", "Encryption is required before a login");
          return;
        }
      if (is_command (line, len, "MAIL"))       /* RFC 3207, 4 */
        {
          lab_answer (visit, now, 530, "5.7.0", "Must issue a STARTTLS command first");
          return;
        }
    }
  rule = faults != NULL ? sim_faults_judge (faults, visit->counts, line, len) : NULL;
  if (rule == NULL || !answer_fault (visit, now, rule))
    go_on (visit, now);
}

/* A command line: is it one, do we know it, is it its turn, who does it?
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/smtp/server-private.h"

#include <string.h>

static const struct
{
  const char *verb;
  SmtpHandler handler;
} handlers[] =
{
  { "EHLO", smtp_server_hello },
  { "HELO", smtp_server_hello },
  { "LHLO", smtp_server_hello },
  { "MAIL", smtp_server_mail },
  { "RCPT", smtp_server_rcpt },
  { "DATA", smtp_server_data },
  { "RSET", smtp_server_rset },
  { "NOOP", smtp_server_noop },
  { "VRFY", smtp_server_vrfy },
  { "HELP", smtp_server_help },
  { "QUIT", smtp_server_quit },
  { "AUTH", smtp_server_auth },
  { "STARTTLS", smtp_server_starttls },
  { "EXPN", smtp_server_expn },
  { "ETRN", smtp_server_etrn },
  { "BDAT", smtp_server_bdat },
  { "TURN", smtp_server_turn },
};

static SmtpHandler
find_handler (const char *verb)
{
  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    if (g_str_equal (handlers[i].verb, verb))
      return handlers[i].handler;
  return NULL;
}

/* Does this server know the verb at all? */
static gboolean
is_known (SmtpServer *self, const char *verb)
{
  gboolean lmtp = self->config.dialect == SMTP_DIALECT_LMTP;

  if (g_str_equal (verb, "LHLO"))
    return lmtp;                                /* RFC 2033, 4.1 */
  if (g_str_equal (verb, "HELO"))
    return !lmtp;
  if (g_str_equal (verb, "EHLO"))
    return !lmtp && !self->config.no_ehlo;
  if (self->config.no_ehlo && (g_str_equal (verb, "AUTH") || g_str_equal (verb, "STARTTLS")
                               || g_str_equal (verb, "ETRN") || g_str_equal (verb, "BDAT")))
    return FALSE;
  return find_handler (verb) != NULL;
}

/* "EHLO MAIL ..." */
char *
smtp_server_command_list (SmtpServer *self)
{
  g_autoptr(GString) list = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    if (handlers[i].handler != smtp_server_turn && is_known (self, handlers[i].verb)
        && smtp_server_can (self, smtp_server_row (self, handlers[i].verb)->needs))
      g_string_append_printf (list, "%s%s", list->len > 0 ? " " : "", handlers[i].verb);
  return g_string_free (g_steal_pointer (&list), FALSE);
}

/* Octets that a command line may have with its CR LF. */
static gsize
line_limit (SmtpServer *self, const char *verb)
{
  gsize limit = SMTP_COMMAND_MAX;

  if (g_str_equal (verb, "AUTH") && smtp_server_offers (self, SMTP_EXT_AUTH))
    return SMTP_AUTH_LINE_MAX;
  if (g_str_equal (verb, "MAIL"))
    {
      limit += smtp_server_offers (self, SMTP_EXT_SIZE) ? SMTP_COMMAND_SIZE : 0;
      limit += smtp_server_offers (self, SMTP_EXT_8BITMIME) ? SMTP_COMMAND_8BIT : 0;
      limit += smtp_server_offers (self, SMTP_EXT_AUTH) ? SMTP_COMMAND_AUTH : 0;
      limit += smtp_server_offers (self, SMTP_EXT_DSN) ? SMTP_COMMAND_DSN_MAIL : 0;
    }
  if (g_str_equal (verb, "RCPT"))
    limit += smtp_server_offers (self, SMTP_EXT_DSN) ? SMTP_COMMAND_DSN_RCPT : 0;
  if (g_str_equal (verb, "MAIL") || g_str_equal (verb, "VRFY") || g_str_equal (verb, "EXPN"))
    limit += smtp_server_offers (self, SMTP_EXT_SMTPUTF8) ? SMTP_COMMAND_UTF8 : 0;
  return limit;
}

static char *
dup_verb (const char *line)
{
  return g_ascii_strup (line, strcspn (line, " "));
}

/* Out of sequence: which command was missing? */
static void
refuse_order (SmtpServer *self, const char *verb, const char *args)
{
  int state = self->base.state;
  gboolean content = g_str_equal (verb, "DATA") || g_str_equal (verb, "BDAT");
  SmtpReply reply = { 503, "5.5.1", "MAIL comes first" };

  if (content && state == SMTP_SERVER_MAIL && self->asked_any)
    reply = (SmtpReply) { 554, "5.5.1", "No valid recipients" };      /* RFC 5321, 3.3 */
  else if (state == SMTP_SERVER_CONNECTED)
    reply.text = self->config.dialect == SMTP_DIALECT_LMTP ? "Say LHLO first"
                 : self->config.no_ehlo ? "Say HELO first" : "Say EHLO or HELO first";
  else if (g_str_equal (verb, "MAIL"))
    reply.text = "A mail transaction has begun already";
  else if (g_str_equal (verb, "AUTH") || g_str_equal (verb, "STARTTLS") || g_str_equal (verb, "ETRN"))
    reply.text = "Not during a mail transaction";
  else if (state == SMTP_SERVER_BDAT)
    reply.text = "BDAT has begun: BDAT or RSET must follow";          /* RFC 3030, 2 */
  else if (content && state == SMTP_SERVER_MAIL)
    reply.text = "RCPT comes first";
  if (!g_str_equal (verb, "BDAT") || !smtp_server_offers (self, SMTP_EXT_CHUNKING)
      || !smtp_server_bdat_refuse (self, args, &reply))
    smtp_server_refuse (self, reply.code, reply.enhanced, reply.text);
}

static void
do_command (SmtpServer *self, const char *line)
{
  g_autofree char *verb = dup_verb (line);
  const char *args = line + strlen (verb);
  const SimRule *row;

  if (*args == ' ')
    args++;
  if (!is_known (self, verb))
    {
      smtp_server_refuse (self, 500, "5.5.1", *verb != '\0' ? "Command not recognized" : "Empty command");
      return;
    }
  row = smtp_server_row (self, verb);
  if (!smtp_server_can (self, row->needs))
    smtp_server_refuse (self, 502, "5.5.1", "Command not implemented");
  else if ((row->legal & SIM_STATE (self->base.state)) == 0)
    refuse_order (self, verb, args);
  else if (row->needs != 0 && !smtp_server_offers (self, row->needs))
    smtp_server_refuse (self, 503, "5.5.1", "Say EHLO first");
  else
    {
      self->row = row;
      find_handler (verb) (self, row, args);
    }
}

static void
command_answered (SmtpServer *self, const SmtpReply *reply)
{
  g_autofree char *line = g_string_free (g_steal_pointer (&self->command), FALSE);

  if (reply->code == 0)
    do_command (self, line);
  else if (g_ascii_strncasecmp (line, "BDAT ", 5) != 0 || !smtp_server_offers (self, SMTP_EXT_CHUNKING)
           || !smtp_server_bdat_refuse (self, line + 5, reply))
    smtp_server_closed_by (self, reply);
}

/* A command's characters are printable ASCII: RFC 5321, 2.4; with SMTPUTF8
 * addresses may be UTF-8 (RFC 6531, 3.3). */
static gboolean
is_printable (const guint8 *line, gsize len, gboolean utf8)
{
  for (gsize i = 0; i < len; i++)
    if (line[i] < 32 || line[i] == 127 || (!utf8 && line[i] > 127))
      return FALSE;
  return g_utf8_validate_len ((const char *) line, len, NULL);
}

static gboolean
may_have_address (const guint8 *line, gsize len)
{
  static const char * const verbs[] = { "MAIL ", "RCPT ", "VRFY ", "EXPN " };

  for (gsize i = 0; i < G_N_ELEMENTS (verbs); i++)
    if (len > 5 && g_ascii_strncasecmp ((const char *) line, verbs[i], 5) == 0)
      return TRUE;
  return FALSE;
}

void
smtp_server_command_line (SmtpServer *self, SimLineKind kind, const guint8 *line, gsize len)
{
  g_autofree char *copy = NULL;
  g_autofree char *verb = NULL;

  if (kind == SIM_LINE_TOO_LONG)
    {
      smtp_server_refuse (self, 500, "5.5.2", "Line too long");
      return;
    }
  if (kind == SIM_LINE_BARE)
    {
      smtp_server_refuse (self, 500, "5.5.2", "A line must end with CR LF, not with LF alone");
      return;
    }
  if (!is_printable (line, len, smtp_server_offers (self, SMTP_EXT_SMTPUTF8) && may_have_address (line, len)))
    {
      smtp_server_refuse (self, 500, "5.5.2", "Only printable ASCII characters may stand in a command");
      return;
    }
  copy = g_strndup ((const char *) line, len);
  verb = dup_verb (copy);
  if (len + 2 > line_limit (self, verb))
    {
      smtp_server_refuse (self, 500, "5.5.2", "Line too long");
      return;
    }
  g_strchomp (copy);                            /* RFC 5321, 4.1.1: trailing blanks are tolerated */
  if (self->config.ask_commands)
    {
      self->command = g_string_new (copy);
      smtp_server_ask (self, "command", g_bytes_new (copy, strlen (copy)), command_answered);
    }
  else
    do_command (self, copy);
}

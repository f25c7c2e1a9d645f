/* EHLO, HELO, LHLO, RSET, NOOP, VRFY, EXPN, HELP, QUIT, STARTTLS, ETRN, TURN
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/smtp/server-private.h"

#include <string.h>

/* TRUE if there is an argument where none may be; then it is refused. */
static gboolean
has_argument (SmtpServer *self, const SimRule *row, const char *args)
{
  g_autofree char *text = NULL;

  if (*args == '\0')
    return FALSE;
  text = g_strdup_printf ("%s takes no argument", row->verb);
  smtp_server_refuse (self, 501, "5.5.4", text);
  return TRUE;
}

/* A domain or an address literal (RFC 5321, 4.1.1.1). */
static gboolean
is_host (const char *text)
{
  g_autofree char *mailbox = g_strconcat ("x@", text, NULL);
  MailAddress address;

  if (!mail_address_parse (mailbox, &address))
    return FALSE;
  mail_address_clear (&address);
  return TRUE;
}

/* The keywords of an EHLO reply, always in this order, each after a LF. */
static char *
list_extensions (SmtpServer *self)
{
  static const guint order[] =
  {
    SMTP_EXT_PIPELINING, SMTP_EXT_SIZE, SMTP_EXT_8BITMIME, SMTP_EXT_ENHANCED,
    SMTP_EXT_DSN, SMTP_EXT_SMTPUTF8, SMTP_EXT_CHUNKING,
    SMTP_EXT_STARTTLS, SMTP_EXT_AUTH, SMTP_EXT_ETRN, SMTP_EXT_VRFY, SMTP_EXT_EXPN, SMTP_EXT_HELP
  };
  g_autoptr(GString) list = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    {
      if (!smtp_server_offers (self, order[i]))
        continue;
      g_string_append_printf (list, "\n%s", smtp_extension_name (order[i]));
      if (order[i] == SMTP_EXT_AUTH)
        {
          g_autofree char *mechanisms = sasl_list (self->config.mechanisms);

          g_string_append (list, mechanisms);
        }
      if (order[i] == SMTP_EXT_SIZE && self->config.max_size > 0)
        g_string_append_printf (list, " %" G_GSIZE_FORMAT, self->config.max_size);
    }
  return g_string_free (g_steal_pointer (&list), FALSE);
}

void
smtp_server_hello (SmtpServer *self, const SimRule *row, const char *args)
{
  g_autofree char *list = NULL;

  if (!is_host (args))
    {
      g_autofree char *text = g_strdup_printf ("Syntax: %s host.example", row->verb);

      smtp_server_refuse (self, 501, "5.5.4", text);
      return;
    }
  smtp_server_reset (self);
  g_free (self->peer);
  self->peer = g_strdup (args);
  self->esmtp = !g_str_equal (row->verb, "HELO");
  list = list_extensions (self);
  smtp_server_reply_row (self, row, list);
  smtp_server_enter (self, row);
}

void
smtp_server_noop (SmtpServer *self, const SimRule *row, const char *args)
{
  smtp_server_reply_row (self, row, "");       /* RFC 5321, 4.1.1.9: an argument is ignored */
  smtp_server_enter (self, row);
}

void
smtp_server_rset (SmtpServer *self, const SimRule *row, const char *args)
{
  if (has_argument (self, row, args))
    return;
  smtp_server_reset (self);
  smtp_server_reply_row (self, row, "");
  smtp_server_enter (self, row);
}

static void
told (SmtpServer *self, const SmtpReply *reply)
{
  smtp_server_enter (self, self->row);
  smtp_server_closed_by (self, reply);
}

/* VRFY's and EXPN's word, without the parameter SMTPUTF8 (RFC 6531, 3.7.4.2). NULL: it was refused. */
static char *
read_name (SmtpServer *self, const SimRule *row, const char *args)
{
  g_autofree char *name = g_strdup (args);
  char *blank = strrchr (name, ' ');
  gboolean utf8 = FALSE;

  if (smtp_server_offers (self, SMTP_EXT_SMTPUTF8) && blank != NULL && g_ascii_strcasecmp (blank + 1, "SMTPUTF8") == 0)
    {
      *blank = '\0';
      g_strchomp (name);
      utf8 = TRUE;
    }
  if (*name == '\0')
    {
      g_autofree char *text = g_strdup_printf ("Syntax: %s name", row->verb);

      smtp_server_refuse (self, 501, "5.5.4", text);
      return NULL;
    }
  if (!utf8 && !g_str_is_ascii (name))
    {
      smtp_server_refuse (self, 553, "5.6.7", "A name beyond ASCII needs the parameter SMTPUTF8");
      return NULL;
    }
  return g_steal_pointer (&name);
}

void
smtp_server_vrfy (SmtpServer *self, const SimRule *row, const char *args)
{
  g_autofree char *name = read_name (self, row, args);

  if (name == NULL)
    return;
  if (self->config.extensions & SMTP_EXT_VRFY)
    smtp_server_ask (self, "verify", g_bytes_new (name, strlen (name)), told);
  else
    {
      /* RFC 5321, 3.5.3 and 7.3: who will not tell still answers. */
      smtp_server_reply (self, 252, "2.1.5", "Cannot verify the user, but will try to deliver");
      smtp_server_enter (self, row);
    }
}

void
smtp_server_expn (SmtpServer *self, const SimRule *row, const char *args)
{
  g_autofree char *name = read_name (self, row, args);

  if (name != NULL)
    smtp_server_ask (self, "expand", g_bytes_new (name, strlen (name)), told);
}

/* RFC 1985, 5.1: a domain, a domain with all its subdomains, or the name of a queue. */
void
smtp_server_etrn (SmtpServer *self, const SimRule *row, const char *args)
{
  const char *name = args + (*args == '@' || *args == '#' ? 1 : 0);

  if (*args == '#' ? *name == '\0' || strchr (name, ' ') != NULL : !mail_domain_is_valid (name, strlen (name)))
    smtp_server_refuse (self, 501, "5.5.4", "Syntax: ETRN domain.example");
  else
    smtp_server_ask (self, "etrn", g_bytes_new (args, strlen (args)), told);
}

void
smtp_server_help (SmtpServer *self, const SimRule *row, const char *args)
{
  smtp_server_reply_row (self, row, "");
  smtp_server_enter (self, row);
}

void
smtp_server_quit (SmtpServer *self, const SimRule *row, const char *args)
{
  if (has_argument (self, row, args))
    return;
  smtp_server_reply_row (self, row, "");
  smtp_server_enter (self, row);
}

void
smtp_server_starttls (SmtpServer *self, const SimRule *row, const char *args)
{
  gsize len;

  if (has_argument (self, row, args))
    return;
  /* What was sent in clear behind the command might be an attacker's: it is
   * thrown away, and so is half a line that is still being skipped. */
  sim_lines_peek (&self->lines, &len);
  sim_lines_take (&self->lines, len);
  self->lines.skipping = FALSE;
  smtp_server_reply_row (self, row, "");
  smtp_server_enter (self, row);
  sim_session_start_tls (&self->base);
}

/* RFC 5321, F.1: nobody should do what TURN asks. */
void
smtp_server_turn (SmtpServer *self, const SimRule *row, const char *args)
{
  g_autofree char *storage = NULL;
  SmtpReply reply = { 0 };

  if (smtp_reply_parse (row->reply, &reply, &storage))
    smtp_server_refuse (self, reply.code, reply.enhanced, reply.text);
  if (self->base.open)
    smtp_server_enter (self, row);
}

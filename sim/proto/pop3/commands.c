/* Which command a line is, and the ones that belong to no state
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/pop3/server-private.h"

#include <string.h>

static const struct
{
  const char *keyword;
  Pop3Handler handler;
}
handlers[] =
{
  { "CAPA", pop3_server_capa },
  { "USER", pop3_server_user },
  { "PASS", pop3_server_pass },
  { "APOP", pop3_server_apop },
  { "AUTH", pop3_server_auth },
  { "STLS", pop3_server_stls },
  { "STAT", pop3_server_stat },
  { "LIST", pop3_server_list },
  { "UIDL", pop3_server_uidl },
  { "RETR", pop3_server_retr },
  { "TOP",  pop3_server_top },
  { "DELE", pop3_server_dele },
  { "NOOP", pop3_server_noop },
  { "RSET", pop3_server_rset },
  { "QUIT", pop3_server_quit },
};

/* What an old server does not know: RFC 1939, 7 calls these optional. */
static gboolean
is_known (Pop3Server *self, const char *keyword)
{
  if (self->config.no_uidl && strstr ("UIDL TOP CAPA AUTH STLS", keyword) != NULL)
    return FALSE;
  if (self->config.no_user && (g_str_equal (keyword, "USER") || g_str_equal (keyword, "PASS")))
    return FALSE;
  return self->config.apop || !g_str_equal (keyword, "APOP");
}

static Pop3Handler
find_handler (Pop3Server *self, const char *line, gsize len, const char **keyword)
{
  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++)
    if (strlen (handlers[i].keyword) == len && g_ascii_strncasecmp (handlers[i].keyword, line, len) == 0
        && is_known (self, handlers[i].keyword))
      {
        *keyword = handlers[i].keyword;
        return handlers[i].handler;
      }
  return NULL;
}

static const char *
why_not (Pop3Server *self, const char *keyword)
{
  if (self->base.state == POP3_SERVER_TRANSACTION)
    return "You are logged in already";
  return g_str_equal (keyword, "PASS") ? "USER comes first" : "Log in first";
}

void
pop3_server_dispatch (Pop3Server *self)
{
  const char *line = self->command->str;
  gsize len = strcspn (line, " ");
  const char *keyword = NULL;
  Pop3Handler handler = find_handler (self, line, len, &keyword);
  const SimRule *row;

  if (handler == NULL)
    {
      pop3_server_err (self, NULL, "Unknown command");
      return;
    }
  row = pop3_server_row (self, keyword);
  if ((row->legal & SIM_STATE (self->base.state)) == 0)
    {
      pop3_server_err (self, NULL, why_not (self, keyword));
      return;
    }
  self->row = row;
  handler (self, row, line[len] != '\0' ? line + len + 1 : line + len);
}

void
pop3_server_line (Pop3Server *self, SimLineKind kind, const guint8 *line, gsize len)
{
  if (kind == SIM_LINE_TOO_LONG)
    pop3_server_err (self, NULL, "Line too long");
  else if (kind == SIM_LINE_BARE)
    pop3_server_err (self, NULL, "A line must end with CR LF, not with LF alone");
  else if (memchr (line, '\0', len) != NULL || memchr (line, '\r', len) != NULL)
    pop3_server_err (self, NULL, "NUL or CR inside a command");
  else
    {
      if (self->command == NULL)
        self->command = g_string_new (NULL);
      g_string_truncate (self->command, 0);
      g_string_append_len (self->command, (const char *) line, len);
      if (self->config.ask_commands)
        pop3_server_ask (self, "command", g_bytes_new (line, len));
      else
        pop3_server_dispatch (self);
    }
}

void
pop3_server_capa (Pop3Server *self, const SimRule *row, const char *args)
{
  GString *list;
  g_autofree char *mechanisms = sasl_list (self->config.mechanisms);

  if (*args != '\0')
    {
      pop3_server_err (self, NULL, "CAPA has no argument");
      return;
    }
  list = g_string_new (row->reply);
  g_string_append (list, "\r\nTOP\r\nUIDL\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\nPIPELINING\r\n");
  if (!self->config.no_user && !self->config.require_tls)
    g_string_append (list, "USER\r\n");
  if (!self->config.require_tls)
    g_string_append_printf (list, "SASL%s\r\n", mechanisms);
  if (self->config.expire < 0)
    g_string_append (list, "EXPIRE NEVER\r\n");
  else if (self->config.expire > 0)
    g_string_append_printf (list, "EXPIRE %d\r\n", self->config.expire);
  if (self->config.login_delay > 0)
    g_string_append_printf (list, "LOGIN-DELAY %u\r\n", self->config.login_delay);
  g_string_append (list, "IMPLEMENTATION Ehlo\r\n");
  pop3_server_lines (self, list);
  pop3_server_enter (self, row);
}

/* The layer has its own lessons; until then it is no offer. */
void
pop3_server_stls (Pop3Server *self, const SimRule *row, const char *args)
{
  pop3_server_err (self, NULL, row->reply + strlen ("-ERR "));
  if (self->base.open)
    pop3_server_enter (self, row);
}

void
pop3_server_noop (Pop3Server *self, const SimRule *row, const char *args)
{
  pop3_server_ok_row (self, row);
  pop3_server_enter (self, row);
}

void
pop3_server_quit (Pop3Server *self, const SimRule *row, const char *args)
{
  g_autoptr (GArray) uids = NULL;

  if (row->next == POP3_SERVER_CLOSED)
    {
      pop3_server_ok_row (self, row);
      pop3_server_enter (self, row);
      return;
    }
  pop3_server_enter (self, row);
  uids = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint i = 0; i < self->items->len; i++)
    {
      const Pop3Item *item = &g_array_index (self->items, Pop3Item, i);

      if (item->deleted && mail_box_find (self->maildrop, item->uid) != NULL)
        g_array_append_val (uids, item->uid);
    }
  if (uids->len > 0)
    mail_box_remove (self->maildrop, uids);
  pop3_server_ok (self, "%s closing connection, %u message%s removed", self->host, uids->len, uids->len == 1 ? "" : "s");
  pop3_server_enter (self, pop3_server_row (self, "<updated>"));
}

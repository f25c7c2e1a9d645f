/* replies.c - what an IMAP server says, and in which pieces it goes out
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/server-private.h"

#include <stdarg.h>
#include <string.h>

static void
append (ImapServer *self, const char *text)
{
  g_byte_array_append (self->out, (const guint8 *) text, strlen (text));
}

void
imap_server_flush (ImapServer *self)
{
  if (self->out->len == 0)
    return;
  sim_session_send (&self->base, 0, g_byte_array_free_to_bytes (self->out));
  self->out = g_byte_array_new ();
}

void
imap_server_untagged (ImapServer *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  append (self, "* ");
  append (self, text);
  append (self, "\r\n");
  if (self->out->len >= IMAP_SERVER_OUT_PART)
    imap_server_flush (self);
}

void
imap_server_put (ImapServer *self, const GString *line)
{
  append (self, "* ");
  g_byte_array_append (self->out, (const guint8 *) line->str, line->len);
  append (self, "\r\n");
  if (self->out->len >= IMAP_SERVER_OUT_PART)
    imap_server_flush (self);
}

void
imap_server_put_literal (ImapServer *self, GBytes *bytes)
{
  imap_server_flush (self);
  if (g_bytes_get_size (bytes) > 0)
    sim_session_send (&self->base, SIM_OUTPUT_LITERAL, g_bytes_ref (bytes));
}

void
imap_server_continue (ImapServer *self, const char *text)
{
  append (self, "+ ");
  append (self, text);
  append (self, "\r\n");
  imap_server_flush (self);
}

static void
tagged (ImapServer *self, const char *reply)
{
  append (self, self->tag != NULL ? self->tag : "*");
  append (self, " ");
  append (self, reply);
  append (self, "\r\n");
  imap_server_flush (self);
}

/* The row's reply with names in the place of HOST and CAPABILITIES. (transfer full) */
static char *
dup_reply (ImapServer *self, const SimRule *row)
{
  g_autoptr (GString) text = g_string_new (row->reply);

  if (strstr (row->reply, "CAPABILITIES") != NULL)
    {
      g_autofree char *capabilities = imap_server_capabilities (self);

      g_string_replace (text, "CAPABILITIES", capabilities, 1);
    }
  g_string_replace (text, "HOST", self->host, 1);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
imap_server_tell_row (ImapServer *self, const SimRule *row)
{
  g_autofree char *reply = dup_reply (self, row);

  imap_server_untagged (self, "%s", reply);
}

/* RFC 9051, 7.5.1: message numbers must stay as they are while these commands, which use them, are answered. */
static gboolean
may_expunge (ImapServer *self)
{
  const char *verb = self->row != NULL ? self->row->verb : "";

  return !g_str_equal (verb, "FETCH") && !g_str_equal (verb, "STORE") && !g_str_equal (verb, "SEARCH");
}

void
imap_server_ok (ImapServer *self, const char *code)
{
  const SimRule *row = self->row;
  g_autofree char *reply = NULL;

  self->bad_commands = 0;
  if (row->next == SIM_STATE_SAME)
    imap_server_updates (self, may_expunge (self));
  reply = code != NULL ? g_strdup_printf ("OK [%s] %s", code, row->reply + 3) : dup_reply (self, row);
  tagged (self, reply);
  imap_server_enter (self, row);
}

void
imap_server_no (ImapServer *self, const char *code, const char *text)
{
  g_autofree char *reply = code != NULL ? g_strdup_printf ("NO [%s] %s", code, text) : g_strdup_printf ("NO %s", text);

  imap_server_refuse_as (self, reply);
}

void
imap_server_bad (ImapServer *self, const char *text)
{
  g_autofree char *reply = g_strdup_printf ("BAD %s", text != NULL ? text : "Syntax error");

  imap_server_refuse_as (self, reply);
}

void
imap_server_refuse_as (ImapServer *self, const char *reply)
{
  gboolean bad = g_str_has_prefix (reply, "BAD");

  if (!bad)
    imap_server_updates (self, may_expunge (self));
  tagged (self, reply);
  if (bad && ++self->bad_commands >= IMAP_SERVER_BAD_COMMANDS)
    imap_server_shut (self, "<errors>");
}

/* commands-any.c - CAPABILITY NOOP LOGOUT ID ENABLE IDLE CHECK
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/server-private.h"

#include <string.h>

#define ID_PAIRS_MAX 30        /* RFC 2971, 3.3 */
#define ID_NAME_MAX  30
#define ID_VALUE_MAX 1024

void
imap_server_capability (ImapServer *self, ImapScanner *scan)
{
  g_autofree char *list = NULL;

  if (!imap_server_end (self, scan))
    return;
  list = imap_server_capabilities (self);
  imap_server_untagged (self, "CAPABILITY %s", list);
  imap_server_ok (self, NULL);
}

void
imap_server_noop (ImapServer *self, ImapScanner *scan)
{
  if (imap_server_end (self, scan))
    imap_server_ok (self, NULL);
}

void
imap_server_check (ImapServer *self, ImapScanner *scan)
{
  imap_server_noop (self, scan);
}

void
imap_server_logout (ImapServer *self, ImapScanner *scan)
{
  if (!imap_server_end (self, scan))
    return;
  imap_server_untagged (self, "BYE %s closing connection", self->host);
  imap_server_ok (self, NULL);
}

/* ("name" "Mail" "version" NIL) or NIL */
static gboolean
scan_id (ImapScanner *scan)
{
  guint n = 0;

  if (imap_scan_word (scan, "NIL"))
    return TRUE;
  if (!imap_scan_char (scan, '('))
    return FALSE;
  while (!imap_scan_peek (scan, ')'))
    {
      g_autoptr (GBytes) name = NULL;
      g_autoptr (GBytes) value = NULL;

      if ((n > 0 && !imap_scan_space (scan)) || !imap_scan_string (scan, &name) || !imap_scan_space (scan)
          || !imap_scan_nstring (scan, &value))
        return FALSE;
      if (++n > ID_PAIRS_MAX || g_bytes_get_size (name) > ID_NAME_MAX
          || (value != NULL && g_bytes_get_size (value) > ID_VALUE_MAX))
        {
          scan->error = "Too much is told";
          return FALSE;
        }
    }
  return imap_scan_char (scan, ')');
}

void
imap_server_id (ImapServer *self, ImapScanner *scan)
{
  if (!imap_scan_space (scan) || !scan_id (scan) || !imap_scan_end (scan))
    {
      imap_server_bad (self, scan->error);
      return;
    }
  imap_server_untagged (self, "ID (\"name\" \"Ehlo\")");
  imap_server_ok (self, NULL);
}

void
imap_server_enable (ImapServer *self, ImapScanner *scan)
{
  g_autoptr (GString) enabled = g_string_new ("ENABLED");
  gboolean rev2 = FALSE;
  gboolean utf8 = FALSE;

  do
    {
      g_autofree char *word = NULL;

      if (!imap_scan_space (scan) || !imap_scan_atom (scan, &word))
        {
          imap_server_bad (self, scan->error);
          return;
        }
      rev2 = rev2 || (!self->config.rev1_only && g_ascii_strcasecmp (word, "IMAP4rev2") == 0);
      utf8 = utf8 || g_ascii_strcasecmp (word, "UTF8=ACCEPT") == 0;
    }
  while (scan->p < scan->end);
  if (rev2 && !self->rev2)
    g_string_append (enabled, " IMAP4rev2");
  if (utf8 && !self->utf8_accept)
    g_string_append (enabled, " UTF8=ACCEPT");
  self->rev2 = self->rev2 || rev2;
  self->utf8_accept = self->utf8_accept || utf8;
  self->utf8 = self->rev2 || self->utf8_accept;
  imap_server_put (self, enabled);
  imap_server_ok (self, NULL);
}

/* ---- IDLE (RFC 2177) ---- */

void
imap_server_idle (ImapServer *self, ImapScanner *scan)
{
  if (!imap_server_end (self, scan))
    return;
  imap_server_continue (self, "idling");
  imap_server_enter (self, self->row);
  imap_server_updates (self, TRUE);
  imap_server_flush (self);
}

/* The row of DONE that goes back to where IDLE was said. */
static const SimRule *
row_back (ImapServer *self)
{
  int state = self->view.box != NULL ? IMAP_SERVER_SELECTED : IMAP_SERVER_AUTHENTICATED;

  return sim_machine_find_move (&imap_server_machine, "rfc9051:6.3.13-done", IMAP_SERVER_IDLE, state);
}

void
imap_server_idle_line (ImapServer *self, SimLineKind kind, const guint8 *line, gsize len)
{
  self->row = row_back (self);
  if (kind == SIM_LINE_WHOLE && len == 4 && g_ascii_strncasecmp ((const char *) line, "DONE", 4) == 0)
    {
      imap_server_updates (self, TRUE);
      imap_server_ok (self, NULL);
    }
  else
    {
      imap_server_bad (self, "IDLE ends with DONE");
      if (self->base.open)
        imap_server_enter (self, self->row);
    }
  imap_server_forget_command (self);
}

/* reader.c - puts an IMAP command together
 *
 *   C: a1 APPEND Sent {310}        the line ends with a literal's size: the server says "+",
 *   S: + Ready for 310 octets      the octets come, and the line goes on behind them
 *   C: Date: ...
 *
 * A literal that is too large is refused before it is sent; if it is sent without being asked for ("{310+}",
 * RFC 7888) it is thrown away as it comes.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/server-private.h"

#include <string.h>

void
imap_server_forget_command (ImapServer *self)
{
  if (self->command->len > IMAP_SERVER_OUT_PART)        /* give a large message's room back */
    {
      g_byte_array_unref (self->command);
      self->command = g_byte_array_new ();
    }
  g_byte_array_set_size (self->command, 0);
  g_string_truncate (self->spoken, 0);
  self->literal_octets = 0;
  self->secret = FALSE;
  g_clear_pointer (&self->refusal, g_free);
  g_clear_pointer (&self->tag, g_free);
  self->row = NULL;
  self->uid = FALSE;
}

/* The tag of what has come so far, so that it can be refused. */
void
imap_server_read_tag (ImapServer *self)
{
  ImapScanner scan;
  char *tag = NULL;

  if (self->tag != NULL)
    return;
  imap_scanner_init (&scan, self->command->data, self->command->len, self->utf8);
  if (imap_scan_tag (&scan, &tag) && imap_scan_peek (&scan, ' '))
    self->tag = tag;
  else
    g_free (tag);
}

static void
refuse (ImapServer *self, const char *reply)
{
  imap_server_read_tag (self);
  imap_server_refuse_as (self, reply);
  imap_server_forget_command (self);
}

/* "... {310}" or "... {310+}" at the end of a line. */
static gboolean
ends_with_literal (const guint8 *line, gsize len, guint64 *size, gboolean *waits)
{
  gsize end = len;
  gsize start;

  if (len < 3 || line[len - 1] != '}')
    return FALSE;
  end--;
  *waits = line[end - 1] != '+';
  end -= *waits ? 0 : 1;
  for (start = end; start > 0 && g_ascii_isdigit (line[start - 1]);)
    start--;
  if (start == end || start == 0 || line[start - 1] != '{' || end - start > 18)
    return FALSE;
  *size = 0;
  for (gsize i = start; i < end; i++)
    *size = *size * 10 + (line[i] - '0');
  return TRUE;
}

/* A literal comes, or is refused. */
static void
begin_literal (ImapServer *self, guint64 size, gboolean waits)
{
  g_autofree char *refusal = self->refusal != NULL ? g_strdup (self->refusal) : imap_server_check_literal (self, size);

  if (refusal != NULL && waits)
    {
      refuse (self, refusal);
      return;
    }
  if (refusal != NULL && self->refusal == NULL)
    self->refusal = g_steal_pointer (&refusal);
  self->secret = self->secret || imap_line_is_secret (self->command->data, self->command->len);
  self->literal_left = size;
  self->literal_octets += self->refusal == NULL ? size : 0;
  if (waits)
    {
      g_autofree char *text = g_strdup_printf ("Ready for %" G_GUINT64_FORMAT " octets", size);

      imap_server_continue (self, text);
    }
}

static gboolean
read_literal (ImapServer *self)
{
  gsize len;
  const guint8 *bytes = sim_lines_peek (&self->lines, &len);
  gsize part = (gsize) MIN (len, self->literal_left);

  if (part == 0)
    return FALSE;
  if (self->refusal == NULL)
    g_byte_array_append (self->command, bytes, part);
  sim_lines_take (&self->lines, part);
  self->literal_left -= part;
  return TRUE;
}

static void
command_line (ImapServer *self, SimLineKind kind, const guint8 *line, gsize len)
{
  guint64 size;
  gboolean waits;

  if (kind == SIM_LINE_TOO_LONG)
    {
      refuse (self, "BAD Line too long");
      return;
    }
  g_byte_array_append (self->command, line, len);
  g_string_append_len (self->spoken, (const char *) line, len);
  if (kind == SIM_LINE_BARE)
    refuse (self, "BAD A line must end with CR LF, not with LF alone");
  else if (memchr (line, '\0', len) != NULL || memchr (line, '\r', len) != NULL)
    refuse (self, "BAD NUL and CR may not stand in a line");
  else if (ends_with_literal (line, len, &size, &waits))
    {
      g_byte_array_append (self->command, (const guint8 *) "\r\n", 2);
      begin_literal (self, size, waits);
    }
  else if (self->refusal != NULL)
    {
      g_autofree char *refusal = g_strdup (self->refusal);

      refuse (self, refusal);
    }
  else
    imap_server_command (self);
}

gboolean
imap_server_read (ImapServer *self)
{
  const guint8 *line;
  gsize len;
  SimLineKind kind;

  if (self->literal_left > 0)
    return read_literal (self);
  kind = sim_lines_next (&self->lines, IMAP_LINE_MAX - MIN (self->spoken->len, IMAP_LINE_MAX - 2), &line, &len);
  if (kind == SIM_LINE_NONE)
    return FALSE;
  if (self->base.state == IMAP_SERVER_AUTHENTICATE)
    imap_server_auth_line (self, kind, line, len);
  else if (self->base.state == IMAP_SERVER_IDLE)
    imap_server_idle_line (self, kind, line, len);
  else
    command_line (self, kind, line, len);
  return TRUE;
}

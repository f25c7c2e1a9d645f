/* Commands with literals (RFC 9051, 4.3; RFC 7888)
 *
 * A literal waits for the server's "+" unless the server takes it without.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/client-private.h"

#define LITERAL_MINUS_MAX 4096

typedef struct
{
  GBytes        *bytes;
  SimOutputFlags flags;
  gboolean       waits;     /* for "+" */
} Piece;

static void
free_piece (Piece *self)
{
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

void
imap_client_drop_pieces (ImapClient *self)
{
  Piece *piece;

  while ((piece = g_queue_pop_head (&self->pieces)) != NULL)
    free_piece (piece);
}

/* Takes @bytes. */
static void
push (ImapClient *self, GBytes *bytes, SimOutputFlags flags, gboolean waits)
{
  Piece *piece = g_new0 (Piece, 1);

  *piece = (Piece) { bytes, flags, waits };
  g_queue_push_tail (&self->pieces, piece);
}

gboolean
imap_client_send_piece (ImapClient *self)
{
  Piece *piece = g_queue_pop_head (&self->pieces);

  if (piece == NULL)
    return FALSE;
  do
    {
      sim_session_send (&self->base, piece->flags, g_steal_pointer (&piece->bytes));
      free_piece (piece);
      piece = g_queue_peek_head (&self->pieces);
      if (piece != NULL && !piece->waits)
        g_queue_pop_head (&self->pieces);
      else
        piece = NULL;
    }
  while (piece != NULL);
  return TRUE;
}

static gboolean
may_go_at_once (ImapClient *self, guint64 octets)
{
  return imap_client_has (&self->base, "LITERAL+")
         || (octets <= LITERAL_MINUS_MAX && (imap_client_has (&self->base, "LITERAL-") || self->rev2));
}

/* "{5}CRLF": how many octets; 0: @p is not where one begins. */
static gsize
literal_header (const char *p, const char *end, guint64 *octets)
{
  const char *q = p + 1;

  for (*octets = 0; q < end && g_ascii_isdigit (*q) && *octets <= G_MAXUINT32; q++)
    *octets = *octets * 10 + (guint64) (*q - '0');
  if (q == p + 1 || end - q < 3 || q[0] != '}' || q[1] != '\r' || q[2] != '\n' || (guint64) (end - q - 3) < *octets)
    return 0;
  return q + 3 - p;
}

/* Cuts a command before each of its literals, and behind it. */
static void
cut (ImapClient *self, const GString *command, SimOutputFlags flags)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *end = command->str + command->len;
  gboolean quoted = FALSE;
  gboolean waits = FALSE;

  for (const char *p = command->str; p < end;)
    {
      guint64 octets = 0;
      gsize header = !quoted && *p == '{' ? literal_header (p, end, &octets) : 0;

      if (quoted && *p == '\\' && p + 1 < end)
        g_string_append_c (text, *p++);
      else if (*p == '"')
        quoted = !quoted;
      if (header == 0)
        {
          g_string_append_c (text, *p++);
          continue;
        }
      g_string_append_printf (text, "{%" G_GUINT64_FORMAT "%s}\r\n", octets, may_go_at_once (self, octets) ? "+" : "");
      push (self, g_bytes_new (text->str, text->len), flags, waits);
      g_string_truncate (text, 0);
      waits = !may_go_at_once (self, octets);
      p += header;
      if (flags & SIM_OUTPUT_SECRET)               /* with what follows it is one line that nobody sees */
        g_string_append_len (text, p, octets);
      else if (octets > 0)
        {
          push (self, g_bytes_new (p, octets), flags | SIM_OUTPUT_LITERAL, waits);
          waits = FALSE;
        }
      p += octets;
    }
  if (text->len > 0)
    push (self, g_bytes_new (text->str, text->len), flags, waits);
}

static void
start (ImapClient *self, const char *verb)
{
  imap_client_send_piece (self);
  imap_client_go (self, verb);
}

static void
put_tag (ImapClient *self, GString *command)
{
  g_snprintf (self->tag, sizeof self->tag, "A%03u", ++self->n_commands % 100000000);
  g_string_prepend_c (command, ' ');
  g_string_prepend (command, self->tag);
}

void
imap_client_command (ImapClient *self, const char *verb, GString *command, SimOutputFlags flags)
{
  put_tag (self, command);
  g_string_append (command, "\r\n");
  cut (self, command, flags);
  g_string_free (command, TRUE);
  start (self, verb);
}

void
imap_client_command_with (ImapClient *self, const char *verb, GString *command, GBytes *content)
{
  gsize len = g_bytes_get_size (content);
  gboolean waits = !may_go_at_once (self, len);

  put_tag (self, command);
  g_string_append_printf (command, " {%" G_GSIZE_FORMAT "%s}\r\n", len, waits ? "" : "+");
  cut (self, command, 0);
  g_string_free (command, TRUE);
  if (len > 0)
    push (self, g_bytes_ref (content), SIM_OUTPUT_LITERAL, waits);
  push (self, g_bytes_new_static ("\r\n", 2), 0, waits && len == 0);
  start (self, verb);
}

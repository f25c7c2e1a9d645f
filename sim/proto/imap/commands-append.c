/* commands-append.c - APPEND (RFC 9051, 6.3.12; RFC 4315, 6855)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/server-private.h"

#include <string.h>

typedef struct
{
  char      *name;
  GPtrArray *flags;       /* or NULL */
  gboolean   has_date;
  gint64     date;        /* Unix seconds */
  gboolean   utf8;        /* UTF8 (~{...}): RFC 6855, 4 */
} AppendHead;

static void
head_clear (AppendHead *head)
{
  g_free (head->name);
  g_clear_pointer (&head->flags, g_ptr_array_unref);
}

/* Up to the message. */
static gboolean
scan_head (ImapScanner *scan, AppendHead *head)
{
  *head = (AppendHead) { 0 };
  if (!imap_scan_space (scan) || !imap_scan_mailbox (scan, &head->name) || !imap_scan_space (scan))
    return FALSE;
  if (imap_scan_peek (scan, '(') && (!imap_scan_flags (scan, &head->flags) || !imap_scan_space (scan)))
    return FALSE;
  if (imap_scan_peek (scan, '"'))
    {
      head->has_date = TRUE;
      if (!imap_scan_date_time (scan, &head->date) || !imap_scan_space (scan))
        return FALSE;
    }
  head->utf8 = imap_scan_word (scan, "UTF8");
  if (head->utf8 && (!imap_scan_space (scan) || !imap_scan_char (scan, '(')))
    return FALSE;
  return TRUE;
}

gboolean
imap_server_check_append (ImapServer *self, ImapScanner *scan, guint64 size, char **refusal)
{
  AppendHead head;
  MailBox *box = NULL;
  /* Otherwise this is the mailbox's name. */
  gboolean is_message = scan_head (scan, &head) && (imap_scan_peek (scan, '{') || imap_scan_peek (scan, '~'));

  if (is_message)
    {
      box = mail_store_find (self->store, head.name);
      if (box == NULL)
        *refusal = g_strdup_printf ("NO [%s] There is no such mailbox",
                                    mail_store_check_name (head.name) == MAIL_STORE_OK ? "TRYCREATE" : "NONEXISTENT");
      else if (size > self->config.max_literal)
        *refusal = g_strdup_printf ("NO [TOOBIG] A message may have %" G_GSIZE_FORMAT " octets", self->config.max_literal);
      else if (!mail_store_has_room (self->store, (gsize) size))
        *refusal = g_strdup ("NO [OVERQUOTA] There is not enough room");
    }
  head_clear (&head);
  return is_message;
}

/* Bits of the flags that @box can have. FALSE: some is none. */
static gboolean
to_mask (MailBox *box, const GPtrArray *flags, guint *mask)
{
  *mask = 0;
  for (guint i = 0; flags != NULL && i < flags->len; i++)
    {
      const char *name = g_ptr_array_index (flags, i);
      guint bit = imap_server_flag_bit (box, name, TRUE);

      if (bit == 0 && *name == '\\')
        return FALSE;
      *mask |= bit;             /* a keyword too many is not worth a letter */
    }
  return TRUE;
}

/* A SimTime that has room for it. */
static SimTime
to_time (ImapServer *self, gint64 unix_seconds)
{
  gint64 limit = G_MAXINT64 / SIM_TIME_SECOND - 1;

  return CLAMP (unix_seconds - self->config.epoch, -limit, limit) * SIM_TIME_SECOND;
}

static void
store_message (ImapServer *self, const AppendHead *head, GBytes *bytes)
{
  g_autoptr (MailMessage) message = NULL;
  g_autofree char *code = NULL;
  gsize size = g_bytes_get_size (bytes);
  MailBox *box = imap_server_find_box (self, head->name, TRUE);
  guint32 uid;
  guint mask;

  if (box == NULL)
    return;
  if (!to_mask (box, head->flags, &mask))
    imap_server_bad (self, "There is no such flag");
  else if (size == 0)
    imap_server_no (self, NULL, "An empty message is none");
  else if (!mail_store_has_room (self->store, size))
    imap_server_no (self, "OVERQUOTA", "There is not enough room");
  else if (!mail_store_has_places (self->store, 1))
    imap_server_no (self, "LIMIT", "There are too many messages");
  else if (mail_box_get_uid_next (box) == G_MAXUINT32)
    imap_server_no (self, "LIMIT", "There are no more UIDs");
  else
    {
      message = mail_message_new (bytes);
      uid = mail_box_append (box, message, mask, head->has_date ? to_time (self, head->date) : self->now);
      code = g_strdup_printf ("APPENDUID %u %u", mail_box_get_uid_validity (box), uid);
      imap_server_ok (self, code);
    }
}

void
imap_server_append (ImapServer *self, ImapScanner *scan)
{
  AppendHead head;
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *data;
  gsize len;

  if (!scan_head (scan, &head) || !imap_scan_literal8 (scan, &bytes) || (head.utf8 && !imap_scan_char (scan, ')'))
      || !imap_scan_end (scan))
    imap_server_bad (self, scan->error);
  else if (head.utf8 && !self->utf8_accept)
    imap_server_bad (self, "UTF8=ACCEPT has not been enabled");
  else
    {
      data = g_bytes_get_data (bytes, &len);
      if (len > 0 && memchr (data, '\0', len) != NULL)
        imap_server_bad (self, "NUL may not stand in a message");        /* RFC 9051, 4.3 */
      else
        store_message (self, &head, bytes);
    }
  head_clear (&head);
}

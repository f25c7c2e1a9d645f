/* The maildrop: STAT, LIST, UIDL, RETR, TOP, DELE, RSET
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/pop3/server-private.h"

#include "sim/core/dots.h"

#include <string.h>

void
pop3_server_take_maildrop (Pop3Server *self, MailBox *maildrop)
{
  self->maildrop = maildrop;
  for (guint i = 0; i < mail_box_length (maildrop); i++)
    {
      const MailItem *mail = mail_box_get (maildrop, i);
      Pop3Item item = { mail->uid, mail_message_ref (mail->message), FALSE };

      g_array_append_val (self->items, item);
    }
}

void
pop3_server_count (Pop3Server *self, guint *n, gsize *octets)
{
  *n = 0;
  *octets = 0;
  for (guint i = 0; i < self->items->len; i++)
    {
      const Pop3Item *item = &g_array_index (self->items, Pop3Item, i);

      if (!item->deleted)
        {
          *n += 1;
          *octets += mail_message_get_size (item->message);
        }
    }
}

/* A number without sign and blanks. FALSE: it is none. @rest: behind it. */
static gboolean
read_number (const char *text, guint *number, const char **rest)
{
  gsize len = strspn (text, "0123456789");

  if (len == 0 || len > 9)
    return FALSE;
  *number = g_ascii_strtoull (text, NULL, 10);
  *rest = text + len;
  return TRUE;
}

/* The message that @args begin with; NULL: the command was refused. */
static Pop3Item *
find_item (Pop3Server *self, const char *args, guint *number, const char **rest)
{
  g_autofree char *text = NULL;
  Pop3Item *item;

  if (!read_number (args, number, rest))
    {
      pop3_server_err (self, NULL, "A message number is wanted");
      return NULL;
    }
  if (*number < 1 || *number > self->items->len)
    {
      text = g_strdup_printf ("No such message, only %u in the maildrop", self->items->len);
      pop3_server_err (self, NULL, text);
      return NULL;
    }
  item = &g_array_index (self->items, Pop3Item, *number - 1);
  if (item->deleted)
    {
      text = g_strdup_printf ("Message %u is marked for deletion", *number);
      pop3_server_err (self, NULL, text);
      return NULL;
    }
  return item;
}

static Pop3Item *
find_only (Pop3Server *self, const char *args, guint *number)
{
  const char *rest;
  Pop3Item *item = find_item (self, args, number, &rest);

  if (item != NULL && *rest != '\0')
    {
      pop3_server_err (self, NULL, "One message number is wanted");
      return NULL;
    }
  return item;
}

void
pop3_server_stat (Pop3Server *self, const SimRule *row, const char *args)
{
  guint n;
  gsize octets;

  pop3_server_count (self, &n, &octets);
  pop3_server_ok (self, "%u %" G_GSIZE_FORMAT, n, octets);
  pop3_server_enter (self, row);
}

void
pop3_server_list (Pop3Server *self, const SimRule *row, const char *args)
{
  Pop3Item *item;
  GString *list;
  guint number, n;
  gsize octets;

  if (*args != '\0')
    {
      item = find_only (self, args, &number);
      if (item == NULL)
        return;
      pop3_server_ok (self, "%u %" G_GSIZE_FORMAT, number, mail_message_get_size (item->message));
      pop3_server_enter (self, row);
      return;
    }
  pop3_server_count (self, &n, &octets);
  list = g_string_new (NULL);
  g_string_append_printf (list, "+OK %u message%s (%" G_GSIZE_FORMAT " octets)\r\n", n, n == 1 ? "" : "s", octets);
  for (guint i = 0; i < self->items->len; i++)
    {
      item = &g_array_index (self->items, Pop3Item, i);
      if (!item->deleted)
        g_string_append_printf (list, "%u %" G_GSIZE_FORMAT "\r\n", i + 1, mail_message_get_size (item->message));
    }
  pop3_server_lines (self, list);
  pop3_server_enter (self, row);
}

/* RFC 1939, 7: the same in every session, and never given to another message. */
static void
append_uid (Pop3Server *self, GString *out, guint number, const Pop3Item *item)
{
  g_string_append_printf (out, "%u %u.%u", number, mail_box_get_uid_validity (self->maildrop), item->uid);
}

void
pop3_server_uidl (Pop3Server *self, const SimRule *row, const char *args)
{
  Pop3Item *item;
  GString *list;
  guint number;

  if (*args != '\0')
    {
      g_autoptr (GString) one = g_string_new (NULL);

      item = find_only (self, args, &number);
      if (item == NULL)
        return;
      append_uid (self, one, number, item);
      pop3_server_ok (self, "%s", one->str);
      pop3_server_enter (self, row);
      return;
    }
  list = g_string_new ("+OK Unique-id listing follows\r\n");
  for (guint i = 0; i < self->items->len; i++)
    {
      item = &g_array_index (self->items, Pop3Item, i);
      if (item->deleted)
        continue;
      append_uid (self, list, i + 1, item);
      g_string_append (list, "\r\n");
    }
  pop3_server_lines (self, list);
  pop3_server_enter (self, row);
}

/* Content is one thing; the dot that ends it is not content. */
static void
send_content (Pop3Server *self, const guint8 *data, gsize len)
{
  if (len > 0)
    sim_session_send (&self->base, SIM_OUTPUT_LITERAL, sim_dots_stuff (data, len, TRUE, NULL));
  sim_session_sendf (&self->base, 0, ".\r\n");
}

void
pop3_server_retr (Pop3Server *self, const SimRule *row, const char *args)
{
  guint number;
  gsize len;
  const Pop3Item *item = find_only (self, args, &number);
  const guint8 *data;

  if (item == NULL)
    return;
  data = g_bytes_get_data (mail_message_get_bytes (item->message), &len);
  pop3_server_ok (self, "%" G_GSIZE_FORMAT " octets", len);
  send_content (self, data, len);
  pop3_server_enter (self, row);
}

void
pop3_server_top (Pop3Server *self, const SimRule *row, const char *args)
{
  guint number, n_lines;
  const char *rest;
  const Pop3Item *item = find_item (self, args, &number, &rest);
  const guint8 *data;
  gsize len, end;

  if (item == NULL)
    return;
  if (*rest != ' ' || !read_number (rest + 1, &n_lines, &rest) || *rest != '\0')
    {
      pop3_server_err (self, NULL, "Syntax: TOP message lines");
      return;
    }
  data = g_bytes_get_data (mail_message_get_bytes (item->message), &len);
  end = mail_message_header_size (item->message);
  for (; n_lines > 0 && end < len; n_lines--)
    {
      const guint8 *lf = memchr (data + end, '\n', len - end);

      end = lf != NULL ? (gsize) (lf - data) + 1 : len;
    }
  pop3_server_ok (self, "Top of message follows");
  send_content (self, data, end);
  pop3_server_enter (self, row);
}

void
pop3_server_dele (Pop3Server *self, const SimRule *row, const char *args)
{
  guint number;
  Pop3Item *item = find_only (self, args, &number);

  if (item == NULL)
    return;
  item->deleted = TRUE;
  pop3_server_ok (self, "Message %u is marked for deletion", number);
  pop3_server_enter (self, row);
}

void
pop3_server_rset (Pop3Server *self, const SimRule *row, const char *args)
{
  guint n;
  gsize octets;

  for (guint i = 0; i < self->items->len; i++)
    g_array_index (self->items, Pop3Item, i).deleted = FALSE;
  pop3_server_count (self, &n, &octets);
  pop3_server_ok (self, "Maildrop has %u message%s (%" G_GSIZE_FORMAT " octets)", n, n == 1 ? "" : "s", octets);
  pop3_server_enter (self, row);
}

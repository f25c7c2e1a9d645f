/* What FETCH brings (RFC 9051, 7.5.2)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/response.h"

#include <string.h>

static const struct { const char *name; MailFlags flag; } flag_names[] =
{
  { "\\Seen", MAIL_FLAG_SEEN },
  { "\\Answered", MAIL_FLAG_ANSWERED },
  { "\\Flagged", MAIL_FLAG_FLAGGED },
  { "\\Deleted", MAIL_FLAG_DELETED },
  { "\\Draft", MAIL_FLAG_DRAFT },
};

static gboolean
read_flags (ImapResponse *self, ImapWalk *walk)
{
  if (!imap_walk_char (walk, '('))
    return FALSE;
  self->has_flags = TRUE;
  self->flags = 0;
  while (!imap_walk_char (walk, ')'))
    {
      g_autofree char *flag = imap_walk_word (walk);

      if (*flag == '\0')
        return FALSE;
      for (guint i = 0; i < G_N_ELEMENTS (flag_names); i++)
        if (g_ascii_strcasecmp (flag, flag_names[i].name) == 0)
          self->flags |= flag_names[i].flag;
      imap_walk_char (walk, ' ');
    }
  return TRUE;
}

/* A value as it came. */
static gboolean
read_raw (ImapWalk *walk, char **out)
{
  const guint8 *start = walk->p;

  if (!imap_walk_skip (walk))
    return FALSE;
  g_free (*out);
  *out = imap_walk_text (start, walk->p);
  return TRUE;
}

static gboolean
read_body (ImapResponse *self, ImapWalk *walk, const char *section, gsize len)
{
  g_autoptr (GBytes) body = NULL;

  if (!imap_walk_string (walk, &body))
    return FALSE;
  if (body == NULL || self->body != NULL)      /* there is no such part; or there are several: the first is told */
    return TRUE;
  self->body = g_steal_pointer (&body);
  self->section = g_strndup (section, len);
  return TRUE;
}

static gboolean
read_date (ImapResponse *self, ImapWalk *walk)
{
  g_autoptr (GBytes) bytes = NULL;
  const guint8 *data;
  gsize len;

  if (!imap_walk_string (walk, &bytes))
    return FALSE;
  if (bytes == NULL)
    return TRUE;
  data = g_bytes_get_data (bytes, &len);
  g_free (self->internal_date);
  self->internal_date = imap_walk_text (data, data + len);
  return TRUE;
}

static gboolean
read_number (ImapWalk *walk, guint64 max, guint64 *out)
{
  return imap_walk_number (walk, out) && *out <= max;
}

static gboolean
read_item (ImapResponse *self, ImapWalk *walk, const char *name)
{
  const char *end = g_str_has_prefix (name, "BODY[") ? strchr (name, ']') : NULL;
  guint64 number;

  if (end != NULL)
    return read_body (self, walk, name + 5, end - name - 5);
  if (g_str_equal (name, "RFC822"))
    return read_body (self, walk, "", 0);
  if (g_str_equal (name, "RFC822.HEADER"))
    return read_body (self, walk, "HEADER", 6);
  if (g_str_equal (name, "RFC822.TEXT"))
    return read_body (self, walk, "TEXT", 4);
  if (g_str_equal (name, "FLAGS"))
    return read_flags (self, walk);
  if (g_str_equal (name, "ENVELOPE"))
    return read_raw (walk, &self->envelope);
  if (g_str_equal (name, "BODY") || g_str_equal (name, "BODYSTRUCTURE"))
    return read_raw (walk, &self->structure);
  if (g_str_equal (name, "INTERNALDATE"))
    return read_date (self, walk);
  if (g_str_equal (name, "UID") && read_number (walk, G_MAXUINT32, &number))
    {
      self->uid = (guint32) number;
      return TRUE;
    }
  if (g_str_equal (name, "RFC822.SIZE") && read_number (walk, G_MAXSIZE, &number))
    {
      self->has_size = TRUE;
      self->size = (gsize) number;
      return TRUE;
    }
  return imap_walk_skip (walk);
}

/* Items up to the first that cannot be read. */
void
imap_response_read_fetch (ImapResponse *self, ImapWalk *walk)
{
  if (!imap_walk_char (walk, '('))
    return;
  while (!imap_walk_char (walk, ')'))
    {
      g_autofree char *word = imap_walk_word (walk);
      g_autofree char *name = g_ascii_strup (word, -1);

      if (*name == '\0' || !imap_walk_char (walk, ' ') || !read_item (self, walk, name))
        return;
      imap_walk_char (walk, ' ');
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/imap/search.h"

#include "sim/proto/imap/search-private.h"

#define DAY_SECONDS 86400

guint
imap_search_get_return (const ImapSearch *self)
{
  return self->returns;
}

/* ---- sets ------------------------------------------------------------------- */

static void
resolve_key (Key *key, guint32 largest_number, guint32 largest_uid, const GArray *saved)
{
  for (guint i = 0; key->children != NULL && i < key->children->len; i++)
    resolve_key (g_ptr_array_index (key->children, i), largest_number, largest_uid, saved);
  if (key->set == NULL)
    return;
  if (!key->saved)
    imap_set_resolve (key->set, key->kind == KEY_UIDS ? largest_uid : largest_number);
  else if (saved != NULL && saved->len > 0)
    {
      g_array_set_size (key->set, 0);
      g_array_append_vals (key->set, saved->data, saved->len);
    }
}

void
imap_search_resolve (ImapSearch *self, guint32 largest_number, guint32 largest_uid, const GArray *saved)
{
  resolve_key (self->key, largest_number, largest_uid, saved);
}

/* ---- one message ------------------------------------------------------------ */

typedef struct
{
  MailBox        *box;
  const MailItem *item;
  guint32         number;
  gboolean        recent;
  gint64          day;       /* of INTERNALDATE, since 1970 */
} Subject;

static gboolean
has_keyword (const Subject *subject, const char *name)
{
  guint bit = mail_box_keyword (subject->box, name, FALSE);

  return (subject->item->flags & bit) != 0;
}

static gboolean
sent (const Subject *subject, const Key *key)
{
  gint64 day;

  if (!imap_sent_day (subject->item->message, &day))
    return FALSE;
  return key->kind == KEY_SENTBEFORE ? day < key->number
         : key->kind == KEY_SENTON ? day == key->number : day >= key->number;
}

static gboolean
matches (const Key *key, const Subject *subject)
{
  const MailItem *item = subject->item;
  GPtrArray *children = key->children;

  switch (key->kind)
    {
    case KEY_AND:
      for (guint i = 0; i < children->len; i++)
        if (!matches (g_ptr_array_index (children, i), subject))
          return FALSE;
      return TRUE;
    case KEY_OR:
      return matches (g_ptr_array_index (children, 0), subject) || matches (g_ptr_array_index (children, 1), subject);
    case KEY_NOT:
      return !matches (g_ptr_array_index (children, 0), subject);
    case KEY_FLAG:
      return (item->flags & key->flag) != 0;
    case KEY_UNFLAG:
      return (item->flags & key->flag) == 0;
    case KEY_KEYWORD:
      return has_keyword (subject, key->name);
    case KEY_UNKEYWORD:
      return !has_keyword (subject, key->name);
    case KEY_RECENT:
      return subject->recent;
    case KEY_OLD:
      return !subject->recent;
    case KEY_NEW:
      return subject->recent && (item->flags & MAIL_FLAG_SEEN) == 0;
    case KEY_NUMBERS:
      return imap_set_has (key->set, key->saved ? item->uid : subject->number);
    case KEY_UIDS:
      return imap_set_has (key->set, item->uid);
    case KEY_BEFORE:
      return subject->day < key->number;
    case KEY_ON:
      return subject->day == key->number;
    case KEY_SINCE:
      return subject->day >= key->number;
    case KEY_LARGER:
      return mail_message_get_size (item->message) > (guint64) key->number;
    case KEY_SMALLER:
      return mail_message_get_size (item->message) < (guint64) key->number;
    case KEY_SENTBEFORE:
    case KEY_SENTON:
    case KEY_SENTSINCE:
      return sent (subject, key);
    case KEY_HEADER:
      return imap_text_in_field (key->needle, item->message, key->name);
    case KEY_BODY:
      return imap_text_in_body (key->needle, item->message);
    case KEY_TEXT:
      return imap_text_anywhere (key->needle, item->message);
    case KEY_ALL:
    default:
      return TRUE;
    }
}

gboolean
imap_search_matches (const ImapSearch *self, MailBox *box, const MailItem *item, guint32 number, gboolean recent, gint64 epoch)
{
  gint64 seconds = epoch + item->when / SIM_TIME_SECOND;
  Subject subject = { box, item, number, recent, seconds / DAY_SECONDS - (seconds % DAY_SECONDS < 0) };

  return matches (self->key, &subject);
}

/* ---- the answer ------------------------------------------------------------- */

static GArray *
to_set (const GArray *hits)
{
  GArray *set = imap_set_new ();

  for (guint i = 0; i < hits->len; i++)
    imap_set_add (set, g_array_index (hits, guint32, i));
  return set;
}

static void
write_old (GString *out, const GArray *hits)
{
  g_string_append (out, "* SEARCH");
  for (guint i = 0; i < hits->len; i++)
    g_string_append_printf (out, " %u", g_array_index (hits, guint32, i));
  g_string_append (out, "\r\n");
}

void
imap_search_write (const ImapSearch *self, GString *out, const char *tag, gboolean uid, const GArray *hits, gboolean esearch)
{
  guint returns = self->asked_return ? self->returns : IMAP_RETURN_ALL;
  g_autoptr (GArray) set = NULL;
  g_autofree char *text = NULL;

  if (!self->asked_return && !esearch)
    {
      write_old (out, hits);
      return;
    }
  if (returns == IMAP_RETURN_SAVE)
    return;                                /* RFC 5182, 2.1 */
  g_string_append_printf (out, "* ESEARCH (TAG \"%s\")%s", tag, uid ? " UID" : "");
  if ((returns & IMAP_RETURN_MIN) && hits->len > 0)
    g_string_append_printf (out, " MIN %u", g_array_index (hits, guint32, 0));
  if ((returns & IMAP_RETURN_MAX) && hits->len > 0)
    g_string_append_printf (out, " MAX %u", g_array_index (hits, guint32, hits->len - 1));
  if ((returns & IMAP_RETURN_ALL) && hits->len > 0)
    {
      set = to_set (hits);
      text = imap_set_to_text (set);
      g_string_append_printf (out, " ALL %s", text);
    }
  if (returns & IMAP_RETURN_COUNT)
    g_string_append_printf (out, " COUNT %u", hits->len);
  g_string_append (out, "\r\n");
}

GArray *
imap_search_to_save (const ImapSearch *self, const GArray *uids)
{
  GArray *set;

  if (!(self->returns & IMAP_RETURN_SAVE))
    return NULL;
  if (uids->len == 0 || (self->returns & (IMAP_RETURN_ALL | IMAP_RETURN_COUNT)) || self->returns == IMAP_RETURN_SAVE)
    return to_set (uids);
  set = imap_set_new ();
  if (self->returns & IMAP_RETURN_MIN)
    imap_set_add (set, g_array_index (uids, guint32, 0));
  if ((self->returns & IMAP_RETURN_MAX) && (uids->len > 1 || set->len == 0))
    imap_set_add (set, g_array_index (uids, guint32, uids->len - 1));
  return set;
}

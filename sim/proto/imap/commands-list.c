/* commands-list.c - LIST (RFC 9051, 6.3.9; RFC 5258, 5819, 6154), LSUB (RFC 3501, 6.3.9)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/server-private.h"

#include <string.h>

#define PATTERNS_MAX 100

enum
{
  SELECT_SUBSCRIBED = 1, SELECT_REMOTE = 2, SELECT_RECURSIVE = 4, SELECT_SPECIAL = 8,
  RETURN_SUBSCRIBED = 1, RETURN_CHILDREN = 2, RETURN_SPECIAL = 4, RETURN_STATUS = 8
};

typedef struct
{
  gboolean   extended;    /* options were given, or several patterns */
  guint      selected;
  guint      returned;
  guint      status;
  GPtrArray *patterns;    /* reference and pattern joined */
} ListWish;

static char
fold (char c, gboolean inbox)
{
  return inbox ? g_ascii_toupper (c) : c;
}

/* "*" stands for anything, "%" for anything without the separator. */
gboolean
imap_pattern_matches (const char *pattern, const char *name)
{
  const char *star = NULL;      /* behind the last "*", and how far it reaches */
  const char *star_name = NULL;
  const char *percent = NULL;   /* behind the last "%" after it */
  const char *percent_name = NULL;
  gboolean inbox = g_str_equal (name, "INBOX");

  for (;;)
    {
      if (*pattern == '*')
        {
          star = ++pattern;
          star_name = name;
          percent = NULL;
        }
      else if (*pattern == '%')
        {
          percent = ++pattern;
          percent_name = name;
        }
      else if (*pattern == '\0' && *name == '\0')
        return TRUE;
      else if (*pattern != '\0' && fold (*pattern, inbox) == *name)
        {
          pattern++;
          name++;
        }
      else if (percent != NULL && *percent_name != '\0' && *percent_name != MAIL_STORE_SEPARATOR)
        {
          pattern = percent;
          name = ++percent_name;
        }
      else if (star != NULL && *star_name != '\0')
        {
          pattern = star;
          name = ++star_name;
          percent = NULL;
        }
      else
        return FALSE;
    }
}

static gboolean
matches_any (const GPtrArray *patterns, const char *name)
{
  for (guint i = 0; i < patterns->len; i++)
    if (imap_pattern_matches (g_ptr_array_index (patterns, i), name))
      return TRUE;
  return FALSE;
}

void
imap_server_list_attributes (ImapServer *self, MailBox *box, GString *out)
{
  static const char * const uses[] = { "", " \\Archive", " \\Drafts", " \\Junk", " \\Sent", " \\Trash" };

  g_string_append (out, mail_store_has_children (self->store, mail_box_get_name (box)) ? " \\HasChildren" : " \\HasNoChildren");
  g_string_append (out, uses[mail_box_get_use (box)]);
}

/* @attributes: with a blank before each. */
static void
tell (ImapServer *self, const char *verb, const char *attributes, const char *name, const char *more)
{
  g_autoptr (GString) line = g_string_new (verb);

  g_string_append_printf (line, " (%s) \"/\" ", *attributes != '\0' ? attributes + 1 : "");
  imap_write_mailbox (line, name, self->utf8);
  g_string_append (line, more);
  imap_server_put (self, line);
}

/* ---- what is wanted ---- */

/* "(SUBSCRIBED RECURSIVEMATCH)" */
static gboolean
scan_selection (ImapScanner *scan, ListWish *wish)
{
  static const char * const names[] = { "SUBSCRIBED", "REMOTE", "RECURSIVEMATCH", "SPECIAL-USE" };

  wish->extended = TRUE;
  imap_scan_char (scan, '(');
  while (!imap_scan_peek (scan, ')'))
    {
      guint i = 0;

      while (i < G_N_ELEMENTS (names) && !imap_scan_word (scan, names[i]))
        i++;
      if (i == G_N_ELEMENTS (names))
        {
          scan->error = "No such selection option";
          return FALSE;
        }
      wish->selected |= 1u << i;
      if (!imap_scan_peek (scan, ')') && !imap_scan_space (scan))
        return FALSE;
    }
  if ((wish->selected & SELECT_RECURSIVE) && (wish->selected & (SELECT_SUBSCRIBED | SELECT_SPECIAL)) == 0)
    {
      scan->error = "RECURSIVEMATCH wants another option beside it";       /* RFC 9051, 6.3.9.1 */
      return FALSE;
    }
  return imap_scan_char (scan, ')');
}

/* "RETURN (CHILDREN STATUS (MESSAGES))" behind RETURN and a blank */
static gboolean
scan_return (ImapScanner *scan, ListWish *wish)
{
  wish->extended = TRUE;
  if (!imap_scan_char (scan, '('))
    return FALSE;
  while (!imap_scan_peek (scan, ')'))
    {
      if (imap_scan_word (scan, "SUBSCRIBED"))
        wish->returned |= RETURN_SUBSCRIBED;
      else if (imap_scan_word (scan, "CHILDREN"))
        wish->returned |= RETURN_CHILDREN;
      else if (imap_scan_word (scan, "SPECIAL-USE"))
        wish->returned |= RETURN_SPECIAL;
      else if (imap_scan_word (scan, "STATUS"))
        {
          wish->returned |= RETURN_STATUS;
          if (!imap_scan_space (scan) || !imap_scan_status (scan, &wish->status))
            return FALSE;
        }
      else
        {
          scan->error = "No such return option";
          return FALSE;
        }
      if (!imap_scan_peek (scan, ')') && !imap_scan_space (scan))
        return FALSE;
    }
  return imap_scan_char (scan, ')');
}

static gboolean
scan_pattern (ImapScanner *scan, const char *reference, ListWish *wish)
{
  g_autofree char *pattern = NULL;

  if (!imap_scan_pattern (scan, &pattern))
    return FALSE;
  if (wish->patterns->len >= PATTERNS_MAX)
    {
      scan->error = "There are too many patterns";
      return FALSE;
    }
  g_ptr_array_add (wish->patterns, *pattern != '\0' || wish->extended ? g_strconcat (reference, pattern, NULL) : g_strdup (""));
  return TRUE;
}

static gboolean
scan_wish (ImapScanner *scan, ListWish *wish)
{
  g_autofree char *reference = NULL;

  if (!imap_scan_space (scan)
      || (imap_scan_peek (scan, '(') && (!scan_selection (scan, wish) || !imap_scan_space (scan)))
      || !imap_scan_mailbox (scan, &reference) || !imap_scan_space (scan))
    return FALSE;
  if (!imap_scan_peek (scan, '('))
    {
      if (!scan_pattern (scan, reference, wish))
        return FALSE;
    }
  else
    {
      wish->extended = TRUE;
      do
        if ((!imap_scan_char (scan, wish->patterns->len == 0 ? '(' : ' ')) || !scan_pattern (scan, reference, wish))
          return FALSE;
      while (imap_scan_peek (scan, ' '));
      if (!imap_scan_char (scan, ')'))
        return FALSE;
    }
  if (scan->p < scan->end
      && (!imap_scan_space (scan) || !imap_scan_word (scan, "RETURN") || !imap_scan_space (scan) || !scan_return (scan, wish)))
    return FALSE;
  return imap_scan_end (scan);
}

/* ---- LIST ---- */

/* Whether something below @name is subscribed, and would not be told for itself. */
static gboolean
hides_subscription (char **subscriptions, const ListWish *wish, const char *name)
{
  gsize len = strlen (name);

  for (guint i = 0; subscriptions[i] != NULL; i++)
    if (g_str_has_prefix (subscriptions[i], name) && subscriptions[i][len] == MAIL_STORE_SEPARATOR
        && !matches_any (wish->patterns, subscriptions[i]))
      return TRUE;
  return FALSE;
}

static void
tell_name (ImapServer *self, const ListWish *wish, const char *name, gboolean hides)
{
  MailBox *box = mail_store_find (self->store, name);
  gboolean subscribed = mail_store_is_subscribed (self->store, name);
  g_autoptr (GString) attributes = g_string_new (NULL);

  if ((wish->selected & SELECT_SPECIAL) && (box == NULL || mail_box_get_use (box) == MAIL_USE_NONE))
    return;
  if (box != NULL)
    imap_server_list_attributes (self, box, attributes);
  else
    g_string_append (attributes, " \\NonExistent");
  if (subscribed && ((wish->returned & RETURN_SUBSCRIBED) || (wish->selected & SELECT_SUBSCRIBED)))
    g_string_append (attributes, " \\Subscribed");
  tell (self, "LIST", attributes->str, name, hides ? " (\"CHILDINFO\" (\"SUBSCRIBED\"))" : "");
  if (box != NULL && (wish->returned & RETURN_STATUS))
    imap_server_tell_status (self, box, wish->status);
}

/* Subscribed names and, for RECURSIVEMATCH, the levels above them. */
static GPtrArray *
subscribed_names (char **subscriptions, gboolean parents)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; subscriptions[i] != NULL; i++)
    {
      for (const char *p = strchr (subscriptions[i], '/'); parents && p != NULL; p = strchr (p + 1, '/'))
        {
          char *parent = g_strndup (subscriptions[i], p - subscriptions[i]);

          if (g_hash_table_contains (seen, parent))
            g_free (parent);
          else
            {
              g_ptr_array_add (names, parent);
              g_hash_table_add (seen, parent);
            }
        }
      if (!g_hash_table_contains (seen, subscriptions[i]))
        {
          g_ptr_array_add (names, g_strdup (subscriptions[i]));
          g_hash_table_add (seen, g_ptr_array_index (names, names->len - 1));
        }
    }
  return names;
}

static void
list_subscribed (ImapServer *self, const ListWish *wish)
{
  g_auto (GStrv) subscriptions = mail_store_subscriptions (self->store);
  gboolean recursive = (wish->selected & SELECT_RECURSIVE) != 0;
  g_autoptr (GPtrArray) names = subscribed_names (subscriptions, recursive);

  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      gboolean hides;

      if (!matches_any (wish->patterns, name))
        continue;
      hides = recursive && hides_subscription (subscriptions, wish, name);
      if (hides || mail_store_is_subscribed (self->store, name))
        tell_name (self, wish, name, hides);
    }
}

void
imap_server_list (ImapServer *self, ImapScanner *scan)
{
  g_autoptr (GPtrArray) patterns = g_ptr_array_new_with_free_func (g_free);
  ListWish wish = { .patterns = patterns };

  if (!scan_wish (scan, &wish))
    {
      imap_server_bad (self, scan->error);
      return;
    }
  if (!wish.extended && *(const char *) g_ptr_array_index (patterns, 0) == '\0')
    imap_server_untagged (self, "LIST (\\Noselect) \"/\" \"\"");        /* which separator is it? */
  else if (wish.selected & SELECT_SUBSCRIBED)
    list_subscribed (self, &wish);
  else
    for (guint i = 0; i < mail_store_length (self->store); i++)
      {
        const char *name = mail_box_get_name (mail_store_get (self->store, i));

        if (matches_any (patterns, name))
          tell_name (self, &wish, name, FALSE);
      }
  imap_server_ok (self, NULL);
}

/* ---- LSUB ---- */

/* A level above @name that matches where @name does not: "%" asks for it. */
static void
tell_parents (ImapServer *self, const char *pattern, const char *name, GHashTable *told)
{
  for (const char *p = strchr (name, '/'); p != NULL; p = strchr (p + 1, '/'))
    {
      g_autofree char *parent = g_strndup (name, p - name);

      if (!imap_pattern_matches (pattern, parent) || g_hash_table_contains (told, parent)
          || mail_store_is_subscribed (self->store, parent))
        continue;
      tell (self, "LSUB", " \\Noselect", parent, "");
      g_hash_table_add (told, g_steal_pointer (&parent));
    }
}

void
imap_server_lsub (ImapServer *self, ImapScanner *scan)
{
  g_autoptr (GHashTable) told = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) subscriptions = mail_store_subscriptions (self->store);
  g_autofree char *reference = NULL;
  g_autofree char *pattern = NULL;
  g_autofree char *whole = NULL;

  if (!imap_scan_space (scan) || !imap_scan_mailbox (scan, &reference) || !imap_scan_space (scan)
      || !imap_scan_pattern (scan, &pattern) || !imap_scan_end (scan))
    {
      imap_server_bad (self, scan->error);
      return;
    }
  whole = g_strconcat (reference, pattern, NULL);
  for (guint i = 0; subscriptions[i] != NULL; i++)
    if (imap_pattern_matches (whole, subscriptions[i]))
      tell (self, "LSUB", "", subscriptions[i], "");
    else if (g_str_has_suffix (whole, "%"))
      tell_parents (self, whole, subscriptions[i], told);
  imap_server_ok (self, NULL);
}

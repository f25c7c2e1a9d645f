/* Several sessions do what they like on one store, and a reference model tells what each must hear.
 *
 * After every command: the tagged answer and its code are the model's; EXPUNGE was not told where it may not be;
 * what the session has been told makes, with nothing left over, the mailbox as the model has it. EHLO_STRESS_SECONDS
 * makes it go on for so long, with other seeds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/proto/imap/stress.h"

#include <string.h>

static const char * const names[] = { "INBOX", "a", "b", "a/c", "b/d", "e", "e/f/g" };

static guint
below (Stress *self, guint n)
{
  return sim_random_below (&self->random, n);
}

/* ---- what a session says ---- */

/* A set of numbers or UIDs; fills act->chosen with the UIDs among those known. */
static char *
choose (Stress *self, Client *client, Act *act)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = client->known->len;
  guint32 largest = act->uid ? client->folder->next + 2 : n;
  gboolean *in = g_new0 (gboolean, n + 1);
  guint32 star = act->uid ? (n > 0 ? stress_known (client, n)->uid : 0) : n;

  for (guint parts = 1 + below (self, 3); parts > 0; parts--)
    {
      guint32 a = 1 + below (self, largest);
      guint32 b = below (self, 3) > 0 ? a : below (self, 4) == 0 ? 0 : 1 + below (self, largest);
      guint32 low = MIN (a, b == 0 ? star : b);
      guint32 high = MAX (a, b == 0 ? star : b);

      g_string_append_printf (text, "%s%u", text->len > 0 ? "," : "", a);
      if (b == 0)
        g_string_append (text, ":*");
      else if (b != a)
        g_string_append_printf (text, ":%u", b);
      for (guint i = 1; i <= n; i++)
        {
          guint32 value = act->uid ? stress_known (client, i)->uid : i;

          in[i] = in[i] || (value >= low && value <= high);
        }
    }
  for (guint i = 1; i <= n; i++)
    if (in[i])
      g_array_append_val (act->chosen, stress_known (client, i)->uid);
  g_free (in);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
write_flags (GString *out, guint flags)
{
  const char *blank = "";

  g_string_append_c (out, '(');
  for (guint i = 0; i < WORLD_N_FLAGS; i++)
    if (flags & 1u << i)
      {
        g_string_append_printf (out, "%s%s", blank, world_flags[i]);
        blank = " ";
      }
  g_string_append_c (out, ')');
}

static Deed
pick_deed (Stress *self, const Client *client)
{
  static const Deed outside[] = { DO_SELECT, DO_SELECT, DO_SELECT, DO_SELECT, DO_EXAMINE, DO_APPEND, DO_STATUS, DO_CREATE, DO_RENAME, DO_IDLE };
  static const Deed inside[] =
  {
    DO_NOOP, DO_NOOP, DO_FETCH, DO_FETCH, DO_FETCH, DO_BODY, DO_BODY, DO_STORE, DO_STORE, DO_STORE, DO_STORE, DO_STORE,
    DO_SEARCH, DO_SEARCH, DO_COPY, DO_COPY, DO_MOVE, DO_EXPUNGE, DO_EXPUNGE, DO_UID_EXPUNGE, DO_APPEND, DO_APPEND, DO_APPEND,
    DO_IDLE, DO_STATUS
  };
  static const Deed seldom[] = { DO_SELECT, DO_EXAMINE, DO_CLOSE, DO_UNSELECT, DO_CREATE, DO_DELETE, DO_DELETE, DO_RENAME };

  if (client->idle)
    return DO_DONE;
  if (client->folder == NULL)
    return outside[below (self, G_N_ELEMENTS (outside))];
  if (below (self, 20) == 0)
    return seldom[below (self, G_N_ELEMENTS (seldom))];
  return inside[below (self, G_N_ELEMENTS (inside))];
}

static const char *
pick_name (Stress *self)
{
  return below (self, 3) == 0 ? "INBOX" : names[below (self, G_N_ELEMENTS (names))];
}

/* A command into client->rest, and what it does into client->act. */
static void
begin (Stress *self, Client *client)
{
  Act *act = &client->act;
  GString *out = client->rest;
  g_autofree char *set = NULL;
  const char *uid;
  gboolean needs_set;

  g_array_set_size (act->chosen, 0);
  act->deed = pick_deed (self, client);
  act->uid = below (self, 2) == 0;
  act->name = pick_name (self);
  act->other = pick_name (self);
  act->flags = below (self, 1u << WORLD_N_FLAGS) & below (self, 1u << WORLD_N_FLAGS);
  act->how = "+-="[below (self, 3)];
  act->silent = below (self, 3) == 0;
  if (act->deed == DO_EXAMINE && g_str_equal (act->name, "INBOX"))
    act->deed = DO_SELECT;
  needs_set = act->deed == DO_FETCH || act->deed == DO_BODY || act->deed == DO_STORE || act->deed == DO_COPY || act->deed == DO_MOVE
              || act->deed == DO_UID_EXPUNGE;
  if ((needs_set && client->known->len == 0) || act->deed == DO_UID_EXPUNGE)
    act->uid = TRUE;
  if (needs_set)
    set = choose (self, client, act);
  uid = act->uid ? "UID " : "";
  client->busy = TRUE;
  if (act->deed == DO_DONE)
    {
      g_string_assign (out, "DONE\r\n");
      return;
    }
  g_string_printf (out, "t%u ", ++client->tag);
  switch (act->deed)
    {
    case DO_NOOP: g_string_append (out, "NOOP"); break;
    case DO_FETCH: g_string_append_printf (out, "%sFETCH %s (UID FLAGS)", uid, set); break;
    case DO_BODY: g_string_append_printf (out, "%sFETCH %s (BODY[])", uid, set); break;
    case DO_STORE:
      g_string_append_printf (out, "%sSTORE %s ", uid, set);
      if (act->how != '=')
        g_string_append_c (out, act->how);
      g_string_append (out, act->silent ? "FLAGS.SILENT " : "FLAGS ");
      write_flags (out, act->flags);
      break;
    case DO_SEARCH:
      act->flags &= WORLD_SEEN | WORLD_DELETED;
      g_string_append_printf (out, "%sSEARCH ALL%s%s", uid, act->flags & WORLD_SEEN ? " SEEN" : "", act->flags & WORLD_DELETED ? " DELETED" : "");
      break;
    case DO_COPY: g_string_append_printf (out, "%sCOPY %s %s", uid, set, act->name); break;
    case DO_MOVE: g_string_append_printf (out, "%sMOVE %s %s", uid, set, act->name); break;
    case DO_EXPUNGE: g_string_append (out, "EXPUNGE"); break;
    case DO_UID_EXPUNGE: g_string_append_printf (out, "UID EXPUNGE %s", set); break;
    case DO_APPEND:
      g_string_append_printf (out, "APPEND %s ", act->name);
      write_flags (out, act->flags);
      g_string_append (out, " {12+}\r\nA: b\r\n\r\ntext");
      break;
    case DO_SELECT: g_string_append_printf (out, "SELECT %s", act->name); break;
    case DO_EXAMINE: g_string_append_printf (out, "EXAMINE %s", act->name); break;
    case DO_CLOSE: g_string_append (out, "CLOSE"); break;
    case DO_UNSELECT: g_string_append (out, "UNSELECT"); break;
    case DO_IDLE: g_string_append (out, "IDLE"); break;
    case DO_CREATE: g_string_append_printf (out, "CREATE %s", act->name); break;
    case DO_DELETE: g_string_append_printf (out, "DELETE %s", act->name); break;
    case DO_RENAME: g_string_append_printf (out, "RENAME %s %s", act->name, act->other); break;
    case DO_STATUS: g_string_append_printf (out, "STATUS %s (MESSAGES UIDNEXT UIDVALIDITY UNSEEN)", act->name); break;
    default: g_assert_not_reached ();
    }
  g_string_append (out, "\r\n");
}

/* After SELECT: all that there is, as the server tells it. */
static void
look (Stress *self, Client *client)
{
  g_autofree char *line = g_strdup_printf ("t%u FETCH 1:* (FLAGS UID)\r\n", ++client->tag);

  if (client->known->len == 0)
    {
      client->tag--;
      return;
    }
  sim_drive_feed (client->drive, line, strlen (line));
  stress_hear (self, client, "OK", NULL, FALSE);
}

/* The command is whole: what must come of it, and what has? */
static void
finish (Stress *self, Client *client)
{
  const Act *act = &client->act;
  g_autofree char *untagged = NULL;
  g_autofree char *expected = stress_model_do (self, client, act, &untagged);
  gboolean by_number = !act->uid && (act->deed == DO_FETCH || act->deed == DO_BODY || act->deed == DO_STORE || act->deed == DO_SEARCH);

  self->n_acts++;
  sim_drive_feed (client->drive, client->rest->str, client->rest->len);
  g_string_truncate (client->rest, 0);
  client->busy = FALSE;
  if (act->deed == DO_IDLE)
    {
      client->idle = TRUE;
      check (self, client, g_str_has_prefix (client->drive->sent->str + client->read, "+ idling\r\n"));
      client->read += strlen ("+ idling\r\n");
    }
  else
    {
      client->idle = FALSE;
      stress_hear (self, client, expected, untagged, !by_number);
      stress_compare (self, client, !by_number);
    }
  if (client->folder != NULL && (act->deed == DO_SELECT || act->deed == DO_EXAMINE))
    look (self, client);
  stress_wake_all (self);
}

/* The owner of the store delivers, or makes room. */
static void
owner_acts (Stress *self)
{
  static const char text[] = "Subject: new\r\n\r\nnews\r\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (MailMessage) message = mail_message_new (bytes);
  const char *name = pick_name (self);
  WorldFolder *folder = world_find (self->world, name);
  MailBox *box = mail_store_find (self->store, name);

  g_assert_true ((folder != NULL) == (box != NULL));
  if (folder == NULL)
    return;
  if (folder->items->len < FOLDER_MAX)
    {
      mail_box_append (box, message, 0, 0);
      world_append (folder, 0);
    }
  else
    {
      g_autoptr (GArray) uids = g_array_new (FALSE, FALSE, sizeof (guint32));

      for (guint i = 0; i < folder->items->len; i += 2)
        g_array_append_val (uids, g_array_index (folder->items, WorldItem, i).uid);
      mail_box_remove (box, uids);
      for (guint i = 0; i < uids->len; i++)
        world_remove (folder, g_array_index (uids, guint32, i));
    }
  stress_wake_all (self);
}

static void
step (Stress *self)
{
  Client *client = &self->clients[below (self, SESSIONS)];

  if (below (self, 12) == 0)
    owner_acts (self);
  if (!client->busy)
    begin (self, client);
  if (client->rest->len > 2 && below (self, 4) == 0)       /* only a part of it comes now */
    {
      /* Not up to a literal: whether that may come is decided when it is announced. */
      gsize wanted = 1 + below (self, client->rest->len - 2);
      gsize part = MIN (wanted, strcspn (client->rest->str, "{"));

      sim_drive_feed (client->drive, client->rest->str, part);
      g_string_erase (client->rest, 0, part);
    }
  else
    finish (self, client);
}

/* ---- runs ---- */

static void
accept (SimDrive *drive, const SimOutput *question, gpointer store)
{
  imap_server_accept (drive->session, drive->now, store);
}

static void
run (guint64 seed, guint steps, guint64 *n_acts)
{
  static const ImapServerConfig config = { .host = "b.example" };
  Stress self = { .seed = seed, .store = mail_store_new (100), .world = world_new (100) };

  sim_random_init (&self.random, seed, "stress");
  for (guint i = 0; i < SESSIONS; i++)
    {
      Client *client = &self.clients[i];
      const char *login = i % 2 ? "x LOGIN a b\r\ny ENABLE IMAP4rev2\r\n" : "x LOGIN a b\r\n";

      client->drive = sim_drive_new (imap_server_new (&config), &imap_server_machine, accept, self.store);
      client->known = g_array_new (FALSE, FALSE, sizeof (Known));
      client->act.chosen = g_array_new (FALSE, FALSE, sizeof (guint32));
      client->rest = g_string_new (NULL);
      client->rev2 = i % 2 == 1;
      sim_drive_open (client->drive);
      sim_drive_feed (client->drive, login, strlen (login));
      client->read = client->drive->sent->len;
    }
  for (guint i = 0; i < steps; i++)
    step (&self);
  for (guint i = 0; i < SESSIONS; i++)
    {
      sim_drive_free (self.clients[i].drive);
      g_array_unref (self.clients[i].known);
      g_array_unref (self.clients[i].act.chosen);
      g_string_free (self.clients[i].rest, TRUE);
    }
  *n_acts += self.n_acts;
  world_free (self.world);
  mail_store_unref (self.store);
}

static void
test_fixed_seeds (void)
{
  guint64 n_acts = 0;

  for (guint64 seed = 1; seed <= 20; seed++)
    run (seed, 1000, &n_acts);
  g_assert_cmpuint (n_acts, >, 10000);
}

static void
test_for_long (void)
{
  const char *seconds = g_getenv ("EHLO_STRESS_SECONDS");
  gint64 begin_time = g_get_monotonic_time ();
  gint64 end = begin_time + (seconds != NULL ? g_ascii_strtoll (seconds, NULL, 10) : 0) * G_USEC_PER_SEC;
  guint64 n_acts = 0;
  guint64 seed = 1000;

  if (seconds == NULL)
    {
      g_test_skip ("EHLO_STRESS_SECONDS is not set");
      return;
    }
  while (g_get_monotonic_time () < end)
    run (seed++, 20000, &n_acts);
  g_test_message ("%" G_GUINT64_FORMAT " commands, %.0f a second, seeds 1000 to %" G_GUINT64_FORMAT, n_acts,
                  n_acts * 1e6 / (g_get_monotonic_time () - begin_time), seed - 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/imap/stress/fixed-seeds", test_fixed_seeds);
  g_test_add_func ("/imap/stress/for-long", test_for_long);
  return g_test_run ();
}

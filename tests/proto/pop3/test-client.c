/* The POP3 client against prepared answers, and against our own server.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/lib/drive.h"

#include "sim/proto/pop3/client.h"
#include "sim/proto/pop3/server.h"

#include <string.h>

static guint64 rows_reached;

/* What the owner of a client does, a word for each "next": "stat", "retr 1", "quit". */
typedef struct
{
  Pop3ClientConfig    config;
  const char * const *script;
  guint               n_next;
  guint               n_failed;
  GString            *results;   /* "ok text" or "err [CODE] text", a line a result; lines follow */
} Owner;

static void
note_result (Owner *owner, SimDrive *drive)
{
  const Pop3ClientResult *result = pop3_client_get_result (drive->session);

  g_string_append_printf (owner->results, "%s%s%s%s %s\n", result->ok ? "ok" : "err", result->code != NULL ? " [" : "",
                          result->code != NULL ? result->code : "", result->code != NULL ? "]" : "", result->text);
  if (result->lines != NULL)
    g_string_append_len (owner->results, g_bytes_get_data (result->lines, NULL), g_bytes_get_size (result->lines));
}

static void
answer (SimDrive *drive, const SimOutput *question, gpointer data)
{
  Owner *owner = data;
  const char *word;
  g_auto (GStrv) words = NULL;
  SimSession *session = drive->session;

  if (g_str_equal (question->what, "failed"))
    {
      owner->n_failed++;
      note_result (owner, drive);
      return;
    }
  g_assert_cmpstr (question->what, ==, "next");
  if (owner->n_next > 0)
    note_result (owner, drive);
  word = owner->script[owner->n_next++];
  g_assert_nonnull (word);
  words = g_strsplit (word, " ", -1);
  if (g_str_equal (words[0], "stat"))
    pop3_client_stat (session, drive->now);
  else if (g_str_equal (words[0], "list"))
    pop3_client_list (session, drive->now);
  else if (g_str_equal (words[0], "uidl"))
    pop3_client_uidl (session, drive->now);
  else if (g_str_equal (words[0], "retr"))
    pop3_client_retr (session, drive->now, atoi (words[1]));
  else if (g_str_equal (words[0], "top"))
    pop3_client_top (session, drive->now, atoi (words[1]), atoi (words[2]));
  else if (g_str_equal (words[0], "dele"))
    pop3_client_dele (session, drive->now, atoi (words[1]));
  else if (g_str_equal (words[0], "rset"))
    pop3_client_rset (session, drive->now);
  else if (g_str_equal (words[0], "noop"))
    pop3_client_noop (session, drive->now);
  else if (g_str_equal (words[0], "quit"))
    pop3_client_quit (session, drive->now);
  else
    g_assert_cmpstr (words[0], ==, "wait");
}

static const char * const just_quit[] = { "quit", NULL };

static Owner
owner_with (const char * const *script)
{
  return (Owner) { .config = { .user = "anna", .password = "secret" }, .script = script, .results = g_string_new (NULL) };
}

static SimDrive *
start (Owner *owner)
{
  SimDrive *drive = sim_drive_new (pop3_client_new (&owner->config), &pop3_client_machine, answer, owner);

  sim_drive_open (drive);
  return drive;
}

static void
stop (Owner *owner, SimDrive *drive)
{
  rows_reached |= pop3_client_get_reached (drive->session);
  sim_drive_free (drive);
  g_string_free (owner->results, TRUE);
}

static void
feed (SimDrive *drive, const char *text)
{
  sim_drive_feed (drive, text, strlen (text));
}

/* Plays the same answers whole and octet by octet. */
static void
assert_dialogue (Owner *owner, const char *answers, const char *sent, const char *results)
{
  for (gsize chunk = 0; chunk < 3; chunk++)
    {
      SimDrive *drive;

      owner->n_next = owner->n_failed = 0;
      g_string_truncate (owner->results, 0);
      drive = start (owner);
      sim_drive_chunks (drive, answers, strlen (answers), chunk);
      g_assert_cmpstr (drive->sent->str, ==, sent);
      g_assert_cmpstr (owner->results->str, ==, results);
      rows_reached |= pop3_client_get_reached (drive->session);
      sim_drive_free (drive);
    }
}

/* ---- login ---- */

static void
test_user_pass (void)
{
  Owner owner = owner_with (just_quit);

  assert_dialogue (&owner,
                   "+OK hello\r\n-ERR what?\r\n+OK\r\n+OK welcome\r\n+OK bye\r\n",
                   "CAPA\r\nUSER anna\r\nPASS secret\r\nQUIT\r\n", "");
  owner.config.no_capa = TRUE;
  assert_dialogue (&owner, "+OK hello\r\n+OK\r\n+OK\r\n+OK bye\r\n", "USER anna\r\nPASS secret\r\nQUIT\r\n", "");
  g_string_free (owner.results, TRUE);
}

static void
test_secrets_are_marked (void)
{
  Owner owner = owner_with (just_quit);
  SimDrive *drive = start (&owner);
  SimOutputFlags *flags;

  feed (drive, "+OK\r\n-ERR\r\n+OK\r\n");
  flags = (SimOutputFlags *) drive->flags->data;
  g_assert_cmpuint (drive->flags->len, ==, 3);
  g_assert_cmpuint (flags[1] & SIM_OUTPUT_SECRET, ==, 0);
  g_assert_cmpuint (flags[2] & SIM_OUTPUT_SECRET, !=, 0);
  stop (&owner, drive);
}

static void
test_apop (void)
{
  Owner owner = owner_with (just_quit);

  owner.config.apop = owner.config.no_capa = TRUE;
  assert_dialogue (&owner, "+OK ready <1.5@pop.b.example>\r\n+OK\r\n+OK\r\n",
                   "APOP anna 8a6f75cd4e77e1c7bde02eb8c25b176c\r\nQUIT\r\n", "");
  assert_dialogue (&owner, "+OK no stamp\r\n+OK\r\n+OK\r\n+OK\r\n", "USER anna\r\nPASS secret\r\nQUIT\r\n", "");
  g_string_free (owner.results, TRUE);
}

static void
test_auth (void)
{
  Owner owner = owner_with (just_quit);

  owner.config.mechanisms = SASL_PLAIN | SASL_LOGIN | SASL_CRAM_MD5;
  assert_dialogue (&owner, "+OK\r\n+OK\r\nSASL PLAIN\r\nUIDL\r\n.\r\n+OK\r\n+OK\r\n",
                   "CAPA\r\nAUTH PLAIN AGFubmEAc2VjcmV0\r\nQUIT\r\n", "");
  assert_dialogue (&owner, "+OK\r\n+OK\r\nSASL LOGIN\r\n.\r\n+ VXNlcm5hbWU6\r\n+ UGFzc3dvcmQ6\r\n+OK\r\n+OK\r\n",
                   "CAPA\r\nAUTH LOGIN\r\nYW5uYQ==\r\nc2VjcmV0\r\nQUIT\r\n", "");
  assert_dialogue (&owner, "+OK\r\n+OK\r\nSASL CRAM-MD5 LOGIN\r\n.\r\n+ PDIuNUBwb3AuYi5leGFtcGxlPg==\r\n+OK\r\n+OK\r\n",
                   "CAPA\r\nAUTH CRAM-MD5\r\nYW5uYSAxOTQ1NDY1MTdhY2JkMjc3NjhlYWIzOWFmZDRjYTg0NQ==\r\nQUIT\r\n", "");
  assert_dialogue (&owner, "+OK\r\n+OK\r\nSASL GSSAPI\r\n.\r\n+OK\r\n+OK\r\n+OK\r\n",
                   "CAPA\r\nUSER anna\r\nPASS secret\r\nQUIT\r\n", "");
  assert_dialogue (&owner, "+OK\r\n+OK\r\nSASL PLAIN\r\n.\r\n+ \r\n+ again\r\n", "CAPA\r\nAUTH PLAIN AGFubmEAc2VjcmV0\r\nAGFubmEAc2VjcmV0\r\n",
                   "err The server asks for more than the login has\n");
  g_string_free (owner.results, TRUE);
}

static void
test_refused (void)
{
  Owner owner = owner_with (just_quit);

  assert_dialogue (&owner, "-ERR [SYS/TEMP] not now\r\n+OK\r\n", "QUIT\r\n", "err [SYS/TEMP] not now\n");
  assert_dialogue (&owner, "+OK\r\n-ERR\r\n-ERR who?\r\n+OK\r\n", "CAPA\r\nUSER anna\r\nQUIT\r\n", "err who?\n");
  assert_dialogue (&owner, "+OK\r\n-ERR\r\n+OK\r\n-ERR [in-use] locked\r\n+OK\r\n", "CAPA\r\nUSER anna\r\nPASS secret\r\nQUIT\r\n",
                   "err [IN-USE] locked\n");
  g_string_free (owner.results, TRUE);
}

static void
test_no_line_ends_in_credentials (void)
{
  Owner owner = owner_with (just_quit);

  owner.config.no_capa = TRUE;
  owner.config.user = "anna\r\nDELE 1";
  assert_dialogue (&owner, "+OK\r\n", "", "err A line end stands in the user's name or password\n");
  g_string_free (owner.results, TRUE);
}

/* ---- commands ---- */

static void
test_commands (void)
{
  static const char * const script[] = { "stat", "list", "uidl", "retr 2", "top 1 5", "dele 1", "dele 9", "rset", "noop", "quit", NULL };
  Owner owner = owner_with (script);

  owner.config.no_capa = TRUE;
  assert_dialogue (&owner,
                   "+OK\r\n+OK\r\n+OK\r\n"
                   "+OK 2 320\r\n+OK\r\n1 120\r\n2 200\r\n.\r\n+OK\r\n1 a\r\n2 b\r\n.\r\n"
                   "+OK 9 octets\r\n..a\r\n...\r\n.\r\n+OK\r\n.\r\n+OK\r\n-ERR no such message\r\n+OK\r\n+OK\r\n+OK\r\n",
                   "USER anna\r\nPASS secret\r\nSTAT\r\nLIST\r\nUIDL\r\nRETR 2\r\nTOP 1 5\r\nDELE 1\r\nDELE 9\r\nRSET\r\nNOOP\r\nQUIT\r\n",
                   "ok 2 320\nok \n1 120\r\n2 200\r\nok \n1 a\r\n2 b\r\nok 9 octets\n.a\r\n..\r\nok \nok \nerr no such message\nok \nok \n");
  g_string_free (owner.results, TRUE);
}

/* What is asked for while the server has gone is not sent, and nothing comes after. */
static void
test_lost (void)
{
  static const char * const waits[] = { "wait", NULL };
  static const char * const retr[] = { "retr 1", NULL };
  Owner owner = owner_with (waits);
  SimDrive *drive;

  owner.config.no_capa = TRUE;
  drive = start (&owner);
  feed (drive, "+OK\r\n+OK\r\n+OK\r\n");
  sim_drive_eof (drive);
  g_assert_true (drive->closed);
  g_assert_cmpuint (owner.n_failed, ==, 1);
  pop3_client_stat (drive->session, drive->now);
  sim_drive_pump (drive);
  stop (&owner, drive);

  owner = owner_with (retr);
  owner.config.no_capa = TRUE;
  drive = start (&owner);
  feed (drive, "+OK\r\n+OK\r\n+OK\r\n+OK\r\nhalf of it\r\n");
  sim_drive_eof (drive);
  g_assert_cmpstr (owner.results->str, ==, "err The server closed the connection\n");
  g_assert_false (pop3_client_has_updated (drive->session));
  stop (&owner, drive);
}

static void
test_patience (void)
{
  Owner owner = owner_with (just_quit);
  SimDrive *drive = start (&owner);

  sim_drive_wait (drive, 4 * SIM_TIME_MINUTE);
  g_assert_false (drive->closed);
  sim_drive_wait (drive, SIM_TIME_MINUTE);
  g_assert_true (drive->closed);
  g_assert_cmpstr (owner.results->str, ==, "err The server did not answer in time\n");
  stop (&owner, drive);
}

static void
test_nonsense (void)
{
  static const char * const retr[] = { "retr 1", NULL };
  static const char * const bad[] = { "hello\r\n", "+OKAY\r\n", "-ERROR\r\n", "+ x\r\n", "+OK\n", "\r\n" };
  Owner owner = owner_with (just_quit);
  g_autofree char *lines = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      SimDrive *drive;

      owner.n_failed = 0;
      drive = start (&owner);
      feed (drive, bad[i]);
      g_assert_true (drive->closed);
      g_assert_cmpuint (owner.n_failed, ==, 1);
      rows_reached |= pop3_client_get_reached (drive->session);
      sim_drive_free (drive);
    }
  g_string_free (owner.results, TRUE);

  /* More than the owner takes. */
  owner = owner_with (retr);
  owner.config.no_capa = TRUE;
  owner.config.max_message = 1000;
  {
    SimDrive *drive = start (&owner);

    feed (drive, "+OK\r\n+OK\r\n+OK\r\n+OK\r\n");
    for (guint i = 0; i < 200 && !drive->closed; i++)
      feed (drive, "0123456789\r\n");
    g_assert_cmpstr (owner.results->str, ==, "err The server's answer is too large\n");
    stop (&owner, drive);
  }
}

/* ---- answers ---- */

static Pop3ClientResult
result_of (const char *text, GBytes *lines)
{
  return (Pop3ClientResult) { TRUE, NULL, text, lines };
}

static void
test_parse (void)
{
  static const char * const bad_lists[] = { "1\r\n", "0 5\r\n", "x 5\r\n", "1 x\r\n", "1  \r\n", "99999999999 1\r\n" };
  static const char * const bad_uids[] = { "1\r\n", "1 \r\n", "1 a b\r\n", "1 \x7f\r\n", "0 a\r\n",
                                           "1 aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n" };
  g_autoptr (GBytes) list = g_bytes_new_static ("1 120\r\n2 200 extra\r\n", 20);
  g_autoptr (GBytes) uids = g_bytes_new_static ("1 whqtswO00WBw418f9t5JxYwZ\r\n2 b\r\n", 33);
  Pop3ClientResult stat = result_of ("2 320 more", NULL);
  Pop3ClientResult listed = result_of ("", list), named = result_of ("", uids);
  g_autoptr (GArray) sizes = pop3_client_parse_list (&listed);
  g_autoptr (GArray) names = pop3_client_parse_uidl (&named);
  guint n;
  gsize octets;

  g_assert_true (pop3_client_parse_stat (&stat, &n, &octets));
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (octets, ==, 320);
  stat = result_of ("2", NULL);
  g_assert_false (pop3_client_parse_stat (&stat, &n, &octets));
  stat = result_of ("many 3", NULL);
  g_assert_false (pop3_client_parse_stat (&stat, &n, &octets));
  g_assert_cmpuint (sizes->len, ==, 2);
  g_assert_cmpuint (g_array_index (sizes, Pop3Size, 1).size, ==, 200);
  g_assert_cmpuint (names->len, ==, 2);
  g_assert_cmpstr (g_array_index (names, Pop3Uid, 0).uid, ==, "whqtswO00WBw418f9t5JxYwZ");
  for (gsize i = 0; i < G_N_ELEMENTS (bad_lists); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (bad_lists[i], strlen (bad_lists[i]));
      Pop3ClientResult result = result_of ("", bytes);

      g_assert_null (pop3_client_parse_list (&result));
    }
  for (gsize i = 0; i < G_N_ELEMENTS (bad_uids); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (bad_uids[i], strlen (bad_uids[i]));
      Pop3ClientResult result = result_of ("", bytes);

      g_assert_null (pop3_client_parse_uidl (&result));
    }
}

/* ---- against our own server ---- */

static void
serve (SimDrive *drive, const SimOutput *question, gpointer maildrop)
{
  if (sasl_matches (question->bytes, "secret"))
    pop3_server_accept (drive->session, drive->now, maildrop);
  else
    pop3_server_refuse (drive->session, drive->now, "AUTH", "No");
}

static void
talk (SimDrive *client, SimDrive *server, gsize chunk)
{
  gsize heard = 0, answered = 0;

  sim_drive_open (client);
  sim_drive_open (server);
  while (heard < client->sent->len || answered < server->sent->len)
    {
      gsize n = client->sent->len - heard, m = server->sent->len - answered;

      heard += n;
      if (n > 0)
        sim_drive_chunks (server, client->sent->str + heard - n, n, chunk);
      answered += m;
      if (m > 0 && !client->closed)
        sim_drive_chunks (client, server->sent->str + answered - m, m, chunk);
    }
}

static void
test_with_our_server (void)
{
  static const char * const script[] = { "stat", "uidl", "retr 1", "retr 2", "dele 1", "quit", NULL };
  static const char * const letters[] = { "Subject: a\r\n\r\n.\r\n..\r\n", "Subject: b\r\n\r\n\xce\xb1\r\n" };
  static const guint logins[] = { 0, SASL_PLAIN, SASL_LOGIN, SASL_CRAM_MD5, 99 };

  for (gsize i = 0; i < G_N_ELEMENTS (logins); i++)
    {
      g_autoptr (MailBox) maildrop = mail_box_new ("INBOX", 3);
      Owner owner = owner_with (script);
      Pop3ServerConfig config = { .host = "pop.b.example", .apop = logins[i] == 99, .challenge = 8,
                                  .mechanisms = logins[i] == 99 ? 0 : logins[i] };
      g_autoptr (SimDrive) server = NULL;
      SimDrive *client;

      for (gsize j = 0; j < G_N_ELEMENTS (letters); j++)
        {
          g_autoptr (GBytes) bytes = g_bytes_new_static (letters[j], strlen (letters[j]));
          g_autoptr (MailMessage) message = mail_message_new (bytes);

          mail_box_append (maildrop, message, 0, 0);
        }
      owner.config.apop = logins[i] == 99;
      owner.config.mechanisms = logins[i] == 99 ? 0 : logins[i];
      client = sim_drive_new (pop3_client_new (&owner.config), &pop3_client_machine, answer, &owner);
      server = sim_drive_new (pop3_server_new (&config), &pop3_server_machine, serve, maildrop);
      talk (client, server, i);
      g_assert_true (client->closed && server->closed);
      g_assert_cmpstr (owner.results->str, ==,
                       "ok 2 39\nok Unique-id listing follows\n1 3.1\r\n2 3.2\r\nok 21 octets\nSubject: a\r\n\r\n.\r\n..\r\n"
                       "ok 18 octets\nSubject: b\r\n\r\n\xce\xb1\r\nok Message 1 is marked for deletion\n");
      g_assert_true (pop3_client_has (client->session, "UIDL"));
      g_assert_true (pop3_client_has (client->session, "sasl"));
      g_assert_false (pop3_client_has (client->session, "UID"));
      g_assert_true (pop3_client_has_updated (client->session));
      g_assert_cmpuint (mail_box_length (maildrop), ==, 1);
      stop (&owner, client);
    }
}

static void
test_each_row_is_reached (void)
{
  for (gsize i = 0; i < pop3_client_machine.n_rules; i++)
    if ((rows_reached & (G_GUINT64_CONSTANT (1) << i)) == 0)
      g_error ("no test reaches the row of %s", pop3_client_machine.rules[i].verb);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pop3/client/user-pass", test_user_pass);
  g_test_add_func ("/pop3/client/secrets-are-marked", test_secrets_are_marked);
  g_test_add_func ("/pop3/client/apop", test_apop);
  g_test_add_func ("/pop3/client/auth", test_auth);
  g_test_add_func ("/pop3/client/refused", test_refused);
  g_test_add_func ("/pop3/client/no-line-ends-in-credentials", test_no_line_ends_in_credentials);
  g_test_add_func ("/pop3/client/commands", test_commands);
  g_test_add_func ("/pop3/client/lost", test_lost);
  g_test_add_func ("/pop3/client/patience", test_patience);
  g_test_add_func ("/pop3/client/nonsense", test_nonsense);
  g_test_add_func ("/pop3/client/parse", test_parse);
  g_test_add_func ("/pop3/client/with-our-server", test_with_our_server);
  g_test_add_func ("/pop3/client/each-row-is-reached", test_each_row_is_reached);
  return g_test_run ();
}

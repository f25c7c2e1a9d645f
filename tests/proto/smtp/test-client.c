/* The client against prepared replies, and against our own server in memory.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/lib/drive.h"

#include "sim/proto/smtp/client.h"

#include <string.h>

#define LETTER "Subject: x\r\n\r\n.dot\r\n"

static guint64 rows_reached;

/* ---- an owner of a client ---- */

typedef struct
{
  SmtpClientConfig   config;
  const char        *letter;     /* NULL: none is submitted */
  const char * const *to;
  guint              n_letters;
  guint              n_next;
  guint              n_failed;
} Owner;

static const char * const bob[] = { "bob@b.example", NULL };
static const char * const three[] = { "bob@b.example", "nobody@b.example", "carl@b.example", NULL };

static void
address_free (gpointer data)
{
  mail_address_clear (data);
  g_free (data);
}

static void
submit (SimDrive *drive, const char *letter, const char * const *to)
{
  g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func (address_free);
  g_autoptr(GBytes) bytes = g_bytes_new (letter, strlen (letter));
  g_autoptr(MailMessage) message = mail_message_new (bytes);
  MailAddress from;

  for (guint i = 0; to[i] != NULL; i++)
    {
      MailAddress *address = g_new (MailAddress, 1);

      g_assert_true (mail_address_parse (to[i], address));
      g_ptr_array_add (list, address);
    }
  g_assert_true (mail_address_parse ("anna@a.example", &from));
  smtp_client_submit (drive->session, drive->now, &from, list, message);
  mail_address_clear (&from);
}

static void
answer (SimDrive *drive, const SimOutput *question, gpointer data)
{
  Owner *owner = data;

  if (g_str_equal (question->what, "failed"))
    {
      owner->n_failed++;
      return;
    }
  g_assert_cmpstr (question->what, ==, "next");
  if (owner->n_next++ < owner->n_letters)
    submit (drive, owner->letter, owner->to);
  else
    smtp_client_quit (drive->session, drive->now);
}

static Owner
owner_for (const char * const *to, guint n_letters)
{
  return (Owner) { .config = { .host = "a.example" }, .letter = LETTER, .to = to, .n_letters = n_letters };
}

static SimDrive *
start (Owner *owner)
{
  SimDrive *drive = sim_drive_new (smtp_client_new (&owner->config), &smtp_client_machine, answer, owner);

  sim_drive_open (drive);
  return drive;
}

static void
finish (SimDrive *drive)
{
  rows_reached |= smtp_client_get_reached (drive->session);
  sim_drive_free (drive);
}

/* Feeds the replies, one at a time; asserts what the client has said after all. */
static void
play (SimDrive *drive, const char * const *replies)
{
  for (guint i = 0; replies[i] != NULL; i++)
    sim_drive_feed (drive, replies[i], strlen (replies[i]));
}

#define PLAY(drive, ...) play (drive, (const char * const []) { __VA_ARGS__, NULL })

static int
code_of (SimDrive *drive, guint i)
{
  const SmtpRecipient *recipient = g_ptr_array_index (smtp_client_get_result (drive->session)->recipients, i);

  return recipient->reply.code;
}

static int
code (SimDrive *drive)
{
  return smtp_client_get_result (drive->session)->reply.code;
}

/* ---- with prepared replies ---- */

#define HELLO  "220 b\r\n", "250 b\r\n"
#define GROUPS "220 b\r\n", "250-b\r\n250 PIPELINING\r\n"

static void
test_one_letter (void)
{
  Owner owner = owner_for (bob, 1);
  SimDrive *drive = start (&owner);

  PLAY (drive, HELLO, "250 ok\r\n", "251 ok\r\n", "354 go\r\n", "250 2.0.0 taken\r\n", "221 bye\r\n");
  g_assert_cmpstr (drive->sent->str, ==,
                   "EHLO a.example\r\nMAIL FROM:<anna@a.example>\r\nRCPT TO:<bob@b.example>\r\nDATA\r\n"
                   "Subject: x\r\n\r\n..dot\r\n.\r\nQUIT\r\n");
  g_assert_cmpuint (drive->sends->len, ==, 7);
  g_assert_cmpuint (g_array_index (drive->flags, SimOutputFlags, 4), ==, SIM_OUTPUT_LITERAL);
  g_assert_cmpuint (g_array_index (drive->flags, SimOutputFlags, 5), ==, 0);
  g_assert_cmpint (code (drive), ==, 250);
  g_assert_cmpint (code_of (drive, 0), ==, 250);
  g_assert_cmpstr (smtp_client_get_result (drive->session)->reply.enhanced, ==, "2.0.0");
  g_assert_true (drive->closed);
  g_assert_cmpuint (owner.n_failed, ==, 0);
  finish (drive);
}

static void
test_helo_fallback (void)
{
  Owner owner = owner_for (bob, 0);
  SimDrive *drive = start (&owner);

  PLAY (drive, "220 b\r\n", "500 what\r\n", "250 b\r\n", "221 bye\r\n");
  g_assert_cmpstr (drive->sent->str, ==, "EHLO a.example\r\nHELO a.example\r\nQUIT\r\n");
  finish (drive);
}

static void
test_helo_only (void)
{
  Owner owner = owner_for (bob, 0);
  SimDrive *drive;

  owner.config.helo_only = TRUE;
  drive = start (&owner);
  PLAY (drive, HELLO, "221 bye\r\n");
  g_assert_cmpstr (drive->sent->str, ==, "HELO a.example\r\nQUIT\r\n");
  finish (drive);
}

static void
test_parameters_where_offered (void)
{
  Owner owner = owner_for (bob, 1);
  SimDrive *drive;

  owner.letter = "Subject: x\r\n\r\n.\xc3\xa9\n";
  drive = start (&owner);
  PLAY (drive, "220 b\r\n", "250-b\r\n250-8bitmime\r\n250 SIZE 1000\r\n");
  g_assert_true (g_str_has_suffix (drive->sent->str, "MAIL FROM:<anna@a.example> SIZE=19 BODY=8BITMIME\r\n"));
  g_assert_cmpuint (smtp_client_get_extensions (drive->session), ==, SMTP_EXT_SIZE | SMTP_EXT_8BITMIME);
  finish (drive);
}

static void
test_eight_bit_not_offered (void)
{
  Owner owner = owner_for (bob, 1);
  SimDrive *drive;

  owner.letter = "\xc3\xa9\r\n";
  drive = start (&owner);
  PLAY (drive, HELLO, "221 bye\r\n");
  g_assert_cmpstr (drive->sent->str, ==, "EHLO a.example\r\nQUIT\r\n");
  g_assert_cmpint (code_of (drive, 0), ==, 554);
  finish (drive);
}

static void
test_group (void)
{
  Owner owner = owner_for (three, 1);
  SimDrive *drive = start (&owner);

  PLAY (drive, GROUPS);
  g_assert_true (g_str_has_suffix (drive->sent->str, "RCPT TO:<carl@b.example>\r\nDATA\r\n"));
  g_assert_cmpuint (drive->sends->len, ==, 6);
  PLAY (drive, "250 ok\r\n250 ok\r\n550 5.1.1 no\r\n45", "0 busy\r\n354 go\r\n");
  g_assert_true (g_str_has_suffix (drive->sent->str, "..dot\r\n.\r\n"));
  PLAY (drive, "250 taken\r\n", "221 bye\r\n");
  g_assert_cmpint (code_of (drive, 0), ==, 250);
  g_assert_cmpint (code_of (drive, 1), ==, 550);
  g_assert_cmpint (code_of (drive, 2), ==, 450);
  finish (drive);
}

static void
test_group_for_nobody_gets_a_lone_dot (void)
{
  Owner owner = owner_for (bob, 1);
  SimDrive *drive = start (&owner);

  PLAY (drive, GROUPS, "250 ok\r\n550 no\r\n354 go\r\n");
  g_assert_true (g_str_has_suffix (drive->sent->str, "DATA\r\n.\r\n"));
  PLAY (drive, "554 nobody\r\n", "221 bye\r\n");
  g_assert_cmpint (code_of (drive, 0), ==, 550);
  g_assert_cmpint (code (drive), ==, 550);
  finish (drive);
}

static void
test_group_refused_whole (void)
{
  Owner owner = owner_for (bob, 1);
  SimDrive *drive = start (&owner);

  PLAY (drive, GROUPS, "552 too large\r\n503 no\r\n503 no\r\n", "221 bye\r\n");
  g_assert_true (g_str_has_suffix (drive->sent->str, "DATA\r\nQUIT\r\n"));
  g_assert_cmpint (code_of (drive, 0), ==, 552);
  finish (drive);
}

static void
test_all_recipients_refused (void)
{
  Owner owner = owner_for (three, 1);
  SimDrive *drive = start (&owner);

  PLAY (drive, HELLO, "250 ok\r\n", "550 a\r\n", "450 b\r\n", "551 c\r\n", "250 reset\r\n", "221 bye\r\n");
  g_assert_true (g_str_has_suffix (drive->sent->str, "RCPT TO:<carl@b.example>\r\nRSET\r\nQUIT\r\n"));
  g_assert_cmpint (code_of (drive, 0), ==, 550);
  g_assert_cmpint (code_of (drive, 1), ==, 450);
  g_assert_cmpint (code_of (drive, 2), ==, 551);
  finish (drive);
}

/* The first code of a reply that refuses, and what each of bob and carl then gets. */
static void
test_refusals (void)
{
  static const struct { const char *replies[8]; int bob; int all; gboolean next; } rows[] =
  {
    { { HELLO, "451 no\r\n" }, 451, 451, TRUE },
    { { HELLO, "550 no\r\n" }, 550, 550, TRUE },
    { { HELLO, "250 ok\r\n", "250 ok\r\n", "451 no\r\n", "250 reset\r\n" }, 451, 451, TRUE },
    { { HELLO, "250 ok\r\n", "250 ok\r\n", "554 no\r\n", "500 reset\r\n" }, 554, 554, TRUE },
    { { HELLO, "250 ok\r\n", "250 ok\r\n", "354 go\r\n", "452 full\r\n" }, 452, 452, TRUE },
    { { HELLO, "250 ok\r\n", "250 ok\r\n", "354 go\r\n", "554 no\r\n" }, 554, 554, TRUE },
    { { HELLO, "421 down\r\n" }, 421, 421, FALSE },
    { { HELLO, "250 ok\r\n", "250 ok\r\n", "421 down\r\n" }, 421, 421, FALSE },
    { { HELLO, "250 ok\r\n", "250 ok\r\n", "354 go\r\n", "421 down\r\n" }, 421, 421, FALSE },
    { { HELLO, "250 ok\r\n", "250 ok\r\n", "250 what\r\n" }, 0, 0, FALSE },
    { { HELLO, "354 what\r\n" }, 0, 0, FALSE },
    { { HELLO, "hello\r\n" }, 0, 0, FALSE },
    { { HELLO, "250 ok\n" }, 0, 0, FALSE },
    { { HELLO, "250 ok\r\n", "250 ok\r\n", "354 go\r\n", "250 ok\r\n250 twice\r\n" }, 250, 250, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Owner owner = owner_for (bob, 1);
      SimDrive *drive = start (&owner);

      play (drive, rows[i].replies);
      g_assert_cmpint (code_of (drive, 0), ==, rows[i].bob);
      g_assert_cmpint (code (drive), ==, rows[i].all);
      g_assert_cmpuint (owner.n_next, ==, rows[i].next ? 2 : 1);
      g_assert_cmpuint (owner.n_failed, ==, rows[i].next ? 0 : 1);
      g_assert_cmpint (drive->closed, ==, !rows[i].next || i + 1 == G_N_ELEMENTS (rows));
      finish (drive);
    }
}

static void
test_session_that_cannot_begin (void)
{
  static const struct { const char *replies[5]; const char *sent; int code; gboolean user; SmtpDialect dialect; } rows[] =
  {
    { { "554 go away\r\n", "221 bye\r\n" }, "QUIT\r\n", 554 },
    { { "450 later\r\n", "221 bye\r\n" }, "QUIT\r\n", 450 },
    { { "421 down\r\n" }, "", 421 },
    { { "220 b\r\n", "451 later\r\n", "221 bye\r\n" }, "EHLO a.example\r\nQUIT\r\n", 451 },
    { { "220 b\r\n", "500 what\r\n", "550 no\r\n", "221 bye\r\n" }, "EHLO a.example\r\nHELO a.example\r\nQUIT\r\n", 550 },
    { { "220 b\r\n", "500 what\r\n", "221 bye\r\n" }, "LHLO a.example\r\nQUIT\r\n", 500, FALSE, SMTP_DIALECT_LMTP },
    { { "220 b\r\n", "250-b\r\n250 AUTH GSSAPI\r\n", "221 bye\r\n" }, "EHLO a.example\r\nQUIT\r\n", 0, TRUE },
    { { "220 b\r\n", "250-b\r\n250 AUTH PLAIN\r\n", "535 wrong\r\n", "221 bye\r\n" },
      "EHLO a.example\r\nAUTH PLAIN AGFubmEAc2VjcmV0\r\nQUIT\r\n", 535, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Owner owner = owner_for (bob, 1);
      SimDrive *drive;

      owner.config.user = rows[i].user ? "anna" : NULL;
      owner.config.password = "secret";
      owner.config.dialect = rows[i].dialect;
      drive = start (&owner);
      play (drive, rows[i].replies);
      g_assert_cmpstr (drive->sent->str, ==, rows[i].sent);
      g_assert_cmpint (code (drive), ==, rows[i].code);
      g_assert_nonnull (smtp_client_get_result (drive->session)->reply.text);
      g_assert_cmpuint (owner.n_failed, ==, 1);
      g_assert_cmpuint (owner.n_next, ==, 0);
      g_assert_true (drive->closed);
      finish (drive);
    }
}

static void
test_login (void)
{
  Owner owner = owner_for (bob, 0);
  SimDrive *drive;

  owner.config.user = "anna";
  owner.config.password = "secret";
  drive = start (&owner);
  /* This server wants the response only after a challenge. */
  PLAY (drive, "220 b\r\n", "250-b\r\n250 AUTH LOGIN PLAIN\r\n", "334 \r\n", "235 ok\r\n", "221 bye\r\n");
  g_assert_cmpstr (drive->sent->str, ==,
                   "EHLO a.example\r\nAUTH PLAIN AGFubmEAc2VjcmV0\r\nAGFubmEAc2VjcmV0\r\nQUIT\r\n");
  g_assert_cmpuint (g_array_index (drive->flags, SimOutputFlags, 1), ==, SIM_OUTPUT_SECRET);
  g_assert_cmpuint (g_array_index (drive->flags, SimOutputFlags, 2), ==, SIM_OUTPUT_SECRET);
  finish (drive);
}

static void
test_patience (void)
{
  static const struct { const char *replies[7]; guint minutes; } rows[] =
  {
    { { NULL }, 5 },
    { { "220 b\r\n" }, 5 },
    { { HELLO }, 5 },
    { { HELLO, "250 ok\r\n" }, 5 },
    { { HELLO, "250 ok\r\n", "250 ok\r\n" }, 2 },
    { { HELLO, "250 ok\r\n", "250 ok\r\n", "354 go\r\n" }, 10 },
    { { HELLO, "250 ok\r\n", "550 no\r\n" }, 5 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Owner owner = owner_for (bob, 1);
      SimDrive *drive = start (&owner);

      play (drive, rows[i].replies);
      sim_drive_wait (drive, rows[i].minutes * SIM_TIME_MINUTE - 1);
      g_assert_false (drive->closed);
      sim_drive_wait (drive, 1);
      g_assert_true (drive->closed);
      g_assert_cmpuint (owner.n_failed, ==, 1);
      g_assert_cmpint (code (drive), ==, 0);
      finish (drive);
    }
}

static void
test_connection_lost (void)
{
  Owner owner = owner_for (three, 1);
  SimDrive *drive = start (&owner);

  PLAY (drive, HELLO, "250 ok\r\n", "250 ok\r\n", "550 no\r\n");
  sim_drive_eof (drive);
  g_assert_true (drive->closed);
  g_assert_cmpuint (owner.n_failed, ==, 1);
  g_assert_cmpint (code_of (drive, 0), ==, 0);
  g_assert_cmpint (code_of (drive, 1), ==, 550);
  g_assert_cmpint (code_of (drive, 2), ==, 0);
  finish (drive);
}

static void
test_quit_needs_no_answer (void)
{
  Owner owner = owner_for (bob, 0);
  SimDrive *drive = start (&owner);

  PLAY (drive, HELLO);
  sim_drive_eof (drive);
  g_assert_true (drive->closed);
  g_assert_cmpuint (owner.n_failed, ==, 0);
  finish (drive);
}

static void
test_submit_to_a_lost_session_fails (void)
{
  Owner owner = owner_for (bob, 0);
  SimDrive *drive = sim_drive_new (smtp_client_new (&owner.config), &smtp_client_machine, NULL, NULL);

  sim_drive_open (drive);
  PLAY (drive, HELLO);
  sim_drive_eof (drive);
  g_assert_true (drive->closed);
  submit (drive, LETTER, bob);
  sim_drive_pump (drive);
  g_assert_cmpint (code_of (drive, 0), ==, 0);
  g_assert_nonnull (smtp_client_get_result (drive->session)->reply.text);
  finish (drive);
}

/* What comes while "next" is open is looked at when it has been answered. */
static void
test_input_waits_for_the_owner (void)
{
  Owner owner = owner_for (bob, 0);
  SimDrive *drive = sim_drive_new (smtp_client_new (&owner.config), &smtp_client_machine, NULL, NULL);

  sim_drive_open (drive);
  PLAY (drive, HELLO, "421 down\r\n");
  g_assert_false (drive->closed);
  submit (drive, LETTER, bob);
  sim_drive_pump (drive);
  g_assert_true (drive->closed);
  g_assert_cmpint (code_of (drive, 0), ==, 421);
  g_assert_true (g_str_has_suffix (drive->log->str, "ASK failed\nMOVE rfc5321:3.8 mail closed\nCLOSE\n"));
  finish (drive);
}

static void
test_bare_line_ends_are_mended (void)
{
  Owner owner = owner_for (bob, 1);
  SimDrive *drive;

  owner.letter = "a\n.\nb\r.c";
  drive = start (&owner);
  PLAY (drive, HELLO, "250 ok\r\n", "250 ok\r\n", "354 go\r\n");
  g_assert_true (g_str_has_suffix (drive->sent->str, "DATA\r\na\r\n..\r\nb\r\n..c\r\n.\r\n"));
  finish (drive);
}

/* ---- against our own server ---- */


static void
carry (SimDrive *client, SimDrive *server, gsize chunk)
{
  gsize c = 0;
  gsize s = 0;

  while (c < client->sent->len || s < server->sent->len)
    {
      if (s < server->sent->len)
        {
          g_autofree char *copy = g_memdup2 (server->sent->str + s, server->sent->len - s);
          gsize n = server->sent->len - s;

          s += n;
          sim_drive_chunks (client, copy, n, chunk);
        }
      if (c < client->sent->len)
        {
          g_autofree char *copy = g_memdup2 (client->sent->str + c, client->sent->len - c);
          gsize n = client->sent->len - c;

          c += n;
          sim_drive_chunks (server, copy, n, chunk);
        }
    }
}

static void
test_against_our_server (void)
{
  for (guint mask = 0; mask < 3 * 256; mask++)
    {
      const SmtpDialect dialect = mask / 256;
      SmtpServerConfig config = { .host = "b.example", .dialect = dialect };
      g_autoptr(SimOwner) server_owner = sim_owner_new ();
      g_autoptr(SimDrive) server = NULL;
      gboolean expected_bob = TRUE;
      Owner owner = owner_for (three, 2);
      SimDrive *client;

      config.extensions = (mask & 1 ? SMTP_EXT_PIPELINING : 0) | (mask & 2 ? SMTP_EXT_SIZE : 0)
                          | (mask & 4 ? SMTP_EXT_ENHANCED : 0) | SMTP_EXT_8BITMIME | SMTP_EXT_AUTH;
      config.extensions |= mask & 64 ? SMTP_EXT_CHUNKING : 0;
      config.mechanisms = 1u << mask % 3;
      owner.config.chunking = TRUE;
      owner.config.chunk_size = mask & 128 ? 7 : 0;
      owner.config.dialect = dialect;
      owner.config.no_pipelining = (mask & 8) != 0;
      config.no_ehlo = (mask & 16) != 0 && dialect == SMTP_DIALECT_SMTP;
      if (dialect == SMTP_DIALECT_SUBMISSION)
        {
          config.require_auth = TRUE;
          owner.config.user = "anna";
          owner.config.password = "secret";
        }
      g_ptr_array_add (server_owner->answers, g_strdup ("recipient nobody@b.example 550 5.1.1 No such user"));
      g_ptr_array_add (server_owner->answers, g_strdup ("message carl@b.example 452 4.2.2 Mailbox full"));
      if (mask & 32)
        {
          g_ptr_array_add (server_owner->answers, g_strdup ("recipient * 451 4.7.1 Not now"));
          expected_bob = FALSE;
        }
      client = start (&owner);
      server = sim_drive_new (smtp_server_new (&config), &smtp_server_machine, sim_owner_answer, server_owner);
      sim_drive_open (server);
      carry (client, server, mask % 7);
      g_assert_true (client->closed);
      g_assert_true (server->closed);
      g_assert_cmpuint (owner.n_failed, ==, 0);
      g_assert_cmpuint (owner.n_next, ==, 3);
      g_assert_cmpint (code_of (client, 0), ==, expected_bob ? 250 : 451);
      g_assert_cmpint (code_of (client, 1), ==, 550);
      g_assert_cmpint (code_of (client, 2), ==,
                       !expected_bob ? 451 : dialect == SMTP_DIALECT_LMTP ? 452 : 250);
      g_assert_cmpuint (server_owner->stored->len, ==, expected_bob ? 2 : 0);
      if (expected_bob)
        {
          GBytes *stored = g_ptr_array_index (server_owner->stored, 1);

          g_assert_cmpmem (g_bytes_get_data (stored, NULL), g_bytes_get_size (stored), LETTER, strlen (LETTER));
        }
      finish (client);
    }
}

static void
test_any_chunking (void)
{
  static const char replies[] = "220 b\r\n250-b\r\n250 PIPELINING\r\n250 ok\r\n250-a\r\n250 b\r\n550 no\r\n250 ok\r\n"
                                "354 go\r\n250 taken\r\n221 bye\r\n";
  g_autofree char *whole = NULL;

  for (gsize chunk = 0; chunk < sizeof replies; chunk++)
    {
      Owner owner = owner_for (three, 1);
      SimDrive *drive = start (&owner);

      sim_drive_chunks (drive, replies, strlen (replies), chunk);
      if (whole == NULL)
        whole = g_strdup (drive->log->str);
      g_assert_cmpstr (drive->log->str, ==, whole);
      g_assert_true (drive->closed);
      finish (drive);
    }
}

static void
test_each_row_is_reached (void)
{
  for (gsize i = 0; i < smtp_client_machine.n_rules; i++)
    if ((rows_reached & (G_GUINT64_CONSTANT (1) << i)) == 0)
      g_error ("no test reaches the row of %s", smtp_client_machine.rules[i].verb);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/smtp/client/one-letter", test_one_letter);
  g_test_add_func ("/smtp/client/ehlo-refused-then-helo", test_helo_fallback);
  g_test_add_func ("/smtp/client/helo-only", test_helo_only);
  g_test_add_func ("/smtp/client/parameters-where-offered", test_parameters_where_offered);
  g_test_add_func ("/smtp/client/eight-bit-not-offered", test_eight_bit_not_offered);
  g_test_add_func ("/smtp/client/group-where-offered", test_group);
  g_test_add_func ("/smtp/client/group-for-nobody-gets-a-lone-dot", test_group_for_nobody_gets_a_lone_dot);
  g_test_add_func ("/smtp/client/group-refused-whole", test_group_refused_whole);
  g_test_add_func ("/smtp/client/all-recipients-refused-then-rset", test_all_recipients_refused);
  g_test_add_func ("/smtp/client/refusals", test_refusals);
  g_test_add_func ("/smtp/client/session-that-cannot-begin", test_session_that_cannot_begin);
  g_test_add_func ("/smtp/client/login", test_login);
  g_test_add_func ("/smtp/client/patience", test_patience);
  g_test_add_func ("/smtp/client/connection-lost", test_connection_lost);
  g_test_add_func ("/smtp/client/quit-needs-no-answer", test_quit_needs_no_answer);
  g_test_add_func ("/smtp/client/submit-to-a-lost-session-fails", test_submit_to_a_lost_session_fails);
  g_test_add_func ("/smtp/client/input-waits-for-the-owner", test_input_waits_for_the_owner);
  g_test_add_func ("/smtp/client/bare-line-ends-are-mended", test_bare_line_ends_are_mended);
  g_test_add_func ("/smtp/client/against-our-server", test_against_our_server);
  g_test_add_func ("/smtp/client/any-chunking-gives-the-same", test_any_chunking);
  g_test_add_func ("/smtp/client/zz-each-row-is-reached", test_each_row_is_reached);
  return g_test_run ();
}

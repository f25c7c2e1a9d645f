/* The client with CHUNKING, DSN, SMTPUTF8 and the ways to log in, against prepared replies.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/lib/drive.h"

#include "sim/proto/smtp/client.h"

#include <string.h>

typedef struct
{
  SmtpClientConfig config;
  SmtpEnvelope    *envelope;
  const char      *letter;
  guint            n_next;
  guint            n_failed;
} Owner;

static void
answer (SimDrive *drive, const SimOutput *question, gpointer data)
{
  Owner *owner = data;

  if (g_str_equal (question->what, "failed"))
    owner->n_failed++;
  else if (owner->n_next++ == 0 && owner->envelope != NULL)
    {
      g_autoptr(GBytes) bytes = g_bytes_new (owner->letter, strlen (owner->letter));
      g_autoptr(MailMessage) message = mail_message_new (bytes);

      smtp_client_submit_envelope (drive->session, drive->now, owner->envelope, message);
    }
  else
    smtp_client_quit (drive->session, drive->now);
}

static SmtpEnvelope *
envelope_new (const char *from, const char * const *to)
{
  SmtpEnvelope *envelope = smtp_envelope_new ();
  gsize used;

  mail_address_clear (&envelope->from);
  g_assert_cmpint (mail_path_parse (from, strlen (from), TRUE, &envelope->from, &used), ==, MAIL_PATH_OK);
  for (guint i = 0; to[i] != NULL; i++)
    {
      MailAddress address;

      g_assert_cmpint (mail_path_parse (to[i], strlen (to[i]), TRUE, &address, &used), ==, MAIL_PATH_OK);
      smtp_envelope_add (envelope, &address);
      mail_address_clear (&address);
    }
  return envelope;
}

/* Plays the replies; the drive is the caller's. */
static SimDrive *
play (Owner *owner, const char * const *replies)
{
  SimDrive *drive;

  if (owner->config.host == NULL)
    owner->config.host = "a.example";
  drive = sim_drive_new (smtp_client_new (&owner->config), &smtp_client_machine, answer, owner);
  sim_drive_open (drive);
  for (guint i = 0; replies[i] != NULL; i++)
    sim_drive_feed (drive, replies[i], strlen (replies[i]));
  return drive;
}

#define PLAY(owner, ...) play (owner, (const char * const []) { __VA_ARGS__, NULL })

static int
code_of (SimDrive *drive, guint i)
{
  const SmtpRecipient *recipient = g_ptr_array_index (smtp_client_get_result (drive->session)->recipients, i);

  return recipient->reply.code;
}

/* ---- CHUNKING ---- */

static const char * const bob[] = { "<bob@b.example>", NULL };
static const char * const two[] = { "<bob@b.example>", "<carl@b.example>", NULL };

static void
test_one_piece (void)
{
  g_autoptr(SmtpEnvelope) envelope = envelope_new ("<anna@a.example>", bob);
  Owner owner = { .config = { .chunking = TRUE }, .envelope = envelope, .letter = "S: x\r\n\r\n.\r\n" };
  g_autoptr(SimDrive) drive = PLAY (&owner, "220 b\r\n", "250-b\r\n250 CHUNKING\r\n", "250 ok\r\n", "250 ok\r\n",
                                    "250 taken\r\n", "221 bye\r\n");

  g_assert_cmpstr (drive->sent->str, ==, "EHLO a.example\r\nMAIL FROM:<anna@a.example>\r\nRCPT TO:<bob@b.example>\r\n"
                                         "BDAT 11 LAST\r\nS: x\r\n\r\n.\r\nQUIT\r\n");
  g_assert_cmpint (code_of (drive, 0), ==, 250);
  g_assert_cmpuint (g_array_index (drive->flags, SimOutputFlags, 4), ==, SIM_OUTPUT_LITERAL);
}

static void
test_data_where_not_offered (void)
{
  g_autoptr(SmtpEnvelope) envelope = envelope_new ("<anna@a.example>", bob);
  Owner owner = { .config = { .chunking = TRUE }, .envelope = envelope, .letter = ".\r\n" };
  g_autoptr(SimDrive) drive = PLAY (&owner, "220 b\r\n", "250 b\r\n", "250 ok\r\n", "250 ok\r\n", "354 go\r\n",
                                    "250 taken\r\n", "221 bye\r\n");

  g_assert_true (g_str_has_suffix (drive->sent->str, "DATA\r\n..\r\n.\r\nQUIT\r\n"));
}

static void
test_pieces_end_with_lines (void)
{
  g_autoptr(SmtpEnvelope) envelope = envelope_new ("<anna@a.example>", two);
  Owner owner = { .config = { .chunking = TRUE, .chunk_size = 10 }, .envelope = envelope,
                  .letter = "S: x\r\n\r\nabc\r\n.\r\n" };
  g_autoptr(SimDrive) drive = PLAY (&owner, "220 b\r\n", "250-b\r\n250-PIPELINING\r\n250 CHUNKING\r\n",
                                    "250 ok\r\n550 no\r\n", "250 ok\r\n", "250 8 octets\r\n", "250 taken\r\n",
                                    "221 bye\r\n");

  g_assert_cmpstr (drive->sent->str, ==, "EHLO a.example\r\nMAIL FROM:<anna@a.example>\r\nRCPT TO:<bob@b.example>\r\n"
                                         "RCPT TO:<carl@b.example>\r\nBDAT 8\r\nS: x\r\n\r\n"
                                         "BDAT 8 LAST\r\nabc\r\n.\r\nQUIT\r\n");
  g_assert_cmpint (code_of (drive, 0), ==, 550);
  g_assert_cmpint (code_of (drive, 1), ==, 250);
}

static void
test_refused_piece_ends_it (void)
{
  g_autoptr(SmtpEnvelope) envelope = envelope_new ("<anna@a.example>", bob);
  Owner owner = { .config = { .chunking = TRUE, .chunk_size = 5 }, .envelope = envelope, .letter = "ab\r\ncd\r\n" };
  g_autoptr(SimDrive) drive = PLAY (&owner, "220 b\r\n", "250-b\r\n250 CHUNKING\r\n", "250 ok\r\n", "250 ok\r\n",
                                    "552 too much\r\n", "250 reset\r\n", "221 bye\r\n");

  g_assert_true (g_str_has_suffix (drive->sent->str, "BDAT 4\r\nab\r\nRSET\r\nQUIT\r\n"));
  g_assert_cmpint (code_of (drive, 0), ==, 552);
}

static void
test_patience_with_a_piece (void)
{
  g_autoptr(SmtpEnvelope) envelope = envelope_new ("<anna@a.example>", bob);
  Owner owner = { .config = { .chunking = TRUE, .chunk_size = 5 }, .envelope = envelope, .letter = "ab\r\ncd\r\n" };
  g_autoptr(SimDrive) drive = PLAY (&owner, "220 b\r\n", "250-b\r\n250 CHUNKING\r\n", "250 ok\r\n", "250 ok\r\n");

  sim_drive_wait (drive, 3 * SIM_TIME_MINUTE - 1);
  g_assert_false (drive->closed);
  sim_drive_wait (drive, 1);
  g_assert_true (drive->closed);
  g_assert_cmpuint (owner.n_failed, ==, 1);
}

/* ---- DSN ---- */

static void
test_dsn (void)
{
  g_autoptr(SmtpEnvelope) envelope = envelope_new ("<anna@a.example>", two);
  SmtpRecipient *recipient = g_ptr_array_index (envelope->recipients, 0);
  Owner owner = { .envelope = envelope, .letter = "x\r\n" };

  envelope->ret = MAIL_RETURN_HEADERS;
  envelope->envid = g_strdup ("Q+2B1");
  recipient->notify = MAIL_NOTIFY_SUCCESS | MAIL_NOTIFY_FAILURE;
  recipient->orcpt = g_strdup ("rfc822;bob@c.example");
  {
    g_autoptr(SimDrive) drive = PLAY (&owner, "220 b\r\n", "250-b\r\n250 DSN\r\n", "250 ok\r\n", "250 ok\r\n");

    g_assert_cmpstr (drive->sent->str, ==,
                     "EHLO a.example\r\nMAIL FROM:<anna@a.example> RET=HDRS ENVID=Q+2B1\r\n"
                     "RCPT TO:<bob@b.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;bob@c.example\r\n"
                     "RCPT TO:<carl@b.example>\r\n");
  }
  owner.n_next = 0;
  {
    g_autoptr(SimDrive) drive = PLAY (&owner, "220 b\r\n", "250 b\r\n", "250 ok\r\n");

    g_assert_cmpstr (drive->sent->str, ==,
                     "EHLO a.example\r\nMAIL FROM:<anna@a.example>\r\nRCPT TO:<bob@b.example>\r\n");
  }
}

/* ---- SMTPUTF8 ---- */

static const char * const mixed[] = { "<γιώργος@σχολείο.example>", "<bob@b.example>", NULL };

static void
test_utf8_where_offered (void)
{
  g_autoptr(SmtpEnvelope) envelope = envelope_new ("<anna@a.example>", mixed);
  Owner owner = { .envelope = envelope, .letter = "x\r\n" };
  g_autoptr(SimDrive) drive = PLAY (&owner, "220 b\r\n", "250-b\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n", "250 ok\r\n");

  g_assert_cmpstr (drive->sent->str, ==, "EHLO a.example\r\nMAIL FROM:<anna@a.example> SMTPUTF8\r\n"
                                         "RCPT TO:<γιώργος@σχολείο.example>\r\n");
}

static void
test_utf8_not_offered (void)
{
  g_autoptr(SmtpEnvelope) envelope = envelope_new ("<anna@a.example>", mixed);
  Owner owner = { .envelope = envelope, .letter = "x\r\n" };
  g_autoptr(SimDrive) drive = PLAY (&owner, "220 b\r\n", "250-b\r\n250 PIPELINING\r\n",
                                    "250 ok\r\n250 ok\r\n354 go\r\n250 taken\r\n", "221 bye\r\n");

  g_assert_cmpstr (drive->sent->str, ==, "EHLO a.example\r\nMAIL FROM:<anna@a.example>\r\nRCPT TO:<bob@b.example>\r\n"
                                         "DATA\r\nx\r\n.\r\nQUIT\r\n");
  g_assert_cmpint (code_of (drive, 0), ==, 553);
  g_assert_cmpint (code_of (drive, 1), ==, 250);
}

/* A group whose MAIL is refused still has a reply for each RCPT that was sent. */
static void
test_utf8_group_refused (void)
{
  g_autoptr(SmtpEnvelope) envelope = envelope_new ("<anna@a.example>", mixed);
  Owner owner = { .envelope = envelope, .letter = "x\r\n" };
  g_autoptr(SimDrive) drive = PLAY (&owner, "220 b\r\n", "250-b\r\n250 PIPELINING\r\n",
                                    "451 no\r\n503 no\r\n503 no\r\n", "221 bye\r\n");

  g_assert_true (drive->closed);
  g_assert_cmpint (code_of (drive, 0), ==, 553);
  g_assert_cmpint (code_of (drive, 1), ==, 451);
  g_assert_cmpuint (owner.n_failed, ==, 0);
}

static void
test_utf8_sender_or_header (void)
{
  static const struct { const char *from; const char *letter; } rows[] =
  {
    { "<γιώργος@a.example>", "x\r\n" },
    { "<anna@a.example>", "Subject: γειά\r\n\r\nx\r\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(SmtpEnvelope) envelope = envelope_new (rows[i].from, bob);
      Owner owner = { .envelope = envelope, .letter = rows[i].letter };
      g_autoptr(SimDrive) drive = PLAY (&owner, "220 b\r\n", "250-b\r\n250 8BITMIME\r\n", "221 bye\r\n");

      g_assert_cmpstr (drive->sent->str, ==, "EHLO a.example\r\nQUIT\r\n");
      g_assert_cmpint (code_of (drive, 0), ==, 550);
      g_assert_cmpstr (smtp_client_get_result (drive->session)->reply.enhanced, ==, "5.6.7");
    }
}

/* ---- AUTH ---- */

static void
test_login_mechanisms (void)
{
  static const struct { guint mine; const char *offer; const char *replies[3]; const char *sent; } rows[] =
  {
    { 0, "LOGIN", { "334 VXNlcm5hbWU6\r\n", "334 UGFzc3dvcmQ6\r\n", "235 ok\r\n" },
      "AUTH LOGIN\r\nYW5uYQ==\r\nc2VjcmV0\r\nQUIT\r\n" },
    { 0, "PLAIN LOGIN CRAM-MD5", { "334 PDEuNDJAbXguYi5leGFtcGxlPg==\r\n", "235 ok\r\n" },
      "AUTH CRAM-MD5\r\nYW5uYSA@@\r\nQUIT\r\n" },
    { SASL_LOGIN | SASL_PLAIN, "LOGIN PLAIN CRAM-MD5", { "235 ok\r\n" },
      "AUTH PLAIN AGFubmEAc2VjcmV0\r\nQUIT\r\n" },
    { SASL_CRAM_MD5, "LOGIN PLAIN", { NULL }, "QUIT\r\n" },
    { 0, "CRAM-MD5", { "334 !\r\n" }, "AUTH CRAM-MD5\r\n" },
    { 0, "CRAM-MD5", { "334 \r\n" }, "AUTH CRAM-MD5\r\n" },
    { 0, "LOGIN", { "334 VXNlcm5hbWU6\r\n", "334 UGFzc3dvcmQ6\r\n", "334 \r\n" },
      "AUTH LOGIN\r\nYW5uYQ==\r\nc2VjcmV0\r\n" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Owner owner = { .config = { .user = "anna", .password = "secret", .mechanisms = rows[i].mine } };
      g_autofree char *offer = g_strdup_printf ("250-b\r\n250 AUTH %s\r\n", rows[i].offer);
      g_autoptr(SimDrive) drive = PLAY (&owner, "220 b\r\n", offer);
      g_autofree char *digest = sasl_cram_md5 ("<1.42@mx.b.example>", "secret");
      g_autofree char *plain = g_strdup_printf ("anna %s", digest);
      g_autofree char *base64 = g_base64_encode ((const guchar *) plain, strlen (plain));
      g_autoptr(GString) expected = g_string_new (rows[i].sent);

      g_string_replace (expected, "YW5uYSA@@", base64, 0);
      for (guint j = 0; j < 3 && rows[i].replies[j] != NULL; j++)
        sim_drive_feed (drive, rows[i].replies[j], strlen (rows[i].replies[j]));
      g_assert_cmpstr (drive->sent->str + strlen ("EHLO a.example\r\n"), ==, expected->str);
      for (guint j = 0; j < drive->sends->len; j++)
        {
          GBytes *bytes = g_ptr_array_index (drive->sends, j);
          const char *text = g_bytes_get_data (bytes, NULL);
          gboolean open = g_ascii_isupper (text[0]) && g_ascii_isupper (text[1]) && g_ascii_isupper (text[2])
                          && !g_str_has_prefix (text, "AUTH PLAIN ");

          g_assert_cmpint (g_array_index (drive->flags, SimOutputFlags, j) & SIM_OUTPUT_SECRET, ==,
                           open ? 0 : SIM_OUTPUT_SECRET);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/smtp/client/chunking/one-piece", test_one_piece);
  g_test_add_func ("/smtp/client/chunking/data-where-it-is-not-offered", test_data_where_not_offered);
  g_test_add_func ("/smtp/client/chunking/pieces-end-with-lines", test_pieces_end_with_lines);
  g_test_add_func ("/smtp/client/chunking/refused-piece-ends-it", test_refused_piece_ends_it);
  g_test_add_func ("/smtp/client/chunking/patience", test_patience_with_a_piece);
  g_test_add_func ("/smtp/client/dsn/where-it-is-offered", test_dsn);
  g_test_add_func ("/smtp/client/smtputf8/where-it-is-offered", test_utf8_where_offered);
  g_test_add_func ("/smtp/client/smtputf8/only-such-recipients-fail-where-not", test_utf8_not_offered);
  g_test_add_func ("/smtp/client/smtputf8/group-refused", test_utf8_group_refused);
  g_test_add_func ("/smtp/client/smtputf8/sender-or-header-fails-for-all", test_utf8_sender_or_header);
  g_test_add_func ("/smtp/client/login-mechanisms", test_login_mechanisms);
  return g_test_run ();
}

/* SMTP in memory, over a socket pair and over the simulated net: one transcript.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/net/three-ways.h"

#include "sim/proto/smtp/client.h"
#include "sim/proto/smtp/server.h"

#include <string.h>

/* One case: what the two say to each other is decided by this alone. */
typedef struct
{
  SmtpDialect dialect;
  guint       extensions;
  gboolean    no_ehlo;
  gboolean    helo_only;
  const char *body;
} Case;

static const Case cases[] =
{
  { SMTP_DIALECT_SMTP, SMTP_EXT_SIZE | SMTP_EXT_ENHANCED, FALSE, FALSE, "Hello\r\n" },
  { SMTP_DIALECT_SMTP, SMTP_EXT_SIZE | SMTP_EXT_ENHANCED | SMTP_EXT_PIPELINING, FALSE, FALSE, ".\r\n..\r\nend\r\n" },
  { SMTP_DIALECT_SMTP, 0, TRUE, FALSE, "an old server\r\n" },
  { SMTP_DIALECT_SMTP, SMTP_EXT_PIPELINING, FALSE, TRUE, "an old client\r\n" },
  { SMTP_DIALECT_SUBMISSION, SMTP_EXT_AUTH | SMTP_EXT_8BITMIME | SMTP_EXT_PIPELINING, FALSE, FALSE, "\xce\xb3\xce\xb5\xce\xb9\xce\xac\r\n" },
  { SMTP_DIALECT_LMTP, SMTP_EXT_PIPELINING | SMTP_EXT_ENHANCED, FALSE, FALSE, "local\r\n" },
  { SMTP_DIALECT_LMTP, SMTP_EXT_ENHANCED, FALSE, FALSE, "local, one by one\r\n" }
};

typedef struct
{
  const Case *what;
  gboolean    submitted;
} Talk;

static gpointer
start (gconstpointer data)
{
  Talk *talk = g_new0 (Talk, 1);

  talk->what = data;
  return talk;
}

static SimSession *
new_server (gpointer state)
{
  const Talk *talk = state;
  SmtpServerConfig config = { .host = "server.example", .dialect = talk->what->dialect, .max_size = 1000000,
                              .extensions = talk->what->extensions, .no_ehlo = talk->what->no_ehlo,
                              .require_auth = talk->what->dialect == SMTP_DIALECT_SUBMISSION };

  return smtp_server_new (&config);
}

static SimSession *
new_client (gpointer state)
{
  const Talk *talk = state;
  SmtpClientConfig config = { .host = "client.example", .dialect = talk->what->dialect,
                              .helo_only = talk->what->helo_only };

  if (talk->what->dialect == SMTP_DIALECT_SUBMISSION)
    {
      config.user = "anna";
      config.password = "secret";
    }
  return smtp_client_new (&config);
}

static void
answer_server (gpointer state, SimSession *server, SimTime now, const SimOutput *question)
{
  SmtpReply reply = { 250, "2.0.0", "Fine" };
  gsize len;
  const char *bytes = g_bytes_get_data (question->bytes, &len);
  guint n = 1;

  if (g_str_equal (question->what, "auth"))
    reply = (SmtpReply) { 235, "2.7.0", "Welcome" };
  else if (g_str_equal (question->what, "recipient") && g_strstr_len (bytes, len, "nobody") != NULL)
    reply = (SmtpReply) { 550, "5.1.1", "No such user" };
  else if (g_str_equal (question->what, "recipient") && g_strstr_len (bytes, len, "full") != NULL)
    reply = (SmtpReply) { 452, "4.2.2", "Mailbox full" };
  if (g_str_equal (question->what, "message") && smtp_server_get_dialect (server) == SMTP_DIALECT_LMTP)
    n = smtp_server_get_envelope (server)->recipients->len;
  for (; n > 0; n--)
    smtp_server_answer (server, now, &reply);
}

static void
answer_client (gpointer state, SimSession *client, SimTime now, const SimOutput *question)
{
  Talk *talk = state;
  static const char * const to[] = { "ivan", "nobody", "full", "olga" };
  MailAddress from = { (char *) "anna", (char *) "client.example" };
  MailAddress addresses[G_N_ELEMENTS (to)];
  g_autoptr (GPtrArray) recipients = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MailMessage) message = NULL;
  g_autofree char *text = NULL;

  g_assert_cmpstr (question->what, ==, "next");
  if (talk->submitted)
    {
      smtp_client_quit (client, now);
      return;
    }
  talk->submitted = TRUE;
  recipients = g_ptr_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (to); i++)
    {
      addresses[i] = (MailAddress) { (char *) to[i], (char *) "server.example" };
      g_ptr_array_add (recipients, &addresses[i]);
    }
  text = g_strconcat ("Subject: three ways\r\n\r\n", talk->what->body, NULL);
  bytes = g_bytes_new (text, strlen (text));
  message = mail_message_new (bytes);
  smtp_client_submit (client, now, &from, recipients, message);
}

static void
test_three_ways (gconstpointer data)
{
  const ThreeWays what = { data, 25, "smtp", start, g_free, new_server, new_client, answer_server, answer_client };
  g_autofree char *memory = three_ways_check (&what);

  g_assert_true (g_str_has_prefix (memory, "S: 220 server.example"));
  g_assert_nonnull (strstr (memory, "S: 221 "));
  g_assert_nonnull (strstr (memory, "C: .\r\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/three-ways/one-transcript/%u", i);

      g_test_add_data_func (path, &cases[i], test_three_ways);
    }
  return g_test_run ();
}

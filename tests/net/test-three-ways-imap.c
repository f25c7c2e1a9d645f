/* IMAP in memory, over a socket pair and over the simulated net: one transcript.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/net/three-ways.h"

#include "sim/proto/imap/client.h"
#include "sim/proto/imap/server.h"

#include <string.h>

typedef struct
{
  guint       mechanisms;     /* of AUTHENTICATE; 0: LOGIN */
  gboolean    rev2;
  gboolean    old_server;
  const char *folder;
} Case;

static const Case cases[] =
{
  { 0, FALSE, FALSE, "Archive" },
  { 0, TRUE, FALSE, "\xd0\x9e\xd1\x82\xd1\x87\xd1\x91\xd1\x82\xd1\x8b/2024" },
  { SASL_PLAIN, TRUE, FALSE, "\xce\x91\xcf\x81\xcf\x87\xce\xb5\xce\xaf\xce\xbf" },
  { SASL_CRAM_MD5, FALSE, TRUE, "\xce\x91\xcf\x81\xcf\x87\xce\xb5\xce\xaf\xce\xbf & more" },
};

typedef struct
{
  const Case *what;
  MailStore  *store;
  guint       step;
} Talk;

static void
deliver (MailStore *store, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (MailMessage) message = mail_message_new (bytes);

  mail_box_append (mail_store_get_inbox (store), message, 0, 0);
}

static gpointer
start (gconstpointer data)
{
  Talk *talk = g_new0 (Talk, 1);

  talk->what = data;
  talk->store = mail_store_new (7);
  deliver (talk->store, "From: anna@a.example\r\nSubject: one\r\n\r\nHello\r\n");
  deliver (talk->store, "From: ivan@b.example\r\nSubject: two\r\n\r\nno line end, a ) and a {3}");
  return talk;
}

static void
stop (gpointer state)
{
  Talk *talk = state;

  mail_store_unref (talk->store);
  g_free (talk);
}

static SimSession *
new_server (gpointer state)
{
  const Talk *talk = state;
  ImapServerConfig config = { .host = "server.example", .mechanisms = SASL_PLAIN | SASL_CRAM_MD5, .rev1_only = talk->what->old_server };

  return imap_server_new (&config);
}

static SimSession *
new_client (gpointer state)
{
  const Talk *talk = state;
  ImapClientConfig config = { .user = "anna", .password = "secret", .mechanisms = talk->what->mechanisms, .rev2 = talk->what->rev2 };

  return imap_client_new (&config);
}

static void
answer_server (gpointer state, SimSession *server, SimTime now, const SimOutput *question)
{
  Talk *talk = state;

  g_assert_cmpstr (question->what, ==, "auth");
  g_assert_true (sasl_matches (question->bytes, "secret"));
  imap_server_accept (server, now, talk->store);
}

static void
answer_client (gpointer state, SimSession *client, SimTime now, const SimOutput *question)
{
  static const char letter[] = "Subject: three\r\n\r\n8 bits: \xce\xb1\r\n";
  Talk *talk = state;
  const char *folder = talk->what->folder;
  g_autoptr (GBytes) message = g_bytes_new_static (letter, strlen (letter));

  g_assert_cmpstr (question->what, ==, "next");
  if (talk->step > 0)
    g_assert_cmpint (imap_client_get_result (client)->status, ==, IMAP_STATUS_OK);
  switch (talk->step++)
    {
    case 0: imap_client_create (client, now, folder); break;
    case 1: imap_client_subscribe (client, now, folder, TRUE); break;
    case 2: imap_client_list (client, now, "", "*"); break;
    case 3: imap_client_append (client, now, "INBOX", MAIL_FLAG_SEEN, message); break;
    case 4: imap_client_select (client, now, "INBOX", FALSE); break;
    case 5: imap_client_fetch (client, now, FALSE, "1:*", "(UID FLAGS RFC822.SIZE ENVELOPE)"); break;
    case 6: imap_client_fetch (client, now, TRUE, "1:*", "(BODY[] BODYSTRUCTURE)"); break;
    case 7: imap_client_search (client, now, TRUE, "SUBJECT t"); break;
    case 8: imap_client_store (client, now, TRUE, "1", "+FLAGS", MAIL_FLAG_DELETED); break;
    case 9: imap_client_copy (client, now, FALSE, "1", folder); break;
    case 10: imap_client_move (client, now, TRUE, "2", folder); break;
    case 11: imap_client_expunge (client, now, NULL); break;
    case 12: imap_client_status (client, now, folder, "(MESSAGES UNSEEN)"); break;
    case 13: imap_client_close_mailbox (client, now, TRUE); break;
    case 14: imap_client_noop (client, now); break;
    default:
      g_assert_cmpuint (mail_box_length (mail_store_find (talk->store, folder)), ==, 2);
      imap_client_logout (client, now);
    }
}

static void
test_three_ways (gconstpointer data)
{
  const ThreeWays what = { data, 143, "imap", start, stop, new_server, new_client, answer_server, answer_client };
  g_autofree char *memory = three_ways_check (&what);

  g_assert_true (g_str_has_prefix (memory, "S: * OK [CAPABILITY IMAP4rev1 "));
  g_assert_nonnull (strstr (memory, "S: * BYE "));
  g_assert_nonnull (strstr (memory, "8 bits: \xce\xb1\r\n"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/net/three-ways/imap/%u", i);

      g_test_add_data_func (path, &cases[i], test_three_ways);
    }
  return g_test_run ();
}

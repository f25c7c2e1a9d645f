/* Any bytes, in any chunks, to an IMAP server of any settings.
 *
 * The first two octets choose settings, whether the session begins logged in or with INBOX selected, and the size of
 * chunks. The drive asserts what is true of every session; the output must not depend on the chunks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/lib/drive.h"

#include "sim/proto/imap/server.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct
{
  MailStore *store;
  guint      turn;
} Owner;

static void
answer (SimDrive *drive, const SimOutput *question, gpointer data)
{
  Owner *owner = data;
  guint turn = owner->turn++;

  if (g_str_equal (question->what, "command"))
    {
      if (turn % 5 == 4)
        imap_server_refuse (drive->session, drive->now, "UNAVAILABLE", "Not now");
      else
        imap_server_go_on (drive->session, drive->now);
    }
  else if (turn % 7 == 6)
    imap_server_refuse (drive->session, drive->now, "AUTHENTICATIONFAILED", "No");
  else
    imap_server_accept (drive->session, drive->now, owner->store);
}

static void
deliver (MailStore *store, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr (MailMessage) message = mail_message_new (bytes);

  mail_box_append (mail_store_get_inbox (store), message, MAIL_FLAG_SEEN, 0);
}

static char *
run (const ImapServerConfig *config, guint begin, const guint8 *data, gsize size, gsize chunk)
{
  static const char login[] = "x LOGIN a b\r\n";
  static const char enable[] = "y ENABLE IMAP4rev2\r\n";
  static const char select_inbox[] = "z SELECT INBOX\r\n";
  Owner owner = { mail_store_new (7), 0 };
  g_autoptr (SimDrive) drive = sim_drive_new (imap_server_new (config), &imap_server_machine, answer, &owner);
  char *log;

  mail_store_create (owner.store, "a/b", MAIL_USE_SENT, NULL);
  deliver (owner.store, "From: a@a.example\r\nSubject: one\r\n\r\ntext\r\n");
  deliver (owner.store, "Subject: two\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n1\r\n--b\r\n\r\n2\r\n--b--\r\n");
  deliver (owner.store, "");
  sim_drive_open (drive);
  if (begin >= 1)
    sim_drive_feed (drive, login, strlen (login));
  if (begin >= 2)
    sim_drive_feed (drive, enable, strlen (enable));
  if (begin >= 3)
    sim_drive_feed (drive, select_inbox, strlen (select_inbox));
  sim_drive_chunks (drive, data, size, chunk);
  imap_server_wake (drive->session, drive->now);
  sim_drive_pump (drive);
  if (size % 2 == 0)
    sim_drive_eof (drive);
  else
    sim_drive_wait (drive, SIM_TIME_HOUR);
  g_assert_true (drive->closed);
  log = g_strdup (drive->log->str);
  sim_drive_free (g_steal_pointer (&drive));
  mail_store_unref (owner.store);
  return log;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  ImapServerConfig config = { .host = "b.example" };
  g_autofree char *whole = NULL;
  g_autofree char *cut = NULL;

  if (size < 2)
    return 0;
  config.login_disabled = (data[0] & 0x04) != 0;
  config.no_idle = (data[0] & 0x08) != 0;
  config.rev1_only = (data[0] & 0x10) != 0;
  config.ask_commands = (data[0] & 0x20) != 0;
  config.max_literal = data[0] & 0x40 ? 100 : 0;
  config.mechanisms = data[0] & 0x80 ? SASL_PLAIN | SASL_LOGIN | SASL_CRAM_MD5 : 0;
  whole = run (&config, data[0] & 3, data + 2, size - 2, 0);
  cut = run (&config, data[0] & 3, data + 2, size - 2, 1 + data[1] % 61);
  g_assert_cmpstr (whole, ==, cut);
  return 0;
}

/* Any commands, in any chunks, to a server with three messages.
 *
 * The first two octets choose its settings and the chunk size. The drive asserts
 * what is true of every session; the output must not depend on the chunks, and
 * messages go only by DELE and QUIT.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/lib/drive.h"

#include "sim/proto/pop3/server.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
answer (SimDrive *drive, const SimOutput *question, gpointer maildrop)
{
  if (g_str_equal (question->what, "command"))
    {
      gsize len;
      const char *line = g_bytes_get_data (question->bytes, &len);

      if (len > 0 && line[0] == 'R')
        pop3_server_refuse (drive->session, drive->now, "SYS/TEMP", "Not now");
      else
        pop3_server_go_on (drive->session, drive->now);
    }
  else if (sasl_matches (question->bytes, "secret"))
    pop3_server_accept (drive->session, drive->now, maildrop);
  else
    pop3_server_refuse (drive->session, drive->now, NULL, "No");
}

static MailBox *
make_maildrop (void)
{
  static const char * const letters[] = { "Subject: a\r\n\r\n.\r\n", "", "no header, no end" };
  MailBox *maildrop = mail_box_new ("INBOX", 1);

  for (gsize i = 0; i < G_N_ELEMENTS (letters); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (letters[i], strlen (letters[i]));
      g_autoptr (MailMessage) message = mail_message_new (bytes);

      mail_box_append (maildrop, message, 0, 0);
    }
  return maildrop;
}

static char *
run (const Pop3ServerConfig *config, const guint8 *data, gsize size, gsize chunk)
{
  g_autoptr (MailBox) maildrop = make_maildrop ();
  g_autoptr (SimDrive) drive = sim_drive_new (pop3_server_new (config), &pop3_server_machine, answer, maildrop);
  guint updated;

  sim_drive_open (drive);
  sim_drive_chunks (drive, data, size, chunk);
  updated = strstr (drive->log->str, "MOVE rfc1939:6 ") != NULL;
  if (size % 2 == 0)
    sim_drive_eof (drive);
  else
    sim_drive_wait (drive, SIM_TIME_HOUR);
  g_assert_true (drive->closed);
  if (!updated)
    g_assert_cmpuint (mail_box_length (maildrop), ==, 3);
  return g_strdup_printf ("%s%u", drive->log->str, mail_box_length (maildrop));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  Pop3ServerConfig config = { .host = "pop.b.example" };
  g_autofree char *whole = NULL;
  g_autofree char *cut = NULL;

  if (size < 2)
    return 0;
  config.mechanisms = data[0] & 7;
  config.apop = (data[0] & 8) != 0;
  config.no_user = (data[0] & 0x10) != 0;
  config.no_uidl = (data[0] & 0x20) != 0;
  config.require_tls = (data[0] & 0x40) != 0;
  config.ask_commands = (data[0] & 0x80) != 0;
  whole = run (&config, data + 2, size - 2, 0);
  cut = run (&config, data + 2, size - 2, 1 + data[1] % 61);
  g_assert_cmpstr (whole, ==, cut);
  return 0;
}

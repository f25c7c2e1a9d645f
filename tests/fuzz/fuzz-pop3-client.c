/* Any answers, in any chunks, to a client that reads its mail.
 *
 * The first two octets choose its settings and the chunk size. The drive asserts
 * what is true of every session; the output must not depend on the chunks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/lib/drive.h"

#include "sim/proto/pop3/client.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
answer (SimDrive *drive, const SimOutput *question, gpointer data)
{
  const Pop3ClientResult *result = pop3_client_get_result (drive->session);
  g_autoptr (GArray) sizes = pop3_client_parse_list (result);
  g_autoptr (GArray) uids = pop3_client_parse_uidl (result);
  guint *n = data, count;
  gsize octets;

  g_assert_nonnull (result->text);
  pop3_client_parse_stat (result, &count, &octets);
  if (g_str_equal (question->what, "failed"))
    return;
  switch ((*n)++)
    {
    case 0:
      pop3_client_stat (drive->session, drive->now);
      break;
    case 1:
      pop3_client_list (drive->session, drive->now);
      break;
    case 2:
      pop3_client_uidl (drive->session, drive->now);
      break;
    case 3:
      pop3_client_retr (drive->session, drive->now, 1);
      break;
    case 4:
      pop3_client_top (drive->session, drive->now, 1, 0);
      break;
    case 5:
      pop3_client_dele (drive->session, drive->now, 1);
      break;
    default:
      pop3_client_quit (drive->session, drive->now);
      break;
    }
}

static char *
run (const Pop3ClientConfig *config, const guint8 *data, gsize size, gsize chunk)
{
  guint n = 0;
  g_autoptr (SimDrive) drive = sim_drive_new (pop3_client_new (config), &pop3_client_machine, answer, &n);

  sim_drive_open (drive);
  sim_drive_chunks (drive, data, size, chunk);
  if (size % 2 == 0)
    sim_drive_eof (drive);
  else
    sim_drive_wait (drive, SIM_TIME_HOUR);
  g_assert_true (drive->closed);
  return g_strdup (drive->log->str);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  Pop3ClientConfig config = { .user = "anna", .password = "secret" };
  g_autofree char *whole = NULL;
  g_autofree char *cut = NULL;

  if (size < 2)
    return 0;
  config.mechanisms = data[0] & 7;
  config.apop = (data[0] & 8) != 0;
  config.no_capa = (data[0] & 0x10) != 0;
  config.max_message = data[0] & 0x20 ? 50 : 0;
  whole = run (&config, data + 2, size - 2, 0);
  cut = run (&config, data + 2, size - 2, 1 + data[1] % 61);
  g_assert_cmpstr (whole, ==, cut);
  return 0;
}

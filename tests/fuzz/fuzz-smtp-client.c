/* Any replies, in any chunks, to a client that has two letters to hand over.
 *
 * The first two octets choose its settings and the chunk size. The drive asserts
 * what is true of every session; the output must not depend on the chunks; in
 * the end every recipient of a letter that was submitted has an answer.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/lib/drive.h"

#include "sim/proto/smtp/client.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static void
assert_decided (SimDrive *drive)
{
  const SmtpClientResult *result = smtp_client_get_result (drive->session);

  for (guint i = 0; i < result->recipients->len; i++)
    {
      const SmtpRecipient *recipient = g_ptr_array_index (result->recipients, i);

      g_assert_nonnull (recipient->reply.text);
    }
}

static void
answer (SimDrive *drive, const SimOutput *question, gpointer data)
{
  static const char letter[] = "Subject: x\r\n\r\n.\xc3\xa9\n";
  guint *n_letters = data;

  assert_decided (drive);
  if (g_str_equal (question->what, "failed"))
    return;
  if ((*n_letters)++ < 2)
    {
      MailAddress from = { (char *) "anna", (char *) "a.example" };
      MailAddress to = { (char *) "bob", (char *) "b.example" };
      g_autoptr(GPtrArray) list = g_ptr_array_new ();
      g_autoptr(GBytes) bytes = g_bytes_new_static (letter, *n_letters == 1 ? 12 : strlen (letter));
      g_autoptr(MailMessage) message = mail_message_new (bytes);

      g_ptr_array_add (list, &to);
      g_ptr_array_add (list, &to);
      smtp_client_submit (drive->session, drive->now, &from, list, message);
    }
  else
    smtp_client_quit (drive->session, drive->now);
}

static char *
run (const SmtpClientConfig *config, const guint8 *data, gsize size, gsize chunk)
{
  guint n_letters = 0;
  g_autoptr(SimDrive) drive = sim_drive_new (smtp_client_new (config), &smtp_client_machine, answer, &n_letters);

  sim_drive_open (drive);
  sim_drive_chunks (drive, data, size, chunk);
  if (size % 2 == 0)
    sim_drive_eof (drive);
  else
    sim_drive_wait (drive, SIM_TIME_HOUR);
  g_assert_true (drive->closed);
  assert_decided (drive);
  return g_strdup (drive->log->str);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  SmtpClientConfig config = { .host = "a.example" };
  g_autofree char *whole = NULL;
  g_autofree char *cut = NULL;

  if (size < 2)
    return 0;
  config.dialect = data[0] % 3;
  config.helo_only = (data[0] & 0x10) != 0;
  config.no_pipelining = (data[0] & 0x20) != 0;
  config.user = data[0] & 0x40 ? "anna" : NULL;
  config.password = "secret";
  config.chunking = data[1] % 2 == 1;
  config.chunk_size = data[1] % 4 == 3 ? 5 : 0;
  whole = run (&config, data + 2, size - 2, 0);
  cut = run (&config, data + 2, size - 2, 1 + data[1] % 61);
  g_assert_cmpstr (whole, ==, cut);
  return 0;
}

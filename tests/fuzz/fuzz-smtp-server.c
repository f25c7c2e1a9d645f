/* Any bytes, in any chunks, to a server of any settings whose owner answers anything.
 *
 * The first three octets choose dialect, extensions (the third, from 128: the newer ones too) and chunk size; the rest is
 * what the peer says. The drive asserts what is true of every session; the
 * output must not depend on the chunks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/lib/drive.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* A reply that depends on nothing but how many were given before. */
static void
answer (SimDrive *drive, const SimOutput *question, gpointer data)
{
  static const SmtpReply replies[] =
  {
    { 250, "2.0.0", "ok" }, { 250, "2.0.0", "ok" }, { 250, "2.0.0", "ok\nand more" }, { 550, "5.1.1", "no" },
    { 250, NULL, "ok" }, { 451, "4.3.0", "later" }, { 235, "2.7.0", "logged in" }, { 250, "2.0.0", "ok" },
  };
  guint *turn = data;
  guint n = 1;

  if (g_str_equal (question->what, "command") && *turn % 5 != 0)
    {
      (*turn)++;
      smtp_server_answer (drive->session, drive->now, &(SmtpReply) { 0, NULL, NULL });
      return;
    }
  if (g_str_equal (question->what, "message") && smtp_server_get_dialect (drive->session) == SMTP_DIALECT_LMTP)
    n = smtp_server_get_envelope (drive->session)->recipients->len;
  for (guint i = 0; i < n; i++)
    smtp_server_answer (drive->session, drive->now, &replies[(*turn)++ % G_N_ELEMENTS (replies)]);
}

static char *
run (const SmtpServerConfig *config, const guint8 *data, gsize size, gsize chunk)
{
  guint turn = 0;
  g_autoptr(SimDrive) drive = sim_drive_new (smtp_server_new (config), &smtp_server_machine, answer, &turn);

  sim_drive_open (drive);
  sim_drive_chunks (drive, data, size, chunk);
  if (drive->tls)
    {
      sim_drive_secured (drive);
      sim_drive_chunks (drive, data, size, chunk);
    }
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
  SmtpServerConfig config = { .host = "b.example" };
  g_autofree char *whole = NULL;
  g_autofree char *cut = NULL;

  if (size < 3)
    return 0;
  config.dialect = data[0] % 3;
  config.no_ehlo = (data[0] & 0x10) != 0;
  config.require_auth = (data[0] & 0x20) != 0;
  config.ask_commands = (data[0] & 0x40) != 0;
  config.max_size = data[0] & 0x80 ? 200 : 0;
  config.max_recipients = data[0] & 0x08 ? 2 : 0;
  config.extensions = data[1];
  if (data[2] >= 128)
    {
      config.extensions |= SMTP_EXT_DSN | SMTP_EXT_SMTPUTF8 | SMTP_EXT_CHUNKING | SMTP_EXT_ETRN | SMTP_EXT_EXPN;
      config.mechanisms = SASL_PLAIN | SASL_LOGIN | SASL_CRAM_MD5;
    }
  whole = run (&config, data + 3, size - 3, 0);
  cut = run (&config, data + 3, size - 3, 1 + data[2] % 61);
  g_assert_cmpstr (whole, ==, cut);
  return 0;
}

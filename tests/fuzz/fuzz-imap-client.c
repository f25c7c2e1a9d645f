/* Any answers, in any chunks, to a client that gives all its commands in turn.
 *
 * The first two octets choose its settings and the chunk size. The drive asserts what
 * is true of every session; neither the output nor what the owner is told may depend
 * on the chunks.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/lib/drive.h"

#include "sim/proto/imap/client.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

typedef struct
{
  guint    n;
  GString *told;
} Owner;

static void
note (Owner *owner, SimSession *session, const char *what)
{
  const ImapClientResult *result = imap_client_get_result (session);

  g_assert_nonnull (result->text);
  g_assert_true (g_utf8_validate (result->text, -1, NULL));
  g_string_append_printf (owner->told, "%s %d %s\n", what, result->status, result->text);
  for (guint i = 0; i < result->untagged->len; i++)
    {
      const ImapResponse *response = g_ptr_array_index (result->untagged, i);

      g_assert_true (*response->name != '\0' && response->text != NULL);
      g_assert_cmpint (response->body != NULL, ==, response->section != NULL);
      g_string_append_printf (owner->told, " %s %u %u %u %zu %s %s %zu %u\n", response->name, response->number, response->uid,
                              response->flags, response->size, response->mailbox != NULL ? response->mailbox : "",
                              response->text, response->body != NULL ? g_bytes_get_size (response->body) : 0,
                              response->numbers != NULL ? response->numbers->len : 0);
    }
}

static void
command (SimSession *session, SimTime now, guint n)
{
  g_autoptr (GBytes) letter = g_bytes_new_static ("A: b\r\n\r\nc", 9);

  switch (n)
    {
    case 0: imap_client_list (session, now, "", "*"); break;
    case 1: imap_client_select (session, now, "\xCE\xB1", FALSE); break;
    case 2: imap_client_fetch (session, now, TRUE, "1:*", "(UID FLAGS BODY[])"); break;
    case 3: imap_client_append (session, now, "INBOX", MAIL_FLAG_SEEN, letter); break;
    case 4: imap_client_search (session, now, TRUE, "TEXT {2}\r\n\xCE\xB1 FROM {1}\r\nx"); break;
    case 5: imap_client_idle (session, now); break;
    case 6: imap_client_store (session, now, FALSE, "1", "+FLAGS", MAIL_FLAG_DELETED); break;
    case 7: imap_client_expunge (session, now, "1"); break;
    case 8: imap_client_close_mailbox (session, now, FALSE); break;
    default: imap_client_logout (session, now);
    }
}

static void
answer (SimDrive *drive, const SimOutput *question, gpointer data)
{
  Owner *owner = data;

  note (owner, drive->session, question->what);
  if (g_str_equal (question->what, "next"))
    command (drive->session, drive->now, owner->n++);
  else if (g_str_equal (question->what, "update"))
    {
      if (owner->n++ % 2 == 0)
        imap_client_go_on (drive->session, drive->now);
      else
        imap_client_done (drive->session, drive->now);
    }
}

static char *
run (const ImapClientConfig *config, const guint8 *data, gsize size, gsize chunk)
{
  Owner owner = { 0, g_string_new (NULL) };
  g_autoptr (SimDrive) drive = sim_drive_new (imap_client_new (config), &imap_client_machine, answer, &owner);

  sim_drive_open (drive);
  sim_drive_chunks (drive, data, size, chunk);
  if (size % 2 == 0)
    sim_drive_eof (drive);
  else
    for (guint i = 0; i < 5 && !drive->closed; i++)
      sim_drive_wait (drive, SIM_TIME_HOUR);
  g_assert_true (drive->closed);
  g_string_append (owner.told, drive->log->str);
  return g_string_free (owner.told, FALSE);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  ImapClientConfig config = { .password = "\xCE\xB1" };
  g_autofree char *whole = NULL;
  g_autofree char *cut = NULL;

  if (size < 2)
    return 0;
  config.user = data[0] & 1 ? "anna" : NULL;
  config.mechanisms = data[0] & 2 ? SASL_PLAIN | SASL_CRAM_MD5 : 0;
  config.rev2 = (data[0] & 4) != 0;
  config.max_literal = data[0] & 8 ? 100 : 0;
  whole = run (&config, data + 2, size - 2, 0);
  cut = run (&config, data + 2, size - 2, 1 + data[1] % 61);
  g_assert_cmpstr (whole, ==, cut);
  return 0;
}

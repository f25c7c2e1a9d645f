/* test-scene.c - what lies where: mailboxes, local copies, folders, flags, and the steps that they make
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/trace/replay.h"
#include "sim/trace/steps.h"

#include <string.h>

#define SERVER 0
#define DEVICE 1

static SimTrace *
new_trace (void)
{
  SimTrace *trace = sim_trace_new ();

  sim_trace_add_host (trace, "mail.school.example", NULL, 0xc0000201, 0);
  sim_trace_add_host (trace, "phone.school.example", NULL, 0xc0000202, 0);
  return trace;
}

static guint
add (SimTrace *trace, SimTime time, SimEntryKind kind, guint host, const char *rule, int about, const char *text)
{
  SimEntry entry = { .time = time, .kind = kind, .cause = SIM_CAUSE_NONE, .actor = host, .from = about, .rule = rule,
                     .bytes = (const guint8 *) text, .len = strlen (text) };

  return sim_trace_add (trace, &entry);
}

static guint
store (SimTrace *trace, SimTime time, guint host, const char *rule, const char *fields)
{
  g_autofree char *text = g_strdup_printf ("id=1 from=<a@b.example> to=<c@d.example> %s\r\nSubject: x\r\n\r\n", fields);

  return add (trace, time, SIM_ENTRY_STORED, host, rule, 0, text);
}

static void
assert_scene (SimTrace *trace, const char *expected)
{
  g_autoptr (SimReplay) replay = sim_replay_new (trace);
  g_autofree char *text = sim_scene_to_text (sim_replay_seek (replay, G_MAXUINT), trace);

  g_assert_cmpstr (strchr (text, '\n') + 1, ==, expected);
}

static void
test_local_copies (void)
{
  g_autoptr (SimTrace) trace = new_trace ();
  guint server, local;

  server = store (trace, 0, SERVER, "store:mailbox", "mailbox=c@d.example/INBOX uid=4");
  store (trace, 1, DEVICE, "store:local", "mailbox=c@d.example/INBOX uid=4 have=headers size=900");
  local = store (trace, 2, DEVICE, "store:local", "mailbox=c@d.example/INBOX uid=4 have=all flags=\\Seen");
  store (trace, 2, DEVICE, "store:local", "mailbox=c@d.example/INBOX uid=5 have=part size=900");
  add (trace, 3, SIM_ENTRY_NOTE, DEVICE, "mail:opened", (int) local, "");
  add (trace, 3, SIM_ENTRY_NOTE, SERVER, "mail:flags", (int) server, "flags=\\Seen,\\Flagged");
  add (trace, 4, SIM_ENTRY_NOTE, DEVICE, "mail:offline", -1, "");
  assert_scene (trace,
                "copy 0 at mail.school.example mailbox attempts 0 next 9223372036854775807 note 5\n"
                "  in c@d.example/INBOX uid 4 have all flags (\\Seen,\\Flagged)\n"
                "copy 2 at phone.school.example local attempts 0 next 9223372036854775807 note 4\n"
                "  in c@d.example/INBOX uid 4 have all flags (\\Seen) opened\n"
                "copy 3 at phone.school.example local attempts 0 next 9223372036854775807 note -1\n"
                "  in c@d.example/INBOX uid 5 have part flags ()\n"
                "folder 0 at mail.school.example mailbox c@d.example/INBOX\n"
                "folder 1 at phone.school.example local c@d.example/INBOX\n"
                "offline phone.school.example\n");
  add (trace, 5, SIM_ENTRY_NOTE, SERVER, "mail:removed", (int) server, "");
  add (trace, 5, SIM_ENTRY_NOTE, DEVICE, "mail:online", -1, "");
  add (trace, 5, SIM_ENTRY_NOTE, DEVICE, "mail:removed", (int) local, "");
  assert_scene (trace,
                "copy 3 at phone.school.example local attempts 0 next 9223372036854775807 note -1\n"
                "  in c@d.example/INBOX uid 5 have part flags ()\n"
                "folder 0 at mail.school.example mailbox c@d.example/INBOX\n"
                "folder 1 at phone.school.example local c@d.example/INBOX\n");
}

static void
test_folders (void)
{
  g_autoptr (SimTrace) trace = new_trace ();

  add (trace, 0, SIM_ENTRY_NOTE, SERVER, "folder:created", -1, "mailbox=c@d.example/My%20class store=mailbox");
  store (trace, 1, SERVER, "store:mailbox", "mailbox=c@d.example/My%20class uid=1");
  add (trace, 2, SIM_ENTRY_NOTE, SERVER, "folder:renamed", -1,
       "mailbox=c@d.example/My%20class to=c@d.example/Σχολείο store=mailbox");
  store (trace, 3, SERVER, "store:mailbox", "mailbox=c@d.example/Σχολείο uid=2");
  add (trace, 4, SIM_ENTRY_NOTE, SERVER, "folder:created", -1, "mailbox=c@d.example/Old store=mailbox");
  assert_scene (trace,
                "copy 1 at mail.school.example mailbox attempts 0 next 9223372036854775807 note -1\n"
                "  in c@d.example/Σχολείο uid 1 have all flags ()\n"
                "copy 3 at mail.school.example mailbox attempts 0 next 9223372036854775807 note -1\n"
                "  in c@d.example/Σχολείο uid 2 have all flags ()\n"
                "folder 0 at mail.school.example mailbox c@d.example/Σχολείο\n"
                "folder 4 at mail.school.example mailbox c@d.example/Old\n");
  add (trace, 5, SIM_ENTRY_NOTE, SERVER, "folder:deleted", -1, "mailbox=c@d.example/Σχολείο store=mailbox");
  assert_scene (trace, "folder 4 at mail.school.example mailbox c@d.example/Old\n");
}

static void
test_fields (void)
{
  static const struct { const char *mailbox; const char *field; } rows[] = {
    { "anna@school.example/INBOX", "anna@school.example/INBOX" },
    { "a@b.example/To do, 50%", "a@b.example/To%20do%2C%2050%25" },
    { "a@b.example/Отправленные", "a@b.example/Отправленные" },
  };
  g_autofree char *odd = sim_mailbox_from_field ("a%00b%zz");
  g_autofree char *flags = sim_flags_to_text (MAIL_FLAG_ANSWERED | MAIL_FLAG_SEEN);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *field = sim_mailbox_to_field (rows[i].mailbox);
      g_autofree char *mailbox = sim_mailbox_from_field (field);

      g_assert_cmpstr (field, ==, rows[i].field);
      g_assert_cmpstr (mailbox, ==, rows[i].mailbox);
    }
  g_assert_cmpstr (odd, ==, "a%00b%zz");
  g_assert_cmpstr (flags, ==, "\\Seen,\\Answered");
  g_assert_cmpuint (sim_flags_from_text ("\\seen,$Junk,\\Draft"), ==, MAIL_FLAG_SEEN | MAIL_FLAG_DRAFT);
}

/* What happens at one moment to many messages is one step; what happens later, or elsewhere, is another. */
static void
test_steps (void)
{
  static const guint entries[] = { 0, 2, 4, 6, 7, 8 };
  g_autoptr (SimTrace) trace = new_trace ();
  g_autoptr (SimSteps) steps = NULL;

  store (trace, 0, SERVER, "store:mailbox", "mailbox=c@d.example/INBOX uid=1");
  store (trace, 0, SERVER, "store:mailbox", "mailbox=c@d.example/INBOX uid=2");
  store (trace, 1, DEVICE, "store:local", "mailbox=c@d.example/INBOX uid=1 have=headers");
  store (trace, 1, DEVICE, "store:local", "mailbox=c@d.example/INBOX uid=2 have=headers");
  add (trace, 2, SIM_ENTRY_NOTE, SERVER, "mail:flags", 0, "flags=\\Seen");
  add (trace, 2, SIM_ENTRY_NOTE, SERVER, "mail:flags", 1, "flags=\\Seen");
  add (trace, 3, SIM_ENTRY_NOTE, SERVER, "mail:flags", 0, "flags=");
  add (trace, 3, SIM_ENTRY_NOTE, DEVICE, "mail:flags", 2, "flags=");
  add (trace, 4, SIM_ENTRY_NOTE, DEVICE, "mail:offline", -1, "");
  steps = sim_steps_new (trace, SIM_STEP_LINE);
  g_assert_cmpuint (sim_steps_length (steps), ==, G_N_ELEMENTS (entries));
  for (guint i = 0; i < G_N_ELEMENTS (entries); i++)
    g_assert_cmpuint (sim_steps_get (steps, i + 1)->entry, ==, entries[i]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/scene/local-copies", test_local_copies);
  g_test_add_func ("/trace/scene/folders", test_folders);
  g_test_add_func ("/trace/scene/fields", test_fields);
  g_test_add_func ("/trace/scene/steps", test_steps);
  return g_test_run ();
}

/* test-mua.c - mail programs and their servers: what is fetched, kept, deleted, and done later
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/trace/replay.h"
#include "tests/actors/stage.h"

#include <string.h>

/* Ann's mailbox with two letters, her computer and her phone; Bob, who writes to her. */
static const char format[] =
  "[Scenario]\nTitle=T\n"
  "[Host mail.a.example]\nRoles=msa;mta;mda;ms\nDomains=a.example\n%s"
  "[Host pc.a.example]\nRoles=mua\n[Host phone.a.example]\nRoles=mua\n"
  "[Link pc.a.example mail.a.example]\n[Link phone.a.example mail.a.example]\nProfile=mobile\n"
  "[User ann@a.example]\nPassword=secret\n[User bob@a.example]\nHost=pc.a.example\nPassword=other\n"
  "[Account ann@a.example pc.a.example]\n%s"
  "[Account ann@a.example phone.a.example]\n%s"
  "[Message one]\nFrom=bob@a.example\nTo=ann@a.example\nSubject=One\nBody=First.\\n\n"
  "[Message two]\nFrom=bob@a.example\nTo=ann@a.example\nSubject=Two\nBody=Second.\\n\nAttach=photo.jpg 20k\n"
  "[Message new]\nFrom=bob@a.example\nTo=ann@a.example\nSubject=New\nBody=News.\\n\n"
  "[Mailbox ann@a.example/INBOX]\nMessages=one;two\n"
  "%s";

static SimTrace *
play (const char *server, const char *pc, const char *phone, const char *acts)
{
  g_autofree char *text = g_strdup_printf (format, server, pc, phone, acts);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GPtrArray) faults = sim_faults_new ();
  g_autoptr (SimScenario) scenario = sim_scenario_parse ("test", NULL, bytes, faults);

  for (guint i = 0; i < faults->len; i++)
    g_error ("line %u: %s", ((SimFault *) g_ptr_array_index (faults, i))->line,
             ((SimFault *) g_ptr_array_index (faults, i))->message);
  return sim_world_play (scenario, 1, SIM_TIME_NEVER);
}

/* Who has what in the end: "mail.a.example ann@a.example/INBOX 1 all \Seen", a line each. */
static char *
ending (SimTrace *trace)
{
  static const char *const amounts[] = { "all", "part", "headers" };
  g_autoptr (SimReplay) replay = sim_replay_new (trace);
  const SimScene *scene = sim_replay_seek (replay, G_MAXUINT);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < sim_scene_n_copies (scene); i++)
    {
      const SimSceneCopy *copy = sim_scene_get_copy (scene, i);
      g_autofree char *mailbox = sim_scene_dup_mailbox (scene, trace, copy);
      g_autofree char *flags = sim_flags_to_text (copy->flags);

      g_string_append_printf (out, "%s %s %u %s %s\n", sim_trace_get_host (trace, copy->host)->name, mailbox, copy->uid,
                              amounts[copy->have], flags);
    }
  return g_string_free (out, FALSE);
}

#define POP3(policy) "Incoming=pop3\nPolicy=" policy "\n"
#define IMAP(policy) "Incoming=imap\nPolicy=" policy "\n"
#define ACT(n, what) "[Act " n "]\nWho=ann@a.example\n" what
#define ON_PC "Device=pc.a.example\n"
#define ON_PHONE "Device=phone.a.example\n"

static void
test_pop3_keeps_for_days (void)
{
  g_autoptr (SimTrace) trace = play ("", POP3 ("keep") "Days=3\n", POP3 ("keep"),
                                     ACT ("1", "Do=check\n") ACT ("2", "At=2d\nDo=check\n") ACT ("3", "At=4d\nDo=check\n"));
  g_autofree char *second = test_stage_talk (trace, "pc.a.example -> mail.a.example:110", 2);
  g_autofree char *third = test_stage_talk (trace, "pc.a.example -> mail.a.example:110", 3);
  g_autofree char *end = ending (trace);

  assert_lacks (second, "RETR");
  assert_lacks (second, "DELE");
  assert_has (third, "C: DELE 1");
  assert_has (third, "C: DELE 2");
  assert_lacks (third, "RETR");
  g_assert_cmpstr (end, ==, "pc.a.example ann@a.example/INBOX 1 all \npc.a.example ann@a.example/INBOX 2 all \n");
}

static void
test_pop3_headers_first (void)
{
  g_autoptr (SimTrace) trace = play ("", POP3 ("headers"), POP3 ("keep"),
                                     ACT ("1", "Do=check\n") ACT ("2", "Do=read\nMessage=one\n"));
  g_autofree char *first = test_stage_talk (trace, "pc.a.example -> mail.a.example:110", 1);
  g_autofree char *second = test_stage_talk (trace, "pc.a.example -> mail.a.example:110", 2);
  g_autofree char *end = ending (trace);

  assert_has (first, "C: TOP 2 0");
  assert_lacks (first, "RETR");
  assert_has (second, "C: RETR 1");
  assert_lacks (second, "RETR 2");
  assert_has (end, "pc.a.example ann@a.example/INBOX 1 all \\Seen\n");
  assert_has (end, "pc.a.example ann@a.example/INBOX 2 headers \n");
}

/* What was fetched before the line broke is not fetched again, and is deleted in the end. */
static void
test_pop3_resumes (void)
{
  g_autoptr (SimTrace) trace = play ("", POP3 ("delete"), POP3 ("keep"),
                                     "[Fault 1]\nHost=mail.a.example\nWhen=first 1 command RETR 2\nWhat=drop\n"
                                     ACT ("1", "Do=check\n") ACT ("2", "At=1m\nDo=check\n"));
  g_autofree char *second = test_stage_talk (trace, "pc.a.example -> mail.a.example:110", 2);
  g_autofree char *notes = test_stage_notes (trace);
  g_autofree char *end = ending (trace);

  assert_has (notes, "pc.a.example mail:failed");
  assert_lacks (second, "RETR 1");
  assert_has (second, "C: DELE 1");
  assert_has (second, "C: RETR 2");
  g_assert_cmpstr (end, ==, "pc.a.example ann@a.example/INBOX 1 all \npc.a.example ann@a.example/INBOX 2 all \n");
}

static void
test_pop3_without_uidl (void)
{
  g_autoptr (SimTrace) trace = play ("Lacks=UIDL\n", POP3 ("keep"), POP3 ("keep"),
                                     ACT ("1", "Do=check\n") ACT ("2", "At=1m\nDo=check\n"));
  g_autofree char *second = test_stage_talk (trace, "pc.a.example -> mail.a.example:110", 2);

  assert_lacks (second, "UIDL");
  assert_has (second, "C: RETR 1");          /* nothing tells it that it has them */
}

static void
test_server_answers_faults (void)
{
  g_autoptr (SimTrace) trace = play ("", POP3 ("delete"), IMAP ("headers"),
                                     "[Fault 1]\nHost=mail.a.example\nWhen=first 1 command STAT\nWhat=reply -ERR [SYS/TEMP] Later\n"
                                     "[Fault 2]\nHost=mail.a.example\nWhen=first 1 command SELECT\nWhat=reply NO [UNAVAILABLE] Later\n"
                                     ACT ("1", ON_PC "Do=check\n") ACT ("2", ON_PHONE "Do=check\n"));
  g_autofree char *pop3 = test_stage_talk (trace, "pc.a.example -> mail.a.example:110", 1);
  g_autofree char *imap = test_stage_talk (trace, "phone.a.example -> mail.a.example:143", 1);
  g_autofree char *notes = test_stage_notes (trace);

  assert_has (pop3, "S: -ERR [SYS/TEMP] Later");
  assert_has (imap, "NO [UNAVAILABLE] Later");
  assert_has (notes, "phone.a.example mail:failed reply=NO [UNAVAILABLE] Later");
}

/* Only the text of a letter with an attachment is fetched, and from then on it is here. */
static void
test_imap_text_only (void)
{
  g_autoptr (SimTrace) trace = play ("", IMAP ("text"), IMAP ("headers"),
                                     ACT ("1", "Do=check\n") ACT ("2", "Do=read\nMessage=two\n") ACT ("3", "Do=read\nMessage=two\n"));
  g_autofree char *talk = test_stage_talk (trace, "pc.a.example -> mail.a.example:143", 1);
  g_autofree char *end = ending (trace);

  assert_has (talk, "BODY[1]");
  g_assert_cmpuint (test_count (talk, "FETCH 2 (FLAGS BODY[1])"), ==, 1);
  g_assert_cmpuint (strlen (talk), <, 8000);
  assert_has (end, "pc.a.example ann@a.example/INBOX 2 part \\Seen\n");
  assert_has (end, "mail.a.example ann@a.example/INBOX 2 all \\Seen\n");
}

/* What is done without the network is done on the server when it is there again. */
static void
test_imap_offline (void)
{
  g_autoptr (SimTrace) trace = play ("", IMAP ("all"), IMAP ("headers"),
                                     ACT ("1", "Do=check\n") ACT ("2", "Do=offline\n") ACT ("3", "Do=read\nMessage=one\n")
                                     ACT ("4", "Do=move\nMessage=two\nTarget=Old\n") ACT ("5", "Do=create-folder\nFolder=New\n")
                                     ACT ("6", "At=1h\nDo=online\n"));
  g_autofree char *second = test_stage_talk (trace, "pc.a.example -> mail.a.example:143", 2);
  g_autofree char *end = ending (trace);

  assert_has (second, "UID STORE 1 +FLAGS.SILENT (\\Seen)");
  assert_has (second, "[TRYCREATE]");
  assert_has (second, "CREATE New");
  assert_has (end, "mail.a.example ann@a.example/INBOX 1 all \\Seen\n");
  assert_has (end, "mail.a.example ann@a.example/Old 1 all \n");
  assert_lacks (end, "mail.a.example ann@a.example/INBOX 2 ");
}

static void
test_imap_watch (void)
{
  g_autoptr (SimTrace) trace = play ("", IMAP ("headers"), IMAP ("headers"),
                                     ACT ("1", ON_PHONE "Do=watch\n") "[Act 2]\nAt=10s\nWho=bob@a.example\nDo=send\nMessage=new\n"
                                     ACT ("3", "At=20s\n" ON_PC "Do=check\n") ACT ("4", "At=30s\n" ON_PC "Do=delete\nMessage=one\n")
                                     ACT ("5", "At=40s\n" ON_PC "Do=flag\nFlags=Flagged\nMessage=two\n")
                                     ACT ("6", "At=60s\n" ON_PHONE "Do=unwatch\n"));
  g_autofree char *end = ending (trace);

  assert_has (end, "phone.a.example ann@a.example/INBOX 3 headers \n");
  assert_has (end, "phone.a.example ann@a.example/INBOX 2 headers \\Flagged\n");
  assert_lacks (end, "ann@a.example/INBOX 1 ");
}

#define SEND(n, device) ACT (n, device "Do=send\nMessage=answer\n")
#define ANSWER "[Message answer]\nFrom=ann@a.example\nTo=bob@a.example\nSubject=Answer\nBody=Yes.\\n\n"

/* Who has copies of what was sent is a matter of the server and of each program, not of the protocol. */
static void
test_sent_filed_by_server (void)
{
  g_autoptr (SimTrace) trace = play ("", POP3 ("keep") "Sent=server\n", IMAP ("headers") "Sent=append\n",
                                     ANSWER SEND ("1", ON_PC));
  g_autoptr (SimTrace) both = play ("", POP3 ("keep") "Sent=server\n", IMAP ("headers") "Sent=append\n",
                                    ANSWER SEND ("1", ON_PHONE));
  g_autoptr (SimTrace) neither = play ("", POP3 ("keep") "Sent=none\n", IMAP ("headers") "Sent=none\n",
                                       ANSWER SEND ("1", ON_PC));
  g_autofree char *end = ending (trace);
  g_autofree char *end_both = ending (both);
  g_autofree char *end_neither = ending (neither);
  g_autofree char *copy = test_stage_inbox (trace, "ann@a.example/Sent");
  g_autofree char *append = test_stage_talk (both, "phone.a.example -> mail.a.example:143", 1);

  assert_has (end, "mail.a.example ann@a.example/Sent 1 all \\Seen\n");
  g_assert_cmpuint (test_count (end, "/Sent "), ==, 1);
  assert_has (copy, "Subject: Answer");
  assert_lacks (copy, "Received:");
  g_assert_null (test_stage_talk (trace, "pc.a.example -> mail.a.example:143", 1));
  /* The letter went up twice, and lies there twice. */
  assert_has (append, "APPEND Sent");
  assert_has (end_both, "mail.a.example ann@a.example/Sent 1 all \\Seen\n");
  assert_has (end_both, "mail.a.example ann@a.example/Sent 2 all \\Seen\n");
  assert_lacks (end_neither, "/Sent ");
}

/* The letter counts, not the copy: where there is no room it goes out all the same. */
static void
test_sent_without_room (void)
{
  g_autoptr (SimTrace) trace = play ("", POP3 ("keep") "Sent=server\n", POP3 ("keep"),
                                     "[Message large]\nFrom=ann@a.example\nTo=bob@a.example\nSubject=Large\nBody=Here.\\n\n"
                                     "Attach=film.avi 300k\n" ACT ("1", "Do=send\nMessage=large\n"));
  g_autoptr (SimTrace) full = play ("[User carl@a.example]\nHost=pc.a.example\nPassword=third\nQuota=100k\n"
                                    "[Account carl@a.example pc.a.example]\nIncoming=imap\nSent=server\n",
                                    POP3 ("keep"), POP3 ("keep"),
                                    "[Message large]\nFrom=carl@a.example\nTo=bob@a.example\nSubject=Large\nBody=Here.\\n\n"
                                    "Attach=film.avi 300k\n[Act 1]\nWho=carl@a.example\nDo=send\nMessage=large\n");
  g_autofree char *end = ending (trace);
  g_autofree char *end_full = ending (full);

  assert_has (end, "mail.a.example ann@a.example/Sent 1 all");
  assert_lacks (end_full, "/Sent ");
  assert_has (end_full, "mail.a.example bob@a.example/INBOX 1 all");
}

static void
test_what_cannot_be_done (void)
{
  g_autoptr (SimTrace) trace = play ("", IMAP ("headers"), POP3 ("keep"),
                                     ACT ("1", "Do=read\nMessage=one\n") ACT ("2", "Do=offline\n") ACT ("3", "Do=check\n"));
  g_autofree char *notes = test_stage_notes (trace);

  assert_has (notes, "mail:failed reply=No such message here");
  assert_has (notes, "mail:failed reply=There is no network");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/actors/mua/pop3-keeps-for-days", test_pop3_keeps_for_days);
  g_test_add_func ("/actors/mua/pop3-headers-first", test_pop3_headers_first);
  g_test_add_func ("/actors/mua/pop3-resumes", test_pop3_resumes);
  g_test_add_func ("/actors/mua/pop3-without-uidl", test_pop3_without_uidl);
  g_test_add_func ("/actors/mua/servers-answer-faults", test_server_answers_faults);
  g_test_add_func ("/actors/mua/imap-text-only", test_imap_text_only);
  g_test_add_func ("/actors/mua/imap-offline", test_imap_offline);
  g_test_add_func ("/actors/mua/imap-watch", test_imap_watch);
  g_test_add_func ("/actors/mua/sent-filed-by-server", test_sent_filed_by_server);
  g_test_add_func ("/actors/mua/sent-without-room", test_sent_without_room);
  g_test_add_func ("/actors/mua/what-cannot-be-done-is-told", test_what_cannot_be_done);
  return g_test_run ();
}

/* How mail is passed on: exchanges in order, retries, mixed outcomes, reports to the sender.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/actors/stage.h"

#include <string.h>

#define SEND(n, to)  "[Act " n "]\nWho=anna@a.example\nDo=send\nMessage=m\nTo=" to "\n"
#define A_TO_B       "mx.a.example -> mx.b.example:25"
#define DSN          "Extensions=DSN;ENHANCEDSTATUSCODES;AUTH\n"

static void
test_retries_back_off_and_expire (void)
{
  g_autoptr (SimTrace) trace = test_stage_play ("Retry=1h\nExpire=5h\nDelay=2h\n", "",
    "[Fault 1]\nHost=mx.b.example\nWhen=command RCPT\nWhat=reply 450 4.2.1 Busy\n" SEND ("1", "bob@b.example"));
  g_autofree char *notes = test_stage_notes (trace);
  g_autofree char *anna = test_stage_inbox (trace, "anna@a.example/INBOX");
  SimTime wait[4] = { 0, 0, 0, 0 };
  guint n = 0;

  for (guint i = 0; i < sim_trace_length (trace); i++)
    {
      SimEntry entry;

      sim_trace_get (trace, i, &entry);
      if (g_strcmp0 (entry.rule, "queue:deferred") == 0 && n < G_N_ELEMENTS (wait))
        wait[n++] = (entry.until - entry.time + SIM_TIME_MINUTE) / SIM_TIME_HOUR;
    }
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpint (wait[0], ==, 1);
  g_assert_cmpint (wait[1], ==, 2);
  g_assert_cmpint (wait[2], ==, 2);                     /* no further than the expiry */
  g_assert_cmpuint (test_count (notes, "queue:notified"), ==, 1);
  g_assert_cmpuint (test_count (notes, "queue:bounced"), ==, 1);
  assert_has (anna, "Subject: Delayed mail\r\n");
  assert_has (anna, "Action: delayed\r\n");
  assert_has (anna, "Subject: Undelivered mail\r\n");
  assert_has (anna, "Diagnostic-Code: smtp; 450 4.2.1 Busy\r\n");
  g_assert_cmpuint (test_count (anna, "Return-Path: <>"), ==, 2);
}

static void
test_mixed_outcomes (void)
{
  g_autoptr (SimTrace) trace = test_stage_play ("", "",
    "[User slow@b.example]\n[Fault 1]\nHost=mx.b.example\nWhen=first 1 recipient slow@\nWhat=reply 451 4.3.0 Later\n"
    SEND ("1", "bob@b.example;nobody@b.example;slow@b.example;anna@a.example"));
  g_autofree char *notes = test_stage_notes (trace);
  g_autofree char *anna = test_stage_inbox (trace, "anna@a.example/INBOX");
  g_autofree char *slow = test_stage_inbox (trace, "slow@b.example/INBOX");

  assert_has (notes, "mx.a.example queue:sent to=<bob@b.example> reply=250");
  assert_has (notes, "mx.a.example queue:failed to=<nobody@b.example> reply=550 5.1.1");
  assert_has (notes, "mx.a.example queue:deferred to=<slow@b.example> attempt=1 reply=451 4.3.0 Later");
  assert_has (notes, "mx.a.example queue:sent to=<slow@b.example>");
  assert_has (notes, "mx.a.example queue:sent to=<anna@a.example>");
  g_assert_cmpuint (test_count (anna, "Return-Path: <anna@a.example>"), ==, 1);
  g_assert_cmpuint (test_count (anna, "Return-Path: <>"), ==, 1);
  g_assert_cmpuint (test_count (slow, "Return-Path:"), ==, 1);
}

/* LMTP answers for each recipient: one mailbox is full for good, the other takes it. */
static void
test_mixed_lmtp (void)
{
  g_autoptr (SimTrace) trace = test_stage_play ("", "",
    "[User small@b.example]\nQuota=10\n" SEND ("1", "small@b.example;bob@b.example"));
  g_autofree char *talk = test_stage_talk (trace, "mx.b.example -> mx.b.example:24", 1);
  g_autofree char *bob = test_stage_inbox (trace, "bob@b.example/INBOX");
  g_autofree char *anna = test_stage_inbox (trace, "anna@a.example/INBOX");

  assert_has (talk, "C: .\nS: 552 5.2.2 Message larger than the mailbox quota\nS: 250 2.1.5 <bob@b.example> delivered\n");
  assert_has (bob, "Subject: Hello");
  assert_has (anna, "Final-Recipient: rfc822; small@b.example\r\n");
  assert_lacks (anna, "Final-Recipient: rfc822; bob@b.example\r\n");
}

static void
test_next_exchange_after_refusal (void)
{
  g_autoptr (SimTrace) refused = test_stage_play ("", "",
    "[Record two.example MX]\nValue=10 ns.example;20 mx.b.example\n" SEND ("1", "bob@two.example"));
  g_autoptr (SimTrace) greeting = test_stage_play ("", "",
    "[Fault 1]\nHost=mx.b.example\nWhen=command EHLO\nWhat=reply 554 5.3.2 Not taking mail\n" SEND ("1", "bob@b.example"));
  g_autofree char *first = test_stage_talk (refused, "mx.a.example -> ns.example:25", 1);
  g_autofree char *second = test_stage_talk (refused, A_TO_B, 1);
  g_autofree char *notes = test_stage_notes (greeting);

  g_assert_nonnull (first);
  assert_lacks (first, "C:");
  assert_has (second, "C: RCPT TO:<bob@two.example>\n");
  assert_has (second, "S: 550 5.7.1 Relaying denied\n");
  assert_has (notes, "mx.a.example queue:sent to=<bob@b.example>");       /* by HELO */
}

static void
test_own_name_in_mx (void)
{
  g_autoptr (SimTrace) best = test_stage_play ("", "",
    "[Record two.example MX]\nValue=10 mx.a.example;20 mx.b.example\n" SEND ("1", "bob@two.example"));
  g_autoptr (SimTrace) second = test_stage_play ("", "",
    "[Record two.example MX]\nValue=20 mx.a.example;10 mx.b.example;30 ns.example\n" SEND ("1", "bob@two.example"));
  g_autofree char *best_notes = test_stage_notes (best);
  g_autofree char *none = test_stage_talk (best, A_TO_B, 1);
  g_autofree char *better = test_stage_talk (second, A_TO_B, 1);
  g_autofree char *worse = test_stage_talk (second, "mx.a.example -> ns.example:25", 1);

  assert_has (best_notes, "queue:failed to=<bob@two.example> reply=554 5.4.6 ");
  g_assert_null (none);
  assert_has (better, "C: RCPT TO:<bob@two.example>\n");
  g_assert_null (worse);
}

static void
test_null_mx_and_no_domain (void)
{
  g_autoptr (SimTrace) trace = test_stage_play ("", "", "[Record deaf.example MX]\nValue=0 .\n"
                                                SEND ("1", "x@deaf.example;y@nowhere.example"));
  g_autofree char *notes = test_stage_notes (trace);

  assert_has (notes, "queue:failed to=<x@deaf.example> reply=556 5.1.10 Domain takes no mail\n");
  assert_has (notes, "queue:failed to=<y@nowhere.example> reply=550 5.1.2 No such domain\n");
}

static void
test_literal_and_smarthost (void)
{
  g_autoptr (SimTrace) literal = test_stage_play ("", "", SEND ("1", "bob@[192.0.2.26]"));
  g_autoptr (SimTrace) smart = test_stage_play ("Smarthost=mx.b.example\n", "Relay=yes\n",
    "[Record c.example MX]\nValue=0 .\n" SEND ("1", "x@c.example;bob@b.example"));
  g_autofree char *bob = test_stage_inbox (literal, "bob@b.example/INBOX");
  g_autofree char *talk = test_stage_talk (smart, A_TO_B, 1);
  g_autofree char *again = test_stage_talk (smart, A_TO_B, 2);

  assert_has (bob, "Subject: Hello");
  assert_has (talk, "C: RCPT TO:<x@c.example>\n");
  assert_has (talk, "C: RCPT TO:<bob@b.example>\n");
  g_assert_null (again);
}

static void
test_no_bounce_for_a_bounce (void)
{
  g_autoptr (SimTrace) trace = test_stage_play ("", "",
    "[Act 1]\nWho=anna@a.example\nDo=send\nMessage=m\nFrom=<>\nTo=nobody@b.example\n");
  g_autofree char *notes = test_stage_notes (trace);

  assert_has (notes, "queue:failed to=<nobody@b.example>");
  assert_lacks (notes, "queue:bounced");
}

/* A line that goes dead in the middle of the message: the client waits as long as it must, and tries again. */
static void
test_cut_line_times_out (void)
{
  g_autoptr (SimTrace) trace = test_stage_play ("", "", "[Fault 1]\nHost=mx.b.example\nWhen=first 1 command DATA\nWhat=cut\n"
                                                SEND ("1", "bob@b.example"));
  g_autofree char *notes = test_stage_notes (trace);
  g_autofree char *bob = test_stage_inbox (trace, "bob@b.example/INBOX");

  assert_has (notes, "mx.a.example queue:deferred to=<bob@b.example> attempt=1 reply=");
  assert_has (notes, "mx.a.example queue:sent to=<bob@b.example>");
  g_assert_cmpuint (test_count (bob, "Subject: Hello"), ==, 1);
}

#define ASK(notify, to) "[Act 1]\nWho=anna@a.example\nDo=send\nMessage=m\nTo=" to "\nNotify=" notify "\n"

static void
test_reports_as_asked (void)
{
  g_autoptr (SimTrace) never = test_stage_play (DSN, DSN, ASK ("NEVER", "nobody@b.example"));
  g_autoptr (SimTrace) success = test_stage_play (DSN, DSN, ASK ("SUCCESS", "bob@b.example"));
  g_autoptr (SimTrace) relayed = test_stage_play (DSN, "", ASK ("SUCCESS", "bob@b.example"));
  g_autoptr (SimTrace) full = test_stage_play (DSN, DSN, ASK ("FAILURE", "nobody@b.example") "Return=FULL\n");
  g_autofree char *nothing = test_stage_inbox (never, "anna@a.example/INBOX");
  g_autofree char *talk = test_stage_talk (success, A_TO_B, 1);
  g_autofree char *delivered = test_stage_inbox (success, "anna@a.example/INBOX");
  g_autofree char *passed = test_stage_inbox (relayed, "anna@a.example/INBOX");
  g_autofree char *whole = test_stage_inbox (full, "anna@a.example/INBOX");

  g_assert_cmpstr (nothing, ==, "");
  assert_has (talk, "C: RCPT TO:<bob@b.example> NOTIFY=SUCCESS\n");
  assert_has (delivered, "Action: delivered\r\n");
  assert_has (delivered, "Reporting-MTA: dns; mx.b.example\r\n");
  g_assert_cmpuint (test_count (delivered, "Return-Path:"), ==, 1);
  assert_has (passed, "Action: relayed\r\n");
  assert_has (passed, "Reporting-MTA: dns; mx.a.example\r\n");
  assert_has (whole, "Content-Type: message/rfc822\r\n");
  assert_has (whole, "\r\nSome text\r\n");
}

static void
test_chunks (void)
{
  g_autoptr (SimTrace) trace = test_stage_play ("Chunks=100\n", "Extensions=CHUNKING;8BITMIME\n", SEND ("1", "bob@b.example"));
  g_autofree char *talk = test_stage_talk (trace, A_TO_B, 1);
  g_autofree char *bob = test_stage_inbox (trace, "bob@b.example/INBOX");

  g_assert_cmpuint (test_count (talk, "C: BDAT "), >=, 3);
  g_assert_cmpuint (test_count (talk, " LAST\n"), ==, 1);
  assert_lacks (talk, "C: DATA\n");
  assert_has (bob, "Some text\r\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/actors/relay/retries-back-off-and-expire", test_retries_back_off_and_expire);
  g_test_add_func ("/actors/relay/mixed-outcomes", test_mixed_outcomes);
  g_test_add_func ("/actors/relay/mixed-lmtp", test_mixed_lmtp);
  g_test_add_func ("/actors/relay/next-exchange-after-a-refusal", test_next_exchange_after_refusal);
  g_test_add_func ("/actors/relay/own-name-in-mx", test_own_name_in_mx);
  g_test_add_func ("/actors/relay/null-mx-and-no-domain", test_null_mx_and_no_domain);
  g_test_add_func ("/actors/relay/literal-and-smarthost", test_literal_and_smarthost);
  g_test_add_func ("/actors/relay/no-bounce-for-a-bounce", test_no_bounce_for_a_bounce);
  g_test_add_func ("/actors/relay/cut-line-times-out", test_cut_line_times_out);
  g_test_add_func ("/actors/relay/reports-as-asked", test_reports_as_asked);
  g_test_add_func ("/actors/relay/chunks", test_chunks);
  return g_test_run ();
}

/* What mail servers do with addresses: lists, forwarding, VRFY, EXPN, ETRN, logins, hops.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tests/actors/stage.h"

#include <string.h>

#define SEND(n, to)  "[Act " n "]\nWho=anna@a.example\nDo=send\nMessage=m\nTo=" to "\n"
#define TYPE         "[Act 1]\nWho=person.example\nDo=type\nServer=mx.b.example\nLine1=EHLO person.example\n"
#define A_TO_B       "mx.a.example -> mx.b.example:25"
#define PC_TO_A      "pc.a.example -> mx.a.example:587"
#define BY_HAND      "person.example -> mx.b.example:25"

static void
test_list_changes_the_envelope (void)
{
  g_autoptr (SimTrace) trace = test_stage_play ("", "",
    "[User carl@b.example]\n[User owner@b.example]\n"
    "[List staff@b.example]\nMembers=bob@b.example;carl@b.example;anna@a.example\nOwner=owner@b.example\n"
    SEND ("1", "staff@b.example"));
  g_autofree char *bob = test_stage_inbox (trace, "bob@b.example/INBOX");
  g_autofree char *carl = test_stage_inbox (trace, "carl@b.example/INBOX");
  g_autofree char *anna = test_stage_inbox (trace, "anna@a.example/INBOX");
  g_autofree char *notes = test_stage_notes (trace);

  assert_has (bob, "from=<owner@b.example>");
  assert_has (bob, "Return-Path: <owner@b.example>\r\n");
  assert_has (bob, "From: anna@a.example\r\nTo: bob@b.example\r\n");
  assert_has (carl, "Subject: Hello");
  assert_has (anna, "Return-Path: <owner@b.example>\r\n");
  assert_has (notes, "mx.b.example queue:expanded to=<staff@b.example>\n");
}

static void
test_alias_keeps_the_sender (void)
{
  g_autoptr (SimTrace) trace = test_stage_play ("", "",
    "[User carl@b.example]\n[List both@b.example]\nMembers=bob@b.example;carl@b.example;both@b.example\n"
    SEND ("1", "both@b.example;bob@b.example"));
  g_autofree char *bob = test_stage_inbox (trace, "bob@b.example/INBOX");

  assert_has (bob, "Return-Path: <anna@a.example>\r\n");
  g_assert_cmpuint (test_count (bob, "Return-Path:"), ==, 1);       /* named twice, told once */
}

/* The list's bounces go to the owner, not to the writer. */
static void
test_list_bounces_go_to_the_owner (void)
{
  g_autoptr (SimTrace) trace = test_stage_play ("", "",
    "[User owner@b.example]\n[List staff@b.example]\nMembers=gone@a.example\nOwner=owner@b.example\n"
    SEND ("1", "staff@b.example"));
  g_autofree char *owner = test_stage_inbox (trace, "owner@b.example/INBOX");
  g_autofree char *anna = test_stage_inbox (trace, "anna@a.example/INBOX");

  assert_has (owner, "Final-Recipient: rfc822; gone@a.example\r\n");
  g_assert_cmpstr (anna, ==, "");
}

static void
test_forward (void)
{
  g_autoptr (SimTrace) trace = test_stage_play ("", "",
    "[User carl@b.example]\nForward=anna@a.example\n[User olga@b.example]\nMoved=olga@c.example\n"
    SEND ("1", "carl@b.example;olga@b.example"));
  g_autofree char *talk = test_stage_talk (trace, A_TO_B, 1);
  g_autofree char *anna = test_stage_inbox (trace, "anna@a.example/INBOX");

  assert_has (talk, "S: 251 2.1.5 User not local; will forward to <anna@a.example>\n");
  assert_has (talk, "S: 551 5.1.6 User has moved; please try <olga@c.example>\n");
  assert_has (anna, "Return-Path: <anna@a.example>\r\n");
  assert_has (anna, "Final-Recipient: rfc822; olga@b.example\r\n");
  assert_has (anna, "Status: 5.1.6\r\n");
}

static void
test_vrfy_and_expn (void)
{
  g_autoptr (SimTrace) trace = test_stage_play ("", "Extensions=VRFY;EXPN;ENHANCEDSTATUSCODES\n",
    "[User ann@b.example]\nName=Ann Miller\nAliases=info\n[User carl@b.example]\nForward=x@c.example\n"
    "[User olga@b.example]\nMoved=olga@c.example\n"
    "[List staff@b.example]\nMembers=bob@b.example;someone@c.example\n" TYPE
    "Line2=VRFY bob\nLine3=VRFY <info@b.example>\nLine4=VRFY miller\nLine5=VRFY carl\nLine6=VRFY olga\n"
    "Line7=VRFY nobody\nLine8=VRFY x@c.example\nLine9=VRFY staff\nLine10=EXPN staff\nLine11=EXPN bob\n"
    "Line12=EXPN nothing\nLine13=QUIT\n");
  g_autofree char *talk = test_stage_talk (trace, BY_HAND, 1);

  assert_has (talk, "C: VRFY bob\nS: 250 2.1.5 Bob Miller <bob@b.example>\n");
  assert_has (talk, "C: VRFY <info@b.example>\nS: 250 2.1.5 Ann Miller <ann@b.example>\n");
  assert_has (talk, "C: VRFY miller\nS: 553-5.1.4 Ambiguous; possibilities are\nS: 553-5.1.4 Bob Miller <bob@b.example>\n"
                    "S: 553 5.1.4 Ann Miller <ann@b.example>\n");
  assert_has (talk, "C: VRFY carl\nS: 251 2.1.5 User not local; will forward to <x@c.example>\n");
  assert_has (talk, "C: VRFY olga\nS: 551 5.1.6 User has moved; please try <olga@c.example>\n");
  assert_has (talk, "C: VRFY nobody\nS: 550 5.1.1 No such user here\n");
  assert_has (talk, "C: VRFY x@c.example\nS: 252 2.5.2 Cannot verify, but will take mail and try to deliver it\n");
  assert_has (talk, "C: VRFY staff\nS: 550 5.2.4 That is a mailing list, not a user; ask EXPN\n");
  assert_has (talk, "C: EXPN staff\nS: 250-2.1.5 Bob Miller <bob@b.example>\nS: 250 2.1.5 <someone@c.example>\n");
  assert_has (talk, "C: EXPN bob\nS: 550 5.2.4 That is a user, not a mailing list; ask VRFY\n");
  assert_has (talk, "C: EXPN nothing\nS: 550 5.1.1 No such mailing list here\n");
}

/* Mail for a machine that was off waits until the machine asks for it; both letters go over one connection. */
static void
test_etrn_releases_the_queue (void)
{
  g_autoptr (SimTrace) trace = test_stage_play ("", "Extensions=ETRN\nRetry=3h\nRelay=yes\n",
    "[Host mx.c.example]\nRoles=mta;mda\nDomains=c.example\nResolver=ns.example\n[Link mx.b.example mx.c.example]\n"
    "[Record c.example MX]\nValue=10 mx.c.example\n[User olga@c.example]\n"
    "[Host pc.b.example]\nRoles=mua\n[Link pc.b.example mx.b.example]\n"
    "[User dan@b.example]\nHost=pc.b.example\nSubmission=mx.b.example:25\n"
    "[Fault 1]\nHost=mx.a.example\nWhen=first 2 command MAIL\nWhat=reply 451 4.3.0 Not yet\n"
    "[Message n]\nFrom=dan@b.example\nTo=postmaster@a.example\nBody=x\\n\n"
    "[Act 1]\nWho=dan@b.example\nDo=send\nMessage=n\n"
    "[Act 2]\nAfter=1\nAt=20m\nWho=dan@b.example\nDo=send\nMessage=n\n"
    "[Act 3]\nAfter=2\nAt=10m\nWho=person.example\nDo=type\nServer=mx.b.example\nLine1=EHLO person.example\n"
    "Line2=ETRN c.example\nLine3=ETRN b.example\nLine4=ETRN #q\nLine5=ETRN a.example\nLine6=QUIT\n");
  g_autofree char *talk = test_stage_talk (trace, BY_HAND, 1);
  g_autofree char *third = test_stage_talk (trace, "mx.b.example -> mx.a.example:25", 3);
  g_autofree char *fourth = test_stage_talk (trace, "mx.b.example -> mx.a.example:25", 4);

  assert_has (talk, "C: ETRN c.example\nS: 251 No messages waiting for node c.example\n");
  assert_has (talk, "C: ETRN b.example\nS: 459 Node b.example not allowed: its mail is delivered here\n");
  assert_has (talk, "C: ETRN #q\nS: 458 Unable to queue messages: there is no queue of that name\n");
  assert_has (talk, "C: ETRN a.example\nS: 253 2 pending messages for node a.example started\n");
  g_assert_nonnull (third);
  g_assert_cmpuint (test_count (third, "C: MAIL FROM"), ==, 2);
  g_assert_cmpuint (test_count (third, "C: QUIT"), ==, 1);
  g_assert_null (fourth);
}

static void
test_hops (void)
{
  g_autoptr (SimTrace) fine = test_stage_play ("", "MaxHops=3\n", SEND ("1", "bob@b.example"));
  g_autoptr (SimTrace) many = test_stage_play ("", "MaxHops=1\n", SEND ("1", "bob@b.example"));
  g_autofree char *talk = test_stage_talk (many, A_TO_B, 1);
  g_autofree char *inbox = test_stage_inbox (fine, "bob@b.example/INBOX");

  assert_has (talk, "S: 554 5.4.6 Too many hops: this message goes in a circle\n");
  assert_has (inbox, "Subject: Hello");
}

static void
test_logins (void)
{
  static const struct { const char *keys; const char *offer; const char *line; } rows[] =
  {
    { "", "S: 250 HELP\n", "C: AUTH PLAIN " },
    { "Auth=LOGIN\n", "AUTH LOGIN\n", "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: " },
    { "Auth=PLAIN;CRAM-MD5\n", "AUTH PLAIN CRAM-MD5\n", "C: AUTH CRAM-MD5\nS: 334 " },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SimTrace) trace = test_stage_play (rows[i].keys, "", SEND ("1", "bob@b.example"));
      g_autofree char *talk = test_stage_talk (trace, PC_TO_A, 1);

      assert_has (talk, rows[i].offer);
      assert_has (talk, rows[i].line);
      assert_has (talk, "S: 235 2.7.0 Authentication successful\n");
    }
}

static void
test_odd_addresses (void)
{
  g_autoptr (SimTrace) trace = test_stage_play ("", "",
    "[User two.words@b.example]\n" TYPE
    "Line2=MAIL FROM:<@x.example,@y.example:anna@a.example>\nLine3=RCPT TO:<@mx.b.example:bob@b.example>\n"
    "Line4=RCPT TO:<\"two.words\"@b.example>\nLine5=RCPT TO:<bob@[192.0.2.26]>\nLine6=RCPT TO:<POSTMASTER>\n"
    "Line7=RCPT TO:<bob@[192.0.2.99]>\nLine8=RCPT TO:<x@c.example>\nLine9=DATA\nLine10=Subject: odd\nLine11=\nLine12=.\n"
    "Line13=QUIT\n");
  g_autofree char *talk = test_stage_talk (trace, BY_HAND, 1);
  g_autofree char *bob = test_stage_inbox (trace, "bob@b.example/INBOX");
  g_autofree char *two = test_stage_inbox (trace, "two.words@b.example/INBOX");

  g_assert_cmpuint (test_count (talk, "S: 250 2.1.5 Recipient ok\n"), ==, 4);
  g_assert_cmpuint (test_count (talk, "S: 550 5.7.1 Relaying denied\n"), ==, 2);
  assert_has (bob, "Return-Path: <anna@a.example>\r\n");
  assert_has (two, "Subject: odd");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/actors/mta/list-changes-the-envelope", test_list_changes_the_envelope);
  g_test_add_func ("/actors/mta/alias-keeps-the-sender", test_alias_keeps_the_sender);
  g_test_add_func ("/actors/mta/list-bounces-go-to-the-owner", test_list_bounces_go_to_the_owner);
  g_test_add_func ("/actors/mta/forward-is-251-moved-is-551", test_forward);
  g_test_add_func ("/actors/mta/vrfy-and-expn", test_vrfy_and_expn);
  g_test_add_func ("/actors/mta/etrn-releases-the-queue", test_etrn_releases_the_queue);
  g_test_add_func ("/actors/mta/too-many-hops-is-554", test_hops);
  g_test_add_func ("/actors/mta/logins", test_logins);
  g_test_add_func ("/actors/mta/quoted-literal-routed-postmaster", test_odd_addresses);
  return g_test_run ();
}

/* test-explain.c - what entries of a trace mean
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/explain/explain.h"

#include "sim/trace/scene.h"

#include <string.h>

/* ---- A small trace ------------------------------------------------------ */

static SimTrace *
new_trace (void)
{
  SimTrace *trace = sim_trace_new ();

  sim_trace_add_host (trace, "pc.example", NULL, 0x01020304, 1);
  sim_trace_add_host (trace, "mx.example", NULL, 0x01020305, 4);
  return trace;
}

static guint
add_opened (SimTrace *trace, const char *protocol)
{
  SimPacket packet = { 0x01020304, 0x01020305, 40000, 25, 0, 0, 0, 0, SIM_PROTOCOL_TCP };
  SimEntry entry = { .kind = SIM_ENTRY_OPENED, .cause = SIM_CAUSE_NONE, .conn = 1, .from = 0, .to = 1, .rule = protocol, .packet = &packet };

  return sim_trace_add (trace, &entry);
}

static guint
add_said (SimTrace *trace, SimSide side, guint flags, const char *text)
{
  g_autofree char *line = g_strconcat (text, "\r\n", NULL);
  SimEntry entry = { .kind = SIM_ENTRY_SAID, .cause = SIM_CAUSE_NONE, .conn = 1, .side = side, .flags = flags,
                     .bytes = (const guint8 *) line, .len = strlen (line) };

  return sim_trace_add (trace, &entry);
}

/* "C: EHLO x", "S: 250 ok"; "C# " is a literal. Explains the last one. */
static void
explain_dialogue (const char *protocol, const char * const *lines, Explanation *out)
{
  g_autoptr (SimTrace) trace = new_trace ();
  guint last = add_opened (trace, protocol);

  for (gsize i = 0; lines[i] != NULL; i++)
    {
      SimSide side = lines[i][0] == 'C' ? SIM_SIDE_CLIENT : SIM_SIDE_SERVER;
      guint flags = lines[i][1] == '#' ? SIM_ENTRY_LITERAL : 0;

      if (side == SIM_SIDE_SERVER && lines[i][6] == '-')
        flags |= SIM_ENTRY_MORE;
      last = add_said (trace, side, flags, lines[i] + 3);
    }
  explain_entry (trace, last, out);
}

#define assert_dialogue(expected_class, expected_title, ...) G_STMT_START { \
    Explanation e_; \
    explain_dialogue ("smtp", (const char * const []) { __VA_ARGS__, NULL }, &e_); \
    g_assert_cmpint (e_.klass, ==, expected_class); \
    g_assert_cmpstr (e_.title, ==, expected_title); \
    g_assert_cmpstr (e_.heading, !=, ""); \
    g_assert_cmpstr (e_.text, !=, ""); \
    explanation_clear (&e_); \
  } G_STMT_END

/* ---- Lines -------------------------------------------------------------- */

static void
test_reply_knows_what_it_answers (void)
{
  assert_dialogue (EXPLAIN_CLASS_OK, "The server greets", "S: 220 mx.example ready");
  assert_dialogue (EXPLAIN_CLASS_OK, "The sender is accepted",
                   "S: 220 mx", "C: EHLO pc", "S: 250-mx", "S: 250 SIZE", "C: mail from:<a@b.example>", "S: 250 ok");
  assert_dialogue (EXPLAIN_CLASS_OK, "This recipient is accepted",
                   "S: 220 mx", "C: HELO pc", "S: 250 mx", "C: MAIL FROM:<>", "S: 250 ok", "C: RCPT TO:<a@b>", "S: 250 ok");
  assert_dialogue (EXPLAIN_CLASS_OK, "The message is accepted",
                   "S: 220 mx", "C: HELO pc", "S: 250 mx", "C: DATA", "S: 354 go", "C# a\r\n.b", "C: .", "S: 250 ok");
}

static void
test_pipelined_replies_keep_their_order (void)
{
  assert_dialogue (EXPLAIN_CLASS_OK, "This recipient is accepted",
                   "S: 220 mx", "C: EHLO pc", "S: 250 mx", "C: MAIL FROM:<>", "C: RCPT TO:<a@b>", "C: DATA", "S: 250 a", "S: 250 b");
  assert_dialogue (EXPLAIN_CLASS_MORE, "Start mail input; end with <CRLF>.<CRLF>",
                   "S: 220 mx", "C: EHLO pc", "S: 250 mx", "C: MAIL FROM:<>", "C: RCPT TO:<a@b>", "C: DATA", "S: 250 a", "S: 250 b", "S: 354 c");
}

static void
test_lmtp_answers_for_each_recipient (void)
{
  assert_dialogue (EXPLAIN_CLASS_OK, "The message is accepted",
                   "S: 220 mx", "C: LHLO pc", "S: 250 mx", "C: DATA", "S: 354 go", "C# a", "C: .", "S: 250 one", "S: 250 two");
}

static void
test_ehlo_offers_are_explained_one_by_one (void)
{
  assert_dialogue (EXPLAIN_CLASS_OK, "The server returns the greeting", "S: 220 mx", "C: EHLO pc", "S: 250-mx");
  assert_dialogue (EXPLAIN_CLASS_OK, "Size limit of a message", "S: 220 mx", "C: EHLO pc", "S: 250-mx", "S: 250 SIZE 1000");
  assert_dialogue (EXPLAIN_CLASS_OK, "All eight bits in a message", "S: 220 mx", "C: EHLO pc", "S: 250-mx", "S: 250-8BITMIME");
  assert_dialogue (EXPLAIN_CLASS_OK, "One more extension", "S: 220 mx", "C: EHLO pc", "S: 250-mx", "S: 250 XYZZY");
}

static void
test_commands_are_told_from_content (void)
{
  assert_dialogue (EXPLAIN_CLASS_CLIENT, "Goodbye", "S: 220 mx", "C: quit");
  assert_dialogue (EXPLAIN_CLASS_CLIENT, "Not a command of SMTP", "S: 220 mx", "C: HELLO");
  assert_dialogue (EXPLAIN_CLASS_CLIENT, "Not a command of SMTP", "S: 220 mx", "C: .");
  assert_dialogue (EXPLAIN_CLASS_CLIENT, "The message itself: headers, a blank line, the body",
                   "S: 220 mx", "C: HELO pc", "S: 250 mx", "C: DATA", "S: 354 go", "C: QUIT");
  assert_dialogue (EXPLAIN_CLASS_CLIENT, "The end of the message",
                   "S: 220 mx", "C: HELO pc", "S: 250 mx", "C: DATA", "S: 354 go", "C: QUIT", "C: .");
  assert_dialogue (EXPLAIN_CLASS_CLIENT, "An envelope without a return address", "S: 220 mx", "C: HELO pc", "S: 250 mx", "C: MAIL FROM:<>");
  assert_dialogue (EXPLAIN_CLASS_CLIENT, "A counted piece of the message", "S: 220 mx", "C: EHLO pc", "S: 250 mx", "C: BDAT 5");
  assert_dialogue (EXPLAIN_CLASS_CLIENT, "The last counted piece of the message", "S: 220 mx", "C: EHLO pc", "S: 250 mx", "C: bdat 5 last");
  assert_dialogue (EXPLAIN_CLASS_CLIENT, "The answer to the challenge", "S: 220 mx", "C: EHLO pc", "S: 250 mx", "C: AUTH PLAIN", "S: 334 ", "C: AGE=");
}

static void
test_enhanced_code_adds_its_reason (void)
{
  Explanation e;

  explain_dialogue ("smtp", (const char * const []) { "S: 220 mx", "C: RCPT TO:<a@b>", "S: 550 5.1.1 No such user", NULL }, &e);
  g_assert_cmpint (e.klass, ==, EXPLAIN_CLASS_NO);
  g_assert_nonnull (strstr (e.text, "\n5.1.1: "));
  g_assert_cmpstr (e.rfc, ==, "RFC 5321, 4.2.3");
  explanation_clear (&e);
}

static void
test_unusual_code_is_judged_by_its_first_digit (void)
{
  assert_dialogue (EXPLAIN_CLASS_LATER, "Transient negative reply", "S: 220 mx", "C: NOOP", "S: 499 hm");
  assert_dialogue (EXPLAIN_CLASS_NONE, "Not a line of this protocol", "S: 220 mx", "C: NOOP", "S: 4x2 hm");
}

static void
test_rule_becomes_a_reference (void)
{
  g_autoptr (SimTrace) trace = new_trace ();
  SimEntry entry = { .kind = SIM_ENTRY_MOVE, .cause = SIM_CAUSE_NONE, .conn = 1, .side = SIM_SIDE_SERVER,
                     .from = 3, .to = 4, .rule = "rfc5321:4.1.1.3-again" };
  Explanation e;

  add_opened (trace, "smtp");
  explain_entry (trace, sim_trace_add (trace, &entry), &e);
  g_assert_cmpstr (e.rfc, ==, "RFC 5321, 4.1.1.3");
  g_assert_cmpstr (e.title, ==, "Waits for more recipients or DATA");
  g_assert_nonnull (strstr (e.text, "waits for a recipient"));
  explanation_clear (&e);
}

static ExplainClass
class_of_answer (const char *first, const char *last)
{
  g_autoptr (SimTrace) trace = new_trace ();
  g_autoptr (SimSteps) steps = NULL;

  add_opened (trace, "imap");
  add_said (trace, SIM_SIDE_SERVER, 0, "* OK ready");
  add_said (trace, SIM_SIDE_CLIENT, 0, "A1 NOOP");
  add_said (trace, SIM_SIDE_SERVER, SIM_ENTRY_MORE, first);
  add_said (trace, SIM_SIDE_SERVER, 0, last);
  steps = sim_steps_new (trace, SIM_STEP_LINE);
  g_assert_cmpuint (sim_steps_length (steps), >=, 3);
  return explain_step_class (trace, sim_steps_get (steps, sim_steps_length (steps)));
}

static void
test_imap_answer_is_judged_by_its_tagged_line (void)
{
  g_assert_cmpint (class_of_answer ("* 3 EXISTS", "A1 OK done"), ==, EXPLAIN_CLASS_OK);
  g_assert_cmpint (class_of_answer ("* 3 EXISTS", "A1 NO done"), ==, EXPLAIN_CLASS_NO);
  g_assert_cmpint (class_of_answer ("* OK [UIDNEXT 3] x", "A1 BAD what?"), ==, EXPLAIN_CLASS_NO);
  g_assert_cmpint (class_of_answer ("* OK [UIDNEXT 3] x", "* 3 EXISTS"), ==, EXPLAIN_CLASS_OK);
}

/* ---- DNS ---------------------------------------------------------------- */

static void
test_questions_to_the_dns_and_answers (void)
{
  static const struct { const char *line; ExplainClass klass; const char *title; } rows[] = {
    { "C: MX? univ.example", EXPLAIN_CLASS_CLIENT, "Who takes mail for this domain?" },
    { "C: A? mx.univ.example", EXPLAIN_CLASS_CLIENT, "What is this host’s address?" },
    { "C: TXT? univ.example", EXPLAIN_CLASS_CLIENT, "A question to the name server" },
    { "S: univ.example. 3600 MX 10 mx.univ.example.; mx.univ.example. 3600 A 192.0.2.1", EXPLAIN_CLASS_OK, "The hosts that take the domain’s mail" },
    { "S: mx.univ.example. 3600 A 192.0.2.1", EXPLAIN_CLASS_OK, "The address of the host" },
    { "S: univ.example. 3600 TXT \"a\"", EXPLAIN_CLASS_OK, "The records that were asked for" },
    { "S: NXDOMAIN univ.example.", EXPLAIN_CLASS_NO, "There is no such name" },
    { "S: SERVFAIL univ.example.", EXPLAIN_CLASS_LATER, "The name server could not find out" },
    { "S: NODATA univ.example.", EXPLAIN_CLASS_NONE, "The name exists, but has no such record" },
    { "S: malformed DNS message", EXPLAIN_CLASS_NONE, "The records that were asked for" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Explanation e;

      explain_dialogue ("dns", (const char * const []) { rows[i].line, NULL }, &e);
      g_assert_cmpstr (e.title, ==, rows[i].title);
      g_assert_cmpint (e.klass, ==, rows[i].klass);
      explanation_clear (&e);
    }
}

/* ---- Packets ------------------------------------------------------------ */

static void
test_packets_by_their_flags (void)
{
  static const struct { guint8 flags; guint entry_flags; gsize len; const char *title; } rows[] = {
    { SIM_PACKET_SYN, 0, 0, "SYN: may I open a connection?" },
    { SIM_PACKET_SYN | SIM_PACKET_ACK, 0, 0, "SYN and ACK: yes, here is my number too" },
    { SIM_PACKET_ACK, 0, 0, "ACK: received so far" },
    { SIM_PACKET_ACK | SIM_PACKET_PSH, 0, 3, "A TCP segment with data" },
    { SIM_PACKET_ACK | SIM_PACKET_PSH, SIM_ENTRY_AGAIN, 3, "The same segment once more" },
    { SIM_PACKET_ACK | SIM_PACKET_FIN, 0, 0, "FIN: I have nothing more to send" },
    { SIM_PACKET_RST | SIM_PACKET_ACK, 0, 0, "RST: refused, or broken off at once" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SimTrace) trace = new_trace ();
      SimPacket packet = { 0x01020304, 0x01020305, 40000, 25, 1, 1, 100, rows[i].flags, SIM_PROTOCOL_TCP };
      SimEntry entry = { .kind = SIM_ENTRY_SEGMENT, .cause = SIM_CAUSE_NONE, .conn = 1, .side = SIM_SIDE_CLIENT, .flags = rows[i].entry_flags,
                         .packet = &packet, .bytes = (const guint8 *) "abc", .len = rows[i].len };
      Explanation e;

      add_opened (trace, "smtp");
      explain_entry (trace, sim_trace_add (trace, &entry), &e);
      g_assert_cmpstr (e.title, ==, rows[i].title);
      explanation_clear (&e);
    }
}

static void
test_verdicts_have_their_class (void)
{
  static const struct { SimEntryKind kind; const char *rule; ExplainClass klass; } rows[] = {
    { SIM_ENTRY_STORED, "store:outbox", EXPLAIN_CLASS_NONE },
    { SIM_ENTRY_STORED, "store:queue", EXPLAIN_CLASS_NONE },
    { SIM_ENTRY_STORED, "store:mailbox", EXPLAIN_CLASS_OK },
    { SIM_ENTRY_NOTE, "queue:sent", EXPLAIN_CLASS_OK },
    { SIM_ENTRY_NOTE, "queue:deferred", EXPLAIN_CLASS_LATER },
    { SIM_ENTRY_NOTE, "queue:failed", EXPLAIN_CLASS_NO },
    { SIM_ENTRY_NOTE, "queue:bounced", EXPLAIN_CLASS_NO },
    { SIM_ENTRY_NOTE, "queue:removed", EXPLAIN_CLASS_NONE },
    { SIM_ENTRY_CLOSED, "tcp:closed", EXPLAIN_CLASS_NONE },
    { SIM_ENTRY_CLOSED, "tcp:refused", EXPLAIN_CLASS_LATER },
    { SIM_ENTRY_CLOSED, "udp:timeout", EXPLAIN_CLASS_LATER },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      SimEntry entry = { .kind = rows[i].kind, .rule = rows[i].rule, .from = -1 };

      g_assert_cmpint (explain_entry_class (&entry), ==, rows[i].klass);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/entry/reply-knows-what-it-answers", test_reply_knows_what_it_answers);
  g_test_add_func ("/explain/entry/pipelined-replies-keep-their-order", test_pipelined_replies_keep_their_order);
  g_test_add_func ("/explain/entry/lmtp-answers-for-each-recipient", test_lmtp_answers_for_each_recipient);
  g_test_add_func ("/explain/entry/ehlo-offers-are-explained-one-by-one", test_ehlo_offers_are_explained_one_by_one);
  g_test_add_func ("/explain/entry/commands-are-told-from-content", test_commands_are_told_from_content);
  g_test_add_func ("/explain/entry/enhanced-code-adds-its-reason", test_enhanced_code_adds_its_reason);
  g_test_add_func ("/explain/entry/unusual-code-is-judged-by-its-first-digit", test_unusual_code_is_judged_by_its_first_digit);
  g_test_add_func ("/explain/entry/imap-answer-is-judged-by-its-tagged-line", test_imap_answer_is_judged_by_its_tagged_line);
  g_test_add_func ("/explain/entry/rule-becomes-a-reference", test_rule_becomes_a_reference);
  g_test_add_func ("/explain/entry/questions-to-the-dns-and-answers", test_questions_to_the_dns_and_answers);
  g_test_add_func ("/explain/entry/packets-by-their-flags", test_packets_by_their_flags);
  g_test_add_func ("/explain/entry/verdicts-have-their-class", test_verdicts_have_their_class);
  return g_test_run ();
}

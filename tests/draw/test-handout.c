/* test-handout.c - transcript and worksheet as lines on paper
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/handout.h"
#include "sim/world/world.h"

#include "hand.h"

#include <string.h>

static Handout *
make_handout (gboolean worksheet, guint from, guint to, double width)
{
  g_autoptr (SimTrace) trace = hand_trace ();
  g_autoptr (SimSteps) lines = sim_steps_new (trace, SIM_STEP_LINE);

  return handout_new (trace, lines, from, to > 0 ? to : sim_steps_length (lines), worksheet, width, ehlo_measure_fake, NULL);
}

#define assert_text(handout, expected) G_STMT_START {           \
    g_autofree char *assert_text_ = handout_to_text (handout);    \
    g_assert_cmpstr (assert_text_, ==, expected);             \
  } G_STMT_END

static void
test_transcript (void)
{
  g_autoptr (Handout) handout = make_handout (FALSE, 1, 5, 600);

  assert_text (handout,
               "event y=0+20 step=1 - \"In the outbox\"\n"
               "heading y=20+32 step=0 - keep \"Submission\" 89 \"Anna’s laptop → School server, port 587\"\n"
               "said y=52+20 step=2 ok \"220 mail.school.example ESMTP\"\n"
               "said y=72+20 step=3 client \"EHLO laptop.school.example\"\n"
               "said y=92+20 step=4 ok \"250-mail.school.example\"\n"
               "more y=112+20 step=4 ok \"250-SIZE 20971520\"\n"
               "more y=132+20 step=4 ok \"250 ENHANCEDSTATUSCODES\"\n"
               "said y=152+20 step=5 client \"MAIL FROM:<anna@school.example>\"\n");
}

/* 7.5 pixels a character: 25 in 190 pixels. */
static void
test_wraps (void)
{
  g_autoptr (Handout) handout = make_handout (FALSE, 5, 5, HANDOUT_TEXT_X + 6 + 190);

  assert_text (handout,
               "heading y=0+32 step=0 - keep \"Submission\" 89 \"Anna’s laptop → School ser…\"\n"
               "said y=32+20 step=5 client \"MAIL FROM:<anna@school.ex\"\n"
               "more y=52+20 step=5 client \"ample>\"\n");
}

static void
test_worksheet (void)
{
  g_autoptr (Handout) handout = make_handout (TRUE, 2, 4, 1000);

  assert_text (handout,
               "name y=0+46 step=0 - keep \"Name\" 680 \"Date\"\n"
               "task y=46+30 step=0 - keep \"What does the server answer? Write its replies on the lines.\"\n"
               "heading y=76+32 step=0 - keep \"Submission\" 89 \"Anna’s laptop → School server, port 587\"\n"
               "blank y=108+34 step=2 - \"\"\n"
               "said y=142+20 step=3 client keep \"EHLO laptop.school.example\"\n"
               "blank y=162+34 step=4 - \"\"\n"
               "task y=196+30 step=0 - keep turn \"Answers\"\n"
               "said y=226+20 step=2 ok keep \"220 mail.school.example ESMTP\"\n"
               "meaning y=246+18 step=0 ok \"Success: it is done, carry on\"\n"
               "said y=264+20 step=4 ok \"250-mail.school.example\"\n"
               "more y=284+20 step=4 ok \"250-SIZE 20971520\"\n"
               "more y=304+20 step=4 ok keep \"250 ENHANCEDSTATUSCODES\"\n"
               "meaning y=324+18 step=0 ok \"Success: it is done, carry on\"\n");
}

/* No reply of a mail server is to be read before the answers; name servers' are. */
static void
test_nothing_given_away (void)
{
  g_autoptr (Handout) handout = make_handout (TRUE, 1, 0, 800);
  guint blanks = 0, answers = 0, lookups = 0;
  gboolean turned = FALSE;

  for (guint i = 0; i < handout->rows->len; i++)
    {
      const HandoutRow *row = &g_array_index (handout->rows, HandoutRow, i);

      turned = turned || row->turn;
      blanks += row->kind == HANDOUT_BLANK;
      if (turned)
        answers += row->kind == HANDOUT_SAID;
      else if (row->kind == HANDOUT_SAID && row->side == SIM_SIDE_SERVER)
        lookups++;
    }
  g_assert_true (turned);
  g_assert_cmpuint (blanks, ==, answers);
  g_assert_cmpuint (blanks, >, 15);
  g_assert_cmpuint (lookups, ==, 1);
}

static void
check_pages (const Handout *handout)
{
  for (double room = 1; room < 1500; room = room * 1.2 + 7)
    for (guint first = 0; first < handout->rows->len;)
      {
        guint end = handout_break (handout, first, room);
        const HandoutRow *rows = (const HandoutRow *) (gpointer) handout->rows->data;

        g_assert_cmpuint (end, >=, first);
        g_assert_cmpuint (end, <, handout->rows->len);
        if (end > first)
          g_assert_cmpfloat (rows[end].y + rows[end].height - rows[first].y, <=, room);
        if (end + 1 < handout->rows->len && room > 200)
          g_assert_false (rows[end].keep);
        for (guint row = first + 1; row <= end; row++)
          g_assert_false (rows[row].turn);
        first = end + 1;
      }
}

static void
test_pages (void)
{
  g_autoptr (Handout) transcript = make_handout (FALSE, 1, 0, 800), worksheet = make_handout (TRUE, 1, 0, 800);

  check_pages (transcript);
  check_pages (worksheet);
}

/* A letter of a thousand lines is not a booklet. */
static void
test_long_letter (void)
{
  g_autoptr (SimTrace) trace = hand_trace ();
  g_autoptr (GString) letter = g_string_new (NULL);
  g_autoptr (SimSteps) lines = NULL;
  g_autoptr (Handout) handout = NULL;
  const HandoutRow *last;
  SimEntry end;

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (letter, "Line %u\r\n", i);
  sim_trace_get (trace, sim_trace_length (trace) - 1, &end);
  sim_trace_add (trace, &(SimEntry) { .kind = SIM_ENTRY_SAID, .side = SIM_SIDE_CLIENT, .flags = SIM_ENTRY_LITERAL, .conn = 1, .time = end.time,
                                      .cause = SIM_CAUSE_NONE, .bytes = (const guint8 *) letter->str, .len = letter->len });
  lines = sim_steps_new (trace, SIM_STEP_LINE);
  handout = handout_new (trace, lines, sim_steps_length (lines), sim_steps_length (lines), FALSE, 800, ehlo_measure_fake, NULL);
  last = &g_array_index (handout->rows, HandoutRow, handout->rows->len - 1);
  g_assert_cmpuint (handout->rows->len, ==, 202);   /* and the heading */
  g_assert_cmpint (last->kind, ==, HANDOUT_EVENT);
  g_assert_cmpstr (last->text, ==, "… 800 more lines");
}

/* What a letter says that the server hands over cannot be asked. */
static void
test_letter_is_given (void)
{
  g_autoptr (SimTrace) trace = hand_trace ();
  g_autoptr (SimSteps) lines = NULL;
  g_autoptr (Handout) handout = NULL;
  SimEntry end;
  guint last;

  sim_trace_get (trace, sim_trace_length (trace) - 1, &end);
  sim_trace_add (trace, &(SimEntry) { .kind = SIM_ENTRY_SAID, .side = SIM_SIDE_SERVER, .flags = SIM_ENTRY_LITERAL, .conn = 1, .time = end.time,
                                      .cause = SIM_CAUSE_NONE, .bytes = (const guint8 *) "Subject: Hello\r\n", .len = 16 });
  sim_trace_add (trace, &(SimEntry) { .kind = SIM_ENTRY_SAID, .side = SIM_SIDE_SERVER, .conn = 1, .time = end.time, .cause = SIM_CAUSE_NONE,
                                      .bytes = (const guint8 *) "250 OK\r\n", .len = 8 });
  lines = sim_steps_new (trace, SIM_STEP_LINE);
  last = sim_steps_length (lines);
  handout = handout_new (trace, lines, last - 1, last, TRUE, 1000, ehlo_measure_fake, NULL);
  assert_text (handout,
               "name y=0+46 step=0 - keep \"Name\" 680 \"Date\"\n"
               "task y=46+30 step=0 - keep \"What does the server answer? Write its replies on the lines.\"\n"
               "heading y=76+32 step=0 - keep \"Submission\" 89 \"Anna’s laptop → School server, port 587\"\n"
               "said y=108+20 step=38 - letter keep \"Subject: Hello\"\n"
               "blank y=128+34 step=39 - \"\"\n"
               "task y=162+30 step=0 - keep turn \"Answers\"\n"
               "said y=192+20 step=39 ok keep \"250 OK\"\n"
               "meaning y=212+18 step=0 ok \"Success: it is done, carry on\"\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/handout/transcript", test_transcript);
  g_test_add_func ("/draw/handout/long-lines-go-on-below", test_wraps);
  g_test_add_func ("/draw/handout/worksheet-and-answers", test_worksheet);
  g_test_add_func ("/draw/handout/nothing-is-given-away", test_nothing_given_away);
  g_test_add_func ("/draw/handout/pages-end-where-they-may", test_pages);
  g_test_add_func ("/draw/handout/long-letters-are-cut", test_long_letter);
  g_test_add_func ("/draw/handout/letter-from-the-server-is-given", test_letter_is_given);
  return g_test_run ();
}

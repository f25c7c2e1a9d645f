/* test-quiz.c - questions of lessons, and what is remembered of the answers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/model/player.h"
#include "app/model/question.h"
#include "app/model/score.h"

#include <glib/gstdio.h>
#include <string.h>

/* ---- Questions ---------------------------------------------------------- */

static void
test_every_question_of_every_lesson (void)
{
  g_auto (GStrv) ids = sim_scenario_list ();

  for (gsize i = 0; ids[i] != NULL; i++)
    {
      g_autoptr (SimScenario) scenario = sim_scenario_lesson (ids[i], NULL);
      g_autoptr (SimTrace) trace = sim_world_play (scenario, scenario->seed, SIM_TIME_NEVER);
      g_autoptr (GArray) pinned = sim_world_pin_notes (scenario, trace);
      g_autoptr (ExplainContext) context = explain_context_new (trace);
      guint asked = 0;

      for (guint j = 0; j < pinned->len; j++)
        {
          const SimPinned *pin = &g_array_index (pinned, SimPinned, j);
          g_autoptr (EhloQuestion) question = ehlo_question_new (scenario, context, pin);
          guint n = 0;

          if (pin->note->ask == SIM_ASK_NOTHING)
            {
              g_assert_null (question);
              continue;
            }
          if (question == NULL)
            g_error ("%s: nothing settles the question of note %u", ids[i], pin->note->number);
          asked++;
          while (question->choices[n] != NULL)
            n++;
          g_assert_cmpuint (n, >=, 2);
          g_assert_cmpuint (n, <=, 9);
          g_assert_cmpuint (question->right, <, n);
          g_assert_cmpstr (question->truth, !=, "");
          /* Each choice is another one, so that none is right beside the right one. */
          for (guint a = 0; a < n; a++)
            for (guint b = 0; b < a; b++)
              g_assert_cmpstr (question->choices[a], !=, question->choices[b]);
        }
      g_assert_cmpuint (asked, >, 0);
    }
}

static void
test_answer_is_what_happens (void)
{
  g_autoptr (SimScenario) scenario = sim_scenario_lesson ("first-letter", NULL);
  g_autoptr (SimTrace) trace = sim_world_play (scenario, scenario->seed, SIM_TIME_NEVER);
  g_autoptr (GArray) pinned = sim_world_pin_notes (scenario, trace);
  g_autoptr (ExplainContext) context = explain_context_new (trace);
  g_autoptr (GString) all = g_string_new (NULL);

  for (guint i = 0; i < pinned->len; i++)
    {
      g_autoptr (EhloQuestion) question = ehlo_question_new (scenario, context, &g_array_index (pinned, SimPinned, i));
      g_autofree char *choices = question != NULL ? g_strjoinv ("|", question->choices) : NULL;

      if (question != NULL)
        g_string_append_printf (all, "%s -> %s\n", choices, question->choices[question->right]);
    }
  g_assert_true (g_str_has_prefix (all->str, "250|354|550 -> 250\n221|250|354 -> 354\n"));
}

/* Without notes nothing is asked, and play does not stop for a question. */
static void
test_teacher_does_without (void)
{
  g_autoptr (EhloPlayer) player = ehlo_player_new ();
  g_autoptr (SimScenario) scenario = sim_scenario_lesson ("first-letter", NULL);
  g_autoptr (SimTrace) trace = sim_world_play (scenario, scenario->seed, SIM_TIME_NEVER);
  guint asked = 0, n;

  ehlo_player_load (player, scenario, trace);
  ehlo_player_set_show_notes (player, FALSE);
  for (guint line = 0; line <= sim_steps_length (ehlo_player_get_lines (player)); line++)
    {
      ehlo_player_go_to_line (player, line);
      g_assert_false (ehlo_player_is_asked (player));
      ehlo_player_get_notes (player, &n);
      g_assert_cmpuint (n, ==, 0);
      ehlo_player_set_show_notes (player, TRUE);
      asked += ehlo_player_is_asked (player);
      ehlo_player_set_show_notes (player, FALSE);
    }
  g_assert_cmpuint (asked, >=, 2);
}

/* ---- Score -------------------------------------------------------------- */

static void
assert_score (EhloScore *score, const char *lesson, guint right, guint at_once)
{
  guint r, a;

  ehlo_score_get (score, lesson, &r, &a);
  g_assert_cmpuint (r, ==, right);
  g_assert_cmpuint (a, ==, at_once);
}

static void
test_score (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ehlo-score-XXXXXX", NULL);
  g_autofree char *below = g_build_filename (folder, "state", NULL);
  g_autofree char *path = g_build_filename (below, "score.ini", NULL);

  {
    g_autoptr (EhloScore) score = ehlo_score_new (path);

    assert_score (score, "a", 0, 0);
    g_assert_true (ehlo_score_answer (score, "a", 1, TRUE));
    g_assert_true (ehlo_score_answer (score, "a", 2, FALSE));
    assert_score (score, "a", 1, 1);
    g_assert_true (ehlo_score_answer (score, "a", 2, TRUE));
    assert_score (score, "a", 2, 1);
    /* Nothing is taken away. */
    g_assert_true (ehlo_score_answer (score, "a", 1, FALSE));
    g_assert_true (ehlo_score_answer (score, "a", 2, FALSE));
    g_assert_true (ehlo_score_answer (score, "b", 1, FALSE));
    g_assert_true (ehlo_score_answer (score, "]\n[", 1, TRUE));
    g_assert_true (ehlo_score_answer (score, NULL, 1, TRUE));
    assert_score (score, "a", 2, 1);
    assert_score (score, "b", 0, 0);
  }
  {
    g_autoptr (EhloScore) score = ehlo_score_new (path);

    assert_score (score, "a", 2, 1);
    assert_score (score, NULL, 0, 0);
    /* A second try in another session is a later one. */
    ehlo_score_answer (score, "b", 1, TRUE);
    assert_score (score, "b", 1, 0);
  }
  /* What is no such file is an empty one, and is replaced. */
  g_assert_true (g_file_set_contents (path, "[a]\n1=at-once\nwhat?\n", -1, NULL));
  {
    g_autoptr (EhloScore) score = ehlo_score_new (path);

    assert_score (score, "a", 0, 0);
    g_assert_true (ehlo_score_answer (score, "a", 3, TRUE));
    assert_score (score, "a", 1, 1);
  }
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (below), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/quiz/every-question-of-every-lesson", test_every_question_of_every_lesson);
  g_test_add_func ("/model/quiz/answer-is-what-happens", test_answer_is_what_happens);
  g_test_add_func ("/model/quiz/teacher-does-without", test_teacher_does_without);
  g_test_add_func ("/model/quiz/score", test_score);
  return g_test_run ();
}

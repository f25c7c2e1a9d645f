/* test-machine.c - state machines drawn from their tables
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/machine-layout.h"
#include "sim/proto/smtp/client.h"
#include "sim/proto/smtp/server.h"
#include "sim/world/world.h"

#include "sheet-check.h"

#include <string.h>

/* 41 % of 1366 pixels, and what is left of 1024; a whole page. */
static const double widths[] = { 340, 380, 420, 560, 900 };

static EhloSheet *
draw (const SimMachine *machine, int state, double width)
{
  MachinePlace place = { machine, state, -1, NULL, FALSE };

  return machine_layout_new (&place, TRUE, width, ehlo_measure_fake, NULL, NULL);
}

static gboolean
shows (const EhloSheet *sheet, EhloMarkKind kind, const char *text)
{
  for (guint i = 0; i < sheet->marks->len; i++)
    {
      const EhloMark *mark = &g_array_index (sheet->marks, EhloMark, i);

      if (mark->kind == kind && mark->text != NULL && strstr (mark->text, text) != NULL)
        return TRUE;
    }
  return FALSE;
}

static guint
count_arrows (const EhloSheet *sheet)
{
  guint n = 0;

  for (guint i = 0; i < sheet->marks->len; i++)
    n += g_array_index (sheet->marks, EhloMark, i).arrow;
  return n;
}

static void
test_nothing_overlaps (void)
{
  for (guint i = 0; sim_machines ()[i] != NULL; i++)
    for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
      for (int state = -1; state < 0 || sim_machine_state_name (sim_machines ()[i], state) != NULL; state++)
        {
          g_autoptr (EhloSheet) sheet = draw (sim_machines ()[i], state, widths[w]);

          sheet_check (sheet, sim_machines ()[i]->name);
        }
}

/* Each state, each verb, and an arrow into each state that something leads to. */
static void
test_whole_table_is_shown (void)
{
  for (guint i = 0; sim_machines ()[i] != NULL; i++)
    {
      const SimMachine *machine = sim_machines ()[i];
      g_autoptr (EhloSheet) sheet = draw (machine, -1, 560);
      guint targets = 0, n = 0;

      for (int state = 0; sim_machine_state_name (machine, state) != NULL; state++)
        g_assert_true (shows (sheet, EHLO_MARK_TEXT, sim_machine_state_name (machine, state)));
      for (gsize k = 0; k < machine->n_rules; k++)
        {
          const SimRule *rule = &machine->rules[k];
          g_auto (GStrv) words = g_strsplit (rule->verb, " ", -1);
          g_autofree char *verb = g_strjoinv ("\302\240", words);

          if (machine_is_command (rule) || rule->verb[0] == '<')
            g_assert_true (shows (sheet, EHLO_MARK_TEXT, verb));
          if (rule->next >= 0 && (rule->legal & ~SIM_STATE (rule->next)) != 0)
            targets |= SIM_STATE (rule->next);
        }
      for (; targets != 0; targets &= targets - 1)
        n++;
      g_assert_cmpuint (count_arrows (sheet), ==, n);
    }
}

static void
test_what_is_allowed_and_why_not (void)
{
  const SimMachine *server = &smtp_server_machine;
  g_autoptr (GPtrArray) allowed = machine_verbs (server, SMTP_SERVER_MAIL, TRUE);
  g_autoptr (GPtrArray) refused = machine_verbs (server, SMTP_SERVER_MAIL, FALSE);
  g_autoptr (GPtrArray) data = machine_way (server, SMTP_SERVER_GREETED, "DATA");
  g_autoptr (GPtrArray) again = machine_way (server, SMTP_SERVER_MAIL, "MAIL");
  g_autoptr (GPtrArray) now = machine_way (server, SMTP_SERVER_MAIL, "RCPT");

  g_assert_true (g_ptr_array_find_with_equal_func (allowed, "RCPT", g_str_equal, NULL));
  g_assert_false (g_ptr_array_find_with_equal_func (allowed, "DATA", g_str_equal, NULL));
  g_assert_true (g_ptr_array_find_with_equal_func (refused, "DATA", g_str_equal, NULL));
  g_assert_true (g_ptr_array_find_with_equal_func (refused, "MAIL", g_str_equal, NULL));
  /* Always refused, so never allowed and nothing that had to come first. */
  g_assert_false (g_ptr_array_find_with_equal_func (allowed, "TURN", g_str_equal, NULL));
  g_assert_false (g_ptr_array_find_with_equal_func (refused, "TURN", g_str_equal, NULL));
  g_assert_cmpuint (data->len, ==, 2);
  g_assert_cmpstr (g_ptr_array_index (data, 0), ==, "MAIL");
  g_assert_cmpstr (g_ptr_array_index (data, 1), ==, "RCPT");
  g_assert_cmpuint (again->len, ==, 1);
  g_assert_cmpstr (g_ptr_array_index (again, 0), ==, "RSET");
  g_assert_cmpuint (now->len, ==, 0);
  g_assert_null (machine_way (server, SMTP_SERVER_CLOSED, "MAIL"));
  g_assert_true (machine_needs (server, SMTP_SERVER_GREETED, "STARTTLS"));
  g_assert_false (machine_needs (server, SMTP_SERVER_GREETED, "MAIL"));
  g_assert_false (machine_reads_commands (server, SMTP_SERVER_DATA));
  g_assert_cmpstr (machine_refusal (server), ==, "503");
  g_assert_null (machine_refusal (&smtp_client_machine));
}

/* What the card says is what the server does. */
static void
test_card (void)
{
  g_autoptr (EhloSheet) mail = draw (&smtp_server_machine, SMTP_SERVER_MAIL, 560);
  g_autoptr (EhloSheet) data = draw (&smtp_server_machine, SMTP_SERVER_DATA, 560);
  g_autofree char *text = ehlo_sheet_to_text (mail), *none = ehlo_sheet_to_text (data);

  g_assert_nonnull (strstr (text, ": DATA, BDAT would be answered with 503: first RCPT."));
  g_assert_nonnull (strstr (text, ": MAIL, AUTH, STARTTLS, ETRN would be answered with 503: first RSET."));
  g_assert_nonnull (strstr (text, "current: State mail, the session is here: "));
  g_assert_nonnull (strstr (none, "In this state no command is read."));
  g_assert_null (strstr (none, "503"));
}

static void
test_last_transition_is_marked (void)
{
  MachinePlace place = { &smtp_server_machine, SMTP_SERVER_RCPT, SMTP_SERVER_MAIL, "rfc5321:4.1.1.3", TRUE };
  MachinePlace lost = { &smtp_server_machine, SMTP_SERVER_CLOSED, SMTP_SERVER_RCPT, "rfc5321:3.8-lost", TRUE };
  double lit = 0;
  g_autoptr (EhloSheet) sheet = machine_layout_new (&place, FALSE, 560, ehlo_measure_fake, NULL, &lit);
  g_autoptr (EhloSheet) end = machine_layout_new (&lost, FALSE, 560, ehlo_measure_fake, NULL, NULL);
  g_autofree char *text = ehlo_sheet_to_text (sheet), *other = ehlo_sheet_to_text (end);

  sheet_check (sheet, "taken");
  g_assert_cmpfloat (lit, >, 100);
  g_assert_nonnull (strstr (text, " RCPT leads to rcpt; this was the last transition."));
  g_assert_nonnull (strstr (other, "<eof> leads to closed; this was the last transition."));
  g_assert_null (strstr (text, "503"));
}

/* In each lesson, at each step: the place is a state of the machine, and a move is a row of the table. */
static void
test_lessons (gconstpointer id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SimScenario) scenario = sim_scenario_lesson (id, &error);
  g_autoptr (SimTrace) trace = sim_world_play (scenario, scenario->seed, SIM_TIME_NEVER);
  guint moves = 0;

  g_assert_no_error (error);
  for (guint cursor = 0; cursor <= sim_trace_length (trace); cursor += 7)
    for (SimSide side = SIM_SIDE_CLIENT; side <= SIM_SIDE_SERVER; side++)
      {
        guint32 conn = machine_connection (trace, cursor);
        MachinePlace place;

        if (!machine_place_at (trace, conn, side, cursor > 7 ? cursor - 7 : 0, cursor, &place))
          continue;
        if (place.rule == NULL)
          continue;
        g_assert_nonnull (sim_machine_find_move (place.machine, place.rule, place.from, place.state));
        moves += place.now;
      }
  g_assert_cmpuint (moves, >, 5);
}

static void
test_unknown_protocols (void)
{
  g_autoptr (SimTrace) trace = sim_trace_new ();
  MachinePlace place;

  g_assert_null (machine_of ("dns", SIM_SIDE_SERVER));
  g_assert_null (machine_of (NULL, SIM_SIDE_SERVER));
  g_assert_null (machine_of ("smtp", SIM_SIDE_NONE));
  g_assert_true (machine_of ("lmtp", SIM_SIDE_CLIENT) == &smtp_client_machine);
  g_assert_cmpuint (machine_connection (trace, 100), ==, 0);
  g_assert_false (machine_place_at (trace, 0, SIM_SIDE_SERVER, 0, 100, &place));
  g_assert_false (machine_place_at (trace, 7, SIM_SIDE_SERVER, 0, 100, &place));
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) ids = sim_scenario_list ();
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/machine/nothing-overlaps", test_nothing_overlaps);
  g_test_add_func ("/draw/machine/whole-table-is-shown", test_whole_table_is_shown);
  g_test_add_func ("/draw/machine/what-is-allowed-and-why-not", test_what_is_allowed_and_why_not);
  g_test_add_func ("/draw/machine/card", test_card);
  g_test_add_func ("/draw/machine/last-transition-is-marked", test_last_transition_is_marked);
  g_test_add_func ("/draw/machine/unknown-protocols", test_unknown_protocols);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat ("/draw/machine/lessons/", ids[i], NULL);

      g_test_add_data_func (path, ids[i], test_lessons);
    }
  status = g_test_run ();
  return status;
}

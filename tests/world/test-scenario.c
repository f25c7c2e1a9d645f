/* test-scenario.c - lesson files: what they say, and what is wrong with them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/scenario.h"
#include "sim/world/scenario-keys.h"
#include "sim/world/scenario-source.h"
#include "sim/proto/smtp/smtp.h"

#include <locale.h>
#include <string.h>

/* The smallest lesson in which nothing is wrong; 30 lines. Tests put more behind it or change a line. */
static const char *const base[] = {
  "[Scenario]",                       /* 1 */
  "Title=T",
  "[Host pc.a.example]",              /* 3 */
  "Roles=mua",
  "[Host mx1.a.example]",             /* 5 */
  "Roles=msa;mta;mda",
  "Domains=a.example",
  "[Host hand.a.example]",            /* 8 */
  "Roles=person",
  "[Link pc.a.example mx1.a.example]", /* 10 */
  "[Link hand.a.example mx1.a.example]", /* 11 */
  "[User ann@a.example]",             /* 12 */
  "Host=pc.a.example",
  "[User bob@a.example]",             /* 14 */
  "[Message m]",                      /* 15 */
  "From=ann@a.example",
  "To=bob@a.example",
  "[Act 1]",                          /* 18 */
  "Who=ann@a.example",
  "Do=send",
  "Message=m",
};

/* The base with line @line replaced by @text (0: nothing), and @more behind it. */
static GBytes *
lesson (guint line, const char *text, const char *more)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (base); i++)
    g_string_append_printf (all, "%s\n", i + 1 == line ? text : base[i]);
  if (more != NULL)
    g_string_append (all, more);
  return g_string_free_to_bytes (all);
}

/* "LINE: message", a line each; "" if there is none. */
static char *
faults_of (GBytes *bytes)
{
  g_autoptr (GPtrArray) faults = sim_faults_new ();
  g_autoptr (SimScenario) scenario = sim_scenario_parse ("x", NULL, bytes, faults);
  GString *text = g_string_new (NULL);

  g_assert_cmpint (scenario != NULL, ==, faults->len == 0);
  for (guint i = 0; i < faults->len; i++)
    {
      const SimFault *fault = g_ptr_array_index (faults, i);

      g_assert_cmpuint (fault->line, >, 0);
      g_string_append_printf (text, "%s%u: %s", i > 0 ? "\n" : "", fault->line, fault->message);
    }
  return g_string_free (text, FALSE);
}

typedef struct
{
  guint       line;     /* of the base that is replaced; 0: none */
  const char *text;
  const char *more;     /* behind the base: its first line is 22 */
  const char *faults;
} Row;

static const Row rows[] = {
  { 0, NULL, NULL, "" },
#include "tests/world/faulty-rows.h"
};

static void
test_faults (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GBytes) bytes = lesson (row->line, row->text, row->more);
  g_autofree char *faults = faults_of (bytes);

  g_assert_cmpstr (faults, ==, row->faults);
}

/* Every shipped lesson is well, asks at least twice and tells at least eight times. */
static void
test_lessons (void)
{
  g_auto (GStrv) ids = sim_scenario_list ();

  g_assert_cmpuint (g_strv_length (ids), >, 0);
  for (char **id = ids; *id != NULL; id++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SimScenario) lesson = sim_scenario_lesson (*id, &error);
      guint asks = 0;

      g_assert_no_error (error);
      g_assert_cmpstr (lesson->id, ==, *id);
      g_assert_null (lesson->path);
      g_assert_cmpuint (lesson->notes->len, >=, 8);
      for (guint i = 0; i < lesson->notes->len; i++)
        asks += ((const SimNoteSpec *) g_ptr_array_index (lesson->notes, i))->ask != SIM_ASK_NOTHING;
      g_assert_cmpuint (asks, >=, 2);
      for (guint i = 0; i < lesson->hosts->len; i++)
        g_assert_true (g_str_has_suffix (((const SimHostSpec *) g_ptr_array_index (lesson->hosts, i))->name, ".example"));
    }
}

static void
test_first_letter (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SimScenario) lesson = sim_scenario_lesson ("first-letter", &error);
  const SimHostSpec *host;
  const SimUserSpec *user;
  const SimMessageSpec *message;
  const SimActSpec *act;
  g_autofree char *subject = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (lesson->epoch, ==, 1709625600);
  g_assert_cmpint (sim_scenario_find_host (lesson, "MX.univ.example"), ==, 3);
  g_assert_cmpint (sim_scenario_find_host (lesson, "univ.example"), ==, -1);
  host = g_ptr_array_index (lesson->hosts, 1);
  g_assert_cmpstr (host->label, ==, "School mail server");
  g_assert_cmpuint (host->roles, ==, SIM_ROLE_MSA | SIM_ROLE_MTA);
  g_assert_cmpuint (host->address, ==, 0xc0000219);
  g_assert_cmpstr (host->icon, ==, "server");
  g_assert_cmpstr (host->domains[0], ==, "school.example");
  g_assert_cmpuint (host->max_size, ==, 10 * 1024 * 1024);
  g_assert_cmpint (host->retry, ==, 30 * SIM_TIME_MINUTE);
  user = g_ptr_array_index (lesson->users, 0);
  g_assert_cmpint (user->host, ==, 0);
  g_assert_cmpint (user->submission, ==, 1);
  g_assert_cmpuint (user->submission_port, ==, 587);
  message = g_ptr_array_index (lesson->messages, 0);
  subject = mail_message_dup_header (message->message, "Subject");
  g_assert_cmpstr (subject, ==, "Hello from school");
  g_assert_cmpstr (message->from, ==, "anna@school.example");
  g_assert_cmpstr (message->to[0], ==, "ivan@univ.example");
  g_assert_null (message->to[1]);
  act = g_ptr_array_index (lesson->acts, 0);
  g_assert_cmpint (act->host, ==, 0);
  g_assert_cmpint (act->server, ==, 1);
  g_assert_cmpint (act->message, ==, 0);
}

static void
test_unknown_lesson (void)
{
  static const struct
  {
    const char *id;
    const char *message;
  } ids[] = {
    { "frist-letter", "no lesson is named 'frist-letter'; did you mean 'first-letter'?" },
    { "zebra", "no lesson is named 'zebra'; ehlo list shows them all" },
    { "../scenarios/first-letter", "no lesson is named '../scenarios/first-letter'; ehlo list shows them all" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (sim_scenario_lesson (ids[i].id, &error));
      g_assert_error (error, SIM_SCENARIO_ERROR, SIM_SCENARIO_ERROR_UNKNOWN);
      g_assert_cmpstr (error->message, ==, ids[i].message);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/world/scenario/all-lessons-are-well", test_lessons);
  g_test_add_func ("/world/scenario/first-letter-says-what-it-says", test_first_letter);
  g_test_add_func ("/world/scenario/unknown-lesson-suggests-one", test_unknown_lesson);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = g_strdup_printf ("/world/scenario/faults/%02u", (guint) i);
      g_test_add_data_func (name, &rows[i], test_faults);
    }
  return g_test_run ();
}

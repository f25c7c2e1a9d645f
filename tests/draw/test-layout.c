/* test-layout.c - layouts are functions of the run and the cursor
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/ladder-layout.h"
#include "app/draw/topology-layout.h"
#include "sim/trace/replay.h"
#include "sim/world/world.h"

#include "hand.h"

#include <string.h>

#define WIDTH 806

typedef struct
{
  SimTrace   *trace;
  SimReplay  *replay;
  SimSteps   *lines;
  LadderRows *rows;
} Run;

static Run
make_run (SimTrace *trace)
{
  Run run = { trace };

  run.replay = sim_replay_new (trace);
  run.lines = sim_steps_new (trace, SIM_STEP_LINE);
  run.rows = ladder_rows_new (trace, run.lines, 33, NULL);
  return run;
}

static void
clear_run (Run *run)
{
  ladder_rows_free (run->rows);
  sim_steps_free (run->lines);
  sim_replay_free (run->replay);
  sim_trace_unref (run->trace);
}

static LadderLayout *
make_ladder (Run *run, guint cursor, double top, double height, double width)
{
  LadderOptions options = { top, height, FALSE };

  return ladder_layout_new (run->trace, run->lines, run->rows, cursor, width, &options, ehlo_measure_fake, NULL);
}

/* All that the two drawings say at a cursor. */
static char *
text_at (Run *run, guint cursor)
{
  g_autoptr (LadderLayout) ladder = make_ladder (run, cursor, 0, ladder_rows_height (run->rows), WIDTH);
  g_autoptr (TopologyLayout) map = topology_layout_new (run->trace, sim_replay_seek (run->replay, cursor), run->lines, cursor, 1, WIDTH,
                                                        ehlo_measure_fake, NULL);
  g_autofree char *one = topology_to_text (map), *other = ladder_to_text (ladder);

  return g_strconcat (one, other, NULL);
}

/* Forwards first; then backwards, then here and there, each time the same. */
static void
check_run (SimTrace *trace)
{
  Run run = make_run (trace);
  guint n = sim_steps_length (run.lines);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i <= n; i++)
    g_ptr_array_add (texts, text_at (&run, i > 0 ? sim_steps_get (run.lines, i)->cursor : 0));
  for (guint i = 1; i <= n; i++)
    g_assert_cmpstr (g_ptr_array_index (texts, i), !=, g_ptr_array_index (texts, i - 1));
  for (guint i = n + 1; i-- > 0;)
    {
      g_autofree char *text = text_at (&run, i > 0 ? sim_steps_get (run.lines, i)->cursor : 0);

      g_assert_cmpstr (text, ==, g_ptr_array_index (texts, i));
    }
  for (guint k = 0; k < 2 * n; k++)
    {
      guint i = g_rand_int_range (random, 0, n + 1);
      g_autofree char *text = text_at (&run, i > 0 ? sim_steps_get (run.lines, i)->cursor : 0);

      g_assert_cmpstr (text, ==, g_ptr_array_index (texts, i));
    }
  clear_run (&run);
}

static void
test_hand_same_both_ways (void)
{
  check_run (hand_trace ());
}

static void
test_lesson_same_both_ways (gconstpointer id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SimScenario) scenario = sim_scenario_lesson (id, &error);

  g_assert_no_error (error);
  check_run (sim_world_play (scenario, scenario->seed, SIM_TIME_NEVER));
}

/* What a drawing must say, in the words of its text. */
static void
test_hand_shows (void)
{
  Run run = make_run (hand_trace ());
  g_autofree char *start = text_at (&run, 0), *end = text_at (&run, G_MAXUINT);

  g_assert_nonnull (strstr (start, "arrow coming ok step=2"));
  g_assert_null (strstr (start, "current ok"));
  g_assert_null (strstr (start, "slip"));
  g_assert_nonnull (strstr (start, "link 0-1 unused"));
  g_assert_nonnull (strstr (start, "bracket Greeting coming"));
  g_assert_nonnull (strstr (start, "\"Submission\""));
  g_assert_nonnull (strstr (start, "\"… 30 min later\""));
  g_assert_nonnull (strstr (start, "\"+2 lines\""));
  g_assert_nonnull (strstr (end, " dashed text="));
  g_assert_nonnull (strstr (end, " crossed text="));
  g_assert_nonnull (strstr (end, "arrow current ok"));
  g_assert_nonnull (strstr (end, "link 0-1 plain"));
  g_assert_nonnull (strstr (end, "slip < klass=2"));
  g_assert_nonnull (strstr (end, "waiting=1"));
  g_assert_nonnull (strstr (end, "delivered=1"));
  clear_run (&run);
}

/* The map is the head of the ladder. */
static void
test_hosts_over_lanes (void)
{
  Run run = make_run (hand_trace ());

  for (double width = 360; width < 1600; width += 93)
    {
      g_autoptr (LadderLayout) ladder = make_ladder (&run, 20, 0, 500, width);
      g_autoptr (TopologyLayout) map = topology_layout_new (run.trace, sim_replay_seek (run.replay, 20), run.lines, 20, 0.3, width,
                                                            ehlo_measure_fake, NULL);

      g_assert_cmpuint (ladder->n_lanes, ==, map->hosts->len);
      for (guint i = 0; i < ladder->n_lanes; i++)
        {
          g_assert_cmpfloat (ladder->lanes[i], ==, g_array_index (map->hosts, TopologyHost, i).x);
          g_assert_cmpfloat (ladder->lanes[i], >, i > 0 ? ladder->lanes[i - 1] : EHLO_GUTTER);
        }
    }
  clear_run (&run);
}

/* Nothing is cut at the sides, and what stands in a row does not overlap. */
static void
test_rows_keep_apart (void)
{
  Run run = make_run (hand_trace ());

  for (double width = 500; width < 1600; width += 93)
    for (guint step = 1; step <= sim_steps_length (run.lines); step++)
      {
        g_autoptr (LadderLayout) ladder = make_ladder (&run, sim_steps_get (run.lines, step)->cursor, 0, ladder_rows_height (run.rows), width);

        for (guint i = 0; i < ladder->items->len; i++)
          {
            const LadderItem *item = &g_array_index (ladder->items, LadderItem, i);

            g_assert_cmpfloat (item->text_x, >=, item->kind == LADDER_ITEM_HEADER ? 0 : EHLO_GUTTER);
            g_assert_cmpfloat (item->text_x + item->text_width, <=, width);
            if (item->more != NULL)
              {
                g_assert_cmpfloat (item->more_x, >, item->text_x + item->text_width);
                g_assert_cmpfloat (item->more_x + item->more_width, <=, width);
              }
            if (item->time != NULL)
              g_assert_cmpfloat (item->time_x, >, item->text_x + item->text_width);
          }
      }
  clear_run (&run);
}

/* A part of the ladder is laid out as the same part of the whole is. */
static void
test_visible_part (void)
{
  Run run = make_run (hand_trace ());
  g_autoptr (LadderLayout) all = make_ladder (&run, 40, 0, ladder_rows_height (run.rows), WIDTH);
  g_autoptr (LadderLayout) part = make_ladder (&run, 40, 300, 200, WIDTH);
  const LadderItem *first = &g_array_index (part->items, LadderItem, 0);

  g_assert_cmpuint (part->items->len, <=, 8);
  for (guint i = 0; i < part->items->len; i++)
    {
      const LadderItem *a = &g_array_index (part->items, LadderItem, i), *b = &g_array_index (all->items, LadderItem, first->row + i);

      g_assert_cmpstr (a->text, ==, b->text);
      g_assert_cmpfloat (a->y + 300, ==, b->y);
      g_assert_cmpfloat (a->text_x, ==, b->text_x);
    }
  g_assert_true (ladder_pick (part, 400, 100) != NULL);
  g_assert_null (ladder_pick (part, 400, 5000));
  clear_run (&run);
}

static void
test_fold (void)
{
  Run run = make_run (hand_trace ());
  g_autoptr (GHashTable) folded = g_hash_table_new (NULL, NULL);
  LadderRowsOptions options = { .folded = folded };
  LadderRows *rows;
  const LadderRow *row;
  guint hidden = 0;

  for (guint i = 0; i < ladder_rows_length (run.rows); i++)
    if (ladder_rows_get (run.rows, i)->kind == LADDER_ROW_HEADER && hidden == 0)
      hidden = ladder_rows_get (run.rows, i)->step;
  g_assert_cmpuint (hidden, >, 0);
  g_hash_table_add (folded, GUINT_TO_POINTER (hidden));
  rows = ladder_rows_new (run.trace, run.lines, 33, &options);
  g_assert_cmpuint (ladder_rows_length (rows), <, ladder_rows_length (run.rows));
  row = ladder_rows_get (rows, ladder_rows_of (rows, hidden + 3));
  g_assert_cmpint (row->kind, ==, LADDER_ROW_HEADER);
  g_assert_cmpuint (row->step, ==, hidden);
  for (guint step = 1; step <= sim_steps_length (run.lines); step++)
    {
      row = ladder_rows_get (run.rows, ladder_rows_of (run.rows, step));
      g_assert_cmpint (row->kind, ==, LADDER_ROW_STEP);
      g_assert_cmpuint (row->step, ==, step);
    }
  ladder_rows_free (rows);
  clear_run (&run);
}

static void
test_slip_flies (void)
{
  Run run = make_run (hand_trace ());
  guint cursor = sim_steps_get (run.lines, 3)->cursor;   /* EHLO, to the right */
  double before = 0;

  for (double t = 0; t <= 1; t += 0.25)
    {
      g_autoptr (TopologyLayout) map = topology_layout_new (run.trace, sim_replay_seek (run.replay, cursor), run.lines, cursor, t, WIDTH,
                                                            ehlo_measure_fake, NULL);

      g_assert_true (map->slip.shown);
      g_assert_true (map->slip.right);
      g_assert_cmpstr (map->slip.text, ==, "EHLO");
      g_assert_cmpfloat (map->slip.x, >, before);
      before = map->slip.x;
    }
  clear_run (&run);
}

static void
test_fit (void)
{
  g_autofree char *whole = ehlo_measure_fit (ehlo_measure_fake, NULL, EHLO_FONT_MONO, "Привет", 100);
  g_autofree char *cut = ehlo_measure_fit (ehlo_measure_fake, NULL, EHLO_FONT_MONO, "Καλημέρα κόσμε", 60);

  g_assert_cmpstr (whole, ==, "Привет");
  g_assert_cmpstr (cut, ==, "Καλημέρ…");
  g_assert_cmpfloat (ehlo_measure_fake (NULL, EHLO_FONT_MONO, cut), <=, 60);
}

/* With ink: nothing crashes, and something is painted. */
static void
test_paint (void)
{
  Run run = make_run (hand_trace ());
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, 700);
  cairo_t *cr = cairo_create (surface);
  g_autoptr (LadderLayout) ladder = make_ladder (&run, 40, 0, 500, WIDTH);
  g_autoptr (TopologyLayout) map = topology_layout_new (run.trace, sim_replay_seek (run.replay, 40), run.lines, 40, 1, WIDTH,
                                                        ehlo_measure_fake, NULL);
  const guint32 *pixels;
  guint other = 0;

  topology_paint (map, cr, ehlo_theme_light ());
  cairo_translate (cr, 0, 152);
  ladder_paint (ladder, cr, ehlo_theme_dark ());
  cairo_surface_flush (surface);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  pixels = (const guint32 *) (void *) cairo_image_surface_get_data (surface);
  for (guint i = 0; i < WIDTH * 600; i++)
    other += pixels[i] != pixels[0];
  g_assert_cmpuint (other, >, 10000);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  clear_run (&run);
}

static double
widest (const char *first, const char *second, EhloFont font)
{
  double one = first != NULL ? ehlo_measure_fake (NULL, font, first) : 0, other = second != NULL ? ehlo_measure_fake (NULL, font, second) : 0;

  return MAX (one, other);
}

static double
name_width (const TopologyHost *host)
{
  double width = 0;

  for (guint line = 0; line < TOPOLOGY_NAME_LINES && host->names[line] != NULL; line++)
    {
      double one = ehlo_measure_fake (NULL, EHLO_FONT_BODY_BOLD, host->names[line]);

      width = MAX (width, one);
    }
  return width;
}

static guint
name_lines (const TopologyHost *host)
{
  guint n = 0;

  while (n < TOPOLOGY_NAME_LINES && host->names[n] != NULL)
    n++;
  return n;
}

/* No name is cut, none touches another, and none leaves the map. */
static void
check_names (const TopologyLayout *map)
{
  for (guint i = 0; i < map->hosts->len; i++)
    {
      const TopologyHost *a = &g_array_index (map->hosts, TopologyHost, i);

      if (a->cloud)
        continue;
      for (guint line = 0; line < name_lines (a); line++)
        g_assert_null (strstr (a->names[line], "…"));
      g_assert_cmpfloat (a->name_x - name_width (a) / 2, >=, 0);
      g_assert_cmpfloat (a->name_x + name_width (a) / 2, <=, map->width);
      g_assert_cmpfloat (a->name_y + 16.0 * (name_lines (a) - 0.5), <=, map->height);
      for (guint k = i + 1; k < map->hosts->len; k++)
        {
          const TopologyHost *b = &g_array_index (map->hosts, TopologyHost, k);
          gboolean apart = a->name_x + name_width (a) / 2 <= b->name_x - name_width (b) / 2
            || a->name_y + 16 * name_lines (a) <= b->name_y || b->name_y + 16 * name_lines (b) <= a->name_y;

          g_assert_true (b->cloud || apart);
        }
    }
}

/* Whatever the width, and whether a neighbour's name takes one line or two. */
static void
test_names_keep_apart (void)
{
  static const char * const lessons[] = { "first-letter", "unknown-user", "mx-records" };

  for (guint l = 0; l < G_N_ELEMENTS (lessons); l++)
    {
      g_autoptr (SimScenario) scenario = sim_scenario_lesson (lessons[l], NULL);
      Run run = make_run (sim_world_play (scenario, scenario->seed, SIM_TIME_NEVER));

      for (double width = 500; width < 1800; width += 20)
        {
          g_autoptr (TopologyLayout) map = topology_layout_new (run.trace, sim_replay_seek (run.replay, 0), run.lines, 0, 1, width,
                                                                ehlo_measure_fake, NULL);
          double addresses = 0;

          check_names (map);
          for (guint i = 0; i < map->hosts->len; i++)
            {
              const TopologyHost *host = &g_array_index (map->hosts, TopologyHost, i);
              double address = widest (host->address, host->address2, EHLO_FONT_MONO_AXIS) / 2;

              if (host->cloud || host->address == NULL)
                continue;
              g_assert_cmpfloat (host->x - address, >=, addresses);
              addresses = host->x + address;
            }
        }
      clear_run (&run);
    }
}

/* Twelve hosts whose names are long, in a narrow pane. */
static void
test_twelve_hosts (void)
{
  static const char * const labels[] = { "Anna's laptop", "School mail server", "University, first mail server (stopped)",
                                         "Das Elektronische Postamt der Stadt", "Museum", "Πανεπιστήμιο, δεύτερος διακομιστής αλληλογραφίας" };
  SimTrace *trace = sim_trace_new ();
  Run run;

  for (guint i = 0; i < 12; i++)
    {
      g_autofree char *name = g_strdup_printf ("host%u.example", i);

      sim_trace_add_host (trace, name, labels[i % G_N_ELEMENTS (labels)], i + 1, 1);
    }
  run = make_run (trace);
  for (double width = 700; width < 1500; width += 50)
    {
      g_autoptr (TopologyLayout) map = topology_layout_new (run.trace, sim_replay_seek (run.replay, 0), run.lines, 0, 1, width,
                                                            ehlo_measure_fake, NULL);

      check_names (map);
      g_assert_cmpfloat (map->height, ==, topology_height (run.trace, run.lines, width, ehlo_measure_fake, NULL));
      g_assert_cmpfloat (map->height, <, 420);
    }
  clear_run (&run);
}

/* A slip and a lock never lie on each other, wherever the slip is on its way. */
static void
test_slips_keep_off_locks (gconstpointer id)
{
  g_autoptr (SimScenario) scenario = sim_scenario_lesson (id, NULL);
  Run run = make_run (sim_world_play (scenario, scenario->seed, SIM_TIME_NEVER));

  for (double width = 560; width < 1300; width += 246)
    for (guint step = 1; step <= sim_steps_length (run.lines); step++)
      for (double t = 0; t <= 1; t += 0.5)
        {
          guint cursor = sim_steps_get (run.lines, step)->cursor;
          g_autoptr (TopologyLayout) map = topology_layout_new (run.trace, sim_replay_seek (run.replay, cursor), run.lines, cursor, t, width,
                                                                ehlo_measure_fake, NULL);
          const TopologySlip *slip = &map->slip;

          for (guint i = 0; slip->shown && i < map->links->len; i++)
            {
              const TopologyLink *link = &g_array_index (map->links, TopologyLink, i);
              gboolean aside = link->chip == NULL || !link->busy || link->bend < link->y1
                || ABS (link->chip_x - slip->x) >= (link->chip_width + slip->width) / 2 || ABS (link->chip_y + 10.5 - slip->y) >= 25;

              g_assert_true (aside);
            }
        }
  clear_run (&run);
}

/* A pile of letters, its verdict and their number are in view, however narrow the map is. */
static void
test_letters_in_view (gconstpointer id)
{
  g_autoptr (SimScenario) scenario = sim_scenario_lesson (id, NULL);
  Run run = make_run (sim_world_play (scenario, scenario->seed, SIM_TIME_NEVER));
  guint cursor = sim_steps_get (run.lines, sim_steps_length (run.lines))->cursor;

  for (double width = 560; width < 1300; width += 82)
    {
      g_autoptr (TopologyLayout) map = topology_layout_new (run.trace, sim_replay_seek (run.replay, cursor), run.lines, cursor, 1, width,
                                                            ehlo_measure_fake, NULL);

      for (guint i = 0; i < map->hosts->len; i++)
        {
          const TopologyHost *host = &g_array_index (map->hosts, TopologyHost, i);

          if (host->cloud)
            continue;
          g_assert_cmpfloat (host->letters_x, <=, host->x + 32 * host->scale);
          g_assert_cmpfloat (host->letters_x + 15 * host->scale + 9.5, <=, width);
          if (host->counter != NULL)
            g_assert_cmpfloat (host->counter_x + ehlo_measure_fake (NULL, EHLO_FONT_AXIS_BOLD, host->counter) / 2, <=, width);
        }
    }
  clear_run (&run);
}

/* The envelope leaves with the answer that takes responsibility, and with nothing else. */
static void
test_responsibility (void)
{
  g_autoptr (SimScenario) scenario = sim_scenario_lesson ("first-letter", NULL);
  Run run = make_run (sim_world_play (scenario, scenario->seed, SIM_TIME_NEVER));
  guint flights = 0, copies = 0;

  for (guint step = 1; step <= sim_steps_length (run.lines); step++)
    {
      guint cursor = sim_steps_get (run.lines, step)->cursor;
      g_autoptr (TopologyLayout) map = topology_layout_new (run.trace, sim_replay_seek (run.replay, cursor), run.lines, cursor, 0.5, WIDTH,
                                                            ehlo_measure_fake, NULL);
      SimEntry entry;

      sim_trace_get (run.trace, sim_steps_get (run.lines, step)->entry, &entry);
      if (!map->letter.shown)
        continue;
      if (map->letter.copy)                              /* fetched: nobody takes responsibility */
        {
          copies++;
          continue;
        }
      flights++;
      g_assert_cmpint (entry.kind, ==, SIM_ENTRY_SAID);
      g_assert_cmpint (entry.side, ==, SIM_SIDE_SERVER);
      g_assert_cmpint (memcmp (entry.bytes, "250 2.", 6), ==, 0);
    }
  /* To the school's server, to the university's, to the mailbox. */
  g_assert_cmpuint (flights, ==, 3);
  g_assert_cmpuint (copies, ==, 1);
  clear_run (&run);
}

/* An MTA is a server, then a client; a server that was submitted to is an MSA then. */
static void
test_roles (void)
{
  g_autoptr (SimScenario) scenario = sim_scenario_lesson ("first-letter", NULL);
  Run run = make_run (sim_world_play (scenario, scenario->seed, SIM_TIME_NEVER));
  gboolean as_msa = FALSE, as_mta = FALSE;

  for (guint step = 1; step <= sim_steps_length (run.lines); step++)
    {
      guint cursor = sim_steps_get (run.lines, step)->cursor;
      g_autoptr (TopologyLayout) map = topology_layout_new (run.trace, sim_replay_seek (run.replay, cursor), run.lines, cursor, 1, WIDTH,
                                                            ehlo_measure_fake, NULL);
      const char *role = g_array_index (map->hosts, TopologyHost, 1).role;

      as_msa = as_msa || g_strcmp0 (role, "MSA") == 0;
      as_mta = as_mta || (as_msa && g_strcmp0 (role, "MTA") == 0);
    }
  g_assert_true (as_msa && as_mta);
  clear_run (&run);
}

/* The cloud is there only while it is asked. */
static void
test_cloud (void)
{
  Run run = make_run (hand_trace ());
  guint shown = 0;

  for (guint step = 1; step <= sim_steps_length (run.lines); step++)
    {
      guint cursor = sim_steps_get (run.lines, step)->cursor;
      g_autoptr (TopologyLayout) map = topology_layout_new (run.trace, sim_replay_seek (run.replay, cursor), run.lines, cursor, 1, WIDTH,
                                                            ehlo_measure_fake, NULL);

      shown += !g_array_index (map->hosts, TopologyHost, 3).hidden;
    }
  g_assert_cmpuint (shown, ==, 2);
  clear_run (&run);
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) ids = sim_scenario_list ();

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/measure/cuts-by-letters-not-bytes", test_fit);
  g_test_add_func ("/draw/layout/hand/shows-what-happened", test_hand_shows);
  g_test_add_func ("/draw/layout/hand/same-forwards-backwards-and-by-seeks", test_hand_same_both_ways);
  g_test_add_func ("/draw/layout/hosts-stand-over-their-lanes", test_hosts_over_lanes);
  g_test_add_func ("/draw/layout/nothing-is-cut-or-overlaps-in-a-row", test_rows_keep_apart);
  g_test_add_func ("/draw/layout/the-visible-part-is-part-of-the-whole", test_visible_part);
  g_test_add_func ("/draw/layout/folded-steps-are-found-at-their-header", test_fold);
  g_test_add_func ("/draw/layout/the-slip-flies-towards-its-receiver", test_slip_flies);
  g_test_add_func ("/draw/layout/names-of-hosts-keep-apart", test_names_keep_apart);
  g_test_add_func ("/draw/map/twelve-hosts-are-legible", test_twelve_hosts);
  g_test_add_data_func ("/draw/map/slips-keep-off-locks/first-letter", "first-letter", test_slips_keep_off_locks);
  g_test_add_data_func ("/draw/map/slips-keep-off-locks/mx-records", "mx-records", test_slips_keep_off_locks);
  g_test_add_data_func ("/draw/map/letters-in-view/first-letter", "first-letter", test_letters_in_view);
  g_test_add_data_func ("/draw/map/letters-in-view/mx-records", "mx-records", test_letters_in_view);
  g_test_add_func ("/draw/map/the-envelope-follows-responsibility", test_responsibility);
  g_test_add_func ("/draw/map/roles-switch-with-the-connection", test_roles);
  g_test_add_func ("/draw/map/the-cloud-is-there-while-it-is-asked", test_cloud);
  g_test_add_func ("/draw/paint/leaves-ink", test_paint);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autofree char *name = g_strdup_printf ("/draw/layout/lesson/%s/same-forwards-backwards-and-by-seeks", ids[i]);

      g_test_add_data_func (name, ids[i], test_lesson_same_both_ways);
    }
  return g_test_run ();
}

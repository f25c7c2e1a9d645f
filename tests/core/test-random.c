/* test-random.c - named streams of numbers
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/core/random.h"

static void
test_numbers_never_change (void)
{
  /* A change here changes every golden file: lessons would run otherwise than they were written. */
  static const guint64 expected[] = {
    G_GUINT64_CONSTANT (0xb46b51bef9aa3997),
    G_GUINT64_CONSTANT (0x3bac73fcc00ce8d1),
    G_GUINT64_CONSTANT (0x83e2a0488a3c7500),
  };
  SimRandom random;

  sim_random_init (&random, 42, "link mx1 mx2");
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmphex (sim_random_next (&random), ==, expected[i]);
}

static void
test_seed_and_name_make_the_stream (void)
{
  static const struct
  {
    guint64 seed;
    const char *name;
    gboolean same;
  } rows[] = {
    { 1, "a", TRUE },
    { 2, "a", FALSE },
    { 1, "b", FALSE },
    { 1, "", FALSE },
    { 1, "aa", FALSE },
    { 0, "a", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      SimRandom one, other;
      guint equal = 0;

      sim_random_init (&one, 1, "a");
      sim_random_init (&other, rows[i].seed, rows[i].name);
      for (guint n = 0; n < 100; n++)
        equal += sim_random_next (&one) == sim_random_next (&other);
      g_assert_cmpuint (equal, ==, rows[i].same ? 100 : 0);
    }
}

static void
test_one_stream_disturbs_no_other (void)
{
  SimRandom alone, beside, other;

  sim_random_init (&alone, 7, "link 1");
  sim_random_init (&beside, 7, "link 1");
  sim_random_init (&other, 7, "link 2");
  for (guint i = 0; i < 1000; i++)
    {
      for (guint n = 0; n < i % 5; n++)
        sim_random_next (&other);
      g_assert_cmphex (sim_random_next (&alone), ==, sim_random_next (&beside));
    }
}

static void
test_below_is_below_and_even (void)
{
  static const guint32 limits[] = { 1, 2, 3, 10, 1000 };
  SimRandom random;

  sim_random_init (&random, 3, "below");
  for (gsize i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      guint32 n = limits[i];
      guint rounds = 1000;
      g_autofree guint *hits = g_new0 (guint, n);

      for (guint r = 0; r < rounds * n; r++)
        {
          guint32 value = sim_random_below (&random, n);

          g_assert_cmpuint (value, <, n);
          hits[value]++;
        }
      /* Five standard deviations of a fair die. */
      for (guint32 v = 0; v < n; v++)
        g_assert_cmpfloat (ABS ((double) hits[v] - rounds), <, 160);
    }
  for (guint r = 0; r < 1000; r++)
    g_assert_cmpuint (sim_random_below (&random, G_MAXUINT32), <, G_MAXUINT32);
}

static void
test_chance_is_per_million (void)
{
  static const guint32 rows[] = { 0, 50000, 500000, 1000000 };
  SimRandom random;

  sim_random_init (&random, 5, "chance");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint hits = 0;

      for (guint r = 0; r < 200000; r++)
        hits += sim_random_chance (&random, rows[i]);
      if (rows[i] == 0 || rows[i] == 1000000)
        g_assert_cmpuint (hits, ==, rows[i] / 5);
      else
        g_assert_cmpfloat (ABS (hits * 5.0 - rows[i]), <, 6000);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/random/numbers-never-change", test_numbers_never_change);
  g_test_add_func ("/random/seed-and-name-make-the-stream", test_seed_and_name_make_the_stream);
  g_test_add_func ("/random/one-stream-disturbs-no-other", test_one_stream_disturbs_no_other);
  g_test_add_func ("/random/below-is-below-and-even", test_below_is_below_and_even);
  g_test_add_func ("/random/chance-is-per-million", test_chance_is_per_million);
  return g_test_run ();
}

/* test-callout.c - where a callout stands
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/callout-layout.h"

static char *
place (double width, double height, double row, double x, double card_width, double card_height)
{
  CalloutBox anchor = { 0, row, width, 33 };
  CalloutPlace at;
  static const char * const sides[] = { "below", "above", "free" };

  callout_place (width, height, row >= 0 ? &anchor : NULL, x, card_width, card_height, &at);
  return g_strdup_printf ("%s %.0f,%.0f %.0fx%.0f at %.0f", sides[at.side], at.card.x, at.card.y, at.card.width, at.card.height, at.pointer);
}

#define assert_place(expected, ...) G_STMT_START { \
    g_autofree char *got_ = place (__VA_ARGS__); \
    g_assert_cmpstr (got_, ==, expected); \
  } G_STMT_END

static void
test_beside_its_row (void)
{
  assert_place ("below 80,233 440x129 at 220", 800, 640, 200, 300, 440, 120);
  /* No room below. */
  assert_place ("above 80,371 440x129 at 220", 800, 640, 500, 300, 440, 120);
  /* At the edges the card stays inside, and the pointer goes on pointing. */
  assert_place ("below 6,233 440x129 at 94", 800, 640, 200, 100, 440, 120);
  assert_place ("below 354,233 440x129 at 422", 800, 640, 200, 795, 440, 120);
  assert_place ("free 180,508 440x120 at 0", 800, 640, -1, 0, 440, 120);
}

/* As long as the card fits on one of its sides the row is seen. */
static void
test_never_over_its_row (void)
{
  for (double row = 0; row <= 480; row += 7)
    for (double height = 40; height <= 220; height += 9)
      {
        CalloutBox anchor = { 0, row, 500, 33 };
        double room = MAX (row, 513 - (row + 33)) - CALLOUT_MARGIN;
        CalloutPlace at;

        callout_place (500, 513, &anchor, 250, 440, height, &at);
        g_assert_cmpfloat (at.card.y, >=, 0);
        g_assert_cmpfloat (at.card.y + at.card.height, <=, 513);
        if (height + CALLOUT_POINTER <= room)
          g_assert_true (at.card.y >= row + 33 || at.card.y + at.card.height <= row);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/callout/beside-its-row", test_beside_its_row);
  g_test_add_func ("/draw/callout/never-over-its-row", test_never_over_its_row);
  return g_test_run ();
}

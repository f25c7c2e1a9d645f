/* bench-scroll.c - what a frame costs while a ladder of a million rows is scrolled
 *
 * Beside it, in turns and in a window of the same size, the window painted anew
 * in one colour. Then the ladder as rows are added to it, one a frame, beside
 * frames in which all of it is painted anew. Printed: processor time of this
 * process per frame (user and system), the median of the rounds.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/ladder-view.h"
#include "app/views/style.h"
#include "sim/trace/roles.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define WIDTH  1366
#define HEIGHT 768
#define STEPS  1000000
#define ROUNDS 9
#define FRAMES 60
#define LIVE     3    /* lines of a live run at first */
#define IN_SIGHT 18   /* rows that can be added before the window is full */

/* ---- a widget that paints one colour, another one each time ---- */

#define TYPE_PLAIN (plain_get_type ())
G_DECLARE_FINAL_TYPE (Plain, plain, BENCH, PLAIN, GtkWidget)

struct _Plain
{
  GtkWidget parent;
  guint     n;
};

G_DEFINE_FINAL_TYPE (Plain, plain, GTK_TYPE_WIDGET)

static void
plain_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  Plain *self = BENCH_PLAIN (widget);
  GdkRGBA colour = { (self->n % 7) / 7.0f, (self->n % 5) / 5.0f, 0.5f, 1 };

  self->n++;
  gtk_snapshot_append_color (snapshot, &colour, &GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget)));
}

static void
plain_class_init (PlainClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = plain_snapshot;
}

static void
plain_init (Plain *self)
{
}

/* ---- a run of any length ---- */

static void
add_line (SimTrace *trace, guint i)
{
  static const char * const lines[] = {
    "MAIL FROM:<anna@school.example> SIZE=1842\r\n", "250 2.1.0 Sender ok\r\n", "RCPT TO:<ivan@univ.example>\r\n", "452 4.2.2 Mailbox full\r\n",
    "RCPT TO:<olga@univ.example>\r\n", "550 5.1.1 User unknown\r\n", "RSET\r\n", "250 2.0.0 Reset ok\r\n",
  };
  const char *line = lines[i % G_N_ELEMENTS (lines)];
  SimEntry entry = { .kind = SIM_ENTRY_SAID, .time = i * 20 * SIM_TIME_MILLISECOND, .cause = SIM_CAUSE_NONE, .conn = 1,
                     .side = i % 2 == 0 ? SIM_SIDE_CLIENT : SIM_SIDE_SERVER, .actor = i % 2, .bytes = (const guint8 *) line, .len = strlen (line) };

  sim_trace_add (trace, &entry);
}

static SimTrace *
make_run (guint n)
{
  SimTrace *trace = sim_trace_new ();
  SimPacket packet = { 1, 2, 49152, 25, .protocol = SIM_PROTOCOL_TCP };

  sim_trace_add_host (trace, "mail.school.example", "School server", 1, SIM_ROLE_MTA);
  sim_trace_add_host (trace, "mx.univ.example", "University server", 2, SIM_ROLE_MTA);
  sim_trace_add (trace, &(SimEntry) { .kind = SIM_ENTRY_OPENED, .cause = SIM_CAUSE_NONE, .side = SIM_SIDE_CLIENT, .conn = 1, .from = 0, .to = 1,
                                      .rule = "smtp", .packet = &packet });
  for (guint i = 0; i < n; i++)
    add_line (trace, i);
  return trace;
}

/* ---- frames ---- */

typedef struct
{
  GtkWidget     *window;
  GtkWidget     *content;
  GtkAdjustment *scroll;
  EhloPlayer    *player;
  SimTrace      *trace;
  guint          n;
} Stage;

typedef void (*Change) (Stage *stage);

static double
processor_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e9 + (double) now.tv_nsec;
}

static void
on_painted (GdkFrameClock *clock, gboolean *done)
{
  *done = TRUE;
}

static void
one_frame (Stage *stage, Change change)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (stage->window);
  gboolean done = FALSE;
  gulong id = g_signal_connect (clock, "after-paint", G_CALLBACK (on_painted), &done);

  change (stage);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_signal_handler_disconnect (clock, id);
}

static double
measure (Stage *stage, Change change, guint n_frames)
{
  double start;

  one_frame (stage, change);
  start = processor_time ();
  for (guint i = 0; i < n_frames; i++)
    one_frame (stage, change);
  return (processor_time () - start) / n_frames;
}

static void
repaint (Stage *stage)
{
  gtk_widget_queue_draw (stage->content);
}

/* One notch of a wheel. */
static void
scroll (Stage *stage)
{
  gtk_adjustment_set_value (stage->scroll, gtk_adjustment_get_value (stage->scroll) + 53);
}

static void
append (Stage *stage)
{
  add_line (stage->trace, stage->n++);
  ehlo_player_grow (stage->player);
}

/* As when another step is the current one. */
static void
paint_all (Stage *stage)
{
  ehlo_player_set_cursor (stage->player, sim_trace_length (stage->trace) - 1 - (stage->n++ % 2));
}

static int
by_size (gconstpointer a, gconstpointer b)
{
  return *(const double *) a < *(const double *) b ? -1 : *(const double *) a > *(const double *) b;
}

static double
middle (double *numbers)
{
  qsort (numbers, ROUNDS, sizeof *numbers, (int (*) (const void *, const void *)) by_size);
  return numbers[ROUNDS / 2];
}

static void
show (Stage *stage, GtkWidget *child)
{
  stage->window = gtk_window_new ();
  gtk_window_set_decorated (GTK_WINDOW (stage->window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (stage->window), WIDTH, HEIGHT);
  gtk_window_set_child (GTK_WINDOW (stage->window), child);
  gtk_window_present (GTK_WINDOW (stage->window));
  while (!gtk_widget_get_mapped (stage->window) || gtk_widget_get_width (stage->window) < WIDTH)
    g_main_context_iteration (NULL, TRUE);
}

static void
show_ladder (Stage *stage, guint n)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  stage->n = n;
  stage->trace = make_run (n);
  stage->player = ehlo_player_new ();
  ehlo_player_load (stage->player, NULL, stage->trace);
  stage->content = ehlo_ladder_view_new (stage->player);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), stage->content);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_EXTERNAL);
  stage->scroll = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled));
  show (stage, scrolled);
}

int
main (void)
{
  double plain[ROUNDS], scrolled[ROUNDS], appended[ROUNDS], painted[ROUNDS], ratio;
  Stage colour = { 0 }, ladder = { 0 }, live = { 0 };

  gtk_init ();
  ehlo_style_init ();
  colour.content = g_object_new (TYPE_PLAIN, NULL);
  show (&colour, colour.content);
  show_ladder (&ladder, STEPS);
  show_ladder (&live, LIVE + IN_SIGHT);
  ehlo_player_set_cursor (live.player, G_MAXUINT);
  gtk_adjustment_set_value (ladder.scroll, STEPS * 15.0);
  for (guint round = 0; round < ROUNDS; round++)
    {
      plain[round] = measure (&colour, repaint, FRAMES);
      scrolled[round] = measure (&ladder, scroll, FRAMES);
    }
  printf ("a frame of %d x %d, %s (median of %d rounds of %d frames)\n", WIDTH, HEIGHT,
          G_OBJECT_TYPE_NAME (gtk_native_get_renderer (GTK_NATIVE (ladder.window))), ROUNDS, FRAMES);
  ratio = middle (scrolled) / middle (plain);
  printf ("  %-36s %8.3f ms\n  %-36s %8.3f ms\n", "the window in one colour", middle (plain) / 1e6, "a ladder of 1,000,000 rows, scrolled",
          middle (scrolled) / 1e6);
  printf ("  ratio %.2f (target: at most 1.30)%s\n", ratio, ratio <= 1.3 ? "" : " MISSED");
  /* Each row comes in sight. */
  for (guint round = 0; round < ROUNDS; round++)
    {
      painted[round] = measure (&live, paint_all, FRAMES);
      live.n = LIVE;
      live.trace = make_run (LIVE);
      ehlo_player_load (live.player, NULL, live.trace);
      sim_trace_unref (live.trace);
      appended[round] = measure (&live, append, IN_SIGHT);
    }
  ratio = middle (appended) / middle (painted);
  printf ("  %-36s %8.3f ms\n  %-36s %8.3f ms\n", "a live ladder, all painted anew", middle (painted) / 1e6, "a live ladder, a row added",
          middle (appended) / 1e6);
  printf ("  ratio %.2f (target: at most 0.20)%s\n", ratio, ratio <= 0.2 ? "" : " MISSED");
  return 0;
}

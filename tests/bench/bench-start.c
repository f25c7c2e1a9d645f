/* bench-start.c PROGRAM - from its start to its first painted frame
 *
 * Beside gtk4-demo, in turns, on the X server of $DISPLAY. A program's window is
 * painted once a row of its pixels is no longer the empty root's. Printed: the
 * middle of all starts, and the memory each has then. The program may choose its
 * own GDK_DEBUG and GSK_RENDERER, as with a user; gtk4-demo has its defaults, and
 * in a second measurement those that the program chose.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <X11/Xlib.h>
#include <X11/Xutil.h>
#include <glib.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define ROUNDS  9
#define WAIT_US 20000000
#define SKIPPED 77

typedef struct
{
  const char *name;
  char       *argv[3];
  gboolean    same_choices;
  GArray     *times;      /* ms */
  GArray     *memory;     /* MB */
} Subject;

static int
by_size (gconstpointer a, gconstpointer b)
{
  return *(const double *) a < *(const double *) b ? -1 : *(const double *) a > *(const double *) b;
}

static double
middle (GArray *numbers)
{
  g_array_sort (numbers, by_size);
  return g_array_index (numbers, double, numbers->len / 2);
}

static int
ignore_error (Display *display, XErrorEvent *event)
{
  return 0;
}

/* Whether a visible window of some size has anything in its middle row. */
static gboolean
is_painted (Display *display)
{
  Window root, parent, *children = NULL;
  unsigned int n = 0;
  gboolean painted = FALSE;

  XQueryTree (display, DefaultRootWindow (display), &root, &parent, &children, &n);
  for (unsigned int i = 0; i < n && !painted; i++)
    {
      XWindowAttributes attributes;
      XImage *image;

      if (!XGetWindowAttributes (display, children[i], &attributes) || attributes.map_state != IsViewable || attributes.width < 200
          || attributes.height < 100 || attributes.x < 0 || attributes.y < 0)
        continue;
      image = XGetImage (display, children[i], 0, attributes.height / 2, MIN ((unsigned int) attributes.width, 400), 1, AllPlanes, ZPixmap);
      if (image == NULL)
        continue;
      for (int x = 0; x < image->width && !painted; x++)
        painted = (XGetPixel (image, x, 0) & 0xffffff) != 0;
      XDestroyImage (image);
    }
  if (children != NULL)
    XFree (children);
  return painted;
}

static double
memory_of (pid_t pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/statm", (int) pid), *text = NULL;
  unsigned long total, resident;

  if (!g_file_get_contents (path, &text, NULL, NULL) || sscanf (text, "%lu %lu", &total, &resident) != 2)
    return 0;
  return (double) resident * (double) sysconf (_SC_PAGESIZE) / 1e6;
}

static gboolean
measure (Display *display, Subject *subject)
{
  gint64 start = g_get_monotonic_time ();
  gboolean painted = FALSE;
  double time, memory;
  pid_t pid = fork ();

  if (pid == 0)
    {
      if (!subject->same_choices)
        {
          unsetenv ("GDK_DEBUG");
          unsetenv ("GSK_RENDERER");
        }
      if (freopen ("/dev/null", "w", stdout) != NULL && freopen ("/dev/null", "w", stderr) != NULL)
        execvp (subject->argv[0], subject->argv);
      _exit (127);
    }
  while (!painted && g_get_monotonic_time () - start < WAIT_US)
    {
      painted = is_painted (display);
      if (!painted)
        g_usleep (1000);
    }
  time = (double) (g_get_monotonic_time () - start) / 1000;
  memory = memory_of (pid);
  kill (pid, SIGTERM);
  waitpid (pid, NULL, 0);
  XSync (display, True);
  for (int tries = 0; tries < 2000 && is_painted (display); tries++)
    g_usleep (1000);
  if (painted)
    {
      g_array_append_val (subject->times, time);
      g_array_append_val (subject->memory, memory);
    }
  return painted;
}

int
main (int argc, char **argv)
{
  g_autofree char *demo = g_find_program_in_path ("gtk4-demo");
  Subject subjects[] = {
    { "ehlo", { argv[1] } },
    { "gtk4-demo", { demo } },
    { "gtk4-demo, Cairo, no OpenGL", { demo }, TRUE },
  };
  Display *display = XOpenDisplay (NULL);

  if (argc != 2 || display == NULL)
    {
      fprintf (stderr, "bench-start PROGRAM, with an X server\n");
      return 2;
    }
  XSetErrorHandler (ignore_error);
  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    {
      subjects[i].times = g_array_new (FALSE, FALSE, sizeof (double));
      subjects[i].memory = g_array_new (FALSE, FALSE, sizeof (double));
    }
  for (int round = -1; round < ROUNDS; round++)
    for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
      {
        if (subjects[i].argv[0] == NULL)
          continue;
        if (!measure (display, &subjects[i]))
          {
            fprintf (stderr, "%s showed nothing\n", subjects[i].name);
            return 1;
          }
        if (round == -1)   /* its files are in the cache now */
          {
            g_array_set_size (subjects[i].times, 0);
            g_array_set_size (subjects[i].memory, 0);
          }
      }
  printf ("from the start to the first painted frame (median of %d starts each, in turns)\n", ROUNDS);
  for (guint i = 0; i < G_N_ELEMENTS (subjects); i++)
    if (subjects[i].times->len > 0)
      printf ("  %-30s %7.0f ms %7.1f MB\n", subjects[i].name, middle (subjects[i].times), middle (subjects[i].memory));
  XCloseDisplay (display);
  if (demo == NULL)
    {
      printf ("  skipped: gtk4-demo (package gtk-4-examples) is not here to compare with\n");
      return SKIPPED;
    }
  printf ("  ratio %.2f (target: at most 1.00)%s\n", middle (subjects[0].times) / middle (subjects[1].times),
          middle (subjects[0].times) <= middle (subjects[1].times) ? "" : " MISSED");
  return 0;
}

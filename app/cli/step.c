/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/step.h"

#include "app/cli/cli.h"
#include "app/cli/narrate.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <termios.h>
#include <unistd.h>

typedef enum { KEY_NONE, KEY_ON, KEY_BACK, KEY_FIRST, KEY_LAST, KEY_QUIT } Key;

/* ESC [ C and its kin, in the few forms that terminals send. */
static Key
read_escape (void)
{
  char c[3] = { 0, 0, 0 };

  if (read (STDIN_FILENO, &c[0], 1) != 1 || (c[0] != '[' && c[0] != 'O') || read (STDIN_FILENO, &c[1], 1) != 1)
    return KEY_NONE;
  switch (c[1])
    {
    case 'C':
      return KEY_ON;
    case 'D':
      return KEY_BACK;
    case 'H':
      return KEY_FIRST;
    case 'F':
      return KEY_LAST;
    case '1': case '7':
      return read (STDIN_FILENO, &c[2], 1) == 1 && c[2] == '~' ? KEY_FIRST : KEY_NONE;
    case '4': case '8':
      return read (STDIN_FILENO, &c[2], 1) == 1 && c[2] == '~' ? KEY_LAST : KEY_NONE;
    default:
      return KEY_NONE;
    }
}

static Key
read_key (void)
{
  char c;

  if (read (STDIN_FILENO, &c, 1) != 1)
    return KEY_QUIT;
  switch (c)
    {
    case ' ': case '\n': case '\r':
      return KEY_ON;
    case 'q': case 'Q': case 3: case 4:
      return KEY_QUIT;
    case 27:
      return read_escape ();
    default:
      return KEY_NONE;
    }
}

static void
show (const EhloSource *source, const SimSteps *steps, guint n, const GArray *notes, gboolean secrets)
{
  g_autofree char *text = ehlo_narrate_step (source->trace, steps, n, notes, secrets);

  /* TRANSLATORS: where the reader is: step 3 of 38 */
  printf (_("Step %u of %u"), n, sim_steps_length (steps));
  printf ("\n%s\n", text);
  fflush (stdout);
}

static void
walk (const EhloSource *source, const SimSteps *steps, const GArray *notes, gboolean secrets)
{
  guint length = sim_steps_length (steps);
  guint n = 0;

  puts (_("Right or Space: on. Left: back. Home, End: first and last step. q: quit."));
  show (source, steps, n, notes, secrets);
  for (;;)
    {
      guint before = n;

      switch (read_key ())
        {
        case KEY_ON:
          n += n < length;
          break;
        case KEY_BACK:
          n -= n > 0;
          break;
        case KEY_FIRST:
          n = 0;
          break;
        case KEY_LAST:
          n = length;
          break;
        case KEY_QUIT:
          return;
        case KEY_NONE:
          break;
        }
      if (n != before)
        show (source, steps, n, notes, secrets);
    }
}

int
ehlo_cli_step (const EhloSource *source, gboolean secrets)
{
  g_autoptr (SimSteps) steps = sim_steps_new (source->trace, SIM_STEP_LINE);
  g_autoptr (GArray) notes = source->scenario != NULL ? sim_world_pin_notes (source->scenario, source->trace) : NULL;
  struct termios usual, raw;

  if (!isatty (STDIN_FILENO) || tcgetattr (STDIN_FILENO, &usual) != 0)
    {
      for (guint n = 0; n <= sim_steps_length (steps); n++)
        show (source, steps, n, notes, secrets);
      return EHLO_EXIT_OK;
    }
  raw = usual;
  raw.c_lflag &= ~(ICANON | ECHO);
  raw.c_cc[VMIN] = 1;
  raw.c_cc[VTIME] = 0;
  tcsetattr (STDIN_FILENO, TCSANOW, &raw);
  walk (source, steps, notes, secrets);
  tcsetattr (STDIN_FILENO, TCSANOW, &usual);
  return EHLO_EXIT_OK;
}

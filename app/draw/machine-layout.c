/* machine-layout.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/machine-layout.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MARGIN      12.0
#define GAP         12.0    /* between states */
#define LABEL_GAP   12.0    /* between a state's box and its lines */
#define ROW         17.0
#define PITCH       13.0    /* between two rails */
#define MAX_STATES  32

typedef struct
{
  int      target;       /* -1: it stays */
  gboolean taken;        /* the last transition */
  char    *label;
  double   y, x;         /* where its line begins: middle, left end */
} Exit;

typedef struct
{
  int     state;         /* -1: what is legal nearly everywhere: */
  guint   mask;          /* in these states */
  GArray *exits;         /* Exit */
  double  top, bottom;
  double  entry;         /* y of the arrow that comes in; 0: none does */
} Block;

typedef struct
{
  int    target;
  double top, bottom;
  guint  track;
} Rail;

typedef struct
{
  const MachinePlace *place;
  const SimMachine   *machine;
  EhloSheet          *sheet;
  GArray             *blocks;    /* Block */
  GArray             *rails;     /* Rail */
  guint               n_tracks;
  double              box;       /* width of a state's box */
  double              left;      /* of the lines' labels */
  double              right;     /* where labels end */
} Maker;

static void
clear_exit (gpointer data)
{
  g_free (((Exit *) data)->label);
}

static void
clear_block (gpointer data)
{
  g_array_unref (((Block *) data)->exits);
}

static guint
count_states (guint mask)
{
  guint n = 0;

  for (; mask != 0; mask &= mask - 1)
    n++;
  return n;
}

/* ---- which lines there are ------------------------------------------------ */

/* A row that ends the session from every state, or from all but one or two. */
static gboolean
is_anywhere (const Maker *maker, const SimRule *rule)
{
  guint open = machine_open_states (maker->machine), n = count_states (open);

  return n > 2 && count_states (rule->legal & open) + 2 >= n && !machine_is_command (rule);
}

static gboolean
is_taken (const Maker *maker, const SimRule *rule, const Block *block, int target)
{
  const MachinePlace *place = maker->place;

  return place->rule != NULL && place->state == target && g_str_equal (place->rule, rule->rule)
         && (block->state < 0 || block->state == place->from);
}

/* "UID FETCH" is one word: its blank does not break. */
static char *
unbroken (const char *verb)
{
  g_auto (GStrv) words = g_strsplit (verb, " ", -1);

  return g_strjoinv ("\302\240", words);
}

static void
add_verb (GString *label, const char *name)
{
  g_autofree char *verb = unbroken (name);
  /* Not the same verb twice: two rows may differ in what they need only. */
  g_auto (GStrv) words = g_strsplit (label->str, "  ", -1);

  if (g_strv_contains ((const char * const *) words, verb))
    return;
  if (label->len > 0)
    g_string_append (label, "  ");
  g_string_append (label, verb);
}

static void
add_exit (Maker *maker, Block *block, int target)
{
  g_autoptr (GString) label = g_string_new (NULL);
  Exit exit = { target < 0 || target == block->state ? -1 : target };

  /* Commands first, then events. */
  for (guint events = 0; events < 2; events++)
    for (gsize i = 0; i < maker->machine->n_rules; i++)
      {
        const SimRule *rule = &maker->machine->rules[i];
        gboolean stays = block->state >= 0 && (rule->next < 0 || rule->next == block->state);

        if (machine_is_command (rule) == (events == 1) || (events == 1 && rule->verb[0] != '<') || is_anywhere (maker, rule) != (block->state < 0))
          continue;
        if (block->state < 0 && rule->legal != block->mask)
          continue;
        if (block->state >= 0 && (rule->legal & SIM_STATE (block->state)) == 0)
          continue;
        if (exit.target < 0 ? !stays : stays || rule->next != exit.target)
          continue;
        add_verb (label, rule->verb);
        exit.taken = exit.taken || is_taken (maker, rule, block, exit.target);
      }
  if (label->len == 0)
    return;
  exit.label = g_string_free (g_steal_pointer (&label), FALSE);
  g_array_append_val (block->exits, exit);
}

static void
add_block (Maker *maker, const int *order, guint n, int state, guint mask)
{
  Block block = { state, mask, g_array_new (FALSE, TRUE, sizeof (Exit)) };

  g_array_set_clear_func (block.exits, clear_exit);
  for (guint i = 0; i < n; i++)
    if (order[i] != state)
      add_exit (maker, &block, order[i]);
  if (state >= 0)
    add_exit (maker, &block, -1);
  g_array_append_val (maker->blocks, block);
}

/* In depth first, as a session goes on; the ends last. */
static void
visit (const SimMachine *machine, int state, int *order, guint *n)
{
  guint open = machine_open_states (machine);

  for (guint i = 0; i < *n; i++)
    if (order[i] == state)
      return;
  order[(*n)++] = state;
  for (gsize i = 0; i < machine->n_rules; i++)
    {
      const SimRule *rule = &machine->rules[i];

      if ((rule->legal & SIM_STATE (state)) && rule->next >= 0 && (open & SIM_STATE (rule->next)))
        visit (machine, rule->next, order, n);
    }
}

static void
make_blocks (Maker *maker)
{
  guint open = machine_open_states (maker->machine), n = 0;
  int order[MAX_STATES];

  visit (maker->machine, 0, order, &n);
  /* States that nothing leads to, and the ends. */
  for (guint ends = 0; ends < 2; ends++)
    for (int state = 0; state < MAX_STATES && sim_machine_state_name (maker->machine, state) != NULL; state++)
      {
        gboolean known = FALSE;

        for (guint i = 0; i < n; i++)
          known = known || order[i] == state;
        if (!known && ((open & SIM_STATE (state)) == 0) == (ends == 1))
          order[n++] = state;
      }
  for (guint i = 0; i < n; i++)
    add_block (maker, order, n, order[i], SIM_STATE (order[i]));
  for (gsize i = 0; i < maker->machine->n_rules; i++)
    {
      const SimRule *rule = &maker->machine->rules[i];
      gboolean known = !is_anywhere (maker, rule);

      for (guint k = 0; k < maker->blocks->len; k++)
        known = known || g_array_index (maker->blocks, Block, k).mask == rule->legal;
      if (!known)
        add_block (maker, order, n, -1, rule->legal);
    }
}

static gboolean
is_target (const Maker *maker, int state)
{
  for (guint i = 0; i < maker->blocks->len; i++)
    {
      const Block *block = &g_array_index (maker->blocks, Block, i);

      for (guint k = 0; k < block->exits->len; k++)
        if (state >= 0 && g_array_index (block->exits, Exit, k).target == state)
          return TRUE;
    }
  return FALSE;
}

/* ---- where they stand ----------------------------------------------------- */

static char *
upper_first (char *text)
{
  const char *second = text[0] != '\0' ? g_utf8_next_char (text) : text;
  g_autofree char *first = g_utf8_strup (text, second - text);
  g_autofree char *rest = g_strdup (second);

  g_free (text);
  return g_strconcat (first, rest, NULL);
}

static char *
meaning_of (const Maker *maker, int state)
{
  return explain_state (maker->machine->name, state);
}

static const char *
name_of (const Maker *maker, int state)
{
  return sim_machine_state_name (maker->machine, state);
}

/* Where the rows hold that are said once. */
static char *
anywhere_words (const Maker *maker, guint mask)
{
  guint others = machine_open_states (maker->machine) & ~mask;
  g_autoptr (GString) names = g_string_new (NULL);

  for (int state = 0; state < MAX_STATES; state++)
    if (others & SIM_STATE (state))
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", name_of (maker, state));
  if (others == 0)
    return g_strdup (_("In every state"));
  /* TRANSLATORS: of a state machine; then the names of one or two states */
  return g_strdup_printf (_("In every state but %s"), names->str);
}

/* The labels' places; the rails are not known yet, but how many there can be at most. Returns the bottom. */
static double
place_exits (Maker *maker, Block *block, double top)
{
  for (guint k = 0; k < block->exits->len; k++)
    {
      Exit *exit = &g_array_index (block->exits, Exit, k);
      gboolean here = block->state >= 0 && block->state == maker->place->state;
      EhloColor color = exit->taken ? EHLO_COLOR_ACCENT : here ? EHLO_COLOR_INK : EHLO_COLOR_DIM;
      EhloFont font = exit->taken || here ? EHLO_FONT_MONO_BOLD : EHLO_FONT_MONO;
      double room = maker->right - maker->left, x = maker->left, bottom;
      guint first = maker->sheet->marks->len;
      const EhloMark *last;

      if (exit->target < 0)
        {
          /* TRANSLATORS: of a state machine: these commands do not change the state */
          ehlo_sheet_text (maker->sheet, EHLO_FONT_AXIS, EHLO_COLOR_DIM, x, top + ROW / 2, EHLO_ALIGN_LEFT, _("stays:"));
          x += ehlo_sheet_width_of (maker->sheet, EHLO_FONT_AXIS, _("stays:")) + 6;
          room -= x - maker->left;
        }
      bottom = ehlo_sheet_wrap (maker->sheet, font, color, x, top, room, 0, exit->label);
      last = &g_array_index (maker->sheet->marks, EhloMark, maker->sheet->marks->len - 1);
      g_assert (maker->sheet->marks->len > first);
      exit->y = last->y;
      exit->x = x + ehlo_sheet_width_of (maker->sheet, font, last->text) + 5;
      top = bottom;
    }
  return top;
}

static double
place_box (Maker *maker, Block *block, double top)
{
  gboolean here = block->state == maker->place->state;
  g_autofree char *meaning = meaning_of (maker, block->state);
  guint at = maker->sheet->marks->len;
  double bottom = top + 5;
  EhloMark *box = ehlo_sheet_box (maker->sheet, MARGIN, top, maker->box, 0, 8, here ? EHLO_COLOR_ACCENT : EHLO_COLOR_LANE);

  box->line = here ? 2.4 : 1;
  box->fill = here ? EHLO_COLOR_ROW : EHLO_COLOR_BASE;
  bottom = ehlo_sheet_wrap (maker->sheet, EHLO_FONT_MONO_BOLD, EHLO_COLOR_INK, MARGIN + 9, bottom, maker->box - 14, 0, name_of (maker, block->state));
  if (meaning != NULL)
    bottom = ehlo_sheet_wrap (maker->sheet, EHLO_FONT_AXIS, EHLO_COLOR_DIM, MARGIN + 9, bottom, maker->box - 14, 0, meaning);
  g_array_index (maker->sheet->marks, EhloMark, at).y2 = bottom + 5;
  block->entry = is_target (maker, block->state) ? top + 5 + ehlo_sheet_line_height (EHLO_FONT_MONO_BOLD) / 2 : 0;
  return bottom + 5;
}

static void
place_block (Maker *maker, Block *block, double *y)
{
  double top = *y, bottom = top;

  block->top = top;
  if (block->state >= 0)
    {
      bottom = place_box (maker, block, top);
      top = block->entry > 0 ? block->entry + ROW / 2 : top + 4;
    }
  else
    {
      g_autofree char *words = anywhere_words (maker, block->mask);

      top = ehlo_sheet_wrap (maker->sheet, EHLO_FONT_AXIS, EHLO_COLOR_DIM, MARGIN, top, maker->left - MARGIN - LABEL_GAP, 0, words);
      bottom = top;
      top = block->top;
    }
  top = place_exits (maker, block, top);
  block->bottom = MAX (top, bottom);
  *y = block->bottom + GAP;
}

/* ---- rails ---------------------------------------------------------------- */

static int
shorter_first (gconstpointer a, gconstpointer b)
{
  const Rail *one = a, *other = b;
  double difference = (one->bottom - one->top) - (other->bottom - other->top);

  return difference < 0 ? -1 : difference > 0 ? 1 : one->target - other->target;
}

static void
make_rails (Maker *maker)
{
  for (guint b = 0; b < maker->blocks->len; b++)
    {
      const Block *target = &g_array_index (maker->blocks, Block, b);
      Rail rail = { target->state, target->entry, target->entry, 0 };

      if (target->entry <= 0)
        continue;
      for (guint i = 0; i < maker->blocks->len; i++)
        {
          const Block *block = &g_array_index (maker->blocks, Block, i);

          for (guint k = 0; k < block->exits->len; k++)
            {
              const Exit *exit = &g_array_index (block->exits, Exit, k);

              if (exit->target != rail.target)
                continue;
              rail.top = MIN (rail.top, exit->y);
              rail.bottom = MAX (rail.bottom, exit->y);
            }
        }
      g_array_append_val (maker->rails, rail);
    }
  /* Short ones near the labels: fewer lines cross. */
  g_array_sort (maker->rails, shorter_first);
  maker->n_tracks = 0;
  for (guint i = 0; i < maker->rails->len; i++)
    {
      Rail *rail = &g_array_index (maker->rails, Rail, i);
      gboolean free_track = FALSE;

      for (rail->track = 0; !free_track; rail->track++)
        {
          free_track = TRUE;
          for (guint k = 0; k < i; k++)
            {
              const Rail *other = &g_array_index (maker->rails, Rail, k);

              if (other->track == rail->track && rail->top <= other->bottom + 4 && rail->bottom >= other->top - 4)
                free_track = FALSE;
            }
          if (free_track)
            break;
        }
      maker->n_tracks = MAX (maker->n_tracks, rail->track + 1);
    }
}

static double
track_x (const Maker *maker, const Rail *rail)
{
  return maker->right + 12 + rail->track * PITCH;
}

static const Exit *
taken_exit (const Maker *maker, int target)
{
  for (guint i = 0; i < maker->blocks->len; i++)
    {
      const Block *block = &g_array_index (maker->blocks, Block, i);

      for (guint k = 0; k < block->exits->len; k++)
        {
          const Exit *exit = &g_array_index (block->exits, Exit, k);

          if (exit->taken && exit->target == target)
            return exit;
        }
    }
  return NULL;
}

static void
draw_exit_lines (Maker *maker, const Rail *rail, double x)
{
  for (guint i = 0; i < maker->blocks->len; i++)
    {
      const Block *block = &g_array_index (maker->blocks, Block, i);

      for (guint k = 0; k < block->exits->len; k++)
        {
          const Exit *exit = &g_array_index (block->exits, Exit, k);
          EhloMark *dot;

          if (exit->target != rail->target)
            continue;
          ehlo_sheet_line (maker->sheet, exit->x, exit->y, x, exit->y, 1.2, EHLO_COLOR_LANE);
          dot = ehlo_sheet_box (maker->sheet, x - 2.5, exit->y - 2.5, 5, 5, 2.5, EHLO_COLOR_LANE);
          dot->fill = EHLO_COLOR_LANE;
        }
    }
}

static void
draw_rails (Maker *maker)
{
  for (guint i = 0; i < maker->rails->len; i++)
    {
      const Rail *rail = &g_array_index (maker->rails, Rail, i);
      double x = track_x (maker, rail), entry = 0;

      for (guint b = 0; b < maker->blocks->len; b++)
        if (g_array_index (maker->blocks, Block, b).state == rail->target)
          entry = g_array_index (maker->blocks, Block, b).entry;
      draw_exit_lines (maker, rail, x);
      ehlo_sheet_line (maker->sheet, x, rail->top, x, rail->bottom, 1.2, EHLO_COLOR_LANE);
      ehlo_sheet_line (maker->sheet, x, entry, MARGIN + maker->box + 2, entry, 1.2, EHLO_COLOR_LANE)->arrow = TRUE;
    }
  /* The one that was taken lies over the others. */
  for (guint i = 0; i < maker->rails->len; i++)
    {
      const Rail *rail = &g_array_index (maker->rails, Rail, i);
      const Exit *exit = taken_exit (maker, rail->target);
      double x = track_x (maker, rail), width = maker->place->now ? 3 : 2, entry = 0;

      if (exit == NULL)
        continue;
      for (guint b = 0; b < maker->blocks->len; b++)
        if (g_array_index (maker->blocks, Block, b).state == rail->target)
          entry = g_array_index (maker->blocks, Block, b).entry;
      ehlo_sheet_line (maker->sheet, exit->x, exit->y, x, exit->y, width, EHLO_COLOR_ACCENT);
      ehlo_sheet_line (maker->sheet, x, exit->y, x, entry, width, EHLO_COLOR_ACCENT);
      ehlo_sheet_line (maker->sheet, x, entry, MARGIN + maker->box + 2, entry, width, EHLO_COLOR_ACCENT)->arrow = TRUE;
    }
}

/* ---- what is read out ----------------------------------------------------- */

static void
say_block (Maker *maker, const Block *block)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *meaning = block->state >= 0 ? meaning_of (maker, block->state) : NULL;
  gboolean here = block->state >= 0 && block->state == maker->place->state;

  if (block->state < 0)
    {
      g_autofree char *words = anywhere_words (maker, block->mask);

      g_string_append_printf (text, "%s.", words);
    }
  else if (here)
    /* TRANSLATORS: for a screen reader: a state's name, what it means */
    g_string_append_printf (text, _("State %s, the session is here: %s."), name_of (maker, block->state), meaning != NULL ? meaning : "");
  else
    /* TRANSLATORS: for a screen reader: a state's name, what it means */
    g_string_append_printf (text, _("State %s: %s."), name_of (maker, block->state), meaning != NULL ? meaning : "");
  for (guint k = 0; k < block->exits->len; k++)
    {
      const Exit *exit = &g_array_index (block->exits, Exit, k);
      g_auto (GStrv) verbs = g_strsplit (exit->label, "  ", -1);
      g_autofree char *list = g_strjoinv (", ", verbs);

      g_string_append_c (text, ' ');
      if (exit->target < 0)
        /* TRANSLATORS: for a screen reader: names of commands */
        g_string_append_printf (text, _("It stays so after %s."), list);
      else if (exit->taken)
        /* TRANSLATORS: for a screen reader: names of commands, a state's name */
        g_string_append_printf (text, _("%s leads to %s; this was the last transition."), list, name_of (maker, exit->target));
      else
        /* TRANSLATORS: for a screen reader: names of commands, a state's name */
        g_string_append_printf (text, _("%s leads to %s."), list, name_of (maker, exit->target));
    }
  ehlo_sheet_item (maker->sheet, MARGIN - 6, block->top - 4, maker->sheet->width - 2 * MARGIN + 12, block->bottom - block->top + 8, 0,
                   g_string_free (g_steal_pointer (&text), FALSE))->current = here;
}

/* ---- the card: what may be said now --------------------------------------- */

static char *
allowed_words (const Maker *maker, gboolean *starred)
{
  g_autoptr (GPtrArray) verbs = machine_verbs (maker->machine, maker->place->state, TRUE);
  GString *list = g_string_new (NULL);

  *starred = FALSE;
  for (guint i = 0; i < verbs->len; i++)
    {
      const char *verb = g_ptr_array_index (verbs, i);
      g_autofree char *word = unbroken (verb);
      gboolean needs = machine_needs (maker->machine, maker->place->state, verb);

      g_string_append_printf (list, "%s%s%s", i > 0 ? "  " : "", word, needs ? "*" : "");
      *starred = *starred || needs;
    }
  return g_string_free (list, FALSE);
}

static char *
events_words (const Maker *maker)
{
  GString *list = g_string_new (NULL);

  for (gsize i = 0; i < maker->machine->n_rules; i++)
    {
      const SimRule *rule = &maker->machine->rules[i];

      if (rule->verb[0] == '<' && (rule->legal & SIM_STATE (maker->place->state)) && !is_anywhere (maker, rule))
        add_verb (list, rule->verb);
    }
  return g_string_free (list, FALSE);
}

/* "first MAIL, then RCPT" */
static char *
why_words (const Maker *maker, const char *verb)
{
  g_autoptr (GPtrArray) way = machine_way (maker->machine, maker->place->state, verb);
  g_autoptr (GString) list = g_string_new (NULL);

  if (way == NULL)
    return g_strdup (_("not any more in this session"));
  for (guint i = 0; i < way->len; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", (const char *) g_ptr_array_index (way, i));
  /* TRANSLATORS: why a command is refused now: names of the commands that must come before it */
  return g_strdup_printf (_("first %s"), list->str);
}

/* A caption and a list beside it, or below where there is little room. Returns the bottom. */
static double
card_row (Maker *maker, double top, double room, const char *caption, EhloFont font, EhloColor color, const char *text)
{
  double x = 2 * MARGIN, width = ehlo_sheet_width_of (maker->sheet, EHLO_FONT_SMALL, caption);

  ehlo_sheet_text (maker->sheet, EHLO_FONT_SMALL, EHLO_COLOR_DIM, x, top + 9, EHLO_ALIGN_LEFT, caption);
  if (width > room * 0.4)
    return ehlo_sheet_wrap (maker->sheet, font, color, x + 12, top + 18, room - 12, 0, text) + 2;
  return ehlo_sheet_wrap (maker->sheet, font, color, x + width + 10, top, room - width - 10, 0, text) + 2;
}

/* Commands that are refused for one reason, and the reason behind them or, where there is no room, below. */
static double
refused_row (Maker *maker, double top, double room, const char *verbs, const char *code, const char *why)
{
  double x = 2 * MARGIN + 20, right = 2 * MARGIN + room, from = top, at, number = ehlo_sheet_width_of (maker->sheet, EHLO_FONT_MONO, code);
  const EhloMark *last;
  g_auto (GStrv) words = g_strsplit (verbs, "  ", -1);
  g_autofree char *list = g_strjoinv (", ", words);

  ehlo_sheet_picture (maker->sheet, EHLO_MARK_CLASS, 2 * MARGIN + 6, top + 9, 5.5)->klass = EXPLAIN_CLASS_NO;
  top = ehlo_sheet_wrap (maker->sheet, EHLO_FONT_MONO_BOLD, EHLO_COLOR_INK, x, top, right - x, 0, verbs);
  last = &g_array_index (maker->sheet->marks, EhloMark, maker->sheet->marks->len - 1);
  at = x + ehlo_sheet_width_of (maker->sheet, EHLO_FONT_MONO_BOLD, last->text) + 14;
  if (at + number + 10 + ehlo_sheet_width_of (maker->sheet, EHLO_FONT_SMALL, why) > right)
    at = x;
  else
    top -= ehlo_sheet_line_height (EHLO_FONT_MONO_BOLD);
  ehlo_sheet_text (maker->sheet, EHLO_FONT_MONO, EHLO_COLOR_NO, at, top + 9, EHLO_ALIGN_LEFT, code);
  at += number + 10;
  top = ehlo_sheet_wrap (maker->sheet, EHLO_FONT_SMALL, EHLO_COLOR_DIM, at, top + 1, right - at, 0, why) + 3;
  ehlo_sheet_item (maker->sheet, 2 * MARGIN - 4, from, room + 8, top - from, 0,
                   /* TRANSLATORS: for a screen reader: names of commands, a reply code, the reason */
                   g_strdup_printf (_("%s would be answered with %s: %s."), list, code, why));
  return top;
}

static double
card_refused (Maker *maker, double top, double room)
{
  g_autoptr (GPtrArray) verbs = machine_verbs (maker->machine, maker->place->state, FALSE);
  g_autoptr (GPtrArray) whys = g_ptr_array_new_with_free_func (g_free);
  const char *code = machine_refusal (maker->machine);

  if (verbs->len == 0 || code == NULL)
    return top;
  for (guint i = 0; i < verbs->len; i++)
    g_ptr_array_add (whys, why_words (maker, g_ptr_array_index (verbs, i)));
  for (guint i = 0; i < verbs->len; i++)
    {
      g_autoptr (GString) list = g_string_new (NULL);
      gboolean known = FALSE;

      for (guint k = 0; k < i; k++)
        known = known || g_str_equal (g_ptr_array_index (whys, k), g_ptr_array_index (whys, i));
      for (guint k = i; k < verbs->len; k++)
        if (g_str_equal (g_ptr_array_index (whys, k), g_ptr_array_index (whys, i)))
          add_verb (list, g_ptr_array_index (verbs, k));
      if (!known)
        top = refused_row (maker, top, room, list->str, code, g_ptr_array_index (whys, i));
    }
  return top;
}

static double
place_card (Maker *maker, double top)
{
  double room = maker->sheet->width - 4 * MARGIN, from = top;
  g_autofree char *meaning = meaning_of (maker, maker->place->state);
  g_autofree char *allowed = NULL, *events = events_words (maker), *heading = NULL;
  gboolean commands = machine_reads_commands (maker->machine, maker->place->state), starred;
  guint at = maker->sheet->marks->len, item = maker->sheet->items->len;

  ehlo_sheet_box (maker->sheet, MARGIN, top, maker->sheet->width - 2 * MARGIN, 0, 8, EHLO_COLOR_BORDER);
  ehlo_sheet_item (maker->sheet, MARGIN, top, maker->sheet->width - 2 * MARGIN, 0, 0, NULL);
  heading = meaning != NULL ? upper_first (g_steal_pointer (&meaning)) : g_strdup (name_of (maker, maker->place->state));
  top = ehlo_sheet_wrap (maker->sheet, EHLO_FONT_BODY_BOLD, EHLO_COLOR_INK, 2 * MARGIN, top + 8, room, 0, heading) + 3;
  allowed = allowed_words (maker, &starred);
  if (commands)
    /* TRANSLATORS: caption: names of commands follow */
    top = card_row (maker, top, room, machine_refusal (maker->machine) != NULL ? _("Allowed now") : _("It may say now"), EHLO_FONT_MONO_BOLD,
                    EHLO_COLOR_OK, allowed);
  if (starred)
    top = ehlo_sheet_wrap (maker->sheet, EHLO_FONT_AXIS, EHLO_COLOR_DIM, 2 * MARGIN, top, room, 0,
                           _("* only where the server has offered it")) + 2;
  if (events[0] != '\0')
    /* TRANSLATORS: caption: names of events follow */
    top = card_row (maker, top, room, C_("machine", "Events"), EHLO_FONT_MONO, EHLO_COLOR_INK, events);
  if (!commands && (machine_open_states (maker->machine) & SIM_STATE (maker->place->state)))
    top = ehlo_sheet_wrap (maker->sheet, EHLO_FONT_SMALL, EHLO_COLOR_DIM, 2 * MARGIN, top, room, 0, _("In this state no command is read.")) + 2;
  g_array_index (maker->sheet->items, EhloItem, item).height = top - from;
  g_array_index (maker->sheet->items, EhloItem, item).current = TRUE;
  g_array_index (maker->sheet->items, EhloItem, item).sentence =
    /* TRANSLATORS: for a screen reader: a state's name, what it means, names of commands */
    g_strdup_printf (commands ? _("State %s: %s. Allowed now: %s") : _("State %s: %s. In this state no command is read. %s"),
                     name_of (maker, maker->place->state), heading, commands ? allowed : "");
  if (commands)
    top = card_refused (maker, top, room);
  g_array_index (maker->sheet->marks, EhloMark, at).y2 = top + 7;
  return top + 7 + GAP;
}

/* ---- */

static double
place_all (Maker *maker, double y)
{
  for (guint i = 0; i < maker->blocks->len; i++)
    place_block (maker, &g_array_index (maker->blocks, Block, i), &y);
  return y;
}

static void
forget_places (Maker *maker, guint marks)
{
  g_array_set_size (maker->sheet->marks, marks);
  g_array_set_size (maker->rails, 0);
}

EhloSheet *
machine_layout_new (const MachinePlace *place, gboolean with_card, double width, EhloMeasure measure, gpointer measure_data, double *lit_y)
{
  Maker maker = { place, place->machine };
  EhloSheet *sheet = ehlo_sheet_new (MAX (width, MACHINE_LEAST_WIDTH), measure, measure_data);
  double top = MARGIN, bottom;
  guint marks;

  maker.sheet = sheet;
  maker.blocks = g_array_new (FALSE, TRUE, sizeof (Block));
  maker.rails = g_array_new (FALSE, TRUE, sizeof (Rail));
  g_array_set_clear_func (maker.blocks, clear_block);
  maker.box = CLAMP (sheet->width * 0.3, 104, 190);
  maker.left = MARGIN + maker.box + LABEL_GAP;
  make_blocks (&maker);
  if (with_card && place->state >= 0)
    top = place_card (&maker, top);
  marks = sheet->marks->len;
  /* How many rails there are shows when the lines have their places, and these depend on the room that the rails leave. */
  maker.n_tracks = 1;
  for (guint round = 0; round < 4; round++)
    {
      guint before = maker.n_tracks;

      maker.right = sheet->width - MARGIN - 12 - maker.n_tracks * PITCH;
      forget_places (&maker, marks);
      bottom = place_all (&maker, top);
      make_rails (&maker);
      if (maker.n_tracks <= before)
        break;
    }
  draw_rails (&maker);
  for (guint i = 0; i < maker.blocks->len; i++)
    {
      const Block *block = &g_array_index (maker.blocks, Block, i);

      say_block (&maker, block);
      if (lit_y != NULL && block->state >= 0 && block->state == place->state)
        *lit_y = block->top;
    }
  sheet->height = bottom;
  g_array_unref (maker.blocks);
  g_array_unref (maker.rails);
  return sheet;
}

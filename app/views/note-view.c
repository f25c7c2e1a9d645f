/* note-view.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/views/note-view.h"

#include "app/draw/callout-layout.h"
#include "app/model/question.h"
#include "app/model/score.h"
#include "app/views/glyph.h"
#include "app/views/style.h"
#include "app/views/wrap-layout.h"

#include <glib/gi18n-lib.h>

#define CARD_WIDTH  430.0
#define MAX_CHOICES 9

struct _EhloNoteView
{
  EhloView         parent;
  GtkOverlay      *overlay;      /* borrowed: it holds this view */
  EhloLadderView  *ladder;       /* borrowed */
  GtkWidget       *card;
  GtkWidget       *title;
  GtkWidget       *text;
  GtkWidget       *claim;        /* two tabs: what books say, and what the standard says */
  GtkWidget       *book;
  GtkWidget       *standard;
  GtkWidget       *question;
  GtkWidget       *choices;      /* buttons */
  GtkWidget       *answer;       /* glyph and: */
  GtkWidget       *glyph;
  GtkWidget       *feedback;
  GtkWidget       *score;
  EhloScore       *scores;
  EhloQuestion    *asked;        /* NULL: nothing is asked here */
  guint            number;       /* of the note that asks */
  GHashTable      *picked;       /* number of a note -> mask of the choices that were tried in this run */
  CalloutPlace     place;
  gboolean         put_away;     /* until the next step */
  gboolean         shown;        /* a teacher has not switched notes off */
};

G_DEFINE_FINAL_TYPE (EhloNoteView, ehlo_note_view, EHLO_TYPE_VIEW)

/* ---- Question ----------------------------------------------------------- */

static guint
picks_of (EhloNoteView *self)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->picked, GUINT_TO_POINTER (self->number)));
}

static gboolean
is_solved (EhloNoteView *self)
{
  return self->asked != NULL && (picks_of (self) & 1u << self->asked->right) != 0;
}

static GtkWidget *
button_of (EhloNoteView *self, guint choice)
{
  GtkWidget *button = gtk_widget_get_first_child (self->choices);

  while (button != NULL && choice-- > 0)
    button = gtk_widget_get_next_sibling (button);
  return button;
}

static void
sync_score (EhloNoteView *self)
{
  SimScenario *scenario = ehlo_player_get_scenario (ehlo_view_get_player (EHLO_VIEW (self)));
  guint total = 0, right, at_once;
  g_autofree char *text = NULL;

  for (guint i = 0; scenario != NULL && i < scenario->notes->len; i++)
    total += ((SimNoteSpec *) g_ptr_array_index (scenario->notes, i))->ask != SIM_ASK_NOTHING;
  gtk_widget_set_visible (self->score, self->asked != NULL && total > 0);
  if (total == 0)
    return;
  ehlo_score_get (self->scores, scenario->id, &right, &at_once);
  /* TRANSLATORS: of the questions of a lesson: %1$u were answered right, %2$u there are, %3$u were right at the first try */
  text = g_strdup_printf (_("Answered: %1$u of %2$u, at the first try: %3$u"), MIN (right, total), total, MIN (at_once, total));
  gtk_label_set_text (GTK_LABEL (self->score), text);
}

static void
say (EhloNoteView *self, ExplainClass klass, const char *text)
{
  gtk_widget_set_visible (self->answer, text != NULL);
  gtk_label_set_text (GTK_LABEL (self->feedback), text != NULL ? text : "");
  ehlo_glyph_set_class (EHLO_GLYPH (self->glyph), klass);
}

/* What has been tried looks like it, and what was right too. */
static void
sync_choices (EhloNoteView *self)
{
  guint picks = picks_of (self), n = ehlo_note_view_n_choices (self);
  gboolean solved = is_solved (self);

  for (guint i = 0; i < n; i++)
    {
      GtkWidget *button = button_of (self, i);
      gboolean tried = (picks & 1u << i) != 0, right = i == self->asked->right;

      gtk_widget_set_sensitive (button, !solved && !tried);
      if (tried && right)
        gtk_widget_add_css_class (button, "right");
      else if (tried)
        gtk_widget_add_css_class (button, "wrong");
    }
  sync_score (self);
}

static void
show_feedback (EhloNoteView *self, guint choice)
{
  const char *chosen = self->asked->choices[choice];
  g_autofree char *text = NULL;

  if (choice == self->asked->right)
    /* TRANSLATORS: %1$s: the answer that was chosen, such as 250; %2$s: what it means: “This recipient is accepted” */
    text = g_strdup_printf (_("Right: %1$s. %2$s."), chosen, self->asked->truth);
  else
    /* TRANSLATORS: %s: the answer that was chosen, such as 550 */
    text = g_strdup_printf (_("Not %s. Try again, or go one step on and see."), chosen);
  say (self, choice == self->asked->right ? EXPLAIN_CLASS_OK : EXPLAIN_CLASS_NO, text);
}

void
ehlo_note_view_choose (EhloNoteView *self, guint choice)
{
  SimScenario *scenario = ehlo_player_get_scenario (ehlo_view_get_player (EHLO_VIEW (self)));
  GtkWidget *button = button_of (self, choice);

  if (self->asked == NULL || button == NULL || !gtk_widget_get_sensitive (button))
    return;
  g_hash_table_insert (self->picked, GUINT_TO_POINTER (self->number), GUINT_TO_POINTER (picks_of (self) | 1u << choice));
  ehlo_score_answer (self->scores, scenario->id, self->number, choice == self->asked->right);
  show_feedback (self, choice);
  sync_choices (self);
  /* The button that had the focus does not take it any more. */
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

static void
on_clicked (GtkButton *button, EhloNoteView *self)
{
  for (guint i = 0; i < ehlo_note_view_n_choices (self); i++)
    if (button_of (self, i) == GTK_WIDGET (button))
      {
        ehlo_note_view_choose (self, i);
        return;
      }
}

static void
add_choice (EhloNoteView *self, guint i, gboolean wire)
{
  GtkWidget *button = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *label = gtk_label_new (self->asked->choices[i]);
  g_autofree char *number = g_strdup_printf ("%u", i + 1);
  GtkWidget *key = gtk_label_new (number);

  gtk_widget_add_css_class (key, "dim");
  gtk_widget_add_css_class (key, "small");
  if (wire)
    gtk_widget_add_css_class (label, "wire");
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), key);
  gtk_box_append (GTK_BOX (box), label);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "choice");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, self->asked->choices[i], -1);
  g_signal_connect (button, "clicked", G_CALLBACK (on_clicked), self);
  gtk_box_append (GTK_BOX (self->choices), button);
}

static void
show_question (EhloNoteView *self, const SimPinned *pinned)
{
  EhloPlayer *player = ehlo_view_get_player (EHLO_VIEW (self));
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->choices)) != NULL)
    gtk_box_remove (GTK_BOX (self->choices), child);
  g_clear_pointer (&self->asked, ehlo_question_free);
  say (self, EXPLAIN_CLASS_NONE, NULL);
  if (pinned != NULL)
    {
      self->number = pinned->note->number;
      self->asked = ehlo_question_new (ehlo_player_get_scenario (player), ehlo_player_get_context (player), pinned);
    }
  for (guint i = 0; self->asked != NULL && self->asked->choices[i] != NULL && i < MAX_CHOICES; i++)
    add_choice (self, i, pinned->note->ask == SIM_ASK_REPLY);
  gtk_widget_set_visible (self->choices, self->asked != NULL);
  if (self->asked != NULL)
    sync_choices (self);
  else
    gtk_widget_set_visible (self->score, FALSE);
  if (is_solved (self))
    show_feedback (self, self->asked->right);
}

static gboolean
on_key (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state, EhloNoteView *self)
{
  guint choice = key >= GDK_KEY_1 && key <= GDK_KEY_9 ? key - GDK_KEY_1 : key >= GDK_KEY_KP_1 && key <= GDK_KEY_KP_9 ? key - GDK_KEY_KP_1 : MAX_CHOICES;

  if (self->asked == NULL || choice >= ehlo_note_view_n_choices (self) || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  ehlo_note_view_choose (self, choice);
  return GDK_EVENT_STOP;
}

guint
ehlo_note_view_n_choices (EhloNoteView *self)
{
  guint n = 0;

  while (self->asked != NULL && self->asked->choices[n] != NULL && n < MAX_CHOICES)
    n++;
  return n;
}

gboolean
ehlo_note_view_is_right (EhloNoteView *self, guint choice)
{
  return self->asked != NULL && choice == self->asked->right;
}

const char *
ehlo_note_view_get_feedback (EhloNoteView *self)
{
  return gtk_label_get_text (GTK_LABEL (self->feedback));
}

/* ---- Text --------------------------------------------------------------- */

static void
set_text (GtkWidget *label, const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL && text[0] != '\0');
}

static void
add_line (GString *text, const char *line)
{
  if (line == NULL || line[0] == '\0')
    return;
  if (text->len > 0)
    g_string_append_c (text, '\n');
  g_string_append (text, line);
}

static void
show_claim (EhloNoteView *self, const SimNoteSpec *note)
{
  g_autofree char *standard = NULL;

  gtk_widget_set_visible (self->claim, note != NULL);
  if (note == NULL)
    return;
  standard = g_strdup_printf ("%s (%s)", note->standard, note->rfc);
  gtk_label_set_text (GTK_LABEL (self->book), note->claim);
  gtk_label_set_text (GTK_LABEL (self->standard), standard);
  gtk_stack_set_visible_child (GTK_STACK (gtk_widget_get_parent (self->book)), self->book);
}

static void
sync_visible (EhloNoteView *self)
{
  gboolean empty = !gtk_widget_get_visible (self->title) && !gtk_widget_get_visible (self->text) && !gtk_widget_get_visible (self->question) &&
                   !gtk_widget_get_visible (self->claim);

  gtk_widget_set_visible (GTK_WIDGET (self), !empty && !self->put_away);
  if (self->overlay != NULL)
    gtk_widget_queue_allocate (GTK_WIDGET (self->overlay));
}

static void
ehlo_note_view_moved (EhloView *view)
{
  EhloNoteView *self = EHLO_NOTE_VIEW (view);
  EhloPlayer *player = ehlo_view_get_player (view);
  SimScenario *scenario = ehlo_player_get_scenario (player);
  gboolean start = ehlo_player_get_line (player) == 0 && scenario != NULL && ehlo_player_get_show_notes (player);
  g_autoptr (GString) text = g_string_new (NULL), question = g_string_new (NULL);
  const SimPinned *asks = NULL;
  const SimNoteSpec *claims = NULL;
  guint n;
  const SimPinned *notes = ehlo_player_get_notes (player, &n);

  for (guint i = 0; i < n; i++)
    {
      add_line (text, notes[i].note->text);
      if (notes[i].note->claim != NULL && notes[i].note->standard != NULL && notes[i].note->rfc != NULL)
        claims = notes[i].note;
      if (notes[i].note->ask == SIM_ASK_NOTHING)
        continue;
      asks = &notes[i];
      g_string_set_size (question, 0);
      add_line (question, notes[i].note->question);
    }
  if (start && text->len == 0)
    add_line (text, scenario->summary);
  set_text (self->title, start ? scenario->title : NULL);
  set_text (self->text, text->str);
  set_text (self->question, question->str);
  show_claim (self, claims);
  show_question (self, asks);
  self->put_away = FALSE;
  sync_visible (self);
  /* For a screen reader that stands here. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, question->len > 0 ? question->str : text->str, -1);
}

static void
ehlo_note_view_loaded (EhloView *view)
{
  g_hash_table_remove_all (EHLO_NOTE_VIEW (view)->picked);
}

static void
ehlo_note_view_mode (EhloView *view)
{
  EhloNoteView *self = EHLO_NOTE_VIEW (view);
  EhloPlayer *player = ehlo_view_get_player (view);

  if (self->shown == ehlo_player_get_show_notes (player))
    return;
  self->shown = !self->shown;
  if (ehlo_player_get_trace (player) != NULL)
    ehlo_note_view_moved (view);
}

static void
put_away (EhloNoteView *self)
{
  self->put_away = TRUE;
  gtk_widget_grab_focus (GTK_WIDGET (self->ladder));
  sync_visible (self);
}

/* ---- Place -------------------------------------------------------------- */

/* Where the current row is, in the overlay's pixels. FALSE: it is not seen. */
static gboolean
find_anchor (EhloNoteView *self, CalloutBox *out, double *x)
{
  GtkWidget *ladder = GTK_WIDGET (self->ladder);
  graphene_point_t corner;
  GdkRectangle row;

  if (!gtk_widget_get_mapped (ladder) || !ehlo_ladder_view_get_place (self->ladder, &row, x) ||
      !gtk_widget_compute_point (ladder, GTK_WIDGET (self->overlay), &GRAPHENE_POINT_INIT (row.x, row.y), &corner))
    return FALSE;
  *out = (CalloutBox) { corner.x, corner.y, row.width, row.height };
  *x += corner.x - row.x;
  return TRUE;
}

static gboolean
on_child_position (GtkOverlay *overlay, GtkWidget *child, GdkRectangle *out, EhloNoteView *self)
{
  int width = gtk_widget_get_width (GTK_WIDGET (overlay)), height = gtk_widget_get_height (GTK_WIDGET (overlay));
  int least, card_width, card_height;
  CalloutBox anchor;
  gboolean found;
  double x;

  if (child != GTK_WIDGET (self))
    return FALSE;
  gtk_widget_measure (self->card, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  card_width = MAX (MIN ((int) (CARD_WIDTH * ehlo_style_get_zoom ()), width - 2 * (int) CALLOUT_MARGIN), least);
  gtk_widget_measure (self->card, GTK_ORIENTATION_VERTICAL, card_width, NULL, &card_height, NULL, NULL);
  found = find_anchor (self, &anchor, &x);
  callout_place (width, height, found ? &anchor : NULL, found ? x : 0, card_width, card_height, &self->place);
  *out = (GdkRectangle) { (int) self->place.card.x, (int) self->place.card.y, (int) self->place.card.width, (int) self->place.card.height };
  return TRUE;
}

static void
ehlo_note_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural, int *minimum_baseline,
                        int *natural_baseline)
{
  EhloNoteView *self = EHLO_NOTE_VIEW (widget);

  gtk_widget_measure (self->card, orientation, orientation == GTK_ORIENTATION_VERTICAL ? for_size : -1, minimum, natural, NULL, NULL);
}

static void
ehlo_note_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  EhloNoteView *self = EHLO_NOTE_VIEW (widget);
  int pointer = self->place.side == CALLOUT_FREE ? 0 : (int) CALLOUT_POINTER;
  GtkAllocation place = { 0, self->place.side == CALLOUT_BELOW ? pointer : 0, width, height - pointer };

  gtk_widget_size_allocate (self->card, &place, -1);
}

static void
draw_pointer (EhloNoteView *self, GtkSnapshot *snapshot)
{
  double width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self)), x = self->place.pointer;
  gboolean below = self->place.side == CALLOUT_BELOW;
  double tip = below ? 0.5 : height - 0.5, foot = below ? CALLOUT_POINTER + 1 : height - CALLOUT_POINTER - 1;
  EhloTheme theme = ehlo_style_theme (GTK_WIDGET (self));
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));

  cairo_move_to (cr, x - CALLOUT_POINTER, foot);
  cairo_line_to (cr, x, tip);
  cairo_line_to (cr, x + CALLOUT_POINTER, foot);
  ehlo_theme_set_source (&theme, cr, EHLO_COLOR_BASE, 1);
  cairo_fill_preserve (cr);
  ehlo_theme_set_source (&theme, cr, EHLO_COLOR_ACCENT, 1);
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
ehlo_note_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  EhloNoteView *self = EHLO_NOTE_VIEW (widget);

  gtk_widget_snapshot_child (widget, self->card, snapshot);
  /* Over the card's border, which it opens. */
  if (self->place.side != CALLOUT_FREE)
    draw_pointer (self, snapshot);
}

static GtkSizeRequestMode
ehlo_note_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* ---- Making it ---------------------------------------------------------- */

static GtkWidget *
add_label (GtkWidget *box, const char *css)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, css);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
make_answer (EhloNoteView *self)
{
  self->answer = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->glyph = ehlo_glyph_new (20);
  gtk_widget_set_valign (self->glyph, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->answer), self->glyph);
  self->feedback = add_label (self->answer, "text");
  gtk_box_append (GTK_BOX (self->card), self->answer);
}

static GtkWidget *
add_tab (GtkWidget *stack, const char *name, const char *title)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "text");
  gtk_stack_add_titled (GTK_STACK (stack), label, name, title);
  return label;
}

static void
make_claim (EhloNoteView *self)
{
  GtkWidget *stack = gtk_stack_new (), *switcher = gtk_stack_switcher_new ();

  self->claim = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  /* TRANSLATORS: two tabs: a claim that is found in textbooks, and what is true */
  self->book = add_tab (stack, "book", _("According to books"));
  self->standard = add_tab (stack, "standard", _("According to the standard"));
  gtk_stack_switcher_set_stack (GTK_STACK_SWITCHER (switcher), GTK_STACK (stack));
  gtk_widget_set_halign (switcher, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (self->claim), switcher);
  gtk_box_append (GTK_BOX (self->claim), stack);
  gtk_box_append (GTK_BOX (self->card), self->claim);
}

static void
make_head (EhloNoteView *self)
{
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *close = gtk_button_new_from_icon_name ("window-close-symbolic");

  gtk_widget_add_css_class (close, "flat");
  gtk_widget_add_css_class (close, "close");
  gtk_widget_set_valign (close, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (close, _("Put this note away"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (close), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Put this note away"), -1);
  g_signal_connect_swapped (close, "clicked", G_CALLBACK (put_away), self);
  self->title = add_label (words, "question");
  self->text = add_label (words, "text");
  gtk_box_append (GTK_BOX (head), words);
  gtk_box_append (GTK_BOX (head), close);
  gtk_box_append (GTK_BOX (self->card), head);
}

static void
ehlo_note_view_constructed (GObject *object)
{
  EhloNoteView *self = EHLO_NOTE_VIEW (object);
  g_autofree char *path = ehlo_score_path ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->shown = ehlo_player_get_show_notes (ehlo_view_get_player (EHLO_VIEW (self)));
  self->scores = ehlo_score_new (path);
  self->picked = g_hash_table_new (NULL, NULL);
  self->card = gtk_box_new (GTK_ORIENTATION_VERTICAL, 5);
  gtk_widget_add_css_class (self->card, "note-card");
  gtk_widget_set_parent (self->card, GTK_WIDGET (self));
  make_head (self);
  make_claim (self);
  self->question = add_label (self->card, "question");
  self->choices = ehlo_wrap_box_new (6, 5);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->choices), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Choices"), -1);
  gtk_box_append (GTK_BOX (self->card), self->choices);
  make_answer (self);
  self->score = add_label (self->card, "dim");
  gtk_widget_add_css_class (self->score, "small");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  G_OBJECT_CLASS (ehlo_note_view_parent_class)->constructed (object);
}

static void
ehlo_note_view_finalize (GObject *object)
{
  EhloNoteView *self = EHLO_NOTE_VIEW (object);

  g_clear_pointer (&self->asked, ehlo_question_free);
  g_clear_pointer (&self->scores, ehlo_score_free);
  g_hash_table_unref (self->picked);
  G_OBJECT_CLASS (ehlo_note_view_parent_class)->finalize (object);
}

static void
ehlo_note_view_class_init (EhloNoteViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = ehlo_note_view_constructed;
  G_OBJECT_CLASS (klass)->finalize = ehlo_note_view_finalize;
  EHLO_VIEW_CLASS (klass)->moved = ehlo_note_view_moved;
  EHLO_VIEW_CLASS (klass)->loaded = ehlo_note_view_loaded;
  EHLO_VIEW_CLASS (klass)->mode = ehlo_note_view_mode;
  widget_class->measure = ehlo_note_view_measure;
  widget_class->size_allocate = ehlo_note_view_size_allocate;
  widget_class->snapshot = ehlo_note_view_snapshot;
  widget_class->get_request_mode = ehlo_note_view_get_request_mode;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ehlo_note_view_init (EhloNoteView *self)
{
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Note"), -1);
}

GtkWidget *
ehlo_note_view_new (EhloPlayer *player, GtkOverlay *overlay, EhloLadderView *ladder)
{
  EhloNoteView *self = g_object_new (EHLO_TYPE_NOTE_VIEW, "player", player, NULL);
  g_autoptr (GtkAdjustment) scrolled = NULL;

  self->overlay = overlay;
  self->ladder = ladder;
  g_signal_connect_object (overlay, "get-child-position", G_CALLBACK (on_child_position), self, 0);
  gtk_overlay_add_overlay (overlay, GTK_WIDGET (self));
  gtk_overlay_set_clip_overlay (overlay, GTK_WIDGET (self), TRUE);
  g_object_get (ladder, "vadjustment", &scrolled, NULL);
  if (scrolled != NULL)
    g_signal_connect_object (scrolled, "value-changed", G_CALLBACK (gtk_widget_queue_allocate), overlay, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}

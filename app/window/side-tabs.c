/* side-tabs.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/side-tabs.h"

#include "app/views/machine-view.h"
#include "app/views/mailboxes-view.h"
#include "app/views/message-view.h"
#include "app/views/queue-view.h"
#include "app/views/transcript-view.h"
#include "app/window/lazy.h"
#include "sim/trace/roles.h"

#include <glib/gi18n-lib.h>

/* From left to right. The counter is a pure function of the player's trace and cursor; NULL: the tab has none. */
static const struct
{
  const char  *name;
  const char  *title;
  EhloMakeView make;
  guint      (*count) (EhloPlayer *player);
} tabs[] =
{
  { "transcript", N_("Transcript"), ehlo_transcript_view_new, NULL },
  { "message", N_("Message"), ehlo_message_view_new, NULL },
  { "mailboxes", N_("Mailboxes"), ehlo_mailboxes_view_new, NULL },
  { "queue", N_("Queue"), ehlo_queue_view_new, ehlo_queue_view_count },
  { "states", N_("States"), ehlo_machine_view_new, NULL },
};

#define N_TABS G_N_ELEMENTS (tabs)

struct _EhloSideTabs
{
  GtkWidget   parent;
  EhloPlayer *player;
  GtkWidget  *row;             /* of the buttons, in what scrolls where it is narrow */
  GtkWidget  *stack;
  GtkWidget  *button[N_TABS];
  GtkWidget  *counter[N_TABS];
  GtkWidget  *page[N_TABS];    /* EhloLazy */
};

enum { PROP_0, PROP_CURRENT };

G_DEFINE_FINAL_TYPE (EhloSideTabs, ehlo_side_tabs, GTK_TYPE_WIDGET)

static void
sync_counters (EhloSideTabs *self)
{
  for (guint i = 0; i < N_TABS; i++)
    if (tabs[i].count != NULL)
      {
        guint n = ehlo_player_get_trace (self->player) != NULL ? tabs[i].count (self->player) : 0;
        g_autofree char *number = g_strdup_printf ("%u", n);
        /* TRANSLATORS: the name of a tab and how many things are in it */
        g_autofree char *name = n > 0 ? g_strdup_printf (_("%s, %u"), _(tabs[i].title), n) : g_strdup (_(tabs[i].title));

        gtk_label_set_text (GTK_LABEL (self->counter[i]), number);
        gtk_widget_set_visible (self->counter[i], n > 0);
        gtk_accessible_update_property (GTK_ACCESSIBLE (self->button[i]), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      }
}

static void
on_toggled (GtkToggleButton *button, EhloSideTabs *self)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  for (guint i = 0; i < N_TABS; i++)
    if (self->button[i] == GTK_WIDGET (button))
      {
        ehlo_lazy_get (EHLO_LAZY (self->page[i]));
        gtk_stack_set_visible_child (GTK_STACK (self->stack), self->page[i]);
      }
  g_object_notify (G_OBJECT (self), "current");
}

static void
add_tab (EhloSideTabs *self, guint i)
{
  GtkWidget *button = g_object_new (GTK_TYPE_TOGGLE_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_TAB, "focus-on-click", FALSE, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->button[i] = button;
  self->counter[i] = gtk_label_new ("");
  gtk_widget_set_visible (self->counter[i], FALSE);
  gtk_widget_set_valign (self->counter[i], GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->counter[i], "counter");
  gtk_box_append (GTK_BOX (box), gtk_label_new (_(tabs[i].title)));
  gtk_box_append (GTK_BOX (box), self->counter[i]);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "tab");
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _(tabs[i].title), -1);
  if (i > 0)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (self->button[0]));
  g_signal_connect (button, "toggled", G_CALLBACK (on_toggled), self);
  gtk_box_append (GTK_BOX (self->row), button);
  self->page[i] = ehlo_lazy_new (tabs[i].make, self->player);
  gtk_stack_add_titled (GTK_STACK (self->stack), self->page[i], tabs[i].name, _(tabs[i].title));
}

static gboolean
ehlo_side_tabs_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (gtk_stack_get_visible_child (GTK_STACK (EHLO_SIDE_TABS (widget)->stack)));
}

static void
ehlo_side_tabs_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  if (id == PROP_CURRENT)
    g_value_set_string (value, ehlo_side_tabs_get_current (EHLO_SIDE_TABS (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ehlo_side_tabs_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  if (id == PROP_CURRENT)
    ehlo_side_tabs_set_current (EHLO_SIDE_TABS (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
}

static void
ehlo_side_tabs_dispose (GObject *object)
{
  EhloSideTabs *self = EHLO_SIDE_TABS (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (ehlo_side_tabs_parent_class)->dispose (object);
}

/* Parameter: the STORED entry. */
static void
on_show_letter (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EhloSideTabs *self = EHLO_SIDE_TABS (widget);

  ehlo_side_tabs_set_current (self, "message");
  ehlo_message_view_show_letter (EHLO_MESSAGE_VIEW (ehlo_side_tabs_get_view (self, "message")), g_variant_get_uint32 (parameter));
}

static void
ehlo_side_tabs_class_init (EhloSideTabsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ehlo_side_tabs_get_property;
  object_class->set_property = ehlo_side_tabs_set_property;
  object_class->dispose = ehlo_side_tabs_dispose;
  widget_class->grab_focus = ehlo_side_tabs_grab_focus;
  g_object_class_install_property (object_class, PROP_CURRENT,
    g_param_spec_string ("current", NULL, NULL, tabs[0].name, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY));
  gtk_widget_class_install_action (widget_class, "tabs.show-letter", "u", on_show_letter);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ehlo_side_tabs_init (EhloSideTabs *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  self->row = g_object_new (GTK_TYPE_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_TAB_LIST, NULL);
  gtk_widget_add_css_class (self->row, "tabs");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->row), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Views of the run"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->row);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
  gtk_widget_set_focusable (scrolled, FALSE);
  self->stack = gtk_stack_new ();
  gtk_widget_set_vexpand (self->stack, TRUE);
  gtk_widget_set_parent (scrolled, GTK_WIDGET (self));
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
}

GtkWidget *
ehlo_side_tabs_new (EhloPlayer *player)
{
  EhloSideTabs *self = g_object_new (EHLO_TYPE_SIDE_TABS, NULL);

  self->player = g_object_ref (player);
  for (guint i = 0; i < N_TABS; i++)
    add_tab (self, i);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->button[0]), TRUE);
  g_signal_connect_object (player, "moved", G_CALLBACK (sync_counters), self, G_CONNECT_SWAPPED);
  sync_counters (self);
  return GTK_WIDGET (self);
}

const char *
ehlo_side_tabs_get_current (EhloSideTabs *self)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (self->stack));
}

void
ehlo_side_tabs_set_current (EhloSideTabs *self, const char *name)
{
  for (guint i = 0; i < N_TABS; i++)
    if (g_strcmp0 (tabs[i].name, name) == 0)
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->button[i]), TRUE);
}

GtkWidget *
ehlo_side_tabs_get_view (EhloSideTabs *self, const char *name)
{
  for (guint i = 0; i < N_TABS; i++)
    if (g_strcmp0 (tabs[i].name, name) == 0)
      return ehlo_lazy_get (EHLO_LAZY (self->page[i]));
  return NULL;
}

/* How many messages lie in queues there. */
static guint
count_waiting (EhloSideTabs *self, guint host)
{
  const SimScene *scene = ehlo_player_get_scene (self->player);
  guint n = 0;

  for (guint i = 0; i < sim_scene_n_copies (scene); i++)
    {
      const SimSceneCopy *copy = sim_scene_get_copy (scene, i);

      n += copy->host == host && copy->place == SIM_PLACE_QUEUE;
    }
  return n;
}

void
ehlo_side_tabs_show_host (EhloSideTabs *self, guint host)
{
  SimTrace *trace = ehlo_player_get_trace (self->player);
  guint roles;

  if (trace == NULL || host >= sim_trace_n_hosts (trace))
    return;
  roles = sim_trace_get_host (trace, host)->roles;
  if ((roles & (SIM_ROLE_MTA | SIM_ROLE_MSA)) && ((roles & (SIM_ROLE_MDA | SIM_ROLE_MS)) == 0 || count_waiting (self, host) > 0))
    ehlo_side_tabs_set_current (self, "queue");
  else if (roles & (SIM_ROLE_MDA | SIM_ROLE_MS | SIM_ROLE_MUA))
    ehlo_side_tabs_set_current (self, "mailboxes");
  else
    ehlo_side_tabs_set_current (self, "transcript");
}

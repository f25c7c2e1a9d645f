/* window-menu.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/window-menu.h"

#include "app/window/ladder-actions.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  const char *label;   /* NULL: a new section begins */
  const char *action;
} Item;

static const Item run_items[] = {
  { N_("_Open…"), "win.open" },
  { N_("_Export…"), "win.export" },
  { N_("_Print…"), "win.print" },
  { NULL, NULL },
  { N_("_Find…"), "win.find" },
  { N_("_Copy"), "win.copy" },
  { N_("Copy as p_icture"), "win.copy-picture" },
};

static const Item view_items[] = {
  { N_("_Side panel"), "win.side-panel" },
  { N_("_Hide what comes next"), "win.hide-coming" },
  { N_("_Notes and questions"), "win.notes" },
};

static const Item look_items[] = {
  { N_("_Dark style"), "app.dark" },
  { N_("_High contrast"), "app.contrast" },
  { N_("_Reduced motion"), "app.reduced-motion" },
  { N_("_Projector mode"), "app.projector" },
  { NULL, NULL },
  { N_("_Larger"), "win.zoom-in" },
  { N_("_Smaller"), "win.zoom-out" },
  { N_("_Normal size"), "win.zoom-normal" },
};

/* The names of languages are not translated: everybody finds their own. */
static const Item language_items[] = {
  { N_("As the system"), "app.language::" },
  { "English", "app.language::en" },
  { "Ελληνικά", "app.language::el" },
  { "Русский", "app.language::ru" },
};

static const Item help_items[] = {
  { N_("_What am I looking at?"), "app.help::looking" },
  { N_("_POP3 and IMAP"), "app.help::reading" },
  { N_("How to _teach with it"), "app.help::teaching" },
  { N_("How to write a _lesson"), "app.help::writing" },
  { N_("_Glossary"), "app.help::glossary" },
  { NULL, NULL },
  { N_("_Keyboard shortcuts"), "win.show-help-overlay" },
  { N_("_About Ehlo"), "app.about" },
};

static const Item end_items[] = {
  { N_("_Quit"), "app.quit" },
};

static void
add_items (GMenu *menu, const Item *items, guint n)
{
  g_autoptr (GMenu) section = g_menu_new ();

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GMenuItem) item = NULL;

      if (items[i].label == NULL)
        {
          g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
          g_object_unref (section);
          section = g_menu_new ();
          continue;
        }
      item = g_menu_item_new (_(items[i].label), items[i].action);
      g_menu_item_set_attribute (item, "hidden-when", "s", "action-missing");
      g_menu_append_item (section, item);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (section));
}

static void
add_submenu (GMenu *menu, const char *label, const Item *items, guint n)
{
  g_autoptr (GMenu) submenu = g_menu_new ();

  add_items (submenu, items, n);
  g_menu_append_submenu (menu, label, G_MENU_MODEL (submenu));
}

GMenuModel *
ehlo_window_menu_new (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) submenus = g_menu_new ();
  g_autoptr (GMenuModel) ladder = ehlo_ladder_actions_menu ();

  add_items (menu, run_items, G_N_ELEMENTS (run_items));
  add_submenu (submenus, _("_View"), view_items, G_N_ELEMENTS (view_items));
  g_menu_append_submenu (submenus, _("_Ladder"), ladder);
  add_submenu (submenus, _("_Appearance"), look_items, G_N_ELEMENTS (look_items));
  add_submenu (submenus, _("_Language"), language_items, G_N_ELEMENTS (language_items));
  add_submenu (submenus, _("_Help"), help_items, G_N_ELEMENTS (help_items));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (submenus));
  add_items (menu, end_items, G_N_ELEMENTS (end_items));
  return G_MENU_MODEL (menu);
}

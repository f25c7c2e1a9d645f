/* list.c - ehlo list: the lessons in teaching order
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cli/cli.h"
#include "sim/core/text.h"
#include "sim/world/scenario.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

static void
add_json (JsonBuilder *builder, const SimScenario *lesson)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "id");
  json_builder_add_string_value (builder, lesson->id);
  json_builder_set_member_name (builder, "title");
  json_builder_add_string_value (builder, lesson->title);
  json_builder_set_member_name (builder, "summary");
  json_builder_add_string_value (builder, lesson->summary != NULL ? lesson->summary : "");
  json_builder_set_member_name (builder, "level");
  json_builder_add_int_value (builder, lesson->level);
  json_builder_set_member_name (builder, "protocols");
  json_builder_begin_array (builder);
  for (char **protocol = lesson->protocols; *protocol != NULL; protocol++)
    json_builder_add_string_value (builder, *protocol);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/* A tab or a line end in a title would be another field or line. */
static void
print_line (const SimScenario *lesson)
{
  g_autofree char *protocols = g_strjoinv (", ", lesson->protocols);
  g_autofree char *title = sim_text_escape ((const guint8 *) lesson->title, strlen (lesson->title));
  g_autofree char *safe = sim_text_escape ((const guint8 *) protocols, strlen (protocols));

  printf ("%s\t%s\t%s\n", lesson->id, title, safe);
}

int
ehlo_cli_list (int argc, char **argv)
{
  gboolean as_json = FALSE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Write one JSON array of objects"), NULL },
    { NULL }
  };
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_auto (GStrv) ids = NULL;
  int status;

  if (!ehlo_cli_options (&argc, &argv, entries, "list [--json]",
                         _("Lists the lessons in teaching order: id, title and protocols, parted by tabs."), &status))
    return status;
  if (argc > 1)
    return ehlo_cli_usage ("list", _("'%s' is one argument too many"), argv[1]);

  ids = sim_scenario_list ();
  json_builder_begin_array (builder);
  for (char **id = ids; *id != NULL; id++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SimScenario) lesson = sim_scenario_lesson (*id, &error);

      if (lesson == NULL)
        {
          ehlo_cli_error ("%s", error->message);
          return EHLO_EXIT_FAULT;
        }
      if (as_json)
        add_json (builder, lesson);
      else
        print_line (lesson);
    }
  json_builder_end_array (builder);
  if (as_json)
    {
      g_autoptr (JsonNode) root = json_builder_get_root (builder);
      g_autofree char *text = json_to_string (root, TRUE);

      puts (text);
    }
  return EHLO_EXIT_OK;
}

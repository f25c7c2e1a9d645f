/* compare-figures.c - what a run costs, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/draw/compare-private.h"

#include "app/draw/words.h"

#include <glib/gi18n-lib.h>
#include <gio/gio.h>

char *
compare_time_text (SimTime time)
{
  if (time < SIM_TIME_SECOND || time >= SIM_TIME_MINUTE)
    return ehlo_words_time (time);
  /* TRANSLATORS: seconds */
  return g_strdup_printf (_("%.1f s"), (double) time / SIM_TIME_SECOND);
}

const char *
compare_figure_key (CompareFigure figure)
{
  static const char * const keys[] = { "received", "sent", "time", "round-trips", "server-disk", "server-work" };

  return keys[figure];
}

const char *
compare_figure_name (const SimComparison *comparison, CompareFigure figure)
{
  switch (figure)
    {
    case COMPARE_RECEIVED: return C_("figure", "Received");
    case COMPARE_SENT: return C_("figure", "Sent");
    case COMPARE_WAIT: return sim_comparison_reads (comparison) ? C_("figure", "Until it can be read") : C_("figure", "Until all is done");
    case COMPARE_ROUND_TRIPS: return C_("figure", "Round trips");
    case COMPARE_DISK: return C_("figure", "Disk on the servers");
    case COMPARE_COMMANDS: return C_("figure", "Commands for the servers");
    default: return "";
    }
}

guint64
compare_figure (const SimComparison *comparison, guint run, CompareFigure figure)
{
  const SimTally *tally = comparison->runs[run].tally;
  const SimTallyPoint *end = sim_tally_at (tally, G_MAXUINT);

  switch (figure)
    {
    case COMPARE_RECEIVED: return end->received;
    case COMPARE_SENT: return end->sent;
    case COMPARE_WAIT: return (guint64) sim_tally_wait (tally);
    case COMPARE_ROUND_TRIPS: return end->round_trips;
    case COMPARE_DISK: return sim_comparison_disk (comparison, run);
    case COMPARE_COMMANDS: return end->commands;
    default: return 0;
    }
}

char *
compare_figure_text (CompareFigure figure, guint64 value)
{
  switch (figure)
    {
    case COMPARE_RECEIVED:
    case COMPARE_SENT:
    case COMPARE_DISK:
      return g_format_size (value);
    case COMPARE_WAIT:
      return compare_time_text ((SimTime) value);
    default:
      return g_strdup_printf ("%" G_GUINT64_FORMAT, value);
    }
}

char **
compare_stock_lines (SimStock stock)
{
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  g_autofree char *all = NULL, *read = NULL, *partly = NULL;

  if (stock.messages == 0)
    {
      g_strv_builder_add (lines, C_("mailbox", "empty"));
      return g_strv_builder_end (lines);
    }
  all = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u message", "%u messages", stock.messages), stock.messages);
  /* TRANSLATORS: of several messages, how many have been read */
  read = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u read", "%u read", stock.read), stock.read);
  /* TRANSLATORS: of several messages, of how many only headers or one part are there */
  partly = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u only in part", "%u only in part", stock.partly), stock.partly);
  g_strv_builder_add (lines, all);
  if (stock.read > 0)
    g_strv_builder_add (lines, read);
  if (stock.partly > 0)
    g_strv_builder_add (lines, partly);
  return g_strv_builder_end (lines);
}

char *
compare_stock_text (SimStock stock)
{
  g_auto (GStrv) lines = compare_stock_lines (stock);

  return g_strjoinv (", ", lines);
}

CompareFigure
compare_main_figure (const SimComparison *comparison)
{
  guint64 received = compare_figure (comparison, 0, COMPARE_RECEIVED) + compare_figure (comparison, 1, COMPARE_RECEIVED);
  guint64 sent = compare_figure (comparison, 0, COMPARE_SENT) + compare_figure (comparison, 1, COMPARE_SENT);

  return sim_comparison_reads (comparison) || received >= sent ? COMPARE_RECEIVED : COMPARE_SENT;
}

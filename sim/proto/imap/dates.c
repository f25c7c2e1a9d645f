/* dates.c - IMAP's dates and times, in the one form each has
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/tokens.h"

#include <string.h>

#define DAY_SECONDS      86400
#define JULIAN_OF_1970   719163      /* GDate counts from the year 1 */

static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

static gboolean
wanted (ImapScanner *self, const char *what)
{
  self->error = what;
  return FALSE;
}

/* Exactly @n digits. */
static gboolean
scan_digits (ImapScanner *self, guint n, guint *out)
{
  guint value = 0;

  if ((gsize) (self->end - self->p) < n)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (self->p[i]))
        return FALSE;
      value = value * 10 + (self->p[i] - '0');
    }
  self->p += n;
  *out = value;
  return TRUE;
}

static gboolean
scan_month (ImapScanner *self, guint *out)
{
  if (self->end - self->p < 3)
    return FALSE;
  for (guint i = 0; i < 12; i++)
    if (g_ascii_strncasecmp ((const char *) self->p, months + 3 * i, 3) == 0)
      {
        self->p += 3;
        *out = i + 1;
        return TRUE;
      }
  return FALSE;
}

/* "-Mar-2024" behind the day */
static gboolean
scan_rest_of_date (ImapScanner *self, guint day, gint64 *days)
{
  guint month, year;
  GDate date;

  if (!imap_scan_char (self, '-') || !scan_month (self, &month) || !imap_scan_char (self, '-')
      || !scan_digits (self, 4, &year) || !g_date_valid_dmy (day, month, year))
    return FALSE;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, day, month, year);
  *days = (gint64) g_date_get_julian (&date) - JULIAN_OF_1970;
  return TRUE;
}

gboolean
imap_scan_date (ImapScanner *self, gint64 *days)
{
  gboolean quoted = imap_scan_peek (self, '"');
  guint day;

  self->p += quoted ? 1 : 0;
  if ((!scan_digits (self, 2, &day) && !scan_digits (self, 1, &day)) || !scan_rest_of_date (self, day, days)
      || (quoted && !imap_scan_char (self, '"')))
    return wanted (self, "A date is such as 5-Mar-2024");
  return TRUE;
}

gboolean
imap_scan_date_time (ImapScanner *self, gint64 *seconds)
{
  guint day, hour, minute, second, zone_hours, zone_minutes;
  gint64 days;
  gint64 zone;
  gboolean west;

  if (!imap_scan_char (self, '"'))
    return wanted (self, "A date with time is missing");
  if (imap_scan_peek (self, ' ') ? (self->p++, !scan_digits (self, 1, &day)) : !scan_digits (self, 2, &day))
    return wanted (self, "A date with time begins with two places for the day");
  if (!scan_rest_of_date (self, day, &days) || !imap_scan_char (self, ' ')
      || !scan_digits (self, 2, &hour) || !imap_scan_char (self, ':')
      || !scan_digits (self, 2, &minute) || !imap_scan_char (self, ':')
      || !scan_digits (self, 2, &second) || !imap_scan_char (self, ' '))
    return wanted (self, "A date with time is such as \"05-Mar-2024 10:00:00 +0200\"");
  west = imap_scan_peek (self, '-');
  if ((!west && !imap_scan_peek (self, '+')) || (self->p++, !scan_digits (self, 2, &zone_hours))
      || !scan_digits (self, 2, &zone_minutes) || !imap_scan_char (self, '"'))
    return wanted (self, "A time's zone is such as +0200");
  if (hour > 23 || minute > 59 || second > 60 || zone_minutes > 59)
    return wanted (self, "There is no such time");
  zone = (gint64) (zone_hours * 60 + zone_minutes) * 60;
  *seconds = days * DAY_SECONDS + (gint64) hour * 3600 + minute * 60 + second + (west ? zone : -zone);
  return TRUE;
}

void
imap_write_date_time (GString *out, gint64 seconds)
{
  gint64 days = seconds / DAY_SECONDS - (seconds % DAY_SECONDS < 0);
  gint64 rest = seconds - days * DAY_SECONDS;
  guint32 julian = (guint32) CLAMP (days + JULIAN_OF_1970, 1, 3652059);     /* up to the year 9999 */
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_julian (&date, julian);
  g_string_append_printf (out, "\"%2u-%.3s-%04u %02u:%02u:%02u +0000\"", g_date_get_day (&date),
                          months + 3 * (g_date_get_month (&date) - 1), g_date_get_year (&date),
                          (guint) (rest / 3600), (guint) (rest / 60 % 60), (guint) (rest % 60));
}

/* What the answers to STAT, LIST and UIDL say
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/pop3/client.h"

#include <string.h>

/* A number and the blanks behind it, or the end. */
static gboolean
read_number (const char **p, const char *end, guint64 max, guint64 *number)
{
  const char *start = *p;
  guint64 n = 0;

  while (*p < end && g_ascii_isdigit (**p))
    {
      n = n * 10 + (guint) (**p - '0');
      if (n > max)
        return FALSE;
      (*p)++;
    }
  if (*p == start || (*p < end && **p != ' '))
    return FALSE;
  while (*p < end && **p == ' ')
    (*p)++;
  *number = n;
  return TRUE;
}

gboolean
pop3_client_parse_stat (const Pop3ClientResult *result, guint *n, gsize *octets)
{
  const char *p = result->text, *end = p + strlen (p);
  guint64 first, second;

  if (!result->ok || !read_number (&p, end, G_MAXINT32, &first) || !read_number (&p, end, G_MAXSSIZE, &second))
    return FALSE;
  *n = (guint) first;
  *octets = (gsize) second;
  return TRUE;
}

/* The next line of the answer; FALSE: none is left. */
static gboolean
next_line (const char **rest, const char *end, const char **line, const char **line_end)
{
  const char *lf;

  if (*rest >= end)
    return FALSE;
  lf = memchr (*rest, '\n', end - *rest);
  *line = *rest;
  *line_end = lf != NULL ? lf : end;
  *rest = lf != NULL ? lf + 1 : end;
  if (*line_end > *line && (*line_end)[-1] == '\r')
    (*line_end)--;
  return TRUE;
}

GArray *
pop3_client_parse_list (const Pop3ClientResult *result)
{
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Pop3Size));
  gsize len = 0;
  const char *rest = result->lines != NULL ? g_bytes_get_data (result->lines, &len) : NULL;
  const char *end = rest + len, *p, *line_end;

  if (!result->ok || result->lines == NULL)
    return NULL;
  while (next_line (&rest, end, &p, &line_end))
    {
      guint64 number, size;
      Pop3Size item;

      if (!read_number (&p, line_end, G_MAXINT32, &number) || number == 0 || !read_number (&p, line_end, G_MAXSSIZE, &size))
        return NULL;
      item = (Pop3Size) { (guint) number, (gsize) size };
      g_array_append_val (list, item);
    }
  return g_steal_pointer (&list);
}

static void
uid_clear (gpointer data)
{
  g_free (((Pop3Uid *) data)->uid);
}

GArray *
pop3_client_parse_uidl (const Pop3ClientResult *result)
{
  g_autoptr (GArray) list = g_array_new (FALSE, FALSE, sizeof (Pop3Uid));
  gsize len = 0;
  const char *rest = result->lines != NULL ? g_bytes_get_data (result->lines, &len) : NULL;
  const char *end = rest + len, *p, *line_end;

  g_array_set_clear_func (list, uid_clear);
  if (!result->ok || result->lines == NULL)
    return NULL;
  while (next_line (&rest, end, &p, &line_end))
    {
      guint64 number;
      Pop3Uid item;

      if (!read_number (&p, line_end, G_MAXINT32, &number) || number == 0)
        return NULL;
      for (const char *c = p; c < line_end; c++)
        if (*c < 0x21 || *c > 0x7e)               /* RFC 1939, 7 */
          return NULL;
      if (p == line_end || line_end - p > 70)
        return NULL;
      item = (Pop3Uid) { (guint) number, g_strndup (p, line_end - p) };
      g_array_append_val (list, item);
    }
  return g_steal_pointer (&list);
}

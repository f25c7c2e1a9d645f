/* write.c - IMAP's strings, each in the shortest form that can hold it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/tokens.h"

#include <string.h>

#define QUOTED_MAX 1000     /* what is longer is told as a literal: lines have an end */

static gboolean
may_be_atom (const char *text, gsize len)
{
  if (len == 0 || len > QUOTED_MAX || (len == 3 && g_ascii_strncasecmp (text, "NIL", 3) == 0))
    return FALSE;
  for (gsize i = 0; i < len; i++)
    if (text[i] <= ' ' || text[i] >= 127 || strchr ("(){%*\"\\", text[i]) != NULL)
      return FALSE;
  return TRUE;
}

static gboolean
may_be_quoted (const char *text, gsize len, gboolean utf8)
{
  if (len > QUOTED_MAX)
    return FALSE;
  for (gsize i = 0; i < len; i++)
    if (text[i] == '\0' || text[i] == '\r' || text[i] == '\n' || ((guint8) text[i] > 127 && !utf8))
      return FALSE;
  return !utf8 || g_utf8_validate_len (text, len, NULL);
}

static void
write_string (GString *out, const char *text, gsize len, gboolean utf8)
{
  if (!may_be_quoted (text, len, utf8))
    {
      g_string_append_printf (out, "{%" G_GSIZE_FORMAT "}\r\n", len);
      g_string_append_len (out, text, len);
      return;
    }
  g_string_append_c (out, '"');
  for (gsize i = 0; i < len; i++)
    {
      if (text[i] == '"' || text[i] == '\\')
        g_string_append_c (out, '\\');
      g_string_append_c (out, text[i]);
    }
  g_string_append_c (out, '"');
}

void
imap_write_astring (GString *out, const char *text, gsize len, gboolean utf8)
{
  if (may_be_atom (text, len))
    g_string_append_len (out, text, len);
  else
    write_string (out, text, len, utf8);
}

void
imap_write_nstring (GString *out, const char *text, gssize len, gboolean utf8)
{
  if (text == NULL)
    g_string_append (out, "NIL");
  else
    write_string (out, text, len < 0 ? strlen (text) : (gsize) len, utf8);
}

void
imap_write_mailbox (GString *out, const char *name, gboolean utf8)
{
  g_autofree char *encoded = utf8 ? NULL : imap_utf7_encode (name);
  const char *text = utf8 ? name : encoded;

  imap_write_astring (out, text, strlen (text), utf8);
}

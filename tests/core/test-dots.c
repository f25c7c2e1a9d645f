/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/core/dots.h"

#include <string.h>

static void
test_table (void)
{
  static const struct { const char *text, *dotted, *plain; gsize n; } rows[] =
  {
    { "", "", "", 0 },
    { "a\r\n", "a\r\n", "a\r\n", 0 },
    { "a", "a\r\n", "a\r\n", 0 },
    { ".", "..\r\n", ".\r\n", 1 },
    { ".\r\n..\r\n.a", "..\r\n...\r\n..a\r\n", ".\r\n..\r\n.a\r\n", 3 },
    { "a.\r\nb.c\r\n", "a.\r\nb.c\r\n", "a.\r\nb.c\r\n", 0 },
    { "a\n.b\n", "a\r\n..b\r\n", "a\r\n.b\r\n", 1 },
    { "a\r.b", "a\r\n..b\r\n", "a\r\n.b\r\n", 1 },
    { "\r\n\r\n", "\r\n\r\n", "\r\n\r\n", 0 },
    { "\n\r", "\r\n\r\n", "\r\n\r\n", 0 },
    { "a\r\r\nb", "a\r\n\r\nb\r\n", "a\r\n\r\nb\r\n", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const guint8 *text = (const guint8 *) rows[i].text;
      gsize n = 99;
      g_autoptr (GBytes) dotted = sim_dots_stuff (text, strlen (rows[i].text), TRUE, &n);
      g_autoptr (GBytes) plain = sim_dots_stuff (text, strlen (rows[i].text), FALSE, NULL);

      g_assert_cmpmem (g_bytes_get_data (dotted, NULL), g_bytes_get_size (dotted), rows[i].dotted, strlen (rows[i].dotted));
      g_assert_cmpmem (g_bytes_get_data (plain, NULL), g_bytes_get_size (plain), rows[i].plain, strlen (rows[i].plain));
      g_assert_cmpuint (n, ==, rows[i].n);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/dots/table", test_table);
  return g_test_run ();
}

/* Who exists: aliases, postmaster, lists, forwarding, logins.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/actors/directory.h"

#include <string.h>

static SimDirectory *
new_directory (void)
{
  static char * const aliases[] = { (char *) "info", (char *) "bob@other.example", NULL };
  static char * const both[] = { (char *) "ann@b.example", (char *) "all@b.example", (char *) "x@c.example", NULL };
  static char * const all[] = { (char *) "both@b.example", (char *) "carl@b.example", (char *) "ann@b.example", NULL };
  SimDirectory *self = sim_directory_new ();

  sim_directory_add (self, "ann@b.example", "secret", 0, NULL);
  sim_directory_set_name (self, "Ann Miller");
  sim_directory_add (self, "bob@b.example", NULL, 0, (char **) aliases);
  sim_directory_set_name (self, "Bob Miller");
  sim_directory_add (self, "carl@b.example", "", 0, NULL);
  sim_directory_set_forward (self, "carl@c.example", FALSE);
  sim_directory_add (self, "olga@b.example", NULL, 0, NULL);
  sim_directory_set_forward (self, "olga@c.example", TRUE);
  sim_directory_add_list (self, "both@b.example", (char **) both, NULL);
  sim_directory_add_list (self, "all@b.example", (char **) all, "ann@b.example");
  return self;
}

static int
find (SimDirectory *self, const char *text)
{
  MailAddress address = { NULL, NULL };
  int found;

  g_assert_true (mail_address_parse (text, &address));
  found = sim_directory_find (self, &address);
  mail_address_clear (&address);
  return found;
}

static void
test_find (void)
{
  g_autoptr (SimDirectory) self = new_directory ();

  g_assert_cmpint (find (self, "bob@B.EXAMPLE"), ==, 1);
  g_assert_cmpint (find (self, "Bob@b.example"), ==, -1);           /* local parts have letter case: RFC 5321, 2.4 */
  g_assert_cmpint (find (self, "INFO@b.example"), ==, 1);
  g_assert_cmpint (find (self, "info@other.example"), ==, -1);
  g_assert_cmpint (find (self, "bob@other.example"), ==, 1);
  g_assert_cmpint (find (self, "PostMaster@b.example"), ==, 0);
  g_assert_cmpint (find (self, "postmaster@c.example"), ==, -1);
}

static char *
expand (SimDirectory *self, const char *text)
{
  MailAddress address = { NULL, NULL };
  g_autoptr (GPtrArray) to = NULL;
  GString *out = g_string_new (NULL);

  g_assert_true (mail_address_parse (text, &address));
  to = sim_directory_expand (self, &address);
  mail_address_clear (&address);
  for (guint i = 0; i < to->len; i++)
    {
      g_autofree char *one = mail_address_to_text (g_ptr_array_index (to, i));

      g_string_append_printf (out, "%s%s", i > 0 ? " " : "", one);
    }
  return g_string_free (out, FALSE);
}

static void
test_expand (void)
{
  static const struct { const char *address; const char *to; } rows[] =
  {
    { "bob@b.example", "bob@b.example" },
    { "info@b.example", "info@b.example" },
    { "nobody@b.example", "nobody@b.example" },
    { "carl@b.example", "carl@c.example" },
    { "olga@b.example", "olga@b.example" },
    { "ALL@b.example", "ann@b.example x@c.example carl@c.example" },
  };
  g_autoptr (SimDirectory) self = new_directory ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *to = expand (self, rows[i].address);

      g_assert_cmpstr (to, ==, rows[i].to);
    }
}

static void
test_search (void)
{
  static const struct { const char *word; guint n; int first; } rows[] =
  {
    { "miller", 2, 0 }, { "bob mil", 1, 1 }, { "bob", 1, 1 }, { "info", 1, 1 }, { "ann@b.example", 1, 0 },
    { "carl@b.example", 1, 2 }, { "nobody", 0, -1 }, { "miller@b.example", 0, -1 },
  };
  static char * const here[] = { (char *) "b.example", NULL };
  static char * const elsewhere[] = { (char *) "c.example", NULL };
  g_autoptr (SimDirectory) self = new_directory ();
  g_autoptr (GArray) none = sim_directory_search (self, "bob", (char **) elsewhere);

  g_assert_cmpuint (none->len, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GArray) found = sim_directory_search (self, rows[i].word, (char **) here);

      g_assert_cmpuint (found->len, ==, rows[i].n);
      if (rows[i].n > 0)
        g_assert_cmpint (g_array_index (found, int, 0), ==, rows[i].first);
    }
}

static void
test_login (void)
{
  g_autoptr (SimDirectory) self = new_directory ();

  g_assert_cmpint (sim_directory_login (self, "ann", "secret"), ==, 0);
  g_assert_cmpint (sim_directory_login (self, "ann@B.example", "secret"), ==, 0);
  g_assert_cmpint (sim_directory_login (self, "ann", "Secret"), ==, -1);
  g_assert_cmpint (sim_directory_login (self, "bob", ""), ==, -1);
  g_assert_cmpint (sim_directory_login (self, "ann@c.example", "secret"), ==, -1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/actors/directory/who-gets-mail", test_find);
  g_test_add_func ("/actors/directory/lists-and-forwarding-end-somewhere", test_expand);
  g_test_add_func ("/actors/directory/whom-a-word-may-mean", test_search);
  g_test_add_func ("/actors/directory/login", test_login);
  return g_test_run ();
}

/* Runs files, or all files of folders, through a fuzz target: what libFuzzer
 * does with a corpus, where libFuzzer is not. Speaks TAP: a point a file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <glib.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static int
by_name (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char * const *) a, *(const char * const *) b);
}

static void
collect (const char *path, GPtrArray *files)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  if (dir == NULL)
    {
      g_ptr_array_add (files, g_strdup (path));
      return;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      collect (child, files);
    }
}

int
main (int argc, char **argv)
{
  g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func (g_free);

  for (int i = 1; i < argc; i++)
    collect (argv[i], files);
  g_ptr_array_sort (files, by_name);
  g_print ("1..%u\n", files->len + 1);
  g_print ("%sok 1 - there are files to run\n", files->len > 0 ? "" : "not ");
  for (guint i = 0; i < files->len; i++)
    {
      const char *path = g_ptr_array_index (files, i);
      g_autofree char *name = g_path_get_basename (path);
      g_autofree char *data = NULL;
      g_autofree guint8 *exact = NULL;
      g_autoptr(GError) error = NULL;
      gsize len;

      if (!g_file_get_contents (path, &data, &len, &error))
        {
          g_print ("not ok %u - %s # %s\n", i + 2, name, error->message);
          continue;
        }
      exact = g_memdup2 (data, len);      /* without the NUL behind: a sanitizer sees an overrun */
      LLVMFuzzerTestOneInput (exact, len);
      g_print ("ok %u - %s\n", i + 2, name);
    }
  return files->len > 0 ? 0 : 1;
}

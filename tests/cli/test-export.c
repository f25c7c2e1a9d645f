/* ehlo export from outside, without a display: what it writes, and its exit status.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  int     status;
  GBytes *out;
  char   *err;
} Result;

static void
result_clear (Result *self)
{
  g_bytes_unref (self->out);
  g_free (self->err);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Result, result_clear)

/* @language and then the arguments after "export", which end with NULL. */
static Result
run (const char *language, ...)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GBytes) messages = NULL;
  g_autoptr (GError) error = NULL;
  Result result = { -1, NULL, NULL };
  const char *word;
  va_list words;

  g_assert_nonnull (g_getenv ("EHLO_PROGRAM"));
  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  g_subprocess_launcher_unsetenv (launcher, "WAYLAND_DISPLAY");
  g_subprocess_launcher_setenv (launcher, "LANGUAGE", language, TRUE);
  g_ptr_array_add (argv, (char *) g_getenv ("EHLO_PROGRAM"));
  g_ptr_array_add (argv, (char *) "export");
  va_start (words, language);
  while ((word = va_arg (words, const char *)) != NULL)
    g_ptr_array_add (argv, (char *) word);
  va_end (words);
  g_ptr_array_add (argv, NULL);
  process = g_subprocess_launcher_spawnv (launcher, (const char * const *) argv->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_communicate (process, NULL, NULL, &result.out, &messages, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  result.status = g_subprocess_get_exit_status (process);
  result.err = g_bytes_get_size (messages) > 0 ? g_strndup (g_bytes_get_data (messages, NULL), g_bytes_get_size (messages)) : g_strdup ("");
  return result;
}

static gboolean
begins_with (GBytes *bytes, const char *magic)
{
  return g_bytes_get_size (bytes) > 1000 && memcmp (g_bytes_get_data (bytes, NULL), magic, strlen (magic)) == 0;
}

static gboolean
contains (GBytes *bytes, const char *words)
{
  const char *data = g_bytes_get_data (bytes, NULL);
  gsize len = strlen (words);

  for (gsize i = 0; i + len <= g_bytes_get_size (bytes); i++)       /* there may be NULs between */
    if (memcmp (data + i, words, len) == 0)
      return TRUE;
  return FALSE;
}

/* Width and height of a PNG stand, most significant byte first, at bytes 16 and 20. */
static guint
png_height (GBytes *bytes)
{
  guint32 height;

  g_assert_true (begins_with (bytes, "\x89PNG\r\n\x1a\n"));
  memcpy (&height, (const char *) g_bytes_get_data (bytes, NULL) + 20, sizeof height);
  return GUINT32_FROM_BE (height);
}

static void
test_formats (void)
{
  static const char * const views[] = { "ladder", "topology", "transcript", "worksheet" };

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_auto (Result) pdf = run ("", "first-letter", "--format", "pdf", "--view", views[i], "-o", "-", NULL);
      g_auto (Result) svg = run ("", "first-letter", "--format", "svg", "--view", views[i], "-o", "-", NULL);
      g_auto (Result) png = run ("", "first-letter", "--format", "png", "--view", views[i], "-o", "-", NULL);

      g_assert_cmpstr (pdf.err, ==, "");
      g_assert_cmpint (pdf.status, ==, 0);
      g_assert_true (begins_with (pdf.out, "%PDF-"));
      g_assert_true (contains (pdf.out, "/Title"));
      g_assert_true (contains (pdf.out, "20240305080000"));      /* the lesson's Epoch, no clock */
      g_assert_cmpint (svg.status, ==, 0);
      g_assert_true (begins_with (svg.out, "<?xml"));
      g_assert_true (contains (svg.out, "<svg"));
      g_assert_true (contains (svg.out, "</text>"));
      g_assert_cmpint (png.status, ==, 0);
      g_assert_cmpuint (png_height (png.out), >, 200);
    }
}

static void
test_same_bytes (void)
{
  static const char * const formats[] = { "pdf", "svg", "png" };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_auto (Result) one = run ("el", "unknown-user", "--format", formats[i], "-o", "-", NULL);
      g_auto (Result) two = run ("el", "unknown-user", "--format", formats[i], "-o", "-", NULL);
      g_auto (Result) english = run ("", "unknown-user", "--format", formats[i], "-o", "-", NULL);

      g_assert_true (g_bytes_equal (one.out, two.out));
      g_assert_false (g_bytes_equal (one.out, english.out));
    }
}

static void
test_range (void)
{
  g_auto (Result) whole = run ("", "first-letter", "--format", "png", "-o", "-", NULL);
  g_auto (Result) same = run ("", "first-letter", "--format", "png", "--from", "1", "-o", "-", NULL);
  g_auto (Result) part = run ("", "first-letter", "--format", "png", "--from", "7", "--to", "10", "-o", "-", NULL);
  g_auto (Result) one = run ("", "first-letter", "--format", "png", "--from", "7", "--to", "7", "-o", "-", NULL);
  g_auto (Result) early = run ("", "first-letter", "--format", "svg", "--view", "topology", "--to", "5", "-o", "-", NULL);
  g_auto (Result) last = run ("", "first-letter", "--format", "svg", "--view", "topology", "-o", "-", NULL);

  g_assert_true (g_bytes_equal (whole.out, same.out));
  g_assert_cmpuint (png_height (part.out) - png_height (one.out), ==, 3 * 33 * 2);   /* three rows more, at scale 2 */
  g_assert_cmpuint (png_height (whole.out), >, png_height (part.out));
  g_assert_false (g_bytes_equal (early.out, last.out));
}

/* Teachers hand the worksheet out: what the servers say stands behind the title of the answers. */
static void
test_worksheet (void)
{
  g_auto (Result) svg = run ("", "unknown-user", "--format", "svg", "--view", "worksheet", "-o", "-", NULL);
  g_autofree char *text = g_strndup (g_bytes_get_data (svg.out, NULL), g_bytes_get_size (svg.out));
  const char *answers = strstr (text, ">Answers<"), *reply = strstr (text, ">550 ");

  g_assert_cmpint (svg.status, ==, 0);
  g_assert_nonnull (answers);
  g_assert_nonnull (reply);
  g_assert_true (reply > answers);
  g_assert_true (strstr (text, ">RCPT TO:") < answers);
}

static void
test_output_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ehlo-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "letter.pdf", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no", "letter.pdf", NULL);
  g_auto (Result) saved = run ("", "first-letter", "--format", "pdf", "-o", path, NULL);
  g_auto (Result) shown = run ("", "first-letter", "--format", "pdf", "-o", "-", NULL);
  g_auto (Result) failed = run ("", "first-letter", "--format", "pdf", "-o", nowhere, NULL);
  g_auto (Result) wrong = run ("", "first-lettre", "--format", "pdf", "-o", path, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  char *data;
  gsize len;

  g_assert_cmpint (saved.status, ==, 0);
  g_assert_cmpuint (g_bytes_get_size (saved.out), ==, 0);
  g_assert_cmpint (failed.status, ==, 1);
  g_assert_cmpstr (failed.err, !=, "");
  g_assert_cmpint (wrong.status, ==, 1);
  g_file_get_contents (path, &data, &len, &error);                 /* still whole after what went wrong */
  g_assert_no_error (error);
  bytes = g_bytes_new_take (data, len);
  g_assert_true (g_bytes_equal (bytes, shown.out));
  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);                       /* and nothing else is left behind */
}

static void
test_saved_trace (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ehlo-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "letter.trace", NULL);
  const char *argv[] = { g_getenv ("EHLO_PROGRAM"), "run", "first-letter", "--format", "trace", "-o", path, NULL };
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);

  g_auto (Result) lesson = run ("", "first-letter", "--format", "pdf", "-o", "-", NULL);
  g_auto (Result) trace = run ("", path, "--format", "pdf", "-o", "-", NULL);

  g_assert_true (g_bytes_equal (lesson.out, trace.out));
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_exit_status (void)
{
  static const struct { const char *words[10]; int status; } rows[] =
  {
    { { "--help" }, 0 },
    { { NULL }, 2 },
    { { "first-letter" }, 2 },                                     /* neither format nor file */
    { { "first-letter", "--format", "pdf" }, 2 },
    { { "first-letter", "-o", "-" }, 2 },
    { { "first-letter", "--format", "gif", "-o", "-" }, 2 },
    { { "first-letter", "--format", "pdf", "--view", "compare", "-o", "-" }, 1 },       /* nothing to compare */
    { { "pipelining", "--format", "pdf", "--view", "compare", "--to", "3", "-o", "-" }, 2 },
    { { "first-letter", "--format", "pdf", "--view", "circle", "-o", "-" }, 2 },
    { { "first-letter", "--format", "pdf", "--from", "0", "-o", "-" }, 2 },
    { { "first-letter", "--format", "pdf", "--to", "two", "-o", "-" }, 2 },
    { { "first-letter", "--format", "pdf", "--from", "9", "--to", "8", "-o", "-" }, 2 },
    { { "first-letter", "--format", "pdf", "--to", "100000", "-o", "-" }, 2 },
    { { "first-letter", "--format", "pdf", "--from", "100000", "-o", "-" }, 2 },
    { { "first-letter", "ehlo", "--format", "pdf", "-o", "-" }, 2 },
    { { "first-lettre", "--format", "pdf", "-o", "-" }, 1 },
    { { "/no/such.scenario", "--format", "pdf", "-o", "-" }, 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const char * const *w = rows[i].words;
      g_auto (Result) result = run ("", w[0], w[1], w[2], w[3], w[4], w[5], w[6], w[7], w[8], w[9], NULL);

      if (result.status != rows[i].status)
        g_error ("row %u: %d instead of %d: %s", i, result.status, rows[i].status, result.err);
      if (rows[i].status != 0)
        {
          g_assert_cmpuint (g_bytes_get_size (result.out), ==, 0);
          g_assert_true (g_str_has_prefix (result.err, "ehlo: "));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export/formats-without-a-display", test_formats);
  g_test_add_func ("/export/same-lesson-and-language-same-bytes", test_same_bytes);
  g_test_add_func ("/export/only-the-steps-named", test_range);
  g_test_add_func ("/export/worksheet-hides-replies-before-the-answers", test_worksheet);
  g_test_add_func ("/export/file-is-whole-or-untouched", test_output_file);
  g_test_add_func ("/export/saved-trace-as-its-lesson", test_saved_trace);
  g_test_add_func ("/export/exit-status", test_exit_status);
  return g_test_run ();
}

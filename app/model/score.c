/* score.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/model/score.h"

#include <string.h>

/* Words of the file: a question was answered right at the first try, at a later one, or not yet. */
#define AT_ONCE "at-once"
#define LATER   "later"
#define TRIED   "tried"

struct _EhloScore
{
  char     *path;
  GKeyFile *file;    /* [lesson] question=word */
};

EhloScore *
ehlo_score_new (const char *path)
{
  EhloScore *self = g_new0 (EhloScore, 1);

  self->path = g_strdup (path);
  self->file = g_key_file_new ();
  if (path != NULL && !g_key_file_load_from_file (self->file, path, G_KEY_FILE_NONE, NULL))
    {
      /* A part may have been taken in. */
      g_key_file_unref (self->file);
      self->file = g_key_file_new ();
    }
  return self;
}

void
ehlo_score_free (EhloScore *self)
{
  if (self == NULL)
    return;
  g_key_file_unref (self->file);
  g_free (self->path);
  g_free (self);
}

char *
ehlo_score_path (void)
{
  return g_build_filename (g_get_user_state_dir (), "ehlo", "score.ini", NULL);
}

static gboolean
save (EhloScore *self)
{
  g_autofree char *folder = NULL;

  if (self->path == NULL)
    return TRUE;
  folder = g_path_get_dirname (self->path);
  return g_mkdir_with_parents (folder, 0700) == 0 && g_key_file_save_to_file (self->file, self->path, NULL);
}

gboolean
ehlo_score_answer (EhloScore *self, const char *lesson, guint question, gboolean right)
{
  g_autofree char *key = g_strdup_printf ("%u", question);
  g_autofree char *before = NULL;

  /* A file's name could be anything; a group's may not. */
  if (lesson == NULL || lesson[0] == '\0' || strpbrk (lesson, "[]\n\r") != NULL)
    return TRUE;
  before = g_key_file_get_string (self->file, lesson, key, NULL);
  if (before != NULL && (strcmp (before, AT_ONCE) == 0 || strcmp (before, LATER) == 0))
    return TRUE;
  g_key_file_set_string (self->file, lesson, key, !right ? TRIED : before == NULL ? AT_ONCE : LATER);
  return save (self);
}

void
ehlo_score_get (EhloScore *self, const char *lesson, guint *right, guint *at_once)
{
  g_auto (GStrv) keys = lesson != NULL ? g_key_file_get_keys (self->file, lesson, NULL, NULL) : NULL;

  *right = *at_once = 0;
  for (gsize i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *word = g_key_file_get_string (self->file, lesson, keys[i], NULL);

      *right += word != NULL && (strcmp (word, AT_ONCE) == 0 || strcmp (word, LATER) == 0);
      *at_once += word != NULL && strcmp (word, AT_ONCE) == 0;
    }
}

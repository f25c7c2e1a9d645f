/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/dialogue.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define WAITING_MAX (256 * 1024)
#define AT_ONCE     4096           /* POSIX: where poll() says there is room, so much (PIPE_BUF) goes without waiting */

struct _EhloDialogue
{
  int      fd;
  gboolean wait;
  GString *waiting;
  guint    source;
  guint    left_out;   /* lines */
  gboolean broken;     /* nobody reads any more */
};

static gboolean
has_room (const EhloDialogue *self)
{
  struct pollfd poll_fd = { self->fd, POLLOUT, 0 };

  return self->wait || (poll (&poll_fd, 1, 0) == 1 && (poll_fd.revents & (POLLOUT | POLLERR)) != 0);
}

/* Writes as much as goes. */
static void
drain (EhloDialogue *self)
{
  while (self->waiting->len > 0 && !self->broken && has_room (self))
    {
      gssize n = write (self->fd, self->waiting->str, MIN (self->waiting->len, AT_ONCE));

      if (n > 0)
        g_string_erase (self->waiting, 0, n);
      else if (n < 0 && errno != EINTR && errno != EAGAIN)
        self->broken = TRUE;
      else if (n < 0 && errno == EAGAIN && !self->wait)
        break;
    }
  if (self->broken)
    g_string_set_size (self->waiting, 0);
}

static gboolean
on_room (int fd, GIOCondition condition, gpointer data)
{
  EhloDialogue *self = data;

  drain (self);
  if (self->waiting->len > 0)
    return G_SOURCE_CONTINUE;
  self->source = 0;
  return G_SOURCE_REMOVE;
}

static gboolean
on_idle (gpointer data)
{
  EhloDialogue *self = data;

  self->source = 0;
  drain (self);
  if (self->waiting->len > 0)
    self->source = g_unix_fd_add (self->fd, G_IO_OUT, on_room, self);
  return G_SOURCE_REMOVE;
}

static void
append (EhloDialogue *self, const char *prefix, char side, const char *text)
{
  if (self->broken)
    return;
  if (self->waiting->len > WAITING_MAX)
    {
      self->left_out++;
      return;
    }
  if (self->left_out > 0)
    {
      g_string_append_printf (self->waiting, g_dngettext (GETTEXT_PACKAGE, "(%u line left out)", "(%u lines left out)", self->left_out),
                              self->left_out);
      g_string_append_c (self->waiting, '\n');
      self->left_out = 0;
    }
  if (side != '\0')
    g_string_append_printf (self->waiting, "%s%c: ", prefix, side);
  g_string_append (self->waiting, text);
  g_string_append_c (self->waiting, '\n');
}

/* Many lines are written at once. */
static void
plan (EhloDialogue *self)
{
  if (self->wait)
    drain (self);
  else if (self->source == 0 && !self->broken)
    self->source = g_idle_add (on_idle, self);
}

EhloDialogue *
ehlo_dialogue_new (int fd, gboolean wait)
{
  EhloDialogue *self = g_new0 (EhloDialogue, 1);

  self->fd = fd;
  self->wait = wait;
  self->waiting = g_string_new (NULL);
  return self;
}

void
ehlo_dialogue_free (EhloDialogue *self)
{
  if (self->source != 0)
    g_source_remove (self->source);
  drain (self);
  g_string_free (self->waiting, TRUE);
  g_free (self);
}

void
ehlo_dialogue_said (EhloDialogue *self, const char *prefix, const SimEntry *entry)
{
  g_auto (GStrv) lines = self->broken ? NULL : sim_trace_dup_lines (entry, FALSE);

  for (guint i = 0; lines != NULL && lines[i] != NULL; i++)
    append (self, prefix, entry->side == SIM_SIDE_CLIENT ? 'C' : 'S', lines[i]);
  plan (self);
}

void
ehlo_dialogue_line (EhloDialogue *self, const char *line)
{
  append (self, "", '\0', line);
  plan (self);
}

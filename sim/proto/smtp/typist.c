/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/smtp/typist.h"

#include "sim/core/lines.h"

#define REPLY_LINE_MAX 4096

enum { TYPIST_TYPING, TYPIST_CLOSED };

static const char * const state_names[] = { "typing", "closed", NULL };

typedef struct
{
  SimSession      base;
  char          **typed;
  guint           next;         /* line to be typed */
  SimLines        lines;
  SmtpReplyReader reader;
} SmtpTypist;

static gboolean
is_secret (const char *line, int reply)
{
  return reply == 334 || g_ascii_strncasecmp (line, "AUTH ", 5) == 0;
}

/* After a reply of that code. */
static void
type (SmtpTypist *self, int code)
{
  gboolean data = code == 354;

  if (self->typed[self->next] == NULL || code == 221 || code == 421)
    {
      sim_session_close (&self->base);
      return;
    }
  do
    {
      const char *line = self->typed[self->next++];

      sim_session_sendf (&self->base, is_secret (line, code) ? SIM_OUTPUT_SECRET : 0, "%s\r\n", line);
      data = data && !g_str_equal (line, ".");
    }
  while (data && self->typed[self->next] != NULL);
}

static void
typist_open (SimSession *session, SimTime now)
{
}

static void
typist_feed (SimSession *session, SimTime now, const guint8 *data, gsize n)
{
  SmtpTypist *self = (SmtpTypist *) session;
  const guint8 *line;
  gsize len;

  sim_lines_feed (&self->lines, data, n);
  while (session->open && sim_lines_next (&self->lines, REPLY_LINE_MAX, &line, &len) != SIM_LINE_NONE)
    {
      int code;

      /* A line that is no reply puzzles a person, who then types on. */
      if (smtp_reply_reader_line (&self->reader, line, len) == SMTP_READ_MORE)
        continue;
      code = self->reader.code;
      smtp_reply_reader_clear (&self->reader);
      smtp_reply_reader_init (&self->reader);
      type (self, code);
    }
}

static void
typist_eof (SimSession *session, SimTime now)
{
  sim_session_close (session);
}

static void
typist_expire (SimSession *session, SimTime now)
{
}

static void
typist_free (SimSession *session)
{
  SmtpTypist *self = (SmtpTypist *) session;

  g_strfreev (self->typed);
  sim_lines_clear (&self->lines);
  smtp_reply_reader_clear (&self->reader);
  g_free (self);
}

static const SimSessionClass typist_class =
{
  .name = "smtp-typist",
  .state_names = state_names,
  .open = typist_open,
  .feed = typist_feed,
  .eof = typist_eof,
  .expire = typist_expire,
  .free = typist_free,
};

SimSession *
smtp_typist_new (const char * const *lines)
{
  SmtpTypist *self = g_new0 (SmtpTypist, 1);

  sim_session_init (&self->base, &typist_class);
  self->typed = g_strdupv ((char **) lines);
  sim_lines_init (&self->lines);
  smtp_reply_reader_init (&self->reader);
  return &self->base;
}

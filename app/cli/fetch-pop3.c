/* Letters by POP3: LIST, RETR each, DELE each that was written
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cli/fetch-private.h"

#include "sim/proto/pop3/client.h"

#include <glib/gi18n-lib.h>

typedef enum { STEP_LOGIN, STEP_LIST, STEP_RETR, STEP_DELE, STEP_QUIT } Step;

typedef struct
{
  EhloFetch *fetch;
  Step       step;
  GArray    *list;      /* Pop3Size */
  guint      i;         /* the one that was asked for */
} Pop3;

static void
quit (Pop3 *self, SimTime now)
{
  self->step = STEP_QUIT;
  pop3_client_quit (self->fetch->session, now);
}

static void
retrieve (Pop3 *self, SimTime now)
{
  if (self->i == self->list->len)
    {
      self->fetch->done = TRUE;
      quit (self, now);
      return;
    }
  self->step = STEP_RETR;
  pop3_client_retr (self->fetch->session, now, g_array_index (self->list, Pop3Size, self->i).number);
}

static void
take_letter (Pop3 *self, SimTime now, const Pop3ClientResult *result)
{
  if (result->lines == NULL || !ehlo_fetch_write (self->fetch, result->lines))
    {
      quit (self, now);
      return;
    }
  if (self->fetch->remove)
    {
      self->step = STEP_DELE;
      pop3_client_dele (self->fetch->session, now, g_array_index (self->list, Pop3Size, self->i).number);
      return;
    }
  self->i++;
  retrieve (self, now);
}

static void
take_list (Pop3 *self, SimTime now, const Pop3ClientResult *result)
{
  self->list = pop3_client_parse_list (result);
  if (self->list != NULL)
    retrieve (self, now);
  else
    {
      ehlo_fetch_fail (self->fetch, "LIST", NULL, _("the list makes no sense"));
      quit (self, now);
    }
}

static void
on_next (Pop3 *self, SimTime now)
{
  static const char * const commands[] = { "", "LIST", "RETR", "DELE", "QUIT" };
  const Pop3ClientResult *result = pop3_client_get_result (self->fetch->session);

  if (self->step != STEP_LOGIN && !result->ok)
    {
      ehlo_fetch_fail (self->fetch, commands[self->step], result->code, result->text);
      quit (self, now);
      return;
    }
  switch (self->step)
    {
    case STEP_LOGIN:
      self->step = STEP_LIST;
      pop3_client_list (self->fetch->session, now);
      break;
    case STEP_LIST:
      take_list (self, now, result);
      break;
    case STEP_RETR:
      take_letter (self, now, result);
      break;
    case STEP_DELE:
      self->i++;
      retrieve (self, now);
      break;
    case STEP_QUIT:
    default:
      break;
    }
}

static void
on_ask (gpointer owner, SimTime now, const SimOutput *question)
{
  Pop3 *self = owner;
  const Pop3ClientResult *result;

  if (g_str_equal (question->what, "next"))
    {
      on_next (self, now);
      return;
    }
  result = pop3_client_get_result (self->fetch->session);
  ehlo_fetch_fail (self->fetch, _("the letters were not fetched"), result->code, result->text);
  self->fetch->done = FALSE;
}

void
ehlo_fetch_pop3 (EhloFetch *fetch, int fd)
{
  Pop3ClientConfig config = { .user = fetch->user, .password = fetch->password, .max_message = EHLO_FETCH_LETTER_MAX };
  Pop3 self = { .fetch = fetch };

  fetch->session = pop3_client_new (&config);
  ehlo_dial_run (fd, fetch->session, on_ask, &self);
  g_clear_pointer (&self.list, g_array_unref);
}

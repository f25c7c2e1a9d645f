/* Letters by IMAP: the UIDs of a mailbox, BODY.PEEK[] of each; then \Deleted and EXPUNGE if it is wanted
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/cli/fetch-private.h"

#include "sim/proto/imap/client.h"
#include "sim/proto/imap/set.h"

#include <glib/gi18n-lib.h>

#define RANGES_AT_ONCE 200     /* of UIDs in one command, which must not be too long a line */

typedef enum { STEP_LOGIN, STEP_SELECT, STEP_LIST, STEP_FETCH, STEP_STORE, STEP_EXPUNGE, STEP_LOGOUT } Step;

typedef struct
{
  EhloFetch *fetch;
  Step       step;
  GArray    *uids;      /* guint32 */
  guint      i;         /* the one that was asked for; then: the first that is not yet removed */
  char      *set;       /* that is being removed */
} Imap;

static void
logout (Imap *self, SimTime now)
{
  self->step = STEP_LOGOUT;
  imap_client_logout (self->fetch->session, now);
}

static int
by_number (gconstpointer a, gconstpointer b)
{
  guint32 x = *(const guint32 *) a;
  guint32 y = *(const guint32 *) b;

  return (x > y) - (x < y);
}

/* ---- removing ---- */

static void
remove_some (Imap *self, SimTime now)
{
  g_autoptr (GArray) set = imap_set_new ();

  if (self->i == self->uids->len)
    {
      self->fetch->done = TRUE;
      logout (self, now);
      return;
    }
  for (; self->i < self->uids->len && set->len < RANGES_AT_ONCE; self->i++)
    imap_set_add (set, g_array_index (self->uids, guint32, self->i));
  g_free (self->set);
  self->set = imap_set_to_text (set);
  self->step = STEP_STORE;
  imap_client_store (self->fetch->session, now, TRUE, self->set, "+FLAGS.SILENT", MAIL_FLAG_DELETED);
}

/* Without UIDPLUS all that is marked goes. */
static void
expunge (Imap *self, SimTime now)
{
  SimSession *session = self->fetch->session;
  gboolean some = imap_client_has (session, "UIDPLUS") || imap_client_has (session, "IMAP4rev2");

  self->step = STEP_EXPUNGE;
  imap_client_expunge (session, now, some ? self->set : NULL);
}

/* ---- fetching ---- */

static void
fetch_one (Imap *self, SimTime now)
{
  g_autofree char *uid = NULL;

  if (self->i < self->uids->len)
    {
      uid = g_strdup_printf ("%u", g_array_index (self->uids, guint32, self->i));
      self->step = STEP_FETCH;
      imap_client_fetch (self->fetch->session, now, TRUE, uid, "(UID BODY.PEEK[])");
      return;
    }
  if (self->fetch->remove)
    {
      self->i = 0;
      g_array_sort (self->uids, by_number);
      remove_some (self, now);
      return;
    }
  self->fetch->done = TRUE;
  logout (self, now);
}

static void
take_uids (Imap *self, SimTime now, const ImapClientResult *result)
{
  for (guint i = 0; i < result->untagged->len; i++)
    {
      const ImapResponse *response = g_ptr_array_index (result->untagged, i);

      if (g_str_equal (response->name, "FETCH") && response->uid > 0)
        g_array_append_val (self->uids, response->uid);
    }
  fetch_one (self, now);
}

/* How many messages there are; none: they need not be asked for. */
static void
take_selected (Imap *self, SimTime now, const ImapClientResult *result)
{
  guint32 n = 0;

  for (guint i = 0; i < result->untagged->len; i++)
    {
      const ImapResponse *response = g_ptr_array_index (result->untagged, i);

      if (g_str_equal (response->name, "EXISTS"))
        n = response->number;
    }
  if (n == 0)
    {
      fetch_one (self, now);
      return;
    }
  self->step = STEP_LIST;
  imap_client_fetch (self->fetch->session, now, FALSE, "1:*", "(UID)");
}

/* The message may have gone meanwhile: then there is nothing to write, or to remove. */
static void
take_letter (Imap *self, SimTime now, const ImapClientResult *result)
{
  guint32 uid = g_array_index (self->uids, guint32, self->i);
  gboolean found = FALSE;

  for (guint i = 0; i < result->untagged->len && !found; i++)
    {
      const ImapResponse *response = g_ptr_array_index (result->untagged, i);

      found = response->uid == uid && response->body != NULL;
      if (found && !ehlo_fetch_write (self->fetch, response->body))
        {
          logout (self, now);
          return;
        }
    }
  if (found)
    self->i++;
  else
    g_array_remove_index (self->uids, self->i);
  fetch_one (self, now);
}

/* ---- questions ---- */

static void
on_next (Imap *self, SimTime now)
{
  static const char * const commands[] = { "", "SELECT", "FETCH", "FETCH", "STORE", "EXPUNGE", "LOGOUT" };
  EhloFetch *fetch = self->fetch;
  const ImapClientResult *result = imap_client_get_result (fetch->session);

  if (self->step != STEP_LOGIN && result->status != IMAP_STATUS_OK)
    {
      ehlo_fetch_fail (fetch, self->step == STEP_SELECT ? fetch->folder : commands[self->step], result->code, result->text);
      logout (self, now);
      return;
    }
  switch (self->step)
    {
    case STEP_LOGIN:
      self->step = STEP_SELECT;
      imap_client_select (fetch->session, now, fetch->folder, !fetch->remove);
      break;
    case STEP_SELECT:
      take_selected (self, now, result);
      break;
    case STEP_LIST:
      take_uids (self, now, result);
      break;
    case STEP_FETCH:
      take_letter (self, now, result);
      break;
    case STEP_STORE:
      expunge (self, now);
      break;
    case STEP_EXPUNGE:
      remove_some (self, now);
      break;
    case STEP_LOGOUT:
    default:
      break;
    }
}

static void
on_ask (gpointer owner, SimTime now, const SimOutput *question)
{
  Imap *self = owner;
  const ImapClientResult *result;

  if (g_str_equal (question->what, "next"))
    {
      on_next (self, now);
      return;
    }
  result = imap_client_get_result (self->fetch->session);
  ehlo_fetch_fail (self->fetch, _("the letters were not fetched"), result->code, result->text);
  self->fetch->done = FALSE;
}

void
ehlo_fetch_imap (EhloFetch *fetch, int fd)
{
  ImapClientConfig config = { .user = fetch->user, .password = fetch->password, .rev2 = TRUE,
                              .max_literal = EHLO_FETCH_LETTER_MAX };
  Imap self = { .fetch = fetch, .uids = g_array_new (FALSE, FALSE, sizeof (guint32)) };

  fetch->session = imap_client_new (&config);
  ehlo_dial_run (fd, fetch->session, on_ask, &self);
  g_array_unref (self.uids);
  g_free (self.set);
}

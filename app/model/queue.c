/* queue.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/model/queue.h"

#include "app/draw/words.h"
#include "sim/core/text.h"
#include "sim/mail/message.h"

#include <string.h>

#define PATIENCE    (5 * SIM_TIME_DAY)
#define MOST_HEADER (128 * 1024)   /* octets in which a header is looked for */

typedef struct
{
  const SimTrace    *trace;
  const SimScenario *scenario;
  guint              after;
  SimTime            now;
  GHashTable        *copies;   /* entry of the copy -> GPtrArray of QueueCard */
  GPtrArray         *done;     /* QueueCard that have left with trouble, in the order of leaving */
  guint              n_passed;
} Maker;

static SimTime
patience_of (const Maker *maker, guint host)
{
  const char *name = sim_trace_get_host (maker->trace, host)->name;

  for (guint i = 0; maker->scenario != NULL && i < maker->scenario->hosts->len; i++)
    {
      const SimHostSpec *spec = g_ptr_array_index (maker->scenario->hosts, i);

      if (g_str_equal (spec->name, name) && spec->expire > 0)
        return spec->expire;
    }
  return PATIENCE;
}

static char *
without_brackets (const char *path)
{
  gsize len = strlen (path);
  gboolean bare = len < 2 || path[0] != '<' || path[len - 1] != '>';

  return sim_text_escape ((const guint8 *) path + !bare, bare ? len : len - 2);
}

static QueueCard *
card_new (const Maker *maker, const SimEntry *entry, guint index, const char *path)
{
  QueueCard *card = g_new0 (QueueCard, 1);

  card->stored = index;
  card->host = g_strdup (ehlo_words_host (maker->trace, entry->actor));
  card->recipient = without_brackets (path);
  card->tries = g_array_new (FALSE, FALSE, sizeof (QueueTry));
  card->arrived = entry->time;
  card->now = maker->now;
  card->next_try = SIM_TIME_NEVER;
  card->expires = entry->time + patience_of (maker, entry->actor);
  card->fresh = index >= maker->after;
  return card;
}

static void
came (Maker *maker, const SimEntry *entry, guint index)
{
  GPtrArray *cards;
  SimStored parts;

  if (g_strcmp0 (entry->rule, "store:queue") != 0 || !sim_stored_parse (entry, &parts))
    return;
  cards = g_ptr_array_new_with_free_func ((GDestroyNotify) queue_card_free);
  for (guint i = 0; parts.to[i] != NULL; i++)
    {
      QueueCard *card = card_new (maker, entry, index, parts.to[i]);

      card->notice = g_strcmp0 (parts.from, "<>") == 0;
      g_ptr_array_add (cards, card);
    }
  g_hash_table_replace (maker->copies, GUINT_TO_POINTER (index), cards);
  sim_stored_clear (&parts);
}

static char *
reply_of (const SimEntry *note)
{
  g_autofree char *text = g_strndup ((const char *) note->bytes, note->len);
  const char *reply = strstr (text, " reply=");

  return reply != NULL ? sim_text_escape ((const guint8 *) reply + 7, strlen (reply + 7)) : NULL;
}

/* A verdict on one recipient. */
static void
judged (Maker *maker, GPtrArray *cards, const SimEntry *note, guint index, QueueState state)
{
  g_autofree char *to = sim_text_field ((const char *) note->bytes, note->len, "to");
  g_autofree char *recipient = to != NULL ? without_brackets (to) : NULL;

  for (guint i = 0; recipient != NULL && i < cards->len; i++)
    {
      QueueCard *card = g_ptr_array_index (cards, i);
      QueueTry try = { note->time, state == QUEUE_SENT ? EXPLAIN_CLASS_OK : state == QUEUE_DEFERRED ? EXPLAIN_CLASS_LATER : EXPLAIN_CLASS_NO };

      if (!g_str_equal (card->recipient, recipient) || (card->state != QUEUE_WAITS && card->state != QUEUE_DEFERRED))
        continue;
      card->state = state;
      card->next_try = state == QUEUE_DEFERRED ? note->until : SIM_TIME_NEVER;
      card->fresh = card->fresh || index >= maker->after;
      g_array_append_val (card->tries, try);
      g_free (card->reply);
      card->reply = reply_of (note);
      return;
    }
}

static void
bounced (Maker *maker, GPtrArray *cards, guint index)
{
  for (guint i = 0; i < cards->len; i++)
    {
      QueueCard *card = g_ptr_array_index (cards, i);

      if (card->state != QUEUE_FAILED)
        continue;
      card->state = QUEUE_BOUNCED;
      card->fresh = card->fresh || index >= maker->after;
    }
}

/* Whoever had no trouble is forgotten with the copy. */
static void
removed (Maker *maker, guint stored, GPtrArray *cards, guint index)
{
  for (guint i = cards->len; i > 0; i--)
    {
      QueueCard *card = g_ptr_array_index (cards, i - 1);

      if (card->state == QUEUE_SENT && card->tries->len == 1)
        {
          maker->n_passed++;
          continue;
        }
      card = g_ptr_array_steal_index (cards, i - 1);
      card->left = TRUE;
      card->fresh = card->fresh || index >= maker->after;
      g_ptr_array_add (maker->done, card);
    }
  g_hash_table_remove (maker->copies, GUINT_TO_POINTER (stored));
}

static void
spoken_of (Maker *maker, const SimEntry *note, guint index)
{
  GPtrArray *cards = g_hash_table_lookup (maker->copies, GINT_TO_POINTER (note->from));

  if (cards == NULL || note->rule == NULL)
    return;
  if (g_str_equal (note->rule, "queue:sent"))
    judged (maker, cards, note, index, QUEUE_SENT);
  else if (g_str_equal (note->rule, "queue:deferred"))
    judged (maker, cards, note, index, QUEUE_DEFERRED);
  else if (g_str_equal (note->rule, "queue:failed"))
    judged (maker, cards, note, index, QUEUE_FAILED);
  else if (g_str_equal (note->rule, "queue:bounced"))
    bounced (maker, cards, index);
  else if (g_str_equal (note->rule, "queue:removed"))
    removed (maker, (guint) note->from, cards, index);
}

/* Those that wait first, by their next try; then by their coming. */
static int
by_next_try (gconstpointer a, gconstpointer b)
{
  const QueueCard *one = *(const QueueCard * const *) a, *other = *(const QueueCard * const *) b;
  gboolean waits = queue_card_waits (one);

  if (waits != queue_card_waits (other))
    return waits ? -1 : 1;
  if (one->next_try != other->next_try)
    return one->next_try < other->next_try ? -1 : 1;
  if (one->stored != other->stored)
    return one->stored < other->stored ? -1 : 1;
  return strcmp (one->recipient, other->recipient);
}

/* Only for the cards that are shown: a message is looked into. */
static void
add_subject (const SimTrace *trace, QueueCard *card)
{
  SimEntry entry;
  SimStored parts;

  sim_trace_get (trace, card->stored, &entry);
  if (sim_stored_parse (&entry, &parts))
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (parts.message, MIN (parts.len, MOST_HEADER));
      g_autoptr (MailMessage) message = mail_message_new (bytes);

      card->subject = mail_message_dup_header (message, "Subject");
      sim_stored_clear (&parts);
    }
  if (card->subject == NULL)
    card->subject = g_strdup ("");
}

static void
collect (Maker *maker, EhloQueue *self)
{
  GHashTableIter iter;
  gpointer cards;
  guint n = 0;

  g_hash_table_iter_init (&iter, maker->copies);
  while (g_hash_table_iter_next (&iter, NULL, &cards))
    while (((GPtrArray *) cards)->len > 0)
      g_ptr_array_add (self->cards, g_ptr_array_steal_index (cards, ((GPtrArray *) cards)->len - 1));
  /* The order of a hash table is nobody's. */
  g_ptr_array_sort (self->cards, by_next_try);
  if (self->cards->len > EHLO_QUEUE_WAITING)
    {
      self->n_more = self->cards->len - EHLO_QUEUE_WAITING;
      g_ptr_array_set_size (self->cards, EHLO_QUEUE_WAITING);
    }
  for (; maker->done->len > 0 && n < EHLO_QUEUE_DONE; n++)
    g_ptr_array_add (self->cards, g_ptr_array_steal_index (maker->done, maker->done->len - 1));
  self->n_more += maker->done->len;
}

EhloQueue *
ehlo_queue_at (const SimTrace *trace, EhloLedger *ledger, const SimScenario *scenario, guint after, guint cursor)
{
  EhloQueue *self = g_new0 (EhloQueue, 1);
  Maker maker = { trace, scenario, after };
  const guint *entries;
  SimEntry entry;
  guint n;

  maker.copies = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  maker.done = g_ptr_array_new_with_free_func ((GDestroyNotify) queue_card_free);
  self->cards = g_ptr_array_new_with_free_func ((GDestroyNotify) queue_card_free);
  cursor = MIN (cursor, sim_trace_length (trace));
  if (cursor > 0)
    {
      sim_trace_get (trace, cursor - 1, &entry);
      maker.now = entry.time;
    }
  entries = ehlo_ledger_until (ledger, cursor, &n);
  for (guint i = 0; i < n; i++)
    {
      sim_trace_get (trace, entries[i], &entry);
      if (entry.kind == SIM_ENTRY_STORED)
        came (&maker, &entry, entries[i]);
      else
        spoken_of (&maker, &entry, entries[i]);
    }
  collect (&maker, self);
  for (guint i = 0; i < self->cards->len; i++)
    add_subject (trace, g_ptr_array_index (self->cards, i));
  self->n_passed = maker.n_passed;
  g_hash_table_unref (maker.copies);
  g_ptr_array_unref (maker.done);
  return self;
}

void
ehlo_queue_free (EhloQueue *self)
{
  g_ptr_array_unref (self->cards);
  g_free (self);
}

guint
ehlo_queue_count (const SimScene *scene)
{
  guint n = 0;

  for (guint i = 0; i < sim_scene_n_copies (scene); i++)
    n += sim_scene_get_copy (scene, i)->place == SIM_PLACE_QUEUE;
  return n;
}

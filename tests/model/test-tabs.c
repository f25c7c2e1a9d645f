/* test-tabs.c - what the tabs at the side show: letter, mailboxes, queue
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/model/letter.h"
#include "app/model/mailboxes.h"
#include "app/model/queue.h"
#include "sim/trace/replay.h"
#include "sim/trace/roles.h"
#include "sim/trace/steps.h"
#include "sim/world/world.h"

#include "tests/draw/hand.h"
#include "tests/draw/sheet-check.h"

#include <string.h>

static const double widths[] = { 300, 420, 556, 900 };

typedef struct
{
  SimScenario *scenario;   /* NULL: written by hand */
  SimTrace    *trace;
  SimReplay   *replay;
  SimSteps    *lines;
  EhloLedger  *ledger;
} Run;

static Run
run_of (SimScenario *scenario, SimTrace *trace)
{
  return (Run) { scenario, trace, sim_replay_new (trace), sim_steps_new (trace, SIM_STEP_LINE), ehlo_ledger_new (trace) };
}

static Run
run_lesson (const char *id)
{
  g_autoptr (GError) error = NULL;
  SimScenario *scenario = sim_scenario_lesson (id, &error);

  g_assert_no_error (error);
  return run_of (scenario, sim_world_play (scenario, scenario->seed, SIM_TIME_NEVER));
}

static void
run_clear (Run *run)
{
  ehlo_ledger_free (run->ledger);
  sim_steps_free (run->lines);
  sim_replay_free (run->replay);
  sim_trace_unref (run->trace);
  if (run->scenario != NULL)
    sim_scenario_unref (run->scenario);
}

static guint
cursor_of (const Run *run, guint step)
{
  return step > 0 ? sim_steps_get (run->lines, step)->cursor : 0;
}

static guint
before (const Run *run, guint step)
{
  return step > 1 ? cursor_of (run, step - 1) : 0;
}

static GPtrArray *
places_at (const Run *run, guint step)
{
  guint cursor = cursor_of (run, step);

  return ehlo_mailboxes_at (run->trace, sim_replay_seek (run->replay, cursor), before (run, step), cursor);
}

static EhloQueue *
queue_at (const Run *run, guint step)
{
  return ehlo_queue_at (run->trace, run->ledger, run->scenario, before (run, step), cursor_of (run, step));
}

static guint
letter_entry (const Run *run, guint step)
{
  guint cursor = cursor_of (run, step);

  return ehlo_letter_current (run->trace, sim_replay_seek (run->replay, cursor), run->lines, cursor);
}

static Letter *
letter_at (const Run *run, guint step)
{
  guint cursor = cursor_of (run, step), entry = letter_entry (run, step);

  if (entry == EHLO_LETTER_NONE)
    return NULL;
  return ehlo_letter_new (run->trace, run->ledger, sim_replay_seek (run->replay, cursor), entry, cursor);
}

/* All that the three tabs say at a step. */
static char *
text_at (const Run *run, guint step, double width)
{
  g_autoptr (GPtrArray) places = places_at (run, step);
  g_autoptr (EhloQueue) queue = queue_at (run, step);
  g_autoptr (Letter) letter = letter_at (run, step);
  g_autoptr (EhloSheet) mailboxes = mailboxes_layout_new (places, width, 300, ehlo_measure_fake, NULL);
  g_autoptr (EhloSheet) cards = queue_layout_new (queue->cards, queue->n_passed, queue->n_more, width, 300, ehlo_measure_fake, NULL);
  g_autofree char *one = ehlo_sheet_to_text (mailboxes), *two = ehlo_sheet_to_text (cards);
  g_autoptr (GString) text = g_string_new (NULL);

  sheet_check (mailboxes, "mailboxes");
  sheet_check (cards, "queue");
  g_string_append_printf (text, "%s%s", one, two);
  for (guint i = 0; letter != NULL && i < 3; i++)
    {
      g_autoptr (EhloSheet) sheet = message_layout_new (letter, i > 0, i > 1, width, ehlo_measure_fake, NULL);
      g_autofree char *three = ehlo_sheet_to_text (sheet);

      sheet_check (sheet, i == 0 ? "letter" : "decoded letter");
      g_string_append (text, three);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Nothing overlaps at any step; a step looks the same from wherever it is come to. */
static void
check_run (Run run)
{
  guint n = sim_steps_length (run.lines);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i <= n; i++)
    g_ptr_array_add (texts, text_at (&run, i, widths[i % G_N_ELEMENTS (widths)]));
  for (guint i = n + 1; i-- > 0;)
    {
      g_autofree char *text = text_at (&run, i, widths[i % G_N_ELEMENTS (widths)]);

      g_assert_cmpstr (text, ==, g_ptr_array_index (texts, i));
    }
  run_clear (&run);
}

static void
test_hand (void)
{
  check_run (run_of (NULL, hand_trace ()));
}

static void
test_lesson (gconstpointer id)
{
  check_run (run_lesson (id));
}

/* ---- queue ---------------------------------------------------------------- */

static const QueueCard *
card_of (EhloQueue *queue, const char *recipient)
{
  for (guint i = 0; i < queue->cards->len; i++)
    {
      const QueueCard *card = g_ptr_array_index (queue->cards, i);

      if (g_str_equal (card->recipient, recipient))
        return card;
    }
  return NULL;
}

/* Four recipients, three fates. */
static void
test_queue_fates (void)
{
  Run run = run_lesson ("many-recipients");
  guint n = sim_steps_length (run.lines), deferred = 0, returned = 0, returned_and_gone = 0;
  SimTime arrived = 0;

  for (guint step = 0; step <= n; step++)
    {
      g_autoptr (EhloQueue) queue = queue_at (&run, step);
      const QueueCard *petros = card_of (queue, "petros@univ.example"), *nina = card_of (queue, "nina@univ.example");

      if (petros != NULL && petros->state == QUEUE_DEFERRED)
        {
          deferred++;
          arrived = petros->arrived;
          g_assert_true (queue_card_waits (petros));
          g_assert_cmpuint (petros->tries->len, ==, 1);
          g_assert_cmpint (petros->next_try - g_array_index (petros->tries, QueueTry, 0).when, ==, 30 * SIM_TIME_MINUTE);
          g_assert_cmpint (petros->expires - arrived, ==, 5 * SIM_TIME_DAY);
          g_assert_cmpstr (petros->reply, ==, "452 4.3.1 Insufficient system storage");
          g_assert_cmpstr (petros->subject, ==, "The school trip");
        }
      if (nina != NULL && nina->state == QUEUE_BOUNCED)
        {
          returned++;
          returned_and_gone += nina->left;
          g_assert_false (queue_card_waits (nina));
        }
    }
  g_assert_cmpuint (deferred, >, 5);
  g_assert_cmpuint (returned, >, deferred);
  g_assert_cmpuint (returned_and_gone, >, 0);

  g_autoptr (EhloQueue) start = queue_at (&run, 0), end = queue_at (&run, n);
  g_autoptr (EhloSheet) empty = queue_layout_new (start->cards, start->n_passed, 0, 420, 300, ehlo_measure_fake, NULL);
  g_autoptr (EhloSheet) last = queue_layout_new (end->cards, end->n_passed, 0, 420, 300, ehlo_measure_fake, NULL);
  g_autofree char *first_words = ehlo_sheet_to_text (empty), *last_words = ehlo_sheet_to_text (last);

  g_assert_cmpuint (start->cards->len, ==, 0);
  /* Whoever waited and came through; whoever did not. */
  g_assert_cmpint (card_of (end, "petros@univ.example")->state, ==, QUEUE_SENT);
  g_assert_cmpuint (card_of (end, "petros@univ.example")->tries->len, ==, 2);
  g_assert_null (card_of (end, "ivan@univ.example"));
  g_assert_cmpuint (end->n_passed, >, 2);
  g_assert_nonnull (strstr (first_words, "Nothing is waiting yet."));
  /* Not "every message was delivered". */
  g_assert_nonnull (strstr (last_words, "Not every message was delivered"));
  g_assert_nonnull (strstr (last_words, "returned "));
  run_clear (&run);
}

static void
test_queue_of_a_good_run (void)
{
  Run run = run_lesson ("first-letter");
  guint n = sim_steps_length (run.lines), waited = 0;
  g_autoptr (EhloQueue) end = queue_at (&run, n);
  g_autoptr (EhloSheet) sheet = queue_layout_new (end->cards, end->n_passed, end->n_more, 420, 300, ehlo_measure_fake, NULL);
  g_autofree char *text = ehlo_sheet_to_text (sheet);

  for (guint step = 0; step <= n; step++)
    {
      g_autoptr (EhloQueue) queue = queue_at (&run, step);
      guint count = ehlo_queue_count (sim_replay_seek (run.replay, cursor_of (&run, step)));

      g_assert_cmpuint (queue->cards->len, >=, count);
      waited += count > 0;
    }
  g_assert_cmpuint (waited, >, 5);
  g_assert_cmpuint (end->cards->len, ==, 0);
  g_assert_nonnull (strstr (text, "Nothing is waiting — every message was delivered."));
  run_clear (&run);
}

/* ---- mailboxes ------------------------------------------------------------ */

static guint
count_rows (GPtrArray *places, guint *fresh, guint *gone)
{
  guint n = 0;

  *fresh = *gone = 0;
  for (guint i = 0; i < places->len; i++)
    {
      const MailboxPlace *place = g_ptr_array_index (places, i);

      for (guint k = 0; k < place->folders->len; k++)
        {
          const MailboxFolder *folder = g_ptr_array_index (place->folders, k);

          for (guint r = 0; r < folder->rows->len; r++)
            {
              const MailboxRow *row = g_ptr_array_index (folder->rows, r);

              n += !row->gone;
              *fresh += row->fresh;
              *gone += row->gone;
            }
        }
    }
  return n;
}

static void
test_mailboxes (void)
{
  Run run = run_lesson ("first-letter");
  guint n = sim_steps_length (run.lines), fresh, gone, all_fresh = 0, all_gone = 0;
  gboolean device = FALSE, server = FALSE;

  for (guint step = 0; step <= n; step++)
    {
      g_autoptr (GPtrArray) places = places_at (&run, step);

      count_rows (places, &fresh, &gone);
      all_fresh += fresh;
      all_gone += gone;
    }
  /* At least into the outbox, out of it, and into the mailbox. */
  g_assert_cmpuint (all_fresh, >=, 2);
  g_assert_cmpuint (all_gone, >=, 1);

  g_autoptr (GPtrArray) end = places_at (&run, n);

  g_assert_cmpuint (count_rows (end, &fresh, &gone), >=, 1);
  for (guint i = 0; i < end->len; i++)
    {
      const MailboxPlace *place = g_ptr_array_index (end, i);

      device = device || place->device;
      server = server || !place->device;
      g_assert_cmpstr (place->name, !=, "");
    }
  g_assert_true (device && server);
  run_clear (&run);
}

/* Flags, folders and removal, by the contract of scene.h. */
static SimTrace *
flags_trace (guint *removal)
{
  SimTrace *trace = sim_trace_new ();
  const char *server = "id=1 from=<anna@school.example> to=<ivan@univ.example> mailbox=ivan@univ.example/INBOX uid=7\r\n"
                       "Subject: =?UTF-8?B?zpPOtc65zqw=?=\r\nFrom: Anna <anna@school.example>\r\n\r\nHow are you?\r\n";
  const char *local = "id=2 from=<anna@school.example> to=<ivan@univ.example> mailbox=ivan@univ.example/INBOX uid=7 have=headers size=4000\r\n"
                      "Subject: Hello\r\nFrom: Anna <anna@school.example>\r\n\r\n";
  guint copy;

  sim_trace_add_host (trace, "mail.univ.example", "University server", 1, SIM_ROLE_MDA);
  sim_trace_add_host (trace, "phone.univ.example", "Ivan’s phone", 2, SIM_ROLE_MUA);
  copy = sim_trace_add (trace, &(SimEntry) { .kind = SIM_ENTRY_STORED, .cause = SIM_CAUSE_NONE, .rule = "store:mailbox",
                                             .bytes = (const guint8 *) server, .len = strlen (server) });
  sim_trace_add (trace, &(SimEntry) { .kind = SIM_ENTRY_STORED, .cause = SIM_CAUSE_NONE, .rule = "store:local", .actor = 1,
                                      .bytes = (const guint8 *) local, .len = strlen (local) });
  sim_trace_add (trace, &(SimEntry) { .kind = SIM_ENTRY_NOTE, .cause = SIM_CAUSE_NONE, .rule = "mail:flags", .from = (int) copy,
                                      .bytes = (const guint8 *) "flags=\\Seen,\\Deleted", .len = 20 });
  *removal = sim_trace_add (trace, &(SimEntry) { .kind = SIM_ENTRY_NOTE, .cause = SIM_CAUSE_NONE, .rule = "mail:removed",
                                                 .from = (int) copy, .bytes = (const guint8 *) "", .len = 0 });
  return trace;
}

static void
test_flags_and_removal (void)
{
  guint removal;
  Run run = run_of (NULL, flags_trace (&removal));
  g_autoptr (GPtrArray) flags = ehlo_mailboxes_at (run.trace, sim_replay_seek (run.replay, 3), 2, 3);
  g_autoptr (GPtrArray) without = NULL, after = NULL;
  g_autoptr (EhloSheet) sheet = mailboxes_layout_new (flags, 420, 300, ehlo_measure_fake, NULL);
  g_autofree char *text = ehlo_sheet_to_text (sheet);
  const MailboxFolder *folder;
  const MailboxRow *row;
  guint fresh, gone;

  g_assert_cmpuint (flags->len, ==, 2);
  folder = g_ptr_array_index (((MailboxPlace *) g_ptr_array_index (flags, 0))->folders, 0);
  g_assert_cmpstr (folder->owner, ==, "ivan@univ.example");
  g_assert_cmpstr (folder->name, ==, "INBOX");
  row = g_ptr_array_index (folder->rows, 0);
  g_assert_cmpuint (row->uid, ==, 7);
  g_assert_cmpuint (row->flags, ==, MAIL_FLAG_SEEN | MAIL_FLAG_DELETED);
  g_assert_true (row->fresh);
  g_assert_false (row->unread);
  g_assert_cmpstr (row->subject, ==, "Γειά");
  folder = g_ptr_array_index (((MailboxPlace *) g_ptr_array_index (flags, 1))->folders, 0);
  row = g_ptr_array_index (folder->rows, 0);
  g_assert_cmpint (row->have, ==, SIM_HAVE_HEADERS);
  g_assert_cmpuint (row->size, ==, 4000);
  g_assert_false (row->fresh);
  g_assert_true (row->unread);
  sheet_check (sheet, "flags");
  g_assert_true (sheet->fresh);
  g_assert_nonnull (strstr (text, "\\Seen \\Deleted"));
  g_assert_nonnull (strstr (text, "header only"));
  /* Crossed out in the step in which it goes, and then no more. */
  without = ehlo_mailboxes_at (run.trace, sim_replay_seek (run.replay, removal + 1), removal, removal + 1);
  g_assert_cmpuint (count_rows (without, &fresh, &gone), ==, 1);
  g_assert_cmpuint (gone, ==, 1);
  after = ehlo_mailboxes_at (run.trace, sim_replay_seek (run.replay, removal + 1), removal + 1, removal + 1);
  g_assert_cmpuint (count_rows (after, &fresh, &gone), ==, 1);
  g_assert_cmpuint (gone, ==, 0);
  run_clear (&run);
}

/* Over all folders of a person, not over each. */
static void
test_owner_is_said_once (void)
{
  Run run = run_lesson ("imap-folders");
  g_autoptr (GPtrArray) places = places_at (&run, sim_steps_length (run.lines));
  g_autoptr (EhloSheet) sheet = mailboxes_layout_new (places, 556, 300, ehlo_measure_fake, NULL);
  guint folders = 0, said = 0;

  for (guint i = 0; i < places->len; i++)
    folders += ((MailboxPlace *) g_ptr_array_index (places, i))->folders->len;
  for (guint i = 0; i < sheet->marks->len; i++)
    said += g_strcmp0 (g_array_index (sheet->marks, EhloMark, i).text, "maria@school.example") == 0;
  g_assert_cmpuint (folders, >=, 5);
  g_assert_cmpuint (said, >=, 2);
  g_assert_cmpuint (said, <=, places->len);
  run_clear (&run);
}

/* ---- letter --------------------------------------------------------------- */

static guint
count_fields (const Letter *letter, const char *name, guint *fresh)
{
  guint n = 0;

  *fresh = 0;
  for (guint i = 0; i < letter->fields->len; i++)
    {
      const LetterField *field = g_ptr_array_index (letter->fields, i);

      n += g_str_equal (field->name, name);
      *fresh += field->fresh;
    }
  return n;
}

/* Received fields grow hop by hop, and what a hop has put in front is marked in its copy. */
static void
test_trace_fields_grow (void)
{
  Run run = run_lesson ("first-letter");
  guint n = sim_steps_length (run.lines), hops = 0, marked = 0;

  g_assert_cmpuint (letter_entry (&run, 0), ==, EHLO_LETTER_NONE);
  for (guint step = 1; step <= n; step++)
    {
      g_autoptr (Letter) letter = letter_at (&run, step);
      guint received, fresh;

      g_assert_nonnull (letter);
      received = count_fields (letter, "Received", &fresh);
      g_assert_cmpuint (received, <=, hops + 1);
      if (received > hops)
        {
          g_assert_cmpuint (fresh, >=, 1);
          g_assert_true (((LetterField *) g_ptr_array_index (letter->fields, 0))->fresh);
          marked++;
        }
      hops = MAX (hops, received);
    }
  g_assert_cmpuint (hops, >=, 3);
  g_assert_cmpuint (marked, ==, hops);
  run_clear (&run);
}

/* Who gets a blind copy stands on the envelope and nowhere in the letter. */
static void
test_blind_copy (void)
{
  Run run = run_lesson ("envelope-and-header");
  guint blind = 0, open = 0;

  for (guint step = 1; step <= sim_steps_length (run.lines) / 3; step++)
    {
      g_autoptr (Letter) letter = letter_at (&run, step);

      for (guint i = 0; letter != NULL && i < letter->recipients->len; i++)
        {
          const LetterRecipient *recipient = g_ptr_array_index (letter->recipients, i);

          if (g_str_equal (recipient->address, "nina@univ.example"))
            blind += recipient->blind;
          if (g_str_equal (recipient->address, "ivan@univ.example"))
            {
              g_assert_false (recipient->blind);
              open++;
            }
        }
    }
  g_assert_cmpuint (blind, >, 10);
  g_assert_cmpuint (open, >, 10);
  run_clear (&run);
}

/* On the wire dots are doubled; in the store they are not. */
static void
test_stuffed_dots (void)
{
  Run run = run_lesson ("dot-stuffing");
  gboolean seen = FALSE;

  for (guint step = 1; step <= sim_steps_length (run.lines) && !seen; step++)
    {
      g_autoptr (Letter) letter = letter_at (&run, step);

      for (guint i = 0; letter != NULL && letter->wire && letter->body != NULL && letter->body[i] != NULL; i++)
        if (g_str_has_prefix (letter->body[i], ".."))
          {
            g_autoptr (EhloSheet) raw = message_layout_new (letter, FALSE, TRUE, 556, ehlo_measure_fake, NULL);
            g_autoptr (EhloSheet) decoded = message_layout_new (letter, TRUE, TRUE, 556, ehlo_measure_fake, NULL);
            g_autofree char *shown = ehlo_sheet_to_text (raw), *read = ehlo_sheet_to_text (decoded);

            seen = TRUE;
            g_assert_nonnull (strstr (shown, "[a dot was put in front]"));
            g_assert_null (strstr (read, "[a dot was put in front]"));
          }
    }
  g_assert_true (seen);
  run_clear (&run);
}

static Letter *
letter_of (const char *text)
{
  g_autoptr (SimTrace) trace = sim_trace_new ();
  g_autoptr (SimReplay) replay = NULL;
  g_autoptr (EhloLedger) ledger = NULL;

  sim_trace_add_host (trace, "mail.example", "Server", 1, SIM_ROLE_MTA);
  sim_trace_add (trace, &(SimEntry) { .kind = SIM_ENTRY_STORED, .cause = SIM_CAUSE_NONE, .rule = "store:queue",
                                      .bytes = (const guint8 *) text, .len = strlen (text) });
  replay = sim_replay_new (trace);
  ledger = ehlo_ledger_new (trace);
  return ehlo_letter_new (trace, ledger, sim_replay_seek (replay, 1), 0, 1);
}

static void
test_encodings_are_undone (void)
{
  g_autoptr (Letter) letter = letter_of (
    "id=1 from=<anna@school.example> to=<ivan@univ.example>\r\n"
    "Subject: =?UTF-8?B?zpPOtc65zqw=?= =?UTF-8?Q?_=D0=9F=D1=80=D0=B8=D0=B2=D0=B5=D1=82?=\r\nMIME-Version: 1.0\r\n"
    "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain; charset=UTF-8\r\n"
    "Content-Transfer-Encoding: quoted-printable\r\n\r\n=CE=93=CE=B5=CE=B9=CE=AC =\r\nsou\r\n--b\r\nContent-Type: text/plain; charset=UTF-8\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\n0J/RgNC40LLQtdGC\r\n--b\r\nContent-Type: image/png; name=a.png\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n");
  g_autoptr (EhloSheet) raw = message_layout_new (letter, FALSE, FALSE, 556, ehlo_measure_fake, NULL);
  g_autoptr (EhloSheet) decoded = message_layout_new (letter, TRUE, FALSE, 556, ehlo_measure_fake, NULL);
  g_autofree char *octets = ehlo_sheet_to_text (raw), *read = ehlo_sheet_to_text (decoded);

  sheet_check (raw, "raw");
  sheet_check (decoded, "decoded");
  g_assert_cmpuint (letter->parts->len, ==, 4);
  g_assert_nonnull (strstr (octets, "\"=?UTF-8?B?zpPOtc65zqw=?="));
  g_assert_nonnull (strstr (octets, "\"0J/RgNC40LLQtdGC\""));
  g_assert_nonnull (strstr (octets, "text/plain; UTF-8 · base64"));
  g_assert_nonnull (strstr (read, "\"Γειά Привет\""));
  g_assert_nonnull (strstr (read, "\"Γειά sou\""));
  g_assert_nonnull (strstr (read, "\"Привет\""));
  g_assert_nonnull (strstr (read, "a.png"));
  g_assert_nonnull (strstr (read, "not text"));
  g_assert_null (strstr (read, "0J/RgNC4"));
}

static guint
say (SimTrace *trace, guint32 conn, SimSide side, SimEntryFlags flags, const char *text)
{
  return sim_trace_add (trace, &(SimEntry) { .kind = SIM_ENTRY_SAID, .cause = SIM_CAUSE_NONE, .conn = conn, .side = side, .flags = flags,
                                             .actor = side == SIM_SIDE_CLIENT ? 0 : 1, .bytes = (const guint8 *) text, .len = strlen (text) });
}

/* A letter as one connection carries it: what its body is taken for. NULL: it is no letter. */
static char *
carried (const char *protocol, SimSide side, const char *command, const char *text, gboolean *stuffed)
{
  g_autoptr (SimTrace) trace = sim_trace_new ();
  g_autoptr (SimReplay) replay = NULL;
  g_autoptr (EhloLedger) ledger = NULL;
  g_autoptr (SimSteps) lines = NULL;
  g_autoptr (Letter) letter = NULL;
  SimPacket packet = { 1, 2, 40000, 25, .protocol = SIM_PROTOCOL_TCP };
  guint entry, n;

  sim_trace_add_host (trace, "a.example", "A", 1, SIM_ROLE_MUA);
  sim_trace_add_host (trace, "b.example", "B", 2, SIM_ROLE_MTA);
  sim_trace_add (trace, &(SimEntry) { .kind = SIM_ENTRY_OPENED, .cause = SIM_CAUSE_NONE, .conn = 1, .from = 0, .to = 1, .rule = protocol,
                                      .packet = &packet });
  say (trace, 1, SIM_SIDE_CLIENT, 0, command);
  say (trace, 1, SIM_SIDE_SERVER, 0, "go on\r\n");
  say (trace, 1, side, SIM_ENTRY_LITERAL, text);
  n = sim_trace_length (trace);
  replay = sim_replay_new (trace);
  ledger = ehlo_ledger_new (trace);
  lines = sim_steps_new (trace, SIM_STEP_LINE);
  entry = ehlo_letter_current (trace, sim_replay_seek (replay, n), lines, n);
  if (entry == EHLO_LETTER_NONE)
    return NULL;
  letter = ehlo_letter_new (trace, ledger, sim_replay_seek (replay, n), entry, n);
  *stuffed = letter->wire;
  return g_strdup (((LetterPart *) g_ptr_array_index (letter->parts, 0))->text[0]);
}

/* Dots are stuffed after DATA and by POP3's server, not by BDAT and IMAP; not every literal of IMAP is a letter. */
static void
test_ways_of_carrying (void)
{
  const char *letter = "Subject: x\r\n\r\n..two\r\n";
  gboolean stuffed = FALSE;
  g_autofree char *data = carried ("smtp", SIM_SIDE_CLIENT, "DATA\r\n", letter, &stuffed), *bdat = NULL, *pop3 = NULL, *imap = NULL;

  g_assert_true (stuffed);
  g_assert_cmpstr (data, ==, ".two");
  bdat = carried ("smtp", SIM_SIDE_CLIENT, "BDAT 20 LAST\r\n", letter, &stuffed);
  g_assert_false (stuffed);
  g_assert_cmpstr (bdat, ==, "..two");
  pop3 = carried ("pop3", SIM_SIDE_SERVER, "RETR 1\r\n", letter, &stuffed);
  g_assert_true (stuffed);
  g_assert_cmpstr (pop3, ==, ".two");
  imap = carried ("imap", SIM_SIDE_SERVER, "a FETCH 1 BODY[]\r\n", letter, &stuffed);
  g_assert_false (stuffed);
  g_assert_cmpstr (imap, ==, "..two");
  g_assert_null (carried ("imap", SIM_SIDE_CLIENT, "a CREATE {5}\r\n", "Trips", &stuffed));
}

/* Of what a device has not fetched is said that it lies elsewhere; it has no envelope. */
static void
test_header_only (void)
{
  guint removal;
  Run run = run_of (NULL, flags_trace (&removal));
  g_autoptr (Letter) letter = ehlo_letter_new (run.trace, run.ledger, sim_replay_seek (run.replay, 2), 1, 2);
  g_autoptr (EhloSheet) sheet = message_layout_new (letter, FALSE, FALSE, 420, ehlo_measure_fake, NULL);
  g_autofree char *text = ehlo_sheet_to_text (sheet);

  g_assert_false (letter->envelope);
  g_assert_cmpuint (letter->rest, >, 3900);
  sheet_check (sheet, "header only");
  g_assert_nonnull (strstr (text, "The rest was not fetched"));
  run_clear (&run);
}

/* Long ones are folded, and cut even where they are unfolded; nothing is slow. */
static void
test_large_letters (void)
{
  g_autoptr (GString) text = g_string_new ("id=1 from=<anna@school.example> to=<ivan@univ.example>\r\nSubject: Long\r\n\r\n");
  g_autoptr (Letter) letter = NULL;
  g_autoptr (EhloSheet) folded = NULL, unfolded = NULL;
  g_autofree char *one = NULL, *other = NULL;

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "line %u\r\n", i);
  letter = letter_of (text->str);
  g_assert_cmpuint (letter->n_body, ==, 20000);
  folded = message_layout_new (letter, FALSE, FALSE, 556, ehlo_measure_fake, NULL);
  unfolded = message_layout_new (letter, FALSE, TRUE, 556, ehlo_measure_fake, NULL);
  one = ehlo_sheet_to_text (folded);
  other = ehlo_sheet_to_text (unfolded);
  g_assert_nonnull (strstr (one, "id=1: Show 19976 more lines"));
  g_assert_nonnull (strstr (one, "\"line 23\""));
  g_assert_null (strstr (one, "\"line 24\""));
  g_assert_nonnull (strstr (other, "\"line 399\""));
  g_assert_null (strstr (other, "\"line 400\""));
  g_assert_nonnull (strstr (other, "… and 19600 more lines"));

  /* So much is not decoded at every step. */
  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "line %u\r\n", i);

  g_autoptr (Letter) larger = letter_of (text->str);
  g_autoptr (EhloSheet) decoded = message_layout_new (larger, TRUE, TRUE, 556, ehlo_measure_fake, NULL);
  g_autofree char *third = ehlo_sheet_to_text (decoded);

  g_assert_nonnull (strstr (third, "too long to be shown decoded here"));
  g_assert_null (strstr (third, "\"line 0\""));
}

/* A saved run may hold anything. */
static void
test_broken_entries (void)
{
  g_autoptr (Letter) none = letter_of ("no line end");
  g_autoptr (Letter) empty = letter_of ("id=1 from=<> to=\r\n");
  g_autoptr (Letter) odd = letter_of ("id=1 from=<> to=<a@b.example>\r\nno header at all \x01\xff\r\n");
  g_autoptr (EhloSheet) sheet = message_layout_new (odd, TRUE, TRUE, 300, ehlo_measure_fake, NULL);

  g_assert_null (none);
  g_assert_nonnull (empty);
  g_assert_false (empty->envelope);
  g_assert_cmpuint (odd->fields->len, ==, 0);
  sheet_check (sheet, "odd");
}

int
main (int argc, char **argv)
{
  g_auto (GStrv) ids = sim_scenario_list ();

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/tabs/hand", test_hand);
  g_test_add_func ("/model/queue/four-recipients-three-fates", test_queue_fates);
  g_test_add_func ("/model/queue/empties-when-all-goes-well", test_queue_of_a_good_run);
  g_test_add_func ("/model/mailboxes/come-and-go", test_mailboxes);
  g_test_add_func ("/model/mailboxes/flags-and-removal", test_flags_and_removal);
  g_test_add_func ("/model/mailboxes/owner-is-said-once", test_owner_is_said_once);
  g_test_add_func ("/model/letter/trace-fields-grow", test_trace_fields_grow);
  g_test_add_func ("/model/letter/blind-copy-is-on-the-envelope-only", test_blind_copy);
  g_test_add_func ("/model/letter/stuffed-dots", test_stuffed_dots);
  g_test_add_func ("/model/letter/encodings-are-undone", test_encodings_are_undone);
  g_test_add_func ("/model/letter/ways-of-carrying", test_ways_of_carrying);
  g_test_add_func ("/model/letter/header-only", test_header_only);
  g_test_add_func ("/model/letter/large-ones-are-folded", test_large_letters);
  g_test_add_func ("/model/letter/broken-entries", test_broken_entries);
  for (guint i = 0; ids[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat ("/model/tabs/lessons/", ids[i], NULL);

      g_test_add_data_func (path, ids[i], test_lesson);
    }
  return g_test_run ();
}

/* test-claims.c - what textbooks get wrong about SMTP, and what the shipped lessons show instead
 *
 * A well-known textbook walks through an SMTP session in thirteen steps, some of them loosely put and some
 * plainly wrong. Each test is one of these steps: its name is the correct statement, and the lessons, as they
 * run, must bear it out. Where it says "every", it is every connection of every lesson.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/world.h"

#include <string.h>

typedef enum { LINE_COMMAND, LINE_TEXT, LINE_END, LINE_REPLY, LINE_REPLY_GOES_ON } LineKind;

typedef struct
{
  LineKind      kind;
  guint32       conn;
  guint         entry;
  const guint8 *bytes;     /* of the trace */
  gsize         len;
  char         *text;      /* without its end */
  int           code;      /* of a reply */
  int           answer;    /* COMMAND, END: the line with which its reply begins; -1: there is none */
} Line;

/* A lesson that has run, and what was said on its SMTP connections, one connection after the other. */
typedef struct
{
  SimScenario *scenario;
  SimTrace    *trace;
  GArray      *lines;
} Run;

static void
clear_line (gpointer data)
{
  g_free (((Line *) data)->text);
}

static gboolean
is_smtp (const SimTrace *trace, guint32 conn)
{
  SimConnection connection;

  sim_trace_get_connection (trace, conn, &connection);
  return connection.port == 25 || connection.port == 587;
}

static void
read_connection (Run *run, guint32 conn)
{
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (guint));   /* commands without a reply */
  gboolean greeted = FALSE, in_reply = FALSE, in_letter = FALSE;

  for (guint i = 0; i < sim_trace_length (run->trace); i++)
    {
      SimEntry entry;
      Line line = { .conn = conn, .entry = i, .answer = -1 };
      guint self = run->lines->len;

      sim_trace_get (run->trace, i, &entry);
      if (entry.kind != SIM_ENTRY_SAID || entry.conn != conn)
        continue;
      line.bytes = entry.bytes;
      line.len = entry.len;
      line.text = sim_trace_dup_said (&entry, FALSE);
      if (entry.side == SIM_SIDE_CLIENT)
        {
          gboolean end = in_letter && entry.len == 3 && memcmp (entry.bytes, ".\r\n", 3) == 0;

          line.kind = end ? LINE_END : in_letter ? LINE_TEXT : LINE_COMMAND;
          in_letter = in_letter && !end;
          if (line.kind != LINE_TEXT)
            g_array_append_val (waiting, self);
        }
      else
        {
          line.kind = in_reply ? LINE_REPLY_GOES_ON : LINE_REPLY;
          line.code = (int) g_ascii_strtoll (line.text, NULL, 10);
          in_reply = entry.len > 3 && entry.bytes[3] == '-';
          if (line.kind == LINE_REPLY && greeted && waiting->len > 0)
            {
              g_array_index (run->lines, Line, g_array_index (waiting, guint, 0)).answer = (int) self;
              g_array_remove_index (waiting, 0);
            }
          greeted = TRUE;
          in_letter = in_letter || line.code == 354;
        }
      g_array_append_val (run->lines, line);
    }
}

static Run *
run_lesson (const char *id)
{
  g_autoptr (GError) error = NULL;
  Run *run = g_new0 (Run, 1);

  run->scenario = sim_scenario_lesson (id, &error);
  g_assert_no_error (error);
  run->trace = sim_world_play (run->scenario, run->scenario->seed, SIM_TIME_NEVER);
  run->lines = g_array_new (FALSE, FALSE, sizeof (Line));
  g_array_set_clear_func (run->lines, clear_line);
  for (guint32 conn = 1; conn <= sim_trace_n_connections (run->trace); conn++)
    if (is_smtp (run->trace, conn))
      read_connection (run, conn);
  return run;
}

static void
run_free (Run *run)
{
  g_array_unref (run->lines);
  sim_trace_unref (run->trace);
  sim_scenario_unref (run->scenario);
  g_free (run);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Run, run_free)

static void
in_every_lesson (void (*check) (const Run *run, guint *seen), guint at_least)
{
  g_auto (GStrv) ids = sim_scenario_list ();
  guint seen = 0;

  for (char **id = ids; *id != NULL; id++)
    {
      g_autoptr (Run) run = run_lesson (*id);

      check (run, &seen);
    }
  /* What was nowhere to be seen was not shown. */
  g_test_message ("seen %u times", seen);
  g_assert_cmpuint (seen, >=, at_least);
}

static const Line *
line_at (const Run *run, int i)
{
  g_assert_cmpint (i, >=, 0);
  g_assert_cmpint (i, <, (int) run->lines->len);
  return &g_array_index (run->lines, Line, i);
}

/* The line that begins with @start, at @from or behind it; -1: none. */
static int
find (const Run *run, LineKind kind, const char *start, guint from)
{
  for (guint i = from; i < run->lines->len; i++)
    {
      const Line *line = line_at (run, (int) i);

      if (line->kind == kind && g_ascii_strncasecmp (line->text, start, strlen (start)) == 0)
        return (int) i;
    }
  return -1;
}

static int
answer_to (const Run *run, int i)
{
  return line_at (run, line_at (run, i)->answer)->code;
}

static const char *
host_name (const Run *run, guint host)
{
  return sim_trace_get_host (run->trace, host)->name;
}

/* The connection from @client to @server; the @nth. */
static guint32
connection_between (const Run *run, const char *client, const char *server, guint nth)
{
  for (guint32 conn = 1; conn <= sim_trace_n_connections (run->trace); conn++)
    {
      SimConnection connection;

      sim_trace_get_connection (run->trace, conn, &connection);
      if (g_str_equal (host_name (run, connection.client), client)
          && g_str_equal (host_name (run, connection.server), server) && --nth == 0)
        return conn;
    }
  g_assert_not_reached ();
}

/* What was stored the @nth time as @rule: fields, CRLF, message. */
static char *
stored (const Run *run, const char *rule, guint nth)
{
  for (guint i = 0; i < sim_trace_length (run->trace); i++)
    {
      SimEntry entry;

      sim_trace_get (run->trace, i, &entry);
      if (entry.kind == SIM_ENTRY_STORED && g_str_equal (entry.rule, rule) && --nth == 0)
        return g_strndup ((const char *) entry.bytes, entry.len);
    }
  g_assert_not_reached ();
}

/* ---- E13 to E16: on the way to a session -------------------------------- */

static void
test_hop_by_hop (void)
{
  static const char * const places[] = {
    "laptop.school.example", "mail.school.example", "mx.univ.example", "store.univ.example", "desk.univ.example"
  };
  const guint hops = G_N_ELEMENTS (places) - 1;          /* from there on the reader's own program fetches it */
  g_autoptr (Run) run = run_lesson ("first-letter");
  const char *mark;
  guint n = 0;
  g_autofree char *letter = stored (run, "store:mailbox", 1);

  for (guint i = 0; i < sim_trace_length (run->trace); i++)
    {
      SimEntry entry;

      sim_trace_get (run->trace, i, &entry);
      if (entry.kind == SIM_ENTRY_STORED)
        {
          g_assert_cmpuint (n, <, G_N_ELEMENTS (places));
          g_assert_cmpstr (host_name (run, entry.actor), ==, places[n]);
          n++;
        }
    }
  g_assert_cmpuint (n, ==, G_N_ELEMENTS (places));
  for (guint32 conn = 1; conn <= sim_trace_n_connections (run->trace); conn++)
    {
      SimConnection connection;

      sim_trace_get_connection (run->trace, conn, &connection);
      if (g_str_equal (host_name (run, connection.client), "laptop.school.example"))
        g_assert_cmpstr (host_name (run, connection.server), ==, "mail.school.example");
    }
  /* The newest on top: read downwards, they lead back. */
  mark = letter;
  for (n = hops - 1; n > 0; n--)
    {
      g_autofree char *by = g_strdup_printf ("\r\n by %s with ", places[n]);

      mark = strstr (mark, "\r\nReceived: ");
      g_assert_nonnull (mark);
      mark = strstr (mark, by);
      g_assert_nonnull (mark);
    }
}

static GHashTable *greetings;

static void
check_greeting (const Run *run, guint *seen)
{
  guint32 conn = 0;

  for (guint i = 0; i < run->lines->len; i++)
    {
      const Line *line = line_at (run, (int) i);
      SimConnection connection;
      g_autofree char *start = NULL;

      if (line->conn == conn)
        continue;
      conn = line->conn;
      sim_trace_get_connection (run->trace, conn, &connection);
      start = g_strdup_printf ("220 %s ", host_name (run, connection.server));
      g_assert_cmpint (line->kind, ==, LINE_REPLY);
      g_assert_true (g_str_has_prefix (line->text, start));
      g_hash_table_add (greetings, g_strdup (line->text + strlen (start)));
      ++*seen;
    }
}

static void
test_code_counts (void)
{
  greetings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  in_every_lesson (check_greeting, 10);
  /* Different words, and each time the client went on. */
  g_assert_cmpuint (g_hash_table_size (greetings), >=, 2);
  g_hash_table_unref (greetings);
}

static void
test_ehlo_not_hello (void)
{
  g_autoptr (Run) typed = run_lesson ("dot-stuffing");
  g_autoptr (Run) run = run_lesson ("ehlo");
  guint32 conn = connection_between (run, "mail.school.example", "old.museum.example", 1);
  int i = find (run, LINE_COMMAND, "EHLO mail.school.example", 0);

  g_assert_cmpint (answer_to (typed, find (typed, LINE_COMMAND, "Hello", 0)), ==, 500);
  g_assert_cmpuint (line_at (run, i)->conn, ==, conn);
  g_assert_cmpint (line_at (run, i - 1)->code, ==, 220);        /* tried first */
  g_assert_cmpint (answer_to (run, i), ==, 500);
  i = find (run, LINE_COMMAND, "HELO mail.school.example", 0);
  g_assert_cmpuint (line_at (run, i)->conn, ==, conn);
  g_assert_cmpint (answer_to (run, i), ==, 250);
}

static void
check_hello (const Run *run, guint *seen)
{
  for (guint i = 0; i < run->lines->len; i++)
    {
      const Line *line = line_at (run, (int) i);
      guint more = 0;

      if (line->kind != LINE_COMMAND || line->answer < 0 || line_at (run, line->answer)->code != 250)
        continue;
      for (guint k = line->answer + 1; k < run->lines->len && line_at (run, k)->kind == LINE_REPLY_GOES_ON; k++)
        more++;
      if (g_str_has_prefix (line->text, "EHLO "))
        {
          g_assert_cmpuint (more, >, 0);
          g_assert_cmpint (line_at (run, line->answer)->text[3], ==, '-');
          g_assert_cmpint (line_at (run, line->answer + (int) more)->text[3], ==, ' ');
          ++*seen;
        }
      else if (g_str_has_prefix (line->text, "HELO "))
        g_assert_cmpuint (more, ==, 0);
    }
}

static void
test_ehlo_lists_extensions (void)
{
  in_every_lesson (check_hello, 10);
}

/* ---- E17 to E20: the envelope ------------------------------------------- */

static void
test_errors_go_to_mail_from (void)
{
  g_autoptr (Run) run = run_lesson ("envelope-and-header");
  g_autofree char *sent = stored (run, "store:outbox", 2);
  g_autofree char *notice = stored (run, "store:mailbox", 3);

  g_assert_nonnull (strstr (sent, "from=<anna@school.example>"));
  g_assert_nonnull (strstr (sent, "\r\nFrom: Chess club <chess@school.example>\r\n"));
  g_assert_nonnull (strstr (notice, "from=<> to=<anna@school.example>"));
  g_assert_nonnull (strstr (notice, "\r\nFrom: Chess club <chess@school.example>\r\n"));   /* it is about that letter */
}

static void
test_rcpt_and_not_to (void)
{
  static const char * const names[] = { "ivan", "olga", "petros", "nina" };
  g_autoptr (Run) run = run_lesson ("many-recipients");
  g_autoptr (Run) blind = run_lesson ("envelope-and-header");
  g_autofree char *hers = stored (blind, "store:mailbox", 2);
  const char *to = strstr (hers, "\r\nTo: ");
  int at = find (run, LINE_COMMAND, "MAIL FROM:", 0);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *command = g_strdup_printf ("RCPT TO:<%s@univ.example>", names[i]);
      int next = find (run, LINE_COMMAND, command, at);

      g_assert_cmpint (next, >, at);
      at = next;
    }
  g_assert_nonnull (strstr (hers, "to=<nina@univ.example>"));
  g_assert_nonnull (to);
  g_assert_true (g_str_has_prefix (to, "\r\nTo: Ivan <ivan@univ.example>\r\n"));
  g_assert_null (strstr (hers, "\r\nBcc:"));
  g_assert_null (strstr (to, "nina@"));
}

static gboolean rcpt_codes[600];

static void
check_rcpt (const Run *run, guint *seen)
{
  for (guint i = 0; i < run->lines->len; i++)
    {
      const Line *line = line_at (run, (int) i);

      if (line->kind != LINE_COMMAND || !g_str_has_prefix (line->text, "RCPT ") || line->answer < 0)
        continue;
      rcpt_codes[answer_to (run, (int) i)] = TRUE;
      ++*seen;
    }
}

static void
test_rcpt_has_more_than_two_answers (void)
{
  static const int shown[] = { 250, 251, 452, 550, 551 };

  in_every_lesson (check_rcpt, 10);
  for (guint i = 0; i < G_N_ELEMENTS (shown); i++)
    g_assert_true (rcpt_codes[shown[i]]);
  for (int code = 0; code < 600; code++)
    g_assert_true (!rcpt_codes[code] || code / 100 == 2 || code / 100 == 4 || code / 100 == 5);
}

static void
test_one_recipient_is_enough (void)
{
  g_autoptr (Run) run = run_lesson ("many-recipients");
  g_autoptr (Run) none = run_lesson ("unknown-user");
  guint32 conn = connection_between (run, "mail.school.example", "mx.univ.example", 1);
  guint32 refused = connection_between (none, "mail.school.example", "mx.univ.example", 1);
  guint accepted = 0, others = 0, letters = 0;

  for (guint i = 0; i < run->lines->len; i++)
    {
      const Line *line = line_at (run, (int) i);

      if (line->conn == conn && line->kind == LINE_COMMAND && g_str_has_prefix (line->text, "RCPT "))
        *(answer_to (run, (int) i) == 250 ? &accepted : &others) += 1;
      if (line->conn == conn && line->kind == LINE_END)
        letters += answer_to (run, (int) i) == 250;
    }
  g_assert_cmpuint (accepted, >, 0);
  g_assert_cmpuint (others, >, 0);
  g_assert_cmpuint (letters, ==, 1);
  for (guint i = 0; i < none->lines->len; i++)
    if (line_at (none, (int) i)->conn == refused)
      g_assert_cmpint (line_at (none, (int) i)->code, !=, 354);
}

/* ---- E21 to E25: the letter and the end --------------------------------- */

static void
check_data (const Run *run, guint *seen)
{
  for (guint i = 0; i < run->lines->len; i++)
    {
      const Line *line = line_at (run, (int) i);

      if (line->kind != LINE_COMMAND || g_ascii_strcasecmp (line->text, "DATA") != 0 || line->answer < 0)
        continue;
      g_assert_cmpint (answer_to (run, (int) i), !=, 250);
      if (answer_to (run, (int) i) == 354)
        {
          g_assert_nonnull (strstr (line_at (run, line->answer)->text, "<CR><LF>.<CR><LF>"));
          ++*seen;
        }
      else
        g_assert_cmpint (answer_to (run, (int) i) / 100, ==, 5);
    }
}

static void
test_data_is_answered_354 (void)
{
  in_every_lesson (check_data, 10);
}

static void
check_end (const Run *run, guint *seen)
{
  for (guint i = 1; i < run->lines->len; i++)
    {
      const Line *line = line_at (run, (int) i);
      const Line *before = line_at (run, (int) i - 1);

      if (line->kind != LINE_END)
        continue;
      /* Without a letter, as when nobody was accepted, the CR LF before the dot is that of DATA. */
      g_assert_cmpuint (before->len, >=, 2);
      g_assert_cmpint (memcmp (before->bytes + before->len - 2, "\r\n", 2), ==, 0);
      g_assert_cmpuint (line->len, ==, 3);
      g_assert_cmpint (memcmp (line->bytes, ".\r\n", 3), ==, 0);
      ++*seen;
    }
}

static void
test_five_octets_end_the_letter (void)
{
  in_every_lesson (check_end, 10);
}

static void
check_one_reply (const Run *run, guint *seen)
{
  for (guint i = 0; i < run->lines->len; i++)
    {
      const Line *line = line_at (run, (int) i);
      guint k;

      if (line->kind != LINE_REPLY || line->code != 354)
        continue;
      for (k = i + 1; line_at (run, (int) k)->kind == LINE_TEXT; k++)
        ;
      g_assert_cmpint (line_at (run, (int) k)->kind, ==, LINE_END);         /* not a word from the server till then */
      g_assert_cmpint (line_at (run, (int) k + 1)->kind, ==, LINE_REPLY);
      g_assert_cmpint (line_at (run, (int) k + 2)->kind, ==, LINE_COMMAND);  /* one reply, then it is the client's turn */
      ++*seen;
    }
}

static void
test_the_end_comes_once (void)
{
  g_autoptr (Run) run = run_lesson ("dot-stuffing");
  int early = find (run, LINE_COMMAND, "Hello who is there", 0);

  in_every_lesson (check_one_reply, 10);
  /* Who sends a lone dot after a line has sent the letter. */
  g_assert_cmpint (line_at (run, early - 2)->kind, ==, LINE_END);
  g_assert_cmpint (answer_to (run, early - 2), ==, 250);
  g_assert_cmpint (answer_to (run, early), ==, 500);
}

static void
test_dots_are_doubled (void)
{
  g_autoptr (Run) run = run_lesson ("dot-stuffing");
  const Line *sent = line_at (run, find (run, LINE_TEXT, "", 0));
  g_autofree char *wire = g_strndup ((const char *) sent->bytes, sent->len);
  g_autofree char *stuffed = stored (run, "store:mailbox", 1);
  g_autofree char *broken = stored (run, "store:mailbox", 2);
  g_autofree char *by_hand = stored (run, "store:mailbox", 3);

  g_assert_nonnull (strstr (wire, "\r\n..\r\nHello who is there\r\n....\r\nNobody\r\n"));
  g_assert_nonnull (strstr (stuffed, "\r\n.\r\nHello who is there\r\n...\r\nNobody\r\n"));
  g_assert_true (g_str_has_suffix (broken, "\r\n\r\nThe telephone rings\r\n"));
  g_assert_nonnull (strstr (by_hand, "\r\n.\r\nHello who is there\r\n...\r\nNobody\r\n"));
}

static void
check_quit (const Run *run, guint *seen)
{
  for (guint i = 0; i < run->lines->len; i++)
    {
      const Line *line = line_at (run, (int) i);
      gboolean last = i + 1 == run->lines->len || line_at (run, (int) i + 1)->conn != line->conn;

      if (line->kind == LINE_COMMAND && g_ascii_strcasecmp (line->text, "QUIT") == 0)
        {
          g_assert_cmpint (answer_to (run, (int) i), ==, 221);
          ++*seen;
        }
      /* The server has the last word, and it is never the first to go, but for 421. */
      if (last)
        g_assert_true (line->code == 421
                       || (line->code == 221 && g_ascii_strcasecmp (line_at (run, (int) i - 1)->text, "QUIT") == 0));
    }
}

static void
test_quit_is_answered_221 (void)
{
  in_every_lesson (check_quit, 10);
}

int
main (int argc, char **argv)
{
  static const struct { const char *statement; GTestFunc test; } claims[] =
  {
    { "e13-mail-goes-hop-by-hop-and-each-hop-leaves-its-mark", test_hop_by_hop },
    { "e14-greeting-names-the-server-and-its-code-counts-not-its-words", test_code_counts },
    { "e15-ehlo-is-tried-before-helo-and-hello-is-no-command", test_ehlo_not_hello },
    { "e16-ehlo-is-answered-with-a-list", test_ehlo_lists_extensions },
    { "e17-errors-go-to-mail-from-not-to-from", test_errors_go_to_mail_from },
    { "e18-each-recipient-has-a-rcpt-and-need-not-stand-in-to", test_rcpt_and_not_to },
    { "e19-rcpt-has-more-answers-than-250-and-550", test_rcpt_has_more_than_two_answers },
    { "e20-one-accepted-recipient-is-enough-for-data", test_one_recipient_is_enough },
    { "e21-data-is-answered-354-not-250", test_data_is_answered_354 },
    { "e22-five-octets-end-the-letter", test_five_octets_end_the_letter },
    { "e23-the-end-comes-once-and-has-one-reply", test_the_end_comes_once },
    { "e24-dots-are-doubled-on-the-wire-only", test_dots_are_doubled },
    { "e25-quit-is-answered-221-and-only-then-the-server-closes", test_quit_is_answered_221 },
  };

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (claims); i++)
    {
      g_autofree char *path = g_strconcat ("/world/claims/", claims[i].statement, NULL);

      g_test_add_func (path, claims[i].test);
    }
  return g_test_run ();
}

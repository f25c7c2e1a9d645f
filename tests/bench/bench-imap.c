/* bench-imap.c - a mailbox of 100,000 messages: opened, listed, searched
 *
 * Each command goes through a whole server session, bytes in and bytes out, without a net. Beside it stands what
 * nobody could do without: the same lines printed, the same octets walked through. Times are processor time, the
 * middle of several runs; a pause is visible from about 200 ms on.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/server.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MESSAGES 100000
#define RUNS     5
#define VISIBLE  200.0     /* ms */

static double
processor_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

static MailStore *
fill (void)
{
  MailStore *store = mail_store_new (1);
  MailBox *inbox = mail_store_get_inbox (store);

  for (guint i = 0; i < MESSAGES; i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (MailMessage) message = NULL;

      g_string_append_printf (text, "Received: from a.example by b.example; Tue, 05 Mar 2024 10:00:00 +0000\r\n"
                                    "Date: Tue, 05 Mar 2024 10:00:00 +0000\r\nFrom: Anna <anna%u@a.example>\r\n"
                                    "To: ivan@b.example\r\nSubject: Letter %u about %s\r\nMessage-ID: <%u@a.example>\r\n\r\n",
                              i % 977, i, i % 1000 == 999 ? "spring" : "weather", i);
      for (guint j = 0; j < 10; j++)
        g_string_append (text, "It is a long way to the next town, but the road is good.\r\n");
      bytes = g_string_free_to_bytes (g_steal_pointer (&text));
      message = mail_message_new (bytes);
      mail_box_append (inbox, message, i % 3 == 0 ? 0 : MAIL_FLAG_SEEN, 0);
    }
  return store;
}

/* Throws the outputs away. How many octets there were. */
static gsize
drain (SimSession *session, MailStore *store)
{
  SimOutput output;
  gsize n = 0;

  while (sim_session_next (session, &output))
    {
      if (output.kind == SIM_OUTPUT_ASK)
        imap_server_accept (session, 0, store);
      else if (output.kind == SIM_OUTPUT_SEND)
        n += g_bytes_get_size (output.bytes);
      sim_output_clear (&output);
    }
  return n;
}

static gsize
say (SimSession *session, MailStore *store, const char *line)
{
  g_autofree char *whole = g_strconcat ("a ", line, "\r\n", NULL);

  sim_session_feed (session, 0, (const guint8 *) whole, strlen (whole));
  return drain (session, store);
}

/* ---- what one could not do without ---- */

static gsize
walk_uids (MailStore *store)
{
  MailBox *inbox = mail_store_get_inbox (store);
  gsize n = 0;

  for (guint i = 0; i < mail_box_length (inbox); i++)
    n += mail_box_get (inbox, i)->uid;
  return n;
}

static gsize
print_lines (MailStore *store)
{
  MailBox *inbox = mail_store_get_inbox (store);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < mail_box_length (inbox); i++)
    g_string_append_printf (out, "* %u FETCH (UID %u FLAGS (%s))\r\n", i + 1, mail_box_get (inbox, i)->uid,
                            mail_box_get (inbox, i)->flags ? "\\Seen" : "");
  return out->len;
}

static gsize
walk_octets (MailStore *store)
{
  MailBox *inbox = mail_store_get_inbox (store);
  gsize n = 0;

  for (guint i = 0; i < mail_box_length (inbox); i++)
    {
      gsize len;
      const char *bytes = g_bytes_get_data (mail_message_get_bytes (mail_box_get (inbox, i)->message), &len);

      n += g_strstr_len (bytes, len, "no such words") != NULL;
    }
  return n;
}

static const struct
{
  const char *line;
  gsize     (*baseline) (MailStore *store);
  const char *baseline_name;
} commands[] =
{
  { "SELECT INBOX", walk_uids, "walking all UIDs" },
  { "FETCH 1:* (UID FLAGS)", print_lines, "printing the lines" },
  { "UID FETCH 1:* (FLAGS RFC822.SIZE INTERNALDATE)", print_lines, "printing UIDs and flags" },
  { "SEARCH UNSEEN", walk_uids, "walking all UIDs" },
  { "SEARCH SUBJECT spring", walk_octets, "a search of raw octets" },
  { "SEARCH TEXT spring", walk_octets, "a search of raw octets" },
  { "UID STORE 1:* +FLAGS.SILENT (\\Flagged)", walk_uids, "walking all UIDs" },
  { "UID STORE 1:* -FLAGS.SILENT (\\Flagged)", walk_uids, "walking all UIDs" },
  { "NOOP", walk_uids, "walking all UIDs" },
  { "FETCH 99901:100000 (ENVELOPE BODYSTRUCTURE)", walk_uids, "walking all UIDs" },
};

static volatile gsize sink;

static void
measure (SimSession *session, MailStore *store, guint which)
{
  double times[RUNS], base[RUNS];
  gsize octets = 0;

  for (guint i = 0; i < RUNS; i++)
    {
      double start = processor_ms ();

      octets = say (session, store, commands[which].line);
      times[i] = processor_ms () - start;
      start = processor_ms ();
      sink += commands[which].baseline (store);
      base[i] = processor_ms () - start;
    }
  qsort (times, RUNS, sizeof *times, compare);
  qsort (base, RUNS, sizeof *base, compare);
  g_print ("%-48s %8.2f ms %10" G_GSIZE_FORMAT " octets; %s: %.2f ms; %s\n", commands[which].line, times[RUNS / 2], octets,
           commands[which].baseline_name, base[RUNS / 2], times[RUNS / 2] < VISIBLE ? "no visible pause" : "A VISIBLE PAUSE");
}

/* Commands a second that make and remove messages. */
static void
measure_rates (SimSession *session, MailStore *store)
{
  const guint n = 20000;
  double start = processor_ms ();

  for (guint i = 0; i < n; i++)
    say (session, store, "APPEND INBOX (\\Deleted) {15+}\r\nSubject: x\r\n\r\ny");
  g_print ("%-48s %8.0f a second\n", "APPEND", n / (processor_ms () - start) * 1e3);
  start = processor_ms ();
  say (session, store, "EXPUNGE");
  g_print ("%-48s %8.2f ms\n", "EXPUNGE of 20000", processor_ms () - start);
  start = processor_ms ();
  for (guint i = 0; i < n; i++)
    say (session, store, "UID FETCH 50000 (FLAGS BODY.PEEK[])");
  g_print ("%-48s %8.0f a second\n", "UID FETCH BODY.PEEK[]", n / (processor_ms () - start) * 1e3);
}

int
main (void)
{
  static const ImapServerConfig config = { .host = "b.example" };
  MailStore *store = fill ();
  SimSession *session = imap_server_new (&config);

  sim_session_open (session, 0);
  drain (session, store);
  say (session, store, "LOGIN a b");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    measure (session, store, i);
  measure_rates (session, store);
  sim_session_free (session);
  mail_store_unref (store);
  return 0;
}

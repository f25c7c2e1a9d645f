/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/core/random.h"
#include "sim/trace/replay.h"
#include "sim/trace/steps.h"
#include "sim/trace/trace-file-private.h"
#include "sim/trace/trace-file.h"
#include "sim/trace/trace-text.h"

#include <glib/gstdio.h>
#include <string.h>

#define MS SIM_TIME_MILLISECOND

/* ---- a trace as a world writes it ----------------------------------------- */

typedef struct
{
  SimTrace *trace;
  SimTime   now;
  guint32   conn;
  guint32   seq[2];
} Wire;

static guint
add (Wire *self, SimEntry entry)
{
  entry.time = self->now;
  return sim_trace_add (self->trace, &entry);
}

/* A packet and its arrival 20 ms later. */
static void
send_segment (Wire *self, SimSide side, guint8 flags, guint cause, const guint8 *bytes, gsize len)
{
  guint c = side == SIM_SIDE_SERVER;
  SimPacket packet = { 0xC0000201, 0xC0000202, 40000, 25, self->seq[c], self->seq[!c], 65535, flags, SIM_PROTOCOL_TCP };
  guint sent;

  if (c)
    {
      packet.from_address = 0xC0000202;
      packet.to_address = 0xC0000201;
      packet.from_port = 25;
      packet.to_port = 40000;
    }
  self->seq[c] += len + ((flags & (SIM_PACKET_SYN | SIM_PACKET_FIN)) != 0);
  sent = add (self, (SimEntry) { .kind = SIM_ENTRY_SEGMENT, .side = side, .actor = c, .conn = self->conn,
                                 .cause = cause, .until = self->now + 20 * MS + 1234, .packet = &packet,
                                 .bytes = bytes, .len = len });
  self->now += 20 * MS + 1234;
  add (self, (SimEntry) { .kind = SIM_ENTRY_ARRIVED, .side = side, .actor = !c, .conn = self->conn, .cause = sent });
}

/* Lines that are said one by one and sent together, in pieces of at most 1460 octets. */
static void
say (Wire *self, SimSide side, const char *text, guint flags)
{
  gsize len = strlen (text);
  guint cause = SIM_CAUSE_NONE;

  for (gsize at = 0; at < len;)
    {
      const char *lf = strchr (text + at, '\n');
      gsize n = flags & SIM_ENTRY_LITERAL || lf == NULL ? len - at : (gsize) (lf - text) + 1 - at;

      cause = add (self, (SimEntry) { .kind = SIM_ENTRY_SAID, .side = side, .actor = side == SIM_SIDE_SERVER,
                                      .flags = flags, .conn = self->conn, .cause = SIM_CAUSE_CURRENT,
                                      .bytes = (const guint8 *) text + at, .len = n });
      at += n;
    }
  for (gsize at = 0; at < len; at += 1460)
    send_segment (self, side, SIM_PACKET_ACK | SIM_PACKET_PSH, cause, (const guint8 *) text + at, MIN (1460, len - at));
}

static void
move (Wire *self, SimSide side, int from, int to, const char *rule)
{
  add (self, (SimEntry) { .kind = SIM_ENTRY_MOVE, .side = side, .actor = side == SIM_SIDE_SERVER, .conn = self->conn,
                          .cause = SIM_CAUSE_CURRENT, .from = from, .to = to, .rule = rule });
}

static void
add_dialogue (Wire *self, guint n, const char *letter)
{
  SimPacket ends = { .from_address = 0xC0000201, .to_address = 0xC0000202, .from_port = 40000, .to_port = 25,
                     .protocol = SIM_PROTOCOL_TCP };
  g_autofree char *stored = g_strconcat ("id=Q1 from=<ann@one.example> to=<bob@two.example>\r\n", letter, NULL);
  guint copy;

  self->conn = n;
  self->seq[0] = 1000 * n;
  self->seq[1] = 77 * n;
  add (self, (SimEntry) { .kind = SIM_ENTRY_OPENED, .conn = n, .cause = SIM_CAUSE_NONE, .from = 0, .to = 1,
                          .rule = "smtp", .packet = &ends });
  send_segment (self, SIM_SIDE_CLIENT, SIM_PACKET_SYN, SIM_CAUSE_CURRENT, NULL, 0);
  send_segment (self, SIM_SIDE_SERVER, SIM_PACKET_SYN | SIM_PACKET_ACK, SIM_CAUSE_CURRENT, NULL, 0);
  say (self, SIM_SIDE_SERVER, "220 two.example ESMTP ready\r\n", 0);
  move (self, SIM_SIDE_SERVER, 0, 1, "rfc5321:3.1");
  say (self, SIM_SIDE_CLIENT, "EHLO one.example\r\n", 0);
  say (self, SIM_SIDE_SERVER, "250-two.example\r\n250-PIPELINING\r\n250 8BITMIME\r\n", SIM_ENTRY_MORE);
  say (self, SIM_SIDE_CLIENT, "MAIL FROM:<ann@one.example>\r\nRCPT TO:<bob@two.example>\r\nDATA\r\n", 0);
  move (self, SIM_SIDE_CLIENT, 4, 5, "rfc2920:3.1");
  say (self, SIM_SIDE_SERVER, "250 Ok\r\n250 Ok\r\n354 Go ahead\r\n", 0);
  say (self, SIM_SIDE_CLIENT, letter, SIM_ENTRY_LITERAL);
  copy = add (self, (SimEntry) { .kind = SIM_ENTRY_STORED, .actor = 1, .conn = n, .cause = SIM_CAUSE_CURRENT,
                                 .rule = "store:queue", .bytes = (const guint8 *) stored, .len = strlen (stored) });
  add (self, (SimEntry) { .kind = SIM_ENTRY_NOTE, .actor = 1, .cause = copy, .rule = "queue:deferred", .from = copy,
                          .until = self->now + 30 * SIM_TIME_MINUTE, .bytes = (const guint8 *) "to=<bob@two.example>",
                          .len = 20 });
  add (self, (SimEntry) { .kind = SIM_ENTRY_NOTE, .actor = 1, .cause = copy, .rule = "note:free", .from = -1 });
  say (self, SIM_SIDE_SERVER, "250 Ok: queued\r\n", 0);
  send_segment (self, SIM_SIDE_CLIENT, SIM_PACKET_FIN | SIM_PACKET_ACK, SIM_CAUSE_CURRENT, NULL, 0);
  add (self, (SimEntry) { .kind = SIM_ENTRY_CLOSED, .conn = n, .side = SIM_SIDE_CLIENT, .cause = SIM_CAUSE_CURRENT });
}

static SimTrace *
sample (guint n_dialogues)
{
  Wire wire = { .trace = sim_trace_new () };
  g_autoptr (GString) letter = g_string_new ("Subject: Hi\r\n\r\n");
  g_autoptr (GBytes) text = g_bytes_new_static ("[Scenario]\nTitle=x\n", 19);

  sim_trace_set_scenario (wire.trace, "first-letter", text);
  sim_trace_set_seed (wire.trace, G_MAXUINT64 - 5);
  sim_trace_add_host (wire.trace, "one.example", "Ann's PC", 0xC0000201, 1);
  sim_trace_add_host (wire.trace, "two.example", NULL, 0xC0000202, 4 | 8);
  for (guint i = 0; i < 100; i++)
    g_string_append_printf (letter, "This is line %u of a letter, and no two lines of it are alike.\r\n", i);
  g_string_append (letter, ".\r\n");
  for (guint i = 1; i <= n_dialogues; i++)
    add_dialogue (&wire, i, letter->str);
  return wire.trace;
}

/* ---- tests ---------------------------------------------------------------- */

static void
assert_equal (const SimTrace *a, const SimTrace *b)
{
  g_assert_cmpuint (sim_trace_fingerprint (a), ==, sim_trace_fingerprint (b));
  g_assert_cmpuint (sim_trace_length (a), ==, sim_trace_length (b));
  g_assert_cmpuint (sim_trace_n_connections (a), ==, sim_trace_n_connections (b));
  g_assert_cmpstr (sim_trace_get_id (a), ==, sim_trace_get_id (b));
  g_assert_cmpuint (sim_trace_get_seed (a), ==, sim_trace_get_seed (b));
  if (sim_trace_get_scenario (a) == NULL)
    g_assert_null (sim_trace_get_scenario (b));
  else
    g_assert_true (g_bytes_equal (sim_trace_get_scenario (a), sim_trace_get_scenario (b)));
}

static void
test_round_trip (void)
{
  g_autoptr (SimTrace) trace = sample (3);
  g_autoptr (GBytes) bytes = sim_trace_to_bytes (trace);
  g_autoptr (GError) error = NULL;
  g_autoptr (SimTrace) again = sim_trace_from_bytes (bytes, &error);
  g_autoptr (GBytes) twice = NULL;
  g_autofree char *text = sim_trace_to_text (trace);
  g_autofree char *text_again = NULL;

  g_assert_no_error (error);
  assert_equal (trace, again);
  text_again = sim_trace_to_text (again);
  g_assert_cmpstr (text, ==, text_again);
  twice = sim_trace_to_bytes (again);
  g_assert_true (g_bytes_equal (bytes, twice));
  g_assert_true (sim_trace_is_trace (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes)));
}

static void
test_empty_trace (void)
{
  g_autoptr (SimTrace) trace = sim_trace_new ();
  g_autoptr (GBytes) bytes = sim_trace_to_bytes (trace);
  g_autoptr (SimTrace) again = sim_trace_from_bytes (bytes, NULL);

  g_assert_nonnull (again);
  assert_equal (trace, again);
}

/* Any fields that sim_trace_add() takes, from every corner of their ranges. */
static SimTrace *
random_trace (guint seed)
{
  static const guint64 corners[] = { 0, 1, 127, 128, 1000000, G_MAXINT32, G_MAXUINT32 };
  static const char * const rules[] = { NULL, "a", "rfc5321:4.1.1.3", "b", "c" };
  SimTrace *trace = sim_trace_new ();
  SimRandom random;
  SimTime now = 0;
  guint n_conns = 0;

  sim_random_init (&random, seed, "trace");
  sim_trace_set_seed (trace, seed);
  for (guint i = 0; i < 5; i++)
    sim_trace_add_host (trace, "h", i % 2 ? "l" : NULL, (guint32) sim_random_next (&random), i);
  for (guint i = 0; i < 200; i++)
    {
      guint8 payload[40];
      SimPacket packet;
      SimEntry e = { .kind = sim_random_below (&random, SIM_ENTRY_CLOSED + 1), .side = sim_random_below (&random, 3),
                     .flags = sim_random_below (&random, 16), .actor = sim_random_below (&random, 5) };
      guint64 *words = (guint64 *) (gpointer) &packet;

      for (guint w = 0; w < sizeof packet / sizeof *words; w++)
        words[w] = sim_random_next (&random);
      for (guint b = 0; b < sizeof payload; b++)
        payload[b] = "ab\r\n"[sim_random_below (&random, 4)];
      now += sim_random_below (&random, 2) * corners[sim_random_below (&random, G_N_ELEMENTS (corners))];
      e.time = now;
      e.until = sim_random_below (&random, 3) == 0 ? SIM_TIME_NEVER : (SimTime) sim_random_next (&random);
      e.cause = sim_random_below (&random, i + 1);
      e.rule = rules[sim_random_below (&random, G_N_ELEMENTS (rules))];
      e.bytes = payload;
      e.len = sim_random_below (&random, sizeof payload + 1);
      e.packet = &packet;
      e.from = sim_random_below (&random, 65536);
      e.to = sim_random_below (&random, 65536);
      if (i == 0 || e.kind == SIM_ENTRY_OPENED)
        {
          e.kind = SIM_ENTRY_OPENED;
          e.conn = ++n_conns;
          e.from = sim_random_below (&random, 5);
          e.to = sim_random_below (&random, 5);
          e.rule = "dns";
        }
      else
        e.conn = 1 + sim_random_below (&random, n_conns);
      if (e.kind == SIM_ENTRY_NOTE)
        e.from = (int) sim_random_below (&random, i + 1) - 1;
      if (e.kind == SIM_ENTRY_ARRIVED || e.kind == SIM_ENTRY_LOST)
        {
          SimEntry sent;

          sim_trace_get (trace, e.cause < i ? e.cause : 0, &sent);
          if (e.cause == i || sent.kind != SIM_ENTRY_SEGMENT)
            e.kind = SIM_ENTRY_SAID;
        }
      sim_trace_add (trace, &e);
    }
  return trace;
}

static void
test_random_traces (void)
{
  for (guint seed = 0; seed < 300; seed++)
    {
      g_autoptr (SimTrace) trace = random_trace (seed);
      g_autoptr (GBytes) bytes = sim_trace_to_bytes (trace);
      g_autoptr (GError) error = NULL;
      g_autoptr (SimTrace) again = sim_trace_from_bytes (bytes, &error);

      g_assert_no_error (error);
      assert_equal (trace, again);
    }
}

static void
test_size (void)
{
  g_autoptr (SimTrace) trace = sample (200);
  g_autoptr (GBytes) bytes = sim_trace_to_bytes (trace);
  guint n = sim_trace_length (trace);
  gsize said = 0;
  double each;

  for (guint i = 0; i < n; i++)
    {
      SimEntry entry;

      sim_trace_get (trace, i, &entry);
      if (entry.kind == SIM_ENTRY_SAID && entry.conn == 1)
        said += entry.len;
    }
  /* All dialogues say the same: once said, nothing of it is stored again. */
  each = ((double) g_bytes_get_size (bytes) - said) / n;
  g_test_message ("%u entries, %.2f octets each beside %" G_GSIZE_FORMAT " of payload", n, each, said);
  g_assert_cmpfloat (each, <=, 12);
}

/* Every view of what was loaded may be asked for. */
static void
walk (SimTrace *trace)
{
  g_autofree char *text = sim_trace_to_text (trace);
  g_autoptr (SimReplay) replay = sim_replay_new (trace);
  g_autoptr (SimSteps) steps = sim_steps_new (trace, SIM_STEP_LINE);
  SimConnection connection;

  g_assert_true (sim_trace_length (trace) == 0 || text[0] != '\0');
  sim_replay_seek (replay, sim_trace_length (trace));
  sim_replay_seek (replay, sim_trace_length (trace) / 2);
  for (guint32 i = 1; i <= sim_trace_n_connections (trace); i++)
    {
      sim_trace_get_connection (trace, i, &connection);
      g_assert_nonnull (connection.protocol);
    }
  g_assert_cmpuint (sim_steps_length (steps), <=, sim_trace_length (trace));
}

static void
test_truncations (void)
{
  g_autoptr (SimTrace) trace = sample (1);
  g_autoptr (GBytes) bytes = sim_trace_to_bytes (trace);
  const guint8 *data = g_bytes_get_data (bytes, NULL);

  for (gsize n = 0; n < g_bytes_get_size (bytes); n++)
    {
      g_autoptr (GBytes) cut = g_bytes_new (data, n);
      g_autoptr (GError) error = NULL;

      g_assert_null (sim_trace_from_bytes (cut, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
      if (n >= strlen (TRACE_MAGIC))
        g_assert_nonnull (strstr (error->message, "at byte "));
    }
}

static gboolean
load_changed (const guint8 *data, gsize len, gboolean mend_sum)
{
  g_autofree guint8 *copy = g_memdup2 (data, len);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (SimTrace) trace = NULL;

  if (mend_sum && len >= TRACE_SUM_SIZE)
    {
      guint64 sum = GUINT64_TO_LE (trace_file_sum (copy, len - TRACE_SUM_SIZE));

      memcpy (copy + len - TRACE_SUM_SIZE, &sum, sizeof sum);
    }
  bytes = g_bytes_new_take (g_steal_pointer (&copy), len);
  trace = sim_trace_from_bytes (bytes, &error);
  g_assert_true ((trace == NULL) == (error != NULL));
  if (trace != NULL)
    walk (trace);
  return trace != NULL;
}

/* A changed octet is always found by the sum; and were the sum right, no harm would be done. */
static void
test_changed_octets (void)
{
  static const guint8 flips[] = { 0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xFF };
  g_autoptr (SimTrace) trace = sample (1);
  g_autoptr (GBytes) bytes = sim_trace_to_bytes (trace);
  gsize len = g_bytes_get_size (bytes);
  g_autofree guint8 *data = g_memdup2 (g_bytes_get_data (bytes, NULL), len);
  guint passed = 0;

  for (gsize i = 0; i < len; i++)
    {
      /* Most of the file is one long letter, which is all alike. */
      if (i > 700 && i + 2000 < len && i % 50 != 0)
        continue;
      for (guint f = 0; f < G_N_ELEMENTS (flips); f++)
        {
          data[i] ^= flips[f];
          g_assert_false (load_changed (data, len, FALSE));
          passed += load_changed (data, len, TRUE);
          data[i] ^= flips[f];
        }
    }
  g_assert_cmpuint (passed, >, 100);
}

static void
test_random_octets (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (17);

  for (guint round = 0; round < 5000; round++)
    {
      gsize len = strlen (TRACE_MAGIC) + g_rand_int_range (rand, 0, 200);
      g_autofree guint8 *data = g_malloc (len);

      for (gsize i = 0; i < len; i++)
        data[i] = g_rand_int_range (rand, 0, g_rand_int_range (rand, 0, 3) == 0 ? 256 : 8);
      memcpy (data, TRACE_MAGIC, strlen (TRACE_MAGIC));
      load_changed (data, len, TRUE);
    }
}

/* Copies of copies of copies would fill the memory. */
static void
test_bomb (void)
{
  g_autoptr (GByteArray) out = g_byte_array_new ();
  static const guint8 head[] = { 0, 0, 0, 1, 2, 'h', 0, 0, 0, 60 };
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  guint64 len = 64;
  guint64 sum;

  g_byte_array_append (out, (const guint8 *) TRACE_MAGIC, strlen (TRACE_MAGIC));
  g_byte_array_append (out, head, sizeof head);
  for (guint i = 0; i < 60; i++)
    {
      guint8 entry[80] = { SIM_ENTRY_STORED, (i == 0 ? MARK_WHOLE : MARK_PIECES) | CAUSE_ROOT << 1 };
      guint n = 2;

      for (guint64 v = len; ; v >>= 7)
        {
          entry[n++] = (v & 0x7F) | (v > 0x7F ? 0x80 : 0);
          if (v <= 0x7F)
            break;
        }
      if (i == 0)
        n += 64;
      else
        for (guint half = 0; half < 2; half++)
          {
            for (guint64 v = (len / 2) << 1 | 1; ; v >>= 7)
              {
                entry[n++] = (v & 0x7F) | (v > 0x7F ? 0x80 : 0);
                if (v <= 0x7F)
                  break;
              }
            entry[n++] = 1;
            entry[n++] = 0;
          }
      g_byte_array_append (out, entry, n);
      if (len < G_MAXUINT32 / 4)
        len *= 2;
    }
  sum = GUINT64_TO_LE (trace_file_sum (out->data, out->len));
  g_byte_array_append (out, (const guint8 *) &sum, sizeof sum);
  bytes = g_bytes_new (out->data, out->len);
  g_assert_null (sim_trace_from_bytes (bytes, &error));
  g_assert_nonnull (strstr (error->message, "too large for a file of this size"));
}

static void
test_other_files (void)
{
  static const char * const texts[] = { "", "x", "EHLOTRACE 2\n", "EHLOTRACE 1", "[Scenario]\n" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (texts[i], strlen (texts[i]));
      g_autoptr (GError) error = NULL;

      g_assert_false (sim_trace_is_trace ((const guint8 *) texts[i], strlen (texts[i])));
      g_assert_null (sim_trace_from_bytes (bytes, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
    }
}

static void
test_save_and_load (void)
{
  g_autofree char *folder = g_dir_make_tmp ("ehlo-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.trace", NULL);
  g_autofree char *nowhere = g_build_filename (folder, "no", "a.trace", NULL);
  g_autoptr (SimTrace) trace = sample (1);
  g_autoptr (SimTrace) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;

  g_assert_true (g_file_set_contents (path, "old", -1, NULL));
  g_assert_null (sim_trace_load (path, &error));
  g_assert_true (g_str_has_prefix (error->message, path));
  g_clear_error (&error);
  g_assert_true (sim_trace_save (trace, path, &error));
  g_assert_no_error (error);
  again = sim_trace_load (path, &error);
  g_assert_no_error (error);
  assert_equal (trace, again);
  g_assert_false (sim_trace_save (trace, nowhere, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (sim_trace_load (nowhere, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_cmpstr (g_dir_read_name (dir), ==, "a.trace");      /* and nothing half-written beside it */
  g_assert_null (g_dir_read_name (dir));
  g_remove (path);
  g_rmdir (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace-file/what-is-saved-comes-back", test_round_trip);
  g_test_add_func ("/trace-file/empty-trace", test_empty_trace);
  g_test_add_func ("/trace-file/any-trace-comes-back", test_random_traces);
  g_test_add_func ("/trace-file/twelve-octets-an-entry", test_size);
  g_test_add_func ("/trace-file/cut-off-at-every-length", test_truncations);
  g_test_add_func ("/trace-file/changed-octets-are-found", test_changed_octets);
  g_test_add_func ("/trace-file/random-octets-do-no-harm", test_random_octets);
  g_test_add_func ("/trace-file/copies-of-copies-are-refused", test_bomb);
  g_test_add_func ("/trace-file/other-files-are-refused", test_other_files);
  g_test_add_func ("/trace-file/save-and-load", test_save_and_load);
  return g_test_run ();
}

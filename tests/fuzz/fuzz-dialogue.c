/* A dialogue of any octets, explained in every way: the first octet chooses the protocol, then each line
 * is the client's ("C: ..."), the server's, or a literal ("C# ...").
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/explain/command.h"
#include "sim/explain/dissect.h"
#include "sim/explain/explain.h"
#include "sim/explain/hexdump.h"
#include "sim/explain/reproduce.h"
#include "sim/explain/tiles.h"

#include <string.h>

#define MAX_LINES 60

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

static const char * const protocols[] = { "smtp", "submission", "lmtp", "dns", "pop3", "imap" };

static SimTrace *
read_trace (const char *protocol, const guint8 *data, gsize size)
{
  SimTrace *trace = sim_trace_new ();
  SimPacket packet = { 1, 2, 40000, 25, 0, 0, 0, 0, SIM_PROTOCOL_TCP };
  SimEntry opened = { .kind = SIM_ENTRY_OPENED, .cause = SIM_CAUSE_NONE, .conn = 1, .to = 1, .rule = protocol, .packet = &packet };

  sim_trace_add_host (trace, "pc.example", NULL, 1, 1);
  sim_trace_add_host (trace, "mx.example", NULL, 2, 4);
  sim_trace_add (trace, &opened);
  for (guint n = 0; size >= 3 && n < MAX_LINES; n++)
    {
      const guint8 *feed = memchr (data, '\n', size);
      gsize len = feed != NULL ? (gsize) (feed - data) + 1 : size;
      SimEntry entry = { .kind = SIM_ENTRY_SAID, .cause = SIM_CAUSE_NONE, .conn = 1, .side = data[0] == 'C' ? SIM_SIDE_CLIENT : SIM_SIDE_SERVER,
                         .flags = data[1] == '#' ? SIM_ENTRY_LITERAL : data[1] == '*' ? SIM_ENTRY_SECRET : 0,
                         .bytes = data + MIN (3, len), .len = len - MIN (3, len) };

      sim_trace_add (trace, &entry);
      data += len;
      size -= len;
    }
  return trace;
}

static void
check_parts (const char *protocol, const SimEntry *entry, const ExplainLine *line)
{
  g_autofree char *said = sim_trace_dup_said (entry, FALSE);
  g_autofree char *exact = g_memdup2 (said, MAX (strlen (said), 1));
  g_autoptr (GArray) parts = explain_dissect (protocol, entry->side, line, exact, strlen (said));
  gsize at = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      const ExplainPart *part = &g_array_index (parts, ExplainPart, i);

      g_assert_cmpuint (part->start, >=, at);
      g_assert_cmpuint (part->len, >, 0);
      at = part->start + part->len;
    }
  g_assert_cmpuint (at, <=, strlen (said));
}

static void
check_octets (const SimEntry *entry)
{
  ExplainHex hex;

  explain_hex_dump ((const guint8 *) "\r\n", 2, entry->bytes, entry->len, 64, 8, &hex);
  g_assert_true (g_utf8_validate (hex.text, -1, NULL));
  for (guint i = 0; i < hex.spans->len; i++)
    {
      const ExplainHexSpan *span = &g_array_index (hex.spans, ExplainHexSpan, i);

      g_assert_cmpuint (span->start + span->len, <=, strlen (hex.text));
    }
  explain_hex_clear (&hex);
}

static void
check_entry (ExplainContext *context, const char *protocol, guint index)
{
  SimTrace *trace = explain_context_get_trace (context);
  Explanation explanation;
  ExplainDigit tiles[3];
  ExplainCommand command;
  ExplainLine alone, line;
  SimEntry entry;

  sim_trace_get (trace, index, &entry);
  explain_dialogue_line (trace, index, &alone);
  explain_context_line (context, index, &line);
  g_assert_cmpint (alone.kind, ==, line.kind);
  g_assert_cmpstr (alone.verb, ==, line.verb);
  g_assert_cmpuint (alone.command, ==, line.command);
  g_assert_true (line.command == EXPLAIN_NO_ENTRY || line.command <= index);
  explain_context_entry (context, index, &explanation);
  g_assert_nonnull (explanation.title);
  g_assert_cmpstr (explanation.text, !=, "");
  explanation_clear (&explanation);
  if (explain_tiles (protocol, &entry, &line, tiles))
    for (guint i = 0; i < 3; i++)
      g_assert_true (g_utf8_validate (tiles[i].digit, -1, NULL) && tiles[i].text != NULL);
  explain_digits_clear (tiles);
  if (explain_command (protocol, line.verb, &command))
    g_assert_nonnull (command.replies);
  explain_command_clear (&command);
  check_parts (protocol, &entry, &line);
  check_octets (&entry);

  g_autofree char *shell = explain_reproduce (context, index);

  g_assert_true (shell == NULL || g_utf8_validate (shell, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  const char *protocol;
  g_autoptr (SimTrace) trace = NULL;
  g_autoptr (ExplainContext) context = NULL;

  if (size < 1)
    return 0;
  protocol = protocols[data[0] % G_N_ELEMENTS (protocols)];
  trace = read_trace (protocol, data + 1, size - 1);
  context = explain_context_new (trace);
  for (guint i = sim_trace_length (trace); i-- > 1;)
    check_entry (context, protocol, i);
  return 0;
}

/* test-facts.c - commands by the rule table, octets as numbers, lines for the shell
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/explain/catalog.h"
#include "sim/explain/command.h"
#include "sim/explain/hexdump.h"
#include "sim/explain/reproduce.h"
#include "sim/proto/rules.h"

#include <string.h>

/* ---- Commands ----------------------------------------------------------- */

static void
test_command_by_the_table (void)
{
  ExplainCommand command;

  g_assert_true (explain_command ("submission", "RCPT", &command));
  g_assert_cmpstr (command.grammar, ==, "RCPT TO:<forward-path> [SP parameters] CRLF");
  g_autofree char *states = g_strjoinv (", ", command.states);
  g_assert_cmpstr (states, ==, "waits for a recipient, waits for more recipients or DATA");
  g_assert_false (command.everywhere);
  g_assert_cmpstr (command.otherwise, ==, "503");
  g_assert_cmpstr (command.replies[0], ==, "250");
  explain_command_clear (&command);

  g_assert_true (explain_command ("smtp", "QUIT", &command));
  g_assert_true (command.everywhere);
  explain_command_clear (&command);
  g_assert_true (explain_command ("smtp", ".", &command));
  g_assert_cmpuint (g_strv_length (command.states), ==, 1);
  explain_command_clear (&command);
  g_assert_false (explain_command ("smtp", "HELLO", &command));
  g_assert_false (explain_command ("smtp", "", &command));
  g_assert_false (explain_command ("pop3", "EHLO", &command));
}

/* What the table runs is described: every command, and the reply that its row gives is among those that may come. */
static void
test_every_row_is_described (void)
{
  static const struct { const char *machine; const char *protocol; const char *topic; } families[] = {
    { "smtp-server", "smtp", "Command" }, { "pop3-server", "pop3", "POP3 command" }, { "imap-server", "imap", "IMAP command" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (families); i++)
    {
      const SimMachine *machine = sim_machine_find (families[i].machine);

      for (gsize row = 0; machine != NULL && row < machine->n_rules; row++)
        {
          const SimRule *rule = &machine->rules[row];
          ExplainCommand command;

          if (rule->verb[0] == '<')
            continue;
          if (!explain_command (families[i].protocol, rule->verb, &command))
            g_error ("there is no [%s %s]", families[i].topic, rule->verb);
          if (command.grammar == NULL || command.replies[0] == NULL)
            g_error ("[%s %s] has no Grammar or no Replies", families[i].topic, rule->verb);
          for (gsize reply = 0; command.replies[reply] != NULL; reply++)
            if (explain_reply_title (families[i].protocol, command.replies[reply]) == NULL)
              g_error ("[%s %s]: nobody has described %s", families[i].topic, rule->verb, command.replies[reply]);
          if (rule->reply != NULL && i == 0)
            {
              g_autofree char *code = g_strndup (rule->reply, 3);

              if (!g_strv_contains ((const char * const *) command.replies, code))
                g_error ("[%s %s]: %s is not among the replies", families[i].topic, rule->verb, code);
            }
          explain_command_clear (&command);
        }
    }
}

/* The key of a row is a reference: "rfc5321:4.1.1.2", perhaps with a word behind it. */
static void
test_every_rule_is_a_reference (void)
{
  const SimMachine * const *machines = sim_machines ();

  for (gsize i = 0; machines[i] != NULL; i++)
    for (gsize row = 0; row < machines[i]->n_rules; row++)
      if (!g_regex_match_simple ("^rfc[0-9]+:[0-9]+(\\.[0-9]+)*(-[a-z0-9-]+)?$", machines[i]->rules[row].rule, 0, 0))
        g_error ("%s: the rule of %s is no reference: %s", machines[i]->name, machines[i]->rules[row].verb, machines[i]->rules[row].rule);
}

/* Whatever place in a standard is named, there is a sentence on what it says. */
static void
check_place (const char *place, const char *where)
{
  ExplainTopic topic;

  if (!explain_standard_find (place, &topic) || topic.text == NULL)
    g_error ("%s: nobody has put %s in words", where, place);
}

static void
test_every_place_is_put_in_words (void)
{
  const SimMachine * const *machines = sim_machines ();
  const char * const *keys = explain_topic_keys (NULL);
  ExplainTopic topic;

  for (gsize i = 0; keys[i] != NULL; i++)
    {
      g_auto (GStrv) places = NULL;

      explain_topic_find (keys[i], &topic);
      places = g_strsplit (topic.rfc != NULL ? topic.rfc : "", "; ", -1);
      for (gsize j = 0; places[j] != NULL && places[j][0] != '\0'; j++)
        check_place (places[j], keys[i]);
    }
  for (gsize i = 0; machines[i] != NULL; i++)
    for (gsize row = 0; row < machines[i]->n_rules; row++)
      {
        const char *rule = machines[i]->rules[row].rule, *colon = strchr (rule, ':');
        g_autofree char *place = g_strdup_printf ("RFC %.*s, %.*s", (int) (colon - rule - 3), rule + 3, (int) strcspn (colon + 1, "-"), colon + 1);

        check_place (place, rule);
      }
  g_assert_false (explain_standard_find ("RFC 1, 2.3", &topic));
  g_assert_true (explain_standard_find ("RFC 9051, 6.4.5.1", &topic));
  g_assert_cmpstr (topic.key, ==, "RFC 9051, 6.4.5");
}

/* ---- Octets ------------------------------------------------------------- */

static void
test_octets (void)
{
  ExplainHex hex;
  g_autoptr (GString) marks = g_string_new (NULL);

  explain_hex_dump ((const guint8 *) "\r\n", 2, (const guint8 *) ".\r\n", 3, 100, 4, &hex);
  g_assert_cmpstr (hex.text, ==, "-002  0D 0A 2E 0D  ␍␊.␍\n0002  0A           ␊");
  for (guint i = 0; i < hex.spans->len; i++)
    {
      const ExplainHexSpan *span = &g_array_index (hex.spans, ExplainHexSpan, i);

      g_string_append_printf (marks, "%u:%.*s ", span->mark, (int) span->len, hex.text + span->start);
    }
  g_assert_cmpstr (marks->str, ==, "0:0D 0A 1:0D 0A 1:0D 2:0D 0A 2E 0D 1:0A 2:0A ");
  explain_hex_clear (&hex);

  explain_hex_dump (NULL, 0, (const guint8 *) "\xCE\xB1" "bc", 4, 3, 8, &hex);
  g_assert_cmpstr (hex.text, ==, "0000  CE B1 62                 ··b");
  g_assert_cmpuint (hex.spans->len, ==, 0);
  explain_hex_clear (&hex);
  explain_hex_dump (NULL, 0, NULL, 0, 3, 8, &hex);
  g_assert_cmpstr (hex.text, ==, "");
  explain_hex_clear (&hex);
}

/* ---- Lines for the shell ------------------------------------------------ */

static char *
reproduce (const char *protocol, const char * const *lines)
{
  SimTrace *trace = sim_trace_new ();
  SimPacket packet = { 1, 2, 40000, 25, 0, 0, 0, 0, SIM_PROTOCOL_TCP };
  SimEntry opened = { .kind = SIM_ENTRY_OPENED, .cause = SIM_CAUSE_NONE, .conn = 1, .to = 1, .rule = protocol, .packet = &packet };
  g_autoptr (ExplainContext) context = NULL;
  char *result;

  sim_trace_add_host (trace, "pc.example", NULL, 1, 1);
  sim_trace_add_host (trace, "mx.example", NULL, 2, 4);
  sim_trace_set_scenario (trace, "first-letter", NULL);
  sim_trace_add (trace, &opened);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = g_strconcat (lines[i] + 3, "\r\n", NULL);
      SimEntry entry = { .kind = SIM_ENTRY_SAID, .cause = SIM_CAUSE_NONE, .conn = 1, .side = lines[i][0] == 'C' ? SIM_SIDE_CLIENT : SIM_SIDE_SERVER,
                         .flags = lines[i][1] == '#' ? SIM_ENTRY_LITERAL : lines[i][1] == '*' ? SIM_ENTRY_SECRET : 0,
                         .bytes = (const guint8 *) line, .len = strlen (line) };

      sim_trace_add (trace, &entry);
    }
  context = explain_context_new (trace);
  result = explain_reproduce (context, sim_trace_length (trace) - 1);
  sim_trace_unref (trace);
  return result;
}

#define assert_line(expected, protocol, ...) G_STMT_START { \
    g_autofree char *line_ = reproduce (protocol, (const char * const []) { __VA_ARGS__, NULL }); \
    g_assert_cmpstr (line_, ==, expected); \
  } G_STMT_END

static void
test_lines_for_the_shell (void)
{
  assert_line ("ehlo serve first-letter --host mx.example --smtp 2525\nswaks --server 127.0.0.1:2525 --quit-after CONNECT", "smtp", "S: 220 mx");
  assert_line ("ehlo serve first-letter --host mx.example --smtp 2525\n"
               "swaks --server 127.0.0.1:2525 --helo pc --from '<>' --to a@b.example,c@d.example --quit-after RCPT",
               "smtp", "S: 220 mx", "C: EHLO pc", "S: 250 ok", "C: MAIL FROM:<>", "S: 250 ok", "C: RCPT TO:<a@b.example>", "C: RCPT TO:<c@d.example>");
  assert_line ("ehlo serve first-letter --host mx.example --submission 2587\n"
               "swaks --server 127.0.0.1:2587 --helo pc --auth PLAIN --from a@b.example --h-Subject 'Two words'",
               "submission", "S: 220 mx", "C: EHLO pc", "S: 250 ok", "C* AUTH PLAIN AGE=", "S: 235 ok", "C: MAIL FROM:<a@b.example>", "S: 250 ok",
               "C: DATA", "S: 354 go", "C# Subject: Two words", "C: .", "S: 250 ok");
  assert_line ("ehlo serve first-letter --host mx.example --smtp 2525\n"
               "printf '%s\\r\\n' 'HELO pc' 'VRFY it'\\''s' QUIT | nc 127.0.0.1 2525",
               "smtp", "S: 220 mx", "C: HELO pc", "S: 250 ok", "C: VRFY it's");
  /* What is secret is never printed. */
  assert_line (NULL, "submission", "S: 220 mx", "C: EHLO pc", "S: 250 ok", "C* AUTH PLAIN AGE=", "S: 235 ok", "C: NOOP");
  assert_line (NULL, "dns", "C: MX? a.example");
  assert_line ("ehlo serve first-letter --host mx.example --pop3 2110\ncurl -v --user anna pop3://127.0.0.1:2110/2",
               "pop3", "S: +OK", "C: USER anna", "S: +OK", "C* PASS secret", "S: +OK", "C: RETR 2", "S: +OK 120 octets", "S# Subject: x");
  assert_line ("ehlo serve first-letter --host mx.example --pop3 2110\n"
               "curl -v --user anna --head --request 'DELE 1' pop3://127.0.0.1:2110/",
               "pop3", "S: +OK", "C: USER anna", "S: +OK", "C* PASS secret", "S: +OK", "C: DELE 1");
  assert_line ("ehlo serve first-letter --host mx.example --imap 2143\n"
               "curl -v --user anna --request 'FETCH 1 (FLAGS)' imap://127.0.0.1:2143/INBOX",
               "imap", "S: * OK", "C* A1 LOGIN anna secret", "S: A1 OK", "C: A2 SELECT INBOX", "S: A2 OK", "C: A3 FETCH 1 (FLAGS)", "S: * 1 FETCH (FLAGS ())");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/facts/command-by-the-table", test_command_by_the_table);
  g_test_add_func ("/explain/facts/every-row-is-described", test_every_row_is_described);
  g_test_add_func ("/explain/facts/every-rule-is-a-reference", test_every_rule_is_a_reference);
  g_test_add_func ("/explain/facts/every-place-is-put-in-words", test_every_place_is_put_in_words);
  g_test_add_func ("/explain/facts/octets", test_octets);
  g_test_add_func ("/explain/facts/lines-for-the-shell", test_lines_for_the_shell);
  return g_test_run ();
}

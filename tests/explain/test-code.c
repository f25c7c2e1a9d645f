/* test-code.c - codes asked for by name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/explain/explain.h"

#include "sim/explain/catalog.h"
#include "sim/proto/rules.h"

#include <string.h>

/* ---- Forms -------------------------------------------------------------- */

/* What is asked, and what the answer's first line begins with; NULL: nothing is known. */
static const struct { const char *query; const char *begins; } forms[] = {
  { "452", "SMTP 452  Insufficient system storage\n" },
  { "smtp 452", "SMTP 452  Insufficient system storage\n" },
  { "  LMTP   452 ", "SMTP 452  " },
  { "[452]", "SMTP 452  " },
  { "4.2.2", "SMTP 4.2.2  Mailbox full\n" },
  { "SMTP 4.2.2", "SMTP 4.2.2  Mailbox full\n" },
  { "5.2.2", "SMTP 5.2.2  Mailbox full\n" },
  { "2.1.5", "SMTP 2.1.5  " },
  { "5.7.10", "SMTP 5.7.10  " },
  { "550-5.1.1 No such user", "SMTP 550  " },
  { "POP3 IN-USE", "POP3 IN-USE  Mailbox in use\n" },
  { "pop3 [in-use]", "POP3 IN-USE  Mailbox in use\n" },
  { "[SYS/TEMP]", "POP3 SYS/TEMP  " },
  { "POP3 ERR", "POP3 -ERR  " },
  { "POP3 OK", "POP3 +OK  " },
  { "-ERR", "POP3 -ERR  " },
  { "+ok", "POP3 +OK  " },
  { "-ERR [IN-USE] wait", "POP3 -ERR  " },
  { "IMAP TRYCREATE", "IMAP TRYCREATE  " },
  { "[trycreate]", "IMAP TRYCREATE  " },
  { "IMAP OK", "IMAP OK  " },
  { "IMAP INUSE", "IMAP INUSE  Mailbox in use\n" },
  { "OK", "POP3 +OK  " },
  { "ehlo", "SMTP EHLO  " },
  { "POP3 retr", "POP3 RETR  Give me this message\n" },
  { "pop3 uidl", "POP3 UIDL  What are the unique ids?\n" },
  { "POP3 AUTH", "POP3 AUTH  Problem with the credentials\n" },
  { "IMAP badcharset", "IMAP BADCHARSET  " },
  { "imap fetch", "IMAP FETCH  Give me this of these messages\n" },
  { "IMAP \\Seen", "IMAP SEEN  " },
  { "imap \\noselect", "IMAP NOSELECT  Attribute: cannot be opened\n" },
  { "IMAP sentsince", "IMAP SENTSINCE  Search: dated on this day or later\n" },
  { "IMAP BODY[HEADER.FIELDS]", "IMAP BODY  " },
  { "IMAP BODYSTRUCTURE", "IMAP BODYSTRUCTURE  " },
  { "IMAP AUTH=PLAIN", "IMAP AUTH  " },
  { "IMAP LITERAL+", "IMAP LITERAL+  " },
  { "IMAP tagged", NULL },
  { "SMTP rcpt", "SMTP RCPT  " },
  { "8bitmime", "EHLO 8BITMIME  " },
  { "", NULL },
  { "SMTP", NULL },
  { "453", NULL },
  { "4.9.1", NULL },
  { "3.2.2", NULL },
  { "04.2.2", NULL },
  { "4.02.2", NULL },
  { "4.2.2.2", NULL },
  { "POP3 452", NULL },
  { "IMAP IN-USE", NULL },
  { "TRYCRAETE", NULL },
  { "\xff\xfe", NULL },
  { "%s%n", NULL },
};

static void
test_forms (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = explain_code (forms[i].query, &error);

      if (forms[i].begins == NULL)
        {
          g_assert_error (error, EXPLAIN_ERROR, EXPLAIN_ERROR_UNKNOWN);
          g_assert_null (text);
        }
      else
        {
          g_assert_no_error (error);
          g_assert_true (g_str_has_prefix (text, forms[i].begins));
        }
    }
}

static void
test_word_of_two_protocols_is_explained_twice (void)
{
  g_autofree char *text = explain_code ("ok", NULL);

  g_assert_nonnull (strstr (text, "POP3 +OK  "));
  g_assert_nonnull (strstr (text, "IMAP OK  "));
}

static void
test_pasted_line_explains_its_parts (void)
{
  g_autofree char *text = explain_code ("550 5.1.1 OK is not a code here", NULL);

  g_assert_nonnull (strstr (text, "SMTP 550  "));
  g_assert_nonnull (strstr (text, "SMTP 5.1.1  "));
  g_assert_null (strstr (text, "IMAP"));
}

static void
test_several_codes_are_explained_in_turn (void)
{
  g_autofree char *text = explain_code ("354 250 4.2.2", NULL);

  g_assert_true (g_str_has_prefix (text, "SMTP 354  "));
  g_assert_nonnull (strstr (text, "\n\nSMTP 250  "));
  g_assert_nonnull (strstr (text, "\n\nSMTP 4.2.2  "));
}

static void
test_suggestions (void)
{
  static const struct { const char *query; const char *near; } rows[] = {
    { "453", "“450”" },
    { "4.2.99", "“4.2.0”" },
    { "TRYCRAETE", "“TRYCREATE”" },
    { "pop3 in-ues", "“POP3 IN-USE”" },
    { "imap bodystructur", "“IMAP BODYSTRUCTURE”" },
    { "POP3 RETTR", "“POP3 RETR”" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (explain_code (rows[i].query, &error));
      g_assert_nonnull (strstr (error->message, rows[i].near));
    }
}

static void
test_smtp_code_has_three_digits_text_and_reference (void)
{
  g_autofree char *text = explain_code ("452", NULL);

  g_assert_nonnull (strstr (text, "\n  4  Outcome: Not now"));
  g_assert_nonnull (strstr (text, "\n  5  About: The mail system"));
  g_assert_nonnull (strstr (text, "\n  2  Precisely: Insufficient system storage\n"));
  g_assert_nonnull (strstr (text, "\nThe server is out of space for now"));
  g_assert_true (g_str_has_suffix (text, "\nRFC 5321, 4.2.3\n"));
}

static void
test_enhanced_code_has_three_numbers (void)
{
  g_autofree char *text = explain_code ("5.1.1", NULL);

  g_assert_nonnull (strstr (text, "\n  5  Outcome: No: the same command will fail again.\n"));
  g_assert_nonnull (strstr (text, "\n  1  About: Address\n"));
  g_assert_nonnull (strstr (text, "\n  1  Precisely: Bad destination mailbox address\n"));
}

/* ---- Completeness ------------------------------------------------------- */

/* Every code that the issue of this program knows: the lecture's, the modern ones, POP3's and IMAP's. */
static const char * const rows[] = {
  "211", "214", "220", "221", "235", "250", "251", "252", "253", "334", "354", "421", "432", "450", "451", "452", "454", "455", "458", "459",
  "500", "501", "502", "503", "504", "521", "523", "525", "530", "534", "535", "538",
  "550", "551", "552", "553", "554", "555", "556",
  "POP3 +OK", "POP3 -ERR", "POP3 [IN-USE]", "POP3 [LOGIN-DELAY]", "POP3 [SYS/TEMP]", "POP3 [SYS/PERM]", "POP3 [AUTH]",
  "IMAP OK", "IMAP NO", "IMAP BAD", "IMAP PREAUTH", "IMAP BYE", "IMAP ALERT", "IMAP CAPABILITY", "IMAP PERMANENTFLAGS",
  "IMAP READ-ONLY", "IMAP READ-WRITE", "IMAP TRYCREATE", "IMAP UIDNEXT", "IMAP UIDVALIDITY", "IMAP UNSEEN", "IMAP APPENDUID",
  "IMAP COPYUID", "IMAP AUTHENTICATIONFAILED", "IMAP NONEXISTENT", "IMAP OVERQUOTA", "IMAP ALREADYEXISTS", "IMAP CLOSED",
  "IMAP INUSE", "IMAP PRIVACYREQUIRED", "IMAP EXPIRED", "IMAP LIMIT", "IMAP CANNOT", "IMAP UIDNOTSTICKY",
};

static void
test_every_code_is_known (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = explain_code (rows[i], &error);

      g_assert_no_error (error);
      g_assert_nonnull (strstr (text, "\nRFC "));
      g_assert_null (strstr (text, "(null)"));
    }
}

/* RFC 3463, 3: all details of each subject, and those that were registered later. */
static void
test_every_enhanced_code_is_known (void)
{
  static const guint last_detail[] = { 0, 10, 4, 6, 7, 6, 9, 30 };

  for (guint subject = 0; subject < G_N_ELEMENTS (last_detail); subject++)
    for (guint detail = 0; detail <= last_detail[subject]; detail++)
      for (const char *klass = "245"; *klass != '\0'; klass++)
        {
          g_autofree char *code = g_strdup_printf ("%c.%u.%u", *klass, subject, detail);
          g_autofree char *short_text = explain_enhanced (code);
          g_autofree char *text = explain_code (code, NULL);

          g_assert_nonnull (short_text);
          g_assert_nonnull (text);
          g_assert_null (strstr (text, "(null)"));
        }
}

static void
test_every_topic_is_whole (void)
{
  gsize n;
  const char * const *keys = explain_topic_keys (&n);

  g_assert_cmpuint (n, >, 200);
  for (gsize i = 0; i < n; i++)
    {
      ExplainTopic topic;

      g_assert_true (explain_topic_find (keys[i], &topic));
      g_assert_true (topic.title != NULL || topic.text != NULL);
      /* A sentence ends with a full stop, a title does not. */
      if (topic.text != NULL)
        g_assert_true (g_str_has_suffix (topic.text, "."));
      if (topic.title != NULL)
        g_assert_false (g_str_has_suffix (topic.title, "."));
    }
}

/* Of two groups of one name the later would win in silence. */
static void
test_no_topic_is_written_twice (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("EHLO_SOURCE"), "data", "explanations", NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;
      g_auto (GStrv) lines = NULL;

      if (!g_str_has_suffix (name, ".ini"))
        continue;
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      lines = g_strsplit (text, "\n", -1);
      for (gsize i = 0; lines[i] != NULL; i++)
        if (lines[i][0] == '[' && !g_hash_table_add (seen, g_strdup (lines[i])))
          g_error ("%s:%u: a second %s", name, (guint) i + 1, lines[i]);
    }
  g_assert_cmpuint (g_hash_table_size (seen), >, 200);
}

/* The states of all machines have a name for people. */
static void
test_every_state_has_a_name (void)
{
  const SimMachine * const *machines = sim_machines ();

  for (gsize i = 0; machines[i] != NULL; i++)
    for (int state = 0; machines[i]->state_names[state] != NULL; state++)
      {
        g_autofree char *name = explain_state (machines[i]->name, state);

        if (name == NULL)
          g_error ("no [State %s %d] (%s)", machines[i]->name, state, machines[i]->state_names[state]);
      }
  g_assert_null (explain_state ("smtp-server", 99));
  g_assert_null (explain_state ("no-machine", 0));
}

/* Each reply that a rule of a machine gives is explained, and so is each command. */
static void
test_every_rule_is_explained (void)
{
  const SimMachine * const *machines = sim_machines ();

  for (gsize i = 0; machines[i] != NULL; i++)
    for (gsize j = 0; j < machines[i]->n_rules; j++)
      {
        const SimRule *rule = &machines[i]->rules[j];
        ExplainTopic topic;

        gboolean pop3 = g_str_has_prefix (machines[i]->name, "pop3"), imap = g_str_has_prefix (machines[i]->name, "imap");
        const char *command = pop3 ? "POP3 command" : imap ? "IMAP command" : "Command";
        const char *answer = pop3 ? "POP3" : imap ? "IMAP" : "SMTP";

        if (g_ascii_isupper (rule->verb[0]) && !explain_topic_findf (&topic, "%s %s", command, rule->verb))
          g_error ("no [%s %s]", command, rule->verb);
        if (rule->reply != NULL && !explain_topic_findf (&topic, "%s %.*s", answer, (int) strcspn (rule->reply, " -") + (rule->reply[0] == '-' ? 4 : 0), rule->reply))
          g_error ("no [%s ...] for %s", answer, rule->reply);
      }
}

/* Every code that stands in the sources of the server: "550 5.7.1 ..." or { 550, "5.7.1", ... }. */
static void
test_every_code_in_the_sources_is_explained (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("EHLO_SOURCE"), "sim/proto/smtp", NULL);
  g_autoptr (GRegex) codes = g_regex_new ("\"([2-5][0-9][0-9])[ -]|[({] *(?:self, *)?([2-5][0-9][0-9]), *[\"N]", 0, 0, NULL);
  g_autoptr (GRegex) enhanced = g_regex_new ("[\" ]([245]\\.[0-9]{1,3}\\.[0-9]{1,3})[\" ]", 0, 0, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *text = NULL;

      if (!g_str_has_suffix (name, ".c"))
        continue;
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      for (int pass = 0; pass < 2; pass++)
        {
          g_autoptr (GMatchInfo) info = NULL;

          g_regex_match (pass == 0 ? codes : enhanced, text, 0, &info);
          for (; g_match_info_matches (info); g_match_info_next (info, NULL))
            {
              g_autofree char *first = g_match_info_fetch (info, 1);
              g_autofree char *second = pass == 0 ? g_match_info_fetch (info, 2) : NULL;
              const char *code = first[0] != '\0' ? first : second;
              g_autofree char *known = explain_code (code, NULL);

              if (known == NULL)
                g_error ("%s: %s is not explained", name, code);
              n++;
            }
        }
    }
  g_assert_cmpuint (n, >, 20);
}

/* ---- Parts -------------------------------------------------------------- */

static void
test_digits (void)
{
  ExplainDigit digits[3];

  g_assert_true (explain_digits (550, digits));
  g_assert_cmpstr (digits[0].digit, ==, "5");
  g_assert_cmpstr (digits[0].name, ==, "Outcome");
  g_assert_cmpstr (digits[1].digit, ==, "5");
  g_assert_cmpstr (digits[1].name, ==, "About");
  g_assert_cmpstr (digits[2].digit, ==, "0");
  g_assert_cmpstr (digits[2].text, ==, "Mailbox unavailable");
  explain_digits_clear (digits);

  g_assert_true (explain_digits (499, digits));
  explain_digits_clear (digits);
  g_assert_false (explain_digits (199, digits));
  g_assert_false (explain_digits (600, digits));
  g_assert_false (explain_digits (0, digits));
}

static void
test_enhanced_in_words (void)
{
  static const struct { const char *code; const char *words; } table[] = {
    { "4.2.2", "temporary · mailbox · mailbox full" },
    { "5.7.23", "permanent · security or policy · SPF validation failed" },
    { "6.1.1", NULL }, { "5.1", NULL }, { "5.1.1.", NULL }, { "5.1.1 ", NULL }, { "", NULL }, { "5.1.99", NULL }, { "5.0001.1", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *words = explain_enhanced (table[i].code);

      g_assert_cmpstr (words, ==, table[i].words);
    }
  g_assert_null (explain_enhanced (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/code/forms", test_forms);
  g_test_add_func ("/explain/code/word-of-two-protocols-is-explained-twice", test_word_of_two_protocols_is_explained_twice);
  g_test_add_func ("/explain/code/pasted-line-explains-its-parts", test_pasted_line_explains_its_parts);
  g_test_add_func ("/explain/code/several-codes-are-explained-in-turn", test_several_codes_are_explained_in_turn);
  g_test_add_func ("/explain/code/suggestions", test_suggestions);
  g_test_add_func ("/explain/code/smtp-code-has-three-digits-text-and-reference", test_smtp_code_has_three_digits_text_and_reference);
  g_test_add_func ("/explain/code/enhanced-code-has-three-numbers", test_enhanced_code_has_three_numbers);
  g_test_add_func ("/explain/code/every-code-is-known", test_every_code_is_known);
  g_test_add_func ("/explain/code/every-enhanced-code-is-known", test_every_enhanced_code_is_known);
  g_test_add_func ("/explain/code/every-topic-is-whole", test_every_topic_is_whole);
  g_test_add_func ("/explain/code/no-topic-is-written-twice", test_no_topic_is_written_twice);
  g_test_add_func ("/explain/code/every-state-has-a-name", test_every_state_has_a_name);
  g_test_add_func ("/explain/code/every-rule-is-explained", test_every_rule_is_explained);
  g_test_add_func ("/explain/code/every-code-in-the-sources-is-explained", test_every_code_in_the_sources_is_explained);
  g_test_add_func ("/explain/code/digits", test_digits);
  g_test_add_func ("/explain/code/enhanced-in-words", test_enhanced_in_words);
  return g_test_run ();
}

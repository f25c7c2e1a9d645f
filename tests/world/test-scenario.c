/* test-scenario.c - lesson files: what they say, and what is wrong with them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/scenario.h"
#include "sim/world/scenario-keys.h"
#include "sim/world/scenario-source.h"
#include "sim/proto/smtp/smtp.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

/* The smallest lesson in which nothing is wrong; 30 lines. Tests put more behind it or change a line. */
static const char *const base[] = {
  "[Scenario]",                       /* 1 */
  "Title=T",
  "[Host pc.a.example]",              /* 3 */
  "Roles=mua",
  "[Host mx1.a.example]",             /* 5 */
  "Roles=msa;mta;mda",
  "Domains=a.example",
  "[Host hand.a.example]",            /* 8 */
  "Roles=person",
  "[Link pc.a.example mx1.a.example]", /* 10 */
  "[Link hand.a.example mx1.a.example]", /* 11 */
  "[User ann@a.example]",             /* 12 */
  "Host=pc.a.example",
  "[User bob@a.example]",             /* 14 */
  "[Message m]",                      /* 15 */
  "From=ann@a.example",
  "To=bob@a.example",
  "[Act 1]",                          /* 18 */
  "Who=ann@a.example",
  "Do=send",
  "Message=m",
};

/* The base with line @line replaced by @text (0: nothing), and @more behind it. */
static GBytes *
lesson (guint line, const char *text, const char *more)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (base); i++)
    g_string_append_printf (all, "%s\n", i + 1 == line ? text : base[i]);
  if (more != NULL)
    g_string_append (all, more);
  return g_string_free_to_bytes (all);
}

/* "LINE: message", a line each; "" if there is none. */
static char *
faults_of (GBytes *bytes)
{
  g_autoptr (GPtrArray) faults = sim_faults_new ();
  g_autoptr (SimScenario) scenario = sim_scenario_parse ("x", NULL, bytes, faults);
  GString *text = g_string_new (NULL);

  g_assert_cmpint (scenario != NULL, ==, faults->len == 0);
  for (guint i = 0; i < faults->len; i++)
    {
      const SimFault *fault = g_ptr_array_index (faults, i);

      g_assert_cmpuint (fault->line, >, 0);
      g_string_append_printf (text, "%s%u: %s", i > 0 ? "\n" : "", fault->line, fault->message);
    }
  return g_string_free (text, FALSE);
}

typedef struct
{
  guint       line;     /* of the base that is replaced; 0: none */
  const char *text;
  const char *more;     /* behind the base: its first line is 22 */
  const char *faults;
} Row;

static const Row rows[] = {
  { 0, NULL, NULL, "" },
#include "tests/world/faulty-rows.h"
};

static void
test_faults (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GBytes) bytes = lesson (row->line, row->text, row->more);
  g_autofree char *faults = faults_of (bytes);

  g_assert_cmpstr (faults, ==, row->faults);
}

/* Every shipped lesson is well, asks at least twice and tells at least eight times. */
static void
test_lessons (void)
{
  g_auto (GStrv) ids = sim_scenario_list ();

  g_assert_cmpuint (g_strv_length (ids), >, 0);
  for (char **id = ids; *id != NULL; id++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (SimScenario) lesson = sim_scenario_lesson (*id, &error);
      guint asks = 0;

      g_assert_no_error (error);
      g_assert_cmpstr (lesson->id, ==, *id);
      g_assert_null (lesson->path);
      g_assert_cmpuint (lesson->notes->len, >=, 7);
      for (guint i = 0; i < lesson->notes->len; i++)
        asks += ((const SimNoteSpec *) g_ptr_array_index (lesson->notes, i))->ask != SIM_ASK_NOTHING;
      g_assert_cmpuint (asks, >=, 2);
      for (guint i = 0; i < lesson->hosts->len; i++)
        g_assert_true (g_str_has_suffix (((const SimHostSpec *) g_ptr_array_index (lesson->hosts, i))->name, ".example"));
    }
}

static void
test_first_letter (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SimScenario) lesson = sim_scenario_lesson ("first-letter", &error);
  const SimHostSpec *host;
  const SimUserSpec *user;
  const SimMessageSpec *message;
  const SimActSpec *act;
  g_autofree char *subject = NULL;

  g_assert_no_error (error);
  g_assert_cmpint (lesson->epoch, ==, 1709625600);
  g_assert_cmpint (sim_scenario_find_host (lesson, "MX.univ.example"), ==, 3);
  g_assert_cmpint (sim_scenario_find_host (lesson, "univ.example"), ==, -1);
  host = g_ptr_array_index (lesson->hosts, 1);
  g_assert_cmpstr (host->label, ==, "School mail server");
  g_assert_cmpuint (host->roles, ==, SIM_ROLE_MSA | SIM_ROLE_MTA);
  g_assert_cmpuint (host->address, ==, 0xc0000219);
  g_assert_cmpstr (host->icon, ==, "server");
  g_assert_cmpstr (host->domains[0], ==, "school.example");
  g_assert_cmpuint (host->max_size, ==, 10 * 1024 * 1024);
  g_assert_cmpint (host->retry, ==, 30 * SIM_TIME_MINUTE);
  user = g_ptr_array_index (lesson->users, 0);
  g_assert_cmpint (user->host, ==, 0);
  g_assert_cmpint (user->submission, ==, 1);
  g_assert_cmpuint (user->submission_port, ==, 587);
  message = g_ptr_array_index (lesson->messages, 0);
  subject = mail_message_dup_header (message->message, "Subject");
  g_assert_cmpstr (subject, ==, "Hello from school");
  g_assert_cmpstr (message->from, ==, "anna@school.example");
  g_assert_cmpstr (message->to[0], ==, "ivan@univ.example");
  g_assert_null (message->to[1]);
  act = g_ptr_array_index (lesson->acts, 0);
  g_assert_cmpint (act->host, ==, 0);
  g_assert_cmpint (act->server, ==, 1);
  g_assert_cmpint (act->message, ==, 0);
}

static void
test_unknown_lesson (void)
{
  static const struct
  {
    const char *id;
    const char *message;
  } ids[] = {
    { "frist-letter", "no lesson is named 'frist-letter'; did you mean 'first-letter'?" },
    { "zebra", "no lesson is named 'zebra'; ehlo list shows them all" },
    { "../scenarios/first-letter", "no lesson is named '../scenarios/first-letter'; ehlo list shows them all" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (sim_scenario_lesson (ids[i].id, &error));
      g_assert_error (error, SIM_SCENARIO_ERROR, SIM_SCENARIO_ERROR_UNKNOWN);
      g_assert_cmpstr (error->message, ==, ids[i].message);
    }
}

static char *
read_project_file (const char *path)
{
  const char *root = g_getenv ("EHLO_SOURCE");
  g_autofree char *full = g_build_filename (root != NULL ? root : ".", path, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (full, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* "| `Key` **T** | Meaning |" under "## [Group ...]": the documentation has the keys of the table, no more, no less. */
static void
test_documented_keys (void)
{
  g_autofree char *text = read_project_file ("data/scenarios/README.md");
  gsize n_groups;
  const SimGroupRow *groups = sim_scenario_groups (&n_groups);

  for (gsize i = 0; i < n_groups; i++)
    {
      g_autofree char *heading = g_strdup_printf ("\n## %s\n", groups[i].usage);
      const char *start = strstr (text, heading);
      const char *end;
      g_autofree char *section = NULL;
      g_auto (GStrv) lines = NULL;
      guint documented = 0;

      g_test_message ("%s", groups[i].usage);
      g_assert_nonnull (start);
      end = strstr (start + 3, "\n## ");
      section = end != NULL ? g_strndup (start, (gsize) (end - start)) : g_strdup (start);
      /* The keys are the section's first table. */
      g_assert_nonnull (strstr (section, "| Key | Meaning |\n| --- | --- |\n"));
      lines = g_strsplit (strstr (section, "| --- | --- |\n") + strlen ("| --- | --- |\n"), "\n", -1);
      for (char **line = lines; g_str_has_prefix (*line, "| `"); line++, documented++)
        {
          g_autofree char *name = g_strndup (*line + 3, strcspn (*line + 3, "`"));
          gboolean people = strstr (*line, "` **T** |") != NULL;
          gboolean required = strstr (*line, "| Required") != NULL;
          const SimKeyRow *key = NULL;

          g_test_message ("%s", name);
          for (gsize k = 0; k < groups[i].n_keys; k++)
            if (strcmp (groups[i].keys[k].name, name) == 0)
              key = &groups[i].keys[k];
          g_assert_nonnull (key);
          g_assert_cmpint (people, ==, (key->flags & SIM_KEY_PEOPLE) != 0);
          /* A letter from a file needs no From. */
          if (strcmp (groups[i].kind, "Message") != 0)
            g_assert_cmpint (required, ==, (key->flags & SIM_KEY_REQUIRED) != 0);
        }
      g_assert_cmpuint (documented, ==, groups[i].n_keys);
    }
}

/* Its examples are well: the whole lesson as a lesson, the others line by line. */
static void
test_documented_examples (void)
{
  g_autofree char *text = read_project_file ("data/scenarios/README.md");
  guint whole = 0, parts = 0;

  for (const char *p = strstr (text, "```ini\n"); p != NULL; p = strstr (p, "```ini\n"))
    {
      const char *start = p + strlen ("```ini\n");
      const char *end = strstr (start, "\n```");
      g_autoptr (GBytes) bytes = NULL;

      g_assert_nonnull (end);
      bytes = g_bytes_new (start, (gsize) (end - start));
      p = end;
      if (g_str_has_prefix (start, "[Scenario]"))
        {
          g_autofree char *faults = faults_of (bytes);

          g_assert_cmpstr (faults, ==, "");
          whole++;
        }
      else
        {
          g_autoptr (GPtrArray) faults = sim_faults_new ();
          g_autoptr (SimSource) source = sim_source_read (bytes, faults);

          g_assert_nonnull (source);
          g_assert_cmpuint (faults->len, ==, 0);
          parts++;
        }
    }
  g_assert_cmpuint (whole, ==, 1);
  g_assert_cmpuint (parts, >=, 4);
}

/* @n times @text, with the number put in. */
static char *
many (const char *format, guint n)
{
  GString *all = g_string_new (NULL);

  for (guint i = 1; i <= n; i++)
    {
      g_auto (GStrv) parts = g_strsplit (format, "#", -1);
      g_autofree char *number = g_strdup_printf ("%u", i);
      g_autofree char *text = g_strjoinv (number, parts);

      g_string_append (all, text);
    }
  return g_string_free (all, FALSE);
}

static void
assert_faults (char *more, const char *expected)
{
  g_autofree char *owned = more;
  g_autoptr (GBytes) bytes = lesson (0, NULL, owned);
  g_autofree char *faults = faults_of (bytes);

  g_assert_cmpstr (faults, ==, expected);
}

static void
test_limits (void)
{
  assert_faults (g_strnfill (1024 * 1024, '#'), "1: this file is too large; at most 1048576 octets");
  assert_faults (g_strnfill (20001, '\n'), "20001: too many lines; at most 20000");
  assert_faults (g_strnfill (32769, '#'), "22: this line is too long; at most 32768 octets");
  assert_faults (many ("[Note #]\n", 2000), "2012: too many groups; at most 2000");
  assert_faults (many ("[Host h#.example]\nRoles=mua\n", 62), "144: too many [Host] groups; at most 64");
  assert_faults (many ("[Note #]\nOn=end\nText=t\n", 501), "1522: too many [Note] groups; at most 500");
  assert_faults (many ("[User u#@a.example]\n", 999), "1020: too many [User] groups; at most 1000");
}

static void
test_no_lesson_at_all (void)
{
  static const struct
  {
    const char *text;
    gssize len;
    const char *faults;
  } files[] = {
    { "", 0, "1: nothing happens in this lesson; it needs an [Act 1]\n"
             "1: this is no lesson: the group [Scenario] is missing\n"
             "1: this lesson has no [Host]" },
    { "\xff\xfe[\0S\0", 6, "1: this file is UTF-16; save it as UTF-8" },
    { "\xef\xbb\xbf[Scenario]\r\nTitle=T\r\n", -1, "1: nothing happens in this lesson; it needs an [Act 1]\n"
                                                    "1: this lesson has no [Host]" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      gsize len = files[i].len < 0 ? strlen (files[i].text) : (gsize) files[i].len;
      g_autoptr (GBytes) bytes = g_bytes_new (files[i].text, len);
      g_autofree char *faults = faults_of (bytes);

      g_assert_cmpstr (faults, ==, files[i].faults);
    }
}

static SimScenario *
parse (const char *more)
{
  g_autoptr (GBytes) bytes = lesson (0, NULL, more);
  g_autoptr (GPtrArray) faults = sim_faults_new ();
  SimScenario *scenario = sim_scenario_parse ("x", NULL, bytes, faults);

  g_assert_nonnull (scenario);
  return scenario;
}

static void
test_defaults (void)
{
  g_autoptr (SimScenario) lesson_ = parse ("[Host old.example]\nRoles=mta\nSpeaks=HELO\nExtensions=\nRetry=90\n"
                                           "[Link mx1.a.example old.example]\nProfile=dsl\nLatency=250ms\nLoss=0.25\n"
                                           "Jitter=20ms\nQueue=64k\nDown=10s-2m;1h-2h\n");
  const SimHostSpec *pc = g_ptr_array_index (lesson_->hosts, 0);
  const SimHostSpec *mx = g_ptr_array_index (lesson_->hosts, 1);
  const SimHostSpec *hand = g_ptr_array_index (lesson_->hosts, 2);
  const SimHostSpec *old = g_ptr_array_index (lesson_->hosts, 3);
  const SimLinkSpec *link = g_ptr_array_index (lesson_->links, 2);
  const SimUserSpec *ann = g_ptr_array_index (lesson_->users, 0);
  const SimUserSpec *bob = g_ptr_array_index (lesson_->users, 1);
  const SimActSpec *act = g_ptr_array_index (lesson_->acts, 0);

  g_assert_cmpuint (lesson_->seed, ==, 1);
  g_assert_cmpuint (lesson_->level, ==, 1);
  g_assert_cmpint (link->jitter, ==, 20 * SIM_TIME_MILLISECOND);
  g_assert_cmpuint (link->queue, ==, 65536);
  g_assert_cmpuint (link->down->len, ==, 2);
  g_assert_cmpint (g_array_index (link->down, SimSpan, 0).until, ==, 2 * SIM_TIME_MINUTE);
  g_assert_cmpint (g_array_index (link->down, SimSpan, 1).since, ==, SIM_TIME_HOUR);
  g_assert_cmpstr (pc->label, ==, "pc.a.example");
  g_assert_cmpstr (pc->icon, ==, "laptop");
  g_assert_cmpstr (hand->icon, ==, "laptop");
  g_assert_cmpstr (mx->icon, ==, "server");
  g_assert_cmpuint (pc->address, ==, 0xc0000201);
  g_assert_cmpuint (mx->address, ==, 0xc0000202);
  g_assert_cmpuint (mx->extensions, ==,
                    SMTP_EXT_SIZE | SMTP_EXT_PIPELINING | SMTP_EXT_8BITMIME | SMTP_EXT_ENHANCED | SMTP_EXT_HELP | SMTP_EXT_AUTH);
  g_assert_cmpuint (old->extensions, ==, 0);
  g_assert_true (old->helo_only);
  g_assert_false (mx->helo_only);
  g_assert_cmpint (old->retry, ==, 90 * SIM_TIME_SECOND);
  g_assert_cmpint (old->expire, ==, 5 * SIM_TIME_DAY);
  g_assert_cmpint (link->latency, ==, 250 * SIM_TIME_MILLISECOND);
  g_assert_cmpuint (link->bandwidth_ab, ==, 1000000);
  g_assert_cmpuint (link->bandwidth_ba, ==, 16000000);
  g_assert_cmpuint (link->loss, ==, 2500);
  g_assert_cmpstr (ann->name, ==, "ann");
  g_assert_cmpint (ann->submission, ==, 1);
  g_assert_cmpint (bob->host, ==, -1);
  g_assert_cmpint (act->at, ==, 0);
  g_assert_cmpint (act->after, ==, -1);
  g_assert_cmpuint (act->port, ==, 587);
}

static void
test_story (void)
{
  g_autoptr (SimScenario) lesson_ = parse ("[Act 3]\nAt=5s\nWho=ann@a.example\nDo=send\nMessage=m\nFrom=<>\nTo=a@a.example;b@a.example\n"
                                           "[Act 2]\nWho=hand.a.example\nDo=type\nServer=mx1.a.example\nLine2=QUIT\nLine1=HELO\\sx\n"
                                           "[Fault 1]\nHost=mx1.a.example\nWhen=first 2 recipient bob@\nWhat=reply 452 4.2.2 Full\n"
                                           "[Fault 2]\nHost=mx1.a.example\nWhen=command data 3\nWhat=delay 2m\n"
                                           "[Note 2]\nOn=command rcpt 4\nText=two\nHost=pc.a.example\n"
                                           "[Note 1]\nOn=stored mailbox\nText=one\nAsk=place\nQuestion=?\nChoices=pc.a.example;mx1.a.example\n");
  const SimActSpec *second = g_ptr_array_index (lesson_->acts, 1);
  const SimActSpec *third = g_ptr_array_index (lesson_->acts, 2);
  const SimFaultSpec *full = g_ptr_array_index (lesson_->faults, 0);
  const SimFaultSpec *slow = g_ptr_array_index (lesson_->faults, 1);
  const SimNoteSpec *one = g_ptr_array_index (lesson_->notes, 0);
  const SimNoteSpec *two = g_ptr_array_index (lesson_->notes, 1);

  g_assert_cmpint (second->kind, ==, SIM_ACT_TYPE);
  g_assert_cmpint (second->after, ==, 0);
  g_assert_cmpint (second->host, ==, 2);
  g_assert_cmpuint (second->port, ==, 25);
  g_assert_cmpstr (second->lines[0], ==, "HELO x");
  g_assert_cmpstr (second->lines[1], ==, "QUIT");
  g_assert_cmpint (third->after, ==, -1);
  g_assert_cmpint (third->at, ==, 5 * SIM_TIME_SECOND);
  g_assert_cmpstr (third->from, ==, "<>");
  g_assert_cmpuint (g_strv_length (third->to), ==, 2);
  g_assert_cmpstr (full->verb, ==, "RCPT");
  g_assert_cmpstr (full->argument, ==, "bob@");
  g_assert_cmpuint (full->first, ==, 2);
  g_assert_cmpstr (full->reply, ==, "452 4.2.2 Full");
  g_assert_cmpstr (slow->verb, ==, "DATA");
  g_assert_cmpuint (slow->nth, ==, 3);
  g_assert_cmpint (slow->delay, ==, 2 * SIM_TIME_MINUTE);
  g_assert_cmpstr (one->text, ==, "one");
  g_assert_cmpint (one->ask, ==, SIM_ASK_PLACE);
  g_assert_cmpuint (one->nth, ==, 1);
  g_assert_cmpstr (two->what, ==, "RCPT");
  g_assert_cmpuint (two->nth, ==, 4);
  g_assert_cmpint (two->host, ==, 0);
}

/* Bcc is on the envelope and not in the letter; a letter may be a file beside the lesson. */
static void
test_letters (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("ehlo-XXXXXX", &error);
  g_autofree char *path = g_build_filename (folder, "own.scenario", NULL);
  g_autofree char *letter = g_build_filename (folder, "letter.eml", NULL);
  g_autoptr (GBytes) bytes = lesson (17, "Bcc=Bob <bob@a.example>\nX-Mood=fine", "[Message f]\nFile=letter.eml\n");
  g_autoptr (SimScenario) lesson_ = NULL;
  g_autoptr (SimScenario) missing = NULL;
  const SimMessageSpec *spec;

  g_assert_no_error (error);
  g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);

  missing = sim_scenario_load (path, &error);
  g_assert_error (error, SIM_SCENARIO_ERROR, SIM_SCENARIO_ERROR_FAULTY);
  g_assert_true (g_str_has_prefix (error->message, path));
  g_assert_true (g_str_has_suffix (error->message, ":24: File: cannot read 'letter.eml': No such file or directory"));
  g_clear_error (&error);

  g_file_set_contents (letter, "From: Ann <ann@a.example>\nTo: b@b.example,\n c@c.example\nBcc: d@d.example\n\nHi\n", -1, &error);
  g_assert_no_error (error);
  lesson_ = sim_scenario_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (lesson_->id, ==, "own");
  spec = g_ptr_array_index (lesson_->messages, 0);
  g_assert_cmpstr (spec->to[0], ==, "bob@a.example");
  g_assert_cmpuint (mail_message_count_headers (spec->message, "Bcc"), ==, 0);
  g_assert_cmpuint (mail_message_count_headers (spec->message, "X-Mood"), ==, 1);
  spec = g_ptr_array_index (lesson_->messages, 1);
  g_assert_cmpstr (spec->from, ==, "ann@a.example");
  g_assert_cmpuint (g_strv_length (spec->to), ==, 3);
  g_assert_cmpstr (spec->to[2], ==, "d@d.example");
  g_assert_cmpuint (mail_message_count_headers (spec->message, "Bcc"), ==, 0);

  g_assert_cmpint (g_remove (letter), ==, 0);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* A teacher's own translations; numbers and faults do not depend on the locale. */
static void
test_locales (void)
{
  static const struct
  {
    const char *language;
    const char *title;
  } rows_[] = {
    { "el", "Τίτλος" },
    { "el_GR:ru", "Τίτλος" },
    { "ru", "Заглавие" },
    { "de:ru", "Заглавие" },
    { "de", "T" },
    { "", "T" },
  };
  static const char *const locales[] = { "C", "C.UTF-8", "el_GR.UTF-8", "ru_RU.UTF-8", "de_DE.UTF-8", "tr_TR.UTF-8" };
  g_autoptr (GBytes) bytes = lesson (2, "Title=T\nTitle[el]=Τίτλος\nTitle[ru]=Заглавие", NULL);

  for (gsize k = 0; k < G_N_ELEMENTS (locales); k++)
    {
      /* Those that this machine has. */
      if (setlocale (LC_ALL, locales[k]) == NULL)
        continue;
      for (gsize i = 0; i < G_N_ELEMENTS (rows_); i++)
        {
          g_autoptr (GPtrArray) faults = sim_faults_new ();
          g_autoptr (SimScenario) lesson_ = NULL;

          g_setenv ("LANGUAGE", rows_[i].language, TRUE);
          lesson_ = sim_scenario_parse ("x", NULL, bytes, faults);
          g_assert_nonnull (lesson_);
          /* Without LANGUAGE the locale itself decides. */
          if (*rows_[i].language != '\0')
            g_assert_cmpstr (lesson_->title, ==, rows_[i].title);
        }
      g_unsetenv ("LANGUAGE");
      test_first_letter ();
    }
  setlocale (LC_ALL, "C.UTF-8");
}

static void
test_durations (void)
{
  static const struct
  {
    const char *text;
    SimTime     length;   /* -1: none */
  } rows_[] = {
    { "90", 90 * SIM_TIME_SECOND },
    { "90s", 90 * SIM_TIME_SECOND },
    { "250ms", 250 * SIM_TIME_MILLISECOND },
    { "15m", 15 * SIM_TIME_MINUTE },
    { "2h", 2 * SIM_TIME_HOUR },
    { "3d", 3 * SIM_TIME_DAY },
    { "0", 0 },
    { "3653d", 3653 * SIM_TIME_DAY },
    { "3654d", -1 },
    { "9223372036854775808", -1 },
    { "99999999999999999999", -1 },
    { "", -1 },
    { "s", -1 },
    { "-1s", -1 },
    { "+1s", -1 },
    { " 1s", -1 },
    { "1 s", -1 },
    { "1.5s", -1 },
    { "1S", -1 },
    { "1w", -1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows_); i++)
    {
      SimTime length = -1;

      g_assert_cmpint (sim_duration_parse (rows_[i].text, SIM_DURATION_TEN_YEARS, &length), ==, rows_[i].length >= 0);
      g_assert_cmpint (length, ==, rows_[i].length);
    }
}

static const char variants[] =
  "[Note 1]\nOn=end\nText=t\nText[el]=e\n"
  "[Menu line]\nName=Line\n"
  "[Variant lan]\nName=LAN\nMenu=line\n"
  "[Variant far]\nName=Far\nDetail=far away\nMenu=line\nSet1=Link pc.a.example mx1.a.example/Profile=satellite\n"
  "[Variant old]\nName=Old\nSet1=Host mx1.a.example/Speaks=HELO\nSet2=Message m/Subject=a\\sb; c\nSet3=Message m/Cc\n"
  "Set4=Note 1/Text=u\n"
  "[Variant bare]\nName=Bare\nSet1=Host mx1.a.example/Speaks=EHLO\nWithout=Note 1\n"
  "[Compare]\nTask=Send\nA=lan\nB=far;old\nHost=mx1.a.example\n";

static SimScenario *
with_variants (void)
{
  g_autoptr (GBytes) bytes = lesson (17, "To=bob@a.example\n# with a copy\nCc=ann@a.example", variants);
  g_autoptr (GPtrArray) faults = sim_faults_new ();
  SimScenario *self = sim_scenario_parse ("x", NULL, bytes, faults);

  g_assert_cmpuint (faults->len, ==, 0);
  return self;
}

static void
test_variants (void)
{
  g_autoptr (SimScenario) self = with_variants ();
  const SimVariantSpec *far_away = g_ptr_array_index (self->variants, 1), *old = g_ptr_array_index (self->variants, 2);
  const SimSetSpec *set = g_ptr_array_index (old->sets, 2);

  g_assert_cmpuint (self->variants->len, ==, 4);
  g_assert_cmpuint (self->menus->len, ==, 1);
  g_assert_cmpstr (far_away->name, ==, "Far");
  g_assert_cmpstr (far_away->detail, ==, "far away");
  g_assert_cmpstr (far_away->menu, ==, "line");
  g_assert_cmpstr (set->group, ==, "Message m");
  g_assert_cmpstr (set->key, ==, "Cc");
  g_assert_null (set->value);
  g_assert_cmpstr (self->task, ==, "Send");
  g_assert_cmpstr (self->compare_a[0], ==, "lan");
  g_assert_cmpstr (self->compare_b[1], ==, "old");
  g_assert_cmpint (self->compare_host, ==, 1);
  g_assert_cmpint (sim_scenario_find_variant (self, "bare"), ==, 3);
  g_assert_cmpint (sim_scenario_find_variant (self, "Bare"), ==, -1);
  g_assert_null (self->applied[0]);
}

static SimTime
latency (const SimScenario *self)
{
  return ((const SimLinkSpec *) g_ptr_array_index (self->links, 0))->latency;
}

static gboolean
says_helo (const SimScenario *self)
{
  return ((const SimHostSpec *) g_ptr_array_index (self->hosts, 1))->helo_only;
}

static void
test_vary (void)
{
  g_autoptr (SimScenario) self = with_variants ();
  g_autoptr (GError) error = NULL;
  g_autoptr (SimScenario) both = sim_scenario_vary (self, (const char *[]) { "far", "old", NULL }, &error), back = NULL, same = NULL, last = NULL;
  g_autoptr (GPtrArray) faults = sim_faults_new ();
  g_autofree char *subject = NULL;
  const SimMessageSpec *message;
  const SimNoteSpec *note;

  g_assert_no_error (error);
  g_assert_cmpint (latency (self), <, SIM_TIME_MILLISECOND);
  g_assert_cmpint (latency (both), ==, 270 * SIM_TIME_MILLISECOND);
  g_assert_false (says_helo (self));
  g_assert_true (says_helo (both));
  message = g_ptr_array_index (both->messages, 0);
  subject = mail_message_dup_header (message->message, "Subject");
  g_assert_cmpstr (subject, ==, "a b; c");
  g_assert_cmpuint (g_strv_length (message->to), ==, 1);
  note = g_ptr_array_index (both->notes, 0);
  g_assert_cmpstr (note->text, ==, "u");
  g_assert_cmpstr (both->applied[1], ==, "old");
  /* It is a lesson of its own. */
  same = sim_scenario_parse ("x", NULL, both->source, faults);
  g_assert_cmpuint (faults->len, ==, 0);
  g_assert_true (says_helo (same));
  g_assert_cmpstr (same->applied[0], ==, "far");
  /* The way back. */
  back = sim_scenario_vary (both, (const char *[]) { NULL }, NULL);
  g_assert_true (g_bytes_equal (back->source, self->source));
  /* What comes last holds. */
  last = sim_scenario_vary (both, (const char *[]) { "old", "bare", NULL }, NULL);
  g_assert_false (says_helo (last));
  g_assert_cmpuint (last->notes->len, ==, 0);
}

static void
test_vary_refuses (void)
{
  g_autoptr (SimScenario) self = with_variants (), plain = NULL;
  g_autoptr (GBytes) bytes = lesson (0, NULL, NULL);
  g_autoptr (GPtrArray) faults = sim_faults_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (sim_scenario_vary (self, (const char *[]) { "far", "near", NULL }, &error));
  g_assert_error (error, SIM_SCENARIO_ERROR, SIM_SCENARIO_ERROR_UNKNOWN);
  g_assert_cmpstr (error->message, ==, "'x' has no variant 'near'; it has lan, far, old, bare");
  g_clear_error (&error);
  plain = sim_scenario_parse ("x", NULL, bytes, faults);
  g_assert_null (sim_scenario_vary (plain, (const char *[]) { "far", NULL }, &error));
  g_assert_cmpstr (error->message, ==, "'x' has no variants");
}

/* Each by itself is well, both together are not: the lines are those of the file. */
static void
test_vary_faulty (void)
{
  g_autoptr (GBytes) bytes = lesson (0, NULL,
                                     "[Message n]\nFrom=ann@a.example\nTo=bob@a.example\n"
                                     "[Variant other]\nName=O\nSet1=Act 1/Message=n\n"
                                     "[Variant less]\nName=L\nWithout=Message n\n");
  g_autoptr (GPtrArray) faults = sim_faults_new ();
  g_autoptr (SimScenario) self = sim_scenario_parse ("x", NULL, bytes, faults);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (self);
  g_assert_null (sim_scenario_vary (self, (const char *[]) { "other", "less", NULL }, &error));
  g_assert_error (error, SIM_SCENARIO_ERROR, SIM_SCENARIO_ERROR_FAULTY);
  g_assert_true (g_str_has_prefix (error->message, "x:27: "));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/world/scenario/all-lessons-are-well", test_lessons);
  g_test_add_func ("/world/scenario/first-letter-says-what-it-says", test_first_letter);
  g_test_add_func ("/world/scenario/unknown-lesson-suggests-one", test_unknown_lesson);
  g_test_add_func ("/world/scenario/documentation-has-each-key", test_documented_keys);
  g_test_add_func ("/world/scenario/documented-examples-are-well", test_documented_examples);
  g_test_add_func ("/world/scenario/limits-have-messages", test_limits);
  g_test_add_func ("/world/scenario/other-files-are-no-lessons", test_no_lesson_at_all);
  g_test_add_func ("/world/scenario/defaults", test_defaults);
  g_test_add_func ("/world/scenario/acts-faults-and-notes-are-read", test_story);
  g_test_add_func ("/world/scenario/letters-from-keys-and-files", test_letters);
  g_test_add_func ("/world/scenario/any-locale-reads-the-same", test_locales);
  g_test_add_func ("/world/scenario/durations", test_durations);
  g_test_add_func ("/world/scenario/variants-are-read", test_variants);
  g_test_add_func ("/world/scenario/variants-change-lines", test_vary);
  g_test_add_func ("/world/scenario/unknown-variants", test_vary_refuses);
  g_test_add_func ("/world/scenario/variants-that-do-not-go-together", test_vary_faulty);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *name = g_strdup_printf ("/world/scenario/faults/%02u", (guint) i);
      g_test_add_data_func (name, &rows[i], test_faults);
    }
  return g_test_run ();
}

/* code.c - reply codes, enhanced codes and response words, asked for by name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/explain/explain.h"

#include "sim/core/text.h"
#include "sim/explain/catalog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* ---- Digits ------------------------------------------------------------- */

static void
fill_digit (ExplainDigit *out, int digit, const char *name, const char *text)
{
  out->digit = g_strdup_printf ("%d", digit);
  out->name = g_strdup (name);
  out->text = g_strdup (text);
}

gboolean
explain_digits (int code, ExplainDigit out[3])
{
  ExplainTopic outcome, about, precisely;

  memset (out, 0, 3 * sizeof *out);
  if (code < 200 || code > 599)
    return FALSE;

  explain_topic_findf (&outcome, "Outcome %d", code / 100);
  if (!explain_topic_findf (&about, "About %d", code / 10 % 10))
    explain_topic_find ("About other", &about);
  if (!explain_topic_findf (&precisely, "SMTP %d", code))
    explain_topic_find ("Precisely other", &precisely);

  /* TRANSLATORS: the first digit of a reply code: how it came out. Heading of a tile. */
  fill_digit (&out[0], code / 100, C_("reply-digit", "Outcome"), outcome.text);
  /* TRANSLATORS: the second digit of a reply code: what it is about. Heading of a tile. */
  fill_digit (&out[1], code / 10 % 10, C_("reply-digit", "About"), about.text);
  /* TRANSLATORS: the third digit of a reply code: what precisely. Heading of a tile. */
  fill_digit (&out[2], code % 10, C_("reply-digit", "Precisely"), precisely.title);
  return TRUE;
}

void
explain_digits_clear (ExplainDigit digits[3])
{
  for (int i = 0; i < 3; i++)
    {
      g_clear_pointer (&digits[i].digit, g_free);
      g_clear_pointer (&digits[i].name, g_free);
      g_clear_pointer (&digits[i].text, g_free);
    }
}

/* ---- Enhanced codes ----------------------------------------------------- */

/* RFC 3463, 2: class "." subject "." detail; the latter two have one to three digits. */
static gboolean
read_enhanced (const char *text, char *klass, guint *subject, guint *detail)
{
  const char *at = text + 2;
  guint *numbers[] = { subject, detail };

  if (text[0] == '\0' || strchr ("245X", text[0]) == NULL || text[1] != '.')
    return FALSE;
  *klass = text[0];
  for (int i = 0; i < 2; i++)
    {
      gsize len = strspn (at, "0123456789");

      if (len < 1 || len > 3 || at[len] != (i == 0 ? '.' : '\0') || (len > 1 && at[0] == '0'))
        return FALSE;
      *numbers[i] = (guint) g_ascii_strtoull (at, NULL, 10);
      at += len + 1;
    }
  return TRUE;
}

/* A title within a sentence: "mailbox full", but "SPF validation failed". */
static char *
lower_first (const char *title)
{
  const char *second = g_utf8_next_char (title);

  if (title[0] == '\0' || !g_unichar_islower (g_utf8_get_char (second)))
    return g_strdup (title);

  g_autofree char *first = g_utf8_strdown (title, second - title);
  return g_strconcat (first, second, NULL);
}

char *
explain_enhanced (const char *enhanced)
{
  guint subject, detail;
  char klass;
  ExplainTopic topics[3];

  if (enhanced == NULL || !read_enhanced (enhanced, &klass, &subject, &detail))
    return NULL;
  if (!explain_topic_findf (&topics[0], "Enhanced %c", klass) ||
      !explain_topic_findf (&topics[1], "Enhanced X.%u", subject) ||
      !explain_topic_findf (&topics[2], "Enhanced X.%u.%u", subject, detail))
    return NULL;

  g_autofree char *first = lower_first (topics[0].title);
  g_autofree char *second = lower_first (topics[1].title);
  g_autofree char *third = lower_first (topics[2].title);
  return g_strjoin (" · ", first, second, third, NULL);
}

/* ---- What is asked for -------------------------------------------------- */

typedef enum
{
  ASK_SMTP = 1 << 0,
  ASK_POP3 = 1 << 1,
  ASK_IMAP = 1 << 2,
  ASK_ANY  = ASK_SMTP | ASK_POP3 | ASK_IMAP
} AskProtocol;

/* 0: the word is no protocol's name. */
static guint
protocol_of_word (const char *word)
{
  static const struct { const char *word; guint protocol; } names[] = {
    { "SMTP", ASK_SMTP }, { "ESMTP", ASK_SMTP }, { "LMTP", ASK_SMTP },
    { "POP3", ASK_POP3 }, { "POP", ASK_POP3 },
    { "IMAP", ASK_IMAP }, { "IMAP4", ASK_IMAP },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (word, names[i].word) == 0)
      return names[i].protocol;
  return 0;
}

static void
write_topic (GString *out, const char *key, const ExplainTopic *topic)
{
  if (out->len > 0)
    g_string_append_c (out, '\n');
  g_string_append_printf (out, "%s  %s\n", key, topic->title);
}

static void
write_rest (GString *out, const ExplainTopic *topic)
{
  if (topic->text != NULL)
    g_string_append_printf (out, "\n%s\n", topic->text);
  if (topic->rfc != NULL)
    g_string_append_printf (out, "\n%s\n", topic->rfc);
}

static gboolean
write_smtp (GString *out, const char *word)
{
  ExplainDigit digits[3];
  ExplainTopic topic;

  if (strlen (word) != 3 || strspn (word, "0123456789") != 3 || !explain_topic_findf (&topic, "SMTP %s", word))
    return FALSE;
  write_topic (out, topic.key, &topic);
  explain_digits ((int) g_ascii_strtoull (word, NULL, 10), digits);
  g_string_append_c (out, '\n');
  for (int i = 0; i < 3; i++)
    g_string_append_printf (out, "  %s  %s: %s\n", digits[i].digit, digits[i].name, digits[i].text);
  explain_digits_clear (digits);
  write_rest (out, &topic);
  return TRUE;
}

static gboolean
write_enhanced (GString *out, const char *word)
{
  guint subject, detail;
  char klass;
  ExplainTopic topic, part;

  if (!read_enhanced (word, &klass, &subject, &detail) ||
      !explain_topic_findf (&topic, "Enhanced X.%u.%u", subject, detail))
    return FALSE;

  g_autofree char *key = g_strconcat ("SMTP ", word, NULL);
  write_topic (out, key, &topic);
  g_string_append_c (out, '\n');
  if (explain_topic_findf (&part, "Outcome %c", klass))
    g_string_append_printf (out, "  %c  %s: %s\n", klass, C_("reply-digit", "Outcome"), part.text);
  if (explain_topic_findf (&part, "Enhanced X.%u", subject))
    g_string_append_printf (out, "  %u  %s: %s\n", subject, C_("reply-digit", "About"), part.title);
  g_string_append_printf (out, "  %u  %s: %s\n", detail, C_("reply-digit", "Precisely"), topic.title);
  write_rest (out, &topic);
  return TRUE;
}

/* @shown stands before the word in what is printed. */
static gboolean
write_plain (GString *out, const char *prefix, const char *word, const char *shown)
{
  g_autofree char *key = g_strconcat (shown, " ", word, NULL);
  ExplainTopic topic;

  if (!explain_topic_findf (&topic, "%s %s", prefix, word))
    return FALSE;
  write_topic (out, key, &topic);
  write_rest (out, &topic);
  return TRUE;
}

/* What a word of these protocols may be: the topic is [POP3 command RETR]. "": a code or an answer. */
static const char * const pop3_kinds[] = { "", " command", " capability" };
static const char * const imap_kinds[] = { "", " command", " response", " item", " key", " flag", " attribute", " capability" };

/* @word as it is, without the backslash of a flag, and without what stands behind "=", as in AUTH=PLAIN. */
static gboolean
write_kinds (GString *out, const char *protocol, const char * const *kinds, gsize n_kinds, const char *word)
{
  const char *bare = word[0] == '\\' ? word + 1 : word;
  gboolean found = FALSE;

  for (gsize i = 0; i < n_kinds; i++)
    {
      g_autofree char *prefix = g_strconcat (protocol, kinds[i], NULL);

      found |= write_plain (out, prefix, bare, protocol);
    }
  if (!found && strchr (bare, '=') != NULL && bare[0] != '=')
    {
      g_autofree char *name = g_strndup (bare, strcspn (bare, "="));

      return write_kinds (out, protocol, kinds, n_kinds, name);
    }
  return found;
}

/* Everything that @word is, in the given protocols. */
static gboolean
write_word (GString *out, guint protocols, const char *word)
{
  gboolean found = FALSE;

  if (protocols & ASK_SMTP)
    {
      found |= write_smtp (out, word);
      found |= write_enhanced (out, word);
      found |= write_plain (out, "Command", word, "SMTP");
      found |= write_plain (out, "Keyword", word, "EHLO");
    }
  if (protocols & ASK_POP3)
    {
      found |= write_kinds (out, "POP3", pop3_kinds, G_N_ELEMENTS (pop3_kinds), word);
      if (strcmp (word, "OK") == 0)
        found |= write_plain (out, "POP3", "+OK", "POP3");
      if (strcmp (word, "ERR") == 0)
        found |= write_plain (out, "POP3", "-ERR", "POP3");
    }
  if (protocols & ASK_IMAP)
    found |= write_kinds (out, "IMAP", imap_kinds, G_N_ELEMENTS (imap_kinds), word);
  return found;
}

/* ---- What was meant ----------------------------------------------------- */

/* The word by which a topic is asked for: "RETR" of [POP3 command RETR]. NULL: it is not asked for by name. */
static const char *
asked_word (const char *key)
{
  const char *word = strrchr (key, ' ');
  gboolean smtp = g_str_has_prefix (key, "SMTP ");

  if (word == NULL || (!smtp && !g_str_has_prefix (key, "POP3 ") && !g_str_has_prefix (key, "IMAP ")))
    return NULL;
  word++;
  /* [SMTP 250 EHLO], [POP3 +OK RETR], [IMAP OK tagged] */
  if (word > key + 5 && (smtp || !g_ascii_islower (key[5])))
    return NULL;
  return g_ascii_islower (word[0]) ? NULL : word;
}

/* A key that is near to what was asked, as it may be typed. (transfer full) or NULL */
static char *
suggest (const char *query, const char *word)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char * const *keys = explain_topic_keys (NULL);
  const char *near;
  char klass = word[0];
  guint subject, detail;

  /* A code that nobody has registered: the general one of its kind is near. */
  if (read_enhanced (word, &klass, &subject, &detail))
    {
      ExplainTopic topic;

      if (explain_topic_findf (&topic, "Enhanced X.%u.0", subject))
        return g_strdup_printf ("%c.%u.0", klass, subject);
    }
  if (strlen (word) == 3 && strspn (word, "0123456789") == 3)
    for (gsize i = 0; keys[i] != NULL; i++)
      if (asked_word (keys[i]) != NULL && g_str_has_prefix (keys[i], "SMTP ") && strncmp (keys[i] + 5, word, 2) == 0)
        return g_strdup (keys[i] + 5);

  for (gsize i = 0; keys[i] != NULL; i++)
    if (asked_word (keys[i]) != NULL)
      {
        g_ptr_array_add (names, g_strdup_printf ("%.4s %s", keys[i], asked_word (keys[i])));
        g_ptr_array_add (names, g_strdup (asked_word (keys[i])));
      }
  near = sim_text_suggest (query, (const char * const *) names->pdata, names->len);
  if (near == NULL)
    near = sim_text_suggest (word, (const char * const *) names->pdata, names->len);
  return g_strdup (near);
}

/* ---- The question ------------------------------------------------------- */

/* Upper-case words; brackets and a reply's hyphen after its code fall away. */
static char **
words_of (const char *query)
{
  g_autofree char *upper = g_ascii_strup (query, -1);
  g_autofree char *valid = g_utf8_make_valid (upper, -1);

  if (strlen (valid) > 4 && strspn (valid, "0123456789") == 3 && valid[3] == '-')
    valid[3] = ' ';
  g_strdelimit (valid, "[]\t\r\n", ' ');
  return g_strsplit (g_strstrip (valid), " ", -1);
}

char *
explain_code (const char *query, GError **error)
{
  g_auto (GStrv) words = words_of (query);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *asked = NULL;
  g_autofree char *near = NULL;
  const char *first = NULL;
  guint protocols = ASK_ANY;
  gboolean named = FALSE;

  for (gsize i = 0; words[i] != NULL; i++)
    {
      guint protocol = protocol_of_word (words[i]);

      if (words[i][0] == '\0')
        continue;
      if (first == NULL && !named && protocol != 0)
        {
          protocols = protocol;
          named = TRUE;
          continue;
        }
      /* The first word has to be known; of the rest of a pasted line, what is known is explained too. */
      if (first == NULL)
        {
          first = words[i];
          if (!write_word (out, protocols, first))
            break;
          if (first[0] == '+' || first[0] == '-')
            protocols = ASK_POP3;
          else if (g_ascii_isdigit (first[0]))
            protocols = ASK_SMTP;
        }
      else if (protocols != ASK_SMTP || strspn (words[i], "0123456789.") == strlen (words[i]))
        write_word (out, protocols, words[i]);
    }
  if (out->len > 0)
    return g_string_free (g_steal_pointer (&out), FALSE);

  asked = g_strstrip (g_utf8_make_valid (query, -1));
  near = suggest (asked, first != NULL ? first : asked);
  if (near != NULL)
    /* TRANSLATORS: %1$s is what was asked for, such as “453”; %2$s a code that is known, such as “452”. */
    g_set_error (error, EXPLAIN_ERROR, EXPLAIN_ERROR_UNKNOWN, _("There is no explanation of “%1$s”. Did you mean “%2$s”?"),
                 asked, near);
  else
    /* TRANSLATORS: %s is what was asked for. */
    g_set_error (error, EXPLAIN_ERROR, EXPLAIN_ERROR_UNKNOWN, _("There is no explanation of “%s”."), asked);
  return NULL;
}

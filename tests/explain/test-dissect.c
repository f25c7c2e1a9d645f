/* test-dissect.c - the parts of lines
 *
 * Parts are written as {name text}; what has no name stands between them.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/explain/dissect.h"

#include <string.h>

typedef struct
{
  const char *said;      /* "C: MAIL ..." */
  const char *verb;
  int         kind;      /* ExplainLineKind */
  const char *parts;
} Row;

static char *
parts_to_text (const GArray *parts, const char *text)
{
  GString *out = g_string_new (NULL);
  gsize at = 0;

  for (guint i = 0; i < parts->len; i++)
    {
      const ExplainPart *part = &g_array_index (parts, ExplainPart, i);

      g_assert_cmpuint (part->start, >=, at);
      g_assert_cmpuint (part->len, >, 0);
      g_string_append_len (out, text + at, (gssize) (part->start - at));
      g_string_append_printf (out, "{%s %.*s}", explain_part_name (part->kind), (int) part->len, text + part->start);
      at = part->start + part->len;
    }
  g_assert_cmpuint (at, <=, strlen (text));
  g_string_append (out, text + at);
  return g_string_free (out, FALSE);
}

static void
check (const char *protocol, const Row *rows, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      const char *text = rows[i].said + 3;
      ExplainLine line = { (ExplainLineKind) rows[i].kind, .first = strcmp (rows[i].said, "S: 250-PIPELINING") != 0 &&
                           strcmp (rows[i].said, "S: 250 SIZE 1000") != 0 };

      g_strlcpy (line.verb, rows[i].verb, sizeof line.verb);
      g_autoptr (GArray) parts = explain_dissect (protocol, rows[i].said[0] == 'C' ? SIM_SIDE_CLIENT : SIM_SIDE_SERVER, &line, text, strlen (text));
      g_autofree char *got = parts_to_text (parts, text);

      g_assert_cmpstr (got, ==, rows[i].parts);
    }
}

#define COMMAND  EXPLAIN_LINE_COMMAND
#define REPLY    EXPLAIN_LINE_REPLY
#define UNTAGGED EXPLAIN_LINE_UNTAGGED

static void
test_smtp (void)
{
  static const Row rows[] = {
    { "C: EHLO pc.example", "EHLO", COMMAND, "{command EHLO} {host name pc.example}" },
    { "C: MAIL FROM:<anna@school.example> SIZE=1842 BODY=8BITMIME", "MAIL", COMMAND,
      "{command MAIL} {fixed word FROM:}<{local part anna}@{domain school.example}> {parameter SIZE}={value 1842} {parameter BODY}={value 8BITMIME}" },
    { "C: MAIL FROM:<>", "MAIL", COMMAND, "{command MAIL} {fixed word FROM:}{no address <>}" },
    { "C: rcpt to:<@a.example,@b.example:\"a@b >\"@c.example>", "RCPT", COMMAND,
      "{command rcpt} {fixed word to:}<{route (obsolete) @a.example,@b.example}:{local part \"a@b >\"}@{domain c.example}>" },
    { "C: RCPT TO:<olga", "RCPT", COMMAND, "{command RCPT} {fixed word TO:}<{local part olga}" },
    { "C: RCPT nobody", "RCPT", COMMAND, "{command RCPT} {argument nobody}" },
    { "C: AUTH PLAIN ********", "AUTH", COMMAND, "{command AUTH} {mechanism PLAIN} {login data ********}" },
    { "C: BDAT 86 LAST", "BDAT", COMMAND, "{command BDAT} {octets 86} {fixed word LAST}" },
    { "C: VRFY anna", "VRFY", COMMAND, "{command VRFY} {argument anna}" },
    { "C: QUIT", "QUIT", COMMAND, "{command QUIT}" },
    { "C: ", "", COMMAND, "" },
    { "C: .", ".", EXPLAIN_LINE_DOT, "{end mark .}" },
    { "C: ..hidden", "", EXPLAIN_LINE_CONTENT, "{added dot .}.hidden" },
    { "C: Subject: Hello", "", EXPLAIN_LINE_CONTENT, "{header field Subject}: {its content Hello}" },
    { "C: just text: yes", "", EXPLAIN_LINE_CONTENT, "just text: yes" },
    { "S: 220 mx.example ESMTP ready", "", EXPLAIN_LINE_GREETING, "{reply code 220} {host name mx.example} {text for people ESMTP ready}" },
    { "S: 250-mx.example greets pc", "EHLO", REPLY, "{reply code 250}{goes on -}{host name mx.example} {text for people greets pc}" },
    { "S: 250-PIPELINING", "EHLO", REPLY, "{reply code 250}{goes on -}{extension PIPELINING}" },
    { "S: 250 SIZE 1000", "EHLO", REPLY, "{reply code 250} {extension SIZE} {value 1000}" },
    { "S: 550 5.1.1 No such user", "RCPT", REPLY, "{reply code 550} {enhanced code 5.1.1} {text for people No such user}" },
    { "S: 250 2.1 is no code", "RCPT", REPLY, "{reply code 250} {text for people 2.1 is no code}" },
    { "S: 250", "NOOP", REPLY, "{reply code 250}" },
    { "S: what?", "NOOP", REPLY, "{text for people what?}" },
  };

  check ("smtp", rows, G_N_ELEMENTS (rows));
}

static void
test_dns (void)
{
  static const Row rows[] = {
    { "C: MX? univ.example", "", COMMAND, "{type asked for MX}? {name univ.example}" },
    { "S: univ.example. 3600 MX 10 mx.univ.example.; mx.univ.example. 60 A 192.0.2.1", "", REPLY,
      "{name univ.example.} {valid for (s) 3600} {record type MX} {record data 10 mx.univ.example.}; "
      "{name mx.univ.example.} {valid for (s) 60} {record type A} {record data 192.0.2.1}" },
    { "S: NXDOMAIN univ.example.", "", REPLY, "{outcome NXDOMAIN} {name univ.example.}" },
  };

  check ("dns", rows, G_N_ELEMENTS (rows));
}

static void
test_pop3 (void)
{
  static const Row rows[] = {
    { "S: +OK ready <1896.69@mail.example>", "", EXPLAIN_LINE_GREETING, "{outcome +OK} {text for people ready} {time stamp <1896.69@mail.example>}" },
    { "C: USER anna", "USER", COMMAND, "{command USER} {user name anna}" },
    { "C: PASS two words", "PASS", COMMAND, "{command PASS} {password two words}" },
    { "C: APOP anna c4c9334bac560ecc", "APOP", COMMAND, "{command APOP} {user name anna} {digest c4c9334bac560ecc}" },
    { "C: TOP 2 10", "TOP", COMMAND, "{command TOP} {number 2} {lines 10}" },
    { "C: RETR 2", "RETR", COMMAND, "{command RETR} {number 2}" },
    { "C: LIST", "LIST", COMMAND, "{command LIST}" },
    { "S: -ERR [IN-USE] locked", "PASS", REPLY, "{outcome -ERR} {response code [IN-USE]} {text for people locked}" },
    { "S: +OK 2 320", "STAT", REPLY, "{outcome +OK} {number 2} {octets 320}" },
    { "S: +OK 2 messages", "LIST", REPLY, "{outcome +OK} {number 2} {octets messages}" },
    { "S: 1 120", "LIST", EXPLAIN_LINE_LISTING, "{number 1} {octets 120}" },
    { "S: 1 QhdPYR:00WBw1Ph7x7", "UIDL", EXPLAIN_LINE_LISTING, "{number 1} {unique id QhdPYR:00WBw1Ph7x7}" },
    { "S: SASL PLAIN LOGIN", "CAPA", EXPLAIN_LINE_LISTING, "{extension SASL} {value PLAIN LOGIN}" },
    { "S: Subject: x", "RETR", EXPLAIN_LINE_CONTENT, "{header field Subject}: {its content x}" },
    { "S: .", "RETR", EXPLAIN_LINE_DOT, "{end mark .}" },
    { "S: + PDE+", "AUTH", EXPLAIN_LINE_CONTINUE, "{go on +} {value PDE+}" },
  };

  check ("pop3", rows, G_N_ELEMENTS (rows));
}

static void
test_imap (void)
{
  static const Row rows[] = {
    { "S: * OK [CAPABILITY IMAP4rev2] ready", "", EXPLAIN_LINE_GREETING,
      "{untagged *} {outcome OK} {response code [CAPABILITY IMAP4rev2]} {text for people ready}" },
    { "C: A1 LOGIN anna \"two words\"", "LOGIN", COMMAND, "{tag A1} {command LOGIN} {user name anna} {password \"two words\"}" },
    { "C: A2 SELECT \"Old mail\"", "SELECT", COMMAND, "{tag A2} {command SELECT} {folder \"Old mail\"}" },
    { "C: A3 UID FETCH 1:4,7 (FLAGS BODY.PEEK[HEADER.FIELDS (FROM TO)]<0.100>)", "UID FETCH", COMMAND,
      "{tag A3} {command UID FETCH} {sequence set 1:4,7} ({item FLAGS} {item BODY.PEEK[HEADER.FIELDS (FROM TO)]<0.100>})" },
    { "C: A4 STORE 2 +FLAGS.SILENT (\\Seen \\Deleted)", "STORE", COMMAND,
      "{tag A4} {command STORE} {sequence set 2} {item +FLAGS.SILENT} ({flag \\Seen} {flag \\Deleted})" },
    { "C: A5 SEARCH RETURN (MIN COUNT) CHARSET UTF-8 OR FROM anna (SINCE 1-Feb-2026 NOT SEEN) 1:*", "SEARCH", COMMAND,
      "{tag A5} {command SEARCH} {search key RETURN} ({item MIN} {item COUNT}) {search key CHARSET} {value UTF-8} {search key OR} "
      "{search key FROM} {value anna} ({search key SINCE} {date 1-Feb-2026} {search key NOT} {search key SEEN}) {sequence set 1:*}" },
    { "C: A6 APPEND Sent (\\Seen) \"01-Feb-2026 10:00:00 +0000\" {310+}", "APPEND", COMMAND,
      "{tag A6} {command APPEND} {folder Sent} ({flag \\Seen}) {date \"01-Feb-2026 10:00:00 +0000\"} {literal follows {310+}}" },
    { "C: A7 LIST (SUBSCRIBED) \"\" % RETURN (CHILDREN)", "LIST", COMMAND,
      "{tag A7} {command LIST} ({extension SUBSCRIBED}) {folder \"\"} {pattern %} {fixed word RETURN} ({item CHILDREN})" },
    { "C: A8 RENAME a b", "RENAME", COMMAND, "{tag A8} {command RENAME} {folder a} {folder b}" },
    { "C: A9 NOOP", "NOOP", COMMAND, "{tag A9} {command NOOP}" },
    { "C: DONE", "DONE", COMMAND, "{command DONE}" },
    { "C: A10 FETCH 1 (FLAGS))", "FETCH", COMMAND, "{tag A10} {command FETCH} {sequence set 1} ({item FLAGS}){item )}" },
    { "S: * 3 EXISTS", "", UNTAGGED, "{untagged *} {number 3} {outcome EXISTS}" },
    { "S: * 2 FETCH (FLAGS (\\Seen) UID 7 BODY[] {12}", "FETCH", UNTAGGED,
      "{untagged *} {number 2} {outcome FETCH} ({item FLAGS} ({flag \\Seen}) {item UID} {value 7} {item BODY[]} {literal follows {12}}" },
    { "S: * LIST (\\HasNoChildren) \"/\" INBOX", "LIST", UNTAGGED,
      "{untagged *} {outcome LIST} ({flag \\HasNoChildren}) {separator \"/\"} {folder INBOX}" },
    { "S: * STATUS INBOX (MESSAGES 3 UNSEEN 1)", "STATUS", UNTAGGED,
      "{untagged *} {outcome STATUS} {folder INBOX} ({item MESSAGES} {value 3} {item UNSEEN} {value 1})" },
    { "S: * SEARCH 2 5", "SEARCH", UNTAGGED, "{untagged *} {outcome SEARCH} {number 2} {number 5}" },
    { "S: * CAPABILITY IMAP4rev1 IDLE", "", UNTAGGED, "{untagged *} {outcome CAPABILITY} {extension IMAP4rev1} {extension IDLE}" },
    { "S: A4 NO [TRYCREATE] no such folder", "APPEND", REPLY,
      "{tag A4} {outcome NO} {response code [TRYCREATE]} {text for people no such folder}" },
    { "S: + idling", "IDLE", EXPLAIN_LINE_CONTINUE, "{go on +} {text for people idling}" },
    { "S:  UID 7)", "FETCH", EXPLAIN_LINE_REST, " {item UID} {value 7})" },
  };

  check ("imap", rows, G_N_ELEMENTS (rows));
}

/* Whatever stands on a line: parts lie in it and do not overlap. */
static void
test_any_bytes (void)
{
  static const char letters[] = "AB19 <>@:.\"\\()[]{}*+-=?;,\r\n\xCE\xB1\x01";
  static const char * const protocols[] = { "smtp", "dns", "pop3", "imap", "" };
  static const char * const verbs[] = { "MAIL", "EHLO", "AUTH", "FETCH", "UID SEARCH", "LIST", "APPEND", "STAT", "CAPA", "" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (guint run = 0; run < 20000; run++)
    {
      char text[40];
      gsize len = (gsize) g_rand_int_range (rand, 0, sizeof text), at = 0;
      ExplainLine line = { (ExplainLineKind) g_rand_int_range (rand, 0, EXPLAIN_LINE_REST + 1), .first = g_rand_boolean (rand) };

      for (gsize i = 0; i < len; i++)
        text[i] = letters[g_rand_int_range (rand, 0, sizeof letters)];
      g_strlcpy (line.verb, verbs[g_rand_int_range (rand, 0, G_N_ELEMENTS (verbs))], sizeof line.verb);
      g_autofree char *exact = g_memdup2 (text, MAX (len, 1));   /* what lies behind it is watched */
      g_autoptr (GArray) parts = explain_dissect (protocols[run % G_N_ELEMENTS (protocols)], g_rand_int_range (rand, 1, 3), &line, exact, len);

      for (guint i = 0; i < parts->len; i++)
        {
          const ExplainPart *part = &g_array_index (parts, ExplainPart, i);

          g_assert_cmpuint (part->start, >=, at);
          g_assert_cmpuint (part->len, >, 0);
          at = part->start + part->len;
        }
      g_assert_cmpuint (at, <=, len);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/explain/dissect/smtp", test_smtp);
  g_test_add_func ("/explain/dissect/dns", test_dns);
  g_test_add_func ("/explain/dissect/pop3", test_pop3);
  g_test_add_func ("/explain/dissect/imap", test_imap);
  g_test_add_func ("/explain/dissect/any-bytes", test_any_bytes);
  return g_test_run ();
}

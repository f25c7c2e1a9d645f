/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/proto/imap/fetching.h"

#include <string.h>

const char minutes[] = MINUTES_HEADER "\r\nhello\r\nyou\r\n";

const char minutes_envelope[] =
  "(\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" \"IMAP4rev2 WG mtg summary and minutes\""
  " ((\"Terry Green\" NIL \"green\" \"cac.uni.example\")) ((\"Terry Green\" NIL \"green\" \"cac.uni.example\"))"
  " ((\"Terry Green\" NIL \"green\" \"cac.uni.example\")) ((NIL NIL \"imap\" \"cac.uni.example\"))"
  " ((NIL NIL \"minutes\" \"labs.example\")(\"Jo Kay\" NIL \"KAY\" \"MIT.EXAMPLE\")) NIL NIL"
  " \"<B27397-0100000@cac.uni.example>\")";

/* The tree of RFC 9051, 6.4.5.1, cut short. */
const char tree[] =
  "Subject: root\r\nContent-Type: multipart/mixed; boundary=A\r\n\r\n"
  "--A\r\n\r\none\r\n"
  "--A\r\nContent-Type: image/gif; name=\"a \\\"b\\\".gif\"\r\nContent-Transfer-Encoding: base64\r\n"
    "Content-Disposition: attachment; filename=a.gif\r\nContent-Language: el, ru\r\nContent-ID: <2@a.example>\r\n"
    "Content-Description: a picture\r\nContent-MD5: 1B2M2Y8AsgTpgAmY7PhCfg==\r\nContent-Location: a.gif\r\n\r\ntwo=\r\n"
  "--A\r\nContent-Type: message/rfc822\r\n\r\n"
    "Subject: three\r\nFrom: a@b.example\r\nContent-Type: multipart/alternative; boundary=B\r\n\r\n"
    "--B\r\n\r\nthree-one\r\n--B\r\nContent-Type: text/html\r\n\r\nthree-two\r\n--B--\r\n"
  "--A\r\nContent-Type: message/rfc822\r\n\r\nSubject: four\r\n\r\nfour-one\r\n"
  "--A--\r\n";

const char empty[] = "";
const char no_body[] = "Subject: a\r\nX: b\r\n";
const char no_header[] = "hello";
const char garbage[] = "Subject: a\r\nno field\r\n";
const char eight_bit[] = "Subject: \xCE\xB1\r\nFrom: \xFF <a@b.example>\r\n\r\n\xCE\xB1";
const char group[] = "To: Friends: a@b.example, Olga P. <@c.example:o@d.example>;\r\nReply-To:\r\n\r\n";

ImapFetch *
fetching_scan (const char *items, const char **error)
{
  ImapScanner scanner;
  ImapFetch *fetch;

  imap_scanner_init (&scanner, (const guint8 *) items, strlen (items), FALSE);
  fetch = imap_fetch_scan (&scanner);
  if (fetch != NULL && !imap_scan_end (&scanner))
    g_clear_pointer (&fetch, imap_fetch_free);
  if (error != NULL)
    *error = scanner.error;
  return fetch;
}

GString *
fetching_answer (MailMessage *message, const char *items, gboolean utf8)
{
  g_autoptr (ImapFetch) fetch = fetching_scan (items, NULL);
  MailItem item = { .uid = 42, .when = 10 * SIM_TIME_SECOND, .message = message };
  ImapFetchContext context = { .epoch = 837596655, .utf8 = utf8, .flags = "(\\Seen)" };
  g_autoptr (GArray) pieces = NULL;
  GString *out = g_string_new (NULL);

  g_assert_nonnull (fetch);
  pieces = imap_fetch_write (fetch, 7, &item, &context);
  for (guint i = 0; i < pieces->len; i++)
    {
      const ImapPiece *piece = &g_array_index (pieces, ImapPiece, i);
      gsize len;
      const char *data = g_bytes_get_data (piece->bytes, &len);

      g_assert_cmpuint (len, >, 0);
      if (!piece->literal)
        g_assert_cmpmem (data + len - 2, 2, "\r\n", 2);
      g_string_append_len (out, data, len);
    }
  g_assert_true (g_str_has_prefix (out->str, "* 7 FETCH ("));
  g_string_truncate (out, out->len - 2);
  g_string_erase (out, 0, 10);
  return out;
}

MailMessage *
fetching_message (const char *text, gsize len)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, len);

  return mail_message_new (bytes);
}

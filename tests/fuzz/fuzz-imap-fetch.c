/* Any octets as a message, taken apart by MIME and fetched by any data items; our own client reads the answer.
 *
 * The first octet: a length; so many octets are the data items, the rest is the message.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/mail/envelope.h"
#include "sim/mail/part.h"
#include "sim/proto/imap/fetch.h"
#include "sim/proto/imap/response.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, gsize size);

/* ---- the tree ---- */

static guint
check_part (const MailPart *part, MailMessage *message, guint depth)
{
  g_autofree char *name = mail_part_dup_file_name (part);
  g_autofree char *text = mail_part_dup_text (part, message);
  g_autoptr (GBytes) content = NULL;
  gsize at = part->body;
  guint n = 1;

  content = mail_part_decode (part, message);
  g_assert_cmpuint (g_bytes_get_size (content), <=, part->end - part->body);
  g_assert_cmpuint (depth, <=, MAIL_PART_DEPTH_MAX);
  g_assert_cmpuint (part->header, <=, part->body);
  g_assert_cmpuint (part->body, <=, part->end);
  g_assert_cmpuint (part->lines, <=, part->end - part->body);
  g_assert_cmpint (part->children == NULL, ==, part->kind == MAIL_PART_LEAF);
  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_true (name == NULL || g_utf8_validate (name, -1, NULL));
  g_assert_true (name == NULL || (*name != '\0' && strchr (name, '/') == NULL));
  for (guint i = 0; part->children != NULL && i < part->children->len; i++)
    {
      const MailPart *child = g_ptr_array_index (part->children, i);

      g_assert_true (child->parent == part);
      g_assert_cmpuint (child->header, >=, at);
      g_assert_cmpuint (child->end, <=, part->end);
      at = child->end;
      n += check_part (child, message, depth + 1);
    }
  return n;
}

static void
check_envelope (MailMessage *message)
{
  g_autoptr (MailEnvelope) envelope = mail_envelope_new (mail_message_get_root (message), message);

  for (guint i = 0; i < envelope->to->len; i++)
    {
      const MailEnvelopeAddress *address = g_ptr_array_index (envelope->to, i);

      g_assert_true (address->host == NULL || address->mailbox != NULL);
    }
}

/* ---- an answer ---- */

static ImapFetch *
scan (const char *items, gsize len, gboolean utf8)
{
  ImapScanner scanner;
  ImapFetch *fetch;

  imap_scanner_init (&scanner, (const guint8 *) items, len, utf8);
  fetch = imap_fetch_scan (&scanner);
  g_assert_true (fetch != NULL || scanner.error != NULL);
  if (fetch != NULL && !imap_scan_end (&scanner))
    g_clear_pointer (&fetch, imap_fetch_free);
  return fetch;
}

/* What is written can be read. */
static ImapResponse *
fetch_and_read (ImapFetch *fetch, MailMessage *message, gboolean utf8)
{
  MailItem item = { .uid = 42, .when = -1, .message = message };
  ImapFetchContext context = { .epoch = 1709632800, .utf8 = utf8, .flags = "(\\Seen)" };
  g_autoptr (GArray) pieces = imap_fetch_write (fetch, 7, &item, &context);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *tag = NULL;
  ImapResponse *response = NULL;
  const char *why = NULL;
  ImapReader reader;

  imap_reader_init (&reader, 1024 * 1024 * 1024);
  for (guint i = 0; i < pieces->len; i++)
    {
      const ImapPiece *piece = &g_array_index (pieces, ImapPiece, i);
      gsize len;
      const guint8 *data = g_bytes_get_data (piece->bytes, &len);

      g_assert_cmpuint (len, >, 0);
      g_assert_true (piece->literal || (len >= 2 && memcmp (data + len - 2, "\r\n", 2) == 0));
      imap_reader_feed (&reader, data, len);
    }
  g_assert_cmpint (imap_reader_next (&reader, &bytes, &why), ==, IMAP_READ_DONE);
  g_assert_cmpuint (imap_reader_held (&reader), ==, 0);
  imap_reader_clear (&reader);
  g_assert_cmpint (imap_response_parse (bytes, utf8, &tag, &response), ==, IMAP_SAID_UNTAGGED);
  g_assert_cmpstr (response->name, ==, "FETCH");
  g_assert_cmpuint (response->number, ==, 7);
  return response;
}

static void
check_all_items (MailMessage *message, gboolean utf8)
{
  static const char items[] = "(FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODY BODYSTRUCTURE BODY[] BODY[HEADER] RFC822.TEXT UID)";
  g_autoptr (ImapFetch) fetch = scan (items, strlen (items), utf8);
  g_autoptr (ImapResponse) response = fetch_and_read (fetch, message, utf8);

  g_assert_cmpuint (response->uid, ==, 42);      /* all before it was read */
  g_assert_cmpuint (response->flags, ==, MAIL_FLAG_SEEN);
  g_assert_cmpuint (response->size, ==, mail_message_get_size (message));
  g_assert_true (g_bytes_equal (response->body, mail_message_get_bytes (message)));
  g_assert_nonnull (response->envelope);
  g_assert_nonnull (response->structure);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (MailMessage) message = NULL;
  const MailPart *root;

  if (size < 1 || size - 1 < data[0])
    return 0;
  bytes = g_bytes_new (data + 1 + data[0], size - 1 - data[0]);
  message = mail_message_new (bytes);
  root = mail_message_get_root (message);
  g_assert_cmpuint (root->header, ==, 0);
  g_assert_cmpuint (root->body, ==, mail_message_header_size (message));
  g_assert_cmpuint (root->end, ==, mail_message_get_size (message));
  g_assert_cmpuint (check_part (root, message, 0), <=, 2 * MAIL_PART_COUNT_MAX);
  check_envelope (message);
  for (gboolean utf8 = FALSE; utf8 <= TRUE; utf8++)
    {
      g_autoptr (ImapFetch) fetch = scan ((const char *) data + 1, data[0], utf8);

      if (fetch != NULL)
        imap_response_free (fetch_and_read (fetch, message, utf8));
      check_all_items (message, utf8);
    }
  return 0;
}

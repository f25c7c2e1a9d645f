/* bench-fetch.c - FETCH's answers, how many a second
 *
 * Each item is written again and again for a letter of several parts. Beside it stands
 * GMime, which reads the same letter anew for each answer; for BODY[] the mere copying
 * of the octets. Times are processor time.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/mail/part.h"
#include "sim/proto/imap/fetch.h"

#include <gmime/gmime.h>
#include <string.h>
#include <time.h>

#define SECONDS 0.3     /* each */

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static GBytes *
make_letter (gsize attachment)
{
  GString *text = g_string_new ("Received: from a.example by b.example; Tue, 05 Mar 2024 10:00:00 +0000\r\n"
                                "Date: Tue, 05 Mar 2024 10:00:00 +0000\r\nFrom: Anna <anna@a.example>\r\n"
                                "To: Ivan <ivan@b.example>, Olga <olga@b.example>\r\nSubject: A picture\r\n"
                                "Message-ID: <1@a.example>\r\nMIME-Version: 1.0\r\n"
                                "Content-Type: multipart/mixed; boundary=\"=_outer\"\r\n\r\n--=_outer\r\n"
                                "Content-Type: multipart/alternative; boundary=\"=_inner\"\r\n\r\n--=_inner\r\n"
                                "Content-Type: text/plain; charset=utf-8\r\n\r\nLook at this.\r\n--=_inner\r\n"
                                "Content-Type: text/html; charset=utf-8\r\n\r\n<p>Look at this.</p>\r\n--=_inner--\r\n\r\n--=_outer\r\n"
                                "Content-Type: image/png; name=\"a.png\"\r\nContent-Transfer-Encoding: base64\r\n"
                                "Content-Disposition: attachment; filename=\"a.png\"\r\n\r\n");
  gsize end = text->len + attachment;

  while (text->len < end)
    g_string_append (text, "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6\r\n");
  g_string_append (text, "--=_outer--\r\n");
  return g_string_free_to_bytes (text);
}

/* Answers a second. */
static double
rate (MailMessage *message, const char *items)
{
  MailItem item = { .uid = 1, .message = message };
  ImapFetchContext context = { .flags = "(\\Seen)" };
  ImapScanner scanner;
  g_autoptr (ImapFetch) fetch = NULL;
  double start = now ();
  guint n = 0;

  imap_scanner_init (&scanner, (const guint8 *) items, strlen (items), FALSE);
  fetch = imap_fetch_scan (&scanner);
  for (; n % 64 != 0 || now () - start < SECONDS; n++)
    g_array_unref (imap_fetch_write (fetch, n + 1, &item, &context));
  return n / (now () - start);
}

static double
gmime_rate (GBytes *bytes)
{
  double start = now ();
  guint n = 0;

  for (; now () - start < SECONDS; n++)
    {
      GMimeStream *stream = g_mime_stream_mem_new_with_buffer (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      GMimeParser *parser = g_mime_parser_new_with_stream (stream);
      GMimeMessage *message = g_mime_parser_construct_message (parser, NULL);

      g_object_unref (message);
      g_object_unref (parser);
      g_object_unref (stream);
    }
  return n / (now () - start);
}

static double
tree_rate (GBytes *bytes)
{
  double start = now ();
  guint n = 0;

  for (; now () - start < SECONDS; n++)
    {
      g_autoptr (MailMessage) message = mail_message_new (bytes);

      mail_message_get_root (message);
    }
  return n / (now () - start);
}

static double
copy_rate (GBytes *bytes)
{
  gsize len;
  const void *data = g_bytes_get_data (bytes, &len);
  double start = now ();
  guint n = 0;

  for (; now () - start < SECONDS; n++)
    {
      g_autofree volatile char *copy = g_memdup2 (data, len);

      (void) copy[len / 2];
    }
  return n / (now () - start);
}

int
main (void)
{
  static const char * const items[] =
  {
    "(UID FLAGS)", "(UID RFC822.SIZE INTERNALDATE)", "ENVELOPE", "BODYSTRUCTURE", "BODY.PEEK[HEADER.FIELDS (DATE FROM SUBJECT)]",
    "BODY.PEEK[1.1]", "BODY.PEEK[2]<0.4096>", "BODY.PEEK[]"
  };
  static const gsize sizes[] = { 2000, 5000000 };

  g_mime_init ();
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) bytes = make_letter (sizes[i]);
      g_autoptr (MailMessage) message = mail_message_new (bytes);
      double gmime = gmime_rate (bytes);
      double copy = copy_rate (bytes);
      double tree = tree_rate (bytes);

      g_print ("a letter of %" G_GSIZE_FORMAT " octets, answers a second\n", g_bytes_get_size (bytes));
      g_print ("  %-50s %12.0f\n", "GMime reads it", gmime);
      g_print ("  %-50s %12.0f\n", "its octets are copied", copy);
      g_print ("  %-50s %12.0f   %.1f of GMime\n", "the tree alone, anew", tree, tree / gmime);
      for (guint j = 0; j < G_N_ELEMENTS (items); j++)
        {
          double ours = rate (message, items[j]);

          g_print ("  %-50s %12.0f   %.1f of GMime, %.1f of a copy\n", items[j], ours, ours / gmime, ours / copy);
        }
    }
  return 0;
}

/* fetching.h - letters, and what FETCH answers of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/proto/imap/fetch.h"

G_BEGIN_DECLS

/* The letter of RFC 9051, 8, with other names; and its envelope. */
#define MINUTES_HEADER \
  "Date: Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\r\n" \
  "From: Terry Green <green@cac.uni.example>\r\n" \
  "Subject: IMAP4rev2 WG mtg summary and minutes\r\n" \
  "To: imap@cac.uni.example\r\n" \
  "cc: minutes@labs.example, Jo Kay <KAY@MIT.EXAMPLE>\r\n" \
  "Message-Id: <B27397-0100000@cac.uni.example>\r\n" \
  "MIME-Version: 1.0\r\n" \
  "Content-Type: TEXT/PLAIN; CHARSET=US-ASCII\r\n"

extern const char minutes[], minutes_envelope[];

extern const char tree[];        /* the one of RFC 9051, 6.4.5.1, cut short */
extern const char empty[], no_body[], no_header[], garbage[], eight_bit[], group[];

MailMessage *fetching_message (const char *text, gsize len);
/* NULL: @error says why; may be NULL. */
ImapFetch   *fetching_scan    (const char *items, const char **error);
/* The answer without "* 7 FETCH " and the last line end. */
GString     *fetching_answer  (MailMessage *message, const char *items, gboolean utf8);

G_END_DECLS

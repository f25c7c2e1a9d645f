/* envelope.h - what a message's header says of who writes to whom, as IMAP's ENVELOPE tells it (RFC 9051, 7.5.2)
 *
 * Texts are unfolded but not decoded: encoded words and octets above 127 stand in
 * them as they came. Everything that looks like an address is taken for one.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/mail/part.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;       /* display name, or the comment that stands in its place; or NULL */
  char *route;      /* "@a.example,@b.example" of a source route; or NULL */
  char *mailbox;    /* local part without quotes; a group's name where it begins; NULL where it ends */
  char *host;       /* "" if there is none; NULL: a group begins or ends */
} MailEnvelopeAddress;

typedef struct
{
  char      *date;          /* these: or NULL */
  char      *subject;
  char      *in_reply_to;
  char      *message_id;
  GPtrArray *from;          /* MailEnvelopeAddress; these: maybe empty, never NULL */
  GPtrArray *sender;        /* empty: the same as from, and so reply_to */
  GPtrArray *reply_to;
  GPtrArray *to;
  GPtrArray *cc;
  GPtrArray *bcc;
} MailEnvelope;

/* Of the root, or of the message in a message/rfc822 (its child). */
MailEnvelope *mail_envelope_new      (const MailPart *part, MailMessage *message);
void          mail_envelope_free     (MailEnvelope *self);

/* Appends the addresses of @text, an address list of RFC 5322, 3.4. */
void          mail_envelope_read_list (GPtrArray *list, const char *text);
GPtrArray    *mail_envelope_list_new (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (MailEnvelope, mail_envelope_free)

G_END_DECLS

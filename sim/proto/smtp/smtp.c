/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/smtp/smtp.h"

static const struct
{
  guint       extension;
  const char *name;
} names[] =
{
  { SMTP_EXT_SIZE,       "SIZE" },
  { SMTP_EXT_PIPELINING, "PIPELINING" },
  { SMTP_EXT_8BITMIME,   "8BITMIME" },
  { SMTP_EXT_ENHANCED,   "ENHANCEDSTATUSCODES" },
  { SMTP_EXT_AUTH,       "AUTH" },
  { SMTP_EXT_STARTTLS,   "STARTTLS" },
  { SMTP_EXT_HELP,       "HELP" },
  { SMTP_EXT_VRFY,       "VRFY" },
  { SMTP_EXT_DSN,        "DSN" },
  { SMTP_EXT_SMTPUTF8,   "SMTPUTF8" },
  { SMTP_EXT_CHUNKING,   "CHUNKING" },
  { SMTP_EXT_ETRN,       "ETRN" },
  { SMTP_EXT_EXPN,       "EXPN" },
};

static void
recipient_free (gpointer data)
{
  SmtpRecipient *recipient = data;

  mail_address_clear (&recipient->address);
  g_free (recipient->reply_storage);
  g_free (recipient->orcpt);
  g_free (recipient);
}

guint
smtp_extension_from_name (const char *keyword)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (names[i].name, keyword) == 0)
      return names[i].extension;
  return 0;
}

const char *
smtp_extension_name (SmtpExtensions extension)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (names[i].extension == extension)
      return names[i].name;
  return NULL;
}

SmtpEnvelope *
smtp_envelope_new (void)
{
  SmtpEnvelope *self = g_new0 (SmtpEnvelope, 1);

  self->from.local = g_strdup ("");
  self->from.domain = g_strdup ("");
  self->recipients = g_ptr_array_new_with_free_func (recipient_free);
  return self;
}

void
smtp_envelope_free (SmtpEnvelope *self)
{
  mail_address_clear (&self->from);
  g_ptr_array_unref (self->recipients);
  g_free (self->envid);
  g_free (self);
}

SmtpRecipient *
smtp_envelope_add (SmtpEnvelope *self, const MailAddress *address)
{
  SmtpRecipient *recipient = g_new0 (SmtpRecipient, 1);

  recipient->address.local = g_strdup (address->local);
  recipient->address.domain = g_strdup (address->domain);
  g_ptr_array_add (self->recipients, recipient);
  return recipient;
}

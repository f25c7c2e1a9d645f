/* ENVELOPE and BODYSTRUCTURE (RFC 9051, 7.5.2)
 *
 * Names that are the same in any letter case are told in capitals, as the RFC does.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/fetch-private.h"

#include "sim/mail/envelope.h"

#include <string.h>

/* ---- ENVELOPE -------------------------------------------------------------- */

static void
out_text (ImapOut *self, const char *text)
{
  g_string_append (self->line, text);
}

/* "((name adl mailbox host)...)" */
static void
out_addresses (ImapOut *self, const GPtrArray *list)
{
  if (list->len == 0)
    {
      out_text (self, "NIL");
      return;
    }
  out_text (self, "(");
  for (guint i = 0; i < list->len; i++)
    {
      const MailEnvelopeAddress *address = g_ptr_array_index (list, i);

      out_text (self, "(");
      imap_out_nstring (self, address->name);
      out_text (self, " ");
      imap_out_nstring (self, address->route);
      out_text (self, " ");
      imap_out_nstring (self, address->mailbox);
      out_text (self, " ");
      imap_out_nstring (self, address->host);
      out_text (self, ")");
    }
  out_text (self, ")");
}

void
imap_out_envelope (ImapOut *self, const MailPart *part, MailMessage *message)
{
  g_autoptr (MailEnvelope) envelope = mail_envelope_new (part, message);
  const GPtrArray *lists[] =
  {
    envelope->from,
    envelope->sender->len > 0 ? envelope->sender : envelope->from,       /* the server fills them in */
    envelope->reply_to->len > 0 ? envelope->reply_to : envelope->from,
    envelope->to,
    envelope->cc,
    envelope->bcc
  };

  out_text (self, "(");
  imap_out_nstring (self, envelope->date);
  out_text (self, " ");
  imap_out_nstring (self, envelope->subject);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      out_text (self, " ");
      out_addresses (self, lists[i]);
    }
  out_text (self, " ");
  imap_out_nstring (self, envelope->in_reply_to);
  out_text (self, " ");
  imap_out_nstring (self, envelope->message_id);
  out_text (self, ")");
}

/* ---- BODYSTRUCTURE --------------------------------------------------------- */

static void
out_upper (ImapOut *self, const char *text)
{
  g_autofree char *upper = text != NULL ? g_ascii_strup (text, -1) : NULL;

  imap_out_nstring (self, upper);
}

/* ("NAME" "value" ...) or NIL */
static void
out_parameters (ImapOut *self, const GArray *parameters)
{
  if (parameters->len == 0)
    {
      out_text (self, "NIL");
      return;
    }
  for (guint i = 0; i < parameters->len; i++)
    {
      const MailParameter *parameter = &g_array_index (parameters, MailParameter, i);

      out_text (self, i == 0 ? "(" : " ");
      out_upper (self, parameter->name);
      out_text (self, " ");
      imap_out_nstring (self, parameter->value);
    }
  out_text (self, ")");
}

static void
out_disposition (ImapOut *self, const MailPart *part)
{
  if (part->disposition == NULL)
    {
      out_text (self, " NIL");
      return;
    }
  out_text (self, " (");
  out_upper (self, part->disposition);
  out_text (self, " ");
  out_parameters (self, part->disposition_parameters);
  out_text (self, ")");
}

/* "el, ru" is told as ("el" "ru"). */
static void
out_languages (ImapOut *self, const char *list)
{
  g_auto (GStrv) languages = g_strsplit (list != NULL ? list : "", ",", -1);
  guint n = 0;

  for (guint i = 0; languages[i] != NULL; i++)
    {
      g_strstrip (languages[i]);
      if (*languages[i] == '\0')
        continue;
      out_text (self, n++ == 0 ? " (" : " ");
      imap_out_nstring (self, languages[i]);
    }
  out_text (self, n > 0 ? ")" : " NIL");
}

/* What single parts and multiparts have alike: disposition, language, location. */
static void
out_extensions (ImapOut *self, const MailPart *part)
{
  out_disposition (self, part);
  out_languages (self, part->language);
  out_text (self, " ");
  imap_out_nstring (self, part->location);
}

static void
out_multipart (ImapOut *self, const MailPart *part, MailMessage *message, gboolean extended)
{
  for (guint i = 0; i < part->children->len; i++)
    imap_out_structure (self, g_ptr_array_index (part->children, i), message, extended);
  out_text (self, " ");
  out_upper (self, part->subtype);
  if (!extended)
    return;
  out_text (self, " ");
  out_parameters (self, part->parameters);
  out_extensions (self, part);
}

static void
out_single (ImapOut *self, const MailPart *part, MailMessage *message, gboolean extended)
{
  out_upper (self, part->type);
  out_text (self, " ");
  out_upper (self, part->subtype);
  out_text (self, " ");
  if (part->implied && mail_part_is (part, "text", "plain"))
    out_text (self, "(\"CHARSET\" \"US-ASCII\")");               /* RFC 2045, 5.2 */
  else
    out_parameters (self, part->parameters);
  out_text (self, " ");
  imap_out_nstring (self, part->id);
  out_text (self, " ");
  imap_out_nstring (self, part->description);
  out_text (self, " ");
  out_upper (self, part->encoding);
  g_string_append_printf (self->line, " %" G_GSIZE_FORMAT, part->end - part->body);
  if (part->kind == MAIL_PART_MESSAGE)
    {
      const MailPart *inner = g_ptr_array_index (part->children, 0);

      out_text (self, " ");
      imap_out_envelope (self, inner, message);
      out_text (self, " ");
      imap_out_structure (self, inner, message, extended);
    }
  if (part->kind == MAIL_PART_MESSAGE || mail_part_is (part, "text", NULL))
    g_string_append_printf (self->line, " %u", part->lines);
  if (!extended)
    return;
  out_text (self, " ");
  imap_out_nstring (self, part->md5);
  out_extensions (self, part);
}

void
imap_out_structure (ImapOut *self, const MailPart *part, MailMessage *message, gboolean extended)
{
  out_text (self, "(");
  if (part->kind == MAIL_PART_MULTIPART)
    out_multipart (self, part, message, extended);
  else
    out_single (self, part, message, extended);
  out_text (self, ")");
}

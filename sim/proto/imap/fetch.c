/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/proto/imap/fetch.h"

#include "sim/mail/field.h"
#include "sim/proto/imap/fetch-private.h"

#include <string.h>

/* ---- pieces ----------------------------------------------------------------- */

static void
clear_piece (gpointer data)
{
  g_bytes_unref (((ImapPiece *) data)->bytes);
}

/* Takes @bytes. */
static void
add_piece (ImapOut *self, GBytes *bytes, gboolean literal)
{
  g_array_append_vals (self->pieces, &(ImapPiece) { bytes, literal }, 1);
}

static void
end_line (ImapOut *self)
{
  add_piece (self, g_bytes_new (self->line->str, self->line->len), FALSE);
  g_string_truncate (self->line, 0);
}

void
imap_out_nstring (ImapOut *self, const char *text)
{
  gsize before = self->line->len;
  gsize len = text != NULL ? strlen (text) : 0;

  imap_write_nstring (self->line, text, len, self->utf8);
  if (self->line->str[before] != '{')
    return;
  g_string_truncate (self->line, self->line->len - len);
  end_line (self);
  add_piece (self, g_bytes_new (text, len), TRUE);
}

void
imap_out_literal (ImapOut *self, GBytes *whole, gsize start, gsize len)
{
  if (len == 0)
    {
      g_string_append (self->line, "\"\"");
      return;
    }
  g_string_append_printf (self->line, "{%" G_GSIZE_FORMAT "}\r\n", len);
  end_line (self);
  add_piece (self, g_bytes_new_from_bytes (whole, start, len), TRUE);
}

/* ---- sections --------------------------------------------------------------- */

static gboolean
is_listed (const Item *item, const MailField *field, const guint8 *data)
{
  for (guint i = 0; i < item->fields->len; i++)
    if (mail_field_is (field, data, g_ptr_array_index (item->fields, i)))
      return TRUE;
  return FALSE;
}

/* The fields that are asked for, with the empty line: it is left out only where there is neither one nor a body. */
static GBytes *
choose_fields (const Item *item, const MailPart *part, const guint8 *data)
{
  GByteArray *out = g_byte_array_new ();
  gsize at = part->header;
  MailField field;

  for (; at < part->body && mail_field_next (data, part->body, at, &field); at = field.end)
    if (is_listed (item, &field, data) == (item->section == SECTION_FIELDS))
      g_byte_array_append (out, data + at, field.end - at);
  if (at < part->body)
    g_byte_array_append (out, data + at, part->body - at);
  else if (part->body < part->end)
    g_byte_array_append (out, (const guint8 *) "\r\n", 2);
  return g_byte_array_free_to_bytes (out);
}

/* Only messages have a HEADER and a TEXT: that of part 3 is that of the message in it. */
static const MailPart *
find_message (const Item *item, const MailPart *part)
{
  if (item->numbers->len == 0 || part == NULL)
    return part;
  return part->kind == MAIL_PART_MESSAGE ? g_ptr_array_index (part->children, 0) : NULL;
}

/* Which octets of @whole a section is. FALSE: there is no such part. (whole: transfer full) */
static gboolean
find_section (const Item *item, MailMessage *message, GBytes **whole, gsize *start, gsize *end)
{
  GBytes *bytes = mail_message_get_bytes (message);
  const MailPart *part = mail_part_find (mail_message_get_root (message), (const guint *) item->numbers->data,
                                         item->numbers->len);
  const MailPart *inner = find_message (item, part);

  if (part == NULL || (inner == NULL && item->section != SECTION_WHOLE && item->section != SECTION_MIME))
    return FALSE;
  *whole = NULL;
  switch (item->section)
    {
    case SECTION_HEADER:
      *start = inner->header;
      *end = inner->body;
      break;
    case SECTION_TEXT:
      *start = inner->body;
      *end = inner->end;
      break;
    case SECTION_FIELDS:
    case SECTION_FIELDS_NOT:
      *whole = choose_fields (item, inner, g_bytes_get_data (bytes, NULL));
      *start = 0;
      *end = g_bytes_get_size (*whole);
      return TRUE;
    case SECTION_MIME:
      *start = part->header;
      *end = part->body;
      break;
    case SECTION_WHOLE:
    default:
      *start = item->numbers->len > 0 ? part->body : 0;
      *end = part->end;
    }
  *whole = g_bytes_ref (bytes);
  return TRUE;
}

static void
out_section (ImapOut *self, const Item *item, MailMessage *message)
{
  g_autoptr (GBytes) whole = NULL;
  gsize start, end;

  if (!find_section (item, message, &whole, &start, &end))
    {
      g_string_append (self->line, "NIL");
      return;
    }
  if (item->partial)
    {
      start = item->start < end - start ? start + item->start : end;
      end = item->count < end - start ? start + item->count : end;
    }
  imap_out_literal (self, whole, start, end - start);
}

/* ---- items ------------------------------------------------------------------ */

static void
out_value (ImapOut *self, const Item *item, const MailItem *mail, const ImapFetchContext *context)
{
  MailMessage *message = mail->message;
  GBytes *bytes = mail_message_get_bytes (message);
  gsize size = mail_message_get_size (message);
  gsize header = mail_message_header_size (message);

  switch (item->kind)
    {
    case ITEM_FLAGS:
      g_string_append (self->line, context->flags);
      break;
    case ITEM_UID:
      g_string_append_printf (self->line, "%u", mail->uid);
      break;
    case ITEM_INTERNALDATE:
      imap_write_date_time (self->line, context->epoch + mail->when / SIM_TIME_SECOND);
      break;
    case ITEM_SIZE:
      g_string_append_printf (self->line, "%" G_GSIZE_FORMAT, size);
      break;
    case ITEM_ENVELOPE:
      imap_out_envelope (self, mail_message_get_root (message), message);
      break;
    case ITEM_BODY:
    case ITEM_BODYSTRUCTURE:
      imap_out_structure (self, mail_message_get_root (message), message, item->kind == ITEM_BODYSTRUCTURE);
      break;
    case ITEM_RFC822:
      imap_out_literal (self, bytes, 0, size);
      break;
    case ITEM_RFC822_HEADER:
      imap_out_literal (self, bytes, 0, header);
      break;
    case ITEM_RFC822_TEXT:
      imap_out_literal (self, bytes, header, size - header);
      break;
    case ITEM_SECTION:
    default:
      out_section (self, item, message);
    }
}

GArray *
imap_fetch_write (const ImapFetch *self, guint32 number, const MailItem *item, const ImapFetchContext *context)
{
  ImapOut out = { g_string_new (NULL), g_array_new (FALSE, FALSE, sizeof (ImapPiece)), context->utf8 };

  g_array_set_clear_func (out.pieces, clear_piece);
  g_string_printf (out.line, "* %u FETCH (", number);
  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *one = g_ptr_array_index (self->items, i);

      g_string_append_printf (out.line, "%s%s ", i > 0 ? " " : "", one->name);
      out_value (&out, one, item, context);
    }
  g_string_append (out.line, ")\r\n");
  end_line (&out);
  g_string_free (out.line, TRUE);
  return out.pieces;
}

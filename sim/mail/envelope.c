/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/mail/envelope.h"

#include "sim/mail/field.h"

#include <string.h>

/* ---- address lists --------------------------------------------------------- */

typedef struct
{
  const char *p;
  GPtrArray  *list;
  GString    *phrase;     /* the words so far, a blank between them */
  GString    *local;      /* the same without blanks */
  GString    *comment;    /* the last one */
  gboolean    words;      /* there were some, maybe empty */
  gboolean    in_group;
} Reader;

static void
free_address (gpointer data)
{
  MailEnvelopeAddress *address = data;

  g_free (address->name);
  g_free (address->route);
  g_free (address->mailbox);
  g_free (address->host);
  g_free (address);
}

GPtrArray *
mail_envelope_list_new (void)
{
  return g_ptr_array_new_with_free_func (free_address);
}

/* Takes its arguments. */
static void
add (Reader *self, char *name, char *route, char *mailbox, char *host)
{
  MailEnvelopeAddress *address = g_new0 (MailEnvelopeAddress, 1);

  *address = (MailEnvelopeAddress) { name, route, mailbox, host };
  g_ptr_array_add (self->list, address);
  g_string_truncate (self->phrase, 0);
  g_string_truncate (self->local, 0);
  g_string_truncate (self->comment, 0);
  self->words = FALSE;
}

static char *
dup_if_any (const GString *text)
{
  return text->len > 0 ? g_strndup (text->str, text->len) : NULL;
}

static void
skip_comment (Reader *self)
{
  guint depth = 0;

  g_string_truncate (self->comment, 0);
  do
    {
      if (*self->p == '(')
        depth++;
      else if (*self->p == ')')
        depth--;
      else if (*self->p == '\\' && self->p[1] != '\0')
        self->p++;
      if (depth > 1 || (depth == 1 && *self->p != '('))
        g_string_append_c (self->comment, *self->p);
      self->p++;
    }
  while (depth > 0 && *self->p != '\0');
}

static void
skip_blank (Reader *self)
{
  for (;;)
    if (*self->p == ' ' || *self->p == '\t')
      self->p++;
    else if (*self->p == '(')
      skip_comment (self);
    else
      return;
}

static gboolean
is_word_char (char c)
{
  return c != '\0' && strchr (" \t()<>:;@,\"", c) == NULL;
}

static void
read_quoted (Reader *self, GString *out)
{
  for (self->p++; *self->p != '\0' && *self->p != '"'; self->p++)
    {
      if (*self->p == '\\' && self->p[1] != '\0')
        self->p++;
      g_string_append_c (out, *self->p);
    }
  if (*self->p == '"')
    self->p++;
}

static void
read_word (Reader *self)
{
  g_autoptr (GString) word = g_string_new (NULL);

  if (*self->p == '"')
    read_quoted (self, word);
  else
    while (is_word_char (*self->p))
      g_string_append_c (word, *self->p++);
  if (self->words)
    g_string_append_c (self->phrase, ' ');
  g_string_append_len (self->phrase, word->str, word->len);
  g_string_append_len (self->local, word->str, word->len);
  self->words = TRUE;
}

/* Behind the '@'. There may be blanks around the dots (RFC 5322, 4.4). (transfer full) */
static char *
read_domain (Reader *self)
{
  GString *host = g_string_new (NULL);

  self->p++;
  skip_blank (self);
  if (*self->p == '[')
    {
      while (*self->p != '\0' && *self->p != ']')
        g_string_append_c (host, *self->p++);
      if (*self->p == ']')
        g_string_append_c (host, *self->p++);
      return g_string_free (host, FALSE);
    }
  while (is_word_char (*self->p))
    {
      while (is_word_char (*self->p))
        g_string_append_c (host, *self->p++);
      skip_blank (self);
      if (*self->p != '.' && host->str[host->len - 1] != '.')
        break;
    }
  return g_string_free (host, FALSE);
}

/* "@a,@b:" (RFC 5322, 4.4); NULL: none. */
static char *
read_route (Reader *self)
{
  GString *route;

  if (*self->p != '@')
    return NULL;
  route = g_string_new (NULL);
  while (*self->p == '@' || *self->p == ',' || *self->p == ' ')
    {
      if (*self->p == '@')
        {
          g_autofree char *host = read_domain (self);

          g_string_append_printf (route, "%s@%s", route->len > 0 ? "," : "", host);
        }
      else
        self->p++;
    }
  if (*self->p == ':')
    self->p++;
  return g_string_free (route, FALSE);
}

/* <local@host> */
static void
read_angle (Reader *self)
{
  char *name = dup_if_any (self->phrase);
  char *host = NULL;
  char *route;

  self->p++;
  g_string_truncate (self->local, 0);
  skip_blank (self);
  route = read_route (self);
  while (*self->p != '\0' && *self->p != '>' && *self->p != ',' && *self->p != ';' && host == NULL)
    {
      if (*self->p == '@')
        host = read_domain (self);
      else if (*self->p == '"' || is_word_char (*self->p))
        read_word (self);
      else
        self->p++;
      skip_blank (self);
    }
  while (*self->p != '\0' && *self->p != '>' && *self->p != ',' && *self->p != ';')
    self->p++;
  if (*self->p == '>')
    self->p++;
  add (self, name, route, g_strndup (self->local->str, self->local->len), host != NULL ? host : g_strdup (""));
}

/* A comma or the end: words that had no address behind them. */
static void
end_address (Reader *self)
{
  if (self->words)
    add (self, dup_if_any (self->comment), NULL, g_strndup (self->phrase->str, self->phrase->len), g_strdup (""));
}

static void
end_group (Reader *self)
{
  if (self->in_group)
    add (self, NULL, NULL, NULL, NULL);
  self->in_group = FALSE;
}

static void
read_at (Reader *self)
{
  char *host = read_domain (self);
  char *mailbox = g_strndup (self->local->str, self->local->len);

  skip_blank (self);
  add (self, dup_if_any (self->comment), NULL, mailbox, host);
}

void
mail_envelope_read_list (GPtrArray *list, const char *text)
{
  Reader self = { .p = text, .list = list, .phrase = g_string_new (NULL), .local = g_string_new (NULL),
                  .comment = g_string_new (NULL) };

  for (skip_blank (&self); *self.p != '\0'; skip_blank (&self))
    switch (*self.p)
      {
      case '<':
        read_angle (&self);
        break;
      case '@':
        read_at (&self);
        break;
      case ':':
        if (!self.in_group)
          {
            self.in_group = TRUE;
            add (&self, NULL, NULL, g_strndup (self.phrase->str, self.phrase->len), NULL);
          }
        self.p++;
        break;
      case ',':
        end_address (&self);
        self.p++;
        break;
      case ';':
        end_address (&self);
        end_group (&self);
        self.p++;
        break;
      case '>':
      case ')':
        self.p++;
        break;
      default:
        read_word (&self);
      }
  end_address (&self);
  end_group (&self);
  g_string_free (self.phrase, TRUE);
  g_string_free (self.local, TRUE);
  g_string_free (self.comment, TRUE);
}

/* ---- the header ------------------------------------------------------------ */

static char **
text_for (MailEnvelope *self, const MailField *field, const guint8 *data)
{
  return mail_field_is (field, data, "Date") ? &self->date
         : mail_field_is (field, data, "Subject") ? &self->subject
         : mail_field_is (field, data, "In-Reply-To") ? &self->in_reply_to
         : mail_field_is (field, data, "Message-ID") ? &self->message_id : NULL;
}

static GPtrArray *
list_for (const MailEnvelope *self, const MailField *field, const guint8 *data)
{
  return mail_field_is (field, data, "From") ? self->from
         : mail_field_is (field, data, "Sender") ? self->sender
         : mail_field_is (field, data, "Reply-To") ? self->reply_to
         : mail_field_is (field, data, "To") ? self->to
         : mail_field_is (field, data, "Cc") ? self->cc
         : mail_field_is (field, data, "Bcc") ? self->bcc : NULL;
}

MailEnvelope *
mail_envelope_new (const MailPart *part, MailMessage *message)
{
  const guint8 *data = g_bytes_get_data (mail_message_get_bytes (message), NULL);
  MailEnvelope *self = g_new0 (MailEnvelope, 1);
  MailField field;

  self->from = mail_envelope_list_new ();
  self->sender = mail_envelope_list_new ();
  self->reply_to = mail_envelope_list_new ();
  self->to = mail_envelope_list_new ();
  self->cc = mail_envelope_list_new ();
  self->bcc = mail_envelope_list_new ();
  for (gsize at = part->header; at < part->body && mail_field_next (data, part->body, at, &field); at = field.end)
    {
      GPtrArray *list = list_for (self, &field, data);
      char **text = text_for (self, &field, data);

      if (list != NULL)
        {
          g_autofree char *value = mail_field_unfold (data + field.value, field.end - field.value);

          mail_envelope_read_list (list, value);
        }
      else if (text != NULL && *text == NULL)      /* the first counts */
        *text = mail_field_unfold (data + field.value, field.end - field.value);
    }
  return self;
}

void
mail_envelope_free (MailEnvelope *self)
{
  g_free (self->date);
  g_free (self->subject);
  g_free (self->in_reply_to);
  g_free (self->message_id);
  g_ptr_array_unref (self->from);
  g_ptr_array_unref (self->sender);
  g_ptr_array_unref (self->reply_to);
  g_ptr_array_unref (self->to);
  g_ptr_array_unref (self->cc);
  g_ptr_array_unref (self->bcc);
  g_free (self);
}

/* scenario-message.c - the letters of a lesson file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/world/scenario-reader.h"
#include "sim/core/text.h"
#include "sim/mail/attach.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_MESSAGES    500
#define MAX_LETTER      SIM_LETTER_LIMIT
#define MAX_ATTACHMENTS 50
#define RESOURCE_FOLDER "/org/ehlo/Ehlo/scenarios/"

/* Fields that stand in letters; a key that is near to one of them and none of them is a slip of the pen. */
static const char *const known_fields[] = {
  "From", "To", "Cc", "Bcc", "Subject", "Body", "Attach", "File", "Date", "Message-ID", "Reply-To", "Sender", "In-Reply-To",
  "References", "Comments", "Keywords", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
  "Content-Language", "Content-Disposition", "Organization", "User-Agent", "List-Id", "List-Unsubscribe", "Precedence",
  "Importance", "Priority", "Received", "Return-Path", "Auto-Submitted", "Disposition-Notification-To",
};

/* The addresses of "Ivan <ivan@univ.example>, olga@univ.example"; FALSE: @bad is none. */
static gboolean
split_addresses (const char *text, GStrvBuilder *out, char **bad)
{
  gboolean fine = TRUE;

  for (const char *p = text; fine; p++)
    {
      const char *start = p, *open = NULL, *close = NULL;
      gboolean quoted = FALSE;
      g_autofree char *part = NULL;
      g_autofree char *address = NULL;
      MailAddress parsed = { NULL, NULL };

      for (; *p != '\0' && (quoted || open != NULL || *p != ','); p++)
        {
          if (*p == '\\' && quoted && p[1] != '\0')
            p++;
          else if (*p == '"')
            quoted = !quoted;
          else if (!quoted && *p == '<')
            open = p;
          else if (!quoted && *p == '>' && open != NULL)
            {
              close = p++;
              /* Only blanks may follow. */
              while (*p == ' ')
                p++;
              break;
            }
        }
      if (*p != '\0' && *p != ',')
        {
          /* Something stands behind the bracket: no address, but all of it is shown. */
          p += strcspn (p, ",");
          close = NULL;
        }
      part = g_strstrip (g_strndup (start, (gsize) (p - start)));
      address = close != NULL ? g_strndup (open + 1, (gsize) (close - open - 1)) : g_strdup (part);
      if (!mail_address_parse (address, &parsed))
        {
          *bad = g_steal_pointer (&part);
          fine = FALSE;
        }
      else
        g_strv_builder_add (out, address);
      mail_address_clear (&parsed);
      if (*p == '\0')
        break;
    }
  return fine;
}

static void
add_recipients (SimReader *self, guint line, const char *text, GStrvBuilder *out)
{
  g_autofree char *bad = NULL;

  if (text == NULL || split_addresses (text, out, &bad))
    return;
  sim_fault_add (self->faults, line, _("'%s' is no mail address; write it like anna@school.example"), bad);
  /* Somebody was meant: nobody shall say that there is no recipient. */
  g_strv_builder_add (out, bad);
}

static gboolean
is_field_name (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (known_fields); i++)
    if (g_ascii_strcasecmp (known_fields[i], name) == 0)
      return TRUE;
  return FALSE;
}

/* From and To in front, the other fields as the file has them; no Bcc. */
static MailMessage *
compose (SimReader *self)
{
  static const char *const first[] = { "From", "To", "Cc", "Subject" };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *body = sim_read_string (self, "Body");
  g_auto (GStrv) fields = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (first); i++)
    {
      g_autofree char *value = sim_read_string (self, first[i]);

      if (value != NULL)
        {
          g_strv_builder_add (builder, first[i]);
          g_strv_builder_add (builder, value);
        }
    }
  for (guint i = 0; i < self->group->keys->len; i++)
    {
      const SimSourceKey *key = g_ptr_array_index (self->group->keys, i);
      g_autofree char *value = NULL;

      if (sim_group_find_key (self->group->row, key->name) != NULL)
        continue;
      if (!is_field_name (key->name) && !g_str_has_prefix (key->name, "X-"))
        {
          const char *meant = sim_text_suggest (key->name, known_fields, G_N_ELEMENTS (known_fields));

          if (meant != NULL)
            {
              sim_fault_add_near (self->faults, key->line, meant,
                                  /* TRANSLATORS: %s is the name of a header field. */
                                  _("no header field is named '%s'"), key->name);
              continue;
            }
        }
      value = sim_read_string (self, key->name);
      g_strv_builder_add (builder, key->name);
      g_strv_builder_add (builder, value);
    }
  fields = g_strv_builder_end (builder);
  for (char **value = fields; *value != NULL; value += 2)
    if (!sim_text_is_clean ((const guint8 *) value[1], strlen (value[1])))
      {
        sim_fault_add (self->faults, sim_source_key_line (self->group, value[0]),
                       _("%s: a header field is one line of text"), value[0]);
        return NULL;
      }
  return mail_message_compose ((const char *const *) fields, body != NULL ? body : "", FALSE);
}

/* "photo.jpg 5M" */
static gboolean
parse_attachment (char *text, MailAttachment *out)
{
  char *blank = strrchr (text, ' ');

  if (blank == NULL || blank == text || !sim_size_parse (blank + 1, &out->size) || out->size > MAX_LETTER / 2)
    return FALSE;
  *blank = '\0';
  out->name = g_strchomp (text);
  return strpbrk (out->name, "\"\\/") == NULL && g_str_is_ascii (out->name);
}

static MailMessage *
attach (SimReader *self, MailMessage *message)
{
  g_auto (GStrv) list = sim_read_list (self, "Attach");
  MailAttachment attachments[MAX_ATTACHMENTS];
  gsize n = 0, all = 0;

  for (char **word = list; *word != NULL && n < MAX_ATTACHMENTS; word++)
    {
      g_autofree char *shown = g_strdup (*word);

      if (parse_attachment (*word, &attachments[n]))
        all += attachments[n++].size;
      else
        sim_fault_add (self->faults, sim_source_key_line (self->group, "Attach"),
                       _("Attach: '%s' is not understood; write a plain file name and a size: photo.jpg 500k"), shown);
    }
  if (all > MAX_LETTER / 2)
    sim_fault_add (self->faults, sim_source_key_line (self->group, "Attach"),
                   _("Attach: too much for a letter; at most %u octets"), (guint) MAX_LETTER / 2);
  if (n == 0 || all > MAX_LETTER / 2 || message == NULL)
    return message;

  MailMessage *whole = mail_message_attach (message, attachments, n);

  mail_message_unref (message);
  return whole;
}

/* The bytes of a letter's file: beside the lesson, or built in. */
static GBytes *
read_letter (SimReader *self, const char *name, guint line)
{
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GBytes) bytes = NULL;
  int code = ENOENT;

  if (self->scenario->path == NULL)
    {
      path = g_strconcat (RESOURCE_FOLDER, name, NULL);
      bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    }
  else
    {
      folder = g_path_get_dirname (self->scenario->path);
      path = g_build_filename (folder, name, NULL);
      bytes = sim_file_read (path, MAX_LETTER + 1, &code);
    }
  if (bytes == NULL)
    /* TRANSLATORS: a file's name, and why it cannot be read. */
    sim_fault_add (self->faults, line, _("File: cannot read '%s': %s"), name, g_strerror (code));
  else if (g_bytes_get_size (bytes) > MAX_LETTER)
    {
      sim_fault_add (self->faults, line, _("File: '%s' is too large; at most %u octets"), name, (guint) MAX_LETTER);
      return NULL;
    }
  return g_steal_pointer (&bytes);
}

static MailMessage *
read_file (SimReader *self, const char *name)
{
  guint line = sim_source_key_line (self->group, "File");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  MailMessage *message;

  /* A lesson of somebody else must not look about in the reader's files. */
  if (g_path_is_absolute (name) || strstr (name, "..") != NULL || strchr (name, '\\') != NULL)
    {
      sim_fault_add (self->faults, line, _("File: '%s' must be in the lesson's folder; write its name alone"), name);
      return NULL;
    }
  bytes = read_letter (self, name, line);
  if (bytes == NULL)
    return NULL;
  message = mail_message_parse (bytes, &error);
  if (message == NULL)
    /* TRANSLATORS: a file's name, and why it is no letter. */
    sim_fault_add (self->faults, line, _("File: '%s' is no letter: %s"), name, error->message);
  return message;
}

/* Of a letter from a file the header tells. */
static char *
key_or_header (SimReader *self, MailMessage *message, const char *key)
{
  char *text = sim_read_string (self, key);

  return text != NULL || message == NULL ? text : mail_message_dup_header (message, key);
}

void
sim_read_message (SimReader *self)
{
  static const char *const recipients[] = { "To", "Cc", "Bcc" };
  SimScenario *scenario = self->scenario;
  g_autofree char *file = sim_read_string (self, "File");
  g_autoptr (GStrvBuilder) to = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) from = g_strv_builder_new ();
  g_autofree char *from_text = NULL;
  g_auto (GStrv) senders = NULL;
  SimMessageSpec *spec;

  if (scenario->messages->len >= MAX_MESSAGES)
    {
      sim_fault_add (self->faults, self->group->line, _("too many [%s] groups; at most %u"), "Message", (guint) MAX_MESSAGES);
      return;
    }
  spec = g_new0 (SimMessageSpec, 1);
  g_ptr_array_add (scenario->messages, spec);
  spec->id = g_strdup (self->group->args[0]);
  spec->line = self->group->line;
  if (file != NULL)
    {
      for (guint i = 0; i < self->group->keys->len; i++)
        {
          const SimSourceKey *key = g_ptr_array_index (self->group->keys, i);

          if (strcmp (key->name, "File") != 0)
            sim_fault_add (self->faults, key->line, _("%s: with File= the whole letter is in that file"), key->name);
        }
      spec->message = read_file (self, file);
    }
  else
    {
      if (!sim_source_is_given (self->group, "From"))
        sim_fault_add (self->faults, self->group->line, _("[%s] needs the key %s"), self->group->name, "From");
      spec->message = attach (self, compose (self));
    }

  from_text = key_or_header (self, file != NULL ? spec->message : NULL, "From");
  add_recipients (self, sim_source_key_line (self->group, "From"), from_text, from);
  senders = g_strv_builder_end (from);
  if (senders[0] != NULL)
    spec->from = g_strdup (senders[0]);
  for (gsize i = 0; i < G_N_ELEMENTS (recipients); i++)
    {
      g_autofree char *text = key_or_header (self, file != NULL ? spec->message : NULL, recipients[i]);

      add_recipients (self, sim_source_key_line (self->group, recipients[i]), text, to);
    }
  spec->to = g_strv_builder_end (to);
  spec->subject = spec->message != NULL ? mail_message_dup_header (spec->message, "Subject") : NULL;
  /* It is said to nobody: that is what makes it blind (RFC 5322, 3.6.3). */
  if (file != NULL && spec->message != NULL && mail_message_count_headers (spec->message, "Bcc") > 0)
    {
      MailMessage *without = mail_message_without_header (spec->message, "Bcc");

      mail_message_unref (spec->message);
      spec->message = without;
    }
}

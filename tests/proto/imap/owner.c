/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/proto/imap/owner.h"

#include "tests/lib/transcript.h"

#include <string.h>

static void
tell_response (GString *out, const ImapResponse *response)
{
  g_string_append_printf (out, "%s", response->name);
  if (response->number > 0)
    g_string_append_printf (out, " %u", response->number);
  if (response->code != NULL)
    g_string_append_printf (out, " [%s]", response->code);
  if (*response->text != '\0')
    g_string_append_printf (out, " %s", response->text);
  if (response->uid > 0)
    g_string_append_printf (out, " uid=%u", response->uid);
  if (response->has_flags)
    g_string_append_printf (out, " flags=%u", response->flags);
  if (response->has_size)
    g_string_append_printf (out, " size=%zu", response->size);
  if (response->internal_date != NULL)
    g_string_append_printf (out, " date=%s", response->internal_date);
  if (response->envelope != NULL)
    g_string_append_printf (out, " envelope=%s", response->envelope);
  if (response->structure != NULL)
    g_string_append_printf (out, " structure=%s", response->structure);
  if (response->body != NULL)
    {
      g_autofree char *body = g_strndup (g_bytes_get_data (response->body, NULL), g_bytes_get_size (response->body));
      g_autofree char *escaped = g_strescape (body, NULL);

      g_string_append_printf (out, " body[%s]=%s", response->section, escaped);
    }
  if (response->mailbox != NULL)
    g_string_append_printf (out, " mailbox=%s", response->mailbox);
  if (response->attributes != NULL)
    g_string_append_printf (out, " attributes=%s", response->attributes);
  if (response->separator != 0)
    g_string_append_printf (out, " separator=%c", response->separator);
  for (guint i = 0; response->numbers != NULL && i < response->numbers->len; i++)
    g_string_append_printf (out, "%s%u", i == 0 ? " numbers=" : ",", g_array_index (response->numbers, guint32, i));
  g_string_append_c (out, '\n');
}

static void
take_question (SimDrive *drive, const SimOutput *question, gpointer data)
{
  static const char * const names[] = { "OK", "NO", "BAD", "NONE" };
  Owner *owner = data;
  const ImapClientResult *result = imap_client_get_result (drive->session);

  g_string_append_printf (owner->told, "%s\n", question->what);
  g_assert_nonnull (result->text);
  if (!g_str_equal (question->what, "update"))
    g_string_append_printf (owner->told, "%s%s%s%s %s\n", names[result->status], result->code != NULL ? " [" : "",
                            result->code != NULL ? result->code : "", result->code != NULL ? "]" : "", result->text);
  for (guint i = 0; i < result->untagged->len; i++)
    tell_response (owner->told, g_ptr_array_index (result->untagged, i));
}

void
owner_command (SimDrive *drive, const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 4);
  const char *verb = words[0];
  const char *one = words[1];
  const char *two = one != NULL ? words[2] : NULL;
  const char *three = two != NULL ? words[3] : NULL;
  gboolean uid = g_str_has_prefix (verb, "uid-");
  SimSession *session = drive->session;
  SimTime now = drive->now;

  if (uid)
    verb += 4;
  if (g_str_equal (verb, "list"))
    imap_client_list (session, now, g_str_equal (one, "-") ? "" : one, two);
  else if (g_str_equal (verb, "select") || g_str_equal (verb, "examine"))
    imap_client_select (session, now, one, *verb == 'e');
  else if (g_str_equal (verb, "status"))
    imap_client_status (session, now, one, "(MESSAGES UNSEEN)");
  else if (g_str_equal (verb, "create"))
    imap_client_create (session, now, one);
  else if (g_str_equal (verb, "delete"))
    imap_client_delete (session, now, one);
  else if (g_str_equal (verb, "rename"))
    imap_client_rename (session, now, one, two);
  else if (g_str_equal (verb, "subscribe") || g_str_equal (verb, "unsubscribe"))
    imap_client_subscribe (session, now, one, *verb == 's');
  else if (g_str_equal (verb, "append"))
    {
      GString *text = transcript_unfold (three != NULL ? three : "");
      g_autoptr (GBytes) bytes = g_string_free_to_bytes (text);

      imap_client_append (session, now, one, g_ascii_strtoull (two, NULL, 10), bytes);
    }
  else if (g_str_equal (verb, "fetch"))
    {
      g_autofree char *items = three != NULL ? g_strconcat (two, " ", three, NULL) : g_strdup (two);

      imap_client_fetch (session, now, uid, one, items);
    }
  else if (g_str_equal (verb, "store"))
    imap_client_store (session, now, uid, one, two, g_ascii_strtoull (three, NULL, 10));
  else if (g_str_equal (verb, "copy"))
    imap_client_copy (session, now, uid, one, two);
  else if (g_str_equal (verb, "move"))
    imap_client_move (session, now, uid, one, two);
  else if (g_str_equal (verb, "expunge"))
    imap_client_expunge (session, now, one);
  else if (g_str_equal (verb, "search"))
    {
      g_autofree char *keys = three != NULL ? g_strdup_printf ("%s %s %s", one, two, three)
                                            : two != NULL ? g_strdup_printf ("%s %s", one, two) : g_strdup (one);
      GString *text = transcript_unfold (keys);

      imap_client_search (session, now, uid, text->str);
      g_string_free (text, TRUE);
    }
  else if (g_str_equal (verb, "close") || g_str_equal (verb, "unselect"))
    imap_client_close_mailbox (session, now, *verb == 'c');
  else if (g_str_equal (verb, "noop"))
    imap_client_noop (session, now);
  else if (g_str_equal (verb, "idle"))
    imap_client_idle (session, now);
  else if (g_str_equal (verb, "go-on"))
    imap_client_go_on (session, now);
  else if (g_str_equal (verb, "done"))
    imap_client_done (session, now);
  else if (g_str_equal (verb, "logout"))
    imap_client_logout (session, now);
  else
    g_error ("no command '%s'", line);
  sim_drive_pump (drive);
}

Owner *
owner_new (const char *settings)
{
  Owner *self = g_new0 (Owner, 1);
  g_auto (GStrv) lines = g_strsplit (settings, "\n", -1);

  self->told = g_string_new (NULL);
  self->user = g_strdup ("anna");
  self->password = g_strdup ("secret");
  for (guint i = 0; lines[i] != NULL; i++)
    {
      char *value = strchr (lines[i], ':');

      if (value == NULL)
        continue;
      *value++ = '\0';
      value = g_strstrip (value);
      if (g_str_equal (lines[i], "user"))
        {
          g_free (self->user);
          self->user = *value != '\0' ? g_strdup (value) : NULL;
        }
      else if (g_str_equal (lines[i], "password"))
        {
          GString *text = transcript_unfold (value);

          g_free (self->password);
          self->password = g_string_free (text, FALSE);
        }
      else if (g_str_equal (lines[i], "mechanism"))
        self->config.mechanisms |= sasl_from_name (value);
      else if (g_str_equal (lines[i], "rev2"))
        self->config.rev2 = g_str_equal (value, "yes");
      else if (g_str_equal (lines[i], "max-literal"))
        self->config.max_literal = g_ascii_strtoull (value, NULL, 10);
      else
        g_error ("no setting '%s'", lines[i]);
    }
  self->config.user = self->user;
  self->config.password = self->password;
  return self;
}

void
owner_free (Owner *self)
{
  g_string_free (self->told, TRUE);
  g_free (self->user);
  g_free (self->password);
  g_free (self);
}

SimDrive *
owner_start (Owner *self)
{
  return sim_drive_new (imap_client_new (&self->config), &imap_client_machine, take_question, self);
}

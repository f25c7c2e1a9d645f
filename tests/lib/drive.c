/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/lib/drive.h"

#include "sim/core/text.h"

#include <string.h>

static void
on_send (SimDrive *self, const SimOutput *output)
{
  gsize len;
  const guint8 *data = g_bytes_get_data (output->bytes, &len);
  g_autofree char *text = sim_text_escape (data, len);

  g_assert_cmpuint (len, >, 0);
  g_assert_true ((output->flags & SIM_OUTPUT_LITERAL) != 0 || len >= 2);
  g_assert_true ((output->flags & SIM_OUTPUT_LITERAL) != 0 || (data[len - 2] == '\r' && data[len - 1] == '\n'));
  g_string_append_len (self->sent, (const char *) data, len);
  g_ptr_array_add (self->sends, g_bytes_ref (output->bytes));
  g_array_append_val (self->flags, output->flags);
  g_string_append_printf (self->log, "SEND %s\n", text);
}

static void
on_move (SimDrive *self, const SimOutput *output)
{
  g_assert_nonnull (self->machine);
  g_assert_cmpint (output->from, ==, self->state);
  g_assert_nonnull (sim_machine_find_move (self->machine, output->what, output->from, output->to));
  self->state = output->to;
  g_string_append_printf (self->log, "MOVE %s %s %s\n", output->what, self->machine->state_names[output->from],
                          self->machine->state_names[output->to]);
}

SimDrive *
sim_drive_new (SimSession *session, const SimMachine *machine, SimDriveAsk ask, gpointer data)
{
  SimDrive *self = g_new0 (SimDrive, 1);

  self->session = session;
  self->machine = machine;
  self->ask = ask;
  self->data = data;
  self->sent = g_string_new (NULL);
  self->log = g_string_new (NULL);
  self->sends = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->flags = g_array_new (FALSE, FALSE, sizeof (SimOutputFlags));
  return self;
}

void
sim_drive_free (SimDrive *self)
{
  sim_session_free (self->session);
  g_string_free (self->sent, TRUE);
  g_string_free (self->log, TRUE);
  g_ptr_array_unref (self->sends);
  g_array_unref (self->flags);
  g_free (self);
}

void
sim_drive_open (SimDrive *self)
{
  sim_session_open (self->session, self->now);
  sim_drive_pump (self);
}

void
sim_drive_feed (SimDrive *self, const void *data, gsize len)
{
  sim_session_feed (self->session, self->now, data, len);
  sim_drive_pump (self);
}

void
sim_drive_chunks (SimDrive *self, const void *data, gsize len, gsize chunk)
{
  const guint8 *p = data;

  while (len > 0)
    {
      gsize n = chunk == 0 || chunk > len ? len : chunk;

      sim_drive_feed (self, p, n);
      p += n;
      len -= n;
    }
}

void
sim_drive_eof (SimDrive *self)
{
  sim_session_eof (self->session, self->now);
  sim_drive_pump (self);
}

void
sim_drive_secured (SimDrive *self)
{
  self->tls = FALSE;
  sim_session_secured (self->session, self->now);
  sim_drive_pump (self);
}

void
sim_drive_wait (SimDrive *self, SimTime time)
{
  self->now += time;
  if (sim_session_deadline (self->session) <= self->now)
    sim_session_expire (self->session, self->now);
  sim_drive_pump (self);
}

void
sim_drive_pump (SimDrive *self)
{
  SimOutput output;

  while (sim_session_next (self->session, &output))
    {
      g_assert_false (self->closed);
      switch (output.kind)
        {
        case SIM_OUTPUT_SEND:
          on_send (self, &output);
          break;
        case SIM_OUTPUT_MOVE:
          on_move (self, &output);
          break;
        case SIM_OUTPUT_ASK:
          g_string_append_printf (self->log, "ASK %s\n", output.what);
          if (self->ask != NULL)
            self->ask (self, &output, self->data);
          break;
        case SIM_OUTPUT_START_TLS:
          g_string_append (self->log, "TLS\n");
          self->tls = TRUE;
          break;
        case SIM_OUTPUT_CLOSE:
          g_string_append (self->log, "CLOSE\n");
          self->closed = TRUE;
          g_assert_cmpint (sim_session_deadline (self->session), ==, SIM_TIME_NEVER);
          break;
        default:
          g_assert_not_reached ();
        }
      sim_output_clear (&output);
    }
}

/* ---- the owner ---- */

SimOwner *
sim_owner_new (void)
{
  SimOwner *self = g_new0 (SimOwner, 1);

  self->answers = g_ptr_array_new_with_free_func (g_free);
  self->stored = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  return self;
}

void
sim_owner_free (SimOwner *self)
{
  g_ptr_array_unref (self->answers);
  g_ptr_array_unref (self->stored);
  g_free (self);
}

static const char *
friendly (const char *what, const char *argument)
{
  if (g_str_equal (what, "sender"))
    return "250 2.1.0 Sender ok";
  if (g_str_equal (what, "recipient"))
    return "250 2.1.5 Recipient ok";
  if (g_str_equal (what, "verify"))
    return "252 2.1.5 Will try";
  if (g_str_equal (what, "expand"))
    return "250 2.1.5 <one@b.example>\n<two@b.example>";
  if (g_str_equal (what, "etrn"))
    return "250 2.0.0 Queuing started";
  if (g_str_equal (what, "auth"))
    return g_str_has_suffix (argument, " secret") ? "235 2.7.0 Logged in" : "535 5.7.8 Wrong user or password";
  if (g_str_equal (what, "message"))
    return "250 2.0.0 Message accepted";
  return NULL;
}

static void
answer_one (SimOwner *self, SimDrive *drive, const char *what, const char *argument)
{
  const char *text = friendly (what, argument);
  g_autofree char *storage = NULL;
  SmtpReply reply = { 0 };

  for (guint i = 0; i < self->answers->len; i++)
    {
      const char *rule = g_ptr_array_index (self->answers, i);
      gsize n = strlen (what);
      gsize m = strlen (argument);

      if (!g_str_has_prefix (rule, what) || rule[n] != ' ')
        continue;
      rule += n + 1;
      if (g_str_has_prefix (rule, "* "))
        m = 1;
      else if (!g_str_has_prefix (rule, argument) || rule[m] != ' ')
        continue;
      text = rule + m + 1;
      break;
    }
  if (g_strcmp0 (text, "later") == 0)
    return;
  if (text != NULL)
    g_assert_true (smtp_reply_parse (text, &reply, &storage));
  smtp_server_answer (drive->session, drive->now, &reply);
}

void
sim_owner_answer (SimDrive *drive, const SimOutput *question, gpointer data)
{
  SimOwner *self = data;
  gsize len;
  const char *bytes = g_bytes_get_data (question->bytes, &len);
  g_autofree char *argument = g_strndup (bytes != NULL ? bytes : "", bytes != NULL ? len : 0);

  if (g_str_equal (question->what, "auth"))
    {
      const char *user = sasl_get_user (question->bytes);

      g_free (argument);
      argument = g_strdup_printf ("%s %s", user, sasl_matches (question->bytes, "secret") ? "secret" : "wrong");
    }
  if (!g_str_equal (question->what, "message"))
    {
      answer_one (self, drive, question->what, argument);
      return;
    }
  g_ptr_array_add (self->stored, g_bytes_ref (question->bytes));
  if (smtp_server_get_dialect (drive->session) != SMTP_DIALECT_LMTP)
    {
      answer_one (self, drive, "message", "*");
      return;
    }
  /* The envelope goes away with the last answer. */
  {
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
    const SmtpEnvelope *envelope = smtp_server_get_envelope (drive->session);

    for (guint i = 0; i < envelope->recipients->len; i++)
      {
        const SmtpRecipient *recipient = g_ptr_array_index (envelope->recipients, i);

        g_ptr_array_add (names, mail_address_to_text (&recipient->address));
      }
    for (guint i = 0; i < names->len; i++)
      answer_one (self, drive, "message", g_ptr_array_index (names, i));
  }
}

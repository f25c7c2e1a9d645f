/* dissect-smtp.c - lines of SMTP, submission and LMTP (RFC 5321, 4.1.2 and 4.2)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/explain/dissect-private.h"

#include <string.h>

/* What stands in the angle brackets. A quoted local part may hold an @ and a >. */
static void
dissect_path (Dissect *self)
{
  gsize start;
  gboolean quoted = FALSE;

  if (self->at >= self->len || self->text[self->at] != '<')
    {
      dissect_take (self, " ", EXPLAIN_PART_ARGUMENT);
      return;
    }
  if (dissect_is (self, "<>"))
    {
      dissect_add (self, self->at, self->at + 2, EXPLAIN_PART_NULL_PATH);
      self->at += 2;
      return;
    }
  self->at++;
  if (self->at < self->len && self->text[self->at] == '@')
    {
      dissect_take (self, ":>", EXPLAIN_PART_ROUTE);
      dissect_skip (self, ":");
    }
  start = self->at;
  for (; self->at < self->len; self->at++)
    {
      char c = self->text[self->at];

      if (c == '\\' && quoted && self->at + 1 < self->len)
        self->at++;
      else if (c == '"')
        quoted = !quoted;
      else if (!quoted && (c == '@' || c == '>'))
        break;
    }
  dissect_add (self, start, self->at, EXPLAIN_PART_LOCAL);
  dissect_skip (self, "@");
  dissect_take (self, ">", EXPLAIN_PART_DOMAIN);
  dissect_skip (self, ">");
}

static void
dissect_parameters (Dissect *self)
{
  for (dissect_skip (self, " "); self->at < self->len; dissect_skip (self, " "))
    {
      dissect_take (self, "= ", EXPLAIN_PART_PARAMETER);
      if (self->at < self->len && self->text[self->at] == '=')
        {
          self->at++;
          dissect_take (self, " ", EXPLAIN_PART_VALUE);
        }
    }
}

static void
dissect_command (Dissect *self)
{
  const char *verb = self->line->verb;

  dissect_take (self, " ", EXPLAIN_PART_VERB);
  dissect_skip (self, " ");
  if (strcmp (verb, "EHLO") == 0 || strcmp (verb, "HELO") == 0 || strcmp (verb, "LHLO") == 0)
    dissect_rest (self, EXPLAIN_PART_HOST);
  else if ((strcmp (verb, "MAIL") == 0 && dissect_is (self, "FROM:")) || (strcmp (verb, "RCPT") == 0 && dissect_is (self, "TO:")))
    {
      gsize start = self->at;

      self->at += dissect_is (self, "TO:") ? strlen ("TO:") : strlen ("FROM:");
      dissect_add (self, start, self->at, EXPLAIN_PART_WORD);
      dissect_skip (self, " ");
      dissect_path (self);
      dissect_parameters (self);
    }
  else if (strcmp (verb, "AUTH") == 0)
    {
      dissect_take (self, " ", EXPLAIN_PART_MECHANISM);
      dissect_skip (self, " ");
      dissect_rest (self, EXPLAIN_PART_SECRET);
    }
  else if (strcmp (verb, "BDAT") == 0)
    {
      dissect_take (self, " ", EXPLAIN_PART_COUNT);
      dissect_skip (self, " ");
      dissect_rest (self, EXPLAIN_PART_WORD);
    }
  else
    dissect_rest (self, EXPLAIN_PART_ARGUMENT);
}

/* Of "5.1.1 No such user" the first three numbers. */
static void
dissect_enhanced (Dissect *self)
{
  gsize end = self->at;
  guint dots = 0;

  for (; end < self->len && (g_ascii_isdigit (self->text[end]) || self->text[end] == '.'); end++)
    dots += self->text[end] == '.';
  if (dots != 2 || end < self->at + 5 || (end < self->len && self->text[end] != ' '))
    return;
  dissect_add (self, self->at, end, EXPLAIN_PART_ENHANCED);
  self->at = end;
  dissect_skip (self, " ");
}

static void
dissect_reply (Dissect *self)
{
  const ExplainLine *line = self->line;
  int code = explain_reply_code ((const guint8 *) self->text, self->len);
  gboolean hello = strcmp (line->verb, "EHLO") == 0 || strcmp (line->verb, "HELO") == 0 || strcmp (line->verb, "LHLO") == 0;

  if (code == 0)
    {
      dissect_rest (self, EXPLAIN_PART_TEXT);
      return;
    }
  dissect_add (self, 0, 3, EXPLAIN_PART_CODE);
  self->at = 3;
  if (self->len > 3 && self->text[3] == '-')
    dissect_add (self, 3, 4, EXPLAIN_PART_MORE);
  if (self->at < self->len)
    self->at++;
  if (code == 250 && hello && !line->first)
    {
      dissect_take (self, " =", EXPLAIN_PART_KEYWORD);
      dissect_skip (self, " ");
      dissect_rest (self, EXPLAIN_PART_VALUE);
      return;
    }
  if ((code == 250 && hello) || line->kind == EXPLAIN_LINE_GREETING)
    {
      dissect_take (self, " ", EXPLAIN_PART_HOST);
      dissect_skip (self, " ");
    }
  else
    dissect_enhanced (self);
  dissect_rest (self, EXPLAIN_PART_TEXT);
}

void
dissect_smtp (Dissect *self, SimSide side)
{
  if (side == SIM_SIDE_SERVER)
    dissect_reply (self);
  else if (self->line->kind == EXPLAIN_LINE_CONTENT)
    dissect_message (self);
  else if (self->line->kind == EXPLAIN_LINE_DOT)
    dissect_rest (self, EXPLAIN_PART_DOT);
  else if (self->line->kind == EXPLAIN_LINE_RESPONSE)
    dissect_rest (self, EXPLAIN_PART_SECRET);
  else
    dissect_command (self);
}

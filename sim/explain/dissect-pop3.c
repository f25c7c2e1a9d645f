/* dissect-pop3.c - lines of POP3 (RFC 1939, RFC 2449)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/explain/dissect-private.h"

#include <string.h>

/* What the words behind a verb are, in their order. */
static const struct { const char *verb; ExplainPartKind words[2]; } arguments[] = {
  { "USER", { EXPLAIN_PART_USER, EXPLAIN_PART_USER } },
  { "PASS", { EXPLAIN_PART_PASSWORD, EXPLAIN_PART_PASSWORD } },
  { "APOP", { EXPLAIN_PART_USER, EXPLAIN_PART_DIGEST } },
  { "AUTH", { EXPLAIN_PART_MECHANISM, EXPLAIN_PART_SECRET } },
  { "LIST", { EXPLAIN_PART_NUMBER, EXPLAIN_PART_ARGUMENT } },
  { "UIDL", { EXPLAIN_PART_NUMBER, EXPLAIN_PART_ARGUMENT } },
  { "RETR", { EXPLAIN_PART_NUMBER, EXPLAIN_PART_ARGUMENT } },
  { "DELE", { EXPLAIN_PART_NUMBER, EXPLAIN_PART_ARGUMENT } },
  { "TOP",  { EXPLAIN_PART_NUMBER, EXPLAIN_PART_LINES } },
};

static void
dissect_command (Dissect *self)
{
  dissect_take (self, " ", EXPLAIN_PART_VERB);
  dissect_skip (self, " ");
  for (gsize i = 0; i < G_N_ELEMENTS (arguments); i++)
    if (strcmp (self->line->verb, arguments[i].verb) == 0)
      {
        /* A password may hold blanks. */
        dissect_take (self, arguments[i].words[0] == arguments[i].words[1] ? "" : " ", arguments[i].words[0]);
        dissect_skip (self, " ");
        dissect_rest (self, arguments[i].words[1]);
        return;
      }
  dissect_rest (self, EXPLAIN_PART_ARGUMENT);
}

/* "<1896.697170952@mail.example>" in the greeting. */
static void
dissect_greeting (Dissect *self)
{
  gsize start = self->at;

  while (self->at < self->len && self->text[self->at] != '<')
    self->at++;
  dissect_add (self, start, self->at > start && self->at < self->len ? self->at - 1 : self->at, EXPLAIN_PART_TEXT);
  dissect_rest (self, EXPLAIN_PART_TIMESTAMP);
}

/* Two words, the first of them a number: "2 320", "1 120", "1 whqtswO00WBw418f9t5JxYwZ". */
static void
dissect_pair (Dissect *self, ExplainPartKind first, ExplainPartKind second)
{
  if (dissect_is_digits (self, " "))
    {
      dissect_take (self, " ", first);
      dissect_skip (self, " ");
      dissect_take (self, " ", second);
      dissect_skip (self, " ");
    }
  dissect_rest (self, EXPLAIN_PART_TEXT);
}

static void
dissect_status (Dissect *self)
{
  const char *verb = self->line->verb;
  gboolean ok = dissect_is (self, "+OK");

  dissect_take (self, " ", EXPLAIN_PART_STATUS);
  dissect_skip (self, " ");
  if (self->at < self->len && self->text[self->at] == '[')
    {
      gsize start = self->at;

      while (self->at < self->len && self->text[self->at++] != ']')
        ;
      dissect_add (self, start, self->at, EXPLAIN_PART_RESPONSE_CODE);
      dissect_skip (self, " ");
    }
  if (self->line->kind == EXPLAIN_LINE_GREETING)
    dissect_greeting (self);
  else if (ok && strcmp (verb, "STAT") == 0)
    dissect_pair (self, EXPLAIN_PART_NUMBER, EXPLAIN_PART_COUNT);
  else if (ok && strcmp (verb, "LIST") == 0)
    dissect_pair (self, EXPLAIN_PART_NUMBER, EXPLAIN_PART_COUNT);
  else if (ok && strcmp (verb, "UIDL") == 0)
    dissect_pair (self, EXPLAIN_PART_NUMBER, EXPLAIN_PART_UNIQUE);
  else
    dissect_rest (self, EXPLAIN_PART_TEXT);
}

static void
dissect_listing (Dissect *self)
{
  if (strcmp (self->line->verb, "CAPA") == 0)
    {
      dissect_take (self, " ", EXPLAIN_PART_KEYWORD);
      dissect_skip (self, " ");
      dissect_rest (self, EXPLAIN_PART_VALUE);
    }
  else if (strcmp (self->line->verb, "UIDL") == 0)
    dissect_pair (self, EXPLAIN_PART_NUMBER, EXPLAIN_PART_UNIQUE);
  else if (strcmp (self->line->verb, "AUTH") == 0)
    dissect_rest (self, EXPLAIN_PART_MECHANISM);
  else
    dissect_pair (self, EXPLAIN_PART_NUMBER, EXPLAIN_PART_COUNT);
}

void
dissect_pop3 (Dissect *self, SimSide side)
{
  switch (self->line->kind)
    {
    case EXPLAIN_LINE_CONTENT:
      dissect_message (self);
      break;
    case EXPLAIN_LINE_DOT:
      dissect_rest (self, EXPLAIN_PART_DOT);
      break;
    case EXPLAIN_LINE_RESPONSE:
      dissect_rest (self, EXPLAIN_PART_SECRET);
      break;
    case EXPLAIN_LINE_LISTING:
      dissect_listing (self);
      break;
    case EXPLAIN_LINE_CONTINUE:
      dissect_take (self, " ", EXPLAIN_PART_CONTINUE);
      dissect_skip (self, " ");
      dissect_rest (self, EXPLAIN_PART_VALUE);
      break;
    default:
      if (side == SIM_SIDE_CLIENT)
        dissect_command (self);
      else
        dissect_status (self);
    }
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim/mail/part.h"

#include "sim/mail/field.h"
#include "sim/mail/part-private.h"

#include <string.h>

#define ENDED G_MAXUINT

typedef struct
{
  const char *text;
  gsize       len;
} Boundary;

/* One walk over the message, line by line. */
typedef struct
{
  const guint8 *data;
  gsize         size;
  gsize         at;            /* start of the line to look at next */
  guint         lines;         /* line ends before @at */
  guint         n_parts;
  Boundary      open[MAIL_PART_DEPTH_MAX + 1];   /* of the multiparts that we are in, outermost first */
  guint         n_open;

  /* The boundary line that was met last. */
  guint         level;         /* of @open; ENDED: none, the message has ended */
  gboolean      last;          /* "--" stands behind it */
  gsize         before;        /* where its line begins, without the line end in front that belongs to it */
  guint         lines_before;
} Walk;

static void walk_part (Walk *self, MailPart *part, guint depth, gboolean in_digest);

/* ---- boundaries ------------------------------------------------------------ */

/* Is the line a boundary of a multipart that is open? What stands behind the boundary does not count (RFC 2046,
 * 5.1.1); if several fit, the longest is meant, and of equals the innermost. */
static gboolean
is_boundary (Walk *self, gsize at, gsize end)
{
  const char *line = (const char *) self->data + at + 2;
  gsize len = end - at;
  guint found = ENDED;

  if (len < 2 || self->data[at] != '-' || self->data[at + 1] != '-')
    return FALSE;
  len -= 2;
  for (guint i = self->n_open; i-- > 0;)
    {
      const Boundary *boundary = &self->open[i];

      if (boundary->len <= len && memcmp (line, boundary->text, boundary->len) == 0
          && (found == ENDED || boundary->len > self->open[found].len))
        found = i;
    }
  if (found == ENDED)
    return FALSE;
  self->level = found;
  line += self->open[found].len;
  len -= self->open[found].len;
  self->last = len >= 2 && line[0] == '-' && line[1] == '-';
  return TRUE;
}

static void
next_line (Walk *self, gsize end)
{
  self->lines += self->data[end - 1] == '\n';
  self->at = end;
}

/* Steps over lines up to and with the next boundary line, or to the end. @from: no line end before it is given to the
 * boundary. */
static void
find_boundary (Walk *self, gsize from)
{
  while (self->at < self->size)
    {
      gsize at = self->at;
      gsize end = mail_line_end (self->data, self->size, at);

      if (is_boundary (self, at, end))
        {
          self->before = at;
          self->lines_before = self->lines;
          if (at > from && self->data[at - 1] == '\n')
            {
              self->before -= at - 1 > from && self->data[at - 2] == '\r' ? 2 : 1;
              self->lines_before--;
            }
          next_line (self, end);
          return;
        }
      next_line (self, end);
    }
  self->level = ENDED;
  self->before = self->size;
  self->lines_before = self->lines;
}

/* ---- parts ----------------------------------------------------------------- */

static MailPart *
part_new (MailPart *parent)
{
  MailPart *self = g_new0 (MailPart, 1);

  self->parent = parent;
  self->parameters = mail_parameters_new ();
  self->disposition_parameters = mail_parameters_new ();
  if (parent != NULL)
    {
      if (parent->children == NULL)
        parent->children = g_ptr_array_new_with_free_func ((GDestroyNotify) mail_part_free);
      g_ptr_array_add (parent->children, self);
    }
  return self;
}

void
mail_part_free (MailPart *self)
{
  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_array_unref (self->parameters);
  g_array_unref (self->disposition_parameters);
  g_free (self->type);
  g_free (self->subtype);
  g_free (self->encoding);
  g_free (self->id);
  g_free (self->description);
  g_free (self->md5);
  g_free (self->disposition);
  g_free (self->language);
  g_free (self->location);
  g_free (self);
}

/* Steps over the header section; a boundary line ends it too. */
static void
walk_header (Walk *self, MailPart *part)
{
  MailField field;
  gsize end;

  part->header = self->at;
  while (self->at < self->size)
    {
      if (is_boundary (self, self->at, mail_line_end (self->data, self->size, self->at))
          || !mail_field_next (self->data, self->size, self->at, &field))
        break;
      while (self->at < field.end)
        next_line (self, mail_line_end (self->data, self->size, self->at));
    }
  end = mail_line_end (self->data, self->size, self->at);
  if (end - self->at == 1 ? self->data[self->at] == '\n'
                          : end - self->at == 2 && memcmp (self->data + self->at, "\r\n", 2) == 0)
    next_line (self, end);
  part->body = self->at;
}

static gboolean
has_room (const Walk *self)
{
  return self->n_parts < MAIL_PART_COUNT_MAX;
}

/* The parts between the boundaries; the text before and after them is not looked at. */
static void
walk_children (Walk *self, MailPart *part, guint depth)
{
  gboolean digest = g_str_equal (part->subtype, "digest");
  const char *text = mail_part_get_parameter (part, "boundary");
  guint mine = self->n_open;

  self->open[self->n_open++] = (Boundary) { text, strlen (text) };
  find_boundary (self, part->body);
  while (self->level == mine && !self->last)
    if (has_room (self) || part->children == NULL)
      walk_part (self, part_new (part), depth + 1, digest);
    else
      {
        MailPart *child = g_ptr_array_index (part->children, part->children->len - 1);

        find_boundary (self, child->body);
        child->end = self->before;
      }
  self->n_open = mine;
  if (self->level == mine)
    find_boundary (self, part->body);
}

/* What is encoded cannot be looked into (RFC 2045, 6.4). */
static gboolean
is_plain (const MailPart *part)
{
  return g_str_equal (part->encoding, "7bit") || g_str_equal (part->encoding, "8bit")
         || g_str_equal (part->encoding, "binary");
}

/* A leaf is never told to be what it could not be looked into for. */
static void
judge_kind (const Walk *self, MailPart *part, guint depth)
{
  gboolean room = depth < MAIL_PART_DEPTH_MAX && self->n_parts < MAIL_PART_COUNT_MAX;
  const char *boundary = mail_part_get_parameter (part, "boundary");

  part->kind = MAIL_PART_LEAF;
  if (mail_part_is (part, "multipart", NULL))
    {
      if (room && boundary != NULL && *boundary != '\0')
        part->kind = MAIL_PART_MULTIPART;
      else if (room)
        mail_part_set_type (part, "text", "plain");
      else
        mail_part_set_type (part, "application", "octet-stream");
    }
  else if (mail_part_is (part, "message", "rfc822") || mail_part_is (part, "message", "global"))
    {
      if (room && is_plain (part))
        part->kind = MAIL_PART_MESSAGE;
      else
        mail_part_set_type (part, "application", "octet-stream");
    }
}

static void
walk_part (Walk *self, MailPart *part, guint depth, gboolean in_digest)
{
  guint lines;

  self->n_parts++;
  walk_header (self, part);
  lines = self->lines;
  mail_part_read_header (part, self->data, in_digest);
  judge_kind (self, part, depth);
  switch (part->kind)
    {
    case MAIL_PART_MULTIPART:
      walk_children (self, part, depth);
      if (part->children == NULL)        /* no part ever began: its text is all there is */
        {
          part->kind = MAIL_PART_LEAF;
          mail_part_set_type (part, "text", "plain");
        }
      break;
    case MAIL_PART_MESSAGE:
      walk_part (self, part_new (part), depth + 1, FALSE);
      break;
    case MAIL_PART_LEAF:
    default:
      find_boundary (self, part->body);
    }
  part->end = self->before;
  part->lines = self->lines_before - lines;
}

MailPart *
mail_part_new (const guint8 *data, gsize size)
{
  Walk walk = { .data = data, .size = size };
  MailPart *root = part_new (NULL);

  walk_part (&walk, root, 0, FALSE);
  return root;
}

/* ---- asked ----------------------------------------------------------------- */

const MailPart *
mail_part_find (const MailPart *root, const guint *numbers, gsize n)
{
  const MailPart *part = root;

  for (gsize i = 0; i < n; i++)
    {
      if (i > 0 && part->kind == MAIL_PART_LEAF)
        return NULL;
      if (i > 0 && part->kind == MAIL_PART_MESSAGE)
        part = g_ptr_array_index (part->children, 0);
      if (part->kind != MAIL_PART_MULTIPART)
        {
          if (numbers[i] != 1)
            return NULL;
        }
      else if (numbers[i] >= 1 && numbers[i] <= part->children->len)
        part = g_ptr_array_index (part->children, numbers[i] - 1);
      else
        return NULL;
    }
  return part;
}

gboolean
mail_part_is (const MailPart *self, const char *type, const char *subtype)
{
  return g_str_equal (self->type, type) && (subtype == NULL || g_str_equal (self->subtype, subtype));
}

const char *
mail_part_get_parameter (const MailPart *self, const char *name)
{
  return mail_parameters_get (self->parameters, name);
}

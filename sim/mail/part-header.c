/* The fields that say what a part is (RFC 2045, 2183, 2231, 3282, 2557)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/mail/part-private.h"

#include "sim/mail/field.h"

#include <string.h>

#define SECTION_MAX 1000   /* of a parameter that is told in pieces */

/* ---- words ------------------------------------------------------------------ */

/* Over blanks and (comments). */
static const char *
skip_blank (const char *p)
{
  guint depth = 0;

  for (; *p != '\0'; p++)
    {
      if (*p == '(')
        depth++;
      else if (*p == ')' && depth > 0)
        depth--;
      else if (*p == '\\' && depth > 0 && p[1] != '\0')
        p++;
      else if (depth == 0 && *p != ' ' && *p != '\t')
        break;
    }
  return p;
}

/* RFC 2045, 5.1; octets above 127 are taken as they come. */
static gboolean
is_token_char (char c)
{
  return c != '\0' && (guchar) c > 32 && c != 127 && strchr ("()<>@,;:\\\"/[]?=", c) == NULL;
}

/* NULL: there is none. (transfer full) */
static char *
take_token (const char **p)
{
  const char *start = skip_blank (*p);
  const char *end = start;

  while (is_token_char (*end))
    end++;
  if (end == start)
    return NULL;
  *p = skip_blank (end);
  return g_strndup (start, end - start);
}

static char *
take_lower (const char **p)
{
  g_autofree char *token = take_token (p);

  return token != NULL ? g_ascii_strdown (token, -1) : NULL;
}

static char *
take_quoted (const char **p)
{
  GString *text = g_string_new (NULL);
  const char *q = *p + 1;

  for (; *q != '\0' && *q != '"'; q++)
    {
      if (*q == '\\' && q[1] != '\0')
        q++;
      g_string_append_c (text, *q);
    }
  *p = skip_blank (*q == '"' ? q + 1 : q);
  return g_string_free (text, FALSE);
}

/* Quoted, or all up to the next semicolon: many senders forget the quotes. */
static char *
take_value (const char **p)
{
  const char *start = skip_blank (*p);
  const char *end = start;

  *p = start;
  if (*start == '"')
    return take_quoted (p);
  while (*end != '\0' && *end != ';' && *end != '(')
    end++;
  *p = skip_blank (end);
  return g_strchomp (g_strndup (start, end - start));
}

/* ---- parameters ------------------------------------------------------------- */

static void
clear_parameter (gpointer data)
{
  MailParameter *parameter = data;

  g_free (parameter->name);
  g_free (parameter->value);
}

GArray *
mail_parameters_new (void)
{
  GArray *self = g_array_new (FALSE, FALSE, sizeof (MailParameter));

  g_array_set_clear_func (self, clear_parameter);
  return self;
}

/* One piece of a value: name*N, or name*N* if it is percent-encoded. */
typedef struct
{
  char    *name;
  guint    section;
  gboolean extended;
  char    *value;
} Piece;

static void
clear_piece (gpointer data)
{
  Piece *piece = data;

  g_free (piece->name);
  g_free (piece->value);
}

/* Cuts "*N" or "*N*" off @name. FALSE: there is none. */
static gboolean
take_section (char *name, guint *section, gboolean *extended)
{
  gsize len = strlen (name);
  char *star;
  guint64 number;

  *extended = len > 0 && name[len - 1] == '*';
  if (*extended)
    name[len - 1] = '\0';
  star = strchr (name, '*');
  if (star == NULL || star == name || !g_ascii_string_to_unsigned (star + 1, 10, 0, SECTION_MAX, &number, NULL))
    {
      if (*extended)
        name[len - 1] = '*';
      return FALSE;
    }
  *star = '\0';
  *section = number;
  return TRUE;
}

static int
by_name_and_section (gconstpointer a, gconstpointer b)
{
  const Piece *one = a;
  const Piece *two = b;
  int order = strcmp (one->name, two->name);

  return order != 0 ? order : (one->section > two->section) - (one->section < two->section);
}

/* What was not encoded, in a value that is. */
static void
append_percent (GString *out, const char *text)
{
  for (; *text != '\0'; text++)
    if (g_ascii_isalnum (*text) || strchr ("!#$&+-.^_`{|}~", *text) != NULL)
      g_string_append_c (out, *text);
    else
      g_string_append_printf (out, "%%%02X", (guchar) *text);
}

/* Puts together what has been told in pieces 0, 1, 2 ... (RFC 2231, 3). */
static void
join_pieces (GArray *self, GArray *pieces)
{
  g_array_sort (pieces, by_name_and_section);
  for (guint i = 0; i < pieces->len;)
    {
      const Piece *first = &g_array_index (pieces, Piece, i);
      g_autoptr (GString) value = g_string_new (NULL);
      gboolean extended = first->extended;
      guint next = 0;
      MailParameter parameter;
      guint end;

      for (end = i; end < pieces->len && g_str_equal (g_array_index (pieces, Piece, end).name, first->name); end++)
        {
          const Piece *piece = &g_array_index (pieces, Piece, end);

          if (piece->section != next)
            continue;
          next++;
          if (extended && !piece->extended)
            append_percent (value, piece->value);
          else
            g_string_append (value, piece->value);
        }
      if (next > 0)
        {
          parameter.name = g_strconcat (first->name, extended ? "*" : "", NULL);
          parameter.value = g_strdup (value->str);
          g_array_append_val (self, parameter);
        }
      i = end;
    }
}

void
mail_parameters_read (GArray *self, const char *text)
{
  g_autoptr (GArray) pieces = g_array_new (FALSE, FALSE, sizeof (Piece));
  guint n = 0;

  g_array_set_clear_func (pieces, clear_piece);
  while (*text != '\0' && n < MAIL_PART_PARAMETERS_MAX)
    {
      const char *p;
      Piece piece = { 0 };

      text += strcspn (text, ";");
      if (*text == '\0')
        break;
      p = ++text;
      piece.name = take_lower (&p);
      if (piece.name == NULL || *p != '=')
        {
          g_free (piece.name);
          continue;
        }
      p++;
      piece.value = take_value (&p);
      text = p;
      n++;
      if (take_section (piece.name, &piece.section, &piece.extended))
        g_array_append_val (pieces, piece);
      else if (mail_parameters_get (self, piece.name) == NULL)
        g_array_append_vals (self, &(MailParameter) { piece.name, piece.value }, 1);
      else
        clear_piece (&piece);      /* told twice: the first counts */
    }
  join_pieces (self, pieces);
}

const char *
mail_parameters_get (const GArray *self, const char *name)
{
  for (guint i = 0; i < self->len; i++)
    {
      const MailParameter *parameter = &g_array_index (self, MailParameter, i);

      if (g_str_equal (parameter->name, name))
        return parameter->value;
    }
  return NULL;
}

/* ---- the fields ------------------------------------------------------------- */

void
mail_part_set_type (MailPart *self, const char *type, const char *subtype)
{
  g_free (self->type);
  g_free (self->subtype);
  self->type = g_strdup (type);
  self->subtype = g_strdup (subtype);
}

static void
read_type (MailPart *self, const char *text)
{
  g_autofree char *type = take_lower (&text);
  g_autofree char *subtype = NULL;

  if (type == NULL || *text != '/')
    return;
  text++;
  subtype = take_lower (&text);
  if (subtype == NULL)
    return;
  mail_part_set_type (self, type, subtype);
  mail_parameters_read (self->parameters, text);
}

static void
read_encoding (MailPart *self, const char *text)
{
  self->encoding = take_lower (&text);
}

static void
read_disposition (MailPart *self, const char *text)
{
  self->disposition = take_lower (&text);
  if (self->disposition != NULL)
    mail_parameters_read (self->disposition_parameters, text);
}

#define KEEP(function, member) \
  static void function (MailPart *self, const char *text) { self->member = g_strdup (text); }
KEEP (read_id, id)
KEEP (read_description, description)
KEEP (read_md5, md5)
KEEP (read_language, language)
KEEP (read_location, location)
#undef KEEP

static const struct
{
  const char *name;
  void (*read) (MailPart *self, const char *text);
} fields[] =
{
  { "Content-Type",              read_type },
  { "Content-Transfer-Encoding", read_encoding },
  { "Content-ID",                read_id },
  { "Content-Description",       read_description },
  { "Content-MD5",               read_md5 },
  { "Content-Disposition",       read_disposition },
  { "Content-Language",          read_language },
  { "Content-Location",          read_location },
};

void
mail_part_read_header (MailPart *self, const guint8 *data, gboolean in_digest)
{
  guint seen = 0;
  MailField field;

  for (gsize at = self->header; at < self->body && mail_field_next (data, self->body, at, &field); at = field.end)
    {
      if (field.name_len < 10 || g_ascii_strncasecmp ((const char *) data + at, "Content-", 8) != 0)
        continue;
      for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
        if (!(seen & (1u << i)) && mail_field_is (&field, data, fields[i].name))
          {
            g_autofree char *text = mail_field_unfold (data + field.value, field.end - field.value);

            seen |= 1u << i;             /* the first of a name counts */
            fields[i].read (self, text);
          }
    }
  if (self->type == NULL)
    {
      mail_part_set_type (self, in_digest ? "message" : "text", in_digest ? "rfc822" : "plain");
      self->implied = TRUE;
    }
  if (self->encoding == NULL)
    self->encoding = g_strdup ("7bit");
}

/* FETCH's data items as they are asked for (RFC 9051, 9: fetch-att; RFC 3501, 9)
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "sim/proto/imap/fetch-private.h"

#include <string.h>

#define NUMBERS_MAX (2 * IMAP_DEPTH_MAX)    /* of a part's address */

static Item *
item_new (ItemKind kind)
{
  Item *self = g_new0 (Item, 1);

  self->kind = kind;
  self->numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  self->fields = g_ptr_array_new_with_free_func (g_free);
  return self;
}

static void
item_free (gpointer data)
{
  Item *self = data;

  g_array_unref (self->numbers);
  g_ptr_array_unref (self->fields);
  g_free (self->name);
  g_free (self);
}

static gboolean
wrong (ImapScanner *scanner, const char *what)
{
  scanner->error = what;
  return FALSE;
}

/* ---- BODY[...]<...> --------------------------------------------------------- */

/* "(DATE FROM)" */
static gboolean
scan_fields (ImapScanner *scanner, Item *item)
{
  if (!imap_scan_space (scanner) || !imap_scan_char (scanner, '('))
    return FALSE;
  do
    {
      char *field;

      if (item->fields->len >= IMAP_FETCH_FIELDS_MAX)
        return wrong (scanner, "Too many fields are asked for");
      if (!imap_scan_text (scanner, &field))
        return FALSE;
      g_ptr_array_add (item->fields, field);
      if (!mail_field_name_is_valid (field))
        return wrong (scanner, "No header field can have that name");
    }
  while (imap_scan_peek (scanner, ' ') && imap_scan_space (scanner));
  return imap_scan_char (scanner, ')');
}

/* "HEADER", "HEADER.FIELDS (...)", "TEXT", "MIME" */
static gboolean
scan_section_text (ImapScanner *scanner, Item *item)
{
  if (imap_scan_word (scanner, "HEADER"))
    item->section = SECTION_HEADER;
  else if (imap_scan_word (scanner, "TEXT"))
    item->section = SECTION_TEXT;
  else if (imap_scan_word (scanner, "HEADER.FIELDS"))
    item->section = SECTION_FIELDS;
  else if (imap_scan_word (scanner, "HEADER.FIELDS.NOT"))
    item->section = SECTION_FIELDS_NOT;
  else if (imap_scan_word (scanner, "MIME"))
    item->section = SECTION_MIME;
  else
    return wrong (scanner, "No section has that name");
  if (item->section == SECTION_MIME && item->numbers->len == 0)
    return wrong (scanner, "MIME wants a part's number");
  return item->section == SECTION_FIELDS || item->section == SECTION_FIELDS_NOT ? scan_fields (scanner, item) : TRUE;
}

/* "3.1.HEADER]" */
static gboolean
scan_section (ImapScanner *scanner, Item *item)
{
  gboolean more = !imap_scan_peek (scanner, ']');

  while (more && scanner->p < scanner->end && g_ascii_isdigit (*scanner->p))
    {
      guint32 number;

      if (item->numbers->len >= NUMBERS_MAX)
        return wrong (scanner, "No part lies so deep");
      if (!imap_scan_nz_number (scanner, &number))
        return FALSE;
      g_array_append_val (item->numbers, number);
      more = imap_scan_peek (scanner, '.') && imap_scan_char (scanner, '.');
    }
  if (more && !scan_section_text (scanner, item))
    return FALSE;
  return imap_scan_char (scanner, ']');
}

/* "<0.2048>" */
static gboolean
scan_partial (ImapScanner *scanner, Item *item)
{
  item->partial = imap_scan_peek (scanner, '<');
  if (!item->partial)
    return TRUE;
  if (!imap_scan_char (scanner, '<') || !imap_scan_number64 (scanner, &item->start) || !imap_scan_char (scanner, '.')
      || !imap_scan_number64 (scanner, &item->count))
    return FALSE;
  if (item->count == 0)
    return wrong (scanner, "At least one octet must be asked for");
  return imap_scan_char (scanner, '>');
}

static const char * const section_names[] =
{
  [SECTION_WHOLE] = "",
  [SECTION_HEADER] = "HEADER",
  [SECTION_FIELDS] = "HEADER.FIELDS",
  [SECTION_FIELDS_NOT] = "HEADER.FIELDS.NOT",
  [SECTION_TEXT] = "TEXT",
  [SECTION_MIME] = "MIME",
};

/* How it is called in the answer: the same for the same thing. */
static char *
section_name (const Item *item)
{
  GString *name = g_string_new ("BODY[");

  for (guint i = 0; i < item->numbers->len; i++)
    g_string_append_printf (name, "%s%u", i > 0 ? "." : "", g_array_index (item->numbers, guint, i));
  if (item->numbers->len > 0 && item->section != SECTION_WHOLE)
    g_string_append_c (name, '.');
  g_string_append (name, section_names[item->section]);
  for (guint i = 0; i < item->fields->len; i++)
    {
      const char *field = g_ptr_array_index (item->fields, i);

      g_string_append (name, i == 0 ? " (" : " ");
      imap_write_astring (name, field, strlen (field), FALSE);
    }
  g_string_append (name, item->fields->len > 0 ? ")]" : "]");
  if (item->partial)
    g_string_append_printf (name, "<%" G_GUINT64_FORMAT ">", item->start);
  return g_string_free (name, FALSE);
}

static gboolean
scan_body (ImapScanner *scanner, Item *item)
{
  if (!imap_scan_char (scanner, '[') || !scan_section (scanner, item) || !scan_partial (scanner, item))
    return FALSE;
  item->kind = ITEM_SECTION;
  item->name = section_name (item);
  return TRUE;
}

/* ---- items ------------------------------------------------------------------ */

static const struct
{
  const char *name;
  ItemKind    kind;
} simple[] =
{
  { "FLAGS",         ITEM_FLAGS },
  { "UID",           ITEM_UID },
  { "INTERNALDATE",  ITEM_INTERNALDATE },
  { "RFC822.SIZE",   ITEM_SIZE },
  { "ENVELOPE",      ITEM_ENVELOPE },
  { "BODYSTRUCTURE", ITEM_BODYSTRUCTURE },
  { "RFC822",        ITEM_RFC822 },
  { "RFC822.HEADER", ITEM_RFC822_HEADER },
  { "RFC822.TEXT",   ITEM_RFC822_TEXT },
};

static const struct
{
  const char *name;
  ItemKind    kinds[5];
  guint       n;
} macros[] =
{
  { "ALL",  { ITEM_FLAGS, ITEM_INTERNALDATE, ITEM_SIZE, ITEM_ENVELOPE }, 4 },
  { "FAST", { ITEM_FLAGS, ITEM_INTERNALDATE, ITEM_SIZE }, 3 },
  { "FULL", { ITEM_FLAGS, ITEM_INTERNALDATE, ITEM_SIZE, ITEM_ENVELOPE, ITEM_BODY }, 5 },
};

static const char *
simple_name (ItemKind kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (simple); i++)
    if (simple[i].kind == kind)
      return simple[i].name;
  return "BODY";
}

/* '[' is an atom character: no word of it may end before one. */
static gboolean
scan_name (ImapScanner *scanner, const char *name)
{
  gsize len = strlen (name);

  if ((gsize) (scanner->end - scanner->p) <= len || scanner->p[len] != '['
      || g_ascii_strncasecmp ((const char *) scanner->p, name, len) != 0)
    return FALSE;
  scanner->p += len;
  return TRUE;
}

static gboolean
scan_item (ImapScanner *scanner, Item *item)
{
  if (scan_name (scanner, "BODY"))
    return scan_body (scanner, item);
  if (scan_name (scanner, "BODY.PEEK"))
    {
      item->peek = TRUE;
      return scan_body (scanner, item);
    }
  item->kind = ITEM_BODY;
  for (guint i = 0; i < G_N_ELEMENTS (simple) && item->kind == ITEM_BODY; i++)
    if (imap_scan_word (scanner, simple[i].name))
      item->kind = simple[i].kind;
  if (item->kind == ITEM_BODY && !imap_scan_word (scanner, "BODY"))
    return wrong (scanner, "No data item has that name");
  item->name = g_strdup (simple_name (item->kind));
  return TRUE;
}

/* Takes @item. One that is there already is not told twice, but may set \Seen. */
static void
add (ImapFetch *self, Item *item)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      Item *old = g_ptr_array_index (self->items, i);

      if (old->kind == item->kind && g_str_equal (old->name, item->name) && old->count == item->count)
        {
          old->peek = old->peek && item->peek;
          item_free (item);
          return;
        }
    }
  g_ptr_array_add (self->items, item);
}

static void
add_simple (ImapFetch *self, ItemKind kind)
{
  Item *item = item_new (kind);

  item->name = g_strdup (simple_name (kind));
  add (self, item);
}

static gboolean
scan_and_add (ImapScanner *scanner, ImapFetch *self)
{
  Item *item = item_new (ITEM_BODY);

  if (self->items->len < IMAP_FETCH_ITEMS_MAX ? scan_item (scanner, item)
                                              : wrong (scanner, "Too many data items are asked for"))
    {
      add (self, item);
      return TRUE;
    }
  item_free (item);
  return FALSE;
}

static gboolean
scan_list (ImapScanner *scanner, ImapFetch *self)
{
  if (!imap_scan_char (scanner, '('))
    return FALSE;
  do
    if (!scan_and_add (scanner, self))
      return FALSE;
  while (imap_scan_peek (scanner, ' ') && imap_scan_space (scanner));
  return imap_scan_char (scanner, ')');
}

ImapFetch *
imap_fetch_scan (ImapScanner *scanner)
{
  g_autoptr (ImapFetch) self = g_new0 (ImapFetch, 1);

  self->items = g_ptr_array_new_with_free_func (item_free);
  if (imap_scan_peek (scanner, '('))
    return scan_list (scanner, self) ? g_steal_pointer (&self) : NULL;
  for (guint i = 0; i < G_N_ELEMENTS (macros); i++)
    if (imap_scan_word (scanner, macros[i].name))
      {
        for (guint j = 0; j < macros[i].n; j++)
          add_simple (self, macros[i].kinds[j]);
        return g_steal_pointer (&self);
      }
  return scan_and_add (scanner, self) ? g_steal_pointer (&self) : NULL;
}

void
imap_fetch_free (ImapFetch *self)
{
  g_ptr_array_unref (self->items);
  g_free (self);
}

/* ---- asked ------------------------------------------------------------------ */

gboolean
imap_fetch_sets_seen (const ImapFetch *self)
{
  for (guint i = 0; i < self->items->len; i++)
    {
      const Item *item = g_ptr_array_index (self->items, i);

      if ((item->kind == ITEM_SECTION && !item->peek) || item->kind == ITEM_RFC822 || item->kind == ITEM_RFC822_TEXT)
        return TRUE;
    }
  return FALSE;
}

gboolean
imap_fetch_wants_flags (const ImapFetch *self)
{
  for (guint i = 0; i < self->items->len; i++)
    if (((const Item *) g_ptr_array_index (self->items, i))->kind == ITEM_FLAGS)
      return TRUE;
  return FALSE;
}

void
imap_fetch_add_uid (ImapFetch *self)
{
  add_simple (self, ITEM_UID);
}

void
imap_fetch_add_flags (ImapFetch *self)
{
  add_simple (self, ITEM_FLAGS);
}

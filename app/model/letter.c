/* letter.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/model/letter.h"

#include "app/draw/words.h"
#include "app/model/envelope.h"
#include "sim/core/text.h"
#include "sim/mail/part.h"
#include "sim/mail/words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MOST_CAUSES 2000   /* steps back along the causes */
#define MOST_COPIES 300    /* that are looked into for the same letter */
#define MOST_OCTETS (256 * 1024)   /* of a part that are decoded for show */
#define MOST_HEADER (128 * 1024)   /* octets in which a header is looked for: no need to read megabytes behind it */

/* ---- the message of an entry ---------------------------------------------- */

/* The verb that the client has said last before entry @index on its connection. */
static gboolean
came_by (const SimTrace *trace, const SimEntry *entry, guint index, const char *verb)
{
  SimConnection connection;

  sim_trace_get_connection (trace, entry->conn, &connection);
  for (guint i = index; i > connection.opened; i--)
    {
      SimEntry before;

      sim_trace_get (trace, i - 1, &before);
      if (before.conn == entry->conn && before.kind == SIM_ENTRY_SAID && before.side == SIM_SIDE_CLIENT
          && (before.flags & SIM_ENTRY_LITERAL) == 0)
        return before.len >= strlen (verb) && g_ascii_strncasecmp ((const char *) before.bytes, verb, strlen (verb)) == 0;
    }
  return FALSE;
}

typedef enum { WIRE_NO, WIRE_PLAIN, WIRE_STUFFED } Wire;

/* Dots are stuffed where lines are counted by nobody: after DATA, and in POP3. BDAT and IMAP count octets; IMAP's literals are
 * letters only if they look like one. */
static Wire
wire_of (const SimTrace *trace, const SimEntry *entry, guint index)
{
  SimConnection connection;

  if (entry->kind != SIM_ENTRY_SAID || (entry->flags & (SIM_ENTRY_LITERAL | SIM_ENTRY_SECRET)) != SIM_ENTRY_LITERAL || entry->len == 0
      || entry->conn == 0)
    return WIRE_NO;
  sim_trace_get_connection (trace, entry->conn, &connection);
  if (connection.protocol != NULL && g_str_has_prefix (connection.protocol, "imap"))
    {
      g_autoptr (GBytes) bytes = g_bytes_new_static (entry->bytes, MIN (entry->len, MOST_HEADER));
      g_autoptr (MailMessage) message = mail_message_new (bytes);

      return mail_message_header_size (message) > 0 ? WIRE_PLAIN : WIRE_NO;
    }
  return entry->side == SIM_SIDE_CLIENT && came_by (trace, entry, index, "BDAT ") ? WIRE_PLAIN : WIRE_STUFFED;
}

/* What was dot-stuffed for the way (RFC 5321, 4.5.2), as it was before; without the dot that ends it. */
static GBytes *
unstuff (const guint8 *data, gsize len)
{
  GByteArray *out = g_byte_array_sized_new (len);
  const guint8 *end = data + len;

  while (data < end)
    {
      const guint8 *feed = memchr (data, '\n', end - data), *next = feed != NULL ? feed + 1 : end;

      if (data[0] == '.' && (data + 1 == end || data[1] == '\r' || data[1] == '\n'))
        break;
      if (data[0] == '.')
        data++;
      g_byte_array_append (out, data, next - data);
      data = next;
    }
  return g_byte_array_free_to_bytes (out);
}

/* At most @most octets of it. NULL: the entry holds none. */
static MailMessage *
message_of (const SimTrace *trace, guint index, gsize most)
{
  g_autoptr (GBytes) bytes = NULL;
  SimStored parts;
  SimEntry entry;

  Wire wire;

  if (index >= sim_trace_length (trace))
    return NULL;
  sim_trace_get (trace, index, &entry);
  wire = wire_of (trace, &entry, index);
  if (wire != WIRE_NO)
    bytes = wire == WIRE_STUFFED ? unstuff (entry.bytes, MIN (entry.len, most)) : g_bytes_new_static (entry.bytes, MIN (entry.len, most));
  else if (sim_stored_parse (&entry, &parts))
    {
      bytes = g_bytes_new_static (parts.message, MIN (parts.len, most));
      sim_stored_clear (&parts);
    }
  return bytes != NULL ? mail_message_new (bytes) : NULL;
}

static char *
id_of (const SimTrace *trace, guint index)
{
  g_autoptr (MailMessage) message = message_of (trace, index, MOST_HEADER);

  return message != NULL ? mail_message_dup_header (message, "Message-ID") : NULL;
}

/* ---- which copy ----------------------------------------------------------- */

/* The letter that led to @entry, or that it speaks of. */
static guint
along_the_causes (const SimTrace *trace, guint index)
{
  for (guint n = 0; n < MOST_CAUSES; n++)
    {
      SimEntry entry;

      sim_trace_get (trace, index, &entry);
      if (entry.kind == SIM_ENTRY_STORED || wire_of (trace, &entry, index) != WIRE_NO)
        return index;
      if (entry.kind == SIM_ENTRY_NOTE && entry.from >= 0 && (guint) entry.from < index)
        return (guint) entry.from;
      if (entry.cause >= index)
        break;
      index = entry.cause;
    }
  return EHLO_LETTER_NONE;
}

/* Where the same letter has come to since. */
static guint
newest_copy (const SimTrace *trace, const SimScene *scene, guint letter)
{
  g_autofree char *id = id_of (trace, letter);
  guint n = sim_scene_n_copies (scene);

  for (guint i = 0; id != NULL && i < MIN (n, MOST_COPIES); i++)
    {
      const SimSceneCopy *copy = sim_scene_get_copy (scene, n - 1 - i);
      g_autofree char *other = copy->stored >= letter ? id_of (trace, copy->stored) : NULL;

      if (copy->stored < letter)
        break;
      if (g_strcmp0 (id, other) == 0)
        return copy->stored;
    }
  return letter;
}

guint
ehlo_letter_current (const SimTrace *trace, const SimScene *scene, const SimSteps *lines, guint cursor)
{
  guint step = sim_steps_at (lines, cursor), letter = EHLO_LETTER_NONE, n = sim_scene_n_copies (scene);
  SimEntry entry;

  if (step > 0)
    {
      guint at = sim_steps_get (lines, step)->entry;

      sim_trace_get (trace, at, &entry);
      if (entry.kind == SIM_ENTRY_STORED || wire_of (trace, &entry, at) != WIRE_NO)
        return at;
      letter = along_the_causes (trace, at);
    }
  if (letter != EHLO_LETTER_NONE)
    return newest_copy (trace, scene, letter);
  return n > 0 ? sim_scene_get_copy (scene, n - 1)->stored : EHLO_LETTER_NONE;
}

GArray *
ehlo_letter_choices (const SimScene *scene)
{
  GArray *choices = g_array_new (FALSE, FALSE, sizeof (guint));
  guint n = sim_scene_n_copies (scene);

  for (guint i = 0; i < MIN (n, EHLO_LETTER_CHOICES); i++)
    g_array_append_val (choices, sim_scene_get_copy (scene, n - 1 - i)->stored);
  return choices;
}

static const SimSceneCopy *
copy_of (const SimScene *scene, guint stored)
{
  for (guint i = sim_scene_n_copies (scene); i > 0; i--)
    if (sim_scene_get_copy (scene, i - 1)->stored == stored)
      return sim_scene_get_copy (scene, i - 1);
  return NULL;
}

/* Where a copy lies, or lay. */
static char *
where_of (const SimTrace *trace, const SimScene *scene, guint index)
{
  const SimSceneCopy *copy = copy_of (scene, index);
  g_autofree char *mailbox = copy != NULL ? sim_scene_dup_mailbox (scene, trace, copy) : NULL;
  const char *host;
  SimEntry entry;
  guint from, to;

  sim_trace_get (trace, index, &entry);
  if (wire_of (trace, &entry, index) != WIRE_NO && ehlo_words_ends (trace, &entry, &from, &to))
    /* TRANSLATORS: a letter is sent: who sends, who receives */
    return g_strdup_printf (_("On its way: %s → %s"), ehlo_words_host (trace, from), ehlo_words_host (trace, to));
  host = ehlo_words_host (trace, entry.actor);
  if (copy == NULL)
    /* TRANSLATORS: a host */
    return g_strdup_printf (_("It lay on %s and has gone from there"), host);
  switch (copy->place)
    {
    /* TRANSLATORS: %s is a host */
    case SIM_PLACE_OUTBOX: return g_strdup_printf (_("In the outbox on %s"), host);
    case SIM_PLACE_QUEUE: return g_strdup_printf (_("In the queue on %s"), host);
    /* TRANSLATORS: a mailbox, a host */
    default: return g_strdup_printf (_("In %s on %s"), mailbox != NULL ? mailbox : "", host);
    }
}

char *
ehlo_letter_name (const SimTrace *trace, const SimScene *scene, guint entry)
{
  g_autoptr (MailMessage) message = message_of (trace, entry, MOST_HEADER);
  g_autofree char *subject = message != NULL ? mail_message_dup_header (message, "Subject") : NULL;
  g_autofree char *where = where_of (trace, scene, entry);

  /* TRANSLATORS: a letter's subject, where it lies */
  return g_strdup_printf (_("“%s” · %s"), subject != NULL ? subject : _("(no subject)"), where);
}

/* ---- the header ----------------------------------------------------------- */

/* RFC 5322, 3.6.7; RFC 5321, 4.4. Delivered-To is no standard, but everywhere. */
static gboolean
is_trace (const char *name)
{
  static const char * const names[] = { "Received", "Return-Path", "Delivered-To", "Received-SPF", "Authentication-Results", NULL };

  for (guint i = 0; names[i] != NULL; i++)
    if (g_ascii_strcasecmp (name, names[i]) == 0)
      return TRUE;
  return FALSE;
}

/* A line without its end, as people may see it: a tab is four blanks. */
static char *
show_line (const guint8 *bytes, gsize len)
{
  g_autoptr (GByteArray) line = g_byte_array_sized_new (len + 8);

  if (len > 0 && bytes[len - 1] == '\r')
    len--;
  for (gsize i = 0; i < len; i++)
    if (bytes[i] == '\t')
      g_byte_array_append (line, (const guint8 *) "    ", 4);
    else
      g_byte_array_append (line, bytes + i, 1);
  return sim_text_escape (line->data, line->len);
}

static char *
escape_lines (const guint8 *bytes, gsize len)
{
  GString *text = g_string_new (NULL);
  const guint8 *end = bytes + len;

  while (bytes < end)
    {
      const guint8 *feed = memchr (bytes, '\n', end - bytes);
      g_autofree char *shown = show_line (bytes, (feed != NULL ? feed : end) - bytes);

      if (text->len > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, shown);
      bytes = feed != NULL ? feed + 1 : end;
    }
  return g_string_free (text, FALSE);
}

static char *
decode_value (const char *raw)
{
  g_autofree char *line = g_strdelimit (g_strdup (raw), "\n", ' ');
  g_autofree char *decoded = mail_words_decode (g_strstrip (line));
  g_autofree char *valid = g_utf8_make_valid (decoded, -1);
  GString *text = g_string_new (NULL);

  /* Where a field is folded its blanks mean no more than one. */
  for (const char *p = valid; *p != '\0'; p++)
    if (*p != ' ' || (text->len > 0 && text->str[text->len - 1] != ' '))
      g_string_append_c (text, *p);
  return g_strchomp (g_string_free (text, FALSE));
}

static void
add_field (Letter *self, const guint8 *bytes, gsize len)
{
  const guint8 *colon = memchr (bytes, ':', len);
  LetterField *field;

  if (colon == NULL)
    return;
  field = g_new0 (LetterField, 1);
  field->name = sim_text_escape (bytes, colon - bytes);
  field->raw = escape_lines (colon + 1, bytes + len - colon - 1);
  field->decoded = decode_value (field->raw);
  field->trace = is_trace (g_strchomp (field->name));
  g_ptr_array_add (self->fields, field);
}

/* A field is a line and those that go on with a blank. */
static void
add_fields (Letter *self, const guint8 *bytes, gsize len)
{
  gsize start = 0, at = 0;

  while (at < len)
    {
      const guint8 *feed = memchr (bytes + at, '\n', len - at);

      at = feed != NULL ? (gsize) (feed - bytes) + 1 : len;
      if (at < len && (bytes[at] == ' ' || bytes[at] == '\t'))
        continue;
      add_field (self, bytes + start, at - start);
      start = at;
    }
}

static gboolean
has_field (const Letter *letter, const LetterField *field)
{
  for (guint i = 0; i < letter->fields->len; i++)
    {
      const LetterField *other = g_ptr_array_index (letter->fields, i);

      if (g_str_equal (other->name, field->name) && g_str_equal (other->raw, field->raw))
        return TRUE;
    }
  return FALSE;
}

static Letter *
letter_empty (void)
{
  Letter *self = g_new0 (Letter, 1);

  self->recipients = g_ptr_array_new ();
  self->fields = g_ptr_array_new ();
  self->parts = g_ptr_array_new ();
  return self;
}

/* What the copy before this one did not have; of the first copy nothing is new. */
static void
mark_fresh (Letter *self, const SimTrace *trace, EhloLedger *ledger, guint index)
{
  g_autofree char *id = id_of (trace, index);
  guint n, looked = 0;
  const guint *entries = ehlo_ledger_until (ledger, index, &n);

  for (; id != NULL && n > 0 && looked < MOST_COPIES; n--)
    {
      g_autoptr (MailMessage) message = NULL;
      g_autoptr (Letter) before = NULL;
      g_autofree char *other = NULL;
      SimEntry entry;

      sim_trace_get (trace, entries[n - 1], &entry);
      if (entry.kind != SIM_ENTRY_STORED)
        continue;
      looked++;
      message = message_of (trace, entries[n - 1], MOST_HEADER);
      other = message != NULL ? mail_message_dup_header (message, "Message-ID") : NULL;
      if (g_strcmp0 (other, id) != 0)
        continue;
      before = letter_empty ();
      add_fields (before, g_bytes_get_data (mail_message_get_bytes (message), NULL), mail_message_header_size (message));
      for (guint i = 0; i < self->fields->len; i++)
        {
          LetterField *field = g_ptr_array_index (self->fields, i);

          field->fresh = !has_field (before, field);
        }
      return;
    }
}

/* ---- the envelope --------------------------------------------------------- */

static char *
without_brackets (const char *path)
{
  gsize len = strlen (path);
  gboolean bare = len < 2 || path[0] != '<' || path[len - 1] != '>';

  return sim_text_escape ((const guint8 *) path + !bare, bare ? len : len - 2);
}

/* TRUE: some field that readers see names the address. */
static gboolean
is_named (const Letter *self, const char *address)
{
  g_autofree char *wanted = g_utf8_casefold (address, -1);

  for (guint i = 0; i < self->fields->len; i++)
    {
      const LetterField *field = g_ptr_array_index (self->fields, i);
      g_autofree char *value = NULL;

      if (g_ascii_strcasecmp (field->name, "To") != 0 && g_ascii_strcasecmp (field->name, "Cc") != 0)
        continue;
      value = g_utf8_casefold (field->decoded, -1);
      if (strstr (value, wanted) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
add_recipient (Letter *self, const char *path, ExplainClass klass)
{
  LetterRecipient *recipient = g_new0 (LetterRecipient, 1);

  recipient->address = without_brackets (path);
  recipient->klass = klass;
  recipient->blind = !is_named (self, recipient->address);
  g_ptr_array_add (self->recipients, recipient);
}

static void
add_envelope (Letter *self, const SimTrace *trace, const SimEntry *entry, guint cursor)
{
  SimStored parts;

  if (entry->kind == SIM_ENTRY_SAID)
    {
      g_autoptr (EhloEnvelope) envelope = ehlo_envelope_at (trace, entry->conn, cursor);

      if (envelope == NULL || envelope->from == NULL)
        return;
      self->envelope = TRUE;
      self->from = g_strdup (envelope->from);
      for (guint i = 0; i < envelope->recipients->len; i++)
        {
          const EhloRecipient *recipient = g_ptr_array_index (envelope->recipients, i);

          add_recipient (self, recipient->address, recipient->klass);
        }
      return;
    }
  if (!sim_stored_parse (entry, &parts))
    return;
  /* What a device has fetched has no envelope, nor has what was put straight into a mailbox. */
  self->envelope = g_strcmp0 (entry->rule, "store:local") != 0 && parts.from != NULL && parts.to[0] != NULL && parts.to[0][0] != '\0';
  self->rest = parts.size > parts.len ? parts.size - parts.len : 0;
  self->thrown_away = g_strcmp0 (entry->rule, "store:mailbox") == 0;
  self->from = without_brackets (parts.from != NULL ? parts.from : "");
  for (guint i = 0; self->envelope && parts.to[i] != NULL; i++)
    add_recipient (self, parts.to[i], EXPLAIN_CLASS_NONE);
  sim_stored_clear (&parts);
}

/* ---- the body ------------------------------------------------------------- */

/* At most MESSAGE_MOST_LINES of them; @n: all. */
static char **
split_lines (const guint8 *bytes, gsize len, guint *n)
{
  GPtrArray *lines = g_ptr_array_new ();
  const guint8 *end = bytes + len;

  for (*n = 0; bytes < end; (*n)++)
    {
      const guint8 *feed = memchr (bytes, '\n', end - bytes);

      if (*n < MESSAGE_MOST_LINES)
        g_ptr_array_add (lines, show_line (bytes, (feed != NULL ? feed : end) - bytes));
      bytes = feed != NULL ? feed + 1 : end;
    }
  g_ptr_array_add (lines, NULL);
  return (char **) g_ptr_array_free (lines, FALSE);
}

static gboolean
is_text (const MailPart *part)
{
  return g_str_equal (part->type, "text") || mail_part_is (part, "message", NULL);
}

static char **
part_text (const MailPart *part, MailMessage *message, guint *n)
{
  g_autofree char *text = NULL;

  *n = 0;
  if (part->kind != MAIL_PART_LEAF || !is_text (part) || part->end - part->body > MOST_OCTETS)
    return NULL;
  text = mail_part_dup_text (part, message);
  return split_lines ((const guint8 *) text, strlen (text), n);
}

static char *
dup_charset (const MailPart *part)
{
  const char *charset = mail_part_get_parameter (part, "charset");

  return charset != NULL ? sim_text_escape ((const guint8 *) charset, strlen (charset)) : NULL;
}

static void
add_part (Letter *self, const MailPart *part, MailMessage *message, guint depth)
{
  g_autofree char *type = NULL;
  LetterPart *out;

  if (self->parts->len >= 100)
    return;
  out = g_new0 (LetterPart, 1);
  out->depth = MIN (depth, 8);
  out->container = part->kind != MAIL_PART_LEAF;
  type = g_strconcat (part->type, "/", part->subtype, NULL);
  out->type = sim_text_escape ((const guint8 *) type, strlen (type));
  out->charset = g_str_equal (part->type, "text") ? dup_charset (part) : NULL;
  out->encoding = sim_text_escape ((const guint8 *) part->encoding, strlen (part->encoding));
  out->file = mail_part_dup_file_name (part);
  out->size = part->end - part->body;
  out->text = part_text (part, message, &out->n_text);
  /* Nobody reads so much at a step: its octets can still be looked at. */
  out->large = is_text (part) && out->size > MOST_OCTETS;
  g_ptr_array_add (self->parts, out);
  for (guint i = 0; part->children != NULL && i < part->children->len; i++)
    add_part (self, g_ptr_array_index (part->children, i), message, depth + 1);
}

/* The raw lines are the entry's own: on the wire they are stuffed. */
static void
add_body (Letter *self, MailMessage *message, const SimEntry *entry)
{
  gsize size, header = mail_message_header_size (message), text;
  const guint8 *bytes = g_bytes_get_data (mail_message_get_bytes (message), &size);

  text = size - header;
  bytes += header;
  /* A dot is stuffed in a body; in a header no line begins with one. */
  if (self->wire && entry->len >= header)
    {
      bytes = entry->bytes + header;
      text = entry->len - header;
    }
  self->has_body = text > 0;
  self->body = split_lines (bytes, text, &self->n_body);
  if (text > 0)
    add_part (self, mail_message_get_root (message), message, 0);
}

Letter *
ehlo_letter_new (const SimTrace *trace, EhloLedger *ledger, const SimScene *scene, guint index, guint cursor)
{
  g_autoptr (MailMessage) message = NULL;
  Letter *self;
  SimEntry entry;

  if (index >= sim_trace_length (trace))
    return NULL;
  message = message_of (trace, index, G_MAXSIZE);
  if (message == NULL)
    return NULL;
  sim_trace_get (trace, index, &entry);
  self = letter_empty ();
  self->where = where_of (trace, scene, index);
  self->wire = wire_of (trace, &entry, index) == WIRE_STUFFED;
  add_fields (self, g_bytes_get_data (mail_message_get_bytes (message), NULL), mail_message_header_size (message));
  mark_fresh (self, trace, ledger, index);
  add_envelope (self, trace, &entry, cursor);
  if (self->from == NULL)
    self->from = g_strdup ("");
  add_body (self, message, &entry);
  return self;
}

/* fetch-private.h - what the files of FETCH share
 *
 * fetch-scan.c reads what is asked for, fetch.c answers, structure.c writes ENVELOPE and BODYSTRUCTURE.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/mail/part.h"
#include "sim/proto/imap/fetch.h"

G_BEGIN_DECLS

typedef enum
{
  ITEM_FLAGS,
  ITEM_UID,
  ITEM_INTERNALDATE,
  ITEM_SIZE,
  ITEM_ENVELOPE,
  ITEM_BODY,              /* the structure without its extensions */
  ITEM_BODYSTRUCTURE,
  ITEM_SECTION,           /* BODY[...] */
  ITEM_RFC822,
  ITEM_RFC822_HEADER,
  ITEM_RFC822_TEXT
} ItemKind;

typedef enum
{
  SECTION_WHOLE,          /* of a part: its body */
  SECTION_HEADER,
  SECTION_FIELDS,
  SECTION_FIELDS_NOT,
  SECTION_TEXT,
  SECTION_MIME
} SectionKind;

typedef struct
{
  ItemKind    kind;
  gboolean    peek;
  SectionKind section;
  GArray     *numbers;    /* guint: "3.1" */
  GPtrArray  *fields;     /* char * */
  gboolean    partial;    /* <start.count> */
  guint64     start;
  guint64     count;
  char       *name;       /* "BODY[1.MIME]<0>": as it is answered */
} Item;

struct _ImapFetch
{
  GPtrArray *items;       /* Item */
};

/* An answer that grows. */
typedef struct
{
  GString *line;          /* not yet a piece */
  GArray  *pieces;
  gboolean utf8;
} ImapOut;

void imap_out_nstring   (ImapOut *self, const char *text);                /* NULL: NIL */
/* A part of @whole as a literal, or as "" if it is empty. */
void imap_out_literal   (ImapOut *self, GBytes *whole, gsize start, gsize len);

void imap_out_envelope  (ImapOut *self, const MailPart *part, MailMessage *message);
void imap_out_structure (ImapOut *self, const MailPart *part, MailMessage *message, gboolean extended);

G_END_DECLS

/* message-layout.h - two papers: the envelope that the servers see, and the letter that the reader sees
 *
 * The letter as its octets are, or as a mail program shows it: header fields
 * decoded, each part of the body with its encoding undone. Trace fields that were
 * put in front at this hop are marked, and so are dots that were stuffed for the
 * way. Long bodies are folded.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/sheet.h"

G_BEGIN_DECLS

#define MESSAGE_FOLD_LINES 24    /* of a part, before it is folded */
#define MESSAGE_MOST_LINES 400   /* of a part, unfolded */

/* Ids of items. */
enum { MESSAGE_ITEM_FOLD = 1 };

typedef struct
{
  char        *address;
  ExplainClass klass;      /* of the reply to RCPT; NONE: nobody has answered, or nobody knows any more */
  gboolean     blind;      /* on the envelope only: no field of the header names it */
} LetterRecipient;

typedef struct
{
  char    *name;
  char    *raw;            /* the value with its line ends, escaped; parts of a folded field are parted by LF */
  char    *decoded;        /* in one line, RFC 2047 undone */
  gboolean trace;          /* Received, Return-Path: put in front on the way */
  gboolean fresh;          /* the last hop has put it there, or changed it */
} LetterField;

typedef struct
{
  guint      depth;        /* 0: the whole message */
  gboolean   container;    /* multipart, or a message in the message */
  char      *type;         /* "text/plain" */
  char      *charset;      /* or NULL */
  char      *encoding;     /* "base64" */
  char      *file;         /* or NULL */
  gsize      size;         /* octets of the body */
  char     **text;         /* decoded lines, at most MESSAGE_MOST_LINES; NULL: not text */
  guint      n_text;       /* all of them */
  gboolean   large;        /* text, but too much of it to be decoded */
} LetterPart;

typedef struct
{
  char      *where;        /* "In the queue of School server" */
  gboolean   wire;         /* on its way: dots are stuffed */
  gboolean   envelope;     /* it has one */
  gboolean   thrown_away;  /* at delivery; it was like this */
  char      *from;         /* without brackets; "": null */
  GPtrArray *recipients;   /* LetterRecipient */
  GPtrArray *fields;       /* LetterField */
  gboolean   has_body;     /* an empty line ends the header */
  char     **body;         /* lines as they are, escaped, at most MESSAGE_MOST_LINES */
  guint      n_body;       /* all of them */
  gsize      rest;         /* octets of the letter that do not lie here: they were not fetched */
  GPtrArray *parts;        /* LetterPart, the whole first, as they stand in the tree */
} Letter;

void       letter_free        (Letter *self);

/* @decoded: as a mail program shows it. @unfolded: long bodies too. */
EhloSheet *message_layout_new (const Letter *letter, gboolean decoded, gboolean unfolded, double width, EhloMeasure measure,
                               gpointer measure_data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Letter, letter_free)

G_END_DECLS

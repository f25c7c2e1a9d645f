/* search-private.h - what the files of SEARCH share
 *
 * search-scan.c reads keys, search.c asks them of a message and writes answers, search-text.c compares text.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/mail/part.h"
#include "sim/proto/imap/search.h"

G_BEGIN_DECLS

typedef enum
{
  KEY_AND,                /* all children */
  KEY_OR,                 /* one of two */
  KEY_NOT,                /* its one child does not match */
  KEY_ALL,
  KEY_FLAG,
  KEY_UNFLAG,
  KEY_KEYWORD,
  KEY_UNKEYWORD,
  KEY_RECENT,
  KEY_OLD,
  KEY_NEW,
  KEY_NUMBERS,            /* a sequence set */
  KEY_UIDS,
  KEY_BEFORE,             /* by INTERNALDATE */
  KEY_ON,
  KEY_SINCE,
  KEY_LARGER,
  KEY_SMALLER,
  KEY_SENTBEFORE,         /* from here on the message is looked into */
  KEY_SENTON,
  KEY_SENTSINCE,
  KEY_HEADER,
  KEY_BODY,
  KEY_TEXT
} KeyKind;

/* Text that is looked for. */
typedef struct
{
  char    *folded;        /* as imap_text_fold() has it */
  gsize    len;
  gboolean ascii;
  guint    skip[256];     /* how far to go on after each octet (Horspool) */
} Needle;

typedef struct
{
  KeyKind    kind;
  GPtrArray *children;    /* Key; or NULL */
  guint      flag;        /* MailFlags */
  char      *name;        /* keyword, or header field */
  gint64     number;      /* octets; days since 1970 */
  GArray    *set;         /* ImapRange */
  gboolean   saved;       /* "$" */
  Needle    *needle;
} Key;

struct _ImapSearch
{
  Key     *key;
  guint    returns;
  gboolean asked_return;
};

void      imap_key_free      (Key *self);

Needle   *imap_needle_new    (const char *utf8, gsize len);
void      imap_needle_free   (Needle *self);

/* In a field of that name, in any of several. "": there is such a field. */
gboolean  imap_text_in_field (const Needle *self, MailMessage *message, const char *name);
gboolean  imap_text_in_body  (const Needle *self, MailMessage *message);
gboolean  imap_text_anywhere (const Needle *self, MailMessage *message);
/* The day that the Date field tells, whatever its zone, in days since 1970. FALSE: it tells none. */
gboolean  imap_sent_day      (MailMessage *message, gint64 *days);

G_END_DECLS

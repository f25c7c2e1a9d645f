/* mailboxes-layout.h - what lies where: servers and devices side by side
 *
 * A column for each place, in it its folders, in them their messages with their
 * flags. What has changed in this step is fresh, what has gone in it is still
 * there, crossed out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "app/draw/sheet.h"
#include "sim/trace/scene.h"

G_BEGIN_DECLS

typedef struct
{
  guint    stored;      /* entry: identifies the copy */
  guint32  uid;         /* 0: it has none */
  char    *subject;     /* "": none */
  char    *from;
  gsize    size;        /* of the whole message */
  guint    flags;       /* MailFlags */
  SimHave  have;
  gboolean unread;
  gboolean fresh;       /* came or has changed in this step */
  gboolean gone;        /* in this step */
} MailboxRow;

typedef struct
{
  char      *owner;     /* "ivan@univ.example"; or NULL */
  char      *name;      /* "INBOX"; as people read it */
  gboolean   outbox;
  GPtrArray *rows;      /* MailboxRow, the newest first */
  guint      n;         /* messages in it */
  gboolean   fresh;     /* was made in this step */
} MailboxFolder;

typedef struct
{
  guint        host;
  char        *name;
  EhloHostIcon icon;
  gboolean     device;  /* else a server */
  gboolean     offline;
  gboolean     active;  /* something happens there in this step */
  GPtrArray   *folders; /* MailboxFolder */
} MailboxPlace;

void       mailbox_row_free     (MailboxRow *row);
void       mailbox_folder_free  (MailboxFolder *folder);
void       mailbox_place_free   (MailboxPlace *place);

/* An item's id is its row's @stored + 1. */
EhloSheet *mailboxes_layout_new (GPtrArray *places /* MailboxPlace */, double width, double height, EhloMeasure measure, gpointer measure_data);

G_END_DECLS

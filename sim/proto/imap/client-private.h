/* client-private.h - what the files of the IMAP client share
 *
 * client.c has the table and the life of a session, client-login.c all up to the
 * first "next", client-send.c the sending of a command with its literals,
 * client-commands.c the commands.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/proto/imap/client.h"
#include "sim/proto/imap/response.h"
#include "sim/proto/imap/tokens.h"
#include "sim/proto/sasl/exchange.h"

G_BEGIN_DECLS

/* What a session keeps of one command's untagged answers at most. */
#define IMAP_CLIENT_UNTAGGED_MAX 2000000

typedef struct
{
  SimSession       base;
  char            *user;
  char            *password;
  ImapClientConfig config;         /* its strings are the above */
  ImapReader       reader;
  guint64          reached;        /* bit i: row i has run */

  GHashTable      *capabilities;   /* char * in capitals; asked, never walked */
  gboolean         told;           /* capabilities came since they could have changed */
  gboolean         logged_in;
  gboolean         rev2;
  SaslClient       login;

  guint            n_commands;
  char             tag[12];        /* of the command that waits for its answer; "": none does */
  GQueue           pieces;         /* Piece: what of the command waits for "+" */
  gboolean         asked;          /* "update" is open */
  gboolean         idling;         /* "+" has come */
  gboolean         wants_done;     /* DONE is to be sent as soon as it may */

  ImapClientResult result;
  ImapResponse    *answer;         /* holds the result's strings; NULL: none yet */
  gsize            kept;           /* octets of the untagged answers */
} ImapClient;

/* ---- client.c ---- */
void     imap_client_go           (ImapClient *self, const char *verb);      /* by that row, which is legal */
void     imap_client_set_deadline (ImapClient *self, SimTime now);
void     imap_client_digest       (ImapClient *self, SimTime now);
void     imap_client_break_off    (ImapClient *self, const char *event, const char *code, const char *text);
/* The server is well: it hears LOGOUT. */
void     imap_client_give_up      (ImapClient *self, const char *code, const char *text);
void     imap_client_forget       (ImapClient *self);                        /* the last command's result */

void     imap_client_send_done    (ImapClient *self);                        /* in IDLE, after "+" */

/* ---- client-send.c ---- */
/* Sends "TAG COMMAND" with its literals, which stand in @command as "{5}CRLFhello", and moves by the row of @verb.
 * @flags: SECRET for all of it. Takes @command. */
void     imap_client_command      (ImapClient *self, const char *verb, GString *command, SimOutputFlags flags);
/* The same with @content as last literal, which is not copied. */
void     imap_client_command_with (ImapClient *self, const char *verb, GString *command, GBytes *content);
/* "+" has come: sends the next piece. FALSE: there is none. */
gboolean imap_client_send_piece   (ImapClient *self);
void     imap_client_drop_pieces  (ImapClient *self);

/* ---- client-login.c ---- */
void     imap_client_take_greeting (ImapClient *self, const ImapResponse *response);
/* The capabilities in "CAPABILITY ..." or in a code. */
void     imap_client_take_capabilities (ImapClient *self, const char *text);
/* A tagged answer in CAPABILITY, LOGIN or ENABLE. */
void     imap_client_take_login   (ImapClient *self, const ImapResponse *response);
/* "+" in LOGIN. FALSE: there is no answer to it. */
gboolean imap_client_respond      (ImapClient *self, const char *challenge);

G_END_DECLS

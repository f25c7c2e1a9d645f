/* session.h - a protocol endpoint that does no input and no output
 *
 * Bytes and the time go in; a queue of outputs comes out. A session never reads
 * a clock, a socket or a random source, and never calls its owner: it can be
 * driven by the simulator, by a real socket or by a fuzzer without knowing.
 *
 * After SIM_OUTPUT_ASK the session looks at no further input until its owner has
 * answered (each protocol's header says how); input that comes meanwhile waits.
 * It is never thrown away, so a transport that must not grow without bound asks
 * sim_session_wants_input() before it reads on.
 * After SIM_OUTPUT_CLOSE nothing more comes out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/core/engine.h"

G_BEGIN_DECLS

typedef struct _SimSession SimSession;

typedef enum
{
  SIM_OUTPUT_SEND,       /* bytes for the peer */
  SIM_OUTPUT_MOVE,       /* the session went from one state to another, and by which rule */
  SIM_OUTPUT_ASK,        /* the owner must answer before more input is looked at */
  SIM_OUTPUT_START_TLS,  /* wrap the connection now, then call sim_session_secured () */
  SIM_OUTPUT_CLOSE       /* nothing more will be sent */
} SimOutputKind;

typedef enum
{
  SIM_OUTPUT_LITERAL = 1 << 0, /* SEND: message content, one thing however many lines it has */
  SIM_OUTPUT_SECRET  = 1 << 1  /* SEND: holds a password; masked wherever people may see it */
} SimOutputFlags;

typedef struct
{
  SimOutputKind  kind;
  SimOutputFlags flags;
  GBytes        *bytes;  /* SEND: (transfer full). ASK: the question's argument, or NULL */
  const char    *what;   /* MOVE: rule key. ASK: the question. Static string */
  int            from;   /* MOVE */
  int            to;
} SimOutput;

typedef struct
{
  const char *name;                 /* "smtp-server" */
  const char * const *state_names;  /* by state, NULL at the end: "greeted", "mail" ... never translated */
  void (*open)    (SimSession *self, SimTime now);
  void (*feed)    (SimSession *self, SimTime now, const guint8 *data, gsize len);
  void (*eof)     (SimSession *self, SimTime now);
  void (*secured) (SimSession *self, SimTime now);   /* or NULL */
  void (*expire)  (SimSession *self, SimTime now);
  void (*progress) (SimSession *self, SimTime now);  /* or NULL: only what is heard counts against the deadline */
  gsize (*backlog) (const SimSession *self);         /* octets that wait for the owner's answer; or NULL: none ever do */
  void (*free)    (SimSession *self);                /* frees the whole session */
} SimSessionClass;

#define SIM_SESSION_BACKLOG (64 * 1024)

struct _SimSession
{
  const SimSessionClass *klass;
  GQueue   outputs;
  SimTime  deadline;     /* SIM_TIME_NEVER: no timer wanted */
  int      state;
  gboolean open;         /* until CLOSE was put out */
};

void     sim_session_open     (SimSession *self, SimTime now);
void     sim_session_feed     (SimSession *self, SimTime now, const guint8 *data, gsize len);
/* FALSE: it is closed, or SIM_SESSION_BACKLOG octets or more wait for the owner's answer; read no more from the peer
 * until that is given. */
gboolean sim_session_wants_input (const SimSession *self);
void     sim_session_eof      (SimSession *self, SimTime now);   /* the peer will send no more */
void     sim_session_secured  (SimSession *self, SimTime now);
SimTime  sim_session_deadline (const SimSession *self);
void     sim_session_expire   (SimSession *self, SimTime now);   /* the deadline has come */
/* The peer has taken a part of what was sent, and more is on its way: nobody is idle. */
void     sim_session_progress (SimSession *self, SimTime now);

/* FALSE: nothing (more) to put out now. */
gboolean sim_session_next     (SimSession *self, SimOutput *output);
void     sim_session_free     (SimSession *self);
void     sim_output_clear     (SimOutput *output);

/* For session implementations only. */
void     sim_session_init     (SimSession *self, const SimSessionClass *klass);
void     sim_session_send     (SimSession *self, SimOutputFlags flags, GBytes *bytes); /* takes @bytes */
void     sim_session_sendf    (SimSession *self, SimOutputFlags flags, const char *format, ...) G_GNUC_PRINTF (3, 4);
void     sim_session_move     (SimSession *self, const char *rule, int to);   /* no output if already there */
void     sim_session_ask      (SimSession *self, const char *what, GBytes *bytes);     /* takes @bytes */
void     sim_session_start_tls (SimSession *self);
void     sim_session_close    (SimSession *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimSession, sim_session_free)

G_END_DECLS

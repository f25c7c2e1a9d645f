/* scenario-reader.h - values of a lesson file
 *
 * Every function that reads a key leaves @out alone where the key is missing, and
 * adds a fault where its value is wrong. Private to sim/world/scenario*.c.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/mail/address.h"
#include "sim/world/scenario.h"
#include "sim/world/scenario-source.h"

G_BEGIN_DECLS

typedef struct
{
  SimScenario          *scenario;
  const SimSource      *source;
  GPtrArray            *faults;
  const SimSourceGroup *group;    /* the group that is being read */
  gboolean              bad_link; /* a link leads nowhere: ways cannot be judged */
} SimReader;

/* One fault must not be reported again by what depends on it. A scenario with a fault is thrown away in the
 * end, so what is not known may be marked in its place: */
#define SIM_ROLE_UNKNOWN   (1u << 31)   /* in SimHostSpec.roles: one of its roles is misspelled */
#define SIM_FAULTY         (-2)         /* in SimUserSpec.host and .submission: given, but wrong */

#define SIM_LETTER_LIMIT (25 * 1024 * 1024)
#define SIM_SIZE_LIMIT (G_GUINT64_CONSTANT (1) << 40)

/* (transfer full), NULL where there is no such key */
char    *sim_read_string   (SimReader *self, const char *key);
char    *sim_read_people   (SimReader *self, const char *key);   /* in the reader's language */
char   **sim_read_list     (SimReader *self, const char *key);   /* never NULL; no empty part */

/* FALSE: no such key, or a fault was added. */
gboolean sim_read_number   (SimReader *self, const char *key, guint64 min, guint64 max, guint64 *out);
gboolean sim_read_size     (SimReader *self, const char *key, gsize *out);
gboolean sim_read_duration (SimReader *self, const char *key, SimTime *out);
gboolean sim_read_flag     (SimReader *self, const char *key, gboolean *out);
gboolean sim_read_epoch    (SimReader *self, const char *key, gint64 *out);
/* One of @words: its index. */
gboolean sim_read_word     (SimReader *self, const char *key, const char *const *words, gsize n_words, guint *out);
/* The name of a host that has one of @roles (0: any): its index. */
gboolean sim_read_host     (SimReader *self, const char *key, guint roles, int *out);

/* The host of that name, or -1 and a fault at @line. */
int      sim_reader_host   (SimReader *self, guint line, const char *name);

/* FALSE, and a fault: there are @max of that kind already. */
gboolean sim_reader_has_room (SimReader *self, const GPtrArray *list, guint max, const char *kind);
/* The N of [Act N]; 0: none, and a fault. */
guint    sim_reader_number (SimReader *self);
/* Faults for what is no address. */
void     sim_reader_addresses (SimReader *self, const char *key, char **addresses);
/* The user of that address, or -1 and a fault at @line. */
int      sim_reader_user  (SimReader *self, guint line, const char *address);
/* The message of that ID, or -1 and a fault at @line. */
int      sim_reader_message (SimReader *self, guint line, const char *id);
/* Flags without their backslash: Seen;Flagged. With a minus in front they go to @clear, unless that is NULL. */
void     sim_reader_flags (SimReader *self, const char *key, guint *set, guint *clear);
gboolean sim_flag_parse   (const char *word, guint *out);
/* "HOST" or "HOST:PORT". @out: the host; SIM_FAULTY, and a fault was added. */
void     sim_reader_server (SimReader *self, const char *key, guint roles, int *out, guint16 *port);

/* "56k", "10M" bit/s. */
gboolean sim_rate_parse    (const char *text, guint64 *out);
/* "500k", "10M": octets */
gboolean sim_size_parse   (const char *text, gsize *out);
/* "0.5", "5%": parts of a million. */
gboolean sim_percent_parse (const char *text, guint32 *out);
/* "192.0.2.1" */
gboolean sim_ipv4_parse    (const char *text, guint32 *out);

/* scenario-hosts.c, scenario-mail.c, scenario-message.c, scenario-acts.c, scenario-story.c: one group each */
void     sim_read_scenario (SimReader *self);
void     sim_read_host_group (SimReader *self);
void     sim_read_host_references (SimReader *self);   /* to other hosts; all must be known */
void     sim_read_link     (SimReader *self);
void     sim_read_user     (SimReader *self);
void     sim_read_mailing_list (SimReader *self);
void     sim_read_record   (SimReader *self);
void     sim_read_account  (SimReader *self);
void     sim_read_mailbox  (SimReader *self);   /* after all messages */
void     sim_read_message  (SimReader *self);
void     sim_read_act      (SimReader *self);
void     sim_read_fault    (SimReader *self);
void     sim_read_note     (SimReader *self);

/* scenario-variants.c */
void     sim_read_menu     (SimReader *self);
void     sim_read_variant  (SimReader *self);
void     sim_read_compare  (SimReader *self);
void     sim_check_variants (SimReader *self);        /* that what they name is there */
/* Whether each variant by itself makes a lesson without faults. */
void     sim_try_variants  (SimScenario *scenario, GPtrArray *faults);

/* A lesson from text; @lines (guint, by line from 0) are where its lines stand in the file, NULL: as they are. */
SimScenario *sim_scenario_parse_text (const char *id, const char *path, GBytes *bytes, const GArray *lines, GPtrArray *faults);

/* scenario-check.c: what only the whole file shows */
void     sim_check_scenario (const SimReader *reader);

/* "NAME:LINE: message", a line each. */
void     sim_faults_to_error (GError **error, const char *name, const GPtrArray *faults);

/* At most @most octets of a file. NULL: *@code is the errno. */
GBytes  *sim_file_read     (const char *path, gsize most, int *code);

G_END_DECLS

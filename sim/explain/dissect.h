/* dissect.h - the parts of a line: where each begins, and what it is
 *
 * Pure: bytes and what is known of the dialogue go in, parts come out. Parts stand in the
 * order of the line and do not overlap; what lies between them needs no name.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "sim/explain/dialogue.h"

G_BEGIN_DECLS

typedef enum
{
  EXPLAIN_PART_VERB,
  EXPLAIN_PART_WORD,          /* a fixed word of the command: FROM:, LAST */
  EXPLAIN_PART_HOST,          /* a host's name, or its address in brackets */
  EXPLAIN_PART_LOCAL,         /* before the @ */
  EXPLAIN_PART_DOMAIN,        /* behind it */
  EXPLAIN_PART_NULL_PATH,     /* <> */
  EXPLAIN_PART_ROUTE,         /* @a,@b: */
  EXPLAIN_PART_PARAMETER,
  EXPLAIN_PART_VALUE,
  EXPLAIN_PART_MECHANISM,
  EXPLAIN_PART_SECRET,
  EXPLAIN_PART_ARGUMENT,
  EXPLAIN_PART_COUNT,         /* octets */
  EXPLAIN_PART_DOT,
  EXPLAIN_PART_CODE,
  EXPLAIN_PART_MORE,          /* the hyphen of 250-: more lines follow */
  EXPLAIN_PART_ENHANCED,
  EXPLAIN_PART_KEYWORD,       /* an extension or capability */
  EXPLAIN_PART_TEXT,          /* for people */
  EXPLAIN_PART_FIELD,         /* a header field's name */
  EXPLAIN_PART_FIELD_BODY,
  EXPLAIN_PART_STUFFED,       /* the dot that was put in front */
  EXPLAIN_PART_QUESTION,      /* DNS: the type that is asked for */
  EXPLAIN_PART_NAME,
  EXPLAIN_PART_TTL,
  EXPLAIN_PART_TYPE,
  EXPLAIN_PART_DATA,
  EXPLAIN_PART_STATUS,        /* +OK, NO */
  EXPLAIN_PART_RESPONSE_CODE, /* [IN-USE] */
  EXPLAIN_PART_NUMBER,        /* of a message */
  EXPLAIN_PART_LINES,
  EXPLAIN_PART_UNIQUE,        /* UIDL's string */
  EXPLAIN_PART_USER,
  EXPLAIN_PART_PASSWORD,
  EXPLAIN_PART_DIGEST,
  EXPLAIN_PART_TIMESTAMP,     /* APOP's, in the greeting */
  EXPLAIN_PART_TAG,
  EXPLAIN_PART_UNTAGGED,      /* * */
  EXPLAIN_PART_CONTINUE,      /* + */
  EXPLAIN_PART_SET,           /* 1:4,7 or 1:* */
  EXPLAIN_PART_FOLDER,
  EXPLAIN_PART_PATTERN,
  EXPLAIN_PART_ITEM,          /* FLAGS, BODY[HEADER] */
  EXPLAIN_PART_FLAG,
  EXPLAIN_PART_KEY,           /* of SEARCH */
  EXPLAIN_PART_DATE,
  EXPLAIN_PART_LITERAL,       /* {310} */
  EXPLAIN_PART_SEPARATOR,     /* of a hierarchy of folders */
  EXPLAIN_N_PARTS
} ExplainPartKind;

typedef struct
{
  gsize           start;
  gsize           len;
  ExplainPartKind kind;
} ExplainPart;

/* @text: the line as it is shown, with or without its CR LF; it need not be valid in any sense. @protocol: as in SimConnection.
 * (transfer full) GArray of ExplainPart. */
GArray     *explain_dissect   (const char *protocol, SimSide side, const ExplainLine *line, const char *text, gsize len);

/* "local part": in the reader's language. */
const char *explain_part_name (ExplainPartKind kind);

G_END_DECLS

/* message.h - DNS messages as they are on the wire (RFC 1035, 4)
 *
 * Reading trusts nothing: lengths, counts and pointers are checked, and a fault is an error with its
 * octet. Writing shortens names that were written before.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DNS_PORT    53
#define DNS_UDP_MAX 512     /* RFC 1035, 2.3.4 */
#define DNS_TCP_MAX 65535

typedef enum
{
  DNS_TYPE_A     = 1,
  DNS_TYPE_NS    = 2,
  DNS_TYPE_CNAME = 5,
  DNS_TYPE_MX    = 15,
  DNS_TYPE_TXT   = 16,
  DNS_TYPE_AAAA  = 28,
  DNS_TYPE_ANY   = 255      /* in questions only */
} DnsType;

typedef enum
{
  DNS_RCODE_NOERROR  = 0,
  DNS_RCODE_FORMERR  = 1,
  DNS_RCODE_SERVFAIL = 2,
  DNS_RCODE_NXDOMAIN = 3,
  DNS_RCODE_NOTIMP   = 4,
  DNS_RCODE_REFUSED  = 5
} DnsRcode;

#define DNS_CLASS_IN 1

/* Names are texts of name.h. */
typedef struct
{
  char   *name;         /* the owner */
  guint16 type;         /* DnsType, or one that is not known here */
  guint16 klass;
  guint32 ttl;          /* seconds */
  guint16 preference;   /* MX */
  char   *target;       /* NS, CNAME, MX; else NULL */
  guint32 address;      /* A; host byte order */
  GBytes *data;         /* AAAA: 16 octets. TXT: character strings with their length octets. Unknown types: as they are. Else NULL */
} DnsRecord;

typedef struct
{
  guint16    id;
  gboolean   response;             /* QR */
  guint      opcode;               /* 0: QUERY */
  gboolean   authoritative;        /* AA */
  gboolean   truncated;            /* TC */
  gboolean   recursion_desired;    /* RD */
  gboolean   recursion_available;  /* RA */
  guint      rcode;
  char      *name;                 /* of the question; NULL: there is none */
  guint16    type;
  guint16    klass;
  GPtrArray *answers;              /* DnsRecord, freed with the array */
  GPtrArray *authority;
  GPtrArray *additional;
} DnsMessage;

#define DNS_ERROR (dns_error_quark ())
typedef enum
{
  DNS_ERROR_MESSAGE,    /* octets that are no DNS message */
  DNS_ERROR_NAME,
  DNS_ERROR_VALUE       /* the text of a record's value */
} DnsError;
GQuark       dns_error_quark      (void);

/* A record from texts: value "192.0.2.1", "2001:db8::1", "10 mx.univ.example", "www.univ.example" or, for
 * TXT, any text. NULL and an error: the value does not fit the type. (transfer full) */
DnsRecord   *dns_record_new       (const char *name, DnsType type, guint32 ttl, const char *value, GError **error);
DnsRecord   *dns_record_copy      (const DnsRecord *self);
void         dns_record_free      (DnsRecord *self);
gboolean     dns_record_equal     (const DnsRecord *a, const DnsRecord *b);
/* "univ.example. 3600 MX 10 mx.univ.example.": printable ASCII. (transfer full) */
char        *dns_record_to_text   (const DnsRecord *self);

DnsMessage  *dns_message_new      (guint16 id);                        /* no question, no records */
/* A question with RD for class IN. @name: valid. */
DnsMessage  *dns_message_new_query (guint16 id, const char *name, DnsType type);
void         dns_message_free     (DnsMessage *self);
gboolean     dns_message_equal    (const DnsMessage *a, const DnsMessage *b);

/* (transfer full) NULL: no DNS message; the error names the octet. Octets behind the last record are an error. */
DnsMessage  *dns_message_decode   (const guint8 *bytes, gsize len, GError **error);
/* At most @limit octets, 512 or more: what does not fit is left out from the end, and TC is set if answers
 * or authority records are missing. NULL: a name is none. (transfer full) */
GBytes      *dns_message_encode   (const DnsMessage *self, gsize limit, GError **error);

/* "MX? univ.example", "univ.example. 3600 MX 10 mx.univ.example.; mx.univ.example. 3600 A 192.0.2.1",
 * "NODATA univ.example", "NXDOMAIN univ.example", "SERVFAIL univ.example". Never translated. (transfer full) */
char        *dns_message_to_text  (const DnsMessage *self);
/* The same for a datagram; "malformed DNS message" for what is none. (transfer full) */
char        *dns_wire_to_text     (const guint8 *bytes, gsize len);

const char  *dns_rcode_name       (guint rcode);              /* "NOERROR" ...; "RCODE15" for those without a name here */
const char  *dns_type_name        (guint type);               /* "A" ...; NULL: not known here */
guint        dns_type_from_name   (const char *name);         /* 0: not known here */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DnsRecord, dns_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DnsMessage, dns_message_free)

G_END_DECLS

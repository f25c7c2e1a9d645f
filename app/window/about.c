/* about.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "app/window/about.h"

#include "config.h"

#include <glib/gi18n-lib.h>

/* Names of documents, which are not translated. */
static const char * const standards[] = {
  "RFC 5321  Simple Mail Transfer Protocol",
  "RFC 5322  Internet Message Format",
  "RFC 6409  Message Submission for Mail",
  "RFC 2033  Local Mail Transfer Protocol",
  "RFC 4954  SMTP Service Extension for Authentication",
  "RFC 4616  The PLAIN SASL Mechanism",
  "RFC 1870  SMTP Service Extension for Message Size Declaration",
  "RFC 2920  SMTP Service Extension for Command Pipelining",
  "RFC 3030  SMTP Service Extensions for Large and Binary MIME Messages",
  "RFC 6152  SMTP Service Extension for 8-bit MIME Transport",
  "RFC 6531  SMTP Extension for Internationalized Email",
  "RFC 3461  SMTP Service Extension for Delivery Status Notifications",
  "RFC 3463  Enhanced Mail System Status Codes",
  "RFC 3464  An Extensible Message Format for Delivery Status Notifications",
  "RFC 1939  Post Office Protocol, Version 3",
  "RFC 2449  POP3 Extension Mechanism",
  "RFC 3206  The SYS and AUTH POP Response Codes",
  "RFC 5034  POP3 SASL Authentication Mechanism",
  "RFC 9051  Internet Message Access Protocol, Version 4rev2",
  "RFC 3501  Internet Message Access Protocol, Version 4rev1",
  "RFC 2177  IMAP4 IDLE Command",
  "RFC 4315  IMAP UIDPLUS Extension",
  "RFC 4731  IMAP4 Extension to SEARCH",
  "RFC 4959  IMAP Extension for SASL Initial Client Response",
  "RFC 5182  IMAP Extension for Referencing the Last SEARCH Result",
  "RFC 5258  IMAP4 LIST Command Extensions",
  "RFC 5819  IMAP4 Extension for STATUS Information in Extended LIST",
  "RFC 6154  IMAP LIST Extension for Special-Use Mailboxes",
  "RFC 6851  IMAP MOVE Extension",
  "RFC 7888  IMAP4 Non-synchronizing Literals",
  "RFC 9208  IMAP QUOTA Extension",
  "RFC 2045, 2046, 2047, 2231  Multipurpose Internet Mail Extensions",
  "RFC 1034, 1035  Domain Names",
  "RFC 2308  Negative Caching of DNS Queries",
  "RFC 7505  A Null MX Resource Record for Domains That Accept No Mail",
  "RFC 9293  Transmission Control Protocol",
  NULL
};

void
ehlo_about_show (GtkWindow *parent)
{
  GtkWidget *dialog = g_object_new (GTK_TYPE_ABOUT_DIALOG,
                                    "program-name", "Ehlo",
                                    "version", EHLO_VERSION,
                                    "logo-icon-name", EHLO_APP_ID,
                                    "comments", _("Shows how e-mail works, line by line"),
                                    "license-type", GTK_LICENSE_GPL_3_0,
                                    "transient-for", parent,
                                    "modal", TRUE,
                                    NULL);

  gtk_about_dialog_add_credit_section (GTK_ABOUT_DIALOG (dialog), _("Standards that it keeps to"), (const char **) standards);
  gtk_window_present (GTK_WINDOW (dialog));
}

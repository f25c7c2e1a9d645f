/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/actors/stage.h"

#include "sim/export/transcript.h"

#include <string.h>

static const char format[] =
  "[Scenario]\nTitle=T\nProtocols=SMTP\n"
  "[Host pc.a.example]\nRoles=mua\n"
  "[Host mx.a.example]\nRoles=msa;mta;mda\nAddress=192.0.2.25\nDomains=a.example\nResolver=ns.example\n%s"
  "[Host mx.b.example]\nRoles=mta;mda\nAddress=192.0.2.26\nDomains=b.example\nResolver=ns.example\n%s"
  "[Host ns.example]\nRoles=dns\n"
  "[Host person.example]\nRoles=person\n"
  "[Link pc.a.example mx.a.example]\n[Link mx.a.example ns.example]\n[Link mx.b.example ns.example]\n"
  "[Link mx.a.example mx.b.example]\n[Link person.example mx.b.example]\n"
  "[Record a.example MX]\nValue=10 mx.a.example\n[Record b.example MX]\nValue=10 mx.b.example\n"
  "[User anna@a.example]\nHost=pc.a.example\nPassword=secret\n"
  "[User bob@b.example]\nName=Bob Miller\n"
  "[Message m]\nFrom=anna@a.example\nTo=bob@b.example\nSubject=Hello\nBody=Some text\\n\n"
  "%s";

SimTrace *
test_stage_play (const char *a, const char *b, const char *more)
{
  g_autofree char *text = g_strdup_printf (format, a, b, more);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GPtrArray) faults = sim_faults_new ();
  g_autoptr (SimScenario) scenario = sim_scenario_parse ("test", NULL, bytes, faults);

  for (guint i = 0; i < faults->len; i++)
    g_error ("line %u: %s", ((SimFault *) g_ptr_array_index (faults, i))->line,
             ((SimFault *) g_ptr_array_index (faults, i))->message);
  return sim_world_play (scenario, 1, SIM_TIME_NEVER);
}

char *
test_stage_talk (SimTrace *trace, const char *from_to, guint nth)
{
  g_autofree char *all = sim_transcript_new (trace, TRUE);
  const char *p = all;

  for (guint i = 0; i < nth && p != NULL; i++)
    {
      p = strstr (p + (i > 0 ? 1 : 0), from_to);
      if (p == NULL)
        return NULL;
    }
  return strstr (p, "\n# ") != NULL ? g_strndup (p, strstr (p, "\n# ") + 1 - p) : g_strdup (p);
}

char *
test_stage_notes (SimTrace *trace)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < sim_trace_length (trace); i++)
    {
      SimEntry entry;

      sim_trace_get (trace, i, &entry);
      if (entry.kind == SIM_ENTRY_NOTE)
        g_string_append_printf (out, "%s %s %.*s\n", sim_trace_get_host (trace, entry.actor)->name, entry.rule,
                                (int) entry.len, (const char *) entry.bytes);
    }
  return g_string_free (out, FALSE);
}

char *
test_stage_inbox (SimTrace *trace, const char *mailbox)
{
  GString *out = g_string_new (NULL);
  g_autofree char *word = g_strdup_printf (" mailbox=%s uid=", mailbox);

  for (guint i = 0; i < sim_trace_length (trace); i++)
    {
      SimEntry entry;
      g_autofree char *text = NULL;

      sim_trace_get (trace, i, &entry);
      if (entry.kind != SIM_ENTRY_STORED)
        continue;
      text = g_strndup ((const char *) entry.bytes, entry.len);
      if (g_strstr_len (text, strcspn (text, "\r\n"), word) != NULL)
        g_string_append (out, text);
    }
  return g_string_free (out, FALSE);
}

guint
test_count (const char *text, const char *what)
{
  guint n = 0;

  for (const char *p = strstr (text, what); p != NULL; p = strstr (p + 1, what))
    n++;
  return n;
}

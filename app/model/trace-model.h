/* trace-model.h - the lines of a trace as a GListModel; items are made on demand
 *
 * A row is a line of a dialogue, a continuation line of a reply or a letter, an
 * event (a letter is stored), the heading of a connection, or what stands for the
 * lines of a long letter that are folded away.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "sim/explain/explain.h"
#include "sim/trace/steps.h"

G_BEGIN_DECLS

typedef enum { EHLO_LINE_SAID, EHLO_LINE_MORE, EHLO_LINE_EVENT, EHLO_LINE_HEADING, EHLO_LINE_FOLD } EhloLineKind;

#define EHLO_TYPE_LINE (ehlo_line_get_type ())
G_DECLARE_FINAL_TYPE (EhloLine, ehlo_line, EHLO, LINE, GObject)

struct _EhloLine
{
  GObject      parent;
  EhloLineKind kind;
  guint        step;      /* from 1 */
  SimSide      side;
  ExplainClass klass;
  gboolean     letter;    /* part of a letter's text */
  gboolean     last;      /* no continuation follows */
  char        *text;
};

#define EHLO_TYPE_TRACE_MODEL (ehlo_trace_model_get_type ())
G_DECLARE_FINAL_TYPE (EhloTraceModel, ehlo_trace_model, EHLO, TRACE_MODEL, GObject)

EhloTraceModel *ehlo_trace_model_new     (SimTrace *trace);
/* The row in which @step begins; G_MAXUINT: none. */
guint           ehlo_trace_model_row_of  (EhloTraceModel *self, guint step);
/* The step to which a row belongs. */
guint           ehlo_trace_model_step_of (EhloTraceModel *self, guint row);
/* Shows the lines of a long letter that are folded away, or folds them. FALSE: @row is none of EHLO_LINE_FOLD. */
gboolean        ehlo_trace_model_toggle  (EhloTraceModel *self, guint row);

G_END_DECLS

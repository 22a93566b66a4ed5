/* How the loss of an edit went, evaluation by evaluation, as it is drawn: small in a panel's caption,
 * large with axes. */
#pragma once

#include "curve-chart.h"
#include "edit.h"
#include "ras-edit-job.h"
#include "loss-sketch.h"

G_BEGIN_DECLS

typedef struct _RasEditTrace RasEditTrace;

/* Terms are shown as they count in the loss, times their weight. */
RasEditTrace *ras_edit_trace_new (const RasEditRecipe *recipe);
void ras_edit_trace_free (RasEditTrace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasEditTrace, ras_edit_trace_free)

void ras_edit_trace_add (RasEditTrace *self, const RasEditState *state);
gsize ras_edit_trace_get_length (const RasEditTrace *self);
const RasEditState *ras_edit_trace_get_last (const RasEditTrace *self); /* NULL: none */

void ras_edit_trace_draw_sketch (const RasEditTrace *self, cairo_t *cr, const RasStyle *style,
                                 double width, double height);

/* A chart of what there is now, with lines for the loss and each of its terms. It lies in the result,
 * which is freed with ras_edit_chart_free(). */
typedef struct _RasEditChart RasEditChart;

RasEditChart *ras_edit_chart_new (const RasEditTrace *self);
void ras_edit_chart_free (RasEditChart *chart);
RasCurveChart *ras_edit_chart_get_curves (RasEditChart *chart);

/* "Mean 1.43 → 0.08, …": the terms without weights at the start and the end, a line each. */
char *ras_edit_trace_describe_terms (const RasEditState *first, const RasEditState *last);

/* How a run of editing came to its end, in a sentence. Free with g_free(). */
char *ras_edit_set_describe_end (const RasEditSet *set);

G_END_DECLS

/* How often the classes are guessed right against the number of directions removed: a chart of
 * curves over the rank axis. Training solid, test dashed; the linear probe paler; chance dotted. */
#pragma once

#include "curve-chart.h"

G_BEGIN_DECLS

/* One probe on one split. */
typedef struct
{
  const char *label;        /* "quadratic, training": translated, copied */
  const double *accuracies; /* of ranks 0 … n_ranks − 1, in [0, 1], NAN where not known; copied */
  guint n_ranks;
  gboolean test;
  gboolean quadratic;
} RasAccuracyCurve;

typedef struct _RasAccuracyChart RasAccuracyChart;

/* `eraser`: the name of the one whose directions are removed. `chance` in [0, 1] with its words. The
 * axis is as long as the longest of at most four curves; `rank` is marked, where there is one. */
RasAccuracyChart *ras_accuracy_chart_new (const char *eraser, const RasAccuracyCurve *curves,
                                          guint n_curves, double chance, const char *chance_label,
                                          guint rank);
void ras_accuracy_chart_free (RasAccuracyChart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasAccuracyChart, ras_accuracy_chart_free)

/* To be painted, and changed in style, title and hover before that. Lives as long as its owner. */
RasCurveChart *ras_accuracy_chart_get_curves (RasAccuracyChart *self);

/* The marked rank; one beyond the longest curve stands at its end. */
void ras_accuracy_chart_set_rank (RasAccuracyChart *self, guint rank);

G_END_DECLS

#include "accuracy-chart.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Two probes on two splits. */
#define MOST_CURVES 4

/* Neighbours on a logarithmic axis that are closer than this are not told apart. */
#define LEAST_FACTOR 1.004

struct _RasAccuracyChart
{
  RasCurveChart chart;
  RasCurveSeries series[MOST_CURVES];
  RasCurve curves[MOST_CURVES];
  RasCurveLevel chance;
  double rank;
  GPtrArray *memory;
};

static gpointer
keep (RasAccuracyChart *self, gpointer memory)
{
  g_ptr_array_add (self->memory, memory);
  return memory;
}

/* Every rank as long as there is room for it, the last one always. */
static void
fill (RasAccuracyChart *self, RasCurve *into, const RasAccuracyCurve *curve)
{
  double *x = keep (self, g_new (double, MAX (curve->n_ranks, 1)));
  double *y = keep (self, g_new (double, MAX (curve->n_ranks, 1)));
  double next = 0;

  *into = (RasCurve) { .x = x, .y = y };
  for (guint r = 0; r < curve->n_ranks; r++)
    if (r >= next || r + 1 == curve->n_ranks)
      {
        x[into->n] = r;
        y[into->n++] = curve->accuracies[r];
        next = r * LEAST_FACTOR;
      }
}

RasAccuracyChart *
ras_accuracy_chart_new (const char *eraser, const RasAccuracyCurve *curves, guint n_curves,
                        double chance, const char *chance_label, guint rank)
{
  RasAccuracyChart *self;
  RasCurveChart *chart;
  guint longest = 1;

  g_return_val_if_fail (n_curves <= MOST_CURVES, NULL);
  self = g_new0 (RasAccuracyChart, 1);
  chart = &self->chart;
  self->memory = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < n_curves; i++)
    {
      longest = MAX (longest, curves[i].n_ranks);
      fill (self, &self->curves[i], &curves[i]);
      self->series[i] = (RasCurveSeries) {
        .label = keep (self, g_strdup (curves[i].label)),
        .look = keep (self, g_strdup (eraser)),
        .mean = &self->curves[i],
        .plain = TRUE,
        .solid = !curves[i].test,
        .dashed = curves[i].test,
        .variant = curves[i].quadratic ? 0 : 1,
      };
    }
  self->chance = (RasCurveLevel) { chance, keep (self, g_strdup (chance_label)) };
  chart->x_title = _ ("Directions removed");
  chart->y_title = _ ("Images told apart");
  chart->x_scale = RAS_SCALE_RANK;
  chart->y_scale = RAS_SCALE_LINEAR;
  chart->x_high = MAX (longest - 1, 1);
  chart->y_high = MIN (1.5 * chance, 1);
  chart->y_percent = TRUE;
  chart->series = self->series;
  chart->n_series = n_curves;
  chart->levels = &self->chance;
  chart->n_levels = 1;
  chart->hover_x = NAN;
  ras_accuracy_chart_set_rank (self, rank);
  return self;
}

void
ras_accuracy_chart_free (RasAccuracyChart *self)
{
  g_ptr_array_unref (self->memory);
  g_free (self);
}

RasCurveChart *
ras_accuracy_chart_get_curves (RasAccuracyChart *self)
{
  return &self->chart;
}

void
ras_accuracy_chart_set_rank (RasAccuracyChart *self, guint rank)
{
  self->rank = MIN (rank, self->chart.x_high);
  self->chart.mark_x = &self->rank;
}

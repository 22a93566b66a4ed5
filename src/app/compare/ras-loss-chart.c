#include "ras-loss-chart.h"

#include <glib/gi18n.h>
#include <math.h>

#include "ras-mdl-plan.h"

/* More runs at once than that are not told apart in so small a chart. */
#define MOST_RUNS 4

/* More epochs are not told apart either: every second, third … is drawn. */
#define MOST_POINTS 1000

struct _RasLossChart
{
  RasCurveChart chart;
  RasCurveSeries series[2 * MOST_RUNS];
  RasCurve curves[2 * MOST_RUNS];
  GPtrArray *values; /* of double *, and a label */
  RasCurveLevel level;
};

static gpointer
keep (RasLossChart *self, gpointer memory)
{
  g_ptr_array_add (self->values, memory);
  return memory;
}

static void
add_curve (RasLossChart *self, const RasBoardRun *run, const GArray *losses, gboolean training)
{
  guint i = self->chart.n_series++;
  guint step = losses->len / MOST_POINTS + 1, n = 0;
  double *x = keep (self, g_new (double, MOST_POINTS + 1));
  double *y = keep (self, g_new (double, MOST_POINTS + 1));

  /* The last one is always there. */
  for (guint j = losses->len > 0 ? (losses->len - 1) % step : 0; j < losses->len; j += step)
    {
      x[n] = j;
      y[n++] = g_array_index (losses, double, j) / G_LN2;
    }
  self->curves[i] = (RasCurve) { .n = n, .x = x, .y = y };
  self->series[i] = (RasCurveSeries) {
    .label = training ? NULL : ras_mdl_title_of (run->run->config->eraser),
    .look = run->run->config->eraser,
    .mean = &self->curves[i],
    .plain = TRUE,
    .faint = training,
  };
}

RasLossChart *
ras_loss_chart_new (RasRunBoard *board)
{
  RasLossChart *self = g_new0 (RasLossChart, 1);
  guint n_classes = 0;

  self->values = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < ras_run_board_get_n_runs (board); i++)
    {
      const RasBoardRun *run = ras_run_board_get_run (board, i);

      if (!run->training || run->validation_losses == NULL
          || self->chart.n_series + 2 > G_N_ELEMENTS (self->series))
        continue;
      n_classes = run->run->config->n_classes;
      add_curve (self, run, run->validation_losses, FALSE);
      add_curve (self, run, run->training_losses, TRUE);
    }
  self->chart.x_title = _ ("Epoch");
  self->chart.y_title = _ ("Validation loss, bits; pale: training");
  self->chart.x_scale = RAS_SCALE_LINEAR;
  self->chart.y_scale = RAS_SCALE_LINEAR;
  self->chart.x_high = 10;
  self->chart.series = self->series;
  self->chart.hover_x = NAN;
  self->chart.empty = _ ("The losses of the network in training appear here.");
  if (n_classes > 1)
    {
      self->level = (RasCurveLevel) { log2 (n_classes), NULL };
      self->level.label = keep (self, g_strdup_printf (_ ("log₂ %u"), n_classes));
      self->chart.levels = &self->level;
      self->chart.n_levels = 1;
    }
  return self;
}

void
ras_loss_chart_free (RasLossChart *self)
{
  g_ptr_array_unref (self->values);
  g_free (self);
}

RasCurveChart *
ras_loss_chart_get_curves (RasLossChart *self)
{
  return &self->chart;
}

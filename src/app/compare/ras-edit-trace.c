#include "ras-edit-trace.h"

#include <glib/gi18n.h>
#include <math.h>

/* The loss, and then its terms. */
#define N_LINES (1 + RAS_EDIT_N_TERMS)

/* What is so much smaller than the loss does not show in it. */
#define FAINT 1e-5

/* The sketch fills its width from so many evaluations on: how far it is the progress line says. */
#define SKETCH_ROOM 20

struct _RasEditTrace
{
  RasEditRecipe recipe;
  RasEditState last;
  GArray *lines[N_LINES]; /* double */
};

struct _RasEditChart
{
  RasCurveChart chart;
  RasCurveSeries series[N_LINES];
  RasCurve curves[N_LINES];
  double *x;
  double *y[N_LINES];
};

static const char *const term_names[] = {
  [RAS_EDIT_TERM_MEAN] = N_ ("Mean"),
  [RAS_EDIT_TERM_COVARIANCE] = N_ ("Covariance"),
  [RAS_EDIT_TERM_CHANGE] = N_ ("Change"),
};

/* Looks of the free colours that are told apart; the names mean nothing to anybody else. */
static const char *const term_looks[] = { "edit-mean", "edit-covariance", "edit-change" };

RasEditTrace *
ras_edit_trace_new (const RasEditRecipe *recipe)
{
  RasEditTrace *self = g_new0 (RasEditTrace, 1);

  self->recipe = *recipe;
  for (guint i = 0; i < N_LINES; i++)
    self->lines[i] = g_array_new (FALSE, FALSE, sizeof (double));
  return self;
}

void
ras_edit_trace_free (RasEditTrace *self)
{
  for (guint i = 0; i < N_LINES; i++)
    g_array_unref (self->lines[i]);
  g_free (self);
}

void
ras_edit_trace_add (RasEditTrace *self, const RasEditState *state)
{
  self->last = *state;
  g_array_append_val (self->lines[0], state->loss);
  for (guint t = 0; t < RAS_EDIT_N_TERMS; t++)
    {
      double part = self->recipe.weights[t] * state->terms[t];

      g_array_append_val (self->lines[1 + t], part);
    }
}

gsize
ras_edit_trace_get_length (const RasEditTrace *self)
{
  return self->lines[0]->len;
}

const RasEditState *
ras_edit_trace_get_last (const RasEditTrace *self)
{
  return ras_edit_trace_get_length (self) > 0 ? &self->last : NULL;
}

void
ras_edit_trace_draw_sketch (const RasEditTrace *self, cairo_t *cr, const RasStyle *style,
                            double width, double height)
{
  RasLossSketch sketch = { .style = style,
                           .eraser_name = "gradient",
                           .n = ras_edit_trace_get_length (self),
                           .room = SKETCH_ROOM,
                           .loss = (const double *) self->lines[0]->data,
                           .n_parts = RAS_EDIT_N_TERMS };

  for (guint t = 0; t < RAS_EDIT_N_TERMS; t++)
    sketch.parts[t] = (const double *) self->lines[1 + t]->data;
  ras_loss_sketch_draw (&sketch, cr, width, height);
}

/* A logarithmic axis has no place for zero, nor for what is next to nothing. */
static double *
copy_line (const RasEditTrace *self, guint line)
{
  gsize n = ras_edit_trace_get_length (self);
  double *y = g_new (double, MAX (n, 1));

  for (gsize i = 0; i < n; i++)
    {
      double value = g_array_index (self->lines[line], double, i);

      y[i] = value > FAINT * g_array_index (self->lines[0], double, i) ? value : NAN;
    }
  return y;
}

RasEditChart *
ras_edit_chart_new (const RasEditTrace *self)
{
  RasEditChart *chart = g_new0 (RasEditChart, 1);
  gsize n = ras_edit_trace_get_length (self);

  chart->x = g_new (double, MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    chart->x[i] = i + 1;
  for (guint i = 0; i < N_LINES; i++)
    {
      chart->y[i] = copy_line (self, i);
      chart->curves[i] = (RasCurve) { .n = n, .x = chart->x, .y = chart->y[i] };
      chart->series[i] = (RasCurveSeries) {
        .label = i == 0 ? _ ("Loss") : _ (term_names[i - 1]),
        .look = i == 0 ? "gradient" : term_looks[i - 1],
        .mean = &chart->curves[i],
        .plain = TRUE,
      };
    }
  chart->chart = (RasCurveChart) {
    .x_title = _ ("Evaluation"),
    .y_title = _ ("Share in the loss"),
    .x_scale = RAS_SCALE_LINEAR,
    .y_scale = RAS_SCALE_LOG,
    .x_low = 0,
    .x_high = self->recipe.iterations,
    .series = chart->series,
    .n_series = N_LINES,
    .hover_x = NAN,
    .empty = _ ("The terms of the loss appear here while images are edited."),
  };
  return chart;
}

void
ras_edit_chart_free (RasEditChart *chart)
{
  g_free (chart->x);
  for (guint i = 0; i < N_LINES; i++)
    g_free (chart->y[i]);
  g_free (chart);
}

RasCurveChart *
ras_edit_chart_get_curves (RasEditChart *chart)
{
  return &chart->chart;
}

char *
ras_edit_trace_describe_terms (const RasEditState *first, const RasEditState *last)
{
  return g_strdup_printf (
      _ ("Mean off by %.3g at the start, %.3g at the end\n"
         "Covariance off by %.3g at the start, %.3g at the end\n"
         "Mean squared change of a pixel %.3g\n"
         "Loss %.4g at the start, %.4g at the end"),
      first->terms[RAS_EDIT_TERM_MEAN], last->terms[RAS_EDIT_TERM_MEAN],
      first->terms[RAS_EDIT_TERM_COVARIANCE], last->terms[RAS_EDIT_TERM_COVARIANCE],
      last->terms[RAS_EDIT_TERM_CHANGE], first->loss, last->loss);
}

char *
ras_edit_set_describe_end (const RasEditSet *set)
{
  const RasEditReport *report = ras_edit_set_get_report (set);
  gsize n = ras_edit_set_get_n_images (set);
  guint i = report->last.iteration;
  g_autofree char *count = g_strdup_printf ("%zu", n);
  g_autofree char *images = g_strdup_printf (ngettext ("%s image", "%s images", n), count);

  /* Translators: the first %s is "1000 images". */
  if (ras_edit_set_get_stopped (set))
    return g_strdup_printf (ngettext ("%s, stopped after %u iteration",
                                      "%s, stopped after %u iterations", i),
                            images, i);
  if (report->end == RAS_EDIT_ENDED_CONVERGED)
    return g_strdup_printf (ngettext ("%s, converged after %u iteration in %.0f s",
                                      "%s, converged after %u iterations in %.0f s", i),
                            images, i, report->seconds);
  return g_strdup_printf (ngettext ("%s, %u iteration in %.0f s", "%s, %u iterations in %.0f s", i),
                          images, i, report->seconds);
}

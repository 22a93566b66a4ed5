#include "spectrum-chart.h"

#include <glib/gi18n.h>
#include <math.h>

/* Neighbours on a logarithmic axis that are closer than this are not told apart. */
#define LEAST_FACTOR 1.01

/* An eigenvalue below this share of the largest comes from rounding. */
#define LEAST_SHARE 1e-11

/* After, which lies on top, and before. */
#define N_SERIES 2

struct _RasSpectrumChart
{
  RasCurveChart chart;
  RasCurveSeries series[N_SERIES];
  RasCurve means[N_SERIES];
  const double *reference; /* the eigenvalues that all are relative to, or NULL */
  GPtrArray *memory;
};

static gpointer
keep (RasSpectrumChart *self, gpointer memory)
{
  g_ptr_array_add (self->memory, memory);
  return memory;
}

/* Which eigenvalues are drawn: 1, 2, 3 … and ever fewer, the last one always. */
static gsize
choose_indices (gsize d, double *x)
{
  gsize n = 0;
  double next = 1;

  for (gsize i = 1; i <= d; i++)
    if (i >= next || i == d)
      {
        x[n++] = i;
        next = i * LEAST_FACTOR;
      }
  return n;
}

static RasCurve
make_curve (RasSpectrumChart *self, const double *eigenvalues, const double *x, gsize n)
{
  double *y = keep (self, g_new (double, n));

  for (gsize i = 0; i < n; i++)
    {
      gsize j = (gsize) x[i] - 1;

      y[i] = eigenvalues[j] > LEAST_SHARE * eigenvalues[0] ? eigenvalues[j] : NAN;
      if (self->reference)
        y[i] /= self->reference[j] > LEAST_SHARE * self->reference[0] ? self->reference[j] : NAN;
    }
  return (RasCurve) { .n = n, .x = x, .y = y };
}

/* The mean of the classes that are known. */
static double *
make_mean (RasSpectrumChart *self, const double *const *spectra, guint n_classes, gsize d)
{
  double *mean = keep (self, g_new0 (double, d));
  guint known = 0;

  for (guint z = 0; z < n_classes; z++)
    if (spectra[z])
      {
        known++;
        for (gsize i = 0; i < d; i++)
          mean[i] += spectra[z][i];
      }
  for (gsize i = 0; i < d; i++)
    mean[i] /= MAX (known, 1);
  return mean;
}

static void
add_series (RasSpectrumChart *self, const RasSpectra *spectra, gboolean after, const double *x,
            gsize n)
{
  const double *const *all = after ? spectra->spectra_after : spectra->spectra_before;
  const double *bold = NULL;
  RasCurve *thin = keep (self, g_new0 (RasCurve, MAX (spectra->n_classes, 1)));
  guint i = self->chart.n_series, n_thin = 0;

  for (guint z = 0; z < spectra->n_classes; z++)
    if (all[z] && (int) z != spectra->chosen)
      thin[n_thin++] = make_curve (self, all[z], x, n);
  if (spectra->chosen != RAS_SPECTRUM_ALL)
    bold = all[spectra->chosen];
  else if (n_thin > 0)
    bold = make_mean (self, all, spectra->n_classes, spectra->d);
  if (bold == NULL && n_thin == 0)
    return;
  if (bold)
    self->means[i] = make_curve (self, bold, x, n);
  self->series[i] = (RasCurveSeries) {
    .label = keep (self, g_strdup (after ? spectra->after : spectra->before)),
    .look = keep (self, g_strdup (after ? spectra->eraser : "none")),
    .mean = bold ? &self->means[i] : NULL,
    .seeds = thin,
    .n_seeds = n_thin,
    .plain = TRUE,
    .solid = TRUE,
  };
  self->chart.n_series++;
}

RasSpectrumChart *
ras_spectrum_chart_new (const RasSpectra *spectra)
{
  RasSpectrumChart *self = g_new0 (RasSpectrumChart, 1);
  RasCurveChart *chart = &self->chart;
  double *x;
  gsize n;

  self->memory = g_ptr_array_new_with_free_func (g_free);
  x = keep (self, g_new (double, MAX (spectra->d, 1)));
  n = choose_indices (spectra->d, x);
  if (spectra->relative)
    self->reference = make_mean (self, spectra->spectra_before, spectra->n_classes, spectra->d);
  add_series (self, spectra, TRUE, x, n);
  add_series (self, spectra, FALSE, x, n);
  chart->x_title = _ ("Number of the eigenvalue");
  chart->y_title = spectra->relative ? _ ("Variance relative to the mean of the classes before")
                                     : _ ("Variance in its direction");
  chart->x_scale = chart->y_scale = RAS_SCALE_LOG;
  chart->x_low = 1;
  chart->x_high = MAX (spectra->d, 2);
  chart->series = self->series;
  chart->hover_x = NAN;
  chart->empty = _ ("The spectra appear here.");
  return self;
}

void
ras_spectrum_chart_free (RasSpectrumChart *self)
{
  g_ptr_array_unref (self->memory);
  g_free (self);
}

RasCurveChart *
ras_spectrum_chart_get_curves (RasSpectrumChart *self)
{
  return &self->chart;
}

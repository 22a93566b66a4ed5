/* Eigenvalue spectra of the classes' covariances before and after an eraser, both axes logarithmic:
 * a thin line per class, and bold the mean over the classes or the one class that is looked at. */
#pragma once

#include "curve-chart.h"

G_BEGIN_DECLS

#define RAS_SPECTRUM_ALL (-1)

typedef struct
{
  const char *eraser;          /* its name: the colour of "after" */
  const char *before, *after;  /* labels, translated; copied */
  const double *const *spectra_before; /* n_classes pointers to d eigenvalues, descending; NULL: not
                                          known yet. Copied. */
  const double *const *spectra_after;  /* likewise */
  guint n_classes;
  gsize d;
  gboolean relative;           /* to the mean of the classes before: all lines are close to 1, and
                                  differences of a few percent are seen */
  int chosen;                  /* the class shown bold, or RAS_SPECTRUM_ALL: the mean of them all */
} RasSpectra;

typedef struct _RasSpectrumChart RasSpectrumChart;

/* Eigenvalues that are nothing but rounding are left out: there the line ends. */
RasSpectrumChart *ras_spectrum_chart_new (const RasSpectra *spectra);
void ras_spectrum_chart_free (RasSpectrumChart *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasSpectrumChart, ras_spectrum_chart_free)

/* To be painted, and changed in style, title and hover before that. Lives as long as its owner. */
RasCurveChart *ras_spectrum_chart_get_curves (RasSpectrumChart *self);

G_END_DECLS

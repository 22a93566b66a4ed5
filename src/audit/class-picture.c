#include "class-picture.h"

#include "memory.h"

#include <glib/gi18n.h>
#include <string.h>

/* Images that are sent through an eraser at once. */
#define BATCH 64

static gboolean
erases (const RasFit *fit)
{
  return fit && ras_fit_get_eraser (fit)->apply;
}

void
ras_class_mean_picture (const RasMoments *moments, guint label, const RasFit *fit, guint rank,
                        double *picture)
{
  const RasApplyOptions options = { rank, TRUE };
  const double *mean = ras_moments_get_class_mean (moments, label);
  guint16 class = label;

  if (erases (fit))
    ras_fit_apply (fit, &options, mean, &class, 1, picture);
  else
    memcpy (picture, mean, ras_moments_get_dimension (moments) * sizeof *picture);
}

/* y = A x, as the difference to where the eraser sends zero; m rows of d, zero: d. */
static void
apply_linear_part (const RasFit *fit, guint rank, guint label, const double *zero, const double *x,
                   gsize m, double *y)
{
  const RasApplyOptions options = { rank, TRUE };
  gsize d = ras_fit_get_dimension (fit);
  guint16 labels[BATCH];

  for (gsize i = 0; i < m; i++)
    labels[i] = label;
  ras_fit_apply (fit, &options, x, labels, m, y);
  for (gsize i = 0; i < m; i++)
    for (gsize j = 0; j < d; j++)
      y[i * d + j] -= zero[j];
}

/* row ← the row of A for `pixel`: entry j is (A e_j)_pixel. `x` and `y` are BATCH × d. */
static gboolean
find_row (const RasFit *fit, guint rank, guint label, gsize pixel, const double *zero,
          const RasProgress *progress, double *x, double *y, double *row, GError **error)
{
  gsize d = ras_fit_get_dimension (fit);

  for (gsize start = 0; start < d; start += BATCH)
    {
      gsize m = MIN (BATCH, d - start);

      if (!ras_progress_step (progress, _ ("Following a covariance"), (double) start / d, error))
        return FALSE;
      memset (x, 0, m * d * sizeof *x);
      for (gsize i = 0; i < m; i++)
        x[i * d + start + i] = 1;
      apply_linear_part (fit, rank, label, zero, x, m, y);
      for (gsize i = 0; i < m; i++)
        row[start + i] = y[i * d + pixel];
    }
  return TRUE;
}

/* out = Σ w, a row of Σ's lower triangle at a time. */
static void
multiply_covariance (const RasMoments *moments, guint label, const double *w, double *row,
                     double *out)
{
  gsize d = ras_moments_get_dimension (moments);

  memset (out, 0, d * sizeof *out);
  for (gsize i = 0; i < d; i++)
    {
      ras_moments_class_covariance_row (moments, label, i, row);
      for (gsize j = 0; j < i; j++)
        {
          out[i] += row[j] * w[j];
          out[j] += row[j] * w[i];
        }
      out[i] += row[i] * w[i];
    }
}

/* A Σ Aᵀ e = A (Σ a), where a is A's row for the pixel. */
gboolean
ras_class_covariance_picture (const RasMoments *moments, guint label, const RasFit *fit, guint rank,
                              gsize pixel, const RasProgress *progress, double *picture,
                              GError **error)
{
  gsize d = ras_moments_get_dimension (moments);
  RAS_BIG double *work = ras_alloc_big ((2 * BATCH + 3) * d, sizeof *work, _ ("a covariance"), error);
  double *x = work, *y, *zero, *row, *product;
  guint16 class = label;

  if (work == NULL)
    return FALSE;
  y = x + BATCH * d;
  zero = y + BATCH * d;
  row = zero + d;
  product = row + d;
  memset (row, 0, d * sizeof *row);
  row[pixel] = 1;
  if (!erases (fit))
    {
      multiply_covariance (moments, label, row, x, picture);
      return TRUE;
    }
  memset (x, 0, d * sizeof *x);
  ras_fit_apply (fit, &(RasApplyOptions) { rank, TRUE }, x, &class, 1, zero);
  if (!find_row (fit, rank, label, pixel, zero, progress, x, y, row, error))
    return FALSE;
  multiply_covariance (moments, label, row, x, product);
  apply_linear_part (fit, rank, label, zero, product, 1, picture);
  return TRUE;
}

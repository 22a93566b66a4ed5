#include "edit-loss.h"

#include "fast-exp.h"
#include "fit-private.h"
#include "hot.h"
#include "memory.h"
#include "packed.h"
#include "parallel.h"

#include <cblas.h>
#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Passes are cut into so many parts at most, whatever the number of threads, so that sums have the
 * same digits on every machine. */
#define PARTS 32

/* Logits start this far from 0 and 1: half a step of 8-bit pixels. */
#define MARGIN (1 / 512.0f)

/* c: pixels whose slope is below this move less than others. */
#define LEAST_SLOPE 0.1f

typedef struct
{
  RasEditLoss *loss;
  const float *point;
  float *gradient;
  double change; /* mean ((x − x₀)²) */
} Pass;

guint64
ras_edit_loss_memory (gsize d, gsize n)
{
  return (guint64) (n * d + d * d + 2 * d) * sizeof (float)
         + (guint64) (PARTS * (d + 1) + 2 * d) * sizeof (double);
}

gboolean
ras_edit_loss_init (RasEditLoss *loss, const RasFit *gradient, const double *weights,
                    gboolean logits, const float *start, gsize n, GError **error)
{
  gsize d = gradient->d;
  float *memory = ras_alloc_big (n * d + d * d + 2 * d, sizeof *memory,
                                 _ ("gradient-based erasure"), error);

  if (memory == NULL)
    return FALSE;
  *loss = (RasEditLoss) { .d = d, .n = n, .logits = logits, .start = start, .memory = memory };
  memcpy (loss->weights, weights, sizeof loss->weights);
  loss->triangle = ras_fit_get_array (gradient, "covariance", NULL);
  loss->target = ras_fit_get_array (gradient, "mean", NULL);
  loss->shifted = memory;
  loss->gap = loss->shifted + n * d;
  loss->mean = loss->gap + d * d;
  loss->shift = loss->mean + d;
  loss->offset = g_new (double, 2 * d);
  loss->sums = g_new (double, PARTS * (d + 1));
  for (gsize j = 0; j < d; j++)
    loss->mean[j] = loss->target[j];
  return TRUE;
}

void
ras_edit_loss_clear (RasEditLoss *loss)
{
  g_clear_pointer (&loss->memory, ras_free_big);
  g_clear_pointer (&loss->offset, g_free);
  g_clear_pointer (&loss->sums, g_free);
}

static gsize
part_begin (gsize count, gsize part)
{
  return count * part / PARTS;
}

static inline float
inside (float x)
{
  return x < MARGIN ? MARGIN : x > 1 - MARGIN ? 1 - MARGIN : x;
}

/* w of a pixel that starts at x₀. */
static inline float
scale_at (float start)
{
  float x = inside (start), slope = x * (1 - x);

  return 1 / sqrtf (slope * slope + LEAST_SLOPE * LEAST_SLOPE);
}

typedef struct
{
  const RasEditLoss *loss;
  float *out; /* n × d */
} Copy;

static void
start_part (gsize part, gpointer user_data)
{
  const Copy *copy = user_data;
  const RasEditLoss *loss = copy->loss;
  gsize size = loss->n * loss->d;

  for (gsize i = part_begin (size, part); i < part_begin (size, part + 1); i++)
    {
      float x = inside (loss->start[i]);

      copy->out[i] = loss->logits ? logf (x / (1 - x)) / scale_at (loss->start[i]) : loss->start[i];
    }
}

void
ras_edit_loss_get_start (const RasEditLoss *loss, float *point)
{
  Copy copy = { loss, point };

  ras_parallel_for (PARTS, start_part, &copy);
}

static inline float
sigmoid (float u)
{
  return 1 / (1 + ras_fast_expf (-u));
}

/* --- First pass: y of the point, its column sums and the sum of (x − x₀)² --- */

RAS_HOT static double
shift_row (const RasEditLoss *loss, const float *restrict point, const float *restrict start,
           float *restrict y, double *restrict sums)
{
  const float *restrict mean = loss->mean;
  gsize d = loss->d;
  double squares = 0;

  if (loss->logits)
    for (gsize j = 0; j < d; j++)
      y[j] = sigmoid (point[j] * scale_at (start[j]));
  else
    memcpy (y, point, d * sizeof *y);
#pragma omp simd reduction(+ : squares)
  for (gsize j = 0; j < d; j++)
    {
      double change = y[j] - start[j];

      squares += change * change;
      y[j] -= mean[j];
      sums[j] += y[j];
    }
  return squares;
}

static void
shift_part (gsize part, gpointer user_data)
{
  const Pass *pass = user_data;
  const RasEditLoss *loss = pass->loss;
  gsize d = loss->d;
  double *sums = loss->sums + part * (d + 1), squares = 0;

  memset (sums, 0, d * sizeof *sums);
  for (gsize i = part_begin (loss->n, part); i < part_begin (loss->n, part + 1); i++)
    squares += shift_row (loss, pass->point + i * d, loss->start + i * d, loss->shifted + i * d,
                          sums);
  sums[d] = squares;
}

static void
shift (Pass *pass)
{
  RasEditLoss *loss = pass->loss;
  gsize d = loss->d;

  ras_parallel_for (PARTS, shift_part, pass);
  memset (loss->offset, 0, d * sizeof *loss->offset);
  pass->change = 0;
  for (gsize part = 0; part < PARTS; part++)
    {
      const double *sums = loss->sums + part * (d + 1);

      for (gsize j = 0; j < d; j++)
        loss->offset[j] += sums[j] / loss->n;
      pass->change += sums[d] / ((double) loss->n * d);
    }
}

/* --- Second pass: C of yᵀy --- */

RAS_HOT static double
subtract_row (const double *restrict target, const double *restrict offset, double factor,
              double scale, float *restrict row, gsize count)
{
  double squares = 0;

#pragma omp simd reduction(+ : squares)
  for (gsize j = 0; j < count; j++)
    {
      double gap = row[j] * scale - factor * offset[j] - target[j];

      row[j] = gap;
      squares += gap * gap;
    }
  return squares;
}

static void
subtract_part (gsize part, gpointer user_data)
{
  const Pass *pass = user_data;
  const RasEditLoss *loss = pass->loss;
  gsize d = loss->d, n = loss->n;
  double squares = 0;

  /* Rows of the triangle grow: every part takes some of each length. */
  for (gsize i = part; i < d; i += PARTS)
    {
      float *row = loss->gap + i * d;
      double factor = loss->offset[i] * n / (n - 1);

      squares += 2 * subtract_row (loss->triangle + ras_packed (i), loss->offset, factor,
                                   1.0 / (n - 1), row, i + 1);
      squares -= (double) row[i] * row[i];
    }
  loss->sums[part] = squares;
}

static double
subtract (Pass *pass)
{
  double squares = 0;

  ras_parallel_for (PARTS, subtract_part, pass);
  for (gsize part = 0; part < PARTS; part++)
    squares += pass->loss->sums[part];
  return sqrt (MAX (squares, 0));
}

/* --- Third pass: everything into the gradient --- */

RAS_HOT static void
finish_row (const RasEditLoss *loss, float factor, const float *restrict y,
            const float *restrict start, float *restrict gradient)
{
  const float *restrict mean = loss->mean, *restrict common = loss->shift;
  gboolean logits = loss->logits;

  for (gsize j = 0; j < loss->d; j++)
    {
      float x = y[j] + mean[j];

      gradient[j] += common[j] + factor * (x - start[j]);
      if (logits)
        gradient[j] *= x * (1 - x) * scale_at (start[j]);
    }
}

static void
finish_part (gsize part, gpointer user_data)
{
  const Pass *pass = user_data;
  const RasEditLoss *loss = pass->loss;
  gsize d = loss->d, n = loss->n;
  double factor = 2 * loss->weights[RAS_EDIT_TERM_CHANGE] / ((double) n * d);

  for (gsize i = part_begin (n, part); i < part_begin (n, part + 1); i++)
    finish_row (loss, factor, loss->shifted + i * d, loss->start + i * d, pass->gradient + i * d);
}

/* What every row's gradient has in common: w₀ mᵀ / (n ‖m‖) − factor · mᵀ C */
static void
find_shift (RasEditLoss *loss, double mean_factor, double factor)
{
  gsize d = loss->d;
  float *offset = (float *) (loss->offset + d);

  for (gsize j = 0; j < d; j++)
    {
      offset[j] = loss->offset[j];
      loss->shift[j] = mean_factor * loss->offset[j];
    }
  cblas_ssymv (CblasRowMajor, CblasLower, d, -factor, loss->gap, d, offset, 1, 1, loss->shift, 1);
}

double
ras_edit_loss_evaluate (RasEditLoss *loss, const float *point, float *gradient,
                        double terms[RAS_EDIT_N_TERMS])
{
  Pass pass = { loss, point, gradient };
  gsize d = loss->d, n = loss->n;
  const double *w = loss->weights;
  double factor = 0, mean_factor = 0, mean_norm;

  shift (&pass);
  cblas_ssyrk (CblasRowMajor, CblasLower, CblasTrans, d, n, 1, loss->shifted, d, 0, loss->gap, d);
  terms[RAS_EDIT_TERM_MEAN] = cblas_dnrm2 (d, loss->offset, 1);
  terms[RAS_EDIT_TERM_COVARIANCE] = subtract (&pass);
  terms[RAS_EDIT_TERM_CHANGE] = pass.change;
  mean_norm = hypot (terms[RAS_EDIT_TERM_MEAN], loss->tip);
  if (mean_norm > 0)
    mean_factor = w[RAS_EDIT_TERM_MEAN] / (n * mean_norm);
  if (terms[RAS_EDIT_TERM_COVARIANCE] > 0)
    factor = 2 * w[RAS_EDIT_TERM_COVARIANCE] / ((n - 1) * terms[RAS_EDIT_TERM_COVARIANCE]);
  find_shift (loss, mean_factor, factor);
  cblas_ssymm (CblasRowMajor, CblasRight, CblasLower, n, d, factor, loss->gap, d, loss->shifted, d,
               0, gradient, d);
  ras_parallel_for (PARTS, finish_part, &pass);
  return w[RAS_EDIT_TERM_MEAN] * mean_norm
         + w[RAS_EDIT_TERM_COVARIANCE] * terms[RAS_EDIT_TERM_COVARIANCE]
         + w[RAS_EDIT_TERM_CHANGE] * terms[RAS_EDIT_TERM_CHANGE];
}

static void
copy_part (gsize part, gpointer user_data)
{
  const Copy *copy = user_data;
  const RasEditLoss *loss = copy->loss;
  gsize d = loss->d;

  for (gsize i = part_begin (loss->n, part); i < part_begin (loss->n, part + 1); i++)
    for (gsize j = 0; j < d; j++)
      {
        float x = loss->shifted[i * d + j] + loss->mean[j];

        /* A sigmoid is within [0, 1]; rounding may have left it. */
        copy->out[i * d + j] = loss->logits ? CLAMP (x, 0, 1) : x;
      }
}

void
ras_edit_loss_get_images (const RasEditLoss *loss, float *images)
{
  Copy copy = { loss, images };

  ras_parallel_for (PARTS, copy_part, &copy);
}

#include "batch-norm.h"

#include <math.h>
#include <string.h>

/* Numbers that are summed in working precision before they are added to a total in double
 * precision; they stay in the first-level cache. */
#define CHUNK 4096
#define MIN_CHUNK_ROWS 8

typedef struct
{
  RasLayer base;
  gsize positions, channels;
  gboolean relu;
  gsize scale, shift; /* γ and β, among the parameters */
  gsize running;      /* in the state: means, then variances */
  gsize shared;       /* in the state: where the threads bring two numbers a channel together */
} BatchNorm;

/* --- Sums over the slice. Arrays have a number for every channel. --- */

typedef struct
{
  RasReal *part[2];
  double *total[2];
} Sums;

static Sums
get_sums (const BatchNorm *self, RasPass *pass)
{
  gsize n = self->channels;
  double *total = (double *) pass->scratch;
  RasReal *part = (RasReal *) (total + 2 * n);

  memset (total, 0, 2 * n * sizeof *total);
  return (Sums) { { part, part + n }, { total, total + n } };
}

static gsize
chunk_rows (const BatchNorm *self)
{
  return MAX (CHUNK / self->channels, MIN_CHUNK_ROWS);
}

/* The mean of the rows and the sum of squared distances from it. */
static RAS_HOT void
measure_rows (const RasReal *x, gsize rows, gsize n, RasReal *mean, RasReal *scatter)
{
  memset (mean, 0, n * sizeof *mean);
  memset (scatter, 0, n * sizeof *scatter);
  for (gsize i = 0; i < rows; i++)
    for (gsize c = 0; c < n; c++)
      mean[c] += x[i * n + c];
  for (gsize c = 0; c < n; c++)
    mean[c] /= rows;
  for (gsize i = 0; i < rows; i++)
    for (gsize c = 0; c < n; c++)
      {
        RasReal distance = x[i * n + c] - mean[c];

        scatter[c] += distance * distance;
      }
}

/* `before` rows have this mean and scatter; `count` more, with their own, join them (Chan, Golub &
 * LeVeque 1979). */
#define MERGE_MOMENTS(mean, scatter, before, more_mean, more_scatter, count, n)                    \
  for (gsize c = 0; c < (n); c++)                                                                  \
    {                                                                                              \
      double difference = (more_mean)[c] - (mean)[c];                                              \
                                                                                                   \
      (mean)[c] += difference * (count) / ((before) + (count));                                    \
      (scatter)[c] += (more_scatter)[c]                                                            \
                      + difference * difference * (before) * (count) / ((before) + (count));       \
    }

/* own ← the slice's means, then its scatters. */
static void
measure_slice (const BatchNorm *self, RasPass *pass, const RasReal *x, RasReal *own)
{
  Sums sums = get_sums (self, pass);
  gsize n = self->channels, rows = pass->m * self->positions, step = chunk_rows (self);

  for (gsize i = 0; i < rows; i += step)
    {
      double before = i, count = MIN (step, rows - i);

      measure_rows (x + i * n, count, n, sums.part[0], sums.part[1]);
      MERGE_MOMENTS (sums.total[0], sums.total[1], before, sums.part[0], sums.part[1], count, n)
    }
  for (gsize c = 0; c < 2 * n; c++)
    own[c] = sums.total[0][c];
}

/* --- Meeting the other threads --- */

typedef void (*Merge) (const BatchNorm *self, const RasPass *pass, RasReal *shared,
                       const RasReal *own);

static void
merge_moments (const BatchNorm *self, const RasPass *pass, RasReal *shared, const RasReal *own)
{
  gsize n = self->channels;
  double before = pass->first * self->positions, count = pass->m * self->positions;

  MERGE_MOMENTS (shared, shared + n, before, own, own + n, count, n)
}

static void
merge_sums (const BatchNorm *self, const RasPass *pass, RasReal *shared, const RasReal *own)
{
  for (gsize c = 0; c < 2 * self->channels; c++)
    shared[c] += own[c];
}

/* own ← every thread's brought together, one thread after the other, so that a repeated run rounds in
 * the same way. */
static void
bring_together (const BatchNorm *self, RasPass *pass, Merge merge, RasReal *own)
{
  RasReal *shared = pass->state + self->shared;
  gsize size = 2 * self->channels * sizeof *own;

  for (guint thread = 0; thread < ras_team_get_size (pass->team); thread++)
    {
      if (thread == pass->thread && thread == 0)
        memcpy (shared, own, size);
      else if (thread == pass->thread)
        merge (self, pass, shared, own);
      ras_team_barrier (pass->team);
    }
  memcpy (own, shared, size);
  /* Nobody begins the next one while somebody still reads this. */
  ras_team_barrier (pass->team);
}

/* --- Forward --- */

/* Counts the batch into the running statistics. */
static void
count_batch (const BatchNorm *self, const RasPass *pass, const RasReal *mean,
             const RasReal *scatter)
{
  RasReal *running = pass->state + self->running;
  double share = 1.0 / (pass->step + 1);
  gsize n = self->channels, rows = pass->batch * self->positions;

  for (gsize c = 0; c < n; c++)
    {
      running[c] += (mean[c] - running[c]) * share;
      running[n + c] += (scatter[c] / MAX (rows - 1, 1) - running[n + c]) * share;
    }
}

/* y ← (x − mean) · factor + shift, or 0 where that is negative. */
static RAS_HOT void
normalise (const RasReal *x, gsize rows, gsize n, const RasReal *mean, const RasReal *factor,
           const RasReal *shift, gboolean relu, RasReal *y)
{
  RasReal least = relu ? 0 : -INFINITY;

  for (gsize i = 0; i < rows; i++)
    for (gsize c = 0; c < n; c++)
      {
        RasReal value = (x[i * n + c] - mean[c]) * factor[c] + shift[c];

        y[i * n + c] = value < least ? least : value;
      }
}

static void
forward (const RasLayer *base, RasPass *pass, const RasReal *x, RasReal *y, RasReal *saved)
{
  const BatchNorm *self = (const BatchNorm *) base;
  gsize n = self->channels;
  double rows = pass->batch * self->positions;
  /* Kept for backward: the means and what to multiply distances from them with to make the
   * variance 1. */
  RasReal *mean = saved, *inverse = saved + n, *factor = pass->scratch;

  if (pass->mode == RAS_PASS_EVALUATE)
    {
      memcpy (saved, pass->state + self->running, 2 * n * sizeof *saved);
      rows = 1;
    }
  else
    {
      measure_slice (self, pass, x, saved);
      bring_together (self, pass, merge_moments, saved);
      if (pass->mode == RAS_PASS_CALIBRATE && pass->thread == 0)
        count_batch (self, pass, mean, inverse);
    }
  for (gsize c = 0; c < n; c++)
    {
      inverse[c] = 1 / sqrt (inverse[c] / rows + RAS_BATCH_NORM_EPSILON);
      factor[c] = inverse[c] * pass->parameters[self->scale + c];
    }
  normalise (x, pass->m * self->positions, n, mean, factor, pass->parameters + self->shift,
             self->relu, y);
}

/* --- Backward --- */

/* What the loops below need of a channel. */
typedef struct
{
  gsize n;
  gboolean relu;
  const RasReal *mean, *factor, *shift; /* as normalise has them */
} Slope;

/* ∂L/∂(the value before ReLU) */
static inline RasReal
pass_relu (const Slope *slope, RasReal distance, RasReal dy, gsize c)
{
  if (slope->relu && !(distance * slope->factor[c] + slope->shift[c] > 0))
    return 0;
  return dy;
}

/* Sums of the gradient, and of it times the distance from the mean. */
static RAS_HOT void
sum_gradient (const Slope *slope, const RasReal *x, const RasReal *dy, gsize rows,
              RasReal *restrict sum, RasReal *restrict product)
{
  gsize n = slope->n;
  const Slope s = *slope;

  memset (sum, 0, n * sizeof *sum);
  memset (product, 0, n * sizeof *product);
  for (gsize i = 0; i < rows; i++)
    for (gsize c = 0; c < n; c++)
      {
        RasReal distance = x[i * n + c] - s.mean[c];
        RasReal d = pass_relu (&s, distance, dy[i * n + c], c);

        sum[c] += d;
        product[c] += d * distance;
      }
}

/* dx ← (dy − mean of dy − distance · tilt) · factor */
static RAS_HOT void
subtract_means (const Slope *slope, const RasReal *x, const RasReal *dy, gsize rows,
                const RasReal *d_mean, const RasReal *tilt, RasReal *dx)
{
  gsize n = slope->n;
  const Slope s = *slope;

  for (gsize i = 0; i < rows; i++)
    for (gsize c = 0; c < n; c++)
      {
        RasReal distance = x[i * n + c] - s.mean[c];
        RasReal d = pass_relu (&s, distance, dy[i * n + c], c);

        dx[i * n + c] = (d - d_mean[c] - distance * tilt[c]) * s.factor[c];
      }
}

static void
sum_slice (const BatchNorm *self, RasPass *pass, const Slope *slope, const RasReal *x,
           const RasReal *dy, RasReal *own)
{
  Sums sums = get_sums (self, pass);
  gsize n = self->channels, rows = pass->m * self->positions, step = chunk_rows (self);

  for (gsize i = 0; i < rows; i += step)
    {
      sum_gradient (slope, x + i * n, dy + i * n, MIN (step, rows - i), sums.part[0],
                    sums.part[1]);
      for (gsize c = 0; c < 2 * n; c++)
        sums.total[0][c] += sums.part[0][c];
    }
  for (gsize c = 0; c < 2 * n; c++)
    own[c] = sums.total[0][c];
}

static void
backward (const RasLayer *base, RasPass *pass, const RasReal *x, const RasReal *dy, RasReal *dx,
          RasReal *saved)
{
  const BatchNorm *self = (const BatchNorm *) base;
  gsize n = self->channels, rows = pass->batch * self->positions;
  const RasReal *mean = saved, *inverse = saved + n;
  RasReal *scratch = pass->scratch, *factor = scratch, *own = scratch + n;
  Slope slope = { n, self->relu, mean, factor, pass->parameters + self->shift };

  pass->scratch += ras_round_up (3 * n);
  for (gsize c = 0; c < n; c++)
    factor[c] = inverse[c] * pass->parameters[self->scale + c];
  sum_slice (self, pass, &slope, x, dy, own);
  pass->scratch = scratch;
  for (gsize c = 0; c < n; c++)
    {
      pass->gradient[self->shift + c] = own[c];
      pass->gradient[self->scale + c] = own[n + c] * inverse[c];
    }
  if (dx == NULL)
    return;
  bring_together (self, pass, merge_sums, own);
  for (gsize c = 0; c < n; c++)
    {
      own[c] /= rows;
      own[n + c] *= inverse[c] * inverse[c] / rows;
    }
  subtract_means (&slope, x, dy, pass->m * self->positions, own, own + n, dx);
}

static void
free_batch_norm (RasLayer *self)
{
  g_free (self);
}

static const RasLayerClass batch_norm_class = { "batch norm", forward, backward, free_batch_norm };

static RasLayer *
batch_norm_new (RasParameters *parameters, const char *name, gsize positions, gsize channels,
                gboolean relu)
{
  BatchNorm *self = g_new0 (BatchNorm, 1);
  RasLayer *base = &self->base;
  g_autofree char *scale = g_strconcat (name, ".weight", NULL);
  g_autofree char *shift = g_strconcat (name, ".bias", NULL);

  self->positions = positions;
  self->channels = channels;
  self->relu = relu;
  self->scale = ras_parameters_add (parameters, scale, channels, RAS_INIT_ONE, 0, 1, FALSE);
  self->shift = ras_parameters_add (parameters, shift, channels, RAS_INIT_ZERO, 0, 1, FALSE);
  self->running = ras_parameters_add_state (parameters, 2 * channels);
  self->shared = ras_parameters_add_state (parameters, 2 * channels);
  base->class = &batch_norm_class;
  base->in = base->out = positions * channels;
  base->saved = 2 * channels;
  /* Two totals in double precision, two parts, and three more numbers a channel backward. */
  base->fixed_scratch = 2 * channels * sizeof (double) / sizeof (RasReal) + 5 * channels + 16;
  base->calibrates = TRUE;
  return base;
}

RasLayer *
ras_batch_norm_new (RasParameters *parameters, const char *name, gsize positions, gsize channels)
{
  return batch_norm_new (parameters, name, positions, channels, FALSE);
}

RasLayer *
ras_batch_norm_relu_new (RasParameters *parameters, const char *name, gsize positions,
                         gsize channels)
{
  return batch_norm_new (parameters, name, positions, channels, TRUE);
}

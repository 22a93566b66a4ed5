#include "layer-norm.h"

#include <math.h>
#include <string.h>

typedef struct
{
  RasLayer base;
  gsize positions, channels;
  gsize weight, bias; /* where they begin */
} LayerNorm;

/* The mean first and then the variance about it: one pass would cancel digits. */
static inline void
measure (const RasReal *x, gsize n, RasReal *mean, RasReal *inverse)
{
  RasReal sum = 0, squares = 0, centre;

#pragma omp simd reduction(+ : sum)
  for (gsize j = 0; j < n; j++)
    sum += x[j];
  centre = sum / n;
#pragma omp simd reduction(+ : squares)
  for (gsize j = 0; j < n; j++)
    squares += (x[j] - centre) * (x[j] - centre);
  *mean = centre;
  *inverse = 1 / ras_real_sqrt (squares / n + (RasReal) RAS_LAYER_NORM_EPSILON);
}

/* --- Plain rows --- */

RAS_HOT void
ras_normalise_rows (const RasReal *x, gsize rows, gsize channels, RasReal *y, RasReal *inverse)
{
  for (gsize i = 0; i < rows; i++, x += channels, y += channels)
    {
      RasReal mean, scale;

      measure (x, channels, &mean, &scale);
      inverse[i] = scale;
#pragma omp simd
      for (gsize j = 0; j < channels; j++)
        y[j] = (x[j] - mean) * scale;
    }
}

RAS_HOT void
ras_normalise_rows_backward (const RasReal *y, const RasReal *inverse, const RasReal *dy,
                             gsize rows, gsize channels, RasReal *dx)
{
  for (gsize i = 0; i < rows; i++, y += channels, dy += channels, dx += channels)
    {
      RasReal sum = 0, along = 0, scale = inverse[i];

#pragma omp simd reduction(+ : sum, along)
      for (gsize j = 0; j < channels; j++)
        {
          sum += dy[j];
          along += dy[j] * y[j];
        }
      sum /= channels;
      along /= channels;
#pragma omp simd
      for (gsize j = 0; j < channels; j++)
        dx[j] = scale * (dy[j] - sum - y[j] * along);
    }
}

/* --- The layer. Saved, for each position: mean and inverse. --- */

static RAS_HOT void
normalise (const RasReal *x, const RasReal *weight, const RasReal *bias, gsize rows,
           gsize channels, RasReal *y, RasReal *saved)
{
  for (gsize i = 0; i < rows; i++, x += channels, y += channels)
    {
      RasReal mean, scale;

      measure (x, channels, &mean, &scale);
      saved[2 * i] = mean;
      saved[2 * i + 1] = scale;
#pragma omp simd
      for (gsize j = 0; j < channels; j++)
        y[j] = (x[j] - mean) * scale * weight[j] + bias[j];
    }
}

/* Adds to the gradients of weight and bias. */
static RAS_HOT void
sum_weights (const RasReal *x, const RasReal *saved, const RasReal *dy, gsize rows,
             gsize channels, RasReal *d_weight, RasReal *d_bias)
{
  for (gsize i = 0; i < rows; i++, x += channels, dy += channels)
    {
      RasReal mean = saved[2 * i], scale = saved[2 * i + 1];

#pragma omp simd
      for (gsize j = 0; j < channels; j++)
        {
          d_weight[j] += dy[j] * (x[j] - mean) * scale;
          d_bias[j] += dy[j];
        }
    }
}

static RAS_HOT void
slope (const RasReal *x, const RasReal *weight, const RasReal *saved, const RasReal *dy,
       gsize rows, gsize channels, RasReal *dx)
{
  for (gsize i = 0; i < rows; i++, x += channels, dy += channels, dx += channels)
    {
      RasReal mean = saved[2 * i], scale = saved[2 * i + 1], sum = 0, along = 0;

#pragma omp simd reduction(+ : sum, along)
      for (gsize j = 0; j < channels; j++)
        {
          sum += dy[j] * weight[j];
          along += dy[j] * weight[j] * (x[j] - mean);
        }
      sum /= channels;
      along *= scale * scale / channels;
#pragma omp simd
      for (gsize j = 0; j < channels; j++)
        dx[j] = scale * (dy[j] * weight[j] - sum - (x[j] - mean) * along);
    }
}

static void
forward (const RasLayer *base, RasPass *pass, const RasReal *x, RasReal *y, RasReal *saved)
{
  const LayerNorm *self = (const LayerNorm *) base;

  normalise (x, pass->parameters + self->weight, pass->parameters + self->bias,
             pass->m * self->positions, self->channels, y, saved);
}

static void
backward (const RasLayer *base, RasPass *pass, const RasReal *x, const RasReal *dy, RasReal *dx,
          RasReal *saved)
{
  const LayerNorm *self = (const LayerNorm *) base;
  RasReal *d_weight = pass->gradient + self->weight, *d_bias = pass->gradient + self->bias;
  gsize rows = pass->m * self->positions;

  memset (d_weight, 0, self->channels * sizeof *d_weight);
  memset (d_bias, 0, self->channels * sizeof *d_bias);
  sum_weights (x, saved, dy, rows, self->channels, d_weight, d_bias);
  if (dx)
    slope (x, pass->parameters + self->weight, saved, dy, rows, self->channels, dx);
}

static void
free_layer (RasLayer *self)
{
  g_free (self);
}

static const RasLayerClass layer_norm_class = { "layer norm", forward, backward, free_layer };

RasLayer *
ras_layer_norm_new (RasParameters *parameters, const char *name, gsize positions, gsize channels)
{
  LayerNorm *self = g_new0 (LayerNorm, 1);
  g_autofree char *weight = g_strconcat (name, ".weight", NULL);
  g_autofree char *bias = g_strconcat (name, ".bias", NULL);

  self->base.class = &layer_norm_class;
  self->base.in = self->base.out = positions * channels;
  self->base.saved = 2 * positions;
  self->positions = positions;
  self->channels = channels;
  self->weight = ras_parameters_add (parameters, weight, channels, RAS_INIT_ONE, 0, 1, FALSE);
  self->bias = ras_parameters_add (parameters, bias, channels, RAS_INIT_ZERO, 0, 1, FALSE);
  return &self->base;
}

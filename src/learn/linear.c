#include "linear.h"

#include <string.h>

typedef struct
{
  RasLayer base;
  RasLinear how;
  gsize weight, bias; /* where they begin */
} Linear;

static void
forward (const RasLayer *base, RasPass *pass, const RasReal *x, RasReal *y, RasReal *saved)
{
  const Linear *self = (const Linear *) base;
  gsize rows = pass->m * self->how.positions, in = self->how.inputs, out = self->how.outputs;
  const RasReal *bias = pass->parameters + self->bias;

  if (!self->how.no_bias)
    for (gsize row = 0; row < rows; row++)
      memcpy (y + row * out, bias, out * sizeof *y);
  /* Y ← X Wᵀ + 1 bᵀ */
  ras_gemm (CblasRowMajor, CblasNoTrans, CblasTrans, rows, out, in, 1, x, in,
            pass->parameters + self->weight, in, self->how.no_bias ? 0 : 1, y, out);
}

static RAS_HOT void
sum_rows (const RasReal *rows, gsize n, gsize width, RasReal *sum)
{
  memset (sum, 0, width * sizeof *sum);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < width; j++)
      sum[j] += rows[i * width + j];
}

static void
backward (const RasLayer *base, RasPass *pass, const RasReal *x, const RasReal *dy, RasReal *dx,
          RasReal *saved)
{
  const Linear *self = (const Linear *) base;
  gsize rows = pass->m * self->how.positions, in = self->how.inputs, out = self->how.outputs;

  /* ∂W ← ∂Yᵀ X */
  ras_gemm (CblasRowMajor, CblasTrans, CblasNoTrans, out, in, rows, 1, dy, out, x, in, 0,
            pass->gradient + self->weight, in);
  if (!self->how.no_bias)
    sum_rows (dy, rows, out, pass->gradient + self->bias);
  /* ∂X ← ∂Y W */
  if (dx)
    ras_gemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, rows, in, out, 1, dy, out,
              pass->parameters + self->weight, in, 0, dx, in);
}

static void
free_linear (RasLayer *self)
{
  g_free (self);
}

static const RasLayerClass linear_class = { "linear", forward, backward, free_linear };

RasLayer *
ras_linear_new (RasParameters *parameters, const char *name, const RasLinear *how)
{
  Linear *self = g_new0 (Linear, 1);
  g_autofree char *weight = g_strconcat (name, ".weight", NULL);
  g_autofree char *bias = g_strconcat (name, ".bias", NULL);
  RasInit bias_init = how->init == RAS_INIT_UNIFORM ? RAS_INIT_UNIFORM : RAS_INIT_ZERO;

  self->how = *how;
  self->how.positions = MAX (how->positions, 1);
  self->base.class = &linear_class;
  self->base.in = self->how.positions * how->inputs;
  self->base.out = self->how.positions * how->outputs;
  self->weight = ras_parameters_add (parameters, weight, how->inputs * how->outputs, how->init,
                                     how->spread, how->rate > 0 ? how->rate : 1, TRUE);
  if (!how->no_bias)
    self->bias
        = ras_parameters_add (parameters, bias, how->outputs, bias_init, how->spread, 1, FALSE);
  return &self->base;
}

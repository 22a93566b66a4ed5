#include "linear.h"

#include "rows.h"

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
    {
      memset (pass->gradient + self->bias, 0, out * sizeof *dy);
      ras_rows_add (dy, rows, out, pass->gradient + self->bias);
    }
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

  self->how = *how;
  self->how.positions = MAX (how->positions, 1);
  self->base.class = &linear_class;
  self->base.in = self->how.positions * how->inputs;
  self->base.out = self->how.positions * how->outputs;
  ras_parameters_add_map (parameters, name, how->inputs * how->outputs, how->outputs, how->init,
                          how->spread, how->rate, &self->weight,
                          how->no_bias ? NULL : &self->bias);
  return &self->base;
}

#include "position-bias.h"

#include <math.h>
#include <string.h>

#define HIDDEN 512
#define HEIGHT 16.0 /* of the sigmoid */

static double
log_spaced (double distance, gsize side)
{
  return copysign (log2 (1 + 8 * fabs (distance) / (side - 1)) / 3, distance);
}

void
ras_position_bias_init (RasPositionBias *self, RasParameters *parameters, const char *name,
                        gsize side, gsize heads)
{
  g_autofree char *in = g_strconcat (name, ".hidden.weight", NULL);
  g_autofree char *in_bias = g_strconcat (name, ".hidden.bias", NULL);
  g_autofree char *out = g_strconcat (name, ".out.weight", NULL);
  gsize across = 2 * side - 1;

  self->side = side;
  self->heads = heads;
  self->offsets = across * across;
  self->in = ras_parameters_add (parameters, in, 2 * HIDDEN, RAS_INIT_NORMAL, 0.02, 1, TRUE);
  self->in_bias = ras_parameters_add (parameters, in_bias, HIDDEN, RAS_INIT_ZERO, 0, 1, FALSE);
  self->out = ras_parameters_add (parameters, out, heads * HIDDEN, RAS_INIT_NORMAL, 0.02, 1, TRUE);
  self->distances = g_new (RasReal, 2 * self->offsets);
  for (gsize i = 0; i < self->offsets; i++)
    {
      self->distances[2 * i] = log_spaced ((double) (i / across) - (side - 1), side);
      self->distances[2 * i + 1] = log_spaced ((double) (i % across) - (side - 1), side);
    }
  self->scratch = 2 * self->offsets * HIDDEN;
}

void
ras_position_bias_clear (RasPositionBias *self)
{
  g_clear_pointer (&self->distances, g_free);
}

/* hidden (offsets × HIDDEN) ← relu (δ W₁ᵀ + b₁) */
static void
compute_hidden (const RasPositionBias *self, const RasPass *pass, RasReal *hidden)
{
  const RasReal *bias = pass->parameters + self->in_bias;

  for (gsize i = 0; i < self->offsets; i++)
    memcpy (hidden + i * HIDDEN, bias, HIDDEN * sizeof *bias);
  ras_gemm (CblasRowMajor, CblasNoTrans, CblasTrans, self->offsets, HIDDEN, 2, 1, self->distances,
            2, pass->parameters + self->in, 2, 1, hidden, HIDDEN);
  for (gsize i = 0; i < self->offsets * HIDDEN; i++)
    hidden[i] = hidden[i] > 0 ? hidden[i] : 0;
}

void
ras_position_bias_forward (const RasPositionBias *self, RasPass *pass, RasReal *table)
{
  RasReal *hidden = pass->scratch;

  compute_hidden (self, pass, hidden);
  ras_gemm (CblasRowMajor, CblasNoTrans, CblasTrans, self->heads, self->offsets, HIDDEN, 1,
            pass->parameters + self->out, HIDDEN, hidden, HIDDEN, 0, table, self->offsets);
  for (gsize i = 0; i < self->heads * self->offsets; i++)
    table[i] = HEIGHT / (1 + ras_real_exp (-table[i]));
}

void
ras_position_bias_backward (const RasPositionBias *self, RasPass *pass, const RasReal *table,
                            RasReal *d_table)
{
  RasReal *hidden = pass->scratch, *d_hidden = hidden + self->offsets * HIDDEN;
  RasReal *d_bias = pass->gradient + self->in_bias;

  compute_hidden (self, pass, hidden);
  for (gsize i = 0; i < self->heads * self->offsets; i++)
    d_table[i] *= table[i] * (1 - table[i] / (RasReal) HEIGHT);
  ras_gemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, self->heads, HIDDEN, self->offsets, 1,
            d_table, self->offsets, hidden, HIDDEN, 0, pass->gradient + self->out, HIDDEN);
  ras_gemm (CblasRowMajor, CblasTrans, CblasNoTrans, self->offsets, HIDDEN, self->heads, 1,
            d_table, self->offsets, pass->parameters + self->out, HIDDEN, 0, d_hidden, HIDDEN);
  memset (d_bias, 0, HIDDEN * sizeof *d_bias);
  for (gsize i = 0; i < self->offsets; i++)
    for (gsize j = 0; j < HIDDEN; j++)
      {
        RasReal *slope = d_hidden + i * HIDDEN + j;

        *slope = hidden[i * HIDDEN + j] > 0 ? *slope : 0;
        d_bias[j] += *slope;
      }
  ras_gemm (CblasRowMajor, CblasTrans, CblasNoTrans, HIDDEN, 2, self->offsets, 1, d_hidden, HIDDEN,
            self->distances, 2, 0, pass->gradient + self->in, 2);
}

#include "convnext-pass.h"

#include <string.h>

/* Scratch for each image: its factor and its number, both lists rounded up. */
#define PER_IMAGE 32

/* Hands out `count` numbers of scratch, or counts them if there is none. */
static RasReal *
take (RasReal *base, gsize *used, gsize count)
{
  RasReal *piece = base ? base + *used : NULL;

  *used += ras_round_up (count);
  return piece;
}

/* Lays out what does not depend on the number of images; returns how much that is. */
static gsize
lay_out (const RasConvnext *self, RasReal *base, RasConvnextPass *work)
{
  gsize used = 0, rows = self->group * self->rows, c = self->c, h = self->h;

  work->expand = take (base, &used, c * h);
  work->expand_back = take (base, &used, c * h);
  work->expand_bias = take (base, &used, h);
  work->reduce_bias = take (base, &used, c);
  work->value = take (base, &used, rows * h);
  work->slope = take (base, &used, rows * h);
  work->d_wide = take (base, &used, rows * h);
  work->narrow = take (base, &used, rows * c);
  work->d_normal = take (base, &used, rows * c);
  work->strip = take (base, &used, self->strip * h);
  work->d_strip = take (base, &used, self->strip * h);
  work->response = take (base, &used, self->group * h);
  work->pull = take (base, &used, self->group * h);
  work->convolution = take (base, &used, ras_depthwise_scratch (&self->depthwise));
  return used;
}

static void
fold_weights (RasConvnextPass *work)
{
  const RasConvnext *self = work->block;
  const RasReal *values = work->pass->parameters, *expand = values + self->pieces.expand;
  const RasReal *norm = values + self->pieces.norm, *norm_bias = values + self->pieces.norm_bias;
  const RasReal *reduce = values + self->pieces.reduce;
  const RasReal *grn_bias = values + self->pieces.grn_bias;

  for (gsize j = 0; j < self->h; j++)
    {
      RasReal bias = values[self->pieces.expand_bias + j];

      for (gsize i = 0; i < self->c; i++)
        {
          RasReal weight = expand[j * self->c + i];

          work->expand[i * self->h + j] = work->expand_back[j * self->c + i] = weight * norm[i];
          bias += weight * norm_bias[i];
        }
      work->expand_bias[j] = bias;
    }
  for (gsize i = 0; i < self->c; i++)
    {
      RasReal bias = values[self->pieces.reduce_bias + i];

      for (gsize j = 0; j < self->h; j++)
        bias += reduce[i * self->h + j] * grn_bias[j];
      work->reduce_bias[i] = bias;
    }
}

void
ras_convnext_pass_measure (RasConvnext *self)
{
  RasConvnextPass work;

  self->base.saved = ras_round_up (self->rows * self->c) + ras_round_up (self->rows)
                     + ras_round_up (self->h);
  self->base.scratch = PER_IMAGE;
  self->base.fixed_scratch = lay_out (self, NULL, &work);
}

void
ras_convnext_pass_begin (RasConvnextPass *work, const RasConvnext *self, RasPass *pass,
                         RasReal *saved)
{
  RasReal *base = pass->scratch + PER_IMAGE * pass->m;

  work->block = self;
  work->pass = pass;
  work->factors = pass->scratch;
  work->images = (guint *) (pass->scratch + ras_round_up (pass->m));
  work->slots = 0;
  work->normal = saved;
  work->inverse = work->normal + pass->m * ras_round_up (self->rows * self->c);
  work->squares = work->inverse + pass->m * ras_round_up (self->rows);
  lay_out (self, base, work);
  fold_weights (work);
  for (gsize i = 0; i < pass->m; i++)
    {
      RasReal factor
          = ras_pass_draw_survival (pass, pass->first + i, self->how.drop, self->how.item);

      if (factor == 0)
        continue;
      work->factors[work->slots] = factor;
      work->images[work->slots++] = i;
    }
}

void
ras_convnext_pass_copy (const RasConvnextPass *work, const RasReal *from, RasReal *to)
{
  gsize size = work->block->base.in, slot = 0;

  for (gsize i = 0; i < work->pass->m; i++)
    if (slot < work->slots && work->images[slot] == i)
      slot++;
    else
      memcpy (to + i * size, from + i * size, size * sizeof *to);
}

/* So far expand's gradient is that of the folded weights, M = Σ_p ∂h_pj n_pc, and reduce's lacks what
 * GRN's bias adds to its input. */
void
ras_convnext_pass_unfold (const RasConvnextPass *work)
{
  const RasConvnext *self = work->block;
  const RasConvnextPieces *pieces = &self->pieces;
  const RasReal *values = work->pass->parameters;
  RasReal *gradient = work->pass->gradient;

  for (gsize j = 0; j < self->h; j++)
    for (gsize i = 0; i < self->c; i++)
      {
        RasReal *d = &gradient[pieces->expand + j * self->c + i];
        RasReal weight = values[pieces->expand + j * self->c + i];
        RasReal d_bias = gradient[pieces->expand_bias + j];

        gradient[pieces->norm + i] += weight * *d;
        gradient[pieces->norm_bias + i] += weight * d_bias;
        *d = *d * values[pieces->norm + i] + d_bias * values[pieces->norm_bias + i];
      }
  for (gsize i = 0; i < self->c; i++)
    for (gsize j = 0; j < self->h; j++)
      {
        RasReal d_bias = gradient[pieces->reduce_bias + i];

        gradient[pieces->grn_bias + j] += values[pieces->reduce + i * self->h + j] * d_bias;
        gradient[pieces->reduce + i * self->h + j] += d_bias * values[pieces->grn_bias + j];
      }
}

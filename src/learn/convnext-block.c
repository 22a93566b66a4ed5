#include "convnext-pass.h"

#include "activation.h"
#include "grn.h"
#include "layer-norm.h"
#include "multiply.h"
#include "rows.h"

#include <string.h>

#define EXPANSION 4
/* Positions that go through the block together: enough of them to keep matrix products busy, so
 * few that what they are made into stays in cache. Small images go in groups. */
#define GROUP_ROWS 256
/* Positions of a group of which the wide part is in the nearest caches. */
#define STRIP_ROWS 64
#define DEPTHWISE_SPREAD 0.02

/* Runs code for the rows from `first` to `end` of a group, image by image: `at` is where the rows
 * begin, `count` how many they are, `image` whose they are. */
#define FOR_EACH_IMAGE(first, end, image_rows, code)                                               \
  for (gsize at = (first), image, count; at < (end); at += count)                                  \
    {                                                                                              \
      image = at / (image_rows);                                                                   \
      count = MIN ((end), (image + 1) * (image_rows)) - at;                                        \
      code;                                                                                        \
    }

/* y ← x + factor · branch; x may be NULL for 0. */
static RAS_HOT void
add_scaled (const RasReal *x, const RasReal *branch, RasReal factor, gsize n, RasReal *y)
{
  if (x)
    for (gsize i = 0; i < n; i++)
      y[i] = x[i] + factor * branch[i];
  else
    for (gsize i = 0; i < n; i++)
      y[i] = factor * branch[i];
}

/* Backward through GRN and GELU: y ← GRN without its bias, dx ← ∂L/∂(expand (…)). */
static RAS_HOT void
backward_wide (const RasReal *value, const RasReal *slope, const RasReal *d_wide,
               const RasReal *response, const RasReal *pull, gsize rows, gsize width, RasReal *y,
               RasReal *dx, RasReal *d_bias)
{
  for (gsize i = 0; i < rows; i++)
    {
#pragma omp simd
      for (gsize j = 0; j < width; j++)
        {
          RasReal d = (d_wide[j] * response[j] + value[j] * pull[j]) * slope[j];

          y[j] = value[j] * response[j];
          dx[j] = d;
          d_bias[j] += d;
        }
      value += width;
      slope += width;
      d_wide += width;
      y += width;
      dx += width;
    }
}

/* --- Forward --- */

static void
forward_group (const RasConvnextPass *work, gsize slot, gsize images, const RasReal *x, RasReal *y)
{
  const RasConvnext *self = work->block;
  const RasReal *values = work->pass->parameters;
  gsize rows = images * self->rows, c = self->c, h = self->h, size = self->base.in;
  RasReal *normal = work->normal + slot * size, *squares = work->squares + slot * h;

  for (gsize i = 0; i < images; i++)
    ras_depthwise_forward (&self->depthwise, x + work->images[slot + i] * size,
                           values + self->pieces.depthwise, values + self->pieces.depthwise_bias,
                           normal + i * size, work->convolution);
  ras_normalise_rows (normal, rows, c, normal, work->inverse + slot * self->rows);
  memset (squares, 0, images * h * sizeof *squares);
  for (gsize first = 0; first < rows; first += self->strip)
    {
      gsize end = MIN (rows, first + self->strip);

      ras_multiply (end - first, h, c, normal + first * c, RAS_PLAIN, work->expand, RAS_PLAIN,
                    work->expand_bias, work->strip);
      ras_gelu_forward (work->strip, (end - first) * h, work->value + first * h, NULL);
      FOR_EACH_IMAGE (first, end, self->rows,
                      ras_rows_add_products (work->value + at * h, work->value + at * h, count, h,
                                    squares + image * h))
    }
  for (gsize i = 0; i < images; i++)
    ras_grn_factors (squares + i * h, values + self->pieces.grn, h, work->response + i * h);
  for (gsize first = 0; first < rows; first += self->strip)
    {
      gsize end = MIN (rows, first + self->strip);

      FOR_EACH_IMAGE (first, end, self->rows,
                      ras_rows_scale (work->value + at * h, work->response + image * h, count, h,
                                  work->strip + (at - first) * h))
      ras_multiply (end - first, c, h, work->strip, RAS_PLAIN, values + self->pieces.reduce,
                    RAS_TRANSPOSED, work->reduce_bias, work->narrow + first * c);
    }
  for (gsize i = 0; i < images; i++)
    add_scaled (x + work->images[slot + i] * size, work->narrow + i * size,
                work->factors[slot + i], size, y + work->images[slot + i] * size);
}

static void
forward (const RasLayer *base, RasPass *pass, const RasReal *x, RasReal *y, RasReal *saved)
{
  const RasConvnext *self = (const RasConvnext *) base;
  RasConvnextPass work;

  ras_convnext_pass_begin (&work, self, pass, saved);
  ras_convnext_pass_copy (&work, x, y);
  for (gsize slot = 0; slot < work.slots; slot += self->group)
    forward_group (&work, slot, MIN (self->group, work.slots - slot), x, y);
}

/* --- Backward --- */

/* The wide part once more, and what GRN needs to know of it and of ∂L/∂y. */
static void
recompute (const RasConvnextPass *work, gsize slot, gsize images)
{
  const RasConvnext *self = work->block;
  const RasReal *values = work->pass->parameters;
  const RasReal *normal = work->normal + slot * self->base.in;
  gsize rows = images * self->rows, c = self->c, h = self->h;

  memset (work->pull, 0, images * h * sizeof *work->pull);
  for (gsize first = 0; first < rows; first += self->strip)
    {
      gsize end = MIN (rows, first + self->strip), n = end - first;

      ras_multiply (n, h, c, normal + first * c, RAS_PLAIN, work->expand, RAS_PLAIN,
                    work->expand_bias, work->strip);
      ras_gelu_forward (work->strip, n * h, work->value + first * h, work->slope + first * h);
      ras_multiply (n, h, c, work->narrow + first * c, RAS_PLAIN, values + self->pieces.reduce,
                    RAS_PLAIN, NULL, work->d_wide + first * h);
      FOR_EACH_IMAGE (first, end, self->rows,
                      ras_rows_add_products (work->d_wide + at * h, work->value + at * h, count, h,
                                    work->pull + image * h))
    }
  for (gsize i = 0; i < images; i++)
    {
      const RasReal *squares = work->squares + (slot + i) * h, *gamma = values + self->pieces.grn;
      RasReal *pull = work->pull + i * h;

      ras_grn_factors (squares, gamma, h, work->response + i * h);
      ras_grn_backward (squares, gamma, pull, h, pull, work->pass->gradient + self->pieces.grn);
    }
}

/* From ∂L/∂y in `narrow` to ∂L/∂(what expand sees) in d_normal. */
static void
backward_strips (const RasConvnextPass *work, gsize slot, gsize images)
{
  const RasConvnext *self = work->block;
  const RasConvnextPieces *pieces = &self->pieces;
  const RasReal *normal = work->normal + slot * self->base.in;
  RasReal *gradient = work->pass->gradient;
  gsize rows = images * self->rows, c = self->c, h = self->h;

  for (gsize first = 0; first < rows; first += self->strip)
    {
      gsize end = MIN (rows, first + self->strip), n = end - first;

      FOR_EACH_IMAGE (first, end, self->rows,
                      backward_wide (work->value + at * h, work->slope + at * h,
                                     work->d_wide + at * h, work->response + image * h,
                                     work->pull + image * h, count, h,
                                     work->strip + (at - first) * h,
                                     work->d_strip + (at - first) * h,
                                     gradient + pieces->expand_bias))
      ras_multiply_add (c, h, n, work->narrow + first * c, RAS_TRANSPOSED, work->strip, RAS_PLAIN,
                        gradient + pieces->reduce);
      ras_multiply_add (h, c, n, work->d_strip, RAS_TRANSPOSED, normal + first * c, RAS_PLAIN,
                        gradient + pieces->expand);
      ras_multiply (n, c, h, work->d_strip, RAS_PLAIN, work->expand_back, RAS_PLAIN, NULL,
                    work->d_normal + first * c);
    }
}

static void
backward_group (const RasConvnextPass *work, gsize slot, gsize images, const RasReal *x, const RasReal *dy,
                RasReal *dx)
{
  const RasConvnext *self = work->block;
  const RasConvnextPieces *pieces = &self->pieces;
  gsize rows = images * self->rows, c = self->c, size = self->base.in;
  RasReal *gradient = work->pass->gradient, *d = work->d_normal;

  for (gsize i = 0; i < images; i++)
    add_scaled (NULL, dy + work->images[slot + i] * size, work->factors[slot + i], size,
                work->narrow + i * size);
  ras_rows_add (work->narrow, rows, c, gradient + pieces->reduce_bias);
  recompute (work, slot, images);
  backward_strips (work, slot, images);
  ras_normalise_rows_backward (work->normal + slot * size, work->inverse + slot * self->rows, d,
                               rows, c, d);
  ras_rows_add (d, rows, c, gradient + pieces->depthwise_bias);
  for (gsize i = 0; i < images; i++, d += size)
    {
      gsize at = work->images[slot + i] * size;

      ras_depthwise_backward_weights (&self->depthwise, x + at, d, gradient + pieces->depthwise,
                                      work->convolution);
      if (dx)
        ras_depthwise_backward_input (&self->depthwise,
                                      work->pass->parameters + pieces->depthwise, d, dy + at,
                                      dx + at, work->convolution);
    }
}

static void
backward (const RasLayer *base, RasPass *pass, const RasReal *x, const RasReal *dy, RasReal *dx,
          RasReal *saved)
{
  const RasConvnext *self = (const RasConvnext *) base;
  gsize end = self->pieces.reduce_bias + self->c;
  RasConvnextPass work;

  ras_convnext_pass_begin (&work, self, pass, saved);
  if (dx)
    ras_convnext_pass_copy (&work, dy, dx);
  memset (pass->gradient + self->pieces.depthwise, 0,
          (end - self->pieces.depthwise) * sizeof *pass->gradient);
  for (gsize slot = 0; slot < work.slots; slot += self->group)
    backward_group (&work, slot, MIN (self->group, work.slots - slot), x, dy, dx);
  ras_convnext_pass_unfold (&work);
}

static void
free_block (RasLayer *self)
{
  g_free (self);
}

static const RasLayerClass block_class = { "ConvNeXt block", forward, backward, free_block };

static gsize
add_piece (RasParameters *parameters, const char *name, const char *what, gsize count,
           RasInit init, double spread, double rate)
{
  g_autofree char *full = g_strconcat (name, ".", what, NULL);

  return ras_parameters_add (parameters, full, count, init, spread, rate,
                             init == RAS_INIT_NORMAL);
}

RasLayer *
ras_convnext_block_new (RasParameters *parameters, const char *name, const RasConvnextBlock *how)
{
  RasConvnext *self = g_new0 (RasConvnext, 1);
  gsize c = how->channels, h = EXPANSION * c;
  double rate = how->rate > 0 ? how->rate : 1;

  self->how = *how;
  self->depthwise = (RasDepthwise) { how->height, how->width, c };
  self->rows = how->height * how->width;
  self->c = c;
  self->h = h;
  self->group = MAX (1, GROUP_ROWS / self->rows);
  self->strip = MIN (self->group * self->rows, MAX (STRIP_ROWS, c));
  /* One after the other, so that the block's gradient is one stretch. */
#define ADD(piece, what, count, init, spread, rate)                                                \
  self->pieces.piece = add_piece (parameters, name, what, count, RAS_INIT_##init, spread, rate)
  ADD (depthwise, "depthwise.weight", RAS_DEPTHWISE_TAPS * c, NORMAL, DEPTHWISE_SPREAD, 1);
  ADD (depthwise_bias, "depthwise.bias", c, ZERO, 0, 1);
  ADD (norm, "norm.weight", c, ONE, 0, 1);
  ADD (norm_bias, "norm.bias", c, ZERO, 0, 1);
  ADD (expand, "expand.weight", c * h, NORMAL, how->spread, rate);
  ADD (expand_bias, "expand.bias", h, ZERO, 0, 1);
  ADD (grn, "grn.weight", h, ZERO, 0, 1);
  ADD (grn_bias, "grn.bias", h, ZERO, 0, 1);
  ADD (reduce, "reduce.weight", c * h, NORMAL, how->spread, rate);
  ADD (reduce_bias, "reduce.bias", c, ZERO, 0, 1);
#undef ADD
  self->base.class = &block_class;
  self->base.in = self->base.out = self->rows * c;
  ras_convnext_pass_measure (self);
  return &self->base;
}

#include "convnext-block.h"

#include "activation.h"
#include "depthwise.h"
#include "grn.h"
#include "layer-norm.h"
#include "multiply.h"

#include <string.h>

#define EXPANSION 4
/* Positions that go through the block together: enough of them to keep matrix products busy, so
 * few that what they are made into stays in cache. Small images go in groups. */
#define GROUP_ROWS 256
/* Positions of a group of which the wide part is in the nearest caches. */
#define STRIP_ROWS 64
#define DEPTHWISE_SPREAD 0.02

typedef struct
{
  gsize depthwise, depthwise_bias, norm, norm_bias, expand, expand_bias, grn, grn_bias, reduce,
      reduce_bias; /* where they begin */
} Pieces;

typedef struct
{
  RasLayer base;
  RasConvnextBlock how;
  RasDepthwise depthwise;
  Pieces pieces;
  gsize rows;  /* positions of an image */
  gsize c, h;  /* channels, and of the wide part */
  gsize group; /* images that are done together */
  gsize strip; /* rows, at most */
} Block;

/* Where a pass has its numbers. Images that take the short way are not in it: `slots` counts the
 * others. */
typedef struct
{
  const Block *self;
  RasPass *pass;
  gsize slots;
  RasReal *factors; /* of the slots; and which images they are */
  guint *images;
  /* Saved, by slot: what expand sees; its layer norm's scale, by row; Σ_p g² of GRN. */
  RasReal *normal, *inverse, *squares;
  /* The norm's weights are folded into expand, GRN's bias into reduce's. expand is C × 4C, its
   * transpose 4C × C. */
  RasReal *expand, *expand_bias, *expand_back, *reduce_bias;
  /* Of one group: GELU's value and slope, ∂L/∂(GRN), each rows × 4C; two of rows × C. */
  RasReal *value, *slope, *d_wide, *narrow, *d_normal;
  /* Of one strip: rows × 4C. */
  RasReal *strip, *d_strip;
  RasReal *response, *pull; /* GRN's, 4C for each image of a group */
  RasReal *convolution;     /* scratch */
} Work;

static gsize
round_up (gsize count)
{
  return (count + 15) / 16 * 16;
}

/* Hands out `count` numbers of scratch, or counts them if there is none. */
static RasReal *
take (RasReal *base, gsize *used, gsize count)
{
  RasReal *piece = base ? base + *used : NULL;

  *used += round_up (count);
  return piece;
}

/* Lays out what does not depend on the number of images; returns how much that is. */
static gsize
lay_out (const Block *self, RasReal *base, Work *work)
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
fold_weights (Work *work)
{
  const Block *self = work->self;
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

/* Images that are drawn to take the short way are left out, on both ways alike. */
static void
begin (Work *work, const Block *self, RasPass *pass, RasReal *saved)
{
  RasReal *base = pass->scratch + self->base.scratch * pass->m;

  work->self = self;
  work->pass = pass;
  work->factors = pass->scratch;
  work->images = (guint *) (pass->scratch + round_up (pass->m));
  work->slots = 0;
  work->normal = saved;
  work->inverse = work->normal + pass->m * round_up (self->rows * self->c);
  work->squares = work->inverse + pass->m * round_up (self->rows);
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

static void
copy_short_way (const Work *work, const RasReal *from, RasReal *to)
{
  gsize size = work->self->base.in, slot = 0;

  for (gsize i = 0; i < work->pass->m; i++)
    if (slot < work->slots && work->images[slot] == i)
      slot++;
    else
      memcpy (to + i * size, from + i * size, size * sizeof *to);
}

/* --- What runs over the wide part, strip by strip --- */

/* Runs code for the rows from `first` to `end` of a group, image by image: `at` is where the rows
 * begin, `count` how many they are, `image` whose they are. */
#define FOR_EACH_IMAGE(first, end, image_rows, code)                                               \
  for (gsize at = (first), image, count; at < (end); at += count)                                  \
    {                                                                                              \
      image = at / (image_rows);                                                                   \
      count = MIN ((end), (image + 1) * (image_rows)) - at;                                        \
      code;                                                                                        \
    }

static RAS_HOT void
add_products (const RasReal *a, const RasReal *b, gsize rows, gsize width, RasReal *sums)
{
  for (gsize i = 0; i < rows; i++, a += width, b += width)
#pragma omp simd
    for (gsize j = 0; j < width; j++)
      sums[j] += a[j] * b[j];
}

static RAS_HOT void
add_rows (const RasReal *a, gsize rows, gsize width, RasReal *sums)
{
  for (gsize i = 0; i < rows; i++, a += width)
#pragma omp simd
    for (gsize j = 0; j < width; j++)
      sums[j] += a[j];
}

static RAS_HOT void
scale_rows (const RasReal *x, const RasReal *factors, gsize rows, gsize width, RasReal *y)
{
  for (gsize i = 0; i < rows; i++, x += width, y += width)
#pragma omp simd
    for (gsize j = 0; j < width; j++)
      y[j] = x[j] * factors[j];
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

/* Backward through GRN and GELU. */
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
forward_group (const Work *work, gsize slot, gsize images, const RasReal *x, RasReal *y)
{
  const Block *self = work->self;
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
                      add_products (work->value + at * h, work->value + at * h, count, h,
                                    squares + image * h))
    }
  for (gsize i = 0; i < images; i++)
    ras_grn_factors (squares + i * h, values + self->pieces.grn, h, work->response + i * h);
  for (gsize first = 0; first < rows; first += self->strip)
    {
      gsize end = MIN (rows, first + self->strip);

      FOR_EACH_IMAGE (first, end, self->rows,
                      scale_rows (work->value + at * h, work->response + image * h, count, h,
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
  const Block *self = (const Block *) base;
  Work work;

  begin (&work, self, pass, saved);
  copy_short_way (&work, x, y);
  for (gsize slot = 0; slot < work.slots; slot += self->group)
    forward_group (&work, slot, MIN (self->group, work.slots - slot), x, y);
}

/* --- Backward --- */

/* The wide part once more, and what GRN needs to know of it and of ∂L/∂y. */
static void
recompute (const Work *work, gsize slot, gsize images)
{
  const Block *self = work->self;
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
                      add_products (work->d_wide + at * h, work->value + at * h, count, h,
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
backward_strips (const Work *work, gsize slot, gsize images)
{
  const Block *self = work->self;
  const Pieces *pieces = &self->pieces;
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
backward_group (const Work *work, gsize slot, gsize images, const RasReal *x, const RasReal *dy,
                RasReal *dx)
{
  const Block *self = work->self;
  const Pieces *pieces = &self->pieces;
  gsize rows = images * self->rows, c = self->c, size = self->base.in;
  RasReal *gradient = work->pass->gradient, *d = work->d_normal;

  for (gsize i = 0; i < images; i++)
    add_scaled (NULL, dy + work->images[slot + i] * size, work->factors[slot + i], size,
                work->narrow + i * size);
  add_rows (work->narrow, rows, c, gradient + pieces->reduce_bias);
  recompute (work, slot, images);
  backward_strips (work, slot, images);
  ras_normalise_rows_backward (work->normal + slot * size, work->inverse + slot * self->rows, d,
                               rows, c, d);
  add_rows (d, rows, c, gradient + pieces->depthwise_bias);
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

/* So far expand's gradient is that of the folded weights, M = Σ_p ∂h_pj n_pc, and reduce's lacks what
 * GRN's bias adds to its input. */
static void
unfold_gradient (const Work *work)
{
  const Block *self = work->self;
  const Pieces *pieces = &self->pieces;
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

static void
backward (const RasLayer *base, RasPass *pass, const RasReal *x, const RasReal *dy, RasReal *dx,
          RasReal *saved)
{
  const Block *self = (const Block *) base;
  gsize end = self->pieces.reduce_bias + self->c;
  Work work;

  begin (&work, self, pass, saved);
  if (dx)
    copy_short_way (&work, dy, dx);
  memset (pass->gradient + self->pieces.depthwise, 0,
          (end - self->pieces.depthwise) * sizeof *pass->gradient);
  for (gsize slot = 0; slot < work.slots; slot += self->group)
    backward_group (&work, slot, MIN (self->group, work.slots - slot), x, dy, dx);
  unfold_gradient (&work);
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
  Block *self = g_new0 (Block, 1);
  gsize c = how->channels, h = EXPANSION * c;
  double rate = how->rate > 0 ? how->rate : 1;
  Work work;

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
  self->base = (RasLayer) {
    .class = &block_class,
    .in = self->rows * c,
    .out = self->rows * c,
    .saved = round_up (self->rows * c) + round_up (self->rows) + round_up (h),
    .scratch = 32,
    .fixed_scratch = lay_out (self, NULL, &work),
  };
  return &self->base;
}

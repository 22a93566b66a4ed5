/* A block of output rows at a time, the patches under them are unfolded into a matrix that stays in
 * cache, and one product makes the outputs from it. Backward, the same matrix gives the weights'
 * gradient; then it takes the patches' gradient, which is folded back onto the image. */
#include "conv.h"

#include <string.h>

/* The matrix of patches should leave room for the weights in a second-level cache of 1 MB; but a
 * product of few rows spends its time packing the weights. */
#define PATCHES_BYTES (512 << 10)
#define MIN_POSITIONS 256

typedef struct
{
  RasLayer base;
  RasConv how;
  gsize out_height, out_width;
  gsize patch;         /* numbers in a patch */
  gsize block;         /* output rows unfolded at once, through all images of the slice */
  gsize weight, bias;  /* where they begin */
} Conv;

/* A window's columns [first, end) that are inside of the image, whose column 0 they have at `left`. */
typedef struct
{
  gsize first, end;
  gssize left;
} Columns;

static inline Columns
clip_columns (const Conv *self, gsize column)
{
  gssize left = (gssize) (column * self->how.stride) - (gssize) self->how.padding;
  gssize width = self->how.width, kernel = self->how.kernel;

  return (Columns) { MAX (0, -left), MIN (kernel, width - left), left };
}

/* Where the window's row u at output row `row` begins in an image; NULL: above or below it. */
static inline gboolean
find_row (const Conv *self, gsize row, gsize u, gsize *offset)
{
  gsize y = row * self->how.stride + u;

  if (y < self->how.padding || y >= self->how.padding + self->how.height)
    return FALSE;
  *offset = (y - self->how.padding) * self->how.width * self->how.channels;
  return TRUE;
}

/* Windows of few channels have rows of a dozen numbers: they are copied in steps of eight, the last
 * of which may overlap the one before. */
static inline void
copy (const RasReal *from, gsize n, RasReal *to)
{
  gsize i = 0;

  for (; i + 8 <= n; i += 8)
    memcpy (to + i, from + i, 8 * sizeof *to);
  if (i < n && n >= 8)
    memcpy (to + n - 8, from + n - 8, 8 * sizeof *to);
  else
    for (; i < n; i++)
      to[i] = from[i];
}

static inline void
clear (RasReal *to, gsize n)
{
  if (n > 0)
    memset (to, 0, n * sizeof *to);
}

/* One output row's patches: out_width × (kernel · kernel · channels). */
static RAS_HOT void
unfold_row (const Conv *self, const RasReal *image, gsize row, RasReal *patches)
{
  gsize channels = self->how.channels, length = self->how.kernel * channels;

  for (gsize u = 0; u < self->how.kernel; u++)
    {
      RasReal *to = patches + u * length;
      gsize offset;

      if (!find_row (self, row, u, &offset))
        {
          for (gsize j = 0; j < self->out_width; j++, to += self->patch)
            clear (to, length);
          continue;
        }
      for (gsize j = 0; j < self->out_width; j++, to += self->patch)
        {
          Columns columns = clip_columns (self, j);
          gsize first = columns.first * channels, end = columns.end * channels;

          clear (to, first);
          copy (image + offset + (columns.left + (gssize) columns.first) * (gssize) channels,
                end - first, to + first);
          clear (to + end, length - end);
        }
    }
}

/* Adds one output row's patches back to where they came from. */
static RAS_HOT void
fold_row (const Conv *self, const RasReal *patches, gsize row, RasReal *image)
{
  gsize channels = self->how.channels, length = self->how.kernel * channels;

  for (gsize u = 0; u < self->how.kernel; u++)
    {
      const RasReal *from = patches + u * length;
      gsize offset;

      if (!find_row (self, row, u, &offset))
        continue;
      for (gsize j = 0; j < self->out_width; j++, from += self->patch)
        {
          Columns columns = clip_columns (self, j);
          gsize first = columns.first * channels, n = columns.end * channels - first;
          RasReal *to
              = image + offset + (columns.left + (gssize) columns.first) * (gssize) channels;

          for (gsize i = 0; i < n; i++)
            to[i] += from[first + i];
        }
    }
}

static void
unfold (const Conv *self, const RasReal *x, gsize row, gsize n, RasReal *patches)
{
  for (gsize end = row + n; row < end; row++, patches += self->out_width * self->patch)
    unfold_row (self, x + row / self->out_height * self->base.in, row % self->out_height, patches);
}

static void
fold (const Conv *self, const RasReal *patches, gsize row, gsize n, RasReal *dx)
{
  for (gsize end = row + n; row < end; row++, patches += self->out_width * self->patch)
    {
      RasReal *image = dx + row / self->out_height * self->base.in;

      if (row % self->out_height == 0)
        memset (image, 0, self->base.in * sizeof *image);
      fold_row (self, patches, row % self->out_height, image);
    }
}

static RAS_HOT void
fill_rows (const RasReal *value, gsize n, gsize width, RasReal *rows)
{
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < width; j++)
      rows[i * width + j] = value[j];
}

/* sum += the rows' sum; `part` has room for one row and keeps the rounding errors small. */
static RAS_HOT void
add_rows (const RasReal *rows, gsize n, gsize width, RasReal *part, RasReal *sum)
{
  memset (part, 0, width * sizeof *part);
  for (gsize i = 0; i < n; i++)
    for (gsize j = 0; j < width; j++)
      part[j] += rows[i * width + j];
  for (gsize j = 0; j < width; j++)
    sum[j] += part[j];
}

static void
forward (const RasLayer *base, RasPass *pass, const RasReal *x, RasReal *y, RasReal *saved)
{
  const Conv *self = (const Conv *) base;
  gsize total = pass->m * self->out_height, out = self->how.outputs;
  RasReal *patches = pass->scratch;

  for (gsize row = 0; row < total; row += self->block)
    {
      gsize n = MIN (self->block, total - row), positions = n * self->out_width;
      RasReal *block = y + row * self->out_width * out;

      unfold (self, x, row, n, patches);
      if (!self->how.no_bias)
        fill_rows (pass->parameters + self->bias, positions, out, block);
      /* Y ← P Wᵀ + 1 bᵀ */
      ras_gemm (CblasRowMajor, CblasNoTrans, CblasTrans, positions, out, self->patch, 1, patches,
                self->patch, pass->parameters + self->weight, self->patch,
                self->how.no_bias ? 0 : 1, block, out);
    }
}

static void
backward (const RasLayer *base, RasPass *pass, const RasReal *x, const RasReal *dy, RasReal *dx,
          RasReal *saved)
{
  const Conv *self = (const Conv *) base;
  gsize total = pass->m * self->out_height, out = self->how.outputs;
  RasReal *patches = pass->scratch;
  RasReal *part = patches + self->block * self->out_width * self->patch;
  RasReal *d_bias = pass->gradient + self->bias;

  if (!self->how.no_bias)
    memset (d_bias, 0, out * sizeof *d_bias);
  for (gsize row = 0; row < total; row += self->block)
    {
      gsize n = MIN (self->block, total - row), positions = n * self->out_width;
      const RasReal *block = dy + row * self->out_width * out;

      unfold (self, x, row, n, patches);
      /* ∂W ← ∂W + ∂Yᵀ P */
      ras_gemm (CblasRowMajor, CblasTrans, CblasNoTrans, out, self->patch, positions, 1, block,
                out, patches, self->patch, row > 0 ? 1 : 0, pass->gradient + self->weight,
                self->patch);
      if (!self->how.no_bias)
        add_rows (block, positions, out, part, d_bias);
      if (dx == NULL)
        continue;
      /* ∂P ← ∂Y W */
      ras_gemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, positions, self->patch, out, 1, block,
                out, pass->parameters + self->weight, self->patch, 0, patches, self->patch);
      fold (self, patches, row, n, dx);
    }
}

static void
free_conv (RasLayer *self)
{
  g_free (self);
}

static const RasLayerClass conv_class = { "convolution", forward, backward, free_conv };

RasLayer *
ras_conv_new (RasParameters *parameters, const char *name, const RasConv *how)
{
  Conv *self = g_new0 (Conv, 1);
  guint stride = MAX (how->stride, 1);

  g_assert (how->padding < how->kernel);
  self->how = *how;
  self->how.stride = stride;
  self->out_height = ras_conv_side (how->height, how->kernel, stride, how->padding);
  self->out_width = ras_conv_side (how->width, how->kernel, stride, how->padding);
  g_assert (self->out_height > 0 && self->out_width > 0);
  self->patch = how->channels * how->kernel * how->kernel;
  self->block = MAX (PATCHES_BYTES / (self->patch * sizeof (RasReal)), MIN_POSITIONS)
                / self->out_width;
  self->block = MAX (self->block, 1);
  self->base.class = &conv_class;
  self->base.in = how->height * how->width * how->channels;
  self->base.out = self->out_height * self->out_width * how->outputs;
  self->base.fixed_scratch = self->block * self->out_width * self->patch + how->outputs;
  ras_parameters_add_map (parameters, name, self->patch * how->outputs, how->outputs, how->init,
                          how->spread, how->rate, &self->weight,
                          how->no_bias ? NULL : &self->bias);
  return &self->base;
}

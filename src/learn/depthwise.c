#include "depthwise.h"

#include <string.h>

#define SIDE 7
#define MARGIN 3
/* Outputs of a row that are made together, so that an input is loaded once for all taps of a row. */
#define BLOCK 8
#define SHORT_BLOCK 4

/* As many channels at a time as the widest vectors hold; narrower machines split them. */
#define LANES (64 / sizeof (RasReal))
typedef RasReal Vector __attribute__ ((vector_size (64), may_alias));

/* A few channels of an image with a border of zeros around it, as wide as whole blocks need. */
typedef struct
{
  gsize first, lanes, done; /* channels; the first `done` of them belong to the group before, too */
  gsize stride;             /* of a row, in vectors */
} Group;

static inline gsize
get_stride (const RasDepthwise *how)
{
  return (how->width + SHORT_BLOCK - 1) / SHORT_BLOCK * SHORT_BLOCK + 2 * MARGIN;
}

static inline gsize
get_plane (const RasDepthwise *how)
{
  return get_stride (how) * (how->height + 2 * MARGIN);
}

gsize
ras_depthwise_scratch (const RasDepthwise *how)
{
  return 2 * get_plane (how) * LANES;
}

/* The group that begins at `channel`; moved to the left where it would stick out. */
static inline Group
make_group (const RasDepthwise *how, gsize channel)
{
  Group group = { .first = channel, .lanes = MIN (LANES, how->channels),
                  .stride = get_stride (how) };

  if (channel + group.lanes > how->channels)
    {
      group.first = how->channels - group.lanes;
      group.done = channel - group.first;
    }
  return group;
}

/* Full vectors are copied as such: lengths that the compiler knows. */
static inline void
load (const RasReal *from, gsize lanes, Vector *to)
{
  if (lanes == LANES)
    memcpy (to, from, sizeof *to);
  else
    {
      memset (to, 0, sizeof *to);
      memcpy (to, from, lanes * sizeof *from);
    }
}

static inline void
store (const Vector *from, gsize lanes, RasReal *to)
{
  if (lanes == LANES)
    memcpy (to, from, sizeof *from);
  else
    memcpy (to, from, lanes * sizeof *to);
}

static inline void
fill_plane (const RasDepthwise *how, const Group *group, const RasReal *x, Vector *plane)
{
  const Vector zero = { 0 };

  for (gsize i = 0; i < MARGIN * group->stride; i++)
    plane[i] = plane[(how->height + MARGIN) * group->stride + i] = zero;
  for (gsize row = 0; row < how->height; row++)
    {
      const RasReal *from = x + row * how->width * how->channels + group->first;
      Vector *to = plane + (row + MARGIN) * group->stride;

      for (gsize i = 0; i < MARGIN; i++)
        to[i] = zero;
      for (gsize i = 0; i < how->width; i++)
        load (from + i * how->channels, group->lanes, &to[MARGIN + i]);
      for (gsize i = MARGIN + how->width; i < group->stride; i++)
        to[i] = zero;
    }
}

/* --- Forward, and backward to the input --- */

typedef struct
{
  const RasDepthwise *how;
  Group group;
  const Vector *plane, *taps;
  const RasReal *start; /* what sums start from, and how far it is from one position to the next */
  gsize start_step;
  RasReal *y;
} Convolution;

/* `block` outputs from (row, column) on, of which `count` lie within the image. */
static inline __attribute__ ((always_inline)) void
convolve_block (const Convolution *self, gsize row, gsize column, gsize count, const int block)
{
  gsize position = row * self->how->width + column;
  const RasReal *start = self->start + position * self->start_step + self->group.first;
  RasReal *y = self->y + position * self->how->channels + self->group.first;
  const Vector *in = self->plane + row * self->group.stride + column;
  const Vector *taps = self->taps;
  Vector sum[BLOCK];

#pragma GCC unroll 8
  for (int i = 0; i < block; i++)
    load (start + MIN ((gsize) i, count - 1) * self->start_step, self->group.lanes, &sum[i]);
  for (int ky = 0; ky < SIDE; ky++, in += self->group.stride, taps += SIDE)
    {
#pragma GCC unroll 7
      for (int kx = 0; kx < SIDE; kx++)
#pragma GCC unroll 8
        for (int i = 0; i < block; i++)
          sum[i] += in[i + kx] * taps[kx];
    }
#pragma GCC unroll 8
  for (int i = 0; i < block; i++)
    if ((gsize) i < count)
      store (&sum[i], self->group.lanes, y + i * self->how->channels);
}

static inline __attribute__ ((always_inline)) void
convolve_plane (const Convolution *self)
{
  gsize width = self->how->width;

  for (gsize row = 0; row < self->how->height; row++)
    {
      gsize column = 0;

      for (; column + BLOCK <= width; column += BLOCK)
        convolve_block (self, row, column, BLOCK, BLOCK);
      for (; column < width; column += SHORT_BLOCK)
        convolve_block (self, row, column, MIN (SHORT_BLOCK, width - column), SHORT_BLOCK);
    }
}

static RAS_HOT void
convolve (const RasDepthwise *how, const RasReal *x, const RasReal *weights, gboolean turned,
          const RasReal *start, gsize start_step, RasReal *y, RasReal *scratch)
{
  for (gsize channel = 0; channel < how->channels; channel += LANES)
    {
      Vector taps[RAS_DEPTHWISE_TAPS];
      Convolution self = { .how = how,
                           .group = make_group (how, channel),
                           .plane = (Vector *) scratch,
                           .taps = taps,
                           .start = start,
                           .start_step = start_step,
                           .y = y };

      for (gsize t = 0; t < RAS_DEPTHWISE_TAPS; t++)
        load (weights + t * how->channels + self.group.first, self.group.lanes,
              &taps[turned ? RAS_DEPTHWISE_TAPS - 1 - t : t]);
      fill_plane (how, &self.group, x, (Vector *) scratch);
      convolve_plane (&self);
    }
}

void
ras_depthwise_forward (const RasDepthwise *how, const RasReal *x, const RasReal *weights,
                       const RasReal *bias, RasReal *y, RasReal *scratch)
{
  convolve (how, x, weights, FALSE, bias, 0, y, scratch);
}

void
ras_depthwise_backward_input (const RasDepthwise *how, const RasReal *weights, const RasReal *dy,
                              const RasReal *past, RasReal *dx, RasReal *scratch)
{
  convolve (how, dy, weights, TRUE, past, how->channels, dx, scratch);
}

/* --- Backward to the weights --- */

/* The seven taps of one row of the kernel. Blocks may reach into dy's border, which is 0. */
static inline __attribute__ ((always_inline)) void
correlate_row (const RasDepthwise *how, const Group *group, const Vector *x, const Vector *dy,
               int ky, Vector *sums)
{
  Vector sum[SIDE] = { 0 };

  for (gsize row = 0; row < how->height; row++)
    {
      const Vector *in = x + (row + ky) * group->stride;
      const Vector *out = dy + (row + MARGIN) * group->stride + MARGIN;

      for (gsize column = 0; column < how->width; column += SHORT_BLOCK)
        {
#pragma GCC unroll 4
          for (int i = 0; i < SHORT_BLOCK; i++)
#pragma GCC unroll 7
            for (int kx = 0; kx < SIDE; kx++)
              sum[kx] += out[column + i] * in[column + i + kx];
        }
    }
  memcpy (sums, sum, sizeof sum);
}

RAS_HOT void
ras_depthwise_backward_weights (const RasDepthwise *how, const RasReal *x, const RasReal *dy,
                                RasReal *d_weights, RasReal *scratch)
{
  Vector *x_plane = (Vector *) scratch, *dy_plane = x_plane + get_plane (how);

  for (gsize channel = 0; channel < how->channels; channel += LANES)
    {
      Group group = make_group (how, channel);

      fill_plane (how, &group, x, x_plane);
      fill_plane (how, &group, dy, dy_plane);
      for (int ky = 0; ky < SIDE; ky++)
        {
          Vector sums[SIDE];

          correlate_row (how, &group, x_plane, dy_plane, ky, sums);
          for (int kx = 0; kx < SIDE; kx++)
            for (gsize lane = group.done; lane < group.lanes; lane++)
              d_weights[(ky * SIDE + kx) * how->channels + group.first + lane] += sums[kx][lane];
        }
    }
}

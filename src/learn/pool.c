#include "pool.h"

#include "conv.h"

#include <string.h>

typedef struct
{
  RasLayer base;
  RasPool how;
  gsize out_height, out_width;
} Pool;

/* Where the window of an output position begins within an image. */
static inline gsize
find_window (const Pool *self, gsize row, gsize column)
{
  return (row * self->how.width + column) * self->how.stride * self->how.channels;
}

/* Where its k-th pixel is, from there. */
static inline gsize
find_pixel (const Pool *self, gsize k)
{
  gsize window = self->how.window;

  return (k / window * self->how.width + k % window) * self->how.channels;
}

/* Calls for every output position of the slice with image `i` and the window's place in it. */
#define FOR_EACH_WINDOW(self, m, code)                                                             \
  for (gsize i = 0; i < (m); i++)                                                                  \
    for (gsize row = 0; row < (self)->out_height; row++)                                           \
      for (gsize column = 0; column < (self)->out_width; column++)                                 \
        {                                                                                          \
          gsize window = i * (self)->base.in + find_window (self, row, column);                    \
          code;                                                                                    \
        }

/* --- Maximum; `saved` has the number, within its window, of the pixel that each output is. --- */

static RAS_HOT void
max_slice (const Pool *self, gsize m, const RasReal *x, RasReal *restrict y,
           RasReal *restrict winner)
{
  gsize channels = self->how.channels, pixels = self->how.window * self->how.window;

  FOR_EACH_WINDOW (self, m, {
    for (gsize c = 0; c < channels; c++)
      {
        y[c] = x[window + c];
        winner[c] = 0;
      }
    for (gsize k = 1; k < pixels; k++)
      {
        const RasReal *pixel = x + window + find_pixel (self, k);

        for (gsize c = 0; c < channels; c++)
          {
            gboolean larger = pixel[c] > y[c];

            y[c] = larger ? pixel[c] : y[c];
            winner[c] = larger ? k : winner[c];
          }
      }
    y += channels;
    winner += channels;
  })
}

static RAS_HOT void
max_slope (const Pool *self, gsize m, const RasReal *winner, const RasReal *dy,
           RasReal *restrict dx)
{
  gsize channels = self->how.channels, pixels = self->how.window * self->how.window;

  FOR_EACH_WINDOW (self, m, {
    for (gsize k = 0; k < pixels; k++)
      {
        RasReal *pixel = dx + window + find_pixel (self, k);

        for (gsize c = 0; c < channels; c++)
          pixel[c] += winner[c] == k ? dy[c] : 0;
      }
    dy += channels;
    winner += channels;
  })
}

static void
max_forward (const RasLayer *base, RasPass *pass, const RasReal *x, RasReal *y, RasReal *saved)
{
  max_slice ((const Pool *) base, pass->m, x, y, saved);
}

static void
max_backward (const RasLayer *base, RasPass *pass, const RasReal *x, const RasReal *dy,
              RasReal *dx, RasReal *saved)
{
  if (dx == NULL)
    return;
  memset (dx, 0, pass->m * base->in * sizeof *dx);
  max_slope ((const Pool *) base, pass->m, saved, dy, dx);
}

/* --- Average --- */

/* y ← y + x · factor */
static RAS_HOT void
add_scaled (const RasReal *x, RasReal factor, gsize channels, RasReal *y)
{
  for (gsize c = 0; c < channels; c++)
    y[c] += x[c] * factor;
}

static void
average_forward (const RasLayer *base, RasPass *pass, const RasReal *x, RasReal *y, RasReal *saved)
{
  const Pool *self = (const Pool *) base;
  gsize channels = self->how.channels, pixels = self->how.window * self->how.window;

  memset (y, 0, pass->m * base->out * sizeof *y);
  FOR_EACH_WINDOW (self, pass->m, {
    for (gsize k = 0; k < pixels; k++)
      add_scaled (x + window + find_pixel (self, k), (RasReal) 1 / pixels, channels, y);
    y += channels;
  })
}

static void
average_backward (const RasLayer *base, RasPass *pass, const RasReal *x, const RasReal *dy,
                  RasReal *dx, RasReal *saved)
{
  const Pool *self = (const Pool *) base;
  gsize channels = self->how.channels, pixels = self->how.window * self->how.window;

  if (dx == NULL)
    return;
  memset (dx, 0, pass->m * base->in * sizeof *dx);
  FOR_EACH_WINDOW (self, pass->m, {
    for (gsize k = 0; k < pixels; k++)
      add_scaled (dy, (RasReal) 1 / pixels, channels, dx + window + find_pixel (self, k));
    dy += channels;
  })
}

static void
free_layer (RasLayer *self)
{
  g_free (self);
}

static const RasLayerClass max_class = { "max pool", max_forward, max_backward, free_layer };
static const RasLayerClass average_class
    = { "average pool", average_forward, average_backward, free_layer };

static Pool *
pool_new (const RasLayerClass *class, const RasPool *how)
{
  Pool *self = g_new0 (Pool, 1);

  self->how = *how;
  self->how.stride = how->stride > 0 ? how->stride : how->window;
  self->out_height = ras_conv_side (how->height, how->window, self->how.stride, 0);
  self->out_width = ras_conv_side (how->width, how->window, self->how.stride, 0);
  g_assert (self->out_height > 0 && self->out_width > 0);
  self->base.class = class;
  self->base.in = how->height * how->width * how->channels;
  self->base.out = self->out_height * self->out_width * how->channels;
  return self;
}

RasLayer *
ras_max_pool_new (const RasPool *how)
{
  Pool *self = pool_new (&max_class, how);

  self->base.saved = self->base.out;
  return &self->base;
}

RasLayer *
ras_average_pool_new (const RasPool *how)
{
  return &pool_new (&average_class, how)->base;
}

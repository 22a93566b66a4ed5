#include "patch.h"

#include <string.h>

typedef struct
{
  RasLayer base;
  guint channels, height, width, p;
} Patches;

/* Calls for every pixel with its place on both sides. */
#define FOR_EACH_PIXEL(self, code)                                                                 \
  for (guint row = 0; row < (self)->height; row++)                                                 \
    for (guint column = 0; column < (self)->width; column++)                                       \
      {                                                                                            \
        guint p = (self)->p;                                                                       \
        gsize patch = (gsize) (row / p) * ((self)->width / p) + column / p;                        \
        gsize there                                                                                \
            = (patch * p * p + (row % p) * p + column % p) * (self)->channels;                     \
        gsize here = (gsize) row * (self)->width + column;                                         \
        gsize plane = (gsize) (self)->height * (self)->width;                                      \
                                                                                                   \
        for (guint c = 0; c < (self)->channels; c++)                                               \
          code;                                                                                    \
      }

static void
patches_forward (const RasLayer *base, RasPass *pass, const RasReal *x, RasReal *y,
                 RasReal *saved)
{
  const Patches *self = (const Patches *) base;

  for (gsize i = 0; i < pass->m; i++, x += base->in, y += base->out)
    FOR_EACH_PIXEL (self, y[there + c] = x[c * plane + here])
}

static void
patches_backward (const RasLayer *base, RasPass *pass, const RasReal *x, const RasReal *dy,
                  RasReal *dx, RasReal *saved)
{
  const Patches *self = (const Patches *) base;

  if (dx == NULL)
    return;
  for (gsize i = 0; i < pass->m; i++, dx += base->in, dy += base->out)
    FOR_EACH_PIXEL (self, dx[c * plane + here] = dy[there + c])
}

static void
free_layer (RasLayer *self)
{
  g_free (self);
}

static const RasLayerClass patches_class
    = { "patches", patches_forward, patches_backward, free_layer };

RasLayer *
ras_patches_new (guint channels, guint height, guint width, guint p)
{
  Patches *self = g_new0 (Patches, 1);

  g_assert (height % p == 0 && width % p == 0);
  self->base.class = &patches_class;
  self->base.in = self->base.out = (gsize) channels * height * width;
  self->base.fixed = TRUE;
  self->channels = channels;
  self->height = height;
  self->width = width;
  self->p = p;
  return &self->base;
}

/* --- Merging --- */

/* Two neighbours of a row are side by side already: copied in one piece. */
static void
merge_forward (const RasLayer *base, RasPass *pass, const RasReal *x, RasReal *y, RasReal *saved)
{
  const Patches *self = (const Patches *) base;
  gsize pair = 2 * (gsize) self->channels, row_size = (gsize) self->width * self->channels;

  for (gsize i = 0; i < pass->m; i++, x += base->in)
    for (guint row = 0; row < self->height / 2; row++)
      for (guint column = 0; column < self->width / 2; column++, y += 2 * pair)
        {
          const RasReal *corner = x + 2 * row * row_size + column * pair;

          memcpy (y, corner, pair * sizeof *y);
          memcpy (y + pair, corner + row_size, pair * sizeof *y);
        }
}

static void
merge_backward (const RasLayer *base, RasPass *pass, const RasReal *x, const RasReal *dy,
                RasReal *dx, RasReal *saved)
{
  const Patches *self = (const Patches *) base;
  gsize pair = 2 * (gsize) self->channels, row_size = (gsize) self->width * self->channels;

  if (dx == NULL)
    return;
  if (self->height % 2 || self->width % 2)
    memset (dx, 0, pass->m * base->in * sizeof *dx);
  for (gsize i = 0; i < pass->m; i++, dx += base->in)
    for (guint row = 0; row < self->height / 2; row++)
      for (guint column = 0; column < self->width / 2; column++, dy += 2 * pair)
        {
          RasReal *corner = dx + 2 * row * row_size + column * pair;

          memcpy (corner, dy, pair * sizeof *dy);
          memcpy (corner + row_size, dy + pair, pair * sizeof *dy);
        }
}

static const RasLayerClass merge_class = { "merge", merge_forward, merge_backward, free_layer };

RasLayer *
ras_merge_new (guint channels, guint height, guint width)
{
  Patches *self = g_new0 (Patches, 1);

  g_assert (height >= 2 && width >= 2);
  self->base.class = &merge_class;
  self->base.in = (gsize) channels * height * width;
  self->base.out = (gsize) channels * 4 * (height / 2) * (width / 2);
  self->channels = channels;
  self->height = height;
  self->width = width;
  self->p = 2;
  return &self->base;
}

/* --- Global pooling --- */

static void
pool_forward (const RasLayer *self, RasPass *pass, const RasReal *x, RasReal *y, RasReal *saved)
{
  gsize channels = self->out, positions = self->in / channels;

  memset (y, 0, pass->m * channels * sizeof *y);
  for (gsize i = 0; i < pass->m; i++, y += channels)
    {
      for (gsize s = 0; s < positions; s++, x += channels)
        for (gsize c = 0; c < channels; c++)
          y[c] += x[c];
      for (gsize c = 0; c < channels; c++)
        y[c] /= positions;
    }
}

static void
pool_backward (const RasLayer *self, RasPass *pass, const RasReal *x, const RasReal *dy,
               RasReal *dx, RasReal *saved)
{
  gsize channels = self->out, positions = self->in / channels;

  if (dx == NULL)
    return;
  for (gsize i = 0; i < pass->m; i++, dy += channels)
    for (gsize s = 0; s < positions; s++, dx += channels)
      for (gsize c = 0; c < channels; c++)
        dx[c] = dy[c] / positions;
}

static const RasLayerClass pool_class = { "global pool", pool_forward, pool_backward, free_layer };

RasLayer *
ras_global_pool_new (gsize positions, gsize channels)
{
  RasLayer *self = g_new0 (RasLayer, 1);

  self->class = &pool_class;
  self->in = positions * channels;
  self->out = channels;
  return self;
}

#include "patch-merging.h"

#include "layer-norm.h"
#include "linear.h"

#include <string.h>

typedef struct
{
  RasLayer base;
  guint height, width, channels;
} Gather;

/* Where a neighbour is on the map, and whether there. */
static inline gboolean
find_neighbour (const Gather *self, guint row, guint column, guint neighbour, gsize *at)
{
  row = 2 * row + neighbour % 2;
  column = 2 * column + neighbour / 2;
  *at = ((gsize) row * self->width + column) * self->channels;
  return row < self->height && column < self->width;
}

static void
gather_forward (const RasLayer *base, RasPass *pass, const RasReal *x, RasReal *y, RasReal *saved)
{
  const Gather *self = (const Gather *) base;
  gsize size = self->channels * sizeof *y, at;

  for (gsize i = 0; i < pass->m; i++, x += base->in)
    for (guint row = 0; row < (self->height + 1) / 2; row++)
      for (guint column = 0; column < (self->width + 1) / 2; column++)
        for (guint neighbour = 0; neighbour < 4; neighbour++, y += self->channels)
          if (find_neighbour (self, row, column, neighbour, &at))
            memcpy (y, x + at, size);
          else
            memset (y, 0, size);
}

static void
gather_backward (const RasLayer *base, RasPass *pass, const RasReal *x, const RasReal *dy,
                 RasReal *dx, RasReal *saved)
{
  const Gather *self = (const Gather *) base;
  gsize size = self->channels * sizeof *dy, at;

  if (dx == NULL)
    return;
  for (gsize i = 0; i < pass->m; i++, dx += base->in)
    for (guint row = 0; row < (self->height + 1) / 2; row++)
      for (guint column = 0; column < (self->width + 1) / 2; column++)
        for (guint neighbour = 0; neighbour < 4; neighbour++, dy += self->channels)
          if (find_neighbour (self, row, column, neighbour, &at))
            memcpy (dx + at, dy, size);
}

static void
free_layer (RasLayer *self)
{
  g_free (self);
}

static const RasLayerClass gather_class
    = { "gather neighbours", gather_forward, gather_backward, free_layer };

RasLayer *
ras_gather_neighbours_new (guint height, guint width, guint channels)
{
  Gather *self = g_new0 (Gather, 1);

  self->base.class = &gather_class;
  self->base.in = (gsize) height * width * channels;
  self->base.out = (gsize) ((height + 1) / 2) * ((width + 1) / 2) * 4 * channels;
  self->height = height;
  self->width = width;
  self->channels = channels;
  return &self->base;
}

RasLayer *
ras_patch_merging_new (RasParameters *parameters, const char *name, guint height, guint width,
                       guint channels, double rate, double spread)
{
  g_autofree char *reduction_name = g_strconcat (name, ".reduction", NULL);
  g_autofree char *norm_name = g_strconcat (name, ".norm", NULL);
  RasLinear reduction = { .positions = (gsize) ((height + 1) / 2) * ((width + 1) / 2),
                          .inputs = 4 * (gsize) channels,
                          .outputs = 2 * (gsize) channels,
                          .no_bias = TRUE,
                          .init = RAS_INIT_NORMAL,
                          .spread = spread,
                          .rate = rate };
  RasLayer *layers[]
      = { ras_gather_neighbours_new (height, width, channels),
          ras_linear_new (parameters, reduction_name, &reduction),
          ras_layer_norm_new (parameters, norm_name, reduction.positions, reduction.outputs) };

  return ras_sequence_new (layers, G_N_ELEMENTS (layers));
}

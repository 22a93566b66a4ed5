/* Convolutions of channels-last images: a matrix product of patches and weights. */
#pragma once

#include "layer.h"

G_BEGIN_DECLS

typedef struct
{
  gsize height, width, channels; /* of the input */
  gsize outputs;                 /* channels of the output */
  guint kernel;                  /* side of the square window */
  guint stride;                  /* 0 means 1 */
  guint padding;                 /* zeros around the image; less than the kernel */
  gboolean no_bias;
  RasInit init; /* of the weights; biases start at 0, or uniform like the weights */
  double spread;
  double rate; /* factor on the learning rate of the weights; 0 means 1 */
} RasConv;

/* y[i, j, o] = b[o] + Σ W[o, u, v, c] x[i · stride + u − padding, j · stride + v − padding, c],
 * H × W × channels → H′ × W′ × outputs with H′ = ras_conv_side (H, …). The weights ("NAME.weight")
 * are outputs × kernel × kernel × channels, the biases ("NAME.bias") outputs. The window fits into
 * the padded image. */
RasLayer *ras_conv_new (RasParameters *parameters, const char *name, const RasConv *how);

/* How many places a window has along a side; 0 where it does not fit. */
static inline gsize
ras_conv_side (gsize side, guint kernel, guint stride, guint padding)
{
  return side + 2 * padding < kernel ? 0 : (side + 2 * padding - kernel) / stride + 1;
}

G_END_DECLS

/* A block of ConvNeXt V2 (Woo et al., arXiv 2301.00808), in one layer.
 *
 * y = x + s · reduce (GRN (GELU (expand (norm (depthwise (x)))))): a 7 × 7 depth-wise convolution, layer
 * norm, a linear map to four times the channels, GELU, global response norm, a linear map back, and
 * stochastic depth. H × W × C in and out.
 *
 * A few images go through all of it while they are in cache. Of the wide part nothing is kept for
 * the way back: to make it once more takes less time than to fetch it from memory. */
#pragma once

#include "layer.h"

G_BEGIN_DECLS

typedef struct
{
  gsize height, width, channels;
  double drop;    /* how likely the block is left out of an image's way when training */
  guint64 item;   /* tells the draws of a network's blocks apart */
  double spread;  /* of the two linear maps' initial weights */
  double rate;    /* factor on their learning rate; 0 means 1 */
} RasConvnextBlock;

/* Parameters NAME.depthwise.weight (49 × C) and .bias, NAME.norm.weight and .bias, NAME.expand.weight
 * (4C × C) and .bias, NAME.grn.weight and .bias (4C, from 0), NAME.reduce.weight (C × 4C) and .bias. */
RasLayer *ras_convnext_block_new (RasParameters *parameters, const char *name,
                                  const RasConvnextBlock *how);

G_END_DECLS

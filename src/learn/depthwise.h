/* Depth-wise 7 × 7 convolution: every channel with a kernel of its own, borders padded with zeros.
 *
 * Functions on one image H × W × C, channels last, for blocks that do several things at once. The
 * weights are 49 × C, taps row by row. */
#pragma once

#include "real.h"

G_BEGIN_DECLS

#define RAS_DEPTHWISE_TAPS 49

typedef struct
{
  gsize height, width, channels;
} RasDepthwise;

/* Numbers of scratch, 64-byte aligned, that each of the following needs. */
gsize ras_depthwise_scratch (const RasDepthwise *how);

/* y ← x ⋆ weights + bias (C numbers). y is not x. */
void ras_depthwise_forward (const RasDepthwise *how, const RasReal *x, const RasReal *weights,
                            const RasReal *bias, RasReal *y, RasReal *scratch);
/* d_weights is added to. */
void ras_depthwise_backward_weights (const RasDepthwise *how, const RasReal *x, const RasReal *dy,
                                     RasReal *d_weights, RasReal *scratch);
/* dx ← past + ∂L/∂x, `past` being what comes to x by a way around the convolution. dx is neither. */
void ras_depthwise_backward_input (const RasDepthwise *how, const RasReal *weights,
                                   const RasReal *dy, const RasReal *past, RasReal *dx,
                                   RasReal *scratch);

G_END_DECLS

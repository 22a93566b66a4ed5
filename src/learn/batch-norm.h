/* Batch normalisation (Ioffe & Szegedy, arXiv 1502.03167). */
#pragma once

#include "layer.h"

G_BEGIN_DECLS

/* Added to the variance. */
#define RAS_BATCH_NORM_EPSILON 1e-5

/* positions × channels → the same: y = (x − mean) / √(variance + ε) · γ + β, channel by channel, and
 * with `_relu` what is negative of it becomes 0. γ is "NAME.weight", β "NAME.bias".
 *
 * Training and calibrating, mean and variance (divisor: the count) are those of the whole batch,
 * N = batch · positions numbers a channel. Calibrating also averages the mean and the unbiased
 * variance (divisor N − 1) into the running ones in pass->state, which evaluating uses. Every thread
 * of pass->team comes here in training and calibrating. */
RasLayer *ras_batch_norm_new (RasParameters *parameters, const char *name, gsize positions,
                              gsize channels);
RasLayer *ras_batch_norm_relu_new (RasParameters *parameters, const char *name, gsize positions,
                                   gsize channels);

G_END_DECLS

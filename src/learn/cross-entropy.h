/* Softmax cross-entropy, the loss of every network. */
#pragma once

#include "real.h"

G_BEGIN_DECLS

/* For m rows of k logits: losses[i] ← −ln softmax (logits_i)[labels_i] in nats, and, where gradient
 * is not NULL, gradient_i ← (softmax (logits_i) − one-hot) · scale. May be the logits themselves. */
void ras_cross_entropy (const RasReal *logits, const guint16 *labels, gsize m, guint k,
                        double *losses, RasReal *gradient, RasReal scale);

G_END_DECLS

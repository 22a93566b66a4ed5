/* Holds a network against the same one written in PyTorch (tests/reference/networks.py), on numbers
 * that both make from a formula. */
#pragma once

#include "layer.h"

G_BEGIN_DECLS

/* The i-th of the numbers called `item`: as if uniform in [−1, 1). */
double layer_reference_number (guint32 item, gsize i);

/* Runs m images forward and backward, training, on one thread, with x and ∂L/∂y the numbers called 1
 * and 2, and the p-th piece of the parameters half the numbers called 10 + p. Compares y (m × out)
 * and, for x (first) and for every piece, Σ_i gradient_i · the i-th number called 100 (x), 110 + p. */
void layer_reference_check (const RasLayer *layer, const RasParameters *parameters, gsize m,
                            const double *y, const double *sums);

G_END_DECLS

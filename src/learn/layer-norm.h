/* Layer norm over channels, at every position alike (Ba, Kiros & Hinton, arXiv 1607.06450). */
#pragma once

#include "layer.h"

G_BEGIN_DECLS

#define RAS_LAYER_NORM_EPSILON 1e-6

/* y = (x − mean) / √(variance + ε) · γ + β over the channels of each position ("NAME.weight" starts
 * at 1, "NAME.bias" at 0; neither decays). In and out: positions × channels. */
RasLayer *ras_layer_norm_new (RasParameters *parameters, const char *name, gsize positions,
                              gsize channels);

/* The same on plain rows and without weights, for layers that do several things at once.
 * y ← (x − mean) · inverse, row by row; inverse ← 1 / √(variance + ε), a number a row. y may be x. */
void ras_normalise_rows (const RasReal *x, gsize rows, gsize channels, RasReal *y,
                         RasReal *inverse);
/* dx ← ∂L/∂x from y and inverse as above; dx may be dy. */
void ras_normalise_rows_backward (const RasReal *y, const RasReal *inverse, const RasReal *dy,
                                  gsize rows, gsize channels, RasReal *dx);

G_END_DECLS

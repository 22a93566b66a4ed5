/* Holds a layer's backward function against finite differences, in double precision. */
#pragma once

#include "layer.h"

G_BEGIN_DECLS

typedef struct
{
  gsize m;             /* images in the batch */
  guint threads;       /* slices, each by a thread of a team; 0 means 1 */
  RasPassMode mode;
  double spread;       /* of the inputs; 0 means 1 */
  double tolerance;    /* relative; 0 means 1e-6 */
  double step;         /* of the differences; 0 means 1e-4. Small where there are many kinks */
  gsize samples;       /* numbers of a long vector that are looked at; 0 means 48 */
  gboolean keep_weights; /* use the initial weights, not random ones */
} LayerCheck;

/* Random x, weights and ∂L/∂y; L = Σ y · ∂L/∂y. Compares ∂L/∂x and every parameter's gradient (a
 * sample of large ones) with central differences, and that forward and backward leave their inputs
 * alone, write every number they should and nothing beyond. */
void layer_check_gradients (const RasLayer *layer, const RasParameters *parameters,
                            const LayerCheck *how);

/* y ← f (x) for m images on one thread with these weights and this state (may be NULL). */
void layer_check_forward (const RasLayer *layer, const RasReal *parameters, RasReal *state,
                          RasPassMode mode, const RasReal *x, gsize m, RasReal *y);

G_END_DECLS

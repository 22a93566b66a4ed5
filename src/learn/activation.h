/* Activations, element by element. */
#pragma once

#include "layer.h"

G_BEGIN_DECLS

RasLayer *ras_relu_new (gsize size);
/* x Φ(x), Φ the normal distribution function (Hendrycks & Gimpel, arXiv 1606.08415). */
RasLayer *ras_gelu_new (gsize size);
/* From rows of 2h numbers (a, b): a · sigmoid (a) · b, h numbers (Shazeer, arXiv 2002.05202). */
RasLayer *ras_swiglu_new (gsize half);

/* The same on plain vectors, for layers that do several things at once. y ← GELU (x); slope ← its
 * derivative, if not NULL. y may be x. */
void ras_gelu_forward (const RasReal *x, gsize n, RasReal *y, RasReal *slope);
/* dx ← dy · GELU′(x); dx may be dy. */
void ras_gelu_backward (const RasReal *x, const RasReal *dy, gsize n, RasReal *dx);

G_END_DECLS

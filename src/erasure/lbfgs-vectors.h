/* Passes of L-BFGS over vectors of millions of floats.
 *
 * All of them are bound by memory, so each does as much as it can with what it reads. Sums are
 * made in double precision in blocks that depend on the length alone: their digits do not depend
 * on the number of threads. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* aᵀ b */
double ras_long_dot (const float *a, const float *b, gsize n);

/* sum ← x + t d */
void ras_long_step (const float *x, double t, const float *d, float *sum, gsize n);

/* difference ← a − b */
void ras_long_subtract (const float *a, const float *b, float *difference, gsize n);

/* products[3 i + j] ← vectors[i]ᵀ with[j] for `count` vectors and three to multiply with. */
void ras_long_products (const float *const *vectors, guint count, const float *const with[3],
                        gsize n, double *products);

/* sum ← Σ factors[i] vectors[i]; sum may be none of the vectors. */
void ras_long_combine (const float *const *vectors, const double *factors, guint count, float *sum,
                       gsize n);

G_END_DECLS

/* A symmetric d × d matrix as its packed lower triangle: rows one after the other. Plain loops: any
 * thread, beside BLAS. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where row i begins; of d rows, how many numbers there are. */
static inline gsize
ras_packed (gsize i)
{
  return i * (i + 1) / 2;
}

/* From and to the lower triangle of `a` (d × d, row-major), the rest of which is left alone. */
void ras_pack_triangle (const double *a, gsize d, double *triangle);
void ras_unpack_triangle (const double *triangle, gsize d, double *a);

/* y ← A x, d numbers each; y may not be x. */
void ras_packed_multiply (const double *triangle, gsize d, const double *x, double *y);

G_END_DECLS

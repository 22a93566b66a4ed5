#include "rows.h"

RAS_HOT void
ras_rows_add (const RasReal *a, gsize rows, gsize width, RasReal *sums)
{
  for (gsize i = 0; i < rows; i++, a += width)
#pragma omp simd
    for (gsize j = 0; j < width; j++)
      sums[j] += a[j];
}

RAS_HOT void
ras_rows_add_products (const RasReal *a, const RasReal *b, gsize rows, gsize width,
                       RasReal *sums)
{
  for (gsize i = 0; i < rows; i++, a += width, b += width)
#pragma omp simd
    for (gsize j = 0; j < width; j++)
      sums[j] += a[j] * b[j];
}

RAS_HOT void
ras_rows_scale (const RasReal *x, const RasReal *factors, gsize rows, gsize width, RasReal *y)
{
  for (gsize i = 0; i < rows; i++, x += width, y += width)
#pragma omp simd
    for (gsize j = 0; j < width; j++)
      y[j] = x[j] * factors[j];
}

#include "packed.h"

#include "linalg.h"

#include <string.h>

void
ras_pack_triangle (const double *a, gsize d, double *triangle)
{
  for (gsize i = 0; i < d; i++)
    memcpy (triangle + ras_packed (i), a + i * d, (i + 1) * sizeof *a);
}

void
ras_unpack_triangle (const double *triangle, gsize d, double *a)
{
  for (gsize i = 0; i < d; i++)
    memcpy (a + i * d, triangle + ras_packed (i), (i + 1) * sizeof *a);
}

void
ras_packed_multiply (const double *triangle, gsize d, const double *x, double *y)
{
  memset (y, 0, d * sizeof *y);
  for (gsize i = 0; i < d; i++)
    {
      const double *row = triangle + ras_packed (i);

      y[i] += ras_dot (row, x, i) + row[i] * x[i];
      ras_axpy (x[i], row, y, i);
    }
}

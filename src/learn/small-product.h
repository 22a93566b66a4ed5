/* Arithmetic on small matrices that lie in a thread's scratch, where a call of BLAS would cost more
 * than the product. Rows are padded to whole lanes and begin at 64-byte boundaries, so that no loop
 * has a rest. All of it is to be called from RAS_HOT functions. */
#pragma once

#include "real.h"

#include <string.h>

/* As many numbers as are worked on at once; the compiler splits it into what the machine has. */
#define RAS_LANES (64 / sizeof (RasReal))
typedef RasReal RasLanes __attribute__ ((vector_size (64), may_alias));

/* The sum and the largest of one vector's lanes, by halves. */
static inline __attribute__ ((always_inline)) RasReal
ras_lanes_sum (const RasLanes *lanes)
{
  RasReal part[RAS_LANES];

  memcpy (part, lanes, sizeof part);
  for (gsize half = RAS_LANES / 2; half > 0; half /= 2)
    for (gsize i = 0; i < half; i++)
      part[i] += part[i + half];
  return part[0];
}

static inline __attribute__ ((always_inline)) RasReal
ras_lanes_max (const RasLanes *lanes)
{
  RasReal part[RAS_LANES];

  memcpy (part, lanes, sizeof part);
  for (gsize half = RAS_LANES / 2; half > 0; half /= 2)
    for (gsize i = 0; i < half; i++)
      part[i] = part[i] > part[i + half] ? part[i] : part[i + half];
  return part[0];
}

/* Σ x_i y_i; n is a multiple of RAS_LANES. */
static inline __attribute__ ((always_inline)) RasReal
ras_small_dot (const RasReal *x, const RasReal *y, gsize n)
{
  RasLanes sums = { 0 };

  for (gsize i = 0; i < n; i += RAS_LANES)
    sums += *(const RasLanes *) (x + i) * *(const RasLanes *) (y + i);
  return ras_lanes_sum (&sums);
}

/* Rows that are kept in registers together: with RAS_LANES columns they just fit AVX2's sixteen. */
#define RAS_PRODUCT_ROWS 7

static inline gsize
ras_round_up_lanes (gsize n)
{
  return (n + RAS_LANES - 1) / RAS_LANES * RAS_LANES;
}

/* `rows` is a constant, for the sums to be registers. */
static inline __attribute__ ((always_inline)) void
ras_product_block (gsize rows, gsize inner, const RasReal *a, gsize a_row, gsize a_column,
                   const RasReal *b, gsize ldb, RasReal *c, gsize ldc)
{
  RasLanes sums[RAS_PRODUCT_ROWS] = { 0 };

  for (gsize k = 0; k < inner; k++)
    {
      const RasLanes *right = (const RasLanes *) (b + k * ldb);

#pragma GCC unroll 7
      for (gsize i = 0; i < rows; i++)
        sums[i] += a[i * a_row + k * a_column] * *right;
    }
#pragma GCC unroll 7
  for (gsize i = 0; i < rows; i++)
    *(RasLanes *) (c + i * ldc) = sums[i];
}

/* C ← A B. A: rows × inner, its element (i, k) at a[i · a_row + k · a_column], so that it may be a
 * transpose. ldb, ldc and `columns` are multiples of RAS_LANES. C is none of the others. */
static inline __attribute__ ((always_inline)) void
ras_small_product (gsize rows, gsize columns, gsize inner, const RasReal *a, gsize a_row,
                   gsize a_column, const RasReal *b, gsize ldb, RasReal *c, gsize ldc)
{
  for (gsize j = 0; j < columns; j += RAS_LANES)
    {
      gsize i = 0;

      for (; i + RAS_PRODUCT_ROWS <= rows; i += RAS_PRODUCT_ROWS)
        ras_product_block (RAS_PRODUCT_ROWS, inner, a + i * a_row, a_row, a_column, b + j, ldb,
                           c + i * ldc + j, ldc);
      for (; i < rows; i++)
        ras_product_block (1, inner, a + i * a_row, a_row, a_column, b + j, ldb, c + i * ldc + j,
                           ldc);
    }
}

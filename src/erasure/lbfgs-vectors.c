#include "lbfgs-vectors.h"

#include "hot.h"
#include "parallel.h"

#include <string.h>

/* Floats that one thread works on before it asks for more, and of them those that stay in a core's
 * nearest cache. */
#define BLOCK (1 << 17)
#define PIECE (1 << 11)

typedef struct
{
  gsize n;
  const float *a, *b, *const *vectors, *with[3];
  float *out;
  double factor;
  const double *factors;
  guint count;
  double *sums; /* blocks × sums of a block */
} Pass;

static gsize
n_blocks (gsize n)
{
  return (n + BLOCK - 1) / BLOCK;
}

static gsize
block_end (const Pass *pass, gsize block)
{
  return MIN ((block + 1) * BLOCK, pass->n);
}

/* Adds the sums of all blocks up, always in the same order. */
static void
add_up (const double *sums, gsize blocks, gsize width, double *total)
{
  memset (total, 0, width * sizeof *total);
  for (gsize block = 0; block < blocks; block++)
    for (gsize i = 0; i < width; i++)
      total[i] += sums[block * width + i];
}

RAS_HOT static double
dot (const float *restrict a, const float *restrict b, gsize n)
{
  double sum = 0;

#pragma omp simd reduction(+ : sum)
  for (gsize i = 0; i < n; i++)
    sum += (double) a[i] * b[i];
  return sum;
}

static void
dot_block (gsize block, gpointer user_data)
{
  Pass *pass = user_data;
  gsize from = block * BLOCK;

  pass->sums[block] = dot (pass->a + from, pass->b + from, block_end (pass, block) - from);
}

double
ras_long_dot (const float *a, const float *b, gsize n)
{
  g_autofree double *sums = g_new (double, n_blocks (n));
  Pass pass = { .n = n, .a = a, .b = b, .sums = sums };
  double total;

  ras_parallel_for (n_blocks (n), dot_block, &pass);
  add_up (sums, n_blocks (n), 1, &total);
  return total;
}

/* out ← a + factor · b; out may be a or b. */
RAS_HOT static void
add (const float *a, float factor, const float *b, float *out, gsize n)
{
#pragma omp simd
  for (gsize i = 0; i < n; i++)
    out[i] = a[i] + factor * b[i];
}

static void
add_block (gsize block, gpointer user_data)
{
  Pass *pass = user_data;
  gsize from = block * BLOCK;

  add (pass->a + from, pass->factor, pass->b + from, pass->out + from,
       block_end (pass, block) - from);
}

void
ras_long_step (const float *x, double t, const float *d, float *sum, gsize n)
{
  Pass pass = { .n = n, .a = x, .b = d, .factor = t, .out = sum };

  ras_parallel_for (n_blocks (n), add_block, &pass);
}

void
ras_long_subtract (const float *a, const float *b, float *difference, gsize n)
{
  ras_long_step (a, -1, b, difference, n);
}

/* sums[j] += vᵀ with[j] */
RAS_HOT static void
add_products (const float *restrict v, const float *restrict a, const float *restrict b,
              const float *restrict c, gsize n, double *sums)
{
  double sa = 0, sb = 0, sc = 0;

#pragma omp simd reduction(+ : sa, sb, sc)
  for (gsize i = 0; i < n; i++)
    {
      double x = v[i];

      sa += x * a[i];
      sb += x * b[i];
      sc += x * c[i];
    }
  sums[0] += sa;
  sums[1] += sb;
  sums[2] += sc;
}

static void
products_block (gsize block, gpointer user_data)
{
  Pass *pass = user_data;
  double *sums = pass->sums + block * 3 * pass->count;
  gsize end = block_end (pass, block);

  memset (sums, 0, 3 * pass->count * sizeof *sums);
  for (gsize from = block * BLOCK; from < end; from += PIECE)
    for (guint i = 0; i < pass->count; i++)
      add_products (pass->vectors[i] + from, pass->with[0] + from, pass->with[1] + from,
                    pass->with[2] + from, MIN (PIECE, end - from), sums + 3 * i);
}

void
ras_long_products (const float *const *vectors, guint count, const float *const with[3], gsize n,
                   double *products)
{
  g_autofree double *sums = g_new (double, n_blocks (n) * 3 * count);
  Pass pass = { .n = n, .vectors = vectors, .count = count, .sums = sums,
                .with = { with[0], with[1], with[2] } };

  ras_parallel_for (n_blocks (n), products_block, &pass);
  add_up (sums, n_blocks (n), 3 * count, products);
}

static void
combine_block (gsize block, gpointer user_data)
{
  Pass *pass = user_data;
  gsize end = block_end (pass, block);

  for (gsize from = block * BLOCK; from < end; from += PIECE)
    {
      gsize size = MIN (PIECE, end - from);
      float *out = pass->out + from;

      memset (out, 0, size * sizeof *out);
      for (guint i = 0; i < pass->count; i++)
        add (out, pass->factors[i], pass->vectors[i] + from, out, size);
    }
}

void
ras_long_combine (const float *const *vectors, const double *factors, guint count, float *sum,
                  gsize n)
{
  Pass pass = { .n = n, .vectors = vectors, .factors = factors, .count = count, .out = sum };

  ras_parallel_for (n_blocks (n), combine_block, &pass);
}

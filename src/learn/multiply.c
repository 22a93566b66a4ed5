#include "multiply.h"

#include <string.h>

/* A product: C (m × n) ← start + A B, A's element (i, p) at a[i · a_row + p · a_step], B's (p, j) at
 * b[p · b_row + j · b_step]. */
typedef struct
{
  gsize m, n, k;
  const RasReal *a, *b;
  gsize a_row, a_step, b_row, b_step;
  const RasReal *row; /* what each row of C starts from; NULL: 0 */
  gboolean add;       /* C starts from what it is */
  RasReal *c;
} Product;

#if defined(__x86_64__) && defined(__GNUC__)

/* A tile of C, ROWS × two vectors, stays in registers while the inner dimension goes by; what it
 * needs of B, DEPTH × two vectors, stays in the first-level cache while the tiles of a column of C
 * go by. Where sizes are no multiples the last tile overlaps the one before. */
#define KERNEL __attribute__ ((target ("avx512f,fma")))
#define LANES (64 / sizeof (RasReal))
#define ROWS 8
#define DEPTH 256

typedef RasReal Vector __attribute__ ((vector_size (64), may_alias));
typedef RasReal Unaligned
    __attribute__ ((vector_size (64), aligned (sizeof (RasReal)), may_alias));

typedef struct
{
  Vector b[DEPTH][2]; /* a panel of B */
  Vector start[2];    /* what its columns of C start from */
} Panel;

/* ROWS rows of C from c on; the first `skip` of them are not written. */
static inline KERNEL __attribute__ ((always_inline)) void
multiply_tile (const Product *self, const Panel *panel, gsize depth, const RasReal *a, RasReal *c,
               gsize skip, const int vectors)
{
  Vector sum[ROWS][2];

#pragma GCC unroll 8
  for (int r = 0; r < ROWS; r++)
    for (int v = 0; v < vectors; v++)
      sum[r][v] = panel->start[v];
  for (gsize p = 0; p < depth; p++, a += self->a_step)
    {
#pragma GCC unroll 8
      for (int r = 0; r < ROWS; r++)
        for (int v = 0; v < vectors; v++)
          sum[r][v] += a[r * self->a_row] * panel->b[p][v];
    }
#pragma GCC unroll 8
  for (int r = 0; r < ROWS; r++)
    for (int v = 0; v < vectors; v++)
      {
        Unaligned *to = (Unaligned *) (c + r * self->n + v * LANES);

        if ((gsize) r < skip)
          continue;
        if (self->add)
          *to += sum[r][v];
        else
          *to = sum[r][v];
      }
}

static inline KERNEL __attribute__ ((always_inline)) void
multiply_panel (const Product *self, const Panel *panel, gsize first, gsize depth, gsize j,
                const int vectors)
{
  const RasReal *a = self->a + first * self->a_step;
  gsize i = 0, last = self->m - ROWS;

  for (; i <= last; i += ROWS)
    multiply_tile (self, panel, depth, a + i * self->a_row, self->c + i * self->n + j, 0, vectors);
  if (i < self->m)
    multiply_tile (self, panel, depth, a + last * self->a_row, self->c + last * self->n + j,
                   i - last, vectors);
}

/* The panel's numbers, from b on; those of the next panel are asked for meanwhile. Of a transposed B
 * a cache line is read at a time: its columns may lie so that only a few of them are in the cache at
 * once. */
static inline KERNEL void
pack (const Product *self, const RasReal *b, gsize depth, gsize width, Panel *panel)
{
  RasReal *to = (RasReal *) panel->b;

  if (self->b_step == 1)
    {
      for (gsize p = 0; p < depth; p++, b += self->b_row, to += 2 * LANES)
        {
          memcpy (to, b, width * sizeof *b);
          __builtin_prefetch (b + width);
          __builtin_prefetch (b + width + LANES);
        }
      return;
    }
  for (gsize first = 0; first < depth; first += LANES, b += LANES, to += LANES * 2 * LANES)
    for (gsize column = 0; column < width; column++)
      {
        gsize count = MIN (LANES, depth - first);

        for (gsize p = 0; p < count; p++)
          to[p * 2 * LANES + column] = b[p + column * self->b_step];
        __builtin_prefetch (b + (column + width) * self->b_step);
      }
}

/* The inner dimension from `first` on, for the columns of C from j on; the first `done` of them are
 * done already. */
static KERNEL void
multiply_columns (const Product *self, gsize first, gsize depth, gsize j, gsize done,
                  guint vectors)
{
  Panel panel;
  gsize width = vectors * LANES;
  const RasReal *b = self->b + first * self->b_row + j * self->b_step;

  memset (panel.start, 0, sizeof panel.start);
  if (self->row)
    memcpy (panel.start, self->row + j, width * sizeof *b);
  pack (self, b, depth, width, &panel);
  /* Those that are done come out the same once more, unless they are added to. */
  for (gsize p = 0; self->add && done > 0 && p < depth; p++)
    memset (panel.b[p], 0, done * sizeof *b);
  if (vectors == 2)
    multiply_panel (self, &panel, first, depth, j, 2);
  else
    multiply_panel (self, &panel, first, depth, j, 1);
}

static gboolean
multiply_tiled (Product self)
{
  if (self.m < ROWS || self.n < LANES || !__builtin_cpu_supports ("avx512f"))
    return FALSE;
  for (gsize first = 0; first < self.k; first += DEPTH)
    {
      gsize depth = MIN (DEPTH, self.k - first);

      for (gsize j = 0; j < self.n;)
        {
          gsize rest = self.n - j;
          guint vectors = rest > LANES && self.n >= 2 * LANES ? 2 : 1;
          gsize done = vectors * LANES - MIN (rest, vectors * LANES);

          multiply_columns (&self, first, depth, j - done, done, vectors);
          j += vectors * LANES - done;
        }
      self.row = NULL;
      self.add = TRUE;
    }
  return TRUE;
}

#else

static gboolean
multiply_tiled (Product self)
{
  return FALSE;
}

#endif

/* --- The library's --- */

static void
multiply_library (const Product *self, RasOrientation a_is, RasOrientation b_is)
{
  if (self->row)
    for (gsize i = 0; i < self->m; i++)
      memcpy (self->c + i * self->n, self->row, self->n * sizeof *self->c);
  ras_gemm (CblasRowMajor, a_is == RAS_TRANSPOSED ? CblasTrans : CblasNoTrans,
            b_is == RAS_TRANSPOSED ? CblasTrans : CblasNoTrans, self->m, self->n, self->k, 1,
            self->a, a_is == RAS_TRANSPOSED ? self->m : self->k, self->b,
            b_is == RAS_TRANSPOSED ? self->k : self->n, self->row || self->add ? 1 : 0, self->c,
            self->n);
}

static Product
make_product (gsize m, gsize n, gsize k, const RasReal *a, RasOrientation a_is, const RasReal *b,
              RasOrientation b_is, RasReal *c)
{
  Product self = { .m = m, .n = n, .k = k, .a = a, .b = b, .c = c };

  self.a_row = a_is == RAS_TRANSPOSED ? 1 : k;
  self.a_step = a_is == RAS_TRANSPOSED ? m : 1;
  self.b_row = b_is == RAS_TRANSPOSED ? 1 : n;
  self.b_step = b_is == RAS_TRANSPOSED ? k : 1;
  return self;
}

void
ras_multiply (gsize m, gsize n, gsize k, const RasReal *a, RasOrientation a_is, const RasReal *b,
              RasOrientation b_is, const RasReal *row, RasReal *c)
{
  Product product = make_product (m, n, k, a, a_is, b, b_is, c);

  product.row = row;
  if (!multiply_tiled (product))
    multiply_library (&product, a_is, b_is);
}

void
ras_multiply_add (gsize m, gsize n, gsize k, const RasReal *a, RasOrientation a_is,
                  const RasReal *b, RasOrientation b_is, RasReal *c)
{
  Product product = make_product (m, n, k, a, a_is, b, b_is, c);

  product.add = TRUE;
  if (!multiply_tiled (product))
    multiply_library (&product, a_is, b_is);
}

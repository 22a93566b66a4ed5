/* Matrix products of awkward sizes against three plain loops. */
#include "multiply.h"

#include <math.h>

#define FENCE 12345.0

static RasReal *
make_matrix (gsize n, double seed)
{
  RasReal *values = g_new (RasReal, n + 1);

  for (gsize i = 0; i < n; i++)
    values[i] = sin (seed + 1.7 * i * (i % 13 + 1));
  values[n] = FENCE;
  return values;
}

static void
check (gsize m, gsize n, gsize k, RasOrientation a_is, RasOrientation b_is)
{
  g_autofree RasReal *a = make_matrix (m * k, 1), *b = make_matrix (k * n, 2);
  g_autofree RasReal *row = make_matrix (n, 3), *with_row = make_matrix (m * n, 4);
  g_autofree RasReal *plain = make_matrix (m * n, 4), *added = make_matrix (m * n, 4);
  g_autofree RasReal *before = make_matrix (m * n, 4);

  ras_multiply (m, n, k, a, a_is, b, b_is, row, with_row);
  ras_multiply (m, n, k, a, a_is, b, b_is, NULL, plain);
  ras_multiply_add (m, n, k, a, a_is, b, b_is, added);
  for (gsize i = 0; i < m; i++)
    for (gsize j = 0; j < n; j++)
      {
        gsize at = i * n + j;
        double sum = 0;

        for (gsize p = 0; p < k; p++)
          sum += (a_is == RAS_TRANSPOSED ? a[p * m + i] : a[i * k + p])
                 * (b_is == RAS_TRANSPOSED ? b[j * k + p] : b[p * n + j]);
        g_assert_cmpfloat_with_epsilon (plain[at], sum, 1e-11);
        g_assert_cmpfloat_with_epsilon (with_row[at], sum + row[j], 1e-11);
        g_assert_cmpfloat_with_epsilon (added[at], sum + before[at], 1e-11);
      }
  g_assert_cmpfloat (plain[m * n], ==, FENCE);
  g_assert_cmpfloat (with_row[m * n], ==, FENCE);
  g_assert_cmpfloat (added[m * n], ==, FENCE);
}

/* Tiles are 8 × 16 numbers here, panels 256 deep: sizes just below, at and above. */
static void
test_sizes (void)
{
  const gsize rows[] = { 1, 7, 8, 9, 16, 21 }, columns[] = { 1, 7, 8, 9, 15, 16, 17, 40 };
  const gsize depths[] = { 1, 5, 256, 257 };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint j = 0; j < G_N_ELEMENTS (columns); j++)
      for (guint k = 0; k < G_N_ELEMENTS (depths); k++)
        for (guint which = 0; which < 4; which++)
          check (rows[i], columns[j], depths[k], which % 2, which / 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/multiply/sizes", test_sizes);
  return g_test_run ();
}

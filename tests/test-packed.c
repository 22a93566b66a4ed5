/* Symmetric matrices as packed lower triangles. */
#include "common.h"
#include "packed.h"

#define D 5

static void
test_there_and_back (void)
{
  double a[D * D], b[D * D], triangle[D * (D + 1) / 2];

  for (gsize i = 0; i < D * D; i++)
    {
      a[i] = i;
      b[i] = -1;
    }
  ras_pack_triangle (a, D, triangle);
  ras_unpack_triangle (triangle, D, b);
  for (gsize i = 0; i < D; i++)
    for (gsize j = 0; j < D; j++)
      g_assert_cmpfloat (b[i * D + j], ==, j <= i ? a[i * D + j] : -1);
  g_assert_cmpuint (ras_packed (D), ==, G_N_ELEMENTS (triangle));
  g_assert_cmpfloat (triangle[ras_packed (3) + 2], ==, a[3 * D + 2]);
}

static void
test_multiply (void)
{
  double a[D * D], x[D], y[D], triangle[D * (D + 1) / 2];

  for (gsize i = 0; i < D; i++)
    {
      x[i] = i * i - 3.0;
      for (gsize j = 0; j < D; j++)
        a[i * D + j] = 1 + MAX (i, j) + 10.0 * MIN (i, j);
    }
  ras_pack_triangle (a, D, triangle);
  ras_packed_multiply (triangle, D, x, y);
  for (gsize i = 0; i < D; i++)
    {
      double expected = 0;

      for (gsize j = 0; j < D; j++)
        expected += a[i * D + j] * x[j];
      g_assert_cmpfloat_with_epsilon (y[i], expected, 1e-12);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/packed/there-and-back", test_there_and_back);
  g_test_add_func ("/packed/multiply", test_multiply);
  return g_test_run ();
}

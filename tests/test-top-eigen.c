/* The leading eigenpairs, one after the other, against a full eigendecomposition. */
#include "common.h"
#include "fit-private.h"
#include "linalg.h"
#include "random.h"
#include "top-eigen.h"

#include <math.h>
#include <string.h>

static RasFit *
empty_path (gsize d)
{
  RasFit *fit = ras_fit_new (&ras_eraser_alf_qleace, &RAS_FIT_OPTIONS_DEFAULT, d, 2);

  ras_fit_start_path (fit, d);
  return fit;
}

/* (I − v vᵀ) A (I − v vᵀ), in place. */
static void
remove_densely (double *a, const double *v, gsize d)
{
  g_autofree double *av = test_product (a, v, d, d, 1);
  double along = ras_dot (v, av, d);

  for (gsize i = 0; i < d; i++)
    for (gsize j = 0; j < d; j++)
      a[i * d + j] += along * v[i] * v[j] - av[i] * v[j] - v[i] * av[j];
}

static double
largest_size (const double *a, gsize d)
{
  g_autofree double *copy = g_memdup2 (a, d * d * sizeof *a);
  g_autofree double *w = g_new (double, d);

  g_assert_true (ras_symmetric_eigen (copy, d, w, NULL));
  return MAX (fabs (w[0]), fabs (w[d - 1]));
}

static void
append (RasFit *path, RasSearch *search, const double *a, const double *v, gsize d)
{
  g_autofree double *product = test_product (a, v, d, d, 1);

  ras_search_remove (search, v, product);
  g_assert_true (ras_fit_append_direction (path, v, 0, 0, 0, NULL));
}

/* Removes `count` eigenvectors; each must be the leading one of what is left. Every third
 * removal is of a direction that is none's eigenvector, as other classes' are. */
static void
check (gsize d, const double *w, guint count, gboolean foreign)
{
  g_autofree double *a = test_random_symmetric (d, w, d);
  g_autofree double *left = g_memdup2 (a, d * d * sizeof *a);
  g_autofree double *lower = g_memdup2 (a, d * d * sizeof *a);
  g_autofree double *v = g_new (double, d);
  g_autoptr (RasFit) path = empty_path (d);
  RasSearch *search;
  double scale = largest_size (a, d);

  for (gsize i = 0; i < d; i++)
    for (gsize j = i + 1; j < d; j++)
      lower[i * d + j] = 1e9;
  search = ras_search_new (lower, d, 3);
  for (guint r = 0; r < count; r++)
    {
      guint steps = 0;
      double lambda = ras_search_solve (search, path, v, &steps);
      double expected = largest_size (left, d);
      g_autofree double *product = test_product (left, v, d, d, 1);

      g_assert_cmpfloat_with_epsilon (fabs (lambda), expected, 1e-9 * scale);
      g_assert_cmpfloat_with_epsilon (ras_dot (v, v, d), 1, 1e-12);
      ras_axpy (-lambda, v, product, d);
      g_assert_cmpfloat (sqrt (ras_dot (product, product, d)), <, 1e-7 * scale);
      for (guint i = 0; i < r; i++)
        g_assert_cmpfloat (fabs (ras_dot (v, ras_fit_get_direction (path, i), d)), <, 1e-12);
      if (foreign && r % 3 == 2)
        {
          g_autoptr (GRand) random = ras_random_new (r, RAS_STREAM_DRAWN, 5);

          ras_random_fill_normal (random, v, d);
          ras_fit_project_out (path, r, v, 1, NULL);
          ras_fit_project_out (path, r, v, 1, NULL);
          double norm = sqrt (ras_dot (v, v, d));
          for (gsize i = 0; i < d; i++)
            v[i] /= norm;
        }
      append (path, search, a, v, d);
      remove_densely (left, v, d);
    }
  ras_search_free (search);
}

typedef enum
{
  DECAYING,
  CLUSTERED,
  OPPOSITE,
  INDEFINITE
} Kind;

static double *
spectrum (gsize d, Kind kind)
{
  double *w = g_new (double, d);

  for (gsize i = 0; i < d; i++)
    switch (kind)
      {
      case DECAYING:
        w[i] = pow (0.8, i) * (i % 3 == 1 ? -1 : 1);
        break;
      case CLUSTERED: /* in groups of four, 1e-4 apart */
        w[i] = pow (0.7, i / 4) * (1 + 1e-4 * (i % 4));
        break;
      case OPPOSITE: /* +λ and −λ */
        w[i] = pow (0.85, i / 2) * (i % 2 ? -1 : 1);
        break;
      case INDEFINITE:
        w[i] = 2.0 * i / (d - 1) - 1;
        break;
      }
  return w;
}

static void
check_kind (gsize d, Kind kind, guint count)
{
  g_autofree double *w = spectrum (d, kind);

  check (d, w, count, FALSE);
  check (d, w, count, TRUE);
}

static void
test_decaying (void)
{
  check_kind (30, DECAYING, 30);
  check_kind (100, DECAYING, 25);
}

static void
test_clustered (void)
{
  check_kind (60, CLUSTERED, 24);
}

static void
test_opposite (void)
{
  check_kind (60, OPPOSITE, 24);
}

static void
test_indefinite (void)
{
  check_kind (80, INDEFINITE, 40);
}

/* Nothing there: 0, and still a vector that can be used. */
static void
test_zero (void)
{
  gsize d = 7;
  g_autofree double *a = g_new0 (double, d * d);
  double v[7];
  g_autoptr (RasFit) path = empty_path (d);
  RasSearch *search = ras_search_new (a, d, 1);

  g_assert_cmpfloat (ras_search_solve (search, path, v, NULL), ==, 0);
  g_assert_cmpfloat_with_epsilon (ras_dot (v, v, d), 1, 1e-12);
  ras_search_free (search);
}

static void
test_tiny (void)
{
  double one = -3, v = 0;
  g_autoptr (RasFit) path = empty_path (1);
  RasSearch *search = ras_search_new (&one, 1, 1);

  g_assert_cmpfloat_with_epsilon (ras_search_solve (search, path, &v, NULL), -3, 1e-12);
  g_assert_cmpfloat_with_epsilon (fabs (v), 1, 1e-15);
  ras_search_free (search);
}

/* The same seed finds the same, bit for bit. */
static void
test_repeatable (void)
{
  gsize d = 50;
  g_autofree double *w = spectrum (d, INDEFINITE);
  g_autofree double *a = test_random_symmetric (d, w, d);
  double v[2][50];

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (RasFit) path = empty_path (d);
      RasSearch *search = ras_search_new (a, d, 5);

      ras_search_solve (search, path, v[i], NULL);
      ras_search_free (search);
    }
  g_assert_cmpmem (v[0], sizeof v[0], v[1], sizeof v[1]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/top-eigen/decaying", test_decaying);
  g_test_add_func ("/top-eigen/clustered", test_clustered);
  g_test_add_func ("/top-eigen/opposite", test_opposite);
  g_test_add_func ("/top-eigen/indefinite", test_indefinite);
  g_test_add_func ("/top-eigen/zero", test_zero);
  g_test_add_func ("/top-eigen/tiny", test_tiny);
  g_test_add_func ("/top-eigen/repeatable", test_repeatable);
  return g_test_run ();
}

/* L-BFGS: known functions, against the textbook's two loops, and whatever can go wrong. */
#include "lbfgs.h"

#include "eraser.h"
#include "wolfe.h"

#include <math.h>
#include <string.h>

typedef double (*Function) (const double *x, double *gradient, gsize n);

typedef struct
{
  Function function;
  gsize n;
  guint evaluations, fail_at;
  GPtrArray *points; /* double *: accepted */
  GArray *values;    /* double: of them */
} Case;

static gboolean
evaluate (const float *x, float *gradient, double *value, gpointer user_data, GError **error)
{
  Case *c = user_data;
  g_autofree double *exact = g_new (double, c->n), *slopes = g_new0 (double, c->n);

  if (++c->evaluations == c->fail_at)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "enough");
      return FALSE;
    }
  for (gsize i = 0; i < c->n; i++)
    exact[i] = x[i];
  *value = c->function (exact, slopes, c->n);
  for (gsize i = 0; i < c->n; i++)
    gradient[i] = slopes[i];
  return TRUE;
}

static void
moved (const RasLbfgsState *state, const float *x, gpointer user_data)
{
  Case *c = user_data;
  double *point = g_new (double, c->n);

  for (gsize i = 0; i < c->n; i++)
    point[i] = x[i];
  g_assert_cmpuint (state->iteration, ==, c->points->len);
  g_assert_cmpuint (state->evaluation, ==, c->evaluations);
  g_ptr_array_add (c->points, point);
  g_array_append_val (c->values, state->value);
}

static Case
case_new (Function function, gsize n)
{
  return (Case) { .function = function, .n = n, .points = g_ptr_array_new_with_free_func (g_free),
                  .values = g_array_new (FALSE, FALSE, sizeof (double)) };
}

static void
case_clear (Case *c)
{
  g_ptr_array_unref (c->points);
  g_array_unref (c->values);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Case, case_clear)

static gboolean
minimize (Case *c, float *x, guint iterations, guint history, double first_step,
          RasLbfgsState *state, gboolean *converged, GError **error)
{
  RasLbfgsProblem problem = { c->n, evaluate, moved, c };
  RasLbfgsOptions options = { iterations, history, first_step };

  return ras_lbfgs_minimize (&problem, &options, x, state, converged, error);
}

/* --- Functions --- */

static double
rosenbrock (const double *x, double *gradient, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i + 1 < n; i++)
    {
      double a = 1 - x[i], b = x[i + 1] - x[i] * x[i];

      sum += a * a + 100 * b * b;
      gradient[i] += -2 * a - 400 * x[i] * b;
      gradient[i + 1] += 200 * b;
    }
  return sum;
}

/* ½ Σ λᵢ (xᵢ − 1)², λ from 1 to 10⁴ */
static double
narrow (const double *x, double *gradient, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      double lambda = pow (1e4, (double) i / (n - 1)), gap = x[i] - 1;

      gradient[i] = lambda * gap;
      sum += 0.5 * lambda * gap * gap;
    }
  return sum;
}

/* Σ x − log x: no number where an x is negative. */
static double
fenced (const double *x, double *gradient, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      gradient[i] = 1 - 1 / x[i];
      sum += x[i] > 0 ? x[i] - log (x[i]) : NAN;
    }
  return sum;
}

static double
lie (const double *x, double *gradient, gsize n)
{
  gradient[0] = -2 * x[0];
  return x[0] * x[0];
}

static double
flat (const double *x, double *gradient, gsize n)
{
  return 3;
}

static double
nowhere (const double *x, double *gradient, gsize n)
{
  return INFINITY;
}

/* --- Tests --- */

static void
fill (float *x, gsize n)
{
  for (gsize i = 0; i < n; i++)
    x[i] = i % 2 ? 1 : -1.2;
}

static void
check_rosenbrock (gsize n, guint history, guint iterations)
{
  g_auto (Case) c = case_new (rosenbrock, n);
  g_autofree float *x = g_new (float, n);
  g_autoptr (GError) error = NULL;
  RasLbfgsState state;
  gboolean converged;

  fill (x, n);
  g_assert_true (minimize (&c, x, iterations, history, 0.1, &state, &converged, &error));
  g_assert_no_error (error);
  g_assert_cmpfloat (state.value, <, 1e-6);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpfloat (fabs (x[i] - 1), <, 5e-3);
  g_assert_cmpuint (c.points->len, ==, state.iteration + 1);
  for (guint i = 1; i < c.values->len; i++)
    g_assert_cmpfloat (g_array_index (c.values, double, i), <,
                       g_array_index (c.values, double, i - 1));
}

static void
test_rosenbrock (void)
{
  check_rosenbrock (2, 10, 60);
  check_rosenbrock (2, 1, 300);
  check_rosenbrock (20, 10, 200);
}

static void
test_narrow (void)
{
  gsize n = 200;
  g_auto (Case) c = case_new (narrow, n);
  g_autofree float *x = g_new0 (float, n);
  RasLbfgsState state;
  gboolean converged;

  g_assert_true (minimize (&c, x, 400, 10, 1, &state, &converged, NULL));
  g_assert_cmpfloat (state.value, <, 1e-7 * g_array_index (c.values, double, 0));
}

static double
dot (const double *a, const double *b, gsize n)
{
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += a[i] * b[i];
  return sum;
}

static double *
difference (const double *a, const double *b, gsize n)
{
  double *out = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    out[i] = a[i] - b[i];
  return out;
}

static double *
gradient_at (Case *c, guint i)
{
  double *gradient = g_new0 (double, c->n);

  c->function (g_ptr_array_index (c->points, i), gradient, c->n);
  return gradient;
}

/* Steps meet the strong Wolfe conditions, with what rounding to float leaves of them. */
static void
test_conditions (void)
{
  g_auto (Case) c = case_new (rosenbrock, 20);
  g_autofree float *x = g_new (float, c.n);
  RasLbfgsState state;
  gboolean converged;

  fill (x, c.n);
  g_assert_true (minimize (&c, x, 30, 5, 0.1, &state, &converged, NULL));
  g_assert_cmpuint (c.points->len, ==, 31);
  for (guint i = 1; i < c.points->len; i++)
    {
      g_autofree double *old = gradient_at (&c, i - 1), *now = gradient_at (&c, i);
      g_autofree double *s = difference (g_ptr_array_index (c.points, i),
                                         g_ptr_array_index (c.points, i - 1), c.n);
      double before = dot (old, s, c.n), after = dot (now, s, c.n);
      double fall = g_array_index (c.values, double, i) - g_array_index (c.values, double, i - 1);

      g_assert_cmpfloat (before, <, 0);
      g_assert_cmpfloat (fall, <=, RAS_WOLFE_DECREASE * 0.999 * before);
      g_assert_cmpfloat (fabs (after), <=, RAS_WOLFE_CURVATURE * 1.001 * -before);
    }
}

/* −H g by the textbook, from the last `history` steps before point i. */
static double *
two_loops (Case *c, guint i, guint history)
{
  guint count = MIN (i, history);
  double *q = gradient_at (c, i);
  g_autofree double *alphas = g_new (double, count + 1);
  g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func (g_free);

  for (guint age = 0; age < count; age++)
    {
      g_autofree double *now = gradient_at (c, i - age), *old = gradient_at (c, i - age - 1);
      double *s = difference (g_ptr_array_index (c->points, i - age),
                              g_ptr_array_index (c->points, i - age - 1), c->n);
      double *y = difference (now, old, c->n);

      g_ptr_array_add (pairs, s);
      g_ptr_array_add (pairs, y);
      alphas[age] = dot (s, q, c->n) / dot (s, y, c->n);
      for (gsize j = 0; j < c->n; j++)
        q[j] -= alphas[age] * y[j];
    }
  for (gsize j = 0; count > 0 && j < c->n; j++)
    q[j] *= dot (pairs->pdata[0], pairs->pdata[1], c->n)
            / dot (pairs->pdata[1], pairs->pdata[1], c->n);
  for (guint age = count; age-- > 0;)
    {
      const double *s = pairs->pdata[2 * age], *y = pairs->pdata[2 * age + 1];
      double beta = dot (y, q, c->n) / dot (s, y, c->n);

      for (gsize j = 0; j < c->n; j++)
        q[j] += (alphas[age] - beta) * s[j];
    }
  return q;
}

static void
check_directions (Function function, gsize n, guint history)
{
  g_auto (Case) c = case_new (function, n);
  g_autofree float *x = g_new0 (float, n);
  RasLbfgsState state;
  gboolean converged;

  g_assert_true (minimize (&c, x, 25, history, 0.1, &state, &converged, NULL));
  g_assert_cmpuint (c.points->len, ==, 26);
  for (guint i = 0; i + 1 < c.points->len; i++)
    {
      g_autofree double *q = two_loops (&c, i, history);
      g_autofree double *s = difference (g_ptr_array_index (c.points, i + 1),
                                         g_ptr_array_index (c.points, i), n);
      double cosine = -dot (q, s, n) / sqrt (dot (q, q, n) * dot (s, s, n));

      g_assert_cmpfloat (cosine, >, 1 - 1e-4);
    }
}

static void
test_directions (void)
{
  check_directions (narrow, 40, 3);
  check_directions (narrow, 40, 10);
  check_directions (rosenbrock, 30, 10);
}

/* More numbers than one thread's share: every part counts, and twice the same. */
static void
test_long (void)
{
  gsize n = 400003;
  g_auto (Case) c = case_new (narrow, n);
  g_auto (Case) again = case_new (narrow, n);
  g_autofree float *x = g_new0 (float, n), *y = g_new0 (float, n);
  RasLbfgsState state, other;
  gboolean converged;

  g_assert_true (minimize (&c, x, 12, 4, 1, &state, &converged, NULL));
  g_assert_true (minimize (&again, y, 12, 4, 1, &other, &converged, NULL));
  g_assert_cmpmem (x, n * sizeof *x, y, n * sizeof *y);
  g_assert_true (state.value == other.value);
  g_assert_cmpfloat (state.value, <, 0.05 * g_array_index (c.values, double, 0));
  g_assert_cmpfloat (fabs (x[n - 1] - 1), <, 0.1);
}

static void
test_not_finite (void)
{
  g_auto (Case) c = case_new (fenced, 7);
  g_auto (Case) start = case_new (nowhere, 7);
  float x[7] = { 0.1f, 5, 0.3f, 9, 2, 20, 0.7f };
  g_autoptr (GError) error = NULL;
  RasLbfgsState state;
  gboolean converged;

  g_assert_true (minimize (&c, x, 100, 10, 1e4, &state, &converged, NULL));
  g_assert_cmpfloat (state.value, <, 7 + 1e-5);
  g_assert_false (minimize (&start, x, 100, 10, 1, &state, &converged, &error));
  g_assert_error (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_NUMERICAL);
  g_assert_cmpuint (start.points->len, ==, 0);
}

static void
test_no_descent (void)
{
  g_auto (Case) wrong = case_new (lie, 1);
  g_auto (Case) level = case_new (flat, 3);
  g_auto (Case) none = case_new (rosenbrock, 2);
  float x[3] = { 3, 4, 5 };
  RasLbfgsState state;
  gboolean converged;

  g_assert_true (minimize (&wrong, x, 10, 10, 1, &state, &converged, NULL));
  g_assert_true (converged);
  g_assert_cmpfloat (x[0], ==, 3);
  g_assert_cmpfloat (state.value, ==, 9);
  g_assert_cmpuint (state.iteration, ==, 0);
  g_assert_true (minimize (&level, x, 10, 10, 1, &state, &converged, NULL));
  g_assert_true (converged);
  g_assert_cmpuint (state.evaluation, ==, 1);
  g_assert_cmpfloat (x[2], ==, 5);
  /* No iterations: where it starts is where it ends. */
  g_assert_true (minimize (&none, x, 0, 10, 1, &state, &converged, NULL));
  g_assert_false (converged);
  g_assert_cmpuint (state.evaluation, ==, 1);
  g_assert_cmpuint (none.points->len, ==, 1);
}

/* Whenever it is stopped, x is the point accepted last. */
static void
test_cancel (void)
{
  for (guint fail_at = 1; fail_at < 25; fail_at++)
    {
      g_auto (Case) c = case_new (rosenbrock, 4);
      float x[4];
      g_autoptr (GError) error = NULL;
      RasLbfgsState state;
      gboolean converged;

      fill (x, 4);
      c.fail_at = fail_at;
      g_assert_false (minimize (&c, x, 100, 10, 1, &state, &converged, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (c.evaluations, ==, fail_at);
      g_assert_true ((c.points->len > 0) == (fail_at > 1));
      for (gsize i = 0; i < 4 && c.points->len > 0; i++)
        g_assert_true (x[i] == ((double *) c.points->pdata[c.points->len - 1])[i]);
      if (c.points->len > 0)
        g_assert_true (state.value == g_array_index (c.values, double, c.values->len - 1));
    }
}

static void
test_memory (void)
{
  /* Ten pairs and four more. */
  g_assert_cmpuint (ras_lbfgs_memory (15360000, 10), ==, G_GUINT64_CONSTANT (24 * 4) * 15360000);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lbfgs/rosenbrock", test_rosenbrock);
  g_test_add_func ("/lbfgs/narrow", test_narrow);
  g_test_add_func ("/lbfgs/conditions", test_conditions);
  g_test_add_func ("/lbfgs/directions", test_directions);
  g_test_add_func ("/lbfgs/long", test_long);
  g_test_add_func ("/lbfgs/not-finite", test_not_finite);
  g_test_add_func ("/lbfgs/no-descent", test_no_descent);
  g_test_add_func ("/lbfgs/cancel", test_cancel);
  g_test_add_func ("/lbfgs/memory", test_memory);
  return g_test_run ();
}

/* Both ways to a barycenter, against each other, by definition and in closed form. */
#include "barycenter-private.h"
#include "common.h"
#include "linalg.h"
#include "memory.h"
#include "random.h"

#include <math.h>
#include <string.h>

#define MOST_CLASSES 4

/* A problem with its covariances, and what a solver made of it. */
typedef struct
{
  RasBarycenter problem;
  double weights[MOST_CLASSES];
  double *covariances[MOST_CLASSES];
  double *maps[MOST_CLASSES];
} Task;

static void
covariance (guint z, double *out, gpointer user_data)
{
  Task *task = user_data;

  g_assert_cmpfloat (task->weights[z], >, 0);
  memcpy (out, task->covariances[z], task->problem.d * task->problem.d * sizeof *out);
}

/* Only the lower triangle counts. */
static void
take_map (guint z, const double *map, gpointer user_data)
{
  Task *task = user_data;
  gsize d = task->problem.d;

  for (gsize i = 0; i < d; i++)
    for (gsize j = 0; j <= i; j++)
      task->maps[z][i * d + j] = task->maps[z][j * d + i] = map[i * d + j];
}

static Task *
task_new (gsize d, guint k, double tolerance)
{
  Task *task = g_new0 (Task, 1);

  task->problem = (RasBarycenter) { d, k, task->weights, covariance, take_map, task, tolerance };
  task->problem.barycenter = g_new0 (double, d * d);
  task->problem.losses = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint z = 0; z < k; z++)
    {
      task->maps[z] = g_new0 (double, d * d);
      task->weights[z] = (z + 1.0) / (k * (k + 1) / 2);
    }
  return task;
}

static void
task_free (Task *task)
{
  g_free (task->problem.barycenter);
  g_array_unref (task->problem.losses);
  for (guint z = 0; z < MOST_CLASSES; z++)
    {
      g_free (task->covariances[z]);
      g_free (task->maps[z]);
    }
  g_free (task);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Task, task_free)

/* W^½ F F W^½ for W = diag(w) and F = 1 + a random symmetric matrix: what differs does so in
 * proportion to the variances. */
static double *
vary (const double *w, gsize d, double difference, guint z)
{
  g_autoptr (GRand) random = ras_random_new (z, RAS_STREAM_DRAWN, 9);
  g_autofree double *f = g_new (double, d * d);
  double *varied;

  for (gsize i = 0; i < d; i++)
    for (gsize j = 0; j <= i; j++)
      f[i * d + j] = f[j * d + i] = (i == j) + difference * ras_random_normal (random) / sqrt (d);
  varied = test_product (f, f, d, d, d);
  for (gsize i = 0; i < d; i++)
    for (gsize j = 0; j < d; j++)
      varied[i * d + j] *= sqrt (w[i] * w[j]);
  return varied;
}

/* Classes that share where they vary, as images do, in a common random basis. A `difference`
 * of 0.2 is more than images have. */
static void
fill_images (Task *task, double condition, double difference)
{
  gsize d = task->problem.d;
  g_autofree double *w = g_new (double, d);
  g_autofree double *q = test_random_rotation (d, 50);
  g_autofree double *turned = g_new (double, d * d);

  for (gsize i = 0; i < d; i++)
    {
      w[i] = pow (condition, -(double) i / (d - 1));
      for (gsize j = 0; j < d; j++)
        turned[j * d + i] = q[i * d + j];
    }
  for (guint z = 0; z < task->problem.k; z++)
    {
      g_autofree double *varied = vary (w, d, difference, z);
      g_autofree double *half = test_product (varied, q, d, d, d);

      task->covariances[z] = test_product (turned, half, d, d, d);
      ras_symmetrize (task->covariances[z], d);
    }
}

/* Each class of a wide spectrum in a basis of its own: as far apart as can be. */
static void
fill_unrelated (Task *task, double condition)
{
  gsize d = task->problem.d;
  g_autofree double *w = g_new (double, d);

  for (gsize i = 0; i < d; i++)
    w[i] = pow (condition, -(double) i / (d - 1));
  for (guint z = 0; z < task->problem.k; z++)
    task->covariances[z] = test_random_symmetric (d, w, 60 + z);
}

typedef enum
{
  DENSE,
  SWEEPS
} Way;

static gboolean
solve (Task *task, Way way)
{
  g_autoptr (GError) error = NULL;
  gboolean suitable = TRUE;

  g_assert_true (ras_barycenter_start (&task->problem, &error));
  if (way == DENSE)
    g_assert_true (ras_barycenter_solve_dense (&task->problem, &error));
  else
    g_assert_true (ras_barycenter_solve_sweeps (&task->problem, &suitable, &error));
  g_assert_no_error (error);
  return suitable;
}

/* ‖A_z Σ_z A_z − Σ̄‖ / ‖Σ̄‖, the largest of all classes. */
static double
true_residual (const Task *task)
{
  gsize d = task->problem.d;
  double most = 0;

  for (guint z = 0; z < task->problem.k; z++)
    if (task->weights[z] > 0)
      {
        g_autofree double *half
            = test_product (task->maps[z], task->covariances[z], d, d, d);
        g_autofree double *moved = test_product (half, task->maps[z], d, d, d);

        most = MAX (most, test_relative (moved, task->problem.barycenter, d * d));
      }
  return most;
}

static double
least_eigenvalue (const double *a, gsize d)
{
  g_autofree double *copy = g_memdup2 (a, d * d * sizeof *a);
  g_autofree double *w = g_new (double, d);

  g_assert_true (ras_symmetric_eigen (copy, d, w, NULL));
  return w[0];
}

static void
check_solution (const Task *task, double goal)
{
  gsize d = task->problem.d;
  double residual = true_residual (task);
  const GArray *losses = task->problem.losses;

  g_test_message ("residual %g, reported %g, %u iterations", residual, task->problem.residual,
                  task->problem.iterations);
  g_assert_cmpfloat (residual, <, goal);
  g_assert_cmpfloat (task->problem.residual, <, goal);
  g_assert_cmpfloat (task->problem.residual, >, 0.2 * residual - 1e-13);
  for (guint z = 0; z < task->problem.k; z++)
    g_assert_cmpfloat (least_eigenvalue (task->maps[z], d), >, 0);
  g_assert_cmpfloat (least_eigenvalue (task->problem.barycenter, d), >, 0);
  g_assert_cmpuint (losses->len, >, 0);
  for (guint i = 1; i < losses->len; i++)
    g_assert_cmpfloat (g_array_index (losses, double, i), <=,
                       g_array_index (losses, double, i - 1) * (1 + 1e-7));
}

static double
last_loss (const Task *task)
{
  const GArray *losses = task->problem.losses;

  return g_array_index (losses, double, losses->len - 1);
}

static void
check_images (gsize d, double condition, double difference)
{
  g_autoptr (Task) dense = task_new (d, 3, 1e-9);
  g_autoptr (Task) sweeps = task_new (d, 3, 1e-4);

  fill_images (dense, condition, difference);
  fill_images (sweeps, condition, difference);
  g_assert_true (solve (dense, DENSE));
  g_assert_true (solve (sweeps, SWEEPS));
  check_solution (dense, 1e-8);
  check_solution (sweeps, 1e-8);
  g_assert_cmpfloat (
      test_relative (sweeps->problem.barycenter, dense->problem.barycenter, d * d), <, 1e-3);
  g_assert_cmpfloat_with_epsilon (last_loss (sweeps) / last_loss (dense), 1, 1e-4);
  for (guint z = 0; z < 3; z++)
    g_assert_cmpfloat (test_relative (sweeps->maps[z], dense->maps[z], d * d), <, 3e-2);
}

static void
test_agree (void)
{
  check_images (96, 1e3, 0.2);
  check_images (96, 1e6, 0.1);
  check_images (129, 1e6, 0.2);
}

/* Too far apart for sweeps: the dense maps step in, and the barycenter is none the worse. */
static void
check_unrelated (gsize d, double condition)
{
  g_autoptr (Task) dense = task_new (d, 3, 1e-9);
  g_autoptr (Task) sweeps = task_new (d, 3, 1e-4);

  fill_unrelated (dense, condition);
  fill_unrelated (sweeps, condition);
  g_assert_true (solve (dense, DENSE));
  check_solution (dense, 1e-8);
  if (!solve (sweeps, SWEEPS))
    return;
  g_test_message ("condition %g: residual %g, reported %g, barycenter off by %g", condition,
                  true_residual (sweeps), sweeps->problem.residual,
                  test_relative (sweeps->problem.barycenter, dense->problem.barycenter, d * d));
  g_assert_cmpfloat (true_residual (sweeps), <, 1e-6);
  g_assert_cmpfloat (sweeps->problem.residual, >, 0.2 * true_residual (sweeps));
  g_assert_cmpfloat (
      test_relative (sweeps->problem.barycenter, dense->problem.barycenter, d * d), <, 0.1);
}

static void
test_unrelated (void)
{
  check_unrelated (96, 10);
  check_unrelated (96, 1e3);
  check_unrelated (96, 1e6);
}

/* Most classes alike and one that sweeps cannot do: the others' maps reach the same Σ̄. */
static void
test_one_stranger (void)
{
  gsize d = 96;
  g_autoptr (Task) dense = task_new (d, 3, 1e-9);
  g_autoptr (Task) sweeps = task_new (d, 3, 1e-4);
  Task *const both[] = { dense, sweeps };

  for (int i = 0; i < 2; i++)
    {
      double *a;

      fill_images (both[i], 1e3, 0.1);
      /* In class 0 the least variances nearly vanish: T_0 has eigenvalues below 0.02. */
      a = both[i]->covariances[0];
      g_autofree double *w = g_new (double, d);
      g_autofree double *v = g_memdup2 (a, d * d * sizeof *a);
      g_assert_true (ras_symmetric_eigen (v, d, w, NULL));
      for (gsize l = 0; l < 5; l++)
        for (gsize r = 0; r < d; r++)
          for (gsize c = 0; c < d; c++)
            a[r * d + c] -= w[l] * (1 - 1e-6) * v[l * d + r] * v[l * d + c];
    }
  g_assert_true (solve (dense, DENSE));
  g_assert_true (solve (sweeps, SWEEPS));
  g_assert_cmpfloat (true_residual (sweeps), <, 1e-7);
  g_assert_cmpfloat_with_epsilon (last_loss (sweeps) / last_loss (dense), 1, 1e-2);
  g_assert_cmpfloat (
      test_relative (sweeps->problem.barycenter, dense->problem.barycenter, d * d), <, 1e-2);
}

/* Commuting covariances: Σ̄^½ = Σ_z π_z Σ_z^½ and A_z = Σ̄^½ Σ_z^(−½). */
static void
check_commuting (gsize d, Way way)
{
  guint k = 4;
  g_autoptr (Task) task = task_new (d, k, 1e-10);
  g_autofree double *roots = g_new0 (double, d);

  for (guint z = 0; z < k; z++)
    {
      task->covariances[z] = g_new0 (double, d * d);
      for (gsize i = 0; i < d; i++)
        {
          double variance = pow (1e6, -(double) i / d) * (1 + 0.7 * sin (i * (z + 1)));

          task->covariances[z][i * (d + 1)] = variance;
          roots[i] += task->weights[z] * sqrt (variance);
        }
    }
  g_assert_true (solve (task, way));
  for (gsize i = 0; i < d; i++)
    {
      g_assert_cmpfloat_with_epsilon (task->problem.barycenter[i * (d + 1)] / (roots[i] * roots[i]),
                                      1, 1e-6);
      for (guint z = 0; z < k; z++)
        g_assert_cmpfloat_with_epsilon (
            task->maps[z][i * (d + 1)] * sqrt (task->covariances[z][i * (d + 1)]) / roots[i], 1,
            1e-6);
      for (gsize j = 0; j < i; j++)
        g_assert_cmpfloat (fabs (task->problem.barycenter[i * d + j]), <,
                           1e-9 * roots[i] * roots[j]);
    }
}

static void
test_commuting (void)
{
  check_commuting (20, DENSE);
  check_commuting (96, DENSE);
  check_commuting (96, SWEEPS);
}

/* A class of weight 0 is never asked for (covariance() insists) and gets the identity. */
static void
test_weightless (void)
{
  for (int way = DENSE; way <= SWEEPS; way++)
    {
      gsize d = 96;
      g_autoptr (Task) task = task_new (d, 3, 1e-4);

      fill_images (task, 100, 0.1);
      task->weights[0] = 0.4;
      task->weights[1] = 0;
      task->weights[2] = 0.6;
      g_assert_true (solve (task, way));
      g_assert_cmpfloat (true_residual (task), <, 1e-7);
      for (gsize i = 0; i < d * d; i++)
        g_assert_cmpfloat (task->maps[1][i], ==, i % (d + 1) == 0);
    }
}

static void
make_singular (double *a, gsize d, gsize from)
{
  for (gsize i = 0; i < d; i++)
    for (gsize j = 0; j < d; j++)
      if (i >= from || j >= from)
        a[i * d + j] = 0;
}

/* Sweeps decline what is singular, in all classes or in one, and dense takes it. */
static void
test_singular (void)
{
  for (guint first = 0; first < 3; first++)
    {
      gsize d = 96;
      g_autoptr (Task) task = task_new (d, 3, 1e-4);

      fill_images (task, 100, 0.1);
      for (guint z = first; z < 3; z++)
        make_singular (task->covariances[z], d, 90);
      g_assert_false (solve (task, SWEEPS));
      g_assert_cmpuint (task->problem.losses->len, ==, 0);
      g_assert_true (solve (task, DENSE));
      for (guint z = 0; z < 3; z++)
        for (gsize i = 0; i < d * d; i++)
          g_assert_true (isfinite (task->maps[z][i]));
      if (first == 0)
        g_assert_cmpfloat (true_residual (task), <, 1e-8);
    }
}

static void
test_cancelled (void)
{
  for (int way = DENSE; way <= SWEEPS; way++)
    {
      g_autoptr (Task) task = task_new (96, 3, 1e-4);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      RasProgress progress = { NULL, NULL, cancellable };
      gboolean suitable = TRUE;

      fill_images (task, 100, 0.1);
      g_assert_true (ras_barycenter_start (&task->problem, &error));
      task->problem.progress = &progress;
      g_cancellable_cancel (cancellable);
      g_assert_false (way == DENSE
                          ? ras_barycenter_solve_dense (&task->problem, &error)
                          : ras_barycenter_solve_sweeps (&task->problem, &suitable, &error));
      g_assert_true (ras_error_is_cancelled (error));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/barycenter/agree", test_agree);
  g_test_add_func ("/barycenter/unrelated", test_unrelated);
  g_test_add_func ("/barycenter/one-stranger", test_one_stranger);
  g_test_add_func ("/barycenter/commuting", test_commuting);
  g_test_add_func ("/barycenter/weightless", test_weightless);
  g_test_add_func ("/barycenter/singular", test_singular);
  g_test_add_func ("/barycenter/cancelled", test_cancelled);
  return g_test_run ();
}

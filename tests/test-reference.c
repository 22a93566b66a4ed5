/* Every closed-form eraser against answers computed independently in double precision. */
#include "common.h"

#include <math.h>

static RasDataset *dataset;
static double *x;
static guint16 *labels;

static void
check (const char *name, gboolean shrinkage, guint rank, int answer, double tolerance)
{
  RasFitOptions options = RAS_FIT_OPTIONS_DEFAULT;
  RasApplyOptions apply = { rank, TRUE };
  g_autoptr (RasFit) fit = NULL;
  g_autofree double *expected = test_reference_answer (answer);
  g_autofree double *y = g_new (double, N_ANSWERED * 108);

  options.shrinkage = shrinkage;
  options.max_rank = 60;
  options.target = 1;
  fit = test_fit (dataset, name, &options);
  ras_fit_apply (fit, &apply, x, labels, N_ANSWERED, y);
  g_test_message ("%s: %g", name, test_distance (y, expected, N_ANSWERED * 108));
  g_assert_cmpfloat (test_distance (y, expected, N_ANSWERED * 108), <, tolerance);
}

static void
test_leace (void)
{
  check ("leace", TRUE, 0, ANSWER_LEACE, 1e-10);
}

static void
test_oracle (void)
{
  check ("oracle-leace", TRUE, 0, ANSWER_ORACLE, 1e-12);
}

static void
test_qleace (void)
{
  check ("qleace", FALSE, 0, ANSWER_QLEACE, 1e-5);
}

static void
test_qleace_shrunk (void)
{
  check ("qleace", TRUE, 0, ANSWER_QLEACE_SHRUNK, 1e-5);
}

static void
test_alf (void)
{
  check ("alf-qleace", TRUE, 8, ANSWER_ALF_8, 1e-7);
  check ("alf-qleace", TRUE, 32, ANSWER_ALF_32, 1e-7);
}

static void
test_path (void)
{
  RasFitOptions options = RAS_FIT_OPTIONS_DEFAULT;
  g_autoptr (RasFit) fit = NULL;
  g_autofree double *path = test_reference_path ();

  options.max_rank = N_PATH;
  options.target = 1;
  fit = test_fit (dataset, "alf-qleace", &options);
  g_assert_cmpuint (ras_fit_get_path_length (fit), ==, N_PATH);
  for (guint r = 0; r < N_PATH; r++)
    {
      g_assert_cmpfloat_with_epsilon (ras_fit_get_gap (fit, r + 1), path[r], 1e-9);
      g_assert_cmpint (ras_fit_get_step_class (fit, r), ==, (int) path[N_PATH + r]);
      g_assert_cmpfloat_with_epsilon (ras_fit_get_step_eigenvalue (fit, r), path[2 * N_PATH + r],
                                      1e-9);
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  dataset = test_reference_dataset ();
  x = test_pixels (dataset, N_ANSWERED);
  labels = test_labels (dataset, N_ANSWERED);
  g_test_add_func ("/reference/leace", test_leace);
  g_test_add_func ("/reference/oracle-leace", test_oracle);
  g_test_add_func ("/reference/qleace", test_qleace);
  g_test_add_func ("/reference/qleace-shrunk", test_qleace_shrunk);
  g_test_add_func ("/reference/alf-qleace", test_alf);
  g_test_add_func ("/reference/path", test_path);
  result = g_test_run ();
  g_free (x);
  g_free (labels);
  ras_dataset_unref (dataset);
  return result;
}

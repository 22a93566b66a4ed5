/* Who uses the cores: holds of BLAS nest, and the last one that ends restores what was. */
#include "threads.h"

#include <cblas.h>

static void
test_hold (void)
{
  openblas_set_num_threads (2);
  ras_blas_hold_single ();
  g_assert_cmpint (openblas_get_num_threads (), ==, 1);
  ras_blas_release_single ();
  g_assert_cmpint (openblas_get_num_threads (), ==, 2);
}

static void
test_nested (void)
{
  openblas_set_num_threads (2);
  ras_blas_hold_single ();
  ras_blas_hold_single ();
  ras_blas_release_single ();
  g_assert_cmpint (openblas_get_num_threads (), ==, 1);
  ras_blas_release_single ();
  g_assert_cmpint (openblas_get_num_threads (), ==, 2);
}

/* Each hold ends with what was before it, not with what was at the start. */
static void
test_again (void)
{
  for (int before = 2; before >= 1; before--)
    {
      openblas_set_num_threads (before);
      ras_blas_hold_single ();
      g_assert_cmpint (openblas_get_num_threads (), ==, 1);
      ras_blas_release_single ();
      g_assert_cmpint (openblas_get_num_threads (), ==, before);
    }
}

static gpointer
hold_and_release (gpointer data)
{
  gboolean single = TRUE;

  for (int i = 0; i < 1000; i++)
    {
      ras_blas_hold_single ();
      single = single && openblas_get_num_threads () == 1;
      ras_blas_release_single ();
    }
  return GINT_TO_POINTER (single);
}

static void
test_threads (void)
{
  GThread *threads[4];

  openblas_set_num_threads (2);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("holder", hold_and_release, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_assert_true (GPOINTER_TO_INT (g_thread_join (threads[i])));
  g_assert_cmpint (openblas_get_num_threads (), ==, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/threads/hold", test_hold);
  g_test_add_func ("/threads/nested", test_nested);
  g_test_add_func ("/threads/again", test_again);
  g_test_add_func ("/threads/threads", test_threads);
  return g_test_run ();
}

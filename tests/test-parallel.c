/* Loops over all cores. */
#include "parallel.h"

typedef struct
{
  gint *calls; /* n, atomic */
  gint total;  /* atomic */
} Tally;

static void
count (gsize i, gpointer user_data)
{
  Tally *tally = user_data;

  g_atomic_int_inc (&tally->calls[i]);
  g_atomic_int_inc (&tally->total);
}

static void
check (gsize n)
{
  g_autofree gint *calls = g_new0 (gint, n + 1);
  Tally tally = { calls, 0 };

  ras_parallel_for (n, count, &tally);
  g_assert_cmpint (tally.total, ==, n);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpint (calls[i], ==, 1);
  g_assert_cmpint (calls[n], ==, 0);
}

static void
test_each_once (void)
{
  const gsize sizes[] = { 0, 1, 2, 3, 17, 1000, 100000 };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    check (sizes[i]);
}

/* What the items wrote, without any lock, is there when the loop returns. */
static void
square (gsize i, gpointer user_data)
{
  ((gsize *) user_data)[i] = i * i;
}

static void
test_results_visible (void)
{
  for (gsize round = 0; round < 50; round++)
    {
      gsize squares[64] = { 0 };

      ras_parallel_for (64, square, squares);
      for (gsize i = 0; i < 64; i++)
        g_assert_cmpuint (squares[i], ==, i * i);
    }
}

static void
outer (gsize i, gpointer user_data)
{
  ras_parallel_for (8, square, (gsize *) user_data + 8 * i);
}

static void
test_nested (void)
{
  gsize squares[64] = { 0 };

  ras_parallel_for (8, outer, squares);
  for (gsize i = 0; i < 64; i++)
    g_assert_cmpuint (squares[i], ==, (i % 8) * (i % 8));
}

/* An item that waits for the next one: the loop needs two threads to end. */
static void
meet (gsize i, gpointer user_data)
{
  gint *arrived = user_data;

  g_atomic_int_inc (arrived);
  while (g_atomic_int_get (arrived) < 2)
    g_thread_yield ();
}

static void
test_at_once (void)
{
  gint arrived = g_get_num_processors () < 2 ? 1 : 0;

  ras_parallel_for (2, meet, &arrived);
  g_assert_cmpint (arrived, >=, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/parallel/each-once", test_each_once);
  g_test_add_func ("/parallel/results-visible", test_results_visible);
  g_test_add_func ("/parallel/nested", test_nested);
  g_test_add_func ("/parallel/at-once", test_at_once);
  return g_test_run ();
}

/* Progress and cancellation. */
#include "progress.h"

typedef struct
{
  guint calls;
  double fraction;
  char *stage;
} Seen;

static void
see (const char *stage, double fraction, gpointer user_data)
{
  Seen *seen = user_data;

  seen->calls++;
  seen->fraction = fraction;
  g_free (seen->stage);
  seen->stage = g_strdup (stage);
}

static void
test_nobody (void)
{
  RasProgress empty = { NULL };
  g_autoptr (GError) error = NULL;

  g_assert_true (ras_progress_step (NULL, "Work", 0.5, &error));
  g_assert_true (ras_progress_step (&empty, "Work", 0.5, &error));
  g_assert_no_error (error);
}

static void
test_steps (void)
{
  Seen seen = { 0 };
  RasProgress progress = { see, &seen };

  g_assert_true (ras_progress_step (&progress, "Work", 0.25, NULL));
  g_assert_cmpstr (seen.stage, ==, "Work");
  g_assert_cmpfloat (seen.fraction, ==, 0.25);
  g_assert_true (ras_progress_step (&progress, "More work", 1.0000001, NULL));
  g_assert_cmpstr (seen.stage, ==, "More work");
  g_assert_cmpfloat (seen.fraction, ==, 1);
  g_assert_true (ras_progress_step (&progress, "Who knows", -1, NULL));
  g_assert_cmpfloat (seen.fraction, <, 0);
  g_assert_cmpuint (seen.calls, ==, 3);
  g_free (seen.stage);
}

static void
test_cancelled (void)
{
  Seen seen = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  RasProgress progress = { see, &seen, cancellable };
  g_autoptr (GError) error = NULL;

  g_assert_true (ras_progress_step (&progress, "Work", 0, &error));
  g_assert_no_error (error);
  g_cancellable_cancel (cancellable);
  g_assert_false (ras_progress_step (&progress, "Work", 0.5, &error));
  g_assert_true (ras_error_is_cancelled (error));
  g_assert_false (ras_progress_step (&progress, "Work", 0.5, NULL));
  g_assert_cmpuint (seen.calls, ==, 1);
  g_free (seen.stage);
}

static void
test_other_errors (void)
{
  g_autoptr (GError) error = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "other");

  g_assert_false (ras_error_is_cancelled (error));
  g_assert_false (ras_error_is_cancelled (NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/progress/nobody", test_nobody);
  g_test_add_func ("/progress/steps", test_steps);
  g_test_add_func ("/progress/cancelled", test_cancelled);
  g_test_add_func ("/progress/other-errors", test_other_errors);
  return g_test_run ();
}

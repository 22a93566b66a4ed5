#include "ras-run-board-private.h"

#include <math.h>

#include "common.h"
#include "ras-job.h"
#include "ras-mdl-plan.h"
#include "ras-run-store.h"
#include "runner.h"
#include "runs.h"
#include "temp-folder.h"

#define N_IMAGES 300

static guint n_ended;

static void
ended_cb (void)
{
  n_ended++;
}

static RasRunBoard *
board_new (void)
{
  RasRunBoard *board = ras_run_board_new ();

  n_ended = 0;
  g_signal_connect (board, "ended", G_CALLBACK (ended_cb), NULL);
  return board;
}

static void
wait_for_end (void)
{
  while (n_ended == 0)
    g_main_context_iteration (NULL, TRUE);
}

/* A few networks on a few images. */
static RasPlan *
plan_new (RasDataset *dataset)
{
  const char *const erasers[] = { "none", "leace", NULL };
  g_autoptr (RasSession) session = ras_session_new ();
  RasPlan *plan;

  g_object_set (session, "mdl-erasers", erasers, "mdl-widths", "8", "mdl-depths", "1",
                "mdl-images", (guint) N_IMAGES, "mdl-seeds", 1u, "mdl-max-epochs", 3u, NULL);
  plan = ras_mdl_plan_make (ras_session_get_state (session), RAS_MDL_CUSTOM, dataset, NULL);
  g_assert_nonnull (plan);
  return plan;
}

/* --- A played job: held, the board has none of its own --- */

static void
test_states (void)
{
  const RasRunJobListener *job = ras_run_board_get_listener ();
  g_autoptr (RasRunBoard) board = board_new ();
  g_autoptr (RasRunBoard) other = NULL;
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_free);
  g_autoptr (GArray) losses = g_array_new (FALSE, TRUE, sizeof (double));
  RasRunStatus status = { .epoch = 4, .seconds_left = 6, .n_blocks = 3 };
  g_autoptr (RasPoint) first = test_point_new (0, 3.32);
  double fraction;

  g_assert_cmpint (ras_run_board_get_state (board), ==, RAS_BOARD_IDLE);
  ras_run_board_set_paused (board, TRUE);
  ras_run_board_stop (board);
  g_assert_cmpint (ras_run_board_get_state (board), ==, RAS_BOARD_IDLE);

  ras_run_board_begin (board);
  job->preparing ("Fitting QLEACE", 0.5, board);
  g_assert_cmpint (ras_run_board_get_state (board), ==, RAS_BOARD_PREPARING);
  g_assert_cmpstr (ras_run_board_get_stage (board, &fraction), ==, "Fitting QLEACE");
  g_assert_cmpfloat (fraction, ==, 0.5);
  g_ptr_array_add (runs, ras_run_new (test_config_new ("none", 1)));
  g_ptr_array_add (runs, ras_run_new (test_config_new ("leace", 1)));
  job->planned ("a collection", runs, board);
  g_assert_true (ras_run_board_is_training ("a collection"));
  g_assert_cmpuint (ras_run_board_get_n_runs (board), ==, 2);
  status.run_id = ras_run_board_get_run (board, 0)->run->id;
  job->started (status.run_id, board);
  g_assert_null (ras_run_board_get_stage (board, &fraction));
  g_assert_cmpint (ras_run_board_get_state (board), ==, RAS_BOARD_TRAINING);
  g_assert_true (isnan (ras_run_board_get_seconds_left (board)));

  g_array_set_size (losses, 5);
  status.training_losses = status.validation_losses = losses;
  job->epoch (&status, board);
  g_assert_cmpuint (ras_run_board_get_run (board, 0)->epoch, ==, 4);
  g_assert_cmpuint (ras_run_board_get_run (board, 0)->validation_losses->len, ==, 5);
  /* The other is thought to take as long. */
  g_assert_cmpfloat (ras_run_board_get_seconds_left (board), ==, 12);
  job->point (status.run_id, first, board);
  job->point (status.run_id, first, board);
  g_assert_cmpuint (ras_run_board_get_run (board, 0)->run->points->len, ==, 1);

  ras_run_board_set_paused (board, TRUE);
  g_assert_cmpint (ras_run_board_get_state (board), ==, RAS_BOARD_PAUSED);
  g_assert_true (ras_run_board_is_busy (board));
  ras_run_board_set_paused (board, FALSE);
  g_assert_cmpint (ras_run_board_get_state (board), ==, RAS_BOARD_TRAINING);
  job->ended (status.run_id, RAS_RUN_FINISHED, NULL, board);
  job->ended (ras_run_board_get_run (board, 1)->run->id, RAS_RUN_FAILED, "It went wrong.", board);
  g_assert_cmpuint (ras_run_board_get_n_ended (board), ==, 2);
  g_assert_cmpfloat (ras_run_board_get_fraction (board), ==, 1);
  g_assert_cmpuint (n_ended, ==, 0);
  job->done (NULL, board);
  g_assert_cmpint (ras_run_board_get_state (board), ==, RAS_BOARD_FINISHED);
  g_assert_cmpuint (n_ended, ==, 1);
  g_assert_false (ras_run_board_is_training ("a collection"));

  /* Resumed in another window, it stays in training when this one is closed. */
  other = board_new ();
  ras_run_board_begin (other);
  job->planned ("a collection", runs, other);
  g_clear_object (&board);
  g_assert_true (ras_run_board_is_training ("a collection"));
  g_clear_object (&other);
  g_assert_false (ras_run_board_is_training ("a collection"));
}

/* What one window is through with, another may be at. */
static void
test_two_boards (void)
{
  const RasRunJobListener *job = ras_run_board_get_listener ();
  RasRunBoard *first = ras_run_board_new ();
  g_autoptr (RasRunBoard) second = ras_run_board_new ();
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  ras_run_board_begin (first);
  job->planned ("a collection", none, first);
  job->done (NULL, first);
  ras_run_board_begin (second);
  job->planned ("a collection", none, second);
  g_object_unref (first);
  g_assert_true (ras_run_board_is_training ("a collection"));
  job->done (NULL, second);
  g_assert_false (ras_run_board_is_training ("a collection"));
}

static void
test_failure (void)
{
  const RasRunJobListener *job = ras_run_board_get_listener ();
  g_autoptr (RasRunBoard) board = board_new ();
  g_autoptr (GError) error
      = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "The disk is full.");

  ras_run_board_begin (board);
  job->done (error, board);
  g_assert_cmpint (ras_run_board_get_state (board), ==, RAS_BOARD_FAILED);
  g_assert_cmpstr (ras_run_board_get_failure (board), ==, "The disk is full.");
  ras_run_board_begin (board);
  g_assert_null (ras_run_board_get_failure (board));
}

/* --- The real one --- */

static GPtrArray *
load (RasRunBoard *board)
{
  g_autoptr (RasStore) store = ras_run_store_open (NULL);
  GPtrArray *runs;

  g_assert_nonnull (store);
  runs = ras_store_load_runs (store, ras_run_board_get_collection (board), NULL);
  g_assert_nonnull (runs);
  return runs;
}

static void
test_training (void)
{
  g_autoptr (RasDataset) dataset = test_reference_dataset ();
  g_autoptr (RasPlan) plan = plan_new (dataset);
  g_autoptr (RasRunBoard) board = board_new ();
  g_autoptr (GPtrArray) stored = NULL;

  ras_run_board_start (board, dataset, plan, RAS_MDL_CUSTOM);
  wait_for_end ();
  g_assert_cmpstr (ras_run_board_get_failure (board), ==, NULL);
  g_assert_cmpint (ras_run_board_get_state (board), ==, RAS_BOARD_FINISHED);
  stored = load (board);
  g_assert_cmpuint (stored->len, ==, 2);
  for (guint i = 0; i < stored->len; i++)
    {
      const RasRun *run = g_ptr_array_index (stored, i);
      const RasRun *shown = ras_run_board_get_run (board, i)->run;

      g_assert_cmpint (run->state, ==, RAS_RUN_FINISHED);
      g_assert_cmpuint (run->points->len, ==, run->config->blocks);
      g_assert_cmpfloat (ras_run_get_mdl (run), ==, ras_run_get_mdl (shown));
    }
}

static void
changed_cb (RasRunBoard *board)
{
  for (guint i = 0; i < ras_run_board_get_n_runs (board); i++)
    if (ras_run_board_get_run (board, i)->run->points->len >= 2)
      ras_run_board_stop (board);
}

/* Stopped and resumed, a collection has the numbers of one that was left alone. */
static void
test_resume (void)
{
  g_autoptr (RasDataset) dataset = test_reference_dataset ();
  g_autoptr (RasPlan) plan = plan_new (dataset);
  g_autoptr (RasRunBoard) board = board_new ();
  g_autoptr (GPtrArray) whole = NULL;
  g_autoptr (GPtrArray) resumed = NULL;
  g_autofree char *collection = NULL;

  plan->common->max_epochs = 40;
  plan->common->patience = 40;
  g_signal_connect (board, "changed", G_CALLBACK (changed_cb), NULL);
  ras_run_board_start (board, dataset, plan, RAS_MDL_CUSTOM);
  wait_for_end ();
  g_assert_cmpint (ras_run_board_get_state (board), ==, RAS_BOARD_STOPPED);
  g_assert_cmpuint (ras_run_board_get_n_ended (board), <, 2);
  g_signal_handlers_disconnect_by_func (board, changed_cb, NULL);

  n_ended = 0;
  collection = g_strdup (ras_run_board_get_collection (board));
  ras_run_board_resume (board, dataset, collection);
  g_assert_cmpint (ras_run_board_get_state (board), ==, RAS_BOARD_PREPARING);
  wait_for_end ();
  g_assert_cmpint (ras_run_board_get_state (board), ==, RAS_BOARD_FINISHED);
  resumed = load (board);

  /* The same again, in a store of its own. */
  {
    g_autoptr (GPtrArray) configs = ras_mdl_plan_list_runs (plan, dataset, 2, NULL);

    g_assert_cmpuint (resumed->len, ==, configs->len);
    whole = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_free);
    for (guint i = 0; i < configs->len; i++)
      g_ptr_array_add (whole, ras_run_new (ras_run_config_copy (
                                  ((RasRun *) g_ptr_array_index (resumed, i))->config)));
    g_assert_true (ras_runner_run (dataset, whole, &(RasRunnerOptions) { 0 }, NULL));
  }
  for (guint i = 0; i < whole->len; i++)
    g_assert_cmpfloat (ras_run_get_mdl (g_ptr_array_index (whole, i)), ==,
                       ras_run_get_mdl (g_ptr_array_index (resumed, i)));
}

/* While QLEACE is being fitted elsewhere, what does not need it is trained. */
static void
test_hold (void)
{
  const char *const erasers[] = { "none", "qleace", NULL };
  g_autoptr (RasDataset) dataset = test_reference_dataset ();
  g_autoptr (RasPlan) plan = plan_new (dataset);
  g_autoptr (RasRunBoard) board = board_new ();
  double fraction;

  g_strfreev (plan->erasers);
  plan->erasers = g_strdupv ((char **) erasers);
  plan->common->max_epochs = 4;
  ras_run_board_set_hold (board, "Fitting it elsewhere", 0.25);
  ras_run_board_start (board, dataset, plan, RAS_MDL_CUSTOM);
  while (g_strcmp0 (ras_run_board_get_stage (board, &fraction), "Fitting it elsewhere") != 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpfloat (fraction, ==, 0.25);
  g_assert_cmpuint (ras_run_board_get_n_ended (board), ==, 1);
  g_assert_cmpint (ras_run_board_get_run (board, 0)->run->state, ==, RAS_RUN_FINISHED);
  g_assert_cmpint (ras_run_board_get_state (board), ==, RAS_BOARD_TRAINING);
  ras_run_board_set_hold (board, NULL, -1);
  wait_for_end ();
  g_assert_cmpint (ras_run_board_get_state (board), ==, RAS_BOARD_FINISHED);
}

/* Given up in the middle, as when a window is closed: nothing is delivered any more. */
static void
test_close (void)
{
  g_autoptr (RasDataset) dataset = test_reference_dataset ();
  g_autoptr (RasPlan) plan = plan_new (dataset);
  RasRunBoard *board = board_new ();

  plan->common->max_epochs = 41; /* a run that is not in the store yet */
  ras_run_board_start (board, dataset, plan, RAS_MDL_CUSTOM);
  g_object_unref (board);
  g_assert_true (ras_jobs_wait (60));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (n_ended, ==, 0);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = temp_folder_new ();
  int result;

  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run-board/states", test_states);
  g_test_add_func ("/run-board/two-boards", test_two_boards);
  g_test_add_func ("/run-board/failure", test_failure);
  g_test_add_func ("/run-board/training", test_training);
  g_test_add_func ("/run-board/resume", test_resume);
  g_test_add_func ("/run-board/hold", test_hold);
  g_test_add_func ("/run-board/close", test_close);
  result = g_test_run ();
  g_assert_true (ras_jobs_wait (60));
  temp_folder_remove (folder);
  return result;
}

/* Lists of runs: shared out, paused, cancelled, gone on with, and what goes wrong. */
#include "runner.h"

#include "common.h"

#include <math.h>
#include <string.h>

static RasDataset *
make_dataset (void)
{
  static const gsize counts[] = { 150, 200, 130 };

  return test_random_dataset (1, 8, counts, 3, 0, 5);
}

static RasRunConfig *
make_config (RasDataset *dataset, const char *eraser, guint64 seed)
{
  RasRunConfig *config = ras_run_config_new ();
  g_autoptr (GError) error = NULL;

  config->net = g_strdup ("mlp");
  g_free (config->eraser);
  config->eraser = g_strdup (eraser);
  config->rank = 5;
  config->width = 16;
  config->batch = 32;
  config->max_epochs = 8;
  config->patience = 3;
  config->blocks = 4;
  config->learning_rate = 5e-3;
  config->warm_up = 5;
  config->seed = seed;
  ras_run_config_complete (config, dataset, &error);
  g_assert_no_error (error);
  return config;
}

static GPtrArray *
make_runs (RasDataset *dataset)
{
  static const char *const erasers[] = { "none", "leace", "random" };
  GPtrArray *runs = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_free);

  for (guint64 seed = 1; seed <= 2; seed++)
    for (guint i = 0; i < G_N_ELEMENTS (erasers); i++)
      g_ptr_array_add (runs, ras_run_new (make_config (dataset, erasers[i], seed)));
  return runs;
}

static void
train (RasDataset *dataset, GPtrArray *runs, const RasRunnerOptions *options)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (ras_runner_run (dataset, runs, options, &error));
  g_assert_no_error (error);
}

static void
assert_same (const GPtrArray *runs, const GPtrArray *others)
{
  g_autofree char *csv = ras_runs_to_csv (runs);
  g_autofree char *other = ras_runs_to_csv (others);

  g_assert_cmpstr (csv, ==, other);
  for (guint i = 0; i < runs->len; i++)
    {
      const RasRun *run = runs->pdata[i];

      g_assert_cmpint (run->state, ==, RAS_RUN_FINISHED);
      g_assert_cmpuint (run->points->len, ==, run->config->blocks);
    }
}

/* --- What the listener hears --- */

typedef struct
{
  guint n_started, n_ended;
  gint n_points, n_epochs; /* atomic */
  gint inside; /* callbacks that are going on */
  gint cancel_at, pause_at; /* after so many points; 0: never */
  GCancellable *cancellable;
  RasRunnerGate *gate;
  gint paused; /* atomic */
} Ear;

static void
enter (Ear *ear)
{
  g_assert_cmpint (g_atomic_int_add (&ear->inside, 1), ==, 0);
}

static void
leave (Ear *ear)
{
  g_atomic_int_add (&ear->inside, -1);
}

static void
started_cb (const RasRun *run, gpointer user_data)
{
  Ear *ear = user_data;

  enter (ear);
  ear->n_started++;
  leave (ear);
}

static void
epoch_cb (const RasRunnerProgress *progress, gpointer user_data)
{
  Ear *ear = user_data;

  enter (ear);
  g_atomic_int_inc (&ear->n_epochs);
  g_assert_cmpuint (progress->block, ==, progress->run->points->len);
  g_assert_cmpuint (progress->n_blocks, ==, 4);
  /* An accident shows here first. */
  g_assert_true (isfinite (progress->validation_loss) || progress->run->config->seed == 3);
  g_assert_cmpint (isnan (progress->training_loss) != 0, ==, progress->epoch == 0);
  if (progress->epoch > 0)
    {
      g_assert_cmpfloat (progress->images_per_second, >, 0);
      g_assert_cmpfloat (progress->seconds_left, >=, 0);
    }
  leave (ear);
}

static void
point_cb (const RasRun *run, const RasPoint *point, gpointer user_data)
{
  Ear *ear = user_data;

  enter (ear);
  g_assert_cmpuint (run->points->len, ==, point->block + 1);
  g_atomic_int_inc (&ear->n_points);
  if (ear->n_points == ear->cancel_at)
    g_cancellable_cancel (ear->cancellable);
  if (ear->n_points == ear->pause_at)
    {
      ras_runner_gate_set_paused (ear->gate, TRUE);
      g_atomic_int_set (&ear->paused, TRUE);
    }
  leave (ear);
}

static void
ended_cb (const RasRun *run, gpointer user_data)
{
  Ear *ear = user_data;

  enter (ear);
  g_assert_cmpint (run->state, !=, RAS_RUN_STARTED);
  ear->n_ended++;
  leave (ear);
}

static RasRunnerListener
listen (Ear *ear)
{
  return (RasRunnerListener) { NULL, started_cb, epoch_cb, point_cb, ended_cb, ear };
}

/* --- Tests --- */

/* One worker or two, each run's numbers are its own. */
static void
test_workers (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (GPtrArray) one = make_runs (dataset), two = make_runs (dataset);
  Ear ear = { 0 };
  RasRunnerListener listener = listen (&ear);
  RasRunnerOptions options = { .cores = 1 };

  train (dataset, one, &options);
  options.cores = 2;
  options.listener = &listener;
  train (dataset, two, &options);
  assert_same (one, two);
  g_assert_cmpuint (ear.n_started, ==, 6);
  g_assert_cmpint (ear.n_points, ==, 24);
  g_assert_cmpuint (ear.n_ended, ==, 6);
  g_assert_cmpint (ear.n_epochs, >, 6 * 3 * 3);
  /* What is finished is passed over. */
  train (dataset, two, &options);
  g_assert_cmpuint (ear.n_started, ==, 6);
}

/* Cancelled after every possible point, and taken up again. */
static void
test_cancelled_and_gone_on (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (GPtrArray) alone = make_runs (dataset);
  RasRunnerOptions undisturbed = { .cores = 2 };

  train (dataset, alone, &undisturbed);
  for (gint at = 1; at < 24; at += 5)
    {
      g_autoptr (GPtrArray) runs = make_runs (dataset);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;
      Ear ear = { .cancel_at = at, .cancellable = cancellable };
      RasRunnerListener listener = listen (&ear);
      RasRunnerOptions options
          = { .cores = 2, .cancellable = cancellable, .listener = &listener };
      gint there = 0;

      g_assert_false (ras_runner_run (dataset, runs, &options, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      for (guint i = 0; i < runs->len; i++)
        there += ((RasRun *) runs->pdata[i])->points->len;
      g_assert_cmpint (there, ==, ear.n_points);
      /* The other worker may have been about to finish one, too. */
      g_assert_cmpint (there, <=, at + 1);
      train (dataset, runs, &undisturbed);
      assert_same (runs, alone);
    }
}

static void
test_cancelled_before (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (GPtrArray) runs = make_runs (dataset);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Ear ear = { 0 };
  RasRunnerListener listener = listen (&ear);
  RasRunnerOptions options = { .cancellable = cancellable, .listener = &listener };

  g_cancellable_cancel (cancellable);
  g_assert_false (ras_runner_run (dataset, runs, &options, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (ear.n_points, ==, 0);
}

typedef struct
{
  RasDataset *dataset;
  GPtrArray *runs;
  RasRunnerOptions options;
  gboolean done;
  GError *error;
} Background;

static gpointer
run_background (gpointer data)
{
  Background *self = data;

  self->done = ras_runner_run (self->dataset, self->runs, &self->options, &self->error);
  return NULL;
}

/* Waits for the pause, then until the run that was not the one to pause it stands still, too. */
static gint
wait_for_pause (const Ear *ear)
{
  gint points, epochs;

  while (!g_atomic_int_get (&ear->paused))
    g_usleep (1000);
  do
    {
      points = g_atomic_int_get (&ear->n_points);
      epochs = g_atomic_int_get (&ear->n_epochs);
      g_usleep (100000);
    }
  while (g_atomic_int_get (&ear->n_points) != points
         || g_atomic_int_get (&ear->n_epochs) != epochs);
  return points;
}

static void
pause_and (gboolean cancel)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (GPtrArray) alone = make_runs (dataset), runs = make_runs (dataset);
  g_autoptr (RasRunnerGate) gate = ras_runner_gate_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Ear ear = { .pause_at = 6, .gate = gate };
  RasRunnerListener listener = listen (&ear);
  RasRunnerOptions undisturbed = { .cores = 2 };
  Background background = { dataset, runs, { .cores = 2, .gate = gate, .cancellable = cancellable,
                                             .listener = &listener } };
  GThread *thread = g_thread_new ("runner", run_background, &background);

  g_assert_cmpint (wait_for_pause (&ear), <, 24);
  g_assert_true (ras_runner_gate_get_paused (gate));
  if (cancel)
    g_cancellable_cancel (cancellable);
  else
    ras_runner_gate_set_paused (gate, FALSE);
  g_thread_join (thread);
  g_assert_cmpint (background.done, ==, !cancel);
  if (cancel)
    {
      g_assert_error (background.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&background.error);
      return;
    }
  train (dataset, alone, &undisturbed);
  assert_same (runs, alone);
}

static void
test_paused_and_resumed (void)
{
  pause_and (FALSE);
}

static void
test_cancelled_while_paused (void)
{
  pause_and (TRUE);
}

/* A loss that is not finite ends its run with a sentence; the others do not notice. */
static void
test_numerical_accident (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (GPtrArray) runs = make_runs (dataset), alone = make_runs (dataset);
  RasRunConfig *wild = make_config (dataset, "none", 3);
  Ear ear = { 0 };
  RasRunnerListener listener = listen (&ear);
  RasRunnerOptions options = { .cores = 2, .listener = &listener }, quiet = { .cores = 1 };
  RasRun *run;

  wild->learning_rate = 1e30;
  run = ras_run_new (wild);
  g_ptr_array_insert (runs, 1, run);
  train (dataset, runs, &options);
  g_assert_cmpint (run->state, ==, RAS_RUN_FAILED);
  g_assert_nonnull (strstr (run->message, "learning rate"));
  g_assert_cmpuint (run->points->len, >=, 1);
  g_assert_cmpuint (run->points->len, <, 4);
  g_assert_cmpuint (ear.n_ended, ==, 7);
  g_ptr_array_remove_index (runs, 1);
  train (dataset, alone, &quiet);
  assert_same (runs, alone);
}

/* Every network is tested on the last block: the last one is the prequential code's. */
static void
test_fixed_test (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (GPtrArray) runs
      = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_free);
  RasRunConfig *fixed = make_config (dataset, "none", 1);
  RasRunnerOptions options = { .cores = 1 };
  const RasPoint *p[2], *q[2];

  fixed->estimator = RAS_ESTIMATOR_FIXED_TEST;
  g_ptr_array_add (runs, ras_run_new (make_config (dataset, "none", 1)));
  g_ptr_array_add (runs, ras_run_new (fixed));
  train (dataset, runs, &options);
  for (guint i = 0; i < 2; i++)
    {
      p[i] = ((RasRun *) runs->pdata[0])->points->pdata[2 + i];
      q[i] = ((RasRun *) runs->pdata[1])->points->pdata[2 + i];
      /* The training is the same. */
      g_assert_cmpuint (p[i]->epochs, ==, q[i]->epochs);
      g_assert_cmpmem (p[i]->validation_losses, p[i]->epochs * sizeof (float),
                       q[i]->validation_losses, q[i]->epochs * sizeof (float));
    }
  /* Each counts for its own block. */
  g_assert_cmpuint (q[0]->images + q[0]->test_images, ==, q[1]->images);
  g_assert_cmpfloat (p[0]->cross_entropy, !=, q[0]->cross_entropy);
  g_assert_cmpfloat (p[1]->cross_entropy, ==, q[1]->cross_entropy);
}

static void
assert_refused_run (RasDataset *dataset, RasRunConfig *config)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_free);
  RasRunnerOptions options = { .cores = 1 };
  g_autoptr (GError) error = NULL;
  RasRun *run = ras_run_new (config);

  g_ptr_array_add (runs, run);
  g_assert_false (ras_runner_run (dataset, runs, &options, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (run->points->len, ==, 0);
  run->state = RAS_RUN_FINISHED;
  g_assert_true (ras_runner_run (dataset, runs, &options, NULL));
}

/* What a damaged store may say, one thing at a time. */
static void
test_wrong_configurations (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();

#define REFUSED(change)                                                                            \
  {                                                                                                \
    RasRunConfig *config = make_config (dataset, "leace", 1);                                      \
                                                                                                   \
    change;                                                                                        \
    assert_refused_run (dataset, config);                                                          \
  }
  REFUSED (config->images = G_MAXSIZE / 2)
  REFUSED (config->images = 0)
  REFUSED (config->blocks = G_MAXUINT)
  REFUSED (config->blocks = 0)
  REFUSED (config->batch = 0)
  REFUSED (config->batch = G_MAXUINT)
  REFUSED (config->threads = 0)
  REFUSED (config->threads = G_MAXUINT)
  REFUSED (config->width = G_MAXUINT)
  REFUSED (config->depth = G_MAXUINT)
  REFUSED (config->n_classes = G_MAXUINT)
  REFUSED (config->max_epochs = 0)
  REFUSED (config->rank = G_MAXUINT)
  REFUSED (config->learning_rate = INFINITY)
  REFUSED (config->beta1 = 1)
  REFUSED (config->beta2 = NAN)
  REFUSED (config->drop_path = NAN)
  REFUSED (g_clear_pointer (&config->activation, g_free))
  REFUSED (g_clear_pointer (&config->net, g_free))
  REFUSED (g_clear_pointer (&config->eraser, g_free))
  REFUSED (g_clear_pointer (&config->fingerprint, g_free))
#undef REFUSED
}

/* Wide enough that no machine has the memory: weights of 65536 × 65536 floats, many times over. */
static void
test_memory (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (GPtrArray) runs
      = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_free);
  RasRunConfig *huge = make_config (dataset, "none", 1);
  RasRunnerOptions options = { .cores = 1 };
  g_autoptr (GError) error = NULL;

  huge->width = 65536;
  huge->depth = 200;
  g_ptr_array_add (runs, ras_run_new (huge));
  g_assert_false (ras_runner_run (dataset, runs, &options, &error));
  g_assert_error (error, RAS_LEARN_ERROR, RAS_LEARN_ERROR_MEMORY);
  g_assert_nonnull (strstr (error->message, "smaller network"));
}

static void
test_estimate (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (GPtrArray) configs
      = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_config_free);
  guint64 memory;

  g_ptr_array_add (configs, make_config (dataset, "none", 1));
  g_assert_cmpfloat (ras_runner_estimate (dataset, configs, 1), >, 0);
  memory = ras_runner_memory (dataset, configs, 1);
  g_assert_cmpuint (memory, >, 0);
  g_ptr_array_add (configs, make_config (dataset, "qleace", 2));
  /* Three maps of 64 × 64 floats more; one run at a time, or two. */
  g_assert_cmpuint (ras_runner_memory (dataset, configs, 1), >=, memory + 3 * 64 * 64 * 4);
  g_assert_cmpuint (ras_runner_memory (dataset, configs, 2), >, 2 * memory);
}

static void
test_threads (void)
{
  /* With a run for every core each has one; a single run has them all. */
  g_assert_cmpuint (ras_runner_choose_threads (8, 4), ==, 1);
  g_assert_cmpuint (ras_runner_choose_threads (1, 4), ==, 4);
  for (guint n = 1; n <= 9; n++)
    for (guint cores = 1; cores <= 9; cores++)
      {
        guint threads = ras_runner_choose_threads (n, cores);

        g_assert_cmpuint (threads, >=, 1);
        g_assert_cmpuint (threads * MIN (n, cores), <=, cores);
      }
}

/* The rank for a target is where the path's gap is small enough, and no lower one is. */
static void
test_find_rank (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (GError) error = NULL;
  RasFitOptions options = { TRUE, 0.5, 0, 1 };
  RasFit *fit = test_fit (dataset, "alf-qleace", &options);
  guint rank = 0;

  g_assert_true (ras_runner_find_rank (dataset, 0.5, NULL, NULL, &rank, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (rank, >, 0);
  g_assert_cmpfloat (ras_fit_get_gap (fit, rank), <=, 0.5);
  g_assert_cmpfloat (ras_fit_get_gap (fit, rank - 1), >, 0.5);
  ras_fit_unref (fit);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/runner/workers", test_workers);
  g_test_add_func ("/runner/cancelled-and-gone-on", test_cancelled_and_gone_on);
  g_test_add_func ("/runner/cancelled-before", test_cancelled_before);
  g_test_add_func ("/runner/paused-and-resumed", test_paused_and_resumed);
  g_test_add_func ("/runner/cancelled-while-paused", test_cancelled_while_paused);
  g_test_add_func ("/runner/numerical-accident", test_numerical_accident);
  g_test_add_func ("/runner/fixed-test", test_fixed_test);
  g_test_add_func ("/runner/wrong-configurations", test_wrong_configurations);
  g_test_add_func ("/runner/memory", test_memory);
  g_test_add_func ("/runner/estimate", test_estimate);
  g_test_add_func ("/runner/threads", test_threads);
  g_test_add_func ("/runner/find-rank", test_find_rank);
  return g_test_run ();
}

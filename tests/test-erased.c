/* Runs whose eraser edits: what they learn from, what their identity says, what they take. */
#include "edits.h"
#include "runner.h"

#include <math.h>

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
  config->max_epochs = 6;
  config->blocks = 4;
  config->learning_rate = 5e-3;
  config->warm_up = 5;
  config->seed = seed;
  ras_run_config_complete (config, dataset, &error);
  g_assert_no_error (error);
  return config;
}

static GPtrArray *
train (RasDataset *dataset, RasCache *cache, const char *eraser, guint n_seeds)
{
  GPtrArray *runs = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_free);
  RasRunnerOptions options = { .cache = cache, .cores = 2 };
  g_autoptr (GError) error = NULL;

  for (guint64 seed = 1; seed <= n_seeds; seed++)
    g_ptr_array_add (runs, ras_run_new (make_config (dataset, eraser, seed)));
  g_assert_true (ras_runner_run (dataset, runs, &options, &error));
  g_assert_no_error (error);
  return runs;
}

static double
get_entropy (const GPtrArray *runs, guint run, guint block)
{
  const RasRun *one = runs->pdata[run];

  return ((const RasPoint *) one->points->pdata[block])->cross_entropy;
}

/* Learning after it is learning from the edited data set without an eraser. */
static void
test_learns_from_edited_images (void)
{
  g_auto (EditCase) c;
  g_autoptr (GError) error = NULL;
  g_autoptr (RasDataset) edited = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_autoptr (GPtrArray) expected = NULL;
  g_autoptr (GPtrArray) original = NULL;
  gboolean differs = FALSE;

  edit_case_init (&c);
  runs = train (c.dataset, c.cache, "gradient", 2);
  /* The target and a file for each class. */
  g_assert_cmpuint (edit_case_count_files (&c), ==, 1 + EDIT_CLASSES);
  c.plan.iterations = RAS_EDIT_DEFAULT_ITERATIONS;
  edited = ras_edited_dataset_new (&c.plan, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (edit_case_count_files (&c), ==, 1 + EDIT_CLASSES);
  expected = train (edited, NULL, "none", 2);
  original = train (c.dataset, NULL, "none", 2);
  for (guint i = 0; i < 2; i++)
    for (guint b = 0; b < 4; b++)
      {
        g_assert_cmpfloat (get_entropy (runs, i, b), ==, get_entropy (expected, i, b));
        differs |= get_entropy (runs, i, b) != get_entropy (original, i, b);
      }
  g_assert_true (differs);
}

/* Without a cache the numbers are the same. */
static void
test_without_a_cache (void)
{
  g_auto (EditCase) c;
  g_autoptr (GPtrArray) with = NULL;
  g_autoptr (GPtrArray) without = NULL;

  edit_case_init (&c);
  with = train (c.dataset, c.cache, "gradient", 1);
  without = train (c.dataset, NULL, "gradient", 1);
  for (guint b = 0; b < 4; b++)
    g_assert_cmpfloat (get_entropy (with, 0, b), ==, get_entropy (without, 0, b));
}

/* The identity: shrinkage counts, a rank and the seed of the random projection do not. */
static void
test_identity (void)
{
  g_auto (EditCase) c;
  g_autoptr (RasRunConfig) config = NULL;
  g_autoptr (RasRunConfig) other = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL, *same = NULL, *plain = NULL;

  edit_case_init (&c);
  config = make_config (c.dataset, "gradient", 1);
  other = make_config (c.dataset, "gradient", 1);
  g_assert_cmpuint (config->rank, ==, 0);
  other->rank = 9;
  other->eraser_seed = 4;
  g_assert_true (ras_run_config_complete (other, c.dataset, &error));
  id = ras_run_config_make_id (config);
  same = ras_run_config_make_id (other);
  g_assert_cmpstr (id, ==, same);
  other->shrinkage = FALSE;
  g_assert_true (ras_run_config_complete (other, c.dataset, &error));
  plain = ras_run_config_make_id (other);
  g_assert_cmpstr (id, !=, plain);
}

typedef struct
{
  GCancellable *cancellable;
  guint n;
} Ear;

static void
cancel_in_second_class (const char *stage, double fraction, gpointer user_data)
{
  Ear *ear = user_data;

  ear->n += g_str_has_prefix (stage, "Gradient-based erasure");
  if (strstr (stage, "class 2 of 3"))
    g_cancellable_cancel (ear->cancellable);
}

/* Editing is told of and can be cancelled; no run has begun then. */
static void
test_cancelled_while_editing (void)
{
  g_auto (EditCase) c;
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_free);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  Ear ear = { cancellable, 0 };
  RasRunnerListener listener = { .preparing = cancel_in_second_class, .user_data = &ear };
  RasRunnerOptions options = { .cores = 1, .cancellable = cancellable, .listener = &listener };

  edit_case_init (&c);
  options.cache = c.cache;
  g_ptr_array_add (runs, ras_run_new (make_config (c.dataset, "gradient", 1)));
  g_assert_false (ras_runner_run (c.dataset, runs, &options, &error));
  g_assert_true (ras_error_is_cancelled (error));
  g_assert_cmpuint (ear.n, >, 2);
  g_assert_cmpuint (((RasRun *) runs->pdata[0])->points->len, ==, 0);
  c.plan.iterations = RAS_EDIT_DEFAULT_ITERATIONS;
  g_assert_true (ras_edited_is_kept (&c.plan, 0, edit_counts[0]));
  g_assert_false (ras_edited_is_kept (&c.plan, 1, edit_counts[1]));
}

static void
test_estimates (void)
{
  g_auto (EditCase) c;
  g_autoptr (GPtrArray) configs
      = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_config_free);
  g_autoptr (GPtrArray) plain
      = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_config_free);
  g_autoptr (GPtrArray) runs = NULL;
  double seconds;

  edit_case_init (&c);
  g_ptr_array_add (plain, make_config (c.dataset, "none", 1));
  g_assert_cmpfloat (ras_runner_estimate_editing (c.dataset, plain, c.cache), ==, 0);
  g_ptr_array_add (configs, make_config (c.dataset, "gradient", 1));
  seconds = ras_runner_estimate_editing (c.dataset, configs, c.cache);
  g_assert_cmpfloat (seconds, >, 0);
  /* However many runs share it. */
  g_ptr_array_add (configs, make_config (c.dataset, "gradient", 2));
  g_assert_cmpfloat (ras_runner_estimate_editing (c.dataset, configs, c.cache), ==, seconds);
  g_assert_cmpuint (ras_runner_memory (c.dataset, configs, 1), >=,
                    ras_runner_memory (c.dataset, plain, 1) + 190 * 36);
  runs = train (c.dataset, c.cache, "gradient", 1);
  g_assert_cmpfloat (ras_runner_estimate_editing (c.dataset, configs, c.cache), ==, 0);
  g_assert_cmpfloat (ras_runner_estimate_editing (c.dataset, configs, NULL), ==, seconds);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/erased/learns-from-edited-images", test_learns_from_edited_images);
  g_test_add_func ("/erased/without-a-cache", test_without_a_cache);
  g_test_add_func ("/erased/identity", test_identity);
  g_test_add_func ("/erased/cancelled-while-editing", test_cancelled_while_editing);
  g_test_add_func ("/erased/estimates", test_estimates);
  return g_test_run ();
}

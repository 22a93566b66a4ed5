/* Learning itself: what is learnt, that numbers repeat, that streams do not depend on threads. */
#include "common.h"
#include "learner.h"
#include "prequential.h"

#include <math.h>
#include <string.h>

static RasRunConfig *
make_config (RasDataset *dataset, const char *net, guint threads)
{
  RasRunConfig *config = ras_run_config_new ();
  g_autoptr (GError) error = NULL;

  g_free (config->net);
  config->net = g_strdup (net);
  config->width = 16;
  config->threads = threads;
  config->batch = 32;
  config->max_epochs = 12;
  config->patience = 4;
  config->blocks = 4;
  config->learning_rate = 5e-3;
  config->warm_up = 5;
  ras_run_config_complete (config, dataset, &error);
  g_assert_no_error (error);
  return config;
}

static RasBatchEraser *
make_none (void)
{
  RasApplyOptions options = RAS_APPLY_OPTIONS_DEFAULT;

  return ras_batch_eraser_new (NULL, &options, NULL);
}

static RasRun *
run_all (RasDataset *dataset, RasRunConfig *config, guint points_there, const RasRun *from)
{
  g_autoptr (RasBatchEraser) none = make_none ();
  g_autoptr (GError) error = NULL;
  RasRun *run = ras_run_new (config);
  RasPrequentialObserver observer = { NULL };

  for (guint i = 0; i < points_there; i++)
    g_ptr_array_add (run->points, ras_point_copy (from->points->pdata[i]));
  ras_prequential_run (dataset, run, none, &observer, &error);
  g_assert_no_error (error);
  g_assert_cmpint (run->state, ==, RAS_RUN_FINISHED);
  return run;
}

static void
assert_same (const RasRun *a, const RasRun *b)
{
  g_assert_cmpuint (a->points->len, ==, b->points->len);
  for (guint i = 0; i < a->points->len; i++)
    {
      const RasPoint *p = a->points->pdata[i], *q = b->points->pdata[i];

      g_assert_cmpfloat (p->cross_entropy, ==, q->cross_entropy);
      g_assert_cmpuint (p->epochs, ==, q->epochs);
      g_assert_cmpuint (p->best_epoch, ==, q->best_epoch);
      g_assert_cmpmem (p->training_losses, p->epochs * sizeof (float), q->training_losses,
                       q->epochs * sizeof (float));
      g_assert_cmpmem (p->validation_losses, p->epochs * sizeof (float), q->validation_losses,
                       q->epochs * sizeof (float));
    }
}

static RasDataset *
make_dataset (void)
{
  static const gsize counts[] = { 150, 200, 130 };

  return test_random_dataset (1, 8, counts, 3, 0, 5);
}

/* Again, and taken up after every single block: the same numbers, bit by bit. */
static void
test_repeats (void)
{
  for (guint threads = 1; threads <= 2; threads++)
    {
      g_autoptr (RasDataset) dataset = make_dataset ();
      g_autoptr (RasRun) first
          = run_all (dataset, make_config (dataset, "mlp", threads), 0, NULL);

      g_assert_cmpuint (first->points->len, ==, 4);
      for (guint there = 0; there < first->points->len; there++)
        {
          g_autoptr (RasRun) again
              = run_all (dataset, make_config (dataset, "mlp", threads), there, first);

          assert_same (first, again);
        }
    }
}

/* Another seed gives another order, other weights, other numbers. */
static void
test_seeds (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  RasRunConfig *other = make_config (dataset, "mlp", 1);
  g_autoptr (RasRun) a = run_all (dataset, make_config (dataset, "mlp", 1), 0, NULL);
  g_autoptr (RasRun) b = NULL;
  const RasPoint *p, *q;

  other->seed = 2;
  b = run_all (dataset, other, 0, NULL);
  p = a->points->pdata[3];
  q = b->points->pdata[3];
  g_assert_cmpfloat (p->cross_entropy, !=, q->cross_entropy);
}

/* Splitting the batch over threads changes roundings, not the learning. */
static void
test_threads (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasBatchEraser) none = make_none ();
  double losses[3];

  for (guint threads = 1; threads <= 3; threads++)
    {
      g_autoptr (RasRunConfig) config = make_config (dataset, "mlp", threads);
      g_autoptr (RasLearner) learner = ras_learner_new (dataset, config, none, NULL);

      g_assert_true (ras_learner_start (learner, 1, 200, NULL));
      for (guint epoch = 0; epoch < 3; epoch++)
        g_assert_true (ras_learner_train (learner, NULL, NULL, &losses[threads - 1], NULL));
    }
  g_assert_cmpfloat_with_epsilon (losses[0], losses[1], 1e-3);
  g_assert_cmpfloat_with_epsilon (losses[0], losses[2], 1e-3);
}

/* One image more than a batch, and more threads than that has images: its statistics are not
 * asked for. */
static void
test_rest_of_a_batch (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasBatchEraser) none = make_none ();
  double losses[2];

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (RasRunConfig) config = make_config (dataset, "resnet18", i == 0 ? 1 : 4);
      g_autoptr (RasLearner) learner = ras_learner_new (dataset, config, none, NULL);
      double loss;

      g_assert_true (ras_learner_start (learner, 1, config->batch + 1, NULL));
      g_assert_true (ras_learner_train (learner, NULL, NULL, &loss, NULL));
      losses[i] = ras_learner_validate (learner);
    }
  g_assert_cmpfloat_with_epsilon (losses[0], losses[1], 1e-3);
}

/* Two classes, one dark and one bright: learnt almost for nothing. */
static void
test_learns (void)
{
  const gsize n = 600, d = 36;
  guint8 *pixels = g_new (guint8, n * d);
  guint16 *labels = g_new (guint16, n);
  GRand *random = g_rand_new_with_seed (3);
  g_autoptr (RasDataset) dataset = NULL;
  g_autoptr (RasRun) run = NULL;

  for (gsize i = 0; i < n; i++)
    {
      labels[i] = i % 2;
      for (gsize j = 0; j < d; j++)
        pixels[i * d + j] = g_rand_int_range (random, 0, 100) + (labels[i] ? 120 : 30);
    }
  g_rand_free (random);
  dataset = test_dataset_new (1, 6, n, 2, pixels, labels);
  run = run_all (dataset, make_config (dataset, "mlp", 1), 0, NULL);
  g_assert_cmpfloat (((RasPoint *) run->points->pdata[0])->cross_entropy, ==, 1);
  g_assert_cmpfloat (((RasPoint *) run->points->pdata[3])->cross_entropy, <, 0.1);
  g_assert_cmpfloat (ras_run_get_mdl (run), <, 0.6);
}

/* Labels that are pure chance cost about log2 k, never much more. */
static void
test_chance (void)
{
  const gsize n = 600, d = 36;
  guint8 *pixels = g_new (guint8, n * d);
  guint16 *labels = g_new (guint16, n);
  GRand *random = g_rand_new_with_seed (4);
  g_autoptr (RasDataset) dataset = NULL;
  g_autoptr (RasRun) run = NULL;

  for (gsize i = 0; i < n * d; i++)
    pixels[i] = g_rand_int_range (random, 0, 256);
  for (gsize i = 0; i < n; i++)
    labels[i] = g_rand_int_range (random, 0, 4);
  g_rand_free (random);
  dataset = test_dataset_new (1, 6, n, 4, pixels, labels);
  run = run_all (dataset, make_config (dataset, "mlp", 1), 0, NULL);
  g_assert_cmpfloat (ras_run_get_mdl (run), >, 1.95);
  g_assert_cmpfloat (ras_run_get_mdl (run), <, 2.1);
}

/* Erasing in training is the fit's erasing: the linear classifier learns nothing after LEACE. The
 * eraser sees every image, the classifier some of them, so the rest may cost a little more. */
static void
test_erased (void)
{
  static const gsize counts[] = { 600, 600 };
  g_autoptr (RasDataset) dataset = test_random_dataset (1, 6, counts, 2, 0, 8);
  g_autoptr (RasFit) fit = test_fit (dataset, "leace", NULL);
  RasApplyOptions options = RAS_APPLY_OPTIONS_DEFAULT;
  g_autoptr (RasBatchEraser) eraser = ras_batch_eraser_new (fit, &options, NULL);
  g_autoptr (RasRunConfig) config = make_config (dataset, "linear", 1);
  g_autoptr (RasLearner) plain = NULL, erased = NULL;
  g_autoptr (RasBatchEraser) none = make_none ();
  double loss[2];

  config->crop = config->flip = FALSE;
  plain = ras_learner_new (dataset, config, none, NULL);
  erased = ras_learner_new (dataset, config, eraser, NULL);
  for (guint i = 0; i < 2; i++)
    {
      RasLearner *learner = i == 0 ? plain : erased;

      g_assert_true (ras_learner_start (learner, 1, ras_learner_get_n_coded (learner), NULL));
      for (guint epoch = 0; epoch < 30; epoch++)
        g_assert_true (ras_learner_train (learner, NULL, NULL, &loss[i], NULL));
    }
  g_assert_cmpfloat (loss[0], <, 0.5);
  g_assert_cmpfloat (loss[1], >, 0.66);
}

static void
test_accident (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasRunConfig) config = make_config (dataset, "mlp", 2);
  g_autoptr (RasBatchEraser) none = make_none ();
  g_autoptr (RasLearner) learner = NULL;
  g_autoptr (GError) error = NULL;
  double loss;
  guint epoch = 0;

  config->learning_rate = 1e30;
  config->warm_up = 0;
  learner = ras_learner_new (dataset, config, none, NULL);
  g_assert_true (ras_learner_start (learner, 1, 300, NULL));
  while (epoch++ < 20 && ras_learner_train (learner, NULL, NULL, &loss, &error))
    continue;
  g_assert_error (error, RAS_LEARN_ERROR, RAS_LEARN_ERROR_NUMERICAL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/learner/repeats", test_repeats);
  g_test_add_func ("/learner/seeds", test_seeds);
  g_test_add_func ("/learner/threads", test_threads);
  g_test_add_func ("/learner/rest-of-a-batch", test_rest_of_a_batch);
  g_test_add_func ("/learner/learns", test_learns);
  g_test_add_func ("/learner/chance", test_chance);
  g_test_add_func ("/learner/erased", test_erased);
  g_test_add_func ("/learner/accident", test_accident);
  return g_test_run ();
}

/* Runs that the tests of runs, plans, charts and the store share. */
#pragma once

#include "run.h"

/* A network that is all there: an MLP 128 × 2. Free with ras_run_config_free(). */
static inline RasRunConfig *
test_config_new (const char *eraser, guint64 seed)
{
  RasRunConfig *config = ras_run_config_new ();

  g_free (config->eraser);
  config->eraser = g_strdup (eraser);
  config->dataset = g_strdup ("/data/zürich/bilder “1”");
  config->title = g_strdup ("Bilder\taus Zürich \\ 図");
  config->fingerprint = g_strdup ("0123456789abcdef0123456789abcdef");
  config->n_classes = 10;
  config->images = 2000;
  config->net = g_strdup ("mlp");
  config->activation = g_strdup ("relu");
  config->width = 128;
  config->depth = 2;
  config->drop_path = 0;
  config->learning_rate = 5e-4;
  config->beta1 = 0.95;
  config->blocks = 3;
  config->seed = seed;
  return config;
}

/* Block i of three, with losses; seconds of which a quarter is spent on each stage. */
static inline RasPoint *
test_point_new (guint block, double cross_entropy)
{
  static const gsize sizes[] = { 100, 300, 1200 };
  RasPoint *point = g_new0 (RasPoint, 1);

  point->block = block;
  for (guint i = 0; i < block; i++)
    point->images += sizes[i];
  point->test_images = sizes[block];
  point->cross_entropy = cross_entropy;
  point->epochs = 7 * block;
  point->best_epoch = 5 * block;
  point->training_losses = g_new0 (float, point->epochs);
  point->validation_losses = g_new0 (float, point->epochs);
  for (guint i = 0; i < point->epochs; i++)
    {
      point->training_losses[i] = 2.3025851f / (i + 1.1f);
      point->validation_losses[i] = 2.3025851f / (i + 1.3f);
    }
  point->seconds = 0.1 + block;
  point->augment_seconds = point->erase_seconds = point->learn_seconds = point->seconds / 4;
  return point;
}

/* With its first n_points blocks, finished where these are all three. */
static inline RasRun *
test_run_new (const char *eraser, guint64 seed, const double *cross_entropies, guint n_points)
{
  RasRun *run = ras_run_new (test_config_new (eraser, seed));

  for (guint i = 0; i < n_points; i++)
    g_ptr_array_add (run->points, test_point_new (i, cross_entropies[i]));
  run->state = n_points == 3 ? RAS_RUN_FINISHED : RAS_RUN_STARTED;
  return run;
}

static inline void
assert_same_bits (double a, double b)
{
  g_assert_cmpmem (&a, sizeof a, &b, sizeof b);
}

static inline void
assert_same_config (const RasRunConfig *a, const RasRunConfig *b)
{
  g_autofree char *first = ras_run_config_to_json (a);
  g_autofree char *second = ras_run_config_to_json (b);

  g_assert_cmpstr (first, ==, second);
}

static inline void
assert_same_losses (const float *a, const float *b, guint epochs)
{
  g_assert_true ((a == NULL) == (b == NULL));
  if (a)
    g_assert_cmpmem (a, epochs * sizeof *a, b, epochs * sizeof *b);
}

static inline void
assert_same_point (const RasPoint *a, const RasPoint *b)
{
  g_assert_cmpuint (a->block, ==, b->block);
  g_assert_cmpuint (a->images, ==, b->images);
  g_assert_cmpuint (a->test_images, ==, b->test_images);
  assert_same_bits (a->cross_entropy, b->cross_entropy);
  g_assert_cmpuint (a->epochs, ==, b->epochs);
  g_assert_cmpuint (a->best_epoch, ==, b->best_epoch);
  assert_same_losses (a->training_losses, b->training_losses, a->epochs);
  assert_same_losses (a->validation_losses, b->validation_losses, a->epochs);
  assert_same_bits (a->seconds, b->seconds);
  assert_same_bits (a->augment_seconds, b->augment_seconds);
  assert_same_bits (a->erase_seconds, b->erase_seconds);
  assert_same_bits (a->learn_seconds, b->learn_seconds);
}

static inline void
assert_same_run (const RasRun *a, const RasRun *b)
{
  g_assert_cmpstr (a->id, ==, b->id);
  assert_same_config (a->config, b->config);
  g_assert_cmpint (a->state, ==, b->state);
  g_assert_cmpstr (a->message, ==, b->message);
  g_assert_cmpstr (a->version, ==, b->version);
  g_assert_cmpint (a->created, ==, b->created);
  g_assert_cmpuint (a->points->len, ==, b->points->len);
  for (guint i = 0; i < a->points->len; i++)
    assert_same_point (a->points->pdata[i], b->points->pdata[i]);
}

#include "prequential.h"

#include <math.h>

/* The run while it goes on. */
typedef struct
{
  RasRun *run;
  RasLearner *learner;
  GArray *blocks; /* gsize */
  const RasPrequentialObserver *observer;
  guint epochs_before;
} Code;

/* Images before block b. */
static gsize
images_before (const Code *self, guint b)
{
  gsize sum = 0;

  for (guint i = 0; i < b; i++)
    sum += g_array_index (self->blocks, gsize, i);
  return sum;
}

static void
report_epoch (Code *self, guint block, const RasPoint *point, double training, double validation,
              double seconds)
{
  RasPrequentialEpoch epoch = { .block = block,
                                .n_blocks = self->blocks->len,
                                .images = point->images,
                                .epoch = point->epochs,
                                .training_loss = training,
                                .validation_loss = validation,
                                .epoch_seconds = seconds,
                                .validation_images
                                = ras_prequential_validation (self->run->config->images),
                                .epochs_before = self->epochs_before };

  for (guint b = block + 1; b < self->blocks->len; b++)
    epoch.images_ahead += images_before (self, b);
  if (self->observer->epoch)
    self->observer->epoch (&epoch, self->observer->user_data);
}

static void
append_loss (float **losses, guint n, double loss)
{
  /* Room doubles, so that thirty thousand epochs are not copied thirty thousand times. */
  if ((n & (n - 1)) == 0)
    *losses = g_renew (float, *losses, MAX (1, 2 * n));
  (*losses)[n] = loss;
}

/* Patience is not counted yet in the first epochs: every network starts at the uniform prediction
 * and looks good until it has moved. */
static guint
count_unsettled (const RasRunConfig *config, gsize images)
{
  gsize steps = (images + config->batch - 1) / config->batch;

  return MAX (config->patience / 3, (config->warm_up + steps - 1) / steps);
}

/* Epochs until the validation loss has not improved for `patience` of them. The untrained weights may
 * turn out the best to code with, but patience does not count from them: after an eraser a network
 * often gets worse than uniform, on a hump of many epochs, before it gets better. */
static gboolean
train (Code *self, RasPoint *point, GError **error)
{
  const RasRunConfig *config = self->run->config;
  const RasLearnerTimes *times = ras_learner_get_times (self->learner);
  double best = log (config->n_classes), best_settled = G_MAXDOUBLE;
  guint improved = count_unsettled (config, point->images);

  report_epoch (self, point->block, point, NAN, best, 0);
  while (point->epochs < config->max_epochs
         && point->epochs < improved + MAX ((guint64) 1, config->patience))
    {
      gint64 from = g_get_monotonic_time ();
      double training, validation, paused = times->paused;

      if (!ras_learner_train (self->learner, self->observer->gate, self->observer->cancellable,
                              &training, error))
        return FALSE;
      validation = ras_learner_validate (self->learner);
      append_loss (&point->training_losses, point->epochs, training);
      append_loss (&point->validation_losses, point->epochs, validation);
      point->epochs++;
      if (point->epochs >= improved && validation < best_settled)
        {
          best_settled = validation;
          improved = point->epochs;
        }
      if (validation < best)
        {
          best = validation;
          point->best_epoch = point->epochs;
          ras_learner_keep_best (self->learner);
        }
      report_epoch (self, point->block, point, training, validation,
                    (g_get_monotonic_time () - from) / 1e6 - (times->paused - paused));
    }
  return TRUE;
}

/* Which images measure the network of block b. */
static void
choose_test (const Code *self, guint b, gsize *first, gsize *n)
{
  guint tested = self->run->config->estimator == RAS_ESTIMATOR_FIXED_TEST ? self->blocks->len - 1
                                                                          : b;

  *first = images_before (self, tested);
  *n = g_array_index (self->blocks, gsize, tested);
}

static gboolean
code_block (Code *self, guint b, GError **error)
{
  g_autoptr (RasPoint) point = g_new0 (RasPoint, 1);
  gint64 from = g_get_monotonic_time ();
  const RasLearnerTimes *times = ras_learner_get_times (self->learner);
  gsize first, n;

  point->block = b;
  point->images = images_before (self, b);
  point->test_images = g_array_index (self->blocks, gsize, b);
  /* Without any image to learn from, each label costs log2 k bits. */
  point->cross_entropy = log2 (self->run->config->n_classes);
  if (b > 0)
    {
      choose_test (self, b, &first, &n);
      if (!ras_learner_start (self->learner, b, point->images, error)
          || !train (self, point, error))
        return FALSE;
      self->epochs_before = point->epochs;
      if (point->best_epoch > 0)
        point->cross_entropy = ras_learner_code (self->learner, first, n) / G_LN2;
      point->augment_seconds = times->augment;
      point->erase_seconds = times->erase;
      point->learn_seconds = times->learn;
    }
  point->seconds = (g_get_monotonic_time () - from) / 1e6 - times->paused;
  g_ptr_array_add (self->run->points, ras_point_copy (point));
  if (b + 1 == self->blocks->len)
    self->run->state = RAS_RUN_FINISHED;
  if (self->observer->point)
    self->observer->point (self->run, point, self->observer->user_data);
  return TRUE;
}

gboolean
ras_prequential_run (RasDataset *dataset, RasRun *run, RasBatchEraser *eraser,
                     const RasPrequentialObserver *observer, GError **error)
{
  const RasRunConfig *config = run->config;
  g_autoptr (RasLearner) learner = ras_learner_new (dataset, config, eraser, error);
  g_autoptr (GArray) blocks = NULL;
  Code self = { .run = run, .learner = learner, .observer = observer };

  if (learner == NULL)
    return FALSE;
  blocks = self.blocks = ras_prequential_blocks (ras_learner_get_n_coded (learner),
                                                 config->n_classes, config->blocks);
  for (guint b = run->points->len; b < blocks->len; b++)
    if (!code_block (&self, b, error))
      return FALSE;
  run->state = RAS_RUN_FINISHED;
  return TRUE;
}

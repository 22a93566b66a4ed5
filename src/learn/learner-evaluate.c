/* Losses without learning: validation and coding. */
#include "learner-private.h"

#include "cross-entropy.h"

#include <string.h>

/* Images that running statistics are counted over before the weights are evaluated. */
#define CALIBRATION_IMAGES 2048

void
ras_learner_shuffle (GRand *random, guint32 *order, gsize n)
{
  for (gsize i = n; i > 1; i--)
    {
      gsize j = g_rand_int_range (random, 0, i);
      guint32 kept = order[i - 1];

      order[i - 1] = order[j];
      order[j] = kept;
    }
}

/* --- Images as they are, erased --- */

typedef struct
{
  RasLearner *learner;
  gsize from; /* in the run's order, validation images included */
  gsize n;
  float *images;
  guint16 *labels;
} Preparation;

static void
prepare_share (guint thread, gpointer user_data)
{
  Preparation *self = user_data;
  RasLearner *learner = self->learner;
  gsize first, end;

  ras_team_share (self->n, thread, learner->n_threads, &first, &end);
  for (gsize row = first; row < end; row++)
    {
      gsize index = learner->order[self->from + row];

      ras_augment_none (ras_dataset_get_image (learner->dataset, RAS_SPLIT_TRAIN, index),
                        learner->d, self->images + row * learner->d);
      self->labels[row] = ras_dataset_get_label (learner->dataset, RAS_SPLIT_TRAIN, index);
    }
  ras_team_barrier (learner->team);
  ras_batch_eraser_apply (learner->eraser, self->images, self->labels, self->n, thread,
                          learner->n_threads, learner->workers[thread].erase_scratch);
}

/* n ≤ chunk_rows. */
static void
prepare (RasLearner *self, gsize from, gsize n, float *images, guint16 *labels)
{
  Preparation preparation = { self, from, n, images, labels };

  ras_team_run (self->team, prepare_share, &preparation);
}

void
ras_learner_prepare_validation (RasLearner *self)
{
  for (gsize from = 0; from < self->n_validation; from += self->chunk_rows)
    prepare (self, from, MIN (self->chunk_rows, self->n_validation - from),
             self->validation + from * self->d, self->validation_labels + from);
}

/* --- Losses --- */

static RasPass
make_pass (RasLearner *self, guint thread, RasPassMode mode)
{
  return (RasPass) { .mode = mode,
                     .seed = self->config->seed,
                     .parameters = self->evaluated,
                     .state = (RasReal *) self->evaluated_state,
                     .team = self->team,
                     .thread = thread,
                     .scratch = self->workers[thread].scratch };
}

static void
evaluate_share (guint thread, gpointer user_data)
{
  RasLearner *self = user_data;
  RasLearnerWorker *worker = &self->workers[thread];
  const RasLayer *root = self->network->root;
  RasPass pass = make_pass (self, thread, RAS_PASS_EVALUATE);
  gsize first, end;

  ras_team_share (self->n_evaluated, thread, self->n_threads, &first, &end);
  for (; first < end; first += pass.m)
    {
      pass.m = MIN (self->slice, end - first);
      pass.batch = pass.m;
      ras_layer_forward (root, &pass, self->evaluated_images + first * self->d, worker->logits,
                         worker->saved);
      ras_cross_entropy (worker->logits, self->evaluated_labels + first, pass.m, root->out,
                         self->losses + first, NULL, 0);
    }
}

/* Σ of the losses, added in the images' order whatever the number of threads. */
static double
sum_losses (RasLearner *self, const float *images, const guint16 *labels, gsize n)
{
  double sum = 0;

  self->evaluated_images = images;
  self->evaluated_labels = labels;
  self->n_evaluated = n;
  ras_team_run (self->team, evaluate_share, self);
  for (gsize i = 0; i < n; i++)
    sum += self->losses[i];
  return sum;
}

/* --- Running statistics (batch norm) belong to the weights they were taken with: those of the
 *     averaged ones are counted before they are evaluated. --- */

static void
calibrate_share (guint thread, gpointer user_data)
{
  RasLearner *self = user_data;
  RasLearnerWorker *worker = &self->workers[thread];
  RasPass pass = make_pass (self, thread, RAS_PASS_CALIBRATE);
  gsize batch = MIN (self->config->batch, self->n_evaluated);

  pass.step = self->n_calibrated;
  for (gsize from = 0; from + batch <= self->n_evaluated; from += batch, pass.step++)
    {
      gsize first, end;

      ras_team_share (batch, thread, self->n_threads, &first, &end);
      pass.m = end - first;
      pass.first = first;
      pass.batch = batch;
      ras_layer_forward (self->network->root, &pass,
                         self->evaluated_images + (from + first) * self->d, worker->logits,
                         worker->saved);
    }
}

static void
calibrate (RasLearner *self)
{
  gsize batch = self->config->batch, n = MIN (CALIBRATION_IMAGES, self->n);

  /* Whole batches only, for all count the same, and a rest may be too small to be shared out. */
  if (n > batch)
    n -= n % batch;
  self->n_calibrated = 0;
  for (gsize done = 0, rows; done < n; done += rows)
    {
      rows = MIN (self->chunk_rows, n - done);

      prepare (self, self->n_validation + done, rows, self->chunk, self->chunk_labels);
      self->evaluated_images = self->chunk;
      self->n_evaluated = rows;
      ras_team_run (self->team, calibrate_share, self);
      self->n_calibrated += rows / MIN (batch, rows);
    }
}

/* --- What the others call --- */

static void
average_share (guint thread, gpointer user_data)
{
  RasLearner *self = user_data;

  ras_schedule_free_average (self->optimiser, self->x, thread, self->n_threads);
}

double
ras_learner_validate (RasLearner *self)
{
  gint64 from = g_get_monotonic_time ();
  double loss;

  ras_team_run (self->team, average_share, self);
  self->evaluated = self->x;
  self->evaluated_state = self->state;
  if (self->network->root->calibrates)
    calibrate (self);
  loss = sum_losses (self, self->validation, self->validation_labels, self->n_validation)
         / self->n_validation;
  self->times.evaluate += (g_get_monotonic_time () - from) / 1e6;
  return loss;
}

void
ras_learner_keep_best (RasLearner *self)
{
  const RasParameters *parameters = self->network->parameters;

  memcpy (self->best, self->x, parameters->count * sizeof *self->best);
  memcpy (self->best_state, self->state, parameters->n_state * sizeof *self->state);
}

double
ras_learner_code (RasLearner *self, gsize first, gsize n)
{
  gint64 from = g_get_monotonic_time ();
  double sum = 0;

  self->evaluated = self->best;
  self->evaluated_state = self->best_state;
  for (gsize done = 0, rows; done < n; done += rows)
    {
      rows = MIN (self->chunk_rows, n - done);
      prepare (self, self->n_validation + first + done, rows, self->chunk, self->chunk_labels);
      sum += sum_losses (self, self->chunk, self->chunk_labels, rows);
    }
  self->times.evaluate += (g_get_monotonic_time () - from) / 1e6;
  return sum / n;
}

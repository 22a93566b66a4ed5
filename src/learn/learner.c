#include "learner-private.h"

#include "complete.h"
#include "cross-entropy.h"
#include "memory.h"
#include "random.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

static double
now (void)
{
  return g_get_monotonic_time () / 1e6;
}

/* --- Making it --- */

/* The run's images in their one order. */
static guint32 *
draw_order (RasDataset *dataset, const RasRunConfig *config)
{
  gsize n = ras_dataset_get_n_images (dataset, RAS_SPLIT_TRAIN);
  guint32 *order = g_new (guint32, n);
  GRand *random = ras_random_new (config->seed, RAS_STREAM_ORDER, 0);

  for (gsize i = 0; i < n; i++)
    order[i] = i;
  ras_learner_shuffle (random, order, n);
  g_rand_free (random);
  return order;
}

static gboolean
alloc_vectors (RasLearner *self, GError **error)
{
  gsize count = self->network->parameters->count;
  gsize n_state = self->network->parameters->n_state;
  RasReal **vectors[] = { &self->y, &self->x, &self->best };

  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    if ((*vectors[i] = ras_alloc_big (count, sizeof (RasReal), _ ("the weights"), error)) == NULL)
      return FALSE;
  self->state = g_new0 (RasReal, n_state + 1);
  self->best_state = g_new0 (RasReal, n_state + 1);
  self->gradients = g_new0 (RasReal *, self->n_threads);
  for (guint t = 0; t < self->n_threads; t++)
    if ((self->gradients[t]
         = ras_alloc_big (count, sizeof (RasReal), _ ("the gradient"), error))
        == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
alloc_worker (RasLearner *self, RasLearnerWorker *worker, GError **error)
{
  const RasLayer *root = self->network->root;
  gsize m = self->slice, scratch = root->scratch * m + root->fixed_scratch;
  guint k = root->out;

  worker->saved = ras_alloc_big (root->saved * m + 1, sizeof (RasReal), _ ("training"), error);
  if (worker->saved == NULL)
    return FALSE;
  worker->scratch = ras_alloc_big (scratch + 1, sizeof (RasReal), _ ("training"), error);
  if (worker->scratch == NULL)
    return FALSE;
  worker->logits = g_new0 (RasReal, m * k);
  worker->d_logits = g_new0 (RasReal, m * k);
  worker->losses = g_new0 (double, m);
  worker->erase_scratch
      = ras_alloc_big (ras_batch_eraser_get_scratch (self->eraser, self->chunk_rows) + 1,
                       sizeof (float), _ ("erasing"), error);
  return worker->erase_scratch != NULL;
}

static gboolean
alloc_buffers (RasLearner *self, GError **error)
{
  if (!alloc_vectors (self, error))
    return FALSE;
  self->chunk = ras_alloc_big (self->chunk_rows * self->d, sizeof (float), _ ("a batch"), error);
  self->validation = ras_alloc_big (self->n_validation * self->d, sizeof (float),
                                    _ ("the validation images"), error);
  if (self->chunk == NULL || self->validation == NULL)
    return FALSE;
  self->chunk_labels = g_new (guint16, self->chunk_rows);
  self->validation_labels = g_new (guint16, self->n_validation);
  self->losses = g_new (double, MAX (self->n_validation, self->chunk_rows));
  self->epoch_order = g_new (guint32, self->n_coded);
  self->crops = g_new (RasCrop, self->n_coded);
  self->workers = g_new0 (RasLearnerWorker, self->n_threads);
  for (guint t = 0; t < self->n_threads; t++)
    if (!alloc_worker (self, &self->workers[t], error))
      return FALSE;
  return TRUE;
}

RasLearner *
ras_learner_new (RasDataset *dataset, const RasRunConfig *config, RasBatchEraser *eraser,
                 GError **error)
{
  g_autoptr (RasLearner) self = g_new0 (RasLearner, 1);
  RasNetworkInput input = { ras_dataset_get_channels (dataset), ras_dataset_get_height (dataset),
                            ras_dataset_get_width (dataset), ras_dataset_get_n_classes (dataset) };
  gsize preferred = ras_batch_eraser_get_preferred_rows (eraser);

  self->dataset = ras_dataset_ref (dataset);
  self->config = ras_run_config_copy (config);
  self->eraser = ras_batch_eraser_ref (eraser);
  self->d = ras_dataset_get_dimension (dataset);
  self->n_validation = ras_prequential_validation (config->images);
  self->n_coded = config->images - self->n_validation;
  self->n_threads = config->threads;
  self->slice = (config->batch + config->threads - 1) / config->threads;
  self->gathers = preferred > 1;
  self->chunk_rows = MAX (preferred / config->batch, 1) * config->batch;
  self->order = draw_order (dataset, config);
  if ((self->network = ras_network_new (config, &input, error)) == NULL
      || (self->team = ras_team_new (config->threads, error)) == NULL
      || !alloc_buffers (self, error))
    return NULL;
  ras_learner_prepare_validation (self);
  return g_steal_pointer (&self);
}

void
ras_learner_free (RasLearner *self)
{
  g_clear_pointer (&self->team, ras_team_free);
  for (guint t = 0; self->workers && t < self->n_threads; t++)
    {
      RasLearnerWorker *worker = &self->workers[t];

      ras_free_big (worker->saved);
      ras_free_big (worker->scratch);
      ras_free_big (worker->erase_scratch);
      g_free (worker->logits);
      g_free (worker->d_logits);
      g_free (worker->losses);
    }
  for (guint t = 0; self->gradients && t < self->n_threads; t++)
    ras_free_big (self->gradients[t]);
  g_clear_pointer (&self->optimiser, ras_schedule_free_free);
  g_clear_pointer (&self->network, ras_network_free);
  ras_free_big (self->y);
  ras_free_big (self->x);
  ras_free_big (self->best);
  ras_free_big (self->chunk);
  ras_free_big (self->validation);
  g_free (self->state);
  g_free (self->best_state);
  g_free (self->gradients);
  g_free (self->workers);
  g_free (self->chunk_labels);
  g_free (self->validation_labels);
  g_free (self->losses);
  g_free (self->epoch_order);
  g_free (self->crops);
  g_free (self->order);
  ras_batch_eraser_unref (self->eraser);
  ras_run_config_free (self->config);
  ras_dataset_unref (self->dataset);
  g_free (self);
}

gsize
ras_learner_get_n_coded (const RasLearner *self)
{
  return self->n_coded;
}

const RasLearnerTimes *
ras_learner_get_times (const RasLearner *self)
{
  return &self->times;
}

/* --- Learning --- */

gboolean
ras_learner_start (RasLearner *self, guint block, gsize n, GError **error)
{
  const RasParameters *parameters = self->network->parameters;
  RasScheduleFreeOptions options
      = { .learning_rate = self->config->learning_rate * self->network->rate_scale,
          .beta1 = self->config->beta1,
          .beta2 = self->config->beta2,
          .epsilon = 1e-8,
          .weight_decay = self->config->weight_decay,
          .warm_up = self->config->warm_up };

  ras_parameters_initialise (parameters, self->config->seed, self->y);
  memset (self->state, 0, parameters->n_state * sizeof *self->state);
  memcpy (self->best, self->y, parameters->count * sizeof *self->best);
  memcpy (self->best_state, self->state, parameters->n_state * sizeof *self->state);
  g_clear_pointer (&self->optimiser, ras_schedule_free_free);
  self->optimiser = ras_schedule_free_new (parameters, &options, self->y, error);
  self->block = block;
  self->n = n;
  self->n_batches = (n + self->config->batch - 1) / self->config->batch;
  self->epoch = 0;
  self->step = 0;
  self->times = (RasLearnerTimes) { 0 };
  return self->optimiser != NULL;
}

/* Whose turn it is in this epoch, and how each image is moved: drawn by the epoch's own streams. */
static void
draw_epoch (RasLearner *self)
{
  guint64 item = (guint64) self->block << 32 | self->epoch;
  GRand *random = ras_random_new (self->config->seed, RAS_STREAM_BATCHES, item);

  for (gsize i = 0; i < self->n; i++)
    self->epoch_order[i] = i;
  ras_learner_shuffle (random, self->epoch_order, self->n);
  g_rand_free (random);
  random = ras_random_new (self->config->seed, RAS_STREAM_AUGMENT, item);
  ras_augment_draw (random, ras_dataset_get_height (self->dataset),
                    ras_dataset_get_width (self->dataset), self->config->crop, self->config->flip,
                    self->crops, self->n);
  g_rand_free (random);
}

/* Batches differ by at most one image. */
static gsize
batch_start (const RasLearner *self, gsize batch)
{
  return self->n * batch / self->n_batches;
}

/* Rows first … end of the chunk, which begins with the epoch's image `from`. */
static void
augment_rows (RasLearner *self, gsize from, gsize first, gsize end)
{
  guint channels = ras_dataset_get_channels (self->dataset);
  guint height = ras_dataset_get_height (self->dataset);
  guint width = ras_dataset_get_width (self->dataset);

  for (gsize row = first; row < end; row++)
    {
      gsize index = self->order[self->n_validation + self->epoch_order[from + row]];

      ras_augment_apply (&self->crops[from + row],
                         ras_dataset_get_image (self->dataset, RAS_SPLIT_TRAIN, index), channels,
                         height, width, self->chunk + row * self->d);
      self->chunk_labels[row] = ras_dataset_get_label (self->dataset, RAS_SPLIT_TRAIN, index);
    }
}

/* One batch: forward, backward, step. `row` is where it begins in the chunk. */
static void
learn_batch (RasLearner *self, guint thread, gsize row, gsize m)
{
  RasLearnerWorker *worker = &self->workers[thread];
  const RasLayer *root = self->network->root;
  guint n = self->n_threads;
  gsize first, end;
  RasPass pass;

  ras_team_share (m, thread, n, &first, &end);
  pass = (RasPass) { .mode = RAS_PASS_TRAIN,
                     .m = end - first,
                     .first = first,
                     .batch = m,
                     .seed = self->config->seed,
                     .step = self->step,
                     .parameters = self->y,
                     .gradient = self->gradients[thread],
                     .state = self->state,
                     .team = self->team,
                     .thread = thread,
                     .scratch = worker->scratch };
  const RasReal *x = self->chunk + (row + first) * self->d;

  ras_layer_forward (root, &pass, x, worker->logits, worker->saved);
  ras_cross_entropy (worker->logits, self->chunk_labels + row + first, pass.m, root->out,
                     worker->losses, worker->d_logits, (RasReal) 1 / m);
  for (gsize i = 0; i < pass.m; i++)
    worker->loss += worker->losses[i];
  ras_layer_backward (root, &pass, x, worker->d_logits, NULL, worker->saved);
  ras_team_barrier (self->team);
  /* The others read it when they begin the next batch, behind the barrier below. */
  if (thread == 0)
    self->step++;
  ras_schedule_free_step (self->optimiser, self->gradients, n, thread, n);
  ras_team_barrier (self->team);
  /* Nobody takes the next step before the next barrier. */
  if (thread == 0)
    ras_schedule_free_advance (self->optimiser);
}

/* Batches b … end − 1 go through the chunk together. */
static void
learn_chunk (RasLearner *self, guint thread, gsize b, gsize end)
{
  RasLearnerWorker *worker = &self->workers[thread];
  gsize from = batch_start (self, b), rows = batch_start (self, end) - from, first, last;
  double at = now (), then;

  ras_team_share (rows, thread, self->n_threads, &first, &last);
  augment_rows (self, from, first, last);
  if (self->gathers)
    ras_team_barrier (self->team);
  worker->times.augment += (then = now ()) - at;
  if (self->gathers)
    {
      ras_batch_eraser_apply (self->eraser, self->chunk, self->chunk_labels, rows, thread,
                              self->n_threads, worker->erase_scratch);
      ras_team_barrier (self->team);
    }
  else
    {
      /* One batch: its share is the thread's own slice, which nobody else touches. */
      ras_batch_eraser_apply (self->eraser, self->chunk + first * self->d,
                              self->chunk_labels + first, last - first, 0, 1,
                              worker->erase_scratch);
    }
  worker->times.erase += (at = now ()) - then;
  for (; b < end; b++)
    learn_batch (self, thread, batch_start (self, b) - from,
                 batch_start (self, b + 1) - batch_start (self, b));
  worker->times.learn += now () - at;
}

static void
run_epoch (guint thread, gpointer user_data)
{
  RasLearner *self = user_data;
  gsize per_chunk = self->chunk_rows / self->config->batch;

  for (gsize b = 0; b < self->n_batches; b += per_chunk)
    {
      if (thread == 0)
        {
          if (self->gate)
            self->workers[0].times.paused
                += ras_runner_gate_pass (self->gate, self->cancellable);
          self->stop = g_cancellable_is_cancelled (self->cancellable);
        }
      ras_team_barrier (self->team);
      if (self->stop)
        return;
      learn_chunk (self, thread, b, MIN (b + per_chunk, self->n_batches));
    }
}

gboolean
ras_learner_train (RasLearner *self, RasRunnerGate *gate, GCancellable *cancellable, double *loss,
                   GError **error)
{
  double sum = 0;

  draw_epoch (self);
  self->gate = gate;
  self->cancellable = cancellable;
  for (guint t = 0; t < self->n_threads; t++)
    {
      self->workers[t].loss = 0;
      self->workers[t].times = (RasLearnerTimes) { 0 };
    }
  ras_team_run (self->team, run_epoch, self);
  self->epoch++;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  for (guint t = 0; t < self->n_threads; t++)
    sum += self->workers[t].loss;
  self->times.augment += self->workers[0].times.augment;
  self->times.erase += self->workers[0].times.erase;
  self->times.learn += self->workers[0].times.learn;
  self->times.paused += self->workers[0].times.paused;
  *loss = sum / self->n;
  if (isfinite (*loss))
    return TRUE;
  g_set_error (error, RAS_LEARN_ERROR, RAS_LEARN_ERROR_NUMERICAL,
               _ ("the loss became infinite in epoch %u, trained on %zu images: a lower learning "
                  "rate may help"),
               self->epoch, self->n);
  return FALSE;
}

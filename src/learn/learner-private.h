/* Inside of a learner. */
#pragma once

#include "augment.h"
#include "learner.h"
#include "schedule-free.h"

G_BEGIN_DECLS

/* What each thread has to itself. */
typedef struct
{
  RasReal *saved, *scratch, *logits, *d_logits;
  float *erase_scratch;
  double *losses;
  double loss; /* summed over the epoch */
  RasLearnerTimes times;
} RasLearnerWorker;

struct _RasLearner
{
  /* What it works on. */
  RasDataset *dataset;
  RasRunConfig *config;
  RasBatchEraser *eraser;
  RasNetwork *network;
  RasTeam *team;
  guint n_threads;
  gsize d, n_validation, n_coded;
  guint32 *order; /* of the training split; validation first */

  /* Batches: a chunk is one batch, or several where the eraser gathers images by class. */
  gsize slice; /* the most images a thread has of a batch */
  gsize chunk_rows;
  gboolean gathers;
  float *chunk; /* chunk_rows × d */
  guint16 *chunk_labels;
  float *validation; /* n_validation × d, erased */
  guint16 *validation_labels;
  double *losses; /* of a chunk or of the validation images */
  RasLearnerWorker *workers;

  /* The weights: where gradients are taken, averaged, best; running statistics. */
  RasReal *y, *x, *best;
  RasReal *state, *best_state;
  RasReal **gradients; /* one a thread */
  RasScheduleFree *optimiser;

  /* Where training stands. */
  guint block, epoch;
  gsize n, n_batches;
  guint64 step;
  guint32 *epoch_order;
  RasCrop *crops;
  RasLearnerTimes times;

  /* Of the present call. */
  RasRunnerGate *gate;
  GCancellable *cancellable;
  gboolean stop;
  const RasReal *evaluated, *evaluated_state;
  const float *evaluated_images;
  const guint16 *evaluated_labels;
  gsize n_evaluated;
  guint64 n_calibrated; /* batches that the running statistics have seen */
};

/* Fisher–Yates. */
void ras_learner_shuffle (GRand *random, guint32 *order, gsize n);
/* Fills the validation images, erased and not augmented. */
void ras_learner_prepare_validation (RasLearner *self);

G_END_DECLS

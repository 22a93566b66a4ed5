/* One network in training: augment, erase, learn.
 *
 * A run's images have one seeded order: the first are for validation, the others are what is learnt
 * and coded, block after block. The learner owns network, optimiser, threads and random streams. */
#pragma once

#include "batch-eraser.h"
#include "dataset.h"
#include "network.h"
#include "runner-gate.h"

G_BEGIN_DECLS

typedef struct _RasLearner RasLearner;

/* `config` must be complete. Errors: RAS_LEARN_ERROR, or a lack of memory. */
RasLearner *ras_learner_new (RasDataset *dataset, const RasRunConfig *config,
                             RasBatchEraser *eraser, GError **error);
void ras_learner_free (RasLearner *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasLearner, ras_learner_free)

/* How many images come after those for validation. */
gsize ras_learner_get_n_coded (const RasLearner *self);

/* From scratch: untrained weights, to learn the first n of the coded images. `block` names the random
 * streams. The untrained weights count as the best so far. */
gboolean ras_learner_start (RasLearner *self, guint block, gsize n, GError **error);

/* One epoch. *loss: the mean training loss in nats. FALSE and RAS_LEARN_ERROR_NUMERICAL where
 * it is not finite, G_IO_ERROR_CANCELLED where it was cancelled. `gate` and `cancellable` may be NULL. */
gboolean ras_learner_train (RasLearner *self, RasRunnerGate *gate, GCancellable *cancellable,
                            double *loss, GError **error);

/* The mean loss of the averaged weights on the validation images, in nats. */
double ras_learner_validate (RasLearner *self);
/* Keeps the weights that were validated last as the best. */
void ras_learner_keep_best (RasLearner *self);
/* The mean loss of the best weights on coded images first … first + n − 1, in nats. */
double ras_learner_code (RasLearner *self, gsize first, gsize n);

/* Seconds spent since ras_learner_start(), by the first thread. */
typedef struct
{
  double augment, erase, learn, evaluate;
  double paused; /* waited at the gate */
} RasLearnerTimes;

const RasLearnerTimes *ras_learner_get_times (const RasLearner *self);

G_END_DECLS

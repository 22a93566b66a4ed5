/* The prequential code of one run (arXiv 1802.07044, 2003.12298). */
#pragma once

#include "complete.h"
#include "learner.h"

G_BEGIN_DECLS

/* How training stands after an epoch; what is passed is valid during the call. */
typedef struct
{
  guint block, n_blocks;
  gsize images;         /* trained on */
  gsize images_ahead;   /* Σ of what later blocks will be trained on */
  guint epoch;          /* 0: of the untrained weights */
  double training_loss, validation_loss; /* nats; training NAN for epoch 0 */
  double epoch_seconds; /* of the last epoch, validation included; 0 for epoch 0 */
  gsize validation_images;
  guint epochs_before;  /* of the block before, 0 for the first one trained */
} RasPrequentialEpoch;

typedef struct
{
  void (*epoch) (const RasPrequentialEpoch *epoch, gpointer user_data);
  /* After the point was added to the run. */
  void (*point) (const RasRun *run, const RasPoint *point, gpointer user_data);
  gpointer user_data;
  RasRunnerGate *gate;       /* may be NULL */
  GCancellable *cancellable; /* may be NULL */
} RasPrequentialObserver;

/* Codes the blocks that run->points lacks and appends them: a run that goes on after an interruption
 * gets the same numbers as one left alone, since every block starts from scratch with random streams
 * of its own. FALSE and RAS_LEARN_ERROR_NUMERICAL, G_IO_ERROR_CANCELLED, … where it could not be
 * finished; what was coded stays. */
gboolean ras_prequential_run (RasDataset *dataset, RasRun *run, RasBatchEraser *eraser,
                              const RasPrequentialObserver *observer, GError **error);

G_END_DECLS

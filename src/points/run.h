/* A training run and what it measured, as plain data: what learn makes, the store keeps and
 * the charts draw.
 *
 * A run is one eraser, one network and one seed on one data set: its prequential code (Blier &
 * Ollivier, arXiv 1802.07044; Voita & Titov, arXiv 2003.12298). Its points are the blocks of that
 * code. Entropies are in bits a label unless a name says otherwise; n images, k classes. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define RAS_POINTS_ERROR (ras_points_error_quark ())
GQuark ras_points_error_quark (void);

typedef enum
{
  RAS_POINTS_ERROR_INVALID, /* a text that describes no run, a value out of its range */
} RasPointsError;

typedef enum
{
  RAS_ESTIMATOR_PREQUENTIAL, /* each block is coded by the network trained on those before it */
  RAS_ESTIMATOR_FIXED_TEST,  /* the authors': every network is evaluated on the last block */
} RasEstimator;

const char *ras_estimator_name (RasEstimator estimator); /* "prequential", "fixed-test" */
gboolean ras_estimator_find (const char *name, RasEstimator *estimator);

/* Everything that decides a run's numbers. Two runs with equal configurations have equal
 * numbers, bit by bit, on the same kind of machine. */
typedef struct
{
  /* --- The data --- */
  char *dataset;     /* its location, as it was opened; not part of the identity */
  char *title;       /* for people; not part of the identity */
  char *fingerprint; /* of its content */
  guint n_classes;   /* k */
  gsize images;      /* how many training images take part, validation included */

  /* --- The eraser --- */
  char *eraser;       /* "leace" */
  guint rank;         /* erasers with a path; else 0 */
  gboolean shrinkage; /* QLEACE */
  guint64 eraser_seed; /* random projection */

  /* --- The network; 0 and NULL where it has no such thing --- */
  char *net;           /* "mlp" */
  char *size;          /* "atto"; NULL with a free width */
  char *activation;    /* "relu", "gelu", "swiglu" */
  guint width;         /* of hidden layers, of the first stage */
  guint depth;         /* hidden layers; blocks of the first stage */
  double drop_path;    /* stochastic depth: how likely a block is left out */

  /* --- Training --- */
  double learning_rate; /* before the scaling over width and depth */
  double beta1, beta2, weight_decay;
  guint warm_up;        /* steps */
  guint batch;          /* images a step */
  guint max_epochs, patience;
  gboolean crop, flip;  /* augmentation */
  guint threads;        /* sums are split over them, so they count */
  guint64 seed;         /* order of the images, weights, batches, augmentation */

  /* --- The code --- */
  RasEstimator estimator;
  guint blocks; /* m */
} RasRunConfig;

/* A new one with the paper's values where they do not depend on the network, all else 0. */
RasRunConfig *ras_run_config_new (void);
RasRunConfig *ras_run_config_copy (const RasRunConfig *config);
void ras_run_config_free (RasRunConfig *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasRunConfig, ras_run_config_free)

/* As one line of JSON, keys in a fixed order, numbers in C form: what the store keeps. Free with
 * g_free(). */
char *ras_run_config_to_json (const RasRunConfig *config);
/* NULL and a sentence for a text that is no configuration. Unknown keys are passed over, missing
 * ones have the value of ras_run_config_new(). */
RasRunConfig *ras_run_config_from_json (const char *json, GError **error);

/* 32 hexadecimal digits (XXH3, 128 bits) of all that is part of the identity and of
 * `RAS_POINTS_NUMERICS`: the same run has the same id on every machine, which makes merging
 * stores idempotent. Free with g_free(). */
char *ras_run_config_make_id (const RasRunConfig *config);
/* Raised whenever a change of the program changes the numbers of a run. */
#define RAS_POINTS_NUMERICS 1

/* "MLP 128 × 2, leace, seed 1": translated; the eraser by its name. Free with g_free(). */
char *ras_run_config_describe (const RasRunConfig *config);
/* The network alone: "MLP 128 × 2". Free with g_free(). */
char *ras_run_config_describe_network (const RasRunConfig *config);
/* Width and depth of the first stage, or of the hidden layers, also where a size stands for them; 0
 * for what the network does not have, or a size that is not known. */
void ras_run_config_get_shape (const RasRunConfig *config, guint *width, guint *depth);

/* One block of the code. */
typedef struct
{
  guint block;       /* 0 … m − 1 */
  gsize images;      /* trained on: all that come before it; 0 for block 0 */
  gsize test_images; /* of this block: what its entropy counts for, whichever block measured it */
  double cross_entropy; /* bits a label; log2 k for block 0 */
  guint epochs;      /* trained for */
  guint best_epoch;  /* whose weights coded the block; 0: the untrained ones */
  float *training_losses, *validation_losses; /* nats, `epochs` of them; may be NULL */
  double seconds;    /* all of it, without pauses; of these … */
  double augment_seconds, erase_seconds, learn_seconds;
} RasPoint;

RasPoint *ras_point_copy (const RasPoint *point);
void ras_point_free (RasPoint *point);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasPoint, ras_point_free)

typedef enum
{
  RAS_RUN_STARTED,  /* not ended: in training, or to be resumed */
  RAS_RUN_FINISHED, /* all blocks are there */
  RAS_RUN_FAILED,   /* ended by a numerical accident: see message */
} RasRunState;

const char *ras_run_state_name (RasRunState state); /* "started", "finished", "failed" */
gboolean ras_run_state_find (const char *name, RasRunState *state);

typedef struct
{
  char *id;
  RasRunConfig *config;
  GPtrArray *points;   /* RasPoint, by block, without gaps */
  RasRunState state;
  char *message;       /* why it failed; else NULL */
  char *version;       /* of the program */
  gint64 created;      /* Unix time, seconds */
} RasRun;

/* Takes the configuration; no points yet. */
RasRun *ras_run_new (RasRunConfig *config);
RasRun *ras_run_copy (const RasRun *run);
void ras_run_free (RasRun *run);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasRun, ras_run_free)

/* Bits a sample: Σ test_images · cross_entropy / Σ test_images over the blocks there are. NAN without
 * points. */
double ras_run_get_mdl (const RasRun *run);
/* Bits a sample up to and including point i, as the CSV has them. */
double ras_run_get_mdl_at (const RasRun *run, guint i);

/* The table of all points of all runs, header first, numbers in C form:
 * eraser,net,width,depth,seed,block,images,test_images,cross_entropy_bits,mdl_bits_per_sample
 * Free with g_free(). */
char *ras_runs_to_csv (const GPtrArray *runs);

G_END_DECLS

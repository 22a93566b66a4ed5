/* Editing the images of one class until their mean and covariance are those of the whole data set:
 * gradient-based quadratic erasure (the paper, Figure 2).
 *
 * n images of d pixels, edited together, minimise
 *
 *   w₀ ‖mean (x) − μ‖ + w₁ ‖cov (x) − Σ*‖_F + w₂ · mean ((x − x₀)²)
 *
 * with norms that are not squared, cov with divisor n − 1, the last mean over all n·d values. μ and Σ*
 * are in the fit of the eraser "gradient". All in single precision; a result depends in its last
 * digits on the number of BLAS threads.
 *
 * L-BFGS brings the mean as near as a thousandth of where it started and no nearer: at 0 the norm
 * has a tip that holds an optimiser fast. So the loss may rise between iterations by that much of
 * its first term, w₀ ‖mean (x₀) − μ‖ / 1000, and no more. */
#pragma once

#include "eraser.h"

G_BEGIN_DECLS

typedef enum
{
  RAS_EDIT_LBFGS, /* x = sigmoid (u), L-BFGS with a strong Wolfe line search over u, from
                     logit (clip (x₀, ε, 1 − ε)) with ε = 1/512, half a step of 8-bit pixels */
  RAS_EDIT_ADAM,  /* Adam on x itself, which may leave [0, 1] */
} RasEditMethod;

typedef enum
{
  RAS_EDIT_TERM_MEAN,       /* ‖mean (x) − μ‖ */
  RAS_EDIT_TERM_COVARIANCE, /* ‖cov (x) − Σ*‖_F */
  RAS_EDIT_TERM_CHANGE,     /* mean ((x − x₀)²) */
  RAS_EDIT_N_TERMS
} RasEditTerm;

typedef struct
{
  RasEditMethod method;
  double weights[RAS_EDIT_N_TERMS];
  guint iterations; /* at most */
  guint history;    /* L-BFGS: pairs remembered */
  double step;      /* Adam */
} RasEditRecipe;

#define RAS_EDIT_DEFAULT_ITERATIONS 100

/* What the paper does: L-BFGS, history 10 and weights 0.01, 0.01, 1 up to 32 × 32 pixels (CIFAR-10,
 * SVHN); Adam, step 0.01 and weights 1, 0.5, 1e-9 for larger images (CIFARNet). */
RasEditRecipe ras_edit_recipe (guint height, guint width);

typedef struct
{
  guint iteration;  /* done; 0: where it starts */
  guint evaluation; /* of loss and gradient; 1: at the start */
  double terms[RAS_EDIT_N_TERMS]; /* without weights */
  double loss;
} RasEditState;

typedef enum
{
  RAS_EDIT_ENDED_ITERATIONS, /* all iterations were done */
  RAS_EDIT_ENDED_CONVERGED,  /* no step lowers the loss any more */
} RasEditEnd;

typedef struct
{
  RasEditState first, last;
  RasEditEnd end;
  double seconds;
} RasEditReport;

/* Called on the thread that edits; each may be NULL. */
typedef struct
{
  /* After every evaluation, those of a line search included. */
  void (*evaluated) (const RasEditState *state, gpointer user_data);
  /* After the start and every iteration: the images as they are, n × d. Valid during the call. */
  void (*moved) (const RasEditState *state, const float *images, gpointer user_data);
  gpointer user_data;
  GCancellable *cancellable; /* looked at before every evaluation; may be NULL */
} RasEditObserver;

/* Bytes ras_edit_images() allocates. */
guint64 ras_edit_memory (gsize d, gsize n, const RasEditRecipe *recipe);

/* Edits `images` (n × d, n ≥ 2, in [0, 1], of one class) in place. `gradient` is a fit of the eraser
 * of that name. FALSE for RAS_ERASURE_ERROR_MEMORY, G_IO_ERROR_CANCELLED and, where L-BFGS starts
 * from what is no number, RAS_ERASURE_ERROR_NUMERICAL. Cancelled, `images` and `report` are how far
 * it had come: L-BFGS's best point, Adam's last. `observer` and `report` may be NULL. Blocks and
 * calls BLAS. */
gboolean ras_edit_images (const RasFit *gradient, const RasEditRecipe *recipe, float *images,
                          gsize n, const RasEditObserver *observer, RasEditReport *report,
                          GError **error);

/* --- Which images are edited together (edit-set.c) --- */

#define RAS_EDIT_DEFAULT_IMAGES 500

/* `subjects` (m × d doubles; may be 0) come first, then as many training images of class `label`, in a
 * random order named by `seed`, as it takes to have `count` in all (0: all there are). Training images
 * equal to a subject are left out. The order of the companions does not depend on the subjects or
 * `count`. *n: how many there are. Free with ras_free_big(). NULL and an error without memory or with
 * fewer than two images. */
float *ras_edit_gather (RasDataset *dataset, guint label, const double *subjects, gsize m, gsize count,
                        guint64 seed, gsize *n, GError **error);

G_END_DECLS

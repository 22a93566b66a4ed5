/* What is still readable: how well the simplest probes tell the classes of erased images apart, and
 * how much the images were changed.
 *
 * n images, d pixels, k classes, r directions. Every probe is fitted on the training split after
 * erasure, and used on both splits:
 *   linear     the Gaussian classifier with one pooled covariance (LDA)
 *   quadratic  the Gaussian classifier with a covariance per class (QDA)
 * Their parameters are those of the original data, carried along: an affine x ↦ A x + b makes μ to
 * A μ + b and Σ to A Σ Aᵀ, so nothing is estimated anew. Covariances are shrunk as QLEACE's are
 * (ras_moments_shrink()), or not where the options say so. What an eraser removed, a probe does not
 * use: where A is singular, the probe lives on what is left.
 *
 * Scores within 1e-6 nats of each other count as equal (rounding stays a thousand times below that, and a
 * probability that differs by a millionth means nothing), and an image with equal best scores counts by
 * its share: 1/m if its class is one of m, else 0. So a probe that cannot tell anything is right exactly
 * as often as chance: max_z n_z / n for unequal classes (the prior decides), 1/k for equal ones.
 *
 * After QLEACE the quadratic probe's covariances A_z Σ_z A_zᵀ are compared (in the metric of their own
 * inverse, by random vectors). Where they agree so closely that Gaussians with these covariances could be
 * told apart less than 1e-4 more often than by chance, all scores count as equal; else they are computed
 * from the covariances as they are.
 *
 * Singular covariances (few images of a class without shrinkage, constant pixels): a millionth of the mean
 * variance of a pixel within its class is added to every variance, of all classes, before it is carried
 * along, after QLEACE behind it. ras_audit_get_remark() then says so. */
#pragma once

#include "eraser.h"

G_BEGIN_DECLS

typedef struct
{
  const RasEraser *eraser;
  RasSplit split;
  double linear_accuracy;    /* in [0, 1]; NAN where not known */
  double quadratic_accuracy; /* likewise */
  double chance;             /* of the split: max_z n_z / n */
  double mean_gap;           /* Σ_z π_z ‖μ_z − μ‖² after erasure, of the split's own moments */
  double covariance_gap;     /* max_z ‖Σ_z − mean over classes‖_F after erasure, relative to the same
                                after LEACE, both of the split's own moments; NAN where there was none */
  double distortion;         /* mean ‖x' − x‖² */
  double psnr;               /* 10 log₁₀ (d / distortion), dB; ∞: nothing changed */
  double ssim;               /* mean structural similarity (ssim.h) of at most 250 images, evenly spread;
                                along a path at ranks half an octave apart, between them linear in
                                log rank */
  guint rank;                /* of the edit x' − x: directions it can have; d: all */
} RasAuditRow;

typedef struct
{
  gboolean shrinkage;  /* of the probes' covariances; a QLEACE fitted otherwise is probed as it was
                          fitted */
  gsize most_images;   /* of each split, for accuracies: evenly spread; 0: all */
  guint max_rank;      /* erasers with a path are audited at every rank up to this (and the path's
                          length) */
  gboolean quadratic;  /* FALSE: leave out the quadratic probe, which takes nearly all the time:
                          n·k·d² flops in double precision and a factor of d × d per class */
} RasAuditOptions;

#define RAS_AUDIT_OPTIONS_DEFAULT ((RasAuditOptions) { TRUE, 0, G_MAXUINT, TRUE })

/* The result: immutable, reference counted. */
typedef struct _RasAudit RasAudit;

/* `fits`: RasFit * of the erasers to be audited, "none" among them where wanted; none that edits (those
 * images are audited as a data set of their own). LEACE's fit is needed for the covariance gap: if it
 * is not among them it is fitted. A data set without a test split has rows for training only. Blocks;
 * cancellable; progress. Errors: RAS_ERASURE_ERROR_MEMORY, numerical ones, G_IO_ERROR_CANCELLED. */
RasAudit *ras_audit_new (RasDataset *dataset, GPtrArray *fits, const RasAuditOptions *options,
                         const RasProgress *progress, GError **error);
RasAudit *ras_audit_ref (RasAudit *audit);
void ras_audit_unref (RasAudit *audit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasAudit, ras_audit_unref)

/* Bytes ras_audit_new() needs beyond the data set. */
guint64 ras_audit_memory (RasDataset *dataset, GPtrArray *fits, const RasAuditOptions *options);

/* FALSE if there is no such row. `rank` counts for erasers with a path only; more than were audited
 * means the last. At once: may be called while a slider is dragged. */
gboolean ras_audit_get (const RasAudit *audit, const RasEraser *eraser, RasSplit split, guint rank,
                        RasAuditRow *row);
/* How many ranks of that eraser were audited (0 … this); 0 for one without a path or not audited. */
guint ras_audit_get_max_rank (const RasAudit *audit, const RasEraser *eraser);
/* Images of the split that accuracies come from. */
gsize ras_audit_get_n_images (const RasAudit *audit, RasSplit split);

/* A sentence on how probes had to be regularised, translated; NULL where that was not needed. */
const char *ras_audit_get_remark (const RasAudit *audit);

/* TRUE where the paper guarantees chance for that probe on the training data: linear after LEACE, oracle
 * LEACE, QLEACE and ALF-QLEACE; quadratic after QLEACE. */
gboolean ras_audit_is_guaranteed (const RasEraser *eraser, gboolean quadratic);
/* TRUE if the row's probe does not beat chance: accuracy ≤ chance + two standard errors. */
gboolean ras_audit_holds (const RasAuditRow *row, gboolean quadratic, gsize n_images);

/* --- As CSV (audit-csv.c) --- */

#define RAS_AUDIT_CSV_HEADER \
  "eraser,split,linear_accuracy,quadratic_accuracy,chance,mean_gap,covariance_gap,distortion," \
  "psnr_db,ssim,rank\n"

/* A line of these columns, with every digit; what is not known is empty. */
void ras_audit_append_csv (GString *text, const RasAuditRow *row);
/* A comma and a number as these are. */
void ras_audit_append_csv_number (GString *text, double value);

/* --- Edited images --- */

/* The training row of images that were edited one set at a time (gradient-based erasure): `edited` has
 * the same number of training images as `original`, in the same order, of the same shape. There is no
 * map that could carry parameters along: probes are fitted on the edited images' own moments and used
 * on them. The covariance gap is relative to that of the original after LEACE; the row's eraser is NULL
 * and its rank d. Of the options, max_rank does not count. */
gboolean ras_audit_edited (RasDataset *original, RasDataset *edited, const RasAuditOptions *options,
                           const RasProgress *progress, RasAuditRow *row, GError **error);

/* --- Spectra (spectrum.c) --- */

/* Eigenvalues, descending, of the covariance of class `label` of the training split after erasure (fit
 * NULL: before), divisor n_z − 1: d doubles, none below 0. `rank` for erasers with a path. One to two
 * seconds for d = 3072: call it on a thread. FALSE and an error on cancellation or without memory. */
gboolean ras_audit_spectrum (const RasMoments *moments, guint label, const RasFit *fit, guint rank,
                             const RasProgress *progress, double *eigenvalues, GError **error);

G_END_DECLS

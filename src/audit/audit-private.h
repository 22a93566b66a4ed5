/* Inside of an audit: n images, d pixels, k classes, r directions. */
#pragma once

#include "audit.h"

G_BEGIN_DECLS

/* Scores nearer than this, in nats, are equal. Rounding is a thousand times smaller; a probability
 * that differs by one part in a million means nothing. */
#define RAS_AUDIT_TIE 1e-6

/* --- The result (audit-result.c) --- */

/* What is known of one eraser. */
typedef struct
{
  const RasEraser *eraser;
  guint max_rank;                  /* of the path, as far as it is audited; 0: none */
  RasAuditRow *rows[RAS_N_SPLITS]; /* max_rank + 1 each; NULL: no such split */
} RasAuditEntry;

struct _RasAudit
{
  guint n_entries;
  RasAuditEntry *entries;
  gsize n_images[RAS_N_SPLITS]; /* that accuracies come from */
  const char *remark;           /* N_(), or NULL */
};

/* Rows whose numbers are not known yet. */
RasAudit *ras_audit_result_new (RasDataset *dataset, GPtrArray *fits,
                                const RasAuditOptions *options);
/* NULL if that eraser is not audited or there is no such split. */
RasAuditRow *ras_audit_result_rows (RasAudit *audit, const RasEraser *eraser, RasSplit split);
/* The largest class's share. */
double ras_audit_chance (RasDataset *dataset, RasSplit split);

/* --- Progress of a part --- */

typedef struct
{
  RasProgress progress;     /* to be handed on */
  const RasProgress *whole; /* may be NULL */
  double from, to;
} RasAuditPart;

/* A part's 0 … 1 is from … to of the whole. Not to be moved while in use. */
void ras_audit_part_init (RasAuditPart *part, const RasProgress *whole, double from, double to);

/* --- Images (audit-images.c) --- */

/* `n` images of a split, evenly spread, erased by `fit` (NULL: as they are) at `rank`. */
typedef struct
{
  RasDataset *dataset;
  RasSplit split;
  gsize n;
  const RasFit *fit;
  guint rank;
  const double *erased; /* n × d: what would be loaded, made beforehand; or NULL */
} RasAuditImages;

guint ras_audit_images_label (const RasAuditImages *images, gsize i);
/* m images from `first` on into x (m × d), in [0, 1]. */
void ras_audit_images_load (const RasAuditImages *images, gsize first, gsize m, double *x);

/* --- Probes (audit-probe.c) --- */

/* Gaussian classifiers with parameters μ_z, Σ_z + ridge · I and π_z, and what is left of them when
 * directions are taken away: nested ones along up to two chains, every length of each a variant.
 * `shifts` makes one more: images less the shift of their class, classes with the mean of all. */
typedef struct
{
  gsize d;
  guint k;
  double *shares;           /* k: π_z; 0: a class without images, which takes no part */
  double *means;            /* k × d */
  double *mean;             /* d: Σ_z π_z μ_z */
  double ridge;
  guint n_chains;
  const double *chains[2];  /* length × d each, rows linearly independent */
  guint lengths[2];
  const double *shifts;     /* k × d, or NULL */
  /* Writes Σ_z: d × d, both triangles. */
  gboolean (*covariance) (guint z, double *out, gpointer user_data, GError **error);
  gpointer user_data;
} RasProbe;

/* μ_z, μ and π_z of the moments. */
void ras_probe_init (RasProbe *probe, const RasMoments *moments);
void ras_probe_clear (RasProbe *probe);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RasProbe, ras_probe_clear)

guint ras_probe_n_variants (const RasProbe *probe);
/* Of the first `length` directions of a chain. */
guint ras_probe_variant (const RasProbe *probe, guint chain, guint length);
/* Of the shifts. */
guint ras_probe_shifted_variant (const RasProbe *probe);
/* All directions of all chains. */
guint ras_probe_n_directions (const RasProbe *probe);

/* The factor of a covariance and the directions seen through it: with Σ = L Lᵀ, the rows of Q are an
 * orthonormal basis of the span of L⁻¹ N, nested as N is, for one chain after the other. */
typedef struct
{
  double *factor;   /* d × d, L in the lower triangle */
  double *basis;    /* Q: n_directions × d */
  double *half_log; /* by direction: log |R_ii|, R of the QR decomposition of L⁻¹ N */
  double log_root;  /* ½ log det Σ = Σ log L_ii */
} RasProbeFactor;

gboolean ras_probe_factor_alloc (RasProbeFactor *factor, const RasProbe *probe, GError **error);
void ras_probe_factor_clear (RasProbeFactor *factor);
/* `factor->factor` holds Σ, without the ridge; it is added here. */
gboolean ras_probe_factor_make (RasProbeFactor *factor, const RasProbe *probe, GError **error);
/* Rows of x (m × d) become (L⁻¹ x)ᵀ, or (L⁻ᵀ x)ᵀ. */
void ras_probe_whiten (const RasProbeFactor *factor, gsize d, double *x, gsize m,
                       gboolean transposed);

/* How often a probe was right, by the number of equal best scores. */
typedef struct
{
  guint n_variants, k;
  gsize n;
  gsize *hits; /* n_variants × k: right with m equal best scores, at m − 1 */
} RasTally;

void ras_tally_init (RasTally *tally, guint n_variants, guint k, gsize n);
void ras_tally_clear (RasTally *tally);
double ras_tally_accuracy (const RasTally *tally, guint variant);

/* How often the classifier is right that knows only the classes' shares. */
double ras_probe_constant_accuracy (const double *shares, guint k, const RasAuditImages *images);

/* One pooled covariance Σ_z π_z Σ_z (audit-linear.c); a covariance per class (audit-quadratic.c).
 * tallies: one for each of the `n_sets` sets of images. RAS_LINALG_ERROR_SINGULAR: a ridge is needed. */
gboolean ras_probe_linear (const RasProbe *probe, const RasAuditImages *sets, guint n_sets,
                           RasTally *tallies, const RasProgress *progress, GError **error);
gboolean ras_probe_quadratic (const RasProbe *probe, const RasAuditImages *sets, guint n_sets,
                              RasTally *tallies, const RasProgress *progress, GError **error);
/* Bytes the quadratic probe allocates for sets of at most n images; the linear one takes less. */
guint64 ras_probe_memory (gsize d, guint k, guint n_directions, gsize n);

/* --- Probes of moments (audit-run.c) --- */

typedef struct
{
  const RasMoments *moments;
  gboolean shrinkage;
} RasAuditSource;

/* For RasProbe.covariance, with a RasAuditSource. */
gboolean ras_audit_source_covariance (guint z, double *out, gpointer user_data, GError **error);
/* A millionth of the mean variance of a pixel within its class. */
double ras_audit_ridge (const RasMoments *moments);

typedef gboolean (*RasProbeFunc) (const RasProbe *probe, const RasAuditImages *sets, guint n_sets,
                                  RasTally *tallies, const RasProgress *progress, GError **error);
/* Runs one of the two into fresh tallies, which begin as zeros and are to be cleared; where covariances
 * are singular, once more with a ridge, which the probe keeps. */
gboolean ras_audit_run_probe (RasProbeFunc func, RasProbe *probe, const RasMoments *moments,
                              const RasAuditImages *sets, guint n_sets, RasTally *tallies,
                              const RasProgress *progress, GError **error);

/* --- What is audited (audit-plan.c) --- */

/* The two chains of directions: what LEACE and then ALF-QLEACE remove, and random ones. */
typedef struct
{
  RasDataset *dataset;
  const RasAuditOptions *options;
  const RasMoments *train;
  RasFit **fits;            /* borrowed, by registry index; NULL: not audited */
  RasFit *leace;            /* what the covariance gap is relative to; may have been fitted for that */
  RasFit *none;             /* an empty fit: nothing is erased */
  double *chains[2];
  guint n_basis;            /* rows of chains[0] that are LEACE's, if LEACE or ALF-QLEACE is audited */
  guint n_alf, n_random;    /* ranks audited */
} RasAuditPlan;

/* As many ranks as `audit` has rows: paths may have become longer since. */
gboolean ras_audit_plan_init (RasAuditPlan *plan, const RasAudit *audit, RasDataset *dataset,
                              GPtrArray *fits, const RasMoments *train, const RasAuditOptions *options,
                              const RasProgress *progress, GError **error);
void ras_audit_plan_clear (RasAuditPlan *plan);
/* NULL if that eraser is not audited. */
RasFit *ras_audit_plan_find (const RasAuditPlan *plan, const RasEraser *eraser);
/* How many ranks of a fit are audited. */
guint ras_audit_count_ranks (const RasFit *fit, const RasAuditOptions *options);

/* --- From the moments of a split alone (audit-change.c, audit-qleace.c) --- */

/* Mean gaps, covariance gaps and distortions of all audited erasers: into the rows of `split`. */
gboolean ras_audit_measure_changes (RasAudit *audit, const RasAuditPlan *plan, RasSplit split,
                                    const RasMoments *moments, const RasProgress *progress,
                                    GError **error);
/* QLEACE's share of it. `start`: max_z ‖D_z‖_F after LEACE. */
gboolean ras_audit_measure_qleace (const RasFit *qleace, const RasMoments *moments, double start,
                                   RasAuditRow *row, const RasProgress *progress, GError **error);
/* The quadratic probe after QLEACE: its covariances A_z Σ_z A_z, if they are not all the same. */
gboolean ras_audit_probe_qleace (const RasFit *qleace, const RasMoments *train, double ridge,
                                 const RasAuditImages *sets, guint n_sets, double *accuracies,
                                 const RasProgress *progress, GError **error);
/* A_z of a fit of QLEACE: d × d, both triangles. */
void ras_audit_unpack_map (const RasFit *qleace, guint z, double *map);
/* half ← A Σ, covariance ← A Σ A for symmetric A and Σ, both triangles. */
void ras_audit_transform (const double *map, double *covariance, double *half, gsize d);
/* A mean over n images from moments with divisor n − 1. */
double ras_audit_to_mean (gsize n);

/* --- Images compared (audit-similarity.c) --- */

/* Mean SSIM of the sampled images of two sets of the same size. */
gboolean ras_audit_compare (const RasAuditImages *before, const RasAuditImages *after, double *mean,
                            GError **error);
/* SSIM of all audited erasers: into the rows of `split`. */
gboolean ras_audit_measure_similarity (RasAudit *audit, const RasAuditPlan *plan, RasSplit split,
                                       const RasProgress *progress, GError **error);

G_END_DECLS

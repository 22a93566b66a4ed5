/* The class covariances' deviations from their average after LEACE, and how large they are
 * while directions are removed.
 *
 * D_z = P Σ_z Pᵀ − (1/k) Σ_y P Σ_y Pᵀ (P is LEACE's oblique projection), k being
 * the classes that have images; for one without, D_z = 0. */
#pragma once

#include "eraser.h"

G_BEGIN_DECLS

typedef struct
{
  gsize d;
  guint k;
  double **matrices; /* k of d × d, lower triangle: D_z before any direction is removed */
  double *squares;   /* k: ‖D_z‖_F² after the directions removed so far */
  double start;      /* max_z ‖D_z‖_F before the first */
} RasCovarianceGap;

guint64 ras_covariance_gap_memory (gsize d, guint k);

RasCovarianceGap *ras_covariance_gap_new (const RasMoments *moments, const RasFit *leace,
                                          const RasProgress *progress, GError **error);
void ras_covariance_gap_free (RasCovarianceGap *gap);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasCovarianceGap, ras_covariance_gap_free)

/* product ← D_z v */
void ras_covariance_gap_multiply (const RasCovarianceGap *gap, guint z, const double *v,
                                  double *product);

/* Takes v (unit, orthogonal to `path`, not yet in it) out of every class's norm. `products`
 * is k × d: D_z v. */
void ras_covariance_gap_remove (RasCovarianceGap *gap, const RasFit *path, const double *v,
                                const double *products);

/* Takes a whole path out at once. */
gboolean ras_covariance_gap_remove_path (RasCovarianceGap *gap, const RasFit *path,
                                         GError **error);

/* max_z ‖D_z‖_F relative to the start; 0 where there was no gap to begin with. */
double ras_covariance_gap_relative (const RasCovarianceGap *gap);

/* E ← P E Pᵀ with P = I − Qᵀ B: q and b are m × d, rows of LEACE's "basis" and "probe", say, or both the
 * same orthonormal directions. E is symmetric, d × d, lower triangle. */
void ras_covariance_project (double *e, gsize d, const double *q, const double *b, gsize m);

G_END_DECLS

/* Optimal-transport maps between centred Gaussians and their 2-Wasserstein barycenter.
 *
 * Lemma 2.4 and Theorem 2.6 of the paper; the fixed point is that of Álvarez-Esteban, del
 * Barrio, Cuesta-Albertos & Matrán, arXiv 1511.05355. d pixels, k classes. */
#pragma once

#include "eraser.h"

G_BEGIN_DECLS

typedef struct
{
  gsize d;
  guint k;
  double **covariances;   /* k of d × d, both triangles; used up: the maps A_z replace them */
  const double *weights;  /* k, sum 1; a class of weight 0 is left alone */
  double tolerance;       /* stop when ‖ΔΣ̄‖_F ≤ tolerance ‖Σ̄‖_F */
  const RasProgress *progress;

  /* Results. */
  double *barycenter;     /* d × d, allocated by the caller: Σ̄ */
  guint iterations;
  GArray *losses;         /* double: Σ_z π_z W₂²(Σ_z, Σ̄) before each iteration, or NULL */
  double residual;        /* max_z ‖A_z Σ_z A_zᵀ − Σ̄‖_F / ‖Σ̄‖_F */
} RasBarycenter;

/* Finds Σ̄ and replaces each Σ_z by the symmetric A_z that carries it onto Σ̄. Where a
 * covariance is singular the pseudo-inverse takes the place of the inverse. */
gboolean ras_barycenter_solve (RasBarycenter *problem, GError **error);

/* Bytes it allocates beyond what the caller holds. */
guint64 ras_barycenter_memory (gsize d, guint k);

G_END_DECLS

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
  const double *weights;  /* k: π_z, sum 1; a class of weight 0 is not asked for */
  /* Writes Σ_z, d × d, both triangles. Called more than once a class. */
  void (*covariance) (guint z, double *out, gpointer user_data);
  /* Receives A_z, d × d, of which the lower triangle counts; once for each class. */
  void (*take_map) (guint z, const double *map, gpointer user_data);
  gpointer user_data;
  double tolerance;       /* stop when ‖ΔΣ̄‖_F ≤ tolerance ‖Σ̄‖_F */
  const RasProgress *progress;

  /* Results. */
  double *barycenter;     /* d × d, allocated by the caller: Σ̄ */
  guint iterations;
  GArray *losses;         /* double, the caller's: Σ_z π_z W₂²(Σ_z, Σ̄) by iteration, the last
                             one that of the result */
  double residual;        /* max_z ‖A_z Σ_z A_zᵀ − Σ̄‖_F / ‖Σ̄‖_F, or a bound of it */
} RasBarycenter;

/* Finds Σ̄ and the symmetric A_z that carry each Σ_z onto it. Small problems and singular
 * covariances are solved by eigendecomposition (a pseudo-inverse takes the place of an
 * inverse), large ones iteratively. */
gboolean ras_barycenter_solve (RasBarycenter *problem, GError **error);

/* Bytes it allocates. */
guint64 ras_barycenter_memory (gsize d, guint k);

G_END_DECLS

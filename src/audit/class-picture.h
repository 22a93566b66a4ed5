/* A class in its first two moments, as pictures: before an eraser and after it.
 *
 * d pixels. Erasers here are affine within a class, x ↦ A_z x + b_z: means and covariances are carried
 * along, no image is seen. `fit` NULL: nothing is erased. `rank` for erasers with a path. None that
 * edits. */
#pragma once

#include "eraser.h"

G_BEGIN_DECLS

/* A_z μ_z + b_z: d doubles. */
void ras_class_mean_picture (const RasMoments *moments, guint label, const RasFit *fit, guint rank,
                             double *picture);

/* Column `pixel` of A_z Σ_z A_zᵀ: how every pixel goes together with that one. d doubles. Takes d times
 * as long as one image: for a thread, and for small images. FALSE and G_IO_ERROR_FAILED without the memory,
 * or G_IO_ERROR_CANCELLED. */
gboolean ras_class_covariance_picture (const RasMoments *moments, guint label, const RasFit *fit,
                                       guint rank, gsize pixel, const RasProgress *progress,
                                       double *picture, GError **error);

G_END_DECLS

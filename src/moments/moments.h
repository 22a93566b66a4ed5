/* Class means and class covariances of a data set, from one blocked pass over its bytes.
 *
 * n images, d pixels, k classes, n_z images of class z. Pixel values are b / 255 for a
 * byte b. Sums and scatter matrices are kept as exact integers (of b − 128, which changes
 * neither covariances nor differences of means), so the result depends neither on the
 * block size, nor on the order of the images, nor on the number of threads: a covariance
 * entry is rounded once, when it is asked for. */
#pragma once

#include "dataset.h"

G_BEGIN_DECLS

/* Immutable; reference counted; safe to share between threads. */
typedef struct _RasMoments RasMoments;

/* One pass over the images of `split`. Costs n·d² flops in single precision, on all
 * cores; memory as ras_moments_memory() says. Errors: G_IO_ERROR_CANCELLED, not enough
 * memory. */
RasMoments *ras_moments_new (RasDataset *dataset, RasSplit split, const RasProgress *progress,
                             GError **error);
RasMoments *ras_moments_ref (RasMoments *moments);
void ras_moments_unref (RasMoments *moments);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasMoments, ras_moments_unref)

/* Bytes that ras_moments_new() holds at its peak, and afterwards. */
guint64 ras_moments_memory (gsize d, guint k, gsize n, gboolean peak);

gsize ras_moments_get_dimension (const RasMoments *moments);  /* d */
guint ras_moments_get_n_classes (const RasMoments *moments);  /* k */
gsize ras_moments_get_n_images (const RasMoments *moments);   /* n */
gsize ras_moments_get_class_count (const RasMoments *moments, guint label); /* n_z */

const double *ras_moments_get_mean (const RasMoments *moments);                    /* μ: d */
const double *ras_moments_get_class_mean (const RasMoments *moments, guint label); /* μ_z: d */

/* Row i (entries 0 … i) of Σ_z, divisor n_z − 1; zeros for a class with one image. */
void ras_moments_class_covariance_row (const RasMoments *moments, guint label, gsize i,
                                       double *row);

/* Both triangles of Σ_z into out, d × d. */
void ras_moments_class_covariance (const RasMoments *moments, guint label, double *out);

/* Σ_xx, the covariance of all images, divisor n − 1: d × d, both triangles. */
void ras_moments_total_covariance (const RasMoments *moments, double *out);

/* Optimal linear shrinkage (Bodnar, Gupta & Parolya, arXiv 1308.2608) of Σ_z, in place:
 * Σ_z ← α S + β (tr S / d) I with α + β = 1, where S is Σ_z with divisor n_z, as the formula
 * wants it. `covariance` is d × d, both triangles, divisor n_images − 1. α is returned; it
 * is 1 where the formula has no answer (S = 0) and kept within [0, 1]. */
double ras_moments_shrink (double *covariance, gsize d, gsize n_images);

G_END_DECLS

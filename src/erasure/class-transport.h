/* Class transport: an image of class z sent to the statistics of class y, with QLEACE's maps the
 * other way.
 *
 *   x ↦ T (x − μ_z) + μ_y,   T = A_y⁻¹ A_z
 *
 * A_z (symmetric, positive definite) carries class z's covariance Σ_z to the barycenter of all
 * classes, A_y⁻¹ carries that on to Σ_y; so images of class z end with exactly class y's mean and
 * covariance. This is the way through the barycenter (a generalised geodesic). It is the direct
 * optimal transport from z to y, which is symmetric, only where A_y and A_z commute.
 *
 * Everything comes from QLEACE's fit alone: with shrinkage the covariances are the shrunk ones, and
 * where a class covariance is singular without it, that class cannot be gone to. A class without
 * training images has no statistics; as in QLEACE it stands for the barycenter itself. */
#pragma once

#include "eraser.h"

G_BEGIN_DECLS

/* The way to one class, from all of them. Immutable; reference counted; safe to share between
 * threads. Keeps the fit. */
typedef struct _RasClassTransport RasClassTransport;

/* Bytes ras_class_transport_new() allocates and keeps: one d × d matrix. */
guint64 ras_class_transport_memory (gsize d);

/* `qleace` is a fit of the eraser of that name, `to` < k. Factors A_y: d³/3 flops. NULL
 * for RAS_ERASURE_ERROR_MEMORY, and for RAS_ERASURE_ERROR_NUMERICAL where A_y is singular (too few
 * images of that class, and no shrinkage). */
RasClassTransport *ras_class_transport_new (RasFit *qleace, guint to, GError **error);
RasClassTransport *ras_class_transport_ref (RasClassTransport *self);
void ras_class_transport_unref (RasClassTransport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasClassTransport, ras_class_transport_unref)

guint ras_class_transport_get_to (const RasClassTransport *self);
RasFit *ras_class_transport_get_fit (const RasClassTransport *self);

/* y ← T (x − μ_from) + μ_to for one image; x, y are d doubles and may be the same. Plain loops over
 * two triangles, no BLAS: any thread, several at a time, beside a fit. From the class itself x comes
 * back, but for rounding. */
void ras_class_transport_apply (const RasClassTransport *self, const double *x, guint from, double *y);

/* v ← Tᵀ u: what a linear reading u of transported images reads in the images of class `from` before.
 * u, v are d doubles and may not be the same. Plain loops, too. */
void ras_class_transport_pull (const RasClassTransport *self, const double *u, guint from, double *v);

G_END_DECLS

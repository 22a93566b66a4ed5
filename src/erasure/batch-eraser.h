/* A fitted eraser in single precision, for batches of thousands of images: what training uses.
 *
 * Made once from a fit, then independent of it: it copies what it needs (only an eraser without a
 * batch form keeps its fit). Immutable: any number of threads apply it at once, each to its own
 * rows. Its BLAS calls are meant to be made with one BLAS thread a calling thread (see threads.h of
 * linalg). */
#pragma once

#include "eraser.h"

G_BEGIN_DECLS

/* Bytes a batch eraser of a fit with d pixels and k classes will keep, at that rank. */
guint64 ras_batch_eraser_memory (const RasEraser *eraser, gsize d, guint k, guint rank);

/* From a fit; `fit` NULL stands for "none". RAS_ERASURE_ERROR_MEMORY where there is no room,
 * G_IO_ERROR_NOT_SUPPORTED for an eraser that edits: there is no map to be applied. */
RasBatchEraser *ras_batch_eraser_new (const RasFit *fit, const RasApplyOptions *options,
                                      GError **error);
RasBatchEraser *ras_batch_eraser_ref (RasBatchEraser *self);
void ras_batch_eraser_unref (RasBatchEraser *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasBatchEraser, ras_batch_eraser_unref)

/* How many images it is best given at once: 1 where that does not matter, more where images are
 * gathered by class (QLEACE). Asking for more than it is given is no error. */
gsize ras_batch_eraser_get_preferred_rows (const RasBatchEraser *self);
/* FALSE for "none": applying it does nothing. */
gboolean ras_batch_eraser_does_anything (const RasBatchEraser *self);

/* Floats of scratch that each part of apply() needs for m rows. */
gsize ras_batch_eraser_get_scratch (const RasBatchEraser *self, gsize m);
/* x (m × d, pixels in [0, 1], channel planes first) is replaced by the erased images. `labels`: m,
 * or NULL where not needed. The work is cut into `n_parts` that may be done by as many threads at
 * once; each thread has a `scratch` of its own, 64-byte aligned. All parts together erase every
 * image once, and the numbers do not depend on n_parts. Agrees with ras_fit_apply() to single
 * precision. */
void ras_batch_eraser_apply (const RasBatchEraser *self, float *x, const guint16 *labels, gsize m,
                             guint part, guint n_parts, float *scratch);

G_END_DECLS

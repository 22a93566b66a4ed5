/* An audit by hand: images are erased one by one, and classifiers see only what came out. */
#pragma once

#include "audit.h"

/* A set with a test split of its own: images of both drawn by test_random_dataset(). `test_counts`
 * NULL: none. */
RasDataset *direct_dataset (guint channels, guint side, const gsize *train_counts,
                            const gsize *test_counts, guint k, guint constant);

/* What ras_audit_get() is to say, computed from erased images. Parameters of the probes: the images'
 * shrunk moments carried through the map as dense matrices, or (shrinkage FALSE) estimated from the
 * erased images. `leace` is what the covariance gap is relative to. */
RasAuditRow direct_row (RasDataset *dataset, RasFit *fit, RasFit *leace, RasSplit split, guint rank,
                        gboolean shrinkage);

/* Data sets of smaller images. */
#pragma once

#include "dataset.h"

G_BEGIN_DECLS

/* The smallest longer side. */
#define RAS_REDUCE_LEAST_SIDE 4

/* A new data set at `location` of the same images, reduced so that their longer side has `side`
 * pixels: a pixel is the mean of the area that it covers, exact until it is rounded to a byte. The
 * original may be let go of afterwards; until then both take memory. `side` as large as the images
 * gives a reference to the original itself; RAS_DATASET_ERROR_UNSUITABLE for a larger one, which
 * would invent pixels, and for one below RAS_REDUCE_LEAST_SIDE. */
RasDataset *ras_dataset_reduce (RasDataset *dataset, const char *location, guint side,
                                const RasProgress *progress, GError **error);

G_END_DECLS

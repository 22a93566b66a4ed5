/* From what a person said to a whole configuration. */
#pragma once

#include "dataset.h"
#include "network.h"

G_BEGIN_DECLS

/* Fills in what is still 0 or NULL (or NAN) from the data set, the table of networks and the paper,
 * takes away what the network or eraser does not have, and refuses with RAS_LEARN_ERROR_INVALID,
 * one sentence, what cannot be: an unknown network, more images than there are, a width of 0 …
 * To be called for every run before its id is made; doing it again changes nothing. */
gboolean ras_run_config_complete (RasRunConfig *config, RasDataset *dataset, GError **error);

/* Builds the network of a complete configuration for these images and forgets it: FALSE and
 * RAS_LEARN_ERROR_INVALID where they do not suit each other. */
gboolean ras_run_config_check_network (const RasRunConfig *config, RasDataset *dataset,
                                       GError **error);

/* Sizes of the blocks: m of them, geometric, adding up to n without losing an image, the first
 * max (2k, min (1024, n/40)). Fewer where n is too small for m. GArray of gsize. */
GArray *ras_prequential_blocks (gsize n, guint n_classes, guint m);
/* How many of `images` are set apart for validation: min (2048, n/5). */
gsize ras_prequential_validation (gsize images);

/* TRUE where mirroring an image keeps its class: not for digits (class names 0 … 9). */
gboolean ras_dataset_may_flip (RasDataset *dataset);

G_END_DECLS

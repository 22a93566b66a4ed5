/* Making maps smaller: what 2 × 2 neighbours say goes on as one. */
#pragma once

#include "layer.h"

G_BEGIN_DECLS

/* height × width × channels → (height / 2 · width / 2) × 4 · channels, both halves rounded up with
 * zeros beyond the map. Neighbours come in the order (0, 0), (1, 0), (0, 1), (1, 1) of row and
 * column. */
RasLayer *ras_gather_neighbours_new (guint height, guint width, guint channels);

/* The same, then a linear map to twice the channels, without bias ("NAME.reduction.weight"), and
 * layer norm ("NAME.norm.…"): Swin V2's patch merging. */
RasLayer *ras_patch_merging_new (RasParameters *parameters, const char *name, guint height,
                                 guint width, guint channels, double rate, double spread);

G_END_DECLS

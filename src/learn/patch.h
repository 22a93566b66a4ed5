/* How pixels become a channels-last image: reordering and patches. */
#pragma once

#include "layer.h"

G_BEGIN_DECLS

/* C × H × W → (H/p · W/p) × (p · p · C), each patch's numbers in the order row, column, channel. With
 * p = 1 it is "planes to channels". H and W are multiples of p. */
RasLayer *ras_patches_new (guint channels, guint height, guint width, guint p);
/* H × W × C → (⌊H/2⌋ · ⌊W/2⌋) × (2 · 2 · C): neighbouring positions side by side, in the order row, column,
 * channel. Of odd heights and widths the last row and column are left out. */
RasLayer *ras_merge_new (guint channels, guint height, guint width);
/* The mean over positions: positions × C → C. */
RasLayer *ras_global_pool_new (gsize positions, gsize channels);

G_END_DECLS

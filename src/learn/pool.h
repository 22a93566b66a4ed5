/* Pooling of channels-last images over square windows. */
#pragma once

#include "layer.h"

G_BEGIN_DECLS

typedef struct
{
  gsize height, width, channels; /* of the input */
  guint window;                  /* side of the square window; at most the image's */
  guint stride;                  /* 0 means as the window */
} RasPool;

/* H × W × C → H′ × W′ × C with H′ = (H − window) / stride + 1, rounded down: what is left over at
 * the far sides is not seen. Where several pixels are the largest the first one, row by row, gets
 * the gradient. */
RasLayer *ras_max_pool_new (const RasPool *how);
RasLayer *ras_average_pool_new (const RasPool *how);

G_END_DECLS

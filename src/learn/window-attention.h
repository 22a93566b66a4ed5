/* Attention within windows of a map (Liu et al., arXiv 2103.14030 and 2111.09883). */
#pragma once

#include "layer.h"

G_BEGIN_DECLS

typedef struct
{
  guint height, width; /* of the map */
  guint channels, heads; /* channels is a multiple of heads */
  guint side, shift;   /* of the windows: see windows.h */
  double rate, spread; /* of the two large matrices: factor on the learning rate, and at first */
} RasWindowAttention;

/* Queries, keys and values by a linear map, cosine attention with position bias among the positions
 * of each window, a linear map. In and out: height × width × channels. Weights: "NAME.qkv.weight"
 * (no bias), "NAME.q_bias", "NAME.v_bias", "NAME.log_scale" (s, a number a head:
 * τ = min (10 eˢ, 100)), "NAME.position.…" (position-bias.h), "NAME.projection.weight" and
 * ".bias". */
RasLayer *ras_window_attention_new (RasParameters *parameters, const char *name,
                                    const RasWindowAttention *how);

G_END_DECLS

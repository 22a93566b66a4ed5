/* Continuous position bias: what attention adds for the way from one position to another, as a
 * small network says (Liu et al., arXiv 2111.09883, section 3.3). For the distance (Δrow, Δcolumn)
 * within a window of `side` it is 16 · sigmoid (W₂ relu (W₁ δ + b₁)), a number a head, where
 * δ = sign (Δ) log₂ (1 + 8 |Δ| / (side − 1)) / 3 for both directions. */
#pragma once

#include "layer.h"

G_BEGIN_DECLS

typedef struct
{
  gsize side, heads;
  gsize offsets;         /* (2 · side − 1)²: how many distances there are */
  gsize in, in_bias, out; /* where W₁ (512 × 2), b₁ and W₂ (heads × 512) begin */
  RasReal *distances;    /* offsets × 2: δ */
  gsize scratch;         /* numbers that both functions below need at pass->scratch */
} RasPositionBias;

/* "NAME.hidden.weight", "NAME.hidden.bias", "NAME.out.weight"; side ≥ 2. */
void ras_position_bias_init (RasPositionBias *self, RasParameters *parameters, const char *name,
                             gsize side, gsize heads);
void ras_position_bias_clear (RasPositionBias *self);

/* table: heads × offsets, the distances in the order of ras_position_bias_index(). */
void ras_position_bias_forward (const RasPositionBias *self, RasPass *pass, RasReal *table);
/* Writes the gradients of the weights from d_table, which it overwrites. */
void ras_position_bias_backward (const RasPositionBias *self, RasPass *pass, const RasReal *table,
                                 RasReal *d_table);

/* From (row, column) to the position (other_row, other_column) of the same window. */
static inline gsize
ras_position_bias_index (gsize side, gsize row, gsize column, gsize other_row, gsize other_column)
{
  return (row + side - 1 - other_row) * (2 * side - 1) + column + side - 1 - other_column;
}

G_END_DECLS

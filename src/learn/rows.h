/* Loops over rows of numbers, for layers that do several things at once. What is written overlaps
 * nothing that is read. */
#pragma once

#include "real.h"

G_BEGIN_DECLS

/* sums_j ← sums_j + Σ_i a_ij */
void ras_rows_add (const RasReal *a, gsize rows, gsize width, RasReal *sums);
/* sums_j ← sums_j + Σ_i a_ij b_ij; b may be a. */
void ras_rows_add_products (const RasReal *a, const RasReal *b, gsize rows, gsize width,
                            RasReal *sums);
/* y_ij ← x_ij factors_j */
void ras_rows_scale (const RasReal *x, const RasReal *factors, gsize rows, gsize width,
                     RasReal *y);

G_END_DECLS

/* gemm with the orientations spelt out and a bias row. All matrices are row by row without gaps. */
#pragma once

#include "real.h"

G_BEGIN_DECLS

typedef enum
{
  RAS_PLAIN,
  RAS_TRANSPOSED,
} RasOrientation;

/* C ← A B + 1 rowᵀ: C m × n, A m × k (k × m if transposed), B k × n (n × k if transposed), row n
 * numbers or NULL for none. */
void ras_multiply (gsize m, gsize n, gsize k, const RasReal *a, RasOrientation a_is,
                   const RasReal *b, RasOrientation b_is, const RasReal *row, RasReal *c);
/* C ← C + A B */
void ras_multiply_add (gsize m, gsize n, gsize k, const RasReal *a, RasOrientation a_is,
                       const RasReal *b, RasOrientation b_is, RasReal *c);

G_END_DECLS

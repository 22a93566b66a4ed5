/* The number that networks are made of: float. The tests build the same sources once more with
 * RAS_LEARN_DOUBLE, so that gradients can be held against finite differences. */
#pragma once

#include "fast-exp.h"
#include "hot.h"

#include <cblas.h>
#include <glib.h>

#ifdef RAS_LEARN_DOUBLE
typedef double RasReal;
#define ras_gemm cblas_dgemm
#define ras_real_exp exp
#define ras_fast_exp exp
#define ras_real_sqrt sqrt
#else
typedef float RasReal;
#define ras_gemm cblas_sgemm
#define ras_real_exp expf
#define ras_fast_exp ras_fast_expf
#define ras_real_sqrt sqrtf
#endif

/* A length such that what lies behind it begins on a cache line, in float as in double. */
static inline gsize
ras_round_up (gsize count)
{
  return (count + 15) / 16 * 16;
}

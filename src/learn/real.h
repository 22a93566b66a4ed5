/* The number that networks are made of: float. The tests build the same sources once more with
 * RAS_LEARN_DOUBLE, so that gradients can be held against finite differences. */
#pragma once

#include <cblas.h>
#include <glib.h>

#ifdef RAS_LEARN_DOUBLE
typedef double RasReal;
#define ras_gemm cblas_dgemm
#define ras_real_exp exp
#define ras_real_sqrt sqrt
#else
typedef float RasReal;
#define ras_gemm cblas_sgemm
#define ras_real_exp expf
#define ras_real_sqrt sqrtf
#endif

/* A length such that what lies behind it begins on a cache line, in float as in double. */
static inline gsize
ras_round_up (gsize count)
{
  return (count + 15) / 16 * 16;
}

/* Loops over many numbers are compiled for several instruction sets; the best one is chosen when
 * the program is loaded. Sanitizers cannot follow that choice. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) \
    && !defined(__SANITIZE_THREAD__)
#define RAS_HOT __attribute__ ((target_clones ("avx512f", "arch=haswell", "default")))
#else
#define RAS_HOT
#endif

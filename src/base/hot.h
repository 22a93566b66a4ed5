/* Loops over many numbers are compiled for several instruction sets; the best one is chosen when
 * the program is loaded. Sanitizers cannot follow that choice. */
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) \
    && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define RAS_HOT __attribute__ ((target_clones ("avx512f", "arch=haswell", "default")))
#else
#define RAS_HOT
#endif

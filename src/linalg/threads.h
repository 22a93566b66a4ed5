/* Who uses the cores: BLAS by itself, or our own threads that each call BLAS.
 *
 * openblas_set_num_threads() is one setting for the whole process. A fit wants BLAS to use all
 * cores; training spreads a batch over threads of its own, each calling BLAS for its share, and
 * there BLAS must not spread further. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Up to so many numbers an image, work is many small matrix operations. Spread over cores they gain
 * nothing, and on a busy machine BLAS's threads wait for each other far longer than they work. */
#define RAS_BLAS_SMALL_DIMENSION 512

/* From now on BLAS calls stay on their thread. Nests; any thread. While held, a fit elsewhere in the
 * process goes on, on one core. */
void ras_blas_hold_single (void);
/* Takes one hold back; after the last one BLAS uses as many threads as before. */
void ras_blas_release_single (void);

G_END_DECLS

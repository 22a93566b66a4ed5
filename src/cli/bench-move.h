/* How long one move of the rank slider takes. */
#pragma once

#include "eraser.h"

G_BEGIN_DECLS

/* Milliseconds from a new rank to the panel redrawn with the picture, as the window does it:
 * the median of many moves to ranks all over the path of `fit`. */
double ras_bench_measure_move (RasDataset *dataset, RasFit *fit);

G_END_DECLS

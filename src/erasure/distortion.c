#include "distortion.h"

#include <math.h>

RasDistortion
ras_distortion_measure (const double *x, const double *y, gsize d)
{
  double square = 0;

  for (gsize i = 0; i < d; i++)
    square += (y[i] - x[i]) * (y[i] - x[i]);
  return (RasDistortion) { sqrt (square), 10 * log10 (d / square) };
}

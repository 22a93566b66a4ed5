#include "grn.h"

#include <math.h>

#define EPSILON ((RasReal) 1e-6)

static inline RasReal
mean_norm (const RasReal *squares, gsize channels)
{
  double sum = 0;

#pragma omp simd reduction(+ : sum)
  for (gsize c = 0; c < channels; c++)
    sum += ras_real_sqrt (squares[c]);
  return sum / channels + EPSILON;
}

RAS_HOT void
ras_grn_factors (const RasReal *squares, const RasReal *gamma, gsize channels, RasReal *factors)
{
  RasReal scale = 1 / mean_norm (squares, channels);

#pragma omp simd
  for (gsize c = 0; c < channels; c++)
    factors[c] = 1 + gamma[c] * ras_real_sqrt (squares[c]) * scale;
}

/* ∂L/∂N_c = ∂L/∂a_c γ_c, and every G_c counts in the mean, too. A channel that is 0 everywhere has no
 * slope: its norm is at its least. */
RAS_HOT void
ras_grn_backward (const RasReal *squares, const RasReal *gamma, const RasReal *d_factors,
                  gsize channels, RasReal *pull, RasReal *d_gamma)
{
  RasReal scale = 1 / mean_norm (squares, channels), through_mean = 0;

#pragma omp simd reduction(+ : through_mean)
  for (gsize c = 0; c < channels; c++)
    through_mean += d_factors[c] * gamma[c] * ras_real_sqrt (squares[c]);
  through_mean *= scale * scale / channels;
#pragma omp simd
  for (gsize c = 0; c < channels; c++)
    {
      RasReal norm = ras_real_sqrt (squares[c]), d_factor = d_factors[c];
      RasReal slope = d_factor * gamma[c] * scale - through_mean;

      d_gamma[c] += d_factor * norm * scale;
      pull[c] = norm > 0 ? slope / norm : 0;
    }
}

/* Curves that the tests of the curve chart's parts share. */
#pragma once

#include "curve-private.h"

#include <math.h>

#define N 9
#define ERASERS 6

static const char *const looks[ERASERS] = { "none", "leace", "oracle-leace", "qleace",
                                            "alf-qleace", "random" };
static const char *const labels[ERASERS] = { "none", "LEACE", "Orakel-LEACE", "QLEACE",
                                             "ALF-QLEACE", "Zufallsprojektion" };
static const RasCurveLevel level = { 3.321928, "log₂ 10 = 3.32 bits: nothing learned" };

static double images[N], bits[ERASERS][N], deviations[N];
static RasCurve means[ERASERS];
static RasCurveSeries series[ERASERS];

/* Every test starts from the same curves: the first falls, the others stay close together. */
static inline RasCurveChart
make_chart (RasStyleKind kind)
{
  for (int i = 0; i < N; i++)
    {
      images[i] = 500 * pow (1.5, i);
      deviations[i] = 0.2;
      for (int e = 0; e < ERASERS; e++)
        bits[e][i] = level.y - (e == 0 ? 0.14 * i : 0.001 * e * i);
    }
  for (int e = 0; e < ERASERS; e++)
    {
      means[e] = (RasCurve) { N, images, bits[e], NULL };
      series[e] = (RasCurveSeries) { .label = labels[e], .look = looks[e], .mean = &means[e] };
    }
  return (RasCurveChart) { .style = ras_style_get (kind), .title = "A title",
                           .x_title = "Images seen", .y_title = "Cross-entropy, bits",
                           .x_scale = RAS_SCALE_LOG, .y_scale = RAS_SCALE_LOG, .series = series,
                           .n_series = ERASERS, .levels = &level, .n_levels = 1, .hover_x = NAN };
}

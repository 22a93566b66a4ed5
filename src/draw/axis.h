/* Axes: values to positions and back, and ticks with round labels. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double value;
  double position; /* along the axis, user units */
  gboolean major;  /* 0, powers of ten; every tick of a linear axis */
  char label[24];  /* empty where a label would collide with a more important one */
} RasTick;

/* --- The rank axis, shared by slider, chart and strip: logarithmic from 1 on, and 0 in a
 *     place of its own one octave to the left of 1. --- */

typedef struct
{
  double left;    /* the position of rank 0 */
  double right;   /* the position of max_rank */
  guint max_rank; /* at least 1 */
} RasRankAxis;

/* Between whole ranks the position goes on smoothly; outside 0 … max_rank it is clamped. */
double ras_rank_axis_get_position (const RasRankAxis *axis, double rank);
/* The nearest whole rank on the axis; clamped. */
guint ras_rank_axis_get_rank (const RasRankAxis *axis, double position);

/* 0, 1, 2, 5, 10, 20 … as RasTick, from left to right. Labels whose centres would come
 * closer than `spacing` are left out, the rounder number stays. Free with g_array_unref. */
GArray *ras_rank_axis_make_ticks (const RasRankAxis *axis, double spacing);

/* --- Any other axis, linear or logarithmic. --- */

typedef enum
{
  RAS_SCALE_LINEAR,
  RAS_SCALE_LOG,  /* low > 0 */
  RAS_SCALE_RANK, /* whole numbers from 0 on, as a RasRankAxis has them */
} RasScale;

/* Values as places that are evenly spaced on the axis, and back: logarithms on a logarithmic one. */
double ras_scale_from_value (RasScale scale, double value);
double ras_scale_to_value (RasScale scale, double place);
/* FALSE for what the scale cannot show: what is not finite, and too small for a logarithm. */
gboolean ras_scale_can_show (RasScale scale, double value);

typedef struct
{
  RasScale scale;
  double low, high; /* values, low < high */
  double from, to;  /* their positions; from > to for an axis that points up */
  gboolean percent; /* label 0.1 as "10 %" */
  gboolean dense;   /* a logarithmic axis of few decades: ticks at 1.5, 3, 4 and 7, too, where
                       there is room for them */
} RasValueAxis;

double ras_value_axis_get_position (const RasValueAxis *axis, double value);
double ras_value_axis_get_value (const RasValueAxis *axis, double position);

/* Ticks at 1, 2, 5 × powers of ten, at least `spacing` apart. Where a logarithmic axis has no
 * room for all powers it takes every second, third … Free with g_array_unref. */
GArray *ras_value_axis_make_ticks (const RasValueAxis *axis, double spacing);
/* Widens low and high outwards to the next tick. */
void ras_value_axis_widen (RasValueAxis *axis, double spacing);

/* 10⁻⁴, 2.1·10⁻⁵: a mantissa of `digits` significant digits, left out where it is 1. value > 0. */
void ras_format_power (double value, int digits, char *out, gsize size);
/* "3 072" with narrow no-break spaces; as in the tick labels. */
void ras_format_count (guint64 count, char *out, gsize size);

G_END_DECLS

/* Two classes as clouds on a plane, before and after erasure side by side: images as points, and for each
 * class its mean and the ellipse of two standard deviations.
 *
 * Both halves have the same scales, so what has moved is seen to have moved. The first class is drawn with
 * discs and a solid ellipse, the second with rings and a dashed one. */
#pragma once

#include <cairo.h>
#include <glib.h>

#include "palette.h"

G_BEGIN_DECLS

typedef enum
{
  RAS_SHADOW_BEFORE,
  RAS_SHADOW_AFTER,
  RAS_SHADOW_N_SIDES
} RasShadowSide;

typedef struct
{
  gsize n;
  const double *points;   /* n × 2 */
  double mean[2];
  double covariance[3];   /* xx, xy, yy */
} RasShadowGroup;

typedef struct
{
  const RasStyle *style;
  const char *eraser_name; /* whose colour the first class has */
  const char *titles[RAS_SHADOW_N_SIDES];
  const char *names[2];    /* of the classes */
  const char *x_title, *y_title;
  RasShadowGroup groups[RAS_SHADOW_N_SIDES][2];
  gboolean sides[RAS_SHADOW_N_SIDES]; /* which are known; in the place of the others: */
  const char *missing;     /* a sentence, or NULL */
  gboolean single;         /* there is nothing but "before": it has all the room */
  /* One image, marked by a cross; NULL name: none. */
  const char *image_name;
  double image[RAS_SHADOW_N_SIDES][2];
} RasShadowChart;

/* Paints into 0 … width × 0 … height. */
void ras_shadow_chart_draw (const RasShadowChart *chart, cairo_t *cr, double width, double height);

/* Where a value of that half falls; FALSE where a half has no room. For whoever wants to know. */
gboolean ras_shadow_chart_place (const RasShadowChart *chart, double width, double height,
                                 RasShadowSide side, const double value[2], double position[2]);

/* Half axes and the angle of the long one, in radians from x, of the ellipse of one standard deviation. */
void ras_shadow_chart_get_ellipse (const double covariance[3], double radii[2], double *angle);

G_END_DECLS

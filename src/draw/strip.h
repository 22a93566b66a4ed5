/* The strip of removed directions v₁, v₂ … as small pictures on the rank axis.
 *
 * Direction i is what the step from rank i − 1 to rank i removes; its tile is centred at
 * rank i. On a logarithmic axis not all have room: those under round ranks come first, then
 * whatever fits between. The last removed one always stands at its rank, above its neighbours. */
#pragma once

#include <cairo.h>
#include <glib.h>

#include "axis.h"
#include "palette.h"

G_BEGIN_DECLS

/* The picture of direction i (1 …), as ras_picture_from_direction() makes it; stays owned by
 * the callee and is used at once. NULL: not there yet, an empty place is drawn. */
typedef cairo_surface_t *(*RasStripTileFunc) (guint i, gpointer user_data);

typedef struct
{
  const RasStyle *style;
  RasRankAxis axis;
  guint length;  /* directions there are so far */
  guint rank;    /* those removed: 1 … rank are drawn in full, the others faded */
  guint pixels;  /* width of a picture in its pixels, 28, 32, 64 */
  guint scale;   /* integer magnification */
  const char *eraser_name; /* its colour marks the last removed one; NULL: "alf-qleace" */
  RasStripTileFunc tile;
  gpointer user_data;
} RasStrip;

/* The height it takes: tiles, labels and what lies between. */
double ras_strip_get_height (const RasStrip *strip);

/* Which directions have a tile, as guint in ascending order, the last removed one not
 * treated apart. Free with g_array_unref. */
GArray *ras_strip_choose_directions (const RasStrip *strip);

/* Paints from y = 0; tiles reach half a tile beyond the axis' ends. */
void ras_strip_draw (const RasStrip *strip, cairo_t *cr);

/* The direction whose tile lies under x, y (1 …), or 0. For a drag use
 * ras_rank_axis_get_rank(). */
guint ras_strip_get_direction_at (const RasStrip *strip, double x, double y);

G_END_DECLS

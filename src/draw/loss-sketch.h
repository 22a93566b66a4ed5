/* A loss and the parts it is the sum of, step by step, as small lines on a logarithmic scale without
 * numbers: small enough for a caption. */
#pragma once

#include <cairo.h>
#include <glib.h>

#include "palette.h"

G_BEGIN_DECLS

#define RAS_LOSS_SKETCH_MOST_PARTS 4

typedef struct
{
  const RasStyle *style;
  const char *eraser_name; /* whose colour the loss has; the parts are thin and dim */
  gsize n;                 /* steps so far */
  gsize room;              /* the width is that of so many steps, or of all there are */
  const double *loss;      /* n */
  guint n_parts;
  const double *parts[RAS_LOSS_SKETCH_MOST_PARTS]; /* n each; what is not positive is left out */
} RasLossSketch;

/* Paints into 0 … width × 0 … height. The scale reaches from the largest value down to the least, but
 * not over more than four powers of ten: what is below runs along the foot. */
void ras_loss_sketch_draw (const RasLossSketch *sketch, cairo_t *cr, double width, double height);

/* The scale, for whoever wants to know: FALSE without a positive value. */
gboolean ras_loss_sketch_get_range (const RasLossSketch *sketch, double *low, double *high);

G_END_DECLS

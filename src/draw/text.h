/* Text on a drawing, through Pango: tabular figures, sizes in user units. */
#pragma once

#include <cairo.h>
#include <glib.h>

#include "palette.h"

G_BEGIN_DECLS

typedef enum
{
  RAS_ALIGN_LEFT,
  RAS_ALIGN_CENTRE,
  RAS_ALIGN_RIGHT,
} RasAlign;

typedef struct
{
  const RasStyle *style;
  double size;    /* of the font, user units */
  gboolean bold, italic;
  RasAlign align; /* of x, and of the lines of wrapped text among each other */
  double width;   /* wrapped or ellipsized to it; 0: as wide as it gets */
  int lines;      /* wrapped to at most so many, then ellipsized; 0 means 1 */
} RasText;

/* Draws in the current source colour. x is the left edge, centre or right edge of the text
 * (of its `width` where that is set), y its top. */
void ras_text_draw (const RasText *how, cairo_t *cr, const char *text, double x, double y);
/* Either may be NULL. Needs no drawing: the same on every surface. */
void ras_text_measure (const RasText *how, const char *text, double *width, double *height);

G_END_DECLS

/* Colours, type and lines: how everything that is drawn looks.
 *
 * Lengths are in the user space of the cairo_t that is drawn to: pixels on the screen and
 * in PNG files, points in SVG and PDF files. */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double r, g, b; /* sRGB, each in [0, 1] */
} RasColour;

typedef enum
{
  RAS_STYLE_SCREEN_LIGHT,
  RAS_STYLE_SCREEN_DARK,
  RAS_STYLE_PAPER, /* serif, 8 to 10 pt, black on white */
  RAS_STYLE_SLIDE_LIGHT,
  RAS_STYLE_SLIDE_DARK,
  RAS_N_STYLES
} RasStyleKind;

/* A plain record: copy it and change a field (the window puts its own font family there). */
typedef struct
{
  const char *name; /* "screen-light", "screen-dark", "paper", "slide-light", "slide-dark" */
  gboolean dark;
  gboolean on_grid;     /* made for pixels: glyphs and hairlines stand on whole user units */
  RasColour ink;        /* text, the original's curve */
  RasColour dim;        /* secondary text, axis lines */
  RasColour grid;       /* grid lines, hairline frames */
  RasColour background;
  RasColour accent;     /* what is highlighted */
  const char *family;   /* font families for Pango, separated by commas */
  double title_size;    /* panel titles, headings */
  double text_size;     /* details, notes */
  double tick_size;     /* tick labels, tags */
  double line_width;    /* of a curve; hairlines are ras_style_get_hairline() */
  double space;         /* the small gap; others are its multiples: 1, 2, 3, 4 times */
} RasStyle;

/* Never NULL for a valid kind; owned by the library. */
const RasStyle *ras_style_get (RasStyleKind kind);
/* By name, or NULL. */
const RasStyle *ras_style_find (const char *name);
double ras_style_get_hairline (const RasStyle *style);

typedef enum
{
  RAS_MARKER_NONE,
  RAS_MARKER_CIRCLE,
  RAS_MARKER_OPEN_CIRCLE,
  RAS_MARKER_SQUARE,
  RAS_MARKER_TRIANGLE,
  RAS_MARKER_DIAMOND,
  RAS_MARKER_CROSS,
} RasMarker;

/* One colour, dash and marker per eraser, the same everywhere. */
typedef struct
{
  RasColour colour;
  const double *dashes; /* in multiples of the line width; NULL: solid */
  int n_dashes;
  RasMarker marker;
} RasLook;

/* The look of an eraser by its name ("alf-qleace"); "none" and NULL are drawn in ink. A name
 * that is not in the table always gets the same one of the free colours. */
RasLook ras_look_for (const char *eraser_name, const RasStyle *style);

/* Sets colour, width and dashes; the caller strokes. */
void ras_look_set_line (const RasLook *look, cairo_t *cr, double line_width);
/* Paints the marker centred at x, y; `size` is its diameter. */
void ras_look_draw_marker (const RasLook *look, cairo_t *cr, double x, double y, double size);

void ras_colour_set (cairo_t *cr, RasColour colour);
void ras_colour_set_alpha (cairo_t *cr, RasColour colour, double alpha);
/* (1 − t) a + t b. */
RasColour ras_colour_mix (RasColour a, RasColour b, double t);
/* Rec. 709 luma of the coded values, in [0, 1]. */
double ras_colour_get_luma (RasColour colour);

/* Signed values: −1 blue, 0 a neutral near-white, 1 red. Clamps. */
RasColour ras_map_diverging (double t);
/* Sequential, 0 … 1. Clamps. */
RasColour ras_map_viridis (double t);

G_END_DECLS

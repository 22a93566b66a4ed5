/* What the built-in pictures are painted with: colours and shaded shapes. */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double red, green, blue, alpha; /* in [0, 1] */
} RasColour;

RasColour ras_colour (guint32 rgb); /* 0xRRGGBB, opaque */
RasColour ras_brush_mix (RasColour from, RasColour to, double t);
/* Towards white for a positive `amount`, towards black for a negative one; in [−1, 1]. */
RasColour ras_colour_shade (RasColour colour, double amount);
RasColour ras_colour_fade (RasColour colour, double alpha);

typedef enum
{
  RAS_BACKDROP_SKY,
  RAS_BACKDROP_SEA,
  RAS_BACKDROP_SHORE,
  RAS_BACKDROP_MEADOW,
  RAS_BACKDROP_ROAD,
  RAS_BACKDROP_FOREST,
  RAS_BACKDROP_ROOM,
  RAS_N_BACKDROPS
} RasBackdrop;

/* A backdrop is painted in [0, 1]², a subject in [−1, 1]² with its feet at about
 * y = 0.9, facing right; y grows downwards. */
typedef struct
{
  cairo_t *cr;
  GRand *random;
  RasBackdrop backdrop; /* what the subject stands before */
  RasColour ground;     /* the colour of ground or water at its feet */
  double light;         /* where the light comes from: −1 the left, 1 the right */
} RasBrush;

/* A list of points "x, y, x, y, …" and its length, for the functions below. */
#define RAS_POINTS(...) \
  (const double[]){ __VA_ARGS__ }, G_N_ELEMENTS (((const double[]){ __VA_ARGS__ })) / 2

double ras_brush_random (RasBrush *brush, double low, double high);
gboolean ras_brush_chance (RasBrush *brush, double probability);
/* One of the colours, slightly varied so that no two subjects are painted alike. */
#define RAS_PICK(brush, ...) \
  ras_brush_pick (brush, (const guint32[]){ __VA_ARGS__ }, \
                  G_N_ELEMENTS (((const guint32[]){ __VA_ARGS__ })))
RasColour ras_brush_pick (RasBrush *brush, const guint32 *colours, gsize n);
/* Any colour, as paint on metal: any hue but magenta, `saturation` and `value`
 * about as given. */
RasColour ras_brush_paint (RasBrush *brush, double saturation, double value);

/* Flat and shaded fills of cairo's current path. Shaded means lit from above on
 * the side of the light, darker below. */
void ras_brush_fill (RasBrush *brush, RasColour colour);
void ras_brush_fill_shaded (RasBrush *brush, RasColour colour);

void ras_brush_dot (RasBrush *brush, RasColour colour, double x, double y, double rx, double ry);
void ras_brush_ball (RasBrush *brush, RasColour colour, double x, double y, double rx, double ry);
void ras_brush_flat (RasBrush *brush, RasColour colour, const double *points, gsize n);
void ras_brush_panel (RasBrush *brush, RasColour colour, const double *points, gsize n);
void ras_brush_box (RasBrush *brush, RasColour colour, double x, double y, double width,
                    double height, double radius);
/* A smooth closed outline through the points, shaded. */
void ras_brush_body (RasBrush *brush, RasColour colour, const double *points, gsize n);
/* A line with round ends through the points. */
void ras_brush_line (RasBrush *brush, RasColour colour, double width, const double *points,
                     gsize n);
/* Two such eyes make a face: white or coloured iris, pupil and a glint. */
void ras_brush_eye (RasBrush *brush, RasColour iris, double x, double y, double radius);
/* What a subject casts on the ground. */
void ras_brush_shadow (RasBrush *brush, double x, double y, double rx, double ry);

G_END_DECLS

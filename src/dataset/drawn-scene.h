/* Everything in a built-in picture but its subject: backdrop, light, camera. */
#pragma once

#include "drawn-brush.h"

G_BEGIN_DECLS

/* Paints `brush->backdrop` over [0, 1]² and sets `brush->ground`. */
void ras_scene_paint (RasBrush *brush);

/* How the finished painting is photographed. */
typedef struct
{
  double gain[3];          /* brightness and warmth: a factor for each of R, G, B */
  double slope_x, slope_y; /* how the light falls off across the picture */
  double haze;             /* share of plain white-grey air in front of everything */
  double noise;            /* standard deviation of the sensor's noise, in bytes */
} RasExposure;

/* Sensor noise is read from a table of this many standard normal numbers. */
#define RAS_N_GRAINS 1024

RasExposure ras_scene_expose (RasBrush *brush);

/* Turns `side` × `side` pixels of CAIRO_FORMAT_RGB24 into 3 planes of bytes. */
void ras_scene_develop (const RasExposure *exposure, cairo_surface_t *painting, guint side,
                        const float *grains, GRand *random, guint8 *planes);

G_END_DECLS

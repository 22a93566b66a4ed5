/* The fields that moments-set.c makes pictures of: 16 × 16 grey values around zero. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RAS_FIELD_SIDE 16
#define RAS_FIELD_PIXELS (RAS_FIELD_SIDE * RAS_FIELD_SIDE)

/* Places where a drop can be. */
#define RAS_FIELD_DROPS 4

/* What zero is as a pixel: the middle of a byte's range. */
#define RAS_FIELD_CENTRE 127.5

typedef enum
{
  RAS_FIELD_DISC,  /* Gaussian; the second kind has the opposite mean */
  RAS_FIELD_WAVES, /* Gaussian, mean 0; the second kind is the first one transposed */
  RAS_FIELD_DROP,  /* mean 0; the second kind is the first one negated */
} RasFieldPair;

/* A Gaussian field: white noise that was blurred along both axes, plus some of the noise. */
typedef struct
{
  double across[RAS_FIELD_SIDE], down[RAS_FIELD_SIDE]; /* weights by distance, on the torus */
  double noise;
} RasFieldTexture;

typedef struct
{
  RasFieldTexture clouds, waves;
  double disc[RAS_FIELD_PIXELS];
  double drops[RAS_FIELD_DROPS][RAS_FIELD_PIXELS];
} RasFieldTextures;

void ras_field_textures_init (RasFieldTextures *textures);

/* A new random field of the first or, `second`, the other class of a pair. */
void ras_field_paint (const RasFieldTextures *textures, RasFieldPair pair, gboolean second,
                      GRand *random, double *field);

/* Whether all of it can be pixels without clipping. */
gboolean ras_field_fits (const double *field);

G_END_DECLS

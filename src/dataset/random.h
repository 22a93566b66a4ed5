/* Seeded random streams.
 *
 * A stream is named by a seed and up to two numbers (what it is for, which item),
 * so that the images of a set, the directions of a projection and, later, the
 * batches of a run never share numbers and can be made in any order or in
 * parallel. Built on GLib's GRand (MT19937). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  RAS_STREAM_DRAWN = 1,      /* pictures of the built-in set */
  RAS_STREAM_DIRECTIONS = 2, /* random projection */
  RAS_STREAM_LANCZOS = 3,    /* starting vectors */
  RAS_STREAM_ORDER = 4,      /* learning: the one order of the images */
  RAS_STREAM_WEIGHTS = 5,    /* learning: untrained weights */
  RAS_STREAM_BATCHES = 6,    /* learning: the order within an epoch */
  RAS_STREAM_AUGMENT = 7,    /* learning: crops and flips */
  RAS_STREAM_SURVIVAL = 8,   /* learning: stochastic depth */
  RAS_STREAM_MOMENTS = 9,    /* pictures of the built-in set of moments */
  RAS_STREAM_COMPANIONS = 10, /* images edited together with another */
  RAS_STREAM_GALLERY = 11,   /* the images of a gallery */
} RasStream;

/* Free with g_rand_free(). */
GRand *ras_random_new (guint64 seed, RasStream stream, guint64 item);

/* Uniform in [low, high). */
double ras_random_uniform (GRand *random, double low, double high);

/* Standard normal (Box–Muller). */
double ras_random_normal (GRand *random);
void ras_random_fill_normal (GRand *random, double *out, gsize n);

G_END_DECLS

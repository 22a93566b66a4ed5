/* Inside of a batch eraser: batch-eraser.c and batch-maps.c. */
#pragma once

#include "batch-builder.h"
#include "batch-eraser.h"
#include "fit-private.h"

G_BEGIN_DECLS

/* Symmetric maps of all classes, as tiles of the lower triangle: half the memory of full matrices,
 * and each tile is used for two products while it is in cache. */
typedef struct
{
  gsize d;
  guint n;        /* maps there are so far */
  float *mean;    /* d */
  float *centres; /* n × d */
  float *tiles;   /* n × ras_batch_maps_size(): tile row by tile row, each tile dense */
} RasBatchMaps;

struct _RasBatchEraser
{
  gsize d;
  guint k;

  gsize rank;     /* directions there are so far */
  float *probes;  /* rank × d */
  float *lifts;   /* rank × d */
  float *offsets; /* rank */
  float *shifts;  /* k × d, or NULL */
  RasBatchMaps maps;

  RasFit *fit; /* for an eraser without a batch form, else NULL */
  RasApplyOptions options;
};

/* Rows of one class that are multiplied at once, at most. */
#define RAS_BATCH_UNIT 256

/* The part's share of the m rows. Scratch: 2 × min (m, RAS_BATCH_UNIT) × d. */
void ras_batch_maps_apply (const RasBatchMaps *maps, float *x, const guint16 *labels, gsize m,
                           guint part, guint n_parts, float *scratch);
void ras_batch_maps_clear (RasBatchMaps *maps);

G_END_DECLS

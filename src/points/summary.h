/* Runs brought together: means over seeds, spreads, one curve an eraser and network.
 *
 * A series is all runs that differ in their seed alone. */
#pragma once

#include "run.h"

G_BEGIN_DECLS

typedef struct
{
  double images;    /* trained on; the mean where seeds differ */
  guint n_seeds;    /* how many runs have this block */
  double mean;      /* cross-entropy, bits a label */
  double deviation; /* standard deviation over seeds, divisor n − 1; NAN for one seed */
} RasSeriesPoint;

typedef struct
{
  const RasRunConfig *config; /* of the first run */
  GPtrArray *runs;    /* const RasRun *, by seed */
  GArray *points;     /* RasSeriesPoint, by block */
  guint n_finished;   /* runs with all their blocks; only these count below */
  double mdl;         /* bits a sample, mean; NAN while none is finished */
  double mdl_deviation; /* NAN for fewer than two */
} RasSeries;

/* An array of RasSeries *, erasers in the order in which they first appear, then by width and
 * depth. The runs must outlive it. Free with g_ptr_array_unref(). */
GPtrArray *ras_series_group (const GPtrArray *runs);

/* The series of eraser "none" with the same network as `series`, or NULL: what MDL's increase is
 * measured against. */
const RasSeries *ras_series_find_reference (const GPtrArray *all, const RasSeries *series);

/* For those who group thousands of runs by themselves. The same text for all runs that differ in
 * their seed alone; free with g_free(). */
char *ras_series_make_key (const RasRunConfig *config);
/* The same text for all runs with the same data, network and budget, whatever is erased: a reference
 * is one without eraser that has the same, looked for first with the learning rate and then without
 * it. */
char *ras_series_make_reference_key (const RasRunConfig *config, gboolean with_rate);

G_END_DECLS

/* What the parts of the MDL chart share: mdl-curves.c, mdl-bars.c and mdl-sweep.c make charts of
 * runs, mdl-names.c names their lines, mdl-table.c writes them down. */
#pragma once

#include "mdl-chart.h"

G_BEGIN_DECLS

typedef const char *(*RasMdlTitles) (const char *eraser);

struct _RasMdlChart
{
  RasMdlKind kind;
  RasCurveChart curves;
  RasBarChart bars;
  GArray *series;    /* RasCurveSeries */
  GArray *bar_array; /* RasBar */
  GArray *levels;    /* RasCurveLevel */
  GPtrArray *memory; /* all that these point to */
};

/* Hands `memory` to the chart, which frees it with g_free(); returns it. */
gpointer ras_mdl_chart_keep (RasMdlChart *self, gpointer memory);
/* n doubles of the chart's. */
double *ras_mdl_chart_keep_doubles (RasMdlChart *self, gsize n);
/* A curve of n points whose x, y and deviation the caller fills. */
RasCurve *ras_mdl_chart_keep_curves (RasMdlChart *self, guint n_curves);

/* Adds a line; one of an eraser that has a line already becomes a variant of that. */
void ras_mdl_chart_add_series (RasMdlChart *self, RasCurveSeries series);

/* Each from an array of RasSeries. */
void ras_mdl_make_curves (RasMdlChart *self, const GPtrArray *all, RasMdlTitles titles);
void ras_mdl_make_bars (RasMdlChart *self, const GPtrArray *all, RasMdlTitles titles);
void ras_mdl_make_sweep (RasMdlChart *self, const GPtrArray *all, RasMdlTitles titles);

/* --- Names --- */

/* In what the series differ, and hence what their names must say. */
typedef struct
{
  gboolean datasets, networks, ranks, estimators;
} RasMdlDifferences;

RasMdlDifferences ras_mdl_find_differences (const GPtrArray *all);
/* "LEACE", "LEACE, MLP 128 × 2": as much as tells it from the others. `network` is how its
 * network is called, or NULL. */
char *ras_mdl_name_series (const RasRunConfig *config, const RasMdlDifferences *differences,
                           const char *network, RasMdlTitles titles);
/* What all series have in common: "CIFAR-10, MLP 128 × 2"; NULL if that is nothing. `network`
 * as above. */
char *ras_mdl_name_all (const GPtrArray *all, const RasMdlDifferences *differences,
                        const char *network);

/* "log₂ 10 = 3.32 bits: nothing learned" for each number of classes there is. */
void ras_mdl_add_levels (RasMdlChart *self, const GPtrArray *all);

G_END_DECLS

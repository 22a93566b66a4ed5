/* How an eraser writes down what it does for batches; see RasEraser.batch().
 *
 * Either directions, shifts or both: y = x − Σ_i (probe_i · x − offset_i) lift_i − shift_z.
 * Or a symmetric map for every class: y = A_z (x − centre_z) + mean.
 * Or neither: the images stay as they are. Doubles are rounded once, here. */
#pragma once

#include "eraser.h"

G_BEGIN_DECLS

/* Room for `rank` directions; then each of them (d doubles each), `rank` times at most. */
gboolean ras_batch_reserve_directions (RasBatchEraser *self, gsize rank, GError **error);
void ras_batch_add_direction (RasBatchEraser *self, const double *probe, double offset,
                              const double *lift);
guint64 ras_batch_directions_memory (gsize d, gsize rank);

/* k × d. */
gboolean ras_batch_add_shifts (RasBatchEraser *self, const double *shifts, GError **error);

/* Room for the maps of all classes; then each of them in the order of the classes: A_z's packed
 * lower triangle, rows one after the other, and what it is centred at. */
gboolean ras_batch_reserve_maps (RasBatchEraser *self, const double *mean, GError **error);
void ras_batch_add_map (RasBatchEraser *self, const double *triangle, const double *centre);
guint64 ras_batch_maps_memory (gsize d, guint k);

G_END_DECLS

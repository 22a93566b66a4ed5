/* The two ways to a barycenter, for barycenter.c and the tests. */
#pragma once

#include "barycenter.h"

G_BEGIN_DECLS

/* Everything by eigendecomposition (barycenter-dense.c). `barycenter` holds the start. */
gboolean ras_barycenter_solve_dense (RasBarycenter *problem, GError **error);

/* The maps onto problem->barycenter as it is, for the classes from `first` up to `end`. */
gboolean ras_barycenter_map_dense (RasBarycenter *problem, guint first, guint end, GError **error);

/* By sweeps over the transport equation (barycenter-sweeps.c); all covariances must be
 * positive definite. `*suitable` becomes FALSE, without an error, where they are not. */
gboolean ras_barycenter_solve_sweeps (RasBarycenter *problem, gboolean *suitable, GError **error);

/* One progress step; iteration 0 stands for the final maps. */
gboolean ras_barycenter_say (const RasBarycenter *problem, guint iteration, guint z,
                             double fraction, GError **error);

/* Σ̄ ← Σ_z π_z Σ_z, the start of the iteration. */
gboolean ras_barycenter_start (RasBarycenter *problem, GError **error);

G_END_DECLS

/* The two ways to a barycenter, for barycenter.c and its tests. */
#pragma once

#include "barycenter.h"

G_BEGIN_DECLS

gboolean ras_barycenter_solve_dense (RasBarycenter *problem, GError **error);

/* One progress step; iteration 0 stands for the final maps. */
gboolean ras_barycenter_say (const RasBarycenter *problem, guint iteration, guint z,
                             double fraction, GError **error);

G_END_DECLS

/* One image walked along a path of directions: y_r for any rank r, quickly.
 *
 * y_r = y_0 − Σ_{i<r} c_i v_i with c_i = v_iᵀ (y_0 − μ). The coefficients are computed once
 * per direction and sums are kept at every 32nd rank, so a move of the slider costs at most
 * 32 axpys of d, whatever the rank. Calls no BLAS: any thread may use a walk (one at a time). */
#pragma once

#include "eraser.h"

G_BEGIN_DECLS

typedef struct _RasWalk RasWalk;

/* `fit` has a path; x is one image of d doubles, copied. Holds a reference to `fit`. */
RasWalk *ras_walk_new (RasFit *fit, const double *x, gboolean recentred);
void ras_walk_free (RasWalk *walk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasWalk, ras_walk_free)

/* Writes y_r to y (d doubles). A rank beyond the path's present length means all of it.
 * Returns the rank used. */
guint ras_walk_to (RasWalk *walk, guint rank, double *y);

G_END_DECLS

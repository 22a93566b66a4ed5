/* The eigenvector of largest |λ| of a symmetric matrix from which directions are taken away
 * one by one: the inner step of the ALF path.
 *
 * The operator is (I − V Vᵀ) D (I − V Vᵀ), with D dense and V the path so far; it is never
 * formed. A search keeps a subspace S of approximate eigenvectors together with D S. When a
 * direction is removed, both follow by a rank-one update; when an eigenvector is wanted, the
 * subspace is extended by residuals (Lanczos, written as Rayleigh–Ritz so that it can be
 * restarted from anything) until the leading pair has converged. */
#pragma once

#include "eraser.h"

G_BEGIN_DECLS

typedef struct _RasSearch RasSearch;

/* `matrix`: d × d, lower triangle, kept by the caller. `seed` names the starting vector. */
RasSearch *ras_search_new (const double *matrix, gsize d, guint seed);
void ras_search_free (RasSearch *search);

/* Tells that v (unit, orthogonal to the path before it) has joined the path; product = D v. */
void ras_search_remove (RasSearch *search, const double *v, const double *product);

/* Finds the leading pair of the operator, given the path (of `fit`). v: d doubles, of unit
 * length and orthogonal to the path. `steps`, if not NULL, is increased by the number of
 * products with D. Returns λ (signed). */
double ras_search_solve (RasSearch *search, const RasFit *path, double *v, guint *steps);

G_END_DECLS

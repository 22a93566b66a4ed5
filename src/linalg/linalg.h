/* LAPACK with GError, and small vector loops that call no BLAS.
 *
 * Matrices are dense, row-major, n × n with leading dimension n. A symmetric matrix is
 * read from its lower triangle. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define RAS_LINALG_ERROR (ras_linalg_error_quark ())
GQuark ras_linalg_error_quark (void);

typedef enum
{
  RAS_LINALG_ERROR_SINGULAR,       /* not positive definite */
  RAS_LINALG_ERROR_NO_CONVERGENCE, /* an iteration inside LAPACK gave up */
} RasLinalgError;

/* A = L Lᵀ; L replaces the lower triangle. `reciprocal_condition`, if not NULL, gets the
 * estimate 1 / (‖A‖₁ ‖A⁻¹‖₁). Fails with SINGULAR where A is not positive definite. */
gboolean ras_cholesky (double *a, gsize n, double *reciprocal_condition, GError **error);

/* The same by tiles so small that BLAS takes none of its own threads to them (cholesky-tiles.c): it
 * waits for nobody's turn beside a fit that keeps those busy, and leaves their number alone. Somewhat
 * slower where BLAS is idle. The result does not depend on the number of threads. */
gboolean ras_cholesky_by_tiles (double *a, gsize n, double *reciprocal_condition, GError **error);

/* Solves A X = B from the factor of ras_cholesky(). B is m right-hand sides, each a row of
 * n; X replaces it. */
void ras_cholesky_solve (const double *factor, gsize n, double *b, gsize m);

/* A = Vᵀ diag(w) V: the rows of V, which replace A, are the eigenvectors; w ascends.
 * Needs 2·n² doubles more while it works. */
gboolean ras_symmetric_eigen (double *a, gsize n, double *w, GError **error);

/* Its eigenvalues alone, ascending, in less than half the time; A is destroyed. */
gboolean ras_symmetric_eigenvalues (double *a, gsize n, double *w, GError **error);

/* A = H W with H symmetric positive semidefinite and W orthogonal, which replaces A (n × n, both
 * triangles): Newton's iteration X ← (γ X + X⁻ᵀ / γ) / 2 with scaling (Higham, SIAM J. Sci. Stat. Comput.
 * 7, 1986). H = A Wᵀ = (A Aᵀ)^½ is then known to ε ‖A‖, where a root of A Aᵀ loses what is below
 * √ε ‖A‖. `scratch`: n × n. SINGULAR where A is. */
gboolean ras_orthogonal_factor (double *a, gsize n, double *scratch, GError **error);

/* An orthonormal basis, as rows, of the span of the m rows (of length n) of `a`; rows
 * that depend on others to within `tolerance` times the largest singular value are
 * dropped. The basis replaces the first rows of `a`; its number is returned in `rank`. */
gboolean ras_orthonormal_rows (double *a, gsize m, gsize n, double tolerance, gsize *rank,
                               GError **error);

/* Fills the upper triangle from the lower one. */
void ras_symmetrize (double *a, gsize n);

/* Frobenius norm of a symmetric matrix, from its lower triangle. */
double ras_symmetric_norm (const double *a, gsize n);

/* xᵀy and y ← y + α x, in plain C: safe beside a BLAS call of another thread, which would
 * otherwise make them wait. */
double ras_dot (const double *x, const double *y, gsize n);
void ras_axpy (double alpha, const double *x, double *y, gsize n);

G_END_DECLS

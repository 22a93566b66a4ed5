/* The symmetric positive definite solution T of the transport equation T Σ̄ T = S, by sweeps.
 *
 * All matrices are n × n in a basis in which Σ̄ is (nearly) diagonal. Then a step
 *
 *   T_ij ← T_ij + R_ij / (t_i σ_i + t_j σ_j),   R = S − T Σ̄ T,  t = diag T,  σ = diag Σ̄,
 *
 * is an approximate Newton step. Its error shrinks by 1 − g for every eigenvalue g of T after
 * scaling T's diagonal to 1; Chebyshev's recurrence on [min g, max g] makes the most of that
 * once T is near enough for g to be steady. Before that, damped plain steps are safe.
 * A sweep is one symmetric product (n³ flops) and one pass over memory, and because every
 * entry is corrected on its own scale, variances of very different size come out with the
 * same relative accuracy: an eigendecomposition would lose the small ones. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Scratch of one problem; single (`f`) and double precision are the same code. */
#define RAS_DECLARE_TRANSPORT(Type, prefix, real)                                                  \
  typedef struct                                                                                   \
  {                                                                                                \
    gsize n;                                                                                       \
    const real *s;      /* S, lower triangle */                                                    \
    const double *sigma; /* n: diag Σ̄ */                                                           \
    const real *factor; /* L with Σ̄ = L Lᵀ, lower; NULL: Σ̄ = diag σ */                             \
    real *t;            /* T, both triangles: start and result */                                  \
    real *r, *product, *step; /* scratch, n × n each */                                            \
    double norm;        /* ‖S‖_F, set by start() and continue_from() */                            \
    double low, high;   /* bounds of g in use */                                                   \
    double lowest;      /* the smallest g as it was last estimated */                              \
    double rho;         /* state of the recurrence; 0: at its beginning */                         \
    guint plain;        /* sweeps still to be done without the recurrence */                       \
    double residual;    /* ‖S − T Σ̄ T‖_F / ‖S‖_F before the last sweep */                          \
  } Type;                                                                                          \
                                                                                                   \
  /* T from the diagonal of S and one first-order step. */                                         \
  void prefix##_start (Type *transport);                                                           \
  /* Leaves T as it is; begins the recurrence anew. Needed when S, Σ̄ or T were replaced. */         \
  void prefix##_continue_from (Type *transport);                                                   \
  /* Only plain steps from the first start on: slow and safe. As run(). */                         \
  gboolean prefix##_run_plainly (Type *transport, double goal, guint most);                        \
  /* Estimates the bounds of g from T (a few Lanczos steps). FALSE if T's diagonal is not           \
   * positive: the problem is not one for sweeps. */                                               \
  gboolean prefix##_estimate_bounds (Type *transport);                                             \
  /* One sweep; returns the residual before it. */                                                 \
  double prefix##_sweep (Type *transport);                                                         \
  /* Sweeps until the residual is at most `goal` or has stopped falling, or `most` were done;      \
   * FALSE if it diverges. */                                                                      \
  gboolean prefix##_run (Type *transport, double goal, guint most);

RAS_DECLARE_TRANSPORT (RasTransportF, ras_transport_f, float)
RAS_DECLARE_TRANSPORT (RasTransport, ras_transport, double)

G_END_DECLS

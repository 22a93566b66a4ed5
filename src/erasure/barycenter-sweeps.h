/* What the two halves of the barycenter by sweeps share (barycenter-sweeps.c has the plan). */
#pragma once

#include "barycenter.h"

G_BEGIN_DECLS

/* Residual of T Σ̄ T = S that single precision can give; more sweeps than this are not done. */
#define RAS_SWEEPS_SINGLE_GOAL 1e-6
#define RAS_SWEEPS_MOST 60

typedef struct
{
  RasBarycenter *problem;
  gsize d, p;     /* p: size of the leading half */
  double *basis;  /* d × d: rows are basis vectors, descending variance of Σ̄ */
  double *lambda; /* d: Σ̄ in that basis */
  float *leading; /* k of p × p: the T_z found for the leading half, where to start from */
} RasSweeps;

/* Eigenvectors of `a` as rows, descending, into `a`; eigenvalues into w. */
gboolean ras_sweeps_eigen (double *a, gsize n, double *w, GError **error);

/* S ← Q Σ_z Qᵀ for the first `rows` basis vectors (lower triangle, rows × rows), by way of
 * Σ_z = L Lᵀ; `wide` (d × d) is left with Q L. `square` is d × d scratch; tr Σ_z is added to
 * `trace` unless that is NULL. FALSE if Σ_z is singular. */
gboolean ras_sweeps_transform (RasSweeps *sweeps, guint z, gsize rows, double *square,
                               double *wide, double *s, double *trace);

/* Copies the lower triangle of an n × n matrix. */
void ras_sweeps_to_single (const double *from, float *to, gsize n);

/* Iterates the fixed point in the leading half of the basis; turns the basis and λ so that Σ̄
 * is diagonal, and leaves the T_z. `suitable` as in ras_barycenter_solve_sweeps(). */
gboolean ras_sweeps_solve_leading (RasSweeps *sweeps, gboolean *suitable, GError **error);

/* A full round: what one class leaves behind, and scratch. */
typedef struct
{
  RasSweeps *sweeps;
  double *memory;                     /* of the next five, which a class leaves no use for */
  double *s, *t, *r, *product, *step; /* d × d */
  float *mean_map;                    /* d × d, lower triangle: Σ_z π_z T_z */
  double loss;
  guint number;
  gboolean partial;                   /* mean_map lacks a class: sweeps could not do it */
} RasSweepsRound;

/* T_z for the Σ̄ of the basis, by sweeps or by decomposition; adds it to the round's mean map
 * and loss, and hands out A_z (barycenter-class.c). FALSE where neither way works. */
gboolean ras_sweeps_solve_class (RasSweepsRound *round, guint z);

G_END_DECLS

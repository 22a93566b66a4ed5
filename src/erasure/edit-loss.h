/* The loss of edit.h and its gradient.
 *
 * A point stands for images in one of two ways. As pixels it is x itself. As logits it is v with
 * x = sigmoid (v w) and w = 1 / √(s₀² + c²), where s₀ = x₀ (1 − x₀) is the sigmoid's slope at the
 * start: without w, a pixel near 0 or 1 would hardly move. So a unit of v is about a unit of x
 * everywhere, and L-BFGS over v is L-BFGS over the logits with a better first guess of the Hessian's
 * diagonal.
 *
 * With y = x − μ, which keeps the numbers small, m = mean (y) and C = yᵀy / (n − 1) −
 * n / (n − 1) m mᵀ − Σ*, the terms are ‖m‖, ‖C‖_F and mean ((x − x₀)²), and the gradient is
 *
 *   w₀ mᵀ / (n ‖m‖) + 2 w₁ (y − m) C / ((n − 1) ‖C‖) + 2 w₂ (x − x₀) / (n d).
 *
 * That is one symmetric rank-n update, one symmetric product, and three passes over memory. */
#pragma once

#include "edit.h"

G_BEGIN_DECLS

typedef struct
{
  gsize d, n;
  gboolean logits;        /* what points are */
  double weights[RAS_EDIT_N_TERMS];
  double tip;             /* δ: see ras_edit_loss_evaluate() */
  const double *triangle; /* Σ*: a packed lower triangle, the fit's */
  const double *target;   /* μ: d, the fit's */
  const float *start;     /* x₀: n × d, the caller's */
  float *mean;            /* d: μ */
  float *shifted;         /* n × d: y */
  float *gap;             /* d × d: C, lower triangle */
  float *shift;           /* d: what every row's gradient has in common */
  double *offset;         /* d: m */
  double *sums;           /* of the parts of a pass */
  float *memory;
} RasEditLoss;

/* Bytes ras_edit_loss_init() allocates. */
guint64 ras_edit_loss_memory (gsize d, gsize n);

/* `start` and `gradient` must outlive it. */
gboolean ras_edit_loss_init (RasEditLoss *loss, const RasFit *gradient, const double *weights,
                             gboolean logits, const float *start, gsize n, GError **error);
void ras_edit_loss_clear (RasEditLoss *loss);

/* The point (n × d) that stands for the start; pixels of logits are kept half a step of 8-bit
 * pixels away from 0 and 1. */
void ras_edit_loss_get_start (const RasEditLoss *loss, float *point);

/* Terms and gradient (n × d) at `point` (n × d). Where a norm is 0 its gradient counts as 0. Calls
 * BLAS. Returns what the gradient is of: the loss with √(‖m‖² + δ²) for ‖m‖. With δ = 0 that is the
 * loss; but the mean gets all the way to 0, where the norm has a tip and a line search finds no
 * step. */
double ras_edit_loss_evaluate (RasEditLoss *loss, const float *point, float *gradient,
                               double terms[RAS_EDIT_N_TERMS]);

/* The images (n × d) at the point evaluated last. */
void ras_edit_loss_get_images (const RasEditLoss *loss, float *images);

G_END_DECLS

/* The loss of edit.h and its gradient.
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
  gboolean logits;        /* points are u with x = sigmoid (u), else x itself */
  double weights[RAS_EDIT_N_TERMS];
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

/* Terms and gradient (n × d) at `point` (n × d). Where a norm is 0 its gradient counts as 0. Calls
 * BLAS. Returns the loss. */
double ras_edit_loss_evaluate (RasEditLoss *loss, const float *point, float *gradient,
                               double terms[RAS_EDIT_N_TERMS]);

/* The images (n × d) at the point evaluated last. */
void ras_edit_loss_get_images (const RasEditLoss *loss, float *images);

G_END_DECLS

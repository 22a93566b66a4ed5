/* How far an erased image is from the original. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double distance; /* ‖y − x‖₂ over all d pixel values */
  double psnr;     /* 10 log₁₀ (1 / mean (y − x)²) in dB, the pixel range being 1; ∞: the same */
} RasDistortion;

/* x, y: d doubles each, one image in [0, 1] and what became of it. */
RasDistortion ras_distortion_measure (const double *x, const double *y, gsize d);

G_END_DECLS

/* Structural similarity of two images (Wang, Bovik, Sheikh & Simoncelli, IEEE Transactions on Image
 * Processing 13, 2004). */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Mean SSIM of x and y, C × H × W doubles each, values from 0 to 1 (L = 1): Gaussian window of 11 × 11
 * with σ = 1.5, K₁ = 0.01, K₂ = 0.03, over all places where the window is inside of the image, then
 * over the channels. On an image with a side below 11 the window is the largest odd square that fits.
 * 1: the same. Any thread. */
double ras_ssim (const double *x, const double *y, guint channels, guint height, guint width);

G_END_DECLS

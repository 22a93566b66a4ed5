#include "ssim.h"

#include <math.h>

#define WINDOW 11
#define SIGMA 1.5
#define C1 (0.01 * 0.01)
#define C2 (0.03 * 0.03)

/* Means over the window of x, y, x², y², x y. */
enum { X, Y, XX, YY, XY, N_MAPS };

static void
make_window (double *window, guint size)
{
  double sum = 0;

  for (guint i = 0; i < size; i++)
    {
      double t = i - (size - 1) / 2.0;

      sum += window[i] = exp (-t * t / (2 * SIGMA * SIGMA));
    }
  for (guint i = 0; i < size; i++)
    window[i] /= sum;
}

/* Rows y … y + size − 1, weighted: one value of every map a column. */
static void
filter_rows (const double *x, const double *y, guint width, const double *window, guint size,
             double *maps)
{
  for (gsize i = 0; i < (gsize) N_MAPS * width; i++)
    maps[i] = 0;
  for (guint row = 0; row < size; row++)
    for (guint i = 0; i < width; i++)
      {
        double a = x[row * width + i], b = y[row * width + i], weight = window[row];

        maps[X * width + i] += weight * a;
        maps[Y * width + i] += weight * b;
        maps[XX * width + i] += weight * a * a;
        maps[YY * width + i] += weight * b * b;
        maps[XY * width + i] += weight * a * b;
      }
}

static double
ssim_at (const double *maps, guint width, const double *window, guint size)
{
  double m[N_MAPS] = { 0 };

  for (guint map = 0; map < N_MAPS; map++)
    for (guint i = 0; i < size; i++)
      m[map] += window[i] * maps[map * width + i];
  /* (2 μ_x μ_y + C₁)(2 σ_xy + C₂) / ((μ_x² + μ_y² + C₁)(σ_x² + σ_y² + C₂)) */
  return (2 * m[X] * m[Y] + C1) * (2 * (m[XY] - m[X] * m[Y]) + C2)
         / ((m[X] * m[X] + m[Y] * m[Y] + C1)
            * (m[XX] - m[X] * m[X] + m[YY] - m[Y] * m[Y] + C2));
}

double
ras_ssim (const double *x, const double *y, guint channels, guint height, guint width)
{
  guint size = MIN (WINDOW, MIN (height, width));
  g_autofree double *maps = g_new (double, (gsize) N_MAPS * width);
  double window[WINDOW], sum = 0;

  size -= size % 2 == 0;
  make_window (window, size);
  for (guint row = 0; row < channels * height; row++)
    if (row % height + size <= height)
      {
        filter_rows (x + (gsize) row * width, y + (gsize) row * width, width, window, size, maps);
        for (guint i = 0; i + size <= width; i++)
          sum += ssim_at (maps + i, width, window, size);
      }
  return sum / ((double) channels * (height - size + 1) * (width - size + 1));
}

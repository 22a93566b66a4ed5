/* SSIM against its definition, window by window. */
#include "ssim.h"

#include "random.h"

#include <math.h>

/* One window of size² values, weighted with the whole two-dimensional Gaussian. */
static double
window_ssim (const double *x, const double *y, guint width, guint size)
{
  double total = 0, mx = 0, my = 0, vx = 0, vy = 0, cov = 0, c1 = 1e-4, c2 = 9e-4;

  for (int pass = 0; pass < 3; pass++)
    for (guint i = 0; i < size; i++)
      for (guint j = 0; j < size; j++)
        {
          double u = i - (size - 1) / 2.0, v = j - (size - 1) / 2.0;
          double weight = exp (-(u * u + v * v) / (2 * 1.5 * 1.5));
          double a = x[i * width + j], b = y[i * width + j];

          if (pass == 0)
            total += weight;
          else if (pass == 1)
            {
              mx += weight / total * a;
              my += weight / total * b;
            }
          else
            {
              vx += weight / total * (a - mx) * (a - mx);
              vy += weight / total * (b - my) * (b - my);
              cov += weight / total * (a - mx) * (b - my);
            }
        }
  return (2 * mx * my + c1) * (2 * cov + c2) / ((mx * mx + my * my + c1) * (vx + vy + c2));
}

static double
direct_ssim (const double *x, const double *y, guint channels, guint height, guint width,
             guint size)
{
  double sum = 0;
  guint count = 0;

  for (guint c = 0; c < channels; c++)
    for (guint i = 0; i + size <= height; i++)
      for (guint j = 0; j + size <= width; j++, count++)
        sum += window_ssim (x + (c * height + i) * width + j, y + (c * height + i) * width + j,
                            width, size);
  return sum / count;
}

static double *
draw (gsize n, guint64 seed, double low, double high)
{
  g_autoptr (GRand) random = ras_random_new (seed, RAS_STREAM_DRAWN, 0);
  double *x = g_new (double, n);

  for (gsize i = 0; i < n; i++)
    x[i] = ras_random_uniform (random, low, high);
  return x;
}

static void
test_definition (void)
{
  /* Channels, height, width, window. */
  static const guint shapes[][4]
      = { { 1, 11, 11, 11 }, { 3, 16, 13, 11 }, { 3, 32, 32, 11 }, { 1, 8, 20, 7 },
          { 3, 5, 6, 5 },    { 1, 2, 2, 1 },    { 1, 1, 9, 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      const guint *s = shapes[i];
      gsize n = s[0] * s[1] * s[2];
      g_autofree double *x = draw (n, 1, 0, 1);
      g_autofree double *y = draw (n, 2, -0.2, 1.3);
      double mixed = ras_ssim (x, y, s[0], s[1], s[2]);

      g_assert_cmpfloat_with_epsilon (mixed, direct_ssim (x, y, s[0], s[1], s[2], s[3]), 1e-12);
      g_assert_cmpfloat_with_epsilon (mixed, ras_ssim (y, x, s[0], s[1], s[2]), 1e-14);
      g_assert_cmpfloat_with_epsilon (ras_ssim (x, x, s[0], s[1], s[2]), 1, 1e-14);
    }
}

/* Of flat images only the means are left. */
static void
test_flat (void)
{
  double x[144], y[144];

  for (int i = 0; i < 144; i++)
    {
      x[i] = 0.25;
      y[i] = 0.75;
    }
  g_assert_cmpfloat_with_epsilon (ras_ssim (x, y, 1, 12, 12),
                                  (2 * 0.25 * 0.75 + 1e-4) / (0.0625 + 0.5625 + 1e-4), 1e-12);
}

/* The mirror image of a pattern is as unlike as can be; noise makes a little unlike. */
static void
test_order (void)
{
  g_autofree double *noise = draw (1024, 3, -0.05, 0.05);
  double x[1024], near[1024], inverse[1024];

  for (int i = 0; i < 1024; i++)
    {
      x[i] = 0.5 + 0.4 * sin (0.9 * (i % 32)) * cos (0.7 * (i / 32));
      near[i] = x[i] + noise[i];
      inverse[i] = 1 - x[i];
    }
  g_assert_cmpfloat (ras_ssim (x, near, 1, 32, 32), >, 0.8);
  g_assert_cmpfloat (ras_ssim (x, near, 1, 32, 32), <, 0.999);
  g_assert_cmpfloat (ras_ssim (x, inverse, 1, 32, 32), <, -0.8);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ssim/definition", test_definition);
  g_test_add_func ("/ssim/flat", test_flat);
  g_test_add_func ("/ssim/order", test_order);
  return g_test_run ();
}

/* The depth-wise convolution against its definition. It is linear, so that its gradients follow
 * exactly: ⟨dy, f (x, w)⟩ = ⟨∂x, x⟩ = ⟨∂w, w⟩ for every x, w and dy. */
#include "depthwise.h"

#include <math.h>
#include <string.h>

static RasReal *
make_values (gsize n, double seed)
{
  RasReal *values = g_new (RasReal, n);

  for (gsize i = 0; i < n; i++)
    values[i] = sin (seed + 2.3 * i * (i % 11 + 1));
  return values;
}

/* Σ over taps t of x at (position + sign · t) times its weight. */
static double
convolve_at (const RasDepthwise *how, const RasReal *x, const RasReal *weights, int sign,
             gsize row, gsize column, gsize channel)
{
  double sum = 0;

  for (int ky = 0; ky < 7; ky++)
    for (int kx = 0; kx < 7; kx++)
      {
        gssize y = (gssize) row + sign * (ky - 3), z = (gssize) column + sign * (kx - 3);

        if (y >= 0 && z >= 0 && y < (gssize) how->height && z < (gssize) how->width)
          sum += weights[(ky * 7 + kx) * how->channels + channel]
                 * x[(y * how->width + z) * how->channels + channel];
      }
  return sum;
}

static void
check (gsize height, gsize width, gsize channels)
{
  RasDepthwise how = { height, width, channels };
  gsize n = height * width * channels, n_weights = RAS_DEPTHWISE_TAPS * channels;
  g_autofree RasReal *x = make_values (n, 1), *weights = make_values (n_weights, 2);
  g_autofree RasReal *bias = make_values (channels, 3), *dy = make_values (n, 4);
  g_autofree RasReal *past = make_values (n, 5), *y = g_new (RasReal, n), *dx = g_new (RasReal, n);
  g_autofree RasReal *d_weights = make_values (n_weights, 6);
  RasReal *scratch = g_aligned_alloc (ras_depthwise_scratch (&how), sizeof (RasReal), 64);

  ras_depthwise_forward (&how, x, weights, bias, y, scratch);
  ras_depthwise_backward_input (&how, weights, dy, past, dx, scratch);
  ras_depthwise_backward_weights (&how, x, dy, d_weights, scratch);
  for (gsize i = 0; i < n; i++)
    {
      gsize row = i / channels / width, column = i / channels % width, c = i % channels;

      g_assert_cmpfloat_with_epsilon (
          y[i], bias[c] + convolve_at (&how, x, weights, 1, row, column, c), 1e-12);
      g_assert_cmpfloat_with_epsilon (
          dx[i], past[i] + convolve_at (&how, dy, weights, -1, row, column, c), 1e-12);
    }
  for (gsize t = 0; t < n_weights; t++)
    {
      g_autofree RasReal *one = g_new0 (RasReal, n_weights);
      double expected = sin (6 + 2.3 * t * (t % 11 + 1));

      one[t] = 1;
      for (gsize i = t % channels; i < n; i += channels)
        expected += dy[i]
                    * convolve_at (&how, x, one, 1, i / channels / width, i / channels % width,
                                   t % channels);
      g_assert_cmpfloat_with_epsilon (d_weights[t], expected, 1e-12);
    }
  g_aligned_free (scratch);
}

/* Vectors hold 8 channels here, blocks 8 and 4 positions. */
static void
test_sizes (void)
{
  check (1, 1, 1);
  check (2, 3, 5);
  check (7, 9, 8);
  check (4, 16, 9);
  check (3, 12, 20);
  check (10, 5, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/depthwise/sizes", test_sizes);
  return g_test_run ();
}

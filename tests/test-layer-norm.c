/* Layer norm: by hand, against finite differences, and the plain rows against the layer. */
#include "layer-norm.h"

#include "layer-check.h"

#include <math.h>

static void
check_layer (gsize positions, gsize channels)
{
  g_autoptr (RasParameters) parameters = ras_parameters_new ();
  g_autoptr (RasLayer) layer = ras_layer_norm_new (parameters, "norm", positions, channels);

  for (guint threads = 1; threads <= 3; threads++)
    {
      LayerCheck how = { .m = 4, .threads = threads };

      layer_check_gradients (layer, parameters, &how);
    }
}

static void
test_gradients (void)
{
  check_layer (1, 7);
  check_layer (3, 16);
  check_layer (6, 40);
  check_layer (1, 2);
}

/* 1, 2, 3, 6: mean 3, variance 3.5. */
static void
test_by_hand (void)
{
  const RasReal x[] = { 1, 2, 3, 6, 5, 5, 5, 5 };
  RasReal values[32] = { 1, 2, 3, 4, [16] = 0.5, 0.25, 0, -1 }, y[8];
  double scale = 1 / sqrt (3.5 + 1e-6);
  const double expected[]
      = { 0.5 - 2 * scale, 0.25 - 2 * scale, 0, 12 * scale - 1, 0.5, 0.25, 0, -1 };
  g_autoptr (RasParameters) parameters = ras_parameters_new ();
  g_autoptr (RasLayer) layer = ras_layer_norm_new (parameters, "norm", 2, 4);

  g_assert_cmpuint (parameters->count, ==, G_N_ELEMENTS (values));
  layer_check_forward (layer, values, NULL, RAS_PASS_EVALUATE, x, 1, y);
  for (guint i = 0; i < G_N_ELEMENTS (y); i++)
    g_assert_cmpfloat_with_epsilon (y[i], expected[i], 1e-12);
}

/* A large common offset leaves the digits alone. */
static void
test_offset (void)
{
  RasReal x[5] = { 1, 2, 3, 4, 5 }, far[5], y[5], far_y[5], inverse, far_inverse;

  for (guint i = 0; i < 5; i++)
    far[i] = x[i] + 1e6;
  ras_normalise_rows (x, 1, 5, y, &inverse);
  ras_normalise_rows (far, 1, 5, far_y, &far_inverse);
  g_assert_cmpfloat_with_epsilon (inverse, far_inverse, 1e-9);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpfloat_with_epsilon (y[i], far_y[i], 1e-9);
}

/* In place, forward and backward, the plain rows say what the layer says with γ = 1, β = 0. */
static void
test_plain_rows (void)
{
  enum { ROWS = 3, CHANNELS = 11, N = ROWS * CHANNELS };
  g_autoptr (RasParameters) parameters = ras_parameters_new ();
  g_autoptr (RasLayer) layer = ras_layer_norm_new (parameters, "norm", ROWS, CHANNELS);
  g_autofree RasReal *values = g_new0 (RasReal, parameters->count);
  g_autofree RasReal *gradient = g_new0 (RasReal, parameters->count);
  RasReal x[N], y[N], plain[N], dy[N], dx[N], saved[2 * ROWS], inverse[ROWS];
  RasPass pass
      = { .mode = RAS_PASS_TRAIN, .m = 1, .batch = 1, .parameters = values, .gradient = gradient };

  ras_parameters_initialise (parameters, 1, values);
  for (guint i = 0; i < N; i++)
    {
      plain[i] = x[i] = sin (i * i);
      dy[i] = cos (3.0 * i * i);
    }
  ras_layer_forward (layer, &pass, x, y, saved);
  ras_layer_backward (layer, &pass, x, dy, dx, saved);
  ras_normalise_rows (plain, ROWS, CHANNELS, plain, inverse);
  ras_normalise_rows_backward (plain, inverse, dy, ROWS, CHANNELS, dy);
  for (guint i = 0; i < N; i++)
    {
      g_assert_cmpfloat_with_epsilon (plain[i], y[i], 1e-12);
      g_assert_cmpfloat_with_epsilon (dy[i], dx[i], 1e-12);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layer-norm/gradients", test_gradients);
  g_test_add_func ("/layer-norm/by-hand", test_by_hand);
  g_test_add_func ("/layer-norm/offset", test_offset);
  g_test_add_func ("/layer-norm/plain-rows", test_plain_rows);
  return g_test_run ();
}

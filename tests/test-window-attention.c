/* Windows, position bias and attention: that windows cut a map as they should, gradients against
 * finite differences, values against a plain reference. */
#include "layer-check.h"
#include "position-bias.h"
#include "window-attention.h"
#include "windows.h"

#include <math.h>

/* --- Windows --- */

static void
check_each_once (guint height, guint width, guint side, guint shift)
{
  g_autoptr (RasWindows) windows = ras_windows_new (height, width, side, shift);
  g_autofree guint *seen = g_new0 (guint, height * width);
  guint largest = 0;

  for (guint w = 0; w < windows->windows->len; w++)
    {
      const RasWindow *window = &g_array_index (windows->windows, RasWindow, w);
      const RasWindowShape *shape
          = &g_array_index (windows->shapes, RasWindowShape, window->shape);

      g_assert_cmpuint (window->n, ==, shape->valid_rows * shape->valid_columns);
      largest = MAX (largest, window->n);
      for (guint i = 0; i < window->n; i++)
        seen[window->positions[i]]++;
    }
  for (guint i = 0; i < height * width; i++)
    g_assert_cmpuint (seen[i], ==, 1);
  g_assert_cmpuint (windows->largest, ==, largest);
}

static void
assert_window (const RasWindows *windows, guint index, guint first, RasWindowShape expected)
{
  const RasWindow *window = &g_array_index (windows->windows, RasWindow, index);
  const RasWindowShape *shape = &g_array_index (windows->shapes, RasWindowShape, window->shape);

  g_assert_cmpuint (window->positions[0], ==, first);
  g_assert_cmpuint (shape->rows, ==, expected.rows);
  g_assert_cmpuint (shape->columns, ==, expected.columns);
  g_assert_cmpuint (shape->valid_rows, ==, expected.valid_rows);
  g_assert_cmpuint (shape->valid_columns, ==, expected.valid_columns);
}

static void
test_windows (void)
{
  RasWindows *windows = ras_windows_new (3, 10, 4, 2);

  for (guint height = 1; height < 17; height += 3)
    for (guint width = 1; width < 17; width += 4)
      for (guint shift = 0; shift < 4; shift++)
        check_each_once (height, width, 4, shift);

  /* One window covers the height, so that only columns move: 2 … 5, 6 … 9 (none of it padding),
   * 10 and 11 (padding alone: left out), and 0, 1. */
  g_assert_cmpuint (windows->windows->len, ==, 3);
  g_assert_cmpuint (windows->shapes->len, ==, 2);
  assert_window (windows, 0, 2, (RasWindowShape) { 4, 4, 3, 4 });
  assert_window (windows, 1, 6, (RasWindowShape) { 4, 4, 3, 4 });
  assert_window (windows, 2, 0, (RasWindowShape) { 4, 2, 3, 2 });
  ras_windows_free (windows);

  windows = ras_windows_new (6, 6, 4, 0);
  g_assert_cmpuint (windows->windows->len, ==, 4);
  assert_window (windows, 0, 0, (RasWindowShape) { 4, 4, 4, 4 });
  assert_window (windows, 1, 4, (RasWindowShape) { 4, 4, 4, 2 });
  assert_window (windows, 2, 24, (RasWindowShape) { 4, 4, 2, 4 });
  assert_window (windows, 3, 28, (RasWindowShape) { 4, 4, 2, 2 });
  ras_windows_free (windows);
}

/* --- Position bias --- */

/* With weights 0 the sigmoid is in the middle everywhere; distances are log-spaced. */
static void
test_position_bias (void)
{
  g_autoptr (RasParameters) parameters = ras_parameters_new ();
  g_autofree RasReal *values = NULL, *scratch = NULL;
  RasPositionBias bias;
  RasReal table[2 * 49];
  RasPass pass = { .m = 1 };

  ras_position_bias_init (&bias, parameters, "a", 4, 2);
  pass.parameters = values = g_new0 (RasReal, parameters->count);
  pass.scratch = scratch = g_new (RasReal, bias.scratch);
  g_assert_cmpuint (bias.offsets, ==, 49);
  ras_position_bias_forward (&bias, &pass, table);
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    g_assert_cmpfloat_with_epsilon (table[i], 8, 1e-12);

  gsize index = ras_position_bias_index (4, 3, 0, 0, 1);
  g_assert_cmpfloat_with_epsilon (bias.distances[2 * index], log2 (9) / 3, 1e-12);
  g_assert_cmpfloat_with_epsilon (bias.distances[2 * index + 1], -log2 (1 + 8 / 3.0) / 3, 1e-12);
  index = ras_position_bias_index (4, 2, 1, 2, 1);
  g_assert_cmpfloat (bias.distances[2 * index], ==, 0);
  g_assert_cmpfloat (bias.distances[2 * index + 1], ==, 0);
  ras_position_bias_clear (&bias);
}

/* --- Attention --- */

static void
check (RasWindowAttention how, guint threads)
{
  g_autoptr (RasParameters) parameters = ras_parameters_new ();
  g_autoptr (RasLayer) layer = ras_window_attention_new (parameters, "a", &how);
  LayerCheck check = { .m = 3, .threads = threads, .step = 1e-5, .samples = 20 };

  layer_check_gradients (layer, parameters, &check);
}

static void
test_gradients (void)
{
  const RasWindowAttention hows[] = {
    { .height = 5, .width = 7, .channels = 6, .heads = 2, .side = 3, .shift = 1 },
    { .height = 4, .width = 4, .channels = 10, .heads = 1, .side = 2, .shift = 0 },
    { .height = 3, .width = 9, .channels = 9, .heads = 3, .side = 4, .shift = 2 },
    { .height = 2, .width = 1, .channels = 8, .heads = 4, .side = 7, .shift = 3 },
    { .height = 9, .width = 8, .channels = 4, .heads = 2, .side = 7, .shift = 3 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (hows); i++)
    check (hows[i], 1 + i % 3);
}

/* Beyond 100 the scale stays there, and its slope is 0. */
static void
test_clamp (void)
{
  const RasWindowAttention how
      = { .height = 3, .width = 3, .channels = 4, .heads = 1, .side = 3, .spread = 0.02 };
  g_autoptr (RasParameters) parameters = ras_parameters_new ();
  g_autoptr (RasLayer) layer = ras_window_attention_new (parameters, "a", &how);
  g_autofree RasReal *values = g_new (RasReal, parameters->count);
  const RasParameter *scale = ras_parameters_find (parameters, "a.log_scale");
  RasReal x[36], y[3][36];
  const double scales[] = { log (10), log (10) + 1, log (10) - 1 };

  ras_parameters_initialise (parameters, 5, values);
  for (guint i = 0; i < 36; i++)
    x[i] = sin (i * i);
  for (guint i = 0; i < 3; i++)
    {
      values[scale->first] = scales[i];
      layer_check_forward (layer, values, NULL, RAS_PASS_EVALUATE, x, 1, y[i]);
    }
  g_assert_cmpmem (y[0], sizeof y[0], y[1], sizeof y[1]);
  g_assert_cmpfloat (fabs (y[0][0] - y[2][0]), >, 1e-6);
}

/* Zeros have no direction: they attend to all alike, and nothing becomes infinite. */
static void
test_black (void)
{
  const RasWindowAttention how
      = { .height = 4, .width = 4, .channels = 4, .heads = 2, .side = 3, .shift = 1, .spread = 0.02 };
  g_autoptr (RasParameters) parameters = ras_parameters_new ();
  g_autoptr (RasLayer) layer = ras_window_attention_new (parameters, "a", &how);
  LayerCheck check = { .m = 1, .spread = 1e-12, .keep_weights = TRUE };

  layer_check_gradients (layer, parameters, &check);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/window-attention/windows", test_windows);
  g_test_add_func ("/window-attention/position-bias", test_position_bias);
  g_test_add_func ("/window-attention/gradients", test_gradients);
  g_test_add_func ("/window-attention/clamp", test_clamp);
  g_test_add_func ("/window-attention/black", test_black);
  return g_test_run ();
}

/* Convolutions: against the sum that defines them, and gradients against finite differences. */
#include "conv.h"
#include "layer-check.h"
#include "layer-reference.h"

#include <math.h>

/* Odd shapes: not square, strides that leave a rest, windows that only padding makes fit, a window
 * of one pixel, steps wider than the window. */
static const RasConv shapes[] = {
  { .height = 4, .width = 5, .channels = 3, .outputs = 2, .kernel = 3, .padding = 1 },
  { .height = 6, .width = 4, .channels = 2, .outputs = 5, .kernel = 3, .stride = 2, .padding = 1,
    .no_bias = TRUE },
  { .height = 7, .width = 8, .channels = 1, .outputs = 3, .kernel = 5 },
  { .height = 1, .width = 2, .channels = 4, .outputs = 3, .kernel = 3, .padding = 1 },
  { .height = 5, .width = 3, .channels = 3, .outputs = 4, .kernel = 1, .stride = 2 },
  { .height = 5, .width = 7, .channels = 2, .outputs = 2, .kernel = 2, .stride = 3 },
  { .height = 3, .width = 2, .channels = 2, .outputs = 3, .kernel = 4, .stride = 1, .padding = 3 },
};

/* y[o] at (row, column): the sum as conv.h states it. */
static double
convolve (const RasConv *how, const RasReal *weights, const RasReal *x, gsize row, gsize column)
{
  gssize stride = MAX (how->stride, 1), top = row * stride - how->padding,
         left = column * stride - how->padding;
  double sum = 0;

  for (gssize u = 0; u < how->kernel; u++)
    for (gssize v = 0; v < how->kernel; v++)
      for (gsize c = 0; c < how->channels; c++, weights++)
        if (top + u >= 0 && top + u < (gssize) how->height && left + v >= 0
            && left + v < (gssize) how->width)
          sum += *weights * x[((top + u) * how->width + left + v) * how->channels + c];
  return sum;
}

static RasReal *
make_numbers (guint32 item, gsize n)
{
  RasReal *values = g_new (RasReal, n);

  for (gsize i = 0; i < n; i++)
    values[i] = layer_reference_number (item, i);
  return values;
}

static void
compare_with_definition (const RasConv *how, gsize m)
{
  g_autoptr (RasParameters) parameters = ras_parameters_new ();
  g_autoptr (RasLayer) layer = ras_conv_new (parameters, "a", how);
  g_autofree RasReal *values = make_numbers (1, parameters->count);
  g_autofree RasReal *x = make_numbers (2, m * layer->in);
  g_autofree RasReal *y = g_new (RasReal, m * layer->out);
  const RasReal *next = y;
  guint stride = MAX (how->stride, 1);
  gsize out_height = (how->height + 2 * how->padding - how->kernel) / stride + 1;
  gsize out_width = (how->width + 2 * how->padding - how->kernel) / stride + 1;
  gsize patch = how->kernel * how->kernel * how->channels;
  const RasParameter *weight = ras_parameters_find (parameters, "a.weight");
  const RasParameter *bias = ras_parameters_find (parameters, "a.bias");

  g_assert_cmpuint (layer->in, ==, how->height * how->width * how->channels);
  g_assert_cmpuint (layer->out, ==, out_height * out_width * how->outputs);
  g_assert_cmpuint (weight->count, ==, patch * how->outputs);
  g_assert_true ((bias == NULL) == how->no_bias);
  layer_check_forward (layer, values, NULL, RAS_PASS_EVALUATE, x, m, y);
  for (gsize i = 0; i < m; i++)
    for (gsize row = 0; row < out_height; row++)
      for (gsize column = 0; column < out_width; column++)
        for (gsize o = 0; o < how->outputs; o++)
          {
            double expected = convolve (how, values + weight->first + o * patch,
                                        x + i * layer->in, row, column)
                              + (bias ? values[bias->first + o] : 0);

            g_assert_cmpfloat_with_epsilon (*next++, expected, 1e-12);
          }
}

static void
test_definition (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    compare_with_definition (&shapes[i], 3);
}

/* Enough rows that they go through the patches' buffer in several blocks, which end amid images. */
static void
test_blocks (void)
{
  const RasConv how = { .height = 9, .width = 11, .channels = 40, .outputs = 2, .kernel = 3,
                        .padding = 1 };

  compare_with_definition (&how, 7);
}

static void
check_gradients (const RasConv *how, gsize m)
{
  for (guint threads = 1; threads <= 3; threads++)
    {
      g_autoptr (RasParameters) parameters = ras_parameters_new ();
      g_autoptr (RasLayer) layer = ras_conv_new (parameters, "a", how);
      LayerCheck check = { .m = m, .threads = threads };

      layer_check_gradients (layer, parameters, &check);
    }
}

static void
test_gradients (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    check_gradients (&shapes[i], 4);
}

static void
test_gradients_blocks (void)
{
  const RasConv how = { .height = 9, .width = 11, .channels = 40, .outputs = 2, .kernel = 3,
                        .stride = 1, .padding = 1 };

  check_gradients (&how, 7);
}

/* What PyTorch calls a layer's output size. */
static void
test_side (void)
{
  g_assert_cmpuint (ras_conv_side (32, 3, 1, 1), ==, 32);
  g_assert_cmpuint (ras_conv_side (32, 3, 2, 1), ==, 16);
  g_assert_cmpuint (ras_conv_side (7, 3, 2, 1), ==, 4);
  g_assert_cmpuint (ras_conv_side (28, 5, 1, 0), ==, 24);
  g_assert_cmpuint (ras_conv_side (4, 5, 1, 0), ==, 0);
  g_assert_cmpuint (ras_conv_side (5, 1, 2, 0), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/conv/side", test_side);
  g_test_add_func ("/conv/definition", test_definition);
  g_test_add_func ("/conv/blocks", test_blocks);
  g_test_add_func ("/conv/gradients", test_gradients);
  g_test_add_func ("/conv/gradients-blocks", test_gradients_blocks);
  return g_test_run ();
}

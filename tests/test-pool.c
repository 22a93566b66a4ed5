/* Pooling: numbers checked by hand, gradients against finite differences. */
#include "layer-check.h"
#include "pool.h"

static void
check_layer (RasLayer *layer)
{
  g_autoptr (RasParameters) parameters = ras_parameters_new ();

  for (guint threads = 1; threads <= 3; threads++)
    {
      LayerCheck how = { .m = 4, .threads = threads };

      layer_check_gradients (layer, parameters, &how);
    }
  ras_layer_free (layer);
}

/* Windows that lie apart, overlap, leave a rest, and leave gaps. */
static const RasPool shapes[] = {
  { .height = 4, .width = 6, .channels = 3, .window = 2 },
  { .height = 5, .width = 7, .channels = 2, .window = 3, .stride = 2 },
  { .height = 5, .width = 3, .channels = 1, .window = 2 },
  { .height = 7, .width = 4, .channels = 2, .window = 1, .stride = 3 },
};

static void
test_gradients (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      check_layer (ras_max_pool_new (&shapes[i]));
      check_layer (ras_average_pool_new (&shapes[i]));
    }
}

/* One image of 2 × 5 pixels with two channels; the fifth column is left over. */
static const RasPool small = { .height = 2, .width = 5, .channels = 2, .window = 2 };
static const RasReal pixels[]
    = { 1, -1, 2, -2, 3, -3, 9, -9, 99, 99, 4, -4, 0, 0, 5, -5, 7, -7, 99, 99 };

static void
test_max (void)
{
  const RasReal expected[] = { 4, 0, 9, -3 };
  RasReal y[4];
  g_autoptr (RasLayer) layer = ras_max_pool_new (&small);

  g_assert_cmpuint (layer->out, ==, 4);
  layer_check_forward (layer, NULL, NULL, RAS_PASS_EVALUATE, pixels, 1, y);
  g_assert_cmpmem (y, sizeof y, expected, sizeof expected);
}

static void
test_average (void)
{
  const RasReal expected[] = { 1.75, -1.75, 6, -6 };
  RasReal y[4];
  g_autoptr (RasLayer) layer = ras_average_pool_new (&small);

  layer_check_forward (layer, NULL, NULL, RAS_PASS_EVALUATE, pixels, 1, y);
  g_assert_cmpmem (y, sizeof y, expected, sizeof expected);
}

/* Where all are equal one pixel gets all of the gradient: it is not counted twice. */
static void
test_ties (void)
{
  const RasPool how = { .height = 2, .width = 2, .channels = 1, .window = 2 };
  const RasReal x[] = { 5, 5, 5, 5 }, dy[] = { 3 }, expected[] = { 3, 0, 0, 0 };
  RasReal y[1], saved[1], dx[4];
  RasPass pass = { .m = 1, .batch = 1 };
  g_autoptr (RasLayer) layer = ras_max_pool_new (&how);

  g_assert_cmpuint (layer->saved, ==, 1);
  ras_layer_forward (layer, &pass, x, y, saved);
  ras_layer_backward (layer, &pass, x, dy, dx, saved);
  g_assert_cmpmem (dx, sizeof dx, expected, sizeof expected);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pool/max", test_max);
  g_test_add_func ("/pool/average", test_average);
  g_test_add_func ("/pool/ties", test_ties);
  g_test_add_func ("/pool/gradients", test_gradients);
  return g_test_run ();
}

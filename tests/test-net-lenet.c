/* LeNet-5: sizes, refusals, the same numbers as PyTorch, gradients against finite differences. */
#include "layer-check.h"
#include "layer-reference.h"
#include "network.h"

#include <string.h>

/* From tests/reference/networks.py: two images of 20 × 17 pixels with two channels, k = 3. */
static const double expected_y[] = {
  60.8486407688222, 40.8885366223633, -29.3121767134548, 56.1970112679569, 48.5228422908713,
  -28.6029745863911,
};
static const double expected_sums[] = {
  -79.7854294089918, 285.792952565503, -34.2473944500522, -152.17567504345, 4.14365192712044,
  25.9025427528561, -0.0632136725298224, 37.3036167255266, 0.972118196894133, -136.928701763219,
  -0.211948257967589,
};

static RasNetwork *
make (guint channels, guint height, guint width, GError **error)
{
  RasRunConfig config = { .net = (char *) "lenet" };
  RasNetworkInput input
      = { .channels = channels, .height = height, .width = width, .n_classes = 3 };

  return ras_network_new (&config, &input, error);
}

static void
test_reference (void)
{
  g_autoptr (RasNetwork) network = make (2, 20, 17, NULL);

  g_assert_cmpuint (network->parameters->list->len + 1, ==, G_N_ELEMENTS (expected_sums));
  layer_reference_check (network->root, network->parameters, 2, expected_y, expected_sums);
}

/* How many numbers the first linear layer gets tells the sizes before it. */
static void
test_sizes (void)
{
  const guint cases[][4] = { { 3, 32, 32, 5 * 5 }, { 1, 28, 28, 4 * 4 }, { 3, 64, 64, 13 * 13 },
                             { 3, 16, 16, 1 }, { 2, 20, 17, 2 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (RasNetwork) network = make (cases[i][0], cases[i][1], cases[i][2], NULL);
      const RasParameters *parameters = network->parameters;

      g_assert_cmpuint (network->root->in, ==, cases[i][0] * cases[i][1] * cases[i][2]);
      g_assert_cmpuint (network->root->out, ==, 3);
      g_assert_cmpuint (ras_parameters_find (parameters, "conv.0.weight")->count, ==,
                        6 * 25 * cases[i][0]);
      g_assert_cmpuint (ras_parameters_find (parameters, "conv.1.weight")->count, ==, 16 * 25 * 6);
      g_assert_cmpuint (ras_parameters_find (parameters, "hidden.0.weight")->count, ==,
                        120 * 16 * cases[i][3]);
      g_assert_cmpuint (ras_parameters_find (parameters, "hidden.1.weight")->count, ==, 84 * 120);
      g_assert_cmpint (ras_parameters_find (parameters, "readout.weight")->init, ==,
                       RAS_INIT_ZERO);
      g_assert_cmpfloat (network->rate_scale, ==, 1);
    }
}

static void
test_too_small (void)
{
  const guint sides[][2] = { { 15, 32 }, { 32, 15 }, { 4, 4 }, { 1, 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (make (3, sides[i][0], sides[i][1], &error));
      g_assert_error (error, RAS_LEARN_ERROR, RAS_LEARN_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "16 × 16"));
    }
}

static void
test_gradients (void)
{
  for (guint threads = 1; threads <= 3; threads++)
    {
      g_autoptr (RasNetwork) network = make (2, 18, 16, NULL);
      LayerCheck how = { .m = 3, .threads = threads, .step = 1e-6, .tolerance = 1e-5 };

      layer_check_gradients (network->root, network->parameters, &how);
    }
}

/* Training does not ask for ∂L/∂x: the weights' gradients are the same to the last bit, and what
 * reorders the input is passed over. */
static void
test_without_dx (void)
{
  g_autoptr (RasNetwork) network = make (1, 16, 16, NULL);
  const RasLayer *root = network->root;
  gsize count = network->parameters->count;
  g_autofree RasReal *values = g_new0 (RasReal, count), *x = g_new0 (RasReal, 2 * root->in);
  g_autofree RasReal *saved = g_new (RasReal, 2 * root->saved), *dx = g_new (RasReal, 2 * root->in);
  g_autofree RasReal *first = g_new0 (RasReal, count), *second = g_new0 (RasReal, count);
  RasReal y[6], dy[6] = { 1, -2, 3, 0.5, 0.25, -1 };
  RasReal *scratch
      = g_aligned_alloc (2 * root->scratch + root->fixed_scratch, sizeof *scratch, 64);
  RasPass pass = { .m = 2, .batch = 2, .parameters = values, .scratch = scratch };

  for (gsize i = 0; i < count; i++)
    values[i] = layer_reference_number (1, i) / 2;
  for (gsize i = 0; i < 2 * root->in; i++)
    x[i] = layer_reference_number (2, i);
  ras_layer_forward (root, &pass, x, y, saved);
  pass.gradient = first;
  ras_layer_backward (root, &pass, x, dy, dx, saved);
  ras_layer_forward (root, &pass, x, y, saved);
  pass.gradient = second;
  ras_layer_backward (root, &pass, x, dy, NULL, saved);
  g_assert_cmpmem (second, count * sizeof *second, first, count * sizeof *first);
  g_assert_cmpfloat (first[ras_parameters_find (network->parameters, "conv.0.weight")->first], !=,
                     0);
  g_aligned_free (scratch);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net-lenet/reference", test_reference);
  g_test_add_func ("/net-lenet/sizes", test_sizes);
  g_test_add_func ("/net-lenet/too-small", test_too_small);
  g_test_add_func ("/net-lenet/gradients", test_gradients);
  g_test_add_func ("/net-lenet/without-dx", test_without_dx);
  return g_test_run ();
}

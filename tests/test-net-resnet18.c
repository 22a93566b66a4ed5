/* ResNet-18: sizes and rates, the same numbers as PyTorch, gradients against finite differences. */
#include "layer-check.h"
#include "layer-reference.h"
#include "network.h"

#include <math.h>

/* From tests/reference/networks.py: three images of 8 × 9 pixels with three channels, width 4,
 * k = 3. */
static const double expected_y[] = {
  -1.67729602262291, -0.25119614332843, 1.57538290891307, -0.882924464368352, -0.16207023838794,
  0.369941656613427, -1.07315088790553, 0.757054051827421, 1.23085932659573,
};
static const double expected_sums[] = {
  6.02953622610513, -3.76688846565212, 3.98066991965028, 1.97250967757148, -3.6783560039677,
  -12.7216055493992, 2.54295643896388, -2.96413013075378, -2.86661661703971, 1.1086075500927,
  -8.07129840423772, -0.0841402576819434, 0.0777790537106159, 3.81239664621461, 1.64780476720574,
  1.6214851723367, 0.303919959706551, 2.35794647199394, -0.793828154649337, -2.03714710744345,
  -4.44460509257099, 1.81973846698789, -4.12564593965797, -2.65859189884385, 0.260752715165553,
  -2.27220491744442, 0.208297288479635, -2.68441106230219, 2.95010431633228, 4.29304262097783,
  -0.919344831099268, 0.977035901942317, -0.842534840275559, 1.80957252510651, 4.11570637832046,
  -2.57199027095034, -0.678567217224577, -5.79854104039375, -0.419319964293796,
  -0.0331024592182556, -0.533795979779192, 4.73821505846764, 0.171923412676001, 3.75659327121623,
  -4.59429961521367, 0.986331145498685, 0.0930912646020954, -2.82637309847328, -1.07501163692635,
  4.36217379090773, 2.24735622889997, 1.66085705560142, 0.108368509523169, 1.55747958247153,
  0.719794894811921, -0.118490598979177, -0.621929286104148, -1.05108662162878, 2.07179826674762,
  1.7638910165872, 2.02077586091603, -2.06447632081358, -0.565798556219452,
};

static RasNetwork *
make (guint width, guint rows, guint columns)
{
  RasRunConfig config = { .net = (char *) "resnet18", .width = width };
  RasNetworkInput input = { .channels = 3, .height = rows, .width = columns, .n_classes = 3 };

  return ras_network_new (&config, &input, NULL);
}

static void
test_reference (void)
{
  g_autoptr (RasNetwork) network = make (4, 8, 9);

  g_assert_cmpuint (network->parameters->list->len + 1, ==, G_N_ELEMENTS (expected_sums));
  layer_reference_check (network->root, network->parameters, 3, expected_y, expected_sums);
}

/* The size everybody quotes, and who learns at which rate. */
static void
test_parameters (void)
{
  for (guint width = 32; width <= 128; width *= 2)
    {
      g_autoptr (RasNetwork) network = make (width, 32, 32);
      const RasParameters *parameters = network->parameters;
      const RasParameter *last = ras_parameters_find (parameters, "stages.3.1.1.conv.weight");

      g_assert_cmpuint (network->root->in, ==, 3072);
      g_assert_cmpuint (network->root->out, ==, 3);
      g_assert_true (network->root->calibrates);
      if (width == 64)
        g_assert_cmpuint (ras_parameters_get_n_values (parameters), ==, 11173962 - 7 * 513);
      g_assert_cmpuint (last->count, ==, 9 * 64 * width * width);
      g_assert_cmpfloat (last->rate, ==, 64.0 / width);
      g_assert_cmpfloat_with_epsilon (last->spread, sqrt (2.0 / (9 * 8 * width)), 1e-12);
      g_assert_cmpfloat (ras_parameters_find (parameters, "stages.1.0.shortcut.conv.weight")->rate,
                         ==, 64.0 / width);
      g_assert_cmpfloat (ras_parameters_find (parameters, "readout.weight")->rate, ==,
                         64.0 / width);
      g_assert_cmpint (ras_parameters_find (parameters, "readout.weight")->init, ==,
                       RAS_INIT_ZERO);
      g_assert_cmpfloat (ras_parameters_find (parameters, "stem.conv.weight")->rate, ==, 1);
      g_assert_cmpfloat (ras_parameters_find (parameters, "stem.norm.weight")->rate, ==, 1);
      g_assert_null (ras_parameters_find (parameters, "stages.0.0.shortcut.conv.weight"));
      g_assert_cmpfloat (network->rate_scale, ==, 1);
    }
}

static void
test_gradients (void)
{
  for (guint threads = 1; threads <= 3; threads++)
    {
      g_autoptr (RasNetwork) network = make (4, 8, 8);
      /* Threads meet at every batch norm, which takes long on a busy machine. */
      LayerCheck how = { .m = 6,
                         .threads = threads,
                         .step = 1e-7,
                         .tolerance = 1e-4,
                         .samples = threads == 1 ? 24 : 2 };

      layer_check_gradients (network->root, network->parameters, &how);
    }
}

/* Even one pixel has a class. */
static void
test_tiny (void)
{
  g_autoptr (RasNetwork) network = make (2, 1, 1);
  LayerCheck how = { .m = 5, .step = 1e-6, .tolerance = 1e-3 };

  layer_check_gradients (network->root, network->parameters, &how);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net-resnet18/reference", test_reference);
  g_test_add_func ("/net-resnet18/parameters", test_parameters);
  g_test_add_func ("/net-resnet18/gradients", test_gradients);
  g_test_add_func ("/net-resnet18/tiny", test_tiny);
  return g_test_run ();
}

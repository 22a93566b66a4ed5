/* Swin V2 as a whole: against finite differences, against PyTorch, and what it makes of
 * configurations. */
#include "layer-check.h"
#include "network.h"

#include <math.h>

static RasNetwork *
make (RasRunConfig config, guint channels, guint height, guint width, guint n_classes)
{
  const RasNetworkInput input = { channels, height, width, n_classes };
  g_autoptr (GError) error = NULL;
  RasNetwork *network;

  config.net = (char *) "swin";
  network = ras_network_new (&config, &input, &error);
  g_assert_no_error (error);
  return network;
}

static void
test_gradients (void)
{
  const RasRunConfig config = { .width = 8, .depth = 1, .drop_path = 0.5 };
  g_autoptr (RasNetwork) network = make (config, 2, 17, 19, 3);
  LayerCheck check = { .m = 3, .threads = 2, .step = 1e-5, .samples = 1, .tolerance = 1e-5 };

  layer_check_gradients (network->root, network->parameters, &check);
}

/* --- Against torchvision 0.14 with PyTorch 1.13 in double precision, from the same weights --- */

#define IMAGES 2
#define CLASSES 3

typedef struct
{
  RasReal *values, *gradient, *x, *dx, *saved, *scratch;
} Buffers;

static RasReal *
buffer_new (gsize n)
{
  return g_aligned_alloc0 (n, sizeof (RasReal), 64);
}

static void
make_buffers (const RasNetwork *network, Buffers *buffers)
{
  const RasParameters *parameters = network->parameters;
  const RasLayer *root = network->root;

  *buffers = (Buffers) { buffer_new (parameters->count),
                         buffer_new (parameters->count),
                         buffer_new (IMAGES * root->in),
                         buffer_new (IMAGES * root->in),
                         buffer_new (IMAGES * root->saved),
                         buffer_new (IMAGES * root->scratch + root->fixed_scratch) };
  for (guint p = 0; p < parameters->list->len; p++)
    {
      const RasParameter *piece = &g_array_index (parameters->list, RasParameter, p);

      for (gsize i = 0; i < piece->count; i++)
        buffers->values[piece->first + i]
            = (piece->init == RAS_INIT_ONE) + 0.3 * sin (0.7 * i * (1 + 0.01 * i) + p);
    }
  for (gsize i = 0; i < IMAGES * root->in; i++)
    buffers->x[i] = 0.5 + 0.5 * sin (1.3 * i + 0.001 * i * i);
}

static void
free_buffers (Buffers *buffers)
{
  g_aligned_free (buffers->values);
  g_aligned_free (buffers->gradient);
  g_aligned_free (buffers->x);
  g_aligned_free (buffers->dx);
  g_aligned_free (buffers->saved);
  g_aligned_free (buffers->scratch);
}

static double
gradient_norm (const RasNetwork *network, const RasReal *gradient, const char *name)
{
  const RasParameter *piece = ras_parameters_find (network->parameters, name);
  double sum = 0;

  g_assert_nonnull (piece);
  for (gsize i = 0; i < piece->count; i++)
    sum += gradient[piece->first + i] * gradient[piece->first + i];
  return sqrt (sum);
}

/* torchvision's swin_transformer with SwinTransformerBlockV2 and PatchMergingV2, layer norm's ε 1e-6,
 * and a vector's length √(|q|² + 1e-8) as here (with its own, max (|q|, 1e-12), logits are the same
 * to 1e-8). The maps are 8 × 10, 4 × 5, 2 × 3 and 1 × 2: padding, shifts and odd sides all occur. */
static void
test_reference (void)
{
  const RasReal expected[IMAGES * CLASSES] = { 0.741085441163, 1.942275012819, 0.43722719253,
                                               1.279282145877, 1.589303762213, -0.217609198121 };
  const struct
  {
    const char *name;
    double norm;
  } gradients[] = {
    { "patches.weight", 7.3496525528 },
    { "blocks.1.attention.q_bias", 0.240247276297 },
    { "blocks.1.attention.v_bias", 0.290422343101 },
    { "blocks.1.attention.log_scale", 0.016939506945 },
    { "blocks.3.attention.position.hidden.weight", 0.75944403424 },
    { "blocks.4.attention.position.out.weight", 0.902629818638 },
    { "blocks.2.attention.qkv.weight", 2.34022785572 },
    { "merging.2.reduction.weight", 8.40898797355 },
    { "blocks.11.mlp.in.weight", 0.757674208887 },
    { "readout.weight", 4.22765572327 },
  };
  g_autoptr (RasNetwork) network
      = make ((RasRunConfig) { .width = 8, .depth = 2 }, 3, 16, 20, CLASSES);
  g_autoptr (RasTeam) team = ras_team_new (1, NULL);
  RasReal y[IMAGES * CLASSES], dy[IMAGES * CLASSES];
  RasPass pass = { .mode = RAS_PASS_TRAIN, .m = IMAGES, .batch = IMAGES, .team = team };
  Buffers buffers;

  make_buffers (network, &buffers);
  pass.parameters = buffers.values;
  pass.gradient = buffers.gradient;
  pass.scratch = buffers.scratch;
  for (guint i = 0; i < IMAGES * CLASSES; i++)
    dy[i] = cos (i);
  ras_layer_forward (network->root, &pass, buffers.x, y, buffers.saved);
  for (guint i = 0; i < IMAGES * CLASSES; i++)
    g_assert_cmpfloat_with_epsilon (y[i], expected[i], 1e-10);
  ras_layer_backward (network->root, &pass, buffers.x, dy, buffers.dx, buffers.saved);
  for (guint i = 0; i < G_N_ELEMENTS (gradients); i++)
    g_assert_cmpfloat_with_epsilon (
        gradient_norm (network, buffers.gradient, gradients[i].name) / gradients[i].norm, 1, 1e-9);
  free_buffers (&buffers);
}

/* --- Configurations --- */

/* As many numbers as torchvision's network has, without the biases of keys, which it sets to 0. */
static void
test_size (void)
{
  g_autoptr (RasNetwork) network = make ((RasRunConfig) { .size = (char *) "atto" }, 3, 32, 32, 10);

  g_assert_cmpuint (ras_parameters_get_n_values (network->parameters), ==, 4854878);
  g_assert_cmpuint (network->root->out, ==, 10);
  g_assert_cmpfloat (network->rate_scale, ==, 1);
}

/* Grey and coloured, small and large; untrained, every class has the same logit. */
static void
test_images (void)
{
  static const guint images[][3] = { { 1, 28, 28 }, { 3, 64, 64 }, { 3, 16, 16 }, { 1, 9, 13 } };

  for (guint i = 0; i < G_N_ELEMENTS (images); i++)
    {
      g_autoptr (RasNetwork) network = make ((RasRunConfig) { .width = 4, .depth = 1 },
                                             images[i][0], images[i][1], images[i][2], 2);
      g_autofree RasReal *x = g_new0 (RasReal, network->root->in);
      RasReal *values = buffer_new (network->parameters->count), y[2] = { 1, 1 };

      ras_parameters_initialise (network->parameters, 1, values);
      layer_check_forward (network->root, values, NULL, RAS_PASS_EVALUATE, x, 1, y);
      g_assert_cmpfloat (y[0], ==, 0);
      g_assert_cmpfloat (y[1], ==, 0);
      g_aligned_free (values);
    }
}

static void
test_rates (void)
{
  g_autoptr (RasNetwork) network = make ((RasRunConfig) { .width = 80, .depth = 8 }, 1, 16, 16, 2);
  static const struct
  {
    const char *name;
    double rate;
  } rates[] = { { "patches.weight", 1 },
                { "blocks.0.attention.qkv.weight", 0.5 },
                { "blocks.0.attention.projection.weight", 0.5 },
                { "blocks.9.attention.position.out.weight", 1 },
                { "blocks.9.mlp.in.weight", 0.5 },
                { "merging.1.reduction.weight", 0.5 },
                { "blocks.9.mlp.in.bias", 1 },
                { "readout.weight", 0.5 } };

  for (guint i = 0; i < G_N_ELEMENTS (rates); i++)
    {
      const RasParameter *piece = ras_parameters_find (network->parameters, rates[i].name);

      g_assert_nonnull (piece);
      g_assert_cmpfloat (piece->rate, ==, rates[i].rate);
      if (piece->init == RAS_INIT_NORMAL)
        g_assert_cmpfloat_with_epsilon (piece->spread, 0.02 * sqrt (rates[i].rate), 1e-12);
    }
  g_assert_cmpfloat (network->rate_scale, ==, 0.5);
}

/* Untrained blocks are the identity: whatever the matrices within are, the result is the same. */
static void
test_identity (void)
{
  g_autoptr (RasNetwork) network = make ((RasRunConfig) { .width = 4, .depth = 1 }, 1, 16, 16, 2);
  g_autofree RasReal *x = g_new (RasReal, network->root->in);
  RasReal *values = buffer_new (network->parameters->count), y[2], other[2];
  const RasParameter *readout = ras_parameters_find (network->parameters, "readout.weight");
  const RasParameter *inner = ras_parameters_find (network->parameters, "blocks.3.mlp.in.weight");

  for (gsize i = 0; i < network->root->in; i++)
    x[i] = cos (i * i);
  ras_parameters_initialise (network->parameters, 1, values);
  for (gsize i = 0; i < readout->count; i++)
    values[readout->first + i] = sin (i);
  layer_check_forward (network->root, values, NULL, RAS_PASS_EVALUATE, x, 1, y);
  g_assert_cmpfloat (fabs (y[0]), >, 1e-3);
  for (gsize i = 0; i < inner->count; i++)
    values[inner->first + i] += 1;
  layer_check_forward (network->root, values, NULL, RAS_PASS_EVALUATE, x, 1, other);
  g_assert_cmpmem (y, sizeof y, other, sizeof other);
  g_aligned_free (values);
}

static void
test_refusals (void)
{
  static const struct
  {
    RasRunConfig config;
    guint height;
  } refused[] = { { { .size = (char *) "atto" }, 8 },
                  { { .size = (char *) "giant" }, 32 },
                  { { .width = 5, .depth = 1 }, 32 } };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      const RasNetworkInput input = { 3, refused[i].height, 32, 10 };
      RasRunConfig config = refused[i].config;
      g_autoptr (GError) error = NULL;

      config.net = (char *) "swin";
      g_assert_null (ras_network_new (&config, &input, &error));
      g_assert_error (error, RAS_LEARN_ERROR, RAS_LEARN_ERROR_INVALID);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net-swin/gradients", test_gradients);
  g_test_add_func ("/net-swin/reference", test_reference);
  g_test_add_func ("/net-swin/size", test_size);
  g_test_add_func ("/net-swin/images", test_images);
  g_test_add_func ("/net-swin/rates", test_rates);
  g_test_add_func ("/net-swin/identity", test_identity);
  g_test_add_func ("/net-swin/refusals", test_refusals);
  return g_test_run ();
}

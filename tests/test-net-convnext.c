/* ConvNeXt V2 as a whole: gradients, sizes, what it refuses, and numbers from PyTorch. */
#include "network.h"

#include "layer-check.h"

#include <math.h>
#include <string.h>

static RasNetwork *
make (const char *size, guint width, guint depth, double drop, RasNetworkInput input)
{
  RasRunConfig config = { .net = (char *) "convnext",
                          .size = (char *) size,
                          .width = width,
                          .depth = depth,
                          .drop_path = drop };
  g_autoptr (GError) error = NULL;
  RasNetwork *network = ras_network_new (&config, &input, &error);

  g_assert_no_error (error);
  return network;
}

static void
test_gradients (void)
{
  g_autoptr (RasNetwork) network = make (NULL, 2, 1, 0.4, (RasNetworkInput) { 2, 9, 8, 3 });

  LayerCheck how = { .m = 3, .threads = 2, .tolerance = 1e-5 };

  layer_check_gradients (network->root, network->parameters, &how);
}

/* Counted by hand: with widths w, 2w, 4w, 8w, C of a stage, a block has 8C² + 65C values, a halving 8C²
 * + 4C where C is the stage's before. */
static void
test_sizes (void)
{
  static const struct
  {
    const char *size;
    guint width, depths[4];
    double rate_scale;
  } expected[] = {
    { "atto", 40, { 2, 2, 6, 2 }, 1 },  { "femto", 48, { 2, 2, 6, 2 }, 1 },
    { "pico", 64, { 2, 2, 6, 2 }, 1 },  { "nano", 80, { 2, 2, 8, 2 }, 1 },
    { "tiny", 96, { 3, 3, 9, 3 }, 0.816496580927726 },
  };
  const RasNetworkKind *kind = ras_network_kind_find ("convnext", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      gsize w = expected[i].width, values = 4 * w + 2 * w + 2 * 8 * w + (8 * w + 1) * 10;
      g_autoptr (RasNetwork) network
          = make (expected[i].size, 7, 5, 0.1, (RasNetworkInput) { 3, 32, 32, 10 });

      for (guint stage = 0; stage < 4; stage++)
        {
          gsize c = w << stage;

          values += expected[i].depths[stage] * (8 * c * c + 65 * c);
          values += stage < 3 ? 8 * c * c + 4 * c : 0;
        }
      g_assert_cmpstr (kind->sizes[i], ==, expected[i].size);
      {
        const RasRunConfig sized = { .size = (char *) expected[i].size };
        guint width, depth;

        ras_run_config_get_shape (&sized, &width, &depth);
        g_assert_cmpuint (width, ==, expected[i].width);
        g_assert_cmpuint (depth, ==, expected[i].depths[0]);
      }
      g_assert_cmpuint (ras_parameters_get_n_values (network->parameters), ==, values);
      g_assert_cmpfloat_with_epsilon (network->rate_scale, expected[i].rate_scale, 1e-12);
    }
}

/* A free width and depth: q, q, 3q, q blocks; matrices between wide layers learn more slowly. */
static void
test_free_size (void)
{
  g_autoptr (RasNetwork) network = make (NULL, 20, 2, 0, (RasNetworkInput) { 1, 28, 28, 10 });
  const RasParameters *parameters = network->parameters;

  g_assert_nonnull (ras_parameters_find (parameters, "stages.2.blocks.5.grn.weight"));
  g_assert_null (ras_parameters_find (parameters, "stages.2.blocks.6.grn.weight"));
  g_assert_null (ras_parameters_find (parameters, "stages.3.blocks.2.grn.weight"));
  g_assert_cmpfloat (ras_parameters_find (parameters, "stem.weight")->rate, ==, 1);
  g_assert_cmpfloat (ras_parameters_find (parameters, "stages.1.halve.weight")->rate, ==, 2);
  g_assert_cmpfloat (ras_parameters_find (parameters, "readout.weight")->rate, ==, 2);
  g_assert_true (ras_parameters_find (parameters, "stem.weight")->decays);
  g_assert_false (ras_parameters_find (parameters, "norm.weight")->decays);
}

/* Images of 28, 64 and 16 pixels; untrained logits are 0 for every one. */
static void
test_images (void)
{
  const RasNetworkInput inputs[]
      = { { 1, 28, 28, 10 }, { 3, 64, 64, 10 }, { 1, 16, 16, 2 }, { 3, 8, 15, 4 } };

  for (guint i = 0; i < G_N_ELEMENTS (inputs); i++)
    {
      g_autoptr (RasNetwork) network = make (NULL, 3, 1, 0.1, inputs[i]);
      const RasLayer *root = network->root;
      g_autofree RasReal *values = g_new (RasReal, network->parameters->count);
      g_autofree RasReal *x = g_new (RasReal, root->in), *y = g_new (RasReal, root->out);

      for (gsize j = 0; j < root->in; j++)
        x[j] = sin (j);
      ras_parameters_initialise (network->parameters, 1, values);
      layer_check_forward (root, values, NULL, RAS_PASS_EVALUATE, x, 1, y);
      g_assert_cmpuint (root->out, ==, inputs[i].n_classes);
      for (gsize j = 0; j < root->out; j++)
        g_assert_cmpfloat (y[j], ==, 0);
    }
}

static void
test_too_small (void)
{
  RasRunConfig config = { .net = (char *) "convnext", .size = (char *) "atto" };
  RasNetworkInput input = { 1, 16, 7, 10 };
  g_autoptr (GError) error = NULL;

  g_assert_null (ras_network_new (&config, &input, &error));
  g_assert_error (error, RAS_LEARN_ERROR, RAS_LEARN_ERROR_INVALID);
}

static void
test_rates (void)
{
  const RasNetworkKind *kind = ras_network_kind_find ("convnext", NULL);

  g_assert_cmpfloat (kind->rate_for ("none"), ==, 5e-5);
  g_assert_cmpfloat (kind->rate_for ("leace"), ==, 1e-4);
  g_assert_cmpfloat (kind->rate_for ("oracle-leace"), ==, 1e-4);
  g_assert_cmpfloat (kind->rate_for ("qleace"), ==, 1e-3);
  g_assert_cmpfloat (kind->rate_for ("random"), ==, 1e-3);
}

/* --- Against PyTorch --- */

/* Numbers that any program can make: sin (0.3 + 1.1 a + 1.7 (i mod 1009)²). */
static double
made_up (guint a, gsize i)
{
  double r = i % 1009;

  return sin (0.3 + 1.1 * a + 1.7 * r * r);
}

static void
fill (const RasParameters *parameters, RasReal *values)
{
  memset (values, 0, parameters->count * sizeof *values);
  for (guint a = 0; a < parameters->list->len; a++)
    {
      const RasParameter *piece = &g_array_index (parameters->list, RasParameter, a);

      for (gsize i = 0; i < piece->count; i++)
        values[piece->first + i] = 0.2 * made_up (a, i) + (piece->init == RAS_INIT_ONE ? 1 : 0);
    }
}

/* What PyTorch 1.13 says in double precision about a network of width 4 and depth 1 on two images of
 * 3 × 19 × 17, conv2d with groups and layer_norm for the parts: logits, and for some pieces
 * Σ_i made_up (7, i) ∂L/∂θ_i, where L = Σ_i made_up (8, i) logit_i. */
static const double torch_logits[10] = {
  -0.165614513127,
  -0.647049331956,
  -0.619523468731,
  -0.271063585800,
  -0.853017353700,
  -0.741154643500,
  -1.096220560773,
  -0.038416279290,
  -0.663540983459,
  -1.115191299897,
};
static const struct
{
  const char *name;
  double sum;
} torch_gradients[] = {
  { "stem.weight", 0.056483105203 },
  { "stem.norm.weight", -0.809895594966 },
  { "stages.0.blocks.0.depthwise.weight", 0.246032960435 },
  { "stages.1.halve.weight", 2.738944197861 },
  { "stages.1.blocks.0.norm.bias", 0.084163618610 },
  { "stages.2.blocks.1.expand.weight", -1.250080235245 },
  { "stages.2.blocks.1.grn.weight", -0.799211873973 },
  { "stages.2.blocks.2.grn.bias", 0.522336899849 },
  { "stages.3.blocks.0.reduce.weight", 5.341535366870 },
  { "norm.weight", 1.040368319452 },
  { "readout.weight", 2.228104672230 },
};

static void
test_torch (void)
{
  g_autoptr (RasNetwork) network = make (NULL, 4, 1, 0, (RasNetworkInput) { 3, 19, 17, 5 });
  const RasLayer *root = network->root;
  const RasParameters *parameters = network->parameters;
  gsize m = 2;
  g_autofree RasReal *values = g_new (RasReal, parameters->count);
  g_autofree RasReal *gradient = g_new (RasReal, parameters->count);
  g_autofree RasReal *x = g_new (RasReal, m * root->in);
  RasReal y[10], dy[10];
  RasReal *saved = g_aligned_alloc (m * root->saved, sizeof *saved, 64);
  RasReal *scratch
      = g_aligned_alloc (m * root->scratch + root->fixed_scratch, sizeof *scratch, 64);
  RasPass pass = { .m = m,
                   .batch = m,
                   .parameters = values,
                   .gradient = gradient,
                   .scratch = scratch };

  fill (parameters, values);
  for (gsize i = 0; i < m * root->in; i++)
    x[i] = made_up (9, i);
  for (guint i = 0; i < 10; i++)
    dy[i] = made_up (8, i);
  ras_layer_forward (root, &pass, x, y, saved);
  ras_layer_backward (root, &pass, x, dy, NULL, saved);
  for (guint i = 0; i < 10; i++)
    g_assert_cmpfloat_with_epsilon (y[i], torch_logits[i], 1e-9);
  for (guint a = 0; a < G_N_ELEMENTS (torch_gradients); a++)
    {
      const RasParameter *piece = ras_parameters_find (parameters, torch_gradients[a].name);
      double sum = 0;

      for (gsize i = 0; i < piece->count; i++)
        sum += made_up (7, i) * gradient[piece->first + i];
      g_assert_cmpfloat_with_epsilon (sum, torch_gradients[a].sum, 1e-9);
    }
  g_aligned_free (saved);
  g_aligned_free (scratch);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/net-convnext/gradients", test_gradients);
  g_test_add_func ("/net-convnext/sizes", test_sizes);
  g_test_add_func ("/net-convnext/free-size", test_free_size);
  g_test_add_func ("/net-convnext/images", test_images);
  g_test_add_func ("/net-convnext/too-small", test_too_small);
  g_test_add_func ("/net-convnext/rates", test_rates);
  g_test_add_func ("/net-convnext/torch", test_torch);
  return g_test_run ();
}

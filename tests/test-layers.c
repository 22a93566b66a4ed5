/* The layers that most networks share: gradients against finite differences, and what they do to
 * numbers that can be checked by hand. */
#include "activation.h"
#include "cross-entropy.h"
#include "layer-check.h"
#include "linear.h"
#include "patch.h"

#include <math.h>

static void
check_layer (RasLayer *layer, RasParameters *parameters)
{
  for (guint threads = 1; threads <= 3; threads++)
    {
      LayerCheck how = { .m = 5, .threads = threads };

      layer_check_gradients (layer, parameters, &how);
    }
  ras_layer_free (layer);
  ras_parameters_free (parameters);
}

static void
test_linear (void)
{
  RasParameters *parameters = ras_parameters_new ();
  RasLinear how = { .inputs = 7, .outputs = 4, .init = RAS_INIT_UNIFORM, .spread = 1 };

  check_layer (ras_linear_new (parameters, "a", &how), parameters);

  parameters = ras_parameters_new ();
  how.positions = 3;
  how.no_bias = TRUE;
  check_layer (ras_linear_new (parameters, "a", &how), parameters);
}

static void
test_activations (void)
{
  check_layer (ras_relu_new (6), ras_parameters_new ());
  check_layer (ras_gelu_new (6), ras_parameters_new ());
  check_layer (ras_swiglu_new (5), ras_parameters_new ());
}

static void
test_patches (void)
{
  const RasReal x[] = { 1, 2, 3, 4, 5, 6, 7, 8, /* second plane */ 11, 12, 13, 14, 15, 16, 17, 18 };
  const RasReal expected[] = { 1, 11, 2, 12, 5, 15, 6, 16, 3, 13, 4, 14, 7, 17, 8, 18 };
  RasReal y[16];
  g_autoptr (RasLayer) layer = ras_patches_new (2, 2, 4, 2);

  layer_check_forward (layer, NULL, NULL, RAS_PASS_EVALUATE, x, 1, y);
  g_assert_cmpmem (y, sizeof y, expected, sizeof expected);
  check_layer (ras_patches_new (3, 4, 6, 2), ras_parameters_new ());
  check_layer (ras_patches_new (3, 2, 3, 1), ras_parameters_new ());
}

static void
test_merge (void)
{
  /* 3 × 5 positions of 2 channels: the last row and column are left out. */
  RasReal x[30], y[16];
  const RasReal expected[] = { 0, 1, 2, 3, 10, 11, 12, 13, 4, 5, 6, 7, 14, 15, 16, 17 };
  g_autoptr (RasLayer) layer = ras_merge_new (2, 3, 5);

  for (guint i = 0; i < G_N_ELEMENTS (x); i++)
    x[i] = i;
  layer_check_forward (layer, NULL, NULL, RAS_PASS_EVALUATE, x, 1, y);
  g_assert_cmpmem (y, sizeof y, expected, sizeof expected);
  check_layer (ras_merge_new (2, 3, 5), ras_parameters_new ());
  check_layer (ras_merge_new (3, 4, 2), ras_parameters_new ());
}

static void
test_global_pool (void)
{
  check_layer (ras_global_pool_new (4, 3), ras_parameters_new ());
}

static RasLayer *
make_branch (RasParameters *parameters, const char *first, const char *second)
{
  RasLinear how = { .inputs = 5, .outputs = 5, .init = RAS_INIT_UNIFORM, .spread = 1 };
  RasLayer *layers[] = { ras_linear_new (parameters, first, &how), ras_gelu_new (5),
                         ras_linear_new (parameters, second, &how), ras_relu_new (5) };

  return ras_sequence_new (layers, G_N_ELEMENTS (layers));
}

static void
test_compose (void)
{
  RasParameters *parameters = ras_parameters_new ();
  RasLinear how = { .inputs = 5, .outputs = 5, .init = RAS_INIT_UNIFORM, .spread = 1 };

  check_layer (make_branch (parameters, "a", "b"), parameters);

  parameters = ras_parameters_new ();
  check_layer (ras_residual_new (make_branch (parameters, "a", "b"), 0, 0), parameters);

  parameters = ras_parameters_new ();
  check_layer (ras_residual_new (make_branch (parameters, "a", "b"), 0.5, 7), parameters);

  parameters = ras_parameters_new ();
  check_layer (ras_residual_new_with_shortcut (make_branch (parameters, "a", "b"),
                                               ras_linear_new (parameters, "c", &how)),
               parameters);
}

/* Draws depend on image, step and layer, on nothing else, and have the right mean. */
static void
test_survival (void)
{
  RasPass pass = { .mode = RAS_PASS_TRAIN, .seed = 1 };
  double sum = 0, different = 0;

  for (guint i = 0; i < 4000; i++)
    {
      RasReal factor = ras_pass_draw_survival (&pass, i % 100, 0.25, 3);

      pass.step = i / 100;
      factor = ras_pass_draw_survival (&pass, i % 100, 0.25, 3);
      g_assert_true (factor == 0 || fabs (factor - 4.0 / 3) < 1e-12);
      g_assert_cmpfloat (factor, ==, ras_pass_draw_survival (&pass, i % 100, 0.25, 3));
      different += factor != ras_pass_draw_survival (&pass, i % 100, 0.25, 4);
      sum += factor;
    }
  g_assert_cmpfloat_with_epsilon (sum / 4000, 1, 0.05);
  g_assert_cmpfloat (different, >, 1000);
  pass.mode = RAS_PASS_EVALUATE;
  g_assert_cmpfloat (ras_pass_draw_survival (&pass, 0, 0.25, 3), ==, 1);
}

static void
test_cross_entropy (void)
{
  RasReal logits[] = { 0.3, -1.2, 2.0, 1000, 999, -1000 }, gradient[6];
  const guint16 labels[] = { 1, 0 };
  double losses[2], changed[2];

  ras_cross_entropy (logits, labels, 2, 3, losses, gradient, 0.5);
  g_assert_cmpfloat_with_epsilon (losses[0], log (exp (0.3) + exp (-1.2) + exp (2)) + 1.2, 1e-12);
  g_assert_cmpfloat_with_epsilon (losses[1], log1p (exp (-1)), 1e-12);
  for (guint j = 0; j < 3; j++)
    {
      const double step = 1e-5;
      double above, kept = logits[j];

      logits[j] = kept + step;
      ras_cross_entropy (logits, labels, 2, 3, changed, NULL, 0);
      above = changed[0];
      logits[j] = kept - step;
      ras_cross_entropy (logits, labels, 2, 3, changed, NULL, 0);
      logits[j] = kept;
      g_assert_cmpfloat_with_epsilon (gradient[j], 0.5 * (above - changed[0]) / (2 * step), 1e-9);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/layers/linear", test_linear);
  g_test_add_func ("/layers/activations", test_activations);
  g_test_add_func ("/layers/patches", test_patches);
  g_test_add_func ("/layers/merge", test_merge);
  g_test_add_func ("/layers/global-pool", test_global_pool);
  g_test_add_func ("/layers/compose", test_compose);
  g_test_add_func ("/layers/survival", test_survival);
  g_test_add_func ("/layers/cross-entropy", test_cross_entropy);
  return g_test_run ();
}

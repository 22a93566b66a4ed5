/* Gathering neighbours and patch merging: by hand and against finite differences. */
#include "layer-check.h"
#include "patch-merging.h"

static void
test_order (void)
{
  const RasReal x[] = { 1, 2, 3, /* second row */ 4, 5, 6, /* third row */ 7, 8, 9 };
  const RasReal expected[] = { 1, 4, 2, 5, 3, 6, 0, 0, 7, 0, 8, 0, 9, 0, 0, 0 };
  RasReal y[16];
  g_autoptr (RasLayer) layer = ras_gather_neighbours_new (3, 3, 1);

  layer_check_forward (layer, NULL, NULL, RAS_PASS_EVALUATE, x, 1, y);
  g_assert_cmpmem (y, sizeof y, expected, sizeof expected);
}

static void
test_channels (void)
{
  const RasReal x[] = { 1, 2, 3, 4, /* second row */ 5, 6, 7, 8 };
  const RasReal expected[] = { 1, 2, 5, 6, 3, 4, 7, 8 };
  RasReal y[8];
  g_autoptr (RasLayer) layer = ras_gather_neighbours_new (2, 2, 2);

  layer_check_forward (layer, NULL, NULL, RAS_PASS_EVALUATE, x, 1, y);
  g_assert_cmpmem (y, sizeof y, expected, sizeof expected);
}

static void
test_gradients (void)
{
  static const guint sides[][2] = { { 4, 6 }, { 3, 4 }, { 4, 5 }, { 5, 3 }, { 1, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      g_autoptr (RasParameters) parameters = ras_parameters_new ();
      g_autoptr (RasLayer) layer
          = ras_patch_merging_new (parameters, "a", sides[i][0], sides[i][1], 3, 1, 1);
      LayerCheck check = { .m = 4, .threads = 1 + i % 3 };

      layer_check_gradients (layer, parameters, &check);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/patch-merging/order", test_order);
  g_test_add_func ("/patch-merging/channels", test_channels);
  g_test_add_func ("/patch-merging/gradients", test_gradients);
  return g_test_run ();
}

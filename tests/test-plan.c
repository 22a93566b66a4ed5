/* Plans: presets, JSON, and the order in which they unfold. */
#include "plan.h"
#include "runs.h"
#include "temp-folder.h"

#include <string.h>

static void
set_counts (GArray *counts, guint a, guint b)
{
  g_array_append_val (counts, a);
  g_array_append_val (counts, b);
}

static void
set_erasers (RasPlan *plan, const char *names)
{
  g_strfreev (plan->erasers);
  plan->erasers = g_strsplit (names, ",", -1);
}

static RasPlan *
make_plan (void)
{
  RasPlan *plan = ras_plan_new ();

  ras_run_config_free (plan->common);
  plan->common = test_config_new ("none", 9);
  plan->common->learning_rate = 1e-8;
  set_erasers (plan, "none,leace");
  plan->seeds = 2;
  set_counts (plan->widths, 64, 128);
  return plan;
}

static void
test_presets (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (ras_n_presets, ==, 3);
  for (guint i = 0; i < ras_n_presets; i++)
    {
      g_assert_true (ras_preset_find (ras_presets[i].name, &error) == &ras_presets[i]);
      g_assert_no_error (error);
      g_assert_cmpuint (ras_presets[i].seeds, >, 0);
      g_assert_cmpuint (ras_presets[i].max_epochs, >, ras_presets[i].patience);
    }
  g_assert_cmpuint (ras_preset_find ("paper", NULL)->images, ==, 0);
  assert_refused (ras_preset_find ("novel", &error), error, "glance, lesson, paper");
}

static void
assert_same_plan (const RasPlan *a, const RasPlan *b)
{
  assert_same_config (a->common, b->common);
  g_assert_cmpstrv (a->erasers, b->erasers);
  g_assert_cmpuint (a->seeds, ==, b->seeds);
  g_assert_cmpmem (a->widths->data, a->widths->len * sizeof (guint), b->widths->data,
                   b->widths->len * sizeof (guint));
  g_assert_cmpmem (a->depths->data, a->depths->len * sizeof (guint), b->depths->data,
                   b->depths->len * sizeof (guint));
}

static void
test_round_trip (void)
{
  g_autoptr (RasPlan) plan = make_plan ();
  g_autoptr (RasPlan) copy = ras_plan_copy (plan);
  g_autofree char *json = ras_plan_to_json (plan);
  g_autoptr (GError) error = NULL;
  g_autoptr (RasPlan) back = ras_plan_from_json (json, &error);

  g_assert_no_error (error);
  g_assert_null (strchr (json, '\n'));
  assert_same_plan (plan, copy);
  assert_same_plan (plan, back);
  g_assert_cmpfloat (back->common->learning_rate, ==, 1e-8);
}

static void
test_empty (void)
{
  g_autoptr (RasPlan) plan = ras_plan_new ();
  g_autofree char *json = ras_plan_to_json (plan);
  g_autoptr (RasPlan) back = ras_plan_from_json (json, NULL);
  g_autoptr (RasPlan) bare = ras_plan_from_json ("{\"later\":{}}", NULL);

  assert_same_plan (plan, back);
  assert_same_plan (plan, bare);
}

static void
test_refused (void)
{
  static const struct
  {
    const char *json, *words;
  } cases[] = {
    { "", "plan" },
    { "[]", "object" },
    { "{\"common\":1}", "“common”" },
    { "{\"common\":{\"width\":-1}}", "“width”" },
    { "{\"erasers\":\"none\"}", "“erasers”" },
    { "{\"erasers\":[1]}", "“erasers”" },
    { "{\"seeds\":-1}", "“seeds”" },
    { "{\"widths\":[64,-1]}", "“widths”" },
    { "{\"widths\":64}", "“widths”" },
    { "{\"depths\":[0.5]}", "“depths”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RasPlan) plan = ras_plan_from_json (cases[i].json, &error);

      g_assert_true (g_error_matches (error, RAS_POINTS_ERROR, RAS_POINTS_ERROR_INVALID));
      assert_refused (plan, error, cases[i].words);
    }
}

static char *
list (const RasPlan *plan)
{
  g_autoptr (GPtrArray) configs = ras_plan_unfold (plan);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < configs->len; i++)
    {
      const RasRunConfig *config = configs->pdata[i];

      g_string_append_printf (text, "%d %u×%u %s; ", (int) config->seed, config->width,
                              config->depth, config->eraser);
    }
  return g_string_free (text, FALSE);
}

static void
test_unfold (void)
{
  g_autoptr (RasPlan) plan = make_plan ();
  g_autofree char *widths = list (plan);
  g_autofree char *both = NULL;
  g_autofree char *one = NULL;
  g_autofree char *none = NULL;

  g_assert_cmpstr (widths, ==,
                   "9 64×2 none; 9 64×2 leace; 9 128×2 none; 9 128×2 leace; "
                   "10 64×2 none; 10 64×2 leace; 10 128×2 none; 10 128×2 leace; ");
  set_counts (plan->depths, 1, 4);
  set_erasers (plan, "qleace");
  plan->seeds = 1;
  both = list (plan);
  g_assert_cmpstr (both, ==, "9 64×1 qleace; 9 64×4 qleace; 9 128×1 qleace; 9 128×4 qleace; ");
  g_array_set_size (plan->widths, 0);
  g_array_set_size (plan->depths, 0);
  set_erasers (plan, "");
  one = list (plan);
  g_assert_cmpstr (one, ==, "9 128×2 none; ");
  plan->seeds = 0;
  none = list (plan);
  g_assert_cmpstr (none, ==, "");
}

static void
test_unfold_keeps_the_rest (void)
{
  g_autoptr (RasPlan) plan = make_plan ();
  g_autoptr (GPtrArray) configs = ras_plan_unfold (plan);
  g_autoptr (RasRunConfig) expected = ras_run_config_copy (plan->common);

  expected->seed = 9;
  expected->width = 64;
  assert_same_config (expected, configs->pdata[0]);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plan/presets", test_presets);
  g_test_add_func ("/plan/json/round-trip", test_round_trip);
  g_test_add_func ("/plan/json/empty", test_empty);
  g_test_add_func ("/plan/json/refused", test_refused);
  g_test_add_func ("/plan/unfold", test_unfold);
  g_test_add_func ("/plan/unfold-keeps-the-rest", test_unfold_keeps_the_rest);
  return g_test_run ();
}

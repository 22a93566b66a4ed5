#include "ras-mdl-plan.h"

#include "common.h"

static void
test_numbers (void)
{
  const char *const wrong[] = { "64x", "0", "-3", "1e3", "64, x", "100001", "99999999999999999999" };
  g_autoptr (GArray) several = ras_mdl_plan_parse_numbers (" 64, 128;256 8 ", NULL);
  g_autoptr (GArray) none = ras_mdl_plan_parse_numbers (NULL, NULL);

  g_assert_cmpuint (several->len, ==, 4);
  g_assert_cmpuint (g_array_index (several, guint, 0), ==, 64);
  g_assert_cmpuint (g_array_index (several, guint, 2), ==, 256);
  g_assert_cmpuint (g_array_index (several, guint, 3), ==, 8);
  g_assert_cmpuint (none->len, ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (ras_mdl_plan_parse_numbers (wrong[i], &error));
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, wrong[i]));
    }
}

/* What a new window starts with: every eraser once, and the rank of Compare where it counts. */
static void
test_glance (void)
{
  g_autoptr (RasDataset) dataset = test_reference_dataset ();
  g_autoptr (RasSession) session = ras_session_new ();
  const RasSessionState *state = ras_session_get_state (session);
  g_autoptr (GError) error = NULL;
  g_autoptr (RasPlan) plan = NULL;
  g_autoptr (GPtrArray) configs = NULL;
  g_autofree char *name = NULL;

  g_object_set (session, "rank", 7u, NULL);
  plan = ras_mdl_plan_make (state, "glance", dataset, &error);
  g_assert_no_error (error);
  configs = ras_mdl_plan_list_runs (plan, dataset, 2, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (configs->len, ==, g_strv_length (state->mdl_erasers));
  for (guint i = 0; i < configs->len; i++)
    {
      const RasRunConfig *config = g_ptr_array_index (configs, i);
      const RasEraser *eraser = ras_eraser_find (config->eraser, NULL);

      g_assert_cmpstr (config->eraser, ==, state->mdl_erasers[i]);
      g_assert_cmpuint (config->rank, ==, eraser->has_path ? 7 : 0);
      g_assert_cmpstr (config->fingerprint, ==, ras_dataset_get_fingerprint (dataset));
      g_assert_cmpuint (config->images, ==, 2000);
      g_assert_cmpuint (config->width, ==, 128);
      g_assert_cmpuint (config->depth, ==, 2);
      g_assert_cmpuint (config->threads, >=, 1);
    }
  name = ras_mdl_plan_name (configs, "glance");
  g_assert_nonnull (strstr (name, "MLP\u00a0128"));
  g_assert_true (g_str_has_suffix (name, "Glance"));
}

static void
test_sweep (void)
{
  const char *const erasers[] = { "none", "leace", NULL };
  g_autoptr (RasDataset) dataset = test_reference_dataset ();
  g_autoptr (RasSession) session = ras_session_new ();
  g_autoptr (RasPlan) plan = NULL;
  g_autoptr (GPtrArray) configs = NULL;
  g_autofree char *name = NULL;
  guint seen = 0;

  g_object_set (session, "mdl-erasers", erasers, "mdl-widths", "32, 64, 32", "mdl-depths", "1 2",
                "mdl-preset", RAS_MDL_CUSTOM, "mdl-images", 9000u, "mdl-seeds", 3u, "mdl-patience",
                4u, "mdl-rank", 3, NULL);
  plan = ras_mdl_plan_make (ras_session_get_state (session), RAS_MDL_CUSTOM, dataset, NULL);
  g_assert_nonnull (plan);
  configs = ras_mdl_plan_list_runs (plan, dataset, 2, NULL);
  g_assert_nonnull (configs);
  /* A width that was typed twice is trained once. */
  g_assert_cmpuint (configs->len, ==, 2 * 2 * 2 * 3);
  for (guint i = 0; i < configs->len; i++)
    {
      const RasRunConfig *config = g_ptr_array_index (configs, i);

      g_assert_cmpuint (config->patience, ==, 4);
      g_assert_cmpuint (config->images, ==,
                        ras_dataset_get_n_images (dataset, RAS_SPLIT_TRAIN));
      seen |= config->width | config->depth << 8;
    }
  g_assert_cmpuint (seen, ==, 32 | 64 | 1 << 8 | 2 << 8);
  name = ras_mdl_plan_name (configs, RAS_MDL_CUSTOM);
  g_assert_nonnull (strstr (name, "several\u00a0sizes"));
}

static void
assert_refused (const char *property, const char *value, const char *told)
{
  g_autoptr (RasDataset) dataset = test_reference_dataset ();
  g_autoptr (RasSession) session = ras_session_new ();
  g_autoptr (GError) error = NULL;

  if (value)
    g_object_set (session, property, value, NULL);
  else
    g_object_set (session, property, NULL, NULL);
  g_assert_null (ras_mdl_plan_make (ras_session_get_state (session), "glance", dataset, &error));
  g_assert_nonnull (error);
  g_assert_nonnull (strstr (error->message, told));
}

static void
test_refused (void)
{
  assert_refused ("mdl-erasers", NULL, "at least one");
  assert_refused ("mdl-network", "perceptron", "mlp");
  assert_refused ("mdl-widths", "wide", "wide");
  assert_refused ("mdl-depths", "0", "0");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mdl-plan/numbers", test_numbers);
  g_test_add_func ("/mdl-plan/glance", test_glance);
  g_test_add_func ("/mdl-plan/sweep", test_sweep);
  g_test_add_func ("/mdl-plan/refused", test_refused);
  return g_test_run ();
}

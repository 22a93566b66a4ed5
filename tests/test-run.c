/* Runs: configurations that come back from JSON bit by bit, ids that follow the numbers, MDL. */
#include "run.h"
#include "runs.h"
#include "temp-folder.h"

#include <locale.h>
#include <math.h>
#include <string.h>

static RasRunConfig *
read_back (const RasRunConfig *config)
{
  g_autofree char *json = ras_run_config_to_json (config);
  g_autoptr (GError) error = NULL;
  RasRunConfig *back = ras_run_config_from_json (json, &error);

  g_assert_no_error (error);
  g_assert_null (strchr (json, '\n'));
  return back;
}

static void
test_defaults (void)
{
  g_autoptr (RasRunConfig) config = ras_run_config_new ();
  g_autoptr (RasRunConfig) empty = ras_run_config_from_json ("{}", NULL);

  g_assert_cmpstr (config->eraser, ==, "none");
  g_assert_cmpuint (config->batch, ==, 128);
  g_assert_cmpuint (config->blocks, ==, 10);
  g_assert_cmpfloat (config->beta2, ==, 0.999);
  g_assert_true (config->shrinkage && config->crop && config->flip);
  g_assert_true (isnan (config->drop_path));
  g_assert_cmpfloat (config->learning_rate, ==, 0);
  assert_same_config (config, empty);
  g_assert_true (isnan (empty->drop_path));
}

static void
assert_equal_fields (const RasRunConfig *a, const RasRunConfig *b)
{
  g_assert_cmpstr (a->dataset, ==, b->dataset);
  g_assert_cmpstr (a->title, ==, b->title);
  g_assert_cmpstr (a->fingerprint, ==, b->fingerprint);
  g_assert_cmpuint (a->n_classes, ==, b->n_classes);
  g_assert_cmpuint (a->images, ==, b->images);
  g_assert_cmpstr (a->eraser, ==, b->eraser);
  g_assert_cmpuint (a->rank, ==, b->rank);
  g_assert_cmpint (a->shrinkage, ==, b->shrinkage);
  g_assert_cmpuint (a->eraser_seed, ==, b->eraser_seed);
  g_assert_cmpstr (a->net, ==, b->net);
  g_assert_cmpstr (a->size, ==, b->size);
  g_assert_cmpstr (a->activation, ==, b->activation);
  g_assert_cmpuint (a->width, ==, b->width);
  g_assert_cmpuint (a->depth, ==, b->depth);
  assert_same_bits (a->drop_path, b->drop_path);
  assert_same_bits (a->learning_rate, b->learning_rate);
  assert_same_bits (a->beta1, b->beta1);
  assert_same_bits (a->beta2, b->beta2);
  assert_same_bits (a->weight_decay, b->weight_decay);
  g_assert_cmpuint (a->warm_up, ==, b->warm_up);
  g_assert_cmpuint (a->batch, ==, b->batch);
  g_assert_cmpuint (a->max_epochs, ==, b->max_epochs);
  g_assert_cmpuint (a->patience, ==, b->patience);
  g_assert_cmpint (a->crop, ==, b->crop);
  g_assert_cmpint (a->flip, ==, b->flip);
  g_assert_cmpuint (a->threads, ==, b->threads);
  g_assert_cmpuint (a->seed, ==, b->seed);
  g_assert_cmpint (a->estimator, ==, b->estimator);
  g_assert_cmpuint (a->blocks, ==, b->blocks);
}

static void
test_round_trip (void)
{
  g_autoptr (RasRunConfig) config = test_config_new ("qleace", 1);
  g_autoptr (RasRunConfig) copy = NULL;
  g_autoptr (RasRunConfig) back = NULL;

  config->size = g_strdup ("\x01 \"\\/ \xf0\x9f\x90\xb1");
  config->rank = G_MAXUINT;
  config->images = G_MAXSIZE;
  config->eraser_seed = G_MAXUINT64;
  config->seed = (guint64) G_MAXINT64 + 1;
  config->warm_up = 0;
  config->crop = FALSE;
  config->estimator = RAS_ESTIMATOR_FIXED_TEST;
  copy = ras_run_config_copy (config);
  back = read_back (config);
  assert_equal_fields (config, copy);
  assert_equal_fields (config, back);
}

static void
test_extreme_numbers (void)
{
  const double numbers[] = { 0.0, -0.0, 1, 1e-8, -1e-8, 0.1, 1.0 / 3, 4.9406564584124654e-324,
                             2.2250738585072014e-308, 1.7976931348623157e308, 1e300, 1e15, 1e16,
                             12345678901234567, 9007199254740993, 1e22, nextafter (1, 2),
                             nextafter (1e-8, 1) };
  GRand *random = g_rand_new_with_seed (1);

  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr (RasRunConfig) config = ras_run_config_new ();
      g_autoptr (RasRunConfig) back = NULL;
      guint64 bits = (guint64) g_rand_int (random) << 32 | g_rand_int (random);
      double number;

      memcpy (&number, &bits, sizeof number);
      if (i < G_N_ELEMENTS (numbers))
        number = numbers[i];
      if (!isfinite (number))
        continue;
      config->learning_rate = config->drop_path = number;
      back = read_back (config);
      assert_same_bits (number, back->learning_rate);
      assert_same_bits (number, back->drop_path);
    }
  g_rand_free (random);
}

static void
test_locale (void)
{
  g_autoptr (RasRunConfig) config = test_config_new ("leace", 1);
  g_autofree char *before = ras_run_config_to_json (config);
  g_autofree char *after = NULL;
  g_autoptr (RasRunConfig) back = NULL;

  /* Where the machine has no such locale the C one is kept, and the test proves less. */
  setlocale (LC_NUMERIC, "de_DE.UTF-8");
  after = ras_run_config_to_json (config);
  back = read_back (config);
  setlocale (LC_NUMERIC, "C");
  g_assert_cmpstr (before, ==, after);
  g_assert_nonnull (strstr (before, "\"learning_rate\":0.0005,\"beta1\":0.95,"));
  assert_equal_fields (config, back);
}

/* Not whole numbers of JSON: texts for people, not a NaN. */
static void
test_open_values (void)
{
  g_autoptr (RasRunConfig) config = ras_run_config_new ();
  g_autoptr (RasRunConfig) back = NULL;
  g_autofree char *json = NULL;

  g_clear_pointer (&config->eraser, g_free);
  config->title = g_strdup ("\xff\xfe");
  config->learning_rate = INFINITY;
  json = ras_run_config_to_json (config);
  back = read_back (config);
  g_assert_null (strstr (json, "drop_path"));
  g_assert_null (strstr (json, "learning_rate"));
  g_assert_null (back->eraser);
  g_assert_null (back->net);
  g_assert_true (isnan (back->drop_path));
  g_assert_true (g_utf8_validate (back->title, -1, NULL));
}

static void
test_unknown_keys (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RasRunConfig) config
    = ras_run_config_from_json ("{\"colour\":[1,{}],\"width\":64,\"learning_rate\":1}", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (config->width, ==, 64);
  g_assert_cmpfloat (config->learning_rate, ==, 1);
}

/* As deep as a stack is not. */
static void
test_nested (void)
{
  g_autofree char *brackets = g_strnfill (1 << 20, '[');
  g_autofree char *json = g_strconcat ("{\"width\":", brackets, NULL);
  g_autoptr (GError) error = NULL;

  assert_refused (ras_run_config_from_json (json, &error), error, "brackets");
}

static void
test_refused (void)
{
  static const struct
  {
    const char *json, *words;
  } cases[] = {
    { "", "object" },
    { "[]", "object" },
    { "3", "object" },
    { "{\"width\":", "configuration" },
    { "{\"width\":64}}", "configuration" },
    { "{\"width\":-1}", "“width”" },
    { "{\"width\":4294967296}", "“width”" },
    { "{\"width\":1.5}", "“width”" },
    { "{\"width\":null}", "“width”" },
    { "{\"width\":[1]}", "“width”" },
    { "{\"seed\":-1}", "“seed”" },
    { "{\"seed\":\"18446744073709551616\"}", "“seed”" },
    { "{\"seed\":\"one\"}", "“seed”" },
    { "{\"beta1\":\"0.9\"}", "“beta1”" },
    { "{\"beta1\":{}}", "“beta1”" },
    { "{\"net\":5}", "“net”" },
    { "{\"net\":{}}", "“net”" },
    { "{\"crop\":1}", "“crop”" },
    { "{\"estimator\":\"guess\"}", "“estimator”" },
    { "{\"estimator\":null}", "“estimator”" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (RasRunConfig) config = ras_run_config_from_json (cases[i].json, &error);

      g_assert_true (g_error_matches (error, RAS_POINTS_ERROR, RAS_POINTS_ERROR_INVALID));
      assert_refused (config, error, cases[i].words);
    }
}

static void
test_estimators (void)
{
  for (guint i = RAS_ESTIMATOR_PREQUENTIAL; i <= RAS_ESTIMATOR_FIXED_TEST; i++)
    {
      RasEstimator found;

      g_assert_true (ras_estimator_find (ras_estimator_name (i), &found));
      g_assert_cmpint (found, ==, i);
      g_assert_false (ras_estimator_find ("", &found));
    }
}

static void
test_states (void)
{
  for (guint i = RAS_RUN_STARTED; i <= RAS_RUN_FAILED; i++)
    {
      RasRunState found;

      g_assert_true (ras_run_state_find (ras_run_state_name (i), &found));
      g_assert_cmpint (found, ==, i);
      g_assert_false (ras_run_state_find ("ended", &found));
    }
}

/* --- The id --- */

static void
test_id_form (void)
{
  g_autoptr (RasRunConfig) config = test_config_new ("leace", 1);
  g_autoptr (RasRunConfig) same = test_config_new ("leace", 1);
  g_autofree char *id = ras_run_config_make_id (config);
  g_autofree char *moved = NULL;

  g_assert_cmpuint (strlen (id), ==, 32);
  g_assert_cmpuint (strspn (id, "0123456789abcdef"), ==, 32);
  /* Kept stores hold such ids: one that changes makes every run a new one. */
  g_assert_cmpstr (id, ==, "6c1b3f6717e6c5a799599f437607e757");
  g_free (same->dataset);
  same->dataset = g_strdup ("elsewhere");
  g_clear_pointer (&same->title, g_free);
  moved = ras_run_config_make_id (same);
  g_assert_cmpstr (id, ==, moved);
}

typedef void (*Change) (RasRunConfig *config);

#define CHANGE(field, value) \
  static void change_##field (RasRunConfig *config) { config->field = value; }
#define RENAME(field) \
  static void change_##field (RasRunConfig *config) \
  { g_free (config->field); config->field = g_strdup ("another"); }

RENAME (fingerprint)
CHANGE (n_classes, 11)
CHANGE (images, 2001)
RENAME (eraser)
CHANGE (rank, 1)
CHANGE (shrinkage, FALSE)
CHANGE (eraser_seed, 2)
RENAME (net)
RENAME (size)
RENAME (activation)
CHANGE (width, 129)
CHANGE (depth, 3)
CHANGE (drop_path, 0.1)
CHANGE (learning_rate, nextafter (5e-4, 1))
CHANGE (beta1, 0.9)
CHANGE (beta2, 0.99)
CHANGE (weight_decay, 0)
CHANGE (warm_up, 101)
CHANGE (batch, 64)
CHANGE (max_epochs, 1001)
CHANGE (patience, 31)
CHANGE (crop, FALSE)
CHANGE (flip, FALSE)
CHANGE (threads, 2)
CHANGE (seed, 2)
CHANGE (estimator, RAS_ESTIMATOR_FIXED_TEST)
CHANGE (blocks, 4)

static void
test_id_follows_every_field (void)
{
  static const Change changes[] = {
    change_fingerprint, change_n_classes, change_images, change_eraser, change_rank,
    change_shrinkage, change_eraser_seed, change_net, change_size, change_activation, change_width,
    change_depth, change_drop_path, change_learning_rate, change_beta1, change_beta2,
    change_weight_decay, change_warm_up, change_batch, change_max_epochs, change_patience,
    change_crop, change_flip, change_threads, change_seed, change_estimator, change_blocks,
  };
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (RasRunConfig) config = test_config_new ("leace", 1);

  g_hash_table_add (ids, ras_run_config_make_id (config));
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr (RasRunConfig) changed = ras_run_config_copy (config);
      g_autoptr (RasRunConfig) back = NULL;
      g_autofree char *again = NULL;

      changes[i](changed);
      back = read_back (changed);
      again = ras_run_config_make_id (back);
      g_assert_true (g_hash_table_add (ids, ras_run_config_make_id (changed)));
      g_assert_true (g_hash_table_contains (ids, again));
    }
}

static void
test_describe (void)
{
  g_autoptr (RasRunConfig) config = test_config_new ("leace", 3);
  g_autofree char *mlp = ras_run_config_describe (config);
  g_autofree char *convnext = NULL;
  g_autofree char *nothing = NULL;
  g_autoptr (RasRunConfig) empty = ras_run_config_new ();

  g_assert_cmpstr (mlp, ==, "MLP 128 × 2, leace, seed 3");
  g_free (config->net);
  config->net = g_strdup ("convnext");
  config->size = g_strdup ("atto");
  config->rank = 29;
  g_clear_pointer (&config->activation, g_free);
  convnext = ras_run_config_describe (config);
  g_assert_cmpstr (convnext, ==, "ConvNeXt V2 atto, leace 29, seed 3");
  nothing = ras_run_config_describe (empty);
  g_assert_cmpstr (nothing, ==, "–, none, seed 1");
}

/* --- Points --- */

static const double bits[] = { 3.25, 3, 2.5 };

static void
test_mdl (void)
{
  g_autoptr (RasRun) run = test_run_new ("none", 1, bits, 3);
  g_autoptr (RasRun) begun = test_run_new ("none", 1, bits, 0);

  g_assert_true (isnan (ras_run_get_mdl (begun)));
  g_assert_cmpfloat (ras_run_get_mdl_at (run, 0), ==, 3.25);
  g_assert_cmpfloat (ras_run_get_mdl_at (run, 1), ==, (100 * 3.25 + 300 * 3) / 400);
  g_assert_cmpfloat (ras_run_get_mdl (run), ==, (100 * 3.25 + 300 * 3 + 1200 * 2.5) / 1600);
}

static void
test_copy (void)
{
  g_autoptr (RasRun) run = test_run_new ("none", 1, bits, 3);
  g_autoptr (RasRun) copy = NULL;

  run->message = g_strdup ("why");
  run->version = g_strdup ("0.1.0");
  run->created = 17;
  g_clear_pointer (&((RasPoint *) run->points->pdata[1])->training_losses, g_free);
  copy = ras_run_copy (run);
  assert_same_run (run, copy);
  g_assert_true (copy->points->pdata[2] != run->points->pdata[2]);
}

static void
test_csv (void)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_free);
  g_autofree char *csv = NULL;

  g_ptr_array_add (runs, test_run_new ("none", 1, bits, 3));
  g_ptr_array_add (runs, test_run_new ("a,\"b\"", G_MAXUINT64, bits, 1));
  csv = ras_runs_to_csv (runs);
  g_assert_cmpstr (csv, ==,
                   "eraser,net,width,depth,seed,block,images,test_images,cross_entropy_bits,"
                   "mdl_bits_per_sample\n"
                   "none,mlp,128,2,1,0,0,100,3.25,3.25\n"
                   "none,mlp,128,2,1,1,100,300,3,3.0625\n"
                   "none,mlp,128,2,1,2,400,1200,2.5,2.640625\n"
                   "\"a,\"\"b\"\"\",mlp,128,2,18446744073709551615,0,0,100,3.25,3.25\n");
}

/* A size stands for a width and a depth. */
static void
test_csv_of_sizes (void)
{
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_free);
  g_autofree char *csv = NULL;
  RasRun *run = test_run_new ("none", 1, bits, 1);

  run->config->size = g_strdup ("pico");
  run->config->width = run->config->depth = 0;
  g_ptr_array_add (runs, run);
  csv = ras_runs_to_csv (runs);
  g_assert_nonnull (strstr (csv, "\nnone,mlp,64,2,1,0,"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run/defaults", test_defaults);
  g_test_add_func ("/run/json/round-trip", test_round_trip);
  g_test_add_func ("/run/json/extreme-numbers", test_extreme_numbers);
  g_test_add_func ("/run/json/locale", test_locale);
  g_test_add_func ("/run/json/open-values", test_open_values);
  g_test_add_func ("/run/json/unknown-keys", test_unknown_keys);
  g_test_add_func ("/run/json/refused", test_refused);
  g_test_add_func ("/run/nested", test_nested);
  g_test_add_func ("/run/estimators", test_estimators);
  g_test_add_func ("/run/states", test_states);
  g_test_add_func ("/run/id/form", test_id_form);
  g_test_add_func ("/run/id/follows-every-field", test_id_follows_every_field);
  g_test_add_func ("/run/describe", test_describe);
  g_test_add_func ("/run/mdl", test_mdl);
  g_test_add_func ("/run/copy", test_copy);
  g_test_add_func ("/run/csv", test_csv);
  g_test_add_func ("/run/csv/sizes", test_csv_of_sizes);
  return g_test_run ();
}

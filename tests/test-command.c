#include "ras-command.h"

#include <string.h>

#include "common.h"

static const char *const erasers[] = { "none", "leace", NULL };

static void
test_image (void)
{
  g_autoptr (RasDataset) dataset = test_reference_dataset ();
  RasSessionState state = { .location = "/data/my ships", .split = RAS_SPLIT_TEST, .index = 12,
                            .rank = 15, .recentred = TRUE };
  g_autofree char *line = ras_command_make (&state, dataset, erasers, "figure1.png");

  g_assert_cmpstr (line, ==,
                   "rasura-cli figure '/data/my ships' --index 12 --split test "
                   "--erasers none,leace --rank 15 -o figure1.png");
}

static void
test_live_panels (void)
{
  static const char *const more[] = { "none", "gradient", NULL };
  g_autoptr (RasDataset) dataset = test_reference_dataset ();
  RasSessionState state = { .location = "drawn", .rank = 15, .recentred = TRUE, .transport = TRUE,
                            .transport_class = 3, .gradient_images = 250,
                            .gradient_iterations = 40 };
  g_autofree char *expected
      = g_strdup_printf ("rasura-cli figure drawn --index 0 --split train --erasers none,gradient "
                         "--rank 15 --images 250 --iterations 40 --transport '%s' -o a.png",
                         ras_dataset_get_class_name (dataset, 3));
  g_autofree char *line = ras_command_make (&state, dataset, more, "a.png");
  g_autofree char *all = NULL, *neither = NULL;

  g_assert_cmpstr (line, ==, expected);
  state.gradient_images = 0;
  state.transport_class = RAS_NEXT_CLASS;
  all = ras_command_make (&state, dataset, more, "a.png");
  g_assert_true (g_str_has_suffix (all, " --rank 15 --images all --iterations 40 -o a.png"));
  neither = ras_command_make (&state, dataset, erasers, "a.png");
  g_assert_true (g_str_has_suffix (neither, " --rank 15 -o a.png"));
}

static void
test_own_picture (void)
{
  g_autoptr (RasDataset) dataset = test_reference_dataset ();
  RasSessionState state = { .location = "drawn", .own_picture = "/it's me.jpg", .own_class = 2,
                            .rank = 3, .difference = TRUE, .gain = 8, .rescale = TRUE };
  g_autofree char *line = ras_command_make (&state, dataset, erasers, "a b.pdf");
  g_auto (GStrv) words = NULL;
  int n = 0;

  g_assert_true (g_shell_parse_argv (line, &n, &words, NULL));
  g_assert_cmpstr (words[3], ==, "--image");
  g_assert_cmpstr (words[4], ==, "/it's me.jpg");
  g_assert_cmpstr (words[5], ==, "--as");
  g_assert_cmpstr (words[6], ==, ras_dataset_get_class_name (dataset, 2));
  g_assert_true (g_strv_contains ((const char *const *) words, "--not-recentred"));
  g_assert_true (g_strv_contains ((const char *const *) words, "--difference"));
  g_assert_cmpstr (words[n - 1], ==, "a b.pdf");
}

static void
test_gallery (void)
{
  g_autoptr (RasDataset) dataset = test_reference_dataset ();
  g_autoptr (GArray) labels = g_array_new (FALSE, FALSE, sizeof (guint));
  RasSessionState state = { .location = "drawn", .rank = 15, .recentred = TRUE, .gallery_seed = 7,
                            .gallery_per_class = 2, .gallery_split = RAS_SPLIT_TEST };
  g_autofree char *some = NULL;
  g_autofree char *all = NULL;

  g_array_append_vals (labels, (const guint[]) { 1, 3 }, 2);
  some = ras_command_make_gallery (&state, dataset, erasers, labels, "gallery.png");
  g_assert_cmpstr (some, ==,
                   "rasura-cli gallery drawn --classes 'class 1,class 3' --per-class 2 "
                   "--gallery-seed 7 --split test --erasers none,leace --rank 15 -o gallery.png");
  g_array_set_size (labels, 0);
  g_array_append_vals (labels, (const guint[]) { 0, 1, 2, 3 }, 4);
  state.recentred = FALSE;
  all = ras_command_make_gallery (&state, dataset, erasers, labels, "a.svg");
  g_assert_nonnull (strstr (all, " --classes all --per-class 2 "));
  g_assert_nonnull (strstr (all, " --not-recentred -o a.svg"));
}

static void
test_mdl (void)
{
  g_autoptr (RasPlan) plan = ras_plan_new ();
  g_autofree char *line = NULL;
  g_autofree char *sweep = NULL;
  guint width = 64;

  g_strfreev (plan->erasers);
  plan->erasers = g_strdupv ((char **) erasers);
  plan->seeds = 2;
  plan->common->dataset = g_strdup ("/data/my ships");
  plan->common->net = g_strdup ("mlp");
  plan->common->width = 128;
  plan->common->depth = 2;
  plan->common->rank = 15;
  plan->common->images = 20000;
  plan->common->max_epochs = 100;
  plan->common->patience = 30;
  line = ras_command_make_mdl (plan, "mdl.svg");
  g_assert_cmpstr (line, ==,
                   "rasura-cli mdl '/data/my ships' --net mlp --width 128 --depth 2 "
                   "--erasers none,leace --rank 15 --seeds 2 --images 20000 --max-epochs 100 "
                   "--patience 30 --plot mdl.svg");
  g_array_append_val (plan->widths, width);
  width = 128;
  g_array_append_val (plan->widths, width);
  sweep = ras_command_make_mdl (plan, NULL);
  g_assert_true (g_str_has_prefix (
      sweep, "rasura-cli sweep '/data/my ships' --net mlp --widths 64,128 --depth 2 "));
  g_assert_null (strstr (sweep, "--plot"));
}

static void
test_run (void)
{
  g_autoptr (RasRunConfig) config = ras_run_config_new ();
  g_autofree char *line = NULL;
  g_autofree char *sized = NULL;

  config->dataset = g_strdup ("/data/ships");
  config->net = g_strdup ("mlp");
  config->width = 128;
  config->depth = 2;
  g_free (config->eraser);
  config->eraser = g_strdup ("qleace");
  config->shrinkage = TRUE;
  config->seed = 7;
  config->images = 2000;
  config->max_epochs = 100;
  config->patience = 30;
  config->threads = 2;
  config->learning_rate = 5e-4;
  config->beta1 = 0.95;
  config->crop = config->flip = TRUE;
  line = ras_command_make_run (config, NULL);
  g_assert_cmpstr (line, ==,
                   "rasura-cli mdl /data/ships --net mlp --width 128 --depth 2 --erasers qleace "
                   "--seed 7 --seeds 1 --images 2000 --max-epochs 100 --patience 30 --threads 2");
  config->learning_rate = 0.25;
  config->shrinkage = FALSE;
  config->flip = FALSE;
  config->estimator = RAS_ESTIMATOR_FIXED_TEST;
  sized = ras_command_make_run (config, "a.png");
  g_assert_nonnull (strstr (sized, "--erasers qleace --no-shrinkage --seed 7"));
  g_assert_true (g_str_has_suffix (sized, "--threads 2 --learning-rate 0.25 --estimator fixed-test "
                                          "--no-flip --plot a.png"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/command/image", test_image);
  g_test_add_func ("/command/live-panels", test_live_panels);
  g_test_add_func ("/command/own-picture", test_own_picture);
  g_test_add_func ("/command/gallery", test_gallery);
  g_test_add_func ("/command/mdl", test_mdl);
  g_test_add_func ("/command/run", test_run);
  return g_test_run ();
}

/* Measuring how fast networks learn: what is measured, and what is not. */
#include "speed.h"

#include "common.h"

static RasRunConfig *
make_config (RasDataset *dataset, const char *eraser)
{
  RasRunConfig *config = ras_run_config_new ();
  g_autoptr (GError) error = NULL;

  config->net = g_strdup ("mlp");
  config->width = 16;
  config->rank = 5;
  g_free (config->eraser);
  config->eraser = g_strdup (eraser);
  ras_run_config_complete (config, dataset, &error);
  g_assert_no_error (error);
  return config;
}

static void
test_measure (void)
{
  static const gsize counts[] = { 150, 200, 130 };
  g_autoptr (RasDataset) dataset = test_random_dataset (1, 8, counts, 3, 0, 5);
  static const char *const erasers[] = { "none", "qleace", "gradient" };

  for (guint i = 0; i < G_N_ELEMENTS (erasers); i++)
    {
      g_autoptr (RasRunConfig) config = make_config (dataset, erasers[i]);
      g_autoptr (GError) error = NULL;
      RasSpeedTrial trials[] = { { .threads = 1, .runs = 1 }, { .threads = 2, .runs = 1 },
                                 { .threads = 1, .runs = 2 } };

      g_assert_true (ras_learn_measure (dataset, config, NULL, 0.01, NULL, trials, 3, &error));
      g_assert_no_error (error);
      for (guint t = 0; t < 3; t++)
        {
          g_assert_cmpfloat (trials[t].images_per_second, >, 0);
          g_assert_cmpfloat (trials[t].learn, >, 0);
          g_assert_cmpfloat (trials[t].augment + trials[t].erase + trials[t].learn, <, 1.0001);
        }
      if (i == 1)
        g_assert_cmpfloat (trials[0].erase, >, 0);
    }
}

static void
test_cancelled (void)
{
  g_autoptr (RasDataset) dataset = test_reference_dataset ();
  g_autoptr (RasRunConfig) config = make_config (dataset, "none");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  RasProgress progress = { .cancellable = cancellable };
  RasSpeedTrial trial = { .threads = 1, .runs = 2 };

  g_cancellable_cancel (cancellable);
  g_assert_false (ras_learn_measure (dataset, config, NULL, 1e9, &progress, &trial, 1, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/speed/measure", test_measure);
  g_test_add_func ("/speed/cancelled", test_cancelled);
  return g_test_run ();
}

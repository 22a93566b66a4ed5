/* Block sizes, validation, and configurations made whole or refused. */
#include "complete.h"

#include "common.h"
#include "dataset-builder.h"

#include <math.h>
#include <string.h>

static const gsize counts[] = { 150, 200, 150 };

static RasDataset *
make_dataset (void)
{
  return test_random_dataset (1, 4, counts, 3, 0, 5);
}

/* --- Blocks --- */

static gsize
nth (const GArray *blocks, guint i)
{
  return g_array_index (blocks, gsize, i);
}

static void
check_blocks (gsize n, guint k, guint m)
{
  g_autoptr (GArray) blocks = ras_prequential_blocks (n, k, m);
  gsize first = MIN (n, MAX (2 * (gsize) k, MIN (1024, n / 40))), sum = 0;

  g_assert_cmpuint (blocks->len, ==, MAX (1, MIN (m, n / first)));
  if (blocks->len > 1)
    g_assert_cmpuint (nth (blocks, 0), ==, first);
  for (guint i = 0; i < blocks->len; i++)
    {
      sum += nth (blocks, i);
      /* Never smaller than the one before, but for the rounding of both of its ends. */
      if (i > 0)
        g_assert_cmpuint (nth (blocks, i) + 1, >=, nth (blocks, i - 1));
    }
  g_assert_cmpuint (sum, ==, n);
}

static void
test_blocks (void)
{
  static const gsize sizes[] = { 6, 7, 30, 99, 100, 240, 1000, 1023, 15952, 47952, 190000 };
  static const guint classes[] = { 2, 3, 10, 100 };
  static const guint numbers[] = { 2, 3, 5, 10, 64 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    for (guint j = 0; j < G_N_ELEMENTS (classes); j++)
      for (guint l = 0; l < G_N_ELEMENTS (numbers); l++)
        check_blocks (sizes[i], classes[j], numbers[l]);
}

/* Ends at first · (1 + q + … + qⁱ), each rounded. */
static void
test_blocks_are_geometric (void)
{
  g_autoptr (GArray) blocks = ras_prequential_blocks (47952, 10, 10);
  double q = pow ((double) nth (blocks, 9) / nth (blocks, 0), 1.0 / 9), end = 0;
  gsize done = 0;

  g_assert_cmpuint (nth (blocks, 0), ==, 1024);
  g_assert_cmpfloat (q, >, 1.2);
  g_assert_cmpfloat (q, <, 2);
  for (guint i = 0; i < 10; i++)
    {
      done += nth (blocks, i);
      end += 1024 * pow (q, i);
      g_assert_cmpfloat (fabs (done - end), <, 3);
    }
}

static void
test_validation (void)
{
  g_assert_cmpuint (ras_prequential_validation (100), ==, 20);
  g_assert_cmpuint (ras_prequential_validation (2004), ==, 400);
  g_assert_cmpuint (ras_prequential_validation (10240), ==, 2048);
  g_assert_cmpuint (ras_prequential_validation (50000), ==, 2048);
}

/* --- Mirror images --- */

static gboolean
may_flip (const char *first, const char *second)
{
  const char *names[] = { first, second, NULL };
  static const guint16 labels[] = { 0, 1 };
  static const guint8 pixels[] = { 10, 20 };
  g_auto (RasDatasetParts) parts = { "a test", "test", "test", 1, 1, 1, names, 2 };
  g_autoptr (RasDataset) dataset = NULL;
  g_autoptr (GError) error = NULL;

  parts.pixels[RAS_SPLIT_TRAIN] = g_bytes_new_static (pixels, sizeof pixels);
  parts.labels[RAS_SPLIT_TRAIN] = g_bytes_new_static (labels, sizeof labels);
  dataset = ras_dataset_new (&parts, &error);
  g_assert_no_error (error);
  return ras_dataset_may_flip (dataset);
}

static void
test_digits_do_not_flip (void)
{
  g_assert_false (may_flip ("0", "9"));
  g_assert_false (may_flip ("3", "8"));
  g_assert_true (may_flip ("cat", "dog"));
  g_assert_true (may_flip ("0", "dog"));
  g_assert_true (may_flip ("10", "11"));
}

/* --- Configurations --- */

static RasRunConfig *
make_config (const char *net, const char *eraser)
{
  RasRunConfig *config = ras_run_config_new ();

  config->net = g_strdup (net);
  g_free (config->eraser);
  config->eraser = g_strdup (eraser);
  return config;
}

static void
complete (RasRunConfig *config, RasDataset *dataset)
{
  g_autoptr (GError) error = NULL;

  ras_run_config_complete (config, dataset, &error);
  g_assert_no_error (error);
}

static void
test_filled_in (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasRunConfig) config = make_config ("mlp", "none");

  complete (config, dataset);
  g_assert_cmpstr (config->fingerprint, ==, ras_dataset_get_fingerprint (dataset));
  g_assert_cmpuint (config->n_classes, ==, 3);
  g_assert_cmpuint (config->images, ==, 500);
  g_assert_cmpstr (config->activation, ==, "relu");
  g_assert_null (config->size);
  g_assert_cmpuint (config->width, ==, 128);
  g_assert_cmpuint (config->depth, ==, 2);
  g_assert_cmpfloat (config->learning_rate, ==, 5e-4);
  g_assert_cmpfloat (config->beta1, ==, 0.95);
  g_assert_cmpfloat (config->drop_path, ==, 0);
  g_assert_true (config->flip);
}

static double
choose_rate (const char *format, const char *net, double given)
{
  g_autofree guint8 *pixels = g_malloc0 (60);
  g_autofree guint16 *labels = g_new (guint16, 60);
  g_auto (RasDatasetParts) parts = { "a test", "test", format, 1, 1, 1, NULL, 2 };
  g_autoptr (RasDataset) dataset = NULL;
  g_autoptr (RasRunConfig) config = make_config (net, "none");

  for (guint i = 0; i < 60; i++)
    labels[i] = i % 2;
  parts.pixels[RAS_SPLIT_TRAIN] = g_bytes_new (pixels, 60);
  parts.labels[RAS_SPLIT_TRAIN] = g_bytes_new (labels, 60 * sizeof *labels);
  dataset = ras_dataset_new (&parts, NULL);
  config->learning_rate = given;
  complete (config, dataset);
  return config->learning_rate;
}

/* MLPs learn SVHN at a rate of its own, unless another is asked for. */
static void
test_svhn_rate (void)
{
  g_assert_cmpfloat (choose_rate ("svhn", "mlp", 0), ==, 1e-4);
  g_assert_cmpfloat (choose_rate ("svhn", "linear", 0), ==, 1e-4);
  g_assert_cmpfloat (choose_rate ("svhn", "mlp", 3e-3), ==, 3e-3);
  g_assert_cmpfloat (choose_rate ("svhn", "swin", 0), ==, 1e-3);
  g_assert_cmpfloat (choose_rate ("cifar", "mlp", 0), ==, 5e-4);
}

/* What a network or an eraser does not have must not make two ids of one run. */
static void
test_taken_away (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasRunConfig) config = make_config ("linear", "leace");
  g_autoptr (RasRunConfig) plain = make_config ("linear", "leace");
  g_autofree char *id = NULL;
  g_autofree char *plain_id = NULL;

  config->width = 64;
  config->depth = 3;
  config->activation = g_strdup ("gelu");
  config->size = g_strdup ("atto");
  config->drop_path = 0.3;
  config->rank = 7;
  config->shrinkage = FALSE;
  config->eraser_seed = 9;
  complete (config, dataset);
  complete (plain, dataset);
  g_assert_cmpuint (config->width, ==, 0);
  g_assert_cmpuint (config->rank, ==, 0);
  id = ras_run_config_make_id (config);
  plain_id = ras_run_config_make_id (plain);
  g_assert_cmpstr (id, ==, plain_id);
}

/* What counts for an eraser is kept. */
static void
test_kept (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasRunConfig) qleace = make_config ("mlp", "qleace");
  g_autoptr (RasRunConfig) random = make_config ("mlp", "random");

  qleace->shrinkage = FALSE;
  complete (qleace, dataset);
  g_assert_false (qleace->shrinkage);
  random->eraser_seed = 9;
  random->rank = 7;
  complete (random, dataset);
  g_assert_cmpuint (random->eraser_seed, ==, 9);
  g_assert_cmpuint (random->rank, ==, 7);
}

/* A completed configuration, written down and completed again, is the same run. */
static void
test_twice (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasRunConfig) config = make_config ("mlp", "alf-qleace");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  config->rank = 4;
  config->blocks = 64;
  config->threads = 64;
  config->images = 300;
  complete (config, dataset);
  /* 240 images are cut into 40 blocks of 6, and every thread has an image of the smallest. */
  g_assert_cmpuint (config->blocks, ==, 40);
  g_assert_cmpuint (config->threads, ==, 6);
  first = ras_run_config_make_id (config);
  complete (config, dataset);
  second = ras_run_config_make_id (config);
  g_assert_cmpstr (first, ==, second);
}

/* --- Refusals --- */

typedef struct
{
  const char *name;
  void (*spoil) (RasRunConfig *config);
  const char *words; /* in the sentence */
} Refusal;

static void
set_text (char **text, const char *value)
{
  g_free (*text);
  *text = g_strdup (value);
}

#define SPOIL(name, statement) \
  static void name (RasRunConfig *config) { statement; }

SPOIL (spoil_net, set_text (&config->net, "mpl"))
SPOIL (spoil_activation, set_text (&config->activation, "tanh"))
SPOIL (spoil_images, config->images = 501)
SPOIL (spoil_few, config->images = 29)
SPOIL (spoil_blocks, config->blocks = 1)
SPOIL (spoil_many_blocks, config->blocks = 65)
SPOIL (spoil_rank, set_text (&config->eraser, "random"))
SPOIL (spoil_high_rank, (set_text (&config->eraser, "random"), config->rank = 17))
SPOIL (spoil_width, config->width = 65537)
SPOIL (spoil_depth, config->depth = 257)
SPOIL (spoil_beta1, config->beta1 = 1)
SPOIL (spoil_beta2, config->beta2 = 1)
SPOIL (spoil_rate, config->learning_rate = INFINITY)
SPOIL (spoil_decay, config->weight_decay = -1)
SPOIL (spoil_batch, config->batch = 0)
SPOIL (spoil_big_batch, config->batch = 4097)
SPOIL (spoil_epochs, config->max_epochs = 0)

static const Refusal refusals[] = {
  { "net", spoil_net, "“mpl”" },
  { "activation", spoil_activation, "“tanh”" },
  { "images", spoil_images, "501" },
  { "few-images", spoil_few, "at least 30 images are needed, not 29" },
  { "blocks", spoil_blocks, "2 to 64 blocks" },
  { "many-blocks", spoil_many_blocks, "2 to 64 blocks" },
  { "rank", spoil_rank, "random" },
  { "high-rank", spoil_high_rank, "so many directions: 17" },
  { "width", spoil_width, "65536 wide" },
  { "depth", spoil_depth, "256 deep" },
  { "beta1", spoil_beta1, "β₁" },
  { "beta2", spoil_beta2, "β₂" },
  { "rate", spoil_rate, "learning rate" },
  { "decay", spoil_decay, "weight decay" },
  { "batch", spoil_batch, "batch" },
  { "big-batch", spoil_big_batch, "4097" },
  { "epochs", spoil_epochs, "one epoch" },
};

static void
test_refusal (gconstpointer data)
{
  const Refusal *refusal = data;
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasRunConfig) config = make_config ("mlp", "none");
  g_autoptr (GError) error = NULL;

  refusal->spoil (config);
  g_assert_false (ras_run_config_complete (config, dataset, &error));
  g_assert_error (error, RAS_LEARN_ERROR, RAS_LEARN_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, refusal->words));
}

/* Four pixels a side are too few for four stages. */
static void
test_network_does_not_suit (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasRunConfig) convnext = make_config ("convnext", "none");
  g_autoptr (RasRunConfig) mlp = make_config ("mlp", "none");
  g_autoptr (GError) error = NULL;

  complete (mlp, dataset);
  g_assert_true (ras_run_config_check_network (mlp, dataset, NULL));
  complete (convnext, dataset);
  g_assert_false (ras_run_config_check_network (convnext, dataset, &error));
  g_assert_error (error, RAS_LEARN_ERROR, RAS_LEARN_ERROR_INVALID);
}

static void
test_unknown_eraser (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (RasRunConfig) config = make_config ("mlp", "lace");
  g_autoptr (GError) error = NULL;

  g_assert_false (ras_run_config_complete (config, dataset, &error));
  g_assert_error (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_UNKNOWN);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/complete/blocks/sums", test_blocks);
  g_test_add_func ("/complete/blocks/geometric", test_blocks_are_geometric);
  g_test_add_func ("/complete/validation", test_validation);
  g_test_add_func ("/complete/flip", test_digits_do_not_flip);
  g_test_add_func ("/complete/filled-in", test_filled_in);
  g_test_add_func ("/complete/svhn-rate", test_svhn_rate);
  g_test_add_func ("/complete/taken-away", test_taken_away);
  g_test_add_func ("/complete/kept", test_kept);
  g_test_add_func ("/complete/twice", test_twice);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strconcat ("/complete/refused/", refusals[i].name, NULL);

      g_test_add_data_func (path, &refusals[i], test_refusal);
    }
  g_test_add_func ("/complete/refused/eraser", test_unknown_eraser);
  g_test_add_func ("/complete/refused/network", test_network_does_not_suit);
  return g_test_run ();
}

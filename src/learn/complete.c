#include "complete.h"

#include "eraser.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Beyond this a network is a mistake of typing. */
#define MAX_WIDTH 65536
#define MAX_DEPTH 256

/* Of MLPs on SVHN. */
#define SVHN_RATE 1e-4

static gboolean
refuse (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

static gboolean
refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error)
    *error = g_error_new_valist (RAS_LEARN_ERROR, RAS_LEARN_ERROR_INVALID, format, arguments);
  va_end (arguments);
  return FALSE;
}

/* --- Blocks --- */

gsize
ras_prequential_validation (gsize images)
{
  return MIN (2048, images / 5);
}

/* first · (1 + q + … + q^(m−1)). */
static double
geometric_sum (double first, double q, guint m)
{
  double sum = 0;

  for (guint i = 0; i < m; i++)
    sum = sum * q + first;
  return sum;
}

/* The ratio with which m blocks from `first` on make n. */
static double
solve_ratio (double first, guint m, double n)
{
  double low = 0, high = n;

  for (int i = 0; i < 200; i++)
    {
      double middle = (low + high) / 2;

      if (geometric_sum (first, middle, m) < n)
        low = middle;
      else
        high = middle;
    }
  return (low + high) / 2;
}

GArray *
ras_prequential_blocks (gsize n, guint n_classes, guint m)
{
  GArray *sizes = g_array_new (FALSE, FALSE, sizeof (gsize));
  gsize first = MAX (2 * (gsize) n_classes, MIN (1024, n / 40)), done = 0;
  double ratio, end = 0, size;

  first = MIN (first, n);
  /* Blocks never shrink, so a small n has fewer of them. */
  m = MAX (1, MIN (m, n / first));
  ratio = solve_ratio (first, m, n);
  size = first;
  for (guint i = 0; i < m; i++, size *= ratio)
    {
      /* Ends are rounded, not sizes: no image is lost. */
      gsize until = i + 1 == m ? n : (gsize) llround (end += size), own = until - done;

      g_array_append_val (sizes, own);
      done = until;
    }
  return sizes;
}

gboolean
ras_dataset_may_flip (RasDataset *dataset)
{
  guint k = ras_dataset_get_n_classes (dataset);

  for (guint z = 0; z < k; z++)
    {
      const char *name = ras_dataset_get_class_name (dataset, z);

      if (strlen (name) != 1 || !g_ascii_isdigit (name[0]))
        return TRUE;
    }
  return FALSE;
}

/* --- The configuration --- */

static gboolean
complete_data (RasRunConfig *config, RasDataset *dataset, GError **error)
{
  gsize n = ras_dataset_get_n_images (dataset, RAS_SPLIT_TRAIN);
  guint k = ras_dataset_get_n_classes (dataset);

  g_free (config->dataset);
  g_free (config->title);
  g_free (config->fingerprint);
  config->dataset = ras_dataset_dup_address (dataset);
  config->title = g_strdup (ras_dataset_get_title (dataset));
  config->fingerprint = g_strdup (ras_dataset_get_fingerprint (dataset));
  config->n_classes = k;
  if (config->images == 0)
    config->images = n;
  if (config->images > n)
    return refuse (error, _ ("%s has %zu training images, fewer than the %zu that were asked for"),
                   config->title, n, config->images);
  if (config->images < 10 * (gsize) k)
    return refuse (error,
                   _ ("to learn %u classes from, at least %u images are needed, not %zu"), k, 10 * k,
                   config->images);
  if (config->blocks < 2 || config->blocks > 64)
    return refuse (error, _ ("the code needs 2 to 64 blocks, not %u"), config->blocks);
  config->flip = config->flip && ras_dataset_may_flip (dataset);
  return TRUE;
}

/* Does this option change the eraser's fit? The name of its cache file tells. */
static gboolean
option_counts (const RasEraser *eraser, const RasFitOptions *a, const RasFitOptions *b)
{
  g_autoptr (GString) first = g_string_new (NULL), second = g_string_new (NULL);

  if (eraser->describe == NULL)
    return FALSE;
  eraser->describe (a, first);
  eraser->describe (b, second);
  return !g_string_equal (first, second);
}

static gboolean
complete_eraser (RasRunConfig *config, RasDataset *dataset, GError **error)
{
  const RasEraser *eraser = ras_eraser_find (config->eraser, error);
  RasFitOptions usual = RAS_FIT_OPTIONS_DEFAULT, shrunk = usual, seeded = usual;

  if (eraser == NULL)
    return FALSE;
  shrunk.shrinkage = !usual.shrinkage;
  seeded.seed = usual.seed + 1;
  if (!option_counts (eraser, &usual, &shrunk))
    config->shrinkage = usual.shrinkage;
  if (!option_counts (eraser, &usual, &seeded))
    config->eraser_seed = usual.seed;
  if (!eraser->has_path)
    config->rank = 0;
  else if (config->rank == 0)
    return refuse (error, _ ("how many directions %s removes has to be said"), eraser->name);
  else if ((gsize) config->rank + config->n_classes > ras_dataset_get_dimension (dataset) + 1)
    return refuse (error, _ ("the images do not have so many directions: %u"), config->rank);
  return TRUE;
}

static gboolean
complete_choice (const char *refusal, const RasNetworkKind *kind, const char *const *choices,
                 char **value, GError **error)
{
  g_autofree char *list = NULL;

  if (choices == NULL)
    {
      g_clear_pointer (value, g_free);
      return TRUE;
    }
  if (*value == NULL)
    *value = g_strdup (choices[0]);
  if (g_strv_contains (choices, *value))
    return TRUE;
  list = g_strjoinv (", ", (char **) choices);
  return refuse (error, refusal, _ (kind->title), *value, list);
}

/* The paper's table; MLPs learn SVHN's digits more slowly than anything else. */
static double
choose_rate (const RasRunConfig *config, const RasNetworkKind *kind, RasDataset *dataset)
{
  if (strcmp (ras_dataset_get_format (dataset), "svhn") == 0
      && (kind == &ras_network_mlp || kind == &ras_network_linear))
    return SVHN_RATE;
  return kind->rate_for ? kind->rate_for (config->eraser) : kind->learning_rate;
}

static gboolean
complete_network (RasRunConfig *config, RasDataset *dataset, GError **error)
{
  const RasNetworkKind *kind = ras_network_kind_find (config->net, error);

  if (kind == NULL
      || !complete_choice (_ ("%s has no activation “%s”; there are %s"), kind, kind->activations,
                           &config->activation, error))
    return FALSE;
  /* A network with sizes has one, or a free width and depth. */
  if (config->width > 0 || config->depth > 0 || kind->sizes == NULL)
    g_clear_pointer (&config->size, g_free);
  else if (!complete_choice (_ ("%s has no size “%s”; there are %s"), kind, kind->sizes,
                             &config->size, error))
    return FALSE;
  if (config->size)
    config->width = config->depth = 0;
  else
    {
      config->width = kind->default_width == 0 ? 0
                      : config->width > 0      ? config->width
                                               : kind->default_width;
      config->depth = kind->default_depth == 0 ? 0
                      : config->depth > 0      ? config->depth
                                               : kind->default_depth;
    }
  if (config->width > MAX_WIDTH || config->depth > MAX_DEPTH)
    return refuse (error, _ ("a network can be %u wide and %u deep at most"), MAX_WIDTH,
                   MAX_DEPTH);
  if (!(config->learning_rate > 0))
    config->learning_rate = choose_rate (config, kind, dataset);
  if (!(config->beta1 > 0))
    config->beta1 = kind->beta1;
  if (isnan (config->drop_path) || kind->drop_path == 0)
    config->drop_path = kind->drop_path;
  return TRUE;
}

static gboolean
check_training (RasRunConfig *config, GError **error)
{
  g_autoptr (GArray) blocks = NULL;
  gsize coded = config->images - ras_prequential_validation (config->images);

  if (!(config->beta1 < 1 && config->beta2 >= 0 && config->beta2 < 1
        && isfinite (config->learning_rate) && config->weight_decay >= 0
        && isfinite (config->weight_decay) && config->drop_path >= 0 && config->drop_path < 1))
    return refuse (error, _ ("β₁, β₂ and the drop path lie between 0 and 1, the learning rate and "
                             "the weight decay are finite and not negative"));
  if (config->batch == 0 || config->batch > 4096)
    return refuse (error, _ ("a batch has 1 to 4096 images, not %u"), config->batch);
  if (config->max_epochs == 0)
    return refuse (error, _ ("at least one epoch is needed"));
  /* Every thread has an image of every batch. */
  blocks = ras_prequential_blocks (coded, config->n_classes, config->blocks);
  config->threads = CLAMP (config->threads, 1, MIN (64, (config->batch + 1) / 2));
  config->threads = MIN (config->threads, g_array_index (blocks, gsize, 0));
  config->blocks = blocks->len;
  return TRUE;
}

gboolean
ras_run_config_complete (RasRunConfig *config, RasDataset *dataset, GError **error)
{
  return complete_data (config, dataset, error) && complete_eraser (config, dataset, error)
         && complete_network (config, dataset, error) && check_training (config, error);
}

gboolean
ras_run_config_check_network (const RasRunConfig *config, RasDataset *dataset, GError **error)
{
  RasNetworkInput input = { ras_dataset_get_channels (dataset), ras_dataset_get_height (dataset),
                            ras_dataset_get_width (dataset), ras_dataset_get_n_classes (dataset) };
  g_autoptr (RasNetwork) network = ras_network_new (config, &input, error);

  return network != NULL;
}

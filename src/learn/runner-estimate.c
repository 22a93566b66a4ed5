/* How long runs take and how much memory, before they begin. */
#include "runner-private.h"

#include "threads.h"

#include <cblas.h>
#include <math.h>
#include <string.h>

/* Images and time that a network is tried out with. */
#define TRIAL_IMAGES 1024
#define TRIAL_SECONDS 0.25

/* Early stopping usually comes after so many times the patience: seen were 1.5 where nothing can be
 * learnt, and 5 to 15 where the images are not erased (CIFAR-10, MLP). */
#define USUAL_PATIENCES 5

/* One multiply-add an element, single precision: what a core is taken to do when its speed was not
 * measured. */
#define PRODUCTS_PER_SECOND 4e10

static double
usual_epochs (const RasRunConfig *config)
{
  return MIN ((double) config->max_epochs, (double) USUAL_PATIENCES * config->patience);
}

double
ras_runner_guess_left (const RasPrequentialEpoch *epoch, const RasRunConfig *config, double speed)
{
  double usual = epoch->epochs_before > 0 ? epoch->epochs_before : usual_epochs (config);
  double here = MAX (usual - epoch->epoch, 1) * epoch->images;

  if (!(speed > 0))
    return NAN;
  return (here + usual * epoch->images_ahead) / speed;
}

static gboolean
is_same_network (const RasRunConfig *a, const RasRunConfig *b)
{
  return g_strcmp0 (a->net, b->net) == 0 && g_strcmp0 (a->size, b->size) == 0
         && g_strcmp0 (a->activation, b->activation) == 0 && a->width == b->width
         && a->depth == b->depth && a->batch == b->batch && a->threads == b->threads;
}

/* Images a second with no eraser; 0 where it cannot be tried. */
static double
try_out (RasDataset *dataset, const RasRunConfig *config)
{
  RasApplyOptions options = RAS_APPLY_OPTIONS_DEFAULT;
  g_autoptr (RasBatchEraser) none = ras_batch_eraser_new (NULL, &options, NULL);
  g_autoptr (RasRunConfig) trial = ras_run_config_copy (config);
  g_autoptr (RasLearner) learner = NULL;
  double loss, seconds = 0;
  gsize n, done = 0;

  trial->images = MIN (trial->images, TRIAL_IMAGES);
  if ((learner = ras_learner_new (dataset, trial, none, NULL)) == NULL)
    return 0;
  /* A batch or two first: big networks must not take long even for this. */
  n = MIN (ras_learner_get_n_coded (learner), trial->batch);
  while (seconds < TRIAL_SECONDS)
    {
      gint64 from;

      if (!ras_learner_start (learner, 1, n, NULL))
        return 0;
      from = g_get_monotonic_time ();
      /* A loss that is not finite takes as long as any other. */
      ras_learner_train (learner, NULL, NULL, &loss, NULL);
      seconds += (g_get_monotonic_time () - from) / 1e6;
      done += n;
      n = ras_learner_get_n_coded (learner);
    }
  return done / seconds;
}

/* Seconds of one run at so many images a second without an eraser. */
static double
estimate_run (RasDataset *dataset, const RasRunConfig *config, double speed)
{
  gsize validation = ras_prequential_validation (config->images);
  g_autoptr (GArray) blocks = ras_prequential_blocks (config->images - validation,
                                                      config->n_classes, config->blocks);
  double d = ras_dataset_get_dimension (dataset), trained = 0, seen = 0, validated = 0;
  /* QLEACE's maps are a matrix product for every image; the other erasers hardly count. */
  double erasing = strcmp (config->eraser, "qleace") == 0
                       ? d * d / (PRODUCTS_PER_SECOND * config->threads)
                       : 0;

  for (guint b = 1; b < blocks->len; b++)
    {
      seen += g_array_index (blocks, gsize, b - 1);
      trained += seen * usual_epochs (config);
      validated += validation * usual_epochs (config);
    }
  /* Forward alone is a third of forward and backward. */
  return (trained + validated / 3) / speed + trained * erasing;
}

double
ras_runner_estimate (RasDataset *dataset, const GPtrArray *configs, guint cores)
{
  g_autofree double *speeds = g_new0 (double, configs->len + 1);
  double seconds = 0;
  guint threads = 1;

  ras_blas_hold_single ();
  for (guint i = 0; i < configs->len; i++)
    {
      const RasRunConfig *config = configs->pdata[i];
      guint same = 0;

      /* A sweep comes back to each network with every seed: it is tried out once. */
      while (same < i && !is_same_network (configs->pdata[same], config))
        same++;
      speeds[i] = same < i ? speeds[same] : try_out (dataset, config);
      seconds += speeds[i] > 0 ? estimate_run (dataset, config, speeds[i]) : 0;
      threads = MAX (threads, config->threads);
    }
  ras_blas_release_single ();
  if (cores == 0)
    cores = g_get_num_processors ();
  return seconds / MAX (1, MIN (cores / threads, configs->len));
}

/* The first of those that are erased alike. */
static gboolean
is_first (const GPtrArray *configs, guint i)
{
  for (guint j = 0; j < i; j++)
    if (ras_runs_are_erased_alike (configs->pdata[j], configs->pdata[i]))
      return FALSE;
  return TRUE;
}

static gboolean
edits (const RasRunConfig *config)
{
  return ras_eraser_find (config->eraser, NULL)->edits;
}

double
ras_runner_estimate_editing (RasDataset *dataset, const GPtrArray *configs, RasCache *cache)
{
  double products = 0;

  for (guint i = 0; i < configs->len; i++)
    if (edits (configs->pdata[i]) && is_first (configs, i))
      {
        RasEditPlan plan = ras_erased_make_edit_plan (dataset, configs->pdata[i], cache);

        /* A line search takes little more than one evaluation each time. */
        products += 1.1 * plan.iterations * ras_edited_products (&plan, G_MAXSIZE);
      }
  return products / (PRODUCTS_PER_SECOND * g_get_num_processors ());
}

/* While images are edited nothing is trained yet. That some may be kept from before is not relied on. */
static guint64
measure_editing (RasDataset *dataset, const RasRunConfig *config)
{
  RasEditPlan plan = ras_erased_make_edit_plan (dataset, config, NULL);

  return edits (config) ? ras_edited_memory (&plan, G_MAXSIZE) : 0;
}

guint64
ras_runner_memory (RasDataset *dataset, const GPtrArray *configs, guint cores)
{
  RasNetworkInput input = { ras_dataset_get_channels (dataset), ras_dataset_get_height (dataset),
                            ras_dataset_get_width (dataset), ras_dataset_get_n_classes (dataset) };
  gsize d = ras_dataset_get_dimension (dataset);
  guint64 most = 0, erasers = 0, editing = 0;
  guint threads = 1, at_once;

  for (guint i = 0; i < configs->len; i++)
    {
      const RasRunConfig *config = configs->pdata[i];
      g_autoptr (RasNetwork) network = ras_network_new (config, &input, NULL);
      guint64 images = (ras_prequential_validation (config->images) + 4096) * d * sizeof (float);

      threads = MAX (threads, config->threads);
      if (network)
        most = MAX (most, images + ras_network_memory (network, config->batch, config->threads));
      if (!is_first (configs, i))
        continue;
      erasers += ras_batch_eraser_memory (ras_eraser_find (config->eraser, NULL), d,
                                          input.n_classes, config->rank);
      if (edits (config))
        erasers += (guint64) ras_dataset_get_n_images (dataset, RAS_SPLIT_TRAIN) * d;
      editing = MAX (editing, measure_editing (dataset, config));
    }
  at_once = MAX (1, (cores > 0 ? cores : g_get_num_processors ()) / threads);
  return MAX (most * MIN (at_once, configs->len), editing) + erasers;
}

guint
ras_runner_choose_threads (guint n_runs, guint cores)
{
  if (cores == 0)
    cores = g_get_num_processors ();
  /* With a run for every core nobody waits for anybody. */
  return n_runs >= cores ? 1 : MAX (1, cores / MAX (1, n_runs));
}

char *
ras_runner_describe_blas (void)
{
  g_auto (GStrv) words = g_strsplit (openblas_get_config (), " ", 3);
  guint n = g_strv_length (words);

  return g_strdup_printf ("OpenBLAS %s %s, %d threads", n > 1 ? words[1] : "", openblas_get_corename (),
                          openblas_get_num_threads ());
}

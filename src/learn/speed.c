#include "speed.h"

#include "runner-private.h"
#include "team.h"
#include "threads.h"

/* Few enough that an epoch of a small network is short, enough for erasers that gather images. */
#define MOST_IMAGES 8192

typedef struct
{
  RasLearner *learner;
  gsize n;      /* images an epoch */
  double speed; /* images a second */
  RasLearnerTimes times;
  double seconds;
  GError *error;
} Lane;

typedef struct
{
  GPtrArray *lanes;
  RasTeam *team;
  gsize batch;
  double seconds;
  GCancellable *cancellable;
} Trial;

static void
lane_free (gpointer data)
{
  Lane *lane = data;

  g_clear_pointer (&lane->learner, ras_learner_free);
  g_clear_error (&lane->error);
  g_free (lane);
}

/* Epochs of n images until so many seconds have gone by. */
static gboolean
train (const Trial *trial, Lane *lane, double seconds)
{
  gint64 from = g_get_monotonic_time ();
  double loss;
  gsize done = 0;

  if (!ras_learner_start (lane->learner, 1, lane->n, &lane->error))
    return FALSE;
  do
    {
      if (!ras_learner_train (lane->learner, NULL, trial->cancellable, &loss, &lane->error))
        return FALSE;
      done += lane->n;
      lane->seconds = (g_get_monotonic_time () - from) / 1e6;
    }
  while (lane->seconds < seconds);
  lane->speed = done / lane->seconds;
  lane->times = *ras_learner_get_times (lane->learner);
  return TRUE;
}

static void
run_lane (guint i, gpointer user_data)
{
  Trial *trial = user_data;
  Lane *lane = trial->lanes->pdata[i];
  gsize most = MIN (ras_learner_get_n_coded (lane->learner), MOST_IMAGES);
  gboolean well;

  /* One batch tells how long an epoch may be: a big network must not take minutes for one. */
  lane->n = MIN (trial->batch, most);
  well = train (trial, lane, 0);
  /* The first one also touches all memory for the first time. */
  if (well && lane->seconds < trial->seconds)
    well = train (trial, lane, 0);
  if (well)
    {
      gsize batches = lane->speed * trial->seconds / (4.0 * trial->batch);

      lane->n = CLAMP (batches * trial->batch, lane->n, most);
    }
  ras_team_barrier (trial->team);
  if (well)
    train (trial, lane, trial->seconds);
}

static gboolean
add_lanes (Trial *trial, RasDataset *dataset, const RasRunConfig *config, RasBatchEraser *eraser,
           const RasSpeedTrial *how, GError **error)
{
  for (guint i = 0; i < how->runs; i++)
    {
      g_autoptr (RasRunConfig) own = ras_run_config_copy (config);
      Lane *lane = g_new0 (Lane, 1);

      g_ptr_array_add (trial->lanes, lane);
      own->threads = how->threads;
      own->seed += i;
      if ((lane->learner = ras_learner_new (dataset, own, eraser, error)) == NULL)
        return FALSE;
    }
  trial->team = ras_team_new (how->runs, error);
  return trial->team != NULL;
}

static gboolean
measure (RasDataset *dataset, const RasRunConfig *config, RasBatchEraser *eraser, double seconds,
         GCancellable *cancellable, RasSpeedTrial *how, GError **error)
{
  g_autoptr (GPtrArray) lanes = g_ptr_array_new_with_free_func (lane_free);
  Trial trial = { lanes, NULL, config->batch, seconds, cancellable };
  g_autoptr (RasTeam) team = NULL;
  const Lane *first;

  if (!add_lanes (&trial, dataset, config, eraser, how, error))
    return FALSE;
  team = trial.team;
  ras_team_run (team, run_lane, &trial);
  how->images_per_second = 0;
  for (guint i = 0; i < lanes->len; i++)
    {
      Lane *lane = lanes->pdata[i];

      if (lane->error)
        {
          g_propagate_error (error, g_steal_pointer (&lane->error));
          return FALSE;
        }
      how->images_per_second += lane->speed;
    }
  first = lanes->pdata[0];
  how->augment = first->times.augment / first->seconds;
  how->erase = first->times.erase / first->seconds;
  how->learn = first->times.learn / first->seconds;
  return TRUE;
}

gboolean
ras_learn_measure (RasDataset *dataset, const RasRunConfig *config, RasCache *cache,
                   double seconds, const RasProgress *progress, RasSpeedTrial *trials,
                   guint n_trials, GError **error)
{
  RasRunnerListener listener = { .preparing = progress ? progress->func : NULL,
                                 .user_data = progress ? progress->user_data : NULL };
  RasRunnerOptions options = { .cache = cache,
                               .cancellable = progress ? progress->cancellable : NULL,
                               .listener = &listener };
  RasRun *run = ras_run_new (ras_run_config_copy (config));
  g_autoptr (GPtrArray) runs = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_free);
  g_autoptr (GPtrArray) erased = NULL;
  gboolean done = TRUE;

  g_ptr_array_add (runs, run);
  if ((erased = ras_erased_make (dataset, runs, &options, error)) == NULL)
    return FALSE;
  ras_blas_hold_single ();
  for (guint i = 0; done && i < n_trials; i++)
    done = measure (ras_erased_find_dataset (erased, run->config, dataset), config,
                    ras_erased_find (erased, run->config), seconds, options.cancellable, &trials[i],
                    error);
  ras_blas_release_single ();
  return done;
}

#include "ras-estimate-job.h"

#include <math.h>

#include "ras-mdl-plan.h"
#include "ras-settings.h"
#include "runner.h"

typedef struct
{
  RasDataset *dataset;
  GPtrArray *plans;
  char **presets;
  guint64 cache_limit;
  guint cores;
  RasEstimateFunc estimated;
} Work;

typedef struct
{
  RasEstimateFunc estimated;
  RasEstimate estimate;
  char *preset, *failure;
} Message;

static void
work_free (gpointer data)
{
  Work *work = data;

  ras_dataset_unref (work->dataset);
  g_ptr_array_unref (work->plans);
  g_strfreev (work->presets);
  g_free (work);
}

static void
message_free (gpointer data)
{
  Message *message = data;

  g_free (message->preset);
  g_free (message->failure);
  g_free (message);
}

static void
deliver (gpointer data, gpointer user_data)
{
  Message *message = data;

  message->estimate.preset = message->preset;
  message->estimate.failure = message->failure;
  message->estimated (&message->estimate, user_data);
}

static void
run (RasJob *job, gpointer data)
{
  Work *work = data;
  guint cores = work->cores;
  g_autoptr (RasCache) cache = ras_cache_new (NULL, work->cache_limit);

  for (guint i = 0; i < work->plans->len && !ras_job_is_cancelled (job); i++)
    {
      const RasPlan *plan = g_ptr_array_index (work->plans, i);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) configs
          = ras_mdl_plan_list_runs (plan, work->dataset, cores, &error);
      Message *message = g_new0 (Message, 1);

      message->estimated = work->estimated;
      message->preset = g_strdup (work->presets[i]);
      message->estimate.images = plan->common->images;
      message->estimate.seconds = NAN;
      if (configs)
        {
          message->estimate.n_runs = configs->len;
          message->estimate.seconds
              = ras_runner_estimate (work->dataset, configs, cores)
                + ras_runner_estimate_editing (work->dataset, configs, cache);
          message->estimate.memory = ras_runner_memory (work->dataset, configs, cores);
        }
      else
        message->failure = g_strdup (error->message);
      ras_job_post (job, 0, message, message_free);
    }
}

RasJob *
ras_estimate_job_start (RasDataset *dataset, GPtrArray *plans, const char *const *presets,
                        RasEstimateFunc estimated, gpointer user_data)
{
  Work *work = g_new0 (Work, 1);

  work->dataset = ras_dataset_ref (dataset);
  work->plans = plans;
  work->presets = g_strdupv ((char **) presets);
  work->cache_limit = ras_settings_get_cache_limit ();
  work->cores = ras_settings_get_training_cores ();
  work->estimated = estimated;
  return ras_job_start ("rasura-estimate", run, work, work_free, deliver, user_data);
}

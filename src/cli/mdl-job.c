#include "mdl-job.h"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "duration.h"
#include "mdl-progress.h"

/* --- From the order to runs --- */

static gboolean
has_path (const RasPlan *plan)
{
  for (guint i = 0; plan->erasers[i]; i++)
    if (ras_eraser_find (plan->erasers[i], NULL)->has_path)
      return TRUE;
  return FALSE;
}

static gboolean
find_rank (RasMdlJob *job, GError **error)
{
  RasRunConfig *common = job->order.plan->common;
  gboolean found;

  if (common->rank > 0 || !has_path (job->order.plan))
    return TRUE;
  found = ras_runner_find_rank (job->dataset, job->order.target, job->cache, &job->cli->progress,
                                &common->rank, error);
  ras_progress_bar_hide (job->cli->bar);
  /* Whatever the gap is, a path without a direction removes nothing. */
  common->rank = MAX (common->rank, 1);
  return found;
}

static void
choose_threads (RasMdlJob *job)
{
  const RasPlan *plan = job->order.plan;
  guint n_runs = plan->seeds * MAX (g_strv_length (plan->erasers), 1) * MAX (plan->widths->len, 1)
                 * MAX (plan->depths->len, 1);

  if (plan->common->threads == 0)
    plan->common->threads = ras_runner_choose_threads (n_runs, job->order.cores);
}

/* What people and the store know the data by. */
static void
name_dataset (RasRunConfig *common, RasDataset *dataset)
{
  common->dataset = ras_dataset_dup_address (dataset);
  common->title = g_strdup (ras_dataset_get_title (dataset));
  common->fingerprint = g_strdup (ras_dataset_get_fingerprint (dataset));
  common->n_classes = ras_dataset_get_n_classes (dataset);
}

static gboolean
complete (RasMdlJob *job, GError **error)
{
  RasRunConfig *common = job->order.plan->common;
  gsize n = ras_dataset_get_n_images (job->dataset, RAS_SPLIT_TRAIN);

  if (common->images == 0)
    common->images = job->order.preset_images > 0 ? MIN (job->order.preset_images, n) : n;
  name_dataset (common, job->dataset);
  if (!find_rank (job, error))
    return FALSE;
  choose_threads (job);
  job->configs = ras_plan_unfold (job->order.plan);
  for (guint i = 0; i < job->configs->len; i++)
    {
      g_autoptr (GError) wrong = NULL;

      if (ras_run_config_complete (job->configs->pdata[i], job->dataset, &wrong)
          && ras_run_config_check_network (job->configs->pdata[i], job->dataset, &wrong))
        continue;
      if (g_error_matches (wrong, RAS_LEARN_ERROR, RAS_LEARN_ERROR_INVALID))
        return ras_cli_usage (error, "%s", wrong->message);
      g_propagate_error (error, g_steal_pointer (&wrong));
      return FALSE;
    }
  return TRUE;
}

gboolean
ras_mdl_job_prepare (RasMdlJob *job, RasCli *cli, gboolean sweep, int argc, char **argv,
                     GError **error)
{
  *job = (RasMdlJob) { .cli = cli, .given = &ras_mdl_arguments };
  job->location = ras_mdl_arguments_parse (cli, sweep, &argc, &argv, error);
  if (job->location == NULL || !ras_mdl_order_read (job->given, &job->order, error))
    return FALSE;
  if (sweep && job->order.plan->widths->len == 0 && job->order.plan->depths->len == 0)
    return ras_cli_usage (error, _ ("what is to be swept? Give --widths or --depths"));
  job->cache = job->given->no_cache ? NULL : ras_cache_new (NULL, 0);
  job->dataset = ras_cli_open (cli, job->location, error);
  return job->dataset && complete (job, error);
}

void
ras_mdl_job_clear (RasMdlJob *job)
{
  ras_mdl_order_clear (&job->order);
  g_clear_pointer (&job->runs, g_ptr_array_unref);
  g_clear_pointer (&job->configs, g_ptr_array_unref);
  g_clear_pointer (&job->store, ras_store_unref);
  g_clear_pointer (&job->cache, ras_cache_free);
  g_clear_pointer (&job->dataset, ras_dataset_unref);
}

/* --- The store --- */

static RasRun *
load_run (RasMdlJob *job, const RasRunConfig *config, GError **error)
{
  RasRun *fresh = ras_run_new (ras_run_config_copy (config)), *kept;
  g_autoptr (GError) wrong = NULL;

  fresh->version = g_strdup (RAS_VERSION);
  fresh->created = g_get_real_time () / G_USEC_PER_SEC;
  if (job->store == NULL || job->given->again)
    return fresh;
  kept = ras_store_load_run (job->store, fresh->id, &wrong);
  if (kept == NULL && g_error_matches (wrong, RAS_STORE_ERROR, RAS_STORE_ERROR_NOT_FOUND))
    return fresh;
  if (kept)
    {
      /* The same, by its id, and known to be right. */
      ras_run_config_free (kept->config);
      kept->config = g_steal_pointer (&fresh->config);
    }
  else
    g_propagate_error (error, g_steal_pointer (&wrong));
  ras_run_free (fresh);
  return kept;
}

gboolean
ras_mdl_job_load (RasMdlJob *job, GError **error)
{
  if (!job->given->no_store
      && (job->store = ras_store_open (job->given->store, FALSE, error)) == NULL)
    return FALSE;
  job->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_free);
  for (guint i = 0; i < job->configs->len; i++)
    {
      RasRun *run = load_run (job, job->configs->pdata[i], error);

      if (run == NULL)
        return FALSE;
      g_ptr_array_add (job->runs, run);
    }
  return TRUE;
}

static gboolean
has_same_plan (RasStore *store, const RasPlan *plan, gboolean *same, GError **error)
{
  g_autoptr (GPtrArray) collections = ras_store_load_collections (store, error);
  g_autofree char *json = ras_plan_to_json (plan);

  for (guint i = 0; collections && i < collections->len; i++)
    {
      const RasCollection *collection = collections->pdata[i];
      g_autofree char *other = ras_plan_to_json (collection->plan);

      *same |= strcmp (json, other) == 0;
    }
  return collections != NULL;
}

/* One entry of the history however often the command is given. */
static gboolean
add_collection (RasMdlJob *job, GError **error)
{
  gboolean same = FALSE;
  g_autofree char *id = NULL;

  if (!has_same_plan (job->store, job->order.plan, &same, error))
    return FALSE;
  if (same)
    return TRUE;
  id = ras_store_add_collection (job->store, ras_dataset_get_title (job->dataset),
                                 job->order.plan, job->configs, RAS_VERSION, error);
  return id != NULL;
}

static gboolean
announce_runs (RasMdlJob *job, GError **error)
{
  if (job->store == NULL)
    return TRUE;
  if (!job->given->no_collection && !add_collection (job, error))
    return FALSE;
  for (guint i = 0; i < job->runs->len; i++)
    {
      const RasRun *run = job->runs->pdata[i];

      if (run->state == RAS_RUN_STARTED
          && (!ras_store_add_run (job->store, run->config, RAS_VERSION, error)
              || !ras_store_set_state (job->store, run->id, RAS_RUN_STARTED, NULL, error)))
        return FALSE;
    }
  return TRUE;
}

/* --- Training --- */

guint
ras_mdl_job_count (const RasMdlJob *job, RasRunState state)
{
  guint n = 0;

  for (guint i = 0; i < job->runs->len; i++)
    n += ((RasRun *) job->runs->pdata[i])->state == state;
  return n;
}

static GPtrArray *
list_pending (const RasMdlJob *job)
{
  GPtrArray *configs = g_ptr_array_new ();

  for (guint i = 0; i < job->runs->len; i++)
    if (((RasRun *) job->runs->pdata[i])->state == RAS_RUN_STARTED)
      g_ptr_array_add (configs, ((RasRun *) job->runs->pdata[i])->config);
  return configs;
}

/* Before it starts: what was ordered, how long it takes, how much memory. */
static void
tell_estimate (const RasMdlJob *job)
{
  g_autoptr (GPtrArray) pending = list_pending (job);
  const RasRunConfig *config = job->configs->pdata[0];
  g_autofree char *time = NULL;
  g_autofree char *memory = NULL;

  if (job->given->quiet)
    return;
  g_printerr (g_dngettext (NULL, "%u run on %zu images of %s", "%u runs on %zu images of %s",
                           job->runs->len),
              job->runs->len, config->images, config->title);
  if (pending->len < job->runs->len)
    g_printerr (_ (", %u of them kept from before"), job->runs->len - pending->len);
  if (pending->len > 0)
    {
      time = ras_duration_format (
          ras_runner_estimate (job->dataset, pending, job->order.cores)
          + ras_runner_estimate_editing (job->dataset, pending, job->cache));
      memory = g_format_size (ras_runner_memory (job->dataset, pending, job->order.cores));
      g_printerr (_ (": %s, %s of memory"), time, memory);
    }
  g_printerr (".\n");
}

/* What happens while runs go on. */
typedef struct
{
  RasMdlJob *job;
  RasMdlProgress *progress;
  GError *error; /* the store's first; it ends everything */
} Watch;

static void
take_store_error (Watch *watch, GError *error)
{
  if (watch->error)
    g_error_free (error);
  else
    watch->error = error;
  g_cancellable_cancel (watch->job->cli->cancellable);
}

static void
preparing_cb (const char *stage, double fraction, gpointer user_data)
{
  Watch *watch = user_data;

  if (watch->job->cli->bar)
    ras_progress_bar_show (stage, fraction, watch->job->cli->bar);
}

static void
started_cb (const RasRun *run, gpointer user_data)
{
  ras_mdl_progress_start (((Watch *) user_data)->progress, run);
}

static void
epoch_cb (const RasRunnerProgress *progress, gpointer user_data)
{
  ras_mdl_progress_epoch (((Watch *) user_data)->progress, progress);
}

static void
point_cb (const RasRun *run, const RasPoint *point, gpointer user_data)
{
  Watch *watch = user_data;
  GError *error = NULL;

  ras_mdl_progress_point (watch->progress, run, point);
  if (watch->job->store && !ras_store_add_point (watch->job->store, run->id, point, &error))
    take_store_error (watch, error);
}

static void
ended_cb (const RasRun *run, gpointer user_data)
{
  Watch *watch = user_data;
  GError *error = NULL;

  ras_mdl_progress_end (watch->progress, run);
  if (watch->job->store
      && !ras_store_set_state (watch->job->store, run->id, run->state, run->message, &error))
    take_store_error (watch, error);
}

static gboolean
run_all (RasMdlJob *job, Watch *watch, GError **error)
{
  RasRunnerListener listener = { preparing_cb, started_cb, epoch_cb, point_cb, ended_cb, watch };
  RasRunnerOptions options = { .cache = job->cache,
                               .cores = job->order.cores,
                               .cancellable = job->cli->cancellable,
                               .listener = &listener };
  g_autoptr (GError) wrong = NULL;
  gboolean done = ras_runner_run (job->dataset, job->runs, &options, &wrong);

  ras_progress_bar_hide (job->cli->bar);
  if (watch->error)
    g_propagate_error (error, g_steal_pointer (&watch->error));
  else if (done)
    return TRUE;
  else if (job->store && ras_error_is_cancelled (wrong))
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                 _ ("interrupted; finished blocks are kept in %s, and the same command goes on "
                    "after them"),
                 ras_store_get_path (job->store));
  else
    g_propagate_error (error, g_steal_pointer (&wrong));
  return FALSE;
}

gboolean
ras_mdl_job_train (RasMdlJob *job, GError **error)
{
  Watch watch = { .job = job };
  gboolean done;

  /* Failures of before are told again: their numbers are missing again. */
  for (guint i = 0; i < job->runs->len; i++)
    ras_mdl_progress_tell_failure (job->cli, job->runs->pdata[i]);
  tell_estimate (job);
  if (!announce_runs (job, error))
    return FALSE;
  if (ras_mdl_job_count (job, RAS_RUN_STARTED) == 0)
    return TRUE;
  watch.progress = ras_mdl_progress_new (job->cli, job->runs, job->order.cores,
                                         !job->given->quiet
                                             && (job->given->verbose || job->cli->bar));
  done = run_all (job, &watch, error);
  ras_mdl_progress_free (watch.progress);
  return done;
}

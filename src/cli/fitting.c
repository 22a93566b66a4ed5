#include "fitting.h"

#include <glib/gi18n.h>
#include <string.h>

#include "memory.h"

typedef struct
{
  RasCli *cli;
  RasDataset *dataset;
  const RasFitting *fitting;
  GPtrArray *missing; /* erasers of which there is no finished fit yet */
  gboolean checked;   /* whether the memory was looked at */
  GError *failure;    /* the first */
} Watch;

/* Told once it is known what the cache cannot give, before the first computation. */
static void
check_memory (Watch *watch)
{
  guint64 need = ras_fit_memory (ras_dataset_get_dimension (watch->dataset),
                                 ras_dataset_get_n_images (watch->dataset, RAS_SPLIT_TRAIN),
                                 ras_dataset_get_n_classes (watch->dataset), watch->missing);
  guint64 have = ras_memory_available ();
  g_autofree char *need_text = g_format_size (need);
  g_autofree char *have_text = g_format_size (have);

  watch->checked = TRUE;
  if (need <= have)
    return;
  watch->failure = g_error_new (RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_MEMORY,
                                _ ("fitting this to %s needs %s of memory, but only %s is free: "
                                   "close other programs, choose fewer --erasers, or use smaller "
                                   "images"),
                                ras_dataset_get_location (watch->dataset), need_text, have_text);
  g_cancellable_cancel (watch->cli->cancellable);
}

static void
progress_cb (const RasEraser *eraser, const char *stage, double fraction, gpointer user_data)
{
  Watch *watch = user_data;

  if (!watch->checked)
    check_memory (watch);
  if (watch->cli->bar)
    ras_progress_bar_show (stage, fraction, watch->cli->bar);
  if (watch->fitting->progress)
    watch->fitting->progress (eraser, watch->fitting->user_data);
}

static void
ready_cb (RasFit *fit, gpointer user_data)
{
  Watch *watch = user_data;

  if (watch->fitting->ready)
    watch->fitting->ready (fit, watch->fitting->user_data);
}

static void
finished_cb (RasFit *fit, gpointer user_data)
{
  Watch *watch = user_data;

  g_ptr_array_remove (watch->missing, (gpointer) ras_fit_get_eraser (fit));
}

static void
failed_cb (const RasEraser *eraser, const GError *error, gpointer user_data)
{
  Watch *watch = user_data;

  if (watch->failure == NULL)
    watch->failure = g_error_copy (error);
}

static gboolean
check_rank (RasDataset *dataset, const RasFitting *fitting, GError **error)
{
  gsize d = ras_dataset_get_dimension (dataset);
  guint rank = fitting->options.max_rank;

  if (!fitting->by_rank || rank <= d)
    return TRUE;
  g_set_error (error, RAS_CLI_ERROR, RAS_CLI_ERROR_USAGE,
               _ ("the images of %s have only %zu dimensions, too few to remove %u directions: "
                  "choose a lower rank"),
               ras_dataset_get_location (dataset), d, rank);
  return FALSE;
}

GPtrArray *
ras_cli_fit (RasCli *cli, RasDataset *dataset, const RasFitting *fitting, RasFitSummary *summary,
             GError **error)
{
  g_autoptr (RasCache) cache = fitting->no_cache ? NULL : ras_cache_new (NULL, 0);
  g_autoptr (GPtrArray) missing = g_ptr_array_copy (fitting->erasers, NULL, NULL);
  g_autoptr (GPtrArray) fits = NULL;
  g_autoptr (GError) failure = NULL;
  Watch watch = { cli, dataset, fitting, missing };
  RasFitPlan plan = { fitting->erasers, fitting->options, cache };
  RasFitObserver observer = { progress_cb, ready_cb, finished_cb, failed_cb, &watch,
                              cli->cancellable };

  if (!check_rank (dataset, fitting, error))
    return NULL;
  fits = ras_fit_run (dataset, &plan, &observer, summary, &failure);
  ras_progress_bar_hide (cli->bar);
  if (watch.failure == NULL && fits)
    return g_steal_pointer (&fits);
  g_propagate_error (error, watch.failure ? watch.failure : g_steal_pointer (&failure));
  return NULL;
}

RasFit *
ras_fits_find (GPtrArray *fits, const char *eraser_name)
{
  for (guint i = 0; i < fits->len; i++)
    {
      RasFit *fit = g_ptr_array_index (fits, i);

      if (strcmp (ras_fit_get_eraser (fit)->name, eraser_name) == 0)
        return fit;
    }
  return NULL;
}

gboolean
ras_erasers_have_path (GPtrArray *erasers)
{
  for (guint i = 0; i < erasers->len; i++)
    if (((const RasEraser *) g_ptr_array_index (erasers, i))->has_path)
      return TRUE;
  return FALSE;
}

void
ras_erasers_add_alf (GPtrArray *erasers)
{
  const RasEraser *alf = ras_eraser_find ("alf-qleace", NULL);

  if (!g_ptr_array_find (erasers, alf, NULL))
    g_ptr_array_add (erasers, (gpointer) alf);
}

gboolean
ras_cli_find_rank (GPtrArray *fits, const RasFitting *fitting, guint *rank, GError **error)
{
  RasFit *alf = ras_fits_find (fits, "alf-qleace");

  *rank = fitting->options.max_rank;
  if (alf && !fitting->by_rank)
    {
      int found = ras_fit_get_rank_for_target (alf, fitting->options.target);

      /* A path that ended before it got there has nothing left to remove. */
      *rank = found >= 0 ? (guint) found : ras_fit_get_path_length (alf);
    }
  for (guint i = 0; i < fits->len; i++)
    {
      RasFit *fit = g_ptr_array_index (fits, i);
      const RasEraser *eraser = ras_fit_get_eraser (fit);

      if (eraser->has_path && eraser->extend && ras_fit_get_path_length (fit) < *rank
          && !eraser->extend (fit, *rank, error))
        return FALSE;
    }
  return TRUE;
}

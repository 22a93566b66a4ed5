#include "ras-chart-export.h"

#include "atomic-file.h"
#include "ras-mdl-plan.h"

typedef struct
{
  GPtrArray *runs; /* RasRun * */
  RasMdlKind kind;
  GPtrArray *hidden; /* labels of lines that were switched off */
  char *path;
  char *command;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_ptr_array_unref (export->runs);
  g_ptr_array_unref (export->hidden);
  g_free (export->path);
  g_free (export->command);
  g_free (export);
}

static gboolean
is_table (const char *path)
{
  return g_str_has_suffix (path, ".csv");
}

static gboolean
write_table (const Export *export, GError **error)
{
  g_autofree char *csv = ras_runs_to_csv (export->runs);
  g_autoptr (RasAtomicFile) file = ras_atomic_file_new (export->path, error);

  return file && ras_atomic_file_write (file, csv, strlen (csv), error)
         && ras_atomic_file_commit (g_steal_pointer (&file), error);
}

static gboolean
write_chart (const Export *export, GError **error)
{
  g_autoptr (RasMdlChart) chart
      = ras_mdl_chart_new (export->kind, export->runs, ras_mdl_title_of);
  RasCurveChart *curves = ras_mdl_chart_get_curves (chart);

  for (guint i = 0; curves && i < curves->n_series; i++)
    {
      RasCurveSeries *series = ras_mdl_chart_get_series (chart, i);

      series->hidden
          = g_ptr_array_find_with_equal_func (export->hidden, series->label, g_str_equal, NULL);
    }
  return ras_mdl_chart_write (chart, export->path, export->command, error);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Export *export = data;
  GError *error = NULL;

  if (is_table (export->path) ? write_table (export, &error) : write_chart (export, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
ras_chart_export (gpointer source, const GPtrArray *runs, RasMdlKind kind, RasChart *shown,
                  const char *path, const char *command, GAsyncReadyCallback callback)
{
  g_autoptr (GTask) task = g_task_new (source, NULL, callback, NULL);
  RasMdlChart *chart = shown ? ras_chart_get_mdl (shown) : NULL;
  RasCurveChart *curves = chart ? ras_mdl_chart_get_curves (chart) : NULL;
  Export *export = g_new0 (Export, 1);

  export->runs = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_free);
  for (guint i = 0; i < runs->len; i++)
    g_ptr_array_add (export->runs, ras_run_copy (g_ptr_array_index (runs, i)));
  export->kind = kind;
  export->hidden = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; curves && i < curves->n_series; i++)
    if (curves->series[i].hidden)
      g_ptr_array_add (export->hidden, g_strdup (curves->series[i].label));
  export->path = g_strdup (path);
  export->command = g_strdup (command);
  g_task_set_task_data (task, export, export_free);
  g_task_run_in_thread (task, run_in_thread);
}

gboolean
ras_chart_export_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

gboolean
ras_chart_export_check_name (const char *path, GError **error)
{
  return is_table (path) || ras_export_check_name (path, error);
}

/* Files: the chart, the table, other stores. */
#include "ras-runs-view-private.h"

#include <glib/gi18n.h>

#include "progress.h"
#include "ras-chart-export.h"
#include "ras-history-tasks.h"

/* --- Export --- */

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  ras_runs_view_toast (RAS_RUNS_VIEW (source), ras_chart_export_finish (result, &error)
                                                   ? _ ("It was exported")
                                                   : error->message);
}

void
ras_runs_view_export_to (RasRunsView *self, const char *path)
{
  g_autoptr (GPtrArray) items = ras_runs_view_list_selected_runs (self);
  g_autoptr (GPtrArray) runs = g_ptr_array_new ();
  g_autofree char *command = ras_runs_view_make_command (self, path);
  g_autoptr (GError) error = NULL;
  RasMdlChart *chart = ras_chart_get_mdl (self->chart);

  g_return_if_fail (RAS_IS_RUNS_VIEW (self));

  if (!ras_chart_export_check_name (path, &error))
    {
      ras_runs_view_toast (self, error->message);
      return;
    }
  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (runs, ((RasRunItem *) g_ptr_array_index (items, i))->run);
  ras_chart_export (self, runs, chart ? ras_mdl_chart_get_kind (chart) : RAS_MDL_CURVES,
                    self->chart, path, command, exported_cb);
}

/* --- Import --- */

static void
merged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RasRunsView *self = RAS_RUNS_VIEW (source);
  g_autoptr (GError) error = NULL;
  RasMergeReport report;
  g_autofree char *text = NULL;

  if (!ras_history_merge_finish (result, &report, &error))
    {
      if (!ras_error_is_cancelled (error))
        ras_runs_view_toast (self, error->message);
      return;
    }
  text = report.new_runs + report.new_points + report.new_collections > 0
             ? g_strdup_printf (ngettext ("%u run was imported", "%u runs were imported",
                                          report.new_runs), report.new_runs)
             : g_strdup (_ ("All of it was here already"));
  ras_runs_view_toast (self, text);
  ras_runs_view_reload (self);
  g_signal_emit_by_name (self, "stored");
}

void
ras_runs_view_import (RasRunsView *self, const char *path)
{
  g_return_if_fail (RAS_IS_RUNS_VIEW (self));

  ras_history_merge (self, path, self->cancellable, merged_cb);
}

/* --- Which file --- */

static void
response_cb (GtkNativeDialog *dialog, int response, RasRunsView *self)
{
  gboolean import = gtk_file_chooser_get_action (GTK_FILE_CHOOSER (dialog))
                    == GTK_FILE_CHOOSER_ACTION_OPEN;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = file ? g_file_get_path (file) : NULL;

      if (path == NULL)
        ras_runs_view_toast (self,
                             _ ("That place is not on this computer: choose a local folder."));
      else if (import)
        ras_runs_view_import (self, path);
      else
        ras_runs_view_export_to (self, path);
    }
  g_clear_object (&self->dialog);
}

static void
choose_file (RasRunsView *self, const char *title, GtkFileChooserAction action,
             const char *accept, const char *const *endings, const char *filter_name)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  g_clear_object (&self->dialog);
  self->dialog = gtk_file_chooser_native_new (title, GTK_WINDOW (root), action, accept, NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->dialog), TRUE);
  gtk_file_filter_set_name (filter, filter_name);
  for (; *endings; endings++)
    gtk_file_filter_add_suffix (filter, *endings);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->dialog), filter);
  g_signal_connect_object (self->dialog, "response", G_CALLBACK (response_cb), self, 0);
}

void
ras_runs_view_choose_export (RasRunsView *self, gboolean table)
{
  const char *const of_tables[] = { "csv", NULL };
  const char *const of_charts[] = { "png", "svg", "pdf", "csv", NULL };

  choose_file (self, table ? _ ("Export the table") : _ ("Export the chart"),
               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), table ? of_tables : of_charts,
               table ? _ ("CSV table") : _ ("PNG, SVG, PDF or CSV"));
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->dialog),
                                     table ? "runs.csv" : "runs.png");
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->dialog));
}

void
ras_runs_view_choose_import (RasRunsView *self)
{
  const char *const endings[] = { "db", NULL };

  choose_file (self, _ ("Import runs"), GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Import"), endings,
               _ ("Run stores"));
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->dialog));
}

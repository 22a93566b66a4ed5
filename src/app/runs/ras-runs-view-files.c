/* Files: the chart, the table, other stores. */
#include "ras-runs-view-private.h"

#include <glib/gi18n.h>

#include "progress.h"
#include "ras-export-choice.h"
#include "ras-history-tasks.h"
#include "ras-runs-exportable.h"
#include "ras-save-chooser.h"

/* --- Export --- */

static void
say (gpointer source, const char *sentence)
{
  ras_runs_view_toast (RAS_RUNS_VIEW (source), sentence);
}

GPtrArray *
ras_runs_view_list_exports (RasRunsView *self)
{
  GPtrArray *list = ras_exportable_new_list ();
  g_autoptr (GPtrArray) items = ras_runs_view_list_selected_runs (self);
  g_autoptr (GPtrArray) runs = g_ptr_array_new ();
  RasMdlChart *chart = ras_chart_get_mdl (self->chart);

  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (runs, ((RasRunItem *) g_ptr_array_index (items, i))->run);
  if (runs->len > 0)
    g_ptr_array_add (list,
                     ras_runs_to_exportable (
                         runs, chart ? ras_mdl_chart_get_kind (chart) : RAS_MDL_CURVES,
                         self->chart, "runs", ras_runs_view_make_command (self, NULL)));
  return list;
}

void
ras_runs_view_export_to (RasRunsView *self, const char *path)
{
  g_autoptr (GPtrArray) list = ras_runs_view_list_exports (self);

  if (list->len > 0)
    ras_exportable_save_as_chosen (list->pdata[0], path, self, say);
}

static void
table_chosen_cb (gpointer owner, const char *path, const char *sentence)
{
  if (path)
    ras_runs_view_export_to (owner, path);
  else
    ras_runs_view_toast (owner, sentence);
}

void
ras_runs_view_choose_table (RasRunsView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  ras_save_chooser_show (GTK_WINDOW (root), self, _ ("Export the table"), "runs", "csv",
                         _ ("CSV table"), table_chosen_cb, NULL, NULL);
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

static void
response_cb (GtkNativeDialog *dialog, int response, RasRunsView *self)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = file ? g_file_get_path (file) : NULL;

      if (path)
        ras_runs_view_import (self, path);
      else
        ras_runs_view_toast (self, _ ("That place is not on this computer: copy it to a local "
                                      "folder and open it there."));
    }
  g_clear_object (&self->dialog);
}

void
ras_runs_view_choose_import (RasRunsView *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  g_clear_object (&self->dialog);
  self->dialog = gtk_file_chooser_native_new (_ ("Import runs"), GTK_WINDOW (root),
                                              GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Import"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->dialog), TRUE);
  gtk_file_filter_set_name (filter, _ ("Run stores"));
  gtk_file_filter_add_suffix (filter, "db");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->dialog), filter);
  g_signal_connect_object (self->dialog, "response", G_CALLBACK (response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->dialog));
}

#include "ras-audit-view-private.h"

#include <glib/gi18n.h>

#include "atomic-file.h"
#include "export.h"

/* A snapshot of what is shown, for the thread that writes it. */
typedef struct
{
  char *path;
  RasAccuracyChart *accuracy; /* one of the three */
  RasSpectrumChart *spectrum;
  char *table;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_free (export->path);
  g_free (export->table);
  g_clear_pointer (&export->accuracy, ras_accuracy_chart_free);
  g_clear_pointer (&export->spectrum, ras_spectrum_chart_free);
  g_free (export);
}

static gboolean
write_table (const Export *export, GError **error)
{
  g_autoptr (RasAtomicFile) file = ras_atomic_file_new (export->path, error);

  return file && ras_atomic_file_write (file, export->table, strlen (export->table), error)
         && ras_atomic_file_commit (g_steal_pointer (&file), error);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Export *export = data;
  GError *error = NULL;
  gboolean written;

  if (export->table)
    written = write_table (export, &error);
  else
    written = ras_curve_chart_write (export->accuracy
                                         ? ras_accuracy_chart_get_curves (export->accuracy)
                                         : ras_spectrum_chart_get_curves (export->spectrum),
                                     export->path, NULL, &error);
  if (written)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    ras_audit_view_toast (RAS_AUDIT_VIEW (source), _ ("It was exported"));
  else
    ras_audit_view_toast (RAS_AUDIT_VIEW (source), error->message);
}

/* --- The table, with the columns of the command line --- */

/* The rows that are shown, at their ranks. */
static char *
make_table (RasAuditView *self)
{
  g_autoptr (GString) table = g_string_new (RAS_AUDIT_CSV_HEADER);

  for (guint i = 0; i < ras_n_erasers (); i++)
    for (RasSplit split = 0; split < RAS_N_SPLITS; split++)
      {
        const RasEraser *eraser = ras_eraser_nth (i);
        guint rank = 0;
        RasAudit *audit = ras_session_get_eraser_hidden (self->session, eraser->name)
                              ? NULL
                              : ras_audit_view_find (self, eraser, &rank);
        RasAuditRow row;

        if (audit && ras_audit_get (audit, eraser, split, rank, &row))
          ras_audit_append_csv (table, &row);
      }
  return g_string_free (g_steal_pointer (&table), FALSE);
}

void
ras_audit_view_export_to (RasAuditView *self, const char *path)
{
  const char *page = ras_audit_view_get_page (self);
  g_autoptr (GTask) task = g_task_new (self, NULL, exported_cb, NULL);
  Export *export = g_new0 (Export, 1);

  export->path = g_strdup (path);
  if (g_str_equal (page, "ranks"))
    export->accuracy = ras_audit_view_make_ranks (self);
  else if (g_str_equal (page, "spectra"))
    export->spectrum = ras_audit_view_make_spectra (self);
  else
    export->table = make_table (self);
  g_task_set_task_data (task, export, export_free);
  g_task_run_in_thread (task, run_in_thread);
}

static void
response_cb (GtkNativeDialog *dialog, int response, RasAuditView *self)
{
  gboolean table = g_str_equal (ras_audit_view_get_page (self), "table");

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = file ? g_file_get_path (file) : NULL;
      g_autoptr (GError) error = NULL;

      if (path == NULL)
        ras_audit_view_toast (
            self, _ ("That place is not on this computer: choose a local folder."));
      else if (!table && !ras_export_check_name (path, &error))
        ras_audit_view_toast (self, error->message);
      else
        ras_audit_view_export_to (self, path);
    }
  g_clear_object (&self->dialog);
}

void
ras_audit_view_export (RasAuditView *self)
{
  const char *page = ras_audit_view_get_page (self);
  gboolean table = g_str_equal (page, "table");
  const char *const plot_endings[] = { "png", "svg", "pdf", NULL };
  const char *const table_endings[] = { "csv", NULL };
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  g_clear_object (&self->dialog);
  self->dialog = gtk_file_chooser_native_new (
      table ? _ ("Export the table") : _ ("Export the chart"), GTK_WINDOW (root),
      GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->dialog), TRUE);
  gtk_file_filter_set_name (filter, table ? _ ("CSV table") : _ ("PNG, SVG or PDF"));
  for (const char *const *ending = table ? table_endings : plot_endings; *ending; ending++)
    gtk_file_filter_add_suffix (filter, *ending);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->dialog), filter);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->dialog),
                                     table ? "audit.csv"
                                     : g_str_equal (page, "ranks") ? "audit-ranks.png"
                                                                   : "audit-spectra.png");
  g_signal_connect_object (self->dialog, "response", G_CALLBACK (response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->dialog));
}

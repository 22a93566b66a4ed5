#include "ras-mdl-view-private.h"

#include <glib/gi18n.h>

#include "ras-chart-export.h"
#include "ras-command.h"
#include "ras-history-tasks.h"

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (ras_chart_export_finish (result, &error))
    ras_mdl_view_toast (RAS_MDL_VIEW (source), _ ("It was exported"));
  else
    ras_mdl_view_toast (RAS_MDL_VIEW (source), error->message);
}

/* --- The command line for the same --- */

static char *
make_command (RasMdlView *self, const char *plot)
{
  g_auto (GStrv) ids = ras_history_get_selected (self->history);
  const RasCollection *collection = ras_history_find (self->history, ids[0]);

  return collection ? ras_command_make_mdl (collection->plan, plot) : NULL;
}

void
ras_mdl_view_copy_command (RasMdlView *self)
{
  g_autofree char *command = make_command (self, NULL);

  if (command == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), command);
  ras_mdl_view_toast (self, _ ("The command is on the clipboard"));
}

/* --- The chart --- */

void
ras_mdl_view_export_to (RasMdlView *self, const char *path)
{
  g_autoptr (GPtrArray) runs = ras_mdl_view_list_runs (self);
  g_autofree char *command = make_command (self, path);

  ras_chart_export (self, runs, ras_mdl_view_get_kind (self, runs), self->chart, path, command,
                    exported_cb);
}

/* --- One collection's table --- */

static void
table_written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (ras_history_finish (result, &error))
    ras_mdl_view_toast (RAS_MDL_VIEW (source), _ ("It was exported"));
  else
    ras_mdl_view_toast (RAS_MDL_VIEW (source), error->message);
}

/* --- Where to --- */

static void
response_cb (GtkNativeDialog *dialog, int response, RasMdlView *self)
{
  const char *id = g_object_get_data (G_OBJECT (dialog), "collection");

  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
      g_autofree char *path = file ? g_file_get_path (file) : NULL;
      g_autoptr (GError) error = NULL;

      if (path == NULL)
        ras_mdl_view_toast (self,
                            _ ("That place is not on this computer: choose a local folder."));
      else if (id)
        ras_history_export (self, (const char *const[]) { id, NULL }, path, NULL,
                            table_written_cb);
      else if (!ras_chart_export_check_name (path, &error))
        ras_mdl_view_toast (self, error->message);
      else
        ras_mdl_view_export_to (self, path);
    }
  g_clear_object (&self->dialog);
}

static void
choose_file (RasMdlView *self, const char *title, const char *name, const char *const *endings,
             const char *filter_name, const char *collection)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  g_clear_object (&self->dialog);
  self->dialog = gtk_file_chooser_native_new (title, GTK_WINDOW (root),
                                              GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Export"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->dialog), TRUE);
  gtk_file_filter_set_name (filter, filter_name);
  for (; *endings; endings++)
    gtk_file_filter_add_suffix (filter, *endings);
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->dialog), filter);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->dialog), name);
  g_object_set_data_full (G_OBJECT (self->dialog), "collection", g_strdup (collection), g_free);
  g_signal_connect_object (self->dialog, "response", G_CALLBACK (response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->dialog));
}

void
ras_mdl_view_export (RasMdlView *self)
{
  const char *const endings[] = { "png", "svg", "pdf", "csv", NULL };

  choose_file (self, _ ("Export the chart"), "mdl.png", endings, _ ("PNG, SVG, PDF or CSV"),
               NULL);
}

void
ras_mdl_view_export_collection (RasMdlView *self, const char *id)
{
  const char *const endings[] = { "csv", NULL };

  choose_file (self, _ ("Export the table"), "mdl.csv", endings, _ ("CSV table"), id);
}

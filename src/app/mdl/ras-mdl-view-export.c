#include "ras-mdl-view-private.h"

#include <glib/gi18n.h>

#include "ras-command.h"
#include "ras-export-choice.h"
#include "ras-history-tasks.h"
#include "ras-runs-exportable.h"
#include "ras-save-chooser.h"

static void
say (gpointer source, const char *sentence)
{
  ras_mdl_view_toast (RAS_MDL_VIEW (source), sentence);
}

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

/* --- The chart and its numbers --- */

GPtrArray *
ras_mdl_view_list_exports (RasMdlView *self)
{
  GPtrArray *list = ras_exportable_new_list ();
  g_autoptr (GPtrArray) runs = ras_mdl_view_list_runs (self);

  if (ras_chart_get_mdl (self->chart))
    g_ptr_array_add (list, ras_runs_to_exportable (runs, ras_mdl_view_get_kind (self, runs),
                                                   self->chart, "mdl",
                                                   make_command (self, NULL)));
  return list;
}

void
ras_mdl_view_export_to (RasMdlView *self, const char *path)
{
  g_autoptr (GPtrArray) list = ras_mdl_view_list_exports (self);

  if (list->len > 0)
    ras_exportable_save_as_chosen (list->pdata[0], path, self, say);
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

static void
table_chosen_cb (gpointer owner, const char *path, const char *sentence)
{
  const char *id = ras_save_chooser_get_data (owner);

  if (path)
    ras_history_export (owner, (const char *const[]) { id, NULL }, path, NULL, table_written_cb);
  else
    ras_mdl_view_toast (owner, sentence);
}

void
ras_mdl_view_export_collection (RasMdlView *self, const char *id)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  ras_save_chooser_show (GTK_WINDOW (root), self, _ ("Export the table"), "mdl", "csv",
                         _ ("CSV table"), table_chosen_cb, g_strdup (id), g_free);
}

#include "ras-mdl-view-private.h"

#include <glib/gi18n.h>

#include "ras-command.h"
#include "ras-export-choice.h"
#include "ras-history-tasks.h"
#include "ras-mdl-plan.h"
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

static char *
make_table (gpointer runs)
{
  return ras_runs_to_csv (runs);
}

/* Without the lines that were switched off. */
static RasDrawing *
make_drawing (RasMdlView *self, RasMdlKind kind, const GPtrArray *runs)
{
  RasMdlChart *shown = ras_chart_get_mdl (self->chart);
  RasCurveChart *there = shown ? ras_mdl_chart_get_curves (shown) : NULL;
  RasMdlChart *chart = ras_mdl_chart_new (kind, runs, ras_mdl_title_of);
  RasCurveChart *curves = ras_mdl_chart_get_curves (chart);

  for (guint i = 0; there && curves && i < there->n_series; i++)
    for (guint j = 0; j < curves->n_series; j++)
      if (g_str_equal (curves->series[j].label, there->series[i].label))
        ras_mdl_chart_get_series (chart, j)->hidden = there->series[i].hidden;
  return ras_mdl_chart_to_drawing (chart);
}

GPtrArray *
ras_mdl_view_list_exports (RasMdlView *self)
{
  GPtrArray *list = ras_exportable_new_list ();
  g_autoptr (GPtrArray) runs = ras_mdl_view_list_runs (self);
  GPtrArray *copies;
  RasExportable *exportable;

  if (ras_chart_get_mdl (self->chart) == NULL)
    return list;
  copies = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_free);
  for (guint i = 0; i < runs->len; i++)
    g_ptr_array_add (copies, ras_run_copy (g_ptr_array_index (runs, i)));
  exportable = ras_exportable_new (_ ("Chart"), "mdl");
  ras_exportable_set_drawing (
      exportable, make_drawing (self, ras_mdl_view_get_kind (self, runs), runs));
  ras_exportable_set_table (exportable, make_table, copies, (GDestroyNotify) g_ptr_array_unref);
  ras_exportable_set_command (exportable, make_command (self, NULL), "--plot", FALSE);
  g_ptr_array_add (list, exportable);
  return list;
}

void
ras_mdl_view_export_to (RasMdlView *self, const char *path)
{
  g_autoptr (GPtrArray) list = ras_mdl_view_list_exports (self);
  RasExportChoice choice;
  RasDrawingSize size;

  ras_export_choice_load (&choice);
  size = ras_export_choice_get_size (&choice);
  if (list->len > 0)
    ras_exportable_save (list->pdata[0], &size, path, self, say);
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

#include "ras-runs-view-private.h"

#include <glib/gi18n.h>

#include "ras-deleted-toast.h"
#include "ras-history-tasks.h"
#include "ras-history.h"

/* --- Experiments of what is chosen --- */

/* Ids, NULL-terminated; free with g_strfreev(). The only one's name, or NULL. */
static char **
list_experiments (RasRunsView *self, const char **name)
{
  g_autoptr (GPtrArray) items = ras_runs_view_list_selected (self);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  *name = NULL;
  for (guint i = 0; i < items->len; i++)
    {
      const RasCollection *collection = ras_run_item_get_collection (g_ptr_array_index (items, i));

      if (collection == NULL || !g_hash_table_add (seen, (gpointer) collection))
        continue;
      g_strv_builder_add (builder, collection->id);
      *name = g_hash_table_size (seen) == 1 ? collection->name : NULL;
    }
  return g_strv_builder_end (builder);
}

static const RasCollection *
find_only_experiment (RasRunsView *self)
{
  g_autoptr (GPtrArray) items = ras_runs_view_list_selected (self);
  const RasCollection *only = NULL;

  for (guint i = 0; i < items->len; i++)
    {
      const RasCollection *other = ras_run_item_get_collection (g_ptr_array_index (items, i));

      if (other == NULL || (only && other != only))
        return NULL;
      only = other;
    }
  return only;
}

static void
show_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RasRunsView *self = user_data;
  const char *name;
  g_auto (GStrv) ids = list_experiments (self, &name);

  if (ids[0])
    g_signal_emit_by_name (self, "show-experiments", ids);
}

static void
resume_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RasRunsView *self = user_data;
  const RasCollection *collection = find_only_experiment (self);

  if (collection)
    g_signal_emit_by_name (self, "resume", collection->id);
}

/* A run by itself, or the whole experiment. */
static void
set_up_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RasRunsView *self = user_data;
  g_autoptr (GPtrArray) items = ras_runs_view_list_selected (self);
  const RasRunItem *first = items->len > 0 ? g_ptr_array_index (items, 0) : NULL;
  g_autoptr (RasPlan) plan = NULL;

  if (first == NULL)
    return;
  if (first->kind == RAS_ITEM_EXPERIMENT)
    plan = ras_plan_copy (first->collection->plan);
  else
    {
      const RasRunItem *run = first->kind == RAS_ITEM_RUN ? first
                                                          : g_ptr_array_index (first->runs, 0);

      plan = ras_plan_new ();
      ras_run_config_free (plan->common);
      plan->common = ras_run_config_copy (run->run->config);
      g_strfreev (plan->erasers);
      plan->erasers = g_strdupv ((char *[]) { run->run->config->eraser, NULL });
      plan->seeds = MAX (first->n_seeds, 1);
    }
  g_signal_emit_by_name (self, "set-up", plan);
}

static void
copy_command_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RasRunsView *self = user_data;
  g_autofree char *command = ras_runs_view_make_command (self, NULL);

  if (command == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), command);
  ras_runs_view_toast (self, _ ("The command is on the clipboard"));
}

/* --- Deleting --- */

static void
stored_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RasRunsView *self = RAS_RUNS_VIEW (source);
  g_autoptr (GError) error = NULL;

  if (!ras_history_finish (result, &error))
    ras_runs_view_toast (self, error->message);
  ras_runs_view_reload (self);
  g_signal_emit_by_name (self, "stored");
}

static void
undelete_cb (GObject *self, const char *const *ids)
{
  ras_history_set_deleted (self, ids, FALSE, NULL, stored_cb);
}

static void
delete_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RasRunsView *self = user_data;
  const char *name;
  g_auto (GStrv) ids = list_experiments (self, &name);

  for (guint i = 0; ids[i]; i++)
    if (ras_run_board_is_training (ids[i]))
      {
        ras_runs_view_toast (self,
                             _ ("It is being trained: cancel that first, then delete it."));
        return;
      }
  if (ids[0] == NULL)
    return;
  ras_history_set_deleted (self, (const char *const *) ids, TRUE, NULL, stored_cb);
  ras_deleted_toast_show (GTK_WIDGET (self), (const char *const *) ids, name, undelete_cb);
}

/* --- The rest --- */

static void
find_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_widget_grab_focus (GTK_WIDGET (((RasRunsView *) user_data)->search_entry));
}

static void
clear_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ras_runs_view_clear_filters (user_data);
}

static void
export_table_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ras_runs_view_choose_table (user_data);
}

static void
export_chart_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  gtk_widget_activate_action (user_data, "win.export", NULL);
}

static void
import_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ras_runs_view_choose_import (user_data);
}

static void
grouped_cb (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  RasRunsView *self = user_data;

  g_simple_action_set_state (action, state);
  ras_run_model_set_grouped (self->model, g_variant_get_boolean (state));
}

static void
show_details_cb (GSimpleAction *action, GVariant *state, gpointer user_data)
{
  g_simple_action_set_state (action, state);
  ras_runs_view_show_details (user_data);
}

static const GActionEntry entries[] = {
  { "show", show_cb },
  { "resume", resume_cb },
  { "set-up", set_up_cb },
  { "copy-command", copy_command_cb },
  { "delete", delete_cb },
  { "find", find_cb },
  { "clear-filters", clear_cb },
  { "export-table", export_table_cb },
  { "export-chart", export_chart_cb },
  { "import", import_cb },
  { "grouped", NULL, NULL, "true", grouped_cb },
  { "show-details", NULL, NULL, "true", show_details_cb },
};

static void
enable (RasRunsView *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
ras_runs_view_update_actions (RasRunsView *self)
{
  const char *name;
  g_auto (GStrv) ids = list_experiments (self, &name);
  g_autoptr (GPtrArray) items = ras_runs_view_list_selected (self);
  const RasCollection *only = find_only_experiment (self);
  g_autofree char *command = ras_runs_view_make_command (self, NULL);

  enable (self, "show", ids[0] != NULL);
  enable (self, "resume",
          only && ras_collection_is_unfinished (only) && !ras_run_board_is_busy (self->board));
  enable (self, "set-up", items->len == 1);
  enable (self, "copy-command", command != NULL);
  enable (self, "delete", ids[0] != NULL);
  enable (self, "export-table", items->len > 0);
  enable (self, "export-chart", ras_chart_get_mdl (self->chart) != NULL);
}

/* Enter, or two clicks: a group opens, a run is shown where it was trained. */
void
ras_runs_view_activate (RasRunsView *self, guint position)
{
  g_autoptr (GtkTreeListRow) row
      = g_list_model_get_item (G_LIST_MODEL (self->selection), position);

  if (row && gtk_tree_list_row_is_expandable (row))
    gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));
  else
    g_action_group_activate_action (G_ACTION_GROUP (self->actions), "show", NULL);
}

void
ras_runs_view_add_actions (RasRunsView *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
}

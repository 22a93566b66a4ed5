#include "ras-runs-view-private.h"

#include <glib/gi18n.h>

#include "axis.h"
#include "progress.h"
#include "ras-history-tasks.h"

/* Milliseconds. */
#define UPDATE_INTERVAL 250

G_DEFINE_FINAL_TYPE (RasRunsView, ras_runs_view, GTK_TYPE_WIDGET)

enum
{
  TOAST,
  SHOW,
  RESUME,
  SET_UP,
  STORED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

void
ras_runs_view_toast (RasRunsView *self, const char *sentence)
{
  g_signal_emit (self, signals[TOAST], 0, sentence);
}

GActionGroup *
ras_runs_view_get_actions (RasRunsView *self)
{
  return G_ACTION_GROUP (self->actions);
}

/* --- Counts and pages --- */

static void
show_count (RasRunsView *self)
{
  guint all = ras_run_model_get_n_runs (self->model);
  guint shown = ras_run_model_get_n_shown (self->model);
  g_autoptr (GPtrArray) chosen = ras_runs_view_list_selected_runs (self);
  char n[64], of[64], some[64];
  g_autoptr (GString) text = g_string_new (NULL);

  ras_format_count (shown, n, sizeof n);
  ras_format_count (all, of, sizeof of);
  ras_format_count (chosen->len, some, sizeof some);
  if (shown == all)
    g_string_append_printf (text, ngettext ("%s run", "%s runs", all), of);
  else
    g_string_append_printf (text, _ ("%s of %s runs"), n, of);
  if (chosen->len > 0)
    {
      g_string_append (text, " · ");
      g_string_append_printf (text, ngettext ("%s selected", "%s selected", chosen->len), some);
    }
  gtk_label_set_text (self->count_label, text->str);
}

static void
show_unreadable (RasRunsView *self)
{
  guint n = ras_run_model_get_n_unreadable (self->model);
  g_autofree char *text
      = g_strdup_printf (ngettext ("%u entry of the store is damaged and cannot be read; the "
                                   "others are shown.",
                                   "%u entries of the store are damaged and cannot be read; the "
                                   "others are shown.", n), n);

  gtk_label_set_text (self->unreadable_label, text);
  gtk_widget_set_visible (self->unreadable_box, n > 0);
}

static void
choose_page (RasRunsView *self)
{
  GListModel *list = G_LIST_MODEL (ras_run_model_get_list (self->model));

  if (!ras_run_model_is_loaded (self->model))
    return;
  gtk_stack_set_visible_child_name (self->pages,
                                    g_list_model_get_n_items (list) > 0 ? "table"
                                    : ras_run_model_is_filtered (self->model) ? "nothing"
                                                                              : "empty");
}

/* --- The selection --- */

static void
note_chosen (RasRunsView *self)
{
  g_autoptr (GPtrArray) items = ras_runs_view_list_selected (self);

  g_hash_table_remove_all (self->chosen);
  for (guint i = 0; i < items->len; i++)
    g_hash_table_add (self->chosen, g_strdup (((RasRunItem *) g_ptr_array_index (items, i))->key));
}

static void
show_chosen (RasRunsView *self)
{
  ras_runs_view_show_details (self);
  ras_runs_view_update_actions (self);
  show_count (self);
}

static void
selection_changed_cb (RasRunsView *self)
{
  if (self->following)
    return;
  note_chosen (self);
  show_chosen (self);
}

/* The list has new objects: what was chosen is looked up in it. */
static void
model_changed_cb (RasRunsView *self)
{
  g_autoptr (GtkBitset) found = ras_run_model_find (self->model, self->chosen);
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  g_autoptr (GtkBitset) all = gtk_bitset_new_range (0, n);

  self->following = TRUE;
  gtk_selection_model_set_selection (self->selection, found, all);
  self->following = FALSE;
  choose_page (self);
  show_chosen (self);
}

static void
activate_cb (RasRunsView *self, guint position)
{
  ras_runs_view_activate (self, position);
}

/* --- The store --- */

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RasRunsView *self = RAS_RUNS_VIEW (source);
  g_autoptr (GError) error = NULL;
  RasRunRows *rows = ras_history_load_rows_finish (result, &error);

  self->loading = FALSE;
  if (rows == NULL)
    {
      g_autofree char *markup = NULL;

      if (ras_error_is_cancelled (error))
        return;
      markup = g_markup_escape_text (error->message, -1);
      adw_status_page_set_description (self->failed_page, markup);
      gtk_stack_set_visible_child_name (self->pages, "failed");
      return;
    }
  self->following = TRUE;
  ras_run_model_set_rows (self->model, rows);
  self->following = FALSE;
  ras_runs_view_fill_filters (self);
  ras_run_model_follow (self->model, self->board);
  show_unreadable (self);
  model_changed_cb (self);
  if (self->stale)
    ras_runs_view_reload (self);
}

void
ras_runs_view_reload (RasRunsView *self)
{
  g_return_if_fail (RAS_IS_RUNS_VIEW (self));

  self->stale = self->loading;
  if (self->loading || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->loading = TRUE;
  self->n_ended = ras_run_board_get_n_ended (self->board);
  g_free (self->announced);
  self->announced = g_strdup (ras_run_board_get_collection (self->board));
  ras_history_load_rows (self, self->cancellable, loaded_cb);
}

/* --- Training --- */

/* A run that ended may be what others are compared with; between two of them rows go on by
 * themselves. */
static gboolean
update_cb (gpointer user_data)
{
  RasRunsView *self = user_data;

  self->update_timer = 0;
  if (self->n_ended != ras_run_board_get_n_ended (self->board)
      || g_strcmp0 (self->announced, ras_run_board_get_collection (self->board)) != 0)
    ras_runs_view_reload (self);
  ras_run_model_follow (self->model, self->board);
  if (self->board_version != ras_run_board_get_version (self->board))
    ras_runs_view_show_details (self);
  self->board_version = ras_run_board_get_version (self->board);
  ras_runs_view_update_actions (self);
  return G_SOURCE_REMOVE;
}

static void
board_changed_cb (RasRunsView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && self->update_timer == 0)
    self->update_timer = g_timeout_add (UPDATE_INTERVAL, update_cb, self);
}

static void
board_ended_cb (RasRunsView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    ras_runs_view_reload (self);
}

/* --- The widget --- */

static void
map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (ras_runs_view_parent_class)->map (widget);
  ras_runs_view_reload (RAS_RUNS_VIEW (widget));
}

static void
unmap (GtkWidget *widget)
{
  g_clear_handle_id (&RAS_RUNS_VIEW (widget)->update_timer, g_source_remove);
  GTK_WIDGET_CLASS (ras_runs_view_parent_class)->unmap (widget);
}

/* The window is closed: what was asked of the store is not waited for. */
static void
unroot (GtkWidget *widget)
{
  g_cancellable_cancel (RAS_RUNS_VIEW (widget)->cancellable);
  GTK_WIDGET_CLASS (ras_runs_view_parent_class)->unroot (widget);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RasRunsView *self = RAS_RUNS_VIEW (widget);

  gtk_widget_allocate (self->box, width, height, baseline, NULL);
  gtk_popover_present (GTK_POPOVER (self->context_menu));
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  gtk_widget_measure (RAS_RUNS_VIEW (widget)->box, orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

/* Menus that watched the actions may keep them for longer than the view lives. */
static void
remove_actions (RasRunsView *self)
{
  g_auto (GStrv) names = g_action_group_list_actions (G_ACTION_GROUP (self->actions));

  for (guint i = 0; names[i]; i++)
    g_action_map_remove_action (G_ACTION_MAP (self->actions), names[i]);
}

static void
dispose (GObject *object)
{
  RasRunsView *self = RAS_RUNS_VIEW (object);

  g_clear_handle_id (&self->update_timer, g_source_remove);
  remove_actions (self);
  if (self->model)
    {
      g_signal_handlers_disconnect_by_data (self->model, self);
      g_signal_handlers_disconnect_by_data (self->selection, self);
      ras_run_model_set_sorter (self->model, NULL);
    }
  g_clear_pointer (&self->context_menu, gtk_widget_unparent);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->model);
  g_clear_object (&self->board);
  g_clear_object (&self->dialog);
  G_OBJECT_CLASS (ras_runs_view_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  RasRunsView *self = RAS_RUNS_VIEW (object);

  g_object_unref (self->actions);
  g_object_unref (self->cancellable);
  g_hash_table_unref (self->chosen);
  g_free (self->announced);
  G_OBJECT_CLASS (ras_runs_view_parent_class)->finalize (object);
}

#define CHILD(name) gtk_widget_class_bind_template_child (widget_class, RasRunsView, name)

static void
bind_children (GtkWidgetClass *widget_class)
{
  CHILD (box);
  CHILD (search_entry);
  CHILD (dataset_drop_down);
  CHILD (network_drop_down);
  CHILD (eraser_drop_down);
  CHILD (state_drop_down);
  CHILD (menu_button);
  CHILD (column_menu);
  CHILD (unreadable_box);
  CHILD (unreadable_label);
  CHILD (count_label);
  CHILD (pages);
  CHILD (details);
  CHILD (failed_page);
  CHILD (table);
  CHILD (bottom);
  CHILD (kind_drop_down);
  CHILD (kind_box);
  CHILD (chart_note);
  CHILD (title_label);
  CHILD (chart_stack);
  CHILD (settings_stack);
  CHILD (chart);
  CHILD (settings);
  CHILD (blocks);
  CHILD (command_label);
  CHILD (context_menu);
}

static void
ras_runs_view_class_init (RasRunsViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const char *const names[N_SIGNALS] = { "toast", "show-experiments", "resume", "set-up", "stored" };
  const GType types[N_SIGNALS]
      = { G_TYPE_STRING, G_TYPE_STRV, G_TYPE_STRING, G_TYPE_POINTER, G_TYPE_NONE };

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  widget_class->map = map;
  widget_class->unmap = unmap;
  widget_class->unroot = unroot;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], RAS_TYPE_RUNS_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, types[i] == G_TYPE_NONE ? 0 : 1, types[i]);
  g_type_ensure (RAS_TYPE_CHART);
  g_type_ensure (RAS_TYPE_TEXT_TABLE);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "runs.delete", NULL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/rasura/Rasura/ui/ras-runs-view.ui");
  bind_children (widget_class);
}

static void
ras_runs_view_init (RasRunsView *self)
{
  self->cancellable = g_cancellable_new ();
  self->actions = g_simple_action_group_new ();
  self->chosen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->model = ras_run_model_new ();
  self->selection = GTK_SELECTION_MODEL (gtk_multi_selection_new (
      G_LIST_MODEL (g_object_ref (ras_run_model_get_list (self->model)))));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "runs", G_ACTION_GROUP (self->actions));
  ras_runs_view_add_actions (self);
  ras_runs_view_add_columns (self);
  ras_runs_view_init_filters (self);
  ras_runs_view_init_menu (self);
  gtk_column_view_set_model (self->table, self->selection);
  ras_run_model_set_sorter (self->model, gtk_column_view_get_sorter (self->table));
  g_signal_connect_swapped (self->model, "changed", G_CALLBACK (model_changed_cb), self);
  g_signal_connect_swapped (self->selection, "selection-changed",
                            G_CALLBACK (selection_changed_cb), self);
  g_signal_connect_object (self->table, "activate", G_CALLBACK (activate_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
ras_runs_view_new (RasRunBoard *board)
{
  RasRunsView *self = g_object_new (RAS_TYPE_RUNS_VIEW, NULL);

  self->board = g_object_ref (board);
  ras_runs_view_init_details (self);
  g_signal_connect_object (board, "changed", G_CALLBACK (board_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (board, "ended", G_CALLBACK (board_ended_cb), self, G_CONNECT_SWAPPED);
  ras_runs_view_update_actions (self);
  return GTK_WIDGET (self);
}

#include "ras-mdl-view-private.h"

#include <glib/gi18n.h>
#include <math.h>

#include "progress.h"
#include "ras-deleted-toast.h"
#include "ras-duration.h"
#include "ras-history-tasks.h"
#include "ras-mdl-plan.h"
#include "ras-sketch.h"

/* Milliseconds. */
#define UPDATE_INTERVAL 100

G_DEFINE_FINAL_TYPE (RasMdlView, ras_mdl_view, GTK_TYPE_WIDGET)

enum
{
  OPEN,
  TOAST,
  ENDED,
  WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

void
ras_mdl_view_toast (RasMdlView *self, const char *sentence)
{
  g_signal_emit (self, signals[TOAST], 0, sentence);
}

/* --- Starting --- */

void
ras_mdl_view_start (RasMdlView *self)
{
  const RasSessionState *state = ras_session_get_state (self->session);
  g_autoptr (GError) error = NULL;
  g_autoptr (RasPlan) plan = NULL;

  if (self->dataset == NULL || ras_run_board_is_busy (self->board))
    return;
  plan = ras_mdl_plan_make (state, state->mdl_preset, self->dataset, &error);
  if (plan == NULL)
    {
      ras_mdl_view_toast (self, error->message);
      return;
    }
  ras_mdl_view_hide_offer (self);
  ras_history_select (self->history, NULL);
  ras_run_board_start (self->board, self->dataset, plan, state->mdl_preset);
  /* Where there is no room for both, the chart is what one wants to see now. */
  if (adw_flap_get_folded (self->flap))
    adw_flap_set_reveal_flap (self->flap, FALSE);
  g_signal_emit (self, signals[WANTED], 0);
}

/* --- The board --- */

static gboolean
update_cb (gpointer user_data)
{
  RasMdlView *self = user_data;

  self->update_timer = 0;
  self->updated = g_get_monotonic_time ();
  ras_run_list_update (self->run_list);
  if (self->board_version != ras_run_board_get_version (self->board))
    ras_mdl_view_show_runs (self);
  else
    ras_mdl_view_choose_page (self);
  ras_mdl_view_update_actions (self);
  return G_SOURCE_REMOVE;
}

/* However often something changes, it is shown a few times a second, and not at all out of sight:
 * the cores are for training. */
static void
board_changed_cb (RasMdlView *self)
{
  gboolean mapped = gtk_widget_get_mapped (GTK_WIDGET (self));
  gint64 since = (g_get_monotonic_time () - self->updated) / 1000;

  if (mapped && self->update_timer == 0)
    self->update_timer
        = g_timeout_add (since < UPDATE_INTERVAL ? UPDATE_INTERVAL - since : 0, update_cb, self);
  ras_mdl_setup_set_active (self->setup, mapped && !ras_run_board_is_busy (self->board));
  ras_mdl_view_update_actions (self);
}

static void
collection_changed_cb (RasMdlView *self)
{
  ras_history_select (self->history, ras_run_board_get_collection (self->board));
  ras_history_reload (self->history);
}

static void
board_ended_cb (RasMdlView *self)
{
  RasBoardState state = ras_run_board_get_state (self->board);
  guint n = ras_run_board_get_n_runs (self->board);
  g_autofree char *spent = ras_duration_format (ras_run_board_get_seconds (self->board));
  g_autofree char *text = NULL;

  /* What was read of the collection before it was trained further is out of date. */
  if (ras_run_board_get_collection (self->board))
    g_hash_table_remove (self->loaded, ras_run_board_get_collection (self->board));
  ras_history_reload (self->history);
  g_clear_handle_id (&self->update_timer, g_source_remove);
  update_cb (self);
  if (state == RAS_BOARD_FAILED)
    text = g_strdup (ras_run_board_get_failure (self->board));
  else if (state == RAS_BOARD_FINISHED)
    text = g_strdup_printf (ngettext ("%u run finished in %s.", "%u runs finished in %s.", n), n,
                            spent);
  if (state == RAS_BOARD_FAILED)
    ras_mdl_view_toast (self, text);
  if (text)
    g_signal_emit (self, signals[ENDED], 0, text);
}

/* --- The history --- */

static void
runs_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RasMdlView *self = RAS_MDL_VIEW (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) loaded = ras_history_load_runs_finish (result, &error);
  GHashTableIter iter;
  gpointer id, runs;

  if (loaded == NULL)
    {
      if (!ras_error_is_cancelled (error))
        ras_mdl_view_toast (self, error->message);
      return;
    }
  g_hash_table_iter_init (&iter, loaded);
  while (g_hash_table_iter_next (&iter, &id, &runs))
    g_hash_table_insert (self->loaded, g_strdup (id), g_ptr_array_ref (runs));
  ras_mdl_view_show_runs (self);
  ras_mdl_view_update_actions (self);
}

static void
selection_changed_cb (RasMdlView *self)
{
  g_auto (GStrv) ids = ras_history_get_selected (self->history);
  const char *live = ras_run_board_get_collection (self->board);
  g_autoptr (GPtrArray) wanted = g_ptr_array_new ();

  for (char **id = ids; *id; id++)
    if (g_strcmp0 (*id, live) != 0 && !g_hash_table_contains (self->loaded, *id))
      g_ptr_array_add (wanted, *id);
  if (wanted->len > 0)
    {
      g_ptr_array_add (wanted, NULL);
      ras_history_load_runs (self, (const char *const *) wanted->pdata, self->cancellable,
                             runs_loaded_cb);
      return;
    }
  ras_mdl_view_show_runs (self);
  ras_mdl_view_update_actions (self);
}

static void
undelete_cb (GObject *self, const char *const *ids)
{
  ras_history_undelete (RAS_MDL_VIEW (self)->history, ids[0]);
}

static void
deleted_cb (RasMdlView *self, const char *id, const char *name)
{
  ras_deleted_toast_show (GTK_WIDGET (self), (const char *const[]) { id, NULL }, name,
                          undelete_cb);
}

void
ras_mdl_view_show_collections (RasMdlView *self, const char *const *ids)
{
  g_return_if_fail (RAS_IS_MDL_VIEW (self));

  ras_history_select_several (self->history, ids);
  g_signal_emit (self, signals[WANTED], 0);
}

void
ras_mdl_view_reload (RasMdlView *self)
{
  g_return_if_fail (RAS_IS_MDL_VIEW (self));

  g_hash_table_remove_all (self->loaded);
  ras_history_reload (self->history);
  selection_changed_cb (self);
}

/* --- Public --- */

static void
session_notify_cb (RasMdlView *self, GParamSpec *pspec)
{
  if (g_str_equal (pspec->name, "mdl-chart"))
    ras_mdl_view_show_runs (self);
}

static void
setup_changed_cb (RasMdlView *self)
{
  ras_mdl_view_choose_page (self);
  ras_mdl_view_update_actions (self);
}

void
ras_mdl_view_set_session (RasMdlView *self, RasSession *session)
{
  g_return_if_fail (RAS_IS_MDL_VIEW (self) && self->session == NULL);

  self->session = g_object_ref (session);
  ras_mdl_setup_set_session (self->setup, session);
  g_signal_connect_object (session, "notify", G_CALLBACK (session_notify_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->setup, "changed", G_CALLBACK (setup_changed_cb), self,
                           G_CONNECT_SWAPPED);
  ras_mdl_view_show_runs (self);
  ras_mdl_view_update_actions (self);
}

void
ras_mdl_view_set_dataset (RasMdlView *self, RasDataset *dataset)
{
  g_return_if_fail (RAS_IS_MDL_VIEW (self));

  if (dataset)
    ras_dataset_ref (dataset);
  g_clear_pointer (&self->dataset, ras_dataset_unref);
  self->dataset = dataset;
  ras_mdl_setup_set_dataset (self->setup, dataset);
  if (dataset)
    ras_mdl_view_go_on_with_pending (self);
  ras_mdl_view_update_actions (self);
}

GActionGroup *
ras_mdl_view_get_actions (RasMdlView *self)
{
  return G_ACTION_GROUP (self->actions);
}

RasRunBoard *
ras_mdl_view_get_board (RasMdlView *self)
{
  return self->board;
}

/* --- The widget --- */

static void
map (GtkWidget *widget)
{
  RasMdlView *self = RAS_MDL_VIEW (widget);

  GTK_WIDGET_CLASS (ras_mdl_view_parent_class)->map (widget);
  if (!self->looked)
    ras_history_reload (self->history);
  board_changed_cb (self);
}

static void
unmap (GtkWidget *widget)
{
  RasMdlView *self = RAS_MDL_VIEW (widget);

  g_clear_handle_id (&self->update_timer, g_source_remove);
  ras_mdl_setup_set_active (self->setup, FALSE);
  GTK_WIDGET_CLASS (ras_mdl_view_parent_class)->unmap (widget);
}

/* The window is closed: what was asked of the store is not waited for. */
static void
unroot (GtkWidget *widget)
{
  g_cancellable_cancel (RAS_MDL_VIEW (widget)->cancellable);
  GTK_WIDGET_CLASS (ras_mdl_view_parent_class)->unroot (widget);
}

static void
dispose (GObject *object)
{
  RasMdlView *self = RAS_MDL_VIEW (object);

  g_clear_handle_id (&self->update_timer, g_source_remove);
  /* It holds the pane, and may itself be held by a menu that watched it. */
  g_action_map_remove_action (G_ACTION_MAP (self->actions), "show-setup");
  g_clear_object (&self->board);
  g_clear_object (&self->session);
  g_clear_pointer (&self->dataset, ras_dataset_unref);
  if (self->flap)
    gtk_widget_unparent (GTK_WIDGET (self->flap));
  self->flap = NULL;
  G_OBJECT_CLASS (ras_mdl_view_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  RasMdlView *self = RAS_MDL_VIEW (object);

  g_object_unref (self->actions);
  g_object_unref (self->cancellable);
  g_hash_table_unref (self->loaded);
  g_free (self->unfinished);
  g_free (self->pending);
  g_free (self->awaited);
  G_OBJECT_CLASS (ras_mdl_view_parent_class)->finalize (object);
}

#define CHILD(name) gtk_widget_class_bind_template_child (widget_class, RasMdlView, name)

static void
bind_children (GtkWidgetClass *widget_class)
{
  CHILD (flap);
  CHILD (pane);
  CHILD (main);
  CHILD (setup);
  CHILD (history);
  CHILD (resume_revealer);
  CHILD (run_revealer);
  CHILD (resume_label);
  CHILD (stage_label);
  CHILD (stage_bar);
  CHILD (toolbar);
  CHILD (kind_box);
  CHILD (empty_button);
  CHILD (chart);
  CHILD (table);
  CHILD (run_list);
}

static void
ras_mdl_view_class_init (RasMdlViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const char *const names[N_SIGNALS] = { "open", "toast", "ended", "wanted" };

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  widget_class->map = map;
  widget_class->unmap = unmap;
  widget_class->unroot = unroot;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], RAS_TYPE_MDL_VIEW, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, i == WANTED ? 0 : 1, G_TYPE_STRING);
  g_type_ensure (RAS_TYPE_MDL_SETUP);
  g_type_ensure (RAS_TYPE_HISTORY);
  g_type_ensure (RAS_TYPE_CHART);
  g_type_ensure (RAS_TYPE_TEXT_TABLE);
  g_type_ensure (RAS_TYPE_RUN_LIST);
  g_type_ensure (RAS_TYPE_SKETCH);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/rasura/Rasura/ui/ras-mdl-view.ui");
  bind_children (widget_class);
}

/* Never after the view is gone: a task may keep the history alive for longer. */
static void
connect (RasMdlView *self, gpointer object, const char *signal, GCallback callback)
{
  g_signal_connect_object (object, signal, callback, self, G_CONNECT_SWAPPED);
}

static void
ras_mdl_view_init (RasMdlView *self)
{
  self->board = ras_run_board_new ();
  self->cancellable = g_cancellable_new ();
  self->loaded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                        (GDestroyNotify) g_ptr_array_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  ras_mdl_view_add_kinds (self);
  ras_mdl_view_add_actions (self);
  ras_run_list_set_board (self->run_list, self->board);
  connect (self, self->board, "changed", G_CALLBACK (board_changed_cb));
  connect (self, self->board, "collection-changed", G_CALLBACK (collection_changed_cb));
  connect (self, self->board, "ended", G_CALLBACK (board_ended_cb));
  connect (self, self->history, "selection-changed", G_CALLBACK (selection_changed_cb));
  connect (self, self->history, "loaded", G_CALLBACK (ras_mdl_view_offer_unfinished));
  connect (self, self->history, "resume", G_CALLBACK (ras_mdl_view_resume));
  connect (self, self->history, "export", G_CALLBACK (ras_mdl_view_export_collection));
  connect (self, self->history, "failed", G_CALLBACK (ras_mdl_view_toast));
  connect (self, self->history, "deleted", G_CALLBACK (deleted_cb));
}

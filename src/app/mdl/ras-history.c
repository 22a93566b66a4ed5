#include "ras-history.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "progress.h"
#include "ras-history-row.h"
#include "ras-history-tasks.h"
#include "ras-run-board.h"

#define MOST_ROWS 30
/* Made or changed in one turn of the main loop. */
#define ROWS_AT_ONCE 6

struct _RasHistory
{
  GtkWidget parent;

  GtkWidget *stack;
  GtkListBox *list;
  GtkLabel *empty_label;

  GPtrArray *collections; /* RasCollection; NULL: not loaded yet */
  GHashTable *selected;   /* ids */
  GCancellable *cancellable;
  guint n_filled;  /* rows that show their collection */
  guint fill_idle; /* 0: all do */
};

G_DEFINE_FINAL_TYPE (RasHistory, ras_history, GTK_TYPE_WIDGET)

enum
{
  LOADED,
  SELECTION_CHANGED,
  RESUME,
  EXPORT,
  FAILED,
  DELETED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

gboolean
ras_collection_is_unfinished (const RasCollection *collection)
{
  return collection->n_finished + collection->n_failed < collection->n_runs
         && !ras_run_board_is_training (collection->id);
}

static RasHistoryRow *
nth_row (RasHistory *self, guint i)
{
  return (RasHistoryRow *) gtk_list_box_get_row_at_index (self->list, i);
}

/* --- What is chosen --- */

static void
show_ticks (RasHistory *self)
{
  RasHistoryRow *row;

  for (guint i = 0; (row = nth_row (self, i)); i++)
    ras_history_row_set_ticked (
        row, g_hash_table_contains (self->selected, ras_history_row_get_id (row)));
}

static void
ticked_cb (RasHistoryRow *row, RasHistory *self)
{
  if (ras_history_row_get_ticked (row))
    g_hash_table_add (self->selected, g_strdup (ras_history_row_get_id (row)));
  else
    g_hash_table_remove (self->selected, ras_history_row_get_id (row));
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

static void
activated_cb (RasHistory *self, RasHistoryRow *row)
{
  ras_history_select (self, ras_history_row_get_id (row));
}

void
ras_history_select (RasHistory *self, const char *id)
{
  ras_history_select_several (self, (const char *const[]) { id, NULL });
}

void
ras_history_select_several (RasHistory *self, const char *const *ids)
{
  g_return_if_fail (RAS_IS_HISTORY (self));

  g_hash_table_remove_all (self->selected);
  for (; *ids; ids++)
    g_hash_table_add (self->selected, g_strdup (*ids));
  show_ticks (self);
  g_signal_emit (self, signals[SELECTION_CHANGED], 0);
}

char **
ras_history_get_selected (RasHistory *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) rest = g_hash_table_new (g_str_hash, g_str_equal);
  GHashTableIter iter;
  gpointer id;

  g_return_val_if_fail (RAS_IS_HISTORY (self), NULL);

  g_hash_table_iter_init (&iter, self->selected);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_hash_table_add (rest, id);
  for (guint i = 0; self->collections && i < self->collections->len; i++)
    {
      const RasCollection *collection = g_ptr_array_index (self->collections, i);

      if (g_hash_table_remove (rest, collection->id))
        g_strv_builder_add (builder, collection->id);
    }
  g_hash_table_iter_init (&iter, rest);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    g_strv_builder_add (builder, id);
  return g_strv_builder_end (builder);
}

/* --- What is done to one --- */

static void
tell_failure (RasHistory *self, const GError *error)
{
  if (!ras_error_is_cancelled (error))
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void
changed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!ras_history_finish (result, &error))
    tell_failure (RAS_HISTORY (source), error);
  ras_history_reload (RAS_HISTORY (source));
}

static void
renamed_cb (AdwMessageDialog *dialog, const char *response, RasHistory *self)
{
  GtkEditable *entry = GTK_EDITABLE (adw_message_dialog_get_extra_child (dialog));
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  if (g_str_equal (response, "rename") && name[0])
    ras_history_rename (self, g_object_get_data (G_OBJECT (dialog), "id"), name,
                        self->cancellable, changed_cb);
}

static void
ask_name (RasHistory *self, RasHistoryRow *row)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *dialog
      = adw_message_dialog_new (GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, _ ("Rename"), NULL);
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_text (GTK_EDITABLE (entry), ras_history_row_get_name (row));
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Name"), -1);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), entry);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _ ("_Cancel"),
                                    "rename", _ ("_Rename"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "rename",
                                              ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "rename");
  g_object_set_data_full (G_OBJECT (dialog), "id", g_strdup (ras_history_row_get_id (row)), g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (renamed_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Gone at once; until the program starts anew it can be brought back. */
static void
delete (RasHistory *self, RasHistoryRow *row)
{
  g_autofree char *id = g_strdup (ras_history_row_get_id (row));
  g_autofree char *name = g_strdup (ras_history_row_get_name (row));

  if (ras_run_board_is_training (id))
    {
      g_signal_emit (self, signals[FAILED], 0,
                     _ ("It is being trained: cancel that first, then delete it."));
      return;
    }
  ras_history_set_deleted (self, (const char *const[]) { id, NULL }, TRUE, self->cancellable,
                           changed_cb);
  if (g_hash_table_remove (self->selected, id))
    g_signal_emit (self, signals[SELECTION_CHANGED], 0);
  g_signal_emit (self, signals[DELETED], 0, id, name);
}

void
ras_history_undelete (RasHistory *self, const char *id)
{
  g_return_if_fail (RAS_IS_HISTORY (self));

  ras_history_set_deleted (self, (const char *const[]) { id, NULL }, FALSE, self->cancellable,
                           changed_cb);
  ras_history_select (self, id);
}

static void
action_cb (RasHistoryRow *row, const char *name, RasHistory *self)
{
  if (g_str_equal (name, "rename"))
    ask_name (self, row);
  else if (g_str_equal (name, "delete"))
    delete (self, row);
  else
    g_signal_emit (self, signals[g_str_equal (name, "resume") ? RESUME : EXPORT], 0,
                   ras_history_row_get_id (row));
}

/* --- The list --- */

static void
fill_row (RasHistory *self, guint i)
{
  const RasCollection *collection = g_ptr_array_index (self->collections, i);
  RasHistoryRow *row = nth_row (self, i);

  if (row == NULL)
    {
      row = RAS_HISTORY_ROW (ras_history_row_new ());
      g_signal_connect (row, "ticked", G_CALLBACK (ticked_cb), self);
      g_signal_connect (row, "action", G_CALLBACK (action_cb), self);
      gtk_list_box_append (self->list, GTK_WIDGET (row));
    }
  ras_history_row_set_collection (row, collection, ras_collection_is_unfinished (collection));
}

/* A row each, and the page of runs for the rest. */
static gboolean
fill_some_cb (gpointer user_data)
{
  RasHistory *self = user_data;
  guint n = MIN (self->collections->len, MOST_ROWS);
  guint end = MIN (self->n_filled + ROWS_AT_ONCE, n);

  while (self->n_filled < end)
    fill_row (self, self->n_filled++);
  show_ticks (self);
  if (end < n)
    return G_SOURCE_CONTINUE;
  self->fill_idle = 0;
  return G_SOURCE_REMOVE;
}

static void
fill (RasHistory *self)
{
  guint n = MIN (self->collections->len, MOST_ROWS);
  RasHistoryRow *row;

  while ((row = nth_row (self, n)))
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  g_clear_handle_id (&self->fill_idle, g_source_remove);
  self->n_filled = 0;
  if (fill_some_cb (self) == G_SOURCE_CONTINUE)
    self->fill_idle = g_idle_add (fill_some_cb, self);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), n > 0 ? "list" : "empty");
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RasHistory *self = RAS_HISTORY (source);
  g_autoptr (GError) error = NULL;
  GPtrArray *collections = ras_history_load_finish (result, &error);

  if (collections == NULL)
    {
      if (!ras_error_is_cancelled (error) && self->collections == NULL)
        gtk_label_set_text (self->empty_label, error->message);
      tell_failure (self, error);
      return;
    }
  g_clear_pointer (&self->collections, g_ptr_array_unref);
  self->collections = collections;
  fill (self);
  g_signal_emit (self, signals[LOADED], 0);
}

void
ras_history_reload (RasHistory *self)
{
  g_return_if_fail (RAS_IS_HISTORY (self));

  if (!g_cancellable_is_cancelled (self->cancellable))
    ras_history_load (self, self->cancellable, loaded_cb);
}

const GPtrArray *
ras_history_get_collections (RasHistory *self)
{
  return self->collections;
}

const RasCollection *
ras_history_find (RasHistory *self, const char *id)
{
  for (guint i = 0; self->collections && id && i < self->collections->len; i++)
    {
      const RasCollection *collection = g_ptr_array_index (self->collections, i);

      if (g_str_equal (collection->id, id))
        return collection;
    }
  return NULL;
}

/* --- The widget --- */

/* The window is closed: what was asked of the store is not waited for. */
static void
unroot (GtkWidget *widget)
{
  g_cancellable_cancel (RAS_HISTORY (widget)->cancellable);
  GTK_WIDGET_CLASS (ras_history_parent_class)->unroot (widget);
}

static void
dispose (GObject *object)
{
  RasHistory *self = RAS_HISTORY (object);

  g_clear_handle_id (&self->fill_idle, g_source_remove);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  G_OBJECT_CLASS (ras_history_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  RasHistory *self = RAS_HISTORY (object);

  g_clear_pointer (&self->collections, g_ptr_array_unref);
  g_hash_table_unref (self->selected);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (ras_history_parent_class)->finalize (object);
}

static void
ras_history_class_init (RasHistoryClass *klass)
{
  static const struct
  {
    const char *name;
    guint n_strings;
  } table[N_SIGNALS] = { { "loaded", 0 }, { "selection-changed", 0 }, { "resume", 1 },
                         { "export", 1 }, { "failed", 1 },            { "deleted", 2 } };

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  GTK_WIDGET_CLASS (klass)->unroot = unroot;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (table[i].name, RAS_TYPE_HISTORY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, table[i].n_strings, G_TYPE_STRING,
                               G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
ras_history_init (RasHistory *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *empty = gtk_label_new (_ ("Everything that is trained is kept here."));

  self->selected = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->cancellable = g_cancellable_new ();
  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  self->empty_label = GTK_LABEL (empty);
  self->stack = gtk_stack_new ();
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "history");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("History"), -1);
  g_signal_connect_swapped (self->list, "row-activated", G_CALLBACK (activated_cb), self);
  gtk_label_set_wrap (self->empty_label, TRUE);
  gtk_label_set_justify (self->empty_label, GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars (self->empty_label, 26);
  gtk_widget_add_css_class (empty, "dim-label");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));
  gtk_stack_add_named (GTK_STACK (self->stack), empty, "empty");
  gtk_stack_add_named (GTK_STACK (self->stack), scrolled, "list");
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
}

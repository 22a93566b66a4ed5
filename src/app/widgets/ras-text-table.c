#include "ras-text-table.h"

struct _RasTextTable
{
  GtkWidget parent;

  GtkWidget *scrolled;
  GtkColumnView *view;
  GListStore *rows; /* of GtkStringList, the cells */
  char **header;
};

G_DEFINE_FINAL_TYPE (RasTextTable, ras_text_table, GTK_TYPE_WIDGET)

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), GPOINTER_TO_UINT (column) == 0 ? 0 : 1);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  GtkStringList *cells = gtk_list_item_get_item (item);
  const char *text = gtk_string_list_get_string (cells, GPOINTER_TO_UINT (column));

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text ? text : "");
}

static void
set_columns (RasTextTable *self, char **header)
{
  GListModel *columns = gtk_column_view_get_columns (self->view);

  if (self->header && g_strv_equal ((const char *const *) self->header,
                                    (const char *const *) header))
    return;
  g_strfreev (self->header);
  self->header = g_strdupv (header);
  while (g_list_model_get_n_items (columns) > 0)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, 0);

      gtk_column_view_remove_column (self->view, column);
    }
  for (guint i = 0; header[i]; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr (GtkColumnViewColumn) column = NULL;

      g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), GUINT_TO_POINTER (i));
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (i));
      column = gtk_column_view_column_new (header[i], factory);
      gtk_column_view_column_set_resizable (column, TRUE);
      gtk_column_view_append_column (self->view, column);
    }
}

/* Rows that are the same stay, so that a table that grows does not jump. */
void
ras_text_table_set_rows (RasTextTable *self, const GPtrArray *rows)
{
  guint n = rows && rows->len > 0 ? rows->len - 1 : 0;

  g_return_if_fail (RAS_IS_TEXT_TABLE (self));

  if (rows && rows->len > 0)
    set_columns (self, g_ptr_array_index (rows, 0));
  for (guint i = 0; i < n; i++)
    {
      const char *const *cells = g_ptr_array_index (rows, i + 1);
      g_autoptr (GtkStringList) old
          = g_list_model_get_item (G_LIST_MODEL (self->rows), i);
      g_autoptr (GtkStringList) row = NULL;
      gboolean same = old && g_list_model_get_n_items (G_LIST_MODEL (old))
                                 == g_strv_length ((char **) cells);

      for (guint j = 0; same && cells[j]; j++)
        same = g_str_equal (gtk_string_list_get_string (old, j), cells[j]);
      if (same)
        continue;
      row = gtk_string_list_new (cells);
      g_list_store_splice (self->rows, i, old ? 1 : 0, (gpointer *) &row, 1);
    }
  g_list_store_splice (self->rows, n, ras_text_table_get_n_rows (self) - n, NULL, 0);
}

guint
ras_text_table_get_n_rows (RasTextTable *self)
{
  g_return_val_if_fail (RAS_IS_TEXT_TABLE (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->rows));
}

void
ras_text_table_set_label (RasTextTable *self, const char *label)
{
  g_return_if_fail (RAS_IS_TEXT_TABLE (self));

  if (label)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                    -1);
}

static void
dispose (GObject *object)
{
  RasTextTable *self = RAS_TEXT_TABLE (object);

  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_object (&self->rows);
  G_OBJECT_CLASS (ras_text_table_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  g_strfreev (RAS_TEXT_TABLE (object)->header);
  G_OBJECT_CLASS (ras_text_table_parent_class)->finalize (object);
}

static void
ras_text_table_class_init (RasTextTableClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
ras_text_table_init (RasTextTable *self)
{
  GtkNoSelection *selection;

  self->rows = g_list_store_new (GTK_TYPE_STRING_LIST);
  selection = gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));
  self->view = GTK_COLUMN_VIEW (gtk_column_view_new (GTK_SELECTION_MODEL (selection)));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), GTK_WIDGET (self->view));
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
}

GtkWidget *
ras_text_table_new (void)
{
  return g_object_new (RAS_TYPE_TEXT_TABLE, NULL);
}

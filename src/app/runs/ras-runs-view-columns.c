/* The table: cells are inscriptions, whose text can change without anything being laid out anew. */
#include "ras-runs-view-private.h"

#include <glib/gi18n.h>

#include "ras-swatch.h"
#include "ras-tooltip.h"

typedef struct
{
  const char *id;    /* of its action */
  const char *title; /* N_() */
  int width;
  gboolean number;
  gboolean hidden;   /* at first */
} Column;

static const Column columns[RAS_N_RUN_COLUMNS] = {
  [RAS_COLUMN_NAME] = { "name", N_ ("Experiment"), 205 },
  [RAS_COLUMN_ERASER] = { "eraser", N_ ("Eraser"), 175 },
  [RAS_COLUMN_RANK] = { "rank", N_ ("Rank"), 64, TRUE },
  [RAS_COLUMN_MDL] = { "mdl", N_ ("Bits/sample"), 135, TRUE },
  [RAS_COLUMN_INCREASE] = { "increase", N_ ("Over none"), 100, TRUE },
  [RAS_COLUMN_NETWORK] = { "network", N_ ("Network"), 120 },
  [RAS_COLUMN_DATASET] = { "dataset", N_ ("Data set"), 90 },
  [RAS_COLUMN_IMAGES] = { "images", N_ ("Images"), 80, TRUE },
  [RAS_COLUMN_SEED] = { "seed", N_ ("Seed"), 64, TRUE },
  [RAS_COLUMN_EPOCHS] = { "epochs", N_ ("Epochs"), 80, TRUE, TRUE },
  [RAS_COLUMN_TIME] = { "time", N_ ("Time"), 72, TRUE },
  [RAS_COLUMN_DATE] = { "date", N_ ("Date"), 170, TRUE },
  [RAS_COLUMN_STATE] = { "state", N_ ("State"), 135 },
};

/* --- Cells --- */

static RasRunItem *
get_item (GtkListItem *item)
{
  GtkTreeListRow *row = gtk_list_item_get_item (item);

  return row ? gtk_tree_list_row_get_item (row) : NULL;
}

static RasRunColumn
get_column (gpointer factory)
{
  return GPOINTER_TO_UINT (g_object_get_data (factory, "column"));
}

static void
show_cell (GtkWidget *cell, RasRunItem *item)
{
  RasRunsView *self = g_object_get_data (G_OBJECT (cell), "view");
  RasRunColumn column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (cell), "column"));
  GtkWidget *inscription = g_object_get_data (G_OBJECT (cell), "inscription");
  GtkWidget *swatch = g_object_get_data (G_OBJECT (cell), "swatch");
  /* In a group that has the experiment's name, a run needs but its own. */
  gboolean short_name = column == RAS_COLUMN_NAME && item->kind == RAS_ITEM_RUN
                        && item->experiment && ras_run_model_get_grouped (self->model);
  g_autofree char *text = short_name ? ras_run_item_format_seed (item)
                                     : ras_run_item_format (item, column);
  g_autofree char *tooltip = ras_run_item_format_tooltip (item, column);

  gtk_inscription_set_text (GTK_INSCRIPTION (inscription), text);
  ras_tooltip_set (inscription, tooltip);
  if (column == RAS_COLUMN_STATE)
    {
      gboolean failed = ras_run_item_get_state (item) == RAS_ITEM_FAILED;

      if (failed)
        gtk_widget_add_css_class (inscription, "error");
      else
        gtk_widget_remove_css_class (inscription, "error");
    }
  if (swatch)
    ras_swatch_set_eraser (RAS_SWATCH (swatch), ras_run_item_get_eraser (item));
}

static void
changed_cb (RasRunItem *item, GtkWidget *cell)
{
  show_cell (cell, item);
}

static GtkWidget *
make_inscription (RasRunColumn column)
{
  GtkWidget *inscription = gtk_inscription_new (NULL);

  gtk_inscription_set_xalign (GTK_INSCRIPTION (inscription), columns[column].number ? 1 : 0);
  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (inscription),
                                     GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (inscription), 3);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (inscription), 3);
  gtk_widget_set_hexpand (inscription, TRUE);
  gtk_widget_add_css_class (inscription, "numeric");
  return inscription;
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, RasRunsView *self)
{
  RasRunColumn column = get_column (factory);
  GtkWidget *inscription = make_inscription (column), *cell = inscription;

  if (column == RAS_COLUMN_NAME)
    {
      cell = gtk_tree_expander_new ();
      gtk_tree_expander_set_child (GTK_TREE_EXPANDER (cell), inscription);
    }
  else if (column == RAS_COLUMN_ERASER)
    {
      GtkWidget *swatch = ras_swatch_new (NULL);

      cell = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      gtk_box_append (GTK_BOX (cell), swatch);
      gtk_box_append (GTK_BOX (cell), inscription);
      g_object_set_data (G_OBJECT (cell), "swatch", swatch);
    }
  g_object_set_data (G_OBJECT (cell), "view", self);
  g_object_set_data (G_OBJECT (cell), "inscription", inscription);
  g_object_set_data (G_OBJECT (cell), "column", GUINT_TO_POINTER (column));
  ras_runs_view_add_menu_gesture (self, cell, list_item);
  gtk_list_item_set_child (list_item, cell);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, RasRunsView *self)
{
  GtkWidget *cell = gtk_list_item_get_child (list_item);
  g_autoptr (RasRunItem) item = get_item (list_item);

  if (GTK_IS_TREE_EXPANDER (cell))
    {
      gtk_tree_expander_set_indent_for_icon (GTK_TREE_EXPANDER (cell),
                                             ras_run_model_get_grouped (self->model));
      gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (cell),
                                      gtk_list_item_get_item (list_item));
    }
  show_cell (cell, item);
  g_signal_connect_object (item, "changed", G_CALLBACK (changed_cb), cell, 0);
}

static void
unbind_cb (GtkSignalListItemFactory *factory, GtkListItem *list_item, RasRunsView *self)
{
  GtkWidget *cell = gtk_list_item_get_child (list_item);
  g_autoptr (RasRunItem) item = get_item (list_item);

  if (item)
    g_signal_handlers_disconnect_by_func (item, changed_cb, cell);
  if (GTK_IS_TREE_EXPANDER (cell))
    gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (cell), NULL);
}

/* --- Columns --- */

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer column)
{
  return ras_run_item_compare (a, b, GPOINTER_TO_UINT (column));
}

/* A switch in the menu of the headers and in that of the page. */
static void
add_switch (RasRunsView *self, guint i)
{
  g_autofree char *name = g_strconcat ("column-", columns[i].id, NULL);
  g_autofree char *detailed = g_strconcat ("runs.", name, NULL);
  g_autoptr (GPropertyAction) action
      = g_property_action_new (name, self->columns[i], "visible");

  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (action));
  g_menu_append (self->column_menu, _ (columns[i].title), detailed);
}

/* A column view keeps room for the width of a column that is hidden. */
static void
visible_cb (GtkColumnViewColumn *column, GParamSpec *pspec, gpointer i)
{
  gtk_column_view_column_set_fixed_width (
      column, gtk_column_view_column_get_visible (column) ? columns[GPOINTER_TO_UINT (i)].width
                                                          : -1);
}

static void
add_column (RasRunsView *self, guint i)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column;
  g_autoptr (GtkSorter) sorter
      = GTK_SORTER (gtk_custom_sorter_new (compare_cb, GUINT_TO_POINTER (i), NULL));

  g_object_set_data (G_OBJECT (factory), "column", GUINT_TO_POINTER (i));
  g_signal_connect_object (factory, "setup", G_CALLBACK (setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (unbind_cb), self, 0);
  column = gtk_column_view_column_new (_ (columns[i].title), factory);
  gtk_column_view_column_set_resizable (column, TRUE);
  gtk_column_view_column_set_expand (column, i == RAS_COLUMN_NAME || i == RAS_COLUMN_DATASET);
  gtk_column_view_column_set_sorter (column, sorter);
  gtk_column_view_column_set_visible (column, !columns[i].hidden);
  visible_cb (column, NULL, GUINT_TO_POINTER (i));
  g_signal_connect (column, "notify::visible", G_CALLBACK (visible_cb), GUINT_TO_POINTER (i));
  gtk_column_view_column_set_header_menu (column, G_MENU_MODEL (self->column_menu));
  gtk_column_view_append_column (self->table, column);
  self->columns[i] = column;
  g_object_unref (column);
  add_switch (self, i);
}

/* The title of a number stands above its end; a column has no property for that. */
static void
align_title (GtkWidget *title)
{
  GtkWidget *box = gtk_widget_get_first_child (title);
  GtkWidget *label = box ? gtk_widget_get_first_child (box) : NULL;

  if (!GTK_IS_LABEL (label))
    return;
  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
}

void
ras_runs_view_add_columns (RasRunsView *self)
{
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (self->table)), *title;

  for (guint i = 0; i < RAS_N_RUN_COLUMNS; i++)
    add_column (self, i);
  title = header ? gtk_widget_get_first_child (header) : NULL;
  for (guint i = 0; title && i < RAS_N_RUN_COLUMNS; i++, title = gtk_widget_get_next_sibling (title))
    if (columns[i].number)
      align_title (title);
}

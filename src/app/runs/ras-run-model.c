#include "ras-run-model-private.h"

/* Rows whose widgets are made or freed in one turn of the main loop. */
#define PORTION 5
/* So few are shown at once. */
#define FEW 10
/* A column view of GTK 4.8 has none for more rows than this. */
#define MOST_WIDGETS 200

G_DEFINE_FINAL_TYPE (RasRunModel, ras_run_model, G_TYPE_OBJECT)

static guint changed_signal;

/* --- The list --- */

static GListModel *
create_children_cb (gpointer item, gpointer user_data)
{
  RasRunModel *self = user_data;
  GPtrArray *children = g_hash_table_lookup (self->children, item);
  GListStore *store;

  if (children == NULL || children->len == 0)
    return NULL;
  store = g_list_store_new (RAS_TYPE_RUN_ITEM);
  g_list_store_splice (store, 0, 0, children->pdata, children->len);
  return G_LIST_MODEL (store);
}

static void
note_expanded (RasRunModel *self)
{
  GListModel *list = G_LIST_MODEL (self->list);

  for (guint i = 0; self->grouped && i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GtkTreeListRow) row = g_list_model_get_item (list, i);
      g_autoptr (RasRunItem) item = gtk_tree_list_row_get_item (row);

      if (!gtk_tree_list_row_is_expandable (row))
        continue;
      if (gtk_tree_list_row_get_expanded (row))
        g_hash_table_add (self->expanded, g_strdup (item->key));
      else
        g_hash_table_remove (self->expanded, item->key);
    }
}

/* Rows that open bring others, which are looked at in their turn. */
static void
expand_again (RasRunModel *self)
{
  GListModel *list = G_LIST_MODEL (self->list);

  if (!self->grouped || g_hash_table_size (self->expanded) == 0)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GtkTreeListRow) row = g_list_model_get_item (list, i);
      g_autoptr (RasRunItem) item = gtk_tree_list_row_get_item (row);

      if (g_hash_table_contains (self->expanded, item->key))
        gtk_tree_list_row_set_expanded (row, TRUE);
    }
}

/* A column view makes widgets for up to 200 rows, wherever it is scrolled to, and frees those of rows
 * that go: so rows give way to others a few at a time, from the top. */
static void
list_more (RasRunModel *self)
{
  guint there = g_list_model_get_n_items (G_LIST_MODEL (self->roots)), old = there - self->n_listed;
  guint wanted = self->arranged->len - self->n_listed;
  guint portion = MAX (there, self->arranged->len) <= FEW ? FEW : PORTION;

  if (wanted == 0 && old > portion)
    {
      guint n = old > MOST_WIDGETS ? old - MOST_WIDGETS : portion;

      g_list_store_splice (self->roots, there - n, n, NULL, 0);
      return;
    }
  if (self->n_listed < MOST_WIDGETS)
    {
      wanted = MIN (wanted, portion);
      old = MIN (old, portion);
    }
  g_list_store_splice (self->roots, self->n_listed, old, self->arranged->pdata + self->n_listed,
                       wanted);
  self->n_listed += wanted;
}

static gboolean
is_listed (RasRunModel *self)
{
  return self->n_listed == self->arranged->len
         && g_list_model_get_n_items (G_LIST_MODEL (self->roots)) == self->n_listed;
}

static gboolean
list_more_cb (gpointer user_data)
{
  RasRunModel *self = user_data;

  self->arranging = TRUE;
  list_more (self);
  self->arranging = FALSE;
  if (!is_listed (self))
    return G_SOURCE_CONTINUE;
  self->list_idle = 0;
  expand_again (self);
  g_signal_emit (self, changed_signal, 0);
  return G_SOURCE_REMOVE;
}

static GPtrArray *
keep_items (GPtrArray *items)
{
  GPtrArray *kept = g_ptr_array_new_full (items->len, g_object_unref);

  for (guint i = 0; i < items->len; i++)
    g_ptr_array_add (kept, g_object_ref (g_ptr_array_index (items, i)));
  return kept;
}

static void
arrange (RasRunModel *self)
{
  g_autoptr (GPtrArray) roots = NULL;

  if (self->rows == NULL || self->arranging)
    return;
  self->arranging = TRUE;
  note_expanded (self);
  g_hash_table_remove_all (self->children);
  roots = self->grouped ? ras_run_model_list_groups (self) : ras_run_model_list_runs (self);
  ras_run_model_sort (self, roots);
  g_clear_pointer (&self->arranged, g_ptr_array_unref);
  g_clear_handle_id (&self->list_idle, g_source_remove);
  self->arranged = keep_items (roots);
  self->n_listed = 0;
  list_more (self);
  expand_again (self);
  self->arranging = FALSE;
  if (!is_listed (self))
    self->list_idle = g_idle_add (list_more_cb, self);
  g_signal_emit (self, changed_signal, 0);
}

/* --- Public --- */

void
ras_run_model_set_rows (RasRunModel *self, RasRunRows *rows)
{
  RasRunRows *old = self->rows;

  g_return_if_fail (RAS_IS_RUN_MODEL (self));

  note_expanded (self);
  g_hash_table_remove_all (self->by_id);
  g_hash_table_remove_all (self->followed);
  self->rows = rows;
  for (guint i = 0; i < rows->runs->len; i++)
    {
      RasRunItem *item = g_ptr_array_index (rows->runs, i);
      const RasCollection *collection = ras_run_item_get_collection (item);

      item->in_training = collection && ras_run_board_is_training (collection->id);
      g_hash_table_insert (self->by_id, g_strdup (item->run->id), item);
    }
  arrange (self);
  ras_run_rows_free_slowly (old);
}

void
ras_run_model_set_search (RasRunModel *self, const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text ? text : "", -1);
  g_auto (GStrv) words = g_strsplit_set (folded, " \t\u00a0", -1);

  g_return_if_fail (RAS_IS_RUN_MODEL (self));

  g_clear_pointer (&self->words, g_strfreev);
  if (g_strstrip (folded)[0])
    self->words = g_steal_pointer (&words);
  arrange (self);
}

void
ras_run_model_set_filter (RasRunModel *self, RasRunFilter filter, const char *value)
{
  g_return_if_fail (RAS_IS_RUN_MODEL (self));

  if (g_strcmp0 (self->filters[filter], value) == 0)
    return;
  g_free (self->filters[filter]);
  self->filters[filter] = g_strdup (value);
  arrange (self);
}

const char *
ras_run_model_get_filter (RasRunModel *self, RasRunFilter filter)
{
  return self->filters[filter];
}

void
ras_run_model_clear_filters (RasRunModel *self)
{
  for (guint i = 0; i < RAS_N_RUN_FILTERS; i++)
    g_clear_pointer (&self->filters[i], g_free);
  g_clear_pointer (&self->words, g_strfreev);
  arrange (self);
}

gboolean
ras_run_model_is_filtered (RasRunModel *self)
{
  for (guint i = 0; i < RAS_N_RUN_FILTERS; i++)
    if (self->filters[i])
      return TRUE;
  return self->words != NULL;
}

void
ras_run_model_set_grouped (RasRunModel *self, gboolean grouped)
{
  if (self->grouped == grouped)
    return;
  note_expanded (self);
  self->grouped = grouped;
  arrange (self);
}

gboolean
ras_run_model_get_grouped (RasRunModel *self)
{
  return self->grouped;
}

void
ras_run_model_set_sorter (RasRunModel *self, GtkSorter *sorter)
{
  if (self->sorter)
    g_clear_signal_handler (&self->sorter_handler, self->sorter);
  g_set_object (&self->sorter, sorter);
  if (sorter)
    self->sorter_handler
        = g_signal_connect_swapped (sorter, "changed", G_CALLBACK (arrange), self);
  arrange (self);
}

GtkTreeListModel *
ras_run_model_get_list (RasRunModel *self)
{
  return self->list;
}

static int
compare_values (gconstpointer a, gconstpointer b)
{
  return g_utf8_collate (*(char *const *) a, *(char *const *) b);
}

char **
ras_run_model_list_values (RasRunModel *self, RasRunFilter filter)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *values = g_ptr_array_new ();

  for (guint i = 0; self->rows && i < self->rows->runs->len; i++)
    {
      const char *value = ras_run_model_get_value (g_ptr_array_index (self->rows->runs, i), filter);

      if (g_hash_table_add (seen, (gpointer) value))
        g_ptr_array_add (values, g_strdup (value));
    }
  g_ptr_array_sort (values, compare_values);
  g_ptr_array_add (values, NULL);
  return (char **) g_ptr_array_free (values, FALSE);
}

guint
ras_run_model_get_n_runs (RasRunModel *self)
{
  return self->rows ? self->rows->runs->len : 0;
}

guint
ras_run_model_get_n_shown (RasRunModel *self)
{
  return self->n_shown;
}

guint
ras_run_model_get_n_unreadable (RasRunModel *self)
{
  return self->rows ? self->rows->n_unreadable : 0;
}

gboolean
ras_run_model_is_loaded (RasRunModel *self)
{
  return self->rows != NULL;
}

GtkBitset *
ras_run_model_find (RasRunModel *self, GHashTable *keys)
{
  GtkBitset *found = gtk_bitset_new_empty ();
  GListModel *list = G_LIST_MODEL (self->list);

  for (guint i = 0; g_hash_table_size (keys) > 0 && i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GtkTreeListRow) row = g_list_model_get_item (list, i);
      g_autoptr (RasRunItem) item = gtk_tree_list_row_get_item (row);

      if (g_hash_table_contains (keys, item->key))
        gtk_bitset_add (found, i);
    }
  return found;
}

/* --- Training --- */

/* What a row belongs to counts its runs anew. */
static void
update_groups (RasRunModel *self)
{
  GHashTableIter iter;
  gpointer item, children;

  g_hash_table_iter_init (&iter, self->children);
  while (g_hash_table_iter_next (&iter, &item, &children))
    {
      const GPtrArray *runs = ((RasRunItem *) item)->runs;

      for (guint i = 0; i < runs->len; i++)
        if (g_hash_table_contains (self->followed, g_ptr_array_index (runs, i)))
          {
            ras_run_item_update (item);
            break;
          }
    }
}

void
ras_run_model_follow (RasRunModel *self, RasRunBoard *board)
{
  gboolean busy = ras_run_board_is_busy (board);

  g_return_if_fail (RAS_IS_RUN_MODEL (self));

  for (guint i = 0; i < ras_run_board_get_n_runs (board); i++)
    {
      const RasBoardRun *run = ras_run_board_get_run (board, i);
      RasRunItem *item = g_hash_table_lookup (self->by_id, run->run->id);

      if (item == NULL)
        continue;
      ras_run_item_follow (item, run->run, busy,
                           busy && run->training ? CLAMP (run->fraction, 0, 1) : -1);
      g_hash_table_add (self->followed, item);
    }
  update_groups (self);
}

/* --- The object --- */

static void
dispose (GObject *object)
{
  RasRunModel *self = RAS_RUN_MODEL (object);

  if (self->sorter)
    g_clear_signal_handler (&self->sorter_handler, self->sorter);
  g_clear_object (&self->sorter);
  g_clear_handle_id (&self->list_idle, g_source_remove);
  g_clear_pointer (&self->arranged, g_ptr_array_unref);
  if (self->roots)
    g_list_store_remove_all (self->roots);
  g_clear_object (&self->list);
  g_clear_object (&self->roots);
  G_OBJECT_CLASS (ras_run_model_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  RasRunModel *self = RAS_RUN_MODEL (object);

  g_hash_table_unref (self->children);
  g_hash_table_unref (self->expanded);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->followed);
  ras_run_rows_free (self->rows);
  g_strfreev (self->words);
  for (guint i = 0; i < RAS_N_RUN_FILTERS; i++)
    g_free (self->filters[i]);
  G_OBJECT_CLASS (ras_run_model_parent_class)->finalize (object);
}

static void
ras_run_model_class_init (RasRunModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  changed_signal = g_signal_new ("changed", RAS_TYPE_RUN_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
ras_run_model_init (RasRunModel *self)
{
  self->grouped = TRUE;
  self->by_id = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->followed = g_hash_table_new (NULL, NULL);
  self->children = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->expanded = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->roots = g_list_store_new (RAS_TYPE_RUN_ITEM);
  self->list = gtk_tree_list_model_new (G_LIST_MODEL (g_object_ref (self->roots)), FALSE, FALSE,
                                        create_children_cb, self, NULL);
}

RasRunModel *
ras_run_model_new (void)
{
  return g_object_new (RAS_TYPE_RUN_MODEL, NULL);
}

/* Rows of the page of runs: what they say, search, filters, order, groups. */
#include "ras-run-model.h"

#include <math.h>

#include "stores.h"

static const double high_bits[] = { 3.25, 3.25, 3 };

/* An experiment of two erasers and two seeds, all finished but one, and a run by itself. */
static RasStore *
make_store (const char *folder)
{
  RasStore *store = test_store_open (folder, "runs.db");
  g_autofree char *plan = test_store_add_plan (store, "Zürich first", "none,leace");
  g_autoptr (RasRun) a = test_store_add (store, "none", 1, test_bits, 3);
  g_autoptr (RasRun) b = test_store_add (store, "none", 2, test_bits, 3);
  g_autoptr (RasRun) c = test_store_add (store, "leace", 1, high_bits, 3);
  g_autoptr (RasRun) d = test_store_add (store, "leace", 2, test_bits, 2);
  g_autoptr (RasRun) e = test_store_add (store, "qleace", 9, test_bits, 0);

  g_assert_true (ras_store_set_state (store, e->id, RAS_RUN_FAILED, "too large", NULL));
  return store;
}

static RasRunModel *
make_model (RasStore *store)
{
  g_autoptr (GError) error = NULL;
  RasLedger *ledger = ras_store_load_ledger (store, &error);
  RasRunModel *model = ras_run_model_new ();

  g_assert_no_error (error);
  ras_run_model_set_rows (model, ras_run_rows_new (ledger));
  return model;
}

static guint
count_rows (RasRunModel *model)
{
  return g_list_model_get_n_items (G_LIST_MODEL (ras_run_model_get_list (model)));
}

static RasRunItem *
get_item (RasRunModel *model, guint i)
{
  g_autoptr (GtkTreeListRow) row
      = g_list_model_get_item (G_LIST_MODEL (ras_run_model_get_list (model)), i);

  g_assert_nonnull (row);
  return gtk_tree_list_row_get_item (row);
}

static void
expand (RasRunModel *model, guint i)
{
  g_autoptr (GtkTreeListRow) row
      = g_list_model_get_item (G_LIST_MODEL (ras_run_model_get_list (model)), i);

  gtk_tree_list_row_set_expanded (row, TRUE);
}

static void
assert_cell (RasRunModel *model, guint i, RasRunColumn column, const char *expected)
{
  g_autoptr (RasRunItem) item = get_item (model, i);
  g_autofree char *text = ras_run_item_format (item, column);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_flat (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = make_store (folder);
  g_autoptr (RasRunModel) model = make_model (store);

  ras_run_model_set_grouped (model, FALSE);
  g_assert_cmpuint (count_rows (model), ==, 5);
  g_assert_cmpuint (ras_run_model_get_n_runs (model), ==, 5);
  /* Newest first; those of the plan were there in its order. */
  assert_cell (model, 0, RAS_COLUMN_ERASER, "QLEACE");
  assert_cell (model, 0, RAS_COLUMN_STATE, "failed: too large");
  assert_cell (model, 0, RAS_COLUMN_MDL, "–");
  assert_cell (model, 0, RAS_COLUMN_NAME, "–");
  assert_cell (model, 1, RAS_COLUMN_STATE, "stopped after 2 blocks");
  assert_cell (model, 3, RAS_COLUMN_ERASER, "LEACE");
  assert_cell (model, 3, RAS_COLUMN_MDL, "3.062");
  /* 3.0625 − 2.640625 of the runs without eraser. */
  assert_cell (model, 3, RAS_COLUMN_INCREASE, "+0.422");
  assert_cell (model, 3, RAS_COLUMN_NAME, "Zürich first");
  assert_cell (model, 3, RAS_COLUMN_NETWORK, "MLP 128 × 2");
  assert_cell (model, 3, RAS_COLUMN_EPOCHS, "21");
  assert_cell (model, 4, RAS_COLUMN_INCREASE, "");
}

static void
test_groups (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = make_store (folder);
  g_autoptr (RasRunModel) model = make_model (store);
  g_autoptr (RasRunItem) experiment = get_item (model, 0);
  g_autoptr (RasRunItem) series = NULL;

  g_assert_cmpuint (count_rows (model), ==, 2);
  g_assert_cmpint (experiment->kind, ==, RAS_ITEM_EXPERIMENT);
  assert_cell (model, 0, RAS_COLUMN_ERASER, "several");
  assert_cell (model, 0, RAS_COLUMN_MDL, "");
  assert_cell (model, 0, RAS_COLUMN_STATE, "stopped at 3 of 4");
  expand (model, 0);
  g_assert_cmpuint (count_rows (model), ==, 4);
  series = get_item (model, 1);
  g_assert_cmpint (series->kind, ==, RAS_ITEM_SERIES);
  assert_cell (model, 1, RAS_COLUMN_NAME, "2 seeds");
  g_assert_cmpfloat (series->mdl, ==, 2.640625);
  g_assert_cmpfloat (series->deviation, ==, 0);
  /* Of the other only one seed is finished: there is no spread. */
  assert_cell (model, 2, RAS_COLUMN_MDL, "3.062");
  expand (model, 2);
  g_assert_cmpuint (count_rows (model), ==, 6);
  assert_cell (model, 3, RAS_COLUMN_SEED, "1");

  /* What is open stays so when the store is read again. */
  {
    RasLedger *ledger = ras_store_load_ledger (store, NULL);

    ras_run_model_set_rows (model, ras_run_rows_new (ledger));
  }
  g_assert_cmpuint (count_rows (model), ==, 6);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
test_search (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = make_store (folder);
  g_autoptr (RasRunModel) model = make_model (store);

  ras_run_model_set_grouped (model, FALSE);
  ras_run_model_set_search (model, "  ZÜRICH  leace ");
  /* "qleace" has it in it, too, and the title of the data set has the other. */
  g_assert_cmpuint (count_rows (model), ==, 3);
  ras_run_model_set_search (model, "first leace");
  g_assert_cmpuint (count_rows (model), ==, 2);
  g_assert_true (ras_run_model_is_filtered (model));
  ras_run_model_set_search (model, "no such run");
  g_assert_cmpuint (count_rows (model), ==, 0);
  ras_run_model_set_search (model, " ");
  g_assert_false (ras_run_model_is_filtered (model));
  g_assert_cmpuint (count_rows (model), ==, 5);
}

static void
test_filters (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = make_store (folder);
  g_autoptr (RasRunModel) model = make_model (store);
  g_auto (GStrv) states = ras_run_model_list_values (model, RAS_FILTER_STATE);
  g_auto (GStrv) networks = ras_run_model_list_values (model, RAS_FILTER_NETWORK);

  g_assert_cmpuint (g_strv_length (states), ==, 3);
  g_assert_cmpuint (g_strv_length (networks), ==, 1);
  g_assert_cmpstr (networks[0], ==, "MLP");
  ras_run_model_set_filter (model, RAS_FILTER_STATE, "Finished");
  g_assert_cmpuint (ras_run_model_get_n_shown (model), ==, 3);
  ras_run_model_set_filter (model, RAS_FILTER_ERASER, "LEACE");
  g_assert_cmpuint (ras_run_model_get_n_shown (model), ==, 1);
  /* A group counts what is shown of it. */
  assert_cell (model, 0, RAS_COLUMN_STATE, "finished");
  assert_cell (model, 0, RAS_COLUMN_MDL, "3.062");
  g_assert_cmpuint (count_rows (model), ==, 1);
  ras_run_model_clear_filters (model);
  g_assert_cmpuint (ras_run_model_get_n_shown (model), ==, 5);
  assert_cell (model, 0, RAS_COLUMN_STATE, "stopped at 3 of 4");
}

static int
compare_cb (gconstpointer a, gconstpointer b, gpointer column)
{
  return ras_run_item_compare (a, b, GPOINTER_TO_UINT (column));
}

static void
test_order (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = make_store (folder);
  g_autoptr (RasRunModel) model = make_model (store);

  ras_run_model_set_grouped (model, FALSE);
  for (guint column = 0; column < RAS_N_RUN_COLUMNS; column++)
    {
      g_autoptr (GtkSorter) sorter = GTK_SORTER (
          gtk_custom_sorter_new (compare_cb, GUINT_TO_POINTER (column), NULL));

      ras_run_model_set_sorter (model, sorter);
      for (guint i = 1; i < count_rows (model); i++)
        {
          g_autoptr (RasRunItem) before = get_item (model, i - 1);
          g_autoptr (RasRunItem) after = get_item (model, i);

          g_assert_cmpint (ras_run_item_compare (before, after, column), <=, 0);
        }
      if (column == RAS_COLUMN_MDL)
        {
          assert_cell (model, 0, RAS_COLUMN_MDL, "2.641");
          assert_cell (model, 2, RAS_COLUMN_MDL, "3.062");
          assert_cell (model, 4, RAS_COLUMN_MDL, "–");
        }
      if (column == RAS_COLUMN_ERASER)
        assert_cell (model, 4, RAS_COLUMN_ERASER, "QLEACE");
    }
}

/* What was measured since goes into the row there is, and into its groups. */
static void
test_follow (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = make_store (folder);
  g_autoptr (RasRunModel) model = make_model (store);
  g_autoptr (RasRun) more = test_run_new ("leace", 2, high_bits, 3);
  g_autoptr (RasRun) fewer = test_run_new ("leace", 2, high_bits, 1);
  g_autoptr (RasRunItem) item = NULL;

  ras_run_model_set_grouped (model, FALSE);
  item = get_item (model, 1);
  g_assert_cmpstr (item->run->id, ==, more->id);
  ras_run_item_follow (item, fewer, TRUE, 0.42);
  g_assert_cmpuint (item->run->points->len, ==, 2);
  assert_cell (model, 1, RAS_COLUMN_STATE, "in training, 42 %");
  ras_run_item_follow (item, more, FALSE, -1);
  assert_cell (model, 1, RAS_COLUMN_STATE, "finished");
  assert_cell (model, 1, RAS_COLUMN_MDL, "3.062");
  assert_cell (model, 1, RAS_COLUMN_INCREASE, "+0.422");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/run-model/flat", test_flat);
  g_test_add_func ("/run-model/groups", test_groups);
  g_test_add_func ("/run-model/search", test_search);
  g_test_add_func ("/run-model/filters", test_filters);
  g_test_add_func ("/run-model/order", test_order);
  g_test_add_func ("/run-model/follow", test_follow);
  return g_test_run ();
}

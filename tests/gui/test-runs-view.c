#include "ras-mdl-view-private.h"
#include "ras-runs-view-private.h"
#include "ras-window-private.h"

#include "../stores.h"
#include "gui-events.h"
#include "ras-application.h"
#include "ras-run-store.h"
#include "ras-swatch.h"

#define MANY 2500

static char *folder;
static RasApplication *application;

/* --- A store with two experiments and many runs of none --- */

static void
fill_store (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RasStore) store = ras_run_store_open (&error);
  g_autofree char *first = test_store_add_plan (store, "First of all", "none,leace");
  g_autofree char *second = test_store_add_plan (store, "Second & last", "leace,qleace");
  const char *const erasers[] = { "none", "leace", "qleace" };

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (erasers); i++)
    for (guint seed = 1; seed <= 2; seed++)
      ras_run_free (test_store_add (store, erasers[i], seed, test_bits, 3));
}

static void
add_many (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RasStore) store = ras_run_store_open (&error);
  g_autoptr (RasPlan) plan = ras_plan_new ();
  g_autoptr (GPtrArray) configs = NULL;
  g_autofree char *id = NULL;

  ras_run_config_free (plan->common);
  plan->common = test_config_new ("none", 1000);
  g_strfreev (plan->erasers);
  plan->erasers = g_strsplit ("none", ",", -1);
  plan->seeds = MANY;
  configs = ras_plan_unfold (plan);
  id = ras_store_add_collection (store, "Many", plan, configs, "0.1.0", &error);
  g_assert_no_error (error);
}

/* --- Windows --- */

static RasWindow *
open_window (gboolean grouped)
{
  RasWindow *window = ras_window_new (ADW_APPLICATION (application));

  g_assert_null (window->runs_view); /* nothing is built before it is seen */
  gtk_window_present (GTK_WINDOW (window));
  g_object_set (window->session, "page", "runs", NULL);
  g_assert_nonnull (window->runs_view);
  gui_wait_for (ras_run_model_is_loaded (window->runs_view->model));
  g_action_group_change_action_state (G_ACTION_GROUP (window->runs_view->actions), "grouped",
                                      g_variant_new_boolean (grouped));
  gui_settle (GTK_WIDGET (window));
  return window;
}

static void
close_window (RasWindow *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_true (ras_jobs_wait (60));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static guint
count_rows (RasRunsView *view)
{
  return g_list_model_get_n_items (G_LIST_MODEL (view->selection));
}

static const char *
get_page (RasRunsView *view)
{
  return gtk_stack_get_visible_child_name (view->pages);
}

static gboolean
is_enabled (RasRunsView *view, const char *action)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (view->actions), action);
}

static void
act (RasRunsView *view, const char *action)
{
  g_assert_true (is_enabled (view, action));
  g_action_group_activate_action (G_ACTION_GROUP (view->actions), action, NULL);
}

static RasRunItem *
get_item (RasRunsView *view, guint i)
{
  g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (view->selection), i);

  return gtk_tree_list_row_get_item (row);
}

/* --- Widgets below another --- */

static guint
count_widgets (GtkWidget *widget, GType type)
{
  guint n = G_TYPE_CHECK_INSTANCE_TYPE (widget, type);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    n += count_widgets (child, type);
  return n;
}

/* The inscription with this text, or NULL. */
static GtkWidget *
find_text (GtkWidget *widget, const char *text)
{
  if (GTK_IS_INSCRIPTION (widget)
      && g_strcmp0 (gtk_inscription_get_text (GTK_INSCRIPTION (widget)), text) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_text (child, text);

      if (found)
        return found;
    }
  return NULL;
}

static void
click_text (RasRunsView *view, const char *text)
{
  GtkWidget *cell = find_text (GTK_WIDGET (view->table), text);

  g_assert_nonnull (cell);
  gui_click (cell, 20, gtk_widget_get_height (cell) / 2.0);
}

/* --- Tests --- */

static void
test_empty (void)
{
  RasWindow *window = open_window (TRUE);
  RasRunsView *view = window->runs_view;

  g_assert_cmpstr (get_page (view), ==, "empty");
  g_assert_false (gtk_widget_get_visible (view->bottom));
  g_assert_false (is_enabled (view, "delete"));
  close_window (window);
}

static void
test_search_and_filters (void)
{
  RasWindow *window = open_window (FALSE);
  RasRunsView *view = window->runs_view;

  g_assert_cmpstr (get_page (view), ==, "table");
  g_assert_cmpuint (count_rows (view), ==, 6);
  g_assert_cmpstr (gtk_label_get_text (view->count_label), ==, "6 runs");
  act (view, "find");
  gui_settle (GTK_WIDGET (window));
  gtk_editable_set_text (GTK_EDITABLE (view->search_entry), "qleace");
  gui_wait_for (count_rows (view) == 2);
  g_assert_cmpstr (gtk_label_get_text (view->count_label), ==, "2 of 6 runs");
  gtk_editable_set_text (GTK_EDITABLE (view->search_entry), "qleace nowhere");
  gui_wait_for (g_str_equal (get_page (view), "nothing"));
  act (view, "clear-filters");
  g_assert_cmpuint (count_rows (view), ==, 6);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (view->search_entry)), ==, "");

  /* All erasers, LEACE, Original, QLEACE. */
  gtk_drop_down_set_selected (view->eraser_drop_down, 1);
  g_assert_cmpuint (count_rows (view), ==, 2);
  gtk_drop_down_set_selected (view->eraser_drop_down, 0);
  g_assert_cmpuint (count_rows (view), ==, 6);
  close_window (window);
}

static void
test_sort (void)
{
  RasWindow *window = open_window (FALSE);
  RasRunsView *view = window->runs_view;
  g_autoptr (RasRunItem) first = NULL;
  g_autoptr (RasRunItem) last = NULL;

  gtk_column_view_sort_by_column (view->table, view->columns[RAS_COLUMN_ERASER],
                                  GTK_SORT_DESCENDING);
  first = get_item (view, 0);
  last = get_item (view, 5);
  g_assert_cmpstr (first->run->config->eraser, ==, "qleace");
  g_assert_cmpstr (last->run->config->eraser, ==, "none");

  /* A switch of the header's menu. */
  g_action_group_activate_action (G_ACTION_GROUP (view->actions), "column-date", NULL);
  g_assert_false (gtk_column_view_column_get_visible (view->columns[RAS_COLUMN_DATE]));
  close_window (window);
}

static void
test_selection_feeds_chart (void)
{
  RasWindow *window = open_window (FALSE);
  RasRunsView *view = window->runs_view;
  g_autofree char *command = NULL;
  g_autofree char *path = g_build_filename (folder, "selected.csv", NULL);
  g_autofree char *csv = NULL;

  click_text (view, "QLEACE");
  gui_wait_for (gtk_widget_get_visible (view->bottom));
  g_assert_cmpuint (ras_mdl_chart_get_curves (ras_chart_get_mdl (view->chart))->n_series, ==, 1);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (view->settings_stack), ==, "run");
  g_assert_cmpuint (ras_text_table_get_n_rows (view->blocks), ==, 3);
  command = ras_runs_view_make_command (view, NULL);
  g_assert_nonnull (strstr (command, "--erasers qleace"));
  g_assert_nonnull (strstr (command, "--width 128 --depth 2"));

  gtk_selection_model_select_all (view->selection);
  g_assert_cmpuint (ras_mdl_chart_get_curves (ras_chart_get_mdl (view->chart))->n_series, ==, 3);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (view->settings_stack), ==, "note");
  gtk_drop_down_set_selected (view->kind_drop_down, RAS_MDL_BARS);
  g_assert_nonnull (ras_mdl_chart_get_bars (ras_chart_get_mdl (view->chart)));
  ras_runs_view_export_to (view, path);
  gui_wait_for (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_get_contents (path, &csv, NULL, NULL));
  {
    g_auto (GStrv) lines = g_strsplit (csv, "\n", -1);

    g_assert_cmpuint (g_strv_length (lines), ==, 1 + 6 * 3 + 1);
  }

  /* F9 folds the chart away. */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-side", NULL);
  g_assert_false (gtk_widget_get_visible (view->bottom));
  close_window (window);
}

/* The button of the toast in the overlay. */
static GtkWidget *
find_button (GtkWidget *widget, const char *label)
{
  if (GTK_IS_BUTTON (widget)
      && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found)
        return found;
    }
  return NULL;
}

static void
test_delete_and_undo (void)
{
  RasWindow *window = open_window (TRUE);
  RasRunsView *view = window->runs_view;

  g_assert_cmpuint (count_rows (view), ==, 2);
  click_text (view, "First of all");
  gui_wait_for (is_enabled (view, "delete"));
  gui_key (GDK_KEY_Delete);
  gui_wait_for (count_rows (view) == 1);
  g_assert_nonnull (find_text (GTK_WIDGET (view->table), "Second & last"));
  gui_wait_for (find_button (GTK_WIDGET (window->toasts), "_Undo") != NULL);
  g_signal_emit_by_name (find_button (GTK_WIDGET (window->toasts), "_Undo"), "clicked");
  gui_wait_for (count_rows (view) == 2);
  gui_settle (GTK_WIDGET (window));
  g_assert_nonnull (find_text (GTK_WIDGET (view->table), "First of all"));
  close_window (window);
}

static void
test_menu_and_mdl (void)
{
  RasWindow *window = open_window (TRUE);
  RasRunsView *view = window->runs_view;
  g_auto (GStrv) shown = NULL;

  click_text (view, "First of all");
  gui_wait_for (is_enabled (view, "show"));
  gui_key (GDK_KEY_Menu);
  gui_wait_for (gtk_widget_get_mapped (view->context_menu));
  gui_key (GDK_KEY_Escape);
  gui_wait_for (!gtk_widget_get_mapped (view->context_menu));
  act (view, "set-up");
  g_assert_cmpstr (ras_session_get_state (window->session)->page, ==, "mdl");
  g_assert_cmpuint (ras_session_get_state (window->session)->mdl_images, ==, 2000);
  g_assert_cmpstr (ras_session_get_state (window->session)->mdl_widths, ==, "128");
  g_assert_cmpuint (g_strv_length (ras_session_get_state (window->session)->mdl_erasers), ==, 2);
  g_object_set (window->session, "page", "runs", NULL);
  act (view, "show");
  g_assert_cmpstr (ras_session_get_state (window->session)->page, ==, "mdl");
  shown = ras_history_get_selected (window->mdl_view->history);
  g_assert_cmpuint (g_strv_length (shown), ==, 1);
  close_window (window);
}

static void
test_import (void)
{
  g_autoptr (TempFolder) other_folder = temp_folder_new ();
  RasStore *other = test_store_open (other_folder, "other.db");
  g_autofree char *path = g_strdup (ras_store_get_path (other));
  RasWindow *window;

  ras_run_free (test_store_add (other, "random", 77, test_bits, 3));
  ras_store_unref (other);
  window = open_window (FALSE);
  ras_runs_view_import (window->runs_view, path);
  gui_wait_for (count_rows (window->runs_view) == 7);
  close_window (window);
}

/* Damage of one run hides that run alone. */
static void
test_damaged (void)
{
  g_autoptr (RasStore) store = ras_run_store_open (NULL);
  g_autofree char *path = g_strdup (ras_store_get_path (store));
  RasWindow *window;

  test_sql (path, "UPDATE runs SET config = '?' || config WHERE config LIKE '%random%'");
  window = open_window (FALSE);
  gui_wait_for (count_rows (window->runs_view) == 6);
  g_assert_true (gtk_widget_get_visible (window->runs_view->unreadable_box));
  test_sql (path, "UPDATE runs SET config = substr (config, 2) WHERE config LIKE '?%'");
  ras_runs_view_reload (window->runs_view);
  gui_wait_for (count_rows (window->runs_view) == 7);
  g_assert_false (gtk_widget_get_visible (window->runs_view->unreadable_box));
  close_window (window);
}

/* Widgets are made for what is in sight and a little more, not for every run. */
static void
test_many (void)
{
  RasWindow *window;
  RasRunsView *view;
  guint n_swatches;

  add_many ();
  window = open_window (FALSE);
  view = window->runs_view;
  gui_wait_for (count_rows (view) == MANY + 7);
  gui_settle (GTK_WIDGET (window));
  n_swatches = count_widgets (GTK_WIDGET (view->table), RAS_TYPE_SWATCH);
  g_assert_cmpuint (n_swatches, >, 10);
  g_assert_cmpuint (n_swatches, <, 400);
  /* So many are not drawn, and are said to be too many. */
  gtk_selection_model_select_all (view->selection);
  g_assert_null (ras_chart_get_mdl (view->chart));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (view->chart_stack), ==, "note");
  close_window (window);
}

int
main (int argc, char **argv)
{
  int result;

  folder = temp_folder_new ();
  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  gui_init (&argc, &argv);
  application = ras_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));

  g_test_add_func ("/runs-view/empty", test_empty);
  g_test_add_func ("/runs-view/fill", fill_store);
  g_test_add_func ("/runs-view/search-and-filters", test_search_and_filters);
  g_test_add_func ("/runs-view/sort", test_sort);
  g_test_add_func ("/runs-view/selection-feeds-chart", test_selection_feeds_chart);
  g_test_add_func ("/runs-view/delete-and-undo", test_delete_and_undo);
  g_test_add_func ("/runs-view/menu-and-mdl", test_menu_and_mdl);
  g_test_add_func ("/runs-view/import", test_import);
  g_test_add_func ("/runs-view/damaged", test_damaged);
  g_test_add_func ("/runs-view/many", test_many);
  result = g_test_run ();
  g_assert_true (ras_jobs_wait (60));
  g_object_unref (application);
  temp_folder_remove (folder);
  g_free (folder);
  return result;
}

#include "ras-mdl-view-private.h"
#include "ras-window-private.h"

#include <math.h>
#include <string.h>

#include "../npy-files.h"
#include "gui-events.h"
#include "ras-application.h"
#include "ras-history-row.h"
#include "ras-mdl-plan.h"

#define SIDE 6
#define D (3 * SIDE * SIDE)
#define K 3
#define N 400

static char *folder;
static RasApplication *application;

/* --- A data set whose classes differ in brightness --- */

static char *
make_data_set (const char *name, guint seed)
{
  g_autofree char *file = g_strconcat (name, ".npy", NULL);
  g_autofree char *labels_file = g_strconcat (name, ".labels.npy", NULL);
  g_autofree char *labels_path = NULL;
  g_autofree guint8 *x = g_malloc (N * D);
  g_autofree gint64 *y = g_new (gint64, N);
  GRand *random = g_rand_new_with_seed (seed);
  const gsize n = N;

  for (gsize i = 0; i < N; i++)
    {
      y[i] = i % K;
      for (gsize j = 0; j < D; j++)
        x[i * D + j] = 60 + 50 * y[i] + g_rand_int_range (random, 0, 60);
    }
  g_rand_free (random);
  labels_path = npy_file_write (folder, labels_file, "<i8", 1, &n, y, N * sizeof (gint64));
  return npy_file_write (folder, file, "|u1", 4, (const gsize[]) { N, 3, SIDE, SIDE }, x, N * D);
}

/* --- Windows --- */

static RasMdlView *
get_view (RasWindow *window)
{
  return window->mdl_view;
}

static RasWindow *
open_window (const char *location)
{
  RasWindow *window = ras_window_new (ADW_APPLICATION (application));

  gtk_window_present (GTK_WINDOW (window));
  ras_window_open (window, location);
  gui_wait_for (window->dataset != NULL);
  return window;
}

/* A budget of moments: two erasers, one seed. */
static void
choose_little (RasWindow *window, guint max_epochs)
{
  const char *const erasers[] = { "none", "leace", NULL };

  g_object_set (window->session, "mdl-erasers", erasers, "mdl-widths", "8", "mdl-depths", "1",
                "mdl-preset", RAS_MDL_CUSTOM, "mdl-images", (guint) N, "mdl-seeds", 1u,
                "mdl-max-epochs", max_epochs, "mdl-patience", max_epochs, "page", "mdl", NULL);
  gui_settle (GTK_WIDGET (window));
}

static void
close_window (RasWindow *window)
{
  gtk_window_destroy (GTK_WINDOW (window));
  g_assert_true (ras_jobs_wait (60));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
act (RasWindow *window, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), action, NULL));
}

static gboolean
is_enabled (RasWindow *window, const char *name)
{
  return g_action_group_get_action_enabled (ras_mdl_view_get_actions (get_view (window)), name);
}

static void
wait_for_state (RasWindow *window, RasBoardState state)
{
  gui_wait_for (ras_run_board_get_state (get_view (window)->board) == state);
  gui_settle (GTK_WIDGET (window));
}

static void
train (RasWindow *window)
{
  act (window, "mdl.start");
  wait_for_state (window, RAS_BOARD_FINISHED);
}

static RasHistoryRow *
get_row (RasWindow *window, int i)
{
  GtkWidget *list = gtk_widget_get_first_child (GTK_WIDGET (get_view (window)->history));

  while (list && !GTK_IS_LIST_BOX (list))
    list = GTK_IS_STACK (list) ? gtk_stack_get_child_by_name (GTK_STACK (list), "list")
                               : gtk_widget_get_first_child (list);
  return (RasHistoryRow *) gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), i);
}

static guint
count_history (RasWindow *window)
{
  const GPtrArray *collections = ras_history_get_collections (get_view (window)->history);

  return collections ? collections->len : 0;
}

static const char *
get_page (RasWindow *window)
{
  return gtk_stack_get_visible_child_name (get_view (window)->main);
}

/* --- Tests --- */

static void
test_pages (void)
{
  g_autofree char *path = make_data_set ("pages", 1);
  RasWindow *window = open_window (path);

  g_assert_cmpstr (adw_view_stack_get_visible_child_name (window->views), ==, "compare");
  g_assert_true (gtk_widget_get_visible (window->view_button));
  g_assert_false (gtk_widget_get_visible (window->mdl_export_button));
  g_action_group_activate_action (G_ACTION_GROUP (window), "page", g_variant_new_string ("mdl"));
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (window->views), ==, "mdl");
  g_assert_false (gtk_widget_get_visible (window->view_button));
  g_assert_false (gtk_widget_get_visible (window->thumbnails_button));
  g_assert_true (gtk_widget_get_visible (window->setup_button));
  gui_settle (GTK_WIDGET (window));
  g_assert_cmpstr (get_page (window), ==, "empty");

  /* F9 is about the pane of the page on show. */
  g_assert_true (adw_flap_get_reveal_flap (get_view (window)->flap));
  act (window, "win.show-side");
  g_assert_false (adw_flap_get_reveal_flap (get_view (window)->flap));
  g_assert_true (adw_flap_get_reveal_flap (window->flap));

  adw_view_stack_set_visible_child_name (window->views, "compare");
  g_assert_cmpstr (ras_session_get_state (window->session)->page, ==, "compare");
  g_object_set (window->session, "page", "no such page", NULL);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (window->views), ==, "compare");
  close_window (window);
}

/* One click: curves come, are kept, and can be read as bars and as a table. */
static void
test_start (void)
{
  g_autofree char *path = make_data_set ("start", 2);
  RasWindow *window = open_window (path);
  RasMdlView *view = get_view (window);
  GtkWidget *start = GTK_WIDGET (view->empty_button);
  guint before;

  choose_little (window, 5);
  gui_wait_for (view->looked);
  before = count_history (window);
  gui_wait_for (is_enabled (window, "start"));
  gui_click (start, gtk_widget_get_width (start) / 2.0, gtk_widget_get_height (start) / 2.0);
  wait_for_state (window, RAS_BOARD_FINISHED);
  gui_wait_for (g_str_equal (get_page (window), "chart"));
  g_assert_true (gtk_revealer_get_reveal_child (view->run_revealer));
  g_assert_cmpuint (ras_run_board_get_n_runs (view->board), ==, 2);
  g_assert_cmpuint (ras_mdl_chart_get_curves (ras_chart_get_mdl (view->chart))->n_series, ==, 2);
  gui_wait_for (count_history (window) == before + 1);
  g_assert_true (ras_history_row_get_ticked (get_row (window, 0)));

  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (view->kinds[RAS_MDL_BARS])));
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (view->kinds[RAS_MDL_WIDTHS])));
  gui_click (GTK_WIDGET (view->kinds[RAS_MDL_BARS]), 10, 10);
  gui_wait_for (ras_mdl_chart_get_bars (ras_chart_get_mdl (view->chart)) != NULL);
  g_assert_cmpstr (ras_session_get_state (window->session)->mdl_chart, ==, "bars");
  act (window, "mdl.show-table");
  g_assert_cmpstr (get_page (window), ==, "table");
  g_assert_cmpuint (ras_text_table_get_n_rows (view->table), ==, 2);
  close_window (window);
}

static void
test_export (void)
{
  const char *const endings[] = { "png", "svg", "pdf", "csv" };
  const char *const magic[] = { "\211PNG", "<?xml", "%PDF", "eraser,net," };
  g_autofree char *path = make_data_set ("export", 3);
  g_autofree char *command = NULL;
  RasWindow *window = open_window (path);

  choose_little (window, 4);
  gui_wait_for (is_enabled (window, "start"));
  g_assert_false (is_enabled (window, "export"));
  train (window);
  g_assert_true (is_enabled (window, "export"));
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat ("mdl.", endings[i], NULL);
      g_autofree char *file = g_build_filename (folder, name, NULL);
      g_autofree char *contents = NULL;

      ras_mdl_view_export_to (get_view (window), file);
      gui_wait_for (g_file_test (file, G_FILE_TEST_EXISTS));
      g_assert_true (g_file_get_contents (file, &contents, NULL, NULL));
      g_assert_cmpint (strncmp (contents, magic[i], strlen (magic[i])), ==, 0);
    }
  close_window (window);
}

/* What cannot be is said before it is started. */
static void
test_problem (void)
{
  const char *const none[] = { NULL };
  g_autofree char *path = make_data_set ("problem", 4);
  RasWindow *window = open_window (path);
  RasMdlSetup *setup = get_view (window)->setup;

  choose_little (window, 4);
  gui_wait_for (is_enabled (window, "start"));
  gui_wait_for (isfinite (ras_mdl_setup_get_seconds (setup)));
  g_assert_cmpuint (ras_mdl_setup_get_n_estimates (setup), >=, 1);
  g_object_set (window->session, "mdl-erasers", none, NULL);
  g_assert_nonnull (ras_mdl_setup_get_problem (setup));
  g_assert_false (is_enabled (window, "start"));
  choose_little (window, 4);
  g_assert_null (ras_mdl_setup_get_problem (setup));
  g_object_set (window->session, "mdl-widths", "broad", NULL);
  g_assert_nonnull (strstr (ras_mdl_setup_get_problem (setup), "broad"));
  g_object_set (window->session, "mdl-widths", "8, 16", NULL);
  g_assert_null (ras_mdl_setup_get_problem (setup));

  /* The rank goes along with Compare's until it is set here. */
  g_object_set (window->session, "rank", 5u, NULL);
  g_object_set (window->session, "mdl-rank", 2, NULL);
  g_object_set (window->session, "mdl-rank", RAS_MDL_RANK_OF_COMPARE, NULL);
  g_assert_cmpuint (ras_session_get_state (window->session)->rank, ==, 5);
  close_window (window);
}

/* Cancelled in one window, resumed in the next, which opens the data set for it. */
static void
test_resume (void)
{
  g_autofree char *first = make_data_set ("resume", 5);
  g_autofree char *second = make_data_set ("other", 6);
  RasWindow *window = open_window (first);
  RasRunBoard *board = get_view (window)->board;
  g_autofree char *collection = NULL;

  choose_little (window, 3000);
  gui_wait_for (is_enabled (window, "start"));
  act (window, "mdl.start");
  g_assert_false (is_enabled (window, "start"));
  wait_for_state (window, RAS_BOARD_TRAINING);
  act (window, "mdl.pause");
  g_assert_cmpint (ras_run_board_get_state (board), ==, RAS_BOARD_PAUSED);
  act (window, "mdl.pause");
  g_assert_cmpint (ras_run_board_get_state (board), ==, RAS_BOARD_TRAINING);
  act (window, "mdl.cancel");
  wait_for_state (window, RAS_BOARD_STOPPED);
  g_assert_true (is_enabled (window, "go-on"));
  collection = g_strdup (ras_run_board_get_collection (board));
  close_window (window);

  window = open_window (second);
  g_object_set (window->session, "page", "mdl", NULL);
  gui_wait_for (gtk_revealer_get_reveal_child (get_view (window)->resume_revealer));
  g_assert_cmpstr (get_view (window)->unfinished, ==, collection);
  act (window, "mdl.resume");
  board = get_view (window)->board;
  gui_wait_for (ras_run_board_is_training (collection));
  g_assert_cmpstr (ras_dataset_get_location (window->dataset), ==, first);
  g_assert_false (gtk_revealer_get_reveal_child (get_view (window)->resume_revealer));
  /* Closing the window in the middle is a way to end, too: what is there stays. */
  close_window (window);
  g_assert_false (ras_run_board_is_training (collection));
}

static void
test_history (void)
{
  g_autofree char *path = make_data_set ("history", 7);
  RasWindow *window = open_window (path);
  RasMdlView *view = get_view (window);
  g_autofree char *first = NULL;
  guint n;

  choose_little (window, 6);
  gui_wait_for (is_enabled (window, "start"));
  train (window);
  first = g_strdup (ras_run_board_get_collection (view->board));
  g_object_set (window->session, "mdl-widths", "12", NULL);
  train (window);
  gui_wait_for (ras_history_find (view->history, ras_run_board_get_collection (view->board)));
  n = count_history (window);
  gtk_stack_set_visible_child_name (view->pane, "history");
  gui_settle (GTK_WIDGET (window));

  /* Both together: another network makes lines of its own. */
  g_assert_cmpstr (ras_history_row_get_id (get_row (window, 1)), ==, first);
  gui_click (GTK_WIDGET (get_row (window, 1)), 14, 20);
  gui_wait_for (ras_history_row_get_ticked (get_row (window, 1)));
  gui_wait_for (ras_mdl_chart_get_curves (ras_chart_get_mdl (view->chart))->n_series == 4);

  /* A click on the row shows it alone. */
  gui_click (GTK_WIDGET (get_row (window, 1)), 100, 20);
  gui_wait_for (!ras_history_row_get_ticked (get_row (window, 0)));
  gui_wait_for (ras_mdl_chart_get_curves (ras_chart_get_mdl (view->chart))->n_series == 2);

  gtk_widget_activate_action (GTK_WIDGET (get_row (window, 1)), "row.delete", NULL);
  gui_wait_for (count_history (window) == n - 1);
  g_assert_null (ras_history_find (view->history, first));
  g_assert_cmpstr (get_page (window), ==, "empty");
  ras_history_undelete (view->history, first);
  gui_wait_for (ras_history_find (view->history, first) != NULL);
  gui_wait_for (g_str_equal (get_page (window), "chart"));
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

  g_test_add_func ("/mdl-view/pages", test_pages);
  g_test_add_func ("/mdl-view/start", test_start);
  g_test_add_func ("/mdl-view/export", test_export);
  g_test_add_func ("/mdl-view/problem", test_problem);
  g_test_add_func ("/mdl-view/resume", test_resume);
  g_test_add_func ("/mdl-view/history", test_history);
  result = g_test_run ();
  /* No thread may still compute while the libraries are unloaded. */
  g_assert_true (ras_jobs_wait (60));
  g_object_unref (application);
  temp_folder_remove (folder);
  g_free (folder);
  return result;
}

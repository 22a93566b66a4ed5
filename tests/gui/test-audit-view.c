#include "ras-audit-view-private.h"
#include "ras-window-private.h"

#include <math.h>
#include <string.h>

#include "../npy-files.h"
#include "gui-events.h"
#include "ras-application.h"

#define SIDE 6
#define D (3 * SIDE * SIDE)
#define K 3
#define N 600

static char *folder;
static RasApplication *application;

/* --- A data set whose classes differ in brightness and in contrast --- */

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
        x[i * D + j] = 100 + 4 * y[i] + g_rand_int_range (random, -20 * (1 + y[i]), 20 * (1 + y[i]));
    }
  g_rand_free (random);
  labels_path = npy_file_write (folder, labels_file, "<i8", 1, &n, y, N * sizeof (gint64));
  return npy_file_write (folder, file, "|u1", 4, (const gsize[]) { N, 3, SIDE, SIDE }, x, N * D);
}

/* --- Windows --- */

static RasWindow *
open_window (const char *location, int width, int height)
{
  RasWindow *window = ras_window_new (ADW_APPLICATION (application));

  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  ras_window_open (window, location);
  gui_wait_for (window->dataset != NULL);
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

static void
act (RasWindow *window, const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (window), action, NULL));
}

static void
show_page (RasWindow *window, const char *page)
{
  g_action_group_activate_action (G_ACTION_GROUP (window), "audit-page",
                                  g_variant_new_string (page));
  gui_settle (GTK_WIDGET (window));
}

static guint
index_of (const char *name)
{
  return ras_eraser_index (ras_eraser_find (name, NULL));
}

static const RasAuditTexts *
get_texts (RasWindow *window, const char *name)
{
  return ras_audit_table_get_texts (window->audit_view->table, index_of (name));
}

/* All fits are there, and all stages went over them. */
static void
wait_for_audit (RasWindow *window)
{
  RasAuditView *view = window->audit_view;

  gui_wait_for (view->fits[index_of ("qleace")] && view->fits[index_of ("alf-qleace")]
                && view->fits[index_of ("random")]);
  gui_wait_for (view->job == NULL && view->timer == 0 && !view->stale && view->deepest);
  gui_settle (GTK_WIDGET (window));
}

/* What the toggle shows. */
static gboolean
is_audit_on (RasWindow *window)
{
  g_autoptr (GVariant) state
      = g_action_group_get_action_state (G_ACTION_GROUP (window), "audit");

  return g_variant_get_boolean (state);
}

/* --- Tests --- */

/* Lights where the paper says so, and nowhere else. */
static void
test_table (void)
{
  g_autofree char *path = make_data_set ("table", 1);
  RasWindow *window = open_window (path, 1400, 900);
  RasAuditView *view = window->audit_view;

  wait_for_audit (window);
  g_assert_true (ras_audit_view_get_revealed (view));
  g_assert_false (get_texts (window, "none")->lit[0]);
  g_assert_true (get_texts (window, "leace")->lit[0]);
  g_assert_false (get_texts (window, "leace")->lit[1]);
  g_assert_true (get_texts (window, "oracle-leace")->lit[0]);
  g_assert_true (get_texts (window, "qleace")->lit[0]);
  g_assert_true (get_texts (window, "qleace")->lit[1]);
  g_assert_cmpstr (get_texts (window, "none")->cells[RAS_AUDIT_PSNR], ==, "∞");
  g_assert_cmpstr (gtk_label_get_text (view->chance_label), ==, "chance 33.3\u202f%");
  g_assert_cmpfloat (gtk_widget_get_opacity (view->stage_box), ==, 0);
  close_window (window);
}

/* The row of the path is that of the slider's rank, at once. */
static void
test_rank (void)
{
  g_autofree char *path = make_data_set ("rank", 2);
  RasWindow *window = open_window (path, 1400, 900);
  RasAuditView *view = window->audit_view;
  const RasEraser *alf = ras_eraser_find ("alf-qleace", NULL);
  guint length;

  wait_for_audit (window);
  length = ras_audit_get_max_rank (view->deepest, alf);
  g_assert_cmpuint (length, >, 3);
  for (guint rank = 0; rank <= length; rank += MAX (length / 5, 1))
    {
      RasAuditRow row;
      g_autofree char *expected = NULL;

      g_object_set (window->session, "rank", rank, NULL);
      g_assert_true (ras_audit_get (view->deepest, alf, RAS_SPLIT_TRAIN, rank, &row));
      expected = g_strdup_printf ("%.1f\u202f%%", 100 * row.quadratic_accuracy);
      g_assert_cmpstr (get_texts (window, "alf-qleace")->cells[RAS_AUDIT_QUADRATIC], ==, expected);
      expected = (g_free (expected), g_strdup_printf ("%u", row.rank));
      g_assert_cmpstr (get_texts (window, "alf-qleace")->cells[RAS_AUDIT_RANK], ==, expected);
    }
  close_window (window);
}

static void
test_hidden (void)
{
  g_autofree char *path = make_data_set ("hidden", 3);
  RasWindow *window = open_window (path, 1400, 900);
  RasAuditTable *table = window->audit_view->table;
  GtkWidget *row;

  wait_for_audit (window);
  row = ras_audit_table_get_row (table, index_of ("leace"));
  g_assert_true (gtk_widget_get_visible (row));
  ras_session_set_eraser_hidden (window->session, "leace", TRUE);
  g_assert_false (gtk_widget_get_visible (row));
  g_assert_true (gtk_widget_get_visible (ras_audit_table_get_row (table, index_of ("qleace"))));
  ras_session_set_eraser_hidden (window->session, "leace", FALSE);
  g_assert_true (gtk_widget_get_visible (row));
  close_window (window);
}

/* It folds up where the panels need the room, unless one insists; closed it computes nothing. */
static void
test_room (void)
{
  g_autofree char *path = make_data_set ("room", 4);
  RasWindow *window = open_window (path, 800, 600);
  RasAuditView *view = window->audit_view;

  gui_settle (GTK_WIDGET (window));
  g_assert_false (ras_audit_view_get_revealed (view));
  g_assert_true (ras_session_get_state (window->session)->audit_shown);
  g_assert_null (view->job);
  act (window, "win.audit");
  gui_wait_for (is_audit_on (window));
  g_assert_true (ras_audit_view_get_revealed (view));
  wait_for_audit (window);
  g_assert_true (get_texts (window, "leace")->lit[0]);
  act (window, "win.audit");
  gui_wait_for (!is_audit_on (window));
  g_assert_false (ras_session_get_state (window->session)->audit_shown);
  g_object_set (window->session, "audit-shown", TRUE, NULL);
  close_window (window);
}

/* Nothing is audited while a network learns, and all of it afterwards. */
static void
test_load (void)
{
  g_autofree char *path = make_data_set ("load", 5);
  RasWindow *window = open_window (path, 1400, 900);
  RasAuditView *view = window->audit_view;

  wait_for_audit (window);
  ras_audit_view_end_work (view);
  ras_audit_view_set_load (view, RAS_AUDIT_TRAINING);
  view->stale = TRUE;
  ras_audit_view_consider (view);
  g_assert_cmpuint (view->timer, ==, 0);
  g_assert_null (view->job);
  ras_audit_view_set_load (view, RAS_AUDIT_FREE);
  wait_for_audit (window);
  close_window (window);
}

/* Every row is read as a sentence. */
static void
test_accessible (void)
{
  g_autofree char *path = make_data_set ("accessible", 10);
  RasWindow *window = open_window (path, 1400, 900);

  wait_for_audit (window);
  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      GtkWidget *row = ras_audit_table_get_row (window->audit_view->table, i);
      g_autofree char *sentence = NULL;

      if (row == NULL)
        continue;
      sentence = ras_audit_text_describe (
          ras_eraser_nth (i), ras_audit_table_get_texts (window->audit_view->table, i));
      g_assert_null (gtk_test_accessible_check_property (
          GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, sentence));
    }
  close_window (window);
}

/* Why there is no table stands in its place, until another data set comes. */
static void
test_failure (void)
{
  g_autofree char *path = make_data_set ("failure", 11);
  RasWindow *window = open_window (path, 1400, 900);
  RasAuditView *view = window->audit_view;

  wait_for_audit (window);
  ras_audit_view_end_work (view);
  view->failure = g_strdup ("It does not fit.");
  ras_audit_view_refresh (view);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (view->body), ==, "message");
  g_assert_cmpstr (gtk_label_get_text (view->message_label), ==, "It does not fit.");
  act (window, "win.fit-again");
  wait_for_audit (window);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (view->body), ==, "table");
  close_window (window);
}

static void
test_plots (void)
{
  g_autofree char *path = make_data_set ("plots", 6);
  RasWindow *window = open_window (path, 1400, 900);
  RasAuditView *view = window->audit_view;
  RasCurveChart *curves;

  wait_for_audit (window);
  show_page (window, "ranks");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (view->body), ==, "ranks");
  g_assert_nonnull (view->accuracy);
  curves = ras_accuracy_chart_get_curves (view->accuracy);
  g_assert_cmpuint (curves->n_series, >=, 2);
  g_object_set (window->session, "rank", 2u, NULL);
  g_assert_cmpfloat (*curves->mark_x, ==, 2);

  show_page (window, "spectra");
  gui_wait_for (view->after->len == K && view->after->pdata[K - 1]);
  for (guint z = 0; z < K; z++)
    {
      const double *values = g_bytes_get_data (view->after->pdata[z], NULL);

      g_assert_cmpuint (g_bytes_get_size (view->before->pdata[z]), ==, D * sizeof (double));
      for (guint i = 1; i < D; i++)
        g_assert_cmpfloat (values[i], <=, values[i - 1]);
    }
  /* After QLEACE, which is offered first, all classes have the same. */
  g_assert_cmpstr (ras_fit_get_eraser (view->spectra_fit)->name, ==, "qleace");
  g_assert_cmpfloat_with_epsilon (*(const double *) g_bytes_get_data (view->after->pdata[0], NULL),
                                  *(const double *) g_bytes_get_data (view->after->pdata[2], NULL),
                                  0.05);
  gtk_drop_down_set_selected (view->eraser_drop_down, 0);
  gui_wait_for (view->spectra_fit
                && g_str_equal (ras_fit_get_eraser (view->spectra_fit)->name, "leace"));
  gui_wait_for (view->after->pdata[K - 1] != NULL);
  gtk_drop_down_set_selected (view->class_drop_down, 2);
  gui_settle (GTK_WIDGET (window));

  /* Out of sight the moments are let go. */
  show_page (window, "no such page");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (view->body), ==, "table");
  g_assert_null (view->spectra_job);
  close_window (window);
}

static void
test_export (void)
{
  static const struct
  {
    const char *page, *ending, *magic;
  } files[] = { { "table", "csv", "eraser,split,linear_accuracy," },
                { "ranks", "png", "\211PNG" },
                { "ranks", "svg", "<?xml" },
                { "spectra", "pdf", "%PDF" } };
  g_autofree char *path = make_data_set ("export", 7);
  RasWindow *window = open_window (path, 1400, 900);

  wait_for_audit (window);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autofree char *name = g_strdup_printf ("audit-%u.%s", i, files[i].ending);
      g_autofree char *file = g_build_filename (folder, name, NULL);
      g_autofree char *contents = NULL;

      show_page (window, files[i].page);
      ras_audit_view_export_to (window->audit_view, file);
      gui_wait_for (g_file_test (file, G_FILE_TEST_EXISTS));
      g_assert_true (g_file_get_contents (file, &contents, NULL, NULL));
      g_assert_cmpint (strncmp (contents, files[i].magic, strlen (files[i].magic)), ==, 0);
      if (i == 0)
        g_assert_nonnull (strstr (contents, "\nqleace,train,0.33333333333333"));
    }
  show_page (window, "table");
  close_window (window);
}

/* Another data set while the first is audited: nothing of the first is left. */
static void
test_replaced (void)
{
  g_autofree char *one = make_data_set ("one", 8);
  g_autofree char *other = make_data_set ("other", 9);
  RasWindow *window = open_window (one, 1400, 900);
  RasAuditView *view = window->audit_view;

  gui_wait_for (view->job || view->newest);
  ras_window_open (window, other);
  gui_wait_for (strstr (ras_dataset_get_location (window->dataset), "other") != NULL);
  g_assert_true (view->dataset == window->dataset);
  g_assert_null (view->newest);
  wait_for_audit (window);
  g_assert_true (get_texts (window, "qleace")->lit[1]);
  show_page (window, "spectra");
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

  g_test_add_func ("/audit-view/table", test_table);
  g_test_add_func ("/audit-view/rank", test_rank);
  g_test_add_func ("/audit-view/hidden", test_hidden);
  g_test_add_func ("/audit-view/room", test_room);
  g_test_add_func ("/audit-view/load", test_load);
  g_test_add_func ("/audit-view/accessible", test_accessible);
  g_test_add_func ("/audit-view/failure", test_failure);
  g_test_add_func ("/audit-view/plots", test_plots);
  g_test_add_func ("/audit-view/export", test_export);
  g_test_add_func ("/audit-view/replaced", test_replaced);
  result = g_test_run ();
  /* No thread may still compute while the libraries are unloaded. */
  g_assert_true (ras_jobs_wait (60));
  g_object_unref (application);
  temp_folder_remove (folder);
  g_free (folder);
  return result;
}

#include "ras-get-dialog.h"

#include "gui-events.h"
#include "ras-get-job.h"
#include "ras-get-row.h"
#include "ras-job.h"
#include "ras-window.h"
#include "sources.h"

static char *home;
static HttpServer *server;
static SmallSources small;
static GtkWindow *parent;
static char *opened;

/* --- A window and its dialog --- */

static void
open_cb (GSimpleAction *action, GVariant *parameter, gpointer unused)
{
  g_free (opened);
  opened = g_variant_dup_string (parameter, NULL);
}

static GPtrArray *
begin (void)
{
  static const GActionEntry entries[] = { { "open", open_cb, "s" } };
  g_autoptr (GSimpleActionGroup) actions = g_simple_action_group_new ();
  g_autofree char *share = g_build_filename (home, "share", NULL);
  GPtrArray *jobs = g_ptr_array_new_with_free_func (g_object_unref);

  if (g_file_test (share, G_FILE_TEST_EXISTS))
    temp_folder_remove (share);
  small_sources_serve (&small, server);
  g_clear_pointer (&opened, g_free);
  parent = gui_show (gtk_label_new ("parent"), 300, 200);
  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, 1, NULL);
  gtk_widget_insert_action_group (GTK_WIDGET (parent), "win", G_ACTION_GROUP (actions));
  g_ptr_array_add (jobs, ras_get_job_new (&small.packed));
  g_ptr_array_add (jobs, ras_get_job_new (&small.plain));
  return jobs;
}

static void
finish (GPtrArray *jobs)
{
  g_ptr_array_unref (jobs);
  gui_close (parent);
  g_assert_true (ras_jobs_wait (20));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static GtkWindow *
show_dialog (GPtrArray *jobs)
{
  GtkWindow *dialog = GTK_WINDOW (ras_get_dialog_new (parent, jobs));

  gtk_window_present (dialog);
  gui_focus (dialog);
  for (guint i = 0; i < jobs->len; i++)
    gui_wait_for (ras_get_job_get_phase (jobs->pdata[i]) != RAS_GET_LOOKING);
  gui_settle (GTK_WIDGET (dialog));
  return dialog;
}

/* --- What is in it --- */

typedef gboolean (*Predicate) (GtkWidget *widget, gconstpointer data);

static GtkWidget *
search (GtkWidget *widget, Predicate is, gconstpointer data)
{
  GtkWidget *found = is (widget, data) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child && !found;
       child = gtk_widget_get_next_sibling (child))
    found = search (child, is, data);
  return found;
}

static gboolean
is_row_of (GtkWidget *widget, gconstpointer job)
{
  return RAS_IS_GET_ROW (widget) && ras_get_row_get_job (RAS_GET_ROW (widget)) == job;
}

static gboolean
is_text_button (GtkWidget *widget, gconstpointer unused)
{
  return GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget));
}

static gboolean
is_entry (GtkWidget *widget, gconstpointer unused)
{
  return ADW_IS_ENTRY_ROW (widget);
}

static gboolean
is_undo (GtkWidget *widget, gconstpointer unused)
{
  return GTK_IS_BUTTON (widget)
         && g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), "edit-undo-symbolic") == 0;
}

static gboolean
is_bar (GtkWidget *widget, gconstpointer unused)
{
  return GTK_IS_PROGRESS_BAR (widget);
}

static gboolean
shows_text (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_LABEL (widget) && gtk_widget_is_visible (widget)
         && strstr (gtk_label_get_text (GTK_LABEL (widget)), text);
}

static GtkWidget *
row_of (GtkWindow *dialog, RasGetJob *job)
{
  GtkWidget *row = search (GTK_WIDGET (dialog), is_row_of, job);

  g_assert_nonnull (row);
  return row;
}

static GtkWidget *
button_of (GtkWindow *dialog, RasGetJob *job)
{
  return search (row_of (dialog, job), is_text_button, NULL);
}

static void
assert_button (GtkWindow *dialog, RasGetJob *job, const char *label)
{
  g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (button_of (dialog, job))), ==, label);
}

static void
assert_shown (GtkWindow *dialog, RasGetJob *job, const char *text)
{
  g_assert_nonnull (search (row_of (dialog, job), shows_text, text));
}

static void
type_address (GtkWindow *dialog, RasGetJob *job, const char *address)
{
  gtk_editable_set_text (GTK_EDITABLE (search (row_of (dialog, job), is_entry, NULL)), address);
}

static void
use_server (GtkWindow *dialog, RasGetJob *job)
{
  g_autofree char *address = http_server_address (server, "/");

  type_address (dialog, job, address);
}

/* With the mouse. It may be the dialog's end, so nothing more is waited for. */
static void
press (GtkWindow *dialog, RasGetJob *job)
{
  GtkWidget *button = button_of (dialog, job);

  gui_move (button, gtk_widget_get_width (button) / 2.0, gtk_widget_get_height (button) / 2.0);
  gui_press ();
  gui_release ();
}

/* --- Tests --- */

static void
test_get_and_open (void)
{
  GPtrArray *jobs = begin ();
  RasGetJob *job = jobs->pdata[0];
  GtkWindow *dialog = show_dialog (jobs);
  g_autofree char *expected
      = g_build_filename (home, "share/rasura/datasets/packed/cifar-10-batches-bin", NULL);

  assert_button (dialog, job, "_Get");
  assert_shown (dialog, job, "Packed set");
  assert_shown (dialog, job, "10 colour images of 32 × 32 in 2 classes");
  assert_shown (dialog, job, "None.");
  use_server (dialog, job);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  press (dialog, job);
  /* Nobody went away: it opens. */
  gui_wait_for (opened != NULL && dialog == NULL);
  g_assert_cmpstr (opened, ==, expected);
  g_assert_cmpint (ras_get_job_get_phase (job), ==, RAS_GET_READY);
  g_clear_pointer (&opened, g_free);
  /* The next time it is there. */
  dialog = show_dialog (jobs);
  assert_button (dialog, job, "_Open");
  assert_shown (dialog, job, "cifar-10-batches-bin");
  press (dialog, job);
  gui_wait_for (opened != NULL);
  g_assert_cmpstr (opened, ==, expected);
  finish (jobs);
}

static void
test_cancel_and_resume (void)
{
  HttpFile silent = { .data = small.archive, .etag = "\"a\"", .stall_after = 80000, .stalls = 1 };
  GPtrArray *jobs = begin ();
  RasGetJob *job = jobs->pdata[0];
  GtkWindow *dialog = show_dialog (jobs);
  g_autofree char *range = NULL;

  http_server_set (server, "/small.tar.gz", &silent);
  use_server (dialog, job);
  press (dialog, job);
  gui_wait_for (ras_get_job_get_fraction (job) > 0);
  assert_button (dialog, job, "_Cancel");
  g_assert_true (gtk_widget_is_visible (search (row_of (dialog, job), is_bar, NULL)));
  g_assert_false (gtk_widget_is_sensitive (search (row_of (dialog, job), is_entry, NULL)));
  /* In the silence that follows no rate is claimed any more. */
  gui_wait_for (strstr (ras_get_job_get_sentence (job), "waiting for the server") != NULL);
  g_assert_null (strstr (ras_get_job_get_sentence (job), "/s"));
  press (dialog, job);
  gui_wait_for (ras_get_job_get_phase (job) == RAS_GET_KEPT);
  assert_button (dialog, job, "_Resume");
  assert_shown (dialog, job, "are here already");
  g_assert_false (gtk_widget_is_visible (search (row_of (dialog, job), is_bar, NULL)));
  press (dialog, job);
  gui_wait_for (opened != NULL);
  range = http_server_get_header (server, http_server_count (server) - 1, "Range");
  g_assert_true (g_str_has_prefix (range, "bytes="));
  g_assert_cmpint (ras_get_job_get_phase (job), ==, RAS_GET_READY);
  finish (jobs);
}

static void
test_failure (void)
{
  HttpFile missing = { .status = 404 };
  GPtrArray *jobs = begin ();
  RasGetJob *job = jobs->pdata[0];
  GtkWindow *dialog = show_dialog (jobs);

  http_server_set (server, "/small.tar.gz", &missing);
  use_server (dialog, job);
  press (dialog, job);
  gui_wait_for (ras_get_job_get_phase (job) == RAS_GET_FAILED);
  assert_button (dialog, job, "_Try again");
  assert_shown (dialog, job, "the file has moved");
  small_sources_serve (&small, server);
  press (dialog, job);
  gui_wait_for (opened != NULL);
  finish (jobs);
}

static void
test_address (void)
{
  GPtrArray *jobs = begin ();
  RasGetJob *job = jobs->pdata[0];
  GtkWindow *dialog = show_dialog (jobs);
  GtkWidget *entry = search (row_of (dialog, job), is_entry, NULL);
  GtkWidget *undo = search (row_of (dialog, job), is_undo, NULL);

  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, small.packed.base);
  g_assert_false (gtk_widget_get_visible (undo));
  type_address (dialog, job, "https://mirror.example.org/x/");
  g_assert_cmpstr (ras_get_job_get_address (job), ==, "https://mirror.example.org/x/");
  g_assert_true (gtk_widget_get_visible (undo));
  /* What is no web address is told of, and not used. */
  type_address (dialog, job, "file:///srv/mirror");
  g_assert_true (gtk_widget_has_css_class (entry, "error"));
  g_assert_cmpstr (ras_get_job_get_address (job), ==, "https://mirror.example.org/x/");
  g_signal_emit_by_name (undo, "clicked");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, small.packed.base);
  g_assert_false (gtk_widget_has_css_class (entry, "error"));
  g_assert_null (ras_get_job_get_address (job));
  g_assert_false (gtk_widget_get_visible (undo));
  gtk_window_destroy (dialog);
  finish (jobs);
}

/* It goes on behind a closed dialog, and is not opened unasked. */
static void
test_closed (void)
{
  HttpFile silent = { .data = small.contents[0], .etag = "\"i\"", .stall_after = 80000, .stalls = 1 };
  GPtrArray *jobs = begin ();
  RasGetJob *job = jobs->pdata[1];
  GtkWindow *dialog = show_dialog (jobs);

  http_server_set (server, "/images.mat", &silent);
  use_server (dialog, job);
  press (dialog, job);
  gui_wait_for (ras_get_job_get_fraction (job) > 0);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  gui_key (GDK_KEY_Escape);
  gui_wait_for (dialog == NULL);
  g_assert_cmpint (ras_get_job_get_phase (job), ==, RAS_GET_RUNNING);
  /* Stopped and started while nobody looks, it comes to its end. */
  ras_get_job_cancel (job);
  gui_wait_for (ras_get_job_get_phase (job) == RAS_GET_KEPT);
  ras_get_job_start (job);
  gui_wait_for (ras_get_job_get_phase (job) == RAS_GET_READY);
  g_assert_null (opened);
  finish (jobs);
}

/* With one still running, the other does not take the dialog away. */
static void
test_two (void)
{
  HttpFile silent = { .data = small.archive, .stall_after = 80000, .stalls = 1 };
  GPtrArray *jobs = begin ();
  GtkWindow *dialog = show_dialog (jobs);

  http_server_set (server, "/small.tar.gz", &silent);
  for (guint i = 0; i < 2; i++)
    use_server (dialog, jobs->pdata[i]);
  press (dialog, jobs->pdata[0]);
  gui_wait_for (ras_get_job_get_fraction (jobs->pdata[0]) > 0);
  ras_get_job_start (jobs->pdata[1]);
  gui_wait_for (ras_get_job_get_phase (jobs->pdata[1]) == RAS_GET_READY);
  gui_settle (GTK_WIDGET (dialog));
  g_assert_null (opened);
  g_assert_nonnull (search (GTK_WIDGET (dialog), shows_text, "Plain-Set is here"));
  /* The end of the jobs is the end of the download. */
  gtk_window_destroy (dialog);
  finish (jobs);
}

static guint
count_dialogs (GtkWindow **dialog)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (RAS_IS_GET_DIALOG (window))
        {
          *dialog = window;
          count++;
        }
    }
  return count;
}

/* Of the program's own window: one at a time, with all there is to get. */
static void
test_window (void)
{
  GtkWindow *window = GTK_WINDOW (ras_window_new (NULL));
  GtkWindow *dialog = NULL;

  gtk_window_present (window);
  g_assert_cmpuint (count_dialogs (&dialog), ==, 0);
  for (guint i = 0; i < 2; i++)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.get-data", NULL);
  g_assert_cmpuint (count_dialogs (&dialog), ==, 1);
  for (guint i = 0; i < ras_n_sources (); i++)
    g_assert_nonnull (search (GTK_WIDGET (dialog), shows_text, ras_source_nth (i)->title));
  gui_focus (dialog);
  gtk_window_close (dialog);
  gui_wait_for (count_dialogs (&dialog) == 0);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.get-data", NULL);
  g_assert_cmpuint (count_dialogs (&dialog), ==, 1);
  /* It goes with its window. */
  gtk_window_destroy (window);
  gui_wait_for (count_dialogs (&dialog) == 0);
  g_assert_true (ras_jobs_wait (20));
}

int
main (int argc, char **argv)
{
  g_autofree char *share = NULL;
  int status;

  http_server_avoid_proxies ();
  home = temp_folder_new ();
  share = g_build_filename (home, "share", NULL);
  g_setenv ("HOME", home, TRUE);
  g_setenv ("XDG_DATA_HOME", share, TRUE);
  g_unsetenv ("TORCH_HOME");
  gui_init (&argc, &argv);
  small_sources_init (&small);
  server = http_server_new ();
  g_test_add_func ("/get-dialog/get-and-open", test_get_and_open);
  g_test_add_func ("/get-dialog/cancel-and-resume", test_cancel_and_resume);
  g_test_add_func ("/get-dialog/failure", test_failure);
  g_test_add_func ("/get-dialog/address", test_address);
  g_test_add_func ("/get-dialog/closed", test_closed);
  g_test_add_func ("/get-dialog/two", test_two);
  g_test_add_func ("/get-dialog/window", test_window);
  status = g_test_run ();
  /* No thread may still compute while the libraries are unloaded. */
  g_assert_true (ras_jobs_wait (60));
  http_server_free (server);
  small_sources_clear (&small);
  temp_folder_remove (home);
  g_free (home);
  return status;
}

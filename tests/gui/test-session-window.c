/* Session files in a real window: saving, opening again, undo by keys, and coming back. */
#include "ras-window-private.h"

#include <glib/gstdio.h>
#include <string.h>

#include "../npy-files.h"
#include "../temp-folder.h"
#include "gui-events.h"
#include "ras-application.h"
#include "ras-session-task.h"

#define SIDE 6
#define D (3 * SIDE * SIDE)
#define K 3

static char *folder;
static RasApplication *application;

/* n images of K classes that differ in brightness. */
static char *
make_data_set (const char *name, gsize n)
{
  g_autofree char *file = g_strconcat (name, ".npy", NULL);
  g_autofree char *labels_file = g_strconcat (name, ".labels.npy", NULL);
  g_autofree guint8 *x = g_malloc (n * D);
  g_autofree gint64 *y = g_new (gint64, n);
  g_autoptr (GRand) random = g_rand_new_with_seed (n);

  for (gsize i = 0; i < n; i++)
    {
      y[i] = i % K;
      for (gsize j = 0; j < D; j++)
        x[i * D + j] = 60 + 30 * y[i] + g_rand_int_range (random, 0, 40);
    }
  g_free (npy_file_write (folder, labels_file, "<i8", 1, &n, y, n * sizeof (gint64)));
  return npy_file_write (folder, file, "|u1", 4, (const gsize[]) { n, 3, SIDE, SIDE }, x, n * D);
}

static RasWindow *
open_window (const char *location)
{
  RasWindow *window = ras_window_new (ADW_APPLICATION (application));

  gtk_window_present (GTK_WINDOW (window));
  gui_focus (GTK_WINDOW (window));
  ras_window_open (window, location);
  gui_wait_for (window->dataset != NULL);
  return window;
}

static const RasSessionState *
get_state (RasWindow *window)
{
  return ras_session_get_state (window->session);
}

static void
close_window (RasWindow *window)
{
  gpointer left = window;

  /* What is being written or read keeps a window until it has told. */
  g_object_add_weak_pointer (G_OBJECT (window), &left);
  gtk_window_destroy (GTK_WINDOW (window));
  gui_wait_for (left == NULL);
  g_assert_true (ras_jobs_wait (60));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static gboolean
is_enabled (RasWindow *window, const char *name)
{
  return g_action_group_get_action_enabled (G_ACTION_GROUP (window), name);
}

static void
ctrl (guint key, gboolean shift)
{
  gui_key_down (GDK_KEY_Control_L);
  if (shift)
    gui_key_down (GDK_KEY_Shift_L);
  gui_key (key);
  if (shift)
    gui_key_up (GDK_KEY_Shift_L);
  gui_key_up (GDK_KEY_Control_L);
}

/* The dialog that is open over the window; NULL: none. */
static AdwMessageDialog *
get_dialog (RasWindow *window)
{
  g_autoptr (GList) all = gtk_window_list_toplevels ();

  for (GList *l = all; l; l = l->next)
    if (ADW_IS_MESSAGE_DIALOG (l->data) && gtk_widget_get_visible (l->data)
        && gtk_window_get_transient_for (l->data) == GTK_WINDOW (window))
      return l->data;
  return NULL;
}

static void
answer (RasWindow *window, const char *response)
{
  AdwMessageDialog *dialog = get_dialog (window);

  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
save (RasWindow *window, const char *path)
{
  ras_window_save_session_to (window, path);
  gui_wait_for (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* --- Tests --- */

static void
test_undo_keys (void)
{
  g_autofree char *path = make_data_set ("undo", 60);
  RasWindow *window = open_window (path);

  g_assert_false (is_enabled (window, "undo"));
  g_object_set (window->session, "rank", 40u, NULL);
  g_object_set (window->session, "difference", TRUE, NULL);
  gui_settle (GTK_WIDGET (window));
  ctrl (GDK_KEY_z, FALSE);
  gui_wait_for (!get_state (window)->difference);
  g_assert_cmpstr (adw_toast_get_title (window->undo_toast), ==, "Undone: difference off");
  ctrl (GDK_KEY_z, FALSE);
  gui_wait_for (get_state (window)->rank == 15);
  g_assert_cmpstr (adw_toast_get_title (window->undo_toast), ==, "Undone: rank 40 → 15");
  g_assert_false (is_enabled (window, "undo"));
  ctrl (GDK_KEY_z, TRUE);
  gui_wait_for (get_state (window)->rank == 40);
  ctrl (GDK_KEY_y, FALSE);
  gui_wait_for (get_state (window)->difference);
  g_assert_false (is_enabled (window, "redo"));
  close_window (window);
}

/* Another image by the list, and a filter that takes the image away, are a step each. */
static void
test_undo_image (void)
{
  g_autofree char *path = make_data_set ("image", 60);
  RasWindow *window = open_window (path);

  ras_thumbnails_move (window->thumbnails, 1);
  g_assert_cmpuint (get_state (window)->index, ==, 1);
  g_object_set (window->session, "class-filter", 2, NULL);
  g_assert_cmpuint (get_state (window)->index, ==, 2);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
  g_assert_cmpuint (get_state (window)->index, ==, 1);
  g_assert_cmpint (get_state (window)->class_filter, ==, RAS_ALL_CLASSES);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.redo", NULL);
  g_assert_cmpuint (get_state (window)->index, ==, 2);
  g_assert_cmpint (get_state (window)->class_filter, ==, 2);
  close_window (window);
}

/* A drag of the slider is one step, however many ranks it passes. */
static void
test_undo_drag (void)
{
  g_autofree char *path = make_data_set ("drag", 60);
  RasWindow *window = open_window (path);
  RasRankScale *scale = ras_rank_control_get_scale (window->rank_control);

  gui_wait_for (ras_rank_scale_get_max_rank (scale) >= 8);
  ras_rank_scale_choose_rank (scale, 5, FALSE);
  for (guint rank = 2; rank <= 8; rank++)
    ras_rank_scale_choose_rank (scale, rank, TRUE);
  ras_rank_scale_choose_rank (scale, 8, FALSE);
  g_assert_cmpuint (get_state (window)->rank, ==, 8);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
  g_assert_cmpuint (get_state (window)->rank, ==, 5);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.undo", NULL);
  g_assert_cmpuint (get_state (window)->rank, ==, 15);
  close_window (window);
}

static void
test_save_and_open (void)
{
  g_autofree char *path = make_data_set ("saved", 60);
  g_autofree char *other = make_data_set ("other", 63);
  g_autofree char *session = g_build_filename (folder, "saved.rasura", NULL);
  RasWindow *window = open_window (path);

  g_object_set (window->session, "index", 7u, "rank", 9u, "difference", TRUE, "gain", 8.0, "page",
                "gallery", "gallery-seed", 12u, NULL);
  save (window, session);
  /* To the same file again, without a question. */
  g_remove (session);
  g_object_set (window->session, "rank", 11u, NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.save-session", NULL);
  gui_wait_for (g_file_test (session, G_FILE_TEST_EXISTS));
  close_window (window);

  window = open_window (other);
  ras_window_open (window, session);
  gui_wait_for (get_state (window)->index == 7);
  g_assert_cmpstr (get_state (window)->location, ==, path);
  g_assert_cmpuint (get_state (window)->rank, ==, 11);
  g_assert_cmpfloat (get_state (window)->gain, ==, 8);
  g_assert_cmpuint (get_state (window)->gallery_seed, ==, 12);
  g_assert_cmpstr (get_state (window)->page, ==, "gallery");
  g_assert_true (ras_window_is_on_page (window, "gallery"));
  g_assert_false (is_enabled (window, "undo"));
  close_window (window);
}

/* A window that had nothing to show before opens one, too. */
static void
test_first (void)
{
  g_autofree char *path = make_data_set ("first", 60);
  g_autofree char *session = g_build_filename (folder, "first.rasura", NULL);
  RasWindow *window = open_window (path);

  g_object_set (window->session, "index", 5u, NULL);
  save (window, session);
  close_window (window);
  window = open_window (session);
  g_assert_cmpuint (get_state (window)->index, ==, 5);
  close_window (window);
}

static void
test_missing (void)
{
  g_autofree char *path = make_data_set ("lost", 60);
  g_autofree char *moved = g_build_filename (folder, "found.npy", NULL);
  g_autofree char *labels = g_build_filename (folder, "lost.labels.npy", NULL);
  g_autofree char *moved_labels = g_build_filename (folder, "found.labels.npy", NULL);
  g_autofree char *session = g_build_filename (folder, "lost.rasura", NULL);
  RasWindow *window = open_window (path);

  g_object_set (window->session, "index", 4u, NULL);
  save (window, session);
  g_object_set (window->session, "index", 0u, NULL);
  g_assert_cmpint (g_rename (path, moved), ==, 0);
  g_assert_cmpint (g_rename (labels, moved_labels), ==, 0);
  ras_window_open (window, session);
  gui_wait_for (get_dialog (window) != NULL);
  g_assert_nonnull (strstr (adw_message_dialog_get_heading (get_dialog (window)), "lost"));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (get_dialog (window)),
                            "60 images of 6 × 6 pixels in 3 classes"));
  g_assert_nonnull (strstr (adw_message_dialog_get_body (get_dialog (window)), path));
  g_assert_false (adw_message_dialog_has_response (get_dialog (window), "get"));
  answer (window, "cancel");
  g_assert_cmpuint (get_state (window)->index, ==, 0);
  ras_window_open (window, session);
  gui_wait_for (get_dialog (window) != NULL);
  /* As the file dialog does. */
  gtk_window_close (GTK_WINDOW (get_dialog (window)));
  gui_wait_for (get_dialog (window) == NULL);
  ras_window_open (window, session);
  gui_wait_for (get_dialog (window) != NULL);
  ras_window_load (window, moved);
  gui_wait_for (get_state (window)->index == 4);
  g_assert_cmpstr (get_state (window)->location, ==, moved);
  gtk_window_destroy (GTK_WINDOW (get_dialog (window)));
  close_window (window);
}

static void
test_different (void)
{
  g_autofree char *path = make_data_set ("changed", 90);
  g_autofree char *session = g_build_filename (folder, "changed.rasura", NULL);
  RasWindow *window = open_window (path);

  g_object_set (window->session, "index", 80u, "rank", 3u, NULL);
  save (window, session);
  g_free (make_data_set ("changed", 60));
  ras_window_open (window, session);
  gui_wait_for (get_dialog (window) != NULL);
  g_assert_nonnull (strstr (adw_message_dialog_get_body (get_dialog (window)),
                            "60 images of 6 × 6 pixels in 3 classes instead of 90 images"));
  answer (window, "cancel");
  g_assert_cmpuint (ras_dataset_get_n_images (window->dataset, RAS_SPLIT_TRAIN), ==, 90);
  g_object_set (window->session, "rank", 30u, NULL);
  ras_window_open (window, session);
  gui_wait_for (get_dialog (window) != NULL);
  answer (window, "open");
  g_assert_cmpuint (ras_dataset_get_n_images (window->dataset, RAS_SPLIT_TRAIN), ==, 60);
  g_assert_cmpuint (get_state (window)->rank, ==, 3);
  g_assert_cmpuint (get_state (window)->index, ==, 59);
  close_window (window);
}

static gboolean
is_session (const char *path)
{
  g_autoptr (RasSessionFile) file = ras_session_file_read (path, NULL);

  return file != NULL;
}

/* A file that is none leaves everything as it is. */
static void
test_damaged (void)
{
  g_autofree char *path = make_data_set ("kept", 60);
  g_autofree char *session = temp_folder_write (folder, "damaged.rasura", "{", 1);
  RasWindow *window = open_window (path);

  ras_window_open (window, session);
  ras_window_save_session_to (window, session); /* after it was read */
  g_object_set (window->session, "rank", 3u, NULL);
  gui_wait_for (is_session (session));
  g_assert_cmpstr (get_state (window)->location, ==, path);
  g_assert_cmpuint (get_state (window)->rank, ==, 3);
  close_window (window);
}

static void
test_restore (void)
{
  g_autofree char *path = make_data_set ("left", 60);
  g_autofree char *last = ras_session_dup_last_path ();
  RasWindow *window = open_window (path);

  ras_window_remember (window);
  g_object_set (window->session, "index", 9u, "rank", 21u, "rescale", TRUE, NULL);
  g_remove (last);
  close_window (window);
  gui_wait_for (g_file_test (last, G_FILE_TEST_EXISTS));

  window = ras_window_new (ADW_APPLICATION (application));
  ras_window_open_last (window);
  gui_wait_for (window->dataset != NULL);
  g_assert_cmpstr (get_state (window)->location, ==, path);
  g_assert_cmpuint (get_state (window)->index, ==, 9);
  g_assert_cmpuint (get_state (window)->rank, ==, 21);
  g_assert_true (get_state (window)->rescale);
  close_window (window);

  /* Of a data set on the command line, rank and view options. */
  window = ras_window_new (ADW_APPLICATION (application));
  ras_window_take_view (window, NULL);
  gui_wait_for (get_state (window)->rank == 21);
  g_assert_true (get_state (window)->rescale);
  g_assert_cmpuint (get_state (window)->index, ==, 0);
  close_window (window);

  /* One that is gone gives way to the built-in one, without a question. */
  g_assert_cmpint (g_remove (path), ==, 0);
  window = ras_window_new (ADW_APPLICATION (application));
  ras_window_open_last (window);
  gui_wait_for (window->dataset != NULL);
  g_assert_cmpstr (get_state (window)->location, ==, RAS_WINDOW_BUILT_IN);
  g_assert_null (get_dialog (window));
  close_window (window);
}

int
main (int argc, char **argv)
{
  int result;

  folder = g_dir_make_tmp ("rasura-XXXXXX", NULL);
  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  g_setenv ("XDG_STATE_HOME", folder, TRUE);
  gui_init (&argc, &argv);
  application = ras_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));

  g_test_add_func ("/session-window/undo-keys", test_undo_keys);
  g_test_add_func ("/session-window/undo-image", test_undo_image);
  g_test_add_func ("/session-window/undo-drag", test_undo_drag);
  g_test_add_func ("/session-window/save-and-open", test_save_and_open);
  g_test_add_func ("/session-window/first", test_first);
  g_test_add_func ("/session-window/missing", test_missing);
  g_test_add_func ("/session-window/different", test_different);
  g_test_add_func ("/session-window/damaged", test_damaged);
  g_test_add_func ("/session-window/restore", test_restore);
  result = g_test_run ();
  g_assert_true (ras_jobs_wait (60));
  g_object_unref (application);
  temp_folder_remove (folder);
  g_free (folder);
  return result;
}

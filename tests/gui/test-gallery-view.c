#include "ras-gallery-view-private.h"
#include "ras-window-private.h"

#include <glib/gstdio.h>
#include <string.h>

#include "../temp-folder.h"
#include "gui-events.h"
#include "npy.h"
#include "ras-application.h"

#define SIDE 6
#define D (3 * SIDE * SIDE)
#define K 6
#define N 240

static char *folder;
static char *location;
static RasApplication *application;

/* --- A data set whose classes differ in brightness --- */

static void
write_npy (const char *name, const char *descr, guint n_dimensions, const gsize *shape,
           gconstpointer data, gsize size)
{
  g_autoptr (GBytes) header = ras_npy_make_header (descr, n_dimensions, shape);
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_autofree char *path = NULL;

  g_byte_array_append (all, g_bytes_get_data (header, NULL), g_bytes_get_size (header));
  g_byte_array_append (all, data, size);
  path = temp_folder_write (folder, name, all->data, all->len);
}

/* The last class has two images only. */
static char *
make_data_set (void)
{
  g_autofree guint8 *x = g_malloc (N * D);
  g_autofree gint64 *y = g_new (gint64, N);
  GRand *random = g_rand_new_with_seed (3);
  const gsize n = N;

  for (gsize i = 0; i < N; i++)
    {
      y[i] = i < 2 ? K - 1 : (gint64) (i % (K - 1));
      for (gsize j = 0; j < D; j++)
        x[i * D + j] = 60 + 20 * y[i] + g_rand_int_range (random, 0, 60);
    }
  g_rand_free (random);
  write_npy ("set.labels.npy", "<i8", 1, &n, y, N * sizeof (gint64));
  write_npy ("set.npy", "|u1", 4, (const gsize[]) { N, 3, SIDE, SIDE }, x, N * D);
  return g_build_filename (folder, "set.npy", NULL);
}

/* --- Windows --- */

static RasGalleryView *
get_view (RasWindow *window)
{
  return window->gallery_view;
}

static RasGallery *
get_gallery (RasWindow *window)
{
  return ras_gallery_grid_get_gallery (get_view (window)->grid);
}

static gboolean
is_complete (RasWindow *window)
{
  RasGallery *gallery = get_gallery (window);

  for (guint c = 0; gallery && c < ras_gallery_get_n_columns (gallery); c++)
    if (!ras_gallery_is_complete (gallery, c))
      return FALSE;
  return gallery && ras_gallery_get_n_rows (gallery) > 0 && get_view (window)->map_job == NULL
         && get_view (window)->edit_job == NULL;
}

static void
wait_until_complete (RasWindow *window)
{
  gui_wait_for (is_complete (window));
  gui_settle (GTK_WIDGET (window));
}

/* A window on the gallery with all its pictures. */
static RasWindow *
open_gallery (void)
{
  RasWindow *window = ras_window_new (ADW_APPLICATION (application));

  g_object_set (window->session, "page", "gallery", NULL);
  gtk_window_present (GTK_WINDOW (window));
  ras_window_open (window, location);
  gui_wait_for (window->dataset != NULL);
  wait_until_complete (window);
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

static gsize
get_index (RasWindow *window, guint group, guint i)
{
  const RasGalleryClass *one
      = &g_array_index (get_view (window)->classes, RasGalleryClass, group);

  return g_array_index (one->indices, gsize, i);
}

static guint
find_column (RasWindow *window, const char *title)
{
  RasGallery *gallery = get_gallery (window);
  guint c = 0;

  while (strcmp (ras_gallery_get_column_title (gallery, c), title) != 0)
    g_assert_cmpuint (++c, <, ras_gallery_get_n_columns (gallery));
  return c;
}

static guint32
get_pixel (cairo_surface_t *picture)
{
  return *(const guint32 *) (const void *) cairo_image_surface_get_data (picture) & 0xffffff;
}

static gboolean
is_same_picture (cairo_surface_t *a, cairo_surface_t *b)
{
  gsize size = (gsize) cairo_image_surface_get_stride (a) * cairo_image_surface_get_height (a);

  return memcmp (cairo_image_surface_get_data (a), cairo_image_surface_get_data (b), size) == 0;
}

static const char *
get_note (RasWindow *window)
{
  return gtk_label_get_text (get_view (window)->note_label);
}

/* --- Tests --- */

/* Four classes, three images each, a column for every eraser; the pictures are those of the images,
 * and no eraser leaves them as they are. */
static void
test_fills (void)
{
  RasWindow *window = open_gallery ();
  RasGallery *gallery = get_gallery (window);
  guint original = find_column (window, "Original");

  g_assert_cmpuint (ras_gallery_get_n_groups (gallery), ==, 4);
  g_assert_cmpuint (ras_gallery_get_n_rows (gallery), ==, 12);
  g_assert_cmpuint (ras_gallery_get_n_columns (gallery), ==, ras_n_erasers ());
  for (guint g = 0; g < 4; g++)
    for (guint i = 0; i < 3; i++)
      {
        guint row = ras_gallery_get_first_row (gallery, g) + i;
        gsize index = get_index (window, g, i);
        const guint8 *x = ras_dataset_get_image (window->dataset, RAS_SPLIT_TRAIN, index);
        cairo_surface_t *picture = ras_gallery_get_picture (gallery, row, original);

        g_assert_cmpuint (get_pixel (picture), ==,
                          (guint32) x[0] << 16 | (guint32) x[SIDE * SIDE] << 8
                              | x[2 * SIDE * SIDE]);
        for (guint c = 0; c < ras_gallery_get_n_columns (gallery); c++)
          if (c != original)
            g_assert_false (
                is_same_picture (picture, ras_gallery_get_picture (gallery, row, c)));
      }
  g_assert_true (g_str_has_prefix (get_note (window), "Random training images, seed 1, rank "));
  close_window (window);
}

static void
test_reshuffle (void)
{
  RasWindow *window = open_gallery ();
  gsize before[4], changed = 0;

  for (guint g = 0; g < 4; g++)
    before[g] = get_index (window, g, 0);
  act (window, "win.reshuffle");
  wait_until_complete (window);
  for (guint g = 0; g < 4; g++)
    changed += before[g] != get_index (window, g, 0);
  g_assert_cmpuint (changed, >=, 2);
  g_assert_true (g_str_has_prefix (get_note (window), "Random training images, seed 2"));
  /* As in Compare, R alone does it. */
  gtk_widget_grab_focus (GTK_WIDGET (get_view (window)->grid));
  gui_key (GDK_KEY_r);
  wait_until_complete (window);
  g_assert_true (g_str_has_prefix (get_note (window), "Random training images, seed 3"));
  /* The same seed shows the same again. */
  g_object_set (window->session, "gallery-seed", 1u, NULL);
  wait_until_complete (window);
  for (guint g = 0; g < 4; g++)
    g_assert_cmpuint (get_index (window, g, 0), ==, before[g]);
  close_window (window);
}

/* A class that stays keeps its pictures; one with fewer images shows those. */
static void
test_choices (void)
{
  RasWindow *window = open_gallery ();
  const char *const names[] = { "class 0", "class 5", NULL };
  cairo_surface_t *kept
      = cairo_surface_reference (ras_gallery_get_picture (get_gallery (window), 0, 1));
  RasGallery *gallery;

  g_object_set (window->session, "gallery-classes", names, NULL);
  wait_until_complete (window);
  gallery = get_gallery (window);
  g_assert_cmpuint (ras_gallery_get_n_groups (gallery), ==, 2);
  g_assert_cmpstr (ras_gallery_get_group_title (gallery, 1), ==, "class 5");
  g_assert_cmpuint (ras_gallery_get_group_size (gallery, 0), ==, 3);
  g_assert_cmpuint (ras_gallery_get_group_size (gallery, 1), ==, 2);
  g_assert_true (ras_gallery_get_picture (gallery, 0, 1) == kept);
  cairo_surface_destroy (kept);
  g_assert_cmpstr (gtk_menu_button_get_label (get_view (window)->classes_button), ==,
                   "2 of 6 classes");

  gtk_spin_button_set_value (get_view (window)->per_class_spin, 5);
  wait_until_complete (window);
  g_assert_cmpuint (ras_gallery_get_group_size (get_gallery (window), 0), ==, 5);
  g_object_set (window->session, "gallery-classes", NULL, "gallery-per-class", 1u, NULL);
  wait_until_complete (window);
  g_assert_cmpuint (ras_gallery_get_n_rows (get_gallery (window)), ==, 4);
  close_window (window);
}

/* The columns are the panels of Compare, and so is the rank. */
static void
test_follows_compare (void)
{
  RasWindow *window = open_gallery ();
  guint alf = find_column (window, "ALF-QLEACE"), n = ras_n_erasers ();
  cairo_surface_t *before
      = cairo_surface_reference (ras_gallery_get_picture (get_gallery (window), 0, alf));

  g_object_set (window->session, "rank", 1u, NULL);
  wait_until_complete (window);
  gui_wait_for (strstr (get_note (window), "rank 1") != NULL);
  g_assert_false (
      is_same_picture (before, ras_gallery_get_picture (get_gallery (window), 0, alf)));
  cairo_surface_destroy (before);
  ras_session_set_eraser_hidden (window->session, "leace", TRUE);
  wait_until_complete (window);
  g_assert_cmpuint (ras_gallery_get_n_columns (get_gallery (window)), ==, n - 1);
  ras_session_set_eraser_hidden (window->session, "leace", FALSE);
  wait_until_complete (window);
  g_assert_cmpuint (ras_gallery_get_n_columns (get_gallery (window)), ==, n);
  close_window (window);
}

/* A data set without a test split says so. */
static void
test_empty (void)
{
  RasWindow *window = open_gallery ();
  g_autoptr (GPtrArray) list = NULL;

  g_object_set (window->session, "gallery-split", "test", NULL);
  gui_settle (GTK_WIDGET (window));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (get_view (window)->pages), ==, "empty");
  list = ras_gallery_view_list_exports (get_view (window));
  g_assert_cmpuint (list->len, ==, 0);
  g_object_set (window->session, "gallery-split", "train", NULL);
  wait_until_complete (window);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (get_view (window)->pages), ==, "grid");
  close_window (window);
}

/* A click opens the image in Compare, and so does Enter on what the arrows point to. */
static void
test_opens (void)
{
  RasWindow *window = open_gallery ();
  const RasSessionState *state = ras_session_get_state (window->session);
  RasGalleryGrid *grid = get_view (window)->grid;
  gsize second = get_index (window, 0, 1), first = get_index (window, 0, 0);
  guint row, column;
  double x, y;

  g_object_set (window->session, "class-filter", 4, NULL);
  gui_settle (GTK_WIDGET (window));
  ras_gallery_grid_get_cell (grid, 1, 2, &x, &y);
  gui_move (GTK_WIDGET (grid), x + 5, y + 5);
  gui_settle (GTK_WIDGET (window));
  g_assert_true (ras_gallery_grid_get_pointed (grid, &row, &column));
  g_assert_cmpuint (row, ==, 1);
  g_assert_cmpuint (column, ==, 2);
  g_assert_nonnull (strstr (gtk_label_get_text (get_view (window)->pointed_label), "class 0"));
  gui_click (GTK_WIDGET (grid), x + 5, y + 5);
  gui_wait_for (ras_window_is_on_page (window, "compare"));
  g_assert_cmpuint (state->index, ==, second);
  g_assert_cmpint (state->class_filter, ==, RAS_ALL_CLASSES);

  g_object_set (window->session, "page", "gallery", NULL);
  wait_until_complete (window);
  gtk_widget_grab_focus (GTK_WIDGET (grid));
  gui_key (GDK_KEY_Home);
  gui_settle (GTK_WIDGET (window));
  g_assert_true (ras_gallery_grid_get_pointed (grid, &row, &column));
  g_assert_cmpuint (row, ==, 0);
  gui_key (GDK_KEY_Right);
  gui_key (GDK_KEY_Down);
  gui_key (GDK_KEY_Up);
  gui_settle (GTK_WIDGET (window));
  g_assert_true (ras_gallery_grid_get_pointed (grid, &row, &column));
  g_assert_cmpuint (row, ==, 0);
  g_assert_cmpuint (column, ==, 1);
  gui_key (GDK_KEY_Return);
  gui_wait_for (ras_window_is_on_page (window, "compare"));
  g_assert_cmpuint (state->index, ==, first);
  close_window (window);
}

/* The last row scrolls into sight, below titles that stay. */
static void
test_scrolls (void)
{
  RasWindow *window = open_gallery ();
  RasGalleryGrid *grid = get_view (window)->grid;
  double x, y;

  ras_gallery_grid_get_cell (grid, 11, 0, &x, &y);
  g_assert_cmpfloat (y, >, gtk_widget_get_height (GTK_WIDGET (grid)));
  gtk_widget_grab_focus (GTK_WIDGET (grid));
  gui_key (GDK_KEY_End);
  gui_settle (GTK_WIDGET (window));
  ras_gallery_grid_get_cell (grid, 11, 0, &x, &y);
  g_assert_cmpfloat (y + SIDE * ras_gallery_grid_get_scale (grid), <=,
                     gtk_widget_get_height (GTK_WIDGET (grid)));
  gui_key (GDK_KEY_Home);
  gui_settle (GTK_WIDGET (window));
  ras_gallery_grid_get_cell (grid, 0, 0, &x, &y);
  g_assert_cmpfloat (y, <, 60);
  close_window (window);
}

static void
test_export (void)
{
  RasWindow *window = open_gallery ();
  g_autofree char *path = g_build_filename (folder, "gallery.svg", NULL);
  g_autofree char *text = NULL;

  ras_gallery_view_export_to (get_view (window), path);
  gui_wait_for (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "rasura-cli gallery "));
  g_assert_nonnull (strstr (text, "--gallery-seed 1 --split train --erasers none,leace,"));
  close_window (window);
}

/* Nothing runs on another page, and what was there is there afterwards. */
static void
test_rests (void)
{
  RasWindow *window = open_gallery ();

  act (window, "win.reshuffle");
  g_object_set (window->session, "page", "compare", NULL);
  gui_settle (GTK_WIDGET (window));
  g_assert_null (get_view (window)->map_job);
  g_assert_null (get_view (window)->edit_job);
  g_object_set (window->session, "page", "gallery", NULL);
  wait_until_complete (window);
  g_assert_true (g_str_has_prefix (get_note (window), "Random training images, seed 2"));
  close_window (window);
}

/* Editing can be stopped and goes on when it is wanted. */
static void
test_stops (void)
{
  RasWindow *window = open_gallery ();
  RasGalleryView *view = get_view (window);
  guint gradient = find_column (window, "Gradient-based");

  g_object_set (window->session, "gallery-per-class", 4u, NULL);
  gui_wait_for (view->edit_job != NULL);
  g_signal_emit_by_name (view->edit_button, "clicked");
  g_assert_null (view->edit_job);
  gui_wait_for (view->map_job == NULL);
  g_assert_null (ras_gallery_get_picture (get_gallery (window), 12, gradient));
  g_assert_cmpstr (ras_gallery_get_message (get_gallery (window), 3, gradient), ==, "Stopped");
  g_assert_true (gtk_widget_get_visible (view->edit_box));
  g_signal_emit_by_name (view->edit_button, "clicked");
  wait_until_complete (window);
  g_assert_false (gtk_widget_get_visible (view->edit_box));
  close_window (window);
}

int
main (int argc, char **argv)
{
  g_autoptr (TempFolder) temp = temp_folder_new ();
  g_autofree char *cache = g_build_filename (temp, "cache", NULL);
  g_autofree char *data = g_build_filename (temp, "data", NULL);
  g_autofree char *set = NULL;
  int status;

  /* Before anything asks where they are. */
  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  g_setenv ("XDG_DATA_HOME", data, TRUE);
  gui_init (&argc, &argv);
  folder = temp;
  set = location = make_data_set ();
  application = ras_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_test_add_func ("/gallery-view/fills", test_fills);
  g_test_add_func ("/gallery-view/reshuffle", test_reshuffle);
  g_test_add_func ("/gallery-view/choices", test_choices);
  g_test_add_func ("/gallery-view/follows-compare", test_follows_compare);
  g_test_add_func ("/gallery-view/empty", test_empty);
  g_test_add_func ("/gallery-view/opens", test_opens);
  g_test_add_func ("/gallery-view/scrolls", test_scrolls);
  g_test_add_func ("/gallery-view/export", test_export);
  g_test_add_func ("/gallery-view/rests", test_rests);
  g_test_add_func ("/gallery-view/stops", test_stops);
  status = g_test_run ();
  /* No thread may still compute while the libraries are unloaded. */
  g_assert_true (ras_jobs_wait (60));
  g_object_unref (application);
  return status;
}

/* The panels that compute for themselves: images edited live, and the image as another class. */
#include "ras-window-private.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "class-transport.h"
#include "edit.h"
#include "../temp-folder.h"
#include "gui-events.h"
#include "memory.h"
#include "npy.h"
#include "ras-application.h"

#define SIDE 8
#define D (3 * SIDE * SIDE)
#define K 3
#define N 150

static char *folder;
static RasApplication *application;

/* --- A window --- */

static void
write_npy (const char *name, const char *descr, guint n_dimensions, const gsize *shape,
           gconstpointer data, gsize size)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GBytes) header = ras_npy_make_header (descr, n_dimensions, shape);
  g_autoptr (GByteArray) all = g_byte_array_new ();

  g_byte_array_append (all, g_bytes_get_data (header, NULL), g_bytes_get_size (header));
  g_byte_array_append (all, data, size);
  g_assert_true (g_file_set_contents (path, (const char *) all->data, all->len, NULL));
}

/* N images; image i is of class i mod K, which its brightness and its stripes tell. */
static char *
make_data_set (void)
{
  g_autofree guint8 *x = g_malloc (N * D);
  g_autofree gint64 *y = g_new (gint64, N);
  GRand *random = g_rand_new_with_seed (1);

  for (gsize i = 0; i < N; i++)
    {
      y[i] = i % K;
      for (gsize j = 0; j < D; j++)
        x[i * D + j] = 70 + 25 * y[i] + g_rand_int_range (random, 0, 30 + 30 * (j % K == (gsize) y[i]));
    }
  g_rand_free (random);
  write_npy ("set.npy", "|u1", 4, (const gsize[]) { N, 3, SIDE, SIDE }, x, N * D);
  write_npy ("set.labels.npy", "<i8", 1, (const gsize[]) { N }, y, N * sizeof (gint64));
  return g_build_filename (folder, "set.npy", NULL);
}

static RasPlace *
place (RasWindow *window, const char *name)
{
  return ras_window_get_place (window, ras_eraser_find (name, NULL));
}

static gboolean
is_done (RasWindow *window)
{
  g_autofree char *text = ras_window_describe_edit (window);

  return text != NULL;
}

static gboolean
is_running (RasWindow *window)
{
  return g_action_get_enabled (g_action_map_lookup_action (G_ACTION_MAP (window), "stop-edit"));
}

static RasWindow *
open_window (guint images, guint iterations)
{
  g_autofree char *path = make_data_set ();
  RasWindow *window = ras_window_new (ADW_APPLICATION (application));

  g_object_set (window->session, "gradient-images", images, "gradient-iterations", iterations, NULL);
  gtk_window_present (GTK_WINDOW (window));
  ras_window_open (window, path);
  return window;
}

/* With the window goes all of it that computes: no job begins afterwards. */
static void
close_window (RasWindow *window)
{
  GtkWidget *parts[] = { GTK_WIDGET (window), GTK_WIDGET (window->flap),
                         GTK_WIDGET (window->audit_view), GTK_WIDGET (window->gallery_view),
                         GTK_WIDGET (window->mdl_view) };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_object_add_weak_pointer (G_OBJECT (parts[i]), (gpointer *) &parts[i]);
  gtk_window_destroy (GTK_WINDOW (window));
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    g_assert_null (parts[i]);
  g_assert_true (ras_jobs_wait (60));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static double
distance (GBytes *a, const double *b)
{
  const double *values = g_bytes_get_data (a, NULL);
  double largest = 0;

  for (gsize i = 0; i < D; i++)
    largest = fmax (largest, fabs (values[i] - b[i]));
  return largest;
}

/* --- Editing --- */

/* The picture on show is what editing those images comes to, to the last digit. */
static void
assert_edited (RasWindow *window, guint images, guint iterations)
{
  RasEditRecipe recipe = ras_edit_recipe (SIDE, SIDE);
  RasPlace *gradient = place (window, "gradient");
  gsize n;
  RAS_BIG float *x = ras_edit_gather (window->dataset, ras_window_get_label (window),
                                      g_bytes_get_data (window->original, NULL), 1, images, 1, &n,
                                      NULL);
  double y[D];

  recipe.iterations = iterations;
  g_assert_true (ras_edit_images (gradient->fit, &recipe, x, n, NULL, NULL, NULL));
  for (gsize i = 0; i < D; i++)
    y[i] = x[i];
  g_assert_cmpfloat (distance (gradient->erased, y), ==, 0);
}

/* It begins by itself, the picture moves, the loss is told, and at the end distance and PSNR. */
static void
test_edit (void)
{
  RasWindow *window = open_window (40, 400);
  RasPlace *gradient = place (window, "gradient");
  g_autoptr (GBytes) early = NULL;
  g_autofree char *told = NULL;
  g_autofree char *run = NULL;

  gui_wait_for (gradient->erased && is_running (window));
  early = g_bytes_ref (gradient->erased);
  told = g_strdup (gradient->details[0]);
  g_assert_cmpint (ras_panel_get_state (gradient->panel), ==, RAS_PANEL_READY);
  g_assert_true (g_str_has_prefix (told, "iteration "));
  g_assert_nonnull (strstr (told, " of 400 · loss 0."));
  for (guint i = 0; i < ras_n_erasers (); i++)
    g_assert_true (ras_place_is_original (&window->places[i]) || window->places[i].fit);

  gui_wait_for (is_done (window));
  g_assert_false (is_running (window));
  g_assert_cmpfloat (distance (early, g_bytes_get_data (gradient->erased, NULL)), >, 1e-3);
  assert_edited (window, 40, 400);
  g_assert_true (g_str_has_prefix (gradient->details[0], "distance "));
  g_assert_true (g_str_has_prefix (gradient->details[1], "PSNR "));
  run = ras_window_describe_edit (window);
  g_assert_true (g_str_has_prefix (run, "40 images, "));
  g_assert_nonnull (strstr (run, "Covariance off by "));
  g_assert_nonnull (strstr (run, "Loss "));
  close_window (window);
}

/* What was stopped stays, and says so; then once more, with other choices. */
static void
test_stop (void)
{
  RasWindow *window = open_window (0, 100000);
  RasPlace *gradient = place (window, "gradient");
  g_autofree char *run = NULL;
  guint iterations;

  gui_wait_for (gradient->erased && is_running (window));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.stop-edit", NULL);
  gui_wait_for (is_done (window));
  run = ras_window_describe_edit (window);
  g_assert_true (g_str_has_prefix (run, "50 images, stopped after "));
  g_assert_nonnull (gradient->erased);
  g_assert_cmpint (ras_panel_get_state (gradient->panel), ==, RAS_PANEL_READY);
  iterations = ras_window_get_edit_iterations (window);
  g_assert_cmpuint (iterations, <, 100000);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.edit-again", NULL);
  g_assert_false (is_done (window));
  gui_wait_for (is_running (window));
  g_object_set (window->session, "gradient-iterations", 10u, "gradient-images", 20u, NULL);
  g_assert_false (is_running (window));
  gui_wait_for (is_done (window));
  g_assert_cmpuint (ras_window_get_edit_iterations (window), ==, 10);
  assert_edited (window, 20, 10);
  close_window (window);
}

/* Images that were edited together are there at once; others are edited in their turn, and then
 * come the first ones again anew. */
static void
test_browse (void)
{
  RasWindow *window = open_window (0, 10);
  RasPlace *gradient = place (window, "gradient");
  g_autoptr (GBytes) first = NULL;

  gui_wait_for (is_done (window));
  first = g_bytes_ref (gradient->erased);
  g_object_set (window->session, "index", (guint) K, NULL);
  g_assert_true (is_done (window));
  g_assert_cmpfloat (distance (gradient->erased, g_bytes_get_data (first, NULL)), >, 0.01);
  g_assert_true (g_str_has_prefix (gradient->details[0], "distance "));

  g_object_set (window->session, "index", 1u, NULL);
  g_assert_false (is_done (window));
  g_assert_null (gradient->erased);
  g_object_set (window->session, "index", 0u, NULL);
  g_assert_true (is_done (window));
  g_assert_cmpfloat (distance (gradient->erased, g_bytes_get_data (first, NULL)), ==, 0);

  g_object_set (window->session, "index", 1u, NULL);
  gui_wait_for (is_done (window));
  assert_edited (window, 0, 10);
  g_object_set (window->session, "index", 0u, NULL);
  g_assert_false (is_done (window));
  close_window (window);
}

/* Out of sight nothing is computed; back in sight it is. */
static void
test_hidden (void)
{
  RasWindow *window = open_window (0, 100000);
  RasPlace *gradient = place (window, "gradient");

  gui_wait_for (gradient->erased && is_running (window));
  ras_session_set_eraser_hidden (window->session, "gradient", TRUE);
  g_assert_false (is_running (window));
  g_assert_null (gradient->erased);
  g_assert_true (ras_jobs_wait (0) || window->fit_job);
  ras_session_set_eraser_hidden (window->session, "gradient", FALSE);
  gui_wait_for (is_running (window));
  /* On another page a run goes on, but none begins. */
  g_object_set (window->session, "page", "mdl", NULL);
  g_assert_true (is_running (window));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.edit-again", NULL);
  g_assert_false (is_running (window));
  g_object_set (window->session, "page", "compare", "gradient-iterations", 3u, NULL);
  gui_wait_for (is_done (window));
  close_window (window);
}

static char *
make_picture (void)
{
  char *path = g_build_filename (folder, "mine.png", NULL);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 16, 16);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 0.3, 0.5, 0.4);
  cairo_paint (cr);
  cairo_destroy (cr);
  g_assert_cmpint (cairo_surface_write_to_png (surface, path), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
  return path;
}

/* --- Both: one's own picture, the command, the exported figure --- */

static void
test_own_picture (void)
{
  RasWindow *window = open_window (20, 5);
  RasPlace *gradient = place (window, "gradient");
  RasPlace *transport = ras_window_get_transport_place (window);
  g_autofree char *mine = make_picture ();

  g_object_set (window->session, "transport", TRUE, NULL);
  gui_wait_for (is_done (window) && transport->erased);
  ras_window_open (window, mine);
  gui_wait_for (ras_window_is_own_picture (window));
  g_assert_cmpint (ras_panel_get_state (gradient->panel), ==, RAS_PANEL_PENDING);
  g_assert_cmpint (ras_panel_get_state (transport->panel), ==, RAS_PANEL_PENDING);
  g_assert_null (transport->erased);
  g_assert_false (is_running (window));

  g_object_set (window->session, "own-class", 1, NULL);
  gui_wait_for (is_done (window) && transport->erased);
  assert_edited (window, 20, 5);
  g_assert_cmpint (ras_window_get_transport_class (window), ==, 2);
  close_window (window);
}

static void
text_cb (GObject *source, GAsyncResult *result, gpointer text)
{
  *(char **) text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
test_export (void)
{
  RasWindow *window = open_window (0, 7);
  g_autofree char *file = g_build_filename (folder, "figure.svg", NULL);
  g_autofree char *contents = NULL;
  g_autofree char *text = NULL;

  gui_wait_for (is_done (window));
  g_object_set (window->session, "transport", TRUE, "transport-class", 2, NULL);
  gui_wait_for (ras_window_get_transport_place (window)->erased != NULL);
  ras_window_export_to (window, file);
  gui_wait_for (g_file_test (file, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_get_contents (file, &contents, NULL, NULL));
  g_assert_cmpint (strncmp (contents, "<?xml", 5), ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.copy-command", NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (window)), NULL, text_cb,
                                 &text);
  gui_wait_for (text != NULL);
  g_assert_nonnull (strstr (text, ",gradient,"));
  g_assert_nonnull (strstr (text, " --images all --iterations 7 --transport 'class 2' "));
  close_window (window);
}

/* --- Another class --- */

static void
assert_transported (RasWindow *window, guint to)
{
  RasPlace *transport = ras_window_get_transport_place (window);
  g_autoptr (RasClassTransport) way = NULL;
  double y[D];

  gui_wait_for (transport->erased != NULL);
  way = ras_class_transport_new (place (window, "qleace")->fit, to, NULL);
  ras_class_transport_apply (way, g_bytes_get_data (window->original, NULL),
                             ras_window_get_label (window), y);
  g_assert_cmpfloat (distance (transport->erased, y), ==, 0);
  g_assert_cmpint (ras_panel_get_state (transport->panel), ==, RAS_PANEL_READY);
}

static void
test_transport (void)
{
  RasWindow *window = open_window (20, 2);
  RasPlace *transport = ras_window_get_transport_place (window);
  GtkWidget *panel = GTK_WIDGET (transport->panel);

  g_assert_false (gtk_widget_get_visible (panel));
  g_action_group_activate_action (G_ACTION_GROUP (window), "transport", NULL);
  g_assert_true (ras_session_get_state (window->session)->transport);
  g_assert_true (gtk_widget_get_visible (panel));
  assert_transported (window, 1);
  g_assert_true (g_str_has_prefix (transport->details[0], "distance "));
  /* It stands beside QLEACE. */
  g_assert_true (gtk_widget_get_prev_sibling (panel) == GTK_WIDGET (place (window, "qleace")->panel));

  g_object_set (window->session, "index", 1u, NULL);
  assert_transported (window, 2);
  g_assert_cmpstr (ras_panel_get_title (transport->panel), ==, "As “class 2”");
  g_object_set (window->session, "transport-class", 0, NULL);
  assert_transported (window, 0);
  g_assert_cmpstr (ras_panel_get_title (transport->panel), ==, "As “class 0”");
  g_object_set (window->session, "index", 3u, NULL);
  assert_transported (window, 0);
  g_assert_cmpstr (transport->details[1], ==, "the same picture");
  g_object_set (window->session, "transport", FALSE, NULL);
  g_assert_false (gtk_widget_get_visible (panel));
  g_assert_null (transport->erased);
  close_window (window);
}

/* Fits come anew: neither panel keeps anything of the old ones. */
static void
test_fit_again (void)
{
  RasWindow *window = open_window (20, 2);
  RasPlace *transport = ras_window_get_transport_place (window);

  g_object_set (window->session, "transport", TRUE, NULL);
  gui_wait_for (is_done (window) && transport->erased);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.fit-again", NULL);
  g_assert_false (is_done (window));
  g_assert_null (transport->erased);
  gui_wait_for (is_done (window));
  assert_transported (window, 1);
  assert_edited (window, 20, 2);
  close_window (window);
}

int
main (int argc, char **argv)
{
  int result;

  folder = g_dir_make_tmp ("rasura-XXXXXX", NULL);
  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  gui_init (&argc, &argv);
  application = ras_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));

  g_test_add_func ("/live-panels/edit", test_edit);
  g_test_add_func ("/live-panels/stop", test_stop);
  g_test_add_func ("/live-panels/browse", test_browse);
  g_test_add_func ("/live-panels/hidden", test_hidden);
  g_test_add_func ("/live-panels/own-picture", test_own_picture);
  g_test_add_func ("/live-panels/export", test_export);
  g_test_add_func ("/live-panels/transport", test_transport);
  g_test_add_func ("/live-panels/fit-again", test_fit_again);
  result = g_test_run ();
  /* No thread may still compute while the libraries are unloaded. */
  g_assert_true (ras_jobs_wait (60));
  g_object_unref (application);
  temp_folder_remove (folder);
  g_free (folder);
  return result;
}

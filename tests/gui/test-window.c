#include "ras-window-private.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#include "../temp-folder.h"
#include "gui-events.h"
#include "npy.h"
#include "ras-application.h"
#include "ras-load-job.h"
#include "ras-settings.h"
#include "ras-rank-scale-private.h"
#include "ras-thumbnails.h"

#define SIDE 6
#define D (3 * SIDE * SIDE)
#define K 3

static char *folder;
static RasApplication *application;

/* --- Data sets --- */

static void
write_npy (const char *path, const char *descr, guint n_dimensions, const gsize *shape,
           gconstpointer data, gsize size)
{
  g_autoptr (GBytes) header = ras_npy_make_header (descr, n_dimensions, shape);
  g_autoptr (GByteArray) all = g_byte_array_new ();

  g_byte_array_append (all, g_bytes_get_data (header, NULL), g_bytes_get_size (header));
  g_byte_array_append (all, data, size);
  g_assert_true (g_file_set_contents (path, (const char *) all->data, all->len, NULL));
}

/* n images of K unequal classes whose brightness and contrast tell the class. */
static char *
make_data_set (const char *name, gsize n, guint seed)
{
  g_autofree char *file = g_strconcat (name, ".npy", NULL);
  g_autofree char *labels_file = g_strconcat (name, ".labels.npy", NULL);
  char *path = g_build_filename (folder, file, NULL);
  g_autofree char *labels_path = g_build_filename (folder, labels_file, NULL);
  g_autofree guint8 *x = g_malloc (n * D);
  g_autofree gint64 *y = g_new (gint64, n);
  GRand *random = g_rand_new_with_seed (seed);

  for (gsize i = 0; i < n; i++)
    {
      y[i] = i % 4 % K;
      for (gsize j = 0; j < D; j++)
        x[i * D + j] = 60 + 30 * y[i] + g_rand_int_range (random, 0, 40 + 20 * (j % K == (gsize) y[i]));
    }
  g_rand_free (random);
  write_npy (path, "|u1", 4, (const gsize[]) { n, 3, SIDE, SIDE }, x, n * D);
  write_npy (labels_path, "<i8", 1, &n, y, n * sizeof (gint64));
  return path;
}

static char *
make_picture (void)
{
  char *path = g_build_filename (folder, "mine.png", NULL);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 40, 30);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 0, 0);
  cairo_paint (cr);
  cairo_destroy (cr);
  g_assert_cmpint (cairo_surface_write_to_png (surface, path), ==, CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
  return path;
}

/* --- Windows --- */

#define wait_until(condition) \
  G_STMT_START \
  { \
    while (!(condition)) \
      g_main_context_iteration (NULL, TRUE); \
  } \
  G_STMT_END

static RasPlace *
place (RasWindow *window, const char *name)
{
  const RasEraser *eraser = ras_eraser_find (name, NULL);

  g_assert_nonnull (eraser);
  return &window->places[ras_eraser_index (eraser)];
}

static gboolean
all_settled (RasWindow *window)
{
  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      RasPlace *p = &window->places[i];

      if (p->eraser->fit && !p->eraser->edits && (!p->settled || (p->fit && !p->erased)))
        return FALSE;
    }
  return TRUE;
}

static RasWindow *
open_window (const char *location)
{
  RasWindow *window = ras_window_new (ADW_APPLICATION (application));

  gtk_window_present (GTK_WINDOW (window));
  ras_window_open (window, location);
  return window;
}

static RasWindow *
open_and_wait (const char *location)
{
  RasWindow *window = open_window (location);

  wait_until (window->dataset && all_settled (window));
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

static const double *
picture (RasPlace *p)
{
  return g_bytes_get_data (p->erased, NULL);
}

static double
distance (const double *a, const double *b)
{
  double largest = 0;

  for (gsize i = 0; i < D; i++)
    largest = fmax (largest, fabs (a[i] - b[i]));
  return largest;
}

static void
assert_applied (RasWindow *window, RasPlace *p)
{
  const RasSessionState *state = ras_session_get_state (window->session);
  RasApplyOptions options = { state->rank, state->recentred };
  guint16 label = ras_window_get_label (window);
  double y[D];

  ras_fit_apply (p->fit, &options, g_bytes_get_data (window->original, NULL), &label, 1, y);
  g_assert_cmpfloat (distance (y, picture (p)), <, 1e-12);
}

/* Pictures of the present image and rank are on show everywhere. */
static gboolean
is_up_to_date (RasWindow *window)
{
  guint rank = ras_session_get_state (window->session)->rank;

  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      RasPlace *p = &window->places[i];

      if (p->erased == NULL && !p->eraser->edits
          && !(p->eraser->needs_label && ras_window_get_label (window) < 0))
        return FALSE;
      if (p->eraser->has_path && p->rank != MIN (rank, ras_fit_get_path_length (p->fit)))
        return FALSE;
    }
  return TRUE;
}

/* --- Tests --- */

static void
test_open (void)
{
  g_autofree char *path = make_data_set ("open", 160, 1);
  RasWindow *window = open_and_wait (path);
  const guint8 *bytes = ras_dataset_get_image (window->dataset, RAS_SPLIT_TRAIN, 0);
  RasRankScale *scale = ras_rank_control_get_scale (window->rank_control);

  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      RasPlace *p = &window->places[i];

      g_assert_null (p->failure);
      wait_until (ras_panel_get_state (p->panel) == RAS_PANEL_READY);
      if (p->fit && !p->eraser->edits)
        assert_applied (window, p);
    }
  for (gsize j = 0; j < D; j++)
    g_assert_cmpfloat (picture (place (window, "none"))[j], ==, bytes[j] / 255.0);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (window->pages), ==, "figure");
  /* Later than the pictures: the path grows on, and the slider and the random one with it. */
  wait_until (ras_rank_scale_get_target_rank (scale, 2) >= 0);
  g_assert_cmpuint (ras_rank_scale_get_max_rank (scale), ==,
                    ras_fit_get_path_length (place (window, "alf-qleace")->fit));
  g_assert_cmpuint (ras_fit_get_path_length (place (window, "random")->fit), >=,
                    ras_rank_scale_get_max_rank (scale));
  close_window (window);
}

static void
test_rank (void)
{
  g_autofree char *path = make_data_set ("rank", 160, 2);
  RasWindow *window = open_and_wait (path);
  RasRankScale *scale = ras_rank_control_get_scale (window->rank_control);

  for (guint rank = 0; rank < 8; rank += 3)
    {
      ras_rank_scale_choose_rank (scale, rank, FALSE);
      g_assert_cmpuint (ras_session_get_state (window->session)->rank, ==, rank);
      wait_until (is_up_to_date (window));
      assert_applied (window, place (window, "alf-qleace"));
      assert_applied (window, place (window, "random"));
      g_assert_cmpint (distance (picture (place (window, "alf-qleace")),
                                 picture (place (window, "leace"))) < 1e-9,
                       ==, rank == 0);
    }
  g_object_set (window->session, "rank", 2u, "recentred", FALSE, NULL);
  g_assert_cmpuint (ras_rank_control_get_rank (window->rank_control), ==, 2);
  wait_until (is_up_to_date (window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  assert_applied (window, place (window, "alf-qleace"));
  close_window (window);
}

static void
test_filter_and_another (void)
{
  g_autofree char *path = make_data_set ("filter", 160, 3);
  RasWindow *window = open_and_wait (path);
  const RasSessionState *state = ras_session_get_state (window->session);
  guint seen[160] = { 0 }, n_seen = 0;

  g_object_set (window->session, "class-filter", 1, NULL);
  g_assert_cmpuint (ras_thumbnails_get_n_images (window->thumbnails), ==,
                    ras_dataset_get_class_count (window->dataset, RAS_SPLIT_TRAIN, 1));
  for (int i = 0; i < 200; i++)
    {
      guint before = state->index;

      g_assert_cmpuint (ras_dataset_get_label (window->dataset, RAS_SPLIT_TRAIN, state->index), ==,
                        1);
      n_seen += seen[state->index]++ == 0;
      gtk_widget_activate_action (GTK_WIDGET (window), "win.another", NULL);
      g_assert_cmpuint (state->index, !=, before);
    }
  g_assert_cmpuint (n_seen, >, 20);
  wait_until (is_up_to_date (window));
  assert_applied (window, place (window, "qleace"));

  /* A step among those of the class; at the end it stays. */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.previous-image", NULL);
  g_object_set (window->session, "index", 1u, NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.next-image", NULL);
  g_assert_cmpuint (state->index, ==, 5);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.previous-image", NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.previous-image", NULL);
  g_assert_cmpuint (state->index, ==, 1);

  /* There are no test images: nothing is chosen and nothing breaks. */
  g_object_set (window->session, "split", "test", NULL);
  g_assert_cmpuint (ras_thumbnails_get_n_images (window->thumbnails), ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.another", NULL);
  g_assert_cmpint (ras_window_get_label (window), ==, RAS_NO_CLASS);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.fit-again", NULL);
  wait_until (place (window, "qleace")->settled);
  g_object_set (window->session, "split", "train", NULL);
  wait_until (is_up_to_date (window));
  close_window (window);
}

static gboolean
has_focus_within (RasWindow *window, gpointer ancestor)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (window));

  return focus && gtk_widget_is_ancestor (focus, ancestor);
}

/* Past all images at once, and back to what stands above them. */
static void
walk_with_tab (RasWindow *window)
{
  RasThumbnails *thumbnails = window->thumbnails;

  g_assert_true (has_focus_within (window, thumbnails));
  gui_key (GDK_KEY_Tab);
  gui_wait_for (!has_focus_within (window, thumbnails));
  gtk_widget_grab_focus (GTK_WIDGET (thumbnails));
  gui_key_down (GDK_KEY_Shift_L);
  gui_key (GDK_KEY_Tab);
  gui_key_up (GDK_KEY_Shift_L);
  gui_wait_for (has_focus_within (window, thumbnails)
                && gtk_widget_get_ancestor (gtk_root_get_focus (GTK_ROOT (window)),
                                            GTK_TYPE_GRID_VIEW)
                       == NULL);
  gtk_widget_grab_focus (GTK_WIDGET (thumbnails));
}

/* The letter R as a person presses it. */
static void
test_keys (void)
{
  g_autofree char *path = make_data_set ("keys", 160, 3);
  RasWindow *window = open_and_wait (path);
  const RasSessionState *state = ras_session_get_state (window->session);

  gtk_window_present (GTK_WINDOW (window));
  gui_settle (GTK_WIDGET (window));
  gtk_widget_grab_focus (GTK_WIDGET (window->thumbnails));
  gui_key (GDK_KEY_Right);
  gui_wait_for (state->index == 1);
  walk_with_tab (window);
  gui_key (GDK_KEY_r);
  gui_wait_for (state->index != 1);
  gui_key (GDK_KEY_d);
  gui_wait_for (state->difference);
  close_window (window);
}

static void
test_own_picture (void)
{
  g_autofree char *path = make_data_set ("own", 160, 4);
  g_autofree char *mine = make_picture ();
  RasWindow *window = open_and_wait (path);
  RasPlace *qleace = place (window, "qleace");

  ras_window_open (window, mine);
  wait_until (ras_window_is_own_picture (window) && is_up_to_date (window));
  for (gsize j = 0; j < D; j++)
    g_assert_cmpfloat (picture (place (window, "none"))[j], ==, j < D / 3);
  g_assert_null (qleace->erased);
  g_assert_cmpint (ras_panel_get_state (qleace->panel), ==, RAS_PANEL_PENDING);
  assert_applied (window, place (window, "leace"));

  gtk_drop_down_set_selected (window->own_drop_down, 3);
  g_assert_cmpint (ras_session_get_state (window->session)->own_class, ==, 2);
  wait_until (is_up_to_date (window));
  g_assert_cmpint (ras_panel_get_state (qleace->panel), ==, RAS_PANEL_READY);
  assert_applied (window, qleace);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.leave-picture", NULL);
  g_assert_false (ras_window_is_own_picture (window));
  wait_until (is_up_to_date (window));
  assert_applied (window, qleace);

  /* It is still being decoded when the same set is opened again. */
  ras_window_open (window, mine);
  g_assert_nonnull (window->picture_job);
  ras_window_show_dataset (window, window->dataset);
  wait_until (ras_window_is_own_picture (window));
  close_window (window);
}

static void
test_broken_picture (void)
{
  g_autofree char *path = make_data_set ("broken-picture", 160, 4);
  g_autofree char *broken = g_build_filename (folder, "broken.png", NULL);
  RasWindow *window = open_and_wait (path);

  g_assert_true (g_file_set_contents (broken, "no picture", -1, NULL));
  ras_window_open (window, broken);
  wait_until (window->picture_job == NULL);
  g_assert_null (ras_session_get_state (window->session)->own_picture);
  g_assert_false (ras_window_is_own_picture (window));
  wait_until (is_up_to_date (window));
  close_window (window);
}

static void
test_supersede (void)
{
  g_autofree char *first = make_data_set ("first", 160, 5);
  g_autofree char *second = make_data_set ("second", 120, 6);
  RasWindow *window = open_window (first);

  ras_window_open (window, second);
  wait_until (window->dataset != NULL);
  g_assert_cmpstr (ras_dataset_get_location (window->dataset), ==, second);

  /* And while its erasers are being fitted. */
  ras_window_open (window, first);
  wait_until (g_str_equal (ras_dataset_get_location (window->dataset), first)
              && all_settled (window) && is_up_to_date (window));
  for (guint i = 0; i < ras_n_erasers (); i++)
    if (window->places[i].fit && !window->places[i].eraser->edits)
      assert_applied (window, &window->places[i]);

  /* Nothing is told of pictures of the set before. */
  g_assert_nonnull (place (window, "qleace")->details[0]);
  ras_window_open (window, second);
  wait_until (g_str_equal (ras_dataset_get_location (window->dataset), second));
  for (guint i = 0; i < ras_n_erasers (); i++)
    if (ras_panel_get_state (window->places[i].panel) == RAS_PANEL_PENDING)
      g_assert_null (window->places[i].details[0]);
  close_window (window);
}

/* One image of each class: there is no path, and none is announced, from the cache neither. */
static void
test_no_path (void)
{
  g_autofree char *path = make_data_set ("single", K, 11);

  for (int i = 0; i < 2; i++)
    {
      RasWindow *window = open_and_wait (path);
      RasRankScale *scale = ras_rank_control_get_scale (window->rank_control);

      g_assert_cmpuint (ras_rank_scale_get_max_rank (scale), ==, 0);
      g_assert_nonnull (scale->empty);
      close_window (window);
    }
}

/* Names of files are bytes, and no markup: they are shown as well as can be, with no warning. */
static void
test_odd_names (void)
{
  g_autofree char *good = make_data_set ("odd", 160, 8);
  g_autofree char *labels = g_build_filename (folder, "odd.labels.npy", NULL);
  const char *const names[] = { "b\xff\xfe", "<b> & co", "%s\nand more" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_strconcat (names[i], ".npy", NULL);
      g_autofree char *labels_name = g_strconcat (names[i], ".labels.npy", NULL);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *labels_path = g_build_filename (folder, labels_name, NULL);
      g_autofree char *missing = g_strconcat (path, "x", NULL);
      g_auto (GStrv) recent = NULL;
      RasWindow *window;

      g_assert_cmpint (g_rename (good, path), ==, 0);
      g_assert_cmpint (g_rename (labels, labels_path), ==, 0);
      window = open_and_wait (path);
      gui_settle (GTK_WIDGET (window));
      recent = ras_settings_get_recent ();
      g_assert_cmpint (g_strv_contains ((const char *const *) recent, path), ==,
                       g_utf8_validate (path, -1, NULL));
      ras_window_open (window, missing);
      wait_until (window->load_job == NULL);
      gui_settle (GTK_WIDGET (window));
      close_window (window);
      g_assert_cmpint (g_rename (path, good), ==, 0);
      g_assert_cmpint (g_rename (labels_path, labels), ==, 0);
    }
}

static void
test_broken (void)
{
  g_autofree char *good = make_data_set ("good", 160, 7);
  g_autofree char *broken = g_build_filename (folder, "broken.npz", NULL);
  RasWindow *window;

  g_assert_true (g_file_set_contents (broken, "no data set", -1, NULL));
  window = open_window (broken);
  wait_until (window->load_job == NULL);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (window->pages), ==, "failed");
  g_assert_nonnull (strstr (adw_status_page_get_description (window->failed_page), "broken.npz"));

  ras_window_open (window, good);
  wait_until (window->dataset && all_settled (window));
  g_assert_cmpstr (gtk_stack_get_visible_child_name (window->pages), ==, "figure");
  ras_window_open (window, broken);
  wait_until (window->load_job == NULL);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (window->pages), ==, "figure");
  g_assert_cmpstr (ras_dataset_get_location (window->dataset), ==, good);
  close_window (window);
}

static void
test_hide (void)
{
  g_autofree char *path = make_data_set ("hide", 160, 8);
  RasWindow *window = open_and_wait (path);
  GtkWidget *panel = GTK_WIDGET (place (window, "oracle-leace")->panel);

  g_assert_true (gtk_widget_get_visible (panel));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-eraser-oracle-leace", NULL);
  g_assert_false (gtk_widget_get_visible (panel));
  g_assert_true (ras_session_get_eraser_hidden (window->session, "oracle-leace"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.show-eraser-oracle-leace", NULL);
  g_assert_true (gtk_widget_get_visible (panel));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.difference", NULL);
  g_assert_true (ras_linked_view_get_difference (window->view));
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
  const char *const endings[] = { "png", "svg", "pdf" };
  const char *const magic[] = { "\211PNG", "<?xml", "%PDF" };
  g_autofree char *path = make_data_set ("export", 160, 9);
  g_autofree char *text = NULL;
  RasWindow *window = open_and_wait (path);

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat ("figure.", endings[i], NULL);
      g_autofree char *file = g_build_filename (folder, name, NULL);
      g_autofree char *contents = NULL;

      ras_window_export_to (window, file);
      wait_until (g_file_test (file, G_FILE_TEST_EXISTS));
      g_assert_true (g_file_get_contents (file, &contents, NULL, NULL));
      g_assert_cmpint (strncmp (contents, magic[i], strlen (magic[i])), ==, 0);
    }
  gtk_widget_activate_action (GTK_WIDGET (window), "win.copy-command", NULL);
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (window)), NULL, text_cb,
                                 &text);
  wait_until (text != NULL);
  g_assert_true (g_str_has_prefix (text, "rasura-cli figure "));
  g_assert_nonnull (strstr (text, "--index 0 --split train --erasers none,leace,oracle-leace"));
  close_window (window);
}

/* What a file manager does: a list of one file let go over the window. */
static void
drop (RasWindow *window, const char *path)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (window));
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_auto (GValue) value = G_VALUE_INIT;
  GSList list = { file, NULL };
  gboolean taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_list (&list));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "drop", &value, 10.0, 10.0, &taken);
    }
  g_assert_true (taken);
}

static void
test_drop (void)
{
  g_autofree char *first = make_data_set ("shown", 160, 11);
  g_autofree char *second = make_data_set ("dropped", 120, 12);
  g_autofree char *picture = make_picture ();
  RasWindow *window = open_and_wait (first);

  drop (window, picture);
  wait_until (ras_window_is_own_picture (window) && is_up_to_date (window));
  g_assert_cmpstr (ras_session_get_state (window->session)->own_picture, ==, picture);
  g_assert_cmpstr (ras_session_get_state (window->session)->location, ==, first);
  drop (window, second);
  wait_until (g_strcmp0 (ras_dataset_get_location (window->dataset), second) == 0);
  wait_until (all_settled (window));
  g_assert_cmpuint (ras_dataset_get_n_images (window->dataset, RAS_SPLIT_TRAIN), ==, 120);
  g_assert_false (ras_window_is_own_picture (window));
  close_window (window);
}

/* Among differences only the original is shown as it is, and the scale is told. */
static void
test_difference (void)
{
  g_autofree char *path = make_data_set ("difference", 160, 13);
  RasWindow *window = open_and_wait (path);
  GtkWidget *label = GTK_WIDGET (window->difference_label);
  g_autofree char *plain = NULL;
  g_autofree char *original = NULL;
  g_autofree char *erased = NULL;

  ras_linked_view_set_hovered (window->view, 2, 3);
  plain = ras_panel_format_hovered (place (window, "none")->panel);
  g_assert_false (gtk_widget_get_visible (label));
  g_object_set (window->session, "difference", TRUE, "gain", 8.0, NULL);
  original = ras_panel_format_hovered (place (window, "none")->panel);
  erased = ras_panel_format_hovered (place (window, "oracle-leace")->panel);
  g_assert_cmpstr (original, ==, plain);
  g_assert_cmpstr (erased, !=, plain);
  g_assert_true (gtk_widget_get_visible (label));
  g_assert_cmpstr (gtk_label_get_text (window->difference_label), ==,
                   "Differences to the original, ×8");
  close_window (window);
}

/* Closing while everything is still being worked on. */
static void
test_close_early (void)
{
  g_autofree char *path = make_data_set ("early", 400, 10);
  RasWindow *window = open_window (path);

  close_window (window);
  window = open_window (path);
  wait_until (window->dataset != NULL);
  close_window (window);
}

/* No key does two things, and none is what opens a menu or presses a button: Alt and a letter. */
static void
test_accelerators (void)
{
  GtkApplication *app = GTK_APPLICATION (application);
  g_auto (GStrv) actions = gtk_application_list_action_descriptions (app);
  g_autoptr (GHashTable) keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; actions[i]; i++)
    {
      g_auto (GStrv) of = gtk_application_get_accels_for_action (app, actions[i]);

      for (guint j = 0; of[j]; j++)
        {
          GdkModifierType modifiers;
          guint key;

          g_assert_true (gtk_accelerator_parse (of[j], &key, &modifiers));
          g_assert_false (modifiers == GDK_ALT_MASK && key >= GDK_KEY_a && key <= GDK_KEY_z);
          g_assert_true (g_hash_table_add (keys, gtk_accelerator_name (key, modifiers)));
        }
    }
  g_assert_cmpuint (g_hash_table_size (keys), >, 30);
}

/* The detailed names of the actions that the window of shortcuts tells of. */
static void
list_shown (GtkWidget *widget, GHashTable *shown)
{
  if (GTK_IS_SHORTCUTS_SHORTCUT (widget))
    {
      char *action = NULL, *keys = NULL;

      g_object_get (widget, "action-name", &action, "accelerator", &keys, NULL);
      g_assert_true (action || keys);
      if (action)
        {
          g_auto (GStrv) of = gtk_application_get_accels_for_action (
              GTK_APPLICATION (application), action);

          /* A row without a key says nothing. */
          if (of[0] == NULL)
            g_error ("%s is in the window of shortcuts and has no key", action);
          g_hash_table_add (shown, g_steal_pointer (&action));
        }
      g_free (keys);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child;
       child = gtk_widget_get_next_sibling (child))
    list_shown (child, shown);
}

static gboolean
has_key (const char *action)
{
  g_auto (GStrv) described
      = gtk_application_list_action_descriptions (GTK_APPLICATION (application));
  gsize length = strlen (action);

  for (guint i = 0; described[i]; i++)
    if (g_str_has_prefix (described[i], action)
        && (described[i][length] == '\0' || g_str_has_prefix (described[i] + length, "::")))
      return TRUE;
  return FALSE;
}

static void
check_group (GActionGroup *group, const char *prefix)
{
  static const char *const exceptions[] = {
    "win.open",             /* wants a location: menus give it, Ctrl+O asks for one */
    "app.show-mdl",         /* of a notification */
    "win.another",          /* a plain letter, so that entries get it first: a binding of the class */
    "win.difference",       /* the same */
    "win.copy-image",       /* the same */
    "win.show-thumbnails",  /* by win.show-side, on Compare */
    "mdl.show-setup",       /* by win.show-side, on MDL */
    "runs.show-details",    /* by win.show-side, on Runs */
    "runs.export-chart",    /* by win.export there */
    "runs.copy-command",    /* by win.copy-command there */
    "runs.delete",          /* the key Delete in the table */
    "win.dismiss-welcome",  /* once in a life, and reached with Tab */
    NULL,
  };
  g_auto (GStrv) names = g_action_group_list_actions (group);

  for (guint i = 0; names[i]; i++)
    {
      g_autofree char *name = g_strconcat (prefix, names[i], NULL);

      /* Which columns there are is a menu of many switches. */
      if (g_str_has_prefix (name, "runs.column-"))
        continue;
      if (!has_key (name) && !g_strv_contains (exceptions, name))
        g_error ("%s has no key", name);
    }
  g_assert_cmpuint (g_strv_length (names), >, 2);
}

/* Everything that can be done has a key, and whoever looks for keys finds it. */
static void
test_every_action_has_a_key (void)
{
  g_autofree char *path = make_data_set ("every-action", 60, 6);
  RasWindow *window = open_and_wait (path);
  GtkApplication *app = GTK_APPLICATION (application);
  GtkShortcutsWindow *overlay;
  g_autoptr (GHashTable) shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_auto (GStrv) described = gtk_application_list_action_descriptions (app);

  check_group (G_ACTION_GROUP (application), "app.");
  check_group (G_ACTION_GROUP (window), "win.");
  check_group (ras_mdl_view_get_actions (window->mdl_view), "mdl.");
  ras_window_show_runs (window);
  check_group (ras_runs_view_get_actions (window->runs_view), "runs.");
  ras_window_make_help_overlay (window);
  overlay = gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (window));
  g_assert_nonnull (overlay);
  list_shown (GTK_WIDGET (overlay), shown);
  for (guint i = 0; described[i]; i++)
    if (!g_hash_table_contains (shown, described[i]))
      g_error ("%s is not in the window of shortcuts", described[i]);
  close_window (window);
}

/* The invitation speaks of the drawn pictures and goes for good with the first data set of one's own. */
static void
test_welcome (void)
{
  g_autofree char *path = make_data_set ("welcome", 60, 5);
  RasWindow *window;

  g_settings_reset (ras_settings_get (), "welcome-dismissed");
  window = open_window ("moments:mean#side=8");
  wait_until (window->dataset);
  g_assert_false (gtk_revealer_get_reveal_child (window->welcome_revealer));
  ras_window_open (window, "drawn#side=8");
  wait_until (gtk_revealer_get_reveal_child (window->welcome_revealer));
  ras_window_open (window, path);
  wait_until (!gtk_revealer_get_reveal_child (window->welcome_revealer));
  g_assert_true (g_settings_get_boolean (ras_settings_get (), "welcome-dismissed"));
  close_window (window);
  g_settings_reset (ras_settings_get (), "welcome-dismissed");
  window = open_window ("drawn#side=8");
  g_assert_true (gtk_revealer_get_reveal_child (window->welcome_revealer));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.dismiss-welcome", NULL);
  g_assert_false (gtk_revealer_get_reveal_child (window->welcome_revealer));
  close_window (window);
}

/* Toasts stand above the rank control, whatever the size. */
static void
test_toasts (void)
{
  g_autofree char *path = make_data_set ("toasts", 60, 6);
  RasWindow *window = open_and_wait (path);
  graphene_rect_t toast, rank;

  gui_focus (GTK_WINDOW (window));
  ras_window_toast (window, "A sentence that is told.");
  gui_settle (GTK_WIDGET (window));
  gui_wait_for (gtk_widget_get_height (GTK_WIDGET (window->toasts)) > 20);
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (window->toasts), GTK_WIDGET (window),
                                            &toast));
  g_assert_true (gtk_widget_compute_bounds (GTK_WIDGET (window->rank_control),
                                            GTK_WIDGET (window), &rank));
  g_assert_cmpfloat (toast.origin.y + toast.size.height, <=, rank.origin.y);
  g_assert_cmpfloat (toast.size.width, <, gtk_widget_get_width (GTK_WIDGET (window)));
  close_window (window);
}

/* The hint covers the pages and takes no events: what is dropped goes to the window. */
static void
test_drop_hint (void)
{
  RasWindow *window = open_window ("moments:mean#side=8");

  g_assert_false (gtk_widget_get_mapped (window->drop_hint));
  g_assert_false (gtk_widget_get_can_target (window->drop_hint));
  ras_window_show_drop (window, TRUE);
  gui_settle (GTK_WIDGET (window));
  gui_wait_for (gtk_widget_get_mapped (window->drop_hint));
  g_assert_cmpint (gtk_widget_get_allocated_width (window->drop_hint), ==,
                   gtk_widget_get_width (GTK_WIDGET (window->toast_overlay)));
  g_assert_cmpint (gtk_widget_get_allocated_height (window->drop_hint), ==,
                   gtk_widget_get_height (GTK_WIDGET (window->toast_overlay)));
  ras_window_show_drop (window, FALSE);
  g_assert_false (gtk_widget_get_mapped (window->drop_hint));
  close_window (window);
}

/* But for the frame that it may have. */
static gboolean
is_about (int size, int wanted)
{
  return ABS (size - wanted) <= 12;
}

/* The header fits every width: narrow windows switch their pages below. */
static void
test_narrow (void)
{
  g_autofree char *path = make_data_set ("narrow", 60, 6);
  RasWindow *window = open_and_wait (path);

  gui_focus (GTK_WINDOW (window));
  gtk_window_set_default_size (GTK_WINDOW (window), 1300, 740);
  gui_wait_for (is_about (gtk_widget_get_width (GTK_WIDGET (window)), 1300));
  gui_wait_for (!adw_view_switcher_bar_get_reveal (window->switcher_bar));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (window->switchers)));
  gtk_window_set_default_size (GTK_WINDOW (window), 640, 400);
  gui_wait_for (is_about (gtk_widget_get_width (GTK_WIDGET (window)), 640));
  gui_wait_for (adw_view_switcher_bar_get_reveal (window->switcher_bar));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (window->switchers)));
  g_assert_true (gtk_widget_get_visible (window->title));
  gtk_window_set_default_size (GTK_WINDOW (window), 420, 300);
  gui_wait_for (is_about (gtk_widget_get_width (GTK_WIDGET (window)), 420));
  gui_wait_for (!gtk_widget_get_visible (window->title));
  g_assert_true (is_about (gtk_widget_get_height (GTK_WIDGET (window)), 300));
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

  g_test_add_func ("/window/open", test_open);
  g_test_add_func ("/window/rank", test_rank);
  g_test_add_func ("/window/filter-and-another", test_filter_and_another);
  g_test_add_func ("/window/keys", test_keys);
  g_test_add_func ("/window/own-picture", test_own_picture);
  g_test_add_func ("/window/broken-picture", test_broken_picture);
  g_test_add_func ("/window/supersede", test_supersede);
  g_test_add_func ("/window/no-path", test_no_path);
  g_test_add_func ("/window/odd-names", test_odd_names);
  g_test_add_func ("/window/broken", test_broken);
  g_test_add_func ("/window/hide", test_hide);
  g_test_add_func ("/window/export", test_export);
  g_test_add_func ("/window/drop", test_drop);
  g_test_add_func ("/window/difference", test_difference);
  g_test_add_func ("/window/close-early", test_close_early);
  g_test_add_func ("/window/accelerators", test_accelerators);
  g_test_add_func ("/window/every-action-has-a-key", test_every_action_has_a_key);
  g_test_add_func ("/window/welcome", test_welcome);
  g_test_add_func ("/window/toasts", test_toasts);
  g_test_add_func ("/window/narrow", test_narrow);
  g_test_add_func ("/window/drop-hint", test_drop_hint);
  result = g_test_run ();
  /* No thread may still compute while the libraries are unloaded. */
  g_assert_true (ras_jobs_wait (60));
  g_object_unref (application);
  temp_folder_remove (folder);
  g_free (folder);
  return result;
}

#include "ras-export-dialog.h"

#include <math.h>
#include <string.h>

#include "../temp-folder.h"
#include "gui-events.h"
#include "ras-application.h"
#include "ras-load-job.h"
#include "ras-settings.h"
#include "ras-window-private.h"

static char *folder;
static RasApplication *application;

/* --- Something to be exported --- */

static double
measure (gpointer data, const RasSheet *sheet)
{
  return sheet->width / 2;
}

static void
draw (gpointer data, const RasSheet *sheet, cairo_t *cr)
{
  cairo_set_source_rgb (cr, 0, 1, 0);
  cairo_rectangle (cr, 0, 0, sheet->width / 2, sheet->height);
  cairo_fill (cr);
}

static const RasDrawingKind kind = { measure, draw, g_free };

static char *
copy_table (gpointer data)
{
  return g_strdup ("a,b\n1,2\n");
}

/* A picture that is a table, too, and a table alone. */
static GPtrArray *
make_list (void)
{
  GPtrArray *list = ras_exportable_new_list ();
  RasExportable *chart = ras_exportable_new ("Chart", "mdl");
  RasExportable *table = ras_exportable_new ("Table", "audit");

  ras_exportable_set_drawing (chart, ras_drawing_new (&kind, g_malloc (8), "Half"));
  ras_exportable_set_table (chart, copy_table, g_malloc (8), g_free);
  ras_exportable_set_command (chart, g_strdup ("rasura-cli figure drawn"), "-o", TRUE);
  ras_exportable_set_table (table, copy_table, g_malloc (8), g_free);
  g_ptr_array_add (list, chart);
  g_ptr_array_add (list, table);
  return list;
}

/* --- The dialog alone --- */

static RasExportDialog *
show_dialog (GtkWindow *parent, guint chosen)
{
  g_autoptr (GPtrArray) list = make_list ();
  RasExportDialog *dialog = ras_export_dialog_new (parent, list, chosen);

  gtk_window_present (GTK_WINDOW (dialog));
  gui_focus (GTK_WINDOW (dialog));
  gui_settle (GTK_WIDGET (dialog));
  return dialog;
}

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
is_row (GtkWidget *widget, gconstpointer title)
{
  return ADW_IS_PREFERENCES_ROW (widget)
         && g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0;
}

static gboolean
is_type (GtkWidget *widget, gconstpointer type)
{
  return G_TYPE_CHECK_INSTANCE_TYPE (widget, *(const GType *) type)
         && gtk_widget_get_mapped (widget);
}

static gboolean
is_info (GtkWidget *widget, gconstpointer unused)
{
  return GTK_IS_LABEL (widget) && gtk_widget_has_css_class (widget, "numeric");
}

static GtkWidget *
row (RasExportDialog *dialog, const char *title)
{
  GtkWidget *found = search (GTK_WIDGET (dialog), is_row, title);

  g_assert_nonnull (found);
  return found;
}

static void
choose (RasExportDialog *dialog, const char *title, guint selected)
{
  adw_combo_row_set_selected (ADW_COMBO_ROW (row (dialog, title)), selected);
}

static guint
chosen (RasExportDialog *dialog, const char *title)
{
  return adw_combo_row_get_selected (ADW_COMBO_ROW (row (dialog, title)));
}

static const char *
info (RasExportDialog *dialog)
{
  return gtk_label_get_text (GTK_LABEL (search (GTK_WIDGET (dialog), is_info, NULL)));
}

static GdkPaintable *
preview (RasExportDialog *dialog)
{
  GType type = GTK_TYPE_PICTURE;
  GtkWidget *picture = search (GTK_WIDGET (dialog), is_type, &type);

  return picture ? gtk_picture_get_paintable (GTK_PICTURE (picture)) : NULL;
}

/* The shape of a number of words with spaces of any kind. */
static gboolean
says (RasExportDialog *dialog, const char *words)
{
  g_autofree char *plain = g_strdup (info (dialog));
  g_auto (GStrv) parts = g_strsplit (plain, "\u202f", -1);
  g_autofree char *joined = g_strjoinv ("", parts);

  return strcmp (joined, words) == 0;
}

static void
test_preview (void)
{
  GtkWindow *parent = gui_show (gtk_label_new ("parent"), 300, 200);
  RasExportDialog *dialog = show_dialog (parent, 0);

  gui_wait_for (says (dialog, "175 × 87 mm, 2067 × 1034 pixels"));
  g_assert_nonnull (preview (dialog));
  g_assert_cmpfloat_with_epsilon (
      gdk_paintable_get_intrinsic_aspect_ratio (preview (dialog)), 2, 0.01);
  /* A slide is one at once, and has another shape. */
  choose (dialog, "Style", 2);
  g_assert_cmpuint (chosen (dialog, "Size"), ==, 2);
  gui_wait_for (says (dialog, "339 × 190 mm, 1920 × 1080 pixels"));
  g_assert_cmpfloat_with_epsilon (
      gdk_paintable_get_intrinsic_aspect_ratio (preview (dialog)), 16.0 / 9, 0.01);
  choose (dialog, "Style", 0);
  g_assert_cmpuint (chosen (dialog, "Size"), ==, 1);
  choose (dialog, "Size", 0);
  gui_wait_for (says (dialog, "85 × 42 mm, 1004 × 502 pixels"));
  /* Only what matters is asked for. */
  g_assert_true (gtk_widget_get_visible (row (dialog, "Dots per inch")));
  g_assert_false (gtk_widget_get_visible (row (dialog, "Width in millimetres")));
  choose (dialog, "Format", 1);
  g_assert_false (gtk_widget_get_visible (row (dialog, "Dots per inch")));
  gui_wait_for (says (dialog, "85 × 42 mm"));
  choose (dialog, "Size", 3);
  g_assert_true (gtk_widget_get_visible (row (dialog, "Width in millimetres")));
  gtk_window_close (GTK_WINDOW (dialog));
  gui_close (parent);
}

static void
test_table (void)
{
  GtkWindow *parent = gui_show (gtk_label_new ("parent"), 300, 200);
  RasExportDialog *dialog = show_dialog (parent, 1);

  g_assert_false (gtk_widget_get_visible (row (dialog, "Style")));
  g_assert_null (preview (dialog));
  choose (dialog, "Content", 0);
  g_assert_true (gtk_widget_get_visible (row (dialog, "Style")));
  gui_wait_for (preview (dialog) != NULL);
  choose (dialog, "Format", 3);
  g_assert_false (gtk_widget_get_visible (row (dialog, "Style")));
  g_assert_null (preview (dialog));
  gtk_window_close (GTK_WINDOW (dialog));
  gui_close (parent);
}

/* --- Where to --- */

typedef struct
{
  guint n;
  RasDrawingSize size;
  char *path, *command;
} Answer;

static void
export_cb (Answer *answer, RasExportable *exportable, const RasDrawingSize *size,
           const char *path)
{
  answer->n++;
  answer->size = *size;
  g_free (answer->path);
  answer->path = g_strdup (path);
  g_free (answer->command);
  answer->command = ras_exportable_make_command (exportable, size, path);
}

static void
test_export (void)
{
  GtkWindow *parent = gui_show (gtk_label_new ("parent"), 300, 200);
  RasExportDialog *dialog = show_dialog (parent, 0);
  Answer answer = { 0 };

  g_signal_connect_swapped (dialog, "export", G_CALLBACK (export_cb), &answer);
  choose (dialog, "Style", 1);
  choose (dialog, "Size", 4);
  /* A name that no picture has is refused, and the dialog stays. */
  ras_export_dialog_export_to (dialog, "picture.jpeg");
  g_assert_cmpuint (answer.n, ==, 0);
  ras_export_dialog_export_to (dialog, "a b.png");
  g_assert_cmpuint (answer.n, ==, 1);
  g_assert_cmpstr (answer.path, ==, "a b.png");
  g_assert_true (answer.size.style == ras_style_get (RAS_STYLE_SLIDE_LIGHT));
  g_assert_cmpfloat (answer.size.pixels, ==, 1600);
  g_assert_cmpstr (answer.command, ==,
                   "rasura-cli figure drawn -o 'a b.png' --style slide-light --width 1600px");
  /* What was chosen is remembered. */
  dialog = show_dialog (parent, 0);
  g_assert_cmpuint (chosen (dialog, "Style"), ==, 1);
  g_assert_cmpuint (chosen (dialog, "Size"), ==, 4);
  gtk_window_close (GTK_WINDOW (dialog));
  g_settings_reset (ras_settings_get (), "export-style");
  g_settings_reset (ras_settings_get (), "export-size");
  g_free (answer.path);
  g_free (answer.command);
  gui_close (parent);
}

static char *
get_path_of (const char *name)
{
  return g_build_filename (folder, name, NULL);
}

/* --- With a window --- */

static gboolean
all_erased (RasWindow *window)
{
  for (guint i = 0; i < ras_n_erasers (); i++)
    if (!window->places[i].eraser->edits && !window->places[i].erased)
      return FALSE;
  return TRUE;
}

static RasWindow *
open_window (void)
{
  RasWindow *window = ras_window_new (ADW_APPLICATION (application));

  ras_window_open (window, "moments:mean#side=8");
  gtk_window_set_default_size (GTK_WINDOW (window), 1350, 800);
  gtk_window_present (GTK_WINDOW (window));
  gui_focus (GTK_WINDOW (window));
  gui_wait_for (window->dataset && all_erased (window));
  gui_settle (GTK_WIDGET (window));
  return window;
}

static void
close_window (RasWindow *window)
{
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_destroy (GTK_WINDOW (window));
  /* What is still being written keeps it. */
  gui_wait_for (window == NULL);
  g_assert_true (ras_jobs_wait (20));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static GtkWindow *
find_dialog (void)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *at = windows; at; at = at->next)
    if (RAS_IS_EXPORT_DIALOG (at->data))
      return at->data;
  return NULL;
}

static void
press_with (guint modifier, guint second, guint key)
{
  gui_key_down (modifier);
  if (second)
    gui_key_down (second);
  gui_key (key);
  if (second)
    gui_key_up (second);
  gui_key_up (modifier);
}

/* From a dark window the file is light. */
static void
test_window (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();
  g_autofree char *path = get_path_of ("figure.png");
  RasWindow *window;
  cairo_surface_t *surface;

  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_FORCE_DARK);
  window = open_window ();
  press_with (GDK_KEY_Control_L, GDK_KEY_Shift_L, GDK_KEY_e);
  gui_wait_for (find_dialog () != NULL);
  gui_wait_for (preview (RAS_EXPORT_DIALOG (find_dialog ())) != NULL);
  ras_export_dialog_export_to (RAS_EXPORT_DIALOG (find_dialog ()), path);
  gui_wait_for (g_file_test (path, G_FILE_TEST_EXISTS));
  gui_wait_for (find_dialog () == NULL);
  surface = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 2067);
  g_assert_cmpuint (cairo_image_surface_get_data (surface)[0], ==, 255);
  cairo_surface_destroy (surface);
  adw_style_manager_set_color_scheme (manager, ADW_COLOR_SCHEME_DEFAULT);
  close_window (window);
}

static gboolean
is_complete_pdf (const char *path)
{
  g_autofree char *contents = NULL;
  gsize length;

  return g_file_get_contents (path, &contents, &length, NULL)
         && memmem (contents, length, "%%EOF", 5);
}

static void
test_print (void)
{
  g_autofree char *path = get_path_of ("page.pdf");
  g_autofree char *contents = NULL;
  RasWindow *window = open_window ();
  const char *box;
  double width = 0, height = 0;
  gsize length;

  ras_window_print_to (window, path);
  gui_wait_for (is_complete_pdf (path));
  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  /* A row of panels lies across the paper, and its text is text. */
  box = memmem (contents, length, "/MediaBox [", 11);
  g_assert_nonnull (box);
  g_assert_cmpint (sscanf (box + 11, "%*f %*f %lf %lf", &width, &height), ==, 2);
  g_assert_cmpfloat (width, >, height);
  g_assert_nonnull (memmem (contents, length, "/ToUnicode", 10));
  close_window (window);
}

static void
texture_cb (GObject *source, GAsyncResult *result, gpointer texture)
{
  *(GdkTexture **) texture
      = gdk_clipboard_read_texture_finish (GDK_CLIPBOARD (source), result, NULL);
}

static void
text_cb (GObject *source, GAsyncResult *result, gpointer text)
{
  *(char **) text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

/* Ctrl+C copies the picture, but in an entry what is selected there. */
static void
test_copy (void)
{
  RasWindow *window = open_window ();
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (window));
  GType type = GTK_TYPE_TEXT;
  GtkWidget *entry = search (GTK_WIDGET (window->rank_control), is_type, &type);
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *text = NULL;

  g_assert_nonnull (entry);
  gtk_widget_grab_focus (entry);
  gtk_editable_select_region (GTK_EDITABLE (entry), 0, -1);
  gui_settle (GTK_WIDGET (window));
  press_with (GDK_KEY_Control_L, 0, GDK_KEY_c);
  gui_settle (GTK_WIDGET (window));
  gdk_clipboard_read_text_async (clipboard, NULL, text_cb, &text);
  gui_wait_for (text != NULL);
  g_assert_cmpstr (text, ==, gtk_editable_get_text (GTK_EDITABLE (entry)));

  gtk_widget_grab_focus (GTK_WIDGET (window->thumbnails));
  gui_settle (GTK_WIDGET (window));
  press_with (GDK_KEY_Control_L, 0, GDK_KEY_c);
  gui_wait_for (gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard),
                                                       "image/png"));
  g_assert_true (gdk_content_formats_contain_mime_type (gdk_clipboard_get_formats (clipboard),
                                                        "image/svg+xml"));
  gdk_clipboard_read_texture_async (clipboard, NULL, texture_cb, &texture);
  gui_wait_for (texture != NULL);
  g_assert_cmpint (gdk_texture_get_width (texture), ==, 2067);
  close_window (window);
}

int
main (int argc, char **argv)
{
  int status;

  folder = temp_folder_new ();
  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  g_setenv ("XDG_DATA_HOME", folder, TRUE);
  gui_init (&argc, &argv);
  application = ras_application_new ();
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_test_add_func ("/export-dialog/preview", test_preview);
  g_test_add_func ("/export-dialog/table", test_table);
  g_test_add_func ("/export-dialog/export", test_export);
  g_test_add_func ("/export-dialog/window", test_window);
  g_test_add_func ("/export-dialog/print", test_print);
  g_test_add_func ("/export-dialog/copy", test_copy);
  status = g_test_run ();
  g_assert_true (ras_jobs_wait (60));
  g_object_unref (application);
  temp_folder_remove (folder);
  g_free (folder);
  return status;
}

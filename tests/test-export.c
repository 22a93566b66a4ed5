#include "export.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

static char *folder;

static const RasExportText texts[] = { { "Description", "rasura-cli figure <set> & more" },
                                       { "Software", "Rasura" },
                                       { "Title", "Schön" },
                                       { NULL, NULL } };

/* A green square of 10 × 10 at 5, 5, and a letter. */
static void
draw (cairo_t *cr, gpointer user_data)
{
  guint *calls = user_data;

  cairo_set_source_rgb (cr, 0, 1, 0);
  cairo_rectangle (cr, 5, 5, 10, 10);
  cairo_fill (cr);
  cairo_move_to (cr, 22, 15);
  cairo_show_text (cr, "Q");
  *calls += 1;
}

static guint
count_files (void)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

/* Writes NAME, checks that it is the only file, and returns what it holds. */
static GBytes *
export (const char *name, double scale)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  guint calls = 0;
  char *data;
  gsize length;

  ras_export (path, 40, 20, scale, draw, &calls, texts, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (calls, ==, 1);
  g_assert_cmpuint (count_files (), ==, 1);
  g_assert_true (g_file_get_contents (path, &data, &length, NULL));
  g_unlink (path);
  return g_bytes_new_take (data, length);
}

static gboolean
contains (GBytes *bytes, const char *text)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return memmem (data, length, text, strlen (text)) != NULL;
}

typedef struct
{
  const guint8 *next;
  gsize left;
} Source;

static cairo_status_t
read_source (void *closure, unsigned char *data, unsigned int length)
{
  Source *source = closure;

  if (length > source->left)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, source->next, length);
  source->next += length;
  source->left -= length;
  return CAIRO_STATUS_SUCCESS;
}

static void
test_png (void)
{
  g_autoptr (GBytes) bytes = export ("a.PNG", 2);
  Source source;
  cairo_surface_t *surface;
  const guint32 *pixels;
  gsize stride;

  source.next = g_bytes_get_data (bytes, &source.left);
  g_assert_cmpint (memcmp (source.next, "\x89PNG\r\n\x1a\n", 8), ==, 0);
  g_assert_true (contains (bytes, "tEXt"));
  g_assert_true (contains (bytes, "rasura-cli figure <set> & more"));
  g_assert_true (contains (bytes, "Schön"));
  surface = cairo_image_surface_create_from_png_stream (read_source, &source);
  g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 80);
  g_assert_cmpint (cairo_image_surface_get_height (surface), ==, 40);
  pixels = (const guint32 *) (const void *) cairo_image_surface_get_data (surface);
  stride = cairo_image_surface_get_stride (surface) / sizeof (guint32);
  g_assert_cmphex (pixels[10 * stride + 10] & 0xffffff, ==, 0x00ff00);
  g_assert_cmphex (pixels[29 * stride + 29] & 0xffffff, ==, 0x00ff00);
  g_assert_cmphex (pixels[9 * stride + 9] & 0xffffff, ==, 0xffffff);
  cairo_surface_destroy (surface);
}

static void
test_svg (void)
{
  g_autoptr (GBytes) bytes = export ("a.svg", 1);

  g_assert_true (contains (bytes, "<svg"));
  g_assert_true (contains (bytes, "</svg>"));
  g_assert_true (contains (bytes, "width=\"40pt\""));
  g_assert_true (contains (bytes, "<desc>rasura-cli figure &lt;set&gt; &amp; more</desc>"));
  g_assert_true (contains (bytes, "<title>Schön</title>"));
  g_assert_true (contains (bytes, "glyph"));
  g_assert_false (contains (bytes, "<image"));
}

static void
test_pdf (void)
{
  g_autoptr (GBytes) bytes = export ("a.pdf", 1);

  g_assert_true (g_str_has_prefix (g_bytes_get_data (bytes, NULL), "%PDF-"));
  g_assert_true (contains (bytes, "%%EOF"));
  g_assert_true (contains (bytes, "rasura-cli figure <set> & more"));
  g_assert_true (contains (bytes, "/Font"));
  g_assert_false (contains (bytes, "/Subtype /Image"));
}

static void
test_unknown_ending (void)
{
  g_autofree char *path = g_build_filename (folder, "figure.jpeg", NULL);
  g_autoptr (GError) error = NULL, again = NULL;
  guint calls = 0;

  g_assert_false (ras_export (path, 40, 20, 1, draw, &calls, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_nonnull (strstr (error->message, "png, svg or pdf"));
  g_assert_false (ras_export_check_name (path, &again));
  g_assert_cmpstr (again->message, ==, error->message);
  g_assert_true (ras_export_check_name ("dir.with.dots/x.Pdf", NULL));
  g_assert_false (ras_export_check_name ("png", NULL));
  g_assert_cmpuint (calls, ==, 0);
  g_assert_cmpuint (count_files (), ==, 0);
}

static void
test_unwritable (void)
{
  g_autofree char *path = g_build_filename (folder, "no-such-folder", "figure.png", NULL);
  g_autoptr (GError) error = NULL;
  guint calls = 0;

  g_assert_false (ras_export (path, 40, 20, 1, draw, &calls, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_cmpuint (calls, ==, 0);
}

static void
test_too_large (void)
{
  g_autofree char *path = g_build_filename (folder, "figure.png", NULL);
  g_autoptr (GError) error = NULL, empty = NULL;
  guint calls = 0;

  g_assert_false (ras_export (path, 40, 20, 1e6, draw, &calls, NULL, &error));
  g_assert_nonnull (strstr (error->message, path));
  g_assert_false (ras_export (path, 0, 20, 1, draw, &calls, NULL, &empty));
  g_assert_nonnull (strstr (empty->message, path));
  g_assert_cmpuint (count_files (), ==, 0);
}

/* A file size limit fails writes as a full disk does: what was there before stays. */
static void
test_full_disk (void)
{
  g_autofree char *path = g_build_filename (folder, "figure.pdf", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  struct rlimit limit, small;
  guint calls = 0;
  gboolean ok;

  g_assert_true (g_file_set_contents (path, "before", -1, NULL));
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  small = limit;
  small.rlim_cur = 100;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  ok = ras_export (path, 40, 20, 1, draw, &calls, texts, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  g_assert_false (ok);
  g_assert_nonnull (strstr (error->message, path));
  g_assert_cmpuint (count_files (), ==, 1);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "before");
  g_unlink (path);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("rasura-XXXXXX", NULL);
  g_test_add_func ("/export/png", test_png);
  g_test_add_func ("/export/svg", test_svg);
  g_test_add_func ("/export/pdf", test_pdf);
  g_test_add_func ("/export/unknown-ending", test_unknown_ending);
  g_test_add_func ("/export/unwritable", test_unwritable);
  g_test_add_func ("/export/too-large", test_too_large);
  g_test_add_func ("/export/full-disk", test_full_disk);
  result = g_test_run ();
  g_rmdir (folder);
  g_free (folder);
  return result;
}

#include "svg-text.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <math.h>
#include <string.h>

#include "export.h"
#include "temp-folder.h"
#include "text.h"

#define WIDTH 300
#define HEIGHT 200

static char *folder;

/* --- A drawing --- */

static const RasText plain = { .size = 12 };

static void
say (cairo_t *cr, RasText how, const char *text, double x, double y)
{
  how.style = ras_style_get (RAS_STYLE_PAPER);
  ras_text_draw (&how, cr, text, x, y);
}

static void
draw (cairo_t *cr, gpointer unused)
{
  cairo_set_source_rgb (cr, 0, 0, 0);
  say (cr, plain, "Left < right & “so” on", 10, 10);
  say (cr, (RasText) { .size = 12, .bold = TRUE, .align = RAS_ALIGN_CENTRE }, "In the middle", 150,
       30);
  cairo_set_source_rgba (cr, 1, 0, 0.2, 0.5);
  say (cr, (RasText) { .size = 12, .italic = TRUE, .align = RAS_ALIGN_RIGHT }, "猫和狗 2·10⁻⁵", 290,
       50);
  cairo_set_source_rgb (cr, 0, 0, 0);
  say (cr, (RasText) { .size = 12, .width = 90, .lines = 2 },
       "Words that are far too many for the two lines that they are given here", 10, 70);
  /* Below a bar, which is painted later. */
  say (cr, plain, "Covered", 150, 100);
  cairo_rectangle (cr, 140, 95, 100, 30);
  cairo_fill (cr);
  cairo_save (cr);
  cairo_translate (cr, 20, 190);
  cairo_rotate (cr, -G_PI / 2);
  say (cr, plain, "Upwards", 0, 0);
  cairo_restore (cr);
  /* Clipped away altogether. */
  cairo_rectangle (cr, 250, 150, 10, 10);
  cairo_clip (cr);
  say (cr, plain, "Nowhere", 20, 20);
}

static char *
write_file (const char *name, RasDrawFunc func)
{
  char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  ras_export (path, WIDTH, HEIGHT, 1, func, NULL, NULL, &error);
  g_assert_no_error (error);
  return path;
}

/* --- Its elements --- */

typedef struct
{
  char *words;
  GHashTable *attributes;
  guint paths_before;
} Line;

typedef struct
{
  GPtrArray *lines;
  guint n_paths;
  gboolean inside;
} Reading;

static void
line_free (gpointer data)
{
  Line *line = data;

  g_free (line->words);
  g_hash_table_unref (line->attributes);
  g_free (line);
}

static void
start_element (GMarkupParseContext *context, const char *name, const char **names,
               const char **values, gpointer user_data, GError **error)
{
  Reading *reading = user_data;
  Line *line;

  g_assert_cmpstr (name, !=, "symbol");
  g_assert_cmpstr (name, !=, "use");
  reading->n_paths += g_str_equal (name, "path") || g_str_equal (name, "rect");
  if (!g_str_equal (name, "text"))
    return;
  line = g_new0 (Line, 1);
  line->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  line->paths_before = reading->n_paths;
  for (guint i = 0; names[i]; i++)
    g_hash_table_insert (line->attributes, g_strdup (names[i]), g_strdup (values[i]));
  g_ptr_array_add (reading->lines, line);
  reading->inside = TRUE;
}

static void
end_element (GMarkupParseContext *context, const char *name, gpointer user_data, GError **error)
{
  ((Reading *) user_data)->inside = FALSE;
}

static void
text (GMarkupParseContext *context, const char *text, gsize length, gpointer user_data,
      GError **error)
{
  Reading *reading = user_data;

  if (reading->inside)
    ((Line *) g_ptr_array_index (reading->lines, reading->lines->len - 1))->words
        = g_strndup (text, length);
}

static Reading
read_lines (void)
{
  static const GMarkupParser parser = { start_element, end_element, text, NULL, NULL };
  Reading reading = { g_ptr_array_new_with_free_func (line_free), 0, FALSE };
  g_autoptr (GMarkupParseContext) context
      = g_markup_parse_context_new (&parser, 0, &reading, NULL);
  g_autofree char *path = write_file ("text.svg", draw);
  g_autofree char *svg = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  g_markup_parse_context_parse (context, svg, -1, &error);
  g_assert_no_error (error);
  return reading;
}

static const Line *
find (const Reading *reading, const char *words)
{
  for (guint i = 0; i < reading->lines->len; i++)
    {
      const Line *line = g_ptr_array_index (reading->lines, i);

      if (g_strcmp0 (line->words, words) == 0)
        return line;
    }
  return NULL;
}

#define assert_attribute(line, name, value)                                                       \
  g_assert_cmpstr (g_hash_table_lookup ((line)->attributes, name), ==, value)

static double
get_number (const Line *line, const char *name)
{
  const char *value = g_hash_table_lookup (line->attributes, name);

  g_assert_nonnull (value);
  return g_ascii_strtod (value, NULL);
}

static void
test_lines (void)
{
  Reading reading = read_lines ();
  const Line *left = find (&reading, "Left < right & “so” on");
  const Line *middle = find (&reading, "In the middle");
  const Line *chinese = find (&reading, "猫和狗 2·10⁻⁵");
  double width;

  g_assert_nonnull (left);
  g_assert_cmpfloat_with_epsilon (get_number (left, "x"), 10, 1e-3);
  assert_attribute (left, "fill", "#000000");
  assert_attribute (left, "font-size", "12");
  g_assert_nonnull (strstr (g_hash_table_lookup (left->attributes, "font-family"), "serif"));
  g_assert_nonnull (middle);
  assert_attribute (middle, "text-anchor", "middle");
  assert_attribute (middle, "font-weight", "700");
  g_assert_cmpfloat_with_epsilon (get_number (middle, "x"), 150, 1e-3);
  ras_text_measure (&(RasText) { .style = ras_style_get (RAS_STYLE_PAPER), .size = 12,
                                 .bold = TRUE },
                    "In the middle", &width, NULL);
  g_assert_cmpfloat_with_epsilon (get_number (middle, "textLength"), width, 1e-3);
  g_assert_nonnull (chinese);
  assert_attribute (chinese, "text-anchor", "end");
  assert_attribute (chinese, "font-style", "italic");
  assert_attribute (chinese, "fill", "#ff0033");
  assert_attribute (chinese, "fill-opacity", "0.5");
  g_ptr_array_unref (reading.lines);
}

/* As many elements as lines that are seen; what is left out is an ellipsis. */
static void
test_wrapped (void)
{
  Reading reading = read_lines ();
  guint n = 0, shortened = 0;

  for (guint i = 0; i < reading.lines->len; i++)
    {
      const Line *line = g_ptr_array_index (reading.lines, i);

      n += g_str_has_prefix (line->words, "Words ") || g_str_has_suffix (line->words, "…");
      shortened += g_str_has_suffix (line->words, "…");
      g_assert_null (strstr (line->words, "given here"));
    }
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpuint (shortened, ==, 1);
  g_assert_cmpuint (reading.lines->len, ==, 7);
  g_ptr_array_unref (reading.lines);
}

static void
test_placed (void)
{
  Reading reading = read_lines ();
  const Line *upwards = find (&reading, "Upwards"), *covered = find (&reading, "Covered");

  g_assert_nonnull (upwards);
  assert_attribute (upwards, "transform", "matrix(0 -1 1 0 20 190)");
  /* The bar comes after what it covers. */
  g_assert_nonnull (covered);
  g_assert_cmpuint (covered->paths_before, <, upwards->paths_before);
  g_assert_null (find (&reading, "Nowhere"));
  g_ptr_array_unref (reading.lines);
}

/* --- As it looks --- */

static void
draw_title (cairo_t *cr, gpointer unused)
{
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_set_source_rgb (cr, 0, 0, 0);
  say (cr, (RasText) { .size = 30, .align = RAS_ALIGN_CENTRE }, "Rasura", 150, 80);
}

typedef struct
{
  int left, top, right, bottom;
} Box;

static Box
find_ink (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) picture
      = gdk_pixbuf_new_from_file_at_scale (path, WIDTH, HEIGHT, FALSE, &error);
  const guint8 *pixels;
  Box box = { WIDTH, HEIGHT, 0, 0 };

  g_assert_no_error (error);
  pixels = gdk_pixbuf_read_pixels (picture);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      if (pixels[y * gdk_pixbuf_get_rowstride (picture)
                 + x * gdk_pixbuf_get_n_channels (picture)] < 128)
        box = (Box) { MIN (box.left, x), MIN (box.top, y), MAX (box.right, x),
                      MAX (box.bottom, y) };
  g_assert_cmpint (box.left, <, box.right);
  return box;
}

/* Another program sets the text where the PNG file has it. */
static void
test_looks_alike (void)
{
  g_autofree char *svg = write_file ("title.svg", draw_title);
  g_autofree char *png = write_file ("title.png", draw_title);
  Box set = find_ink (svg), drawn = find_ink (png);

  g_assert_cmpint (ABS (set.left - drawn.left), <=, 3);
  g_assert_cmpint (ABS (set.right - drawn.right), <=, 3);
  g_assert_cmpint (ABS (set.top - drawn.top), <=, 3);
  g_assert_cmpint (ABS (set.bottom - drawn.bottom), <=, 3);
}

/* --- What only looks like a mark --- */

static void
draw_green (cairo_t *cr, gpointer unused)
{
  cairo_set_source_rgb (cr, 0.9, 0.123457, 0.9);
  cairo_rectangle (cr, 10, 10, 50, 50);
  cairo_fill (cr);
}

static void
test_same_colour (void)
{
  g_autofree char *path = write_file ("green.svg", draw_green);
  g_autofree char *svg = NULL;

  g_assert_true (g_file_get_contents (path, &svg, NULL, NULL));
  g_assert_nonnull (strstr (svg, "12.3457%"));
  g_assert_null (strstr (svg, "<text"));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = temp_folder_new ();
  g_test_add_func ("/svg-text/lines", test_lines);
  g_test_add_func ("/svg-text/wrapped", test_wrapped);
  g_test_add_func ("/svg-text/placed", test_placed);
  g_test_add_func ("/svg-text/looks-alike", test_looks_alike);
  g_test_add_func ("/svg-text/same-colour", test_same_colour);
  status = g_test_run ();
  temp_folder_remove (folder);
  g_free (folder);
  return status;
}

#include "gallery.h"

#include <math.h>
#include <string.h>

#include "picture.h"

#define SIDE 8
#define N_COLUMNS 3
#define N_ROWS 5

static const RasGalleryColumn columns[N_COLUMNS]
    = { { "none", "Original" }, { "leace", "LEACE" }, { "random", "Random projection" } };

/* Every picture a colour of its own, which no text and no background has. */
static guint32
colour_of (guint row, guint column)
{
  return (guint32) (10 + 40 * row) << 16 | 200 << 8 | (60 + 50 * column);
}

static cairo_surface_t *
make_picture (guint32 colour)
{
  guint8 x[3 * SIDE * SIDE];

  memset (x, colour >> 16, SIDE * SIDE);
  memset (x + SIDE * SIDE, colour >> 8 & 255, SIDE * SIDE);
  memset (x + 2 * SIDE * SIDE, colour & 255, SIDE * SIDE);
  return ras_picture_from_bytes (x, 3, SIDE, SIDE);
}

static void
set_picture (RasGallery *gallery, guint row, guint column)
{
  cairo_surface_t *picture = make_picture (colour_of (row, column));

  ras_gallery_set_picture (gallery, row, column, picture);
  cairo_surface_destroy (picture);
}

/* Three images of one class, two of another. */
static RasGallery *
make_gallery (const char *second)
{
  const RasGalleryGroup groups[] = { { "ship", 3 }, { second, 2 } };
  RasGallery *gallery = ras_gallery_new (SIDE, SIDE, columns, N_COLUMNS, groups, 2);

  for (guint row = 0; row < N_ROWS; row++)
    for (guint c = 0; c < N_COLUMNS; c++)
      set_picture (gallery, row, c);
  return gallery;
}

static guint32
pixel_at (cairo_surface_t *surface, double x, double y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  return ((const guint32 *) (const void *) (data + (int) y * stride))[(int) x] & 0xffffff;
}

static guint
count (cairo_surface_t *surface, guint32 colour)
{
  guint n = 0;

  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      n += pixel_at (surface, x, y) == colour;
  return n;
}

/* The gallery as laid out, on magenta that reaches beyond it. */
static cairo_surface_t *
draw (const RasGallery *gallery, const RasStyle *style, const RasGalleryLayout *layout,
      const char *note)
{
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_RGB24, (int) ceil (layout->width) + 20, (int) ceil (layout->height) + 20);
  cairo_t *cr = cairo_create (surface);

  cairo_set_source_rgb (cr, 1, 0, 1);
  cairo_paint (cr);
  ras_gallery_draw (gallery, style, layout, note, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static guint32
to_pixel (RasColour colour)
{
  return (guint32) round (colour.r * 255) << 16 | (guint32) round (colour.g * 255) << 8
         | (guint32) round (colour.b * 255);
}

/* In every style each picture stands where it is said to, whole and sharp. */
static void
test_cells (void)
{
  g_autoptr (RasGallery) gallery = make_gallery ("truck");

  for (RasStyleKind kind = 0; kind < RAS_N_STYLES; kind++)
    for (double scale = 2; scale <= 9; scale += 7)
      {
        const RasStyle *style = ras_style_get (kind);
        RasGalleryLayout layout;
        cairo_surface_t *surface;

        ras_gallery_lay_out (gallery, style, scale, "note", &layout);
        surface = draw (gallery, style, &layout, "note");
        for (guint row = 0; row < N_ROWS; row++)
          for (guint c = 0; c < N_COLUMNS; c++)
            {
              double x, y, side = SIDE * scale;

              ras_gallery_get_cell (gallery, &layout, row, c, &x, &y);
              g_assert_cmpuint (pixel_at (surface, x + 1, y + 1), ==, colour_of (row, c));
              g_assert_cmpuint (pixel_at (surface, x + side - 2, y + side - 2), ==,
                                colour_of (row, c));
              g_assert_cmpuint (count (surface, colour_of (row, c)), ==, side * side);
            }
        g_assert_cmpuint (pixel_at (surface, 1, 1), ==, to_pixel (style->background));
        g_assert_cmpuint (pixel_at (surface, ceil (layout.width) + 1, 10), ==, 0xff00ff);
        g_assert_cmpuint (pixel_at (surface, 10, ceil (layout.height) + 1), ==, 0xff00ff);
        cairo_surface_destroy (surface);
      }
}

/* Rows of a class are closer to each other than classes are. */
static void
test_gaps (void)
{
  const RasStyle *style = ras_style_get (RAS_STYLE_SCREEN_LIGHT);
  g_autoptr (RasGallery) gallery = make_gallery ("truck");
  RasGalleryLayout layout;
  double x, y[N_ROWS];

  ras_gallery_lay_out (gallery, style, 4, NULL, &layout);
  for (guint row = 0; row < N_ROWS; row++)
    ras_gallery_get_cell (gallery, &layout, row, 0, &x, &y[row]);
  g_assert_cmpfloat (y[1] - y[0], ==, 4 * SIDE + layout.thin);
  g_assert_cmpfloat (y[2] - y[1], ==, 4 * SIDE + layout.thin);
  g_assert_cmpfloat (y[3] - y[2], ==, 4 * SIDE + layout.wide);
  g_assert_cmpfloat (layout.wide, >=, 3 * layout.thin);
  g_assert_cmpfloat (y[4] + 4 * SIDE + layout.margin, ==, layout.height);
}

static void
test_pick (void)
{
  const RasStyle *style = ras_style_get (RAS_STYLE_SCREEN_LIGHT);
  g_autoptr (RasGallery) gallery = make_gallery ("truck");
  RasGalleryLayout layout;
  guint row, column, hit_row, hit_column;
  double x, y;

  ras_gallery_lay_out (gallery, style, 12, NULL, &layout);
  for (row = 0; row < N_ROWS; row++)
    for (column = 0; column < N_COLUMNS; column++)
      {
        ras_gallery_get_cell (gallery, &layout, row, column, &x, &y);
        g_assert_true (ras_gallery_pick (gallery, &layout, x, y, &hit_row, &hit_column));
        g_assert_cmpuint (hit_row, ==, row);
        g_assert_cmpuint (hit_column, ==, column);
        g_assert_true (ras_gallery_pick (gallery, &layout, x + 95, y + 95, &hit_row, &hit_column));
        g_assert_cmpuint (hit_row, ==, row);
        g_assert_false (ras_gallery_pick (gallery, &layout, x + 5, y + 96, &hit_row, &hit_column));
        g_assert_false (ras_gallery_pick (gallery, &layout, x - 1, y + 5, &hit_row, &hit_column));
      }
  g_assert_false (ras_gallery_pick (gallery, &layout, 2, layout.head + 5, &row, &column));
  g_assert_false (ras_gallery_pick (gallery, &layout, layout.width - 2, layout.head + 5, &row,
                                    &column));
}

/* The largest whole scale that fits, and never less than is asked for. */
static void
test_find_scale (void)
{
  const RasStyle *style = ras_style_get (RAS_STYLE_SCREEN_DARK);
  g_autoptr (RasGallery) gallery = make_gallery ("truck");
  RasGalleryLayout layout;

  for (double width = 300; width < 1900; width += 233)
    {
      double scale = ras_gallery_find_scale (gallery, style, width, 1);

      g_assert_cmpfloat (scale, ==, floor (scale));
      ras_gallery_lay_out (gallery, style, scale, NULL, &layout);
      g_assert_cmpfloat (layout.width, <=, width);
      ras_gallery_lay_out (gallery, style, scale + 1, NULL, &layout);
      g_assert_cmpfloat (layout.width, >, width);
    }
  g_assert_cmpfloat (ras_gallery_find_scale (gallery, style, 10, 1), ==, 1);
  style = ras_style_get (RAS_STYLE_PAPER);
  ras_gallery_lay_out (gallery, style, ras_gallery_find_scale (gallery, style, 400, 0.1), NULL,
                       &layout);
  g_assert_cmpfloat (layout.width, <=, 400);
  g_assert_cmpfloat (layout.width, >, 399);
}

/* A long name reads upwards where there is room, is a block beside low rows, and never moves the
 * pictures by more than that. */
static void
test_long_names (void)
{
  const RasStyle *style = ras_style_get (RAS_STYLE_SCREEN_LIGHT);
  g_autoptr (RasGallery) gallery
      = make_gallery ("a class with a name so long that nobody would read it to its very end");
  RasGalleryLayout layout;
  cairo_surface_t *surface;
  double x, y;

  ras_gallery_lay_out (gallery, style, 20, NULL, &layout);
  g_assert_true (layout.rotated);
  g_assert_cmpfloat (layout.label, <, 2 * style->title_size);
  ras_gallery_lay_out (gallery, style, 2, NULL, &layout);
  g_assert_false (layout.rotated);
  g_assert_cmpfloat (layout.label, <=, 10 * style->title_size);
  surface = draw (gallery, style, &layout, NULL);
  ras_gallery_get_cell (gallery, &layout, 3, 0, &x, &y);
  g_assert_cmpuint (count (surface, colour_of (3, 0)), ==, 4 * SIDE * SIDE);
  cairo_surface_destroy (surface);
}

/* The underlines have the erasers' colours. */
static void
test_head (void)
{
  const RasStyle *style = ras_style_get (RAS_STYLE_SCREEN_LIGHT);
  g_autoptr (RasGallery) gallery = make_gallery ("truck");
  RasGalleryLayout layout;
  cairo_surface_t *surface;

  ras_gallery_lay_out (gallery, style, 8, NULL, &layout);
  surface = draw (gallery, style, &layout, NULL);
  g_assert_cmpuint (count (surface, to_pixel (ras_look_for ("leace", style).colour)), >, 20);
  cairo_surface_destroy (surface);
}

/* What is missing is a quiet surface with a message, and a line in the eraser's colour. */
static void
test_missing (void)
{
  const RasStyle *style = ras_style_get (RAS_STYLE_SCREEN_LIGHT);
  g_autoptr (RasGallery) gallery = make_gallery ("truck");
  g_autoptr (RasGallery) complete = NULL;
  guint32 line = to_pixel (ras_look_for ("random", style).colour);
  RasGalleryLayout layout;
  cairo_surface_t *surface;
  guint before, after;

  g_assert_true (ras_gallery_is_complete (gallery, 2));
  for (guint row = 3; row < N_ROWS; row++)
    ras_gallery_set_picture (gallery, row, 2, NULL);
  g_assert_false (ras_gallery_is_complete (gallery, 2));
  g_assert_true (ras_gallery_is_complete (gallery, 1));
  ras_gallery_lay_out (gallery, style, 12, NULL, &layout);
  surface = draw (gallery, style, &layout, NULL);
  g_assert_cmpuint (count (surface, colour_of (3, 2)), ==, 0);
  before = count (surface, line);
  cairo_surface_destroy (surface);
  ras_gallery_set_message (gallery, 1, 2, "Waiting for its turn", 0.5);
  g_assert_cmpstr (ras_gallery_get_message (gallery, 1, 2), ==, "Waiting for its turn");
  surface = draw (gallery, style, &layout, NULL);
  after = count (surface, line);
  g_assert_cmpuint (after, >, before + 40);
  cairo_surface_destroy (surface);

  complete = ras_gallery_copy_complete (gallery);
  g_assert_cmpuint (ras_gallery_get_n_columns (complete), ==, 2);
  g_assert_cmpuint (ras_gallery_get_n_rows (complete), ==, N_ROWS);
  g_assert_cmpstr (ras_gallery_get_column_title (complete, 1), ==, "LEACE");
  g_assert_true (ras_gallery_get_picture (complete, 4, 1)
                 == ras_gallery_get_picture (gallery, 4, 1));
}

/* A part paints the same as the whole does there. */
static void
test_clipped (void)
{
  const RasStyle *style = ras_style_get (RAS_STYLE_SCREEN_LIGHT);
  g_autoptr (RasGallery) gallery = make_gallery ("truck");
  RasGalleryLayout layout;
  cairo_surface_t *surface;
  cairo_t *cr;
  double x, y;

  ras_gallery_lay_out (gallery, style, 12, NULL, &layout);
  ras_gallery_get_cell (gallery, &layout, 3, 1, &x, &y);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, (int) layout.width, 60);
  cr = cairo_create (surface);
  cairo_translate (cr, 0, -y);
  ras_gallery_draw_rows (gallery, style, &layout, cr);
  ras_gallery_draw_mark (gallery, style, &layout, 3, 1, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  g_assert_cmpuint (count (surface, colour_of (3, 1)), ==, 12 * SIDE * 60);
  g_assert_cmpuint (count (surface, colour_of (2, 1)), ==, 0);
  g_assert_cmpuint (count (surface, to_pixel (style->accent)), >=, 2 * 60);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gallery/cells", test_cells);
  g_test_add_func ("/gallery/gaps", test_gaps);
  g_test_add_func ("/gallery/pick", test_pick);
  g_test_add_func ("/gallery/find-scale", test_find_scale);
  g_test_add_func ("/gallery/long-names", test_long_names);
  g_test_add_func ("/gallery/head", test_head);
  g_test_add_func ("/gallery/missing", test_missing);
  g_test_add_func ("/gallery/clipped", test_clipped);
  return g_test_run ();
}

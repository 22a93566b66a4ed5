#include "figure.h"

#include <math.h>

#include "picture.h"

#define N 6

static RasFigurePanel panels[N];

static guint32
pixel_at (cairo_surface_t *surface, int x, int y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  return ((const guint32 *) (const void *) (data + y * stride))[x] & 0xffffff;
}

/* Every panel a green of its own, which no text has, and its first pixel a little lighter. */
static void
make_panels (guint side)
{
  static const char *const details[] = { "distance 1.23", NULL };
  g_autofree guint8 *x = g_new0 (guint8, (gsize) 3 * side * side);

  for (guint i = 0; i < N; i++)
    {
      for (guint p = 0; p < side * side; p++)
        x[side * side + p] = 60 + 20 * i + (p == 0);
      panels[i] = (RasFigurePanel) { .title = i == 4 ? "Random projection" : "LEACE",
                                     .eraser_name = "leace", .details = details,
                                     .picture = ras_picture_from_bytes (x, 3, side, side) };
    }
}

static void
free_panels (void)
{
  for (guint i = 0; i < N; i++)
    cairo_surface_destroy (panels[i].picture);
}

static cairo_surface_t *
draw (const RasFigure *figure, int *width, int *height)
{
  double w, h;
  cairo_surface_t *surface;
  cairo_t *cr;

  ras_figure_measure (figure, &w, &h);
  *width = (int) ceil (w);
  *height = (int) ceil (h);
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, *width + 30, *height + 30);
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 0, 1);
  cairo_paint (cr);
  ras_figure_draw (figure, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  for (int y = 0; y < *height + 30; y++)
    for (int x = 0; x < *width + 30; x++)
      if (x >= *width || y >= *height)
        g_assert_cmphex (pixel_at (surface, x, y), ==, 0xff00ff);
      else
        g_assert_cmphex (pixel_at (surface, x, y), !=, 0xff00ff);
  return surface;
}

/* The top left corner of panel i's picture, found by its first pixel. */
static void
find_picture (cairo_surface_t *surface, int width, int height, guint i, int *left, int *top)
{
  guint32 first = (60 + 20 * i + 1) << 8;

  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++)
      if (pixel_at (surface, x, y) == first && pixel_at (surface, x + 1, y + 1) == first)
        {
          *left = x;
          *top = y;
          return;
        }
  g_assert_not_reached ();
}

/* All pictures are there, exact, equally large and in straight rows and columns. */
static void
check_squares (guint side, guint columns, double scale, RasStyleKind kind)
{
  RasFigure figure = { ras_style_get (kind), panels, N, columns, scale, "A heading", "A note." };
  int width, height, left[N], top[N];
  cairo_surface_t *surface;

  make_panels (side);
  surface = draw (&figure, &width, &height);
  for (guint i = 0; i < N; i++)
    {
      guint32 green = (60 + 20 * i) << 8;

      find_picture (surface, width, height, i, &left[i], &top[i]);
      for (int y = 0; y < side * scale; y++)
        for (int x = 0; x < side * scale; x++)
          g_assert_cmphex (pixel_at (surface, left[i] + x, top[i] + y), ==,
                           x < scale && y < scale ? green + 0x0100 : green);
      if (i % columns > 0)
        g_assert_cmpint (top[i], ==, top[i - 1]);
      if (i % columns > 1)
        g_assert_cmpint (ABS ((left[i] - left[i - 1]) - (left[i - 1] - left[i - 2])), <=, 1);
      if (i >= columns)
        {
          g_assert_cmpint (left[i], ==, left[i - columns]);
          g_assert_cmpint (top[i], >, top[i - columns] + side * scale);
        }
    }
  cairo_surface_destroy (surface);
  free_panels ();
}

static void
test_squares (void)
{
  check_squares (32, 6, 4, RAS_STYLE_SCREEN_LIGHT);
  check_squares (32, 3, 2, RAS_STYLE_SCREEN_DARK);
  check_squares (64, 4, 2, RAS_STYLE_SLIDE_LIGHT);
  check_squares (28, 2, 3, RAS_STYLE_PAPER);
  check_squares (8, 6, 3, RAS_STYLE_SLIDE_DARK);
}

static void
test_fit_width (void)
{
  RasFigure page = { ras_style_get (RAS_STYLE_PAPER), panels, N, 6, 1 };
  RasFigure column = { ras_style_get (RAS_STYLE_PAPER), panels, N, 3, 1 };
  double width, height;

  make_panels (32);
  ras_figure_fit_width (&page, RAS_PAGE_WIDTH);
  ras_figure_measure (&page, &width, &height);
  g_assert_cmpfloat_with_epsilon (width, 496.063, 1e-3);
  ras_figure_fit_width (&column, RAS_COLUMN_WIDTH);
  ras_figure_measure (&column, &width, &height);
  g_assert_cmpfloat_with_epsilon (width, 240.945, 1e-3);
  /* Captions are not squeezed away. */
  ras_figure_fit_width (&page, 30);
  ras_figure_measure (&page, &width, &height);
  g_assert_cmpfloat (width, >, 100);
  free_panels ();
}

/* Everything may be absent. */
static void
test_sparse (void)
{
  RasFigurePanel bare[2] = { { .title = NULL }, { .placeholder = "Not yet", .fraction = -1 } };
  RasFigure figure = { ras_style_get (RAS_STYLE_SCREEN_LIGHT), bare, 2, 0, 2 };
  RasFigure nothing = { ras_style_get (RAS_STYLE_SCREEN_LIGHT), NULL, 0, 0, 2 };
  int width, height;

  cairo_surface_destroy (draw (&figure, &width, &height));
  g_assert_cmpint (width, >, 2 * 64);
  cairo_surface_destroy (draw (&nothing, &width, &height));
  g_assert_cmpint (height, >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/figure/squares", test_squares);
  g_test_add_func ("/figure/fit-width", test_fit_width);
  g_test_add_func ("/figure/sparse", test_sparse);
  return g_test_run ();
}

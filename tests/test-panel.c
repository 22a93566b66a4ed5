#include "figure.h"

#include <math.h>

#include "picture.h"

#define PAD ((int) RAS_PANEL_PADDING)

static const char *const details[] = { "distance 1.23", "PSNR 23.4 dB", NULL };

static guint32
pixel_at (cairo_surface_t *surface, int x, int y)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  return ((const guint32 *) (const void *) (data + y * stride))[x] & 0xffffff;
}

/* A picture of which no two pixels are alike. */
static cairo_surface_t *
make_picture (guint height, guint width)
{
  gsize n = (gsize) height * width;
  g_autofree guint8 *x = g_new (guint8, 3 * n);

  for (gsize i = 0; i < n; i++)
    {
      x[i] = i % 251;
      x[n + i] = i / 251;
      x[2 * n + i] = i * 7 % 256;
    }
  return ras_picture_from_bytes (x, 3, height, width);
}

/* A panel at 10, 10 on magenta, with 10 to spare all around. */
static cairo_surface_t *
draw (const RasFigurePanel *panel, const RasStyle *style, const RasPanelView *view, double side,
      int *width, int *height)
{
  double w, h;
  cairo_surface_t *surface;
  cairo_t *cr;

  ras_panel_measure (panel, style, side, &w, &h);
  *width = (int) w;
  *height = (int) h;
  surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, *width + 20, *height + 20);
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 0, 1);
  cairo_paint (cr);
  cairo_translate (cr, 10, 10);
  ras_panel_draw (panel, style, view, side, cr);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  return surface;
}

static void
assert_nothing_outside (cairo_surface_t *surface, int width, int height)
{
  for (int y = 0; y < height + 20; y++)
    for (int x = 0; x < width + 20; x++)
      if (x < 10 || y < 10 || x >= width + 10 || y >= height + 10)
        g_assert_cmphex (pixel_at (surface, x, y), ==, 0xff00ff);
}

/* In every style the square holds exactly the picture's pixels, magnified. */
static void
test_exact_pixels (void)
{
  cairo_surface_t *picture = make_picture (32, 32);

  for (RasStyleKind kind = 0; kind < RAS_N_STYLES; kind++)
    {
      RasFigurePanel panel = { .title = "Random projection", .eraser_name = "random",
                               .details = details, .tag = "needs the label", .picture = picture,
                               .highlighted = TRUE };
      int width, height;
      cairo_surface_t *surface = draw (&panel, ras_style_get (kind), NULL, 96, &width, &height);

      g_assert_cmpint (width, ==, 96 + 2 * PAD);
      for (int y = 0; y < 96; y++)
        for (int x = 0; x < 96; x++)
          g_assert_cmphex (pixel_at (surface, 10 + PAD + x, 10 + PAD + y), ==,
                           pixel_at (picture, x / 3, y / 3));
      assert_nothing_outside (surface, width, height);
      cairo_surface_destroy (surface);
    }
  cairo_surface_destroy (picture);
}

/* Zoomed and panned, only the square is painted, and the pixel under the pointer is found. */
static void
test_view (void)
{
  cairo_surface_t *picture = make_picture (64, 64);
  const RasStyle *style = ras_style_get (RAS_STYLE_SCREEN_DARK);
  RasFigurePanel panel = { .title = "LEACE", .picture = picture };
  RasPanelView view = { .zoom = 10, .pan_x = 7, .pan_y = -3 };
  int width, height, column, row;
  cairo_surface_t *surface = draw (&panel, style, &view, 128, &width, &height);

  for (int y = 0; y < 128; y += 3)
    for (int x = 0; x < 128; x += 3)
      {
        g_assert_true (ras_panel_get_pixel_at (&view, 128, 64, 64, PAD + x + 0.5, PAD + y + 0.5,
                                               &column, &row));
        g_assert_cmphex (pixel_at (surface, 10 + PAD + x, 10 + PAD + y), ==,
                         pixel_at (picture, column, row));
      }
  assert_nothing_outside (surface, width, height);
  g_assert_false (ras_panel_get_pixel_at (&view, 128, 64, 64, 1, 50, &column, &row));
  view.pan_x = 500;
  g_assert_false (ras_panel_get_pixel_at (&view, 128, 64, 64, 60, 50, &column, &row));
  cairo_surface_destroy (surface);
  cairo_surface_destroy (picture);
}

/* The hovered pixel keeps its colour, its outline lies around it. */
static void
test_hover (void)
{
  cairo_surface_t *picture = make_picture (16, 16);
  RasFigurePanel panel = { .picture = picture };
  RasPanelView view = { .hovered = TRUE, .hover_x = 4, .hover_y = 9 };
  int width, height, x = 10 + PAD + 4 * 8, y = 10 + PAD + 9 * 8;
  cairo_surface_t *surface
      = draw (&panel, ras_style_get (RAS_STYLE_SCREEN_LIGHT), &view, 128, &width, &height);

  g_assert_cmphex (pixel_at (surface, x, y), ==, pixel_at (picture, 4, 9));
  g_assert_cmphex (pixel_at (surface, x + 7, y + 7), ==, pixel_at (picture, 4, 9));
  g_assert_cmphex (pixel_at (surface, x + 3, y - 1), ==, 0xffffff);
  g_assert_cmphex (pixel_at (surface, x + 3, y + 8), ==, 0xffffff);
  cairo_surface_destroy (surface);
  cairo_surface_destroy (picture);
}

/* Whatever the sizes, the picture is centred at a whole scale, or shrunk if it must be. */
static void
test_place (void)
{
  double x, y, scale;

  ras_panel_place (NULL, 150, 32, 32, &x, &y, &scale);
  g_assert_cmpfloat (scale, ==, 4);
  g_assert_cmpfloat (x, ==, PAD + 11);
  ras_panel_place (NULL, 150, 30, 20, &x, &y, &scale);
  g_assert_cmpfloat (scale, ==, 5);
  g_assert_cmpfloat (x, ==, PAD);
  g_assert_cmpfloat (y, ==, PAD + 25);
  ras_panel_place (NULL, 32, 64, 64, &x, &y, &scale);
  g_assert_cmpfloat (scale, ==, 0.5);
}

static gboolean
has_frame (double value, RasStyleKind kind)
{
  double pixels[64];
  RasFigurePanel panel = { .title = NULL };
  int width, height;
  cairo_surface_t *surface;
  gboolean framed;

  for (int i = 0; i < 64; i++)
    pixels[i] = value;
  panel.picture = ras_picture_from_values (pixels, 1, 8, 8, RAS_RANGE_CLIP, NULL);
  surface = draw (&panel, ras_style_get (kind), NULL, 64, &width, &height);
  framed = pixel_at (surface, 10 + PAD + 30, 10 + PAD - 1) != 0xff00ff;
  cairo_surface_destroy (surface);
  cairo_surface_destroy (panel.picture);
  return framed;
}

/* A frame only where the picture would melt into the background. */
static void
test_frame (void)
{
  g_assert_true (has_frame (0.99, RAS_STYLE_SCREEN_LIGHT));
  g_assert_false (has_frame (0.5, RAS_STYLE_SCREEN_LIGHT));
  g_assert_false (has_frame (0.1, RAS_STYLE_SCREEN_LIGHT));
  g_assert_true (has_frame (0.14, RAS_STYLE_SCREEN_DARK));
  g_assert_false (has_frame (0.99, RAS_STYLE_SCREEN_DARK));
}

/* The progress line is as long as the fraction says. */
static void
test_placeholder (void)
{
  const RasStyle *style = ras_style_get (RAS_STYLE_SCREEN_LIGHT);
  RasColour colour = ras_look_for ("qleace", style).colour;
  guint lengths[2];

  for (int i = 0; i < 2; i++)
    {
      RasFigurePanel panel = { .title = "QLEACE", .eraser_name = "qleace",
                               .placeholder = "Fitting QLEACE: class 4 of 10, about 20 s left",
                               .fraction = i == 0 ? 0.25 : 0.75 };
      int width, height;
      cairo_surface_t *surface = draw (&panel, style, NULL, 200, &width, &height);

      lengths[i] = 0;
      for (int y = 10 + PAD; y < 10 + PAD + 200; y++)
        for (int x = 10 + PAD; x < 10 + PAD + 200; x++)
          lengths[i] += pixel_at (surface, x, y)
                        == ((guint32) (colour.r * 255 + 0.5) << 16
                            | (guint32) (colour.g * 255 + 0.5) << 8
                            | (guint32) (colour.b * 255 + 0.5));
      assert_nothing_outside (surface, width, height);
      cairo_surface_destroy (surface);
    }
  g_assert_cmpuint (lengths[0], ==, (guint) (0.25 * 120 * style->line_width));
  g_assert_cmpuint (lengths[1], ==, (guint) (0.75 * 120 * style->line_width));
}

/* However long a name is, the caption keeps to its width and to two lines. */
static void
test_long_names (void)
{
  const RasStyle *style = ras_style_get (RAS_STYLE_SCREEN_LIGHT);
  const char *const long_details[] = { "distance 12345.678901234567890 of all there is", NULL };
  RasFigurePanel one = { .title = "LEACE", .details = long_details };
  RasFigurePanel two = { .title = "Donaudampfschifffahrtsgesellschaftskapitän and so on and on "
                                  "until nobody reads it any more, least of all here",
                         .eraser_name = "qleace", .details = long_details,
                         .tag = "needs the label, and what a label it would have to be" };
  int width, height;
  cairo_surface_t *surface = draw (&two, style, NULL, 64, &width, &height);

  g_assert_cmpuint (ras_panel_count_title_lines (&one, style, 72), ==, 1);
  g_assert_cmpuint (ras_panel_count_title_lines (&two, style, 72), ==, RAS_PANEL_TITLE_LINES);
  assert_nothing_outside (surface, width, height);
  cairo_surface_destroy (surface);
  two.tag = NULL;
  one.title_lines = 2;
  g_assert_cmpfloat (ras_panel_measure_caption (&one, style, 72), ==,
                     ras_panel_measure_caption (&two, style, 72));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/panel/exact-pixels", test_exact_pixels);
  g_test_add_func ("/panel/view", test_view);
  g_test_add_func ("/panel/hover", test_hover);
  g_test_add_func ("/panel/place", test_place);
  g_test_add_func ("/panel/frame", test_frame);
  g_test_add_func ("/panel/placeholder", test_placeholder);
  g_test_add_func ("/panel/long-names", test_long_names);
  return g_test_run ();
}

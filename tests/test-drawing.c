#include "drawing.h"

#include <math.h>
#include <string.h>

#include "figure-file.h"
#include "gallery-file.h"
#include "painting.h"
#include "picture.h"

#define SIDE 5
#define D (3 * SIDE * SIDE)

static guint32
get_pixel (cairo_surface_t *surface, int x, int y)
{
  return test_pixel_at (surface, x, y) & 0xffffff;
}

/* --- A drawing that is half as high as wide, and remembers its sheet --- */

static RasSheet last;
static guint freed;

static double
measure (gpointer data, const RasSheet *sheet)
{
  return sheet->width / 2;
}

static void
draw (gpointer data, const RasSheet *sheet, cairo_t *cr)
{
  last = *sheet;
  cairo_set_source_rgb (cr, 0, 1, 0);
  cairo_rectangle (cr, 0, 0, sheet->width / 4, sheet->height);
  cairo_fill (cr);
}

static void
count_free (gpointer data)
{
  freed++;
}

static const RasDrawingKind kind = { measure, draw, count_free };

static guint32
read_uint (const guint8 *at)
{
  return (guint32) at[0] << 24 | (guint32) at[1] << 16 | (guint32) at[2] << 8 | at[3];
}

typedef struct
{
  guint width, height;
  double dpi; /* 0: nothing is said */
} Png;

static Png
write_png (RasDrawing *drawing, RasDrawingSize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = ras_drawing_encode (drawing, &size, "rasura-cli x", "a.png", &error);
  gsize length;
  const guint8 *data, *phys;

  g_assert_no_error (error);
  data = g_bytes_get_data (bytes, &length);
  phys = memmem (data, length, "pHYs", 4);
  g_assert_nonnull (memmem (data, length, "rasura-cli x", 12));
  return (Png) { read_uint (data + 16), read_uint (data + 20),
                 phys ? read_uint (phys + 4) * 0.0254 : 0 };
}

static void
test_sizes (void)
{
  static const struct
  {
    RasStyleKind style;
    double width, pixels, dpi; /* asked for */
    guint across, down;        /* given */
    double said;
  } sizes[] = {
    { RAS_STYLE_PAPER, 0, 0, 0, 2067, 1034, 300 },
    { RAS_STYLE_PAPER, 85 * RAS_POINTS_PER_MM, 0, 600, 2008, 1004, 600 },
    { RAS_STYLE_PAPER, 0, 1600, 0, 1600, 800, 1600 / 175.0 * 25.4 },
    { RAS_STYLE_PAPER, 960, 1920, 0, 1920, 960, 144 },
    { RAS_STYLE_SLIDE_LIGHT, 0, 0, 0, 1920, 1080, 144 },
    { RAS_STYLE_SLIDE_DARK, 0, 1280, 0, 1280, 720, 96 },
    { RAS_STYLE_SCREEN_LIGHT, 0, 800, 0, 800, 400, 0 },
  };
  g_autoptr (RasDrawing) drawing = ras_drawing_new (&kind, NULL, "Half");

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      Png png = write_png (drawing, (RasDrawingSize) { ras_style_get (sizes[i].style),
                                                       sizes[i].width, sizes[i].pixels,
                                                       sizes[i].dpi });

      g_assert_cmpuint (png.width, ==, sizes[i].across);
      g_assert_cmpuint (png.height, ==, sizes[i].down);
      g_assert_cmpfloat_with_epsilon (png.dpi, sizes[i].said, 0.02 + sizes[i].said / 2000);
      g_assert_true (last.style == ras_style_get (sizes[i].style));
    }
}

static void
test_vector (void)
{
  g_autoptr (RasDrawing) drawing = ras_drawing_new (&kind, NULL, "Half");
  const RasDrawingSize size = { .style = ras_style_get (RAS_STYLE_PAPER), .width = 240 };
  const RasDrawingSize slide = { .style = ras_style_get (RAS_STYLE_SLIDE_DARK), .width = 480 };
  g_autoptr (GBytes) svg = ras_drawing_encode (drawing, &size, NULL, "a.svg", NULL);
  g_autoptr (GBytes) other = NULL;

  g_assert_cmpfloat (last.grain, ==, 0);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (svg, NULL), g_bytes_get_size (svg),
                                  "width=\"240pt\" height=\"120pt\""));
  /* A slide is laid out as one and made smaller. */
  other = ras_drawing_encode (drawing, &slide, NULL, "a.svg", NULL);
  g_assert_cmpfloat (last.width, ==, 960);
  g_assert_true (last.bounded);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (other, NULL), g_bytes_get_size (other),
                                  "width=\"480pt\" height=\"270pt\""));
}

static void
test_limits (void)
{
  static const struct
  {
    RasDrawingSize size;
    const char *words;
  } wrong[] = { { { .width = 20 * RAS_POINTS_PER_MM }, "between 30 and 1500 mm" },
                { { .width = 1501 * RAS_POINTS_PER_MM }, "between 30 and 1500 mm" },
                { { .width = NAN }, "between 30 and 1500 mm" },
                { { .pixels = 63 }, "between 64 and 16384 pixels" },
                { { .pixels = 20000 }, "between 64 and 16384 pixels" },
                { { .dpi = 71 }, "between 72 and 1200 dpi" },
                { { .dpi = 1201 }, "between 72 and 1200 dpi" } };
  g_autoptr (RasDrawing) drawing = ras_drawing_new (&kind, NULL, NULL);
  const RasDrawingSize huge = { .style = ras_style_get (RAS_STYLE_PAPER),
                                .width = 1500 * RAS_POINTS_PER_MM, .dpi = 1200 };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) refused = NULL;

      g_assert_false (ras_drawing_size_check (&wrong[i].size, &refused));
      g_assert_nonnull (strstr (refused->message, wrong[i].words));
    }
  g_assert_true (ras_drawing_size_check (
      &(RasDrawingSize) { .width = 30 * RAS_POINTS_PER_MM, .dpi = 72 }, NULL));
  /* Each within its limits, but too many pixels together. */
  g_assert_null (ras_drawing_encode (drawing, &huge, NULL, "a.png", &error));
  g_assert_nonnull (strstr (error->message, "too large"));
}

static void
test_freed (void)
{
  RasDrawing *drawing = ras_drawing_new (&kind, NULL, NULL);

  freed = 0;
  ras_drawing_unref (ras_drawing_ref (drawing));
  g_assert_cmpuint (freed, ==, 0);
  ras_drawing_unref (drawing);
  g_assert_cmpuint (freed, ==, 1);
}

/* --- On paper --- */

static void
test_print (void)
{
  g_autoptr (RasDrawing) drawing = ras_drawing_new (&kind, NULL, NULL);
  cairo_surface_t *page = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 700, 500);
  cairo_t *cr = cairo_create (page);

  g_assert_true (ras_drawing_is_wide (drawing));
  ras_drawing_print (drawing, cr, 700, 500);
  cairo_destroy (cr);
  /* As wide as the page, in the paper's style and size of type. */
  g_assert_true (last.style == ras_style_get (RAS_STYLE_PAPER));
  g_assert_cmpfloat_with_epsilon (last.width, RAS_PAGE_WIDTH, 1e-6);
  g_assert_cmphex (get_pixel (page, 2, 2), ==, 0x00ff00);
  g_assert_cmphex (get_pixel (page, 170, 340), ==, 0x00ff00);
  g_assert_cmphex (get_pixel (page, 170, 360), ==, 0);
  g_assert_cmphex (get_pixel (page, 180, 100), ==, 0);
  cairo_surface_destroy (page);
}

/* --- Figures and galleries: whole pixels for a picture's, whatever the size --- */

static guint
count_colour (cairo_surface_t *surface, guint32 colour)
{
  guint n = 0;

  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      n += get_pixel (surface, x, y) == colour;
  return n;
}

static void
assert_whole (cairo_surface_t *surface, guint pictures)
{
  guint n = count_colour (surface, 0x00ff66), side = (guint) lround (sqrt (n / pictures));

  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (side * side * pictures, ==, n);
  g_assert_cmpuint (side % SIDE, ==, 0);
}

static const RasDrawingSize tried[] = { { .width = 85 * RAS_POINTS_PER_MM },
                                        { .width = 175 * RAS_POINTS_PER_MM, .dpi = 450 },
                                        { .pixels = 1600 } };
static const RasStyleKind styles[] = { RAS_STYLE_PAPER, RAS_STYLE_SLIDE_LIGHT,
                                       RAS_STYLE_SLIDE_DARK };

static void
assert_whole_everywhere (RasDrawing *drawing, guint pictures)
{
  for (guint i = 0; i < G_N_ELEMENTS (tried) * G_N_ELEMENTS (styles); i++)
    {
      RasDrawingSize size = tried[i % G_N_ELEMENTS (tried)];
      g_autoptr (GError) error = NULL;
      cairo_surface_t *surface;
      guint32 corner;

      size.style = ras_style_get (styles[i / G_N_ELEMENTS (tried)]);
      surface = ras_drawing_paint (drawing, &size, &error);
      g_assert_no_error (error);
      assert_whole (surface, pictures);
      corner = get_pixel (surface, 0, 0);
      g_assert_cmphex (corner, ==, size.style->dark ? 0x16161a : 0xffffff);
      cairo_surface_destroy (surface);
    }
}

static void
fill (double *x)
{
  for (guint i = 0; i < D; i++)
    x[i] = i < SIDE * SIDE ? 0 : i < 2 * SIDE * SIDE ? 1 : 0.4;
}

static void
test_figure (void)
{
  const char *const details[] = { "distance 1.23", "PSNR 20.1 dB", NULL };
  RasFigureFilePanel panels[7];
  double x[D];
  const RasFigureFile file = { .channels = 3, .height = SIDE, .width = SIDE, .original = x };
  g_autoptr (RasDrawing) drawing = NULL;
  RasDrawingSize narrow = { .style = ras_style_get (RAS_STYLE_PAPER),
                            .width = 85 * RAS_POINTS_PER_MM };
  RasDrawingSize wide = { .style = narrow.style, .width = 400 * RAS_POINTS_PER_MM };
  double low, high;

  fill (x);
  for (guint i = 0; i < G_N_ELEMENTS (panels); i++)
    panels[i] = (RasFigureFilePanel) { { .title = "Gradient-based", .details = details,
                                         .tag = "needs the label" }, x };
  drawing = ras_figure_file_to_drawing (&file, panels, G_N_ELEMENTS (panels));
  memset (x, 0, sizeof x);
  assert_whole_everywhere (drawing, G_N_ELEMENTS (panels));
  /* Seven captions have no room side by side in one column. */
  ras_drawing_measure (drawing, &narrow, &high);
  ras_drawing_measure (drawing, &wide, &low);
  g_assert_cmpfloat (high / narrow.width, >, 1);
  g_assert_cmpfloat (low / wide.width, <, 0.5);
}

static void
test_gallery (void)
{
  const RasGalleryColumn columns[] = { { "none", "Original" }, { "leace", "LEACE" } };
  const RasGalleryGroup groups[] = { { "cat", 3 }, { "dog", 2 } };
  RasGallery *gallery = ras_gallery_new (SIDE, SIDE, columns, 2, groups, 2);
  g_autoptr (RasDrawing) drawing = NULL;
  double x[D];

  fill (x);
  for (guint i = 0; i < 10; i++)
    {
      cairo_surface_t *picture
          = ras_picture_from_values (x, 3, SIDE, SIDE, RAS_RANGE_CLIP, NULL);

      ras_gallery_set_picture (gallery, i / 2, i % 2, picture);
      cairo_surface_destroy (picture);
    }
  drawing = ras_gallery_to_drawing (gallery, "Random images");
  assert_whole_everywhere (drawing, 10);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drawing/sizes", test_sizes);
  g_test_add_func ("/drawing/vector", test_vector);
  g_test_add_func ("/drawing/limits", test_limits);
  g_test_add_func ("/drawing/freed", test_freed);
  g_test_add_func ("/drawing/print", test_print);
  g_test_add_func ("/drawing/figure", test_figure);
  g_test_add_func ("/drawing/gallery", test_gallery);
  return g_test_run ();
}

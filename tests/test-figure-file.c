#include "figure-file.h"

#include <cairo.h>

#include "temp-folder.h"

#define SIDE 8
#define D (3 * SIDE * SIDE)

static char *folder;

/* Every pixel r, g, b. */
static void
fill (double *x, double r, double g, double b)
{
  const double colour[] = { r, g, b };

  for (gsize i = 0; i < D; i++)
    x[i] = colour[i / (SIDE * SIDE)];
}

static guint
count_pixels (cairo_surface_t *surface, guint32 colour)
{
  const guint8 *data = cairo_image_surface_get_data (surface);
  guint n = 0;

  for (int y = 0; y < cairo_image_surface_get_height (surface); y++)
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      {
        gsize at = (gsize) y * cairo_image_surface_get_stride (surface) + 4 * (gsize) x;

        n += (*(const guint32 *) (const void *) (data + at) & 0xffffff) == colour;
      }
  return n;
}

/* A green original and a violet copy, side by side in a PNG file. */
static cairo_surface_t *
write_and_read (const RasFigureFile *look, RasStyleKind style)
{
  double original[D], erased[D];
  RasFigureFile file = *look;
  RasFigureFilePanel panels[] = { { { .title = "Original" }, original },
                                  { { .title = "LEACE", .tag = "needs the label" }, erased } };
  g_autofree char *path = g_build_filename (folder, "figure.PNG", NULL);
  g_autoptr (GError) error = NULL;
  cairo_surface_t *surface;

  fill (original, 0, 1, 0.4);
  fill (erased, 0.2, 0.8, 0.4);
  file.style = ras_style_get (style);
  file.channels = 3;
  file.height = file.width = SIDE;
  file.original = original;
  g_assert_true (ras_figure_file_write (&file, panels, G_N_ELEMENTS (panels), path, &error));
  g_assert_no_error (error);
  surface = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  return surface;
}

/* Whole file pixels for an image pixel in every style, so many as were asked for. */
static void
test_scale (void)
{
  for (RasStyleKind style = 0; style < RAS_N_STYLES; style++)
    {
      cairo_surface_t *surface = write_and_read (&(RasFigureFile) { .scale = 24 }, style);
      guint side = 24 * SIDE;

      g_assert_cmpuint (count_pixels (surface, 0x00ff66), ==, side * side);
      g_assert_cmpuint (count_pixels (surface, 0x33cc66), ==, side * side);
      cairo_surface_destroy (surface);
    }
}

static void
test_chosen_scale (void)
{
  cairo_surface_t *paper = write_and_read (&(RasFigureFile) { 0 }, RAS_STYLE_PAPER);
  cairo_surface_t *screen = write_and_read (&(RasFigureFile) { 0 }, RAS_STYLE_SCREEN_LIGHT);

  g_assert_cmpuint (count_pixels (paper, 0x00ff66), ==, 256 * 256);
  g_assert_cmpuint (count_pixels (screen, 0x00ff66), ==, 192 * 192);
  cairo_surface_destroy (paper);
  cairo_surface_destroy (screen);
}

/* Among differences the original is shown as it is; 2 · (0.2, −0.2, 0) around mid grey. */
static void
test_difference (void)
{
  cairo_surface_t *surface
      = write_and_read (&(RasFigureFile) { .scale = 24, .difference = TRUE, .gain = 2 },
                        RAS_STYLE_PAPER);
  guint area = 24 * SIDE * 24 * SIDE;

  g_assert_cmpuint (count_pixels (surface, 0x00ff66), ==, area);
  g_assert_cmpuint (count_pixels (surface, 0x33cc66), ==, 0);
  g_assert_cmpuint (count_pixels (surface, 0xb34d80) + count_pixels (surface, 0xb34c80)
                        + count_pixels (surface, 0xb24d80) + count_pixels (surface, 0xb24c80),
                    ==, area);
  cairo_surface_destroy (surface);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = temp_folder_new ();
  g_test_add_func ("/figure-file/scale", test_scale);
  g_test_add_func ("/figure-file/chosen-scale", test_chosen_scale);
  g_test_add_func ("/figure-file/difference", test_difference);
  result = g_test_run ();
  temp_folder_remove (folder);
  g_free (folder);
  return result;
}

#include "gallery-file.h"

#include <string.h>

#include "picture.h"
#include "temp-folder.h"

#define SIDE 8

static char *folder;

/* `n_rows` green pictures in one column. */
static RasGallery *
make_gallery (guint n_rows)
{
  const RasGalleryColumn column = { "none", "Original" };
  const RasGalleryGroup group = { "ship", n_rows };
  RasGallery *gallery = ras_gallery_new (SIDE, SIDE, &column, 1, &group, 1);
  guint8 x[3 * SIDE * SIDE] = { 0 };
  cairo_surface_t *picture;

  memset (x + SIDE * SIDE, 200, SIDE * SIDE);
  picture = ras_picture_from_bytes (x, 3, SIDE, SIDE);
  for (guint row = 0; row < n_rows; row++)
    ras_gallery_set_picture (gallery, row, 0, picture);
  cairo_surface_destroy (picture);
  return gallery;
}

static char *
write_file (const RasGallery *gallery, RasStyleKind style, double scale, const char *name)
{
  const RasGalleryFile file = { ras_style_get (style), scale, "Random training images, seed 3",
                                "rasura-cli gallery x" };
  char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  ras_gallery_file_write (gallery, &file, path, &error);
  g_assert_no_error (error);
  return path;
}

static guint
count_green (const char *path, int *height)
{
  cairo_surface_t *surface = cairo_image_surface_create_from_png (path);
  const guint8 *data = cairo_image_surface_get_data (surface);
  guint n = 0;

  g_assert_cmpint (cairo_surface_status (surface), ==, CAIRO_STATUS_SUCCESS);
  *height = cairo_image_surface_get_height (surface);
  for (int y = 0; y < *height; y++)
    for (int x = 0; x < cairo_image_surface_get_width (surface); x++)
      {
        gsize at = (gsize) y * cairo_image_surface_get_stride (surface) + 4 * (gsize) x;

        n += (*(const guint32 *) (const void *) (data + at) & 0xffffff) == 0x00c800;
      }
  cairo_surface_destroy (surface);
  return n;
}

/* Whole file pixels for an image pixel in every style, as many as were asked for. */
static void
test_scale (void)
{
  g_autoptr (RasGallery) gallery = make_gallery (3);

  for (RasStyleKind style = 0; style < RAS_N_STYLES; style++)
    {
      g_autofree char *path = write_file (gallery, style, 13, "scale.PNG");
      int height;

      g_assert_cmpuint (count_green (path, &height), ==, 3 * 13 * SIDE * 13 * SIDE);
    }
}

/* A long gallery is drawn smaller rather than refused. */
static void
test_chosen_scale (void)
{
  g_autoptr (RasGallery) few = make_gallery (2);
  g_autoptr (RasGallery) many = make_gallery (300);
  g_autofree char *path = write_file (few, RAS_STYLE_SCREEN_LIGHT, 0, "few.png");
  g_autofree char *other = NULL;
  int height;

  g_assert_cmpuint (count_green (path, &height), ==, 2 * 192 * 192);
  other = write_file (many, RAS_STYLE_SCREEN_LIGHT, 0, "many.png");
  g_assert_cmpuint (count_green (other, &height), ==, 300 * (5 * SIDE) * (5 * SIDE));
  g_assert_cmpint (height, <, 14000);
}

static void
test_texts (void)
{
  g_autoptr (RasGallery) gallery = make_gallery (2);
  g_autofree char *path = write_file (gallery, RAS_STYLE_PAPER, 0, "texts.svg");
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "<desc>rasura-cli gallery x</desc>"));
}

static void
test_note (void)
{
  g_autofree char *without = ras_gallery_make_note (FALSE, 3, -1);
  g_autofree char *with = ras_gallery_make_note (TRUE, 4, 15);

  g_assert_cmpstr (without, ==, "Random training images, seed 3");
  g_assert_cmpstr (with, ==, "Random test images, seed 4, rank 15");
}

static void
test_unwritable (void)
{
  g_autoptr (RasGallery) gallery = make_gallery (1);
  const RasGalleryFile file = { .style = ras_style_get (RAS_STYLE_PAPER) };
  g_autofree char *path = g_build_filename (folder, "missing", "x.png", NULL);
  g_autoptr (GError) error = NULL;

  assert_refused (ras_gallery_file_write (gallery, &file, path, &error), error, "x.png");
}

int
main (int argc, char **argv)
{
  g_autoptr (TempFolder) temp = temp_folder_new ();

  folder = temp;
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gallery-file/scale", test_scale);
  g_test_add_func ("/gallery-file/chosen-scale", test_chosen_scale);
  g_test_add_func ("/gallery-file/texts", test_texts);
  g_test_add_func ("/gallery-file/note", test_note);
  g_test_add_func ("/gallery-file/unwritable", test_unwritable);
  return g_test_run ();
}

#include "dataset.h"
#include "image-file.h"
#include "png-files.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <string.h>
#include <zlib.h>

static guint8 *
load (const char *path, guint side, guint *channels, guint *height, guint *width)
{
  g_autoptr (GError) error = NULL;
  guint8 *planes = ras_image_file_load (path, side, channels, height, width, &error);

  g_assert_no_error (error);
  g_assert_nonnull (planes);
  return planes;
}

static void
test_rgb (void)
{
  static const guint8 pixels[] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18 };
  static const guint8 planes[] = { 1, 4, 7, 10, 13, 16, 2, 5, 8, 11, 14, 17, 3, 6, 9, 12, 15, 18 };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = write_png (folder, "a.png", PNG_FORMAT_RGB, 3, 2, pixels);
  guint channels = 0, height, width;
  g_autofree guint8 *loaded = load (path, 0, &channels, &height, &width);

  g_assert_cmpuint (channels, ==, 3);
  g_assert_cmpuint (height, ==, 2);
  g_assert_cmpuint (width, ==, 3);
  g_assert_cmpmem (loaded, 18, planes, 18);
}

/* Rec. 601 luma, and grey files both as one plane and as three. */
static void
test_grey (void)
{
  static const guint8 colours[] = { 255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255 };
  static const guint8 luma[] = { 76, 150, 29, 255 };
  static const guint8 greys[] = { 0, 77, 200, 255 };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *colour_path = write_png (folder, "c.png", PNG_FORMAT_RGB, 2, 2, colours);
  g_autofree char *grey_path = write_png (folder, "g.png", PNG_FORMAT_GRAY, 2, 2, greys);
  guint one = 1, own = 0, three = 3, height, width;
  g_autofree guint8 *a = load (colour_path, 0, &one, &height, &width);
  g_autofree guint8 *b = load (grey_path, 0, &own, &height, &width);
  g_autofree guint8 *c = load (grey_path, 0, &three, &height, &width);

  g_assert_cmpmem (a, 4, luma, 4);
  g_assert_cmpuint (own, ==, 1);
  g_assert_cmpmem (b, 4, greys, 4);
  g_assert_cmpmem (c + 8, 4, greys, 4);
}

static void
test_transparency (void)
{
  static const guint8 pixels[] = { 10, 20, 30, 255, 10, 20, 30, 0, 0, 0, 0, 128, 200, 100, 0, 255 };
  static const guint8 expected[] = { 10, 255, 127, 200 };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = write_png (folder, "a.png", PNG_FORMAT_RGBA, 2, 2, pixels);
  guint channels = 3, height, width;
  g_autofree guint8 *planes = load (path, 0, &channels, &height, &width);

  for (guint i = 0; i < 4; i++)
    g_assert_cmpint (ABS (planes[i] - expected[i]), <=, 1);
}

/* A 6 × 4 picture: the middle 4 × 4 in 2 × 2 blocks, each averaged; the outer
 * columns, which are white, must not be seen. */
static void
test_crop_and_shrink (void)
{
  static const guint8 pixels[] = { 255, 0,  20, 40, 60, 255, 255, 20, 40, 60,  80, 255,
                                   255, 99, 99, 0,  80, 255, 255, 99, 99, 120, 40, 255 };
  static const guint8 expected[] = { 20, 60, 99, 60 };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = write_png (folder, "a.png", PNG_FORMAT_GRAY, 6, 4, pixels);
  guint channels = 0, height, width;
  g_autofree guint8 *planes = load (path, 2, &channels, &height, &width);

  g_assert_cmpuint (channels, ==, 1);
  g_assert_cmpuint (height, ==, 2);
  g_assert_cmpuint (width, ==, 2);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpint (ABS (planes[i] - expected[i]), <=, 1);
}

static void
test_enlarge (void)
{
  static const guint8 pixel[] = { 12, 34, 56 };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = write_png (folder, "a.png", PNG_FORMAT_RGB, 1, 1, pixel);
  guint channels = 3, height, width;
  g_autofree guint8 *planes = load (path, 5, &channels, &height, &width);

  for (guint i = 0; i < 75; i++)
    g_assert_cmpuint (planes[i], ==, pixel[i / 25]);
}

/* A JPEG whose EXIF says that its left column is the top row (orientation 6):
 * black on the left as stored becomes black on top. */
static void
test_jpeg_orientation (void)
{
  static const guint8 exif[] = "\xff\xe1\x00\x22"
                               "Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"
                               "\0\0\0\0";
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 32, 16);
  g_autoptr (GdkPixbuf) left = gdk_pixbuf_new_subpixbuf (pixbuf, 0, 0, 16, 16);
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autofree char *plain = NULL, *turned = NULL, *data = NULL;
  g_autofree guint8 *before = NULL, *after = NULL;
  guint channels = 1, height, width;
  gsize size;

  gdk_pixbuf_fill (pixbuf, 0xffffffff);
  gdk_pixbuf_fill (left, 0x000000ff);
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &data, &size, "jpeg", NULL, NULL));
  g_byte_array_append (file, (guint8 *) data, 2);
  g_byte_array_append (file, exif, 2 + 0x22);
  g_byte_array_append (file, (guint8 *) data + 2, size - 2);
  plain = temp_folder_write (folder, "plain.jpg", data, size);
  turned = temp_folder_write (folder, "turned.jpg", file->data, file->len);

  before = load (plain, 0, &channels, &height, &width);
  g_assert_cmpuint (width, ==, 32);
  g_assert_cmpuint (before[31], >, 200);
  after = load (turned, 0, &channels, &height, &width);
  g_assert_cmpuint (width, ==, 16);
  g_assert_cmpuint (height, ==, 32);
  g_assert_cmpuint (after[15], <, 55);
  g_assert_cmpuint (after[31 * 16], >, 200);
}

static void
test_probe (void)
{
  static const guint8 pixels[18] = { 0 };
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = write_png (folder, "a.png", PNG_FORMAT_GRAY, 6, 3, pixels);
  g_autofree char *text = temp_folder_write (folder, "text.png", "no picture", 10);
  g_autofree char *empty = temp_folder_write (folder, "empty.png", "", 0);
  GError *error = NULL;
  guint height, width;

  g_assert_true (ras_image_file_probe (path, &height, &width, NULL));
  g_assert_cmpuint (height, ==, 3);
  g_assert_cmpuint (width, ==, 6);
  assert_refused (ras_image_file_probe (text, &height, &width, &error), error, "text.png");
  assert_refused (ras_image_file_probe (empty, &height, &width, &error), error, "empty.png");
  assert_refused (ras_image_file_probe (folder, &height, &width, &error), error, "not a file");
}

/* A JPEG whose size comes only after more bytes than are read at first. */
static void
test_probe_long_header (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 20, 10);
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autofree char *data = NULL, *path = NULL;
  g_autofree guint8 *comment = g_malloc0 (60000);
  guint height, width;
  gsize size;

  gdk_pixbuf_fill (pixbuf, 0x336699ff);
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &data, &size, "jpeg", NULL, NULL));
  g_byte_array_append (file, (guint8 *) data, 2);
  g_byte_array_append (file, (const guint8 *) "\xff\xfe\xea\x62", 4); /* a comment of 60 002 */
  g_byte_array_append (file, comment, 60000);
  g_byte_array_append (file, (guint8 *) data + 2, size - 2);
  path = temp_folder_write (folder, "a.jpg", file->data, file->len);
  g_assert_true (ras_image_file_probe (path, &height, &width, NULL));
  g_assert_cmpuint (height, ==, 10);
  g_assert_cmpuint (width, ==, 20);
}

/* Cut anywhere, a file gives a sentence with its name, never a crash. The last
 * chunk of a PNG is empty, so that only a file cut before it is damaged. */
static void
test_truncated (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = NULL, *data = NULL;
  gsize size;

  write_plain_png (folder, "a.png", 9, 7, 1, 200, 90);
  path = g_build_filename (folder, "a.png", NULL);
  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  for (gsize length = 0; length < size - 12; length++)
    {
      guint channels = 3, height, width;
      GError *error = NULL;

      g_assert_true (g_file_set_contents (path, data, length, NULL));
      assert_refused (ras_image_file_load (path, 0, &channels, &height, &width, &error), error,
                      "a.png");
    }
}

/* libjpeg would make a picture of half a JPEG. A thumbnail's end is not the end. */
static void
test_truncated_jpeg (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 32, 32);
  g_autoptr (GByteArray) file = g_byte_array_new ();
  g_autofree char *data = NULL, *whole = NULL, *cut = NULL;
  g_autofree guint8 *planes = NULL;
  guint channels = 3, height, width;
  GError *error = NULL;
  gsize size;

  gdk_pixbuf_fill (pixbuf, 0x336699ff);
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &data, &size, "jpeg", NULL, NULL));
  g_byte_array_append (file, (guint8 *) data, 2);
  g_byte_array_append (file, (const guint8 *) "\xff\xe5\x00\x06\xff\xd8\xff\xd9", 8);
  g_byte_array_append (file, (guint8 *) data + 2, size - 2);
  whole = temp_folder_write (folder, "whole.jpg", file->data, file->len);
  cut = temp_folder_write (folder, "cut.jpg", file->data, file->len - 8);
  planes = load (whole, 0, &channels, &height, &width);
  g_assert_cmpuint (height, ==, 32);
  assert_refused (ras_image_file_load (cut, 0, &channels, &height, &width, &error), error,
                  "cut.jpg ends in the middle");
}

/* A PNG header that promises 30 000 × 30 000 pixels is refused at once. */
static void
test_absurd_size (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = NULL, *data = NULL;
  guint channels = 3, height, width;
  GError *error = NULL;
  guint32 crc;
  gsize size;

  write_plain_png (folder, "a.png", 9, 7, 1, 200, 90);
  path = g_build_filename (folder, "a.png", NULL);
  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  memcpy (data + 16, "\0\0\x75\x30\0\0\x75\x30", 8);
  crc = GUINT32_TO_BE (crc32 (0, (guint8 *) data + 12, 17));
  memcpy (data + 29, &crc, 4);
  g_assert_true (g_file_set_contents (path, data, size, NULL));
  assert_refused (ras_image_file_load (path, 32, &channels, &height, &width, &error), error,
                  "too many pixels");
}

static void
test_missing (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "gone.png", NULL);
  guint channels = 3, height, width;
  GError *error = NULL;

  assert_refused (ras_image_file_load (path, 0, &channels, &height, &width, &error), error,
                  "gone.png is not there");
}

static void
test_names (void)
{
  g_assert_true (ras_image_file_has_image_name ("a.png"));
  g_assert_true (ras_image_file_has_image_name ("b.c.JPEG"));
  g_assert_true (ras_image_file_has_image_name ("photo.jpg"));
  g_assert_false (ras_image_file_has_image_name ("notes.txt"));
  g_assert_false (ras_image_file_has_image_name ("png"));
  g_assert_false (ras_image_file_has_image_name (".png"));
  g_assert_false (ras_image_file_has_image_name (""));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/image-file/rgb", test_rgb);
  g_test_add_func ("/image-file/grey", test_grey);
  g_test_add_func ("/image-file/transparency", test_transparency);
  g_test_add_func ("/image-file/crop-and-shrink", test_crop_and_shrink);
  g_test_add_func ("/image-file/enlarge", test_enlarge);
  g_test_add_func ("/image-file/jpeg-orientation", test_jpeg_orientation);
  g_test_add_func ("/image-file/probe", test_probe);
  g_test_add_func ("/image-file/probe-long-header", test_probe_long_header);
  g_test_add_func ("/image-file/truncated", test_truncated);
  g_test_add_func ("/image-file/truncated-jpeg", test_truncated_jpeg);
  g_test_add_func ("/image-file/absurd-size", test_absurd_size);
  g_test_add_func ("/image-file/missing", test_missing);
  g_test_add_func ("/image-file/names", test_names);
  return g_test_run ();
}

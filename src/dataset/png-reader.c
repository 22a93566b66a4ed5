#include "png-reader.h"
#include "dataset-builder.h"

#include <glib/gi18n.h>
#include <png.h>
#include <setjmp.h>
#include <string.h>

/* All that lives across a longjmp is in here, and nothing in registers. */
typedef struct
{
  const guint8 *data;
  gsize size, position;
  png_structp png;
  png_infop info;
  GdkPixbuf *pixbuf;
  char message[128];
} Reader;

static void
on_error (png_structp png, png_const_charp message)
{
  Reader *reader = png_get_error_ptr (png);

  g_strlcpy (reader->message, message, sizeof reader->message);
  longjmp (png_jmpbuf (png), 1);
}

static void
on_warning (png_structp png, png_const_charp message)
{
}

static void
on_read (png_structp png, png_bytep out, size_t length)
{
  Reader *reader = png_get_io_ptr (png);

  if (length > reader->size - reader->position)
    png_error (png, _ ("it ends too early"));
  memcpy (out, reader->data + reader->position, length);
  reader->position += length;
}

/* Asks libpng to bring every colour type and depth to 8-bit RGB or RGBA. */
static void
set_transformations (Reader *reader)
{
  png_set_expand (reader->png);
  png_set_scale_16 (reader->png);
  png_set_gray_to_rgb (reader->png);
}

static void
read_header (Reader *reader)
{
  guint64 n_pixels;

  png_set_read_fn (reader->png, reader, on_read);
  png_set_user_limits (reader->png, RAS_PICTURE_MAX_SIDE, RAS_PICTURE_MAX_SIDE);
  png_read_info (reader->png, reader->info);
  n_pixels = (guint64) png_get_image_width (reader->png, reader->info)
             * png_get_image_height (reader->png, reader->info);
  if (n_pixels > RAS_PICTURE_MAX_PIXELS)
    png_error (reader->png, _ ("it has too many pixels"));
}

static void
read_pixels (Reader *reader)
{
  int n_passes = png_set_interlace_handling (reader->png);
  guint height;

  set_transformations (reader);
  png_read_update_info (reader->png, reader->info);
  height = png_get_image_height (reader->png, reader->info);
  reader->pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB,
                                   png_get_channels (reader->png, reader->info) == 4, 8,
                                   png_get_image_width (reader->png, reader->info), height);
  if (reader->pixbuf == NULL)
    png_error (reader->png, _ ("there is not enough memory for it"));
  for (int pass = 0; pass < n_passes; pass++)
    for (guint y = 0; y < height; y++)
      png_read_row (reader->png,
                    gdk_pixbuf_get_pixels (reader->pixbuf)
                        + (gsize) y * gdk_pixbuf_get_rowstride (reader->pixbuf),
                    NULL);
  png_read_end (reader->png, NULL);
}

static gboolean
run (Reader *reader)
{
  if (setjmp (png_jmpbuf (reader->png)))
    return FALSE;
  read_header (reader);
  read_pixels (reader);
  return TRUE;
}

gboolean
ras_png_is_png (gconstpointer data, gsize size)
{
  return size >= 8 && png_sig_cmp (data, 0, 8) == 0;
}

gboolean
ras_png_get_size (gconstpointer data, gsize size, int *height, int *width)
{
  const guint8 *header = (const guint8 *) data + 8; /* length, "IHDR", width, height … */
  guint32 w, h;

  if (size < 24 || memcmp (header + 4, "IHDR", 4) != 0)
    return FALSE;
  w = png_get_uint_32 (header + 8);
  h = png_get_uint_32 (header + 12);
  if (w == 0 || h == 0 || w > RAS_PICTURE_MAX_SIDE || h > RAS_PICTURE_MAX_SIDE)
    return FALSE;
  *width = (int) w;
  *height = (int) h;
  return TRUE;
}

GdkPixbuf *
ras_png_decode (gconstpointer data, gsize size, const char *name, GError **error)
{
  Reader reader = { data, size };

  reader.png = png_create_read_struct (PNG_LIBPNG_VER_STRING, &reader, on_error, on_warning);
  if (reader.png)
    reader.info = png_create_info_struct (reader.png);
  if (reader.info == NULL || !run (&reader))
    {
      ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                          _ ("%s is a PNG that cannot be decoded (%s): save it again"), name,
                          reader.message);
      g_clear_object (&reader.pixbuf);
    }
  png_destroy_read_struct (&reader.png, &reader.info, NULL);
  return reader.pixbuf;
}

#include "image-file.h"
#include "dataset-builder.h"
#include "file-bytes.h"
#include "png-reader.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_FILE_BYTES ((gsize) 1 << 30)

#define START_BYTES 16384 /* nearly always enough to know a picture's size */

static gboolean
is_jpeg (const guint8 *data, gsize size)
{
  return size > 3 && memcmp (data, "\xff\xd8\xff", 3) == 0;
}

/* A loader for what the data is. Left to itself gdk-pixbuf asks the whole MIME
 * database about every file, which takes as long as decoding a small JPEG. */
static GdkPixbufLoader *
new_loader (GBytes *bytes)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  GdkPixbufLoader *loader = NULL;

  if (is_jpeg (data, size))
    loader = gdk_pixbuf_loader_new_with_type ("jpeg", NULL);
  return loader ? loader : gdk_pixbuf_loader_new ();
}

/* Setting the size to 0 × 0 is how a loader is told to give up before it
 * allocates what the header promises. */
static void
refuse_absurd_size (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  if (width > RAS_PICTURE_MAX_SIDE || height > RAS_PICTURE_MAX_SIDE
      || (gint64) width * height > RAS_PICTURE_MAX_PIXELS)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
}

/* libjpeg fills what is missing with grey and calls it a picture, so we look for
 * the marker of the end ourselves: behind the start of the scan, since an
 * embedded thumbnail before it has one of its own. */
static gboolean
is_cut_off_jpeg (const guint8 *data, gsize size)
{
  gsize at = 2;

  while (is_jpeg (data, size) && at + 4 <= size && data[at] == 0xff)
    {
      if (data[at + 1] == 0xda)
        return memmem (data + at, size - at, "\xff\xd9", 2) == NULL;
      at += data[at + 1] == 0xff ? 1 : 2 + (data[at + 2] << 8 | data[at + 3]);
    }
  return FALSE; /* strange, or cut off so early that the loader notices */
}

static GdkPixbuf *
decode_with_pixbuf (GBytes *bytes, const char *name, GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = new_loader (bytes);
  g_autoptr (GError) reason = NULL;
  GdkPixbuf *pixbuf = NULL;
  gboolean written;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (refuse_absurd_size), NULL);
  written = gdk_pixbuf_loader_write_bytes (loader, bytes, &reason);
  /* A loader must be closed in any case; only the first reason is worth telling. */
  if (gdk_pixbuf_loader_close (loader, written ? &reason : NULL) && written)
    pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  if (pixbuf)
    return gdk_pixbuf_apply_embedded_orientation (pixbuf);
  ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                      _ ("%s is no picture that can be decoded (%s): save it as PNG or JPEG"),
                      name, reason ? reason->message : "");
  return NULL;
}

static GdkPixbuf *
decode (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr (GBytes) bytes = ras_file_read (path, MOST_FILE_BYTES, error);
  gconstpointer data;
  gsize size;

  if (bytes == NULL)
    return NULL;
  data = g_bytes_get_data (bytes, &size);
  if (ras_png_is_png (data, size))
    return ras_png_decode (data, size, name, error);
  if (is_cut_off_jpeg (data, size))
    {
      ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                          _ ("%s ends in the middle of the picture: the file is incomplete; copy "
                             "it again"),
                          name);
      return NULL;
    }
  return decode_with_pixbuf (bytes, name, error);
}

/* The centre square if `side` is given, scaled to it, over white. */
static GdkPixbuf *
fit (GdkPixbuf *pixbuf, guint side)
{
  int width = gdk_pixbuf_get_width (pixbuf);
  int height = gdk_pixbuf_get_height (pixbuf);
  int least = MIN (width, height);
  g_autoptr (GdkPixbuf) square = NULL;

  if (side)
    {
      square = gdk_pixbuf_new_subpixbuf (pixbuf, (width - least) / 2, (height - least) / 2, least,
                                         least);
      pixbuf = square;
      width = height = side;
    }
  if (gdk_pixbuf_get_has_alpha (pixbuf))
    return gdk_pixbuf_composite_color_simple (pixbuf, width, height, GDK_INTERP_BILINEAR, 255, 8,
                                              0xffffff, 0xffffff);
  if (width != gdk_pixbuf_get_width (pixbuf) || height != gdk_pixbuf_get_height (pixbuf))
    return gdk_pixbuf_scale_simple (pixbuf, width, height, GDK_INTERP_BILINEAR);
  return g_object_ref (pixbuf);
}

static gboolean
is_grey (const guint8 *pixels, gsize stride, guint step, guint height, guint width)
{
  for (guint y = 0; y < height; y++)
    for (guint x = 0; x < width; x++)
      {
        const guint8 *p = pixels + y * stride + (gsize) x * step;

        if (p[0] != p[1] || p[1] != p[2])
          return FALSE;
      }
  return TRUE;
}

static guint8 *
to_planes (GdkPixbuf *pixbuf, guint *channels)
{
  guint height = gdk_pixbuf_get_height (pixbuf);
  guint width = gdk_pixbuf_get_width (pixbuf);
  guint step = gdk_pixbuf_get_n_channels (pixbuf);
  gsize stride = gdk_pixbuf_get_rowstride (pixbuf);
  gsize plane = (gsize) height * width;
  const guint8 *pixels = gdk_pixbuf_read_pixels (pixbuf);
  guint8 *planes, *out;

  if (*channels == 0)
    *channels = is_grey (pixels, stride, step, height, width) ? 1 : 3;
  out = planes = g_try_malloc (plane * *channels);
  for (guint y = 0; planes && y < height; y++)
    for (guint x = 0; x < width; x++, out++)
      {
        const guint8 *p = pixels + y * stride + (gsize) x * step;

        if (*channels == 1)
          *out = (299 * p[0] + 587 * p[1] + 114 * p[2] + 500) / 1000;
        else
          for (guint c = 0; c < 3; c++)
            out[c * plane] = p[c];
      }
  return planes;
}

guint8 *
ras_image_file_load (const char *path, guint side, guint *channels, guint *height, guint *width,
                     GError **error)
{
  g_autoptr (GdkPixbuf) decoded = NULL;
  g_autoptr (GdkPixbuf) fitted = NULL;
  guint8 *planes = NULL;

  g_return_val_if_fail (*channels == 0 || *channels == 1 || *channels == 3, NULL);
  decoded = decode (path, error);
  if (decoded == NULL)
    return NULL;
  fitted = fit (decoded, side);
  if (fitted)
    {
      *height = gdk_pixbuf_get_height (fitted);
      *width = gdk_pixbuf_get_width (fitted);
      planes = to_planes (fitted, channels);
    }
  if (planes == NULL)
    {
      g_autofree char *name = g_filename_display_basename (path);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   _ ("not enough memory for %s: use a smaller picture"), name);
    }
  return planes;
}

typedef struct
{
  int height, width;
} Size;

static void
note_size (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  *(Size *) user_data = (Size){ height, width };
  gdk_pixbuf_loader_set_size (loader, 0, 0);
}

/* Feeds a loader until it knows the size, at which it gives up. */
static gboolean
find_size (GBytes *bytes, Size *size)
{
  g_autoptr (GdkPixbufLoader) loader = NULL;
  gsize length;
  gconstpointer data = g_bytes_get_data (bytes, &length);

  if (ras_png_is_png (data, length))
    return ras_png_get_size (data, length, &size->height, &size->width);
  loader = new_loader (bytes);
  g_signal_connect (loader, "size-prepared", G_CALLBACK (note_size), size);
  gdk_pixbuf_loader_write_bytes (loader, bytes, NULL);
  gdk_pixbuf_loader_close (loader, NULL);
  return size->height > 0 && size->width > 0;
}

gboolean
ras_image_file_probe (const char *path, guint *height, guint *width, GError **error)
{
  g_autoptr (GBytes) start = ras_file_read_start (path, START_BYTES, error);
  g_autoptr (GBytes) whole = NULL;
  g_autofree char *name = NULL;
  Size size = { 0 };

  if (start == NULL)
    return FALSE;
  if (!find_size (start, &size) && g_bytes_get_size (start) == START_BYTES)
    {
      whole = ras_file_read (path, MOST_FILE_BYTES, error);
      if (whole == NULL)
        return FALSE;
      find_size (whole, &size);
    }
  *height = size.height;
  *width = size.width;
  if (size.height > 0 && size.width > 0)
    return TRUE;
  name = g_filename_display_basename (path);
  return ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                             _ ("%s is no picture that can be decoded: save it as PNG or JPEG"),
                             name);
}

/* The endings of all formats that gdk-pixbuf knows on this machine, and PNG. */
static gpointer
collect_endings (gpointer data)
{
  GHashTable *endings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GSList *formats = gdk_pixbuf_get_formats ();

  g_hash_table_add (endings, g_strdup ("png"));
  for (GSList *item = formats; item; item = item->next)
    {
      g_auto (GStrv) list = gdk_pixbuf_format_get_extensions (item->data);

      for (char **ending = list; *ending; ending++)
        g_hash_table_add (endings, g_ascii_strdown (*ending, -1));
    }
  g_slist_free (formats);
  return endings;
}

gboolean
ras_image_file_has_image_name (const char *name)
{
  static GOnce once = G_ONCE_INIT;
  GHashTable *endings = g_once (&once, collect_endings, NULL);
  const char *dot = strrchr (name, '.');
  g_autofree char *ending = NULL;

  if (dot == NULL || dot == name)
    return FALSE;
  ending = g_ascii_strdown (dot + 1, -1);
  return g_hash_table_contains (endings, ending);
}

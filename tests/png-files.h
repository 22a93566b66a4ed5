/* Small pictures for tests, written through libpng. */
#pragma once

#include <png.h>

#include "temp-folder.h"

/* Writes width × height pixels in `format` (PNG_FORMAT_GRAY, _RGB, _RGBA …). */
static inline char *
write_png (const char *folder, const char *name, png_uint_32 format, guint width, guint height,
           gconstpointer pixels)
{
  png_image image = { .version = PNG_IMAGE_VERSION, .format = format, .width = width,
                      .height = height };
  png_alloc_size_t size = 0;
  g_autofree char *data = NULL;

  g_assert_true (png_image_write_get_memory_size (image, size, 0, pixels, 0, NULL));
  data = g_malloc (size);
  g_assert_true (png_image_write_to_memory (&image, data, &size, 0, pixels, 0, NULL));
  return temp_folder_write (folder, name, data, size);
}

/* One colour all over. */
static inline void
write_plain_png (const char *folder, const char *name, guint width, guint height, guint8 red,
                 guint8 green, guint8 blue)
{
  g_autofree guint8 *pixels = g_malloc (3 * width * height);
  g_autofree char *path = NULL;

  for (gsize i = 0; i < (gsize) width * height; i++)
    {
      pixels[3 * i] = red;
      pixels[3 * i + 1] = green;
      pixels[3 * i + 2] = blue;
    }
  path = write_png (folder, name, PNG_FORMAT_RGB, width, height, pixels);
}

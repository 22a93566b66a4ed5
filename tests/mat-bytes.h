/* MATLAB files of version 5 made by hand, so that every byte of them can be wrong. */
#pragma once

#include <glib.h>
#include <string.h>
#include <zlib.h>

/* One variable: what its header says and what its items are. */
typedef struct
{
  const char *name;
  guint class, stored, flags;
  guint n_dimensions;
  guint32 shape[4];
  gconstpointer items;
  gsize size;
} MatVariableParts;

static inline void
mat_append_word (GByteArray *out, guint32 word)
{
  word = GUINT32_TO_LE (word);
  g_byte_array_append (out, (const guint8 *) &word, 4);
}

/* A tag, the bytes, and what fills them up to eight. */
static inline void
mat_append_element (GByteArray *out, guint type, gconstpointer data, gsize size)
{
  static const guint8 zeros[8];

  mat_append_word (out, type);
  mat_append_word (out, size);
  if (size)
    g_byte_array_append (out, data, size);
  g_byte_array_append (out, zeros, (8 - size % 8) % 8);
}

static inline GByteArray *
mat_make_header (void)
{
  GByteArray *out = g_byte_array_new ();
  guint8 header[128];

  memset (header, ' ', sizeof header);
  memcpy (header, "MATLAB 5.0 MAT-file, by hand", 28);
  memset (header + 116, 0, 8);
  memcpy (header + 124, "\x00\x01IM", 4);
  return g_byte_array_append (out, header, sizeof header);
}

static inline void
mat_append_variable (GByteArray *out, const MatVariableParts *parts, gboolean compressed)
{
  g_autoptr (GByteArray) matrix = g_byte_array_new (), element = g_byte_array_new ();
  guint32 flags[2] = { GUINT32_TO_LE (parts->class | parts->flags), 0 };
  guint32 shape[4];

  for (guint i = 0; i < parts->n_dimensions; i++)
    shape[i] = GUINT32_TO_LE (parts->shape[i]);
  mat_append_element (matrix, 6, flags, sizeof flags);
  mat_append_element (matrix, 5, shape, 4 * parts->n_dimensions);
  mat_append_element (matrix, 1, parts->name, strlen (parts->name));
  mat_append_element (matrix, parts->stored, parts->items, parts->size);
  mat_append_element (element, 14, matrix->data, matrix->len);
  if (compressed)
    {
      uLongf length = compressBound (element->len);
      g_autofree guint8 *packed = g_malloc (length);

      g_assert_cmpint (compress2 (packed, &length, element->data, element->len, 9), ==, Z_OK);
      mat_append_word (out, 15);
      mat_append_word (out, length);
      g_byte_array_append (out, packed, length);
    }
  else
    g_byte_array_append (out, element->data, element->len);
}

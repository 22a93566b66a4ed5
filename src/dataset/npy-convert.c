#include "npy-convert.h"
#include "dataset-builder.h"
#include "memory.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define MOST_CLASSES 10000
#define RANGE_SLACK 1e-3 /* what arithmetic in single or half precision may leave */

RasNpyArray *
ras_npy_array_new (GBytes *bytes, const char *name, GError **error)
{
  g_autoptr (RasNpyArray) array = g_new0 (RasNpyArray, 1);

  array->bytes = g_bytes_ref (bytes);
  array->name = g_strdup (name);
  return ras_npy_parse (bytes, name, &array->header, error) ? g_steal_pointer (&array) : NULL;
}

void
ras_npy_array_free (RasNpyArray *array)
{
  g_bytes_unref (array->bytes);
  g_free (array->name);
  g_free (array);
}

static const guint8 *
get_items (const RasNpyArray *array)
{
  return (const guint8 *) g_bytes_get_data (array->bytes, NULL) + array->header.data_offset;
}

/* The bits of one item, in this machine's order. */
static guint64
get_bits (const guint8 *item, const RasNpyHeader *header)
{
  guint64 bits = 0;

  for (guint i = 0; i < header->item_size; i++)
    {
      gboolean forward = header->swapped == (G_BYTE_ORDER == G_LITTLE_ENDIAN);

      bits = bits << 8 | item[forward ? i : header->item_size - 1 - i];
    }
  return bits;
}

/* IEEE 754 binary16: 1 sign bit, 5 of exponent, 10 of fraction. */
static double
half_to_double (guint16 bits)
{
  int exponent = bits >> 10 & 31;
  int fraction = bits & 1023;
  double size;

  if (exponent == 31)
    size = fraction ? NAN : INFINITY;
  else if (exponent == 0)
    size = ldexp (fraction, -24);
  else
    size = ldexp (fraction + 1024, exponent - 25);
  return bits >> 15 ? -size : size;
}

static double
get_float (const guint8 *item, const RasNpyHeader *header)
{
  guint64 bits = get_bits (item, header);
  guint32 low = (guint32) bits;
  float single;
  double value;

  switch (header->item_size)
    {
    case 2:
      return half_to_double ((guint16) bits);
    case 4:
      memcpy (&single, &low, sizeof single);
      return single;
    default:
      memcpy (&value, &bits, sizeof value);
      return value;
    }
}

static gboolean
refuse_shape (const RasNpyArray *array, const char *expected, GError **error)
{
  g_autofree char *shape = ras_npy_format_shape (&array->header);

  return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                             _ ("%s has the shape %s: reshape it to %s"), array->name, shape,
                             expected);
}

static gboolean
is_channel_count (gsize extent)
{
  return extent == 1 || extent == 3;
}

gboolean
ras_npy_find_layout (const RasNpyArray *array, RasNpyLayout *layout, GPtrArray *remarks,
                     GError **error)
{
  const RasNpyHeader *header = &array->header;
  const gsize *shape = header->shape;
  gboolean first = header->n_dimensions == 4 && is_channel_count (shape[1]);
  gboolean last = header->n_dimensions == 4 && is_channel_count (shape[3]);
  gsize channels, height, width;

  if (header->n_dimensions != 3 && !first && !last)
    return refuse_shape (array, _ ("[n, C, H, W], [n, H, W, C] or [n, H, W] with 1 or 3 channels"),
                         error);
  if (header->fortran)
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                               _ ("%s is stored in Fortran order: save "
                                  "numpy.ascontiguousarray(x) instead"),
                               array->name);
  channels = first ? shape[1] : last ? shape[3] : 1;
  height = first ? shape[2] : shape[1];
  width = first ? shape[3] : shape[2];
  if (height == 0 || width == 0 || height > G_MAXUINT16 || width > G_MAXUINT16)
    return refuse_shape (array, _ ("images of 1 to 65535 pixels a side"), error);
  *layout = (RasNpyLayout){ shape[0], channels, height, width, last && !first };
  if (first && last)
    {
      g_autofree char *text = ras_npy_format_shape (header);

      g_ptr_array_add (remarks, g_strdup_printf (_ ("%s has the shape %s, which may be read in two "
                                                    "ways; the channels were taken to come first."),
                                                 array->name, text));
    }
  return TRUE;
}

static gboolean
refuse_value (const RasNpyArray *array, gsize item, double value, GError **error)
{
  g_autoptr (GString) index = g_string_new (NULL);

  for (guint i = array->header.n_dimensions; i-- > 0; item /= array->header.shape[i])
    {
      g_autofree char *text = g_strdup_printf ("%zu%s",
                                               item % array->header.shape[i], index->len ? ", " : "");

      g_string_prepend (index, text);
    }
  if (isnan (value))
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                               _ ("%s is not a number (NaN) at [%s]: pixels must lie in [0, 1]"),
                               array->name, index->str);
  return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                             _ ("%s is %g at [%s]: scale floating-point pixels to [0, 1] or save "
                                "them as uint8"),
                             array->name, value, index->str);
}

/* Item `index` as a byte. */
static gboolean
get_byte (const RasNpyArray *array, const guint8 *items, gsize index, guint8 *out, GError **error)
{
  double value;

  if (array->header.kind == 'u')
    {
      *out = items[index];
      return TRUE;
    }
  value = get_float (items + index * array->header.item_size, &array->header);
  if (!(value >= -RANGE_SLACK && value <= 1 + RANGE_SLACK))
    return refuse_value (array, index, value, error);
  *out = (guint8) (CLAMP (value, 0, 1) * 255 + 0.5);
  return TRUE;
}

static gboolean
convert_image (const RasNpyArray *array, const RasNpyLayout *layout, gsize i, guint8 *out,
               GError **error)
{
  gsize plane = (gsize) layout->height * layout->width;
  gsize index = i * plane * layout->channels;
  const guint8 *items = get_items (array);

  if (!layout->channels_last)
    {
      for (gsize p = 0; p < plane * layout->channels; p++)
        if (!get_byte (array, items, index + p, out + p, error))
          return FALSE;
      return TRUE;
    }
  for (gsize p = 0; p < plane; p++)
    for (guint c = 0; c < layout->channels; c++)
      if (!get_byte (array, items, index++, out + c * plane + p, error))
        return FALSE;
  return TRUE;
}

static GBytes *
convert_images (const RasNpyArray *array, const RasNpyLayout *layout, const RasProgress *progress,
                GError **error)
{
  gsize d = (gsize) layout->height * layout->width * layout->channels;
  gsize n = layout->n_images, stride = MAX (1, 1000000 / d);
  RAS_BIG guint8 *pixels = ras_dataset_alloc_pixels (array->name, n, d, error);
  g_autofree char *stage = g_strdup_printf (_ ("Reading %s"), array->name);

  if (pixels == NULL)
    return NULL;
  for (gsize i = 0; i < n; i++)
    if ((i % stride == 0 && !ras_progress_step (progress, stage, (double) i / n, error))
        || !convert_image (array, layout, i, pixels + i * d, error))
      return NULL;
  return ras_dataset_take_pixels (g_steal_pointer (&pixels), n * d);
}

GBytes *
ras_npy_to_pixels (const RasNpyArray *array, const RasNpyLayout *layout, GPtrArray *remarks,
                   const RasProgress *progress, GError **error)
{
  const RasNpyHeader *header = &array->header;
  g_autofree char *type = ras_npy_format_type (header);
  gboolean bytes = header->kind == 'u' && header->item_size == 1;
  GBytes *pixels;

  if (!bytes && header->kind != 'f')
    {
      ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                          _ ("%s holds %s: save the images as uint8, or as floating-point numbers "
                             "in [0, 1]"),
                          array->name, type);
      return NULL;
    }
  if (bytes && (!layout->channels_last || layout->channels == 1))
    return g_bytes_new_from_bytes (array->bytes, header->data_offset, header->n_items);
  pixels = convert_images (array, layout, progress, error);
  if (pixels && !bytes)
    g_ptr_array_add (remarks, g_strdup_printf (_ ("%s holds %s; the values were rounded to "
                                                  "multiples of 1/255."),
                                               array->name, type));
  return pixels;
}

/* A label as text, whatever its width and sign. */
static gboolean
refuse_label (const RasNpyArray *array, gsize row, guint64 bits, GError **error)
{
  g_autofree char *text = array->header.kind == 'i'
                              ? g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) bits)
                              : g_strdup_printf ("%" G_GUINT64_FORMAT, bits);

  return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                             _ ("%s has label %s in row %zu: labels count from 0 and stay below "
                                "%d"),
                             array->name, text, row, MOST_CLASSES);
}

GBytes *
ras_npy_to_labels (const RasNpyArray *array, guint *n_classes, GError **error)
{
  const RasNpyHeader *header = &array->header;
  const guint8 *items = get_items (array);
  gboolean column = header->n_dimensions == 2 && header->shape[1] == 1;
  g_autofree guint16 *labels = NULL;

  if (header->kind == 'f')
    {
      g_autofree char *type = ras_npy_format_type (header);

      ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                          _ ("%s holds %s: save the labels as integers"), array->name, type);
      return NULL;
    }
  if (header->n_dimensions != 1 && !column)
    {
      refuse_shape (array, _ ("[n], one label for each image"), error);
      return NULL;
    }
  labels = g_try_new (guint16, MAX (header->n_items, 1));
  for (gsize i = 0; labels && i < header->n_items; i++)
    {
      guint64 bits = get_bits (items + i * header->item_size, header);
      guint spare = 64 - 8 * header->item_size;

      if (header->kind == 'i')
        bits = (guint64) ((gint64) (bits << spare) >> spare);
      if (bits >= MOST_CLASSES)
        {
          refuse_label (array, i, bits, error);
          return NULL;
        }
      labels[i] = bits;
      *n_classes = MAX (*n_classes, labels[i] + 1u);
    }
  if (labels == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   _ ("not enough memory for the labels of %s: close other programs"), array->name);
      return NULL;
    }
  return g_bytes_new_take (g_steal_pointer (&labels), header->n_items * sizeof (guint16));
}

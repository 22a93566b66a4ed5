#include "npy.h"
#include "dataset-builder.h"

#include <glib/gi18n.h>
#include <string.h>

#define MAGIC "\x93NUMPY"
#define MAGIC_LENGTH 6

/* The header is a Python dictionary such as
 *   {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }
 * of which this parser understands what NumPy writes and nothing else. */
typedef struct
{
  const char *next, *end;
} Cursor;

typedef struct
{
  gboolean has_type, has_order, has_shape;
  gboolean strange_type; /* well-formed, but no numbers */
} Seen;

static void
skip_spaces (Cursor *cursor)
{
  while (cursor->next < cursor->end && g_ascii_isspace (*cursor->next))
    cursor->next++;
}

static gboolean
accept (Cursor *cursor, const char *token)
{
  gsize length = strlen (token);

  skip_spaces (cursor);
  if ((gsize) (cursor->end - cursor->next) < length || memcmp (cursor->next, token, length) != 0)
    return FALSE;
  cursor->next += length;
  return TRUE;
}

/* A quoted string of less than `size` bytes. */
static gboolean
take_string (Cursor *cursor, char *out, gsize size)
{
  char quote = '\0';
  gsize length = 0;

  if (accept (cursor, "'"))
    quote = '\'';
  else if (accept (cursor, "\""))
    quote = '"';
  if (quote == '\0')
    return FALSE;
  while (cursor->next < cursor->end && *cursor->next != quote && length + 1 < size)
    out[length++] = *cursor->next++;
  out[length] = '\0';
  return cursor->next < cursor->end && *cursor->next++ == quote;
}

static gboolean
take_number (Cursor *cursor, gsize *number)
{
  const char *first;

  skip_spaces (cursor);
  *number = 0;
  for (first = cursor->next; cursor->next < cursor->end; cursor->next++)
    {
      if (!g_ascii_isdigit (*cursor->next))
        break;
      if (__builtin_mul_overflow (*number, 10, number)
          || __builtin_add_overflow (*number, *cursor->next - '0', number))
        return FALSE;
    }
  return cursor->next > first;
}

static gboolean
take_type (Cursor *cursor, RasNpyHeader *header, Seen *seen)
{
  char text[16];
  const char *kind = text;
  char order = '|';
  Cursor digits;
  gsize size = 0;

  seen->has_type = TRUE;
  skip_spaces (cursor);
  /* A list of fields: what follows it need not be understood. */
  seen->strange_type = cursor->next < cursor->end && *cursor->next == '[';
  if (seen->strange_type || !take_string (cursor, text, sizeof text))
    return FALSE;
  if (strchr ("<>=|", *kind) && *kind)
    order = *kind++;
  header->kind = *kind;
  digits = (Cursor){ kind + (*kind != '\0'), text + strlen (text) };
  seen->strange_type = !take_number (&digits, &size) || digits.next != digits.end
                       || !((strchr ("ui", *kind) && (size == 1 || size == 2 || size == 4))
                            || (strchr ("uif", *kind) && size == 8)
                            || (*kind == 'f' && (size == 2 || size == 4))
                            || (*kind == 'b' && size == 1));
  header->item_size = seen->strange_type ? 0 : size;
  header->swapped = size > 1 && order == (G_BYTE_ORDER == G_LITTLE_ENDIAN ? '>' : '<');
  return !seen->strange_type;
}

static gboolean
take_order (Cursor *cursor, RasNpyHeader *header, Seen *seen)
{
  seen->has_order = TRUE;
  header->fortran = accept (cursor, "True");
  return header->fortran || accept (cursor, "False");
}

static gboolean
take_shape (Cursor *cursor, RasNpyHeader *header, Seen *seen)
{
  seen->has_shape = TRUE;
  header->n_items = 1;
  if (!accept (cursor, "("))
    return FALSE;
  while (!accept (cursor, ")"))
    {
      gsize *extent = &header->shape[header->n_dimensions];

      if (header->n_dimensions == RAS_NPY_MAX_DIMENSIONS || !take_number (cursor, extent)
          || __builtin_mul_overflow (header->n_items, *extent, &header->n_items))
        return FALSE;
      header->n_dimensions++;
      if (accept (cursor, ","))
        continue;
      return accept (cursor, ")");
    }
  return TRUE;
}

static gboolean
take_dictionary (Cursor *cursor, RasNpyHeader *header, Seen *seen)
{
  if (!accept (cursor, "{"))
    return FALSE;
  while (!accept (cursor, "}"))
    {
      char key[16];
      gboolean ok = take_string (cursor, key, sizeof key) && accept (cursor, ":");

      if (ok && strcmp (key, "descr") == 0 && !seen->has_type)
        ok = take_type (cursor, header, seen);
      else if (ok && strcmp (key, "fortran_order") == 0 && !seen->has_order)
        ok = take_order (cursor, header, seen);
      else if (ok && strcmp (key, "shape") == 0 && !seen->has_shape)
        ok = take_shape (cursor, header, seen);
      else
        ok = FALSE;
      if (!ok)
        return FALSE;
      if (!accept (cursor, ",") && !accept (cursor, "}"))
        return FALSE;
      if (cursor->next[-1] == '}')
        break;
    }
  return seen->has_type && seen->has_order && seen->has_shape;
}

/* Finds the dictionary behind the magic, the version and its length (2 bytes in
 * version 1, 4 later; little-endian). */
static gboolean
find_dictionary (const guint8 *data, gsize size, Cursor *cursor)
{
  gsize width, length = 0;

  if (size < MAGIC_LENGTH + 2 || data[6] < 1 || data[6] > 3)
    return FALSE;
  width = data[6] == 1 ? 2 : 4;
  if (size < MAGIC_LENGTH + 2 + width)
    return FALSE;
  for (gsize i = width; i-- > 0;)
    length = length << 8 | data[MAGIC_LENGTH + 2 + i];
  if (length > size - (MAGIC_LENGTH + 2 + width))
    return FALSE;
  cursor->next = (const char *) data + MAGIC_LENGTH + 2 + width;
  cursor->end = cursor->next + length;
  return TRUE;
}

static gboolean
check_length (const RasNpyHeader *header, gsize size, const char *name, GError **error)
{
  gsize present = size - header->data_offset;
  gsize promised = 0;

  if (__builtin_mul_overflow (header->n_items, header->item_size, &promised)
      || present < promised)
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                               _ ("%s ends before its last item: the file is incomplete; copy or "
                                  "save it again"),
                               name);
  if (present > promised)
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                               _ ("%s goes on after its last item: the file is damaged; copy or "
                                  "save it again"),
                               name);
  return TRUE;
}

gboolean
ras_npy_parse (GBytes *bytes, const char *name, RasNpyHeader *header, GError **error)
{
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  Cursor cursor;
  Seen seen = { 0 };

  memset (header, 0, sizeof *header);
  if (size < MAGIC_LENGTH || memcmp (data, MAGIC, MAGIC_LENGTH) != 0)
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                               _ ("%s is no NumPy array: save it with numpy.save or numpy.savez"),
                               name);
  if (!find_dictionary (data, size, &cursor) || !take_dictionary (&cursor, header, &seen))
    {
      if (seen.strange_type)
        return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                                   _ ("%s holds no plain numbers: save it as uint8, an integer or "
                                      "a floating-point type"),
                                   name);
      return ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                                 _ ("%s has a damaged header: copy or save it again"), name);
    }
  header->data_offset = (const guint8 *) cursor.end - data;
  return check_length (header, size, name, error);
}

char *
ras_npy_format_shape (const RasNpyHeader *header)
{
  GString *text = g_string_new ("(");

  for (guint i = 0; i < header->n_dimensions; i++)
    g_string_append_printf (text, "%s%" G_GSIZE_FORMAT, i ? ", " : "", header->shape[i]);
  g_string_append (text, header->n_dimensions == 1 ? ",)" : ")");
  return g_string_free (text, FALSE);
}

char *
ras_npy_format_type (const RasNpyHeader *header)
{
  switch (header->kind)
    {
    case 'u':
      return g_strdup_printf ("uint%u", header->item_size * 8);
    case 'i':
      return g_strdup_printf ("int%u", header->item_size * 8);
    case 'f':
      return g_strdup_printf ("float%u", header->item_size * 8);
    default:
      return g_strdup ("bool");
    }
}

GBytes *
ras_npy_make_header (const char *descr, guint n_dimensions, const gsize *shape)
{
  RasNpyHeader header = { .n_dimensions = n_dimensions };
  g_autofree char *extents = NULL;
  GString *text = g_string_new (NULL);
  gsize length;

  g_return_val_if_fail (n_dimensions <= RAS_NPY_MAX_DIMENSIONS, NULL);
  memcpy (header.shape, shape, n_dimensions * sizeof *shape);
  extents = ras_npy_format_shape (&header);
  g_string_append_len (text, MAGIC "\x01\x00\x00\x00", MAGIC_LENGTH + 4);
  g_string_append_printf (text, "{'descr': '%s', 'fortran_order': False, 'shape': %s, }", descr,
                          extents);
  while ((text->len + 1) % 64 != 0)
    g_string_append_c (text, ' ');
  g_string_append_c (text, '\n');
  length = text->len - (MAGIC_LENGTH + 4);
  text->str[MAGIC_LENGTH + 2] = length & 0xff;
  text->str[MAGIC_LENGTH + 3] = length >> 8;
  return g_string_free_to_bytes (text);
}

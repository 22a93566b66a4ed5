#include "mat-check.h"
#include "dataset-builder.h"
#include "inflater.h"

#include <glib/gi18n.h>
#include <string.h>

#define FILE_HEADER 128
#define CHUNK ((gsize) 1 << 20)
/* All that stands before the items: the tags of matrix, flags, extents, name and items, and what
 * belongs to them. */
#define MOST_HEADER (8 + 16 + 8 + 4 * RAS_MAT_MAX_DIMENSIONS + 8 + RAS_MAT_MAX_NAME + 1 + 8)

/* What elements are, in files of version 5. */
enum
{
  TYPE_INT8 = 1,
  TYPE_INT32 = 5,
  TYPE_UINT32 = 6,
  TYPE_MATRIX = 14,
  TYPE_COMPRESSED = 15,
};

typedef struct
{
  const char *name; /* for people */
  const guint8 *data;
  gsize size;
  gboolean swapped; /* written on a machine of the other byte order */
} File;

/* A stretch of bytes that is read from its start on. */
typedef struct
{
  const guint8 *next;
  gsize left;
  gboolean swapped;
} Cursor;

/* --- Refusals --- */

static gboolean
refuse_damage (const File *file, GError **error)
{
  return ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                             _ ("%s is incomplete or damaged: download or save it again"),
                             file->name);
}

static gboolean
refuse_version (const File *file, GError **error)
{
  static const guint8 hdf5[] = { 0x89, 'H', 'D', 'F', '\r', '\n', 0x1a, '\n' };
  static const gsize places[] = { 0, 512 };

  for (gsize i = 0; i < G_N_ELEMENTS (places); i++)
    if (file->size >= places[i] + sizeof hdf5
        && memcmp (file->data + places[i], hdf5, sizeof hdf5) == 0)
      return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                                 _ ("%s is of MATLAB's version 7.3 (HDF5): save X and y again with "
                                    "“save -v7” in MATLAB or scipy.io.savemat in Python"),
                                 file->name);
  return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                             _ ("%s is no MATLAB file of version 5: save X and y with “save -v7” "
                                "in MATLAB or Octave, or with scipy.io.savemat in Python"),
                             file->name);
}

/* --- Bytes --- */

static guint32
word_at (const guint8 *data, gboolean swapped)
{
  guint32 word;

  memcpy (&word, data, sizeof word);
  return swapped ? GUINT32_SWAP_LE_BE (word) : word;
}

static gboolean
take_word (Cursor *cursor, guint32 *word)
{
  if (cursor->left < 4)
    return FALSE;
  *word = word_at (cursor->next, cursor->swapped);
  cursor->next += 4;
  cursor->left -= 4;
  return TRUE;
}

static gboolean
take_tag (Cursor *cursor, guint32 *type, guint32 *size)
{
  return take_word (cursor, type) && take_word (cursor, size);
}

static gboolean
skip (Cursor *cursor, gsize size)
{
  if (cursor->left < size)
    return FALSE;
  cursor->next += size;
  cursor->left -= size;
  return TRUE;
}

/* Bytes of one stored item, or 0 for what is no number. */
static guint
size_of_type (guint type)
{
  static const guint8 sizes[] = { 0, 1, 1, 2, 2, 4, 4, 4, 0, 8, 0, 0, 8, 8, 0, 0, 1, 2, 4 };

  return type < G_N_ELEMENTS (sizes) ? sizes[type] : 0;
}

/* --- The header of a variable --- */

static gboolean
take_flags (Cursor *cursor, RasMatVariable *variable)
{
  guint32 type, size, flags, unused;

  if (!take_tag (cursor, &type, &size) || type != TYPE_UINT32 || size != 8
      || !take_word (cursor, &flags) || !take_word (cursor, &unused))
    return FALSE;
  variable->class = flags & 0xff;
  variable->complex = (flags & 0x800) != 0;
  return TRUE;
}

static gboolean
take_shape (Cursor *cursor, RasMatVariable *variable)
{
  guint32 type, size;

  if (!take_tag (cursor, &type, &size) || type != TYPE_INT32 || size < 8 || size % 4
      || size > 4 * RAS_MAT_MAX_DIMENSIONS)
    return FALSE;
  variable->n_dimensions = size / 4;
  variable->n_items = 1;
  for (guint i = 0; i < variable->n_dimensions; i++)
    {
      guint32 extent;

      if (!take_word (cursor, &extent) || extent > G_MAXINT32
          || __builtin_mul_overflow (variable->n_items, (gsize) extent, &variable->n_items))
        return FALSE;
      variable->shape[i] = extent;
    }
  return skip (cursor, size % 8);
}

/* Up to four bytes stand within the tag itself; more follow it and are filled up to eight. */
static gboolean
take_name (Cursor *cursor, RasMatVariable *variable)
{
  guint32 word, size;
  gsize room;

  if (!take_word (cursor, &word))
    return FALSE;
  size = word >> 16;
  if (size == 0 && !take_word (cursor, &size))
    return FALSE;
  room = word >> 16 ? 4 : (size + 7ul) / 8 * 8;
  if ((word & 0xffff) != TYPE_INT8 || size == 0 || size > RAS_MAT_MAX_NAME || size > room
      || cursor->left < room)
    return FALSE;
  memcpy (variable->name, cursor->next, size);
  variable->name[size] = '\0';
  return strlen (variable->name) == size && skip (cursor, room);
}

/* The items: as many as the extents say, and no more than the variable has bytes. */
static gboolean
take_items (Cursor *cursor, gsize left_of_variable, RasMatVariable *variable)
{
  guint32 type, size;
  gsize expected = 0;

  if (!take_word (cursor, &type))
    return FALSE;
  if (type >> 16)
    {
      size = type >> 16;
      type &= 0xffff;
      if (size > 4 || left_of_variable < 8)
        return FALSE;
    }
  else if (!take_word (cursor, &size) || left_of_variable < 8 || size > left_of_variable - 8)
    return FALSE;
  variable->stored = type;
  return size_of_type (type)
         && !__builtin_mul_overflow (variable->n_items, size_of_type (type), &expected)
         && expected == size;
}

/* Is it a plain array: of characters or numbers? */
static gboolean
is_array (const RasMatVariable *variable)
{
  return variable->class == RAS_MAT_CLASS_CHAR
         || (variable->class >= RAS_MAT_CLASS_DOUBLE && variable->class <= RAS_MAT_CLASS_UINT64);
}

/* Reads what stands before the items of a matrix that has `size` bytes behind its tag, of which
 * the first ones are `cursor`'s; its items end after the first `needed` of them. */
static gboolean
take_header (const File *file, Cursor cursor, gsize size, RasMatVariable *variable, gsize *needed,
             GError **error)
{
  gsize start = cursor.left;

  if (!take_flags (&cursor, variable))
    return refuse_damage (file, error);
  if (!is_array (variable))
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                               _ ("%s has structures, cells or the like in front of its images: "
                                  "save X and y alone"),
                               file->name);
  if (!take_shape (&cursor, variable) || !take_name (&cursor, variable)
      || start - cursor.left > size)
    return refuse_damage (file, error);
  *needed = start - cursor.left;
  if (!take_items (&cursor, size - *needed, variable))
    return refuse_damage (file, error);
  *needed += 8 + variable->n_items * size_of_type (variable->stored);
  return TRUE;
}

/* --- Elements of the file --- */

/* Inflates the rest of a stream to nowhere: from `needed` to `most` bytes and a proper end, or it
 * is damaged. */
static gboolean
check_stream (const File *file, RasInflater *inflater, gsize needed, gsize most,
              const RasProgress *progress, GError **error)
{
  g_autofree char *stage = g_strdup_printf (_ ("Checking %s"), file->name);
  g_autofree guint8 *scratch = g_malloc (CHUNK);
  gsize rest, done = 0, got;

  do
    {
      if (!ras_progress_step (progress, stage, (double) done / MAX (most, 1), error))
        return FALSE;
      got = ras_inflater_read (inflater, scratch, MIN (CHUNK, most - done));
      done += got;
    }
  while (got > 0 && done < most);
  return (done >= needed && ras_inflater_finish (inflater, &rest)) || refuse_damage (file, error);
}

static gboolean
check_compressed (const File *file, const guint8 *data, gsize size, RasMatVariable *variable,
                  const RasProgress *progress, GError **error)
{
  g_autoptr (RasInflater) inflater = ras_inflater_new (data, size);
  guint8 start[MOST_HEADER];
  gsize length, needed, present = ras_inflater_read (inflater, start, sizeof start);
  Cursor cursor = { start, present, file->swapped };
  guint32 type, inner;

  variable->compressed = TRUE;
  if (!take_tag (&cursor, &type, &inner) || type != TYPE_MATRIX
      || inner / RAS_INFLATER_BEST_RATIO > size)
    return refuse_damage (file, error);
  /* What fills the items up to eight bytes may be there or not. */
  length = ((gsize) inner + 15) / 8 * 8;
  if (!take_header (file, cursor, inner, variable, &needed, error))
    return FALSE;
  needed += 8;
  if (present > length)
    return refuse_damage (file, error);
  return check_stream (file, inflater, needed > present ? needed - present : 0, length - present,
                       progress, error);
}

static gboolean
check_element (const File *file, gsize *offset, RasMatVariable *variable,
               const RasProgress *progress, GError **error)
{
  Cursor cursor = { file->data + *offset, file->size - *offset, file->swapped };
  guint32 type, size;
  gsize needed;

  *variable = (RasMatVariable) { 0 };
  if (!take_tag (&cursor, &type, &size) || size > cursor.left)
    return refuse_damage (file, error);
  *offset += 8 + (gsize) size;
  if (type == TYPE_COMPRESSED)
    return check_compressed (file, cursor.next, size, variable, progress, error);
  if (type != TYPE_MATRIX)
    return refuse_damage (file, error);
  cursor.left = size;
  return take_header (file, cursor, size, variable, &needed, error);
}

static gboolean
check_file_header (File *file, GError **error)
{
  const guint8 *end = file->data + FILE_HEADER - 4;
  gboolean little;

  if (file->size < FILE_HEADER)
    return refuse_version (file, error);
  little = memcmp (end, "\x00\x01IM", 4) == 0;
  if (!little && memcmp (end, "\x01\x00MI", 4) != 0)
    return refuse_version (file, error);
  file->swapped = little != (G_BYTE_ORDER == G_LITTLE_ENDIAN);
  return TRUE;
}

/* The index of a wanted variable that was not seen before, or −1. */
static int
find_wanted (const char *const *names, const RasMatVariable *variables, const char *name)
{
  for (int i = 0; names[i]; i++)
    if (strcmp (names[i], name) == 0 && variables[i].name[0] == '\0')
      return i;
  return -1;
}

gboolean
ras_mat_check (GBytes *bytes, const char *file_name, const char *const *names,
               RasMatVariable *variables, const RasProgress *progress, GError **error)
{
  guint n_wanted = g_strv_length ((char **) names), n_found = 0;
  File file = { .name = file_name };
  gsize offset = FILE_HEADER;

  memset (variables, 0, n_wanted * sizeof *variables);
  file.data = g_bytes_get_data (bytes, &file.size);
  if (!check_file_header (&file, error))
    return FALSE;
  while (n_found < n_wanted && offset < file.size)
    {
      RasMatVariable variable;
      int wanted;

      if (!check_element (&file, &offset, &variable, progress, error))
        return FALSE;
      wanted = find_wanted (names, variables, variable.name);
      if (wanted < 0)
        continue;
      variables[wanted] = variable;
      n_found++;
    }
  for (guint i = 0; i < n_wanted; i++)
    if (variables[i].name[0] == '\0')
      return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                                 _ ("%s has no variable %s: SVHN's files have images X of shape "
                                    "32 × 32 × 3 × n and labels y; save both in it"),
                                 file_name, names[i]);
  return TRUE;
}

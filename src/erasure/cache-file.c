#include "cache-file.h"

#include "atomic-file.h"
#include "fit-private.h"

#include <glib/gi18n.h>
#include <string.h>
#include <xxhash.h>

#define MAGIC "RASURAF\n"
#define VERSION 1
#define BYTE_ORDER_MARK 0x01020304u
#define ALIGNMENT 64

/* A file is this header, the arrays (doubles, each aligned), and 8 bytes of XXH3 over all
 * that comes before them. The path is three arrays more: gaps and eigenvalues, classes,
 * directions. */
typedef struct
{
  char magic[8];
  guint32 version, byte_order;
  guint64 file_size;
  char eraser[32];
  guint64 d, k;
  guint64 max_rank, path_length;
  double condition, residual;
  guint32 iterations, n_arrays, has_remark, reserved;
  struct
  {
    char name[32];
    guint64 offset, count;
  } arrays[RAS_FIT_MAX_ARRAYS + 5];
} Header;

/* --- Writing --- */

typedef struct
{
  RasAtomicFile *file;
  XXH3_state_t *hash;
  guint64 written;
} Writer;

static gboolean
put (Writer *writer, gconstpointer data, gsize length, GError **error)
{
  XXH3_64bits_update (writer->hash, data, length);
  writer->written += length;
  return ras_atomic_file_write (writer->file, data, length, error);
}

static gboolean
put_padding (Writer *writer, GError **error)
{
  static const char zeros[ALIGNMENT];
  gsize over = writer->written % ALIGNMENT;

  return over == 0 || put (writer, zeros, ALIGNMENT - over, error);
}

static guint64
aligned (guint64 offset)
{
  return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
}

static void
announce (Header *header, guint64 *offset, const char *name, guint64 count)
{
  guint i = header->n_arrays++;

  *offset = aligned (*offset);
  g_strlcpy (header->arrays[i].name, name, sizeof header->arrays[i].name);
  header->arrays[i].offset = *offset;
  header->arrays[i].count = count;
  *offset += count * sizeof (double);
}

static void
fill_header (Header *header, const RasFit *fit, guint length)
{
  guint64 offset = sizeof *header;

  memset (header, 0, sizeof *header);
  memcpy (header->magic, MAGIC, sizeof header->magic);
  header->version = VERSION;
  header->byte_order = BYTE_ORDER_MARK;
  g_strlcpy (header->eraser, fit->eraser->name, sizeof header->eraser);
  header->d = fit->d;
  header->k = fit->k;
  header->max_rank = fit->path.max_rank;
  header->path_length = length;
  header->condition = fit->report.condition;
  header->residual = fit->report.residual;
  header->iterations = fit->report.iterations;
  header->has_remark = fit->report.remark != NULL;
  for (guint i = 0; i < fit->n_arrays; i++)
    announce (header, &offset, fit->arrays[i].name, fit->arrays[i].count);
  if (fit->report.losses)
    announce (header, &offset, "losses", fit->report.losses->len);
  if (fit->eraser->has_path)
    {
      announce (header, &offset, "path-gaps", length + 1);
      announce (header, &offset, "path-eigenvalues", length);
      announce (header, &offset, "path-classes", length);
      announce (header, &offset, "path-directions", (guint64) length * fit->d);
    }
  header->file_size = offset + sizeof (guint64);
}

static gboolean
put_array (Writer *writer, const double *data, gsize count, GError **error)
{
  return put_padding (writer, error) && put (writer, data, count * sizeof *data, error);
}

static gboolean
put_path (Writer *writer, const RasFit *fit, guint length, const double *classes, GError **error)
{
  if (!put_array (writer, fit->path.gaps, length + 1, error)
      || !put_array (writer, fit->path.eigenvalues, length, error)
      || !put_array (writer, classes, length, error) || !put_padding (writer, error))
    return FALSE;
  for (guint start = 0; start < length; start += RAS_PATH_CHUNK)
    if (!put (writer, fit->path.chunks[start / RAS_PATH_CHUNK],
              MIN (RAS_PATH_CHUNK, length - start) * fit->d * sizeof (double), error))
      return FALSE;
  return TRUE;
}

static gboolean
put_fit (Writer *writer, const RasFit *fit, GError **error)
{
  guint length = ras_fit_get_path_length (fit);
  g_autofree double *classes = g_new (double, length + 1);
  guint64 digest;
  Header header;

  for (guint i = 0; i < length; i++)
    classes[i] = fit->path.classes[i];
  fill_header (&header, fit, length);
  if (!put (writer, &header, sizeof header, error))
    return FALSE;
  for (guint i = 0; i < fit->n_arrays; i++)
    if (!put_array (writer, fit->arrays[i].data, fit->arrays[i].count, error))
      return FALSE;
  if (fit->report.losses
      && !put_array (writer, (double *) fit->report.losses->data, fit->report.losses->len, error))
    return FALSE;
  if (fit->eraser->has_path && !put_path (writer, fit, length, classes, error))
    return FALSE;
  digest = XXH3_64bits_digest (writer->hash);
  return ras_atomic_file_write (writer->file, &digest, sizeof digest, error);
}

gboolean
ras_cache_file_write (const char *path, const RasFit *fit, GError **error)
{
  Writer writer = { ras_atomic_file_new (path, error), NULL, 0 };
  gboolean ok;

  if (writer.file == NULL)
    return FALSE;
  writer.hash = XXH3_createState ();
  XXH3_64bits_reset (writer.hash);
  ok = put_fit (&writer, fit, error);
  XXH3_freeState (writer.hash);
  if (ok)
    return ras_atomic_file_commit (writer.file, error);
  ras_atomic_file_abort (writer.file);
  return FALSE;
}

/* --- Reading --- */

static gboolean
header_is_sound (const Header *header, gsize size, const RasEraser *eraser, gsize d, guint k)
{
  if (size < sizeof *header + sizeof (guint64)
      || memcmp (header->magic, MAGIC, sizeof header->magic) != 0 || header->version != VERSION
      || header->byte_order != BYTE_ORDER_MARK || header->file_size != size
      || strncmp (header->eraser, eraser->name, sizeof header->eraser) != 0 || header->d != d
      || header->k != k || header->n_arrays > G_N_ELEMENTS (header->arrays)
      || header->max_rank > d || header->path_length > header->max_rank)
    return FALSE;
  for (guint i = 0; i < header->n_arrays; i++)
    if (header->arrays[i].offset % sizeof (double) != 0 || header->arrays[i].offset > size
        || header->arrays[i].count > (size - header->arrays[i].offset) / sizeof (double)
        || memchr (header->arrays[i].name, 0, sizeof header->arrays[i].name) == NULL)
      return FALSE;
  return TRUE;
}

static gboolean
checksum_holds (const char *data, gsize size)
{
  guint64 digest;

  memcpy (&digest, data + size - sizeof digest, sizeof digest);
  return XXH3_64bits (data, size - sizeof digest) == digest;
}

static const double *
find_array (const Header *header, const char *name, guint64 count)
{
  for (guint i = 0; i < header->n_arrays; i++)
    if (strcmp (header->arrays[i].name, name) == 0 && header->arrays[i].count == count)
      return (const double *) ((const char *) header + header->arrays[i].offset);
  return NULL;
}

/* Whole chunks stay in the file; a last, partial one is copied, so that the path can grow. */
static gboolean
restore_path (RasFit *fit, const Header *header)
{
  guint length = header->path_length;
  const double *gaps = find_array (header, "path-gaps", length + 1);
  const double *eigenvalues = find_array (header, "path-eigenvalues", length);
  const double *classes = find_array (header, "path-classes", length);
  const double *directions = find_array (header, "path-directions", (guint64) length * fit->d);
  guint whole = length / RAS_PATH_CHUNK;

  if (gaps == NULL || eigenvalues == NULL || classes == NULL || directions == NULL)
    return FALSE;
  ras_fit_start_path (fit, header->max_rank);
  for (guint c = 0; c < whole; c++)
    fit->path.chunks[c] = (double *) directions + (gsize) c * RAS_PATH_CHUNK * fit->d;
  memcpy (fit->path.gaps, gaps, (whole * RAS_PATH_CHUNK + 1) * sizeof *gaps);
  for (guint i = 0; i < whole * RAS_PATH_CHUNK; i++)
    {
      fit->path.eigenvalues[i] = eigenvalues[i];
      fit->path.classes[i] = (gint32) classes[i];
    }
  g_atomic_int_set (&fit->path.length, whole * RAS_PATH_CHUNK);
  for (guint i = whole * RAS_PATH_CHUNK; i < length; i++)
    if (!ras_fit_append_direction (fit, directions + (gsize) i * fit->d, gaps[i + 1],
                                   (int) classes[i], eigenvalues[i], NULL))
      return FALSE;
  return TRUE;
}

static void
restore_arrays (RasFit *fit, const Header *header)
{
  for (guint i = 0; i < header->n_arrays && fit->n_arrays < RAS_FIT_MAX_ARRAYS; i++)
    {
      const char *name = header->arrays[i].name;
      double *data = (double *) ((char *) header + header->arrays[i].offset);

      if (strcmp (name, "losses") == 0)
        {
          fit->report.losses = g_array_new (FALSE, FALSE, sizeof (double));
          g_array_append_vals (fit->report.losses, data, header->arrays[i].count);
        }
      else if (!g_str_has_prefix (name, "path-"))
        ras_fit_add_view (fit, name, header->arrays[i].count, data);
    }
}

static RasFit *
restore (GMappedFile *mapping, const RasEraser *eraser, const RasFitOptions *options, gsize d,
         guint k)
{
  const Header *header = (const Header *) g_mapped_file_get_contents (mapping);
  gsize size = g_mapped_file_get_length (mapping);
  g_autoptr (RasFit) fit = NULL;

  if (!header_is_sound (header, size, eraser, d, k)
      || !checksum_holds ((const char *) header, size))
    return NULL;
  fit = ras_fit_new (eraser, options, d, k);
  fit->mapping = g_mapped_file_ref (mapping);
  fit->report.from_cache = TRUE;
  fit->report.condition = header->condition;
  fit->report.residual = header->residual;
  fit->report.iterations = header->iterations;
  if (header->has_remark)
    fit->report.remark = N_ ("The covariances were singular when this was fitted.");
  restore_arrays (fit, header);
  if (eraser->has_path && !restore_path (fit, header))
    return NULL;
  return g_steal_pointer (&fit);
}

RasFit *
ras_cache_file_read (const char *path, const RasEraser *eraser, const RasFitOptions *options,
                     gsize d, guint k)
{
  g_autoptr (GMappedFile) mapping = g_mapped_file_new (path, FALSE, NULL);

  return mapping ? restore (mapping, eraser, options, d, k) : NULL;
}

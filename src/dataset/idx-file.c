#include "idx-file.h"
#include "dataset-builder.h"
#include "inflater.h"
#include "memory.h"

#include <glib/gi18n.h>
#include <string.h>

#define TYPE_BYTES 0x08
#define MOST_DIMENSIONS 3
#define CHUNK ((gsize) 4 << 20)

/* A file that is read from its start on, gzipped or not. */
typedef struct
{
  const char *name; /* for people */
  GBytes *file;
  const guint8 *data;
  gsize size, done;      /* of the plain file */
  RasInflater *inflater; /* NULL: plain */
} Source;

static void
source_clear (Source *source)
{
  g_clear_pointer (&source->inflater, ras_inflater_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Source, source_clear)

static Source
source_open (GBytes *file, const char *name)
{
  static const guint8 gzip[] = { 0x1f, 0x8b };
  Source source = { .name = name, .file = file };

  source.data = g_bytes_get_data (file, &source.size);
  if (source.size >= sizeof gzip && memcmp (source.data, gzip, sizeof gzip) == 0)
    source.inflater = ras_inflater_new (source.data, source.size);
  return source;
}

static gboolean
take (Source *source, guint8 *out, gsize size)
{
  if (source->inflater)
    return ras_inflater_read (source->inflater, out, size) == size;
  if (source->size - source->done < size)
    return FALSE;
  memcpy (out, source->data + source->done, size);
  source->done += size;
  return TRUE;
}

static gboolean
refuse_rank (const Source *source, guint rank, guint wanted, GError **error)
{
  if (wanted == RAS_IDX_LABELS)
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                               _ ("%s holds no labels: an array of 1 dimension is wanted, it has "
                                  "%u; look whether it is the file of images"),
                               source->name, rank);
  if (rank > wanted)
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                               _ ("%s has %u dimensions, and which of them is the colour is not "
                                  "said: save colour images as an NPZ file"),
                               source->name, rank);
  return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                             _ ("%s holds no images: an array of 3 dimensions is wanted, it has "
                                "%u; look whether it is the file of labels"),
                             source->name, rank);
}

/* Magic number and extents. */
static gboolean
take_header (Source *source, guint rank, gsize *shape, gsize *n_items, GError **error)
{
  guint8 magic[4], extents[4 * MOST_DIMENSIONS];

  if (!take (source, magic, sizeof magic) || magic[0] || magic[1] || magic[3] == 0)
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                               _ ("%s is no IDX file: it does not begin like one; download it "
                                  "again"),
                               source->name);
  if (magic[2] != TYPE_BYTES)
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                               _ ("%s does not hold bytes (its type is 0x%02x, not 0x08): save it "
                                  "as unsigned bytes"),
                               source->name, magic[2]);
  if (magic[3] != rank)
    return refuse_rank (source, magic[3], rank, error);
  if (!take (source, extents, 4 * rank))
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                               _ ("%s ends in the middle of its header: the file is incomplete; "
                                  "download it again"),
                               source->name);
  *n_items = 1;
  for (guint i = 0; i < rank; i++)
    {
      shape[i] = (guint32) extents[4 * i] << 24 | extents[4 * i + 1] << 16
                 | extents[4 * i + 2] << 8 | extents[4 * i + 3];
      if (__builtin_mul_overflow (*n_items, shape[i], n_items))
        return ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                                   _ ("%s claims an impossible size: the file is damaged; download "
                                      "it again"),
                                   source->name);
    }
  return TRUE;
}

static gboolean
refuse_short (const Source *source, const gsize *shape, gsize n_items, gsize present,
              GError **error)
{
  gsize each = shape[0] ? n_items / shape[0] : 1;

  return ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                             _ ("%s ends in item %zu of the %zu that it claims: the file is "
                                "incomplete or damaged; download it again"),
                             source->name, present / MAX (each, 1) + 1, shape[0]);
}

static gboolean
refuse_end (const Source *source, GError **error)
{
  return ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                             _ ("%s does not end after its last item: the file is damaged; "
                                "download it again"),
                             source->name);
}

static GBytes *
view_items (Source *source, const gsize *shape, gsize n_items, GError **error)
{
  gsize present = source->size - source->done;

  if (present < n_items)
    refuse_short (source, shape, n_items, present, error);
  else if (present > n_items)
    refuse_end (source, error);
  else
    return g_bytes_new_from_bytes (source->file, source->done, n_items);
  return NULL;
}

static GBytes *
inflate_items (Source *source, const gsize *shape, gsize n_items, const RasProgress *progress,
               GError **error)
{
  g_autofree char *stage = g_strdup_printf (_ ("Reading %s"), source->name);
  RAS_BIG guint8 *items = NULL;
  gsize rest = 0;

  if (n_items / RAS_INFLATER_BEST_RATIO > source->size)
    {
      refuse_short (source, shape, n_items, 0, error);
      return NULL;
    }
  items = ras_dataset_alloc_pixels (source->name, 1, n_items, error);
  if (items == NULL)
    return NULL;
  for (gsize done = 0; done < n_items;)
    {
      gsize wanted = MIN (CHUNK, n_items - done);
      gsize got = ras_inflater_read (source->inflater, items + done, wanted);

      done += got;
      if (got < wanted)
        {
          refuse_short (source, shape, n_items, done, error);
          return NULL;
        }
      if (!ras_progress_step (progress, stage, (double) done / n_items, error))
        return NULL;
    }
  if (!ras_inflater_finish (source->inflater, &rest) || rest > 0)
    {
      refuse_end (source, error);
      return NULL;
    }
  return ras_dataset_take_pixels (g_steal_pointer (&items), n_items);
}

GBytes *
ras_idx_read (GBytes *file, const char *name, guint rank, gsize *shape,
              const RasProgress *progress, GError **error)
{
  g_auto (Source) source = source_open (file, name);
  gsize n_items = 0;

  g_return_val_if_fail (rank > 0 && rank <= MOST_DIMENSIONS, NULL);
  if (!take_header (&source, rank, shape, &n_items, error))
    return NULL;
  return source.inflater ? inflate_items (&source, shape, n_items, progress, error)
                         : view_items (&source, shape, n_items, error);
}

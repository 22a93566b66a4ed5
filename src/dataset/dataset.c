#include "dataset-builder.h"

#include <glib/gi18n.h>
#include <string.h>
#include <xxhash.h>

#include "reader.h"

G_DEFINE_QUARK (ras-dataset-error-quark, ras_dataset_error)

struct _RasDataset
{
  char *location;
  char *title;
  const char *format;
  char fingerprint[33];
  guint channels, height, width;
  gsize dimension;
  guint n_classes;
  char **class_names;
  char **remarks;
  gsize n_images[RAS_N_SPLITS];
  GBytes *pixels[RAS_N_SPLITS];
  GBytes *labels[RAS_N_SPLITS];
  gsize *class_counts[RAS_N_SPLITS]; /* k each */
};

const char *
ras_split_name (RasSplit split)
{
  return split == RAS_SPLIT_TRAIN ? "train" : "test";
}

const char *
ras_split_title (RasSplit split)
{
  return split == RAS_SPLIT_TRAIN ? _ ("training") : _ ("test");
}

static gboolean
unsuitable (GError **error, const char *location, const char *what)
{
  g_set_error (error, RAS_DATASET_ERROR, RAS_DATASET_ERROR_UNSUITABLE, "%s: %s", location, what);
  return FALSE;
}

static void
fill_class_names (RasDataset *dataset, const char *const *names)
{
  guint n_names = names ? g_strv_length ((char **) names) : 0;

  dataset->class_names = g_new0 (char *, dataset->n_classes + 1);
  for (guint z = 0; z < dataset->n_classes; z++)
    dataset->class_names[z]
        = z < n_names && names[z][0] ? g_strdup (names[z]) : g_strdup_printf (_ ("class %u"), z);
}

static gboolean
take_split (RasDataset *dataset, const RasDatasetParts *parts, RasSplit split, GError **error)
{
  gsize pixel_bytes = parts->pixels[split] ? g_bytes_get_size (parts->pixels[split]) : 0;
  gsize label_bytes = parts->labels[split] ? g_bytes_get_size (parts->labels[split]) : 0;
  gsize n = pixel_bytes / dataset->dimension;
  const guint16 *labels;

  dataset->class_counts[split] = g_new0 (gsize, dataset->n_classes);
  if (pixel_bytes % dataset->dimension != 0 || label_bytes != n * sizeof (guint16))
    {
      g_set_error (error, RAS_DATASET_ERROR, RAS_DATASET_ERROR_DAMAGED,
                   _ ("%s: there are %zu images but %zu labels: each image needs one"),
                   dataset->location, n, label_bytes / sizeof (guint16));
      return FALSE;
    }
  dataset->n_images[split] = n;
  if (n == 0)
    return TRUE;
  dataset->pixels[split] = g_bytes_ref (parts->pixels[split]);
  dataset->labels[split] = g_bytes_ref (parts->labels[split]);
  labels = g_bytes_get_data (dataset->labels[split], NULL);
  for (gsize i = 0; i < n; i++)
    {
      if (labels[i] >= dataset->n_classes)
        {
          g_set_error (error, RAS_DATASET_ERROR, RAS_DATASET_ERROR_DAMAGED,
                       _ ("%s: image %zu of the %s split has label %u, but there "
                          "are only %u classes"),
                       dataset->location, i, ras_split_title (split), labels[i],
                       dataset->n_classes);
          return FALSE;
        }
      dataset->class_counts[split][labels[i]]++;
    }
  return TRUE;
}

static gboolean
check_classes (const RasDataset *dataset, GError **error)
{
  guint n_present = 0;

  if (dataset->n_images[RAS_SPLIT_TRAIN] == 0)
    return unsuitable (error, dataset->location,
                       _ ("there are no training images in it: put images into its training "
                          "split"));
  for (guint z = 0; z < dataset->n_classes; z++)
    n_present += dataset->class_counts[RAS_SPLIT_TRAIN][z] > 0;
  if (n_present < 2)
    return unsuitable (error, dataset->location,
                       _ ("all training images are of one class: erasing a concept needs at "
                          "least two"));
  return TRUE;
}

static void
compute_fingerprint (RasDataset *dataset)
{
  XXH3_state_t *state = XXH3_createState ();
  guint64 head[] = { dataset->channels, dataset->height, dataset->width, dataset->n_classes,
                     dataset->n_images[0], dataset->n_images[1] };
  XXH128_hash_t hash;

  XXH3_128bits_reset (state);
  XXH3_128bits_update (state, head, sizeof head);
  for (int split = 0; split < RAS_N_SPLITS; split++)
    if (dataset->n_images[split])
      {
        XXH3_128bits_update (state, g_bytes_get_data (dataset->labels[split], NULL),
                             g_bytes_get_size (dataset->labels[split]));
        XXH3_128bits_update (state, g_bytes_get_data (dataset->pixels[split], NULL),
                             g_bytes_get_size (dataset->pixels[split]));
      }
  hash = XXH3_128bits_digest (state);
  XXH3_freeState (state);
  g_snprintf (dataset->fingerprint, sizeof dataset->fingerprint, "%016" G_GINT64_MODIFIER "x%016"
              G_GINT64_MODIFIER "x", (guint64) hash.high64, (guint64) hash.low64);
}

RasDataset *
ras_dataset_new (const RasDatasetParts *parts, GError **error)
{
  g_autoptr (RasDataset) dataset = g_atomic_rc_box_new0 (RasDataset);
  gsize plane = 0;

  dataset->location = g_strdup (parts->location);
  dataset->title = g_strdup (parts->title);
  dataset->format = parts->format;
  dataset->channels = parts->channels;
  dataset->height = parts->height;
  dataset->width = parts->width;
  dataset->remarks = g_strdupv ((char **) parts->remarks);
  if (dataset->remarks == NULL)
    dataset->remarks = g_new0 (char *, 1);
  if (parts->channels != 1 && parts->channels != 3)
    {
      unsuitable (error, parts->location,
                  _ ("images must be grey (1 channel) or RGB (3 channels): convert them"));
      return NULL;
    }
  if (__builtin_mul_overflow ((gsize) parts->height, parts->width, &plane)
      || __builtin_mul_overflow (plane, parts->channels, &dataset->dimension)
      || dataset->dimension == 0 || dataset->dimension > G_MAXINT / 2)
    {
      unsuitable (error, parts->location,
                  _ ("the images have an impossible size: scale them to at most a few hundred "
                     "pixels a side"));
      return NULL;
    }
  dataset->n_classes = parts->n_classes;
  if (dataset->n_classes == 0 && parts->class_names)
    dataset->n_classes = g_strv_length ((char **) parts->class_names);
  fill_class_names (dataset, parts->class_names);
  for (int split = 0; split < RAS_N_SPLITS; split++)
    if (!take_split (dataset, parts, split, error))
      return NULL;
  if (!check_classes (dataset, error))
    return NULL;
  compute_fingerprint (dataset);
  return g_steal_pointer (&dataset);
}

RasDataset *
ras_dataset_ref (RasDataset *dataset)
{
  return g_atomic_rc_box_acquire (dataset);
}

static void
clear (gpointer data)
{
  RasDataset *dataset = data;

  for (int split = 0; split < RAS_N_SPLITS; split++)
    {
      g_clear_pointer (&dataset->pixels[split], g_bytes_unref);
      g_clear_pointer (&dataset->labels[split], g_bytes_unref);
      g_free (dataset->class_counts[split]);
    }
  g_free (dataset->location);
  g_free (dataset->title);
  g_strfreev (dataset->class_names);
  g_strfreev (dataset->remarks);
}

void
ras_dataset_unref (RasDataset *dataset)
{
  g_atomic_rc_box_release_full (dataset, clear);
}

RasDatasetParts
ras_dataset_parts_like (RasDataset *original)
{
  return (RasDatasetParts) { .location = original->location,
                             .title = original->title,
                             .format = original->format,
                             .channels = original->channels,
                             .height = original->height,
                             .width = original->width,
                             .class_names = (const char *const *) original->class_names,
                             .n_classes = original->n_classes,
                             .remarks = (const char *const *) original->remarks };
}

GBytes *
ras_dataset_ref_labels (RasDataset *dataset, RasSplit split)
{
  return dataset->labels[split] ? g_bytes_ref (dataset->labels[split]) : NULL;
}

const char *
ras_dataset_get_location (const RasDataset *dataset)
{
  return dataset->location;
}

char *
ras_dataset_dup_address (const RasDataset *dataset)
{
  gboolean built_in = g_str_equal (dataset->format, ras_reader_drawn.name)
                      || g_str_equal (dataset->format, ras_reader_moments.name);

  guint side;
  g_autofree char *base = ras_location_split (dataset->location, &side);
  g_autofree char *path = NULL;

  if (built_in || !g_file_test (base, G_FILE_TEST_EXISTS))
    return g_strdup (dataset->location);
  path = g_canonicalize_filename (base, NULL);
  return side > 0 ? ras_location_join (path, side) : g_steal_pointer (&path);
}

const char *
ras_dataset_get_title (const RasDataset *dataset)
{
  return dataset->title;
}

const char *
ras_dataset_get_format (const RasDataset *dataset)
{
  return dataset->format;
}

const char *
ras_dataset_get_fingerprint (const RasDataset *dataset)
{
  return dataset->fingerprint;
}

guint
ras_dataset_get_channels (const RasDataset *dataset)
{
  return dataset->channels;
}

guint
ras_dataset_get_height (const RasDataset *dataset)
{
  return dataset->height;
}

guint
ras_dataset_get_width (const RasDataset *dataset)
{
  return dataset->width;
}

gsize
ras_dataset_get_dimension (const RasDataset *dataset)
{
  return dataset->dimension;
}

guint
ras_dataset_get_n_classes (const RasDataset *dataset)
{
  return dataset->n_classes;
}

const char *
ras_dataset_get_class_name (const RasDataset *dataset, guint label)
{
  return dataset->class_names[label];
}

int
ras_dataset_find_class (const RasDataset *dataset, const char *name)
{
  for (guint z = 0; z < dataset->n_classes; z++)
    if (strcmp (dataset->class_names[z], name) == 0)
      return z;
  return -1;
}

gsize
ras_dataset_get_n_images (const RasDataset *dataset, RasSplit split)
{
  return dataset->n_images[split];
}

gsize
ras_dataset_get_class_count (const RasDataset *dataset, RasSplit split, guint label)
{
  return dataset->class_counts[split][label];
}

const guint8 *
ras_dataset_get_image (const RasDataset *dataset, RasSplit split, gsize index)
{
  const guint8 *pixels = g_bytes_get_data (dataset->pixels[split], NULL);

  return pixels + index * dataset->dimension;
}

guint
ras_dataset_get_label (const RasDataset *dataset, RasSplit split, gsize index)
{
  const guint16 *labels = g_bytes_get_data (dataset->labels[split], NULL);

  return labels[index];
}

const char *const *
ras_dataset_get_remarks (const RasDataset *dataset)
{
  return (const char *const *) dataset->remarks;
}

/* Arrays saved by NumPy: an .npz, or NAME.npy with NAME.labels.npy beside it. */
#include "dataset-builder.h"
#include "file-bytes.h"
#include "npy-convert.h"
#include "npz.h"
#include "reader.h"

#include <glib/gi18n.h>
#include <string.h>

/* The names under which the arrays of a split are looked for, in this order. */
static const char *const image_names[RAS_N_SPLITS][10] = {
  { "x", "X", "images", "data", "x_train", "X_train", "train_images", NULL },
  { "x_test", "X_test", "test_images", NULL },
};
static const char *const label_names[RAS_N_SPLITS][10] = {
  { "y", "Y", "labels", "targets", "y_train", "Y_train", "train_labels", NULL },
  { "y_test", "Y_test", "test_labels", NULL },
};

typedef struct
{
  RasNpyArray *x[RAS_N_SPLITS], *y[RAS_N_SPLITS]; /* NULL for a missing split */
} Arrays;

static void
arrays_clear (Arrays *arrays)
{
  for (int split = 0; split < RAS_N_SPLITS; split++)
    {
      g_clear_pointer (&arrays->x[split], ras_npy_array_free);
      g_clear_pointer (&arrays->y[split], ras_npy_array_free);
    }
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arrays, arrays_clear)

static gboolean
has_suffix (const char *location, const char *suffix)
{
  gsize length = strlen (location), n = strlen (suffix);

  return length > n && g_ascii_strcasecmp (location + length - n, suffix) == 0;
}

static gboolean
exists (const char *path)
{
  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* The member under the first of `names` that is there, or NULL. */
static const char *
find_member (GHashTable *members, const char *const *names)
{
  for (; *names; names++)
    if (g_hash_table_contains (members, *names))
      return *names;
  return NULL;
}

static gboolean
take_member (GHashTable *members, const char *file, const char *member, RasNpyArray **array,
             GError **error)
{
  g_autofree char *name = g_strdup_printf ("%s: %s", file, member);

  *array = ras_npy_array_new (g_hash_table_lookup (members, member), name, error);
  return *array != NULL;
}

static GStrv
wanted_members (void)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (int split = 0; split < RAS_N_SPLITS; split++)
    {
      g_strv_builder_addv (names, (const char **) image_names[split]);
      g_strv_builder_addv (names, (const char **) label_names[split]);
    }
  return g_strv_builder_end (names);
}

static gboolean
read_archive (const char *location, Arrays *arrays, const RasProgress *progress, GError **error)
{
  g_autofree char *name = g_filename_display_basename (location);
  g_auto (GStrv) wanted = wanted_members ();
  g_autoptr (GBytes) file = ras_file_map (location, error);
  g_autoptr (GHashTable) members = NULL;

  if (file)
    members = ras_npz_read (file, name, (const char *const *) wanted, progress, error);
  if (members == NULL)
    return FALSE;
  for (int split = 0; split < RAS_N_SPLITS; split++)
    {
      const char *x = find_member (members, image_names[split]);
      const char *y = find_member (members, label_names[split]);

      if (split == RAS_SPLIT_TEST && x == NULL && y == NULL)
        break;
      if (x == NULL || y == NULL)
        return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                                   _ ("%s has no %s: name its arrays x and y, or x_train, "
                                      "y_train, x_test and y_test"),
                                   name, (x ? label_names : image_names)[split][0]);
      if (!take_member (members, name, x, &arrays->x[split], error)
          || !take_member (members, name, y, &arrays->y[split], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
map_array (const char *path, RasNpyArray **array, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr (GBytes) bytes = ras_file_map (path, error);

  if (bytes)
    *array = ras_npy_array_new (bytes, name, error);
  return *array != NULL;
}

/* NAME of any of NAME.npy, NAME.labels.npy, NAME.test.npy and NAME.test.labels.npy. */
static char *
stem_of (const char *location)
{
  g_autofree char *stem = g_strndup (location, strlen (location) - strlen (".npy"));
  g_autofree char *whole = NULL;

  if (has_suffix (stem, ".labels"))
    stem[strlen (stem) - strlen (".labels")] = '\0';
  if (has_suffix (stem, ".test"))
    {
      g_autofree char *shorter = g_strndup (stem, strlen (stem) - strlen (".test"));

      whole = g_strconcat (shorter, ".npy", NULL);
      if (exists (whole))
        return g_steal_pointer (&shorter);
    }
  return g_steal_pointer (&stem);
}

static gboolean
read_pair (const char *location, Arrays *arrays, GError **error)
{
  static const char *const infixes[RAS_N_SPLITS] = { "", ".test" };
  g_autofree char *stem = stem_of (location);

  for (int split = 0; split < RAS_N_SPLITS; split++)
    {
      g_autofree char *images = g_strconcat (stem, infixes[split], ".npy", NULL);
      g_autofree char *labels = g_strconcat (stem, infixes[split], ".labels.npy", NULL);

      if (split == RAS_SPLIT_TEST && !exists (images))
        break;
      if (exists (images) && !exists (labels))
        {
          g_autofree char *name = g_filename_display_basename (images);
          g_autofree char *missing = g_filename_display_basename (labels);

          return ras_dataset_refuse (error, RAS_DATASET_ERROR_NOT_FOUND,
                                     _ ("%s has no labels beside it: save them as %s"), name,
                                     missing);
        }
      if (!map_array (images, &arrays->x[split], error)
          || !map_array (labels, &arrays->y[split], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_same_size (const Arrays *arrays, const RasNpyLayout *layouts, GError **error)
{
  const RasNpyLayout *a = &layouts[RAS_SPLIT_TRAIN], *b = &layouts[RAS_SPLIT_TEST];

  if (a->channels == b->channels && a->height == b->height && a->width == b->width)
    return TRUE;
  return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                             _ ("%s and %s hold images of different sizes: scale them to the same "
                                "size"),
                             arrays->x[RAS_SPLIT_TRAIN]->name, arrays->x[RAS_SPLIT_TEST]->name);
}

static RasDataset *
build (const char *location, const Arrays *arrays, const RasProgress *progress, GError **error)
{
  g_autofree char *title = g_filename_display_basename (location);
  g_autoptr (GPtrArray) remarks = g_ptr_array_new_with_free_func (g_free);
  g_auto (RasDatasetParts) parts = { location, title, ras_reader_npy.name };
  RasNpyLayout layouts[RAS_N_SPLITS] = { 0 };

  for (int split = 0; split < RAS_N_SPLITS && arrays->x[split]; split++)
    {
      if (!ras_npy_find_layout (arrays->x[split], &layouts[split], remarks, error)
          || (split == RAS_SPLIT_TEST && !check_same_size (arrays, layouts, error)))
        return NULL;
      parts.labels[split] = ras_npy_to_labels (arrays->y[split], &parts.n_classes, error);
      if (parts.labels[split])
        parts.pixels[split]
            = ras_npy_to_pixels (arrays->x[split], &layouts[split], remarks, progress, error);
      if (parts.pixels[split] == NULL)
        return NULL;
    }
  parts.channels = layouts[RAS_SPLIT_TRAIN].channels;
  parts.height = layouts[RAS_SPLIT_TRAIN].height;
  parts.width = layouts[RAS_SPLIT_TRAIN].width;
  g_ptr_array_add (remarks, NULL);
  parts.remarks = (const char *const *) remarks->pdata;
  return ras_dataset_new (&parts, error);
}

static gboolean
recognises (const char *location)
{
  return (has_suffix (location, ".npz") || has_suffix (location, ".npy"))
         && g_file_test (location, G_FILE_TEST_IS_REGULAR);
}

static RasDataset *
open_arrays (const char *location, const RasProgress *progress, GError **error)
{
  g_auto (Arrays) arrays = { 0 };
  gboolean ok = has_suffix (location, ".npz") ? read_archive (location, &arrays, progress, error)
                                              : read_pair (location, &arrays, error);

  return ok ? build (location, &arrays, progress, error) : NULL;
}

const RasReader ras_reader_npy = { "npy", N_ ("NumPy arrays (NPZ, or NPY with labels)"),
                                   recognises, open_arrays };

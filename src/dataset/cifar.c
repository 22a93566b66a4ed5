/* The binary folders of CIFAR-10 and CIFAR-100.
 *
 * A file is a row of records: one label byte (CIFAR-100: a coarse one before it)
 * and 3 × 32 × 32 bytes, channel planes first, which is our own order. */
#include "dataset-builder.h"
#include "file-bytes.h"
#include "memory.h"
#include "reader.h"

#include <glib/gi18n.h>
#include <string.h>

#define SIDE 32
#define IMAGE_BYTES (3 * SIDE * SIDE)
#define MOST_RECORDS 100000 /* in one file: keeps sums of sizes far from overflow */
#define MOST_NAMES_BYTES 65536

static const char *const cifar10_names[] = { "airplane", "automobile", "bird",  "cat",  "deer",
                                             "dog",      "frog",       "horse", "ship", "truck",
                                             NULL };

typedef struct
{
  const char *title;
  const char *folder;        /* as the archive unpacks */
  const char *train_pattern; /* GPatternSpec */
  const char *test_name;
  const char *names_file;
  const char *const *known_names; /* NULL: the names file must be there */
  guint label_bytes;              /* the last one counts */
  guint usual_records;            /* in a file of the published set */
} Layout;

static const Layout layouts[] = {
  { "CIFAR-10", "cifar-10-batches-bin", "data_batch_*.bin", "test_batch.bin", "batches.meta.txt",
    cifar10_names, 1, 10000 },
  { "CIFAR-100", "cifar-100-binary", "train.bin", "test.bin", "fine_label_names.txt", NULL, 2,
    50000 },
};

typedef struct
{
  const Layout *layout;
  char *folder;
  GPtrArray *files[RAS_N_SPLITS]; /* paths, sorted */
} Found;

static void
found_clear (Found *found)
{
  g_free (found->folder);
  for (int split = 0; split < RAS_N_SPLITS; split++)
    g_clear_pointer (&found->files[split], g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Found, found_clear)

static gboolean
has_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
look_into (const char *folder, const Layout *layout, Found *found)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPatternSpec) pattern = g_pattern_spec_new (layout->train_pattern);
  const char *name;

  if (dir == NULL || (layout->known_names == NULL && !has_file (folder, layout->names_file)))
    return FALSE;
  for (int split = 0; split < RAS_N_SPLITS; split++)
    found->files[split] = g_ptr_array_new_with_free_func (g_free);
  while ((name = g_dir_read_name (dir)))
    if (g_pattern_spec_match_string (pattern, name))
      g_ptr_array_add (found->files[RAS_SPLIT_TRAIN], g_build_filename (folder, name, NULL));
    else if (strcmp (name, layout->test_name) == 0)
      g_ptr_array_add (found->files[RAS_SPLIT_TEST], g_build_filename (folder, name, NULL));
  if (found->files[RAS_SPLIT_TRAIN]->len + found->files[RAS_SPLIT_TEST]->len == 0)
    {
      found_clear (found);
      return FALSE;
    }
  g_ptr_array_sort (found->files[RAS_SPLIT_TRAIN], compare_paths);
  found->layout = layout;
  found->folder = g_strdup (folder);
  return TRUE;
}

/* The folder itself or the one that the archive unpacks inside it. */
static gboolean
find (const char *location, Found *found)
{
  for (gsize i = 0; i < G_N_ELEMENTS (layouts); i++)
    {
      g_autofree char *inner = g_build_filename (location, layouts[i].folder, NULL);

      if (look_into (location, &layouts[i], found) || look_into (inner, &layouts[i], found))
        return TRUE;
    }
  return FALSE;
}

/* The archive of pickles that Python programs read: its name, or NULL. */
static const char *
find_python_version (const char *location)
{
  static const struct
  {
    const char *set, *folder, *file, *other;
  } versions[] = { { "CIFAR-10", "cifar-10-batches-py", "data_batch_1", "data_batch_1" },
                   { "CIFAR-10", "cifar-10-batches-py", "batches.meta", "test_batch" },
                   { "CIFAR-100", "cifar-100-python", "meta", "train" } };

  for (gsize i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autofree char *inner = g_build_filename (location, versions[i].folder, NULL);

      if ((has_file (location, versions[i].file) && has_file (location, versions[i].other))
          || (has_file (inner, versions[i].file) && has_file (inner, versions[i].other)))
        return versions[i].set;
    }
  return NULL;
}

static gboolean
recognises (const char *location)
{
  g_auto (Found) found = { 0 };

  return g_file_test (location, G_FILE_TEST_IS_DIR)
         && (find (location, &found) || find_python_version (location));
}

/* The classes' names, or the ones known by heart if there is no file of them. */
static GStrv
read_names (const Found *found, GPtrArray *remarks, GError **error)
{
  g_autofree char *path = g_build_filename (found->folder, found->layout->names_file, NULL);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n_names = 0;

  if (found->layout->known_names && !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_ptr_array_add (remarks, g_strdup_printf (_ ("%s is missing: the classes have their usual "
                                                    "names."),
                                                 found->layout->names_file));
      return g_strdupv ((char **) found->layout->known_names);
    }
  bytes = ras_file_read (path, MOST_NAMES_BYTES, error);
  if (bytes == NULL)
    return NULL;
  text = g_utf8_make_valid (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line; line++)
    if (*g_strstrip (*line))
      {
        g_strv_builder_add (names, *line);
        n_names++;
      }
  if (n_names == 0)
    {
      ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                          _ ("%s names no class: write one name per line into it"),
                          found->layout->names_file);
      return NULL;
    }
  return g_strv_builder_end (names);
}

static gboolean
count_records (const Layout *layout, const char *path, gsize *n, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  gsize record = layout->label_bytes + IMAGE_BYTES;
  gsize size;

  if (!ras_file_get_size (path, &size, error))
    return FALSE;
  *n = size / record;
  if (*n > MOST_RECORDS || (size % record && *n >= layout->usual_records))
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                               _ ("%s goes on after its last image (record %zu): the file is "
                                  "damaged; download it again"),
                               name, MIN (*n, layout->usual_records));
  if (size % record)
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                               _ ("%s ends in the middle of an image (record %zu): the file is "
                                  "incomplete; download it again"),
                               name, *n + 1);
  return TRUE;
}

/* Appends the n records of one file to `pixels` and `labels`. */
static gboolean
read_records (const Layout *layout, const char *path, gsize n, guint n_classes, guint8 *pixels,
              guint16 *labels, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  gsize record = layout->label_bytes + IMAGE_BYTES;
  g_autoptr (GBytes) bytes = ras_file_read (path, n * record, error);
  const guint8 *data;

  if (bytes == NULL)
    return FALSE;
  if (g_bytes_get_size (bytes) != n * record)
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                               _ ("%s changed while it was read: try again"), name);
  data = g_bytes_get_data (bytes, NULL);
  for (gsize i = 0; i < n; i++, data += record)
    {
      labels[i] = data[layout->label_bytes - 1];
      if (labels[i] >= n_classes)
        return ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                                   _ ("%s has label %u at record %zu, but there are %u classes: "
                                      "the file is damaged; download "
                                      "it again"),
                                   name, labels[i], i + 1, n_classes);
      memcpy (pixels + i * IMAGE_BYTES, data + layout->label_bytes, IMAGE_BYTES);
    }
  return TRUE;
}

static gboolean
read_split (const Found *found, RasSplit split, RasDatasetParts *parts,
            const RasProgress *progress, GError **error)
{
  GPtrArray *files = found->files[split];
  g_autofree gsize *counts = g_new0 (gsize, files->len + 1);
  g_autofree guint16 *labels = NULL;
  RAS_BIG guint8 *pixels = NULL;
  gsize n = 0, first = 0;

  for (guint i = 0; i < files->len; i++, n += counts[i - 1])
    if (!count_records (found->layout, files->pdata[i], &counts[i], error))
      return FALSE;
  pixels = ras_dataset_alloc_pixels (parts->location, n, IMAGE_BYTES, error);
  if (pixels == NULL)
    return FALSE;
  labels = g_new (guint16, n);
  for (guint i = 0; i < files->len; first += counts[i++])
    {
      g_autofree char *name = g_filename_display_basename (files->pdata[i]);
      g_autofree char *stage = g_strdup_printf (_ ("Reading %s"), name);

      if (!ras_progress_step (progress, stage, n ? (double) first / n : 0, error)
          || !read_records (found->layout, files->pdata[i], counts[i], parts->n_classes,
                            pixels + first * IMAGE_BYTES, labels + first, error))
        return FALSE;
    }
  parts->pixels[split] = ras_dataset_take_pixels (g_steal_pointer (&pixels), n * IMAGE_BYTES);
  parts->labels[split] = g_bytes_new_take (g_steal_pointer (&labels), n * sizeof (guint16));
  return TRUE;
}

static RasDataset *
open_found (const char *location, const Found *found, const RasProgress *progress, GError **error)
{
  g_autoptr (GPtrArray) remarks = g_ptr_array_new_with_free_func (g_free);
  g_auto (GStrv) names = read_names (found, remarks, error);
  g_auto (RasDatasetParts) parts = { location, found->layout->title, ras_reader_cifar.name,
                                     3,        SIDE,                 SIDE };

  if (names == NULL)
    return NULL;
  parts.class_names = (const char *const *) names;
  parts.n_classes = g_strv_length (names);
  for (int split = 0; split < RAS_N_SPLITS; split++)
    if (!read_split (found, split, &parts, progress, error))
      return NULL;
  g_ptr_array_add (remarks, NULL);
  parts.remarks = (const char *const *) remarks->pdata;
  return ras_dataset_new (&parts, error);
}

static RasDataset *
open_cifar (const char *location, const RasProgress *progress, GError **error)
{
  g_auto (Found) found = { 0 };
  g_autofree char *name = g_filename_display_name (location);
  const char *python = find_python_version (location);

  if (find (location, &found))
    return open_found (location, &found, progress, error);
  if (python && strcmp (python, "CIFAR-10") == 0)
    ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                        _ ("%s holds the Python version of CIFAR-10: get the binary version, with "
                           "“Get a data set” or “rasura-cli get cifar-10”, or unpack "
                           "cifar-10-binary.tar.gz from www.cs.toronto.edu/~kriz/cifar.html and "
                           "open its folder cifar-10-batches-bin"),
                        name);
  else if (python)
    ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                        _ ("%s holds the Python version of CIFAR-100: get the binary version "
                           "(cifar-100-binary.tar.gz from www.cs.toronto.edu/~kriz/cifar.html), "
                           "unpack it and open its folder cifar-100-binary"),
                        name);
  else
    ras_dataset_refuse (error, RAS_DATASET_ERROR_NOT_FOUND,
                        _ ("%s holds no CIFAR files (any more): open the folder with "
                           "data_batch_1.bin"),
                        name);
  return NULL;
}

const RasReader ras_reader_cifar = { "cifar", N_ ("CIFAR-10 binary folder"), recognises,
                                     open_cifar };

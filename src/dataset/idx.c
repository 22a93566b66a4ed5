/* Sets in the manner of MNIST: a file of images and a file of labels for each split.
 *
 * They are called PREFIX-images-idx3-ubyte and PREFIX-labels-idx1-ubyte, perhaps with a dot for the
 * second hyphen and .gz behind. PREFIX is train, t10k or test, or ends with one of them
 * (emnist-letters-train); any other is a set without a test split. */
#include "dataset-builder.h"
#include "file-bytes.h"
#include "idx-file.h"
#include "reader.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *const fashion_names[] = { "T-shirt/top", "Trouser", "Pullover", "Dress",
                                             "Coat",        "Sandal",  "Shirt",    "Sneaker",
                                             "Bag",         "Ankle boot", NULL };
static const char *const digit_names[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", NULL };

/* What the name of a file tells. */
typedef struct
{
  char *set; /* "" or "emnist-letters-" */
  RasSplit split;
  gboolean labels;
} Role;

static void
role_clear (Role *role)
{
  g_free (role->set);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Role, role_clear)

typedef struct
{
  char *folder, *set;
  char *images[RAS_N_SPLITS], *labels[RAS_N_SPLITS]; /* paths, or NULL */
} Found;

static void
found_clear (Found *found)
{
  g_free (found->folder);
  g_free (found->set);
  for (int split = 0; split < RAS_N_SPLITS; split++)
    {
      g_free (found->images[split]);
      g_free (found->labels[split]);
    }
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Found, found_clear)

/* --- Names --- */

/* Cuts `suffix` off. */
static gboolean
cut (char *text, const char *suffix)
{
  gsize length = strlen (text);

  if (!g_str_has_suffix (text, suffix))
    return FALSE;
  text[length - strlen (suffix)] = '\0';
  return TRUE;
}

static gboolean
parse_name (const char *name, Role *role)
{
  static const char *const tests[] = { "t10k", "test" };
  g_autofree char *stem = g_strdup (name);

  cut (stem, ".gz");
  role->labels = cut (stem, "labels-idx1-ubyte") || cut (stem, "labels.idx1-ubyte");
  if (!role->labels && !cut (stem, "images-idx3-ubyte") && !cut (stem, "images.idx3-ubyte"))
    return FALSE;
  cut (stem, "-");
  role->split = RAS_SPLIT_TRAIN;
  if (!cut (stem, "train"))
    for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
      if (cut (stem, tests[i]))
        role->split = RAS_SPLIT_TEST;
  role->set = g_steal_pointer (&stem);
  return TRUE;
}

/* Takes a file in if it is one of the set; of a plain and a gzipped one the plain one stays. */
static void
consider (Found *found, const char *name)
{
  g_auto (Role) role = { 0 };
  char **slot;

  if (!parse_name (name, &role) || strcmp (role.set, found->set) != 0)
    return;
  slot = role.labels ? &found->labels[role.split] : &found->images[role.split];
  if (*slot && g_str_has_suffix (name, ".gz"))
    return;
  g_free (*slot);
  *slot = g_build_filename (found->folder, name, NULL);
}

/* The names of the sets in a folder, in no order. */
static GHashTable *
list_sets (const char *folder)
{
  GHashTable *sets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_auto (Role) role = { 0 };

      if (parse_name (name, &role))
        g_hash_table_add (sets, g_steal_pointer (&role.set));
    }
  return sets;
}

static gboolean
is_one_of_them (const char *location)
{
  g_autofree char *name = g_path_get_basename (location);
  g_auto (Role) role = { 0 };

  return parse_name (name, &role) && g_file_test (location, G_FILE_TEST_IS_REGULAR);
}

/* The folder itself, or the one called raw inside it, where torchvision puts the files. */
static char *
find_folder (const char *location)
{
  g_autofree char *raw = g_build_filename (location, "raw", NULL);
  g_autoptr (GHashTable) here = list_sets (location), inside = list_sets (raw);

  if (g_hash_table_size (here) > 0)
    return g_strdup (location);
  return g_hash_table_size (inside) > 0 ? g_steal_pointer (&raw) : NULL;
}

static gboolean
recognises (const char *location)
{
  g_autofree char *folder = NULL;

  if (is_one_of_them (location))
    return TRUE;
  folder = g_file_test (location, G_FILE_TEST_IS_DIR) ? find_folder (location) : NULL;
  return folder != NULL;
}

/* --- Finding the files --- */

static gboolean
choose_set (const char *location, Found *found, GError **error)
{
  g_autofree char *name = g_filename_display_name (location);
  g_autoptr (GHashTable) sets = NULL;
  g_auto (Role) role = { 0 };

  if (is_one_of_them (location))
    {
      g_autofree char *base = g_path_get_basename (location);

      parse_name (base, &role);
      found->folder = g_path_get_dirname (location);
      found->set = g_steal_pointer (&role.set);
      return TRUE;
    }
  found->folder = find_folder (location);
  if (found->folder == NULL)
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_NOT_FOUND,
                               _ ("%s holds no IDX files (any more): open the folder with "
                                  "train-images-idx3-ubyte"),
                               name);
  sets = list_sets (found->folder);
  if (g_hash_table_size (sets) > 1)
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                               _ ("%s holds %u data sets: open one of the files instead, and the "
                                  "others of its set are found"),
                               name, g_hash_table_size (sets));
  for (GList *list = g_hash_table_get_keys (sets); list; list = g_list_delete_link (list, list))
    found->set = g_strdup (list->data);
  return TRUE;
}

static gboolean
find (const char *location, Found *found, GError **error)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (!choose_set (location, found, error))
    return FALSE;
  dir = g_dir_open (found->folder, 0, error);
  if (dir == NULL)
    return FALSE;
  while ((name = g_dir_read_name (dir)))
    consider (found, name);
  for (int split = 0; split < RAS_N_SPLITS; split++)
    if (!found->images[split] != !found->labels[split])
      {
        gboolean images = found->images[split] != NULL;
        g_autofree char *present = g_filename_display_basename (images ? found->images[split]
                                                                       : found->labels[split]);

        return ras_dataset_refuse (error, RAS_DATASET_ERROR_NOT_FOUND,
                                   images ? _ ("%s has no file of labels beside it: put it there "
                                               "(train-labels-idx1-ubyte, for example)")
                                          : _ ("%s has no file of images beside it: put it there "
                                               "(train-images-idx3-ubyte, for example)"),
                                   present);
      }
  return TRUE;
}

/* --- Reading --- */

static GBytes *
read_array (const char *path, guint rank, gsize *shape, const RasProgress *progress,
            GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr (GBytes) file = ras_file_map (path, error);

  return file ? ras_idx_read (file, name, rank, shape, progress, error) : NULL;
}

static GBytes *
read_labels (const char *path, gsize n, guint *n_classes, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  gsize present;
  g_autoptr (GBytes) bytes = read_array (path, RAS_IDX_LABELS, &present, NULL, error);
  const guint8 *data;
  guint16 *labels;

  if (bytes == NULL)
    return NULL;
  if (present != n)
    {
      ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                          _ ("%s has %zu labels for %zu images: download both files again"), name,
                          present, n);
      return NULL;
    }
  data = g_bytes_get_data (bytes, NULL);
  labels = g_new (guint16, n);
  for (gsize i = 0; i < n; i++)
    {
      labels[i] = data[i];
      *n_classes = MAX (*n_classes, labels[i] + 1u);
    }
  return g_bytes_new_take (labels, n * sizeof *labels);
}

static gboolean
read_split (const Found *found, RasSplit split, RasDatasetParts *parts,
            const RasProgress *progress, GError **error)
{
  gsize shape[RAS_IDX_IMAGES];
  g_autofree char *name = g_filename_display_basename (found->images[split]);

  parts->pixels[split]
      = read_array (found->images[split], RAS_IDX_IMAGES, shape, progress, error);
  if (parts->pixels[split] == NULL)
    return FALSE;
  if (parts->height && (parts->height != shape[1] || parts->width != shape[2]))
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                               _ ("%s has images of another size than the training split: download "
                                  "both again"),
                               name);
  parts->height = shape[1];
  parts->width = shape[2];
  parts->labels[split] = read_labels (found->labels[split], shape[0], &parts->n_classes, error);
  return parts->labels[split] != NULL;
}

/* Fashion-MNIST's files are called as MNIST's are: only where they lie tells. */
static gboolean
is_fashion (const Found *found)
{
  g_autofree char *whole = g_canonicalize_filename (found->folder, NULL);
  g_autofree char *parent = g_path_get_dirname (whole);
  g_autofree char *name = g_path_get_basename (whole);
  g_autofree char *parent_name = g_path_get_basename (parent);
  g_autofree char *text = g_strconcat (strcmp (name, "raw") == 0 ? parent_name : "", " ", name, " ",
                                       found->set, NULL);
  g_autofree char *lower = g_ascii_strdown (text, -1);

  return strstr (lower, "fashion") != NULL;
}

static GStrv
make_names (gboolean fashion, guint n_classes)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  if (n_classes <= 10)
    return g_strdupv ((char **) (fashion ? fashion_names : digit_names));
  for (guint z = 0; z < n_classes; z++)
    {
      g_autofree char *name = g_strdup_printf ("%u", z);

      g_strv_builder_add (names, name);
    }
  return g_strv_builder_end (names);
}

static RasDataset *
open_idx (const char *location, const RasProgress *progress, GError **error)
{
  g_auto (Found) found = { 0 };
  g_auto (RasDatasetParts) parts = { .location = location, .format = ras_reader_idx.name,
                                     .channels = 1 };
  g_autofree char *title = NULL;
  g_auto (GStrv) names = NULL;
  gboolean fashion;

  if (!find (location, &found, error))
    return NULL;
  for (int split = 0; split < RAS_N_SPLITS; split++)
    if (found.images[split] && !read_split (&found, split, &parts, progress, error))
      return NULL;
  fashion = is_fashion (&found);
  names = make_names (fashion, parts.n_classes);
  parts.class_names = (const char *const *) names;
  title = g_strdup (found.set);
  cut (title, "-");
  parts.title = *title ? title : fashion ? "Fashion-MNIST" : "MNIST";
  return ras_dataset_new (&parts, error);
}

const RasReader ras_reader_idx = { "idx", N_ ("MNIST's files (IDX)"), recognises, open_idx };

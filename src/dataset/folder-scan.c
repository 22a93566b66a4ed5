#include "folder-scan.h"
#include "dataset-builder.h"
#include "image-file.h"

#include <glib/gi18n.h>
#include <string.h>

static const char *const split_folders[RAS_N_SPLITS][6] = {
  { "train", "training", NULL },
  { "test", "testing", "val", "valid", "validation", NULL },
};

static void
image_free (gpointer data)
{
  RasFolderImage *image = data;

  g_free (image->path);
  g_free (image);
}

void
ras_folder_scan_free (RasFolderScan *scan)
{
  g_strfreev (scan->class_names);
  g_clear_pointer (&scan->images, g_ptr_array_unref);
  g_clear_pointer (&scan->remarks, g_ptr_array_unref);
  g_free (scan);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* The visible entries of a folder that are folders or have an image's name, sorted. */
static GPtrArray *
list (const char *folder, gboolean folders, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &reason);
  GPtrArray *names;
  const char *name;

  if (dir == NULL)
    {
      g_autofree char *shown = g_filename_display_name (folder);

      g_set_error (error, RAS_DATASET_ERROR, RAS_DATASET_ERROR_NOT_FOUND,
                   _ ("the folder %s cannot be read (%s): check its name and permissions"), shown,
                   reason->message);
      return NULL;
    }
  names = g_ptr_array_new_with_free_func (g_free);
  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = folders ? g_build_filename (folder, name, NULL) : NULL;

      if (name[0] != '.'
          && (folders ? g_file_test (path, G_FILE_TEST_IS_DIR)
                      : ras_image_file_has_image_name (name)))
        g_ptr_array_add (names, g_strdup (name));
    }
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* The folder of a split inside `location`, or NULL. */
static char *
find_split_folder (const char *location, RasSplit split)
{
  for (const char *const *name = split_folders[split]; *name; name++)
    {
      g_autofree char *path = g_build_filename (location, *name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&path);
    }
  return NULL;
}

/* Adds the pictures of one class in one split. A class may lack a split. */
static gboolean
add_class (GPtrArray *images, const char *root, const char *class_folder, guint label,
           RasSplit split, GError **error)
{
  g_autofree char *folder = g_build_filename (root, class_folder, NULL);
  g_autoptr (GPtrArray) names = NULL;

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  names = list (folder, FALSE, error);
  if (names == NULL)
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    {
      RasFolderImage *image = g_new (RasFolderImage, 1);

      image->path = g_build_filename (folder, names->pdata[i], NULL);
      image->label = label;
      image->split = split;
      g_ptr_array_add (images, image);
    }
  return TRUE;
}

/* The names of the class folders of both splits together, sorted. */
static GPtrArray *
collect_classes (char *const *roots, GError **error)
{
  GPtrArray *names = list (roots[RAS_SPLIT_TRAIN], TRUE, error);
  g_autoptr (GPtrArray) others = NULL;

  if (names == NULL || roots[RAS_SPLIT_TEST] == NULL)
    return names;
  others = list (roots[RAS_SPLIT_TEST], TRUE, error);
  if (others == NULL)
    {
      g_ptr_array_unref (names);
      return NULL;
    }
  for (guint i = 0; i < others->len; i++)
    if (!g_ptr_array_find_with_equal_func (names, others->pdata[i], g_str_equal, NULL))
      g_ptr_array_add (names, g_strdup (others->pdata[i]));
  g_ptr_array_sort (names, compare_names);
  return names;
}

static gboolean
scan_classes (RasFolderScan *scan, char *const *roots, const GPtrArray *classes, GError **error)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  g_autoptr (GPtrArray) test_images = g_ptr_array_new_with_free_func (image_free);
  guint label = 0;

  for (guint i = 0; i < classes->len; i++)
    {
      guint n_before = scan->images->len + test_images->len;
      g_autofree char *shown = g_filename_display_name (classes->pdata[i]);

      if (!add_class (scan->images, roots[RAS_SPLIT_TRAIN], classes->pdata[i], label,
                      RAS_SPLIT_TRAIN, error)
          || (roots[RAS_SPLIT_TEST]
              && !add_class (test_images, roots[RAS_SPLIT_TEST], classes->pdata[i], label,
                             RAS_SPLIT_TEST, error)))
        return FALSE;
      if (scan->images->len + test_images->len == n_before)
        {
          g_ptr_array_add (scan->remarks, g_strdup_printf (_ ("The folder %s was left out because "
                                                              "there are no pictures in it."),
                                                           shown));
          continue;
        }
      g_strv_builder_add (names, shown);
      label++;
    }
  scan->class_names = g_strv_builder_end (names);
  g_ptr_array_extend_and_steal (scan->images, g_steal_pointer (&test_images));
  return TRUE;
}

RasFolderScan *
ras_folder_scan (const char *location, GError **error)
{
  g_autoptr (RasFolderScan) scan = g_new0 (RasFolderScan, 1);
  g_autofree char *train = find_split_folder (location, RAS_SPLIT_TRAIN);
  g_autofree char *test = train ? find_split_folder (location, RAS_SPLIT_TEST) : NULL;
  char *const roots[RAS_N_SPLITS] = { train ? train : (char *) location, test };
  g_autofree char *shown = g_filename_display_name (roots[RAS_SPLIT_TRAIN]);
  g_autoptr (GPtrArray) classes = collect_classes (roots, error);

  if (classes == NULL)
    return NULL;
  scan->images = g_ptr_array_new_with_free_func (image_free);
  scan->remarks = g_ptr_array_new_with_free_func (g_free);
  if (classes->len == 0 || classes->len > G_MAXUINT16)
    ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                        classes->len ? _ ("%s has too many folders in it: open a folder that has "
                                          "one folder of pictures for each class")
                                     : _ ("%s has no folders in it: put the pictures of each "
                                          "class into a folder of its own"),
                        shown);
  else if (scan_classes (scan, roots, classes, error))
    {
      if (scan->images->len > 0)
        return g_steal_pointer (&scan);
      ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                          _ ("the folders in %s hold no pictures: put PNG or JPEG files of each "
                             "class into its folder"),
                          shown);
    }
  return NULL;
}

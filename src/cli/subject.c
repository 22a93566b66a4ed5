#include "subject.h"

#include <glib/gi18n.h>
#include <string.h>

#include "arguments.h"
#include "image-file.h"

gboolean
ras_subject_arguments_check (const RasSubjectArguments *arguments, GError **error)
{
  guint64 index = 0;
  RasSplit split = RAS_SPLIT_TEST;

  if (arguments->as && !arguments->image)
    return ras_cli_usage (error, _ ("--as is for a picture of your own; add --image"));
  return ras_arguments_exclude ("image", arguments->image, "index", arguments->index, error)
         && ras_arguments_exclude ("image", arguments->image, "class", arguments->class_name,
                                   error)
         && ras_arguments_exclude ("image", arguments->image, "split", arguments->split, error)
         && ras_arguments_split (arguments->split, &split, error)
         && ras_arguments_count ("index", arguments->index, 0, G_MAXINT, &index, error);
}

gboolean
ras_subject_find_class (RasDataset *dataset, const char *name, int *label, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  *label = ras_dataset_find_class (dataset, name);
  if (*label >= 0)
    return TRUE;
  for (guint z = 0; z < ras_dataset_get_n_classes (dataset) && z < 20; z++)
    g_string_append_printf (known, "%s%s", z ? ", " : "", ras_dataset_get_class_name (dataset, z));
  if (ras_dataset_get_n_classes (dataset) > 20)
    g_string_append (known, " …");
  g_set_error (error, RAS_DATASET_ERROR, RAS_DATASET_ERROR_NOT_FOUND,
               _ ("%s has no class “%s”: choose from %s"), ras_dataset_get_location (dataset), name,
               known->str);
  return FALSE;
}

static RasSubject *
start (RasDataset *dataset, const guint8 *bytes)
{
  RasSubject *subject = g_new0 (RasSubject, 1);

  subject->channels = ras_dataset_get_channels (dataset);
  subject->height = ras_dataset_get_height (dataset);
  subject->width = ras_dataset_get_width (dataset);
  subject->d = ras_dataset_get_dimension (dataset);
  subject->values = g_new (double, subject->d);
  for (gsize i = 0; i < subject->d; i++)
    subject->values[i] = bytes[i] / 255.0;
  subject->label = -1;
  return subject;
}

/* The middle of a square picture, for data sets whose images are not square. */
static guint8 *
crop (RasDataset *dataset, const guint8 *square, guint side)
{
  guint height = ras_dataset_get_height (dataset), width = ras_dataset_get_width (dataset);
  guint rows = ras_dataset_get_channels (dataset) * height;
  guint top = (side - height) / 2, left = (side - width) / 2;
  guint8 *bytes = g_new (guint8, (gsize) rows * width);

  for (guint row = 0; row < rows; row++)
    memcpy (bytes + (gsize) row * width,
            square + ((gsize) (row / height) * side + top + row % height) * side + left, width);
  return bytes;
}

static RasSubject *
take_own_picture (RasDataset *dataset, const RasSubjectArguments *arguments, GError **error)
{
  guint channels = ras_dataset_get_channels (dataset), height, width;
  guint side = MAX (ras_dataset_get_height (dataset), ras_dataset_get_width (dataset));
  g_autofree guint8 *square = NULL;
  g_autofree guint8 *bytes = NULL;
  RasSubject *subject;
  int label = -1;

  if (arguments->as && !ras_subject_find_class (dataset, arguments->as, &label, error))
    return NULL;
  square = ras_image_file_load (arguments->image, side, &channels, &height, &width, error);
  if (square == NULL)
    return NULL;
  bytes = crop (dataset, square, side);
  subject = start (dataset, bytes);
  subject->label = label;
  subject->name = g_filename_display_basename (arguments->image);
  if (arguments->as)
    subject->where = g_strdup_printf (_ ("as if it were “%s”"), arguments->as);
  return subject;
}

/* The image of number `index`, of one class if `label` is not −1; G_MAXSIZE: there are fewer. */
static gsize
find_image (RasDataset *dataset, RasSplit split, int label, guint64 index)
{
  gsize n = ras_dataset_get_n_images (dataset, split);

  if (label < 0)
    return index < n ? index : G_MAXSIZE;
  for (gsize i = 0; i < n; i++)
    if (ras_dataset_get_label (dataset, split, i) == (guint) label && index-- == 0)
      return i;
  return G_MAXSIZE;
}

static RasSubject *
take_image (RasDataset *dataset, const RasSubjectArguments *arguments, GError **error)
{
  RasSplit split = ras_dataset_get_n_images (dataset, RAS_SPLIT_TEST) > 0 ? RAS_SPLIT_TEST
                                                                          : RAS_SPLIT_TRAIN;
  RasSubject *subject;
  guint64 index = 0;
  int label = -1;
  gsize i;

  if (!ras_arguments_split (arguments->split, &split, error)
      || !ras_arguments_count ("index", arguments->index, 0, G_MAXINT, &index, error)
      || (arguments->class_name
          && !ras_subject_find_class (dataset, arguments->class_name, &label, error)))
    return NULL;
  i = find_image (dataset, split, label, index);
  if (i == G_MAXSIZE)
    {
      g_set_error (error, RAS_DATASET_ERROR, RAS_DATASET_ERROR_NOT_FOUND,
                   _ ("%s has only %zu such images in its %s split, counted from 0: there is no "
                      "number %u; choose a lower --index or the other --split"),
                   ras_dataset_get_location (dataset),
                   label < 0 ? ras_dataset_get_n_images (dataset, split)
                             : ras_dataset_get_class_count (dataset, split, label),
                   ras_split_title (split), (guint) index);
      return NULL;
    }
  subject = start (dataset, ras_dataset_get_image (dataset, split, i));
  subject->label = ras_dataset_get_label (dataset, split, i);
  subject->name = g_strdup (ras_dataset_get_class_name (dataset, subject->label));
  subject->where = g_strdup_printf (split == RAS_SPLIT_TEST ? _ ("test image %zu")
                                                            : _ ("training image %zu"), i);
  return subject;
}

RasSubject *
ras_subject_new (RasDataset *dataset, const RasSubjectArguments *arguments, GError **error)
{
  return arguments->image ? take_own_picture (dataset, arguments, error)
                          : take_image (dataset, arguments, error);
}

void
ras_subject_free (RasSubject *subject)
{
  g_free (subject->values);
  g_free (subject->name);
  g_free (subject->where);
  g_free (subject);
}

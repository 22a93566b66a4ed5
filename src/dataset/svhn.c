/* SVHN's cropped digits: train_32x32.mat and test_32x32.mat, MATLAB files of version 5.
 *
 * X is uint8 [height, width, channel, image] with the height running fastest, y has the labels
 * 1 … 10, of which 10 is the digit 0. Of a compressed variable libmatio inflates everything from
 * its start again for every slab that is asked for, so that slabs would cost as their square: it
 * is read in one go, right to its place in the data set. A plain one is read slab by slab. Either
 * way pixels are put in order where they are, and memory is that of the data set. */
#include "dataset-builder.h"
#include "file-bytes.h"
#include "mat-check.h"
#include "memory.h"
#include "parallel.h"
#include "reader.h"

#include <glib/gi18n.h>
#include <matio.h>
#include <string.h>

#define N_DIGITS 10
#define SLAB ((gsize) 64 << 20) /* bytes */
#define BATCH 256               /* images that a thread puts in order at once */

static const char *const file_names[] = { "train_32x32.mat", "test_32x32.mat", NULL };
static const char *const digit_names[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", NULL };
static const char *const variable_names[] = { "X", "y", NULL };

typedef mat_t MatFile;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MatFile, Mat_Close)
typedef matvar_t MatVariable;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (MatVariable, Mat_VarFree)

/* One file, open. */
typedef struct
{
  const char *name;  /* for people */
  RasMatVariable x, y;
} Contents;

/* --- What libmatio has to say --- */

/* It reports some failures here alone and returns success. */
static _Thread_local gboolean complained;

static void
log_cb (int level, char *message)
{
  complained |= (level & (MATIO_LOG_LEVEL_ERROR | MATIO_LOG_LEVEL_CRITICAL
                          | MATIO_LOG_LEVEL_WARNING)) != 0;
  g_debug ("libmatio: %s", message);
}

/* Its own handler prints to standard error and ends the program. */
static void
listen (void)
{
  static gsize listening;

  if (g_once_init_enter (&listening))
    {
      Mat_LogInitFunc ("rasura", log_cb);
      g_once_init_leave (&listening, TRUE);
    }
  complained = FALSE;
}

static gboolean
refuse_reading (const char *name, GError **error)
{
  return ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                             _ ("%s cannot be read as a MATLAB file: download or save it again"),
                             name);
}

/* --- Finding the files --- */

static gboolean
has_mat_name (const char *location)
{
  gsize length = strlen (location);

  return length > 4 && g_ascii_strcasecmp (location + length - 4, ".mat") == 0;
}

static gboolean
recognises (const char *location)
{
  if (g_file_test (location, G_FILE_TEST_IS_REGULAR))
    return has_mat_name (location);
  for (int split = 0; split < RAS_N_SPLITS; split++)
    {
      g_autofree char *path = g_build_filename (location, file_names[split], NULL);

      if (g_file_test (path, G_FILE_TEST_IS_REGULAR))
        return TRUE;
    }
  return FALSE;
}

/* The files of both splits, of which the second may not exist. Beside one file of SVHN's names
 * lies the other; any other file is a training split. */
static gboolean
find (const char *location, char *paths[RAS_N_SPLITS], GError **error)
{
  g_autofree char *folder = g_path_get_dirname (location);
  g_autofree char *base = g_path_get_basename (location);
  g_autofree char *name = g_filename_display_name (location);
  gboolean is_folder = g_file_test (location, G_FILE_TEST_IS_DIR);

  if (!is_folder && !g_strv_contains (file_names, base))
    {
      paths[RAS_SPLIT_TRAIN] = g_strdup (location);
      return TRUE;
    }
  for (int split = 0; split < RAS_N_SPLITS; split++)
    {
      paths[split] = g_build_filename (is_folder ? location : folder, file_names[split], NULL);
      if (!g_file_test (paths[split], G_FILE_TEST_EXISTS))
        g_clear_pointer (&paths[split], g_free);
    }
  return paths[RAS_SPLIT_TRAIN]
         || ras_dataset_refuse (error, RAS_DATASET_ERROR_NOT_FOUND,
                                _ ("%s has no training images: put train_32x32.mat beside "
                                   "test_32x32.mat"),
                                name);
}

/* --- Checking --- */

static gboolean
check_images (const Contents *contents, const RasDatasetParts *parts, GError **error)
{
  const RasMatVariable *x = &contents->x;

  if (x->class != RAS_MAT_CLASS_UINT8 || x->stored != RAS_MAT_TYPE_UINT8 || x->complex)
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                               _ ("%s does not have bytes in X: save X = uint8 (X) in it, with "
                                  "values from 0 to 255"),
                               contents->name);
  if (x->n_dimensions != 4 || (x->shape[2] != 1 && x->shape[2] != 3))
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                               _ ("%s has an X of %u dimensions or of neither 1 nor 3 channels: "
                                  "its shape must be height × width × channels × images"),
                               contents->name, x->n_dimensions);
  if (x->n_items == 0)
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                               _ ("%s has no images in it: X is empty"), contents->name);
  if (x->n_items > G_MAXINT)
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                               _ ("%s has more than 2 GB in X: save its images in an NPZ file"),
                               contents->name);
  if (parts->height
      && (x->shape[0] != parts->height || x->shape[1] != parts->width
          || x->shape[2] != parts->channels))
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                               _ ("%s has images of another size than the training split: scale "
                                  "them to the same size"),
                               contents->name);
  return TRUE;
}

static gboolean
check_labels (const Contents *contents, GError **error)
{
  const RasMatVariable *x = &contents->x, *y = &contents->y;

  if (y->class < RAS_MAT_CLASS_DOUBLE || y->complex)
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_UNSUITABLE,
                               _ ("%s does not have numbers in y: save the labels 1 to 10 in it"),
                               contents->name);
  if (y->n_dimensions != 2 || (y->shape[0] != 1 && y->shape[1] != 1)
      || y->n_items != x->shape[3])
    return ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                               _ ("%s has %zu labels in y for %zu images in X: each image needs "
                                  "one; save both again"),
                               contents->name, y->n_items, x->shape[3]);
  return TRUE;
}

/* --- Reading --- */

/* A variable as libmatio sees it, which has to be as it was checked. */
static matvar_t *
find_variable (mat_t *file, const RasMatVariable *checked)
{
  g_autoptr (MatVariable) variable = Mat_VarReadInfo (file, checked->name);

  if (complained || variable == NULL || variable->rank != (int) checked->n_dimensions
      || (guint) variable->class_type != checked->class)
    return NULL;
  for (guint i = 0; i < checked->n_dimensions; i++)
    if (variable->dims[i] != checked->shape[i])
      return NULL;
  return g_steal_pointer (&variable);
}

static gboolean
read_images (mat_t *file, const Contents *contents, guint8 *pixels, const RasProgress *progress,
             GError **error)
{
  g_autofree char *stage = g_strdup_printf (_ ("Reading %s"), contents->name);
  g_autoptr (MatVariable) variable = find_variable (file, &contents->x);
  gsize n = contents->x.n_items, slab = contents->x.compressed ? n : SLAB;

  if (variable == NULL)
    return refuse_reading (contents->name, error);
  for (gsize done = 0; done < n; done += slab)
    {
      if (!ras_progress_step (progress, stage, (double) done / n, error))
        return FALSE;
      if (Mat_VarReadDataLinear (file, variable, pixels + done, done, 1, MIN (slab, n - done)) != 0
          || complained)
        return refuse_reading (contents->name, error);
    }
  return TRUE;
}

static double
get_number (const matvar_t *variable, gsize i)
{
  switch (variable->class_type)
    {
    case MAT_C_DOUBLE:
      return ((const double *) variable->data)[i];
    case MAT_C_SINGLE:
      return ((const float *) variable->data)[i];
    case MAT_C_INT8:
      return ((const gint8 *) variable->data)[i];
    case MAT_C_UINT8:
      return ((const guint8 *) variable->data)[i];
    case MAT_C_INT16:
      return ((const gint16 *) variable->data)[i];
    case MAT_C_UINT16:
      return ((const guint16 *) variable->data)[i];
    case MAT_C_INT32:
      return ((const gint32 *) variable->data)[i];
    case MAT_C_UINT32:
      return ((const guint32 *) variable->data)[i];
    case MAT_C_INT64:
      return ((const gint64 *) variable->data)[i];
    default:
      return ((const guint64 *) variable->data)[i];
    }
}

static GBytes *
read_labels (mat_t *file, const Contents *contents, GError **error)
{
  g_autoptr (MatVariable) variable = find_variable (file, &contents->y);
  gsize n = contents->y.n_items;
  g_autofree guint16 *labels = g_new (guint16, n);

  if (variable == NULL || Mat_VarReadDataAll (file, variable) != 0 || complained
      || variable->data == NULL)
    {
      refuse_reading (contents->name, error);
      return NULL;
    }
  for (gsize i = 0; i < n; i++)
    {
      double value = get_number (variable, i);

      if (!(value >= 1 && value <= N_DIGITS) || value != (int) value)
        {
          ras_dataset_refuse (error, RAS_DATASET_ERROR_DAMAGED,
                              _ ("%s has the label %g at image %zu: labels are 1 to 10, 10 being "
                                 "the digit 0; correct y and save it again"),
                              contents->name, value, i + 1);
          return NULL;
        }
      labels[i] = (int) value % N_DIGITS;
    }
  return g_bytes_new_take (g_steal_pointer (&labels), n * sizeof (guint16));
}

/* --- Order --- */

typedef struct
{
  guint8 *pixels;
  gsize n, channels, height, width;
} Order;

/* Columns to rows, in planes that stay where they are. */
static void
order_batch (gsize batch, gpointer user_data)
{
  const Order *order = user_data;
  gsize height = order->height, width = order->width, plane = height * width;
  gsize last = MIN (order->n, (batch + 1) * BATCH) * order->channels;
  g_autofree guint8 *columns = g_malloc (plane);

  for (gsize i = batch * BATCH * order->channels; i < last; i++)
    {
      guint8 *rows = order->pixels + i * plane;

      memcpy (columns, rows, plane);
      for (gsize y = 0; y < height; y++)
        for (gsize x = 0; x < width; x++)
          rows[y * width + x] = columns[x * height + y];
    }
}

static gboolean
read_file (const char *path, const Contents *contents, RasSplit split, RasDatasetParts *parts,
           const RasProgress *progress, GError **error)
{
  g_autoptr (MatFile) file = Mat_Open (path, MAT_ACC_RDONLY);
  gsize n = contents->x.shape[3], size = contents->x.n_items;
  Order order = { NULL, n, parts->channels, parts->height, parts->width };

  if (file == NULL || complained)
    return refuse_reading (contents->name, error);
  parts->labels[split] = read_labels (file, contents, error);
  if (parts->labels[split] == NULL)
    return FALSE;
  order.pixels = ras_dataset_alloc_pixels (contents->name, n, size / n, error);
  if (order.pixels == NULL)
    return FALSE;
  parts->pixels[split] = ras_dataset_take_pixels (order.pixels, size);
  if (!read_images (file, contents, order.pixels, progress, error))
    return FALSE;
  ras_parallel_for ((n + BATCH - 1) / BATCH, order_batch, &order);
  return TRUE;
}

static gboolean
read_split (const char *path, RasSplit split, RasDatasetParts *parts, const RasProgress *progress,
            GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autoptr (GBytes) bytes = ras_file_map (path, error);
  RasMatVariable variables[G_N_ELEMENTS (variable_names)];
  Contents contents = { .name = name };

  if (bytes == NULL || !ras_mat_check (bytes, name, variable_names, variables, progress, error))
    return FALSE;
  contents.x = variables[0];
  contents.y = variables[1];
  if (!check_images (&contents, parts, error) || !check_labels (&contents, error))
    return FALSE;
  parts->height = contents.x.shape[0];
  parts->width = contents.x.shape[1];
  parts->channels = contents.x.shape[2];
  listen ();
  return read_file (path, &contents, split, parts, progress, error);
}

static RasDataset *
open_svhn (const char *location, const RasProgress *progress, GError **error)
{
  g_autofree char *base = g_filename_display_basename (location);
  gboolean is_published = !has_mat_name (base) || g_strv_contains (file_names, base);
  g_auto (RasDatasetParts) parts = { .location = location,
                                     .title = is_published ? "SVHN" : base,
                                     .format = ras_reader_svhn.name,
                                     .class_names = digit_names };
  g_autofree char *train = NULL;
  g_autofree char *test = NULL;
  char *paths[RAS_N_SPLITS] = { NULL };
  gboolean ok = find (location, paths, error);

  train = paths[RAS_SPLIT_TRAIN];
  test = paths[RAS_SPLIT_TEST];
  if (!ok || !read_split (train, RAS_SPLIT_TRAIN, &parts, progress, error)
      || (test && !read_split (test, RAS_SPLIT_TEST, &parts, progress, error)))
    return NULL;
  return ras_dataset_new (&parts, error);
}

const RasReader ras_reader_svhn = { "svhn", N_ ("SVHN's MATLAB files (train_32x32.mat)"),
                                    recognises, open_svhn };

/* The built-in set of lessons: three pairs of classes, each told apart by other moments.
 *
 *   mean        clouds with a light or a dark disc: only the means differ
 *   covariance  level or upright waves: only the covariances differ
 *   beyond      a light or a dark drop in one of four places: only moments beyond the second differ
 *
 * What linear erasure takes from the first pair and quadratic erasure from the second is all there
 * is to learn, because clouds and waves are Gaussian: once means and covariances are made equal,
 * nothing is left that differs. Of the third pair, every picture of one class has its negative in
 * the other, so that the covariances are the same number for number. Each pair is a data set of its
 * own, and all are one of six classes.
 *
 * Pictures are grey fields on a torus, so that clouds and waves have no edges; mirror images are as
 * likely as they are. No pixel is ever clipped: a field that leaves the range of a byte is painted
 * anew. */
#include "dataset-builder.h"
#include "moments-field.h"
#include "parallel.h"
#include "random.h"
#include "reader.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

enum
{
  SEED = 20502,
  MAX_CLASSES = 6,
  /* Images between two looks at progress and cancellation. */
  BATCH = 2000,
};

static const char *const class_names[] = { "mean: light",         "mean: dark",
                                           "covariance: level",   "covariance: upright",
                                           "beyond: light",       "beyond: dark", NULL };

/* A data set: some of the classes above. */
typedef struct
{
  const char *location, *title;
  guint first_class, n_classes;
  gsize n_images[RAS_N_SPLITS];
} Lesson;

static const Lesson lessons[] = {
  { "moments", N_ ("Moments: three pairs"), 0, 6, { 18000, 3600 } },
  { "moments:mean", N_ ("Moments: mean"), 0, 2, { 10000, 2000 } },
  { "moments:covariance", N_ ("Moments: covariance"), 2, 2, { 10000, 2000 } },
  { "moments:beyond", N_ ("Moments: beyond"), 4, 2, { 10000, 2000 } },
};

/* One opening at work. */
typedef struct
{
  const Lesson *lesson;
  RasFieldTextures textures;
  gsize first_image;    /* of this split, among the images of both */
  gsize first_of_batch; /* within the split */
  guint8 *pixels;
} Studio;

static gboolean
recognises (const char *location)
{
  return strcmp (location, "moments") == 0 || g_str_has_prefix (location, "moments:");
}

static const Lesson *
find_lesson (const char *location, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (lessons); i++)
    {
      if (strcmp (lessons[i].location, location) == 0)
        return &lessons[i];
      g_string_append_printf (known, "%s%s", i ? ", " : "", lessons[i].location);
    }
  ras_dataset_refuse (error, RAS_DATASET_ERROR_NOT_FOUND,
                      _ ("there is no built-in set “%s”: choose from %s"), location, known->str);
  return NULL;
}

/* The classes take turns. */
static guint
class_of (const Lesson *lesson, gsize index)
{
  return index % lesson->n_classes;
}

/* Every image has a stream of its own, but for negatives: they come after their originals. */
static GRand *
random_for (const Studio *studio, gsize index, RasFieldPair pair, gboolean second)
{
  gsize original = pair == RAS_FIELD_DROP && second ? index - 1 : index;
  gsize lesson = studio->lesson - lessons;

  return ras_random_new (SEED, RAS_STREAM_MOMENTS,
                         (studio->first_image + original) * G_N_ELEMENTS (lessons) + lesson);
}

static void
make_image (gsize i, gpointer user_data)
{
  Studio *studio = user_data;
  gsize index = studio->first_of_batch + i;
  guint class = studio->lesson->first_class + class_of (studio->lesson, index);
  RasFieldPair pair = class / 2;
  gboolean second = class % 2;
  guint8 *pixels = studio->pixels + index * RAS_FIELD_PIXELS;
  GRand *random = random_for (studio, index, pair, second);
  double field[RAS_FIELD_PIXELS];

  do
    ras_field_paint (&studio->textures, pair, second, random, field);
  while (!ras_field_fits (field));
  for (gsize j = 0; j < RAS_FIELD_PIXELS; j++)
    pixels[j] = lrint (RAS_FIELD_CENTRE + field[j]);
  g_rand_free (random);
}

static gboolean
make_split (Studio *studio, gsize n, const RasProgress *progress, GError **error)
{
  const gsize *n_images = studio->lesson->n_images;
  gsize total = n_images[RAS_SPLIT_TRAIN] + n_images[RAS_SPLIT_TEST];

  for (gsize i = 0; i < n; i += BATCH)
    {
      double fraction = (double) (studio->first_image + i) / total;

      if (!ras_progress_step (progress, _ ("Drawing pictures"), fraction, error))
        return FALSE;
      studio->first_of_batch = i;
      ras_parallel_for (MIN (BATCH, n - i), make_image, studio);
    }
  return TRUE;
}

static GBytes *
make_labels (const Lesson *lesson, gsize n)
{
  guint16 *labels = g_new (guint16, n);

  for (gsize i = 0; i < n; i++)
    labels[i] = class_of (lesson, i);
  return g_bytes_new_take (labels, n * sizeof *labels);
}

static RasDataset *
open_moments (const char *location, const RasProgress *progress, GError **error)
{
  const char *names[MAX_CLASSES + 1] = { NULL };
  g_auto (RasDatasetParts) parts = { .location = location,
                                     .format = "moments",
                                     .channels = 1,
                                     .height = RAS_FIELD_SIDE,
                                     .width = RAS_FIELD_SIDE,
                                     .class_names = names };
  Studio studio = { .lesson = find_lesson (location, error) };

  if (studio.lesson == NULL)
    return NULL;
  parts.title = _ (studio.lesson->title);
  memcpy (names, class_names + studio.lesson->first_class,
          studio.lesson->n_classes * sizeof *names);
  ras_field_textures_init (&studio.textures);
  for (int split = 0; split < RAS_N_SPLITS; split++)
    {
      gsize n = studio.lesson->n_images[split];

      studio.pixels = ras_dataset_alloc_pixels (location, n, RAS_FIELD_PIXELS, error);
      if (studio.pixels == NULL)
        return NULL;
      parts.pixels[split] = ras_dataset_take_pixels (studio.pixels, n * RAS_FIELD_PIXELS);
      parts.labels[split] = make_labels (studio.lesson, n);
      if (!make_split (&studio, n, progress, error))
        return NULL;
      studio.first_image += n;
    }
  if (!ras_progress_step (progress, _ ("Drawing pictures"), 1, error))
    return NULL;
  return ras_dataset_new (&parts, error);
}

const RasReader ras_reader_moments = {
  .name = "moments",
  .title = N_ ("Built-in pairs of classes that differ in their moments"),
  .recognises = recognises,
  .open = open_moments,
};

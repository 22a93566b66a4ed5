/* The built-in set: little paintings of CIFAR-10's ten classes. Every image is
 * made from its own random stream, so that any thread can make any of them. */
#include "dataset-builder.h"
#include "drawn-scene.h"
#include "drawn-shapes.h"
#include "drawn-store.h"
#include "parallel.h"
#include "random.h"
#include "reader.h"

#include <glib/gi18n.h>
#include <string.h>

enum
{
  SEED = 20100,
  N_CLASSES = 10,
  N_TRAIN = 10000,
  N_TEST = 2000,
  /* Images between two looks at progress and cancellation: some 20 ms of work. */
  BATCH = 200,
  /* So many of kept images are drawn again, to see whether they are still drawn alike. */
  N_SAMPLES = 20,
};

typedef struct
{
  void (*draw) (RasBrush *brush);
  /* How often it is seen before sky, sea, shore, meadow, road, forest and room,
   * in percent. */
  guint8 backdrops[RAS_N_BACKDROPS];
  double tilt; /* it leans at most so far, in radians */
} Subject;

static const char *const class_names[] = { "airplane", "automobile", "bird", "cat",   "deer", "dog",
                                           "frog",     "horse",      "ship", "truck", NULL };

/* In the order of their labels. The correlation of class and backdrop is that of
 * photographs: what swims is mostly seen at sea, but so is what flies over it. */
static const Subject subjects[N_CLASSES] = {
  { ras_draw_airplane, { 40, 24, 4, 12, 20, 0, 0 }, 0.6 },
  { ras_draw_automobile, { 0, 0, 14, 24, 46, 10, 6 }, 0.12 },
  { ras_draw_bird, { 20, 26, 10, 16, 4, 20, 4 }, 0.3 },
  { ras_draw_cat, { 0, 0, 6, 20, 18, 16, 40 }, 0.2 },
  { ras_draw_deer, { 0, 0, 14, 36, 14, 34, 2 }, 0.12 },
  { ras_draw_dog, { 0, 0, 20, 26, 16, 14, 24 }, 0.2 },
  { ras_draw_frog, { 0, 30, 10, 20, 8, 22, 10 }, 0.2 },
  { ras_draw_horse, { 0, 0, 20, 40, 16, 22, 2 }, 0.12 },
  { ras_draw_ship, { 0, 100, 0, 0, 0, 0, 0 }, 0.1 },
  { ras_draw_truck, { 0, 0, 14, 26, 48, 8, 4 }, 0.08 },
};

static const gsize n_images[RAS_N_SPLITS] = { N_TRAIN, N_TEST };

/* One opening at work. */
typedef struct
{
  guint side;
  gsize dimension;
  gsize n_images;
  gsize first_image;    /* of this split, among the images of both */
  gsize first_of_batch; /* within the split */
  const guint16 *labels;
  guint8 *pixels;
  float grains[RAS_N_GRAINS];
} Studio;

static gboolean
recognises (const char *location)
{
  return strcmp (location, "drawn") == 0 || strcmp (location, "drawn:64") == 0;
}

/* Every class as often as any other, in an order that depends on the seed alone. */
static guint16 *
make_labels (gsize n, guint64 stream_item)
{
  guint16 *labels = g_new (guint16, n);
  GRand *random = ras_random_new (SEED, RAS_STREAM_DRAWN, stream_item);

  for (gsize i = 0; i < n; i++)
    labels[i] = i % N_CLASSES;
  for (gsize i = n - 1; i > 0; i--)
    {
      gsize j = g_rand_int_range (random, 0, i + 1);
      guint16 swapped = labels[i];

      labels[i] = labels[j];
      labels[j] = swapped;
    }
  g_rand_free (random);
  return labels;
}

static RasBackdrop
choose_backdrop (const Subject *subject, GRand *random)
{
  int throw = g_rand_int_range (random, 0, 100);
  int backdrop = 0;

  while (backdrop < RAS_N_BACKDROPS - 1 && throw >= subject->backdrops[backdrop])
    throw -= subject->backdrops[backdrop++];
  return backdrop;
}

static void
paint (cairo_t *cr, const Subject *subject, GRand *random, RasExposure *exposure)
{
  RasBrush brush = { .cr = cr, .random = random, .light = ras_random_uniform (random, -1, 1) };
  gboolean mirrored = g_rand_boolean (random);
  double x, y, size, room;

  /* One number a statement: in one call's arguments the compiler chooses their order. */
  brush.backdrop = choose_backdrop (subject, random);
  *exposure = ras_scene_expose (&brush);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  ras_scene_paint (&brush);

  /* What is small may stand anywhere; what is large would lose its head. */
  size = ras_random_uniform (random, 0.29, 0.55);
  room = 0.61 - size;
  x = 0.5 + ras_random_uniform (random, -room, room);
  y = 0.5 + ras_random_uniform (random, -MIN (room, 0.15), MIN (room, 0.15));
  cairo_translate (cr, x, y);
  cairo_rotate (cr, ras_random_uniform (random, -subject->tilt, subject->tilt));
  cairo_scale (cr, mirrored ? -size : size, size * ras_random_uniform (random, 0.92, 1.06));
  if (mirrored)
    brush.light = -brush.light;
  subject->draw (&brush);
}

static void
make_image (gsize i, gpointer user_data)
{
  Studio *studio = user_data;
  gsize index = studio->first_of_batch + i;
  GRand *random = ras_random_new (SEED, RAS_STREAM_DRAWN, studio->first_image + index);
  cairo_surface_t *painting
      = cairo_image_surface_create (CAIRO_FORMAT_RGB24, studio->side, studio->side);
  cairo_t *cr = cairo_create (painting);
  RasExposure exposure;

  cairo_scale (cr, studio->side, studio->side);
  paint (cr, &subjects[studio->labels[index]], random, &exposure);
  cairo_destroy (cr);
  cairo_surface_flush (painting);
  ras_scene_develop (&exposure, painting, studio->side, studio->grains, random,
                     studio->pixels + index * studio->dimension);
  cairo_surface_destroy (painting);
  g_rand_free (random);
}

/* Makes the images of one split. */
static gboolean
make_split (Studio *studio, const RasProgress *progress, GError **error)
{
  for (gsize i = 0; i < studio->n_images; i += BATCH)
    {
      double fraction = (double)(studio->first_image + i) / (N_TRAIN + N_TEST);

      if (!ras_progress_step (progress, _ ("Drawing pictures"), fraction, error))
        return FALSE;
      studio->first_of_batch = i;
      ras_parallel_for (MIN (BATCH, studio->n_images - i), make_image, studio);
    }
  return TRUE;
}

static void
fill_grains (float *grains)
{
  GRand *random = ras_random_new (SEED, RAS_STREAM_DRAWN, N_TRAIN + N_TEST + RAS_N_SPLITS);

  for (gsize i = 0; i < RAS_N_GRAINS; i++)
    grains[i] = ras_random_normal (random);
  g_rand_free (random);
}

/* Whether kept images are what this program draws: another version, of it or of Cairo, may have
 * made them. */
static gboolean
looks_alike (Studio *studio, const guint8 *kept)
{
  g_autofree guint8 *samples = g_malloc (N_SAMPLES * studio->dimension);

  studio->pixels = samples;
  studio->first_of_batch = 0;
  ras_parallel_for (N_SAMPLES, make_image, studio);
  studio->pixels = NULL;
  return memcmp (samples, kept, N_SAMPLES * studio->dimension) == 0;
}

/* The pixels as an earlier start left them. */
static gboolean
take_kept (Studio *studio, RasDatasetParts *parts)
{
  gsize size = (N_TRAIN + N_TEST) * studio->dimension;
  g_autoptr (GBytes) kept = ras_drawn_store_load (studio->side, size);

  if (kept == NULL)
    return FALSE;
  studio->first_image = 0;
  studio->labels = g_bytes_get_data (parts->labels[RAS_SPLIT_TRAIN], NULL);
  if (!looks_alike (studio, g_bytes_get_data (kept, NULL)))
    {
      ras_drawn_store_remove (studio->side);
      return FALSE;
    }
  size = N_TRAIN * studio->dimension;
  parts->pixels[RAS_SPLIT_TRAIN] = g_bytes_new_from_bytes (kept, 0, size);
  parts->pixels[RAS_SPLIT_TEST]
      = g_bytes_new_from_bytes (kept, size, N_TEST * studio->dimension);
  return TRUE;
}

static gboolean
draw_all (Studio *studio, RasDatasetParts *parts, const RasProgress *progress, GError **error)
{
  studio->first_image = 0;
  for (int split = 0; split < RAS_N_SPLITS; split++)
    {
      gsize n = studio->n_images = n_images[split];

      studio->pixels = ras_dataset_alloc_pixels (parts->location, n, studio->dimension, error);
      if (studio->pixels == NULL)
        return FALSE;
      studio->labels = g_bytes_get_data (parts->labels[split], NULL);
      parts->pixels[split] = ras_dataset_take_pixels (studio->pixels, n * studio->dimension);
      if (!make_split (studio, progress, error))
        return FALSE;
      studio->first_image += n;
    }
  ras_drawn_store_save (studio->side, parts->pixels);
  return TRUE;
}

static RasDataset *
open_drawn (const char *location, const RasProgress *progress, GError **error)
{
  g_auto (RasDatasetParts) parts = { .location = location,
                                     .title = _ ("Drawn pictures"),
                                     .format = "drawn",
                                     .channels = 3,
                                     .class_names = class_names };
  Studio studio = { .side = strcmp (location, "drawn:64") == 0 ? 64 : 32 };

  parts.height = parts.width = studio.side;
  studio.dimension = 3 * studio.side * studio.side;
  fill_grains (studio.grains);
  for (int split = 0; split < RAS_N_SPLITS; split++)
    parts.labels[split] = g_bytes_new_take (make_labels (n_images[split], N_TRAIN + N_TEST + split),
                                            n_images[split] * sizeof (guint16));
  if (!ras_progress_step (progress, _ ("Drawing pictures"), 0, error)
      || (!take_kept (&studio, &parts) && !draw_all (&studio, &parts, progress, error))
      || !ras_progress_step (progress, _ ("Drawing pictures"), 1, error))
    return NULL;
  return ras_dataset_new (&parts, error);
}

const RasReader ras_reader_drawn = {
  .name = "drawn",
  .title = N_ ("Built-in set of drawn pictures"),
  .recognises = recognises,
  .open = open_drawn,
};

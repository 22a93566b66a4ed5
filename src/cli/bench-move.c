#include "bench-move.h"

#include <glib/gi18n.h>
#include <math.h>
#include <stdlib.h>

#include "distortion.h"
#include "figure.h"
#include "picture.h"
#include "walk.h"

#define N_MOVES 200
/* A panel in a window on a usual screen: a picture of some 256 pixels. */
#define PANEL_SIDE 256

typedef struct
{
  RasDataset *dataset;
  RasWalk *walk;
  const double *x;
  double *y;
  cairo_surface_t *screen;
} Scene;

static int
compare (const void *a, const void *b)
{
  double difference = *(const double *) a - *(const double *) b;

  return (difference > 0) - (difference < 0);
}

static void
move (Scene *scene, const RasEraser *eraser, guint rank)
{
  gsize d = ras_dataset_get_dimension (scene->dataset);
  g_autofree char *distance = NULL;
  g_autofree char *psnr = NULL;
  const char *details[] = { NULL, NULL, NULL };
  RasFigurePanel panel = { .title = _ (eraser->title), .eraser_name = eraser->name,
                           .details = details, .fraction = -1 };
  cairo_t *cr = cairo_create (scene->screen);
  RasDistortion distortion;

  ras_walk_to (scene->walk, rank, scene->y);
  distortion = ras_distortion_measure (scene->x, scene->y, d);
  details[0] = distance = g_strdup_printf (_ ("distance %.2f"), distortion.distance);
  details[1] = psnr = g_strdup_printf (_ ("PSNR %.1f dB"), distortion.psnr);
  panel.picture = ras_picture_from_values (scene->y, ras_dataset_get_channels (scene->dataset),
                                           ras_dataset_get_height (scene->dataset),
                                           ras_dataset_get_width (scene->dataset), RAS_RANGE_CLIP,
                                           NULL);
  ras_panel_draw (&panel, ras_style_get (RAS_STYLE_SCREEN_LIGHT), NULL, PANEL_SIDE, cr);
  cairo_destroy (cr);
  cairo_surface_flush (scene->screen);
  cairo_surface_destroy (panel.picture);
}

double
ras_bench_measure_move (RasDataset *dataset, RasFit *fit)
{
  gsize d = ras_dataset_get_dimension (dataset);
  guint length = ras_fit_get_path_length (fit);
  const guint8 *bytes = ras_dataset_get_image (dataset, RAS_SPLIT_TRAIN, 0);
  g_autofree double *x = g_new (double, d);
  g_autofree double *y = g_new (double, d);
  g_autoptr (RasWalk) walk = NULL;
  Scene scene = { dataset, NULL, x, y };
  double times[N_MOVES];

  for (gsize i = 0; i < d; i++)
    x[i] = bytes[i] / 255.0;
  scene.walk = walk = ras_walk_new (fit, x, TRUE);
  scene.screen = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 2 * PANEL_SIDE, 2 * PANEL_SIDE);
  for (guint i = 0; i < N_MOVES; i++)
    {
      gint64 start = g_get_monotonic_time ();

      /* Steps that share no factor with most lengths come by everywhere. */
      move (&scene, ras_fit_get_eraser (fit), (i + 1) * 7919 % (length + 1));
      times[i] = (g_get_monotonic_time () - start) / 1e3;
    }
  cairo_surface_destroy (scene.screen);
  qsort (times, N_MOVES, sizeof *times, compare);
  return times[N_MOVES / 2];
}

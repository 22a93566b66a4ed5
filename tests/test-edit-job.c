/* Editing on a thread: what it tells, what it keeps, and how it ends. */
#include "ras-edit-job.h"

#include "common.h"
#include "memory.h"
#include "ras-job.h"

#include <string.h>

#define SIDE 12
#define D (3 * SIDE * SIDE)
#define N 60 /* images of class 0 */

typedef struct
{
  RasEditJob *job;
  gboolean stop, supersede; /* as soon as the picture moves */
  guint n_evaluated, n_moved;
  RasEditState first, last;
  double moved[D];
  RasEditSet *set;
  GError *error;
  gboolean ended;
} Scene;

static void
evaluated_cb (const RasEditState *state, gpointer user_data)
{
  Scene *scene = user_data;

  scene->n_evaluated++;
  g_assert_cmpuint (state->evaluation, ==, scene->n_evaluated);
  if (scene->n_evaluated == 1)
    scene->first = *state;
  scene->last = *state;
}

static void
moved_cb (GBytes *values, const RasEditState *state, gpointer user_data)
{
  Scene *scene = user_data;

  g_assert_cmpuint (g_bytes_get_size (values), ==, sizeof scene->moved);
  g_assert_cmpuint (state->evaluation, <=, scene->n_evaluated);
  memcpy (scene->moved, g_bytes_get_data (values, NULL), sizeof scene->moved);
  scene->n_moved++;
  if (scene->stop)
    ras_edit_job_stop (scene->job);
  if (scene->supersede)
    ras_edit_job_supersede (g_steal_pointer (&scene->job));
}

static void
finished_cb (RasEditSet *set, gpointer user_data)
{
  Scene *scene = user_data;

  scene->set = ras_edit_set_ref (set);
  scene->ended = TRUE;
}

static void
failed_cb (const GError *error, gpointer user_data)
{
  Scene *scene = user_data;

  scene->error = g_error_copy (error);
  scene->ended = TRUE;
}

static const RasEditListener listener = { evaluated_cb, moved_cb, finished_cb, failed_cb };

static RasDataset *
make_dataset (void)
{
  return test_random_dataset (3, SIDE, (gsize[]) { N, 40, 1 }, 3, 0, 61);
}

/* The m-th training image of a class. */
static GBytes *
image_of (RasDataset *dataset, guint label, guint m)
{
  double *x = g_new (double, D);
  gsize i = 0;

  for (;; i++)
    if (ras_dataset_get_label (dataset, RAS_SPLIT_TRAIN, i) == label && m-- == 0)
      break;
  for (gsize j = 0; j < D; j++)
    x[j] = ras_dataset_get_image (dataset, RAS_SPLIT_TRAIN, i)[j] / 255.0;
  return g_bytes_new_take (x, D * sizeof *x);
}

static void
scene_run (Scene *scene, RasDataset *dataset, GBytes *image, guint label, guint images,
           guint iterations)
{
  g_autoptr (RasFit) fit = test_fit (dataset, "gradient", NULL);
  RasEditOrder order = { dataset, fit, image, label, images, iterations };

  scene->job = ras_edit_job_start (&order, &listener, scene);
  while (!scene->ended && scene->job)
    g_main_context_iteration (NULL, TRUE);
  ras_edit_job_supersede (g_steal_pointer (&scene->job));
  g_assert_true (ras_jobs_wait (60));
}

static void
scene_clear (Scene *scene)
{
  g_clear_pointer (&scene->set, ras_edit_set_unref);
  g_clear_error (&scene->error);
}

/* The same as editing the images oneself. */
static void
test_whole (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (GBytes) image = image_of (dataset, 0, 7);
  g_autoptr (GBytes) found = NULL;
  g_autoptr (RasFit) fit = test_fit (dataset, "gradient", NULL);
  RasEditRecipe recipe = ras_edit_recipe (SIDE, SIDE);
  RasEditReport report;
  Scene scene = { 0 };
  gsize n;
  RAS_BIG float *images
      = ras_edit_gather (dataset, 0, g_bytes_get_data (image, NULL), 1, 30, 1, &n, NULL);

  recipe.iterations = 12;
  g_assert_true (ras_edit_images (fit, &recipe, images, n, NULL, &report, NULL));
  scene_run (&scene, dataset, image, 0, 30, 12);
  g_assert_no_error (scene.error);
  g_assert_cmpuint (ras_edit_set_get_n_images (scene.set), ==, 30);
  g_assert_false (ras_edit_set_get_stopped (scene.set));
  g_assert_cmpuint (ras_edit_set_get_report (scene.set)->last.iteration, ==, 12);
  g_assert_cmpfloat (ras_edit_set_get_report (scene.set)->last.loss, ==, report.last.loss);
  found = ras_edit_set_find (scene.set, 0, image);
  for (gsize j = 0; j < D; j++)
    {
      g_assert_cmpfloat (((const double *) g_bytes_get_data (found, NULL))[j], ==, images[j]);
      g_assert_cmpfloat (scene.moved[j], ==, images[j]);
    }
  /* Every evaluation was told, the picture at least at the end; the loss fell. */
  g_assert_cmpuint (scene.n_evaluated, >=, 13);
  g_assert_cmpuint (scene.n_moved, >=, 1);
  g_assert_cmpfloat (scene.last.loss, <, scene.first.loss);
  scene_clear (&scene);
}

/* Others of the set are found, each as itself; those of other classes and foreign ones are not. */
static void
test_find (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (GBytes) image = image_of (dataset, 0, 3);
  g_autoptr (GBytes) other = image_of (dataset, 0, 20);
  g_autoptr (GBytes) foreign = image_of (dataset, 1, 0);
  g_autoptr (GBytes) short_one = g_bytes_new_from_bytes (image, 0, 8);
  g_autoptr (GBytes) one = NULL;
  g_autoptr (GBytes) two = NULL;
  Scene scene = { 0 };

  scene_run (&scene, dataset, image, 0, 0, 2);
  g_assert_cmpuint (ras_edit_set_get_n_images (scene.set), ==, N);
  one = ras_edit_set_find (scene.set, 0, image);
  two = ras_edit_set_find (scene.set, 0, other);
  g_assert_nonnull (one);
  g_assert_nonnull (two);
  /* Two steps do not take an image far: it is nearest to its own original. */
  for (guint m = 0; m < N; m++)
    {
      g_autoptr (GBytes) candidate = image_of (dataset, 0, m);
      g_autoptr (GBytes) edited = ras_edit_set_find (scene.set, 0, candidate);

      g_assert_cmpfloat (test_relative (g_bytes_get_data (edited, NULL),
                                        g_bytes_get_data (candidate, NULL), D), <, 0.3);
    }
  g_assert_cmpfloat (test_distance (g_bytes_get_data (one, NULL), g_bytes_get_data (two, NULL), D),
                     >, 0.01);
  g_assert_null (ras_edit_set_find (scene.set, 1, image));
  g_assert_null (ras_edit_set_find (scene.set, 0, foreign));
  g_assert_null (ras_edit_set_find (scene.set, 0, short_one));
  scene_clear (&scene);
}

/* Stopped, what there is is kept; long before a million iterations. */
static void
test_stop (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (GBytes) image = image_of (dataset, 0, 0);
  g_autoptr (GBytes) found = NULL;
  Scene scene = { .stop = TRUE };

  scene_run (&scene, dataset, image, 0, 50, 1000000);
  g_assert_no_error (scene.error);
  g_assert_true (ras_edit_set_get_stopped (scene.set));
  found = ras_edit_set_find (scene.set, 0, image);
  g_assert_cmpfloat (test_distance (g_bytes_get_data (found, NULL), scene.moved, D), <, 0.5);
  g_assert_cmpuint (ras_edit_set_get_report (scene.set)->last.iteration, <, 1000000);
  scene_clear (&scene);
}

/* Superseded, nothing more is heard of it, and the thread ends. */
static void
test_supersede (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (GBytes) image = image_of (dataset, 0, 0);
  Scene scene = { .supersede = TRUE };
  guint n_moved;

  scene_run (&scene, dataset, image, 0, 50, 1000000);
  n_moved = scene.n_moved;
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (scene.n_moved, ==, n_moved);
  g_assert_false (scene.ended);
  scene_clear (&scene);
}

/* A class of one image has nothing to be edited together with. */
static void
test_too_few (void)
{
  g_autoptr (RasDataset) dataset = make_dataset ();
  g_autoptr (GBytes) image = image_of (dataset, 2, 0);
  Scene scene = { 0 };

  scene_run (&scene, dataset, image, 2, 50, 10);
  g_assert_null (scene.set);
  g_assert_error (scene.error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_NUMERICAL);
  g_assert_cmpuint (scene.n_evaluated, ==, 0);
  scene_clear (&scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edit-job/whole", test_whole);
  g_test_add_func ("/edit-job/find", test_find);
  g_test_add_func ("/edit-job/stop", test_stop);
  g_test_add_func ("/edit-job/supersede", test_supersede);
  g_test_add_func ("/edit-job/too-few", test_too_few);
  return g_test_run ();
}

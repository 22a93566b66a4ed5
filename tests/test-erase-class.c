#include "erase-class.h"

#include "common.h"

#define N 3

static const gsize counts[] = { 60, 90, 50 };

typedef struct
{
  RasDataset *dataset;
  RasClassErasing how;
  gsize d;
  double *x; /* the first N images of class 1 */
} Fixture;

static void
set_up (Fixture *self)
{
  gsize found = 0;

  self->dataset = test_random_dataset (1, 4, counts, 3, 0, 5);
  self->d = ras_dataset_get_dimension (self->dataset);
  self->x = g_new (double, N * self->d);
  for (gsize i = 0; found < N; i++)
    if (ras_dataset_get_label (self->dataset, RAS_SPLIT_TRAIN, i) == 1)
      {
        for (gsize j = 0; j < self->d; j++)
          self->x[found * self->d + j]
              = ras_dataset_get_image (self->dataset, RAS_SPLIT_TRAIN, i)[j] / 255.0;
        found++;
      }
  self->how = (RasClassErasing) { self->dataset, RAS_APPLY_OPTIONS_DEFAULT,
                                  ras_edit_recipe (4, 4), 40, 1 };
  self->how.recipe.iterations = 5;
}

static void
tear_down (Fixture *self)
{
  ras_dataset_unref (self->dataset);
  g_free (self->x);
}

/* A map is applied with the label and the rank. */
static void
test_maps (void)
{
  const char *const names[] = { "leace", "oracle-leace", "qleace", "alf-qleace", "random" };
  const guint16 labels[N] = { 1, 1, 1 };
  Fixture fixture;

  set_up (&fixture);
  fixture.how.apply.rank = 2;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (RasFit) fit = test_fit (fixture.dataset, names[i], NULL);
      g_autofree double *expected = test_apply (fit, 2, fixture.x, labels, N);
      g_autofree double *y = g_new (double, N * fixture.d);
      g_autoptr (GError) error = NULL;

      g_assert_true (ras_erase_class (fit, &fixture.how, 1, fixture.x, N, y, NULL, &error));
      g_assert_no_error (error);
      g_assert_cmpmem (y, N * fixture.d * sizeof *y, expected, N * fixture.d * sizeof *y);
    }
  tear_down (&fixture);
}

static void
count_cb (const RasEditState *state, const float *images, gpointer user_data)
{
  guint *moves = user_data;

  g_assert_cmpuint (state->iteration, ==, *moves);
  ++*moves;
}

/* Editing begins at the images themselves, goes somewhere, and says so. */
static void
test_edited (void)
{
  Fixture fixture;
  guint moves = 0;
  const RasEditObserver observer = { .moved = count_cb, .user_data = &moves };
  g_autoptr (RasFit) fit = NULL;
  g_autofree double *y = NULL;
  g_autoptr (GError) error = NULL;
  double moved;

  set_up (&fixture);
  fit = test_fit (fixture.dataset, "gradient", NULL);
  y = g_new (double, N * fixture.d);
  g_assert_true (ras_erase_class (fit, &fixture.how, 1, fixture.x, N, y, &observer, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (moves, >=, 2);
  moved = test_distance (y, fixture.x, N * fixture.d);
  g_assert_cmpfloat (moved, >, 1e-4);
  g_assert_cmpfloat (moved, <, 1);
  tear_down (&fixture);
}

static void
test_cancelled (void)
{
  Fixture fixture;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  const RasEditObserver observer = { .cancellable = cancellable };
  g_autoptr (RasFit) fit = NULL;
  g_autofree double *y = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&fixture);
  fit = test_fit (fixture.dataset, "gradient", NULL);
  y = g_new (double, N * fixture.d);
  g_cancellable_cancel (cancellable);
  g_assert_false (ras_erase_class (fit, &fixture.how, 1, fixture.x, N, y, &observer, &error));
  g_assert_true (ras_error_is_cancelled (error));
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/erase-class/maps", test_maps);
  g_test_add_func ("/erase-class/edited", test_edited);
  g_test_add_func ("/erase-class/cancelled", test_cancelled);
  return g_test_run ();
}

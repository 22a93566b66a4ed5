/* Editing a class's images: what becomes of its mean and covariance, and what is told meanwhile. */
#include "common.h"
#include "edit.h"
#include "fit-private.h"
#include "memory.h"

#include <math.h>
#include <string.h>

#define N_DATA 300

/* Three classes, a fit of the target, and the images of one class. */
typedef struct
{
  RasDataset *dataset;
  RasFit *fit;
  gsize n, d;
  float *images, *start;
} Case;

static Case
case_new (guint channels, guint side, guint label, gsize count, guint constant)
{
  Case c = { .dataset = test_random_dataset (channels, side, (gsize[]) { 60, 120, N_DATA - 180 }, 3,
                                             constant, 12) };

  c.fit = test_fit (c.dataset, "gradient", NULL);
  c.d = ras_dataset_get_dimension (c.dataset);
  c.images = ras_edit_gather (c.dataset, label, NULL, 0, count, 1, &c.n, NULL);
  c.start = g_memdup2 (c.images, c.n * c.d * sizeof (float));
  return c;
}

static void
case_clear (Case *c)
{
  ras_dataset_unref (c->dataset);
  ras_fit_unref (c->fit);
  ras_free_big (c->images);
  g_free (c->start);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Case, case_clear)

/* The terms for these images, by definition. */
static void
define (const Case *c, const float *images, double *terms)
{
  const double *mean = ras_fit_get_array (c->fit, "mean", NULL);
  const double *triangle = ras_fit_get_array (c->fit, "covariance", NULL);
  g_autofree double *x = g_new (double, c->n * c->d);
  g_autofree double *centre = g_new (double, c->d);
  g_autofree double *covariance = g_new (double, c->d * c->d);
  g_autofree guint16 *labels = g_new0 (guint16, c->n);

  memset (terms, 0, RAS_EDIT_N_TERMS * sizeof *terms);
  for (gsize i = 0; i < c->n * c->d; i++)
    {
      x[i] = images[i];
      terms[2] += pow (x[i] - c->start[i], 2) / (c->n * c->d);
    }
  test_class_moments (x, labels, c->n, c->d, 0, centre, covariance);
  for (gsize i = 0; i < c->d; i++)
    terms[0] += pow (centre[i] - mean[i], 2);
  for (gsize i = 0; i < c->d; i++)
    for (gsize j = 0; j <= i; j++)
      terms[1] += (i == j ? 1 : 2) * pow (covariance[i * c->d + j] - *triangle++, 2);
  terms[0] = sqrt (terms[0]);
  terms[1] = sqrt (terms[1]);
}

static void
check_state (const Case *c, const RasEditRecipe *recipe, const RasEditState *state,
             const float *images)
{
  double terms[RAS_EDIT_N_TERMS], loss = 0;

  define (c, images, terms);
  for (guint i = 0; i < RAS_EDIT_N_TERMS; i++)
    {
      g_assert_cmpfloat (fabs (state->terms[i] - terms[i]), <, 1e-5 * terms[i] + 2e-6);
      loss += recipe->weights[i] * terms[i];
    }
  g_assert_cmpfloat (fabs (state->loss / loss - 1), <, 1e-5);
}

/* --- What is told --- */

typedef struct
{
  guint evaluated, moved;
  double loss; /* after the last move */
  double slack; /* how far the loss may rise */
  gboolean falls;
  float *images; /* copy of the last move's */
  gsize size;
  GCancellable *cancellable;
  guint cancel_at;
} Listener;

static void
evaluated_cb (const RasEditState *state, gpointer user_data)
{
  Listener *listener = user_data;

  g_assert_cmpuint (state->evaluation, ==, ++listener->evaluated);
  g_assert_cmpuint (state->iteration, ==, MAX (listener->moved, 1) - 1);
  if (state->evaluation == listener->cancel_at)
    g_cancellable_cancel (listener->cancellable);
}

static void
moved_cb (const RasEditState *state, const float *images, gpointer user_data)
{
  Listener *listener = user_data;

  g_assert_cmpuint (state->iteration, ==, listener->moved++);
  g_assert_cmpuint (state->evaluation, ==, listener->evaluated);
  if (state->iteration == 0)
    listener->slack = 0.01 * state->terms[RAS_EDIT_TERM_MEAN] / 1000;
  else if (!(state->loss < listener->loss + listener->slack))
    listener->falls = FALSE;
  listener->loss = state->loss;
  g_free (listener->images);
  listener->images = g_memdup2 (images, listener->size * sizeof *images);
}

static gboolean
edit (Case *c, const RasEditRecipe *recipe, Listener *listener, guint cancel_at,
      RasEditReport *report, GError **error)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  RasEditObserver observer = { evaluated_cb, moved_cb, listener, cancellable };

  *listener = (Listener) { .falls = TRUE, .size = c->n * c->d, .cancellable = cancellable,
                           .cancel_at = cancel_at };
  return ras_edit_images (c->fit, recipe, c->images, c->n, &observer, report, error);
}

/* Edits and checks what holds for every L-BFGS run. */
static RasEditReport
check_lbfgs (Case *c, guint iterations)
{
  RasEditRecipe recipe = ras_edit_recipe (6, 6);
  g_autoptr (GError) error = NULL;
  RasEditReport report;
  Listener listener;

  recipe.iterations = iterations;
  g_assert_true (edit (c, &recipe, &listener, 0, &report, &error));
  g_assert_no_error (error);
  g_assert_true (listener.falls);
  g_assert_cmpuint (listener.moved, ==, report.last.iteration + 1);
  g_assert_cmpuint (report.first.iteration, ==, 0);
  g_assert_cmpuint (report.first.evaluation, ==, 1);
  g_assert_cmpfloat (report.seconds, >, 0);
  g_assert_true (report.end == RAS_EDIT_ENDED_CONVERGED || report.last.iteration == iterations);
  g_assert_cmpmem (listener.images, listener.size * 4, c->images, listener.size * 4);
  for (gsize i = 0; i < c->n * c->d; i++)
    g_assert_true (c->images[i] >= 0 && c->images[i] <= 1);
  check_state (c, &recipe, &report.last, c->images);
  g_free (listener.images);
  return report;
}

/* --- Tests --- */

static void
test_lbfgs (void)
{
  for (guint label = 0; label < 3; label++)
    {
      g_auto (Case) c = case_new (3, 6, label, 0, 0);
      RasEditReport report = check_lbfgs (&c, 200);
      const double *first = report.first.terms, *last = report.last.terms;

      g_assert_cmpfloat (last[RAS_EDIT_TERM_MEAN], <, first[RAS_EDIT_TERM_MEAN] / 20);
      g_assert_cmpfloat (last[RAS_EDIT_TERM_COVARIANCE], <, first[RAS_EDIT_TERM_COVARIANCE] / 3);
      g_assert_cmpfloat (last[RAS_EDIT_TERM_CHANGE], <, 0.05);
      /* Where it starts the images are as they were but for the margin at 0 and 1. */
      g_assert_cmpfloat (first[RAS_EDIT_TERM_CHANGE], <, 4e-6);
    }
}

/* Twice the same numbers. */
static void
test_repeat (void)
{
  g_auto (Case) one = case_new (3, 6, 1, 0, 0);
  g_auto (Case) other = case_new (3, 6, 1, 0, 0);

  check_lbfgs (&one, 30);
  check_lbfgs (&other, 30);
  g_assert_cmpmem (one.images, one.n * one.d * 4, other.images, other.n * other.d * 4);
}

/* Few images, constant pixels, one channel, pixels that are 0 and 1. */
static void
test_odd (void)
{
  struct
  {
    guint channels, side, count, constant;
    float extreme; /* what the first images are made of, or −1 */
  } odd[] = { { 3, 6, 2, 0, -1 }, { 3, 6, 20, 30, -1 }, { 1, 5, 0, 3, -1 }, { 1, 5, 40, 0, 0 },
              { 1, 5, 40, 0, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_auto (Case) c = case_new (odd[i].channels, odd[i].side, 2, odd[i].count, odd[i].constant);
      RasEditReport report;

      for (gsize j = 0; j < c.d && odd[i].extreme >= 0; j++)
        c.start[j] = c.images[j] = odd[i].extreme;
      report = check_lbfgs (&c, 60);
      g_assert_cmpfloat (report.last.loss, <, 0.95 * report.first.loss);
    }
}

/* Images that are where they should be stay there. */
static void
test_at_target (void)
{
  gsize d = 9, n = 5;
  g_autoptr (RasFit) fit = ras_fit_new (&ras_eraser_gradient, &RAS_FIT_OPTIONS_DEFAULT, d, 2);
  double *mean = ras_fit_add_array (fit, "mean", d, NULL);
  RasEditRecipe recipe = ras_edit_recipe (3, 3);
  float images[45];
  RasEditReport report;

  g_assert_nonnull (ras_fit_add_array (fit, "covariance", d * (d + 1) / 2, NULL));
  for (gsize i = 0; i < n * d; i++)
    mean[i % d] = images[i] = 0.5;
  g_assert_true (ras_edit_images (fit, &recipe, images, n, NULL, &report, NULL));
  g_assert_cmpint (report.end, ==, RAS_EDIT_ENDED_CONVERGED);
  g_assert_cmpuint (report.last.iteration, ==, 0);
  g_assert_cmpfloat (report.last.loss, ==, 0);
  for (gsize i = 0; i < n * d; i++)
    g_assert_cmpfloat (images[i], ==, 0.5);
}

static void
test_adam (void)
{
  g_auto (Case) c = case_new (3, 6, 1, 0, 0);
  RasEditRecipe recipe = ras_edit_recipe (64, 64);
  RasEditReport report;
  Listener listener;

  recipe.iterations = 80;
  g_assert_true (edit (&c, &recipe, &listener, 0, &report, NULL));
  g_assert_cmpint (report.end, ==, RAS_EDIT_ENDED_ITERATIONS);
  g_assert_cmpuint (report.last.iteration, ==, 80);
  g_assert_cmpuint (report.last.evaluation, ==, 81);
  g_assert_cmpuint (listener.moved, ==, 81);
  /* It starts from the images themselves. */
  g_assert_cmpfloat (report.first.terms[RAS_EDIT_TERM_CHANGE], ==, 0);
  g_assert_cmpfloat (report.last.terms[RAS_EDIT_TERM_MEAN], <,
                     report.first.terms[RAS_EDIT_TERM_MEAN] / 5);
  g_assert_cmpfloat (report.last.terms[RAS_EDIT_TERM_COVARIANCE], <,
                     report.first.terms[RAS_EDIT_TERM_COVARIANCE] / 3);
  g_assert_cmpmem (listener.images, listener.size * 4, c.images, listener.size * 4);
  check_state (&c, &recipe, &report.last, c.images);
  g_free (listener.images);
}

/* Adam's first step is as long as it says, whatever the gradient. */
static void
test_adam_step (void)
{
  g_auto (Case) c = case_new (1, 5, 0, 0, 0);
  RasEditRecipe recipe = ras_edit_recipe (64, 64);

  recipe.iterations = 1;
  g_assert_true (ras_edit_images (c.fit, &recipe, c.images, c.n, NULL, NULL, NULL));
  for (gsize i = 0; i < c.n * c.d; i++)
    g_assert_cmpfloat (fabs (fabs (c.images[i] - c.start[i]) - 0.01), <, 1e-4);
}

/* Wherever it is stopped, images and report are those of the last move. */
static void
test_cancel (void)
{
  for (guint method = 0; method < 2; method++)
    for (guint cancel_at = 1; cancel_at < 40; cancel_at += 6)
      {
        g_auto (Case) c = case_new (3, 6, 1, 60, 0);
        RasEditRecipe recipe = ras_edit_recipe (method ? 64 : 6, method ? 64 : 6);
        g_autoptr (GError) error = NULL;
        RasEditReport report;
        Listener listener;

        g_assert_false (edit (&c, &recipe, &listener, cancel_at, &report, &error));
        g_assert_true (ras_error_is_cancelled (error));
        g_assert_cmpuint (listener.evaluated, ==, cancel_at);
        g_assert_true (report.last.loss == listener.loss);
        g_assert_cmpuint (report.last.iteration, ==, listener.moved - 1);
        g_assert_cmpmem (listener.images, listener.size * 4, c.images, listener.size * 4);
        check_state (&c, &recipe, &report.last, c.images);
        g_free (listener.images);
      }
}

/* Cancelled before the first evaluation: nothing is touched. */
static void
test_cancelled_before (void)
{
  g_auto (Case) c = case_new (1, 5, 1, 30, 0);
  RasEditRecipe recipe = ras_edit_recipe (5, 5);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  RasEditObserver observer = { .cancellable = cancellable };
  g_autoptr (GError) error = NULL;
  RasEditReport report;

  g_cancellable_cancel (cancellable);
  g_assert_false (ras_edit_images (c.fit, &recipe, c.images, c.n, &observer, &report, &error));
  g_assert_true (ras_error_is_cancelled (error));
  g_assert_cmpuint (report.last.evaluation, ==, 0);
  g_assert_cmpmem (c.images, c.n * c.d * 4, c.start, c.n * c.d * 4);
}

static void
test_not_finite (void)
{
  g_auto (Case) c = case_new (1, 5, 1, 30, 0);
  RasEditRecipe recipe = ras_edit_recipe (5, 5);
  g_autoptr (GError) error = NULL;

  c.images[7] = NAN;
  g_assert_false (ras_edit_images (c.fit, &recipe, c.images, c.n, NULL, NULL, &error));
  g_assert_error (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_NUMERICAL);
}

static void
test_recipe (void)
{
  RasEditRecipe small = ras_edit_recipe (32, 32), large = ras_edit_recipe (33, 32);

  g_assert_cmpint (small.method, ==, RAS_EDIT_LBFGS);
  g_assert_cmpuint (small.history, ==, 10);
  g_assert_cmpuint (small.iterations, ==, 100);
  g_assert_cmpfloat (small.weights[RAS_EDIT_TERM_MEAN], ==, 0.01);
  g_assert_cmpfloat (small.weights[RAS_EDIT_TERM_COVARIANCE], ==, 0.01);
  g_assert_cmpfloat (small.weights[RAS_EDIT_TERM_CHANGE], ==, 1);
  g_assert_cmpint (large.method, ==, RAS_EDIT_ADAM);
  g_assert_cmpfloat (large.step, ==, 0.01);
  g_assert_cmpfloat (large.weights[RAS_EDIT_TERM_MEAN], ==, 1);
  g_assert_cmpfloat (large.weights[RAS_EDIT_TERM_COVARIANCE], ==, 0.5);
  g_assert_cmpfloat (large.weights[RAS_EDIT_TERM_CHANGE], ==, 1e-9);
}

/* What it says is what it takes. */
static void
test_memory (void)
{
  gsize d = 768, n = 3000;
  g_autoptr (RasFit) fit = ras_fit_new (&ras_eraser_gradient, &RAS_FIT_OPTIONS_DEFAULT, d, 2);
  RasEditRecipe recipe = ras_edit_recipe (16, 16);
  guint64 said = ras_edit_memory (d, n, &recipe), before, took;
  RAS_BIG float *images = ras_alloc_big (n * d, sizeof *images, "images", NULL);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  g_assert_nonnull (ras_fit_add_array (fit, "mean", d, NULL));
  g_assert_nonnull (ras_fit_add_array (fit, "covariance", d * (d + 1) / 2, NULL));
  for (gsize i = 0; i < n * d; i++)
    images[i] = g_rand_double (random);
  /* First BLAS makes itself at home, with four vectors and a matrix; then the history fills up. */
  recipe.iterations = 0;
  g_assert_true (ras_edit_images (fit, &recipe, images, n, NULL, NULL, NULL));
  recipe.iterations = 11;
  before = ras_memory_peak () - (4 * n * d + d * d) * sizeof (float);
  g_assert_true (ras_edit_images (fit, &recipe, images, n, NULL, NULL, NULL));
  took = ras_memory_peak () - before;
  g_test_message ("said %" G_GUINT64_FORMAT ", took %" G_GUINT64_FORMAT, said, took);
  g_assert_cmpfloat (took, <, 1.05 * said);
  g_assert_cmpfloat (took, >, 0.9 * said);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edit/lbfgs", test_lbfgs);
  g_test_add_func ("/edit/repeat", test_repeat);
  g_test_add_func ("/edit/odd", test_odd);
  g_test_add_func ("/edit/at-target", test_at_target);
  g_test_add_func ("/edit/adam", test_adam);
  g_test_add_func ("/edit/adam-step", test_adam_step);
  g_test_add_func ("/edit/cancel", test_cancel);
  g_test_add_func ("/edit/cancelled-before", test_cancelled_before);
  g_test_add_func ("/edit/not-finite", test_not_finite);
  g_test_add_func ("/edit/recipe", test_recipe);
  g_test_add_func ("/edit/memory", test_memory);
  return g_test_run ();
}

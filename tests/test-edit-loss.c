/* Loss and gradient against their definition in double precision. */
#include "common.h"
#include "edit-loss.h"
#include "fit-private.h"

#include <math.h>
#include <string.h>

/* A fit of "gradient" with this target. */
static RasFit *
make_target (gsize d, const double *mean, const double *covariance)
{
  RasFit *fit = ras_fit_new (&ras_eraser_gradient, &RAS_FIT_OPTIONS_DEFAULT, d, 2);
  double *centre = ras_fit_add_array (fit, "mean", d, NULL);
  double *triangle = ras_fit_add_array (fit, "covariance", d * (d + 1) / 2, NULL);

  memcpy (centre, mean, d * sizeof *mean);
  for (gsize i = 0; i < d; i++)
    for (gsize j = 0; j <= i; j++)
      *triangle++ = covariance[i * d + j];
  return fit;
}

typedef struct
{
  gsize n, d;
  gboolean logits;
  double weights[RAS_EDIT_N_TERMS];
  double tip;
  double *mean, *covariance; /* the target */
  float *start, *point;
} Problem;

static Problem
problem_new (gsize n, gsize d, gboolean logits, guint32 seed)
{
  Problem p = { n, d, logits, { 0.3, 0.7, 5 } };
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);

  p.mean = g_new (double, d);
  p.covariance = g_new (double, d * d);
  p.start = g_new (float, n * d);
  p.point = g_new (float, n * d);
  for (gsize i = 0; i < d; i++)
    {
      p.mean[i] = g_rand_double_range (random, 0.2, 0.8);
      for (gsize j = 0; j <= i; j++)
        p.covariance[i * d + j] = p.covariance[j * d + i]
            = i == j ? 0.1 : g_rand_double_range (random, -0.02, 0.02);
    }
  for (gsize i = 0; i < n * d; i++)
    {
      p.start[i] = g_rand_double (random);
      p.point[i] = logits ? g_rand_double_range (random, -0.8, 0.8)
                          : g_rand_double_range (random, -0.2, 1.2);
    }
  return p;
}

static void
problem_clear (Problem *p)
{
  g_free (p->mean);
  g_free (p->covariance);
  g_free (p->start);
  g_free (p->point);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Problem, problem_clear)

static double
pixel (const Problem *p, gsize i, double point)
{
  double x = CLAMP (p->start[i], 1 / 512.0, 511 / 512.0);

  return p->logits ? 1 / (1 + exp (-point / hypot (x * (1 - x), 0.1))) : point;
}

/* The loss at a point, as it is written down. */
static double
define (const Problem *p, const double *point, double *terms)
{
  g_autofree double *x = g_new (double, p->n * p->d);
  g_autofree double *mean = g_new (double, p->d);
  g_autofree double *covariance = g_new (double, p->d * p->d);
  g_autofree guint16 *labels = g_new0 (guint16, p->n);
  double squares[RAS_EDIT_N_TERMS] = { 0 }, loss = 0;

  for (gsize i = 0; i < p->n * p->d; i++)
    {
      x[i] = pixel (p, i, point[i]);
      squares[2] += pow (x[i] - p->start[i], 2);
    }
  test_class_moments (x, labels, p->n, p->d, 0, mean, covariance);
  for (gsize i = 0; i < p->d; i++)
    squares[0] += pow (mean[i] - p->mean[i], 2);
  for (gsize i = 0; i < p->d * p->d; i++)
    squares[1] += pow (covariance[i] - p->covariance[i], 2);
  terms[0] = sqrt (squares[0]);
  terms[1] = sqrt (squares[1]);
  terms[2] = squares[2] / (p->n * p->d);
  for (guint i = 0; i < RAS_EDIT_N_TERMS; i++)
    loss += p->weights[i] * (i == RAS_EDIT_TERM_MEAN ? hypot (terms[i], p->tip) : terms[i]);
  return loss;
}

static void
check (gsize n, gsize d, gboolean logits, double tip)
{
  g_auto (Problem) p = problem_new (n, d, logits, n + d);
  g_autoptr (RasFit) fit = make_target (d, p.mean, p.covariance);
  g_autofree float *gradient = g_new (float, n * d), *images = g_new (float, n * d);
  g_autofree double *point = g_new (double, n * d);
  double terms[RAS_EDIT_N_TERMS], expected[RAS_EDIT_N_TERMS], loss, most = 0, worst = 0;
  RasEditLoss self = { 0 };

  for (gsize i = 0; i < n * d; i++)
    point[i] = p.point[i];
  g_assert_true (ras_edit_loss_init (&self, fit, p.weights, logits, p.start, n, NULL));
  p.tip = self.tip = tip;
  loss = ras_edit_loss_evaluate (&self, p.point, gradient, terms);
  g_assert_cmpfloat (fabs (loss / define (&p, point, expected) - 1), <, 1e-6);
  for (guint i = 0; i < RAS_EDIT_N_TERMS; i++)
    g_assert_cmpfloat (fabs (terms[i] / expected[i] - 1), <, 2e-6);
  ras_edit_loss_get_images (&self, images);
  for (gsize i = 0; i < n * d; i++)
    {
      double x = point[i], step = 1e-4, slope;

      g_assert_cmpfloat (fabs (images[i] - pixel (&p, i, x)), <, 3e-7);
      point[i] = x + step;
      slope = define (&p, point, expected) / (2 * step);
      point[i] = x - step;
      slope -= define (&p, point, expected) / (2 * step);
      point[i] = x;
      most = MAX (most, fabs (slope));
      worst = MAX (worst, fabs (slope - gradient[i]));
    }
  g_assert_cmpfloat (most, >, 0);
  g_assert_cmpfloat (worst, <, 1e-5 * most);
  ras_edit_loss_clear (&self);
}

static void
test_definition (void)
{
  for (gboolean logits = FALSE; logits <= TRUE; logits++)
    {
      check (2, 5, logits, 0);
      check (3, 20, logits, 0.1);
      check (40, 12, logits, 0.3);
      check (77, 13, logits, 0);
    }
}

/* Where it starts the images are as they were, but for the margin that logits keep. */
static void
test_start (void)
{
  for (gboolean logits = FALSE; logits <= TRUE; logits++)
    {
      g_auto (Problem) p = problem_new (6, 4, logits, 3);
      g_autoptr (RasFit) fit = make_target (4, p.mean, p.covariance);
      float gradient[24], images[24];
      double terms[RAS_EDIT_N_TERMS];
      RasEditLoss self = { 0 };

      p.start[5] = 0;
      p.start[6] = 1;
      g_assert_true (ras_edit_loss_init (&self, fit, p.weights, logits, p.start, 6, NULL));
      ras_edit_loss_get_start (&self, p.point);
      ras_edit_loss_evaluate (&self, p.point, gradient, terms);
      ras_edit_loss_get_images (&self, images);
      for (gsize i = 0; i < 24; i++)
        {
          double x = logits ? CLAMP (p.start[i], 1 / 512.0, 511 / 512.0) : p.start[i];

          g_assert_cmpfloat (fabs (images[i] - x), <, 3e-7);
        }
      ras_edit_loss_clear (&self);
    }
}

/* The sigmoid where it saturates: images stay within [0, 1], gradients finite. */
static void
test_far (void)
{
  g_auto (Problem) p = problem_new (6, 4, TRUE, 1);
  g_autoptr (RasFit) fit = make_target (4, p.mean, p.covariance);
  float gradient[24], images[24];
  double terms[RAS_EDIT_N_TERMS];
  RasEditLoss self = { 0 };

  for (gsize i = 0; i < 24; i++)
    p.point[i] = (i % 3 - 1.f) * (i % 2 ? 30 : 1e6f);
  g_assert_true (ras_edit_loss_init (&self, fit, p.weights, TRUE, p.start, 6, NULL));
  g_assert_true (isfinite (ras_edit_loss_evaluate (&self, p.point, gradient, terms)));
  ras_edit_loss_get_images (&self, images);
  for (gsize i = 0; i < 24; i++)
    {
      g_assert_true (isfinite (gradient[i]));
      g_assert_cmpfloat (fabs (images[i] - (i % 3) / 2.0), <, 1e-6);
      g_assert_true (images[i] >= 0 && images[i] <= 1);
    }
  ras_edit_loss_clear (&self);
}

/* At the target the norms have no gradient: nothing is divided by 0. */
static void
test_at_target (void)
{
  g_auto (Problem) p = problem_new (5, 4, FALSE, 2);
  g_autofree double *nothing = g_new0 (double, 16);
  g_autoptr (RasFit) fit = NULL;
  float gradient[20];
  double terms[RAS_EDIT_N_TERMS];
  RasEditLoss self = { 0 };

  for (gsize i = 0; i < 20; i++)
    p.point[i] = p.start[i] = p.mean[i % 4] = 0.25 * (i % 4);
  fit = make_target (4, p.mean, nothing);
  g_assert_true (ras_edit_loss_init (&self, fit, p.weights, FALSE, p.start, 5, NULL));
  g_assert_cmpfloat (ras_edit_loss_evaluate (&self, p.point, gradient, terms), ==, 0);
  for (gsize i = 0; i < 20; i++)
    g_assert_cmpfloat (gradient[i], ==, 0);
  ras_edit_loss_clear (&self);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edit-loss/definition", test_definition);
  g_test_add_func ("/edit-loss/start", test_start);
  g_test_add_func ("/edit-loss/far", test_far);
  g_test_add_func ("/edit-loss/at-target", test_at_target);
  return g_test_run ();
}

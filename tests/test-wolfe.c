/* The line search: its conditions hold wherever it starts, and it gives up where it must. */
#include "wolfe.h"

#include <math.h>

typedef struct
{
  double (*func) (double t, double *slope);
  guint calls, fail_at;
  double last;
} Line;

static gboolean
evaluate (RasWolfePoint *point, gpointer user_data, GError **error)
{
  Line *line = user_data;

  line->last = point->t;
  if (++line->calls == line->fail_at)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "enough");
      return FALSE;
    }
  point->value = line->func (point->t, &point->slope);
  return TRUE;
}

static RasWolfePoint
start_of (double (*func) (double, double *))
{
  RasWolfePoint point = { 0 };

  point.value = func (0, &point.slope);
  return point;
}

static RasWolfeEnd
search (double (*func) (double, double *), double t, RasWolfePoint *point, Line *line)
{
  g_autoptr (GError) error = NULL;
  RasWolfeEnd end = RAS_WOLFE_NOTHING;
  double last = -1;

  *line = (Line) { func };
  *point = start_of (func);
  g_assert_true (ras_wolfe_search (point, t, 1e-15, evaluate, line, &last, &end, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (line->calls, <=, RAS_WOLFE_EVALUATIONS);
  g_assert_true (last == line->last);
  return end;
}

/* --- Lines; the first three are those of Moré & Thuente (1994), Section 5 --- */

static double
shallow (double t, double *slope)
{
  *slope = (t * t - 2) / pow (t * t + 2, 2);
  return -t / (t * t + 2);
}

static double
steep (double t, double *slope)
{
  double u = t + 0.004;

  *slope = 5 * pow (u, 4) - 8 * pow (u, 3);
  return pow (u, 5) - 2 * pow (u, 4);
}

static double
wavy (double t, double *slope)
{
  const double beta = 0.01, l = 39;
  double value = t <= 1 - beta  ? 1 - t
                 : t >= 1 + beta ? t - 1
                                 : (t - 1) * (t - 1) / (2 * beta) + beta / 2;

  *slope = (t <= 1 - beta ? -1 : t >= 1 + beta ? 1 : (t - 1) / beta)
           + (1 - beta) * cos (l * G_PI / 2 * t);
  return value + 2 * (1 - beta) / (l * G_PI) * sin (l * G_PI / 2 * t);
}

static double
parabola (double t, double *slope)
{
  *slope = 2 * (t - 3);
  return (t - 3) * (t - 3) + 5;
}

/* No number at all from 2 on. */
static double
fenced (double t, double *slope)
{
  *slope = 1 / (2 - t) - 3;
  return -log (2 - t) - 3 * t;
}

static void
test_conditions (void)
{
  double (*const lines[]) (double, double *) = { shallow, steep, wavy, parabola, fenced };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    for (double t = 1e-3; t < 2e3; t *= 10)
      {
        RasWolfePoint start = start_of (lines[i]), point;
        Line line;
        double slope;

        g_assert_cmpint (search (lines[i], t, &point, &line), ==, RAS_WOLFE_FOUND);
        g_assert_true (line.last == point.t);
        g_assert_true (point.value == lines[i](point.t, &slope) && point.slope == slope);
        g_assert_cmpfloat (point.value, <=,
                           start.value + RAS_WOLFE_DECREASE * point.t * start.slope);
        g_assert_cmpfloat (fabs (point.slope), <=, -RAS_WOLFE_CURVATURE * start.slope);
      }
}

/* A step that is good at once is taken. */
static void
test_first (void)
{
  RasWolfePoint point;
  Line line;

  g_assert_cmpint (search (parabola, 3, &point, &line), ==, RAS_WOLFE_FOUND);
  g_assert_cmpuint (line.calls, ==, 1);
  g_assert_cmpfloat (point.t, ==, 3);
}

static double
kink (double t, double *slope)
{
  *slope = t < 1 ? -1 : 1;
  return fabs (t - 1);
}

static double
lie (double t, double *slope)
{
  *slope = -1;
  return 7 + t;
}

static double
nowhere (double t, double *slope)
{
  *slope = t > 0 ? NAN : -1;
  return t > 0 ? NAN : 0;
}

static double
abyss (double t, double *slope)
{
  *slope = -1;
  return -t;
}

static void
test_giving_up (void)
{
  RasWolfePoint point;
  Line line;

  /* The slope is never small, but lower it gets. */
  g_assert_cmpint (search (kink, 0.3, &point, &line), ==, RAS_WOLFE_LOWER);
  g_assert_cmpfloat_with_epsilon (point.t, 1, 1e-2);
  g_assert_cmpint (search (lie, 1, &point, &line), ==, RAS_WOLFE_NOTHING);
  g_assert_cmpfloat (point.t, ==, 0);
  g_assert_cmpfloat (point.value, ==, 7);
  g_assert_cmpint (search (nowhere, 1, &point, &line), ==, RAS_WOLFE_NOTHING);
  /* Falls for ever: the farthest point is the lowest. */
  g_assert_cmpint (search (abyss, 1, &point, &line), ==, RAS_WOLFE_LOWER);
  g_assert_cmpfloat (point.t, ==, line.last);
}

/* Where values are not that exact, it does not look closer. */
static void
test_precision (void)
{
  RasWolfePoint point = start_of (lie);
  RasWolfeEnd end;
  Line line = { lie };
  double last;

  g_assert_true (ras_wolfe_search (&point, 1, 0.01, evaluate, &line, &last, &end, NULL));
  g_assert_cmpint (end, ==, RAS_WOLFE_NOTHING);
  g_assert_cmpuint (line.calls, <=, 5);
}

static void
test_failure (void)
{
  for (guint fail_at = 1; fail_at < 4; fail_at++)
    {
      RasWolfePoint point = start_of (kink);
      g_autoptr (GError) error = NULL;
      RasWolfeEnd end;
      Line line = { kink, 0, fail_at };
      double last;

      g_assert_false (ras_wolfe_search (&point, 0.3, 1e-15, evaluate, &line, &last, &end, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_cmpuint (line.calls, ==, fail_at);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wolfe/conditions", test_conditions);
  g_test_add_func ("/wolfe/first", test_first);
  g_test_add_func ("/wolfe/giving-up", test_giving_up);
  g_test_add_func ("/wolfe/precision", test_precision);
  g_test_add_func ("/wolfe/failure", test_failure);
  return g_test_run ();
}

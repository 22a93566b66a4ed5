#include "distortion.h"

#include <math.h>

static void
test_measure (void)
{
  const double x[] = { 0.5, 0.25, 1, 0 }, y[] = { 0.5, 0.75, 1, 0 };
  RasDistortion distortion = ras_distortion_measure (x, y, 4);

  g_assert_cmpfloat_with_epsilon (distortion.distance, 0.5, 1e-15);
  g_assert_cmpfloat_with_epsilon (distortion.psnr, 10 * log10 (16), 1e-12);
}

static void
test_same (void)
{
  const double x[] = { 0.1, 0.2 };
  RasDistortion distortion = ras_distortion_measure (x, x, 2);

  g_assert_cmpfloat (distortion.distance, ==, 0);
  g_assert_true (isinf (distortion.psnr) && distortion.psnr > 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/distortion/measure", test_measure);
  g_test_add_func ("/distortion/same", test_same);
  return g_test_run ();
}

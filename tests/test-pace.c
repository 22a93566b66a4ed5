#include "pace.h"

static void
test_pace (void)
{
  RasPace pace = { 0 };
  gint64 now = 5;

  ras_pace_step (&pace, 1000000, now);
  g_assert_cmpfloat (ras_pace_get_seconds_left (&pace, 1000000, 2000000), <, 0);
  for (guint i = 1; i <= 40; i++)
    ras_pace_step (&pace, 1000000 + 50000 * i, now += G_USEC_PER_SEC / 2);
  g_assert_cmpfloat_with_epsilon (pace.rate, 100000, 1);
  g_assert_cmpfloat_with_epsilon (ras_pace_get_seconds_left (&pace, 3000000, 4000000), 10, 0.01);
  /* Standing still it forgets. */
  for (guint i = 1; i <= 200; i++)
    ras_pace_step (&pace, 3000000, now += G_USEC_PER_SEC / 2);
  g_assert_cmpfloat (ras_pace_get_seconds_left (&pace, 3000000, 4000000), <, 0);
  ras_pace_step (&pace, 10, now += G_USEC_PER_SEC / 2);
  g_assert_cmpfloat (pace.rate, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pace", test_pace);
  return g_test_run ();
}

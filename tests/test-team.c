/* Threads that work together: everyone runs, barriers hold, teams end. */
#include "team.h"

#define ROUNDS 500

typedef struct
{
  RasTeam *team;
  guint n;
  int counts[8];
  int wrong; /* atomic */
} Test;

/* Between two barriers everybody sees everybody's last step. */
static void
step_together (guint thread, gpointer user_data)
{
  Test *test = user_data;

  for (int round = 1; round <= ROUNDS; round++)
    {
      test->counts[thread] = round;
      ras_team_barrier (test->team);
      for (guint t = 0; t < test->n; t++)
        if (test->counts[t] != round)
          g_atomic_int_inc (&test->wrong);
      ras_team_barrier (test->team);
    }
}

static void
test_barriers (void)
{
  for (guint n = 1; n <= 4; n++)
    {
      g_autoptr (RasTeam) team = ras_team_new (n, NULL);
      Test test = { .team = team, .n = n };

      g_assert_cmpuint (ras_team_get_size (team), ==, n);
      for (int i = 0; i < 3; i++)
        ras_team_run (team, step_together, &test);
      g_assert_cmpint (test.wrong, ==, 0);
      for (guint t = 0; t < n; t++)
        g_assert_cmpint (test.counts[t], ==, ROUNDS);
    }
}

/* A team that never worked, and one that waits long between two tasks, which makes it sleep. */
static void
count_cb (guint thread, gpointer user_data)
{
  g_atomic_int_inc ((int *) user_data);
}

static void
test_pauses (void)
{
  int count = 0;

  ras_team_free (ras_team_new (3, NULL));
  g_autoptr (RasTeam) team = ras_team_new (3, NULL);
  for (int i = 0; i < 3; i++)
    {
      ras_team_run (team, count_cb, &count);
      g_usleep (20000);
    }
  g_assert_cmpint (count, ==, 9);
}

static void
test_shares (void)
{
  for (gsize count = 0; count < 20; count++)
    for (guint n = 1; n < 6; n++)
      {
        gsize expected = 0, first, end;

        for (guint t = 0; t < n; t++, expected = end)
          {
            ras_team_share (count, t, n, &first, &end);
            g_assert_cmpuint (first, ==, expected);
            g_assert_cmpuint (end - first, <=, (count + n - 1) / n);
          }
        g_assert_cmpuint (expected, ==, count);
      }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/team/barriers", test_barriers);
  g_test_add_func ("/team/pauses", test_pauses);
  g_test_add_func ("/team/shares", test_shares);
  return g_test_run ();
}

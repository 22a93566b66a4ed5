#include "ras-rank-walk.h"

#define FRAME (G_USEC_PER_SEC / 60)

static void
test_stops (void)
{
  const guint stops[] = { 0, 1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 80, 100, 150, 200, 300, 500, 800,
                          1000, 1500, 2000, 2345 };

  for (guint i = 0; i + 1 < G_N_ELEMENTS (stops); i++)
    {
      g_assert_cmpuint (ras_rank_walk_find_stop (stops[i], 2345, 1), ==, stops[i + 1]);
      g_assert_cmpuint (ras_rank_walk_find_stop (stops[i + 1], 2345, -1), ==, stops[i]);
    }
  /* From between two, and at the ends. */
  g_assert_cmpuint (ras_rank_walk_find_stop (13, 100, 1), ==, 15);
  g_assert_cmpuint (ras_rank_walk_find_stop (13, 100, -1), ==, 10);
  g_assert_cmpuint (ras_rank_walk_find_stop (0, 100, -1), ==, 0);
  g_assert_cmpuint (ras_rank_walk_find_stop (100, 100, 1), ==, 100);
  g_assert_cmpuint (ras_rank_walk_find_stop (0, 0, 1), ==, 0);
  g_assert_cmpuint (ras_rank_walk_find_stop (6, 7, 1), ==, 7);
}

/* Frames until the end. */
static guint
walk (double pace, gboolean stepping, guint length)
{
  RasRankWalk all;
  guint rank = 0, frames = 0, before = 0;

  ras_rank_walk_begin (&all, 200, 0, 1000);
  while (rank < length)
    {
      frames++;
      rank = ras_rank_walk_advance (&all, 200, length, pace, stepping, 1000 + frames * FRAME);
      g_assert_cmpuint (rank, >=, before);
      g_assert_cmpuint (rank, <=, length);
      if (stepping && rank != before)
        g_assert_cmpuint (rank, ==, ras_rank_walk_find_stop (before, length, 1));
      before = rank;
    }
  return frames;
}

static void
test_pace (void)
{
  guint frames = walk (1, FALSE, 200);

  g_assert_cmpfloat_with_epsilon (frames / 60.0, RAS_RANK_WALK_SECONDS, 0.2);
  g_assert_cmpfloat_with_epsilon (walk (2, FALSE, 200) / 60.0, RAS_RANK_WALK_SECONDS / 2, 0.2);
  /* A shorter path ends earlier on the same axis; steps take as long as gliding. */
  g_assert_cmpuint (walk (1, FALSE, 100), <, frames);
  g_assert_cmpfloat_with_epsilon (walk (1, TRUE, 200) / 60.0, RAS_RANK_WALK_SECONDS, 0.2);
}

static void
test_busy (void)
{
  RasRankWalk one, other;

  ras_rank_walk_begin (&one, 1000, 10, 0);
  other = one;
  g_assert_cmpuint (ras_rank_walk_advance (&one, 1000, 1000, 1, FALSE, 60 * G_USEC_PER_SEC), <=,
                    11);
  /* A clock that goes back does not turn the walk round. */
  g_assert_cmpuint (ras_rank_walk_advance (&other, 1000, 1000, 1, FALSE, -G_USEC_PER_SEC), ==, 10);
}

static void
test_growing_axis (void)
{
  RasRankWalk walk;

  ras_rank_walk_begin (&walk, 50, 20, 0);
  g_assert_cmpuint (ras_rank_walk_advance (&walk, 500, 300, 1, FALSE, 0), ==, 20);
  g_assert_cmpuint (walk.limit, ==, 500);
  /* A path that was lost ends the walk. */
  g_assert_cmpuint (ras_rank_walk_advance (&walk, 20, 0, 1, FALSE, FRAME), ==, 0);
}

static void
test_change_pace (void)
{
  double pace = 1;

  g_assert_cmpfloat_with_epsilon (
      ras_rank_walk_change_pace (ras_rank_walk_change_pace (pace, 1), 1), 2, 1e-9);
  for (int i = 0; i < 20; i++)
    pace = ras_rank_walk_change_pace (pace, -1);
  g_assert_cmpfloat (pace, ==, RAS_RANK_WALK_LEAST_PACE);
  for (int i = 0; i < 40; i++)
    pace = ras_rank_walk_change_pace (pace, 1);
  g_assert_cmpfloat (pace, ==, RAS_RANK_WALK_MOST_PACE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rank-walk/stops", test_stops);
  g_test_add_func ("/rank-walk/pace", test_pace);
  g_test_add_func ("/rank-walk/busy", test_busy);
  g_test_add_func ("/rank-walk/growing-axis", test_growing_axis);
  g_test_add_func ("/rank-walk/change-pace", test_change_pace);
  return g_test_run ();
}

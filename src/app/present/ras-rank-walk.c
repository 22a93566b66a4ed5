#include "ras-rank-walk.h"

#include "axis.h"

/* µs that a single step may take. */
#define LONGEST_STEP (G_USEC_PER_SEC / 10)

static RasRankAxis
get_axis (const RasRankWalk *self)
{
  return (RasRankAxis) { 0, 1, MAX (self->limit, 1) };
}

void
ras_rank_walk_begin (RasRankWalk *self, guint limit, guint rank, gint64 now)
{
  RasRankAxis axis;

  self->limit = limit;
  self->time = now;
  axis = get_axis (self);
  self->position = ras_rank_axis_get_position (&axis, rank);
}

/* The largest round rank that is not above. */
static guint
round_down (guint rank)
{
  static const guint digits[] = { 80, 50, 30, 20, 15, 10 };

  if (rank < 10)
    return rank >= 8 ? 8 : rank >= 5 ? 5 : MIN (rank, 3);
  for (guint64 power = 1;; power *= 10)
    if (rank < 100 * power)
      for (gsize i = 0; i < G_N_ELEMENTS (digits); i++)
        if (rank >= digits[i] * power)
          return (guint) (digits[i] * power);
}

static guint
find_above (guint rank)
{
  guint step = MAX (rank / 10, 1);
  guint above = rank;

  /* Neighbouring stops differ by less than a factor of two: a few steps reach the next. */
  do
    above += step;
  while (round_down (above) <= rank);
  return round_down (above);
}

guint
ras_rank_walk_find_stop (guint rank, guint length, int direction)
{
  if (direction < 0)
    return rank == 0 ? 0 : round_down (MIN (rank, length + 1) - 1);
  return rank >= length ? length : MIN (find_above (rank), length);
}

guint
ras_rank_walk_advance (RasRankWalk *self, guint limit, guint length, double pace,
                       gboolean stepping, gint64 now)
{
  RasRankAxis axis = get_axis (self);
  guint rank;

  if (limit != self->limit)
    ras_rank_walk_begin (self, limit, ras_rank_axis_get_rank (&axis, self->position), self->time);
  axis = get_axis (self);
  self->position += pace * CLAMP (now - self->time, 0, LONGEST_STEP)
                    / (RAS_RANK_WALK_SECONDS * G_USEC_PER_SEC);
  self->time = now;
  rank = ras_rank_axis_get_rank (&axis, self->position);
  if (rank >= length)
    return length;
  return stepping ? round_down (rank) : rank;
}

double
ras_rank_walk_change_pace (double pace, int direction)
{
  return CLAMP (direction < 0 ? pace / G_SQRT2 : pace * G_SQRT2, RAS_RANK_WALK_LEAST_PACE,
                RAS_RANK_WALK_MOST_PACE);
}

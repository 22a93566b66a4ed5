/* A calm walk along the logarithmic rank axis, and the round ranks where one stops when stepping.
 * Plain numbers: it knows neither a clock nor a widget. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How long a walk along the whole axis takes at pace 1. */
#define RAS_RANK_WALK_SECONDS 24.0
/* Paces are powers of the root of two. */
#define RAS_RANK_WALK_LEAST_PACE 0.25
#define RAS_RANK_WALK_MOST_PACE 4.0

typedef struct
{
  guint limit;     /* the end of the axis, at least 1 */
  double position; /* on it, from 0 to 1 */
  gint64 time;     /* of the last step, µs */
} RasRankWalk;

void ras_rank_walk_begin (RasRankWalk *self, guint limit, guint rank, gint64 now);

/* The rank at the time `now` (µs) at `pace`, at most `length`, which means that the walk is over. With
 * `stepping` it only takes round ranks (and the end). The axis may have grown since: the walk goes on
 * from the same rank. A pause between two calls counts as a tenth of a second at most, so that a
 * program that was busy does not leap. */
guint ras_rank_walk_advance (RasRankWalk *self, guint limit, guint length, double pace,
                             gboolean stepping, gint64 now);

/* The next round rank above (direction 1) or below (−1): 0, 1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 80,
 * 100 … and `length` as the last. */
guint ras_rank_walk_find_stop (guint rank, guint length, int direction);

/* The pace a step faster (1) or slower (−1). */
double ras_rank_walk_change_pace (double pace, int direction);

G_END_DECLS

/* Rank as an axis: the chart of the gap, the slider and the strip of removed directions, exactly
 * above each other on one logarithmic axis. Dragging anywhere on the three drags the rank.
 *
 * Arrow keys move by one direction, Page Up and Down and the wheel by a tenth of the rank (one
 * at least), Home and End to either end; space emits "toggle-play".
 *
 * Signals:
 *   "rank-changed" (guint rank, gboolean dragging): the user chose a rank. While `dragging`
 *       more will come, and a last one with FALSE when the gesture ends. Not emitted for
 *       changes by the program: those only notify "rank".
 *   "toggle-play" (): play or pause is wanted.
 *   "play-stopped" (): the user took hold of the scale. */
#pragma once

#include <gtk/gtk.h>

#include "axis.h"

G_BEGIN_DECLS

/* The direction v_i, i from 1, as d = channels · height · width doubles that stay valid as long
 * as the path does; NULL if there is none. */
typedef const double *(*RasDirectionFunc) (guint i, gpointer user_data);

#define RAS_TYPE_RANK_SCALE (ras_rank_scale_get_type ())
G_DECLARE_FINAL_TYPE (RasRankScale, ras_rank_scale, RAS, RANK_SCALE, GtkWidget)

/* The share of the gap erased that the marks and buttons stand for. */
#define RAS_N_RANK_TARGETS 3
extern const double ras_rank_targets[RAS_N_RANK_TARGETS];     /* 0.9, 0.99, 0.999 */
extern const char *const ras_rank_target_names[RAS_N_RANK_TARGETS]; /* N_(), "90 %", … */

/* With `plain` only the slider row is there, without chart and strip. */
void ras_rank_scale_set_plain (RasRankScale *self, gboolean plain);

/* The path so far: length + 1 gaps for ranks 0 … length, relative to the first, copied. NULL
 * and 0: there is none. A longer path keeps the rank; the axis grows in steps of 1, 2, 5. */
void ras_rank_scale_set_path (RasRankScale *self, const double *gaps, guint length);
/* Why there is no path and none will come; NULL: it is still being computed. */
void ras_rank_scale_set_empty (RasRankScale *self, const char *sentence);
/* The longest path there can be: the axis never goes beyond. 0: unknown. */
void ras_rank_scale_set_longest (RasRankScale *self, guint longest);
/* Forgets the pictures of the directions before. `func` NULL: there are none. */
void ras_rank_scale_set_directions (RasRankScale *self, RasDirectionFunc func, gpointer user_data,
                                    GDestroyNotify destroy, guint channels, guint height,
                                    guint width);

/* Properties "rank", "max-rank" (length of the path so far) and "limit" (end of the axis).
 * A rank beyond the path is remembered and taken up as the path grows. */
guint ras_rank_scale_get_rank (RasRankScale *self);
void ras_rank_scale_set_rank (RasRankScale *self, guint rank);
guint ras_rank_scale_get_max_rank (RasRankScale *self);
guint ras_rank_scale_get_limit (RasRankScale *self);

/* Sets the rank and emits "rank-changed", as the user's own gestures do. */
void ras_rank_scale_choose_rank (RasRankScale *self, guint rank, gboolean dragging);

/* The gap left at a rank up to max-rank, 1 without a path. */
double ras_rank_scale_get_gap (RasRankScale *self, guint rank);
/* The fewest directions that reach ras_rank_targets[target], or −1. */
int ras_rank_scale_get_target_rank (RasRankScale *self, guint target);
/* The axis in the widget's own coordinates. */
void ras_rank_scale_get_axis (RasRankScale *self, RasRankAxis *axis);

G_END_DECLS

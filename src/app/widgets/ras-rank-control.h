/* The ALF rank with all its handles: the rank scale, the figures in large beside it, a spin
 * button, buttons for round shares, and a button that sweeps through the ranks.
 *
 * Signal "rank-changed" (guint rank, gboolean dragging): the user chose a rank. While
 * `dragging` (a drag, a sweep) more will come, and one with FALSE at the end: what belongs
 * together for undo. Changes by the program only notify "rank". */
#pragma once

#include <gtk/gtk.h>

#include "ras-rank-scale.h"

G_BEGIN_DECLS

#define RAS_TYPE_RANK_CONTROL (ras_rank_control_get_type ())
G_DECLARE_FINAL_TYPE (RasRankControl, ras_rank_control, RAS, RANK_CONTROL, GtkWidget)

GtkWidget *ras_rank_control_new (void);

/* Pixels of an image, d ("of 3 072"), and the longest path there can be; 0: unknown. */
void ras_rank_control_set_dimension (RasRankControl *self, guint dimension, guint longest);
/* As of RasRankScale. */
void ras_rank_control_set_path (RasRankControl *self, const double *gaps, guint length);
void ras_rank_control_set_directions (RasRankControl *self, RasDirectionFunc func,
                                      gpointer user_data, GDestroyNotify destroy, guint channels,
                                      guint height, guint width);

/* Properties "rank" and, read-only, "max-rank", "limit", "playing"; see RasRankScale. */
guint ras_rank_control_get_rank (RasRankControl *self);
void ras_rank_control_set_rank (RasRankControl *self, guint rank);

/* Sweeps from the rank on (from 0 if it is at the end) to the end of the path, evenly along
 * the axis, which takes about six seconds as a whole. */
gboolean ras_rank_control_get_playing (RasRankControl *self);
void ras_rank_control_set_playing (RasRankControl *self, gboolean playing);

/* Owned by the control. */
RasRankScale *ras_rank_control_get_scale (RasRankControl *self);

G_END_DECLS

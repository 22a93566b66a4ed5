/* The slider row of a rank scale: trough and thumb as the desktop's theme draws them, on the
 * logarithmic rank axis, with ticks below and the ranks of round gaps above.
 *
 * It only shows; RasRankScale, its parent, handles pointer and keys. */
#pragma once

#include <gtk/gtk.h>

#include "axis.h"

G_BEGIN_DECLS

#define RAS_TYPE_RANK_SLIDER (ras_rank_slider_get_type ())
G_DECLARE_FINAL_TYPE (RasRankSlider, ras_rank_slider, RAS, RANK_SLIDER, GtkWidget)

typedef struct
{
  RasRankAxis axis;        /* in the widget's coordinates */
  guint rank;              /* where the thumb stands */
  guint length;            /* how far it can go now */
  const int *marks;        /* ranks, −1 where not reached yet; borrowed, n_marks of them */
  const char *const *names; /* N_(): their labels, such as "90 %"; borrowed */
  guint n_marks;
} RasRankSliderState;

GtkWidget *ras_rank_slider_new (void);

/* Redraws only what differs from the last call. */
void ras_rank_slider_show (RasRankSlider *self, const RasRankSliderState *state);

/* Where the labels of the ticks begin, in the widget. */
int ras_rank_slider_get_labels_y (RasRankSlider *self);

G_END_DECLS

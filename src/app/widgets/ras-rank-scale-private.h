/* What ras-rank-scale.c (state), ras-rank-scale-parts.c (layout, painting) and
 * ras-rank-scale-input.c (pointer, keys) share. */
#pragma once

#include "ras-rank-scale.h"
#include "ras-rank-slider.h"

G_BEGIN_DECLS

struct _RasRankScale
{
  GtkWidget parent_instance;

  GtkWidget *chart;  /* GtkDrawingArea */
  GtkWidget *slider; /* RasRankSlider */
  GtkWidget *strip;  /* GtkDrawingArea */

  gboolean plain; /* the slider alone */

  double *gaps; /* length + 1 of them, or NULL */
  guint length;
  char *empty; /* what stands where there is no path, or NULL */
  guint longest;
  guint wanted; /* the rank asked for; the rank shown is at most `length` */
  int target_ranks[RAS_N_RANK_TARGETS];

  RasDirectionFunc direction_func;
  gpointer direction_data;
  GDestroyNotify direction_destroy;
  guint channels;
  guint height;
  guint width;
  int tile_scale;    /* screen pixels per pixel in the strip */
  GHashTable *tiles; /* direction -> cairo_surface_t */

  /* Of a drag: from the pointer to the thumb's middle, and where it began. */
  double grab_offset;
  double drag_start;
  gboolean dragging;
};

/* Emits "toggle-play" or "play-stopped". */
void ras_rank_scale_emit_toggle_play (RasRankScale *self);
void ras_rank_scale_emit_play_stopped (RasRankScale *self);

void ras_rank_scale_add_parts (RasRankScale *self);
void ras_rank_scale_class_lay_out (GtkWidgetClass *widget_class);
/* Brings chart, slider and strip up to date with rank and path. */
void ras_rank_scale_show_parts (RasRankScale *self);

void ras_rank_scale_add_controllers (RasRankScale *self);

G_END_DECLS

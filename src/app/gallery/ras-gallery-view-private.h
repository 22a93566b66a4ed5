/* What the files of the gallery share. */
#pragma once

#include "ras-gallery-view.h"

#include "ras-gallery-grid.h"
#include "ras-gallery-job.h"

G_BEGIN_DECLS

typedef enum
{
  RAS_BLOCK_MISSING,
  RAS_BLOCK_UNDER_WAY,
  RAS_BLOCK_DONE,
  RAS_BLOCK_FAILED,
} RasBlockState;

/* One class in one column. */
typedef struct
{
  RasBlockState state;
  RasFit *fit;        /* that made it, or is about to; a reference; NULL: the original */
  guint rank;         /* directions removed */
  gboolean recentred;
  char *failure;
} RasGalleryBlock;

struct _RasGalleryView
{
  GtkWidget parent;

  /* Template */
  GtkWidget *box;
  GtkMenuButton *classes_button;
  GtkListBox *class_list;
  GtkSpinButton *per_class_spin;
  GtkDropDown *split_drop_down;
  GtkWidget *edit_box;
  GtkLabel *edit_label;
  GtkButton *edit_button;
  GtkStack *pages;
  AdwStatusPage *empty_page;
  RasGalleryGrid *grid;
  GtkLabel *note_label, *pointed_label;

  RasSession *session;
  gboolean following; /* a widget is being set from the session */

  /* As the window told */
  RasDataset *dataset;
  RasFit **fits;   /* one of each eraser, or NULL */
  char **failures; /* likewise; not a NULL-terminated array */
  const RasEraser *fitting;
  char *stage;
  double fraction;

  /* What is shown */
  gboolean stale;      /* the choice of images or columns has changed since */
  RasSplit split;      /* of what is shown */
  GArray *classes;     /* RasGalleryClass; NULL: nothing */
  GArray *columns;     /* guint: numbers of erasers */
  GArray *blocks;      /* RasGalleryBlock, classes × columns */
  RasGalleryJob *map_job, *edit_job;
  gboolean edits_stopped; /* by hand */
};

/* ras-gallery-view-work.c */
/* Brings what is shown and what is computed in line with session, fits and visibility. */
void ras_gallery_view_update (RasGalleryView *self);
void ras_gallery_view_end_work (RasGalleryView *self);
/* The images or columns are others. */
void ras_gallery_view_choose_anew (RasGalleryView *self);
RasGalleryBlock *ras_gallery_view_get_block (RasGalleryView *self, guint group, guint column);
const RasEraser *ras_gallery_view_get_eraser (RasGalleryView *self, guint column);

/* ras-gallery-view-choice.c */
void ras_gallery_view_clear_choice (RasGalleryView *self);
/* The labels that are shown: guint; none where there are no images. */
GArray *ras_gallery_view_choose_labels (RasGalleryView *self);
/* The popover: its rows, and which are checked. */
void ras_gallery_view_fill_classes (RasGalleryView *self);
void ras_gallery_view_follow_classes (RasGalleryView *self);
/* Builds an empty gallery of the present choice and keeps what is in it already. */
void ras_gallery_view_build (RasGalleryView *self);

/* ras-gallery-view.c */
/* The line below: "Random training images, seed 3, rank 15". Free with g_free(). */
char *ras_gallery_view_make_note (RasGalleryView *self);
void ras_gallery_view_show_texts (RasGalleryView *self);
void ras_gallery_view_toast (RasGalleryView *self, const char *sentence);

G_END_DECLS

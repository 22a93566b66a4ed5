/* The paper's Figure 2: random images by eraser. A column an eraser, a row an image, the rows of a
 * class together. For the window, which paints what is in sight, and for files.
 *
 * Strings are translated by the caller and copied; pictures are surfaces as picture.h makes
 * them. */
#pragma once

#include <cairo.h>
#include <glib.h>

#include "palette.h"

G_BEGIN_DECLS

typedef struct
{
  const char *eraser_name; /* "alf-qleace": its colour underlines the title; NULL: none */
  const char *title;
} RasGalleryColumn;

typedef struct
{
  const char *title; /* the class */
  guint n_rows;      /* its images, at least one */
} RasGalleryGroup;

typedef struct _RasGallery RasGallery;

/* An empty gallery of pictures of this size. */
RasGallery *ras_gallery_new (guint width, guint height, const RasGalleryColumn *columns,
                             guint n_columns, const RasGalleryGroup *groups, guint n_groups);
void ras_gallery_free (RasGallery *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasGallery, ras_gallery_free)
/* With only those columns that are complete; pictures are shared. May be handed to
 * another thread. */
RasGallery *ras_gallery_copy_complete (const RasGallery *self);

guint ras_gallery_get_n_columns (const RasGallery *self);
guint ras_gallery_get_n_groups (const RasGallery *self);
guint ras_gallery_get_n_rows (const RasGallery *self); /* of all groups */
guint ras_gallery_get_group (const RasGallery *self, guint row);
guint ras_gallery_get_first_row (const RasGallery *self, guint group);
guint ras_gallery_get_group_size (const RasGallery *self, guint group);
const char *ras_gallery_get_column_title (const RasGallery *self, guint column);
const char *ras_gallery_get_group_title (const RasGallery *self, guint group);

/* Takes a reference to `picture`; NULL removes what was there. */
void ras_gallery_set_picture (RasGallery *self, guint row, guint column, cairo_surface_t *picture);
cairo_surface_t *ras_gallery_get_picture (const RasGallery *self, guint row, guint column);
/* Whether all pictures are there and none is still on its way. */
gboolean ras_gallery_is_complete (const RasGallery *self, guint column);

/* What is said where the pictures of a class are missing in a column: a stage or a failure; NULL:
 * they are there. `fraction` is that of a thin progress line, or negative: none. Where there are
 * pictures already, on their way, only the line is drawn, below them. */
void ras_gallery_set_message (RasGallery *self, guint group, guint column, const char *message,
                              double fraction);
const char *ras_gallery_get_message (const RasGallery *self, guint group, guint column);

/* --- Where everything stands --- */

typedef struct
{
  double scale;           /* user units per picture pixel */
  double width, height;   /* of everything */
  double head;            /* height of the titles: where the rows begin */
  double margin;
  double label;           /* width of the class names' strip */
  gboolean rotated;       /* class names read upwards */
  double left;            /* of the first column */
  double pitch;           /* from one column to the next */
  double column;          /* the width of a column; pictures stand in its middle */
  double picture_width, picture_height;
  double thin, wide;      /* between the rows of a class, between classes */
  double note;            /* height of the note with its margin, or 0 */
} RasGalleryLayout;

/* `note`: a line below everything, or NULL. */
void ras_gallery_lay_out (const RasGallery *self, const RasStyle *style, double scale,
                          const char *note, RasGalleryLayout *layout);
/* The largest scale with which it becomes at most `width` wide, or `least`; a whole number if
 * `least` is one. */
double ras_gallery_find_scale (const RasGallery *self, const RasStyle *style, double width,
                               double least);

/* The corner of a picture. */
void ras_gallery_get_cell (const RasGallery *self, const RasGalleryLayout *layout, guint row,
                           guint column, double *x, double *y);
/* The picture, or the place for one, under x, y. */
gboolean ras_gallery_pick (const RasGallery *self, const RasGalleryLayout *layout, double x,
                           double y, guint *row, guint *column);

/* --- Painting, as laid out with this style; what is outside the clip is not looked at --- */

/* Background, titles, rows and note. */
void ras_gallery_draw (const RasGallery *self, const RasStyle *style,
                       const RasGalleryLayout *layout, const char *note, cairo_t *cr);
/* The titles alone, and the class names and pictures alone. */
void ras_gallery_draw_head (const RasGallery *self, const RasStyle *style,
                            const RasGalleryLayout *layout, cairo_t *cr);
void ras_gallery_draw_rows (const RasGallery *self, const RasStyle *style,
                            const RasGalleryLayout *layout, cairo_t *cr);
/* The outline of a picture that is pointed to, in the accent colour. */
void ras_gallery_draw_mark (const RasGallery *self, const RasStyle *style,
                            const RasGalleryLayout *layout, guint row, guint column, cairo_t *cr);

G_END_DECLS

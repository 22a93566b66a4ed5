/* What the gallery's files share. */
#pragma once

#include "figure.h"
#include "gallery.h"
#include "text.h"

G_BEGIN_DECLS

typedef struct
{
  char *eraser_name, *title;
} RasColumnEntry;

typedef struct
{
  char *title;
  guint first, n; /* rows */
} RasGroupEntry;

typedef struct
{
  char *text; /* NULL: nothing is said */
  double fraction;
} RasGalleryMessage;

struct _RasGallery
{
  guint width, height; /* of a picture, in its pixels */
  guint n_columns, n_groups, n_rows;
  RasColumnEntry *columns;
  RasGroupEntry *groups;
  guint *group_of;             /* of each row */
  cairo_surface_t **pictures;  /* n_rows × n_columns, or NULL */
  RasGalleryMessage *messages; /* n_groups × n_columns */
};

/* A column's title as a panel of Figure 1 has its caption, and the style for it: smaller, so that
 * pictures stand close. */
RasStyle ras_gallery_make_small (const RasStyle *style);
RasFigurePanel ras_gallery_make_caption (const RasGallery *self, guint column);

/* How a class name is set. */
RasText ras_gallery_label_text (const RasGallery *self, const RasStyle *style,
                                const RasGalleryLayout *layout, guint group);
RasText ras_gallery_note_text (const RasStyle *style, double width);
/* The height of the rows of a class. */
double ras_gallery_group_height (const RasGallery *self, const RasGalleryLayout *layout,
                                 guint group);

G_END_DECLS

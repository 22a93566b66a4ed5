/* Figure 2 as a file: the one layout that the window's export and the command line share. */
#pragma once

#include <gio/gio.h>

#include "drawing.h"
#include "gallery.h"

G_BEGIN_DECLS

typedef struct
{
  const RasStyle *style;
  double scale;        /* file pixels (PNG) or points (SVG, PDF) per picture pixel; 0: chosen */
  const char *note;    /* below: how the images were chosen; may be NULL */
  const char *command; /* the command line that makes it, kept in the file; may be NULL */
} RasGalleryFile;

/* "Random training images, seed 3, rank 15": that nothing was picked. `rank` negative: no eraser
 * shown has one. Free with g_free(). */
char *ras_gallery_make_note (gboolean test_split, guint seed, int rank);

/* Writes the gallery to `path`. Errors are those of ras_export(). */
gboolean ras_gallery_file_write (const RasGallery *gallery, const RasGalleryFile *file,
                                 const char *path, GError **error);

/* The same to be drawn at any size. Takes the gallery, copies the note, which may be NULL. */
RasDrawing *ras_gallery_to_drawing (RasGallery *gallery, const char *note);
/* The scale with which it fits the sheet; one that is not bounded is as high as a page of paper. */
double ras_gallery_fit_sheet (const RasGallery *gallery, const RasSheet *sheet, const char *note);

G_END_DECLS

/* The gallery: random images of several classes by eraser, as in the paper's Figure 2.
 *
 * It works with the fits that the window has, and only while it is seen. */
#pragma once

#include <adwaita.h>

#include "eraser.h"
#include "ras-exportable.h"
#include "ras-session.h"

G_BEGIN_DECLS

#define RAS_TYPE_GALLERY_VIEW (ras_gallery_view_get_type ())
G_DECLARE_FINAL_TYPE (RasGalleryView, ras_gallery_view, RAS, GALLERY_VIEW, GtkWidget)

/* Signals: "toast" (sentence); "open-image" (split: guint, index: guint): it is to be shown in
 * Compare. */

/* Once, before the view is shown. */
void ras_gallery_view_set_session (RasGalleryView *self, RasSession *session);

/* How the window stands. */
typedef struct
{
  RasDataset *dataset;           /* NULL: none */
  RasFit *const *fits;           /* one of each eraser, or NULL */
  const char *const *failures;   /* why there is none, or NULL */
  const RasEraser *fitting;      /* NULL: the moments, or nothing */
  const char *stage;             /* NULL: nothing is fitted */
  double fraction;
} RasGalleryState;

/* To be told whenever any of it changes; references and copies are taken. */
void ras_gallery_view_tell (RasGalleryView *self, const RasGalleryState *state);

/* Another seed, other images. */
void ras_gallery_view_reshuffle (RasGalleryView *self);

/* What is complete (RasExportable), or nothing. Free with g_ptr_array_unref(). */
GPtrArray *ras_gallery_view_list_exports (RasGalleryView *self);
/* Writes it as was chosen last: PNG, SVG or PDF by the ending. */
void ras_gallery_view_export_to (RasGalleryView *self, const char *path);
void ras_gallery_view_copy_command (RasGalleryView *self);

G_END_DECLS

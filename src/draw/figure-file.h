/* Figure 1 as a file: the one layout that the window's export and the command line share. */
#pragma once

#include <gio/gio.h>

#include "drawing.h"
#include "figure.h"

G_BEGIN_DECLS

/* A panel whose picture is made from values. */
typedef struct
{
  RasFigurePanel panel; /* caption and tag; what concerns the picture is not looked at */
  const double *values; /* d doubles; the very `original` below is shown as it is, also among
                           differences */
} RasFigureFilePanel;

typedef struct
{
  const RasStyle *style;
  guint channels, height, width;
  const double *original; /* d doubles */
  gboolean difference;    /* gain · (values − original) for all but the original */
  double gain;
  gboolean rescale;    /* each picture from its smallest to its largest value */
  double scale;        /* file pixels (PNG) or points (SVG, PDF) per picture pixel; 0: chosen */
  const char *command; /* the command line that makes it, kept in the file; may be NULL */
} RasFigureFile;

/* Writes the panels side by side to `path`. Errors are those of ras_export(). */
gboolean ras_figure_file_write (const RasFigureFile *file, const RasFigureFilePanel *panels,
                                guint n_panels, const char *path, GError **error);

/* The same to be drawn at any size; all is copied. Style, scale and command of `file` are not looked
 * at. On a slide panels stand in as many rows as make the pictures largest, on paper in as few as
 * their captions have room in. */
RasDrawing *ras_figure_file_to_drawing (const RasFigureFile *file,
                                        const RasFigureFilePanel *panels, guint n_panels);
/* How the values of a panel are shown. Free with cairo_surface_destroy(). */
cairo_surface_t *ras_figure_file_make_picture (const RasFigureFile *file, const double *values);

G_END_DECLS

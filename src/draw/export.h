/* Drawings as PNG, SVG and PDF files, whole or not at all. */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

typedef void (*RasDrawFunc) (cairo_t *cr, gpointer user_data);

/* Text that the file carries. Keys as PNG has them: "Title", "Author", "Description" (the
 * command that makes it), "Software"; SVG and PDF take the same into their own places. */
typedef struct
{
  const char *key;   /* Latin-1, 1 to 79 characters; NULL ends a list */
  const char *value; /* UTF-8 */
} RasExportText;

/* FALSE and a sentence that lists png, svg and pdf if the ending of `path` is none of them:
 * to be asked before long work. */
gboolean ras_export_check_name (const char *path, GError **error);

gboolean ras_export_is_png (const char *path);

typedef struct
{
  double width, height; /* user units: pixels in PNG, points in SVG and PDF */
  double scale;         /* multiplies the size in device units */
  double dpi;           /* said in a PNG file; 0: nothing is said */
  RasDrawFunc draw;
  gpointer user_data;
  const RasExportText *texts; /* may be NULL */
} RasExport;

/* The finished file of the format that `name` ends in. Errors are those of ras_export(). */
GBytes *ras_export_encode (const RasExport *export, const char *name, GError **error);
/* The pixels of a PNG file: CAIRO_FORMAT_RGB24. */
cairo_surface_t *ras_export_paint (const RasExport *export, GError **error);
/* Bytes as a file, whole or not at all. */
gboolean ras_export_write (const char *path, GBytes *bytes, GError **error);
/* Both. */
gboolean ras_export_run (const RasExport *export, const char *path, GError **error);

/* Draws width × height user units (pixels in PNG, points in SVG and PDF) into `path`. `scale`
 * multiplies the size in device units: 2 makes a PNG of twice as many pixels. `texts` may be
 * NULL. On failure (unknown ending, unwritable, disk full) nothing is left behind, what was at
 * `path` before still is, and the error is one sentence that names the file. */
gboolean ras_export (const char *path, double width, double height, double scale,
                     RasDrawFunc draw, gpointer user_data, const RasExportText *texts,
                     GError **error);

G_END_DECLS

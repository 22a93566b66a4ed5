/* The panels of the window as a figure in a file, written on a thread of its own. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _RasFigureExport RasFigureExport;

typedef struct
{
  guint channels, height, width;
  gboolean difference; /* gain · (picture − original) for all but the original */
  double gain;
  gboolean rescale;
  GBytes *original;    /* d doubles; a reference is taken */
  const char *command; /* what makes the figure on the command line; copied into the file */
} RasFigureExportLook;

RasFigureExport *ras_figure_export_new (const RasFigureExportLook *look);
void ras_figure_export_free (RasFigureExport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasFigureExport, ras_figure_export_free)

/* Appends a panel. `values` are d doubles, a reference is taken; strings are copied; `details`
 * are the lines below the title, NULL-terminated, and `tag` may be NULL. */
void ras_figure_export_add (RasFigureExport *self, const char *eraser_name, const char *title,
                            GBytes *values, const char *const *details, const char *tag);

/* Writes all that was added to `path` (PNG, SVG or PDF by its ending) and takes `self`.
 * `callback` gets `source` and a result for ras_figure_export_finish(). */
void ras_figure_export_run (RasFigureExport *self, const char *path, gpointer source,
                            GAsyncReadyCallback callback, gpointer user_data);
gboolean ras_figure_export_finish (GAsyncResult *result, GError **error);

G_END_DECLS

/* What a page of the window has to give: a picture, a table, or something that can be either. Made from
 * what is shown at that moment; written, printed and copied without the page. */
#pragma once

#include <gtk/gtk.h>

#include "drawing.h"

G_BEGIN_DECLS

typedef struct _RasExportable RasExportable;

/* Called on a thread; the result is freed with g_free(). */
typedef char *(*RasTableFunc) (gpointer data);
/* How whoever asked is told what came of it. */
typedef void (*RasSayFunc) (gpointer source, const char *sentence);

/* `title` is translated: "Figure"; `name` is that of a file, without ending. */
RasExportable *ras_exportable_new (const char *title, const char *name);
RasExportable *ras_exportable_ref (RasExportable *self);
void ras_exportable_unref (RasExportable *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasExportable, ras_exportable_unref)
/* An array of them, to be filled. */
GPtrArray *ras_exportable_new_list (void);

/* Takes the drawing. */
void ras_exportable_set_drawing (RasExportable *self, RasDrawing *drawing);
/* Text with commas between cells, made when it is written. */
void ras_exportable_set_table (RasExportable *self, RasTableFunc make, gpointer data,
                               GDestroyNotify free_data);
/* The command line that makes the picture, but for where to: `option` and the file's name follow and,
 * where `sized`, style and size. Takes `command`. */
void ras_exportable_set_command (RasExportable *self, char *command, const char *option,
                                 gboolean sized);

const char *ras_exportable_get_title (const RasExportable *self);
const char *ras_exportable_get_name (const RasExportable *self);
/* Either may be missing. */
RasDrawing *ras_exportable_get_drawing (const RasExportable *self);
gboolean ras_exportable_has_table (const RasExportable *self);
/* NULL without one. Free with g_free(). */
char *ras_exportable_make_command (const RasExportable *self, const RasDrawingSize *size,
                                   const char *path);

gboolean ras_exportable_is_table (const char *path);
/* Writes a picture, or a table where `path` ends so, on a thread; then `say` is called on `source`,
 * which is kept until then. */
void ras_exportable_save (RasExportable *self, const RasDrawingSize *size, const char *path,
                          gpointer source, RasSayFunc say);

G_END_DECLS

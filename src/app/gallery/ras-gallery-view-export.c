#include "ras-gallery-view-private.h"

#include <glib/gi18n.h>

#include "gallery-file.h"
#include "ras-command.h"
#include "ras-export-choice.h"

static void
say (gpointer source, const char *sentence)
{
  ras_gallery_view_toast (RAS_GALLERY_VIEW (source), sentence);
}

/* What is seen, or with `complete` those columns of it that a file shows. */
static char *
make_command (RasGalleryView *self, gboolean complete, const char *output)
{
  const RasGallery *gallery = ras_gallery_grid_get_gallery (self->grid);
  RasSessionState state = *ras_session_get_state (self->session);
  g_autoptr (GPtrArray) erasers = g_ptr_array_new ();
  g_autoptr (GArray) labels = ras_gallery_view_choose_labels (self);

  for (guint c = 0; c < self->columns->len; c++)
    {
      const RasEraser *eraser = ras_gallery_view_get_eraser (self, c);

      /* A path that is too short for the rank was drawn at the length it has. */
      if (eraser->has_path && !eraser->extend && self->classes->len > 0
          && ras_gallery_view_get_block (self, 0, c)->state == RAS_BLOCK_DONE)
        state.rank = ras_gallery_view_get_block (self, 0, c)->rank;
      if (!complete || ras_gallery_is_complete (gallery, c))
        g_ptr_array_add (erasers, (gpointer) eraser->name);
    }
  g_ptr_array_add (erasers, NULL);
  return ras_command_make_gallery (&state, self->dataset, (const char *const *) erasers->pdata,
                                   labels, output);
}

void
ras_gallery_view_copy_command (RasGalleryView *self)
{
  g_autofree char *command = NULL;

  if (self->classes == NULL)
    return;
  command = make_command (self, FALSE, "gallery.png");
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), command);
  ras_gallery_view_toast (self, _ ("The command is on the clipboard"));
}

GPtrArray *
ras_gallery_view_list_exports (RasGalleryView *self)
{
  GPtrArray *list = ras_exportable_new_list ();
  g_autoptr (RasGallery) complete = NULL;
  g_autofree char *note = NULL;
  RasExportable *exportable;

  if (self->classes == NULL || self->classes->len == 0)
    return list;
  complete = ras_gallery_copy_complete (ras_gallery_grid_get_gallery (self->grid));
  if (ras_gallery_get_n_columns (complete) == 0)
    return list;
  note = ras_gallery_view_make_note (self);
  exportable = ras_exportable_new (_ ("Gallery"), "gallery");
  ras_exportable_set_drawing (exportable,
                              ras_gallery_to_drawing (g_steal_pointer (&complete), note));
  ras_exportable_set_command (exportable, make_command (self, TRUE, NULL), "-o", TRUE);
  g_ptr_array_add (list, exportable);
  return list;
}

void
ras_gallery_view_export_to (RasGalleryView *self, const char *path)
{
  g_autoptr (GPtrArray) list = ras_gallery_view_list_exports (self);

  if (list->len > 0)
    ras_exportable_save_as_chosen (list->pdata[0], path, self, say);
}

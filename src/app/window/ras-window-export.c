#include "ras-window-private.h"

#include <glib/gi18n.h>

#include "figure-file.h"
#include "ras-command.h"
#include "ras-export-choice.h"
#include "ras-export-dialog.h"
#include "ras-print.h"

static gboolean
is_shown (RasWindow *self, const RasPlace *place)
{
  return place->erased && gtk_widget_get_visible (GTK_WIDGET (place->panel));
}

/* What the session says, as far as it can be shown: a path that is still too short for the rank
 * is drawn at the length it has. */
static RasSessionState
get_shown_state (RasWindow *self)
{
  RasSessionState state = *ras_session_get_state (self->session);

  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      const RasPlace *place = &self->places[i];

      if (place->eraser->has_path && !place->eraser->extend && is_shown (self, place))
        state.rank = place->rank;
    }
  if (ras_window_is_own_picture (self))
    state.own_class = ras_window_get_label (self);
  /* Likewise images that are still edited, or were until somebody stopped it. */
  state.gradient_iterations = ras_window_get_edit_iterations (self);
  state.transport_class = state.transport && ras_window_get_label (self) >= 0
                              ? ras_window_get_transport_class (self)
                              : RAS_NEXT_CLASS;
  return state;
}

/* Erasers that need a label are left out where there is none: the command line insists on it. */
static char *
make_command (RasWindow *self, const char *output)
{
  RasSessionState state = get_shown_state (self);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < ras_n_erasers (); i++)
    if (gtk_widget_get_visible (GTK_WIDGET (self->places[i].panel))
        && (!self->places[i].eraser->needs_label || ras_window_get_label (self) >= 0))
      g_ptr_array_add (names, (gpointer) self->places[i].eraser->name);
  g_ptr_array_add (names, NULL);
  return ras_command_make (&state, self->dataset, (const char *const *) names->pdata, output);
}

void
ras_window_copy_command (RasWindow *self)
{
  g_autofree char *command = NULL;

  if (ras_window_is_on_page (self, "mdl"))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "mdl.copy-command", NULL);
      return;
    }
  if (ras_window_is_on_page (self, "gallery"))
    {
      ras_gallery_view_copy_command (self->gallery_view);
      return;
    }
  if (self->dataset == NULL)
    return;
  command = make_command (self, "figure1.png");
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), command);
  ras_window_toast (self, _ ("The command is on the clipboard"));
}

/* --- The figure --- */

/* Panels as they are gathered: their strings are the array's. */
typedef struct
{
  RasFigureFilePanel shown;
  GStrv details;
  char *title;
} Panel;

static void
panel_clear (gpointer data)
{
  Panel *panel = data;

  g_strfreev (panel->details);
  g_free (panel->title);
}

static void
add_panel (GArray *panels, const RasPlace *place, char *title, GPtrArray *details)
{
  Panel panel = { .title = title };

  g_ptr_array_add (details, NULL);
  panel.details = (GStrv) g_ptr_array_steal (details, NULL);
  panel.shown.values = g_bytes_get_data (place->erased, NULL);
  panel.shown.panel = (RasFigurePanel) {
    .title = panel.title,
    .eraser_name = place->eraser->name,
    .details = (const char *const *) panel.details,
    .tag = place->eraser->needs_label ? _ ("needs the label") : NULL,
  };
  g_array_append_val (panels, panel);
}

static GPtrArray *
copy_details (const RasPlace *place)
{
  GPtrArray *details = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < G_N_ELEMENTS (place->details) && place->details[i]; i++)
    g_ptr_array_add (details, g_strdup (place->details[i]));
  return details;
}

/* A figure stands alone: it says the rank, which the window shows large. */
static void
add_eraser (RasWindow *self, GArray *panels, const RasPlace *place)
{
  g_autoptr (GPtrArray) details = copy_details (place);

  if (place->eraser->edits)
    ras_window_add_edit_details (self, details);
  if (place->eraser->has_path)
    g_ptr_array_add (details, g_strdup_printf (_ ("rank %u"), place->rank));
  add_panel (panels, place, g_strdup (_ (place->eraser->title)), details);
}

/* Last, as on the command line. */
static void
add_transport (RasWindow *self, GArray *panels)
{
  const RasPlace *place = ras_window_get_transport_place (self);
  const char *name
      = ras_dataset_get_class_name (self->dataset, ras_window_get_transport_class (self));
  g_autoptr (GPtrArray) details = copy_details (place);

  add_panel (panels, place, g_strdup_printf (_ ("As “%s”"), name), details);
}

static RasDrawing *
make_figure (RasWindow *self)
{
  const RasSessionState *state = ras_session_get_state (self->session);
  const RasFigureFile file = {
    .channels = ras_dataset_get_channels (self->dataset),
    .height = ras_dataset_get_height (self->dataset),
    .width = ras_dataset_get_width (self->dataset),
    .original = g_bytes_get_data (self->original, NULL),
    .difference = state->difference,
    .gain = state->gain,
    .rescale = state->rescale,
  };
  g_autoptr (GArray) panels = g_array_new (FALSE, FALSE, sizeof (Panel));
  g_autoptr (GArray) shown = g_array_new (FALSE, FALSE, sizeof (RasFigureFilePanel));

  g_array_set_clear_func (panels, panel_clear);
  for (guint i = 0; i < ras_n_erasers (); i++)
    if (is_shown (self, &self->places[i]))
      add_eraser (self, panels, &self->places[i]);
  if (is_shown (self, ras_window_get_transport_place (self)))
    add_transport (self, panels);
  for (guint i = 0; i < panels->len; i++)
    g_array_append_val (shown, g_array_index (panels, Panel, i).shown);
  return ras_figure_file_to_drawing (&file, (const RasFigureFilePanel *) (void *) shown->data,
                                     shown->len);
}

static void
add_figure (RasWindow *self, GPtrArray *list)
{
  RasExportable *exportable = ras_exportable_new (_ ("Figure"), "figure1");

  ras_exportable_set_drawing (exportable, make_figure (self));
  ras_exportable_set_command (exportable, make_command (self, NULL), "-o", TRUE);
  g_ptr_array_add (list, exportable);
}

/* --- What the page has to give --- */

static void
say (gpointer source, const char *sentence)
{
  ras_window_toast (RAS_WINDOW (source), sentence);
}

GPtrArray *
ras_window_list_exports (RasWindow *self)
{
  GPtrArray *list;

  if (ras_window_is_on_page (self, "mdl"))
    return ras_mdl_view_list_exports (self->mdl_view);
  if (ras_window_is_on_page (self, "gallery"))
    return ras_gallery_view_list_exports (self->gallery_view);
  if (ras_window_is_on_page (self, "runs") && self->runs_view)
    return ras_runs_view_list_exports (self->runs_view);
  list = ras_exportable_new_list ();
  if (!ras_window_is_on_page (self, "compare") || self->original == NULL)
    return list;
  add_figure (self, list);
  if (ras_audit_view_get_revealed (self->audit_view))
    ras_audit_view_add_exports (self->audit_view, list);
  return list;
}

/* What there is, or NULL after saying that there is nothing yet. */
static GPtrArray *
list_something (RasWindow *self)
{
  g_autoptr (GPtrArray) list = ras_window_list_exports (self);

  if (list->len > 0)
    return g_steal_pointer (&list);
  ras_window_toast (self, ras_window_is_on_page (self, "gallery")
                              ? _ ("No column is complete yet: try again in a moment.")
                              : _ ("There is no picture here yet."));
  return NULL;
}

/* The first of them is a picture on every page. */
void
ras_window_export_to (RasWindow *self, const char *path)
{
  g_autoptr (GPtrArray) list = ras_window_list_exports (self);

  if (list->len > 0)
    ras_exportable_save_as_chosen (list->pdata[0], path, self, say);
}

static void
export_cb (RasWindow *self, RasExportable *exportable, const RasDrawingSize *size,
           const char *path)
{
  ras_exportable_save (exportable, size, path, self, say);
}

void
ras_window_export_item (RasWindow *self, const char *name)
{
  g_autoptr (GPtrArray) list = list_something (self);
  RasExportDialog *dialog;
  guint chosen = 0;

  if (list == NULL)
    return;
  for (guint i = 0; name && i < list->len; i++)
    if (g_str_equal (ras_exportable_get_name (list->pdata[i]), name))
      chosen = i;
  dialog = ras_export_dialog_new (GTK_WINDOW (self), list, chosen);
  g_signal_connect_object (dialog, "export", G_CALLBACK (export_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
export_action_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  ras_window_export_item (self, NULL);
}

/* --- Paper and clipboard --- */

void
ras_window_print_to (RasWindow *self, const char *path)
{
  g_autoptr (GPtrArray) list = list_something (self);

  if (list)
    ras_print (GTK_WINDOW (self), list->pdata[0], path, self, say);
}

static void
print_cb (GSimpleAction *action, GVariant *parameter, gpointer self)
{
  ras_window_print_to (self, NULL);
}

static void
copy_image_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  RasWindow *self = user_data;
  g_autoptr (GPtrArray) list = list_something (self);
  RasExportChoice choice;
  RasDrawingSize size;

  if (list == NULL)
    return;
  ras_export_choice_load (&choice);
  size = ras_export_choice_get_size (&choice);
  ras_copy_picture (gtk_widget_get_clipboard (GTK_WIDGET (self)), list->pdata[0], &size, self,
                    say);
}

/* --- Actions --- */

/* Charts of earlier runs need no data set. */
void
ras_window_update_export (RasWindow *self)
{
  const char *const names[] = { "export", "print", "copy-image" };
  gboolean enabled = self->dataset != NULL || ras_window_is_on_page (self, "mdl")
                     || ras_window_is_on_page (self, "runs");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), names[i]);

      /* There is none in a window that goes away. */
      if (action)
        g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
    }
}

void
ras_window_init_export (RasWindow *self)
{
  static const GActionEntry entries[] = {
    { "export", export_action_cb },
    { "print", print_cb },
    { "copy-image", copy_image_cb },
  };

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  g_signal_connect_object (self->views, "notify::visible-child",
                           G_CALLBACK (ras_window_update_export), self, G_CONNECT_SWAPPED);
  ras_window_update_export (self);
}

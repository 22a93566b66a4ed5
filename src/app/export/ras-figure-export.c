#include "ras-figure-export.h"

#include <glib/gi18n.h>

#include "figure-file.h"

typedef struct
{
  char *eraser_name;
  char *title;
  char **details;
  char *tag;
  GBytes *values;
} Panel;

struct _RasFigureExport
{
  RasFigureExportLook look;
  char *command;
  GArray *panels; /* of Panel */
  char *path;
};

static void
panel_clear (gpointer data)
{
  Panel *panel = data;

  g_free (panel->eraser_name);
  g_free (panel->title);
  g_strfreev (panel->details);
  g_free (panel->tag);
  g_bytes_unref (panel->values);
}

RasFigureExport *
ras_figure_export_new (const RasFigureExportLook *look)
{
  RasFigureExport *self = g_new0 (RasFigureExport, 1);

  self->look = *look;
  self->look.original = g_bytes_ref (look->original);
  self->command = g_strdup (look->command);
  self->panels = g_array_new (FALSE, TRUE, sizeof (Panel));
  g_array_set_clear_func (self->panels, panel_clear);
  return self;
}

void
ras_figure_export_free (RasFigureExport *self)
{
  g_array_unref (self->panels);
  g_bytes_unref (self->look.original);
  g_free (self->command);
  g_free (self->path);
  g_free (self);
}

void
ras_figure_export_add (RasFigureExport *self, const char *eraser_name, const char *title,
                       GBytes *values, const char *const *details, const char *tag)
{
  Panel panel = { g_strdup (eraser_name), g_strdup (title), g_strdupv ((char **) details),
                  g_strdup (tag), g_bytes_ref (values) };

  g_array_append_val (self->panels, panel);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  RasFigureExport *self = data;
  const RasFigureExportLook *look = &self->look;
  const RasFigureFile file = {
    .style = ras_style_get (RAS_STYLE_PAPER),
    .channels = look->channels,
    .height = look->height,
    .width = look->width,
    .original = g_bytes_get_data (look->original, NULL),
    .difference = look->difference,
    .gain = look->gain,
    .rescale = look->rescale,
    .command = self->command,
  };
  g_autofree RasFigureFilePanel *panels = g_new0 (RasFigureFilePanel, self->panels->len + 1);
  GError *error = NULL;

  for (guint i = 0; i < self->panels->len; i++)
    {
      const Panel *panel = &g_array_index (self->panels, Panel, i);

      panels[i].values = g_bytes_get_data (panel->values, NULL);
      panels[i].panel = (RasFigurePanel) {
        .title = panel->title,
        .eraser_name = panel->eraser_name,
        .details = (const char *const *) panel->details,
        .tag = panel->tag,
      };
    }
  if (ras_figure_file_write (&file, panels, self->panels->len, self->path, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
ras_figure_export_run (RasFigureExport *self, const char *path, gpointer source,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (source, NULL, callback, user_data);

  self->path = g_strdup (path);
  g_task_set_task_data (task, self, (GDestroyNotify) ras_figure_export_free);
  g_task_run_in_thread (task, run_in_thread);
}

gboolean
ras_figure_export_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

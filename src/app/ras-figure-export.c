#include "ras-figure-export.h"

#include <glib/gi18n.h>

#include "export.h"
#include "figure.h"
#include "picture.h"

/* A figure in a PNG file has about this many pixels along the side of a picture. */
#define PNG_SIDE 192

typedef struct
{
  char *eraser_name;
  char *title;
  char *details[3];
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
  g_free (panel->details[0]);
  g_free (panel->details[1]);
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
                       GBytes *values, const char *first, const char *second)
{
  Panel panel = { g_strdup (eraser_name), g_strdup (title),
                  { g_strdup (first), g_strdup (second) }, g_bytes_ref (values) };

  g_array_append_val (self->panels, panel);
}

static cairo_surface_t *
make_picture (const RasFigureExport *self, const Panel *panel)
{
  const RasFigureExportLook *look = &self->look;
  const double *values = g_bytes_get_data (panel->values, NULL);

  if (look->difference && panel->values != look->original)
    return ras_picture_from_difference (values, g_bytes_get_data (look->original, NULL),
                                        look->channels, look->height, look->width, look->gain);
  return ras_picture_from_values (values, look->channels, look->height, look->width,
                                  look->rescale ? RAS_RANGE_RESCALE : RAS_RANGE_CLIP, NULL);
}

static void
draw_cb (cairo_t *cr, gpointer user_data)
{
  ras_figure_draw (user_data, cr);
}

static gboolean
write_file (RasFigureExport *self, const RasFigurePanel *panels, GError **error)
{
  const RasFigureExportLook *look = &self->look;
  g_autofree char *note = g_strdup_printf (_ ("Differences to the original, ×%g"), look->gain);
  RasFigure figure = {
    .style = ras_style_get (RAS_STYLE_PAPER),
    .panels = panels,
    .n_panels = self->panels->len,
    .note = look->difference ? note : NULL,
  };
  const RasExportText texts[] = {
    { "Title", "Rasura" }, { "Description", self->command }, { "Software", "Rasura" }, { NULL },
  };
  g_autofree char *name = g_ascii_strdown (self->path, -1);
  double width = 0, height = 0;

  if (g_str_has_suffix (name, ".png"))
    figure.scale = MAX (1, PNG_SIDE / MAX (look->height, look->width));
  else
    ras_figure_fit_width (&figure, RAS_PAGE_WIDTH);
  ras_figure_measure (&figure, &width, &height);
  return ras_export (self->path, width, height, 1, draw_cb, &figure, texts, error);
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  RasFigureExport *self = data;
  guint n = self->panels->len;
  g_autofree RasFigurePanel *panels = g_new0 (RasFigurePanel, n + 1);
  GError *error = NULL;

  for (guint i = 0; i < n; i++)
    {
      const Panel *panel = &g_array_index (self->panels, Panel, i);

      panels[i].title = panel->title;
      panels[i].eraser_name = panel->eraser_name;
      panels[i].details = (const char *const *) panel->details;
      panels[i].picture = make_picture (self, panel);
      panels[i].fraction = -1;
    }
  if (write_file (self, panels, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  for (guint i = 0; i < n; i++)
    cairo_surface_destroy (panels[i].picture);
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

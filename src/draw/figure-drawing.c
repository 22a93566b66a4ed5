#include <glib/gi18n.h>
#include <math.h>

#include "figure-file.h"

typedef struct
{
  RasFigurePanel *panels; /* their strings and pictures are owned */
  guint n_panels;
  guint pixels; /* along the longer side of a picture */
  char *note;
} Figure;

static void
figure_free (gpointer data)
{
  Figure *figure = data;

  for (guint i = 0; i < figure->n_panels; i++)
    {
      RasFigurePanel *panel = &figure->panels[i];

      g_free ((char *) panel->title);
      g_free ((char *) panel->eraser_name);
      g_strfreev ((char **) panel->details);
      g_free ((char *) panel->tag);
      cairo_surface_destroy (panel->picture);
    }
  g_free (figure->panels);
  g_free (figure->note);
  g_free (figure);
}

/* --- How it stands on a sheet --- */

typedef struct
{
  RasFigure figure;
  double width, height;
  double shrunk; /* below 1 where captions leave no other way */
} Placed;

/* With so many rows, as large as the sheet allows. */
static Placed
place_in_rows (const Figure *self, const RasSheet *sheet, guint rows)
{
  Placed placed = { .figure = { .style = sheet->style, .panels = self->panels,
                                .n_panels = self->n_panels,
                                .columns = (self->n_panels + rows - 1) / rows,
                                .note = self->note } };
  RasFigure *figure = &placed.figure;
  double least = 1.0 / self->pixels;

  ras_figure_fit_width (figure, sheet->width);
  ras_figure_measure (figure, &placed.width, &placed.height);
  if (sheet->bounded && placed.height > sheet->height)
    figure->scale = MAX (figure->scale - (placed.height - sheet->height) / (rows * self->pixels),
                         least);
  if (sheet->grain > 0 && figure->scale >= sheet->grain)
    figure->scale = floor (figure->scale / sheet->grain + 1e-6) * sheet->grain;
  ras_figure_measure (figure, &placed.width, &placed.height);
  placed.shrunk = MIN (1, sheet->width / placed.width);
  if (sheet->bounded)
    placed.shrunk = MIN (placed.shrunk, sheet->height / placed.height);
  return placed;
}

static Placed
place (const Figure *self, const RasSheet *sheet)
{
  Placed best = place_in_rows (self, sheet, 1);
  gboolean free = !sheet->bounded;

  for (guint rows = 2; rows <= self->n_panels; rows++)
    {
      Placed placed;

      /* On paper a row more is only for captions that have no room. */
      if (free && best.shrunk > 0.999)
        break;
      placed = place_in_rows (self, sheet, rows);
      if (free ? placed.shrunk > best.shrunk
               : placed.shrunk * placed.figure.scale > best.shrunk * best.figure.scale)
        best = placed;
    }
  return best;
}

static double
measure (gpointer data, const RasSheet *sheet)
{
  Placed placed = place (data, sheet);

  return ceil (placed.height * placed.shrunk);
}

static void
draw (gpointer data, const RasSheet *sheet, cairo_t *cr)
{
  Placed placed = place (data, sheet);
  double left = (sheet->width - placed.shrunk * placed.width) / 2;
  double top = (sheet->height - placed.shrunk * placed.height) / 2;

  cairo_save (cr);
  cairo_translate (cr, MAX (left, 0), MAX (top, 0));
  cairo_scale (cr, placed.shrunk, placed.shrunk);
  ras_figure_draw (&placed.figure, cr);
  cairo_restore (cr);
}

static const RasDrawingKind kind = { measure, draw, figure_free };

RasDrawing *
ras_figure_file_to_drawing (const RasFigureFile *file, const RasFigureFilePanel *panels,
                            guint n_panels)
{
  Figure *figure = g_new0 (Figure, 1);

  figure->panels = g_new0 (RasFigurePanel, MAX (n_panels, 1));
  figure->n_panels = n_panels;
  figure->pixels = MAX (file->height, file->width);
  for (guint i = 0; i < n_panels; i++)
    {
      const RasFigurePanel *panel = &panels[i].panel;

      figure->panels[i] = (RasFigurePanel) {
        .title = g_strdup (panel->title),
        .eraser_name = g_strdup (panel->eraser_name),
        .details = (const char *const *) g_strdupv ((char **) panel->details),
        .tag = g_strdup (panel->tag),
        .picture = ras_figure_file_make_picture (file, panels[i].values),
        .fraction = -1,
      };
    }
  if (file->difference)
    figure->note = g_strdup_printf (_ ("Differences to the original, ×%g"), file->gain);
  return ras_drawing_new (&kind, figure, NULL);
}

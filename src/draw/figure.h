/* Figure 1: equal square panels with captions; and one panel alone, as the window shows it.
 *
 * All strings are translated and owned by the caller; pictures are surfaces as picture.h
 * makes them, borrowed during the call. */
#pragma once

#include <cairo.h>
#include <glib.h>

#include "palette.h"

G_BEGIN_DECLS

typedef struct
{
  const char *title;          /* "ALF-QLEACE", as in the paper's figure */
  const char *eraser_name;    /* "alf-qleace": its colour underlines the title; NULL: none */
  const char *const *details; /* below the title, dim: distance, PSNR; NULL-terminated or NULL */
  const char *tag;            /* "needs the label", or NULL */
  cairo_surface_t *picture;   /* NULL: the placeholder is drawn */
  const char *placeholder;    /* "Fitting QLEACE: class 4 of 10", or why there is no picture */
  double fraction;            /* of the thin progress line, 0 … 1; negative: no line */
  double fade;                /* 0: fully there (and the default) … 1: not visible yet */
  gboolean highlighted;
  guint title_lines;          /* room kept for the title, so that captions side by side line
                                 up; 0: the lines it needs (at most RAS_PANEL_TITLE_LINES) */
} RasFigurePanel;

#define RAS_PANEL_TITLE_LINES 2

/* How a panel on the screen looks at its picture. Zeroed: the whole picture, as large as an
 * integer scale allows. */
typedef struct
{
  double zoom;         /* user units per picture pixel; 0: the largest whole number that shows
                          all of the picture */
  double pan_x, pan_y; /* of the picture's centre from the panel's, in picture pixels */
  gboolean hovered;
  int hover_x, hover_y; /* the picture pixel that is outlined if `hovered` */
} RasPanelView;

/* Space around the picture square within a panel, for frames and highlights. */
#define RAS_PANEL_PADDING 4.0

/* Size of a panel whose picture square is side × side user units: always
 * side + 2 · RAS_PANEL_PADDING wide, as high as picture and caption need. */
void ras_panel_measure (const RasFigurePanel *panel, const RasStyle *style, double side,
                        double *width, double *height);
/* Paints a panel with its corner at 0, 0 and nothing outside its measured size; the picture
 * square begins at RAS_PANEL_PADDING. `view` may be NULL. */
void ras_panel_draw (const RasFigurePanel *panel, const RasStyle *style, const RasPanelView *view,
                     double side, cairo_t *cr);
/* Where the picture (pixels wide × high) lies in such a panel: the corner of its first pixel
 * and user units per pixel. `view` may be NULL. */
void ras_panel_place (const RasPanelView *view, double side, guint width, guint height,
                      double *x, double *y, double *scale);
/* The picture pixel under x, y in panel coordinates. FALSE: none. */
gboolean ras_panel_get_pixel_at (const RasPanelView *view, double side, guint width, guint height,
                                 double x, double y, int *pixel_x, int *pixel_y);

/* Where the progress line ends at the bottom, in panel coordinates: a window puts the button that
 * cancels below it. The same for all messages. */
double ras_panel_get_progress_bottom (const RasStyle *style, double side);

/* The caption alone, `width` wide: its height; the lines its title needs; painting it with its
 * top edge's middle at x, y. */
double ras_panel_measure_caption (const RasFigurePanel *panel, const RasStyle *style,
                                  double width);
guint ras_panel_count_title_lines (const RasFigurePanel *panel, const RasStyle *style,
                                   double width);
void ras_panel_draw_caption (const RasFigurePanel *panel, const RasStyle *style, double width,
                             cairo_t *cr, double x, double y);
/* Where the caption's details begin, below its top, and how high a line of them is. */
double ras_panel_get_details_top (const RasFigurePanel *panel, const RasStyle *style,
                                  double width);
double ras_panel_get_detail_height (const RasStyle *style);
/* The square alone, with frame and highlight, as ras_panel_draw() paints it. */
void ras_panel_draw_picture (const RasFigurePanel *panel, const RasStyle *style,
                             const RasPanelView *view, double side, cairo_t *cr);

/* --- The whole figure --- */

typedef struct
{
  const RasStyle *style;
  const RasFigurePanel *panels;
  guint n_panels;
  guint columns;       /* 0: all in one row */
  double scale;        /* user units per picture pixel; whole numbers for PNG and screen */
  const char *heading; /* above, or NULL */
  const char *note;    /* below, dim (the scale of a difference, say), or NULL */
} RasFigure;

/* Widths of the paper presets, in points: 85 mm and 175 mm. */
#define RAS_COLUMN_WIDTH (85 / 25.4 * 72)
#define RAS_PAGE_WIDTH (175 / 25.4 * 72)

void ras_figure_measure (const RasFigure *figure, double *width, double *height);
/* Paints background and all into 0 … width × 0 … height as measured. */
void ras_figure_draw (const RasFigure *figure, cairo_t *cr);
/* Chooses `scale` (not a whole number) so that the figure becomes `width` wide, or as wide as
 * the captions need if that is more. */
void ras_figure_fit_width (RasFigure *figure, double width);

G_END_DECLS

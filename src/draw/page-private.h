/* A chart alone on a page of the paper's style. */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/* The full width of a column, in points. */
#define RAS_PAGE_WIDTH (175 / 25.4 * 72)
/* Around the chart. */
#define RAS_PAGE_MARGIN 8

typedef struct
{
  void (*draw) (cairo_t *cr, double width, double height, gconstpointer chart);
  gconstpointer chart;
  double width, height; /* of the page */
  const char *title;    /* kept in the file; may be NULL */
  const char *command;  /* likewise */
} RasPage;

gboolean ras_page_write (const RasPage *page, const char *path, GError **error);

G_END_DECLS

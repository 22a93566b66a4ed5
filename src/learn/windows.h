/* How a map is cut into the windows within which positions attend to one another.
 *
 * The map is padded below and on the right to whole windows; every second block moves it by
 * `shift` up and to the left, round the edges, before it is cut (Liu et al., arXiv 2103.14030).
 * What the last windows then hold from both sides of the seam must not meet; instead of masking,
 * such a window is cut once more, so that every part is a rectangle whose positions all meet.
 * Padding stays in its rectangle, below and on the right: it is attended to, but attends to
 * nothing. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* All that attention needs to know of a rectangle's form. */
typedef struct
{
  guint rows, columns; /* with padding */
  guint valid_rows, valid_columns;
} RasWindowShape;

typedef struct
{
  guint shape;          /* index into shapes */
  guint n;              /* valid_rows · valid_columns */
  const guint *positions; /* on the map, row · width + column; row by row, n of them */
} RasWindow;

typedef struct
{
  guint side;
  GArray *shapes;  /* RasWindowShape, all different */
  GArray *windows; /* RasWindow: together they hold every position once */
  guint *positions;
  guint largest;   /* n of the largest window */
} RasWindows;

/* There is no shift along a side that one window covers. */
RasWindows *ras_windows_new (guint height, guint width, guint side, guint shift);
void ras_windows_free (RasWindows *windows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasWindows, ras_windows_free)

G_END_DECLS

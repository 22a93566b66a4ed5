#include "windows.h"

/* A window's part along one side of the map. */
typedef struct
{
  guint count, valid; /* with padding and without; the padding comes last */
  guint first;        /* on the map */
} Span;

static void
add_span (GArray *spans, guint length, guint first, guint count)
{
  Span span = { count, MIN (count, length - MIN (first, length)), first };

  if (span.valid > 0)
    g_array_append_val (spans, span);
}

/* Cuts a side of the map: what is padding only is left out. */
static GArray *
make_spans (guint length, guint side, guint shift)
{
  GArray *spans = g_array_new (FALSE, FALSE, sizeof (Span));
  guint padded = (length + side - 1) / side * side;

  if (padded <= side)
    shift = 0;
  for (guint begin = 0; begin + side < padded; begin += side)
    add_span (spans, length, begin + shift, side);
  /* The last window holds the end of the map and then its beginning. */
  add_span (spans, length, padded - side + shift, side - shift);
  add_span (spans, length, 0, shift);
  return spans;
}

static guint
find_shape (GArray *shapes, const Span *rows, const Span *columns)
{
  RasWindowShape shape = { rows->count, columns->count, rows->valid, columns->valid };

  for (guint i = 0; i < shapes->len; i++)
    {
      const RasWindowShape *other = &g_array_index (shapes, RasWindowShape, i);

      if (other->rows == shape.rows && other->columns == shape.columns
          && other->valid_rows == shape.valid_rows && other->valid_columns == shape.valid_columns)
        return i;
    }
  g_array_append_val (shapes, shape);
  return shapes->len - 1;
}

RasWindows *
ras_windows_new (guint height, guint width, guint side, guint shift)
{
  RasWindows *self = g_new0 (RasWindows, 1);
  g_autoptr (GArray) down = make_spans (height, side, shift);
  g_autoptr (GArray) across = make_spans (width, side, shift);
  guint *next;

  self->side = side;
  self->shapes = g_array_new (FALSE, FALSE, sizeof (RasWindowShape));
  self->windows = g_array_new (FALSE, FALSE, sizeof (RasWindow));
  next = self->positions = g_new (guint, (gsize) height * width);
  for (guint i = 0; i < down->len; i++)
    for (guint j = 0; j < across->len; j++)
      {
        const Span *rows = &g_array_index (down, Span, i);
        const Span *columns = &g_array_index (across, Span, j);
        RasWindow window = { find_shape (self->shapes, rows, columns),
                             rows->valid * columns->valid, next };

        for (guint row = 0; row < rows->valid; row++)
          for (guint column = 0; column < columns->valid; column++)
            *next++ = (rows->first + row) * width + columns->first + column;
        self->largest = MAX (self->largest, window.n);
        g_array_append_val (self->windows, window);
      }
  return self;
}

void
ras_windows_free (RasWindows *self)
{
  g_array_unref (self->shapes);
  g_array_unref (self->windows);
  g_free (self->positions);
  g_free (self);
}

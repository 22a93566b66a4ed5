#include "ras-panel-grid.h"

#include "figure.h"

/* Between columns: at the least, and what is added to it where there is room to spare. */
#define COLUMN_SPACING 6
#define SPREAD 24
/* Between the text of one row and the pictures of the next. */
#define ROW_SPACING 18
/* What a panel is wider than its picture. */
#define PADDING ((int) (2 * RAS_PANEL_PADDING))
/* The least side that a picture has, unless told otherwise. */
#define LEAST_SIDE 96

struct _RasPanelGrid
{
  GtkWidget parent_instance;

  guint columns;
  int scale;
  int least_side; /* a picture narrower than this has no room for its caption */
};

G_DEFINE_FINAL_TYPE (RasPanelGrid, ras_panel_grid, GTK_TYPE_WIDGET)

/* How the panels lie. */
typedef struct
{
  guint columns;
  guint rows;
  int scale;
  int width;  /* of a panel */
  int footer; /* what it is higher than wide: its text */
} Arrangement;

static RasPanel *
next_visible (GtkWidget *child)
{
  while (child && !gtk_widget_get_visible (child))
    child = gtk_widget_get_next_sibling (child);
  return child ? RAS_PANEL (child) : NULL;
}

static RasPanel *
first_panel (RasPanelGrid *self)
{
  return next_visible (gtk_widget_get_first_child (GTK_WIDGET (self)));
}

static RasPanel *
next_panel (RasPanel *panel)
{
  return next_visible (gtk_widget_get_next_sibling (GTK_WIDGET (panel)));
}

static guint
count_panels (RasPanelGrid *self, guint *length)
{
  guint n = 0;

  *length = 1;
  for (RasPanel *panel = first_panel (self); panel; panel = next_panel (panel), n++)
    *length = MAX (*length, ras_panel_get_length (panel));
  return n;
}

/* All captions of a grid take as many lines as the longest, so that they line up. */
static guint
count_title_lines (RasPanelGrid *self, int width)
{
  guint lines = 0;

  for (RasPanel *panel = first_panel (self); panel; panel = next_panel (panel))
    lines = MAX (lines, ras_panel_count_lines (panel, width));
  return lines;
}

static int
measure_footer (RasPanelGrid *self, int width)
{
  guint lines = count_title_lines (self, width);
  int footer = 0;

  for (RasPanel *panel = first_panel (self); panel; panel = next_panel (panel))
    footer = MAX (footer, ras_panel_get_height_for (panel, width, lines) - width);
  return footer;
}

/* The least scale whose square has room for a caption. */
static int
least_scale (RasPanelGrid *self, guint length)
{
  return MAX (1, (self->least_side + (int) length - 1) / (int) length);
}

static int
least_width (RasPanelGrid *self, guint length)
{
  return least_scale (self, length) * (int) length + PADDING;
}

static guint
columns_for_width (int width, int panel_width, guint n)
{
  int columns = (width + COLUMN_SPACING) / (panel_width + COLUMN_SPACING);

  return CLAMP (columns, 1, (int) MAX (n, 1));
}

/* Text wraps less under larger pictures, so there may be room for a larger scale than where the
 * footer was measured. The footer at a scale that is too large is at most as tall as at the one
 * looked for: what is found from above is the largest that fits. */
static void
enlarge (RasPanelGrid *self, Arrangement *best, guint length, int across, int down)
{
  int scale = (MIN (across, down) - PADDING) / (int) length;

  while (scale > best->scale)
    {
      int footer = measure_footer (self, scale * (int) length + PADDING);
      int fits = (MIN (across, down - footer) - PADDING) / (int) length;

      if (fits >= scale)
        {
          best->scale = scale;
          best->footer = footer;
          return;
        }
      scale = fits;
    }
  best->footer = measure_footer (self, best->scale * (int) length + PADDING);
}

static int
room_across (int width, guint columns)
{
  return (width - ((int) columns - 1) * COLUMN_SPACING) / (int) columns;
}

static int
room_down (int height, guint rows)
{
  return (height - ((int) rows - 1) * ROW_SPACING) / (int) rows;
}

/* Chosen by the footer at the least side, where it is tallest. One row compares best: more of
 * them are worth it where pictures become larger by a quarter. */
static Arrangement
arrange (RasPanelGrid *self, int width, int height)
{
  Arrangement best = { 0 };
  guint length;
  guint n = count_panels (self, &length);
  int least = least_scale (self, length);

  if (n == 0)
    return best;
  best.footer = measure_footer (self, least_width (self, length));
  for (guint columns = n; columns >= 1; columns--)
    {
      guint rows = (n + columns - 1) / columns;
      int down = room_down (height, rows) - best.footer;
      int scale = (MIN (room_across (width, columns), down) - PADDING) / (int) length;

      if (scale > best.scale && scale * 4 >= best.scale * 5 && scale >= least)
        {
          best.columns = columns;
          best.scale = scale;
        }
    }
  if (best.scale == 0) /* too small for anything: the caller scrolls */
    {
      best.scale = least;
      best.columns = columns_for_width (width, least_width (self, length), n);
    }
  best.rows = (n + best.columns - 1) / best.columns;
  /* Equal rows look calmer than a full one and a rest. */
  best.columns = (n + best.rows - 1) / best.rows;
  enlarge (self, &best, length, room_across (width, best.columns), room_down (height, best.rows));
  best.width = best.scale * (int) length + PADDING;
  return best;
}

static void
ras_panel_grid_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                        int *natural, int *minimum_baseline, int *natural_baseline)
{
  RasPanelGrid *self = RAS_PANEL_GRID (widget);
  guint length;
  int n = (int) count_panels (self, &length);
  int width = least_width (self, length);

  if (n == 0)
    *minimum = *natural = 0;
  else if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = width;
      *natural = n * width + (n - 1) * COLUMN_SPACING;
    }
  else
    {
      int columns = for_size < 0 ? n : (int) columns_for_width (for_size, width, n);
      int rows = (n + columns - 1) / columns;
      int footer = measure_footer (self, width);

      *minimum = *natural = rows * (width + footer) + (rows - 1) * ROW_SPACING;
    }
}

static void
ras_panel_grid_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RasPanelGrid *self = RAS_PANEL_GRID (widget);
  Arrangement now = arrange (self, width, height);
  int row_height = now.width + now.footer;
  int top = (height - (int) now.rows * row_height - ((int) now.rows - 1) * ROW_SPACING) / 2;
  guint i = 0;
  guint length;
  guint n = count_panels (self, &length);
  guint lines = count_title_lines (self, now.width);
  int spare = width - (int) now.columns * (now.width + COLUMN_SPACING) + COLUMN_SPACING;
  int step = now.width + COLUMN_SPACING + CLAMP (spare / (int) (now.columns + 1), 0, SPREAD);

  self->columns = now.columns;
  self->scale = now.scale;
  for (RasPanel *panel = first_panel (self); panel; panel = next_panel (panel), i++)
    {
      guint row = i / now.columns;
      guint in_row = MIN (now.columns, n - row * now.columns);
      int row_width = (int) (in_row - 1) * step + now.width;
      GtkAllocation place = {
        (width - row_width) / 2 + (int) (i % now.columns) * step,
        MAX (top, 0) + (int) row * (row_height + ROW_SPACING),
        now.width,
        row_height,
      };

      ras_panel_set_title_lines (panel, lines);
      gtk_widget_size_allocate (GTK_WIDGET (panel), &place, -1);
    }
}

static GtkSizeRequestMode
ras_panel_grid_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

GtkWidget *
ras_panel_grid_new (void)
{
  return g_object_new (RAS_TYPE_PANEL_GRID, NULL);
}

void
ras_panel_grid_add (RasPanelGrid *self, RasPanel *panel)
{
  g_return_if_fail (RAS_IS_PANEL_GRID (self) && RAS_IS_PANEL (panel));
  gtk_widget_set_parent (GTK_WIDGET (panel), GTK_WIDGET (self));
}

void
ras_panel_grid_set_least_side (RasPanelGrid *self, int side)
{
  g_return_if_fail (RAS_IS_PANEL_GRID (self));

  if (self->least_side == side)
    return;
  self->least_side = side;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

guint
ras_panel_grid_get_columns (RasPanelGrid *self)
{
  return self->columns;
}

int
ras_panel_grid_get_scale (RasPanelGrid *self)
{
  return self->scale;
}

static void
ras_panel_grid_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))))
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ras_panel_grid_parent_class)->dispose (object);
}

static void
ras_panel_grid_class_init (RasPanelGridClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ras_panel_grid_dispose;
  widget_class->measure = ras_panel_grid_measure;
  widget_class->size_allocate = ras_panel_grid_size_allocate;
  widget_class->get_request_mode = ras_panel_grid_get_request_mode;
  gtk_widget_class_set_css_name (widget_class, "panelgrid");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ras_panel_grid_init (RasPanelGrid *self)
{
  self->least_side = LEAST_SIDE;
}

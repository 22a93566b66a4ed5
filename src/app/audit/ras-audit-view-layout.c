#include "ras-audit-view-private.h"

/* The panels' share of the height at the least. */
#define CONTENT_SHARE 0.62
#define CONTENT_SHARE_PLOT 0.5
/* A panel with a picture of 160 pixels and what stands below it. Where they would get less, the table
 * is folded until somebody asks for it. */
#define LEAST_CONTENT 290
/* What the panels keep at the least while nobody insists on the table: a row of small ones. */
#define LEAST_FOLDED_CONTENT 196
/* Less than this would show hardly a row. */
#define LEAST_BODY 92
/* A plot takes what it can get, up to this. */
#define PLOT_HEIGHT 340

static int
measure_height (GtkWidget *widget, int width, gboolean natural)
{
  int least = 0, wanted = 0;

  if (widget && gtk_widget_get_visible (widget))
    gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, &least, &wanted, NULL, NULL);
  return natural ? wanted : least;
}

/* The bar has margins, which measuring takes into account. */
static int
measure_frame (RasAuditView *self, int width)
{
  return measure_height (self->separator, width, FALSE) + measure_height (self->bar, width, FALSE);
}

static gboolean
is_open (RasAuditView *self)
{
  return self->session && ras_session_get_state (self->session)->audit_shown;
}

/* How much of `room` the table or plot gets: what the panels can spare, or 0. */
static int
choose_body (RasAuditView *self, int width, int room)
{
  GtkWidget *body = GTK_WIDGET (self->body);
  gboolean plot = gtk_stack_get_visible_child (self->body) != GTK_WIDGET (self->table);
  int least = measure_height (body, width, FALSE);
  int wanted = measure_height (body, width, TRUE);
  double share = plot ? CONTENT_SHARE_PLOT : CONTENT_SHARE;
  int content = MAX (MAX (measure_height (self->content, width, TRUE), LEAST_CONTENT),
                     (int) (share * room));
  int spare = room - content;

  if (plot)
    wanted = MAX (wanted, PLOT_HEIGHT);
  least = MAX (least, MIN (wanted, LEAST_BODY));
  if (!is_open (self))
    return 0;
  if (spare >= least)
    return MIN (wanted, spare);
  if (!self->insisted || room - measure_height (self->content, width, FALSE) < least)
    return 0;
  spare = MIN (room / 2, room - measure_height (self->content, width, FALSE));
  return CLAMP (wanted, least, MAX (least, spare));
}

/* What a frame of its own shows is not changed while this one is laid out. */
static gboolean
reveal_cb (gpointer user_data)
{
  RasAuditView *self = user_data;

  self->reveal_idle = 0;
  g_signal_emit_by_name (self, "revealed");
  return G_SOURCE_REMOVE;
}

static void
set_revealed (RasAuditView *self, gboolean revealed)
{
  gtk_widget_set_child_visible (GTK_WIDGET (self->body), revealed);
  if (self->revealed == revealed)
    return;
  self->revealed = revealed;
  if (self->reveal_idle == 0)
    self->reveal_idle = g_idle_add (reveal_cb, self);
}

static int
place (GtkWidget *widget, int y, int width, int height)
{
  if (widget && height > 0 && gtk_widget_get_visible (widget))
    gtk_widget_size_allocate (widget, &(GtkAllocation) { 0, y, width, height }, -1);
  return y + height;
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RasAuditView *self = RAS_AUDIT_VIEW (widget);
  int frame = measure_frame (self, width), separator = measure_height (self->separator, width, FALSE);
  int body = choose_body (self, width, height - frame);
  int y = 0;

  set_revealed (self, body > 0);
  y = place (self->content, y, width, height - frame - body);
  y = place (self->separator, y, width, separator);
  y = place (self->bar, y, width, frame - separator);
  place (GTK_WIDGET (self->body), y, width, body);
}

/* Folded up it needs no more than the panels and its bar. */
static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  RasAuditView *self = RAS_AUDIT_VIEW (widget);
  GtkWidget *const parts[] = { self->content, self->bar, GTK_WIDGET (self->body) };

  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_VERTICAL)
    {
      int frame = measure_frame (self, for_size);
      int least = measure_height (self->content, for_size, FALSE);
      int wanted = measure_height (self->content, for_size, TRUE);

      /* Who asks for the table gets it, in however small a window. */
      if (self->insisted && is_open (self))
        least = MAX (least, LEAST_BODY) + LEAST_BODY;
      else
        least = MAX (least, MIN (wanted, LEAST_FOLDED_CONTENT));
      *minimum = least + frame;
      *natural = MAX (wanted, least) + frame;
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      int least = 0, wanted = 0;

      if (parts[i])
        gtk_widget_measure (parts[i], orientation, -1, &least, &wanted, NULL, NULL);
      *minimum = MAX (*minimum, least);
      *natural = MAX (*natural, wanted);
    }
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

void
ras_audit_view_class_lay_out (GtkWidgetClass *widget_class)
{
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->get_request_mode = get_request_mode;
}

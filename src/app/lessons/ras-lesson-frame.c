#include "ras-lesson-frame.h"

/* From this width on the pane stands on the right. */
#define WIDE 1100
#define PANE_WIDTH 340
/* Above, it takes this share of the height at most. */
#define SHARE 0.42
/* And this much it needs to be of use. */
#define LEAST_HEIGHT 150

struct _RasLessonFrame
{
  GtkWidget parent;

  GtkWidget *content;
  RasLessonPane *pane;
  guint place_idle; /* 0: the pane is laid out for where it lies */
};

G_DEFINE_FINAL_TYPE (RasLessonFrame, ras_lesson_frame, GTK_TYPE_WIDGET)

enum
{
  PROP_CONTENT = 1,
};

void
ras_lesson_frame_set_pane (RasLessonFrame *self, RasLessonPane *pane)
{
  g_return_if_fail (RAS_IS_LESSON_FRAME (self));

  if (self->pane)
    gtk_widget_unparent (GTK_WIDGET (self->pane));
  self->pane = pane;
  if (pane)
    gtk_widget_set_parent (GTK_WIDGET (pane), GTK_WIDGET (self));
}

RasLessonPane *
ras_lesson_frame_get_pane (RasLessonFrame *self)
{
  return self->pane;
}

static int
get_least_height (GtkWidget *widget, int width)
{
  int least = 0;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL, NULL);
  return least;
}

static int
get_natural_height (GtkWidget *widget, int width)
{
  int least = 0, wanted = 0;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, &least, &wanted, NULL, NULL);
  return MAX (least, wanted);
}

/* What the pane shows is not laid out anew while this is. */
static gboolean
place_cb (gpointer user_data)
{
  RasLessonFrame *self = user_data;

  self->place_idle = 0;
  if (self->pane)
    ras_lesson_pane_set_beside (self->pane, gtk_widget_get_width (GTK_WIDGET (self)) >= WIDE);
  return G_SOURCE_REMOVE;
}

static void
allocate_beside (RasLessonFrame *self, int width, int height)
{
  int x = width - PANE_WIDTH;

  gtk_widget_measure (GTK_WIDGET (self->pane), GTK_ORIENTATION_HORIZONTAL, -1, NULL, NULL, NULL, NULL);
  gtk_widget_size_allocate (self->content, &(GtkAllocation) { 0, 0, x, height }, -1);
  gtk_widget_size_allocate (GTK_WIDGET (self->pane),
                            &(GtkAllocation) { x, 0, PANE_WIDTH, height }, -1);
}

/* What does not fit above lies over it, and can be folded up. */
static void
allocate_above (RasLessonFrame *self, int width, int height)
{
  GtkWidget *pane = GTK_WIDGET (self->pane);
  int least, wanted, room = height - get_least_height (self->content, width), taken;
  gboolean over;

  least = get_least_height (pane, width);
  wanted = get_natural_height (pane, width);
  over = room < MAX (least, MIN (wanted, LEAST_HEIGHT));
  taken = MAX (least, MIN (wanted, (int) (SHARE * height)));
  if (!over)
    taken = MIN (taken, room);
  gtk_widget_size_allocate (
      self->content, &(GtkAllocation) { 0, over ? 0 : taken, width, over ? height : height - taken },
      -1);
  gtk_widget_size_allocate (pane, &(GtkAllocation) { 0, 0, width, taken }, -1);
}

static void
size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  RasLessonFrame *self = RAS_LESSON_FRAME (widget);

  if (self->content == NULL)
    return;
  if (self->pane == NULL || !gtk_widget_get_visible (GTK_WIDGET (self->pane)))
    gtk_widget_size_allocate (self->content, &(GtkAllocation) { 0, 0, width, height }, -1);
  else
    {
      if (ras_lesson_pane_get_beside (self->pane) != (width >= WIDE) && self->place_idle == 0)
        self->place_idle = g_idle_add (place_cb, self);
      if (width >= WIDE)
        allocate_beside (self, width, height);
      else
        allocate_above (self, width, height);
    }
}

static void
measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum, int *natural,
         int *minimum_baseline, int *natural_baseline)
{
  RasLessonFrame *self = RAS_LESSON_FRAME (widget);
  gboolean beside = self->pane && gtk_widget_get_visible (GTK_WIDGET (self->pane));

  *minimum = *natural = 0;
  if (self->content == NULL)
    return;
  if (orientation == GTK_ORIENTATION_VERTICAL && beside && for_size >= WIDE)
    for_size -= PANE_WIDTH;
  gtk_widget_measure (self->content, orientation, for_size, minimum, natural, NULL, NULL);
}

static GtkSizeRequestMode
get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  RasLessonFrame *self = RAS_LESSON_FRAME (object);

  g_clear_pointer (&self->content, gtk_widget_unparent);
  self->content = g_value_get_object (value);
  if (self->content)
    gtk_widget_insert_after (self->content, GTK_WIDGET (self), NULL);
}

static void
get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  g_value_set_object (value, RAS_LESSON_FRAME (object)->content);
}

static void
dispose (GObject *object)
{
  RasLessonFrame *self = RAS_LESSON_FRAME (object);

  g_clear_handle_id (&self->place_idle, g_source_remove);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  if (self->pane)
    gtk_widget_unparent (GTK_WIDGET (self->pane));
  self->pane = NULL;
  G_OBJECT_CLASS (ras_lesson_frame_parent_class)->dispose (object);
}

static void
ras_lesson_frame_class_init (RasLessonFrameClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = set_property;
  object_class->get_property = get_property;
  object_class->dispose = dispose;
  widget_class->measure = measure;
  widget_class->size_allocate = size_allocate;
  widget_class->get_request_mode = get_request_mode;
  g_object_class_install_property (
      object_class, PROP_CONTENT,
      g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
}

static void
ras_lesson_frame_init (RasLessonFrame *self)
{
}

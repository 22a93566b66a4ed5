#include "ras-linked-view.h"

struct _RasLinkedView
{
  GObject parent_instance;

  guint width;
  guint height;
  int zoom;
  double centre_x;
  double centre_y;
  int hovered_x;
  int hovered_y;
  double gain;
  gboolean comparing;
  gboolean difference;
  gboolean rescale;
};

enum
{
  PROP_0,
  PROP_ZOOM,
  PROP_CENTRE_X,
  PROP_CENTRE_Y,
  PROP_HOVERED_X,
  PROP_HOVERED_Y,
  PROP_COMPARING,
  PROP_DIFFERENCE,
  PROP_GAIN,
  PROP_RESCALE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (RasLinkedView, ras_linked_view, G_TYPE_OBJECT)

static void
notify (RasLinkedView *self, guint property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_number (RasLinkedView *self, double *field, double value, guint property)
{
  if (*field != value)
    {
      *field = value;
      notify (self, property);
    }
}

static void
set_integer (RasLinkedView *self, int *field, int value, guint property)
{
  if (*field != value)
    {
      *field = value;
      notify (self, property);
    }
}

RasLinkedView *
ras_linked_view_new (void)
{
  return g_object_new (RAS_TYPE_LINKED_VIEW, NULL);
}

void
ras_linked_view_set_shape (RasLinkedView *self, guint width, guint height)
{
  g_return_if_fail (RAS_IS_LINKED_VIEW (self));

  if (self->width == width && self->height == height)
    return;
  self->width = width;
  self->height = height;
  g_object_freeze_notify (G_OBJECT (self));
  set_integer (self, &self->zoom, RAS_LINKED_VIEW_FIT, PROP_ZOOM);
  set_number (self, &self->centre_x, width / 2.0, PROP_CENTRE_X);
  set_number (self, &self->centre_y, height / 2.0, PROP_CENTRE_Y);
  ras_linked_view_set_hovered (self, -1, -1);
  g_object_thaw_notify (G_OBJECT (self));
}

guint
ras_linked_view_get_width (RasLinkedView *self)
{
  return self->width;
}

guint
ras_linked_view_get_height (RasLinkedView *self)
{
  return self->height;
}

int
ras_linked_view_get_zoom (RasLinkedView *self)
{
  return self->zoom;
}

double
ras_linked_view_get_centre_x (RasLinkedView *self)
{
  return self->centre_x;
}

double
ras_linked_view_get_centre_y (RasLinkedView *self)
{
  return self->centre_y;
}

/* A panel shows `visible` of `length` image pixels around the centre; it must not show what
 * lies beyond the picture unless the picture is smaller than the panel. */
static double
clamp_centre (double centre, double visible, double length)
{
  if (visible >= length)
    return length / 2;
  return CLAMP (centre, visible / 2, length - visible / 2);
}

void
ras_linked_view_look_at (RasLinkedView *self, int zoom, double x, double y, int fit_scale)
{
  double visible;

  g_return_if_fail (RAS_IS_LINKED_VIEW (self));

  if (zoom <= fit_scale)
    zoom = RAS_LINKED_VIEW_FIT;
  zoom = MIN (zoom, RAS_LINKED_VIEW_MAX_ZOOM);
  visible = zoom == RAS_LINKED_VIEW_FIT
              ? G_MAXDOUBLE
              : (double) MAX (self->width, self->height) * fit_scale / zoom;
  g_object_freeze_notify (G_OBJECT (self));
  set_integer (self, &self->zoom, zoom, PROP_ZOOM);
  set_number (self, &self->centre_x, clamp_centre (x, visible, self->width), PROP_CENTRE_X);
  set_number (self, &self->centre_y, clamp_centre (y, visible, self->height), PROP_CENTRE_Y);
  g_object_thaw_notify (G_OBJECT (self));
}

gboolean
ras_linked_view_get_hovered (RasLinkedView *self, int *x, int *y)
{
  if (x)
    *x = self->hovered_x;
  if (y)
    *y = self->hovered_y;
  return self->hovered_x >= 0;
}

void
ras_linked_view_set_hovered (RasLinkedView *self, int x, int y)
{
  g_return_if_fail (RAS_IS_LINKED_VIEW (self));

  if (x < 0 || y < 0 || x >= (int) self->width || y >= (int) self->height)
    x = y = -1;
  g_object_freeze_notify (G_OBJECT (self));
  set_integer (self, &self->hovered_x, x, PROP_HOVERED_X);
  set_integer (self, &self->hovered_y, y, PROP_HOVERED_Y);
  g_object_thaw_notify (G_OBJECT (self));
}

gboolean
ras_linked_view_get_comparing (RasLinkedView *self)
{
  return self->comparing;
}

void
ras_linked_view_set_comparing (RasLinkedView *self, gboolean comparing)
{
  g_return_if_fail (RAS_IS_LINKED_VIEW (self));
  set_integer (self, &self->comparing, comparing != FALSE, PROP_COMPARING);
}

gboolean
ras_linked_view_get_difference (RasLinkedView *self)
{
  return self->difference;
}

void
ras_linked_view_set_difference (RasLinkedView *self, gboolean difference)
{
  g_return_if_fail (RAS_IS_LINKED_VIEW (self));
  set_integer (self, &self->difference, difference != FALSE, PROP_DIFFERENCE);
}

double
ras_linked_view_get_gain (RasLinkedView *self)
{
  return self->gain;
}

void
ras_linked_view_set_gain (RasLinkedView *self, double gain)
{
  g_return_if_fail (RAS_IS_LINKED_VIEW (self));
  set_number (self, &self->gain, CLAMP (gain, 1, 64), PROP_GAIN);
}

gboolean
ras_linked_view_get_rescale (RasLinkedView *self)
{
  return self->rescale;
}

void
ras_linked_view_set_rescale (RasLinkedView *self, gboolean rescale)
{
  g_return_if_fail (RAS_IS_LINKED_VIEW (self));
  set_integer (self, &self->rescale, rescale != FALSE, PROP_RESCALE);
}

static void
ras_linked_view_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  RasLinkedView *self = RAS_LINKED_VIEW (object);

  switch (prop_id)
    {
    case PROP_ZOOM:
      g_value_set_int (value, self->zoom);
      break;
    case PROP_CENTRE_X:
      g_value_set_double (value, self->centre_x);
      break;
    case PROP_CENTRE_Y:
      g_value_set_double (value, self->centre_y);
      break;
    case PROP_HOVERED_X:
      g_value_set_int (value, self->hovered_x);
      break;
    case PROP_HOVERED_Y:
      g_value_set_int (value, self->hovered_y);
      break;
    case PROP_COMPARING:
      g_value_set_boolean (value, self->comparing);
      break;
    case PROP_DIFFERENCE:
      g_value_set_boolean (value, self->difference);
      break;
    case PROP_GAIN:
      g_value_set_double (value, self->gain);
      break;
    case PROP_RESCALE:
      g_value_set_boolean (value, self->rescale);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ras_linked_view_set_property (GObject *object, guint prop_id, const GValue *value,
                             GParamSpec *pspec)
{
  RasLinkedView *self = RAS_LINKED_VIEW (object);

  switch (prop_id)
    {
    case PROP_COMPARING:
      ras_linked_view_set_comparing (self, g_value_get_boolean (value));
      break;
    case PROP_DIFFERENCE:
      ras_linked_view_set_difference (self, g_value_get_boolean (value));
      break;
    case PROP_GAIN:
      ras_linked_view_set_gain (self, g_value_get_double (value));
      break;
    case PROP_RESCALE:
      ras_linked_view_set_rescale (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ras_linked_view_class_init (RasLinkedViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GParamFlags writable = readable | G_PARAM_WRITABLE | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = ras_linked_view_get_property;
  object_class->set_property = ras_linked_view_set_property;

  properties[PROP_ZOOM]
    = g_param_spec_int ("zoom", NULL, NULL, 0, RAS_LINKED_VIEW_MAX_ZOOM, 0, readable);
  properties[PROP_CENTRE_X]
    = g_param_spec_double ("centre-x", NULL, NULL, 0, G_MAXDOUBLE, 0, readable);
  properties[PROP_CENTRE_Y]
    = g_param_spec_double ("centre-y", NULL, NULL, 0, G_MAXDOUBLE, 0, readable);
  properties[PROP_HOVERED_X]
    = g_param_spec_int ("hovered-x", NULL, NULL, -1, G_MAXINT, -1, readable);
  properties[PROP_HOVERED_Y]
    = g_param_spec_int ("hovered-y", NULL, NULL, -1, G_MAXINT, -1, readable);
  properties[PROP_COMPARING] = g_param_spec_boolean ("comparing", NULL, NULL, FALSE, writable);
  properties[PROP_DIFFERENCE] = g_param_spec_boolean ("difference", NULL, NULL, FALSE, writable);
  properties[PROP_GAIN] = g_param_spec_double ("gain", NULL, NULL, 1, 64, 4, writable);
  properties[PROP_RESCALE] = g_param_spec_boolean ("rescale", NULL, NULL, FALSE, writable);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ras_linked_view_init (RasLinkedView *self)
{
  self->hovered_x = -1;
  self->hovered_y = -1;
  self->gain = 4;
}

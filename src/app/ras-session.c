#include "ras-session.h"

#include <gio/gio.h>
#include <string.h>

struct _RasSession
{
  GObject parent;
  RasSessionState state;
};

G_DEFINE_FINAL_TYPE (RasSession, ras_session, G_TYPE_OBJECT)

enum
{
  PROP_LOCATION = 1,
  PROP_FINGERPRINT,
  PROP_SPLIT,
  PROP_INDEX,
  PROP_CLASS_FILTER,
  PROP_OWN_PICTURE,
  PROP_OWN_CLASS,
  PROP_RANK,
  PROP_RECENTRED,
  PROP_HIDDEN_ERASERS,
  PROP_DIFFERENCE,
  PROP_GAIN,
  PROP_RESCALE,
  PROP_ZOOM,
  N_PROPS
};

static GParamSpec *props[N_PROPS];
static guint changed_signal;

/* An empty string stands for none, as GVariant has no null string. Each setter says whether
 * the value is another one. */
static gboolean
take_string (char **field, const GValue *value)
{
  const char *text = g_value_get_string (value);

  if (text && text[0] == '\0')
    text = NULL;
  if (g_strcmp0 (*field, text) == 0)
    return FALSE;
  g_free (*field);
  *field = g_strdup (text);
  return TRUE;
}

static gboolean
take_split (RasSplit *field, const GValue *value)
{
  const char *name = g_value_get_string (value);
  RasSplit split = g_strcmp0 (name, ras_split_name (RAS_SPLIT_TEST)) == 0 ? RAS_SPLIT_TEST
                                                                         : RAS_SPLIT_TRAIN;

  if (*field == split)
    return FALSE;
  *field = split;
  return TRUE;
}

static gboolean
take_names (char ***field, const GValue *value)
{
  const char *const none[] = { NULL };
  const char *const *names = g_value_get_boxed (value);

  if (names == NULL)
    names = none;
  if (*field && g_strv_equal ((const char *const *) *field, names))
    return FALSE;
  g_strfreev (*field);
  *field = g_strdupv ((char **) names);
  return TRUE;
}

#define TAKE(field, new_value) \
  ((field) != (new_value) ? ((field) = (new_value), TRUE) : FALSE)

static void
ras_session_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  RasSessionState *state = &RAS_SESSION (object)->state;
  gboolean changed = FALSE;

  switch (id)
    {
    case PROP_LOCATION:
      changed = take_string (&state->location, value);
      break;
    case PROP_FINGERPRINT:
      changed = take_string (&state->fingerprint, value);
      break;
    case PROP_SPLIT:
      changed = take_split (&state->split, value);
      break;
    case PROP_INDEX:
      changed = TAKE (state->index, g_value_get_uint (value));
      break;
    case PROP_CLASS_FILTER:
      changed = TAKE (state->class_filter, g_value_get_int (value));
      break;
    case PROP_OWN_PICTURE:
      changed = take_string (&state->own_picture, value);
      break;
    case PROP_OWN_CLASS:
      changed = TAKE (state->own_class, g_value_get_int (value));
      break;
    case PROP_RANK:
      changed = TAKE (state->rank, g_value_get_uint (value));
      break;
    case PROP_RECENTRED:
      changed = TAKE (state->recentred, g_value_get_boolean (value));
      break;
    case PROP_HIDDEN_ERASERS:
      changed = take_names (&state->hidden_erasers, value);
      break;
    case PROP_DIFFERENCE:
      changed = TAKE (state->difference, g_value_get_boolean (value));
      break;
    case PROP_GAIN:
      changed = TAKE (state->gain, g_value_get_double (value));
      break;
    case PROP_RESCALE:
      changed = TAKE (state->rescale, g_value_get_boolean (value));
      break;
    case PROP_ZOOM:
      changed = TAKE (state->zoom, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  if (changed)
    g_object_notify_by_pspec (object, pspec);
}

static void
ras_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const RasSessionState *state = &RAS_SESSION (object)->state;

  switch (id)
    {
    case PROP_LOCATION:
      g_value_set_string (value, state->location);
      break;
    case PROP_FINGERPRINT:
      g_value_set_string (value, state->fingerprint);
      break;
    case PROP_SPLIT:
      g_value_set_static_string (value, ras_split_name (state->split));
      break;
    case PROP_INDEX:
      g_value_set_uint (value, state->index);
      break;
    case PROP_CLASS_FILTER:
      g_value_set_int (value, state->class_filter);
      break;
    case PROP_OWN_PICTURE:
      g_value_set_string (value, state->own_picture);
      break;
    case PROP_OWN_CLASS:
      g_value_set_int (value, state->own_class);
      break;
    case PROP_RANK:
      g_value_set_uint (value, state->rank);
      break;
    case PROP_RECENTRED:
      g_value_set_boolean (value, state->recentred);
      break;
    case PROP_HIDDEN_ERASERS:
      g_value_set_boxed (value, state->hidden_erasers);
      break;
    case PROP_DIFFERENCE:
      g_value_set_boolean (value, state->difference);
      break;
    case PROP_GAIN:
      g_value_set_double (value, state->gain);
      break;
    case PROP_RESCALE:
      g_value_set_boolean (value, state->rescale);
      break;
    case PROP_ZOOM:
      g_value_set_int (value, state->zoom);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* GObject hands over all that changed while notifications were frozen at once. */
static void
ras_session_dispatch_properties_changed (GObject *object, guint n_pspecs, GParamSpec **pspecs)
{
  G_OBJECT_CLASS (ras_session_parent_class)
      ->dispatch_properties_changed (object, n_pspecs, pspecs);
  g_signal_emit (object, changed_signal, 0);
}

static void
ras_session_finalize (GObject *object)
{
  RasSessionState *state = &RAS_SESSION (object)->state;

  g_free (state->location);
  g_free (state->fingerprint);
  g_free (state->own_picture);
  g_strfreev (state->hidden_erasers);
  G_OBJECT_CLASS (ras_session_parent_class)->finalize (object);
}

static void
ras_session_class_init (RasSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->set_property = ras_session_set_property;
  object_class->get_property = ras_session_get_property;
  object_class->dispatch_properties_changed = ras_session_dispatch_properties_changed;
  object_class->finalize = ras_session_finalize;

  props[PROP_LOCATION] = g_param_spec_string ("location", NULL, NULL, NULL, flags);
  props[PROP_FINGERPRINT] = g_param_spec_string ("fingerprint", NULL, NULL, NULL, flags);
  props[PROP_SPLIT] = g_param_spec_string ("split", NULL, NULL, "train", flags);
  props[PROP_INDEX] = g_param_spec_uint ("index", NULL, NULL, 0, G_MAXUINT, 0, flags);
  props[PROP_CLASS_FILTER] = g_param_spec_int ("class-filter", NULL, NULL, RAS_ALL_CLASSES,
                                               G_MAXUINT16, RAS_ALL_CLASSES, flags);
  props[PROP_OWN_PICTURE] = g_param_spec_string ("own-picture", NULL, NULL, NULL, flags);
  props[PROP_OWN_CLASS] = g_param_spec_int ("own-class", NULL, NULL, RAS_NO_CLASS, G_MAXUINT16,
                                            RAS_NO_CLASS, flags);
  props[PROP_RANK] = g_param_spec_uint ("rank", NULL, NULL, 0, G_MAXUINT, 15, flags);
  props[PROP_RECENTRED] = g_param_spec_boolean ("recentred", NULL, NULL, TRUE, flags);
  props[PROP_HIDDEN_ERASERS]
      = g_param_spec_boxed ("hidden-erasers", NULL, NULL, G_TYPE_STRV, flags);
  props[PROP_DIFFERENCE] = g_param_spec_boolean ("difference", NULL, NULL, FALSE, flags);
  props[PROP_GAIN] = g_param_spec_double ("gain", NULL, NULL, 1, 64, RAS_SESSION_DEFAULT_GAIN,
                                          flags);
  props[PROP_RESCALE] = g_param_spec_boolean ("rescale", NULL, NULL, FALSE, flags);
  props[PROP_ZOOM] = g_param_spec_int ("zoom", NULL, NULL, 0, 128, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);

  changed_signal = g_signal_new ("changed", RAS_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
ras_session_init (RasSession *self)
{
  self->state.hidden_erasers = g_new0 (char *, 1);
  self->state.class_filter = RAS_ALL_CLASSES;
  self->state.own_class = RAS_NO_CLASS;
  self->state.rank = 15; /* as in the paper's Figure 1 */
  self->state.recentred = TRUE;
  self->state.gain = RAS_SESSION_DEFAULT_GAIN;
}

RasSession *
ras_session_new (void)
{
  return g_object_new (RAS_TYPE_SESSION, NULL);
}

const RasSessionState *
ras_session_get_state (RasSession *self)
{
  return &self->state;
}

static const GVariantType *
variant_type_of (GParamSpec *pspec)
{
  switch (pspec->value_type)
    {
    case G_TYPE_STRING:
      return G_VARIANT_TYPE_STRING;
    case G_TYPE_UINT:
      return G_VARIANT_TYPE_UINT32;
    case G_TYPE_INT:
      return G_VARIANT_TYPE_INT32;
    case G_TYPE_BOOLEAN:
      return G_VARIANT_TYPE_BOOLEAN;
    case G_TYPE_DOUBLE:
      return G_VARIANT_TYPE_DOUBLE;
    default:
      return G_VARIANT_TYPE_STRING_ARRAY;
    }
}

GVariant *
ras_session_save (RasSession *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  for (int id = 1; id < N_PROPS; id++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      g_autoptr (GVariant) variant = NULL;

      g_value_init (&value, props[id]->value_type);
      g_object_get_property (G_OBJECT (self), props[id]->name, &value);
      variant = g_dbus_gvalue_to_gvariant (&value, variant_type_of (props[id]));
      g_variant_builder_add (&builder, "{sv}", props[id]->name, variant);
    }
  return g_variant_builder_end (&builder);
}

void
ras_session_restore (RasSession *self, GVariant *saved)
{
  g_object_freeze_notify (G_OBJECT (self));
  for (int id = 1; id < N_PROPS; id++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      g_autoptr (GVariant) variant
          = g_variant_lookup_value (saved, props[id]->name, variant_type_of (props[id]));

      if (variant == NULL)
        continue;
      g_dbus_gvariant_to_gvalue (variant, &value);
      g_param_value_validate (props[id], &value);
      g_object_set_property (G_OBJECT (self), props[id]->name, &value);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

void
ras_session_set_dataset (RasSession *self, const char *location, const char *fingerprint)
{
  gboolean same = g_strcmp0 (self->state.fingerprint, fingerprint) == 0;

  g_object_freeze_notify (G_OBJECT (self));
  g_object_set (self, "location", location, "fingerprint", fingerprint, NULL);
  if (!same)
    g_object_set (self, "split", ras_split_name (RAS_SPLIT_TRAIN), "index", 0, "class-filter",
                  RAS_ALL_CLASSES, "own-picture", NULL, "own-class", RAS_NO_CLASS, NULL);
  g_object_thaw_notify (G_OBJECT (self));
}

gboolean
ras_session_get_eraser_hidden (RasSession *self, const char *name)
{
  return g_strv_contains ((const char *const *) self->state.hidden_erasers, name);
}

void
ras_session_set_eraser_hidden (RasSession *self, const char *name, gboolean hidden)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;

  for (char **old = self->state.hidden_erasers; *old; old++)
    if (strcmp (*old, name) != 0)
      g_strv_builder_add (builder, *old);
  if (hidden)
    g_strv_builder_add (builder, name);
  names = g_strv_builder_end (builder);
  g_object_set (self, "hidden-erasers", names, NULL);
}

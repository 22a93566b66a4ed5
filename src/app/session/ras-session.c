#include "ras-session.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

struct _RasSession
{
  GObject parent;
  RasSessionState state;
};

G_DEFINE_FINAL_TYPE (RasSession, ras_session, G_TYPE_OBJECT)

typedef enum
{
  STRING, /* char *; "" stands for NULL, as GVariant has no null string */
  PATH,   /* the same, of a file: any bytes */
  NAMES,  /* char **, never NULL */
  SPLIT,  /* RasSplit; the property is its name */
  UINT,
  INT,
  SWITCH,
  DOUBLE,
} Kind;

/* Every property is a field of the state. */
typedef struct
{
  const char *name;
  Kind kind;
  gsize offset;
  double least, most, initial; /* of numbers and switches */
  const char *text;            /* the initial string, or names with commas between them */
  const char *title;           /* N_(): what undo calls it; NULL: it is not undone */
} Field;

#define AT(field) G_STRUCT_OFFSET (RasSessionState, field)

static const Field fields[] = {
  { "location", PATH, AT (location) },
  { "fingerprint", STRING, AT (fingerprint) },
  { "split", SPLIT, AT (split), .title = N_ ("part of the data set") },
  { "index", UINT, AT (index), 0, G_MAXUINT, 0, .title = N_ ("image") },
  { "class-filter", INT, AT (class_filter), RAS_ALL_CLASSES, G_MAXUINT16, RAS_ALL_CLASSES,
    .title = N_ ("class filter") },
  { "own-picture", PATH, AT (own_picture), .title = N_ ("own picture") },
  { "own-class", INT, AT (own_class), RAS_NO_CLASS, G_MAXUINT16, RAS_NO_CLASS,
    .title = N_ ("class of your picture") },
  { "rank", UINT, AT (rank), 0, G_MAXUINT, 15 /* as in the paper's Figure 1 */,
    .title = N_ ("rank") },
  { "recentred", SWITCH, AT (recentred), 0, 1, TRUE, .title = N_ ("re-centring") },
  { "hidden-erasers", NAMES, AT (hidden_erasers), .title = N_ ("panels") },
  { "difference", SWITCH, AT (difference), 0, 1, FALSE, .title = N_ ("difference") },
  { "gain", DOUBLE, AT (gain), 1, 64, RAS_SESSION_DEFAULT_GAIN, .title = N_ ("gain") },
  { "rescale", SWITCH, AT (rescale), 0, 1, FALSE, .title = N_ ("stretching") },
  { "zoom", INT, AT (zoom), 0, 128, 0 },
  { "gradient-images", UINT, AT (gradient_images), 0, G_MAXUINT, 500,
    .title = N_ ("images edited together") },
  { "gradient-iterations", UINT, AT (gradient_iterations), 1, 100000, 100,
    .title = N_ ("iterations") },
  { "transport", SWITCH, AT (transport), 0, 1, FALSE, .title = N_ ("as another class") },
  { "transport-class", INT, AT (transport_class), RAS_NEXT_CLASS, G_MAXUINT16, RAS_NEXT_CLASS,
    .title = N_ ("other class") },
  { "page", STRING, AT (page), .text = "compare" },
  { "audit-shown", SWITCH, AT (audit_shown), 0, 1, TRUE, .title = N_ ("what is still readable") },
  { "audit-page", STRING, AT (audit_page), .text = "table" },
  { "gallery-seed", UINT, AT (gallery_seed), 0, G_MAXINT, 1, .title = N_ ("random images") },
  { "gallery-per-class", UINT, AT (gallery_per_class), 1, 20, 3, .title = N_ ("images per class") },
  { "gallery-classes", NAMES, AT (gallery_classes), .title = N_ ("classes of the gallery") },
  { "gallery-split", SPLIT, AT (gallery_split), .title = N_ ("part shown in the gallery") },
  { "mdl-network", STRING, AT (mdl_network), .text = "mlp", .title = N_ ("network") },
  { "mdl-size", STRING, AT (mdl_size), .title = N_ ("size of the network") },
  { "mdl-activation", STRING, AT (mdl_activation), .title = N_ ("activation") },
  { "mdl-widths", STRING, AT (mdl_widths), .title = N_ ("widths") },
  { "mdl-depths", STRING, AT (mdl_depths), .title = N_ ("depths") },
  { "mdl-erasers", NAMES, AT (mdl_erasers), .text = "none,leace,qleace,alf-qleace,random",
    .title = N_ ("erasers to learn after") },
  { "mdl-rank", INT, AT (mdl_rank), RAS_MDL_RANK_OF_COMPARE, G_MAXINT, RAS_MDL_RANK_OF_COMPARE,
    .title = N_ ("rank for learning") },
  { "mdl-preset", STRING, AT (mdl_preset), .text = "glance", .title = N_ ("preset") },
  { "mdl-images", UINT, AT (mdl_images), 0, G_MAXUINT, 20000, .title = N_ ("training images") },
  { "mdl-seeds", UINT, AT (mdl_seeds), 1, 100, 2, .title = N_ ("seeds") },
  { "mdl-max-epochs", UINT, AT (mdl_max_epochs), 1, 100000, 300, .title = N_ ("epochs") },
  { "mdl-patience", UINT, AT (mdl_patience), 1, 10000, 30, .title = N_ ("patience") },
  { "mdl-chart", STRING, AT (mdl_chart), .text = "curves" },
};

#define N_FIELDS G_N_ELEMENTS (fields)

/* Property i + 1 is fields[i]. */
static GParamSpec *props[N_FIELDS + 1];
static guint changed_signal;

/* --- Values: each setter says whether the value is another one. --- */

/* Who reads a field that is never NULL at first does not expect it later. */
static gboolean
take_string (char **field, const char *initial, const GValue *value)
{
  const char *text = g_value_get_string (value);

  if (text == NULL || text[0] == '\0')
    text = initial;
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

#define TAKE(type, place, new_value) \
  (*(type *) (place) != (new_value) ? (*(type *) (place) = (new_value), TRUE) : FALSE)

static gboolean
take (const Field *field, gpointer place, const GValue *value)
{
  switch (field->kind)
    {
    case STRING:
    case PATH:
      return take_string (place, field->text, value);
    case NAMES:
      return take_names (place, value);
    case SPLIT:
      return take_split (place, value);
    case UINT:
      return TAKE (guint, place, g_value_get_uint (value));
    case INT:
      return TAKE (int, place, g_value_get_int (value));
    case SWITCH:
      return TAKE (gboolean, place, g_value_get_boolean (value));
    case DOUBLE:
      return TAKE (double, place, g_value_get_double (value));
    }
  g_return_val_if_reached (FALSE);
}

static void
ras_session_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  const Field *field = &fields[id - 1];

  if (take (field, G_STRUCT_MEMBER_P (&RAS_SESSION (object)->state, field->offset), value))
    g_object_notify_by_pspec (object, pspec);
}

static void
ras_session_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  const Field *field = &fields[id - 1];
  gconstpointer place = G_STRUCT_MEMBER_P (&RAS_SESSION (object)->state, field->offset);

  switch (field->kind)
    {
    case STRING:
    case PATH:
      g_value_set_string (value, *(char *const *) place);
      break;
    case NAMES:
      g_value_set_boxed (value, *(char **const *) place);
      break;
    case SPLIT:
      g_value_set_static_string (value, ras_split_name (*(const RasSplit *) place));
      break;
    case UINT:
      g_value_set_uint (value, *(const guint *) place);
      break;
    case INT:
      g_value_set_int (value, *(const int *) place);
      break;
    case SWITCH:
      g_value_set_boolean (value, *(const gboolean *) place);
      break;
    case DOUBLE:
      g_value_set_double (value, *(const double *) place);
      break;
    }
}

/* --- The object --- */

static GParamSpec *
make_pspec (const Field *field)
{
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  switch (field->kind)
    {
    case STRING:
    case PATH:
    case SPLIT:
      return g_param_spec_string (field->name, NULL, NULL, field->text, flags);
    case NAMES:
      return g_param_spec_boxed (field->name, NULL, NULL, G_TYPE_STRV, flags);
    case UINT:
      return g_param_spec_uint (field->name, NULL, NULL, field->least, field->most,
                                field->initial, flags);
    case INT:
      return g_param_spec_int (field->name, NULL, NULL, field->least, field->most, field->initial,
                               flags);
    case SWITCH:
      return g_param_spec_boolean (field->name, NULL, NULL, field->initial, flags);
    case DOUBLE:
      return g_param_spec_double (field->name, NULL, NULL, field->least, field->most,
                                  field->initial, flags);
    }
  g_return_val_if_reached (NULL);
}

static void
set_initial (RasSessionState *state, const Field *field)
{
  gpointer place = G_STRUCT_MEMBER_P (state, field->offset);

  if (field->kind == STRING || field->kind == PATH)
    *(char **) place = g_strdup (field->text);
  else if (field->kind == NAMES)
    *(char ***) place = field->text ? g_strsplit (field->text, ",", -1) : g_new0 (char *, 1);
  else if (field->kind == UINT)
    *(guint *) place = field->initial;
  else if (field->kind == DOUBLE)
    *(double *) place = field->initial;
  else
    *(int *) place = field->initial; /* split and switches are as wide */
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

  for (gsize i = 0; i < N_FIELDS; i++)
    {
      gpointer place = G_STRUCT_MEMBER_P (state, fields[i].offset);

      if (fields[i].kind == STRING || fields[i].kind == PATH)
        g_free (*(char **) place);
      else if (fields[i].kind == NAMES)
        g_strfreev (*(char ***) place);
    }
  G_OBJECT_CLASS (ras_session_parent_class)->finalize (object);
}

static void
ras_session_class_init (RasSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = ras_session_set_property;
  object_class->get_property = ras_session_get_property;
  object_class->dispatch_properties_changed = ras_session_dispatch_properties_changed;
  object_class->finalize = ras_session_finalize;

  for (gsize i = 0; i < N_FIELDS; i++)
    props[i + 1] = make_pspec (&fields[i]);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);

  changed_signal = g_signal_new ("changed", RAS_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
ras_session_init (RasSession *self)
{
  for (gsize i = 0; i < N_FIELDS; i++)
    set_initial (&self->state, &fields[i]);
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
variant_type_of (const Field *field)
{
  switch (field->kind)
    {
    case STRING:
    case SPLIT:
      return G_VARIANT_TYPE_STRING;
    case PATH:
      return G_VARIANT_TYPE_BYTESTRING;
    case NAMES:
      return G_VARIANT_TYPE_STRING_ARRAY;
    case UINT:
      return G_VARIANT_TYPE_UINT32;
    case INT:
      return G_VARIANT_TYPE_INT32;
    case SWITCH:
      return G_VARIANT_TYPE_BOOLEAN;
    case DOUBLE:
      return G_VARIANT_TYPE_DOUBLE;
    }
  g_return_val_if_reached (NULL);
}

const char *
ras_session_get_title (const char *name)
{
  for (gsize i = 0; i < N_FIELDS; i++)
    if (fields[i].title && g_str_equal (fields[i].name, name))
      return _ (fields[i].title);
  return NULL;
}

GVariant *
ras_session_save (RasSession *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE_VARDICT);
  for (gsize i = 0; i < N_FIELDS; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      g_autoptr (GVariant) variant = NULL;

      g_value_init (&value, props[i + 1]->value_type);
      g_object_get_property (G_OBJECT (self), fields[i].name, &value);
      variant = g_dbus_gvalue_to_gvariant (&value, variant_type_of (&fields[i]));
      g_variant_builder_add (&builder, "{sv}", fields[i].name, variant);
    }
  return g_variant_builder_end (&builder);
}

void
ras_session_restore (RasSession *self, GVariant *saved)
{
  g_object_freeze_notify (G_OBJECT (self));
  for (gsize i = 0; i < N_FIELDS; i++)
    {
      g_auto (GValue) value = G_VALUE_INIT;
      g_autoptr (GVariant) variant
          = g_variant_lookup_value (saved, fields[i].name, variant_type_of (&fields[i]));

      if (variant == NULL)
        continue;
      g_dbus_gvariant_to_gvalue (variant, &value);
      g_param_value_validate (props[i + 1], &value);
      g_object_set_property (G_OBJECT (self), fields[i].name, &value);
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
                  RAS_ALL_CLASSES, "own-picture", NULL, "own-class", RAS_NO_CLASS,
                  "transport-class", RAS_NEXT_CLASS, "gallery-classes", NULL, "gallery-split",
                  ras_split_name (RAS_SPLIT_TRAIN), NULL);
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

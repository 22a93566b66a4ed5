#include "ras-undo.h"

#include <glib/gi18n.h>
#include <string.h>

#define TOGETHER G_USEC_PER_SEC
#define MOST_TITLES 3 /* in one sentence */

/* The same properties before and after, as of ras_session_save(). */
typedef struct
{
  GVariant *before, *after;
  gint64 time;     /* of the last change in it */
  gboolean closed; /* what changes next is another step */
} Step;

struct _RasUndo
{
  GObject parent;
  RasSession *session;
  RasUndoClock clock;
  gpointer clock_data;
  GPtrArray *done, *undone; /* of Step; the last is the next to be undone or made again */
  GVariant *known;          /* the session when it was last looked at */
  gboolean dragging;
  gboolean applying; /* what changes is no step */
};

enum
{
  PROP_CAN_UNDO = 1,
  PROP_CAN_REDO,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (RasUndo, ras_undo, G_TYPE_OBJECT)

static void
step_free (gpointer data)
{
  Step *step = data;

  g_variant_unref (step->before);
  g_variant_unref (step->after);
  g_free (step);
}

static gint64
monotonic_clock (gpointer user_data)
{
  return g_get_monotonic_time ();
}

static Step *
get_last (GPtrArray *steps)
{
  return steps->len > 0 ? g_ptr_array_index (steps, steps->len - 1) : NULL;
}

static void
close_step (RasUndo *self)
{
  Step *last = get_last (self->done);

  if (last)
    last->closed = TRUE;
}

static void
look (RasUndo *self)
{
  g_clear_pointer (&self->known, g_variant_unref);
  self->known = g_variant_ref_sink (ras_session_save (self->session));
}

static void
tell (RasUndo *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_UNDO]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CAN_REDO]);
}

/* --- What changed --- */

/* NULL if nothing that is undone differs between the two. */
static Step *
make_step (GVariant *before, GVariant *after)
{
  g_auto (GVariantDict) olds = G_VARIANT_DICT_INIT (before);
  GVariantBuilder was, is;
  GVariantIter iter;
  const char *name;
  GVariant *new_value;
  Step *step = g_new0 (Step, 1);

  g_variant_builder_init (&was, G_VARIANT_TYPE_VARDICT);
  g_variant_builder_init (&is, G_VARIANT_TYPE_VARDICT);
  g_variant_iter_init (&iter, after);
  while (g_variant_iter_next (&iter, "{&sv}", &name, &new_value))
    {
      g_autoptr (GVariant) value = new_value;
      g_autoptr (GVariant) old = g_variant_dict_lookup_value (&olds, name, NULL);

      if (ras_session_get_title (name) == NULL || g_variant_equal (old, value))
        continue;
      g_variant_builder_add (&was, "{sv}", name, old);
      g_variant_builder_add (&is, "{sv}", name, value);
    }
  step->before = g_variant_ref_sink (g_variant_builder_end (&was));
  step->after = g_variant_ref_sink (g_variant_builder_end (&is));
  if (g_variant_n_children (step->after) == 0)
    g_clear_pointer (&step, step_free);
  return step;
}

static gboolean
is_other_data_set (GVariant *before, GVariant *after)
{
  const char *const names[] = { "location", "fingerprint" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GVariant) a = g_variant_lookup_value (before, names[i], NULL);
      g_autoptr (GVariant) b = g_variant_lookup_value (after, names[i], NULL);

      if (!g_variant_equal (a, b))
        return TRUE;
    }
  return FALSE;
}

/* The same numbers and texts, which change again and again; switches are turned once. */
static gboolean
goes_on (const Step *last, const Step *step)
{
  gsize n = g_variant_n_children (step->after);

  if (g_variant_n_children (last->after) != n)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr (GVariant) value = NULL;
      const char *name, *last_name;

      g_variant_get_child (last->after, i, "{&sv}", &last_name, NULL);
      g_variant_get_child (step->after, i, "{&sv}", &name, &value);
      if (!g_str_equal (name, last_name) || g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN)
          || g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
        return FALSE;
    }
  return TRUE;
}

static void
add_step (RasUndo *self, Step *step)
{
  Step *last = get_last (self->done);

  step->time = self->clock (self->clock_data);
  if (last && !last->closed && goes_on (last, step)
      && (self->dragging || step->time - last->time <= TOGETHER))
    {
      g_variant_unref (last->after);
      last->after = g_variant_ref (step->after);
      last->time = step->time;
      step_free (step);
      /* There and back again is nothing. */
      if (g_variant_equal (last->before, last->after))
        g_ptr_array_remove_index (self->done, self->done->len - 1);
      return;
    }
  g_ptr_array_add (self->done, step);
  if (self->done->len > RAS_UNDO_MOST)
    g_ptr_array_remove_index (self->done, 0);
}

static void
changed_cb (RasUndo *self)
{
  g_autoptr (GVariant) before = g_variant_ref (self->known);
  Step *step;

  if (self->applying)
    return;
  look (self);
  if (is_other_data_set (before, self->known))
    {
      ras_undo_clear (self);
      return;
    }
  step = make_step (before, self->known);
  if (step == NULL)
    return;
  add_step (self, step);
  g_ptr_array_set_size (self->undone, 0);
  tell (self);
}

/* --- In words --- */

/* "320" or "on"; NULL where a name says more. */
static char *
format_value (GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_UINT32))
    return g_strdup_printf ("%u", g_variant_get_uint32 (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_DOUBLE))
    return g_strdup_printf ("%.3g", g_variant_get_double (value));
  return NULL;
}

static char *
describe_one (GVariant *from, GVariant *to)
{
  g_autoptr (GVariant) old = NULL;
  g_autoptr (GVariant) value = NULL;
  g_autofree char *was = NULL;
  g_autofree char *is = NULL;
  const char *name, *title;

  g_variant_get_child (from, 0, "{&sv}", &name, &old);
  g_variant_get_child (to, 0, "{&sv}", NULL, &value);
  title = ras_session_get_title (name);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return g_strdup_printf (g_variant_get_boolean (value) ? _ ("%s on") : _ ("%s off"), title);
  was = format_value (old);
  is = format_value (value);
  /* A setting and its two values. */
  return was ? g_strdup_printf (_ ("%s %s → %s"), title, was, is) : g_strdup (title);
}

static char *
describe (GVariant *from, GVariant *to)
{
  guint n = g_variant_n_children (to);
  g_autoptr (GString) text = g_string_new (NULL);

  if (n == 1)
    return describe_one (from, to);
  if (n > MOST_TITLES)
    return g_strdup_printf (ngettext ("%u setting", "%u settings", n), n);
  for (guint i = 0; i < n; i++)
    {
      const char *name;

      g_variant_get_child (to, i, "{&sv}", &name, NULL);
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", ras_session_get_title (name));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* --- Undo and redo --- */

static char *
move_step (RasUndo *self, GPtrArray *from, GPtrArray *to, gboolean back)
{
  Step *step = get_last (from);
  GVariant *old, *value;

  if (step == NULL)
    return NULL;
  g_ptr_array_steal_index (from, from->len - 1);
  g_ptr_array_add (to, step);
  old = back ? step->after : step->before;
  value = back ? step->before : step->after;
  self->applying = TRUE;
  ras_session_restore (self->session, value);
  self->applying = FALSE;
  look (self);
  step->closed = TRUE;
  close_step (self);
  tell (self);
  return describe (old, value);
}

char *
ras_undo_undo (RasUndo *self)
{
  return move_step (self, self->done, self->undone, TRUE);
}

char *
ras_undo_redo (RasUndo *self)
{
  return move_step (self, self->undone, self->done, FALSE);
}

void
ras_undo_set_dragging (RasUndo *self, gboolean dragging)
{
  if (self->dragging == !!dragging)
    return;
  self->dragging = !!dragging;
  close_step (self);
}

void
ras_undo_clear (RasUndo *self)
{
  g_ptr_array_set_size (self->done, 0);
  g_ptr_array_set_size (self->undone, 0);
  self->dragging = FALSE;
  look (self);
  tell (self);
}

gboolean
ras_undo_get_can_undo (RasUndo *self)
{
  return self->done->len > 0;
}

gboolean
ras_undo_get_can_redo (RasUndo *self)
{
  return self->undone->len > 0;
}

void
ras_undo_set_clock (RasUndo *self, RasUndoClock clock, gpointer user_data)
{
  self->clock = clock;
  self->clock_data = user_data;
}

/* --- The object --- */

static void
ras_undo_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  RasUndo *self = RAS_UNDO (object);

  g_value_set_boolean (value, id == PROP_CAN_UNDO ? ras_undo_get_can_undo (self)
                                                  : ras_undo_get_can_redo (self));
}

static void
ras_undo_finalize (GObject *object)
{
  RasUndo *self = RAS_UNDO (object);

  g_signal_handlers_disconnect_by_data (self->session, self);
  g_object_unref (self->session);
  g_ptr_array_unref (self->done);
  g_ptr_array_unref (self->undone);
  g_variant_unref (self->known);
  G_OBJECT_CLASS (ras_undo_parent_class)->finalize (object);
}

static void
ras_undo_class_init (RasUndoClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ras_undo_get_property;
  object_class->finalize = ras_undo_finalize;
  props[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, flags);
  props[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
ras_undo_init (RasUndo *self)
{
  self->clock = monotonic_clock;
  self->done = g_ptr_array_new_with_free_func (step_free);
  self->undone = g_ptr_array_new_with_free_func (step_free);
}

RasUndo *
ras_undo_new (RasSession *session)
{
  RasUndo *self = g_object_new (RAS_TYPE_UNDO, NULL);

  self->session = g_object_ref (session);
  look (self);
  g_signal_connect_swapped (session, "changed", G_CALLBACK (changed_cb), self);
  return self;
}

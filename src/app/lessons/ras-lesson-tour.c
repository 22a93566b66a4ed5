#include "ras-lesson-tour-private.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

/* Milliseconds between the deeds of "Show me", so that they can be followed. */
#define DEED_INTERVAL 900

G_DEFINE_FINAL_TYPE (RasLessonTour, ras_lesson_tour, G_TYPE_OBJECT)

enum
{
  CHANGED,
  PICTURES,
  OPEN,
  TRAIN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- Where it stands --- */

gboolean
ras_lesson_tour_is_active (RasLessonTour *self)
{
  return self->active;
}

guint
ras_lesson_tour_get_step (RasLessonTour *self)
{
  return self->step;
}

const RasLesson *
ras_lesson_tour_get_lesson (RasLessonTour *self)
{
  return self->step < ras_n_lessons ? &ras_lessons[self->step] : NULL;
}

gboolean
ras_lesson_tour_is_done (RasLessonTour *self)
{
  return self->done;
}

const char *
ras_lesson_tour_get_acknowledgement (RasLessonTour *self)
{
  return self->acknowledgement;
}

const RasLessonFacts *
ras_lesson_tour_get_facts (RasLessonTour *self)
{
  return &self->facts;
}

GPtrArray *
ras_lesson_tour_get_pictures (RasLessonTour *self)
{
  return self->facts.pictured ? self->pictures : NULL;
}

RasDataset *
ras_lesson_tour_get_dataset (RasLessonTour *self)
{
  return self->dataset;
}

gboolean
ras_lesson_tour_is_ready (RasLessonTour *self)
{
  const RasLesson *lesson = ras_lesson_tour_get_lesson (self);

  return lesson && self->dataset && self->pending == NULL
         && strcmp (ras_dataset_get_location (self->dataset), lesson->location) == 0;
}

/* --- The facts --- */

static void
update_path (RasLessonTour *self)
{
  RasFit *path = self->fits[RAS_LESSON_ALF];
  RasLessonFacts *facts = &self->facts;
  int rank = path ? ras_fit_get_rank_for_target (path, 1 - RAS_LESSON_GAP) : -1;

  facts->rank_of_target = MAX (rank, 0);
  facts->gap = path && facts->rank <= ras_fit_get_path_length (path)
                   ? ras_fit_get_gap (path, facts->rank)
                   : NAN;
}

static void
update_acknowledgement (RasLessonTour *self, const RasLesson *lesson)
{
  char *text = lesson->acknowledge (&self->facts);

  if (text == NULL && self->numberless)
    text = g_strdup (_ ("Done. Its numbers could not be computed."));
  if (text == NULL)
    return;
  g_free (self->acknowledgement);
  self->acknowledgement = text;
}

/* Once a step is done it stays so; its numbers follow as long as they are about what was to be seen. */
void
ras_lesson_tour_update (RasLessonTour *self)
{
  const RasLesson *lesson = ras_lesson_tour_get_lesson (self);

  if (!self->active)
    return;
  if (ras_lesson_tour_is_ready (self))
    {
      self->facts.n_classes = ras_dataset_get_n_classes (self->dataset);
      self->facts.dimension = ras_dataset_get_dimension (self->dataset);
      update_path (self);
      ras_lesson_tour_read_audit (self);
      if (lesson->is_done (&self->facts))
        {
          self->done = TRUE;
          update_acknowledgement (self, lesson);
        }
    }
  ras_lesson_tour_consider (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
session_notify_cb (RasLessonTour *self, GParamSpec *pspec)
{
  const RasSessionState *state = ras_session_get_state (self->session);
  RasLessonFacts *facts = &self->facts;

  if (!self->active || self->setting)
    return;
  if (g_str_equal (pspec->name, "rank"))
    {
      facts->rank = state->rank;
      facts->rank_was_zero |= state->rank == 0;
    }
  else if (g_str_equal (pspec->name, "index") && ras_lesson_tour_is_ready (self))
    {
      facts->images_seen += state->index != self->index;
      self->index = state->index;
      if (facts->view == RAS_LESSON_IMAGE)
        ras_lesson_tour_forget_pictures (self);
    }
  else
    return;
  ras_lesson_tour_update (self);
}

/* --- Setting up --- */

/* All of it but the data set, which takes its time. */
static GVariant *
without_dataset (GVariant *fields)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, fields);
  g_variant_dict_remove (&dict, "location");
  g_variant_dict_remove (&dict, "fingerprint");
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

static void
set_session (RasLessonTour *self, GVariant *fields)
{
  self->setting = TRUE;
  ras_session_restore (self->session, fields);
  self->setting = FALSE;
  self->index = ras_session_get_state (self->session)->index;
  self->facts.rank = ras_session_get_state (self->session)->rank;
}

/* A data set that comes begins with an image of its own choice: then the rest is set once more. */
static void
set_up (RasLessonTour *self, const char *location, GVariant *fields)
{
  gboolean opening = self->awaited != NULL;

  g_clear_pointer (&self->pending, g_variant_unref);
  g_clear_pointer (&self->awaited, g_free);
  set_session (self, fields);
  /* One that is still on its way would take this one's place. */
  if (location == NULL
      || (!opening && self->dataset
          && strcmp (ras_dataset_get_location (self->dataset), location) == 0))
    return;
  self->pending = g_variant_ref (fields);
  self->awaited = g_strdup (location);
  g_signal_emit (self, signals[OPEN], 0, location);
}

static void
stop_showing (RasLessonTour *self)
{
  g_clear_handle_id (&self->deed_timer, g_source_remove);
  self->deeds = 0;
}

void
ras_lesson_tour_go (RasLessonTour *self, guint step)
{
  const RasLesson *lesson;

  g_return_if_fail (RAS_IS_LESSON_TOUR (self) && step <= ras_n_lessons);

  stop_showing (self);
  ras_lesson_tour_forget_audit (self);
  ras_lesson_tour_forget_pictures (self);
  self->step = step;
  self->done = FALSE;
  g_clear_pointer (&self->acknowledgement, g_free);
  ras_lesson_facts_init (&self->facts);
  lesson = ras_lesson_tour_get_lesson (self);
  if (lesson)
    {
      g_autoptr (GVariant) fields
          = g_variant_parse (G_VARIANT_TYPE_VARDICT, lesson->session, NULL, NULL, NULL);

      self->facts.view = lesson->first_view;
      self->facts.eraser = lesson->first_eraser;
      set_up (self, lesson->location, fields);
    }
  g_signal_emit (self, signals[PICTURES], 0);
  ras_lesson_tour_update (self);
}

void
ras_lesson_tour_begin (RasLessonTour *self, guint step)
{
  g_return_if_fail (RAS_IS_LESSON_TOUR (self));

  g_clear_pointer (&self->before, g_variant_unref);
  self->before = g_variant_ref_sink (ras_session_save (self->session));
  self->active = TRUE;
  ras_lesson_tour_go (self, MIN (step, ras_n_lessons));
}

void
ras_lesson_tour_end (RasLessonTour *self, gboolean bring_back)
{
  g_return_if_fail (RAS_IS_LESSON_TOUR (self));

  stop_showing (self);
  ras_lesson_tour_forget_audit (self);
  ras_lesson_tour_forget_pictures (self);
  self->active = FALSE;
  if (bring_back && self->before)
    {
      g_autoptr (GVariant) fields = without_dataset (self->before);
      const char *location = NULL;

      g_variant_lookup (self->before, "location", "&s", &location);
      set_up (self, location && *location ? location : NULL, fields);
    }
  g_signal_emit (self, signals[CHANGED], 0);
}

void
ras_lesson_tour_leave_settings (RasLessonTour *self)
{
  const char *const names[] = { "hidden-erasers", "audit-shown" };
  GVariantDict dict;
  g_autoptr (GVariant) fields = NULL;

  if (!self->active)
    return;
  g_variant_dict_init (&dict, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GVariant) value = g_variant_lookup_value (self->before, names[i], NULL);

      g_variant_dict_insert_value (&dict, names[i], value);
    }
  fields = g_variant_ref_sink (g_variant_dict_end (&dict));
  self->active = FALSE;
  ras_session_restore (self->session, fields);
}

gboolean
ras_lesson_tour_has_changed (RasLessonTour *self)
{
  g_autoptr (GVariant) now = g_variant_ref_sink (ras_session_save (self->session));

  return self->before && !g_variant_equal (self->before, now);
}

/* --- What a person does --- */

void
ras_lesson_tour_choose (RasLessonTour *self, RasLessonView view, RasLessonEraser eraser)
{
  g_return_if_fail (RAS_IS_LESSON_TOUR (self));

  if (self->facts.view == view && self->facts.eraser == eraser)
    return;
  ras_lesson_tour_forget_pictures (self);
  self->facts.view = view;
  self->facts.eraser = eraser;
  ras_lesson_tour_update (self);
}

static gboolean
show_cb (gpointer user_data)
{
  RasLessonTour *self = user_data;
  const RasLesson *lesson = ras_lesson_tour_get_lesson (self);
  RasLessonDeed deed = { 0 };

  /* What is still on its way is waited for. */
  if (!ras_lesson_tour_is_ready (self))
    return G_SOURCE_CONTINUE;
  if (!lesson->show_me (&self->facts, self->deeds++, &deed))
    {
      stop_showing (self);
      return G_SOURCE_REMOVE;
    }
  if (deed.picture)
    ras_lesson_tour_choose (self, deed.view, deed.eraser);
  if (deed.property)
    g_object_set (self->session, deed.property, deed.value, NULL);
  if (deed.train)
    g_signal_emit (self, signals[TRAIN], 0);
  return G_SOURCE_CONTINUE;
}

void
ras_lesson_tour_show_me (RasLessonTour *self)
{
  g_return_if_fail (RAS_IS_LESSON_TOUR (self));

  if (!self->active || ras_lesson_tour_get_lesson (self) == NULL)
    return;
  /* Somebody has opened something else meanwhile. */
  if (!ras_lesson_tour_is_ready (self) && self->pending == NULL)
    ras_lesson_tour_go (self, self->step);
  stop_showing (self);
  self->deed_timer = g_timeout_add (DEED_INTERVAL, show_cb, self);
  if (!show_cb (self))
    stop_showing (self);
}

/* --- What it is told --- */

void
ras_lesson_tour_set_dataset (RasLessonTour *self, RasDataset *dataset)
{
  g_return_if_fail (RAS_IS_LESSON_TOUR (self));

  if (self->dataset == dataset)
    return;
  ras_lesson_tour_forget_audit (self);
  ras_lesson_tour_forget_pictures (self);
  g_clear_pointer (&self->moments, ras_moments_unref);
  g_clear_pointer (&self->pictures, g_ptr_array_unref);
  for (guint i = 0; i < RAS_LESSON_N_ERASERS; i++)
    g_clear_pointer (&self->fits[i], ras_fit_unref);
  g_clear_pointer (&self->dataset, ras_dataset_unref);
  self->dataset = dataset ? ras_dataset_ref (dataset) : NULL;
  if (dataset && self->awaited
      && strcmp (ras_dataset_get_location (dataset), self->awaited) == 0)
    {
      g_autoptr (GVariant) fields = g_steal_pointer (&self->pending);

      g_clear_pointer (&self->awaited, g_free);
      set_session (self, fields);
    }
  g_signal_emit (self, signals[PICTURES], 0);
  ras_lesson_tour_update (self);
}

void
ras_lesson_tour_set_fit (RasLessonTour *self, RasLessonEraser eraser, RasFit *fit)
{
  g_return_if_fail (RAS_IS_LESSON_TOUR (self) && eraser < RAS_LESSON_N_ERASERS);

  if (self->fits[eraser] != fit)
    {
      g_clear_pointer (&self->fits[eraser], ras_fit_unref);
      self->fits[eraser] = fit ? ras_fit_ref (fit) : NULL;
    }
  else if (fit == NULL || !ras_fit_get_eraser (fit)->has_path
           || (self->facts.rank_of_target > 0 && !isnan (self->facts.gap)))
    return;
  ras_lesson_tour_update (self);
}

/* --- The object --- */

static void
ras_lesson_tour_dispose (GObject *object)
{
  RasLessonTour *self = RAS_LESSON_TOUR (object);

  self->active = FALSE;
  stop_showing (self);
  ras_lesson_tour_forget_audit (self);
  ras_lesson_tour_forget_pictures (self);
  for (guint i = 0; i < RAS_LESSON_N_ERASERS; i++)
    g_clear_pointer (&self->fits[i], ras_fit_unref);
  g_clear_pointer (&self->dataset, ras_dataset_unref);
  g_clear_pointer (&self->moments, ras_moments_unref);
  g_clear_pointer (&self->pictures, g_ptr_array_unref);
  g_clear_pointer (&self->before, g_variant_unref);
  g_clear_pointer (&self->pending, g_variant_unref);
  g_clear_pointer (&self->awaited, g_free);
  g_clear_pointer (&self->acknowledgement, g_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ras_lesson_tour_parent_class)->dispose (object);
}

static void
ras_lesson_tour_class_init (RasLessonTourClass *klass)
{
  static const char *const names[N_SIGNALS] = { "changed", "pictures", "open", "train" };

  G_OBJECT_CLASS (klass)->dispose = ras_lesson_tour_dispose;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], RAS_TYPE_LESSON_TOUR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, i == OPEN ? 1 : 0, G_TYPE_STRING);
}

static void
ras_lesson_tour_init (RasLessonTour *self)
{
  ras_lesson_facts_init (&self->facts);
}

RasLessonTour *
ras_lesson_tour_new (RasSession *session)
{
  RasLessonTour *self = g_object_new (RAS_TYPE_LESSON_TOUR, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify", G_CALLBACK (session_notify_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

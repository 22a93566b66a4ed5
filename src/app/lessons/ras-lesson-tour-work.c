/* What the tour computes: the small pictures, and the numbers that it tells. Both on threads. */
#include "ras-lesson-tour-private.h"

#include <math.h>
#include <string.h>

#include "progress.h"
#include "ras-audit-job.h"
#include "ras-lesson-job.h"
#include "ras-load-job.h"
#include "run.h"

/* Images that the numbers come from, as in the first look of the audit's table. */
#define SAMPLE 2000
/* Ranks that are audited at least. */
#define LEAST_RANKS 64
/* Milliseconds that a slider has to stand still before more ranks are. */
#define DELAY 300

/* --- Pictures --- */

void
ras_lesson_tour_forget_pictures (RasLessonTour *self)
{
  ras_clear_job (&self->picture_job);
  self->ordered = FALSE;
  self->facts.pictured = FALSE;
  self->facts.label_distance = NAN;
}

static double
measure_distance (GBytes *a, GBytes *b)
{
  gsize n = g_bytes_get_size (a) / sizeof (double);
  const double *x = g_bytes_get_data (a, NULL), *y = g_bytes_get_data (b, NULL);
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += (x[i] - y[i]) * (x[i] - y[i]);
  return sqrt (sum);
}

static void
pictures_cb (GPtrArray *pictures, RasMoments *moments, gpointer user_data)
{
  RasLessonTour *self = user_data;

  ras_moments_ref (moments);
  g_clear_pointer (&self->moments, ras_moments_unref);
  self->moments = moments;
  g_ptr_array_ref (pictures);
  g_clear_pointer (&self->pictures, g_ptr_array_unref);
  self->pictures = pictures;
  self->facts.pictured = TRUE;
  self->facts.label_distance = 0;
  for (guint i = 0; i < pictures->len; i++)
    for (guint j = 0; j < i; j++)
      self->facts.label_distance = MAX (self->facts.label_distance,
                                        measure_distance (pictures->pdata[i], pictures->pdata[j]));
  ras_clear_job (&self->picture_job);
  g_signal_emit_by_name (self, "pictures");
  ras_lesson_tour_update (self);
}

/* The image on show; NULL where there is none. */
static GBytes *
get_image (RasLessonTour *self)
{
  const RasSessionState *state = ras_session_get_state (self->session);

  if (state->index >= ras_dataset_get_n_images (self->dataset, state->split))
    return NULL;
  return ras_values_from_bytes (ras_dataset_get_image (self->dataset, state->split, state->index),
                                ras_dataset_get_dimension (self->dataset));
}

static void
order_pictures (RasLessonTour *self)
{
  RasFit *fit = self->fits[self->facts.eraser];
  g_autoptr (GBytes) image = get_image (self);
  RasLessonOrder order = { .dataset = self->dataset,
                           .moments = self->moments,
                           .view = self->facts.view,
                           .fit = self->facts.eraser == RAS_LESSON_NONE ? NULL : fit,
                           .image = image };

  if (self->ordered || image == NULL || (self->facts.eraser != RAS_LESSON_NONE && fit == NULL))
    return;
  self->ordered = TRUE;
  self->picture_job = ras_lesson_job_start (&order, pictures_cb, self);
}

/* --- Numbers --- */

void
ras_lesson_tour_forget_audit (RasLessonTour *self)
{
  g_clear_handle_id (&self->audit_timer, g_source_remove);
  ras_clear_job (&self->audit_job);
  g_clear_pointer (&self->audit, ras_audit_unref);
  self->facts.audited = FALSE;
  self->numberless = FALSE;
}

void
ras_lesson_tour_read_audit (RasLessonTour *self)
{
  const RasLesson *lesson = ras_lesson_tour_get_lesson (self);
  RasLessonFacts *facts = &self->facts;

  facts->audited = FALSE;
  if (self->audit == NULL || lesson == NULL)
    return;
  facts->audited = TRUE;
  for (guint i = 0; i < RAS_LESSON_N_ERASERS; i++)
    {
      const RasEraser *eraser = ras_eraser_find (ras_lesson_erasers[i], NULL);

      facts->train[i].eraser = facts->test[i].eraser = NULL;
      if ((lesson->audited & (1u << i)) == 0)
        continue;
      ras_audit_get (self->audit, eraser, RAS_SPLIT_TRAIN, facts->rank, &facts->train[i]);
      ras_audit_get (self->audit, eraser, RAS_SPLIT_TEST, facts->rank, &facts->test[i]);
      if (eraser->has_path && facts->rank > ras_audit_get_max_rank (self->audit, eraser))
        facts->audited = FALSE;
    }
}

static void
audited_cb (RasAudit *audit, gpointer user_data)
{
  RasLessonTour *self = user_data;

  ras_clear_job (&self->audit_job);
  ras_audit_ref (audit);
  g_clear_pointer (&self->audit, ras_audit_unref);
  self->audit = audit;
  ras_lesson_tour_update (self);
}

static void
progress_cb (const char *stage, double fraction, gpointer user_data)
{
}

/* What was seen is then acknowledged without numbers. */
static void
failed_cb (const GError *error, gpointer user_data)
{
  RasLessonTour *self = user_data;

  ras_clear_job (&self->audit_job);
  g_info ("a lesson goes without numbers: %s", error->message);
  self->numberless = TRUE;
  ras_lesson_tour_update (self);
}

static gboolean
audit_cb (gpointer user_data)
{
  static const RasAuditListener listener = { progress_cb, audited_cb, failed_cb };
  RasLessonTour *self = user_data;
  const RasLesson *lesson = ras_lesson_tour_get_lesson (self);
  g_autoptr (GPtrArray) fits = g_ptr_array_new ();
  RasAuditOptions options = RAS_AUDIT_OPTIONS_DEFAULT;

  self->audit_timer = 0;
  for (guint i = 0; i < RAS_LESSON_N_ERASERS; i++)
    if (lesson->audited & (1u << i))
      g_ptr_array_add (fits, self->fits[i]);
  options.most_images = SAMPLE;
  options.quadratic = lesson->quadratic;
  options.max_rank = MAX (2 * self->facts.rank, LEAST_RANKS);
  self->audit_job = ras_audit_job_start (self->dataset, fits, &options, &listener, self);
  return G_SOURCE_REMOVE;
}

static gboolean
may_audit (RasLessonTour *self, const RasLesson *lesson)
{
  RasFit *path = self->fits[RAS_LESSON_ALF];

  for (guint i = 0; i < RAS_LESSON_N_ERASERS; i++)
    if ((lesson->audited & (1u << i)) && self->fits[i] == NULL)
      return FALSE;
  /* A path that is still too short is waited for. */
  if ((lesson->audited & (1u << RAS_LESSON_ALF))
      && ras_fit_get_path_length (path) < MIN (ras_fit_get_max_rank (path), self->facts.rank))
    return FALSE;
  return lesson->audited && !self->facts.audited && self->audit_job == NULL && !self->numberless;
}

void
ras_lesson_tour_consider (RasLessonTour *self)
{
  const RasLesson *lesson = ras_lesson_tour_get_lesson (self);

  if (!self->active || !ras_lesson_tour_is_ready (self))
    return;
  if (lesson->views)
    order_pictures (self);
  g_clear_handle_id (&self->audit_timer, g_source_remove);
  if (may_audit (self, lesson))
    self->audit_timer = g_timeout_add (DELAY, audit_cb, self);
}

/* --- Training --- */

void
ras_lesson_tour_set_trained (RasLessonTour *self, const GPtrArray *runs)
{
  g_return_if_fail (RAS_IS_LESSON_TOUR (self));

  if (!self->active || !ras_lesson_tour_is_ready (self))
    return;
  self->facts.trained = TRUE;
  for (guint i = 0; i < runs->len; i++)
    {
      const RasRun *run = g_ptr_array_index (runs, i);

      for (guint j = 0; j < RAS_LESSON_N_ERASERS; j++)
        if (strcmp (run->config->eraser, ras_lesson_erasers[j]) == 0)
          self->facts.mdl[j] = ras_run_get_mdl (run);
    }
  ras_lesson_tour_update (self);
}

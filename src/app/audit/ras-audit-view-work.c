#include "ras-audit-view-private.h"

#include "progress.h"
#include "ras-audit-job.h"

/* Milliseconds before an audit begins: fits that come together are audited together, and one that
 * disturbs another fit waits for longer. */
#define DELAY 200
#define DELAY_FITTING 2500

/* Images that the stages look at. */
#define SAMPLE 2000
#define MORE 10000
/* Ranks that the first one covers at least; a longer path takes longer. */
#define QUICK_RANKS 64

static const RasAuditListener listener;

void
ras_audit_view_end_work (RasAuditView *self)
{
  g_clear_handle_id (&self->timer, g_source_remove);
  ras_clear_job (&self->job);
  g_clear_pointer (&self->newest, ras_audit_unref);
  g_clear_pointer (&self->deepest, ras_audit_unref);
  g_clear_pointer (&self->failure, g_free);
  self->stage = RAS_AUDIT_QUICK;
  self->stale = FALSE;
}

/* --- Which audit knows what --- */

guint
ras_audit_view_get_rank (RasAuditView *self, const RasFit *fit)
{
  guint rank = ras_session_get_state (self->session)->rank;

  return ras_fit_get_eraser (fit)->has_path ? MIN (rank, ras_fit_get_path_length (fit)) : 0;
}

static gboolean
knows (const RasAudit *audit, const RasEraser *eraser, guint rank)
{
  RasAuditRow row;

  return audit && rank <= MAX (ras_audit_get_max_rank (audit, eraser), 0)
         && ras_audit_get (audit, eraser, RAS_SPLIT_TRAIN, rank, &row);
}

RasAudit *
ras_audit_view_find (RasAuditView *self, const RasEraser *eraser, guint *rank)
{
  const RasFit *fit = self->fits[ras_eraser_index (eraser)];

  if (fit == NULL)
    return NULL;
  *rank = ras_audit_view_get_rank (self, fit);
  if (knows (self->deepest, eraser, *rank))
    return self->deepest;
  return knows (self->newest, eraser, *rank) ? self->newest : NULL;
}

/* --- One stage after the other --- */

/* A map for every class takes long by itself: at first it is left out. */
static GPtrArray *
list_fits (RasAuditView *self)
{
  GPtrArray *fits = g_ptr_array_new ();

  for (guint i = 0; i < ras_n_erasers (); i++)
    if (self->fits[i] && !ras_eraser_nth (i)->edits
        && (self->stage != RAS_AUDIT_QUICK || !ras_audit_is_guaranteed (ras_eraser_nth (i), TRUE)))
      g_ptr_array_add (fits, self->fits[i]);
  return fits;
}

static gboolean
begin_cb (gpointer user_data)
{
  RasAuditView *self = user_data;
  g_autoptr (GPtrArray) fits = NULL;
  RasAuditOptions options = RAS_AUDIT_OPTIONS_DEFAULT;

  self->timer = 0;
  if (self->stale)
    self->stage = RAS_AUDIT_QUICK;
  self->stale = FALSE;
  fits = list_fits (self);
  options.quadratic = self->stage != RAS_AUDIT_QUICK;
  if (self->stage == RAS_AUDIT_QUICK)
    options.max_rank = MAX (2 * ras_session_get_state (self->session)->rank, QUICK_RANKS);
  options.most_images = self->stage == RAS_AUDIT_SAMPLE ? SAMPLE : MORE;
  g_debug ("audit %u begins with %u erasers", self->stage, fits->len);
  self->job = ras_audit_job_start (self->dataset, fits, &options, &listener, self);
  return G_SOURCE_REMOVE;
}

/* More images say nothing new where there are none. */
static gboolean
is_finished (RasAuditView *self)
{
  gsize n = self->dataset ? MAX (ras_dataset_get_n_images (self->dataset, RAS_SPLIT_TRAIN),
                                 ras_dataset_get_n_images (self->dataset, RAS_SPLIT_TEST))
                          : 0;

  return self->stage == RAS_AUDIT_DONE || (self->stage == RAS_AUDIT_MORE && n <= SAMPLE);
}

/* A network learns, or spectra are looked at, which take the same cores. */
static gboolean
must_wait (RasAuditView *self)
{
  return self->load == RAS_AUDIT_TRAINING
         || g_str_equal (ras_audit_view_get_page (self), "spectra");
}

static gboolean
may_begin (RasAuditView *self)
{
  gboolean quick = self->stale || self->stage == RAS_AUDIT_QUICK;
  gboolean any = FALSE;

  for (guint i = 0; i < ras_n_erasers (); i++)
    any |= self->fits[i] && ras_eraser_nth (i)->fit && !ras_eraser_nth (i)->edits;
  return self->dataset && any && self->failure == NULL && ras_audit_view_is_seen (self)
         && (self->stale || !is_finished (self)) && !must_wait (self)
         && (quick || self->load == RAS_AUDIT_FREE);
}

void
ras_audit_view_consider (RasAuditView *self)
{
  gboolean slow = self->stage != RAS_AUDIT_QUICK;

  /* What takes long makes way for what is new or more urgent. */
  if (self->job && slow && (self->stale || must_wait (self)))
    {
      ras_clear_job (&self->job);
      ras_audit_view_show_stage (self, NULL, 1);
    }
  if (self->job)
    return;
  g_clear_handle_id (&self->timer, g_source_remove);
  if (may_begin (self))
    self->timer = g_timeout_add (self->load == RAS_AUDIT_FREE ? DELAY : DELAY_FITTING, begin_cb,
                                 self);
}

/* --- What the job tells --- */

static void
progress_cb (const char *stage, double fraction, gpointer user_data)
{
  ras_audit_view_show_stage (user_data, stage, fraction);
}

static void
audited_cb (RasAudit *audit, gpointer user_data)
{
  RasAuditView *self = user_data;

  g_debug ("audit %u is there", self->stage);
  ras_clear_job (&self->job);
  ras_audit_ref (audit);
  g_clear_pointer (&self->newest, ras_audit_unref);
  self->newest = audit;
  if (self->stage != RAS_AUDIT_QUICK)
    {
      g_clear_pointer (&self->deepest, ras_audit_unref);
      self->deepest = ras_audit_ref (audit);
    }
  if (self->stage < RAS_AUDIT_DONE)
    self->stage++;
  ras_audit_view_show_stage (self, NULL, 1);
  ras_audit_view_refresh (self);
  ras_audit_view_consider (self);
}

/* What was found before stays; without any of it the reason stands in its place. */
static void
failed_cb (const GError *error, gpointer user_data)
{
  RasAuditView *self = user_data;

  ras_clear_job (&self->job);
  self->stage = RAS_AUDIT_DONE;
  if (self->newest == NULL && !ras_error_is_cancelled (error))
    self->failure = g_strdup (error->message);
  else if (!ras_error_is_cancelled (error))
    ras_audit_view_toast (self, error->message);
  ras_audit_view_show_stage (self, NULL, 1);
  ras_audit_view_refresh (self);
}

static const RasAuditListener listener = { progress_cb, audited_cb, failed_cb };

#include "ras-window-private.h"

#include <glib/gi18n.h>

#include "ras-settings.h"

/* The path that the rank control shows: the one that is searched for, and so has a gap. */
static RasPlace *
leading_place (RasWindow *self)
{
  for (guint i = 0; i < ras_n_erasers (); i++)
    if (self->places[i].eraser->has_path && !self->places[i].eraser->extend)
      return &self->places[i];
  return NULL;
}

static const double *
get_direction (guint i, gpointer user_data)
{
  RasFit *fit = user_data;

  return i >= 1 && i <= ras_fit_get_path_length (fit) ? ras_fit_get_direction (fit, i - 1) : NULL;
}

/* Where no path will come, or NULL. */
static const char *
explain_no_path (const RasPlace *place)
{
  if (place == NULL || !place->settled)
    return NULL;
  return place->fit ? _ ("No direction is left to be removed: the classes' covariances are the same.")
                    : _ ("There is no path of directions, since it was not computed.");
}

static void
show_path (RasWindow *self)
{
  RasPlace *place = leading_place (self);
  guint length = place && place->fit ? ras_fit_get_path_length (place->fit) : 0;
  g_autofree double *gaps = g_new (double, length + 1);

  for (guint r = 0; length > 0 && r <= length; r++)
    gaps[r] = ras_fit_get_gap (place->fit, r);
  ras_rank_control_set_path (self->rank_control, length > 0 ? gaps : NULL, length);
  ras_rank_scale_set_empty (ras_rank_control_get_scale (self->rank_control),
                            explain_no_path (place));
}

static void
show_growth (RasWindow *self, const char *stage, double fraction)
{
  gtk_widget_set_opacity (self->growth_box, stage ? 1 : 0);
  gtk_widget_set_sensitive (self->growth_box, stage != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->growth_box), GTK_ACCESSIBLE_STATE_HIDDEN,
                               stage == NULL, -1);
  if (stage)
    {
      gtk_inscription_set_text (self->growth_label, stage);
      gtk_progress_bar_set_fraction (self->growth_bar, MAX (fraction, 0));
    }
}

/* Ends the growth of the path at the length it has. */
void
ras_window_stop_growth (RasWindow *self)
{
  RasPlace *leading = leading_place (self);

  if (self->fit_job && leading)
    ras_fit_job_cancel_eraser (self->fit_job, leading->eraser);
}

static gboolean
is_waiting (RasWindow *self, const RasPlace *place)
{
  return place->fit == NULL && place->failure == NULL && !ras_place_is_original (place)
         && (!place->eraser->needs_label || ras_window_get_label (self) >= 0);
}

static void
fit_progress_cb (const RasEraser *eraser, const char *stage, double fraction, gpointer user_data)
{
  RasWindow *self = user_data;
  RasPlace *leading = leading_place (self);
  gboolean another = self->fitting != eraser;

  self->fitting = eraser;
  ras_window_update_hold (self, stage, fraction);
  if (leading && leading->fit && (eraser == NULL || eraser == leading->eraser))
    show_growth (self, stage, fraction);
  else if (another)
    show_growth (self, NULL, 1);
  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      RasPlace *place = &self->places[i];

      if (!is_waiting (self, place))
        continue;
      if (eraser == NULL || eraser == place->eraser)
        ras_panel_set_pending (place->panel, stage, fraction, eraser != NULL);
      else if (another)
        {
          g_autofree char *text = g_strdup_printf (_ ("Waiting for %s"), _ (eraser->title));

          ras_panel_set_pending (place->panel, text, -1, FALSE);
        }
    }
}

/* Some panels have work of their own to begin once there are fits. */
static void
follow_fits (RasWindow *self)
{
  ras_window_update_edit (self);
  ras_window_update_transport_fit (self);
}

static void
fit_ready_cb (RasFit *fit, gpointer user_data)
{
  RasWindow *self = user_data;
  RasPlace *place = ras_window_get_place (self, ras_fit_get_eraser (fit));

  ras_audit_view_add_fit (self->audit_view, fit);
  if (ras_place_is_original (place))
    return;
  g_clear_pointer (&place->failure, g_free);
  if (place->fit != fit)
    {
      g_clear_pointer (&place->fit, ras_fit_unref);
      place->fit = ras_fit_ref (fit);
    }
  ras_apply_job_add_fit (self->apply_job, fit);
  follow_fits (self);
  if (place == leading_place (self))
    {
      ras_rank_control_set_dimension (self->rank_control, ras_fit_get_dimension (fit),
                                      ras_fit_get_max_rank (fit));
      ras_rank_control_set_directions (self->rank_control, get_direction, ras_fit_ref (fit),
                                       (GDestroyNotify) ras_fit_unref,
                                       ras_dataset_get_channels (self->dataset),
                                       ras_dataset_get_height (self->dataset),
                                       ras_dataset_get_width (self->dataset));
      show_path (self);
    }
}

static void
fit_grown_cb (gpointer user_data)
{
  RasWindow *self = user_data;

  show_path (self);
  ras_apply_job_set_rank (self->apply_job, ras_session_get_state (self->session)->rank);
}

static void
fit_finished_cb (RasFit *fit, gpointer user_data)
{
  RasWindow *self = user_data;
  RasPlace *place = ras_window_get_place (self, ras_fit_get_eraser (fit));

  fit_ready_cb (fit, user_data);
  place->settled = TRUE;
  if (place == leading_place (self))
    {
      show_path (self);
      show_growth (self, NULL, 1);
    }
  if (ras_fit_get_report (fit)->remark)
    ras_window_toast (self, ras_fit_get_report (fit)->remark);
  ras_window_update_hold (self, NULL, 1);
}

static void
fit_failed_cb (const RasEraser *eraser, const GError *error, gpointer user_data)
{
  RasWindow *self = user_data;
  RasPlace *place = ras_window_get_place (self, eraser);

  place->settled = TRUE;
  g_free (place->failure);
  place->failure = ras_error_is_cancelled (error)
                       ? g_strdup (_ ("Cancelled. “Fit again” in the main menu resumes."))
                       : g_strdup (error->message);
  if (place == leading_place (self))
    {
      show_path (self);
      show_growth (self, NULL, 1);
    }
  if (place->fit == NULL)
    ras_window_explain_place (self, place);
  follow_fits (self);
  ras_window_update_hold (self, NULL, 1);
}

/* What stands on LEACE is not told apart when LEACE fails. */
static void
fit_done_cb (const GError *error, gpointer user_data)
{
  RasWindow *self = user_data;

  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      RasPlace *place = &self->places[i];

      if (place->fit || place->failure || ras_place_is_original (place))
        continue;
      place->settled = TRUE;
      place->failure = g_strdup (error ? error->message
                                       : _ ("It builds on LEACE, which could not be fitted."));
      ras_window_explain_place (self, place);
    }
  follow_fits (self);
  show_path (self);
  show_growth (self, NULL, 1);
  ras_window_update_hold (self, NULL, 1);
}

void
ras_window_end_work (RasWindow *self)
{
  ras_fit_job_supersede (g_steal_pointer (&self->fit_job));
  ras_apply_job_supersede (g_steal_pointer (&self->apply_job));
  ras_window_end_edit (self);
  ras_window_end_transport (self);
  ras_window_end_made (self);
  for (guint i = 0; self->places && i < ras_n_erasers (); i++)
    {
      RasPlace *place = &self->places[i];

      g_clear_pointer (&place->fit, ras_fit_unref);
      g_clear_pointer (&place->erased, g_bytes_unref);
      g_clear_pointer (&place->failure, g_free);
      place->settled = FALSE;
    }
}

void
ras_window_start_fits (RasWindow *self)
{
  static const RasFitListener listener = {
    fit_progress_cb, fit_ready_cb, fit_grown_cb, fit_finished_cb, fit_failed_cb, fit_done_cb,
  };
  const RasSessionState *state = ras_session_get_state (self->session);

  ras_window_end_work (self);
  ras_audit_view_set_dataset (self->audit_view, self->dataset);
  self->fitting = NULL;
  show_growth (self, NULL, 1);
  ras_rank_control_set_directions (self->rank_control, NULL, NULL, NULL,
                                   ras_dataset_get_channels (self->dataset),
                                   ras_dataset_get_height (self->dataset),
                                   ras_dataset_get_width (self->dataset));
  show_path (self);
  ras_rank_control_set_dimension (self->rank_control, ras_dataset_get_dimension (self->dataset), 0);
  self->apply_job = ras_apply_job_start (ras_window_erased_cb, self);
  ras_apply_job_set_rank (self->apply_job, state->rank);
  ras_apply_job_set_recentred (self->apply_job, state->recentred);
  for (guint i = 0; i < ras_n_erasers (); i++)
    ras_window_explain_place (self, &self->places[i]);
  ras_window_show_image (self);
  self->fit_job = ras_fit_job_start (self->dataset, ras_settings_get_path_target (),
                                     ras_settings_get_cache_limit (), &listener, self);
  ras_window_update_hold (self, NULL, 1);
}

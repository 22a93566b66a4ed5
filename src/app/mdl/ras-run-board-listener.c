#include "ras-run-board-private.h"

#include <math.h>

#include "progress.h"

static RasBoardRun *
find (RasRunBoard *self, const char *id)
{
  for (guint i = 0; i < self->runs->len; i++)
    if (g_str_equal (ras_run_board_nth (self, i)->run->id, id))
      return ras_run_board_nth (self, i);
  return NULL;
}

/* --- How far a run is --- */

/* Training on more images takes longer: the images of all blocks that are coded, against those
 * of all blocks. Block 0 needs no training. */
static double
guess_fraction (const RasRun *run)
{
  const GPtrArray *points = run->points;
  double m = run->config->blocks;
  const RasPoint *last;

  if (run->state == RAS_RUN_FINISHED)
    return 1;
  if (points->len < 2)
    return 0;
  last = g_ptr_array_index (points, points->len - 1);
  return MIN (1, (double) (last->images + last->test_images) / MAX (run->config->images, 1)
                     * (points->len / m));
}

static gboolean
has_ended (const RasBoardRun *run)
{
  return run->run->state != RAS_RUN_STARTED;
}

static double
get_spent (const RasRun *run)
{
  double spent = 0;

  for (guint i = 0; i < run->points->len; i++)
    spent += ((const RasPoint *) g_ptr_array_index (run->points, i))->seconds;
  return spent;
}

/* Runs that wait are thought to take as long as those that are known. */
double
ras_run_board_get_seconds_left (RasRunBoard *self)
{
  double left = 0, known = 0;
  guint n_training = 0, n_known = 0, n_waiting = 0;

  for (guint i = 0; i < self->runs->len; i++)
    {
      const RasBoardRun *run = ras_run_board_nth (self, i);
      gboolean guessed = run->training && isfinite (run->seconds_left);

      if (guessed)
        left += run->seconds_left;
      n_training += run->training;
      n_waiting += !run->training && !has_ended (run);
      if (guessed || run->run->state == RAS_RUN_FINISHED)
        {
          known += get_spent (run->run) + (guessed ? run->seconds_left : 0);
          n_known++;
        }
    }
  if (n_known == 0 || n_training == 0)
    return NAN;
  return (left + n_waiting * known / n_known) / n_training;
}

double
ras_run_board_get_fraction (RasRunBoard *self)
{
  double sum = 0;

  for (guint i = 0; i < self->runs->len; i++)
    sum += has_ended (ras_run_board_nth (self, i)) ? 1 : ras_run_board_nth (self, i)->fraction;
  return self->runs->len > 0 ? sum / self->runs->len : 0;
}

guint
ras_run_board_get_n_ended (RasRunBoard *self)
{
  guint n = 0;

  for (guint i = 0; i < self->runs->len; i++)
    n += has_ended (ras_run_board_nth (self, i));
  return n;
}

/* --- What the job tells --- */

static void
preparing_cb (const char *stage, double fraction, gpointer user_data)
{
  RasRunBoard *self = user_data;

  g_free (self->stage);
  self->stage = g_strdup (stage);
  self->stage_fraction = fraction;
  ras_run_board_emit_changed (self);
}

static void
planned_cb (const char *collection, const GPtrArray *runs, gpointer user_data)
{
  RasRunBoard *self = user_data;

  g_free (self->collection);
  self->collection = g_strdup (collection);
  g_ptr_array_set_size (self->runs, 0);
  for (guint i = 0; i < runs->len; i++)
    {
      RasBoardRun *run = g_new0 (RasBoardRun, 1);

      run->run = ras_run_copy (g_ptr_array_index (runs, i));
      run->fraction = guess_fraction (run->run);
      run->seconds_left = NAN;
      g_ptr_array_add (self->runs, run);
    }
  ras_run_board_note_training (collection, TRUE);
  self->noted = TRUE;
  self->version++;
  ras_run_board_emit_collection_changed (self);
  ras_run_board_emit_changed (self);
}

static void
start_training (RasRunBoard *self)
{
  self->prepared = TRUE;
  g_clear_pointer (&self->stage, g_free);
  if (self->state == RAS_BOARD_PREPARING)
    self->state = RAS_BOARD_TRAINING;
}

static void
started_cb (const char *run_id, gpointer user_data)
{
  RasRunBoard *self = user_data;
  RasBoardRun *run = find (self, run_id);

  if (run == NULL)
    return;
  run->training = TRUE;
  start_training (self);
  ras_run_board_emit_changed (self);
}

static void
epoch_cb (const RasRunStatus *status, gpointer user_data)
{
  RasRunBoard *self = user_data;
  RasBoardRun *run = find (self, status->run_id);
  double spent;

  if (run == NULL || has_ended (run))
    return;
  run->training = TRUE;
  run->epoch = status->epoch;
  run->seconds_left = status->seconds_left;
  spent = get_spent (run->run);
  if (isfinite (status->seconds_left) && spent > 0)
    run->fraction
        = CLAMP (spent / (spent + status->seconds_left), guess_fraction (run->run), 1);
  g_clear_pointer (&run->training_losses, g_array_unref);
  g_clear_pointer (&run->validation_losses, g_array_unref);
  run->training_losses = g_array_ref (status->training_losses);
  run->validation_losses = g_array_ref (status->validation_losses);
  start_training (self);
  ras_run_board_emit_changed (self);
}

static void
point_cb (const char *run_id, const RasPoint *point, gpointer user_data)
{
  RasRunBoard *self = user_data;
  RasBoardRun *run = find (self, run_id);

  if (run == NULL)
    return;
  if (point->block < run->run->points->len)
    g_ptr_array_set_size (run->run->points, point->block);
  g_ptr_array_add (run->run->points, ras_point_copy (point));
  run->fraction = MAX (run->fraction, guess_fraction (run->run));
  self->version++;
  ras_run_board_emit_changed (self);
}

static void
ended_cb (const char *run_id, RasRunState state, const char *message, gpointer user_data)
{
  RasRunBoard *self = user_data;
  RasBoardRun *run = find (self, run_id);

  if (run == NULL)
    return;
  run->training = FALSE;
  self->version++;
  run->run->state = state;
  g_free (run->run->message);
  run->run->message = g_strdup (message);
  ras_run_board_emit_changed (self);
}

static void
done_cb (const GError *error, gpointer user_data)
{
  RasRunBoard *self = user_data;

  ras_run_board_end_work (self);
  self->ended = g_get_monotonic_time ();
  g_clear_pointer (&self->stage, g_free);
  for (guint i = 0; i < self->runs->len; i++)
    ras_run_board_nth (self, i)->training = FALSE;
  if (error == NULL)
    self->state = RAS_BOARD_FINISHED;
  else if (ras_error_is_cancelled (error))
    self->state = RAS_BOARD_STOPPED;
  else
    {
      self->state = RAS_BOARD_FAILED;
      g_free (self->failure);
      self->failure = g_strdup (error->message);
    }
  ras_run_board_emit_changed (self);
  ras_run_board_emit_ended (self);
}

const RasRunJobListener *
ras_run_board_get_listener (void)
{
  static const RasRunJobListener listener = { preparing_cb, planned_cb, started_cb, epoch_cb,
                                              point_cb,     ended_cb,   done_cb };

  return &listener;
}

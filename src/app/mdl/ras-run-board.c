#include "ras-run-board-private.h"

G_DEFINE_FINAL_TYPE (RasRunBoard, ras_run_board, G_TYPE_OBJECT)

enum
{
  CHANGED,
  ENDED,
  COLLECTION_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Collections in training anywhere in this process; the interface thread's. */
static GHashTable *in_training;

void
ras_board_run_free (gpointer data)
{
  RasBoardRun *run = data;

  g_clear_pointer (&run->training_losses, g_array_unref);
  g_clear_pointer (&run->validation_losses, g_array_unref);
  ras_run_free (run->run);
  g_free (run);
}

RasBoardRun *
ras_run_board_nth (RasRunBoard *self, guint i)
{
  return g_ptr_array_index (self->runs, i);
}

void
ras_run_board_emit_changed (RasRunBoard *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

void
ras_run_board_emit_ended (RasRunBoard *self)
{
  g_signal_emit (self, signals[ENDED], 0);
}

void
ras_run_board_emit_collection_changed (RasRunBoard *self)
{
  g_signal_emit (self, signals[COLLECTION_CHANGED], 0);
}

void
ras_run_board_note_training (const char *collection, gboolean training)
{
  if (training)
    g_hash_table_add (in_training, g_strdup (collection));
  else
    g_hash_table_remove (in_training, collection);
}

void
ras_run_board_end_work (RasRunBoard *self)
{
  g_clear_pointer (&self->job, ras_run_job_supersede);
  /* Once: afterwards it may be another window that trains them. */
  if (self->noted)
    ras_run_board_note_training (self->collection, FALSE);
  self->noted = FALSE;
}

/* --- What a person does --- */

void
ras_run_board_begin (RasRunBoard *self)
{
  g_clear_pointer (&self->collection, g_free);
  g_clear_pointer (&self->stage, g_free);
  g_clear_pointer (&self->failure, g_free);
  g_ptr_array_set_size (self->runs, 0);
  self->version++;
  self->stage_fraction = -1;
  self->prepared = FALSE;
  self->state = RAS_BOARD_PREPARING;
  self->began = g_get_monotonic_time ();
  self->ended = 0;
  ras_run_board_emit_changed (self);
}

static void
take_job (RasRunBoard *self, RasRunJob *job)
{
  self->job = job;
  ras_run_job_set_hold (job, self->hold, self->hold_fraction);
}

void
ras_run_board_start (RasRunBoard *self, RasDataset *dataset, const RasPlan *plan,
                     const char *preset)
{
  if (ras_run_board_is_busy (self))
    return;
  ras_run_board_begin (self);
  take_job (self,
            ras_run_job_start (dataset, plan, preset, ras_run_board_get_listener (), self));
}

void
ras_run_board_resume (RasRunBoard *self, RasDataset *dataset, const char *collection)
{
  g_autofree char *id = g_strdup (collection); /* it may be the board's own */

  if (ras_run_board_is_busy (self) || ras_run_board_is_training (id))
    return;
  ras_run_board_begin (self);
  take_job (self, ras_run_job_resume (dataset, id, ras_run_board_get_listener (), self));
}

void
ras_run_board_set_hold (RasRunBoard *self, const char *hold, double fraction)
{
  g_free (self->hold);
  self->hold = g_strdup (hold);
  self->hold_fraction = fraction;
  if (self->job)
    ras_run_job_set_hold (self->job, hold, fraction);
}

void
ras_run_board_set_paused (RasRunBoard *self, gboolean paused)
{
  gboolean is_paused = self->state == RAS_BOARD_PAUSED;

  if (!ras_run_board_is_busy (self) || self->state == RAS_BOARD_STOPPING || paused == is_paused)
    return;
  if (self->job)
    ras_run_job_set_paused (self->job, paused);
  if (paused)
    self->state = RAS_BOARD_PAUSED;
  else
    self->state = self->prepared ? RAS_BOARD_TRAINING : RAS_BOARD_PREPARING;
  ras_run_board_emit_changed (self);
}

void
ras_run_board_stop (RasRunBoard *self)
{
  if (!ras_run_board_is_busy (self) || self->state == RAS_BOARD_STOPPING)
    return;
  self->state = RAS_BOARD_STOPPING;
  if (self->job)
    ras_run_job_stop (self->job);
  ras_run_board_emit_changed (self);
}

/* --- How it stands --- */

RasBoardState
ras_run_board_get_state (RasRunBoard *self)
{
  return self->state;
}

gboolean
ras_run_board_is_busy (RasRunBoard *self)
{
  return self->state == RAS_BOARD_PREPARING || self->state == RAS_BOARD_TRAINING
         || self->state == RAS_BOARD_PAUSED || self->state == RAS_BOARD_STOPPING;
}

const char *
ras_run_board_get_collection (RasRunBoard *self)
{
  return self->collection;
}

gboolean
ras_run_board_is_training (const char *collection)
{
  return in_training && g_hash_table_contains (in_training, collection);
}

const char *
ras_run_board_get_stage (RasRunBoard *self, double *fraction)
{
  *fraction = self->stage_fraction;
  return self->stage;
}

const char *
ras_run_board_get_failure (RasRunBoard *self)
{
  return self->failure;
}

double
ras_run_board_get_seconds (RasRunBoard *self)
{
  gint64 until = self->ended ? self->ended : g_get_monotonic_time ();

  return self->began ? (until - self->began) / (double) G_USEC_PER_SEC : 0;
}

guint
ras_run_board_get_n_runs (RasRunBoard *self)
{
  return self->runs->len;
}

const RasBoardRun *
ras_run_board_get_run (RasRunBoard *self, guint i)
{
  return ras_run_board_nth (self, i);
}

GPtrArray *
ras_run_board_list_runs (RasRunBoard *self)
{
  GPtrArray *runs = g_ptr_array_new ();

  for (guint i = 0; i < self->runs->len; i++)
    g_ptr_array_add (runs, ras_run_board_nth (self, i)->run);
  return runs;
}

guint
ras_run_board_get_version (RasRunBoard *self)
{
  return self->version;
}

/* --- The object --- */

static void
dispose (GObject *object)
{
  RasRunBoard *self = RAS_RUN_BOARD (object);

  ras_run_board_end_work (self);
  G_OBJECT_CLASS (ras_run_board_parent_class)->dispose (object);
}

static void
finalize (GObject *object)
{
  RasRunBoard *self = RAS_RUN_BOARD (object);

  g_ptr_array_unref (self->runs);
  g_free (self->collection);
  g_free (self->stage);
  g_free (self->failure);
  g_free (self->hold);
  G_OBJECT_CLASS (ras_run_board_parent_class)->finalize (object);
}

static void
ras_run_board_class_init (RasRunBoardClass *klass)
{
  const char *const names[N_SIGNALS] = { "changed", "ended", "collection-changed" };

  G_OBJECT_CLASS (klass)->dispose = dispose;
  G_OBJECT_CLASS (klass)->finalize = finalize;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (names[i], RAS_TYPE_RUN_BOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
  in_training = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
ras_run_board_init (RasRunBoard *self)
{
  self->runs = g_ptr_array_new_with_free_func (ras_board_run_free);
}

RasRunBoard *
ras_run_board_new (void)
{
  return g_object_new (RAS_TYPE_RUN_BOARD, NULL);
}

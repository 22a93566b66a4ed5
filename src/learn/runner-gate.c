#include "runner-gate.h"

struct _RasRunnerGate
{
  gatomicrefcount references;
  GMutex mutex;
  GCond changed;
  gboolean paused;
};

RasRunnerGate *
ras_runner_gate_new (void)
{
  RasRunnerGate *self = g_new0 (RasRunnerGate, 1);

  g_atomic_ref_count_init (&self->references);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->changed);
  return self;
}

RasRunnerGate *
ras_runner_gate_ref (RasRunnerGate *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
ras_runner_gate_unref (RasRunnerGate *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->changed);
  g_free (self);
}

void
ras_runner_gate_set_paused (RasRunnerGate *self, gboolean paused)
{
  g_mutex_lock (&self->mutex);
  self->paused = paused;
  g_cond_broadcast (&self->changed);
  g_mutex_unlock (&self->mutex);
}

gboolean
ras_runner_gate_get_paused (RasRunnerGate *self)
{
  gboolean paused;

  g_mutex_lock (&self->mutex);
  paused = self->paused;
  g_mutex_unlock (&self->mutex);
  return paused;
}

double
ras_runner_gate_pass (RasRunnerGate *self, GCancellable *cancellable)
{
  gint64 from = g_get_monotonic_time ();

  g_mutex_lock (&self->mutex);
  /* A cancellation does not wake the condition, so it is looked for now and then. */
  while (self->paused && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait_until (&self->changed, &self->mutex, g_get_monotonic_time () + 50000);
  g_mutex_unlock (&self->mutex);
  return (g_get_monotonic_time () - from) / 1e6;
}

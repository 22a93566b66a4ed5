/* A gate that training passes every few steps: shut, it waits there. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Any thread. */
typedef struct _RasRunnerGate RasRunnerGate;

RasRunnerGate *ras_runner_gate_new (void);
RasRunnerGate *ras_runner_gate_ref (RasRunnerGate *gate);
void ras_runner_gate_unref (RasRunnerGate *gate);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasRunnerGate, ras_runner_gate_unref)

void ras_runner_gate_set_paused (RasRunnerGate *gate, gboolean paused);
gboolean ras_runner_gate_get_paused (RasRunnerGate *gate);

/* Waits while the gate is shut, but no longer once `cancellable` (or NULL) is cancelled. Returns the
 * seconds waited. */
double ras_runner_gate_pass (RasRunnerGate *gate, GCancellable *cancellable);

G_END_DECLS

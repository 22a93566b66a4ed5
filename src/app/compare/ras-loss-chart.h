/* The losses of what is being trained, by epoch, as curves. */
#pragma once

#include "curve-chart.h"
#include "ras-run-board.h"

G_BEGIN_DECLS

/* Two lines a run in training: validation, and faint training; bits a label. Free with
 * ras_loss_chart_free(). */
typedef struct _RasLossChart RasLossChart;

RasLossChart *ras_loss_chart_new (RasRunBoard *board);
void ras_loss_chart_free (RasLossChart *self);
/* Lies in `self`. */
RasCurveChart *ras_loss_chart_get_curves (RasLossChart *self);

G_END_DECLS

/* Inside of the runner. */
#pragma once

#include "edited.h"
#include "prequential.h"
#include "runner.h"

G_BEGIN_DECLS

/* Seconds until the run is done, from the speed of its epochs (images a second, validation
 * included); NAN without one. */
double ras_runner_guess_left (const RasPrequentialEpoch *epoch, const RasRunConfig *config,
                              double speed);

/* --- What runs are erased with (erased.c) --- */

/* Fits what the unfinished runs need. NULL and an error where that cannot be. The runs must outlive
 * it. Free with g_ptr_array_unref(). */
GPtrArray *ras_erased_make (RasDataset *dataset, const GPtrArray *runs,
                            const RasRunnerOptions *options, GError **error);
/* TRUE if one fit serves both. */
gboolean ras_runs_are_erased_alike (const RasRunConfig *a, const RasRunConfig *b);
/* Of a run that was among them; owned by `erased`. */
RasBatchEraser *ras_erased_find (const GPtrArray *erased, const RasRunConfig *config);
/* What it learns from: `original`, or the same images edited where its eraser does that. Owned by
 * `erased`. */
RasDataset *ras_erased_find_dataset (const GPtrArray *erased, const RasRunConfig *config,
                                     RasDataset *original);
/* How such images are edited, without the target. `cache` may be NULL. */
RasEditPlan ras_erased_make_edit_plan (RasDataset *dataset, const RasRunConfig *config,
                                       RasCache *cache);

G_END_DECLS

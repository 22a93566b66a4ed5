/* Fits a choice of erasers to a data set, in a good order, with the cache.
 *
 * Moments are computed at most once and only if something has to be fitted. Quick erasers
 * come first. A fit that fails does not stop the others. Blocks: call it on a worker thread. */
#pragma once

#include "cache.h"
#include "eraser.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *erasers;    /* const RasEraser *, as ras_erasers_parse() gives */
  RasFitOptions options;
  RasCache *cache;       /* NULL: neither read nor written */
} RasFitPlan;

/* All callbacks run on the thread that called ras_fit_run(); each may be NULL. */
typedef struct
{
  /* `eraser` is NULL while the moments are computed. */
  void (*progress) (const RasEraser *eraser, const char *stage, double fraction, gpointer user_data);
  /* `fit` can be applied from now on (take a reference to keep it). For a path that
   * still grows this comes early; `finished` follows when it is complete. */
  void (*ready) (RasFit *fit, gpointer user_data);
  void (*finished) (RasFit *fit, gpointer user_data);
  /* Not called for a cancellation of everything. Without LEACE, what is built on it fails for
   * the same reason. A path cancelled on its own counts as
   * finished at the length it has. */
  void (*failed) (const RasEraser *eraser, const GError *error, gpointer user_data);
  gpointer user_data;
  GCancellable *cancellable;          /* of everything; may be NULL */
  GCancellable *const *by_eraser;     /* ras_n_erasers() of them, of one eraser each; may be NULL */
} RasFitObserver;

typedef struct
{
  double moments_seconds; /* 0 if none were needed */
  guint64 peak_memory;    /* of the process, bytes */
} RasFitSummary;

/* Returns a new array of RasFit (with reference) in the order of plan->erasers, leaving out
 * those that failed; NULL and an error only if nothing could be fitted at all or everything
 * was cancelled. `summary` may be NULL. */
GPtrArray *ras_fit_run (RasDataset *dataset, const RasFitPlan *plan,
                        const RasFitObserver *observer, RasFitSummary *summary, GError **error);

/* Bytes the plan needs at its peak beyond the data set, for d, n, k. */
guint64 ras_fit_memory (gsize d, gsize n, guint k, GPtrArray *erasers);

G_END_DECLS

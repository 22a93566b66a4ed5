/* Fits every eraser to a data set on a thread of its own. */
#pragma once

#include "fitter.h"

G_BEGIN_DECLS

/* All on the interface thread, as RasFitObserver has them; each must be set. */
typedef struct
{
  /* `eraser` is NULL while the moments are computed. */
  void (*progress) (const RasEraser *eraser, const char *stage, double fraction,
                    gpointer user_data);
  /* Again for the same eraser when another fit takes over, with a path at least as long. */
  void (*ready) (RasFit *fit, gpointer user_data);
  /* Paths became longer; several steps may come as one call. */
  void (*grown) (gpointer user_data);
  void (*finished) (RasFit *fit, gpointer user_data);
  void (*failed) (const RasEraser *eraser, const GError *error, gpointer user_data);
  /* The last call: nothing more will come. `error` is NULL or says why there is no fit at all. */
  void (*done) (const GError *error, gpointer user_data);
} RasFitListener;

typedef struct _RasFitJob RasFitJob;

/* Fits all erasers of the registry, ALF-QLEACE to the relative gap 1 − `target`; paths that
 * can be extended are kept as long as the longest of the others. `cache_limit` in bytes. */
RasFitJob *ras_fit_job_start (RasDataset *dataset, double target, guint64 cache_limit,
                              const RasFitListener *listener, gpointer user_data);

/* Ends the fit of one eraser. A path keeps the length it has and counts as finished. */
void ras_fit_job_cancel_eraser (RasFitJob *self, const RasEraser *eraser);

/* Cancels everything and frees; the listener hears nothing more. NULL is allowed. */
void ras_fit_job_supersede (RasFitJob *self);

G_END_DECLS

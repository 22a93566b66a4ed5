/* Eigenvalue spectra of the classes before and after an eraser, on a thread of its own.
 *
 * The worker measures the training moments when they are first needed and keeps them for the next
 * request where memory allows it; the spectra before are made once. */
#pragma once

#include "audit.h"

G_BEGIN_DECLS

/* One spectrum: d doubles, descending; `values` may be kept with a reference. */
typedef struct
{
  guint request;  /* the number that ras_audit_spectra_ask() returned; 0: before erasure */
  guint label;
  GBytes *values;
} RasSpectrum;

/* All on the interface thread; each must be set. */
typedef struct
{
  /* `stage` NULL: the request is answered. */
  void (*progress) (const char *stage, double fraction, gpointer user_data);
  void (*spectrum) (const RasSpectrum *spectrum, gpointer user_data);
  void (*failed) (const GError *error, gpointer user_data);
} RasSpectraListener;

typedef struct _RasAuditSpectra RasAuditSpectra;

RasAuditSpectra *ras_audit_spectra_start (RasDataset *dataset, const RasSpectraListener *listener,
                                          gpointer user_data);
/* What is asked later counts; spectra of earlier requests may still come, with their number. */
guint ras_audit_spectra_ask (RasAuditSpectra *self, RasFit *fit, guint rank);
/* Ends the thread and frees; nothing more is delivered. NULL is allowed. */
void ras_audit_spectra_supersede (RasAuditSpectra *self);

G_END_DECLS

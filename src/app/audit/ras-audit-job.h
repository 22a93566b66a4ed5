/* Audits fits on a thread of its own: once, with one set of options. */
#pragma once

#include "audit.h"
#include "ras-job.h"

G_BEGIN_DECLS

/* All on the interface thread; each must be set. After `audited` or `failed` nothing more comes. */
typedef struct
{
  void (*progress) (const char *stage, double fraction, gpointer user_data);
  void (*audited) (RasAudit *audit, gpointer user_data); /* take a reference to keep it */
  /* RAS_ERASURE_ERROR_MEMORY where it does not fit, before anything was begun. */
  void (*failed) (const GError *error, gpointer user_data);
} RasAuditListener;

/* `fits`: RasFit *, as ras_audit_new() wants them; referenced. End it with ras_clear_job(). */
RasJob *ras_audit_job_start (RasDataset *dataset, GPtrArray *fits, const RasAuditOptions *options,
                             const RasAuditListener *listener, gpointer user_data);

G_END_DECLS

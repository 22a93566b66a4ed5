/* One data set of the catalogue: where it is, and how far its download has come.
 *
 * The work goes on whether or not anybody shows it; both signals come on the interface thread:
 * "changed" after anything below did, "finished" when a download has ended well. */
#pragma once

#include <glib-object.h>

#include "fetch.h"

G_BEGIN_DECLS

typedef enum
{
  RAS_GET_LOOKING,  /* for copies on this computer */
  RAS_GET_MISSING,  /* nowhere to be found */
  RAS_GET_UNUSABLE, /* there in a form that is not read */
  RAS_GET_KEPT,     /* begun and interrupted */
  RAS_GET_ARCHIVE,  /* downloaded, to be unpacked */
  RAS_GET_READY,    /* can be opened */
  RAS_GET_RUNNING,
  RAS_GET_STOPPING, /* cancelled, and not ended yet */
  RAS_GET_FAILED,
} RasGetPhase;

#define RAS_TYPE_GET_JOB (ras_get_job_get_type ())
G_DECLARE_FINAL_TYPE (RasGetJob, ras_get_job, RAS, GET_JOB, GObject)

/* Starts looking. The source must outlive the job. The end of the job ends its download; what has
 * come is kept. */
RasGetJob *ras_get_job_new (const RasSource *source);

const RasSource *ras_get_job_get_source (RasGetJob *self);
RasGetPhase ras_get_job_get_phase (RasGetJob *self);
/* What to open, the archive or the unusable folder; else NULL. */
const char *ras_get_job_get_path (RasGetJob *self);
/* How it goes or what went wrong, to be shown as it is; NULL: nothing to say. */
const char *ras_get_job_get_sentence (RasGetJob *self);
/* Of what is being done; in [0, 1]. */
double ras_get_job_get_fraction (RasGetJob *self);
gboolean ras_get_job_is_running (RasGetJob *self);

/* A mirror's address, which was checked; NULL: the source's own. For the next start. */
void ras_get_job_set_address (RasGetJob *self, const char *address);
const char *ras_get_job_get_address (RasGetJob *self);

void ras_get_job_start (RasGetJob *self);
void ras_get_job_cancel (RasGetJob *self);
/* Unless it is running: somebody may have put it there in the meantime. */
void ras_get_job_look (RasGetJob *self);

G_END_DECLS

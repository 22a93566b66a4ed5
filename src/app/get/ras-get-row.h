/* One data set in the dialog: what it is, where it is, how its download goes, and its address. */
#pragma once

#include <adwaita.h>

#include "ras-get-job.h"

G_BEGIN_DECLS

#define RAS_TYPE_GET_ROW (ras_get_row_get_type ())
G_DECLARE_FINAL_TYPE (RasGetRow, ras_get_row, RAS, GET_ROW, AdwPreferencesGroup)

/* Emits "open" when a person wants to open what the job has. */
RasGetRow *ras_get_row_new (RasGetJob *job);

RasGetJob *ras_get_row_get_job (RasGetRow *self);

G_END_DECLS

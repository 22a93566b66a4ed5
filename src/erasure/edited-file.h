/* The file format of an edited class. */
#pragma once

#include "edited.h"

G_BEGIN_DECLS

/* Ends the names of such files. */
#define RAS_EDITED_SUFFIX ".edited"

/* Writes the first `rows` of report->n images, d floats each, to `path`, atomically. */
gboolean ras_edited_file_write (const char *path, guint label, gsize d, gsize rows,
                                const float *images, const RasEditedReport *report, GError **error);

/* Maps them. NULL if there is no such file, or it is not a whole and unharmed one of so many rows of
 * report->n images of d pixels of that class, edited by report->recipe. Fills in report->edit. */
GBytes *ras_edited_file_read (const char *path, guint label, gsize d, gsize rows,
                              RasEditedReport *report);

G_END_DECLS

/* Fitting from the command line: progress, memory, the cache, and the rank that is meant. */
#pragma once

#include "cli.h"
#include "fitter.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray *erasers; /* const RasEraser * */
  RasFitOptions options;
  gboolean by_rank;   /* options.max_rank is the very rank that is meant, not a limit */
  gboolean no_cache;
  /* Hears of progress besides the bar; may be NULL. */
  void (*progress) (const RasEraser *eraser, gpointer user_data);
  void (*ready) (RasFit *fit, gpointer user_data);
  gpointer user_data;
} RasFitting;

/* Fits all of them, or fails with the first failure. A rank that cannot be, and what needs more
 * memory than there is, is refused before anything is computed. `summary` may be NULL. */
GPtrArray *ras_cli_fit (RasCli *cli, RasDataset *dataset, const RasFitting *fitting,
                        RasFitSummary *summary, GError **error);

/* Borrowed from `fits`, or NULL. */
RasFit *ras_fits_find (GPtrArray *fits, const char *eraser_name);

/* TRUE if `erasers` has one with a path: then a rank is to be known. */
gboolean ras_erasers_have_path (GPtrArray *erasers);
/* Appends ALF-QLEACE if the rank is to come from a target and only its path knows. */
void ras_erasers_add_alf (GPtrArray *erasers);

/* The rank that --rank or --target mean, and lets every path in `fits` have so many
 * directions. */
gboolean ras_cli_find_rank (GPtrArray *fits, const RasFitting *fitting, guint *rank,
                            GError **error);

G_END_DECLS

/* Inside of a fit. For the erasers' own files, the walk and the cache. */
#pragma once

#include "eraser.h"

G_BEGIN_DECLS

#define RAS_FIT_MAX_ARRAYS 8

/* Directions are kept in chunks that never move, so that a path can be read while it grows. */
#define RAS_PATH_CHUNK 64

typedef struct
{
  const char *name; /* a literal; what the cache file calls it */
  gsize count;
  double *data;
} RasFitArray;

typedef struct
{
  guint length;           /* atomic: published after what it counts was written */
  guint max_rank;
  double **chunks;        /* RAS_PATH_CHUNK × d each; NULL where not made yet */
  double *gaps;           /* max_rank + 1 */
  double *eigenvalues;    /* max_rank: |λ| */
  gint32 *classes;        /* max_rank; −1: none */
} RasPath;

struct _RasFit
{
  const RasEraser *eraser;
  RasFitOptions options;
  gsize d;
  guint k;
  RasFitArray arrays[RAS_FIT_MAX_ARRAYS];
  guint n_arrays;
  GPtrArray *owned;     /* big blocks, freed with the fit */
  GMappedFile *mapping; /* where the arrays are when the fit came from the cache */
  RasPath path;         /* max_rank 0: none */
  RasFitReport report;
};

/* FALSE and a sentence, if that many bytes are not to be had now. */
gboolean ras_erasure_require_memory (guint64 bytes, const char *what, GError **error);

/* An empty fit. */
RasFit *ras_fit_new (const RasEraser *eraser, const RasFitOptions *options, gsize d, guint k);

/* Adds a zeroed array of `count` doubles; NULL and an error if there is no memory. */
double *ras_fit_add_array (RasFit *fit, const char *name, gsize count, GError **error);
/* Adds an array that lives elsewhere, as long as the fit. */
void ras_fit_add_view (RasFit *fit, const char *name, gsize count, double *data);
/* NULL if there is none of that name. */
const double *ras_fit_get_array (const RasFit *fit, const char *name, gsize *count);
/* Where the fit is mapped from a file, gives back the memory of these doubles until they are read
 * again. */
void ras_fit_forget_pages (const RasFit *fit, const double *data, gsize count);

/* Gives the fit an empty path that can grow to max_rank. */
void ras_fit_start_path (RasFit *fit, guint max_rank);
/* Appends direction v (d doubles, copied) and publishes it. `gap` is the one after it. */
gboolean ras_fit_append_direction (RasFit *fit, const double *v, double gap, int label,
                                   double eigenvalue, GError **error);

/* For the m rows of y (each d): the coefficients c = V_rᵀ y (m × r rows, if not NULL) and
 * y ← y − V_r c, for the first `rank` directions. Calls BLAS. */
void ras_fit_project_out (const RasFit *fit, guint rank, double *y, gsize m, double *coefficients);

/* y ← x − V_r V_rᵀ (x − μ) for m rows, in place; μ NULL stands for 0. */
void ras_fit_remove_directions (const RasFit *fit, guint rank, const double *mean, double *x,
                                gsize m);

/* LEACE with the arrays "mean", "basis" (m × d) and "probe" (m × d) of `fit`:
 * y = x − basisᵀ probe (x − μ). LEACE's own fit has them, and ALF-QLEACE's. */
void ras_leace_apply (const RasFit *fit, const double *x, gsize m, double *y);
/* The same for batches: a direction for every row of the basis. Leaves room for `more`. */
gboolean ras_leace_batch (const RasFit *fit, gsize more, RasBatchEraser *into, GError **error);
/* Copies those three arrays from one fit into another. */
gboolean ras_leace_copy (const RasFit *leace, RasFit *fit, GError **error);

/* The erasers, each defined in the file of its name. */
extern const RasEraser ras_eraser_none;
extern const RasEraser ras_eraser_leace;
extern const RasEraser ras_eraser_oracle_leace;
extern const RasEraser ras_eraser_qleace;
extern const RasEraser ras_eraser_alf_qleace;
extern const RasEraser ras_eraser_gradient;
extern const RasEraser ras_eraser_random;

G_END_DECLS

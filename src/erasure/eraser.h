/* Erasers: what they are, what they are fitted from, how they are applied.
 *
 * n images, d pixels, k classes, r directions removed. An image is a row of d doubles in
 * [0, 1], channel planes first. See Quirke & Belrose, arXiv 2502.02820 ("the paper"). */
#pragma once

#include "dataset.h"
#include "moments.h"
#include "progress.h"

G_BEGIN_DECLS

#define RAS_ERASURE_ERROR (ras_erasure_error_quark ())
GQuark ras_erasure_error_quark (void);

typedef enum
{
  RAS_ERASURE_ERROR_MEMORY,    /* the fit would not fit into memory */
  RAS_ERASURE_ERROR_NUMERICAL, /* a decomposition failed or did not converge */
  RAS_ERASURE_ERROR_CACHE,     /* a kept fit cannot be read or written */
  RAS_ERASURE_ERROR_UNKNOWN,   /* no eraser has that name */
} RasErasureError;

typedef struct _RasEraser RasEraser;
typedef struct _RasFit RasFit;
typedef struct _RasBatchEraser RasBatchEraser;

typedef struct
{
  gboolean shrinkage; /* QLEACE: shrink the class covariances first */
  double target;      /* ALF-QLEACE: grow the path until the relative gap is ≤ 1 − target */
  guint max_rank;     /* ALF-QLEACE: no more directions than this are fitted; random: this many,
                         rounded up to a chunk; 0: no limit. A kept path may be longer. */
  guint64 seed;       /* random projection */
} RasFitOptions;

#define RAS_FIT_OPTIONS_DEFAULT ((RasFitOptions) { TRUE, 0.99, 0, 1 })

typedef struct
{
  guint rank;         /* erasers with a path: how many directions; more than there are: all */
  gboolean recentred; /* ALF-QLEACE: remove V Vᵀ (x − μ) (TRUE) or V Vᵀ x (the
                         authors' published figures, darker) */
} RasApplyOptions;

#define RAS_APPLY_OPTIONS_DEFAULT ((RasApplyOptions) { G_MAXUINT, TRUE })

/* What a fit works from. */
typedef struct
{
  const RasMoments *moments;
  const RasFit *leace;    /* for erasers with needs_leace, else NULL */
  RasFit *previous;       /* a shorter path of the same eraser to go on from, or NULL */
  RasFitOptions options;
  const RasProgress *progress;
  /* Called once, as soon as `fit` can be applied although its path still grows. */
  void (*growing) (RasFit *fit, gpointer user_data);
  gpointer user_data;
} RasFitContext;

/* One eraser: a const table in a file of its own, listed in registry.c. */
struct _RasEraser
{
  const char *name;     /* "alf-qleace": command line, files */
  const char *title;    /* N_(): the paper's name */
  const char *summary;  /* N_(): one sentence for a tooltip */
  gboolean needs_label; /* to be applied, an image's class must be known */
  gboolean has_path;    /* a path of nested directions; RasApplyOptions.rank counts */
  gboolean edits;       /* no map: images of a class are edited together, see edit.h. apply, extend
                           and batch are NULL; the fit is where they are edited to */
  gboolean needs_leace; /* fitted on top of LEACE */
  int order;            /* fits run in ascending order: the quick ones first */

  /* Appends those of the options that change the fit to the name of its cache file, or NULL
   * if none do. */
  void (*describe) (const RasFitOptions *options, GString *name);
  /* Bytes needed beyond the moments while fitting. */
  guint64 (*memory) (gsize d, guint k);
  /* NULL where nothing has to be fitted (`none`). */
  RasFit *(*fit) (const RasFitContext *context, GError **error);
  /* m images at once: x, y are m × d (may be the same), labels m or NULL where
   * not needed. Any thread, several at a time. */
  void (*apply) (const RasFit *fit, const RasApplyOptions *options, const double *x,
                 const guint16 *labels, gsize m, double *y);
  /* Makes at least `rank` directions available, or NULL if only fit() can. One
   * thread at a time; readers of the path are not disturbed. */
  gboolean (*extend) (RasFit *fit, guint rank, GError **error);

  /* Writes down what it does for batches in single precision, with the functions of
   * batch-builder.h. NULL: batches go through apply(). */
  gboolean (*batch) (const RasFit *fit, const RasApplyOptions *options, RasBatchEraser *into,
                     GError **error);
  /* Bytes that batch() keeps; NULL: next to nothing. */
  guint64 (*batch_memory) (gsize d, guint k, guint rank);
};

/* The registry (registry.c): in the order of the paper's Figure 1. */
guint ras_n_erasers (void);
const RasEraser *ras_eraser_nth (guint i);
guint ras_eraser_index (const RasEraser *eraser);
/* NULL and a sentence that lists the known names, if there is none called `name`. */
const RasEraser *ras_eraser_find (const char *name, GError **error);

/* Reads "leace,qleace" into a new array of const RasEraser *, in registry order and
 * without repeats; NULL stands for all. Free with g_ptr_array_unref. */
GPtrArray *ras_erasers_parse (const char *names, GError **error);

/* --- A fitted eraser: reference counted. Immutable but for the path, which only grows. --- */

RasFit *ras_fit_ref (RasFit *fit);
void ras_fit_unref (RasFit *fit);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasFit, ras_fit_unref)

const RasEraser *ras_fit_get_eraser (const RasFit *fit);
const RasFitOptions *ras_fit_get_options (const RasFit *fit);
gsize ras_fit_get_dimension (const RasFit *fit);

/* Applies with the eraser's own apply(). */
void ras_fit_apply (const RasFit *fit, const RasApplyOptions *options, const double *x,
                    const guint16 *labels, gsize m, double *y);

/* --- The path of an eraser that has one. Safe to read while it grows: what is below the
 *     length never changes or moves. --- */

guint ras_fit_get_path_length (const RasFit *fit); /* directions there are so far */
const double *ras_fit_get_direction (const RasFit *fit, guint i); /* v_i: d, unit length */
/* max_z ‖D_z‖_F after r directions, relative to r = 0; r ≤ path length. NAN where the
 * eraser knows no gap (random projection). */
double ras_fit_get_gap (const RasFit *fit, guint r);
int ras_fit_get_step_class (const RasFit *fit, guint i);      /* whose D_z v_i came from */
double ras_fit_get_step_eigenvalue (const RasFit *fit, guint i); /* |λ| */
/* The fewest directions with gap ≤ 1 − target, or −1 if the path is not that long yet. */
int ras_fit_get_rank_for_target (const RasFit *fit, double target);
/* The longest path there can be: d − (k − 1). */
guint ras_fit_get_max_rank (const RasFit *fit);

/* --- How the fit went --- */

typedef struct
{
  double seconds;         /* of this fit alone; 0 when it came from the cache */
  gboolean from_cache;
  guint iterations;       /* QLEACE: of the barycenter */
  double residual;        /* QLEACE: max_z ‖A_z Σ_z A_zᵀ − Σ̄‖_F / ‖Σ̄‖_F */
  double condition;       /* LEACE: reciprocal condition of Σ_xx; 0: singular, pseudo-inverse used */
  GArray *losses;         /* QLEACE: double, the barycenter loss by iteration; or NULL */
  const char *remark;     /* a sentence on ill-conditioning, or NULL */
} RasFitReport;

const RasFitReport *ras_fit_get_report (const RasFit *fit);

G_END_DECLS

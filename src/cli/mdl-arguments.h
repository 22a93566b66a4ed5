/* What `mdl` and `sweep` are told, and the plan that comes of it. */
#pragma once

#include "arguments.h"
#include "plan.h"

G_BEGIN_DECLS

/* The texts of the options; NULL: not given. */
typedef struct
{
  /* The network. */
  char *net, *size, *activation, *width, *depth, *widths, *depths, *drop_path;
  /* The erasers. */
  char *erasers, *rank, *target, *eraser_seed;
  gboolean no_shrinkage, no_cache;
  /* How much. */
  char *preset, *images, *blocks, *seeds, *seed, *max_epochs, *patience, *estimator;
  /* Training. */
  char *learning_rate, *beta1, *beta2, *weight_decay, *warm_up, *batch;
  gboolean no_augment, no_crop, no_flip;
  /* The machine and the store. */
  char *threads, *cores, *store;
  gboolean no_store, no_collection, again;
  /* What is written. */
  char *output;
  RasPictureArguments plot;
  gboolean as_json, verbose, quiet, list;
} RasMdlArguments;

/* The only one: options of a program are there once. */
extern RasMdlArguments ras_mdl_arguments;

/* Reads them from the command line as ras_arguments_parse() does, with --widths, --depths and
 * --list if it is a sweep. Returns the data set's location. */
const char *ras_mdl_arguments_parse (RasCli *cli, gboolean sweep, int *argc, char ***argv,
                                     GError **error);

/* What was ordered, as far as it can be known without the data set. */
typedef struct
{
  RasPlan *plan;      /* common->images 0 where none were given, common->rank 0 and threads 0 likewise */
  gsize preset_images; /* instead, clamped to what there is; 0: all */
  double target;      /* for the rank, where none was given */
  guint cores;        /* 0: all */
} RasMdlOrder;

/* Usage errors for all that is wrong in itself. */
gboolean ras_mdl_order_read (const RasMdlArguments *given, RasMdlOrder *order, GError **error);
void ras_mdl_order_clear (RasMdlOrder *order);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (RasMdlOrder, ras_mdl_order_clear)

G_END_DECLS

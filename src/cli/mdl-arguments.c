#include "mdl-arguments.h"

#include <glib/gi18n.h>
#include <string.h>

#include "network.h"
#include "output.h"

/* Without a preset it is this one. */
#define DEFAULT_PRESET "lesson"
#define DEFAULT_ERASERS "none,leace,qleace,alf-qleace,random"
#define DEFAULT_TARGET 0.9

RasMdlArguments ras_mdl_arguments;

#define GIVEN(field) &ras_mdl_arguments.field

static const GOptionEntry sweep_entries[] = {
  { "widths", 0, 0, G_OPTION_ARG_STRING, GIVEN (widths), N_ ("Widths, separated by commas"),
    N_ ("H,H,…") },
  { "depths", 0, 0, G_OPTION_ARG_STRING, GIVEN (depths), N_ ("Depths, separated by commas"),
    N_ ("L,L,…") },
  { "list", 0, 0, G_OPTION_ARG_NONE, GIVEN (list),
    N_ ("Only print one “rasura-cli mdl” command for each run"), NULL },
};

static const GOptionEntry common_entries[] = {
  { "net", 0, 0, G_OPTION_ARG_STRING, GIVEN (net), N_ ("The network (default: mlp)"),
    N_ ("NET") },
  { "width", 0, 0, G_OPTION_ARG_STRING, GIVEN (width),
    N_ ("Of the hidden layers (default: 128 for an MLP), or of the first stage"), N_ ("H") },
  { "depth", 0, 0, G_OPTION_ARG_STRING, GIVEN (depth),
    N_ ("Hidden layers (default: 2 for an MLP), or blocks of the first stage"), N_ ("L") },
  { "act", 0, 0, G_OPTION_ARG_STRING, GIVEN (activation),
    N_ ("Activation: relu (default), gelu or swiglu"), N_ ("NAME") },
  { "size", 0, 0, G_OPTION_ARG_STRING, GIVEN (size),
    N_ ("Of a network that has sizes, such as atto"), N_ ("NAME") },
  { "drop-path", 0, 0, G_OPTION_ARG_STRING, GIVEN (drop_path),
    N_ ("How often a block is left out in training"), N_ ("P") },
  { "erasers", 'e', 0, G_OPTION_ARG_STRING, GIVEN (erasers),
    N_ ("Names, separated by commas (default: none,leace,qleace,alf-qleace,random)"), N_ ("NAMES") },
  { "rank", 'r', 0, G_OPTION_ARG_STRING, GIVEN (rank),
    N_ ("Directions that ALF-QLEACE and the random projection remove"), N_ ("R") },
  { "target", 't', 0, G_OPTION_ARG_STRING, GIVEN (target),
    N_ ("Or as many as erase so much of the covariance gap (default: 0.9)"), N_ ("FRACTION") },
  { "eraser-seed", 0, 0, G_OPTION_ARG_STRING, GIVEN (eraser_seed),
    N_ ("Of the random projection (default: 1)"), N_ ("SEED") },
  { "no-shrinkage", 0, 0, G_OPTION_ARG_NONE, GIVEN (no_shrinkage),
    N_ ("QLEACE, gradient: take the covariances as they were measured"), NULL },
  { "no-cache", 0, 0, G_OPTION_ARG_NONE, GIVEN (no_cache),
    N_ ("Fit anew and do not keep it"), NULL },
  { "preset", 'p', 0, G_OPTION_ARG_STRING, GIVEN (preset),
    N_ ("How much: glance, lesson (default) or paper; options below change it"), N_ ("NAME") },
  { "images", 'n', 0, G_OPTION_ARG_STRING, GIVEN (images),
    N_ ("So many training images, a fifth of them (2048 at most) for validation"), N_ ("N") },
  { "seeds", 0, 0, G_OPTION_ARG_STRING, GIVEN (seeds), N_ ("So many seeds"), N_ ("N") },
  { "seed", 0, 0, G_OPTION_ARG_STRING, GIVEN (seed), N_ ("The first one (default: 1)"),
    N_ ("SEED") },
  { "max-epochs", 0, 0, G_OPTION_ARG_STRING, GIVEN (max_epochs),
    N_ ("No network is trained for longer"), N_ ("E") },
  { "patience", 0, 0, G_OPTION_ARG_STRING, GIVEN (patience),
    N_ ("Epochs without a better validation loss after which training stops"), N_ ("P") },
  { "blocks", 0, 0, G_OPTION_ARG_STRING, GIVEN (blocks), N_ ("Of the code (default: 10)"),
    N_ ("M") },
  { "estimator", 0, 0, G_OPTION_ARG_STRING, GIVEN (estimator),
    N_ ("prequential (default), or fixed-test: every network is tested on the last block"),
    N_ ("NAME") },
  { "learning-rate", 0, 0, G_OPTION_ARG_STRING, GIVEN (learning_rate),
    N_ ("Before it is scaled over width and depth (default: the network's)"), N_ ("RATE") },
  { "beta1", 0, 0, G_OPTION_ARG_STRING, GIVEN (beta1),
    N_ ("Schedule-free AdamW's β₁ (default: the network's)"), N_ ("B") },
  { "beta2", 0, 0, G_OPTION_ARG_STRING, GIVEN (beta2), N_ ("Its β₂ (default: 0.999)"),
    N_ ("B") },
  { "weight-decay", 0, 0, G_OPTION_ARG_STRING, GIVEN (weight_decay), N_ ("(default: 0.01)"),
    N_ ("W") },
  { "warm-up", 0, 0, G_OPTION_ARG_STRING, GIVEN (warm_up),
    N_ ("Steps until the full learning rate (default: 100)"), N_ ("STEPS") },
  { "batch", 0, 0, G_OPTION_ARG_STRING, GIVEN (batch), N_ ("Images a step (default: 128)"),
    N_ ("N") },
  { "no-augment", 0, 0, G_OPTION_ARG_NONE, GIVEN (no_augment),
    N_ ("Neither random crops nor mirror images"), NULL },
  { "no-crop", 0, 0, G_OPTION_ARG_NONE, GIVEN (no_crop), N_ ("No random crops"), NULL },
  { "no-flip", 0, 0, G_OPTION_ARG_NONE, GIVEN (no_flip), N_ ("No mirror images"), NULL },
  { "threads", 0, 0, G_OPTION_ARG_STRING, GIVEN (threads),
    N_ ("Of each run; the numbers depend on it (default: what is done soonest)"), N_ ("T") },
  { "cores", 0, 0, G_OPTION_ARG_STRING, GIVEN (cores), N_ ("To use at most (default: all)"),
    N_ ("C") },
  { "store", 0, 0, G_OPTION_ARG_FILENAME, GIVEN (store),
    N_ ("Where runs are kept and go on from (default: the user's own)"), N_ ("FILE") },
  { "no-store", 0, 0, G_OPTION_ARG_NONE, GIVEN (no_store), N_ ("Keep nothing"), NULL },
  { "no-collection", 0, 0, G_OPTION_ARG_NONE, GIVEN (no_collection),
    N_ ("Keep the runs without a collection of their own in the history"), NULL },
  { "again", 0, 0, G_OPTION_ARG_NONE, GIVEN (again), N_ ("Train also what is kept"), NULL },
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, GIVEN (output),
    N_ ("The CSV file (default: the standard output)"), N_ ("FILE") },
  { "plot", 0, 0, G_OPTION_ARG_FILENAME, GIVEN (plot.output),
    N_ ("Draw it, too: .svg, .pdf or .png"), N_ ("FILE") },
  RAS_LOOK_ENTRIES (ras_mdl_arguments.plot),
  { "json", 0, 0, G_OPTION_ARG_NONE, GIVEN (as_json), N_ ("Write JSON to the standard output"),
    NULL },
  { "verbose", 'v', 0, G_OPTION_ARG_NONE, GIVEN (verbose),
    N_ ("Tell of every block, also where standard error is no terminal"), NULL },
  { "quiet", 'q', 0, G_OPTION_ARG_NONE, GIVEN (quiet), N_ ("Tell of failures only"), NULL },
};

const char *
ras_mdl_arguments_parse (RasCli *cli, gboolean sweep, int *argc, char ***argv, GError **error)
{
  g_autoptr (GArray) entries = g_array_new (TRUE, FALSE, sizeof (GOptionEntry));

  if (sweep)
    g_array_append_vals (entries, sweep_entries, G_N_ELEMENTS (sweep_entries));
  g_array_append_vals (entries, common_entries, G_N_ELEMENTS (common_entries));
  return ras_arguments_parse (cli, (const GOptionEntry *) entries->data, NULL, argc, argv, error);
}

/* --- Numbers --- */

static gboolean
read_count (const char *option, const char *text, guint min, guint max, guint *value,
            GError **error)
{
  guint64 count = *value;

  if (!ras_arguments_count (option, text, min, max, &count, error))
    return FALSE;
  *value = count;
  return TRUE;
}

/* Each once, in the order in which they were given. */
static gboolean
read_counts (const char *option, const char *text, guint max, GArray *values, GError **error)
{
  g_auto (GStrv) words = g_strsplit (text ? text : "", ",", -1);

  for (guint i = 0; words[i]; i++)
    {
      guint value = 0;
      gboolean seen = FALSE;

      if (!read_count (option, g_strstrip (words[i]), 1, max, &value, error))
        return FALSE;
      for (guint j = 0; j < values->len; j++)
        seen |= g_array_index (values, guint, j) == value;
      if (!seen)
        g_array_append_val (values, value);
    }
  return TRUE;
}

static gboolean
read_training (const RasMdlArguments *given, RasRunConfig *config, GError **error)
{
  config->crop = !given->no_augment && !given->no_crop;
  config->flip = !given->no_augment && !given->no_flip;
  return ras_arguments_number ("learning-rate", given->learning_rate, 1e-30, 1e30,
                               &config->learning_rate, error)
         && ras_arguments_number ("beta1", given->beta1, 1e-6, 0.999999, &config->beta1, error)
         && ras_arguments_number ("beta2", given->beta2, 0, 0.999999, &config->beta2, error)
         && ras_arguments_number ("weight-decay", given->weight_decay, 0, 1,
                                  &config->weight_decay, error)
         && read_count ("warm-up", given->warm_up, 0, G_MAXINT, &config->warm_up, error)
         && read_count ("batch", given->batch, 1, 4096, &config->batch, error);
}

static gboolean
read_budget (const RasMdlArguments *given, RasMdlOrder *order, GError **error)
{
  RasRunConfig *config = order->plan->common;
  g_autoptr (GError) wrong = NULL;
  const RasPreset *preset
      = ras_preset_find (given->preset ? given->preset : DEFAULT_PRESET, &wrong);
  guint64 images = 0, seed = config->seed;

  if (preset == NULL)
    return ras_cli_usage (error, "%s", wrong->message);
  order->preset_images = preset->images;
  order->plan->seeds = preset->seeds;
  config->max_epochs = preset->max_epochs;
  config->patience = preset->patience;
  if (!ras_arguments_count ("images", given->images, 1, G_MAXUINT32, &images, error)
      || !read_count ("seeds", given->seeds, 1, 1000, &order->plan->seeds, error)
      || !ras_arguments_count ("seed", given->seed, 0, G_MAXUINT64, &seed, error)
      || !read_count ("max-epochs", given->max_epochs, 1, G_MAXINT, &config->max_epochs, error)
      || !read_count ("patience", given->patience, 1, G_MAXINT, &config->patience, error)
      || !read_count ("blocks", given->blocks, 2, 64, &config->blocks, error))
    return FALSE;
  config->images = images;
  config->seed = seed;
  if (given->estimator && !ras_estimator_find (given->estimator, &config->estimator))
    return ras_cli_usage (error, _ ("--estimator is prequential or fixed-test, not “%s”"),
                          given->estimator);
  return TRUE;
}

/* --- The network and the erasers --- */

/* An option that the network does not have would silently do nothing. */
static gboolean
check_has (const RasNetworkKind *kind, const char *option, const char *text, gboolean has,
           GError **error)
{
  return text == NULL || has
         || ras_cli_usage (error, _ ("--%s means nothing to this network: %s"), option,
                           _ (kind->title));
}

static gboolean
check_choice (const char *option, const char *text, const char *const *choices, GError **error)
{
  g_autofree char *list = NULL;

  if (text == NULL || g_strv_contains (choices, text))
    return TRUE;
  list = g_strjoinv (", ", (char **) choices);
  return ras_cli_usage (error, _ ("--%s is one of %s, not “%s”"), option, list, text);
}

static gboolean
check_network (const RasMdlArguments *given, const RasNetworkKind *kind, GError **error)
{
  const char *width = given->widths ? given->widths : given->width;
  const char *depth = given->depths ? given->depths : given->depth;

  return ras_arguments_exclude ("width", given->width, "widths", given->widths, error)
         && ras_arguments_exclude ("depth", given->depth, "depths", given->depths, error)
         && ras_arguments_exclude ("size", given->size, given->widths ? "widths" : "width", width,
                                   error)
         && ras_arguments_exclude ("size", given->size, given->depths ? "depths" : "depth", depth,
                                   error)
         && check_has (kind, given->widths ? "widths" : "width", width, kind->default_width > 0,
                       error)
         && check_has (kind, given->depths ? "depths" : "depth", depth, kind->default_depth > 0,
                       error)
         && check_has (kind, "size", given->size, kind->sizes != NULL, error)
         && check_has (kind, "drop-path", given->drop_path, kind->drop_path > 0, error)
         && check_has (kind, "act", given->activation, kind->activations != NULL, error)
         && check_choice ("size", given->size, kind->sizes, error)
         && check_choice ("act", given->activation, kind->activations, error);
}

static gboolean
read_network (const RasMdlArguments *given, RasPlan *plan, GError **error)
{
  RasRunConfig *config = plan->common;
  g_autoptr (GError) wrong = NULL;
  const RasNetworkKind *kind = ras_network_kind_find (given->net ? given->net : "mlp", &wrong);

  if (kind == NULL)
    return ras_cli_usage (error, "%s", wrong->message);
  if (!check_network (given, kind, error)
      || !read_count ("width", given->width, 1, 65536, &config->width, error)
      || !read_count ("depth", given->depth, 1, 256, &config->depth, error)
      || !read_counts ("widths", given->widths, 65536, plan->widths, error)
      || !read_counts ("depths", given->depths, 256, plan->depths, error)
      || !ras_arguments_number ("drop-path", given->drop_path, 0, 0.99, &config->drop_path, error))
    return FALSE;
  config->net = g_strdup (kind->name);
  config->size = g_strdup (given->size);
  config->activation = g_strdup (given->activation);
  return TRUE;
}

static gboolean
read_erasers (const RasMdlArguments *given, RasMdlOrder *order, GError **error)
{
  RasRunConfig *config = order->plan->common;
  g_autoptr (GPtrArray) erasers
      = ras_arguments_erasers (given->erasers ? given->erasers : DEFAULT_ERASERS, error);

  order->target = DEFAULT_TARGET;
  if (erasers == NULL || !ras_arguments_exclude ("rank", given->rank, "target", given->target, error)
      || !read_count ("rank", given->rank, 1, G_MAXINT, &config->rank, error)
      || !ras_arguments_number ("target", given->target, 0, 1, &order->target, error)
      || !ras_arguments_count ("eraser-seed", given->eraser_seed, 0, G_MAXUINT64,
                               &config->eraser_seed, error))
    return FALSE;
  config->shrinkage = !given->no_shrinkage;
  g_strfreev (order->plan->erasers);
  order->plan->erasers = g_new0 (char *, erasers->len + 1);
  for (guint i = 0; i < erasers->len; i++)
    order->plan->erasers[i] = g_strdup (((const RasEraser *) erasers->pdata[i])->name);
  return TRUE;
}

/* --- The whole --- */

static gboolean
check_outputs (const RasMdlArguments *given, GError **error)
{
  RasDrawingSize size;

  if (!ras_arguments_exclude ("store", given->store, "no-store",
                              GINT_TO_POINTER (given->no_store), error)
      || !ras_arguments_exclude ("verbose", GINT_TO_POINTER (given->verbose), "quiet",
                                 GINT_TO_POINTER (given->quiet), error)
      || !ras_arguments_exclude ("list", GINT_TO_POINTER (given->list), "output", given->output,
                                 error)
      || !ras_arguments_exclude ("list", GINT_TO_POINTER (given->list), "plot", given->plot.output,
                                 error)
      || !ras_arguments_exclude ("list", GINT_TO_POINTER (given->list), "json",
                                 GINT_TO_POINTER (given->as_json), error))
    return FALSE;
  return ras_arguments_plot (&given->plot, &size, error)
         && (given->output == NULL || ras_output_check (given->output, error))
         && (given->plot.output == NULL || ras_output_check (given->plot.output, error));
}

gboolean
ras_mdl_order_read (const RasMdlArguments *given, RasMdlOrder *order, GError **error)
{
  *order = (RasMdlOrder) { .plan = ras_plan_new () };
  order->plan->common->threads = 0;
  return read_network (given, order->plan, error) && read_erasers (given, order, error)
         && read_budget (given, order, error) && read_training (given, order->plan->common, error)
         && read_count ("threads", given->threads, 1, 64, &order->plan->common->threads, error)
         && read_count ("cores", given->cores, 1, 1024, &order->cores, error)
         && check_outputs (given, error);
}

void
ras_mdl_order_clear (RasMdlOrder *order)
{
  g_clear_pointer (&order->plan, ras_plan_free);
}

#include "ras-mdl-plan.h"

#include <glib/gi18n.h>
#include <string.h>

#include "eraser.h"
#include "network.h"
#include "runner.h"

/* No network is so large. */
#define MOST 100000

const char *
ras_mdl_title_of (const char *eraser)
{
  const RasEraser *found = ras_eraser_find (eraser, NULL);

  return found ? _ (found->title) : eraser;
}

GArray *
ras_mdl_plan_parse_numbers (const char *text, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  const char *at = text ? text : "";

  while (*(at += strspn (at, " ,;\t")))
    {
      char *end;
      guint64 value = g_ascii_strtoull (at, &end, 10);
      guint number = (guint) MIN (value, MOST);

      if (end == at || !g_ascii_isdigit (*at) || (*end && !strchr (" ,;\t", *end)) || value == 0
          || value > MOST)
        {
          g_set_error (error, RAS_LEARN_ERROR, RAS_LEARN_ERROR_INVALID,
                       _ ("“%s” is no list of sizes: write one number, or several as in "
                          "64, 128, 256."),
                       text);
          return NULL;
        }
      g_array_append_val (numbers, number);
      at = end;
    }
  return g_steal_pointer (&numbers);
}

/* One number is a size, several are a sweep. */
static gboolean
take_numbers (const char *text, guint *one, GArray *several, GError **error)
{
  g_autoptr (GArray) numbers = ras_mdl_plan_parse_numbers (text, error);

  if (numbers == NULL)
    return FALSE;
  if (numbers->len == 1)
    *one = g_array_index (numbers, guint, 0);
  else if (numbers->len > 1)
    g_array_append_vals (several, numbers->data, numbers->len);
  return TRUE;
}

static gboolean
set_network (RasPlan *plan, const RasSessionState *state, GError **error)
{
  const RasNetworkKind *kind = ras_network_kind_find (state->mdl_network, error);
  RasRunConfig *common = plan->common;

  if (kind == NULL)
    return FALSE;
  common->net = g_strdup (kind->name);
  if (kind->sizes)
    common->size = g_strdup (state->mdl_size && g_strv_contains (kind->sizes, state->mdl_size)
                                 ? state->mdl_size
                                 : kind->sizes[0]);
  if (kind->activations && state->mdl_activation
      && g_strv_contains (kind->activations, state->mdl_activation))
    common->activation = g_strdup (state->mdl_activation);
  if (kind->sizes)
    return TRUE;
  return (kind->default_width == 0
          || take_numbers (state->mdl_widths, &common->width, plan->widths, error))
         && (kind->default_depth == 0
             || take_numbers (state->mdl_depths, &common->depth, plan->depths, error));
}

static gboolean
set_budget (RasPlan *plan, const RasSessionState *state, const char *preset, gsize n,
            GError **error)
{
  const RasPreset custom = { .images = state->mdl_images,
                             .seeds = state->mdl_seeds,
                             .max_epochs = state->mdl_max_epochs,
                             .patience = state->mdl_patience };
  const RasPreset *budget
      = g_str_equal (preset, RAS_MDL_CUSTOM) ? &custom : ras_preset_find (preset, error);

  if (budget == NULL)
    return FALSE;
  plan->common->images = budget->images == 0 ? n : MIN (budget->images, n);
  plan->common->max_epochs = budget->max_epochs;
  plan->common->patience = budget->patience;
  plan->seeds = budget->seeds;
  return TRUE;
}

RasPlan *
ras_mdl_plan_make (const RasSessionState *state, const char *preset, RasDataset *dataset,
                   GError **error)
{
  g_autoptr (RasPlan) plan = ras_plan_new ();

  if (state->mdl_erasers[0] == NULL)
    {
      g_set_error_literal (error, RAS_LEARN_ERROR, RAS_LEARN_ERROR_INVALID,
                           _ ("Choose at least one eraser."));
      return NULL;
    }
  plan->common->dataset = ras_dataset_dup_address (dataset);
  plan->common->title = g_strdup (ras_dataset_get_title (dataset));
  plan->common->fingerprint = g_strdup (ras_dataset_get_fingerprint (dataset));
  g_strfreev (plan->erasers);
  plan->erasers = g_strdupv (state->mdl_erasers);
  plan->common->rank = state->mdl_rank == RAS_MDL_RANK_OF_COMPARE ? state->rank
                                                                  : (guint) state->mdl_rank;
  if (!set_network (plan, state, error)
      || !set_budget (plan, state, preset, ras_dataset_get_n_images (dataset, RAS_SPLIT_TRAIN),
                      error))
    return NULL;
  return g_steal_pointer (&plan);
}

GPtrArray *
ras_mdl_plan_list_runs (const RasPlan *plan, RasDataset *dataset, guint cores, GError **error)
{
  g_autoptr (GPtrArray) all = ras_plan_unfold (plan);
  g_autoptr (GPtrArray) configs
      = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_config_free);
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  /* As the command line chooses them, so that the same order there makes the same runs. */
  guint threads = ras_runner_choose_threads (all->len, cores);

  for (guint i = 0; i < all->len; i++)
    {
      g_autoptr (RasRunConfig) config = ras_run_config_copy (g_ptr_array_index (all, i));

      config->threads = threads;
      if (!ras_run_config_complete (config, dataset, error)
          || !ras_run_config_check_network (config, dataset, error))
        return NULL;
      if (g_hash_table_add (ids, ras_run_config_make_id (config)))
        g_ptr_array_add (configs, g_steal_pointer (&config));
    }
  return g_steal_pointer (&configs);
}

/* All but the eraser and the seed, of which a collection has several. */
static char *
describe_network (const GPtrArray *configs)
{
  const RasRunConfig *first = g_ptr_array_index (configs, 0);
  g_autoptr (RasRunConfig) plain = ras_run_config_copy (first);
  gboolean sweep = FALSE;
  g_autofree char *text = NULL;

  for (guint i = 1; i < configs->len; i++)
    {
      const RasRunConfig *config = g_ptr_array_index (configs, i);

      sweep = sweep || config->width != first->width || config->depth != first->depth;
    }
  if (sweep)
    plain->width = plain->depth = 0;
  text = ras_run_config_describe_network (plain);
  return sweep ? g_strdup_printf (_ ("%s, several sizes"), text) : g_steal_pointer (&text);
}

/* Lines break only between the parts. */
char *
ras_mdl_plan_name (const GPtrArray *configs, const char *preset)
{
  const RasRunConfig *first = g_ptr_array_index (configs, 0);
  g_autofree char *breaking = describe_network (configs);
  g_auto (GStrv) words = g_strsplit (breaking, " ", -1);
  g_autofree char *network = g_strjoinv ("\u00a0", words);
  const RasPreset *known = ras_preset_find (preset, NULL);

  return g_strdup_printf ("%s\u00a0· %s\u00a0· %s", first->title, network,
                          known ? _ (known->title) : _ ("Custom"));
}

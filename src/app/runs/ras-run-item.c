#include "ras-run-item.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "network.h"
#include "ras-mdl-plan.h"
#include "summary.h"

G_DEFINE_FINAL_TYPE (RasRunItem, ras_run_item, G_TYPE_OBJECT)

static guint changed_signal;

/* --- Counting --- */

static double
sum_seconds (const RasRun *run)
{
  double seconds = 0;

  for (guint i = 0; i < run->points->len; i++)
    {
      const RasPoint *point = g_ptr_array_index (run->points, i);

      if (isfinite (point->seconds))
        seconds += point->seconds;
    }
  return seconds;
}

static guint64
sum_epochs (const RasRun *run)
{
  guint64 epochs = 0;

  for (guint i = 0; i < run->points->len; i++)
    epochs += ((const RasPoint *) g_ptr_array_index (run->points, i))->epochs;
  return epochs;
}

static void
count_run (RasRunItem *self)
{
  self->created = self->run->created;
  self->n_seeds = 1;
  self->mdl = self->run->state == RAS_RUN_FINISHED ? ras_run_get_mdl (self->run) : NAN;
  self->deviation = NAN;
  self->increase = self->mdl - self->reference;
  self->seconds = sum_seconds (self->run);
  self->epochs = sum_epochs (self->run);
}

/* Mean and spread over the runs that are finished. Two passes: the values lie close together. */
static void
average (RasRunItem *self)
{
  double sum = 0, squares = 0, increases = 0;
  guint n = 0;

  for (guint i = 0; i < self->runs->len; i++)
    {
      const RasRunItem *run = g_ptr_array_index (self->runs, i);

      if (isnan (run->mdl))
        continue;
      sum += run->mdl;
      increases += run->increase;
      n++;
    }
  self->mdl = n > 0 ? sum / n : NAN;
  self->increase = n > 0 ? increases / n : NAN;
  for (guint i = 0; i < self->runs->len; i++)
    {
      const RasRunItem *run = g_ptr_array_index (self->runs, i);

      if (!isnan (run->mdl))
        squares += (run->mdl - self->mdl) * (run->mdl - self->mdl);
    }
  self->deviation = n > 1 ? sqrt (squares / (n - 1)) : NAN;
}

static gboolean
is_one_series (const RasRunItem *self)
{
  const RasRunItem *first = self->runs->len > 0 ? g_ptr_array_index (self->runs, 0) : NULL;

  for (guint i = 1; i < self->runs->len; i++)
    if (strcmp (((RasRunItem *) g_ptr_array_index (self->runs, i))->series_key, first->series_key))
      return FALSE;
  return first != NULL;
}

static void
count_group (RasRunItem *self)
{
  self->created = self->collection ? self->collection->created : 0;
  self->seconds = 0;
  self->epochs = 0;
  self->n_seeds = self->runs->len;
  self->mdl = self->deviation = self->increase = NAN;
  for (guint i = 0; i < self->runs->len; i++)
    {
      const RasRunItem *run = g_ptr_array_index (self->runs, i);

      self->seconds += run->seconds;
      self->epochs += run->epochs;
      self->created = self->collection ? self->created : MAX (self->created, run->created);
    }
  /* An MDL of different networks or erasers would mean nothing. */
  if (is_one_series (self))
    average (self);
}

void
ras_run_item_update (RasRunItem *self)
{
  if (self->kind == RAS_ITEM_RUN)
    count_run (self);
  else
    count_group (self);
  g_signal_emit (self, changed_signal, 0);
}

void
ras_run_item_set_runs (RasRunItem *self, const GPtrArray *runs)
{
  g_ptr_array_set_size (self->runs, 0);
  for (guint i = 0; i < runs->len; i++)
    g_ptr_array_add (self->runs, g_object_ref (g_ptr_array_index (runs, i)));
  ras_run_item_update (self);
}

void
ras_run_item_follow (RasRunItem *self, const RasRun *run, gboolean in_training, double progress)
{
  /* The store may know more than who has trained it before. */
  gboolean other = run->points->len > self->run->points->len
                   || (self->run->state == RAS_RUN_STARTED && run->state != RAS_RUN_STARTED);

  if (!other && in_training == self->in_training && progress == self->progress)
    return;
  if (other)
    {
      gint64 created = self->run->created;

      ras_run_free (self->run);
      self->run = ras_run_copy (run);
      self->run->created = self->run->created ? self->run->created : created;
    }
  self->in_training = in_training;
  self->progress = progress;
  ras_run_item_update (self);
}

/* --- What it is --- */

const RasCollection *
ras_run_item_get_collection (const RasRunItem *self)
{
  const RasRunItem *experiment = self->kind == RAS_ITEM_EXPERIMENT ? self : self->experiment;

  return experiment ? experiment->collection : NULL;
}

static const RasRunItem *
nth (const RasRunItem *self, guint i)
{
  return self->kind == RAS_ITEM_RUN ? self : g_ptr_array_index (self->runs, i);
}

const char *
ras_run_item_get_eraser (const RasRunItem *self)
{
  const char *eraser = NULL;

  for (guint i = 0; i < (self->kind == RAS_ITEM_RUN ? 1 : self->runs->len); i++)
    {
      const char *other = nth (self, i)->run->config->eraser;

      if (eraser && g_strcmp0 (eraser, other) != 0)
        return NULL;
      eraser = other;
    }
  return eraser;
}

static RasRunItemState
get_state_of_run (const RasRunItem *self)
{
  switch (self->run->state)
    {
    case RAS_RUN_FINISHED:
      return RAS_ITEM_FINISHED;
    case RAS_RUN_FAILED:
      return RAS_ITEM_FAILED;
    default:
      return self->in_training ? RAS_ITEM_RUNNING : RAS_ITEM_STOPPED;
    }
}

/* A group is what most wants to be seen of its runs. */
RasRunItemState
ras_run_item_get_state (const RasRunItem *self)
{
  gboolean seen[RAS_N_ITEM_STATES] = { FALSE };

  if (self->kind == RAS_ITEM_RUN)
    return get_state_of_run (self);
  for (guint i = 0; i < self->runs->len; i++)
    seen[get_state_of_run (g_ptr_array_index (self->runs, i))] = TRUE;
  return seen[RAS_ITEM_RUNNING]   ? RAS_ITEM_RUNNING
         : seen[RAS_ITEM_STOPPED] ? RAS_ITEM_STOPPED
         : seen[RAS_ITEM_FAILED]  ? RAS_ITEM_FAILED
                                  : RAS_ITEM_FINISHED;
}

const char *
ras_run_item_state_title (RasRunItemState state)
{
  static const char *const titles[RAS_N_ITEM_STATES]
      = { N_ ("Finished"), N_ ("In training"), N_ ("Stopped"), N_ ("Failed") };

  return _ (titles[state]);
}

/* --- Making --- */

/* What is searched, and what one might type to find it. */
static char *
make_search (const RasRunItem *self, const char *eraser)
{
  const RasRunConfig *config = self->run->config;
  const RasCollection *collection = ras_run_item_get_collection (self);
  g_autofree char *text = g_strjoin (
      "\n", self->dataset, config->dataset ? config->dataset : "", self->network, eraser,
      ras_mdl_title_of (eraser), self->run->id, collection ? collection->name : "",
      self->run->message ? self->run->message : "", NULL);

  return g_utf8_casefold (text, -1);
}

static char *
describe_network (const RasRunConfig *config)
{
  g_autofree char *name = ras_run_config_describe_network (config);
  guint width, depth;

  ras_run_config_get_shape (config, &width, &depth);
  if (config->size && width > 0)
    return g_strdup_printf ("%s, %u × %u", name, width, depth);
  return g_steal_pointer (&name);
}

RasRunItem *
ras_run_item_new_run (RasRun *run, RasRunItem *experiment)
{
  RasRunItem *self = g_object_new (RAS_TYPE_RUN_ITEM, NULL);
  const RasRunConfig *config = run->config;
  const RasNetworkKind *kind = config->net ? ras_network_kind_find (config->net, NULL) : NULL;

  self->kind = RAS_ITEM_RUN;
  self->key = g_strconcat ("run ", run->id, NULL);
  self->run = run;
  g_set_object (&self->experiment, experiment);
  self->dataset = g_strdup (config->title      ? config->title
                            : config->dataset ? config->dataset
                                              : "–");
  self->network = describe_network (config);
  self->network_kind = g_strdup (kind ? _ (kind->title) : config->net ? config->net : "–");
  self->dataset_order = g_utf8_collate_key (self->dataset, -1);
  self->network_order = g_utf8_collate_key (self->network, -1);
  self->series_key = ras_series_make_key (config);
  self->reference_key = ras_series_make_reference_key (config, TRUE);
  self->search = make_search (self, config->eraser);
  count_run (self);
  return self;
}

RasRunItem *
ras_run_item_new_experiment (RasCollection *collection)
{
  RasRunItem *self = g_object_new (RAS_TYPE_RUN_ITEM, NULL);

  self->kind = RAS_ITEM_EXPERIMENT;
  self->key = g_strconcat ("experiment ", collection->id, NULL);
  self->collection = collection;
  self->name_order = g_utf8_collate_key (collection->name, -1);
  self->created = collection->created;
  return self;
}

RasRunItem *
ras_run_item_new_series (const char *key, RasRunItem *experiment)
{
  RasRunItem *self = g_object_new (RAS_TYPE_RUN_ITEM, NULL);

  self->kind = RAS_ITEM_SERIES;
  self->key = g_strdup (key);
  g_set_object (&self->experiment, experiment);
  return self;
}

static void
finalize (GObject *object)
{
  RasRunItem *self = RAS_RUN_ITEM (object);

  g_ptr_array_unref (self->runs);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_object (&self->experiment);
  ras_run_free (self->run);
  ras_collection_free (self->collection);
  g_free (self->key);
  g_free (self->dataset);
  g_free (self->network);
  g_free (self->network_kind);
  g_free (self->search);
  g_free (self->name_order);
  g_free (self->dataset_order);
  g_free (self->network_order);
  g_free (self->series_key);
  g_free (self->reference_key);
  G_OBJECT_CLASS (ras_run_item_parent_class)->finalize (object);
}

static void
ras_run_item_class_init (RasRunItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = finalize;
  changed_signal = g_signal_new ("changed", RAS_TYPE_RUN_ITEM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
ras_run_item_init (RasRunItem *self)
{
  self->runs = g_ptr_array_new_with_free_func (g_object_unref);
  self->reference = self->mdl = self->deviation = self->increase = NAN;
  self->progress = -1;
}

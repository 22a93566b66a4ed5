/* What a row says, and how rows are ordered. */
#include "ras-run-item.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#include "axis.h"
#include "eraser.h"
#include "number.h"
#include "ras-duration.h"
#include "ras-mdl-plan.h"

#define NUMBER_SIZE 64

/* --- Values that the runs of a group share --- */

static guint
count (const RasRunItem *self)
{
  return self->kind == RAS_ITEM_RUN ? 1 : self->runs->len;
}

static const RasRunItem *
nth (const RasRunItem *self, guint i)
{
  return self->kind == RAS_ITEM_RUN ? self : g_ptr_array_index (self->runs, i);
}

static const char *
get_text (const RasRunItem *run, RasRunColumn column)
{
  return column == RAS_COLUMN_DATASET ? run->dataset : run->network;
}

static guint64
get_count (const RasRunItem *run, RasRunColumn column)
{
  const RasRunConfig *config = run->run->config;

  return column == RAS_COLUMN_RANK     ? config->rank
         : column == RAS_COLUMN_IMAGES ? config->images
                                       : config->seed;
}

static const char *
find_shared_text (const RasRunItem *self, RasRunColumn column)
{
  for (guint i = 1; i < count (self); i++)
    if (g_strcmp0 (get_text (nth (self, i), column), get_text (nth (self, 0), column)) != 0)
      return NULL;
  return count (self) > 0 ? get_text (nth (self, 0), column) : NULL;
}

static gboolean
find_shared_count (const RasRunItem *self, RasRunColumn column, guint64 *value)
{
  if (count (self) == 0)
    return FALSE;
  *value = get_count (nth (self, 0), column);
  for (guint i = 1; i < count (self); i++)
    if (get_count (nth (self, i), column) != *value)
      return FALSE;
  return TRUE;
}

/* --- Cells --- */

static char *
format_count (guint64 value)
{
  char text[NUMBER_SIZE];

  ras_format_count (value, text, sizeof text);
  return g_strdup (text);
}

static char *
format_date (gint64 seconds)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (seconds);

  /* No calendar has every number of seconds that a store may hold. */
  return when && seconds > 0 ? g_date_time_format (when, "%x %H:%M") : g_strdup ("–");
}

static char *
format_name (const RasRunItem *self)
{
  const RasCollection *collection = ras_run_item_get_collection (self);

  if (self->kind == RAS_ITEM_SERIES)
    return g_strdup_printf (ngettext ("%u seed", "%u seeds", self->n_seeds), self->n_seeds);
  return g_strdup (collection ? collection->name : "–");
}

static char *
format_several (guint n)
{
  return n > 0 ? g_strdup (_ ("several")) : g_strdup ("");
}

static char *
format_eraser (const RasRunItem *self)
{
  const char *eraser = ras_run_item_get_eraser (self);

  return eraser ? g_strdup (ras_mdl_title_of (eraser)) : format_several (count (self));
}

static char *
format_number (const RasRunItem *self, RasRunColumn column)
{
  guint64 value;

  if (column == RAS_COLUMN_SEED && self->kind != RAS_ITEM_RUN)
    return g_strdup ("");
  if (!find_shared_count (self, column, &value))
    return format_several (count (self));
  if (column == RAS_COLUMN_RANK && value == 0)
    return g_strdup ("");
  /* A seed is a name rather than an amount. */
  if (column == RAS_COLUMN_SEED)
    return g_strdup_printf ("%" G_GUINT64_FORMAT, value);
  return format_count (value);
}

static char *
format_mdl (const RasRunItem *self)
{
  char text[NUMBER_SIZE];

  if (isnan (self->mdl))
    return g_strdup (self->kind == RAS_ITEM_EXPERIMENT ? "" : "–");
  if (isnan (self->deviation))
    return g_strdup_printf ("%.3f", self->mdl);
  ras_format_measured (self->mdl, self->deviation, TRUE, text, sizeof text);
  return g_strdup (text);
}

/* Without eraser there is nothing to be said. */
static char *
format_increase (const RasRunItem *self)
{
  char text[NUMBER_SIZE];

  if (isnan (self->increase) || g_strcmp0 (ras_run_item_get_eraser (self), "none") == 0)
    return g_strdup ("");
  ras_format_signed (self->increase, 3, text, sizeof text);
  return g_strdup (text);
}

static char *
format_state_of_run (const RasRunItem *self)
{
  guint n = self->run->points->len;

  switch (ras_run_item_get_state (self))
    {
    case RAS_ITEM_FINISHED:
      return g_strdup (_ ("finished"));
    case RAS_ITEM_FAILED:
      return self->run->message ? g_strdup_printf (_ ("failed: %s"), self->run->message)
                                : g_strdup (_ ("failed"));
    case RAS_ITEM_RUNNING:
      return self->progress >= 0
                 ? g_strdup_printf (_ ("in training, %.0f %%"), 100 * self->progress)
                 : g_strdup (_ ("waiting"));
    default:
      return n == 0 ? g_strdup (_ ("not begun"))
                    : g_strdup_printf (ngettext ("stopped after %u block",
                                                 "stopped after %u blocks", n), n);
    }
}

static char *
format_state (const RasRunItem *self)
{
  guint n[RAS_N_ITEM_STATES] = { 0 };

  if (self->kind == RAS_ITEM_RUN)
    return format_state_of_run (self);
  for (guint i = 0; i < self->runs->len; i++)
    n[ras_run_item_get_state (g_ptr_array_index (self->runs, i))]++;
  if (n[RAS_ITEM_FINISHED] == self->runs->len)
    return g_strdup (_ ("finished"));
  if (n[RAS_ITEM_RUNNING] > 0)
    return g_strdup_printf (_ ("in training, %u of %u"), n[RAS_ITEM_FINISHED] + n[RAS_ITEM_FAILED],
                            self->runs->len);
  if (n[RAS_ITEM_STOPPED] > 0)
    return g_strdup_printf (_ ("stopped at %u of %u"), n[RAS_ITEM_FINISHED] + n[RAS_ITEM_FAILED],
                            self->runs->len);
  return g_strdup_printf (_ ("%u of %u failed"), n[RAS_ITEM_FAILED], self->runs->len);
}

char *
ras_run_item_format_seed (const RasRunItem *run)
{
  g_autofree char *seed = g_strdup_printf ("%" G_GUINT64_FORMAT, run->run->config->seed);

  return g_strdup_printf (_ ("seed %s"), seed);
}

char *
ras_run_item_format (const RasRunItem *self, RasRunColumn column)
{
  switch (column)
    {
    case RAS_COLUMN_NAME:
      return format_name (self);
    case RAS_COLUMN_DATE:
      return format_date (self->created);
    case RAS_COLUMN_DATASET:
    case RAS_COLUMN_NETWORK:
      {
        const char *text = find_shared_text (self, column);

        return text ? g_strdup (text) : format_several (count (self));
      }
    case RAS_COLUMN_ERASER:
      return format_eraser (self);
    case RAS_COLUMN_MDL:
      return format_mdl (self);
    case RAS_COLUMN_INCREASE:
      return format_increase (self);
    case RAS_COLUMN_EPOCHS:
      return self->epochs > 0 ? format_count (self->epochs) : g_strdup ("–");
    case RAS_COLUMN_TIME:
      return self->seconds > 0 ? ras_duration_format (self->seconds) : g_strdup ("–");
    case RAS_COLUMN_STATE:
      return format_state (self);
    default:
      return format_number (self, column);
    }
}

char *
ras_run_item_format_tooltip (const RasRunItem *self, RasRunColumn column)
{
  g_autofree char *text = NULL;

  if (column != RAS_COLUMN_NAME && column != RAS_COLUMN_DATASET && column != RAS_COLUMN_NETWORK
      && column != RAS_COLUMN_STATE)
    return NULL;
  if (column == RAS_COLUMN_DATASET && self->kind == RAS_ITEM_RUN && self->run->config->dataset)
    return g_strdup (self->run->config->dataset);
  text = ras_run_item_format (self, column);
  return text[0] ? g_steal_pointer (&text) : NULL;
}

/* --- Order --- */

static int
compare_numbers (double a, double b)
{
  if (isnan (a) || isnan (b))
    return isnan (a) - isnan (b);
  return (a > b) - (a < b);
}

static int
compare_counts (guint64 a, guint64 b)
{
  return (a > b) - (a < b);
}

/* As the registry has them; several erasers behind every single one. */
static guint
find_place (const RasRunItem *self)
{
  const char *eraser = ras_run_item_get_eraser (self);
  guint i = 0;

  while (i < ras_n_erasers () && g_strcmp0 (eraser, ras_eraser_nth (i)->name) != 0)
    i++;
  return eraser ? i : G_MAXUINT;
}

static guint64
get_order (const RasRunItem *self, RasRunColumn column)
{
  guint64 value;

  return find_shared_count (self, column, &value) ? value : G_MAXUINT64;
}

static int
compare_keys (const char *a, const char *b)
{
  return a && b ? strcmp (a, b) : (a == NULL) - (b == NULL);
}

static const char *
get_name_order (const RasRunItem *self)
{
  const RasRunItem *experiment = self->kind == RAS_ITEM_EXPERIMENT ? self : self->experiment;

  return experiment ? experiment->name_order : NULL;
}

/* Collating thousands of names takes longer than comparing keys that were made on the thread. */
static const char *
get_text_order (const RasRunItem *self, RasRunColumn column)
{
  const RasRunItem *first = count (self) > 0 ? nth (self, 0) : NULL;

  if (find_shared_text (self, column) == NULL)
    return NULL;
  return column == RAS_COLUMN_DATASET ? first->dataset_order : first->network_order;
}

int
ras_run_item_compare (const RasRunItem *a, const RasRunItem *b, RasRunColumn column)
{
  switch (column)
    {
    case RAS_COLUMN_NAME:
      return compare_keys (get_name_order (a), get_name_order (b));
    case RAS_COLUMN_DATE:
      return (a->created > b->created) - (a->created < b->created);
    case RAS_COLUMN_DATASET:
    case RAS_COLUMN_NETWORK:
      return compare_keys (get_text_order (a, column), get_text_order (b, column));
    case RAS_COLUMN_ERASER:
      return compare_counts (find_place (a), find_place (b));
    case RAS_COLUMN_MDL:
      return compare_numbers (a->mdl, b->mdl);
    case RAS_COLUMN_INCREASE:
      return compare_numbers (a->increase, b->increase);
    case RAS_COLUMN_EPOCHS:
      return compare_counts (a->epochs, b->epochs);
    case RAS_COLUMN_TIME:
      return compare_numbers (a->seconds, b->seconds);
    case RAS_COLUMN_STATE:
      return compare_counts (ras_run_item_get_state (a), ras_run_item_get_state (b));
    default:
      return compare_counts (get_order (a, column), get_order (b, column));
    }
}

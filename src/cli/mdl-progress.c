#include "mdl-progress.h"

#include <glib/gi18n.h>
#include <math.h>

#include "duration.h"

/* A run, seen from outside. */
typedef struct
{
  const RasRun *run;
  double weight;    /* how much work it is, in images × images a side of the network */
  gint64 started;   /* monotonic time; 0: not yet */
  double spent;     /* seconds, up to the last news */
  double left;      /* seconds; NAN: unknown yet, 0: ended */
} Entry;

struct _RasMdlProgress
{
  RasCli *cli;
  gboolean lines;
  Entry *entries;
  guint n_entries, n_pending, n_workers;
};

/* Passing the images costs as much in every network; its own layers come on top. */
static double
weigh (const RasRunConfig *config)
{
  double width = config->width > 0 ? config->width : 128;

  return config->images * (64 + width) * MAX (config->depth, 1);
}

RasMdlProgress *
ras_mdl_progress_new (RasCli *cli, const GPtrArray *runs, guint cores, gboolean lines)
{
  RasMdlProgress *self = g_new0 (RasMdlProgress, 1);
  guint threads = 1;

  self->cli = cli;
  self->lines = lines;
  self->entries = g_new0 (Entry, runs->len);
  self->n_entries = runs->len;
  for (guint i = 0; i < runs->len; i++)
    {
      const RasRun *run = runs->pdata[i];
      gboolean pending = run->state == RAS_RUN_STARTED;

      self->entries[i] = (Entry) { run, weigh (run->config), 0, 0, pending ? NAN : 0 };
      self->n_pending += pending;
      threads = MAX (threads, run->config->threads);
    }
  if (cores == 0)
    cores = g_get_num_processors ();
  self->n_workers = MAX (1, MIN (self->n_pending, cores / threads));
  return self;
}

void
ras_mdl_progress_free (RasMdlProgress *self)
{
  g_free (self->entries);
  g_free (self);
}

static Entry *
find (RasMdlProgress *self, const RasRun *run)
{
  guint i = 0;

  while (self->entries[i].run != run)
    i++;
  return &self->entries[i];
}

/* --- The bar --- */

/* Of all runs: seconds of work done and seconds to do, on one worker. Runs not begun take as long for
 * their weight as the others do; *left is NAN while that is unknown. */
static void
sum_up (const RasMdlProgress *self, double *spent, double *left)
{
  double known_weight = 0, known_seconds = 0, other_weight = 0;

  *spent = *left = 0;
  for (guint i = 0; i < self->n_entries; i++)
    {
      const Entry *entry = &self->entries[i];

      *spent += entry->spent;
      if (isnan (entry->left))
        other_weight += entry->weight;
      else
        {
          *left += entry->left;
          if (entry->started > 0)
            {
              known_weight += entry->weight;
              known_seconds += entry->spent + entry->left;
            }
        }
    }
  if (other_weight > 0)
    *left += known_weight > 0 ? known_seconds * other_weight / known_weight : NAN;
}

static void
draw (RasMdlProgress *self, const RasRunnerProgress *progress)
{
  g_autofree char *run = ras_run_config_describe (progress->run->config);
  g_autofree char *stage = NULL;
  double spent, left;

  sum_up (self, &spent, &left);
  stage = g_strdup_printf (_ ("%s: block %u of %u, epoch %u"), run, progress->block + 1,
                           progress->n_blocks, progress->epoch);
  if (isfinite (left))
    {
      g_autofree char *time = ras_duration_format (left / self->n_workers);
      g_autofree char *whole = g_strdup_printf (_ ("%s left · %s"), time, stage);

      ras_progress_bar_show (whole, spent / MAX (spent + left, 1e-9), self->cli->bar);
    }
  else
    ras_progress_bar_show (stage, -1, self->cli->bar);
}

/* --- News --- */

void
ras_mdl_progress_start (RasMdlProgress *self, const RasRun *run)
{
  find (self, run)->started = g_get_monotonic_time ();
}

static void
note_time (Entry *entry, double left)
{
  entry->spent = (g_get_monotonic_time () - entry->started) / 1e6;
  entry->left = left;
}

void
ras_mdl_progress_epoch (RasMdlProgress *self, const RasRunnerProgress *progress)
{
  note_time (find (self, progress->run), progress->seconds_left);
  if (self->cli->bar)
    draw (self, progress);
}

void
ras_mdl_progress_point (RasMdlProgress *self, const RasRun *run, const RasPoint *point)
{
  g_autofree char *name = NULL;

  if (!self->lines)
    return;
  name = ras_run_config_describe (run->config);
  ras_progress_bar_hide (self->cli->bar);
  if (point->images == 0)
    g_printerr (_ ("%s: block 1 of %u, %.3f bits a label without training\n"), name,
                run->config->blocks, point->cross_entropy);
  else
    g_printerr (g_dngettext (NULL,
                             "%s: block %u of %u, %.3f bits a label after %zu images "
                             "(%u epoch, %.1f s)\n",
                             "%s: block %u of %u, %.3f bits a label after %zu images "
                             "(%u epochs, %.1f s)\n",
                             point->epochs),
                name, point->block + 1, run->config->blocks, point->cross_entropy, point->images,
                point->epochs, point->seconds);
}

void
ras_mdl_progress_end (RasMdlProgress *self, const RasRun *run)
{
  note_time (find (self, run), 0);
  ras_mdl_progress_tell_failure (self->cli, run);
}

void
ras_mdl_progress_tell_failure (RasCli *cli, const RasRun *run)
{
  g_autofree char *name = NULL;

  if (run->state != RAS_RUN_FAILED)
    return;
  name = ras_run_config_describe (run->config);
  ras_progress_bar_hide (cli->bar);
  g_printerr ("rasura-cli: %s: %s\n", name, run->message ? run->message : _ ("it failed"));
}

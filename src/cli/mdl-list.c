/* `sweep --list`: a command line for each run, so that other programs can share them out. */
#include "mdl-job.h"

#include <string.h>

static void
append_text (GString *line, const char *option, const char *text)
{
  if (text == NULL)
    return;
  g_string_append_printf (line, " --%s", option);
  ras_cli_append_word (line, text);
}

static void
append_count (GString *line, const char *option, guint64 count)
{
  g_string_append_printf (line, " --%s %" G_GUINT64_FORMAT, option, count);
}

static void
append_switch (GString *line, const char *option, gboolean on)
{
  if (on)
    g_string_append_printf (line, " --%s", option);
}

/* What the preset, the data set or this machine decided is written out, so that the command means the
 * same elsewhere. */
static void
append_run (GString *line, const RasRunConfig *config)
{
  append_text (line, "net", config->net);
  append_text (line, "act", config->activation);
  append_text (line, "size", config->size);
  if (config->width > 0)
    append_count (line, "width", config->width);
  if (config->depth > 0)
    append_count (line, "depth", config->depth);
  append_text (line, "erasers", config->eraser);
  if (config->rank > 0)
    append_count (line, "rank", config->rank);
  append_count (line, "seed", config->seed);
  append_count (line, "seeds", 1);
  append_count (line, "images", config->images);
  append_count (line, "max-epochs", config->max_epochs);
  append_count (line, "patience", config->patience);
  append_count (line, "threads", config->threads);
}

/* What was given and is the same for all of them. */
static void
append_given (GString *line, const RasMdlArguments *given)
{
  append_text (line, "eraser-seed", given->eraser_seed);
  append_switch (line, "no-shrinkage", given->no_shrinkage);
  append_switch (line, "no-cache", given->no_cache);
  append_text (line, "blocks", given->blocks);
  append_text (line, "estimator", given->estimator);
  append_text (line, "drop-path", given->drop_path);
  append_text (line, "learning-rate", given->learning_rate);
  append_text (line, "beta1", given->beta1);
  append_text (line, "beta2", given->beta2);
  append_text (line, "weight-decay", given->weight_decay);
  append_text (line, "warm-up", given->warm_up);
  append_text (line, "batch", given->batch);
  append_switch (line, "no-augment", given->no_augment);
  append_switch (line, "no-crop", given->no_crop);
  append_switch (line, "no-flip", given->no_flip);
  append_text (line, "store", given->store);
  append_switch (line, "no-store", given->no_store);
  /* The collection is the sweep, not each of its runs. */
  append_switch (line, "no-collection", TRUE);
  append_switch (line, "again", given->again);
  append_switch (line, "verbose", given->verbose);
  append_switch (line, "quiet", given->quiet);
}

char *
ras_mdl_job_list (const RasMdlJob *job)
{
  GString *text = g_string_new (NULL);
  /* A file whose name begins like an option. */
  g_autofree char *location = g_strconcat (*job->location == '-' ? "./" : "", job->location, NULL);

  for (guint i = 0; i < job->configs->len; i++)
    {
      g_string_append (text, "rasura-cli mdl");
      ras_cli_append_word (text, location);
      append_run (text, job->configs->pdata[i]);
      append_given (text, job->given);
      g_string_append_c (text, '\n');
    }
  return g_string_free (text, FALSE);
}

#include "run.h"

#include <math.h>
#include <string.h>

#include "exact-number.h"
#include "json-line.h"

G_DEFINE_QUARK (ras-points-error-quark, ras_points_error)

/* --- Points --- */

RasPoint *
ras_point_copy (const RasPoint *point)
{
  RasPoint *copy = g_memdup2 (point, sizeof *point);

  copy->training_losses = g_memdup2 (point->training_losses, point->epochs * sizeof (float));
  copy->validation_losses = g_memdup2 (point->validation_losses, point->epochs * sizeof (float));
  return copy;
}

void
ras_point_free (RasPoint *point)
{
  if (point == NULL)
    return;
  g_free (point->training_losses);
  g_free (point->validation_losses);
  g_free (point);
}

static gpointer
copy_point (gconstpointer point, gpointer user_data)
{
  return ras_point_copy (point);
}

/* --- Runs --- */

static const char *const states[] = {
  [RAS_RUN_STARTED] = "started",
  [RAS_RUN_FINISHED] = "finished",
  [RAS_RUN_FAILED] = "failed",
};

const char *
ras_run_state_name (RasRunState state)
{
  return states[state];
}

gboolean
ras_run_state_find (const char *name, RasRunState *state)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (strcmp (name, states[i]) == 0)
      {
        *state = i;
        return TRUE;
      }
  return FALSE;
}

RasRun *
ras_run_new (RasRunConfig *config)
{
  RasRun *run = g_new0 (RasRun, 1);

  run->id = ras_run_config_make_id (config);
  run->config = config;
  run->points = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_point_free);
  return run;
}

RasRun *
ras_run_copy (const RasRun *run)
{
  RasRun *copy = g_memdup2 (run, sizeof *run);

  copy->id = g_strdup (run->id);
  copy->config = ras_run_config_copy (run->config);
  copy->points = g_ptr_array_copy (run->points, copy_point, NULL);
  copy->message = g_strdup (run->message);
  copy->version = g_strdup (run->version);
  return copy;
}

void
ras_run_free (RasRun *run)
{
  if (run == NULL)
    return;
  g_free (run->id);
  ras_run_config_free (run->config);
  g_ptr_array_unref (run->points);
  g_free (run->message);
  g_free (run->version);
  g_free (run);
}

double
ras_run_get_mdl_at (const RasRun *run, guint i)
{
  double bits = 0, images = 0;

  for (guint j = 0; j <= i && j < run->points->len; j++)
    {
      const RasPoint *point = run->points->pdata[j];

      bits += point->test_images * point->cross_entropy;
      images += point->test_images;
    }
  return images > 0 ? bits / images : NAN;
}

double
ras_run_get_mdl (const RasRun *run)
{
  return run->points->len > 0 ? ras_run_get_mdl_at (run, run->points->len - 1) : NAN;
}

/* --- CSV --- */

static void
append_text (GString *csv, const char *text)
{
  if (text == NULL)
    return;
  if (strpbrk (text, ",\"\r\n") == NULL)
    {
      g_string_append (csv, text);
      return;
    }
  g_string_append_c (csv, '"');
  for (const char *c = text; *c; c++)
    g_string_append_printf (csv, *c == '"' ? "\"%c" : "%c", *c);
  g_string_append_c (csv, '"');
}

static void
append_point (GString *csv, const RasRun *run, guint i)
{
  const RasRunConfig *config = run->config;
  const RasPoint *point = run->points->pdata[i];
  char bits[RAS_NUMBER_SIZE], mdl[RAS_NUMBER_SIZE];
  guint width, depth;

  ras_run_config_get_shape (config, &width, &depth);
  append_text (csv, config->eraser);
  g_string_append_c (csv, ',');
  append_text (csv, config->net);
  g_string_append_printf (csv, ",%u,%u,%" G_GUINT64_FORMAT ",%u,%" G_GSIZE_FORMAT
                               ",%" G_GSIZE_FORMAT ",%s,%s\n",
                          width, depth, config->seed, point->block, point->images,
                          point->test_images, ras_number_format (bits, point->cross_entropy),
                          ras_number_format (mdl, ras_run_get_mdl_at (run, i)));
}

char *
ras_runs_to_csv (const GPtrArray *runs)
{
  GString *csv = g_string_new ("eraser,net,width,depth,seed,block,images,test_images,"
                               "cross_entropy_bits,mdl_bits_per_sample\n");

  for (guint r = 0; r < runs->len; r++)
    {
      const RasRun *run = runs->pdata[r];

      for (guint i = 0; i < run->points->len; i++)
        append_point (csv, run, i);
    }
  return g_string_free (csv, FALSE);
}

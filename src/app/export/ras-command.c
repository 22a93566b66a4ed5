#include "ras-command.h"

#include <math.h>
#include <string.h>

#include "export.h"
#include "eraser.h"
#include "network.h"

/* Words of harmless characters stay as they are, so that a line reads as one would type it. */
static void
add_word (GString *line, const char *word)
{
  const char *harmless = G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_-./:,=@%+";

  if (line->len)
    g_string_append_c (line, ' ');
  if (word[0] && strspn (word, harmless) == strlen (word))
    g_string_append (line, word);
  else
    {
      g_autofree char *quoted = g_shell_quote (word);

      g_string_append (line, quoted);
    }
}

static void
add_number (GString *line, const char *option, guint number)
{
  g_string_append_printf (line, " %s %u", option, number);
}

static void
add_text (GString *line, const char *option, const char *text)
{
  if (text == NULL)
    return;
  add_word (line, option);
  add_word (line, text);
}

char *
ras_command_make (const RasSessionState *state, RasDataset *dataset, const char *const *erasers,
                  const char *output)
{
  g_autoptr (GString) line = g_string_new ("rasura-cli figure");

  add_word (line, state->location ? state->location : ras_dataset_get_location (dataset));
  if (state->own_picture)
    {
      add_word (line, "--image");
      add_word (line, state->own_picture);
      if (state->own_class >= 0)
        {
          add_word (line, "--as");
          add_word (line, ras_dataset_get_class_name (dataset, state->own_class));
        }
    }
  else
    {
      add_number (line, "--index", state->index);
      add_word (line, "--split");
      add_word (line, ras_split_name (state->split));
    }
  add_word (line, "--erasers");
  {
    g_autofree char *names = g_strjoinv (",", (char **) erasers);

    add_word (line, names);
  }
  add_number (line, "--rank", state->rank);
  if (g_strv_contains (erasers, "gradient"))
    {
      if (state->gradient_images > 0)
        add_number (line, "--images", state->gradient_images);
      else
        g_string_append (line, " --images all");
      add_number (line, "--iterations", state->gradient_iterations);
    }
  if (state->transport && state->transport_class >= 0)
    {
      add_word (line, "--transport");
      add_word (line, ras_dataset_get_class_name (dataset, state->transport_class));
    }
  if (!state->recentred)
    add_word (line, "--not-recentred");
  if (state->difference)
    {
      add_word (line, "--difference");
      if (state->gain != RAS_SESSION_DEFAULT_GAIN)
        {
          char text[G_ASCII_DTOSTR_BUF_SIZE];

          add_word (line, "--gain");
          add_word (line, g_ascii_formatd (text, sizeof text, "%g", state->gain));
        }
    }
  if (state->rescale)
    add_word (line, "--rescale");
  add_text (line, "-o", output);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

char *
ras_command_make_gallery (const RasSessionState *state, RasDataset *dataset,
                          const char *const *erasers, const GArray *labels, const char *output)
{
  g_autoptr (GString) line = g_string_new ("rasura-cli gallery");
  g_autoptr (GString) classes = g_string_new (NULL);
  g_autofree char *names = g_strjoinv (",", (char **) erasers);

  add_word (line, state->location ? state->location : ras_dataset_get_location (dataset));
  for (guint i = 0; i < labels->len; i++)
    g_string_append_printf (
        classes, "%s%s", i > 0 ? "," : "",
        ras_dataset_get_class_name (dataset, g_array_index (labels, guint, i)));
  add_text (line, "--classes",
            labels->len == ras_dataset_get_n_classes (dataset) ? "all" : classes->str);
  add_number (line, "--per-class", state->gallery_per_class);
  add_number (line, "--gallery-seed", state->gallery_seed);
  add_text (line, "--split", ras_split_name (state->gallery_split));
  add_text (line, "--erasers", names);
  add_number (line, "--rank", state->rank);
  if (!state->recentred)
    add_word (line, "--not-recentred");
  add_text (line, "-o", output);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static void
add_numbers (GString *line, const char *option, const char *several, guint one,
             const GArray *numbers)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < numbers->len; i++)
    g_string_append_printf (list, "%s%u", i > 0 ? "," : "", g_array_index (numbers, guint, i));
  if (numbers->len > 0)
    add_text (line, several, list->str);
  else if (one > 0)
    add_number (line, option, one);
}

static void
add_size (GString *line, const char *option, guint64 number)
{
  g_string_append_printf (line, " %s %" G_GUINT64_FORMAT, option, number);
}

static void
add_double (GString *line, const char *option, double number, double usual)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  /* Not a number stands for the usual one, too. */
  if (number != usual && !isnan (number))
    add_text (line, option, g_ascii_dtostr (text, sizeof text, number));
}

static void
add_eraser (GString *line, const RasRunConfig *config)
{
  const RasEraser *eraser = ras_eraser_find (config->eraser, NULL);

  add_text (line, "--erasers", config->eraser);
  if (config->rank > 0)
    add_number (line, "--rank", config->rank);
  if (config->eraser_seed > 1)
    add_size (line, "--eraser-seed", config->eraser_seed);
  if (eraser && g_str_equal (eraser->name, "qleace") && !config->shrinkage)
    g_string_append (line, " --no-shrinkage");
}

static void
add_training (GString *line, const RasRunConfig *config)
{
  g_autoptr (RasRunConfig) usual = ras_run_config_new ();
  const RasNetworkKind *kind = config->net ? ras_network_kind_find (config->net, NULL) : NULL;
  double rate = kind == NULL        ? 0
                : kind->rate_for    ? kind->rate_for (config->eraser)
                                    : kind->learning_rate;

  add_double (line, "--learning-rate", config->learning_rate, rate);
  add_double (line, "--beta1", config->beta1, kind ? kind->beta1 : 0);
  add_double (line, "--beta2", config->beta2, usual->beta2);
  add_double (line, "--weight-decay", config->weight_decay, usual->weight_decay);
  add_double (line, "--drop-path", config->drop_path, kind ? kind->drop_path : 0);
  if (config->warm_up != usual->warm_up)
    add_number (line, "--warm-up", config->warm_up);
  if (config->batch != usual->batch)
    add_number (line, "--batch", config->batch);
  if (config->blocks != usual->blocks)
    add_number (line, "--blocks", config->blocks);
  if (config->estimator != usual->estimator)
    add_text (line, "--estimator", ras_estimator_name (config->estimator));
  if (!config->crop)
    g_string_append (line, " --no-crop");
  if (!config->flip)
    g_string_append (line, " --no-flip");
}

char *
ras_command_make_run (const RasRunConfig *config, const char *plot)
{
  g_autoptr (GString) line = g_string_new ("rasura-cli mdl");

  add_word (line, config->dataset ? config->dataset : "drawn");
  add_text (line, "--net", config->net);
  add_text (line, "--size", config->size);
  if (config->width > 0)
    add_number (line, "--width", config->width);
  if (config->depth > 0)
    add_number (line, "--depth", config->depth);
  add_text (line, "--act", config->activation);
  add_eraser (line, config);
  add_size (line, "--seed", config->seed);
  add_number (line, "--seeds", 1);
  add_size (line, "--images", config->images);
  add_number (line, "--max-epochs", config->max_epochs);
  add_number (line, "--patience", config->patience);
  add_number (line, "--threads", config->threads);
  add_training (line, config);
  add_text (line, "--plot", plot);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

char *
ras_command_make_mdl (const RasPlan *plan, const char *plot)
{
  const RasRunConfig *common = plan->common;
  g_autoptr (RasRunConfig) usual = ras_run_config_new ();
  gboolean sweep = plan->widths->len > 0 || plan->depths->len > 0;
  g_autoptr (GString) line = g_string_new (sweep ? "rasura-cli sweep" : "rasura-cli mdl");
  g_autofree char *erasers = g_strjoinv (",", plan->erasers);

  add_word (line, common->dataset ? common->dataset : "drawn");
  add_text (line, "--net", common->net);
  add_text (line, "--size", common->size);
  add_numbers (line, "--width", "--widths", common->width, plan->widths);
  add_numbers (line, "--depth", "--depths", common->depth, plan->depths);
  add_text (line, "--act", common->activation);
  add_text (line, "--erasers", erasers);
  if (common->rank > 0)
    add_number (line, "--rank", common->rank);
  if (common->seed != usual->seed)
    add_size (line, "--seed", common->seed);
  add_number (line, "--seeds", plan->seeds);
  if (common->images > 0)
    g_string_append_printf (line, " --images %zu", common->images);
  add_number (line, "--max-epochs", common->max_epochs);
  add_number (line, "--patience", common->patience);
  add_text (line, "--plot", plot);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

/* Numbers as a person would type them: "175mm", not "174.9999mm". */
static void
add_rounded (GString *line, const char *option, double number, const char *unit)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%g", round (number * 100) / 100);
  g_string_append_printf (line, " %s %s%s", option, text, unit);
}

char *
ras_command_add_output (const char *command, const char *option, const char *output,
                        const RasDrawingSize *size)
{
  g_autoptr (GString) line = g_string_new (command);
  gboolean png = ras_export_is_png (output);

  add_text (line, option, output);
  if (size && !g_str_equal (size->style->name, "paper"))
    add_text (line, "--style", size->style->name);
  if (size && png && size->pixels > 0)
    {
      add_rounded (line, "--width", size->pixels, "px");
      if (size->width > 0)
        add_rounded (line, "--dpi", size->pixels / size->width * 72, "");
    }
  else if (size && size->width > 0)
    {
      add_rounded (line, "--width", size->width / RAS_POINTS_PER_MM, "mm");
      if (png && size->dpi > 0)
        add_rounded (line, "--dpi", size->dpi, "");
    }
  return g_string_free (g_steal_pointer (&line), FALSE);
}

#include "arguments.h"

#include <glib/gi18n.h>
#include <string.h>

#include "command.h"
#include "completion.h"
#include "export.h"
#include "reduce.h"

/* --- GOption --- */

/* A shell gets its answer here, where the options are known. */
static gboolean
complete (RasCli *cli, const GOptionEntry *entries, RasArgumentsKind kind, int argc, char **argv,
          GError **error)
{
  if (ras_completion_offer (cli->command, entries, kind, argc, argv, error))
    g_set_error_literal (error, RAS_CLI_ERROR, RAS_CLI_ERROR_COMPLETED, "");
  return FALSE;
}

static gboolean
parse_options (RasCli *cli, const GOptionEntry *entries, RasArgumentsKind kind, int *argc,
               char ***argv, GError **error)
{
  g_autofree char *name = g_strdup_printf ("rasura-cli %s", cli->command->name);
  g_autoptr (GOptionContext) context = g_option_context_new (cli->command->arguments);
  g_autoptr (GError) wrong = NULL;

  if (cli->completing)
    return complete (cli, entries, kind, *argc, *argv, error);
  /* GOption's help begins with the program's name. */
  g_set_prgname (name);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, cli->command->summary);
  g_option_context_set_description (context, cli->command->details);
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, &wrong))
    return ras_cli_usage (error, "%s", wrong->message);
  g_set_prgname ("rasura-cli");
  /* What follows “--” is no option, whatever it begins with. */
  if (*argc > 1 && strcmp ((*argv)[1], "--") == 0)
    {
      memmove (*argv + 1, *argv + 2, (*argc - 1) * sizeof **argv);
      (*argc)--;
    }
  return TRUE;
}

/* The entries of a command that reads a data set: its own and --side, whose text goes to `side`. */
static GArray *
add_side (const GOptionEntry *entries, char **side)
{
  const GOptionEntry own = { "side", 0, 0, G_OPTION_ARG_STRING, side,
                             N_ ("Reduce the images to a longer side of N pixels"), "N" };
  GArray *all = g_array_new (TRUE, FALSE, sizeof (GOptionEntry));

  for (; entries->long_name; entries++)
    g_array_append_vals (all, entries, 1);
  return g_array_append_vals (all, &own, 1);
}

const char *
ras_arguments_parse (RasCli *cli, const GOptionEntry *entries, const char *fallback, int *argc,
                     char ***argv, GError **error)
{
  g_autofree char *side_text = NULL;
  g_autoptr (GArray) all = add_side (entries, &side_text);
  const char *location = fallback;
  guint64 side = 0;

  if (!parse_options (cli, (const GOptionEntry *) all->data, RAS_ARGUMENTS_DATA_SET, argc, argv, error)
      || !ras_arguments_count ("side", side_text, RAS_REDUCE_LEAST_SIDE, 65535, &side, error))
    return NULL;
  if (*argc > 2)
    {
      ras_cli_usage (error, _ ("“%s” is one argument too many"), (*argv)[2]);
      return NULL;
    }
  if (*argc == 2)
    location = (*argv)[1];
  if (location == NULL)
    {
      ras_cli_usage (error, _ ("which data set? Name a file or folder, or “drawn”"));
      return NULL;
    }
  g_free (cli->location);
  cli->location = side > 0 ? ras_location_join (location, side) : g_strdup (location);
  return cli->location;
}

gboolean
ras_arguments_parse_all (RasCli *cli, const GOptionEntry *entries, int *argc, char ***argv,
                         GError **error)
{
  return parse_options (cli, entries, RAS_ARGUMENTS_OWN, argc, argv, error);
}

gboolean
ras_arguments_parse_none (RasCli *cli, const GOptionEntry *entries, int *argc, char ***argv,
                          GError **error)
{
  if (!parse_options (cli, entries, RAS_ARGUMENTS_NONE, argc, argv, error))
    return FALSE;
  if (*argc > 1)
    return ras_cli_usage (error, _ ("“%s” is one argument too many"), (*argv)[1]);
  return TRUE;
}

/* --- Values --- */

gboolean
ras_arguments_count (const char *option, const char *text, guint64 min, guint64 max,
                     guint64 *value, GError **error)
{
  if (text == NULL || g_ascii_string_to_unsigned (text, 10, min, max, value, NULL))
    return TRUE;
  if (max >= G_MAXINT)
    return ras_cli_usage (error, _ ("--%s wants a whole number from %u on, not “%s”"), option,
                          (guint) min, text);
  return ras_cli_usage (error, _ ("--%s wants a whole number from %u to %u, not “%s”"), option,
                        (guint) min, (guint) max, text);
}

gboolean
ras_arguments_number (const char *option, const char *text, double min, double max, double *value,
                      GError **error)
{
  char *end = NULL;
  /* As they have to be typed: with a point in every language. */
  char least[32], most[32];
  double number;

  if (text == NULL)
    return TRUE;
  number = g_ascii_strtod (text, &end);
  /* A NaN is in no range. */
  if (end != text && *end == '\0' && number >= min && number <= max)
    {
      *value = number;
      return TRUE;
    }
  return ras_cli_usage (error, _ ("--%s wants a number from %s to %s, not “%s”"), option,
                        g_ascii_formatd (least, sizeof least, "%g", min),
                        g_ascii_formatd (most, sizeof most, "%g", max), text);
}

gboolean
ras_arguments_split (const char *text, RasSplit *split, GError **error)
{
  for (guint i = 0; text && i < RAS_N_SPLITS; i++)
    if (strcmp (text, ras_split_name (i)) == 0)
      {
        *split = i;
        return TRUE;
      }
  return text == NULL || ras_cli_usage (error, _ ("--split is train or test, not “%s”"), text);
}

gboolean
ras_arguments_exclude (const char *option, gconstpointer given, const char *other,
                       gconstpointer other_given, GError **error)
{
  if (given && other_given)
    return ras_cli_usage (error, _ ("--%s and --%s contradict each other; give one of them"),
                          option, other);
  return TRUE;
}

/* --- What is fitted --- */

gboolean
ras_fit_arguments_read (const RasFitArguments *arguments, double target, RasFitOptions *options,
                        GError **error)
{
  guint64 max_rank = 0, rank = 0, seed = RAS_FIT_OPTIONS_DEFAULT.seed;

  if (!ras_arguments_exclude ("rank", arguments->rank, "target", arguments->target, error)
      || !ras_arguments_exclude ("max-rank", arguments->max_rank, "rank", arguments->rank, error)
      || !ras_arguments_number ("target", arguments->target, 0, 1, &target, error)
      || !ras_arguments_count ("max-rank", arguments->max_rank, 1, G_MAXINT, &max_rank, error)
      || !ras_arguments_count ("rank", arguments->rank, 0, G_MAXINT, &rank, error)
      || !ras_arguments_count ("seed", arguments->seed, 0, G_MAXUINT64, &seed, error))
    return FALSE;
  *options = (RasFitOptions) { !arguments->no_shrinkage, target, max_rank, seed };
  if (arguments->rank)
    {
      /* No directions at all: the path is long enough from the start. */
      options->target = rank > 0 ? 1 : 0;
      options->max_rank = rank;
    }
  return TRUE;
}

/* "175mm" as points, "1600px" as pixels. */
static gboolean
read_width (const RasPictureArguments *arguments, RasDrawingSize *size, GError **error)
{
  static const struct
  {
    const char *name;
    double points;
  } units[] = { { "mm", RAS_POINTS_PER_MM }, { "cm", 10 * RAS_POINTS_PER_MM }, { "in", 72 },
                { "pt", 1 }, { "px", 0 } };
  char *unit;
  double value = g_ascii_strtod (arguments->width, &unit);

  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    if (unit > arguments->width && strcmp (unit, units[i].name) == 0 && value > 0)
      {
        *(units[i].points > 0 ? &size->width : &size->pixels)
            = units[i].points > 0 ? value * units[i].points : value;
        if (units[i].points > 0 || ras_export_is_png (arguments->output))
          return TRUE;
        return ras_cli_usage (error, _ ("--width in px is for PNG files; give a width in mm for "
                                        "SVG and PDF"));
      }
  return ras_cli_usage (error, _ ("--width is a number and mm, cm, in, pt or px, as in 175mm; not "
                                  "“%s”"), arguments->width);
}

static gboolean
read_size (const RasPictureArguments *arguments, RasDrawingSize *size, GError **error)
{
  g_autoptr (GError) wrong = NULL;

  if (!ras_arguments_exclude ("scale", arguments->scale, "width", arguments->width, error)
      || !ras_arguments_exclude ("scale", arguments->scale, "dpi", arguments->dpi, error)
      || (arguments->width && !read_width (arguments, size, error))
      || !ras_arguments_number ("dpi", arguments->dpi, RAS_LEAST_DPI, RAS_MOST_DPI, &size->dpi,
                                error))
    return FALSE;
  if (arguments->dpi && !ras_export_is_png (arguments->output))
    return ras_cli_usage (error, _ ("--dpi is for PNG files: SVG and PDF have no pixels"));
  if (size->pixels > 0 && size->dpi > 0)
    size->width = size->pixels / size->dpi * 72;
  return ras_drawing_size_check (size, &wrong) || ras_cli_usage (error, "%s", wrong->message);
}

gboolean
ras_arguments_picture (const RasPictureArguments *arguments, RasDrawingSize *size,
                       gboolean *sized, GError **error)
{
  const char *style = arguments->style ? arguments->style : "paper";
  g_autoptr (GError) wrong = NULL;

  if (arguments->output == NULL)
    return ras_cli_usage (error, _ ("where to? Add -o and the name of a png, svg or pdf file"));
  if (!ras_export_check_name (arguments->output, &wrong))
    return ras_cli_usage (error, "%s", wrong->message);
  *size = (RasDrawingSize) { ras_style_find (strcmp (style, "slide") == 0 ? "slide-light" : style) };
  *sized = arguments->width || arguments->dpi;
  if (size->style == NULL)
    return ras_cli_usage (error, _ ("there is no style “%s”: choose from paper, slide, slide-dark, "
                                    "screen-light, screen-dark"), style);
  return read_size (arguments, size, error);
}

gboolean
ras_arguments_plot (const RasPictureArguments *arguments, RasDrawingSize *size, GError **error)
{
  const char *option = arguments->style   ? "style"
                       : arguments->width ? "width"
                       : arguments->dpi   ? "dpi"
                                          : NULL;
  gboolean sized;

  if (arguments->output)
    return ras_arguments_picture (arguments, size, &sized, error);
  return option == NULL
         || ras_cli_usage (error, _ ("--%s is for the drawing; add --plot and its file"), option);
}

GPtrArray *
ras_arguments_erasers (const char *names, GError **error)
{
  g_autoptr (GError) wrong = NULL;
  GPtrArray *erasers = ras_erasers_parse (names, &wrong);

  if (erasers == NULL)
    ras_cli_usage (error, "%s", wrong->message);
  return erasers;
}

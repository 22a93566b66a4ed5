/* Reading a subcommand's arguments: GOption, and numbers that are checked.
 *
 * Options with numbers are read as text, so that one not given (NULL) is known from every
 * value, and every wrong one gets a sentence. All errors are RAS_CLI_ERROR_USAGE. */
#pragma once

#include "cli.h"
#include "drawing.h"
#include "eraser.h"
#include "palette.h"

G_BEGIN_DECLS

/* Removes the options from argv (--help prints and ends the program with 0). Then the data
 * set's location, argv[1] without them, is returned; `fallback` if there is none, unless that
 * is NULL, too. With --side, which every command has that reads a data set, it is that of the
 * reduced images. Owned by `cli`. */
const char *ras_arguments_parse (RasCli *cli, const GOptionEntry *entries, const char *fallback,
                                 int *argc, char ***argv, GError **error);
/* The same for a command with arguments of its own: argv[1] … argv[argc − 1] afterwards. */
gboolean ras_arguments_parse_all (RasCli *cli, const GOptionEntry *entries, int *argc,
                                  char ***argv, GError **error);
/* The same for a command without any. */
gboolean ras_arguments_parse_none (RasCli *cli, const GOptionEntry *entries, int *argc,
                                   char ***argv, GError **error);

/* Leave `value` alone if `text` is NULL. */
gboolean ras_arguments_count (const char *option, const char *text, guint64 min, guint64 max,
                              guint64 *value, GError **error);
gboolean ras_arguments_number (const char *option, const char *text, double min, double max,
                               double *value, GError **error);
/* "train" or "test". */
gboolean ras_arguments_split (const char *text, RasSplit *split, GError **error);

/* FALSE if both are given (not NULL). */
gboolean ras_arguments_exclude (const char *option, gconstpointer given, const char *other,
                                gconstpointer other_given, GError **error);

/* --- What is fitted --- */

/* The texts of the options that the fitting commands share. */
typedef struct
{
  char *erasers, *target, *max_rank, *rank, *seed;
  gboolean no_shrinkage, no_cache;
} RasFitArguments;

/* Fills in `options`, `target` being that without an option. --rank R is exactly R directions. */
gboolean ras_fit_arguments_read (const RasFitArguments *arguments, double target,
                                 RasFitOptions *options, GError **error);
/* The texts of the options that the commands that draw share. */
typedef struct
{
  char *output, *style, *width, *dpi, *scale;
} RasPictureArguments;

#define RAS_PICTURE_ENTRIES(given)                                                              \
  { "width", 0, 0, G_OPTION_ARG_STRING, &(given).width,                                         \
    N_ ("So wide: 175mm, 17.5cm, 7in, 500pt, or for PNG 1600px"), N_ ("WIDTH") },               \
  RAS_LOOK_ENTRIES (given)

/* For a command whose --width is something else. */
#define RAS_LOOK_ENTRIES(given)                                                                 \
  { "dpi", 0, 0, G_OPTION_ARG_STRING, &(given).dpi,                                             \
    N_ ("PNG: dots per inch, 72 to 1200 (paper: 300, slide: 144)"), N_ ("DPI") },               \
  { "style", 0, 0, G_OPTION_ARG_STRING, &(given).style,                                         \
    N_ ("paper (the default), slide or slide-dark; screen-light or screen-dark"), N_ ("STYLE") }

/* Checks --output, which has to be there and end in .png, .svg or .pdf, --style, --width and --dpi.
 * `sized` is FALSE if neither of the last two is given: then the drawing's own size is meant, or that
 * of --scale, which is checked elsewhere and excludes them. */
gboolean ras_arguments_picture (const RasPictureArguments *arguments, RasDrawingSize *size,
                                gboolean *sized, GError **error);
/* The same for a command that draws only where --plot, its `output`, says so. */
gboolean ras_arguments_plot (const RasPictureArguments *arguments, RasDrawingSize *size,
                             GError **error);
/* As ras_erasers_parse(), with a usage error. */
GPtrArray *ras_arguments_erasers (const char *names, GError **error);

G_END_DECLS

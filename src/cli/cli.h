/* What every subcommand works with: progress, cancellation by Ctrl+C, opening, output. */
#pragma once

#include "dataset.h"
#include "progress-bar.h"

G_BEGIN_DECLS

#define RAS_CLI_ERROR (ras_cli_error_quark ())
GQuark ras_cli_error_quark (void);

typedef enum
{
  RAS_CLI_ERROR_USAGE,     /* the command line itself is wrong */
  RAS_CLI_ERROR_COMPLETED, /* nothing is: a shell asked how it may go on, and was told */
} RasCliError;

typedef struct _RasCommand RasCommand;

typedef struct
{
  const RasCommand *command;
  gboolean completing;       /* a shell asks how the command line may go on; see completion.h */
  char *command_line;        /* as it was typed, quoted for a shell */
  GCancellable *cancellable; /* cancelled by SIGINT, SIGTERM and SIGHUP */
  RasProgressBar *bar;       /* NULL: standard error is no terminal */
  RasProgress progress;      /* both of them, to hand to the libraries */
  char *location;            /* of the data set, with the side that --side asks for */
} RasCli;

void ras_cli_init (RasCli *cli, const RasCommand *command, int argc, char **argv);
void ras_cli_clear (RasCli *cli);

/* Appends a space and the word, quoted for a shell where it has to be. */
void ras_cli_append_word (GString *line, const char *word);

/* Opens a data set with progress. */
RasDataset *ras_cli_open (RasCli *cli, const char *location, GError **error);

/* Returns FALSE and RAS_CLI_ERROR_USAGE with this message. */
gboolean ras_cli_usage (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS

/* The table of subcommands. A new one is one file that defines a RasCommand and one line in
 * main.c. */
#pragma once

#include "cli.h"

G_BEGIN_DECLS

struct _RasCommand
{
  const char *name;
  const char *arguments; /* N_(), "DATASET": what stands in the first line of its help */
  const char *summary;   /* N_(): one sentence */
  const char *details;   /* N_(): further paragraphs below the options, or NULL */
  /* What its first argument may be, apart from data sets, for completion; NULL-terminated, owned
   * by the command. May be NULL. */
  const char *const *(*words) (void);
  /* argv[0] is the command's name. FALSE and an error: RAS_CLI_ERROR_USAGE ends the program
   * with 2, any other with 1. */
  gboolean (*run) (RasCli *cli, int argc, char **argv, GError **error);
};

extern const RasCommand ras_command_info;
extern const RasCommand ras_command_fit;
extern const RasCommand ras_command_erase;
extern const RasCommand ras_command_figure;
extern const RasCommand ras_command_gallery;
extern const RasCommand ras_command_path;
extern const RasCommand ras_command_audit;
extern const RasCommand ras_command_mdl;
extern const RasCommand ras_command_sweep;
extern const RasCommand ras_command_bench;
extern const RasCommand ras_command_cache;
extern const RasCommand ras_command_runs;
extern const RasCommand ras_command_get;

G_END_DECLS

/* What a shell offers while a command line is being typed: `rasura-cli --complete WORD…`, the last
 * word being the one that is not finished.
 *
 * Each line of the answer is a candidate, a tab and what it means (which may be missing). A last
 * line says what else can stand there: ":files" or ":nothing". The answers come from the option
 * tables that are parsed, so that they cannot differ from them; data/completions/ has the shells'
 * side. */
#pragma once

#include "cli.h"

G_BEGIN_DECLS

/* What a command's arguments are. */
typedef enum
{
  RAS_ARGUMENTS_NONE,
  RAS_ARGUMENTS_DATA_SET, /* one */
  RAS_ARGUMENTS_OWN,      /* the first is one of the command's words */
} RasArgumentsKind;

/* Answers for the unfinished name of a command. */
gboolean ras_completion_offer_commands (const char *word, const RasCommand *const *commands,
                                        gsize n_commands, GError **error);
/* Answers with a command's options, their values, or its arguments; argv[argc − 1] is the
 * unfinished word. */
gboolean ras_completion_offer (const RasCommand *command, const GOptionEntry *entries,
                               RasArgumentsKind kind, int argc, char **argv, GError **error);

G_END_DECLS

/* rasura-cli: everything Rasura does, without a display. */
#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "completion.h"
#include "output.h"

#define STATUS_FAILED 1
#define STATUS_USAGE 2

static const RasCommand *const commands[] = {
  &ras_command_info, &ras_command_fit, &ras_command_erase, &ras_command_figure,
  &ras_command_gallery, &ras_command_path, &ras_command_audit, &ras_command_mdl,
  &ras_command_sweep, &ras_command_runs, &ras_command_bench, &ras_command_cache,
  &ras_command_get,
};

static char *
make_help (void)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n  rasura-cli %s\n\n%s\n", _ ("Usage:"),
                          _ ("COMMAND [ARGUMENT …]"), _ ("Commands:"));
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (text, "  %-8s %s\n", commands[i]->name, _ (commands[i]->summary));
  g_string_append_printf (text, "\n%s\n",
                          _ ("“rasura-cli COMMAND --help” tells more about one of them.\n"
                             "DATASET is drawn, drawn:64 or the path of a file or folder;\n"
                             "--side N reduces its images to N pixels."));
  return g_string_free (text, FALSE);
}

static const RasCommand *
find_command (const char *name, GError **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    if (strcmp (commands[i]->name, name) == 0)
      return commands[i];
  ras_cli_usage (error, _ ("there is no command “%s”; rasura-cli --help lists them"), name);
  return NULL;
}

/* argv[0] is the command's name. */
static gboolean
run_command (const RasCommand *command, gboolean completing, int argc, char **argv, GError **error)
{
  RasCli cli;
  gboolean ok;

  ras_cli_init (&cli, command, argc, argv);
  cli.completing = completing;
  ok = command->run (&cli, argc, argv, error);
  ras_cli_clear (&cli);
  return ok;
}

/* argv[0] is the first word of an unfinished command line. */
static gboolean
complete (int argc, char **argv, GError **error)
{
  const RasCommand *command = argc > 1 ? find_command (argv[0], NULL) : NULL;
  g_autoptr (GError) answered = NULL;

  if (argc <= 1)
    return ras_completion_offer_commands (argc > 0 ? argv[0] : "", commands,
                                          G_N_ELEMENTS (commands), error);
  /* Of a command that there is not nothing is known. */
  if (command == NULL || run_command (command, TRUE, argc, argv, &answered)
      || g_error_matches (answered, RAS_CLI_ERROR, RAS_CLI_ERROR_COMPLETED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&answered));
  return FALSE;
}

static gboolean
run (int argc, char **argv, GError **error)
{
  const RasCommand *command;

  if (argc < 2)
    return ras_cli_usage (error, _ ("a command is missing; rasura-cli --help lists them"));
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "-h") == 0)
    {
      g_autofree char *help = make_help ();

      return ras_output_print (help, error);
    }
  if (strcmp (argv[1], "--version") == 0)
    return ras_output_print ("rasura-cli " RAS_VERSION "\n", error);
  if (strcmp (argv[1], "--complete") == 0)
    return complete (argc - 2, argv + 2, error);
  command = find_command (argv[1], error);
  return command && run_command (command, FALSE, argc - 1, argv + 1, error);
}

int
main (int argc, char **argv)
{
  const char *dir = g_getenv ("RASURA_LOCALEDIR");
  g_autofree char **words = g_memdup2 (argv, (argc + 1) * sizeof *argv);
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  /* A file that may not grow further is an error of the write, like a full disk. */
  signal (SIGXFSZ, SIG_IGN);
  /* Run from its build folder, the program is told where its catalogues are. */
  bindtextdomain (GETTEXT_PACKAGE, dir ? dir : RAS_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("rasura-cli");

  if (run (argc, words, &error))
    return EXIT_SUCCESS;
  /* One line, whatever a file name has in it. */
  g_strdelimit (error->message, "\n\r", ' ');
  g_printerr ("rasura-cli: %s\n", error->message);
  return g_error_matches (error, RAS_CLI_ERROR, RAS_CLI_ERROR_USAGE) ? STATUS_USAGE : STATUS_FAILED;
}

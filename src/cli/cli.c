#include "cli.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <string.h>

#include "command.h"

G_DEFINE_QUARK (ras-cli-error-quark, ras_cli_error)

/* --- Cancellation by signals --- */

static gboolean
cancel_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  /* With its source gone a second Ctrl+C ends the program at once. */
  return G_SOURCE_REMOVE;
}

static void
watch (int signal, GMainContext *context, GCancellable *cancellable)
{
  g_autoptr (GSource) source = g_unix_signal_source_new (signal);

  g_source_set_callback (source, cancel_cb, g_object_ref (cancellable), g_object_unref);
  g_source_attach (source, context);
}

/* The main thread is busy with the work itself. */
static gpointer
wait_for_signals (gpointer user_data)
{
  GMainContext *context = user_data;

  while (TRUE)
    g_main_context_iteration (context, TRUE);
  return NULL;
}

static void
start_watching (GCancellable *cancellable)
{
  GMainContext *context = g_main_context_new ();

  watch (SIGINT, context, cancellable);
  watch (SIGTERM, context, cancellable);
  watch (SIGHUP, context, cancellable);
  g_thread_unref (g_thread_new ("signals", wait_for_signals, context));
}

/* --- The command line as text --- */

void
ras_cli_append_word (GString *line, const char *word)
{
  const char *harmless = G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_-./:,=@%+";
  g_autofree char *quoted = g_shell_quote (word);
  gboolean plain = word[0] && strspn (word, harmless) == strlen (word);

  g_string_append_printf (line, " %s", plain ? word : quoted);
}

static char *
quote_words (int argc, char **argv)
{
  GString *line = g_string_new ("rasura-cli");

  for (int i = 0; i < argc; i++)
    {
      g_autofree char *word = g_filename_display_name (argv[i]);

      ras_cli_append_word (line, word);
    }
  return g_string_free (line, FALSE);
}

void
ras_cli_init (RasCli *cli, const RasCommand *command, int argc, char **argv)
{
  *cli = (RasCli) { .command = command };
  cli->command_line = quote_words (argc, argv);
  cli->cancellable = g_cancellable_new ();
  cli->bar = ras_progress_bar_new ();
  cli->progress = (RasProgress) { cli->bar ? ras_progress_bar_show : NULL, cli->bar,
                                  cli->cancellable };
  start_watching (cli->cancellable);
}

void
ras_cli_clear (RasCli *cli)
{
  g_clear_pointer (&cli->bar, ras_progress_bar_free);
  g_clear_object (&cli->cancellable);
  g_clear_pointer (&cli->command_line, g_free);
  g_clear_pointer (&cli->location, g_free);
}

RasDataset *
ras_cli_open (RasCli *cli, const char *location, GError **error)
{
  RasDataset *dataset = ras_dataset_open (location, &cli->progress, error);

  ras_progress_bar_hide (cli->bar);
  return dataset;
}

gboolean
ras_cli_usage (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error)
    *error = g_error_new_valist (RAS_CLI_ERROR, RAS_CLI_ERROR_USAGE, format, arguments);
  va_end (arguments);
  return FALSE;
}

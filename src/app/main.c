#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <unistd.h>

#include "ras-application.h"
#include "ras-job.h"
#include "ras-turn-log.h"

int
main (int argc, char **argv)
{
  const char *localedir = g_getenv ("RASURA_LOCALEDIR");
  g_autoptr (RasApplication) application = NULL;
  int status;

  setlocale (LC_ALL, "");
  /* Run from its build folder, the program is told where its catalogues are. */
  bindtextdomain (GETTEXT_PACKAGE, localedir ? localedir : RAS_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname (RAS_APPLICATION_ID);
  g_set_application_name (_ ("Rasura"));

  application = ras_application_new ();
  ras_turn_log_start (GTK_APPLICATION (application));
  status = g_application_run (G_APPLICATION (application), argc, argv);
  ras_turn_log_end ();

  /* All jobs are cancelled by now. A decomposition notices that only when it is through; it
   * must not lose its library under its feet, nor keep the program alive. */
  if (!ras_jobs_wait (1))
    _exit (status);
  return status;
}

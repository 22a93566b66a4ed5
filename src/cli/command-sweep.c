#include <glib/gi18n.h>
#include <string.h>

#include "command.h"
#include "mdl-report.h"
#include "output.h"

static gboolean
print_list (const RasMdlJob *job, GError **error)
{
  g_autofree char *text = ras_mdl_job_list (job);

  return ras_output_print_raw (text, strlen (text), error);
}

static gboolean
run (RasCli *cli, int argc, char **argv, GError **error)
{
  g_auto (RasMdlJob) job = { NULL };

  if (!ras_mdl_job_prepare (&job, cli, TRUE, argc, argv, error))
    return FALSE;
  if (job.given->list)
    return print_list (&job, error);
  return ras_mdl_job_load (&job, error) && ras_mdl_job_train (&job, error)
         && ras_mdl_report (&job, TRUE, error);
}

const RasCommand ras_command_sweep = {
  .name = "sweep",
  .arguments = N_ ("DATASET"),
  .summary = N_ ("Does what mdl does for several widths and depths."),
  .details = N_ ("With --list nothing is trained: every line is a complete command for one run, to "
                 "be shared out by\nGNU parallel or a cluster. What they measured is brought "
                 "together by “rasura-cli runs merge”."),
  .run = run,
};

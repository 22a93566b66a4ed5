#include <glib/gi18n.h>

#include "command.h"
#include "mdl-report.h"

static gboolean
run (RasCli *cli, int argc, char **argv, GError **error)
{
  g_auto (RasMdlJob) job = { NULL };

  return ras_mdl_job_prepare (&job, cli, FALSE, argc, argv, error)
         && ras_mdl_job_load (&job, error) && ras_mdl_job_train (&job, error)
         && ras_mdl_report (&job, FALSE, error);
}

const RasCommand ras_command_mdl = {
  .name = "mdl",
  .arguments = N_ ("DATASET"),
  .summary = N_ ("Trains networks on erased images and tells how hard that made the labels."),
  .details = N_ ("MDL is the bits per label that a prequential code takes: log2 of the number of "
                 "classes means\nthat nothing was learned. What is finished is kept at once: "
                 "interrupted, the same command goes on.\nCSV columns: eraser, net, width, depth, "
                 "seed, block, images, test_images, cross_entropy_bits,\nmdl_bits_per_sample."),
  .run = run,
};

/* How fast networks learn here, and the share of it that erasing takes. */
#pragma once

#include "cli.h"

G_BEGIN_DECLS

/* `bench learn`: argv[0] is "learn". */
gboolean ras_bench_learn (RasCli *cli, int argc, char **argv, GError **error);

G_END_DECLS

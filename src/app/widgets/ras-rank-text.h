/* The words and numbers of a rank. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A share of the gap with as many digits as say something: "54 %", "3.7 %", "0.93 %". */
char *ras_rank_text_format_share (double share);

/* "15 directions removed, 18 % of the covariance gap left"; a gap of NAN is left out. */
char *ras_rank_text_format (guint rank, double gap);

G_END_DECLS

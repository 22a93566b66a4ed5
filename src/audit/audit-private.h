/* Inside of an audit. */
#pragma once

#include "audit.h"

G_BEGIN_DECLS

/* What is known of one eraser. */
typedef struct
{
  const RasEraser *eraser;
  guint max_rank;                  /* of the path, as far as it is audited; 0: none */
  RasAuditRow *rows[RAS_N_SPLITS]; /* max_rank + 1 each; NULL: no such split */
} RasAuditEntry;

struct _RasAudit
{
  guint n_entries;
  RasAuditEntry *entries;
  gsize n_images[RAS_N_SPLITS]; /* that accuracies come from */
  const char *remark;           /* N_(), or NULL */
};

G_END_DECLS

/* What is still readable, in words and numbers: the cells of the table. */
#pragma once

#include "audit.h"

G_BEGIN_DECLS

/* Cells in their order; those of a probe are four: training, a mark, test, and how far above chance
 * the test is. */
typedef enum
{
  RAS_AUDIT_LINEAR,
  RAS_AUDIT_LINEAR_MARK,
  RAS_AUDIT_LINEAR_TEST,
  RAS_AUDIT_LINEAR_EXCESS,
  RAS_AUDIT_QUADRATIC,
  RAS_AUDIT_QUADRATIC_MARK,
  RAS_AUDIT_QUADRATIC_TEST,
  RAS_AUDIT_QUADRATIC_EXCESS,
  RAS_AUDIT_MEAN_GAP,
  RAS_AUDIT_MEAN_GAP_TEST,
  RAS_AUDIT_COVARIANCE_GAP,
  RAS_AUDIT_COVARIANCE_GAP_TEST,
  RAS_AUDIT_DISTORTION,
  RAS_AUDIT_PSNR,
  RAS_AUDIT_SSIM,
  RAS_AUDIT_RANK,
  RAS_AUDIT_N_CELLS
} RasAuditCell;

#define RAS_AUDIT_CELL_SIZE 24

typedef struct
{
  char cells[RAS_AUDIT_N_CELLS][RAS_AUDIT_CELL_SIZE];
  gboolean lit[2]; /* linear, quadratic: the guarantee holds on the training data */
} RasAuditTexts;

/* One eraser; `n_images` behind the accuracies, by split. `train` NULL: not known yet, all cells are
 * "…". `test` NULL: there is no such split, or not yet. */
void ras_audit_text_make (const RasEraser *eraser, const RasAuditRow *train,
                          const RasAuditRow *test, const gsize *n_images, RasAuditTexts *texts);

/* The same as one sentence for screen readers; g_free(). */
char *ras_audit_text_describe (const RasEraser *eraser, const RasAuditTexts *texts);

/* "chance 10.0 %", and that there are numbers of the test split, too; g_free(). */
char *ras_audit_text_format_chance (double chance, gboolean tested);

G_END_DECLS

#include "audit.h"

#include "exact-number.h"

#include <math.h>

void
ras_audit_append_csv (GString *text, const RasAuditRow *row)
{
  const double numbers[]
      = { row->linear_accuracy, row->quadratic_accuracy, row->chance, row->mean_gap,
          row->covariance_gap,  row->distortion,         row->psnr,   row->ssim };

  g_string_append_printf (text, "%s,%s", row->eraser->name, ras_split_name (row->split));
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    ras_audit_append_csv_number (text, numbers[i]);
  g_string_append_printf (text, ",%u\n", row->rank);
}

void
ras_audit_append_csv_number (GString *text, double value)
{
  char number[RAS_NUMBER_SIZE];

  g_string_append_printf (text, ",%s", isnan (value) ? "" : ras_number_format (number, value));
}

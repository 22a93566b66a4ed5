/* Measured numbers as text, with the precision that their spread supports. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Decimals that show two significant digits of `deviation`, at most 4; 2 where there is none
 * (NAN or 0: a single seed). */
guint ras_measured_decimals (double deviation);

/* "3.181"; with `with_deviation` and a spread "3.181 ± 0.012". A value that is not finite is "–".
 * Without a spread, values below 0.1 keep two significant digits, at most 4 decimals: "0.0014". */
void ras_format_measured (double value, double deviation, gboolean with_deviation, char *out,
                          gsize size);

/* "+0.86" or "−0.12", rounded to nothing "±0.00". */
void ras_format_signed (double value, guint decimals, char *out, gsize size);
/* 0.37 as "+37 %"; below ten percent with one decimal. */
void ras_format_signed_percent (double share, char *out, gsize size);

/* 0.123 as "12.3 %", in the user's language: for screens, not for files. */
void ras_format_percent (double share, guint decimals, char *out, gsize size);
/* The same of a number that is text: "53.4 ± 0.2" as "53.4 ± 0.2 %". */
void ras_put_percent (const char *number, char *out, gsize size);

/* Three significant digits of a size that may be of any order: "0", "142", "3.05", "0.021", "2.1·10⁻⁵"
   with two digits. */
void ras_format_quantity (double value, char *out, gsize size);

/* A whole number as ras_format_count() has it, any other with four significant digits. */
void ras_format_plain (double value, char *out, gsize size);

G_END_DECLS

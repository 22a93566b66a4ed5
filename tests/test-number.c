#include "number.h"

#include <math.h>

static void
test_decimals (void)
{
  g_assert_cmpuint (ras_measured_decimals (NAN), ==, 2);
  g_assert_cmpuint (ras_measured_decimals (0), ==, 2);
  g_assert_cmpuint (ras_measured_decimals (0.012), ==, 3);
  g_assert_cmpuint (ras_measured_decimals (0.099), ==, 3);
  g_assert_cmpuint (ras_measured_decimals (0.0996), ==, 2);
  g_assert_cmpuint (ras_measured_decimals (0.31), ==, 2);
  g_assert_cmpuint (ras_measured_decimals (1.4), ==, 1);
  g_assert_cmpuint (ras_measured_decimals (14), ==, 0);
  g_assert_cmpuint (ras_measured_decimals (1400), ==, 0);
  g_assert_cmpuint (ras_measured_decimals (1e-9), ==, 4);
}

static void
assert_measured (double value, double deviation, gboolean both, const char *expected)
{
  char text[48];

  ras_format_measured (value, deviation, both, text, sizeof text);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_measured (void)
{
  assert_measured (3.18149, 0.0123, FALSE, "3.181");
  assert_measured (3.18149, 0.0123, TRUE, "3.181\u00a0±\u00a00.012");
  assert_measured (3.18149, 0.0996, TRUE, "3.18\u00a0±\u00a00.10");
  assert_measured (3.18149, NAN, TRUE, "3.18");
  assert_measured (-0.5, NAN, TRUE, "−0.50");
  assert_measured (NAN, 0.1, TRUE, "–");
  assert_measured (0, NAN, FALSE, "0.00");
  assert_measured (0.00136, NAN, FALSE, "0.0014");
  assert_measured (0.00136, 0, FALSE, "0.0014");
  assert_measured (-0.0272, NAN, FALSE, "−0.027");
  assert_measured (0.0996, NAN, FALSE, "0.10");
  assert_measured (0.00136, 0.02, FALSE, "0.001");
}

static void
assert_signed (double value, guint decimals, const char *expected)
{
  char text[24];

  ras_format_signed (value, decimals, text, sizeof text);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_percent (double share, const char *expected)
{
  char text[24];

  ras_format_signed_percent (share, text, sizeof text);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_signed (void)
{
  assert_signed (0.863, 2, "+0.86");
  assert_signed (-0.12, 2, "−0.12");
  assert_signed (-0.001, 2, "±0.00");
  assert_signed (0, 1, "±0.0");
  assert_percent (0.3689, "+37\u202f%");
  assert_percent (-0.064, "−6.4\u202f%");
  assert_percent (0.0997, "+10\u202f%");
  assert_percent (1.5, "+150\u202f%");
}

static void
test_percent (void)
{
  char text[24];

  ras_format_percent (0.1234, 1, text, sizeof text);
  g_assert_cmpstr (text, ==, "12.3\u202f%");
  ras_format_percent (0, 0, text, sizeof text);
  g_assert_cmpstr (text, ==, "0\u202f%");
  ras_put_percent ("53.4 ± 0.2", text, sizeof text);
  g_assert_cmpstr (text, ==, "53.4 ± 0.2\u202f%");
}

static void
assert_plain (double value, const char *expected)
{
  char text[24];

  ras_format_plain (value, text, sizeof text);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_plain (void)
{
  assert_plain (0, "0");
  assert_plain (2048, "2\u202f048");
  assert_plain (0.25, "0.25");
  assert_plain (1234.5678, "1235");
  assert_plain (-3.5, "−3.5");
}

static void
assert_quantity (double value, const char *expected)
{
  char text[24];

  ras_format_quantity (value, text, sizeof text);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_quantity (void)
{
  assert_quantity (0, "0");
  assert_quantity (14.23, "14.2");
  assert_quantity (3.05, "3.05");
  assert_quantity (0.0214, "0.0214");
  assert_quantity (0.00214, "0.0021");
  assert_quantity (2.14e-5, "2.1·10⁻⁵");
  assert_quantity (1e-7, "10⁻⁷");
  assert_quantity (-142.3, "−142");
  assert_quantity (3071.6, "3\u202f072");
  assert_quantity (4.2e9, "4.2·10⁹");
  assert_quantity (NAN, "–");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/number/decimals", test_decimals);
  g_test_add_func ("/number/measured", test_measured);
  g_test_add_func ("/number/signed", test_signed);
  g_test_add_func ("/number/percent", test_percent);
  g_test_add_func ("/number/plain", test_plain);
  g_test_add_func ("/number/quantity", test_quantity);
  return g_test_run ();
}

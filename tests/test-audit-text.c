#include "ras-audit-text.h"

#include <math.h>
#include <string.h>

static const gsize n_images[RAS_N_SPLITS] = { 5000, 1000 };

static const RasEraser *
find (const char *name)
{
  g_autoptr (GError) error = NULL;
  const RasEraser *eraser = ras_eraser_find (name, &error);

  g_assert_no_error (error);
  return eraser;
}

static RasAuditRow
make_row (const char *name, RasSplit split, double linear, double quadratic)
{
  return (RasAuditRow) { find (name), split, linear, quadratic, 0.1, 3.25e-14, 0.1634, 12.34, 24.04,
                         0.91234, 3072 };
}

/* What is guaranteed and holds lights up; what is not guaranteed never does. */
static void
test_light (void)
{
  RasAuditRow train = make_row ("leace", RAS_SPLIT_TRAIN, 0.1, 0.1);
  RasAuditTexts texts;

  ras_audit_text_make (find ("leace"), &train, NULL, n_images, &texts);
  g_assert_true (texts.lit[0]);
  g_assert_false (texts.lit[1]);
  g_assert_cmpstr (texts.cells[RAS_AUDIT_LINEAR_MARK], ==, "✓");
  g_assert_cmpstr (texts.cells[RAS_AUDIT_QUADRATIC_MARK], ==, "");

  ras_audit_text_make (find ("qleace"), &train, NULL, n_images, &texts);
  g_assert_true (texts.lit[0] && texts.lit[1]);
  ras_audit_text_make (find ("random"), &train, NULL, n_images, &texts);
  g_assert_false (texts.lit[0] || texts.lit[1]);

  /* A guarantee that is broken says by how much. */
  train.linear_accuracy = 0.15;
  ras_audit_text_make (find ("leace"), &train, NULL, n_images, &texts);
  g_assert_false (texts.lit[0]);
  g_assert_cmpstr (texts.cells[RAS_AUDIT_LINEAR_MARK], ==, "+5.0");
}

static void
test_cells (void)
{
  RasAuditRow train = make_row ("qleace", RAS_SPLIT_TRAIN, 0.1, 0.1);
  RasAuditRow test = make_row ("qleace", RAS_SPLIT_TEST, 0.1234, 0.0996);
  RasAuditTexts texts;

  test.mean_gap = 0.0214;
  ras_audit_text_make (find ("qleace"), &train, &test, n_images, &texts);
  g_assert_cmpstr (texts.cells[RAS_AUDIT_LINEAR], ==, "10.0\u202f%");
  g_assert_cmpstr (texts.cells[RAS_AUDIT_LINEAR_TEST], ==, "12.3\u202f%");
  g_assert_cmpstr (texts.cells[RAS_AUDIT_LINEAR_EXCESS], ==, "+2.3");
  g_assert_cmpstr (texts.cells[RAS_AUDIT_QUADRATIC_TEST], ==, "10.0\u202f%");
  g_assert_cmpstr (texts.cells[RAS_AUDIT_QUADRATIC_EXCESS], ==, "±0.0");
  g_assert_cmpstr (texts.cells[RAS_AUDIT_MEAN_GAP], ==, "0");
  g_assert_cmpstr (texts.cells[RAS_AUDIT_MEAN_GAP_TEST], ==, "0.0214");
  g_assert_cmpstr (texts.cells[RAS_AUDIT_COVARIANCE_GAP], ==, "16\u202f%");
  g_assert_cmpstr (texts.cells[RAS_AUDIT_DISTORTION], ==, "12.3");
  g_assert_cmpstr (texts.cells[RAS_AUDIT_PSNR], ==, "24.0");
  g_assert_cmpstr (texts.cells[RAS_AUDIT_SSIM], ==, "0.912");
  g_assert_cmpstr (texts.cells[RAS_AUDIT_RANK], ==, "3\u202f072");
}

static void
test_unknown (void)
{
  RasAuditRow train = make_row ("none", RAS_SPLIT_TRAIN, 0.42, NAN);
  RasAuditTexts texts;

  train.psnr = INFINITY;
  ras_audit_text_make (find ("none"), &train, NULL, n_images, &texts);
  g_assert_cmpstr (texts.cells[RAS_AUDIT_LINEAR], ==, "42.0\u202f%");
  g_assert_cmpstr (texts.cells[RAS_AUDIT_LINEAR_TEST], ==, "");
  g_assert_cmpstr (texts.cells[RAS_AUDIT_QUADRATIC], ==, "…");
  g_assert_cmpstr (texts.cells[RAS_AUDIT_PSNR], ==, "∞");
  ras_audit_text_make (find ("none"), NULL, NULL, n_images, &texts);
  g_assert_cmpstr (texts.cells[RAS_AUDIT_LINEAR], ==, "…");
  g_assert_cmpstr (texts.cells[RAS_AUDIT_RANK], ==, "…");
  g_assert_false (texts.lit[0] || texts.lit[1]);
}

/* The light is heard, too. */
static void
test_sentence (void)
{
  RasAuditRow train = make_row ("leace", RAS_SPLIT_TRAIN, 0.1, 0.3);
  RasAuditRow test = make_row ("leace", RAS_SPLIT_TEST, 0.12, 0.2);
  RasAuditTexts texts;
  g_autofree char *sentence = NULL;
  g_autofree char *chance = ras_audit_text_format_chance (0.1, FALSE);

  ras_audit_text_make (find ("leace"), &train, &test, n_images, &texts);
  sentence = ras_audit_text_describe (find ("leace"), &texts);
  g_assert_true (g_str_has_prefix (sentence, "LEACE; Linear probe: 10.0\u202f%, at chance as "
                                             "guaranteed, test 12.0\u202f% (+2.0 points); "));
  g_assert_nonnull (strstr (sentence, "Quadratic probe: 30.0\u202f%, test 20.0\u202f%;"));
  g_assert_cmpstr (chance, ==, "chance 10.0\u202f%");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/audit-text/light", test_light);
  g_test_add_func ("/audit-text/cells", test_cells);
  g_test_add_func ("/audit-text/unknown", test_unknown);
  g_test_add_func ("/audit-text/sentence", test_sentence);
  return g_test_run ();
}

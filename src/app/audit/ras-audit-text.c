#include "ras-audit-text.h"

#include <glib/gi18n.h>
#include <math.h>

#include "axis.h"
#include "number.h"

#define PENDING "…"
#define NOTHING ""

/* A gap below this share of what it is without erasure is nothing but rounding; both are in units of
 * pixels and of the gap after LEACE, where 1 is a lot. */
#define ROUNDING 1e-9

static void
put (RasAuditTexts *texts, RasAuditCell cell, const char *text)
{
  g_strlcpy (texts->cells[cell], text, RAS_AUDIT_CELL_SIZE);
}

static void
put_accuracy (RasAuditTexts *texts, RasAuditCell cell, double accuracy)
{
  if (isnan (accuracy))
    put (texts, cell, PENDING);
  else
    ras_format_percent (accuracy, 1, texts->cells[cell], RAS_AUDIT_CELL_SIZE);
}

/* Against chance as it is written, so that the three numbers agree. */
static void
put_excess (RasAuditTexts *texts, RasAuditCell cell, double accuracy, double chance)
{
  double points = (round (1000 * accuracy) - round (1000 * chance)) / 10;

  ras_format_signed (points, 1, texts->cells[cell], RAS_AUDIT_CELL_SIZE);
}

static void
put_probe (RasAuditTexts *texts, gboolean quadratic, const RasAuditRow *train,
           const RasAuditRow *test, const gsize *n_images, gboolean guaranteed)
{
  RasAuditCell first = quadratic ? RAS_AUDIT_QUADRATIC : RAS_AUDIT_LINEAR;
  double accuracy = quadratic ? train->quadratic_accuracy : train->linear_accuracy;

  put_accuracy (texts, first, accuracy);
  texts->lit[quadratic] = guaranteed && isfinite (accuracy)
                          && ras_audit_holds (train, quadratic, n_images[RAS_SPLIT_TRAIN]);
  if (texts->lit[quadratic])
    put (texts, first + 1, "✓");
  else if (guaranteed && isfinite (accuracy))
    put_excess (texts, first + 1, accuracy, train->chance);
  if (test == NULL)
    return;
  accuracy = quadratic ? test->quadratic_accuracy : test->linear_accuracy;
  put_accuracy (texts, first + 2, accuracy);
  if (guaranteed && isfinite (accuracy))
    put_excess (texts, first + 3, accuracy, test->chance);
}

static void
put_gap (RasAuditTexts *texts, RasAuditCell cell, double gap)
{
  if (isnan (gap))
    put (texts, cell, PENDING);
  else if (gap < ROUNDING)
    put (texts, cell, "0");
  else
    ras_format_quantity (gap, texts->cells[cell], RAS_AUDIT_CELL_SIZE);
}

static void
put_share (RasAuditTexts *texts, RasAuditCell cell, double gap)
{
  double percent = 100 * gap;
  int decimals = percent >= 9.95 ? 0 : percent >= 0.995 ? 1 : 2;

  if (isnan (gap))
    put (texts, cell, PENDING);
  else if (percent < 0.005)
    ras_format_percent (0, 0, texts->cells[cell], RAS_AUDIT_CELL_SIZE);
  else
    ras_format_percent (gap, decimals, texts->cells[cell], RAS_AUDIT_CELL_SIZE);
}

static void
put_number (RasAuditTexts *texts, RasAuditCell cell, double value, int decimals)
{
  if (isnan (value))
    put (texts, cell, PENDING);
  else if (isinf (value))
    put (texts, cell, "∞");
  else
    g_snprintf (texts->cells[cell], RAS_AUDIT_CELL_SIZE, "%.*f", decimals, value);
}

void
ras_audit_text_make (const RasEraser *eraser, const RasAuditRow *train, const RasAuditRow *test,
                     const gsize *n_images, RasAuditTexts *texts)
{
  *texts = (RasAuditTexts) { 0 };
  if (train == NULL)
    {
      for (guint i = 0; i < RAS_AUDIT_N_CELLS; i++)
        put (texts, i, NOTHING);
      put (texts, RAS_AUDIT_LINEAR, PENDING);
      put (texts, RAS_AUDIT_QUADRATIC, PENDING);
      for (guint i = RAS_AUDIT_MEAN_GAP; i < RAS_AUDIT_N_CELLS; i++)
        if (i != RAS_AUDIT_MEAN_GAP_TEST && i != RAS_AUDIT_COVARIANCE_GAP_TEST)
          put (texts, i, PENDING);
      return;
    }
  for (int quadratic = 0; quadratic < 2; quadratic++)
    put_probe (texts, quadratic, train, test, n_images,
               ras_audit_is_guaranteed (eraser, quadratic));
  put_gap (texts, RAS_AUDIT_MEAN_GAP, train->mean_gap);
  put_share (texts, RAS_AUDIT_COVARIANCE_GAP, train->covariance_gap);
  if (test)
    {
      put_gap (texts, RAS_AUDIT_MEAN_GAP_TEST, test->mean_gap);
      put_share (texts, RAS_AUDIT_COVARIANCE_GAP_TEST, test->covariance_gap);
    }
  put_gap (texts, RAS_AUDIT_DISTORTION, train->distortion);
  put_number (texts, RAS_AUDIT_PSNR, train->psnr, 1);
  put_number (texts, RAS_AUDIT_SSIM, train->ssim, 3);
  ras_format_count (train->rank, texts->cells[RAS_AUDIT_RANK], RAS_AUDIT_CELL_SIZE);
}

/* --- Sentences --- */

static void
add_values (GString *text, const char *what, const char *value, const char *test)
{
  g_string_append (text, "; ");
  if (test[0])
    /* Translators: what is measured, then its values for the training and the test images:
     * "Mean gap: 0.12, test 0.15". */
    g_string_append_printf (text, _ ("%s: %s, test %s"), what, value, test);
  else
    g_string_append_printf (text, "%s: %s", what, value);
}

static void
add_part (GString *text, const RasAuditTexts *texts, const char *what, RasAuditCell cell,
          RasAuditCell test)
{
  add_values (text, what, texts->cells[cell], test != cell ? texts->cells[test] : NOTHING);
}

static void
add_probe (GString *text, const RasAuditTexts *texts, const char *what, gboolean quadratic)
{
  RasAuditCell first = quadratic ? RAS_AUDIT_QUADRATIC : RAS_AUDIT_LINEAR;
  const char *value = texts->cells[first], *test = texts->cells[first + 2];
  const char *excess = texts->cells[first + 3];
  /* Translators: %s is a share such as "10.0 %". */
  g_autofree char *at_chance = g_strdup_printf (_ ("%s, at chance as guaranteed"), value);
  /* Translators: a share and how far above chance it is, in percentage points: "11.2 % (+1.2
   * points)". */
  g_autofree char *above = g_strdup_printf (_ ("%s (%s points)"), test, excess);

  add_values (text, what, texts->lit[quadratic] ? at_chance : value, excess[0] ? above : test);
}

char *
ras_audit_text_describe (const RasEraser *eraser, const RasAuditTexts *texts)
{
  g_autoptr (GString) text = g_string_new (_ (eraser->title));

  add_probe (text, texts, _ ("Linear probe"), FALSE);
  add_probe (text, texts, _ ("Quadratic probe"), TRUE);
  add_part (text, texts, _ ("Mean gap"), RAS_AUDIT_MEAN_GAP, RAS_AUDIT_MEAN_GAP_TEST);
  add_part (text, texts, _ ("Covariance gap"), RAS_AUDIT_COVARIANCE_GAP,
            RAS_AUDIT_COVARIANCE_GAP_TEST);
  add_part (text, texts, _ ("Distortion"), RAS_AUDIT_DISTORTION, RAS_AUDIT_DISTORTION);
  add_part (text, texts, _ ("PSNR, dB"), RAS_AUDIT_PSNR, RAS_AUDIT_PSNR);
  add_part (text, texts, _ ("SSIM"), RAS_AUDIT_SSIM, RAS_AUDIT_SSIM);
  add_part (text, texts, _ ("Rank"), RAS_AUDIT_RANK, RAS_AUDIT_RANK);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

char *
ras_audit_text_format_chance (double chance, gboolean tested)
{
  /* Translators: the numbers of the test images are printed in a paler colour. */
  return g_strdup_printf (tested ? _ ("chance %.1f\u202f%% · pale: test images")
                                 : _ ("chance %.1f\u202f%%"),
                          100 * chance);
}

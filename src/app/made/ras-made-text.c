#include "ras-made-text.h"

#include <glib/gi18n.h>
#include <math.h>
#include <pango/pango.h>

#include "axis.h"
#include "distortion.h"
#include "number.h"
#include "ras-made-method.h"

/* Decibels beyond which only rounding differs. */
#define SAME_PSNR 200

static void
row_free (gpointer data)
{
  RasMadeRow *row = data;

  g_free (row->value);
  g_free (row);
}

/* Takes `value`. */
static void
add (GPtrArray *rows, const char *caption, char *value)
{
  RasMadeRow *row = g_new (RasMadeRow, 1);

  row->caption = caption;
  row->value = value;
  g_ptr_array_add (rows, row);
}

static char *
format_share (double share)
{
  char text[32];

  if (!isfinite (share))
    return g_strdup ("–");
  ras_format_percent (share, share < 0.1 && share >= 0.0005 ? 1 : 0, text, sizeof text);
  return g_strdup (text);
}

/* Distances of 1e-13 are rounding, and 0 is what is meant. */
static char *
format_distance (double distance)
{
  char text[32];

  ras_format_quantity (distance < 1e-7 ? 0 : distance, text, sizeof text);
  return g_strdup (text);
}

/* What is on its way, or will not come. */
static char *
make_pending (const RasMadeSubject *subject)
{
  return g_strdup (subject->failure ? "–" : "…");
}

static gboolean
is_original (const RasMadeSubject *subject)
{
  return subject->eraser->fit == NULL;
}

/* --- The rank --- */

static char *
describe_rank (const RasMadeSubject *subject)
{
  char d[32], rank[32];
  gsize n = subject->fit ? ras_shadow_get_rank (subject->fit, subject->rank) : 0;

  ras_format_count (subject->d, d, sizeof d);
  ras_format_count (n, rank, sizeof rank);
  if (is_original (subject))
    return g_strdup_printf (_ ("The identity: %s values, none removed"), d);
  if (subject->eraser->edits)
    return g_strdup (_ ("No map, so no rank: every pixel of every image is free"));
  if (subject->fit == NULL)
    return g_strdup (_ ("Not fitted yet"));
  if (subject->transport)
    return g_strdup_printf (_ ("Full rank, %s of %s: affine, and invertible"), d, d);
  if (subject->eraser->needs_label && n == subject->d)
    return g_strdup_printf (_ ("Full rank, %s of %s: one affine map for each of %u classes"), d, d,
                            subject->k);
  if (n == 0)
    return g_strdup_printf (_ ("A shift for each of %u classes: no direction of %s is removed"),
                            subject->k, d);
  if (subject->eraser->needs_leace && n > subject->rank)
    return g_strdup_printf (
        g_dngettext (NULL, "%s direction of %s removed: LEACE’s %u and %u more",
                     "%s directions of %s removed: LEACE’s %u and %u more", n),
        rank, d, (guint) (n - subject->rank), subject->rank);
  return g_strdup_printf (g_dngettext (NULL, "Rank %s: %s direction of %s removed",
                                       "Rank %s: %s directions of %s removed", n),
                          rank, rank, d);
}

/* --- What was removed --- */

static double
get_energy (const RasMadeSubject *subject)
{
  const double *mean = ras_shadow_scene_get_mean (subject->scene);
  double taken = 0, all = 0;

  for (gsize i = 0; i < subject->d; i++)
    {
      double change = subject->erased[i] - subject->original[i];
      double whole = subject->original[i] - mean[i];

      taken += change * change;
      all += whole * whole;
    }
  return all > 0 ? taken / all : NAN;
}

static void
describe_change (const RasMadeSubject *subject, GPtrArray *rows)
{
  RasDistortion change
      = ras_distortion_measure (subject->original, subject->erased, subject->d);

  add (rows, _ ("Energy changed, ‖x′ − x‖² of ‖x − μ‖²"),
       subject->scene ? format_share (get_energy (subject)) : make_pending (subject));
  add (rows, _ ("Distance ‖x′ − x‖"), format_distance (change.distance));
  add (rows, _ ("Signal to noise (PSNR)"),
       change.psnr > SAME_PSNR ? g_strdup (_ ("the same picture"))
                               : g_strdup_printf (_ ("%.1f dB"), change.psnr));
}

static void
describe_average (const RasMadeSubject *subject, GPtrArray *rows)
{
  const RasShadow *shadow = subject->shadow;
  g_autofree char *share = NULL;

  if (shadow == NULL)
    {
      add (rows, _ ("Energy changed on average"), make_pending (subject));
      return;
    }
  share = format_share (shadow->energy);
  add (rows, _ ("Energy changed on average"),
       g_strdup_printf (g_dngettext (NULL, "%s (of %zu training image)",
                                     "%s (of %zu training images)", shadow->n_energy),
                        share, shadow->n_energy));
}

static void
describe_removed (const RasMadeSubject *subject, GPtrArray *rows)
{
  if (is_original (subject) || subject->erased == NULL)
    return;
  describe_change (subject, rows);
  if (!subject->eraser->edits && subject->fit)
    describe_average (subject, rows);
  if (subject->eraser->edits && subject->edit)
    add (rows, _ ("The optimisation"), g_strdup (subject->edit));
  if (subject->eraser->has_path && !subject->recentred)
    add (rows, _ ("Mean"), g_strdup (_ ("not re-centred: removed, too, so that the picture is darker")));
}

/* --- How well it holds --- */

static void
describe_means (const RasMadeSubject *subject, GPtrArray *rows)
{
  g_autofree char *before = NULL, *after = NULL;
  const char *caption = subject->transport ? _ ("Distance between the two class means")
                                           : _ ("Largest distance between class means");

  if (subject->shadow == NULL)
    {
      add (rows, caption, make_pending (subject));
      return;
    }
  before = format_distance (subject->shadow->mean_distance[0]);
  after = format_distance (subject->shadow->mean_distance[1]);
  add (rows, caption,
       is_original (subject) ? g_strdup (before) : g_strdup_printf ("%s → %s", before, after));
}

static void
describe_fit (const RasMadeSubject *subject, GPtrArray *rows)
{
  const RasFitReport *report = ras_fit_get_report (subject->fit);
  char number[32];

  if (subject->eraser->has_path && subject->rank <= ras_fit_get_path_length (subject->fit)
      && isfinite (ras_fit_get_gap (subject->fit, subject->rank)))
    add (rows, _ ("Covariance gap left"),
         format_share (ras_fit_get_gap (subject->fit, subject->rank)));
  if (isfinite (report->residual))
    {
      ras_format_quantity (report->residual, number, sizeof number);
      add (rows, _ ("Covariances off the common one, at most"),
           g_strdup_printf (_ ("%s of its size"), number));
    }
  if (isfinite (report->condition) && report->condition > 0)
    {
      ras_format_quantity (report->condition, number, sizeof number);
      add (rows, _ ("Condition of the covariance (reciprocal)"), g_strdup (number));
    }
  if (report->from_cache)
    add (rows, _ ("Fitted"), g_strdup (_ ("earlier, and kept")));
  else if (report->seconds > 0)
    add (rows, _ ("Fitted"), g_strdup_printf (_ ("in %.1f s"), report->seconds));
  if (report->remark)
    add (rows, _ ("Remark"), g_strdup (_ (report->remark)));
}

static void
describe_holds (const RasMadeSubject *subject, GPtrArray *rows)
{
  if (!is_original (subject) && subject->fit == NULL)
    return;
  if (!subject->eraser->edits)
    describe_means (subject, rows);
  if (subject->fit)
    describe_fit (subject, rows);
}

/* --- The chart in words --- */

static double
get_distance (const RasShadowCloud *a, const RasShadowCloud *b)
{
  return hypot (a->mean[0] - b->mean[0], a->mean[1] - b->mean[1]);
}

/* How many times as far the wider one is spread along the second axis. */
static double
get_spread (const RasShadowCloud *a, const RasShadowCloud *b)
{
  double low = MIN (a->covariance[2], b->covariance[2]);
  double high = MAX (a->covariance[2], b->covariance[2]);

  return low > 1e-12 ? sqrt (high / low) : high > 1e-12 ? HUGE_VAL : 1;
}

static char *
describe_side (const RasShadowCloud *a, const RasShadowCloud *b)
{
  g_autofree char *distance = format_distance (get_distance (a, b));

  return g_strdup_printf (_ ("the centres lie %s apart and one is spread %.1f times as wide as the other"),
                          distance, get_spread (a, b));
}

static char *
describe_chart (const RasMadeSubject *subject)
{
  g_autofree char *before = NULL, *after = NULL;

  if (subject->shadow == NULL || subject->eraser->edits)
    return NULL;
  before = describe_side (ras_shadow_scene_get_cloud (subject->scene, 0),
                          ras_shadow_scene_get_cloud (subject->scene, 1));
  after = describe_side (&subject->shadow->clouds[0], &subject->shadow->clouds[1]);
  if (is_original (subject))
    return g_strdup_printf (_ ("“%s” and “%s”: %s."), subject->classes[0], subject->classes[1], before);
  return g_strdup_printf (_ ("“%s” and “%s”. Before: %s. After: %s."), subject->classes[0],
                          subject->classes[1], before, after);
}

/* --- All of it --- */

RasMadeText *
ras_made_text_new (const RasMadeSubject *subject)
{
  RasMadeText *text = g_new0 (RasMadeText, 1);
  const RasMadeMethod *method = ras_made_method_find (subject->eraser, subject->transport);

  text->title = g_strdup (subject->title);
  text->sentences = g_strdup (_ (method->sentences));
  text->formula = method->formula;
  text->rank = describe_rank (subject);
  text->theorem = _ (method->theorem);
  text->address = method->address;
  text->removed = g_ptr_array_new_with_free_func (row_free);
  text->holds = g_ptr_array_new_with_free_func (row_free);
  describe_removed (subject, text->removed);
  describe_holds (subject, text->holds);
  text->chart = describe_chart (subject);
  return text;
}

void
ras_made_text_free (RasMadeText *text)
{
  g_free (text->title);
  g_free (text->sentences);
  g_free (text->rank);
  g_ptr_array_unref (text->removed);
  g_ptr_array_unref (text->holds);
  g_free (text->chart);
  g_free (text);
}

static char *
make_plain (const char *markup)
{
  g_autoptr (GString) marked = g_string_new (markup);
  char *plain = NULL;

  g_string_replace (marked, "<sub>", "_{", 0);
  g_string_replace (marked, "</sub>", "}", 0);
  g_string_replace (marked, "<sup>", "^{", 0);
  g_string_replace (marked, "</sup>", "}", 0);
  pango_parse_markup (marked->str, -1, 0, NULL, &plain, NULL, NULL);
  return plain;
}

static void
append_rows (GString *into, GPtrArray *rows)
{
  if (rows->len > 0)
    g_string_append_c (into, '\n');
  for (guint i = 0; i < rows->len; i++)
    {
      const RasMadeRow *row = g_ptr_array_index (rows, i);

      g_string_append_printf (into, "%s: %s\n", row->caption, row->value);
    }
}

char *
ras_made_text_format (const RasMadeText *text)
{
  GString *all = g_string_new (NULL);
  g_autofree char *formula = make_plain (text->formula);

  g_string_append_printf (all, "%s\n\n%s\n\n%s\n%s\n", text->title, text->sentences, formula,
                          text->rank);
  append_rows (all, text->removed);
  append_rows (all, text->holds);
  if (text->chart)
    g_string_append_printf (all, "\n%s\n", text->chart);
  g_string_append_printf (all, "\n%s\n", text->theorem);
  if (text->address)
    g_string_append_printf (all, "%s\n", text->address);
  return g_string_free (all, FALSE);
}

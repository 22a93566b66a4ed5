/* When a step is done, what is then said, and how it is done for the person. */
#include "ras-lesson.h"

#include <glib/gi18n.h>
#include <math.h>

/* Images to be looked at in the first step. */
#define IMAGES 3

const char *const ras_lesson_erasers[] = { "none", "leace", "qleace", "alf-qleace" };

void
ras_lesson_facts_init (RasLessonFacts *facts)
{
  *facts = (RasLessonFacts) { .gap = NAN, .label_distance = NAN };
  for (guint i = 0; i < RAS_LESSON_N_ERASERS; i++)
    facts->mdl[i] = NAN;
}

/* --- Words --- */

static double
percent (double share)
{
  return 100 * share;
}

static gboolean
is_pictured (const RasLessonFacts *facts, RasLessonView view, RasLessonEraser eraser)
{
  return facts->n_classes > 0 && facts->pictured && facts->view == view
         && facts->eraser == eraser;
}

static gboolean
has_rows (const RasLessonFacts *facts, guint erasers)
{
  for (guint i = 0; i < RAS_LESSON_N_ERASERS; i++)
    if ((erasers & (1u << i)) && facts->train[i].eraser == NULL)
      return FALSE;
  return facts->audited;
}

static gboolean
do_picture (guint n, RasLessonView view, RasLessonEraser eraser, RasLessonDeed *deed)
{
  *deed = (RasLessonDeed) { .picture = TRUE, .view = view, .eraser = eraser };
  return n == 0;
}

/* --- What a class mean is --- */

gboolean
ras_lesson_saw_images (const RasLessonFacts *facts)
{
  return facts->n_classes > 0 && facts->images_seen >= IMAGES;
}

char *
ras_lesson_tell_means (const RasLessonFacts *facts)
{
  const RasAuditRow *row = &facts->train[RAS_LESSON_NONE];

  if (!has_rows (facts, 1u << RAS_LESSON_NONE))
    return NULL;
  return g_strdup_printf (
      _ ("Every image has clouds of its own, and averaging wipes them out: only the disc is left, light "
         "in one mean and dark in the other. The mean gap, which says how far apart the means are, is "
         "%.2f. A linear classifier, which adds up weighted pixels, gets %.1f\u202f%% of the images "
         "right."),
      row->mean_gap, percent (row->linear_accuracy));
}

gboolean
ras_lesson_show_images (const RasLessonFacts *facts, guint n, RasLessonDeed *deed)
{
  *deed = (RasLessonDeed) { .property = "index", .value = n + 1 };
  return n < IMAGES;
}

/* --- LEACE --- */

gboolean
ras_lesson_saw_leace (const RasLessonFacts *facts)
{
  return is_pictured (facts, RAS_LESSON_MEANS, RAS_LESSON_LEACE);
}

char *
ras_lesson_tell_leace (const RasLessonFacts *facts)
{
  const RasAuditRow *before = &facts->train[RAS_LESSON_NONE];
  const RasAuditRow *after = &facts->train[RAS_LESSON_LEACE];

  if (!has_rows (facts, 1u << RAS_LESSON_NONE | 1u << RAS_LESSON_LEACE))
    return NULL;
  return g_strdup_printf (
      _ ("All class means have become one and the same picture. The linear classifier fell from "
         "%.1f\u202f%% to %.1f\u202f%%, and chance is %.1f\u202f%%. Yet you still recognise the "
         "images: what a linear classifier cannot use is still there."),
      percent (before->linear_accuracy), percent (after->linear_accuracy), percent (after->chance));
}

gboolean
ras_lesson_show_leace (const RasLessonFacts *facts, guint n, RasLessonDeed *deed)
{
  return do_picture (n, RAS_LESSON_MEANS, RAS_LESSON_LEACE, deed);
}

/* --- Covariance --- */

gboolean
ras_lesson_saw_covariance (const RasLessonFacts *facts)
{
  return facts->n_classes > 0 && facts->pictured && facts->view == RAS_LESSON_COVARIANCE;
}

/* On new images: those that the means were taken of always differ a little by accident. */
char *
ras_lesson_tell_covariance (const RasLessonFacts *facts)
{
  const RasAuditRow *row = &facts->test[RAS_LESSON_NONE];

  if (!has_rows (facts, 1u << RAS_LESSON_NONE) || row->eraser == NULL)
    return NULL;
  return g_strdup_printf (
      _ ("Red pixels tend to be bright when the middle one is, blue ones dark: neighbours go together "
         "along the rows in one class, along the columns in the other. On new images the linear "
         "classifier gets %.1f\u202f%% right, hardly more than chance, %.0f\u202f%%; a quadratic one, "
         "which also looks at products of two pixels, gets %.1f\u202f%%."),
      percent (row->linear_accuracy), percent (row->chance), percent (row->quadratic_accuracy));
}

gboolean
ras_lesson_show_covariance (const RasLessonFacts *facts, guint n, RasLessonDeed *deed)
{
  return do_picture (n, RAS_LESSON_COVARIANCE, RAS_LESSON_NONE, deed);
}

/* --- QLEACE --- */

gboolean
ras_lesson_saw_label (const RasLessonFacts *facts)
{
  return is_pictured (facts, RAS_LESSON_IMAGE, RAS_LESSON_QLEACE);
}

char *
ras_lesson_tell_label (const RasLessonFacts *facts)
{
  const RasAuditRow *before = &facts->train[RAS_LESSON_NONE];
  const RasAuditRow *after = &facts->train[RAS_LESSON_QLEACE];

  if (!has_rows (facts, 1u << RAS_LESSON_NONE | 1u << RAS_LESSON_QLEACE)
      || isnan (facts->label_distance))
    return NULL;
  return g_strdup_printf (
      _ ("One image, two results, and they are %.2f apart: which one you get depends on the label you "
         "tell QLEACE. It did bring the quadratic classifier from %.1f\u202f%% down to %.1f\u202f%% "
         "(chance is %.0f\u202f%%). Choose LEACE to see that it makes the same of both."),
      facts->label_distance, percent (before->quadratic_accuracy),
      percent (after->quadratic_accuracy), percent (after->chance));
}

gboolean
ras_lesson_show_label (const RasLessonFacts *facts, guint n, RasLessonDeed *deed)
{
  return do_picture (n, RAS_LESSON_IMAGE, RAS_LESSON_QLEACE, deed);
}

/* --- ALF-QLEACE --- */

gboolean
ras_lesson_turned_dial (const RasLessonFacts *facts)
{
  return facts->n_classes > 0 && facts->rank_was_zero && facts->rank > 0
         && facts->gap <= RAS_LESSON_GAP;
}

char *
ras_lesson_tell_dial (const RasLessonFacts *facts)
{
  const RasAuditRow *leace = &facts->train[RAS_LESSON_LEACE];
  const RasAuditRow *qleace = &facts->train[RAS_LESSON_QLEACE];
  const RasAuditRow *alf = &facts->train[RAS_LESSON_ALF];

  if (!has_rows (facts, 1u << RAS_LESSON_LEACE | 1u << RAS_LESSON_QLEACE | 1u << RAS_LESSON_ALF)
      || isnan (facts->gap))
    return NULL;
  return g_strdup_printf (
      _ ("Directions removed: %u of %u; covariance gap left: %.1f\u202f%%. The images pay for it: on "
         "average they moved by %.1f (squared distance), after LEACE alone by %.1f, and after QLEACE, "
         "which was told the labels, by %.1f. A small gap is no guarantee either: the quadratic "
         "classifier still gets %.1f\u202f%% right."),
      facts->rank, facts->dimension, percent (facts->gap), alf->distortion, leace->distortion,
      qleace->distortion, percent (alf->quadratic_accuracy));
}

/* The path may still be growing: it is waited for. */
gboolean
ras_lesson_show_dial (const RasLessonFacts *facts, guint n, RasLessonDeed *deed)
{
  *deed = (RasLessonDeed) { .property = n == 0 || facts->rank_of_target > 0 ? "rank" : NULL };
  if (n == 0)
    return TRUE;
  deed->value = facts->rank_of_target;
  return facts->rank_of_target == 0 || facts->rank != facts->rank_of_target;
}

/* --- MDL --- */

gboolean
ras_lesson_has_trained (const RasLessonFacts *facts)
{
  return facts->n_classes > 0 && facts->trained;
}

char *
ras_lesson_tell_mdl (const RasLessonFacts *facts)
{
  const double *mdl = facts->mdl;

  if (isnan (mdl[RAS_LESSON_NONE]) || isnan (mdl[RAS_LESSON_LEACE])
      || isnan (mdl[RAS_LESSON_QLEACE]))
    return NULL;
  return g_strdup_printf (
      _ ("A label costs %.2f bits with the original images, %.2f after LEACE and %.2f after QLEACE; guessing "
         "among %u classes costs %.2f. The closer to that, the less was learned. With more images the "
         "network would get further: the last two classes differ beyond their covariance, which no eraser "
         "here takes away."),
      mdl[RAS_LESSON_NONE], mdl[RAS_LESSON_LEACE], mdl[RAS_LESSON_QLEACE], facts->n_classes,
      log2 (facts->n_classes));
}

gboolean
ras_lesson_show_training (const RasLessonFacts *facts, guint n, RasLessonDeed *deed)
{
  *deed = (RasLessonDeed) { .train = TRUE };
  return n == 0;
}

/* The lessons themselves. Another step is another entry. */
#include "ras-lesson.h"

#include <glib/gi18n.h>

/* Panels that are hidden, where only these are shown. */
#define ONLY_ORIGINAL \
  "'hidden-erasers': <['leace', 'oracle-leace', 'qleace', 'alf-qleace', 'random', 'gradient']>"
#define ONLY_LEACE "'hidden-erasers': <['oracle-leace', 'qleace', 'alf-qleace', 'random', 'gradient']>"
#define ONLY_TO_QLEACE "'hidden-erasers': <['oracle-leace', 'alf-qleace', 'random', 'gradient']>"
#define ONLY_TO_ALF "'hidden-erasers': <['oracle-leace', 'random', 'gradient']>"
/* The plain picture of one image, a number in text form. */
#define PLAIN(index) \
  "'page': <'compare'>, 'split': <'train'>, 'class-filter': <-1>, 'index': <uint32 " index ">, " \
  "'own-picture': <b''>, 'difference': <false>, 'rescale': <false>, 'recentred': <true>, 'zoom': <0>, " \
  "'transport': <false>, 'audit-page': <'table'>, "

#define SET(value) (1u << (value))

/* Larger than Pango's own, to be read at the size of a text; rises are in 1024ths of a pixel. */
#define SUB(text) "<span size='75%' rise='-3584'>" text "</span>"
#define SUP(text) "<span size='75%' rise='7168'>" text "</span>"
#define X "<i>x</i>"
#define Z "<i>z</i>"
#define MU "<i>μ</i>"
#define SIGMA_Z "Σ" SUB (Z)
/* Few fonts have a bar to be put on top of a letter. */
#define SIGMA_BAR "<span overline='single'>Σ</span>"
#define A_Z "<i>A</i>" SUB (Z)

const RasLesson ras_lessons[] = {
  {
    .name = "means",
    .title = N_ ("What a class mean is"),
    .text = N_ ("The mean of a class is the average of all its images, pixel by pixel. These images are "
                "clouds with a disc in them, light in one class and dark in the other. The small pictures "
                "are the two means, each taken over 5\u202f000 images."),
    .task = N_ ("Look at three other images: press Ctrl+Page Down three times, or choose small pictures "
                "on the left. How alike are they?"),
    .formula = MU SUB (Z) " = E[" X " | " Z "] ≈ (1 ∕ <i>n</i>" SUB (Z) ") ∑" SUB ("class " Z) " " X
               "\nmean gap = ∑" SUB (Z) " π" SUB (Z) " ‖" MU SUB (Z) " − " MU "‖" SUP ("2"),
    .symbols = N_ ("<i>x</i>: an image, one number a pixel; <i>z</i>: its class; E[<i>x</i> | <i>z</i>]: "
                   "the average of <i>x</i> in class <i>z</i>.\n"
                   "<i>n</i><sub><i>z</i></sub>: how many images it has; π<sub><i>z</i></sub>: their "
                   "share of all; <i>μ</i>: the mean of all images."),
    .source = N_ ("The first moment. LEACE (arXiv 2306.03819) makes it the same for all classes."),
    .location = "moments:mean",
    .session = "{" PLAIN ("0") ONLY_ORIGINAL ", 'audit-shown': <false>}",
    .views = SET (RAS_LESSON_MEANS),
    .erasers = SET (RAS_LESSON_NONE),
    .audited = SET (RAS_LESSON_NONE),
    .is_done = ras_lesson_saw_images,
    .acknowledge = ras_lesson_tell_means,
    .show_me = ras_lesson_show_images,
  },
  {
    .name = "leace",
    .title = N_ ("LEACE: nothing left for a linear classifier"),
    .text = N_ ("A linear classifier gives every pixel a weight and adds up. Averaged over a class, that "
                "sum is the sum of the class mean. So once all class means are the same, no choice of "
                "weights does better than always giving the same answer. LEACE is the smallest change "
                "of its kind (one affine map for all images) that gets there, and it need not know an "
                "image’s class."),
    .task = N_ ("Switch the small pictures, which are the ten class means, from Original to LEACE."),
    .formula = X "′ = " X " − <i>W</i>" SUP ("+") " <i>Q</i> <i>W</i> (" X " − " MU "),  <i>W</i> = "
               "Σ" SUB ("<i>xx</i>") SUP ("−1/2"),
    .symbols = N_ ("Σ<sub><i>xx</i></sub>: the covariance of all images; <i>W</i>: whitens, so that all "
                   "directions spread alike; <i>W</i><sup>+</sup>: undoes that.\n"
                   "<i>Q</i>: projects onto what of the whitened images goes together with the label: "
                   "<i>k</i> − 1 directions for <i>k</i> classes."),
    .source = N_ ("LEACE, arXiv 2306.03819. The guarantee holds for the images it was fitted to; on new "
                  "ones it holds about as well as the means are known."),
    .location = "drawn#side=16",
    .session = "{" PLAIN ("5") ONLY_LEACE ", 'audit-shown': <true>}",
    .views = SET (RAS_LESSON_MEANS),
    .erasers = SET (RAS_LESSON_NONE) | SET (RAS_LESSON_LEACE),
    .audited = SET (RAS_LESSON_NONE) | SET (RAS_LESSON_LEACE),
    .is_done = ras_lesson_saw_leace,
    .acknowledge = ras_lesson_tell_leace,
    .show_me = ras_lesson_show_leace,
  },
  {
    .name = "covariance",
    .title = N_ ("Covariance: which pixels go together"),
    .text = N_ ("These waves run level in one class and upright in the other. Both means are the same "
                "plain grey, so LEACE finds next to nothing to erase. What differs is the covariance: "
                "which pixels tend to be bright together. It is a number for every two pixels; a small "
                "picture can show those of the middle pixel with all the others."),
    .task = N_ ("Switch the small pictures from Means to Middle pixel."),
    .formula = SIGMA_Z " = E[(" X " − " MU SUB (Z) ")(" X " − " MU SUB (Z) ")" SUP ("T") " | " Z "]",
    .symbols = N_ ("Σ<sub><i>z</i></sub>: the covariance within class <i>z</i>; its entry for two pixels "
                   "is positive where both tend to be above their means together, negative where one is "
                   "above when the other is below.\n"
                   "The small picture is its column for the middle pixel."),
    .source = N_ ("The second moment: all that a quadratic classifier uses besides the mean "
                  "(arXiv 2502.02820)."),
    .location = "moments:covariance",
    .session = "{" PLAIN ("0") ONLY_LEACE ", 'audit-shown': <true>}",
    .views = SET (RAS_LESSON_MEANS) | SET (RAS_LESSON_COVARIANCE),
    .erasers = SET (RAS_LESSON_NONE) | SET (RAS_LESSON_LEACE),
    .audited = SET (RAS_LESSON_NONE),
    .quadratic = TRUE,
    .is_done = ras_lesson_saw_covariance,
    .acknowledge = ras_lesson_tell_covariance,
    .show_me = ras_lesson_show_covariance,
  },
  {
    .name = "qleace",
    .title = N_ ("QLEACE, and the label it smuggles in"),
    .text = N_ ("QLEACE sends every class through a map of its own, to one mean and one covariance for "
                "all. As the small pictures show, the covariances now agree: no quadratic classifier has "
                "anything to go by. "
                "But to choose the map, QLEACE has to be told the label, and bends whatever else is in "
                "the image differently for each class. From photographs a large network can learn to "
                "read that, sometimes sooner than from untouched images; the paper calls it backfiring."),
    .task = N_ ("Switch the small pictures to This image: the image on show, treated once as each class."),
    .formula = X "′ = " A_Z " (" X " − " MU SUB (Z) ") + " MU "\n" A_Z " = " SIGMA_Z SUP ("−1/2") " ("
               SIGMA_Z SUP ("1/2") " " SIGMA_BAR " " SIGMA_Z SUP ("1/2") ")" SUP ("1/2") " " SIGMA_Z
               SUP ("−1/2"),
    .symbols = N_ ("<i>A</i><sub><i>z</i></sub>: the map of class <i>z</i>, the gentlest that makes its "
                   "covariance Σ<sub><i>z</i></sub> the shared one, <span overline='single'>Σ</span>.\n"
                   "<span overline='single'>Σ</span>: the barycenter, the compromise that moves the classes least. A power of ½ is "
                   "a matrix’s square root."),
    .source = N_ ("Theorem 2.6 and Lemma 2.4 of arXiv 2502.02820. These waves are Gaussian: mean and "
                  "covariance are all they have, so here nothing is left to be read."),
    .location = "moments:covariance",
    .session = "{" PLAIN ("0") ONLY_TO_QLEACE ", 'audit-shown': <true>}",
    .views = SET (RAS_LESSON_COVARIANCE) | SET (RAS_LESSON_IMAGE),
    .erasers = SET (RAS_LESSON_NONE) | SET (RAS_LESSON_LEACE) | SET (RAS_LESSON_QLEACE),
    .first_view = RAS_LESSON_COVARIANCE,
    .first_eraser = RAS_LESSON_QLEACE,
    .audited = SET (RAS_LESSON_NONE) | SET (RAS_LESSON_QLEACE),
    .quadratic = TRUE,
    .is_done = ras_lesson_saw_label,
    .acknowledge = ras_lesson_tell_label,
    .show_me = ras_lesson_show_label,
  },
  {
    .name = "alf",
    .title = N_ ("ALF-QLEACE: a dial between the two"),
    .text = N_ ("ALF-QLEACE needs no label. It begins with LEACE and then removes one direction after the "
                "other: a pattern of pixels along which the classes’ covariances differ most. The slider "
                "says how many. At 0 it is LEACE; further right it comes closer to QLEACE’s aim, equal "
                "covariances, and the covariance gap says how much is missing."),
    /* xgettext:no-c-format */
    .task = N_ ("Move the slider below the panels to 0, and then slowly to the right until at most "
                "10\u202f% of the gap is left."),
    .formula = X "′ = " "<i>y</i> − <i>V</i>" SUB ("<i>r</i>") " <i>V</i>" SUB ("<i>r</i>") SUP ("T")
               " (<i>y</i> − " MU "),  <i>y</i> = LEACE(" X ")\n"
               "<i>D</i>" SUB (Z) " = <i>P</i> " SIGMA_Z " <i>P</i>" SUP ("T") " − (1 ∕ <i>k</i>) ∑"
               SUB ("<i>c</i>") " <i>P</i> Σ" SUB ("<i>c</i>") " <i>P</i>" SUP ("T")
               "\ngap = max" SUB (Z) " ‖<i>Π</i> <i>D</i>" SUB (Z) " <i>Π</i>‖" SUB ("F")
               ",  <i>Π</i> = <i>I</i> − <i>V</i>" SUB ("<i>r</i>") " <i>V</i>" SUB ("<i>r</i>")
               SUP ("T"),
    .symbols = N_ ("<i>V</i><sub><i>r</i></sub>: the <i>r</i> directions that were removed, each the one "
                   "in which a <i>D</i><sub><i>z</i></sub> was largest; <i>P</i>: LEACE’s matrix.\n"
                   "<i>D</i><sub><i>z</i></sub>: how far class <i>z</i> is from the average covariance of "
                   "the <i>k</i> classes; ‖·‖<sub>F</sub>: the root of its squared entries’ sum."),
    .source = N_ ("Approximate label-free QLEACE, arXiv 2502.02820. The gap is told relative to LEACE’s."),
    .location = "drawn#side=16",
    .session = "{" PLAIN ("5") ONLY_TO_ALF ", 'audit-shown': <true>, 'rank': <uint32 5>}",
    .audited = SET (RAS_LESSON_NONE) | SET (RAS_LESSON_LEACE) | SET (RAS_LESSON_QLEACE)
               | SET (RAS_LESSON_ALF),
    .quadratic = TRUE,
    .is_done = ras_lesson_turned_dial,
    .acknowledge = ras_lesson_tell_dial,
    .show_me = ras_lesson_show_dial,
  },
  {
    .name = "mdl",
    .title = N_ ("MDL: learning, slowed"),
    .text = N_ ("How hard are labels to learn? Train a network on a few images, let it predict the labels "
                "of the next ones, and pay for every surprise in bits; then train on those, too, and so "
                "on. The average price of a label is the description length, MDL: who learns soon pays "
                "little. Six classes wait here: two differ in their means, two in their covariance, two "
                "in something beyond."),
    .task = N_ ("Press Start (or Ctrl+R). A small network is trained on the original images, after LEACE "
                "and after QLEACE, in a few seconds."),
    .formula = "MDL = (1 ∕ <i>n</i>) [ <i>n</i>" SUB ("1") " log" SUB ("2") " <i>k</i> − ∑"
               SUB ("<i>b</i> ≥ 2") " ∑" SUB ("<i>i</i> in block <i>b</i>") " log" SUB ("2")
               " <i>p</i>" SUB ("<i>b</i>−1") "(" Z SUB ("<i>i</i>") " | " X SUB ("<i>i</i>") ") ]",
    .symbols = N_ ("The <i>n</i> images come in blocks; the first one, of <i>n</i><sub>1</sub>, is "
                   "guessed among <i>k</i> classes.\n"
                   "<i>p</i><sub><i>b</i>−1</sub>(<i>z</i> | <i>x</i>): how likely the network trained "
                   "on all blocks before <i>b</i> holds the right label."),
    .source = N_ ("Prequential code: Blier &amp; Ollivier, arXiv 1802.07044; Voita &amp; Titov, "
                  "arXiv 2003.12298. Used as in arXiv 2502.02820."),
    .location = "moments",
    .session = "{'page': <'mdl'>, 'mdl-network': <'mlp'>, 'mdl-size': <''>, 'mdl-activation': <''>, "
               "'mdl-widths': <'64'>, 'mdl-depths': <''>, "
               "'mdl-erasers': <['none', 'leace', 'qleace']>, 'mdl-preset': <'custom'>, "
               "'mdl-images': <uint32 4000>, 'mdl-seeds': <uint32 1>, 'mdl-max-epochs': <uint32 80>, "
               "'mdl-patience': <uint32 12>, 'mdl-chart': <'curves'>}",
    .trains = TRUE,
    .is_done = ras_lesson_has_trained,
    .acknowledge = ras_lesson_tell_mdl,
    .show_me = ras_lesson_show_training,
  },
};
const guint ras_n_lessons = G_N_ELEMENTS (ras_lessons);

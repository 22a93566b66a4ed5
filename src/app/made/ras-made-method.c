#include "ras-made-method.h"

#include <glib/gi18n.h>

/* Letters of formulas as the papers set them. */
#define X "<i>x</i>"
#define MU "<i>μ</i>"
#define SUB(text) "<sub>" text "</sub>"
#define SUP(text) "<sup>" text "</sup>"
#define MU_Z MU SUB ("<i>z</i>")
#define SIGMA_XX "Σ" SUB ("<i>xx</i>")
#define SIGMA_XZ "Σ" SUB ("<i>xz</i>")
#define SIGMA_ZX "Σ" SUB ("<i>zx</i>")
#define SIGMA_Z "Σ" SUB ("<i>z</i>")
#define BARYCENTER "Σ̄"
#define A_Z "<i>A</i>" SUB ("<i>z</i>")
#define V_R "<i>V</i>" SUB ("<i>r</i>")
#define PROJECTION V_R V_R SUP ("⊤")
#define INVERSE SUP ("−1")

static const RasMadeMethod methods[] = {
  { "none",
    N_ ("Nothing was done to this image: it is what all the others start from. Erasure shifts and "
        "projects such images so that their class can no longer be read by a simple classifier."),
    X " ↦ " X, N_ ("The image as it is in the data set."), NULL },
  { "leace",
    N_ ("A projection that makes the means of all classes coincide, with the least mean squared change of "
        "all affine maps that do. No linear classifier can then beat guessing the most frequent class, and "
        "the class of the image need not be known."),
    X " ↦ " X " − " SIGMA_XZ " (" SIGMA_ZX " " SIGMA_XX INVERSE " " SIGMA_XZ ")" SUP ("+") " " SIGMA_ZX
    " " SIGMA_XX INVERSE " (" X " − " MU ")",
    N_ ("Belrose et al., LEACE: Perfect linear concept erasure in closed form (2023), section 4"),
    RAS_MADE_LEACE_ADDRESS },
  { "oracle-leace",
    N_ ("Subtracts what the mean of the image’s class differs from the mean of all images, the least change "
        "that makes class means coincide. Linear classifiers are left with guessing, but the class of the "
        "image must be known."),
    X " ↦ " X " − (" MU_Z " − " MU ")",
    N_ ("Belrose et al., LEACE: Perfect linear concept erasure in closed form (2023), oracle LEACE"),
    RAS_MADE_LEACE_ADDRESS },
  { "qleace",
    N_ ("Carries each class along the optimal transport map to the barycenter of all classes, so that means "
        "and covariances coincide with the least change. No quadratic classifier can then beat guessing; but "
        "the class must be known, and because the map depends on it, information of higher order is put "
        "into the image."),
    X " ↦ " A_Z " (" X " − " MU_Z ") + " MU ",\n" A_Z " = " SIGMA_Z SUP ("−½") " (" SIGMA_Z SUP ("½") " "
    BARYCENTER " " SIGMA_Z SUP ("½") ")" SUP ("½") " " SIGMA_Z SUP ("−½"),
    N_ ("Quirke and Belrose, Slowing Learning by Erasing Simple Features (2025), Theorem 2.6; "
        "the barycenter: Lemma 2.4"),
    RAS_MADE_QLEACE_ADDRESS },
  { "alf-qleace",
    N_ ("LEACE first, then the directions are removed, one after the other, in which the covariances of the "
        "classes still differ most. Class means coincide exactly and covariances the better the more "
        "directions go; the class of the image need not be known."),
    "<i>y</i> = " X " − " SIGMA_XZ " (" SIGMA_ZX " " SIGMA_XX INVERSE " " SIGMA_XZ ")" SUP ("+") " " SIGMA_ZX
    " " SIGMA_XX INVERSE " (" X " − " MU "),\n" X " ↦ <i>y</i> − " PROJECTION " (<i>y</i> − " MU ")",
    N_ ("Quirke and Belrose, Slowing Learning by Erasing Simple Features (2025), Figure 1: an approximation "
        "of QLEACE without labels"),
    RAS_MADE_QLEACE_ADDRESS },
  { "gradient",
    N_ ("Edits the pixels of many images of the class together until their mean and covariance are those of "
        "the whole data set, while each stays near where it began. What is reached is only as good as the "
        "optimisation, the class must be known, and there is no map for other images."),
    "min <i>w</i>" SUB ("1") " ‖mean(" X ") − " MU "‖ + <i>w</i>" SUB ("2") " ‖cov(" X ") − Σ"
    SUP ("∗") "‖" SUB ("F") " + <i>w</i>" SUB ("3") " mean((" X " − " X SUB ("0") ")" SUP ("2") ")",
    N_ ("Quirke and Belrose, Slowing Learning by Erasing Simple Features (2025), Figure 2"),
    RAS_MADE_QLEACE_ADDRESS },
  { "random",
    N_ ("Removes as many random directions as ALF-QLEACE removes chosen ones: the control that shows what "
        "choosing is worth. It guarantees nothing, and knows no class."),
    X " ↦ " X " − " PROJECTION " (" X " − " MU ")",
    N_ ("Quirke and Belrose, Slowing Learning by Erasing Simple Features (2025), the control of Figure 1"),
    RAS_MADE_QLEACE_ADDRESS },
  { "transport",
    N_ ("QLEACE’s map carries the image to what all classes share, and the other class’s map backwards from "
        "there. Images of this class then have exactly the other’s mean and covariance; both classes must "
        "be known."),
    X " ↦ <i>A</i>" SUB ("<i>y</i>") INVERSE " " A_Z " (" X " − " MU_Z ") + " MU SUB ("<i>y</i>"),
    N_ ("Follows from the maps of Theorem 2.6 in Quirke and Belrose, Slowing Learning by Erasing Simple "
        "Features (2025)"),
    RAS_MADE_QLEACE_ADDRESS },
};

const RasMadeMethod *
ras_made_method_find (const RasEraser *eraser, gboolean transport)
{
  const char *name = transport ? "transport" : eraser->name;

  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    if (g_str_equal (methods[i].name, name))
      return &methods[i];
  g_assert_not_reached ();
}

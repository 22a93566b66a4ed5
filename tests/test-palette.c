#include "palette.h"

#include <math.h>

#include <string.h>

static double
distance (RasColour a, RasColour b)
{
  return ABS (a.r - b.r) + ABS (a.g - b.g) + ABS (a.b - b.b);
}

static void
test_styles (void)
{
  for (RasStyleKind kind = 0; kind < RAS_N_STYLES; kind++)
    {
      const RasStyle *style = ras_style_get (kind);
      double contrast = ras_colour_get_luma (style->ink) - ras_colour_get_luma (style->background);

      g_assert_true (ras_style_find (style->name) == style);
      g_assert_cmpfloat (ABS (contrast), >, 0.7);
      g_assert_cmpint (style->dark, ==, contrast > 0);
      g_assert_cmpfloat (ABS (ras_colour_get_luma (style->dim)
                              - ras_colour_get_luma (style->background)), >, 0.4);
    }
  g_assert_null (ras_style_find ("papyrus"));
  g_assert_null (ras_style_find (NULL));
  g_assert_nonnull (strstr (ras_style_get (RAS_STYLE_PAPER)->family, "STIX Two Text, "));
}

/* Every eraser of the figure differs from every other in colour, in both styles. */
static void
test_looks (void)
{
  static const char *const names[] = { "none", "leace", "oracle-leace", "qleace",
                                       "alf-qleace", "gradient", "random" };

  for (RasStyleKind kind = 0; kind < RAS_N_STYLES; kind++)
    for (guint i = 0; i < G_N_ELEMENTS (names); i++)
      for (guint j = 0; j < i; j++)
        {
          RasLook a = ras_look_for (names[i], ras_style_get (kind));
          RasLook b = ras_look_for (names[j], ras_style_get (kind));

          g_assert_cmpfloat (distance (a.colour, b.colour), >, 0.2);
          g_assert_cmpint (a.marker, !=, b.marker);
        }
}

static void
test_exact_colours (void)
{
  RasLook leace = ras_look_for ("leace", ras_style_get (RAS_STYLE_PAPER));
  RasLook dark = ras_look_for ("leace", ras_style_get (RAS_STYLE_SCREEN_DARK));
  RasLook alf = ras_look_for ("alf-qleace", ras_style_get (RAS_STYLE_PAPER));

  g_assert_cmpint ((int) (leace.colour.g * 255 + 0.5), ==, 0x72);
  g_assert_cmpint ((int) (leace.colour.b * 255 + 0.5), ==, 0xb2);
  g_assert_cmpfloat (ras_colour_get_luma (dark.colour), >, ras_colour_get_luma (leace.colour));
  g_assert_cmpint (leace.n_dashes, ==, 0);
  g_assert_cmpint (alf.n_dashes, ==, 2);
  g_assert_cmpint (alf.marker, ==, RAS_MARKER_TRIANGLE);
}

/* WCAG 2.1: relative luminance and contrast. */
static double
luminance (RasColour colour)
{
  const double parts[] = { colour.r, colour.g, colour.b };
  const double weights[] = { 0.2126, 0.7152, 0.0722 };
  double sum = 0;

  for (guint i = 0; i < 3; i++)
    sum += weights[i] * (parts[i] <= 0.04045 ? parts[i] / 12.92 : pow ((parts[i] + 0.055) / 1.055, 2.4));
  return sum;
}

static double
contrast (RasColour a, RasColour b)
{
  double x = luminance (a), y = luminance (b);

  return (MAX (x, y) + 0.05) / (MIN (x, y) + 0.05);
}

static void
check_contrast (const RasStyle *style, RasColour background)
{
  /* The free colours, too, are among so many names. */
  const char *const names[] = { "none",     "leace",  "oracle-leace", "qleace", "alf-qleace",
                                "gradient", "random", "a",            "b",      "c",
                                "d",        "e",      "f",            "g",      "h" };

  g_assert_cmpfloat (contrast (style->ink, background), >=, 7);
  g_assert_cmpfloat (contrast (style->dim, background), >=, 4.5);
  g_assert_cmpfloat (contrast (style->accent, background), >=, 3);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_assert_cmpfloat (contrast (ras_look_for (names[i], style).colour, background), >=, 3);
}

/* Text is 4.5 : 1, what is drawn 3 : 1; on the window as on a style's own background. */
static void
test_contrast (void)
{
  const RasColour window = { 250 / 255.0, 250 / 255.0, 250 / 255.0 };
  const RasColour dark_window = { 36 / 255.0, 36 / 255.0, 36 / 255.0 };

  g_assert_cmpfloat_with_epsilon (contrast ((RasColour) { 0, 0, 0 }, (RasColour) { 1, 1, 1 }), 21,
                                  1e-9);
  for (guint i = 0; i < RAS_N_STYLES; i++)
    check_contrast (ras_style_get (i), ras_style_get (i)->background);
  check_contrast (ras_style_get (RAS_STYLE_SCREEN_LIGHT), window);
  check_contrast (ras_style_get (RAS_STYLE_SCREEN_DARK), dark_window);
}

static void
test_unknown_name (void)
{
  const RasStyle *style = ras_style_get (RAS_STYLE_SCREEN_LIGHT);
  RasLook a = ras_look_for ("something-new", style), b = ras_look_for ("something-new", style);

  g_assert_cmpfloat (distance (a.colour, b.colour), ==, 0);
  g_assert_cmpfloat (distance (a.colour, style->ink), >, 0.2);
  g_assert_cmpfloat (distance (a.colour, ras_look_for ("leace", style).colour), >, 0.2);
  g_assert_cmpfloat (distance (ras_look_for (NULL, style).colour, style->ink), ==, 0);
}

static void
test_maps (void)
{
  double previous = -1;

  for (int i = 0; i <= 100; i++)
    {
      double luma = ras_colour_get_luma (ras_map_viridis (i / 100.0));

      g_assert_cmpfloat (luma, >, previous);
      previous = luma;
    }
  g_assert_cmpfloat (distance (ras_map_diverging (0), (RasColour) { 0.97, 0.97, 0.97 }), <, 0.02);
  g_assert_cmpfloat (ras_map_diverging (1).r, >, ras_map_diverging (1).b);
  g_assert_cmpfloat (ras_map_diverging (-1).b, >, ras_map_diverging (-1).r);
  g_assert_cmpfloat (distance (ras_map_diverging (7), ras_map_diverging (1)), ==, 0);
  g_assert_cmpfloat (distance (ras_map_viridis (-3), ras_map_viridis (0)), ==, 0);
}

/* A marker is painted around its place and no farther than its size. */
static void
test_markers (void)
{
  RasLook look = ras_look_for ("leace", ras_style_get (RAS_STYLE_SCREEN_LIGHT));

  for (RasMarker marker = RAS_MARKER_NONE; marker <= RAS_MARKER_CROSS; marker++)
    {
      cairo_surface_t *surface
          = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
      cairo_t *cr = cairo_create (surface);
      double x, y, width, height;

      look.marker = marker;
      ras_look_draw_marker (&look, cr, 50, 60, 10);
      cairo_recording_surface_ink_extents (surface, &x, &y, &width, &height);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
      if (marker == RAS_MARKER_NONE)
        {
          g_assert_cmpfloat (width, ==, 0);
          continue;
        }
      g_assert_cmpfloat (x, >=, 44);
      g_assert_cmpfloat (y, >=, 54);
      g_assert_cmpfloat (x + width, <=, 56);
      g_assert_cmpfloat (y + height, <=, 66);
      g_assert_cmpfloat (width, >, 6);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/palette/styles", test_styles);
  g_test_add_func ("/palette/looks", test_looks);
  g_test_add_func ("/palette/exact-colours", test_exact_colours);
  g_test_add_func ("/palette/contrast", test_contrast);
  g_test_add_func ("/palette/unknown-name", test_unknown_name);
  g_test_add_func ("/palette/maps", test_maps);
  g_test_add_func ("/palette/markers", test_markers);
  return g_test_run ();
}

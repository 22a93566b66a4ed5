/* Crops and flips, against a picture moved by hand. */
#include "augment.h"

#include <math.h>

#define C 2
#define H 5
#define W 7

static float
pixel (const guint8 *image, guint c, int y, int x)
{
  return y < 0 || x < 0 || y >= H || x >= W ? 0 : image[(c * H + y) * W + x] / 255.0f;
}

static void
test_moves (void)
{
  guint8 image[C * H * W];
  float out[C * H * W];

  for (guint i = 0; i < sizeof image; i++)
    image[i] = 17 * i + 3;
  for (int dx = -W; dx <= W; dx++)
    for (int dy = -H; dy <= H; dy++)
      for (int flip = 0; flip < 2; flip++)
        {
          RasCrop crop = { dx, dy, flip };

          ras_augment_apply (&crop, image, C, H, W, out);
          for (guint c = 0; c < C; c++)
            for (int y = 0; y < H; y++)
              for (int x = 0; x < W; x++)
                g_assert_cmpfloat_with_epsilon (
                    out[(c * H + y) * W + x],
                    pixel (image, c, y + dy, (flip ? W - 1 - x : x) + dx), 1e-7);
        }
}

static void
test_draws (void)
{
  GRand *random = g_rand_new_with_seed (1);
  RasCrop crops[3000];
  int flips = 0, least = 0, most = 0;

  /* round (20 / 8) is 3: the half goes up. */
  ras_augment_draw (random, 20, 32, TRUE, TRUE, crops, G_N_ELEMENTS (crops));
  for (guint i = 0; i < G_N_ELEMENTS (crops); i++)
    {
      flips += crops[i].flip;
      least = MIN (least, MIN (crops[i].dx, crops[i].dy));
      most = MAX (most, MAX (crops[i].dx, crops[i].dy));
      g_assert_cmpint (crops[i].flip, <=, 1);
    }
  g_assert_cmpint (least, ==, -3);
  g_assert_cmpint (most, ==, 3);
  g_assert_cmpint (flips, >, 1350);
  g_assert_cmpint (flips, <, 1650);
  ras_augment_draw (random, 32, 32, FALSE, FALSE, crops, 10);
  for (guint i = 0; i < 10; i++)
    g_assert_true (crops[i].dx == 0 && crops[i].dy == 0 && crops[i].flip == 0);
  g_rand_free (random);
}

static void
test_none (void)
{
  guint8 bytes[256];
  float out[256];

  for (guint i = 0; i < 256; i++)
    bytes[i] = i;
  ras_augment_none (bytes, 256, out);
  for (guint i = 0; i < 256; i++)
    g_assert_cmpfloat_with_epsilon (out[i], i / 255.0, 1e-7);
  g_assert_cmpfloat (out[0], ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/augment/moves", test_moves);
  g_test_add_func ("/augment/draws", test_draws);
  g_test_add_func ("/augment/none", test_none);
  return g_test_run ();
}

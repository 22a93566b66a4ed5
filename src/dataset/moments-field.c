#include "moments-field.h"

#include "random.h"

#include <math.h>
#include <string.h>

enum
{
  SIDE = RAS_FIELD_SIDE,
  PIXELS = RAS_FIELD_PIXELS,
};

/* Grey values of 255, and lengths in pixels. All variances stay well above that of rounding, so
 * that covariances are far from singular. */
static const double cloud_contrast = 18, cloud_size = 1.6, disc_contrast = 42, disc_radius = 4.2;
static const double wave_contrast = 28, wave_length = 6, wave_front = 6, wave_train = 3;
static const double noise_share = 0.35;
static const double drop_height = 125, drop_size = 3, drop_noise = 8;

/* Pixels between two places on the torus. */
static double
distance (double from, double to)
{
  double along = fabs (from - to);

  return MIN (along, SIDE - along);
}

static double
bell (double x, double size)
{
  return exp (-0.5 * (x / size) * (x / size));
}

static double
norm (const double *weights)
{
  double sum = 0;

  for (gsize i = 0; i < SIDE; i++)
    sum += weights[i] * weights[i];
  return sqrt (sum);
}

/* Gives every pixel the standard deviation `contrast`. */
static void
normalise (RasFieldTexture *texture, double contrast)
{
  double across = norm (texture->across), down = norm (texture->down), total;

  for (gsize i = 0; i < SIDE; i++)
    {
      texture->across[i] /= across;
      texture->down[i] /= down;
    }
  /* The noise of a pixel is in its blurred value as well, with the weight of distance 0. */
  total = sqrt (1 + 2 * noise_share * texture->across[0] * texture->down[0]
                + noise_share * noise_share);
  for (gsize i = 0; i < SIDE; i++)
    texture->across[i] *= contrast / total;
  texture->noise = noise_share * contrast / total;
}

/* A drop in the middle of each quarter. What they have in common is taken away, so that no place is
 * lighter than another on average. */
static void
init_drops (RasFieldTextures *textures)
{
  const double middles[] = { SIDE / 4 - 0.5, SIDE * 3 / 4 - 0.5 };

  for (gsize i = 0; i < PIXELS; i++)
    {
      double sum = 0;

      for (guint drop = 0; drop < RAS_FIELD_DROPS; drop++)
        sum += textures->drops[drop][i]
            = drop_height * bell (distance (i / SIDE, middles[drop / 2]), drop_size)
              * bell (distance (i % SIDE, middles[drop % 2]), drop_size);
      for (guint drop = 0; drop < RAS_FIELD_DROPS; drop++)
        textures->drops[drop][i] -= sum / RAS_FIELD_DROPS;
    }
}

static void
init_disc (RasFieldTextures *textures)
{
  for (gsize y = 0; y < SIDE; y++)
    for (gsize x = 0; x < SIDE; x++)
      {
        double radius = hypot (x - (SIDE - 1) / 2.0, y - (SIDE - 1) / 2.0);

        textures->disc[y * SIDE + x] = disc_contrast / (1 + exp (2 * (radius - disc_radius)));
      }
}

void
ras_field_textures_init (RasFieldTextures *textures)
{
  for (gsize i = 0; i < SIDE; i++)
    {
      double away = distance (i, 0);

      textures->clouds.across[i] = textures->clouds.down[i] = bell (away, cloud_size);
      textures->waves.across[i] = bell (away, wave_front);
      textures->waves.down[i] = bell (away, wave_train) * cos (2 * G_PI * away / wave_length);
    }
  normalise (&textures->clouds, cloud_contrast);
  normalise (&textures->waves, wave_contrast);
  init_disc (textures);
  init_drops (textures);
}

/* out(y, x) = Σ_i weights(i) in(y, x + i), transposed: twice it blurs both axes. */
static void
blur_rows (const double *weights, const double *in, double *out)
{
  for (gsize y = 0; y < SIDE; y++)
    for (gsize x = 0; x < SIDE; x++)
      {
        double sum = 0;

        for (gsize i = 0; i < SIDE; i++)
          sum += weights[i] * in[y * SIDE + (x + i) % SIDE];
        out[x * SIDE + y] = sum;
      }
}

static void
paint_texture (const RasFieldTexture *texture, GRand *random, double *field)
{
  double noise[PIXELS], half[PIXELS];

  ras_random_fill_normal (random, noise, PIXELS);
  blur_rows (texture->across, noise, half);
  blur_rows (texture->down, half, field);
  for (gsize i = 0; i < PIXELS; i++)
    field[i] += texture->noise * noise[i];
}

static void
transpose (double *field)
{
  for (gsize y = 0; y < SIDE; y++)
    for (gsize x = 0; x < y; x++)
      {
        double swapped = field[y * SIDE + x];

        field[y * SIDE + x] = field[x * SIDE + y];
        field[x * SIDE + y] = swapped;
      }
}

static void
paint_drop (const RasFieldTextures *textures, GRand *random, double *field)
{
  const double *drop = textures->drops[g_rand_int_range (random, 0, RAS_FIELD_DROPS)];

  ras_random_fill_normal (random, field, PIXELS);
  for (gsize i = 0; i < PIXELS; i++)
    field[i] = drop_noise * field[i] + drop[i];
}

void
ras_field_paint (const RasFieldTextures *textures, RasFieldPair pair, gboolean second,
                 GRand *random, double *field)
{
  switch (pair)
    {
    case RAS_FIELD_DISC:
      paint_texture (&textures->clouds, random, field);
      for (gsize i = 0; i < PIXELS; i++)
        field[i] += second ? -textures->disc[i] : textures->disc[i];
      break;
    case RAS_FIELD_WAVES:
      paint_texture (&textures->waves, random, field);
      if (second)
        transpose (field);
      break;
    case RAS_FIELD_DROP:
      paint_drop (textures, random, field);
      for (gsize i = 0; second && i < PIXELS; i++)
        field[i] = -field[i];
      break;
    }
}

gboolean
ras_field_fits (const double *field)
{
  for (gsize i = 0; i < PIXELS; i++)
    if (fabs (field[i]) > RAS_FIELD_CENTRE)
      return FALSE;
  return TRUE;
}

#include "random.h"

#include <math.h>

GRand *
ras_random_new (guint64 seed, RasStream stream, guint64 item)
{
  guint32 words[] = { (guint32) seed, (guint32) (seed >> 32), (guint32) stream, (guint32) item,
                      (guint32) (item >> 32) };

  return g_rand_new_with_seed_array (words, G_N_ELEMENTS (words));
}

double
ras_random_uniform (GRand *random, double low, double high)
{
  return g_rand_double_range (random, low, high);
}

double
ras_random_normal (GRand *random)
{
  /* 1 − u is in (0, 1], where the logarithm is finite. */
  double radius = sqrt (-2 * log (1 - g_rand_double (random)));

  return radius * cos (2 * G_PI * g_rand_double (random));
}

void
ras_random_fill_normal (GRand *random, double *out, gsize n)
{
  for (gsize i = 0; i < n; i++)
    out[i] = ras_random_normal (random);
}

#include "augment.h"

#include "real.h"

#include <string.h>

void
ras_augment_draw (GRand *random, guint height, guint width, gboolean crop, gboolean flip,
                  RasCrop *crops, gsize n)
{
  /* round (side / 8), and no more than an RasCrop can say. */
  gint32 padding = crop ? MIN ((MIN (height, width) + 4) / 8, G_MAXINT8) : 0;

  for (gsize i = 0; i < n; i++)
    {
      crops[i].dx = padding ? g_rand_int_range (random, -padding, padding + 1) : 0;
      crops[i].dy = padding ? g_rand_int_range (random, -padding, padding + 1) : 0;
      crops[i].flip = flip ? g_rand_int (random) >> 31 : 0;
    }
}

static inline void
copy_row (const guint8 *row, guint n, float *out)
{
  for (guint x = 0; x < n; x++)
    out[x] = row[x] * (1 / 255.0f);
}

static inline void
copy_row_mirrored (const guint8 *row, guint n, float *out)
{
  for (guint x = 0; x < n; x++)
    out[x] = row[n - 1 - x] * (1 / 255.0f);
}

RAS_HOT void
ras_augment_none (const guint8 *image, gsize d, float *out)
{
  copy_row (image, d, out);
}

RAS_HOT void
ras_augment_apply (const RasCrop *crop, const guint8 *image, guint channels, guint height,
                   guint width, float *out)
{
  /* Columns first … end of the image come to be seen, from column `at` on. */
  int w = width, h = height, first = MAX (crop->dx, 0), end = MIN (w + crop->dx, w);
  guint n = end - first, at = MAX (-crop->dx, 0);

  if (crop->flip)
    at = w - n - at;
  for (guint c = 0; c < channels; c++)
    for (int y = 0; y < h; y++, out += w)
      {
        int from = y + crop->dy;
        const guint8 *row;

        if (from < 0 || from >= h)
          {
            memset (out, 0, w * sizeof *out);
            continue;
          }
        row = image + ((gsize) c * h + from) * w + first;
        memset (out, 0, at * sizeof *out);
        if (crop->flip)
          copy_row_mirrored (row, n, out + at);
        else
          copy_row (row, n, out + at);
        memset (out + at + n, 0, (w - at - n) * sizeof *out);
      }
}

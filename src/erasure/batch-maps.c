/* y = A_z (x − centre_z) + mean for batches: rows are gathered by class, multiplied, put back. */
#include "batch-private.h"

#include "memory.h"
#include "packed.h"

#include <cblas.h>
#include <string.h>

/* A tile's rows and columns. A tile and the rows it is multiplied with fit into a core's cache. */
#define TILE 384

/* What a unit of no rows would cost, in rows: its tiles must be read all the same. */
#define UNIT_COST 14

/* Rows of one class that are multiplied at once, and the part that does it. */
typedef struct
{
  guint16 label;
  gsize first, count; /* among the rows in the order of their classes */
} Unit;

typedef struct
{
  guint32 *rows; /* the numbers of all rows, class by class */
  GArray *units; /* Unit: largest first */
} Schedule;

/* Floats of one map: whole tiles on the diagonal and those below it. */
static gsize
map_size (gsize d)
{
  gsize size = 0;

  for (gsize i = 0; i < d; i += TILE)
    size += MIN (TILE, d - i) * MIN (i + TILE, d);
  return size;
}

guint64
ras_batch_maps_memory (gsize d, guint k)
{
  return ((guint64) map_size (d) * k + (guint64) d * (k + 1)) * sizeof (float);
}

gboolean
ras_batch_reserve_maps (RasBatchEraser *self, const double *mean, GError **error)
{
  RasBatchMaps *maps = &self->maps;
  gsize d = self->d;

  maps->d = d;
  maps->mean = g_new (float, d);
  for (gsize i = 0; i < d; i++)
    maps->mean[i] = mean[i];
  maps->centres = ras_alloc_big (self->k * d, sizeof *maps->centres, "QLEACE", error);
  if (maps->centres)
    maps->tiles = ras_alloc_big (self->k * map_size (d), sizeof *maps->tiles, "QLEACE", error);
  return maps->tiles != NULL;
}

/* Tile (i0, j0) of the symmetric matrix whose lower triangle is packed. */
static void
copy_tile (const double *triangle, gsize i0, gsize height, gsize j0, gsize width, float *tile)
{
  for (gsize i = i0; i < i0 + height; i++)
    for (gsize j = j0; j < j0 + width; j++)
      {
        gsize row = MAX (i, j), column = MIN (i, j);

        *tile++ = triangle[ras_packed (row) + column];
      }
}

void
ras_batch_add_map (RasBatchEraser *self, const double *triangle, const double *centre)
{
  RasBatchMaps *maps = &self->maps;
  gsize d = maps->d;
  float *tile = maps->tiles + maps->n * map_size (d);

  for (gsize i = 0; i < d; i++)
    maps->centres[maps->n * d + i] = centre[i];
  for (gsize i = 0; i < d; i += TILE)
    for (gsize j = 0; j <= i; j += TILE)
      {
        gsize height = MIN (TILE, d - i), width = MIN (TILE, d - j);

        copy_tile (triangle, i, height, j, width, tile);
        tile += height * width;
      }
  maps->n++;
}

void
ras_batch_maps_clear (RasBatchMaps *maps)
{
  g_free (maps->mean);
  ras_free_big (maps->centres);
  ras_free_big (maps->tiles);
}

/* --- Who does what --- */

static int
compare_units (gconstpointer a, gconstpointer b)
{
  const Unit *one = a, *other = b;

  if (one->count != other->count)
    return one->count > other->count ? -1 : 1;
  return one->first < other->first ? -1 : one->first > other->first;
}

/* A class of many rows is cut into units of nearly the same size. That depends on the labels alone,
 * so the numbers do not depend on how many parts there are. */
static void
add_units (GArray *units, guint16 label, gsize first, gsize count)
{
  gsize n = (count + RAS_BATCH_UNIT - 1) / RAS_BATCH_UNIT;

  for (gsize i = 0; i < n; i++)
    {
      Unit unit = { label, first + count * i / n, count * (i + 1) / n - count * i / n };

      g_array_append_val (units, unit);
    }
}

static void
schedule_init (Schedule *schedule, const guint16 *labels, gsize m, guint k)
{
  g_autofree gsize *next = g_new0 (gsize, k);
  gsize first = 0;

  schedule->rows = g_new (guint32, m);
  schedule->units = g_array_new (FALSE, FALSE, sizeof (Unit));
  for (gsize row = 0; row < m; row++)
    next[labels[row]]++;
  for (guint z = 0; z < k; z++)
    {
      gsize count = next[z];

      add_units (schedule->units, z, first, count);
      next[z] = first;
      first += count;
    }
  for (gsize row = 0; row < m; row++)
    schedule->rows[next[labels[row]]++] = row;
  g_array_sort (schedule->units, compare_units);
}

static void
schedule_clear (Schedule *schedule)
{
  g_free (schedule->rows);
  g_array_unref (schedule->units);
}

/* --- One unit --- */

/* OUT ← OUT + IN A for n rows; every tile serves both triangles. */
static void
multiply (const float *tile, gsize d, const float *in, gsize n, float *out)
{
  for (gsize i = 0; i < d; i += TILE)
    for (gsize j = 0; j <= i; j += TILE)
      {
        gsize height = MIN (TILE, d - i), width = MIN (TILE, d - j);

        cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasTrans, n, height, width, 1, in + j, d, tile,
                     width, 1, out + i, d);
        if (i != j)
          cblas_sgemm (CblasRowMajor, CblasNoTrans, CblasNoTrans, n, width, height, 1, in + i, d,
                       tile, width, 1, out + j, d);
        tile += height * width;
      }
}

static void
apply_unit (const RasBatchMaps *maps, const Unit *unit, const guint32 *rows, float *x,
            float *scratch)
{
  gsize d = maps->d;
  const float *centre = maps->centres + unit->label * d;
  float *in = scratch, *out = scratch + unit->count * d;

  for (gsize i = 0; i < unit->count; i++)
    {
      const float *row = x + rows[unit->first + i] * d;

      for (gsize j = 0; j < d; j++)
        in[i * d + j] = row[j] - centre[j];
      memcpy (out + i * d, maps->mean, d * sizeof *out);
    }
  multiply (maps->tiles + unit->label * map_size (d), d, in, unit->count, out);
  for (gsize i = 0; i < unit->count; i++)
    memcpy (x + rows[unit->first + i] * d, out + i * d, d * sizeof *x);
}

void
ras_batch_maps_apply (const RasBatchMaps *maps, float *x, const guint16 *labels, gsize m,
                      guint part, guint n_parts, float *scratch)
{
  g_autofree gsize *loads = g_new0 (gsize, n_parts);
  Schedule schedule;

  schedule_init (&schedule, labels, m, maps->n);
  /* The largest first, each to the part that has least to do: all parts find the same. */
  for (guint u = 0; u < schedule.units->len; u++)
    {
      const Unit *unit = &g_array_index (schedule.units, Unit, u);
      guint least = 0;

      for (guint p = 1; p < n_parts; p++)
        if (loads[p] < loads[least])
          least = p;
      loads[least] += unit->count + UNIT_COST;
      if (least == part)
        apply_unit (maps, unit, schedule.rows, x, scratch);
    }
  schedule_clear (&schedule);
}

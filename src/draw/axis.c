#include "axis.h"

#include <math.h>
#include <string.h>

/* How far outside a range a tick may lie from rounding alone, relative to its value. */
#define SLACK 1e-9

/* --- The rank axis --- */

/* Octaves from rank 0, which stands where rank 1/2 would be. Below 1 the way from 0 to 1 is
 * walked evenly, as a logarithm would never reach 0. */
static double
rank_to_octave (double rank)
{
  return rank < 1 ? rank : log2 (rank) + 1;
}

double
ras_rank_axis_get_position (const RasRankAxis *axis, double rank)
{
  double whole = rank_to_octave (MAX (axis->max_rank, 1));

  rank = CLAMP (rank, 0, MAX (axis->max_rank, 1));
  return axis->left + (axis->right - axis->left) * rank_to_octave (rank) / whole;
}

guint
ras_rank_axis_get_rank (const RasRankAxis *axis, double position)
{
  guint max_rank = MAX (axis->max_rank, 1);
  double share, octave;

  if (axis->left == axis->right)
    return 0;
  share = CLAMP ((position - axis->left) / (axis->right - axis->left), 0, 1);
  octave = share * rank_to_octave (max_rank);
  if (octave < 1)
    return octave < 0.5 ? 0 : 1;
  return MIN ((guint) (exp2 (octave - 1) + 0.5), max_rank);
}

static void
add_rank_tick (GArray *ticks, const RasRankAxis *axis, guint rank, gboolean major)
{
  RasTick tick = { .value = rank, .position = ras_rank_axis_get_position (axis, rank),
                   .major = major };

  g_array_append_val (ticks, tick);
}

/* Smaller is rounder: 0 before powers of ten before fives before twos. */
static int
roundness (double value)
{
  if (value == 0)
    return 0;
  while (value >= 10)
    value /= 10;
  return value < 1.5 ? 1 : value > 3 ? 2 : 3;
}

static gboolean
has_room (const GArray *ticks, guint i, double spacing)
{
  double position = g_array_index (ticks, RasTick, i).position;

  for (guint j = 0; j < ticks->len; j++)
    {
      const RasTick *other = &g_array_index (ticks, RasTick, j);

      if (j != i && other->label[0] && fabs (other->position - position) < spacing)
        return FALSE;
    }
  return TRUE;
}

GArray *
ras_rank_axis_make_ticks (const RasRankAxis *axis, double spacing)
{
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (RasTick));

  add_rank_tick (ticks, axis, 0, TRUE);
  for (guint64 power = 1; power <= axis->max_rank; power *= 10)
    for (guint digit = 1; digit <= 5; digit += digit == 1 ? 1 : 3)
      if (digit * power <= axis->max_rank)
        add_rank_tick (ticks, axis, digit * power, digit == 1);

  for (int round = 0; round <= 3; round++)
    for (guint i = 0; i < ticks->len; i++)
      {
        RasTick *tick = &g_array_index (ticks, RasTick, i);

        if (roundness (tick->value) == round && has_room (ticks, i, spacing))
          ras_format_count (tick->value, tick->label, sizeof tick->label);
      }
  return ticks;
}

/* --- Value axes --- */

double
ras_scale_from_value (RasScale scale, double value)
{
  if (scale == RAS_SCALE_RANK)
    return rank_to_octave (value);
  return scale == RAS_SCALE_LOG ? log10 (value) : value;
}

double
ras_scale_to_value (RasScale scale, double place)
{
  if (scale == RAS_SCALE_RANK)
    return place < 1 ? place : exp2 (place - 1);
  return scale == RAS_SCALE_LOG ? pow (10, place) : place;
}

gboolean
ras_scale_can_show (RasScale scale, double value)
{
  return isfinite (value)
         && (scale == RAS_SCALE_LINEAR || (scale == RAS_SCALE_RANK ? value >= 0 : value > 0));
}

double
ras_value_axis_get_position (const RasValueAxis *axis, double value)
{
  double low = ras_scale_from_value (axis->scale, axis->low);
  double high = ras_scale_from_value (axis->scale, axis->high);
  double place = ras_scale_from_value (axis->scale, value);

  return axis->from + (axis->to - axis->from) * (place - low) / (high - low);
}

double
ras_value_axis_get_value (const RasValueAxis *axis, double position)
{
  double low = ras_scale_from_value (axis->scale, axis->low);
  double high = ras_scale_from_value (axis->scale, axis->high);
  double share = (position - axis->from) / (axis->to - axis->from);

  return ras_scale_to_value (axis->scale, low + (high - low) * share);
}

/* The smallest of 1, 2, 5 × a power of ten that is not below `least`. */
static double
round_step (double least)
{
  double power = pow (10, floor (log10 (least)));

  for (int i = 0; i < 3; i++)
    {
      double step = power * (double[]) { 1, 2, 5 }[i];

      if (step >= least * (1 - SLACK))
        return step;
    }
  return power * 10;
}

/* How long a step that ends at the axis' high end is: on a logarithmic axis the shortest. */
static double
get_last_step (const RasValueAxis *axis, double step)
{
  return fabs (ras_value_axis_get_position (axis, axis->high)
               - ras_value_axis_get_position (axis, axis->high - step));
}

static double
add_linear_values (GArray *values, const RasValueAxis *axis, double spacing)
{
  double length = MAX (fabs (axis->to - axis->from), 1);
  double step = round_step ((axis->high - axis->low) * MIN (spacing / length, 1)), first, last;

  /* The labels of a step may come a little closer than asked for, but not into each other. */
  if (axis->dense && step < axis->high && get_last_step (axis, step) < 0.75 * spacing)
    step = round_step (1.5 * step);
  first = floor (axis->low / step + SLACK);
  last = ceil (axis->high / step - SLACK);
  for (double i = first; i <= last; i++)
    {
      double value = i * step;

      g_array_append_val (values, value);
    }
  return step;
}

/* Ticks within a decade, and the factor between the closest two. */
typedef struct
{
  double digits[7];
  int n;
  double closest;
} Decade;

static const Decade decades[] = {
  { { 1, 1.5, 2, 3, 4, 5, 7 }, 7, 1.25 },
  { { 1, 2, 3, 5, 7 }, 5, 1.4 },
  { { 1, 2, 5 }, 3, 2 },
  { { 1 }, 1, 10 },
};

static void
add_log_values (GArray *values, const RasValueAxis *axis, double spacing)
{
  double length = MAX (fabs (axis->to - axis->from), 1) / log10 (axis->high / axis->low);
  const Decade *decade = &decades[axis->dense ? 0 : 2];
  int every, first, last;

  while (decade->n > 1 && length * log10 (decade->closest) < spacing)
    decade++;
  every = decade->n > 1 ? 1 : MAX ((int) ceil (spacing / length), 1);
  first = (int) floor (floor (log10 (axis->low) + SLACK) / every) * every;
  last = (int) ceil (log10 (axis->high) - SLACK);

  for (int exponent = first; exponent < last + every; exponent += every)
    for (int i = 0; i < decade->n; i++)
      {
        double value = pow (10, exponent) * decade->digits[i];

        g_array_append_val (values, value);
      }
}

/* Round values from at most `low` to at least `high`, ascending. `step` becomes their
 * distance, or 0 where it grows with the value. */
static GArray *
round_values (const RasValueAxis *axis, double spacing, double *step)
{
  GArray *values = g_array_new (FALSE, FALSE, sizeof (double));

  *step = 0;
  /* Where not even a factor of 4 is covered, powers of ten may miss the range. */
  if (axis->scale == RAS_SCALE_LOG && axis->high / axis->low > 4)
    add_log_values (values, axis, spacing);
  else
    *step = add_linear_values (values, axis, spacing);
  return values;
}

/* What rounding alone may add to a value on this axis. */
static double
get_slack (const RasValueAxis *axis)
{
  return axis->scale == RAS_SCALE_LOG ? SLACK * axis->low : SLACK * (axis->high - axis->low);
}

static const char *
superscript (int exponent, char *out, gsize size)
{
  static const char *const digits[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹" };
  char plain[16];

  g_snprintf (plain, sizeof plain, "%d", exponent);
  g_strlcpy (out, "", size);
  for (const char *p = plain; *p; p++)
    g_strlcat (out, *p == '-' ? "⁻" : digits[*p - '0'], size);
  return out;
}

void
ras_format_power (double value, int digits, char *out, gsize size)
{
  int exponent = (int) floor (log10 (value) + SLACK);
  double mantissa = value / pow (10, exponent);
  char power[24];

  superscript (exponent, power, sizeof power);
  if (fabs (mantissa - 1) < 1e-6)
    g_snprintf (out, size, "10%s", power);
  else
    g_snprintf (out, size, "%.*g·10%s", digits, mantissa, power);
}

/* `step` is the distance to the next tick, which says how many decimals are needed. */
static void
format_value (double value, double step, char *out, gsize size)
{
  const char *sign = value < 0 ? "−" : "";
  double absolute = fabs (value);
  char text[24];

  if (absolute >= 1e6 || (absolute > 0 && absolute < 1e-4))
    ras_format_power (absolute, 3, text, sizeof text);
  else if (absolute >= 1000 && step > 0.99)
    ras_format_count ((guint64) (absolute + 0.5), text, sizeof text);
  else
    {
      int decimals = MAX (0, -(int) floor (log10 (step) + SLACK));

      g_snprintf (text, sizeof text, "%.*f", decimals, absolute);
    }
  g_snprintf (out, size, "%s%s", sign, text);
}

/* The unit of the last digit that a tick on a logarithmic axis needs; only 15 has two. */
static double
get_last_digit (double value)
{
  double mantissa = value / pow (10, floor (log10 (value) + SLACK));

  return fabs (mantissa - 1.5) < 1e-6 ? value / 3 : value;
}

static gboolean
is_power_of_ten (double value)
{
  return value > 0 && fabs (log10 (value) - round (log10 (value))) < 1e-6;
}

static GArray *
make_value_ticks (const RasValueAxis *axis, double spacing)
{
  double step, slack = get_slack (axis), factor = axis->percent ? 100 : 1;
  g_autoptr (GArray) values = round_values (axis, spacing, &step);
  GArray *ticks = g_array_new (FALSE, FALSE, sizeof (RasTick));

  for (guint i = 0; i < values->len; i++)
    {
      double value = g_array_index (values, double, i);
      RasTick tick = { .value = value, .major = step > 0 || is_power_of_ten (value) };

      if (value < axis->low - slack || value > axis->high + slack)
        continue;
      tick.position = ras_value_axis_get_position (axis, value);
      format_value (value * factor, (step > 0 ? step : get_last_digit (value)) * factor,
                    tick.label, sizeof tick.label);
      if (axis->percent)
        g_strlcat (tick.label, "\u202f%", sizeof tick.label);
      g_array_append_val (ticks, tick);
    }
  return ticks;
}

/* Those of the rank axis that lies where this one does. */
static GArray *
make_rank_ticks (const RasValueAxis *axis, double spacing)
{
  guint max_rank = (guint) MAX (axis->high + SLACK, 1);
  RasRankAxis ranks = { ras_value_axis_get_position (axis, 0),
                        ras_value_axis_get_position (axis, max_rank), max_rank };

  return ras_rank_axis_make_ticks (&ranks, spacing);
}

GArray *
ras_value_axis_make_ticks (const RasValueAxis *axis, double spacing)
{
  return axis->scale == RAS_SCALE_RANK ? make_rank_ticks (axis, spacing)
                                       : make_value_ticks (axis, spacing);
}

void
ras_value_axis_widen (RasValueAxis *axis, double spacing)
{
  double step, slack = get_slack (axis), low = axis->low, high = axis->high;
  g_autoptr (GArray) values = round_values (axis, spacing, &step);

  for (guint i = 0; i < values->len; i++)
    if (g_array_index (values, double, i) <= axis->low + slack)
      low = g_array_index (values, double, i);
  for (guint i = values->len; i-- > 0;)
    if (g_array_index (values, double, i) >= axis->high - slack)
      high = g_array_index (values, double, i);
  axis->low = MIN (low, axis->low);
  axis->high = MAX (high, axis->high);
}

void
ras_format_count (guint64 count, char *out, gsize size)
{
  char plain[24];
  gsize length, used = 0;

  g_snprintf (plain, sizeof plain, "%" G_GUINT64_FORMAT, count);
  length = strlen (plain);
  out[0] = '\0';
  for (gsize i = 0; i < length && used + 4 < size; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        used = g_strlcat (out, "\u202f", size);
      out[used++] = plain[i];
      out[used] = '\0';
    }
}

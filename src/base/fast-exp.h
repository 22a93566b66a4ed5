/* exp() for loops that the compiler turns into vector instructions. */
#pragma once

#include <glib.h>

#include <string.h>

/* Relative error below 3e-7 in −87 … 88; clamped to that range. eˣ = 2ⁿ eʳ, |r| ≤ ln 2 / 2, with the
 * Taylor polynomial of degree 6 for eʳ. */
static inline float
ras_fast_expf (float x)
{
  float n, r, p, power;
  gint32 bits;

  x = x < -87.0f ? -87.0f : x > 88.0f ? 88.0f : x;
  /* Adding 1.5 · 2²³ rounds to a whole number and leaves it in the low bits. */
  n = x * 1.44269504f + 12582912.0f;
  memcpy (&bits, &n, sizeof bits);
  n -= 12582912.0f;
  r = x - n * 0.693359375f - n * -2.12194440e-4f;
  p = 1 + r * (1 + r * (0.5f + r * (1 / 6.0f + r * (1 / 24.0f + r * (1 / 120.0f + r / 720)))));
  bits = (gint32) (((guint32) bits + 127) << 23);
  memcpy (&power, &bits, sizeof power);
  return p * power;
}

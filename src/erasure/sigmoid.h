/* The logistic function for loops that the compiler turns into vector instructions. */
#pragma once

#include <glib.h>

#include <string.h>

/* 1 / (1 + e⁻ᵘ), to a few units of the last digit; u is taken into −87 … 87. With eᵛ = 2ᵏ eʳ,
 * |r| ≤ ln 2 / 2, and the Taylor polynomial of degree 7 for eʳ. */
static inline float
ras_sigmoid (float u)
{
  float v = u > 87.0f ? -87.0f : u < -87.0f ? 87.0f : -u, k, r, p, power;
  gint32 bits;

  /* Adding 1.5 · 2²³ rounds to a whole number and leaves it in the low bits. */
  k = v * 1.44269504f + 12582912.0f;
  memcpy (&bits, &k, sizeof bits);
  k -= 12582912.0f;
  r = v - k * 0.693359375f + k * 2.12194440e-4f;
  p = 1 / 120.0f + r * (1 / 720.0f + r / 5040);
  p = 1 + r * (1 + r * (0.5f + r * (1 / 6.0f + r * (1 / 24.0f + r * p))));
  bits = (gint32) (((guint32) bits + 127) << 23);
  memcpy (&power, &bits, sizeof power);
  return 1 / (1 + p * power);
}

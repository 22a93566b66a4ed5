#include "activation.h"

#include <math.h>

static void
free_layer (RasLayer *self)
{
  g_free (self);
}

static RasLayer *
layer_new (const RasLayerClass *class, gsize in, gsize out)
{
  RasLayer *self = g_new0 (RasLayer, 1);

  self->class = class;
  self->in = in;
  self->out = out;
  return self;
}

/* --- ReLU --- */

static RAS_HOT void
relu (const RasReal *x, gsize n, RasReal *y)
{
  for (gsize i = 0; i < n; i++)
    y[i] = x[i] > 0 ? x[i] : 0;
}

static RAS_HOT void
relu_slope (const RasReal *x, const RasReal *dy, gsize n, RasReal *dx)
{
  for (gsize i = 0; i < n; i++)
    dx[i] = x[i] > 0 ? dy[i] : 0;
}

static void
relu_forward (const RasLayer *self, RasPass *pass, const RasReal *x, RasReal *y, RasReal *saved)
{
  relu (x, pass->m * self->in, y);
}

static void
relu_backward (const RasLayer *self, RasPass *pass, const RasReal *x, const RasReal *dy,
               RasReal *dx, RasReal *saved)
{
  if (dx)
    relu_slope (x, dy, pass->m * self->in, dx);
}

static const RasLayerClass relu_class = { "relu", relu_forward, relu_backward, free_layer };

RasLayer *
ras_relu_new (gsize size)
{
  return layer_new (&relu_class, size, size);
}

/* --- GELU --- */

/* Φ(x) and φ(x) from one exponential. The error function is Abramowitz & Stegun's 7.1.26 in single
 * precision (absolute error 1.5e-7) and the library's in double. */
static inline void
normal_distribution (RasReal x, RasReal *cumulative, RasReal *density)
{
  RasReal e = ras_fast_exp (x * x * (RasReal) -0.5);
#ifdef RAS_LEARN_DOUBLE
  *cumulative = 0.5 * erfc (-x * G_SQRT2 / 2);
#else
  float z = (x < 0 ? -x : x) * 0.707106781f, t = 1 / (1 + 0.3275911f * z);
  float tail = 0.5f * e * t
               * (0.254829592f
                  + t * (-0.284496736f
                         + t * (1.421413741f + t * (-1.453152027f + t * 1.061405429f))));

  *cumulative = x < 0 ? tail : 1 - tail;
#endif
  *density = e * (RasReal) 0.3989422804014327;
}

RAS_HOT void
ras_gelu_forward (const RasReal *x, gsize n, RasReal *y, RasReal *slope)
{
  if (slope == NULL)
    {
      for (gsize i = 0; i < n; i++)
        {
          RasReal cumulative, density;

          normal_distribution (x[i], &cumulative, &density);
          y[i] = x[i] * cumulative;
        }
      return;
    }
  for (gsize i = 0; i < n; i++)
    {
      RasReal value = x[i], cumulative, density;

      normal_distribution (value, &cumulative, &density);
      y[i] = value * cumulative;
      slope[i] = cumulative + value * density;
    }
}

RAS_HOT void
ras_gelu_backward (const RasReal *x, const RasReal *dy, gsize n, RasReal *dx)
{
  for (gsize i = 0; i < n; i++)
    {
      RasReal cumulative, density;

      normal_distribution (x[i], &cumulative, &density);
      dx[i] = dy[i] * (cumulative + x[i] * density);
    }
}

static void
gelu_forward (const RasLayer *self, RasPass *pass, const RasReal *x, RasReal *y, RasReal *saved)
{
  ras_gelu_forward (x, pass->m * self->in, y, NULL);
}

static void
gelu_backward (const RasLayer *self, RasPass *pass, const RasReal *x, const RasReal *dy,
               RasReal *dx, RasReal *saved)
{
  if (dx)
    ras_gelu_backward (x, dy, pass->m * self->in, dx);
}

static const RasLayerClass gelu_class = { "gelu", gelu_forward, gelu_backward, free_layer };

RasLayer *
ras_gelu_new (gsize size)
{
  return layer_new (&gelu_class, size, size);
}

/* --- SwiGLU --- */

static RAS_HOT void
swiglu (const RasReal *x, gsize h, RasReal *y)
{
  for (gsize i = 0; i < h; i++)
    y[i] = x[i] / (1 + ras_fast_exp (-x[i])) * x[h + i];
}

static RAS_HOT void
swiglu_slope (const RasReal *x, const RasReal *dy, gsize h, RasReal *dx)
{
  for (gsize i = 0; i < h; i++)
    {
      RasReal a = x[i], b = x[h + i], sigmoid = 1 / (1 + ras_fast_exp (-a));

      dx[i] = dy[i] * b * sigmoid * (1 + a * (1 - sigmoid));
      dx[h + i] = dy[i] * a * sigmoid;
    }
}

static void
swiglu_forward (const RasLayer *self, RasPass *pass, const RasReal *x, RasReal *y, RasReal *saved)
{
  for (gsize i = 0; i < pass->m; i++)
    swiglu (x + i * self->in, self->out, y + i * self->out);
}

static void
swiglu_backward (const RasLayer *self, RasPass *pass, const RasReal *x, const RasReal *dy,
                 RasReal *dx, RasReal *saved)
{
  for (gsize i = 0; dx && i < pass->m; i++)
    swiglu_slope (x + i * self->in, dy + i * self->out, self->out, dx + i * self->in);
}

static const RasLayerClass swiglu_class = { "swiglu", swiglu_forward, swiglu_backward, free_layer };

RasLayer *
ras_swiglu_new (gsize half)
{
  return layer_new (&swiglu_class, 2 * half, half);
}

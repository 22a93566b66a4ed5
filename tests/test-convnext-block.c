/* The fused block against its definition, step by step, and against finite differences. */
#include "convnext-block.h"

#include "layer-check.h"

#include <math.h>
#include <string.h>

static void
check_gradients (const RasConvnextBlock *how, gsize m, guint threads)
{
  g_autoptr (RasParameters) parameters = ras_parameters_new ();
  g_autoptr (RasLayer) layer = ras_convnext_block_new (parameters, "block", how);
  LayerCheck check = { .m = m, .threads = threads };

  layer_check_gradients (layer, parameters, &check);
}

/* 256 positions make a group and 64 a strip: one image beyond both, groups of several images with a
 * smaller one at the end, and a channel more than fills a vector. */
static void
test_gradients (void)
{
  RasConvnextBlock how = { .height = 5, .width = 3, .channels = 6, .spread = 1 };

  for (guint threads = 1; threads <= 3; threads++)
    check_gradients (&how, 4, threads);
  check_gradients (&how, 19, 1);
  how = (RasConvnextBlock) { .height = 1, .width = 1, .channels = 9 };
  check_gradients (&how, 3, 2);
  how = (RasConvnextBlock) { .height = 13, .width = 21, .channels = 2 };
  check_gradients (&how, 2, 1);
}

/* Of nine images about half take the short way; of one, drawn often enough, all do. */
static void
test_drop (void)
{
  RasConvnextBlock how = { .height = 4, .width = 3, .channels = 5, .drop = 0.5 };

  for (guint threads = 1; threads <= 3; threads++)
    check_gradients (&how, 9, threads);
  for (how.item = 0; how.item < 4; how.item++)
    check_gradients (&how, 1, 1);
  how.drop = 0.999;
  check_gradients (&how, 3, 1);
}

/* --- One image, from the definition --- */

typedef struct
{
  const RasParameters *parameters;
  const RasReal *values;
  gsize height, width, c;
} Plain;

static const RasReal *
get (const Plain *self, const char *name)
{
  const RasParameter *piece = ras_parameters_find (self->parameters, name);

  g_assert_nonnull (piece);
  return self->values + piece->first;
}

static void
convolve (const Plain *self, const RasReal *x, RasReal *y)
{
  const RasReal *weight = get (self, "b.depthwise.weight"), *bias = get (self, "b.depthwise.bias");
  gssize height = self->height, width = self->width, c = self->c;

  for (gssize i = 0; i < height * width * c; i++)
    {
      y[i] = bias[i % c];
      for (gssize t = 0; t < 49; t++)
        {
          gssize row = i / c / width + t / 7 - 3, column = i / c % width + t % 7 - 3;

          if (row >= 0 && row < height && column >= 0 && column < width)
            y[i] += weight[t * c + i % c] * x[(row * width + column) * c + i % c];
        }
    }
}

static void
normalise (const Plain *self, RasReal *x)
{
  const RasReal *weight = get (self, "b.norm.weight"), *bias = get (self, "b.norm.bias");

  for (gsize p = 0; p < self->height * self->width; p++, x += self->c)
    {
      double mean = 0, variance = 0;

      for (gsize i = 0; i < self->c; i++)
        mean += x[i] / self->c;
      for (gsize i = 0; i < self->c; i++)
        variance += (x[i] - mean) * (x[i] - mean) / self->c;
      for (gsize i = 0; i < self->c; i++)
        x[i] = (x[i] - mean) / sqrt (variance + 1e-6) * weight[i] + bias[i];
    }
}

/* At every position y ← W x + b. */
static void
map (const Plain *self, const char *name, const RasReal *x, gsize in, gsize out, RasReal *y)
{
  g_autofree char *weight_name = g_strconcat (name, ".weight", NULL);
  g_autofree char *bias_name = g_strconcat (name, ".bias", NULL);
  const RasReal *weight = get (self, weight_name), *bias = get (self, bias_name);

  for (gsize p = 0; p < self->height * self->width; p++)
    for (gsize j = 0; j < out; j++)
      {
        y[p * out + j] = bias[j];
        for (gsize i = 0; i < in; i++)
          y[p * out + j] += weight[j * in + i] * x[p * in + i];
      }
}

static void
respond (const Plain *self, RasReal *x)
{
  const RasReal *gamma = get (self, "b.grn.weight"), *beta = get (self, "b.grn.bias");
  gsize positions = self->height * self->width, h = 4 * self->c;
  g_autofree double *norms = g_new0 (double, h);
  double mean = 0;

  for (gsize j = 0; j < h; j++)
    {
      for (gsize p = 0; p < positions; p++)
        norms[j] += x[p * h + j] * x[p * h + j];
      norms[j] = sqrt (norms[j]);
      mean += norms[j] / h;
    }
  for (gsize i = 0; i < positions * h; i++)
    x[i] = gamma[i % h] * x[i] * norms[i % h] / (mean + 1e-6) + beta[i % h] + x[i];
}

static void
run_plain (const Plain *self, const RasReal *x, RasReal *y)
{
  gsize positions = self->height * self->width, n = positions * self->c;
  g_autofree RasReal *narrow = g_new (RasReal, n), *wide = g_new (RasReal, 4 * n);

  convolve (self, x, narrow);
  normalise (self, narrow);
  map (self, "b.expand", narrow, self->c, 4 * self->c, wide);
  for (gsize i = 0; i < 4 * n; i++)
    wide[i] = 0.5 * wide[i] * erfc (-wide[i] * G_SQRT2 / 2);
  respond (self, wide);
  map (self, "b.reduce", wide, 4 * self->c, self->c, y);
  for (gsize i = 0; i < n; i++)
    y[i] += x[i];
}

static void
check_definition (gsize height, gsize width, gsize channels, gsize m)
{
  g_autoptr (RasParameters) parameters = ras_parameters_new ();
  RasConvnextBlock how = { .height = height, .width = width, .channels = channels, .drop = 0.5 };
  g_autoptr (RasLayer) layer = ras_convnext_block_new (parameters, "b", &how);
  gsize size = height * width * channels;
  g_autofree RasReal *values = g_new (RasReal, parameters->count);
  g_autofree RasReal *x = g_new (RasReal, m * size), *y = g_new (RasReal, m * size);
  g_autofree RasReal *expected = g_new (RasReal, size);
  Plain plain = { parameters, values, height, width, channels };

  for (gsize i = 0; i < parameters->count; i++)
    values[i] = sin (1.9 * i * (i % 7 + 1));
  for (gsize i = 0; i < m * size; i++)
    x[i] = cos (2.1 * i * (i % 5 + 1));
  layer_check_forward (layer, values, NULL, RAS_PASS_EVALUATE, x, m, y);
  for (gsize i = 0; i < m; i++)
    {
      run_plain (&plain, x + i * size, expected);
      for (gsize j = 0; j < size; j++)
        g_assert_cmpfloat_with_epsilon (y[i * size + j], expected[j], 1e-10);
    }
}

static void
test_definition (void)
{
  check_definition (4, 7, 5, 12);
  check_definition (9, 9, 16, 4);
  check_definition (17, 18, 3, 2);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/convnext-block/gradients", test_gradients);
  g_test_add_func ("/convnext-block/drop", test_drop);
  g_test_add_func ("/convnext-block/definition", test_definition);
  return g_test_run ();
}

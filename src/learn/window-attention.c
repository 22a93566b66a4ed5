/* Padding costs nothing here: its keys are 0 and its values the bias alone, so all that a window
 * holds of it is one more logit, log Σ exp bias over the padding, the same for all images. And as
 * the probabilities sum to one, the bias of the values is added at the end and padding's value is
 * 0. */
#include "window-attention.h"

#include "cosine-attention.h"
#include "linear.h"
#include "position-bias.h"
#include "windows.h"

#include <math.h>
#include <string.h>

#define TAU 10.0 /* to start with */
#define MAX_TAU 100.0

typedef struct
{
  RasLayer base;
  RasWindowAttention how;
  RasWindows *windows;
  RasPositionBias position;
  gsize q_bias, v_bias, log_scale; /* where they begin */
  gsize *biases;  /* where a shape's biases begin: heads × (n × ld_n, then ld_n for padding) */
  gsize n_biases; /* numbers, of all shapes */
} Attention;

/* What a pass has in its scratch. */
typedef struct
{
  RasReal *biases, *d_biases, *table, *d_table, *dqkv;
  RasReal *room;
} Work;

static gsize
table_size (const Attention *self)
{
  return ras_round_up (self->position.heads * self->position.offsets);
}

static void
lay_out (const Attention *self, RasPass *pass, Work *work)
{
  work->biases = pass->scratch;
  work->d_biases = work->biases + self->n_biases;
  work->table = work->d_biases + self->n_biases;
  work->d_table = work->table + table_size (self);
  work->dqkv = work->d_table + table_size (self);
  work->room = work->dqkv + ras_round_up (self->base.in);
}

/* --- Biases: from the table of distances to one matrix a shape and head, and back --- */

static gsize
head_size (gsize n)
{
  return (n + 1) * ras_round_up_lanes (n);
}

/* Calls for every pair of a position i that is no padding and any position j of a shape. `index`:
 * where the table has their distance; `here`: where the matrix has them, if j is no padding. */
#define FOR_EACH_PAIR(shape, side, ...)                                                            \
  for (guint row = 0, i = 0; row < (shape)->valid_rows; row++)                                     \
    for (guint column = 0; column < (shape)->valid_columns; column++, i++)                         \
      for (guint other_row = 0; other_row < (shape)->rows; other_row++)                            \
        for (guint other_column = 0; other_column < (shape)->columns; other_column++)              \
          {                                                                                        \
            gsize ld = ras_round_up_lanes ((shape)->valid_rows * (shape)->valid_columns);          \
            gsize index                                                                            \
                = ras_position_bias_index (side, row, column, other_row, other_column);            \
            gsize here = i * ld + other_row * (shape)->valid_columns + other_column;               \
            gboolean is_padding                                                                    \
                = other_row >= (shape)->valid_rows || other_column >= (shape)->valid_columns;      \
                                                                                                   \
            __VA_ARGS__                                                                            \
          }

static void
expand (const RasWindowShape *shape, guint side, const RasReal *table, RasReal *bias, RasReal *pad)
{
  gsize n = shape->valid_rows * shape->valid_columns, ld_n = ras_round_up_lanes (n);

  for (gsize i = 0; i < n * ld_n; i++)
    bias[i] = RAS_ATTENTION_NEVER;
  memset (pad, 0, ld_n * sizeof *pad);
  FOR_EACH_PAIR (shape, side, {
    if (is_padding)
      pad[i] += ras_real_exp (table[index]);
    else
      bias[here] = table[index];
  })
  for (gsize i = 0; i < n; i++)
    pad[i] = pad[i] > 0 ? log (pad[i]) : RAS_ATTENTION_NEVER;
}

/* Adds to d_table. */
static void
collapse (const RasWindowShape *shape, guint side, const RasReal *table, const RasReal *pad,
          const RasReal *d_bias, const RasReal *d_pad, RasReal *d_table)
{
  FOR_EACH_PAIR (shape, side, {
    if (is_padding)
      d_table[index] += d_pad[i] * ras_real_exp (table[index] - pad[i]);
    else
      d_table[index] += d_bias[here];
  })
}

static void
expand_all (const Attention *self, RasPass *pass, Work *work)
{
  RasReal *scratch = pass->scratch;

  pass->scratch = work->room;
  ras_position_bias_forward (&self->position, pass, work->table);
  pass->scratch = scratch;
  for (guint s = 0; s < self->windows->shapes->len; s++)
    for (gsize head = 0; head < self->how.heads; head++)
      {
        const RasWindowShape *shape = &g_array_index (self->windows->shapes, RasWindowShape, s);
        gsize n = shape->valid_rows * shape->valid_columns;
        RasReal *bias = work->biases + self->biases[s] + head * head_size (n);

        expand (shape, self->how.side, work->table + head * self->position.offsets, bias,
                bias + n * ras_round_up_lanes (n));
      }
}

static void
collapse_all (const Attention *self, RasPass *pass, Work *work)
{
  RasReal *scratch = pass->scratch;

  memset (work->d_table, 0, table_size (self) * sizeof *work->d_table);
  for (guint s = 0; s < self->windows->shapes->len; s++)
    for (gsize head = 0; head < self->how.heads; head++)
      {
        const RasWindowShape *shape = &g_array_index (self->windows->shapes, RasWindowShape, s);
        gsize n = shape->valid_rows * shape->valid_columns, pad = n * ras_round_up_lanes (n);
        gsize at = self->biases[s] + head * head_size (n), offset = head * self->position.offsets;

        collapse (shape, self->how.side, work->table + offset, work->biases + at + pad,
                  work->d_biases + at, work->d_biases + at + pad, work->d_table + offset);
      }
  pass->scratch = work->room;
  ras_position_bias_backward (&self->position, pass, work->table, work->d_table);
  pass->scratch = scratch;
}

/* --- The layer between the two linear maps --- */

static RasReal
compute_tau (const Attention *self, const RasPass *pass, gsize head)
{
  return MIN (TAU * exp (pass->parameters[self->log_scale + head]), MAX_TAU);
}

static RasAttentionHead
describe_head (const Attention *self, const RasPass *pass, const Work *work,
               const RasWindow *window, gsize head)
{
  gsize d = self->how.channels / self->how.heads;
  const RasReal *bias
      = work->biases + self->biases[window->shape] + head * head_size (window->n);

  return (RasAttentionHead) { .n = window->n,
                              .positions = window->positions,
                              .channels = self->how.channels,
                              .first = head * d,
                              .tau = compute_tau (self, pass, head),
                              .q_bias = pass->parameters + self->q_bias + head * d,
                              .bias = bias,
                              .pad = bias + window->n * ras_round_up_lanes (window->n) };
}

static RAS_HOT void
add_to_rows (const RasReal *bias, gsize rows, gsize channels, RasReal *y)
{
  for (gsize i = 0; i < rows; i++, y += channels)
    for (gsize c = 0; c < channels; c++)
      y[c] += bias[c];
}

/* Adds. */
static RAS_HOT void
sum_rows (const RasReal *rows, gsize n, gsize stride, gsize channels, RasReal *sum)
{
  for (gsize i = 0; i < n; i++, rows += stride)
    for (gsize c = 0; c < channels; c++)
      sum[c] += rows[c];
}

static void
forward (const RasLayer *base, RasPass *pass, const RasReal *x, RasReal *y, RasReal *saved)
{
  const Attention *self = (const Attention *) base;
  gsize d = self->how.channels / self->how.heads, channels = self->how.channels;
  RasAttentionRoom room;
  Work work;

  lay_out (self, pass, &work);
  expand_all (self, pass, &work);
  for (gsize image = 0; image < pass->m; image++, x += base->in, y += base->out)
    {
      for (guint w = 0; w < self->windows->windows->len; w++)
        {
          const RasWindow *window = &g_array_index (self->windows->windows, RasWindow, w);

          ras_attention_room_init (&room, window->n, d, work.room);
          for (gsize h = 0; h < self->how.heads; h++)
            {
              RasAttentionHead head = describe_head (self, pass, &work, window, h);

              ras_attention_forward (&room, &head, x);
              ras_attention_scatter (&room, &head, room.y, y);
            }
        }
      add_to_rows (pass->parameters + self->v_bias, base->out / channels, channels, y);
    }
}

static void
backward_window (const Attention *self, RasPass *pass, Work *work, const RasWindow *window,
                 const RasReal *x, const RasReal *dy, RasReal *dqkv)
{
  RasReal *d_log_scale = pass->gradient + self->log_scale;
  RasAttentionRoom room;

  ras_attention_room_init (&room, window->n, self->how.channels / self->how.heads, work->room);
  for (gsize h = 0; h < self->how.heads; h++)
    {
      RasAttentionHead head = describe_head (self, pass, work, window, h);
      RasReal *d_bias = work->d_biases + (head.bias - work->biases), d_log_tau;

      ras_attention_forward (&room, &head, x);
      ras_attention_gather (&room, &head, dy, room.dy);
      d_log_tau
          = ras_attention_backward (&room, &head, d_bias, d_bias + (head.pad - head.bias), dqkv);
      if (head.tau < (RasReal) MAX_TAU)
        d_log_scale[h] += d_log_tau;
    }
}

static void
backward (const RasLayer *base, RasPass *pass, const RasReal *x, const RasReal *dy, RasReal *dx,
          RasReal *saved)
{
  const Attention *self = (const Attention *) base;
  gsize channels = self->how.channels, positions = base->out / channels;
  RasReal *d_q_bias = pass->gradient + self->q_bias, *d_v_bias = pass->gradient + self->v_bias;
  Work work;

  lay_out (self, pass, &work);
  expand_all (self, pass, &work);
  memset (work.d_biases, 0, self->n_biases * sizeof *work.d_biases);
  memset (d_q_bias, 0, channels * sizeof *d_q_bias);
  memset (d_v_bias, 0, channels * sizeof *d_v_bias);
  memset (pass->gradient + self->log_scale, 0, self->how.heads * sizeof (RasReal));
  sum_rows (dy, pass->m * positions, channels, channels, d_v_bias);
  for (gsize i = 0; i < pass->m; i++)
    {
      RasReal *dqkv = dx ? dx + i * base->in : work.dqkv;

      for (guint w = 0; w < self->windows->windows->len; w++)
        backward_window (self, pass, &work,
                         &g_array_index (self->windows->windows, RasWindow, w), x + i * base->in,
                         dy + i * base->out, dqkv);
      sum_rows (dqkv, positions, 3 * channels, channels, d_q_bias);
    }
  collapse_all (self, pass, &work);
}

static void
free_attention (RasLayer *base)
{
  Attention *self = (Attention *) base;

  ras_windows_free (self->windows);
  ras_position_bias_clear (&self->position);
  g_free (self->biases);
  g_free (self);
}

static const RasLayerClass attention_class
    = { "window attention", forward, backward, free_attention };

/* --- Building --- */

static void
place_biases (Attention *self)
{
  GArray *shapes = self->windows->shapes;

  self->biases = g_new (gsize, shapes->len);
  for (guint s = 0; s < shapes->len; s++)
    {
      const RasWindowShape *shape = &g_array_index (shapes, RasWindowShape, s);

      self->biases[s] = self->n_biases;
      self->n_biases += self->how.heads
                        * head_size (shape->valid_rows * shape->valid_columns);
    }
}

static gsize
add_piece (RasParameters *parameters, const char *name, const char *piece, gsize count)
{
  g_autofree char *full = g_strconcat (name, piece, NULL);

  return ras_parameters_add (parameters, full, count, RAS_INIT_ZERO, 0, 1, FALSE);
}

static RasLayer *
attention_new (RasParameters *parameters, const char *name, const RasWindowAttention *how)
{
  Attention *self = g_new0 (Attention, 1);
  RasLayer *base = &self->base;
  gsize positions = (gsize) how->height * how->width;
  g_autofree char *position = g_strconcat (name, ".position", NULL);
  gsize room;

  g_assert (how->channels % how->heads == 0);
  base->class = &attention_class;
  base->in = positions * 3 * how->channels;
  base->out = positions * how->channels;
  self->how = *how;
  self->windows = ras_windows_new (how->height, how->width, how->side, how->shift);
  self->q_bias = add_piece (parameters, name, ".q_bias", how->channels);
  self->v_bias = add_piece (parameters, name, ".v_bias", how->channels);
  self->log_scale = add_piece (parameters, name, ".log_scale", how->heads);
  ras_position_bias_init (&self->position, parameters, position, how->side, how->heads);
  place_biases (self);
  room = ras_attention_room_size (self->windows->largest, how->channels / how->heads);
  base->fixed_scratch = 2 * self->n_biases + 2 * table_size (self) + ras_round_up (base->in)
                        + MAX (room, self->position.scratch);
  return base;
}

RasLayer *
ras_window_attention_new (RasParameters *parameters, const char *name,
                          const RasWindowAttention *how)
{
  g_autofree char *qkv_name = g_strconcat (name, ".qkv", NULL);
  g_autofree char *projection_name = g_strconcat (name, ".projection", NULL);
  RasLinear qkv = { .positions = (gsize) how->height * how->width,
                    .inputs = how->channels,
                    .outputs = 3 * (gsize) how->channels,
                    .no_bias = TRUE,
                    .init = RAS_INIT_NORMAL,
                    .spread = how->spread,
                    .rate = how->rate };
  RasLinear projection = qkv;

  projection.outputs = how->channels;
  projection.no_bias = FALSE;
  RasLayer *layers[] = { ras_linear_new (parameters, qkv_name, &qkv),
                         attention_new (parameters, name, how),
                         ras_linear_new (parameters, projection_name, &projection) };
  return ras_sequence_new (layers, G_N_ELEMENTS (layers));
}

#include "cosine-attention.h"

#include <math.h>
#include <string.h>

#define SHORT 1e-8 /* the square of what is too short to have a direction */

/* --- Room --- */

gsize
ras_attention_room_size (gsize n, gsize d)
{
  gsize ld_n = ras_round_up_lanes (n), ld_d = ras_round_up_lanes (d);

  return 8 * n * ld_d + d * ld_n + 2 * n * ld_n + 4 * ld_n;
}

RasReal *
ras_attention_room_init (RasAttentionRoom *room, gsize n, gsize d, RasReal *scratch)
{
  gsize ld_n = ras_round_up_lanes (n), ld_d = ras_round_up_lanes (d);
  RasReal **rows[] = { &room->q,  &room->k,  &room->v,  &room->y,
                       &room->dy, &room->dq, &room->dk, &room->dv };
  RasReal **columns[] = { &room->inverse_q, &room->inverse_k, &room->p_pad, &room->dp_pad };

  room->n = n;
  room->d = d;
  room->ld_n = ld_n;
  room->ld_d = ld_d;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++, scratch += n * ld_d)
    *rows[i] = scratch;
  room->turned = scratch;
  room->p = room->turned + d * ld_n;
  room->dp = room->p + n * ld_n;
  scratch = room->dp + n * ld_n;
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++, scratch += ld_n)
    *columns[i] = scratch;
  return scratch;
}

/* --- Between the map and the room. What pads a row is 0, for it takes part in products. --- */

static inline __attribute__ ((always_inline)) void
gather (const RasReal *map, gsize stride, const guint *positions, gsize n, gsize d, gsize ld,
        RasReal *rows)
{
  for (gsize i = 0; i < n; i++, rows += ld)
    {
      *(RasLanes *) (rows + ld - RAS_LANES) = (RasLanes) { 0 };
      memcpy (rows, map + positions[i] * stride, d * sizeof *rows);
    }
}

RAS_HOT void
ras_attention_gather (const RasAttentionRoom *room, const RasAttentionHead *head,
                      const RasReal *map, RasReal *rows)
{
  gather (map + head->first, head->channels, head->positions, room->n, room->d, room->ld_d, rows);
}

RAS_HOT void
ras_attention_scatter (const RasAttentionRoom *room, const RasAttentionHead *head,
                       const RasReal *rows, RasReal *map)
{
  for (gsize i = 0; i < room->n; i++)
    memcpy (map + head->positions[i] * head->channels + head->first, rows + i * room->ld_d,
            room->d * sizeof *rows);
}

static inline __attribute__ ((always_inline)) void
turn (const RasReal *rows, gsize n, gsize d, gsize ld_d, gsize ld_n, RasReal *columns)
{
  for (gsize c = 0; c < d; c++, columns += ld_n)
    {
      for (gsize i = 0; i < n; i++)
        columns[i] = rows[i * ld_d + c];
      for (gsize i = n; i < ld_n; i++)
        columns[i] = 0;
    }
}

/* rows ← scale · rows / length, inverse ← 1 / length */
static inline __attribute__ ((always_inline)) void
normalise (RasReal *rows, gsize n, gsize ld, RasReal scale, RasReal *inverse)
{
  for (gsize i = 0; i < n; i++, rows += ld)
    {
      RasReal factor = 1 / ras_real_sqrt (ras_small_dot (rows, rows, ld) + (RasReal) SHORT);

      inverse[i] = factor;
      factor *= scale;
      for (gsize c = 0; c < ld; c += RAS_LANES)
        *(RasLanes *) (rows + c) *= factor;
    }
}

/* --- Forward --- */

/* p ← p + bias; returns the largest of them and of pad. */
static inline __attribute__ ((always_inline)) RasReal
add_bias (RasReal *p, const RasReal *bias, RasReal pad, gsize ld)
{
  RasReal highest[RAS_LANES] __attribute__ ((aligned (64)));

  for (gsize l = 0; l < RAS_LANES; l++)
    highest[l] = pad;
  for (gsize j = 0; j < ld; j += RAS_LANES)
    for (gsize l = 0; l < RAS_LANES; l++)
      {
        p[j + l] += bias[j + l];
        highest[l] = p[j + l] > highest[l] ? p[j + l] : highest[l];
      }
  return ras_lanes_max ((const RasLanes *) highest);
}

/* p ← softmax (p + bias), pad beside it. Beyond a row's end the bias is so low that p is 0. */
static inline __attribute__ ((always_inline)) void
softmax (RasReal *p, const RasReal *bias, RasReal pad, gsize ld, RasReal *p_pad)
{
  RasReal highest = add_bias (p, bias, pad, ld), share;
  RasLanes sums = { 0 };

  for (gsize j = 0; j < ld; j += RAS_LANES)
    {
      for (gsize l = 0; l < RAS_LANES; l++)
        p[j + l] = ras_fast_exp (p[j + l] - highest);
      sums += *(const RasLanes *) (p + j);
    }
  *p_pad = ras_fast_exp (pad - highest);
  share = 1 / (ras_lanes_sum (&sums) + *p_pad);
  *p_pad *= share;
  for (gsize j = 0; j < ld; j += RAS_LANES)
    *(RasLanes *) (p + j) *= share;
}

RAS_HOT void
ras_attention_forward (RasAttentionRoom *room, const RasAttentionHead *head, const RasReal *qkv)
{
  gsize n = room->n, d = room->d, ld_n = room->ld_n, ld_d = room->ld_d;
  gsize stride = 3 * head->channels;
  const RasReal *q = qkv + head->first;

  gather (q, stride, head->positions, n, d, ld_d, room->q);
  gather (q + head->channels, stride, head->positions, n, d, ld_d, room->k);
  gather (q + 2 * head->channels, stride, head->positions, n, d, ld_d, room->v);
  for (gsize i = 0; i < n; i++)
    for (gsize c = 0; c < d; c++)
      room->q[i * ld_d + c] += head->q_bias[c];
  normalise (room->q, n, ld_d, head->tau, room->inverse_q);
  normalise (room->k, n, ld_d, 1, room->inverse_k);
  turn (room->k, n, d, ld_d, ld_n, room->turned);
  ras_small_product (n, ld_n, d, room->q, ld_d, 1, room->turned, ld_n, room->p, ld_n);
  for (gsize i = 0; i < n; i++)
    softmax (room->p + i * ld_n, head->bias + i * ld_n, head->pad[i], ld_n,
             room->p_pad + i);
  ras_small_product (n, ld_d, n, room->p, ld_n, 1, room->v, ld_d, room->y, ld_d);
}

/* --- Backward --- */

/* dp ← ∂L/∂logits from dp = ∂L/∂p; the padding's value is 0, so its ∂L/∂p is, too. */
static inline __attribute__ ((always_inline)) void
softmax_slope (const RasReal *p, RasReal p_pad, gsize ld, RasReal *dp, RasReal *d_bias,
               RasReal *d_pad)
{
  RasReal mean = ras_small_dot (p, dp, ld);

  for (gsize j = 0; j < ld; j += RAS_LANES)
    {
      RasLanes *slope = (RasLanes *) (dp + j);

      *slope = *(const RasLanes *) (p + j) * (*slope - mean);
      *(RasLanes *) (d_bias + j) += *slope;
    }
  *d_pad -= p_pad * mean;
}

/* Through the normalisation of one vector: direction = x / |x|, d_direction = ∂L/∂direction, both
 * padded. Returns their inner product. */
static inline __attribute__ ((always_inline)) RasReal
normalise_slope (const RasReal *direction, const RasReal *d_direction, RasReal inverse, gsize d,
                 gsize ld, RasReal *dx)
{
  RasReal along = ras_small_dot (direction, d_direction, ld);

  for (gsize c = 0; c < d; c++)
    dx[c] = inverse * (d_direction[c] - direction[c] * along);
  return along;
}

/* room->q is τ times the direction: with e the direction, ∂L/∂e = τ dq and dq · q = ∂L/∂ log τ. */
static inline __attribute__ ((always_inline)) RasReal
scatter_slopes (RasAttentionRoom *room, const RasAttentionHead *head, RasReal *dqkv)
{
  gsize d = room->d, ld_d = room->ld_d, channels = head->channels;
  RasReal d_log_tau = 0, tau = head->tau, inverse_tau = 1 / tau;

  for (gsize i = 0; i < room->n; i++)
    {
      RasReal *to = dqkv + head->positions[i] * 3 * channels + head->first;
      RasReal *e = room->q + i * ld_d, *de = room->dq + i * ld_d;

      for (gsize c = 0; c < ld_d; c += RAS_LANES)
        {
          *(RasLanes *) (e + c) *= inverse_tau;
          *(RasLanes *) (de + c) *= tau;
        }
      d_log_tau += normalise_slope (e, de, room->inverse_q[i], d, ld_d, to);
      normalise_slope (room->k + i * ld_d, room->dk + i * ld_d, room->inverse_k[i], d, ld_d,
                       to + channels);
      memcpy (to + 2 * channels, room->dv + i * ld_d, d * sizeof *to);
    }
  return d_log_tau;
}

RAS_HOT RasReal
ras_attention_backward (RasAttentionRoom *room, const RasAttentionHead *head, RasReal *d_bias,
                        RasReal *d_pad, RasReal *dqkv)
{
  gsize n = room->n, d = room->d, ld_n = room->ld_n, ld_d = room->ld_d;

  ras_small_product (n, ld_d, n, room->p, 1, ld_n, room->dy, ld_d, room->dv, ld_d);
  turn (room->v, n, d, ld_d, ld_n, room->turned);
  ras_small_product (n, ld_n, d, room->dy, ld_d, 1, room->turned, ld_n, room->dp, ld_n);
  for (gsize i = 0; i < n; i++)
    softmax_slope (room->p + i * ld_n, room->p_pad[i], ld_n, room->dp + i * ld_n, d_bias + i * ld_n,
                   d_pad + i);
  ras_small_product (n, ld_d, n, room->dp, ld_n, 1, room->k, ld_d, room->dq, ld_d);
  ras_small_product (n, ld_d, n, room->dp, 1, ld_n, room->q, ld_d, room->dk, ld_d);
  return scatter_slopes (room, head, dqkv);
}

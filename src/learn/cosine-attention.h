/* Attention with scaled cosine similarity (Liu et al., arXiv 2111.09883, section 3.2): one head,
 * one window, one image.
 *
 * With n positions i that attend to one another, q, k, v of d numbers each,
 * y_i = Σ_j p_ij v_j,  p_i = softmax over j of (τ cos (q_i, k_j) + bias_ij), and beside them one
 * thing more to attend to, the padding, of logit pad_i and value 0.
 *
 * A vector's length is √(|q|² + 1e-8): what is shorter than 1e-4, as in images that are black at
 * the border, has no direction, rather than an endless slope. */
#pragma once

#include "small-product.h"

G_BEGIN_DECLS

/* A logit that makes a probability nothing. */
#define RAS_ATTENTION_NEVER ((RasReal) -1e30)

/* Room for one window, in a thread's scratch. Rows of length d and n are ld_d and ld_n long. */
typedef struct
{
  gsize n, d, ld_n, ld_d;
  RasReal *q, *k, *v;      /* n × d: τ q / |q|, k / |k|, v */
  RasReal *turned;         /* d × n: kᵀ, vᵀ */
  RasReal *p, *dp;         /* n × n */
  RasReal *y, *dy;         /* n × d */
  RasReal *dq, *dk, *dv;   /* n × d */
  RasReal *inverse_q, *inverse_k, *p_pad, *dp_pad; /* n */
} RasAttentionRoom;

/* Numbers that the room for windows of up to n positions takes. */
gsize ras_attention_room_size (gsize n, gsize d);
/* Lays it out in scratch (64-byte aligned) and returns what is behind. */
RasReal *ras_attention_room_init (RasAttentionRoom *room, gsize n, gsize d, RasReal *scratch);

typedef struct
{
  guint n;
  const guint *positions; /* of the map */
  gsize channels;         /* heads · d */
  gsize first;            /* channel where this head begins */
  RasReal tau;
  const RasReal *q_bias;  /* d, this head's */
  const RasReal *bias;    /* n × ld_n, 64-byte aligned; RAS_ATTENTION_NEVER beyond n */
  const RasReal *pad;     /* n */
} RasAttentionHead;

/* qkv: map's positions × (q, k, v), channels each. room->y ← y, and p. */
void ras_attention_forward (RasAttentionRoom *room, const RasAttentionHead *head,
                            const RasReal *qkv);
/* After that, from room->dy: writes this head's channels of dqkv at the window's positions; adds to
 * d_bias (n × ld_n) and d_pad (n); returns ∂L/∂ log τ. */
RasReal ras_attention_backward (RasAttentionRoom *room, const RasAttentionHead *head,
                                RasReal *d_bias, RasReal *d_pad, RasReal *dqkv);

/* One head's channels of a window's positions, between a map of `channels` and rows of the room. */
void ras_attention_gather (const RasAttentionRoom *room, const RasAttentionHead *head,
                           const RasReal *map, RasReal *rows);
void ras_attention_scatter (const RasAttentionRoom *room, const RasAttentionHead *head,
                            const RasReal *rows, RasReal *map);

G_END_DECLS

/* A ConvNeXt block and what one pass through it has in hand; private to the block. */
#pragma once

#include "convnext-block.h"
#include "depthwise.h"

G_BEGIN_DECLS

typedef struct
{
  gsize depthwise, depthwise_bias, norm, norm_bias, expand, expand_bias, grn, grn_bias, reduce,
      reduce_bias; /* where they begin */
} RasConvnextPieces;

typedef struct
{
  RasLayer base;
  RasConvnextBlock how;
  RasDepthwise depthwise;
  RasConvnextPieces pieces;
  gsize rows;  /* positions of an image */
  gsize c, h;  /* channels, and of the wide part */
  gsize group; /* images that are done together */
  gsize strip; /* rows, at most */
} RasConvnext;

/* Where a pass has its numbers. Images that take the short way are not in it: `slots` counts the
 * others. */
typedef struct
{
  const RasConvnext *block;
  RasPass *pass;
  gsize slots;
  RasReal *factors; /* of the slots; and which images they are */
  guint *images;
  /* Saved, by slot: what expand sees; its layer norm's scale, by row; Σ_p g² of GRN. */
  RasReal *normal, *inverse, *squares;
  /* The norm's weights are folded into expand, GRN's bias into reduce's. expand is C × 4C, its
   * transpose 4C × C. */
  RasReal *expand, *expand_bias, *expand_back, *reduce_bias;
  /* Of one group: GELU's value and slope, ∂L/∂(GRN), each rows × 4C; two of rows × C. */
  RasReal *value, *slope, *d_wide, *narrow, *d_normal;
  /* Of one strip: rows × 4C. */
  RasReal *strip, *d_strip;
  RasReal *response, *pull; /* GRN's, 4C for each image of a group */
  RasReal *convolution;     /* scratch */
} RasConvnextPass;

/* Sets what the layer needs of saved and scratch, once all else is known. */
void ras_convnext_pass_measure (RasConvnext *self);
/* Lays out scratch and saved, folds the weights and draws which images take the long way; on both ways
 * alike. */
void ras_convnext_pass_begin (RasConvnextPass *work, const RasConvnext *self, RasPass *pass,
                              RasReal *saved);
/* to ← from for the images that take the short way. */
void ras_convnext_pass_copy (const RasConvnextPass *work, const RasReal *from, RasReal *to);
/* From the gradient of the folded weights to that of the parameters. */
void ras_convnext_pass_unfold (const RasConvnextPass *work);

G_END_DECLS

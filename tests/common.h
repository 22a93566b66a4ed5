/* Data sets and figures shared by the tests. */
#pragma once

#include "dataset.h"
#include "eraser.h"

/* Order of the answers in reference/erased.npy. */
enum
{
  ANSWER_LEACE,
  ANSWER_ORACLE,
  ANSWER_QLEACE,
  ANSWER_QLEACE_SHRUNK,
  ANSWER_ALF_8,
  ANSWER_ALF_32,
  N_ANSWERS
};

#define N_ANSWERED 24 /* images with answers: the first of the set */
#define N_PATH 60     /* ranks with answers */

/* 2000 images of 3 × 6 × 6 in four equal classes, with answers in double precision. */
RasDataset *test_reference_dataset (void);
/* N_ANSWERED × 108 doubles; free with g_free(). */
double *test_reference_answer (int which);
/* 3 × N_PATH doubles: gap, class, |λ| of ranks 1 … N_PATH. */
double *test_reference_path (void);

/* The diagonal of class 0's shrunk covariance: 108 doubles. */
double *test_reference_shrunk_diagonal (void);

/* A data set of these n square images and labels in k classes; takes both arrays (g_malloc). */
RasDataset *test_dataset_new (guint channels, guint side, gsize n, guint k, guint8 *pixels,
                              guint16 *labels);

/* Correlated random images in unequal classes: counts[z] of class z, in mixed order.
 * `constant` pixels at the end of each image never change. */
RasDataset *test_random_dataset (guint channels, guint side, const gsize *counts, guint k,
                                 guint constant, guint64 seed);

/* Pixels of n images from the start as doubles in [0, 1], and labels. */
double *test_pixels (RasDataset *dataset, gsize n);
guint16 *test_labels (RasDataset *dataset, gsize n);

/* Fits one eraser (and LEACE below it) on a data set; NULL options: the default. */
RasFit *test_fit (RasDataset *dataset, const char *name, const RasFitOptions *options);

/* A new array: the eraser applied to n images, with the first `rank` directions. */
double *test_apply (RasFit *fit, guint rank, const double *x, const guint16 *labels, gsize n);

/* Mean (d) and covariance (d × d, divisor n − 1) of the rows with that label, by definition. */
void test_class_moments (const double *x, const guint16 *labels, gsize n, gsize d, guint label,
                         double *mean, double *covariance);

/* Largest |a − b|. */
double test_distance (const double *a, const double *b, gsize n);

/* ‖a − b‖ / ‖b‖ over n entries. */
double test_relative (const double *a, const double *b, gsize n);

/* A new m × n matrix: a (m × d) times b (d × n), or times b's transpose (n × d). */
double *test_product (const double *a, const double *b, gsize m, gsize d, gsize n);
double *test_product_transposed (const double *a, const double *b, gsize m, gsize d, gsize n);

/* A new d × d matrix with orthonormal rows, and one Qᵀ diag(w) Q with such rows. */
double *test_random_rotation (gsize d, guint64 seed);
double *test_random_symmetric (gsize d, const double *w, guint64 seed);

/* Largest |a_i · a_j − δ_ij| of m rows of length d. */
double test_orthonormality (const double *rows, gsize m, gsize d);

/* A data set, its training pixels, and what a fit of one eraser makes of them. */
typedef struct
{
  RasDataset *dataset;
  RasFit *fit;
  gsize n, d;
  guint k;
  double *x, *y;
  guint16 *labels;
} TestCase;

/* Takes the data set over; NULL options: the default. */
TestCase test_case_make (RasDataset *dataset, const char *eraser, const RasFitOptions *options);
void test_case_clear (TestCase *c);

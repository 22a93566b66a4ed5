/* The image that a figure is about: one of the data set, or a person's own picture. */
#pragma once

#include "dataset.h"

G_BEGIN_DECLS

/* The texts of the options; NULL: not given. */
typedef struct
{
  char *split, *index, *class_name, *image, *as;
} RasSubjectArguments;

typedef struct
{
  guint channels, height, width;
  gsize d;
  double *values; /* d, in [0, 1] */
  int label;      /* −1: a picture without a class */
  char *name;     /* its class or its file's name */
  char *where;    /* "test image 12", "as if it were a ship", or NULL */
} RasSubject;

/* FALSE and a usage error if the options contradict each other. */
gboolean ras_subject_arguments_check (const RasSubjectArguments *arguments, GError **error);

/* The label of a class; FALSE and a sentence that lists them if there is none of that name. */
gboolean ras_subject_find_class (RasDataset *dataset, const char *name, int *label, GError **error);

RasSubject *ras_subject_new (RasDataset *dataset, const RasSubjectArguments *arguments,
                             GError **error);
void ras_subject_free (RasSubject *subject);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasSubject, ras_subject_free)

G_END_DECLS

/* How a panel's picture was made, in words, formula and numbers. Knows no widget. */
#pragma once

#include "eraser.h"
#include "shadow.h"

G_BEGIN_DECLS

/* What is told of; all borrowed. */
typedef struct
{
  const char *title;       /* of the panel */
  const RasEraser *eraser; /* of the panel "as another class": QLEACE */
  gboolean transport;
  const RasFit *fit;       /* NULL: none, or not yet */
  guint rank;              /* directions of the path that are removed */
  gboolean recentred;
  gsize d;
  guint k;
  const double *original, *erased; /* d each; `erased` NULL: not there yet */
  const char *edit;        /* how images were edited, in words; NULL: not known */
  const RasShadowScene *scene; /* NULL: not there yet; the same for the next */
  const RasShadow *shadow;
  const char *failure;     /* why there never will be, or NULL */
  const char *classes[2];  /* names of the scene's classes */
} RasMadeSubject;

typedef struct
{
  const char *caption; /* translated */
  char *value;
} RasMadeRow;

typedef struct
{
  char *title;
  char *sentences;
  const char *formula; /* Pango markup, never translated */
  char *rank;
  const char *theorem; /* translated */
  const char *address; /* of its paper; NULL: none */
  GPtrArray *removed;  /* RasMadeRow * */
  GPtrArray *holds;    /* RasMadeRow *: how well the guarantee holds here */
  char *chart;         /* what the chart shows; NULL without one */
} RasMadeText;

RasMadeText *ras_made_text_new (const RasMadeSubject *subject);
void ras_made_text_free (RasMadeText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (RasMadeText, ras_made_text_free)

/* All of it as plain text; formulas as "Σ_{xz}" and "x^{−1}". */
char *ras_made_text_format (const RasMadeText *text);

G_END_DECLS

/* What an eraser's map is and what is proven of it: the part of a panel's story that does not depend on
 * data. */
#pragma once

#include "eraser.h"

G_BEGIN_DECLS

#define RAS_MADE_LEACE_ADDRESS "https://arxiv.org/abs/2306.03819"
#define RAS_MADE_QLEACE_ADDRESS "https://arxiv.org/abs/2502.02820"

typedef struct
{
  const char *name;      /* the eraser's; "transport": as another class */
  const char *sentences; /* N_(): two of them */
  const char *formula;   /* Pango markup */
  const char *theorem;   /* N_() */
  const char *address;   /* of its paper */
} RasMadeMethod;

/* Every eraser of the registry has one. */
const RasMadeMethod *ras_made_method_find (const RasEraser *eraser, gboolean transport);

G_END_DECLS
